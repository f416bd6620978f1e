"""A feed's bytes to its entries, whatever kind of feed they are: told by the bytes and not by what a server calls them."""

from __future__ import annotations

import re

from according.errors import InputError
from according.intake.feeds.entry import Listing
from according.intake.feeds.json_feed import read_json_feed
from according.intake.feeds.sitemaps import SITEMAP_LONGEST, read_sitemap, unpack_sitemap
from according.intake.feeds.syndicated import read_syndicated

# The first element stands behind a declaration, comments and a style sheet.
HEAD_PEEKED = 20_000
_SITEMAP = re.compile(rb"<(?:\w{1,20}:)?(?:urlset|sitemapindex)[\s>]")
_SYNDICATED = re.compile(rb"<(?:\w{1,20}:)?(?:rss|feed|rdf|channel)[\s>]", re.IGNORECASE)


def read_feed(data: bytes, url: str) -> Listing:
    """
    Return the entries of RSS, Atom, a JSON Feed, a sitemap or an index of sitemaps that was fetched from ``url``.

    Raises :class:`~according.errors.InputError` for what is no feed. One that is broken or too long gives what could be read and a problem.
    """
    data = unpack_sitemap(data)
    if len(data) > SITEMAP_LONGEST:
        raise InputError(f"no feed: over {SITEMAP_LONGEST:,} bytes")
    # A byte order mark, or the blanks of a careless template.
    head = data[:HEAD_PEEKED].removeprefix(b"\xef\xbb\xbf").lstrip()
    if head.startswith(b"{"):
        return read_json_feed(data.removeprefix(b"\xef\xbb\xbf"), url)
    # Two bytes a letter: without the zero of each, the names of elements are plain.
    narrow = head.replace(b"\0", b"")
    if _SITEMAP.search(narrow):
        return read_sitemap(data.lstrip(), url)
    if not _SYNDICATED.search(narrow):
        raise InputError("no feed: neither RSS, Atom, JSON Feed nor a sitemap; give the address of the feed itself")
    return read_syndicated(data, url)
