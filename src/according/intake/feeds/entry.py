"""One entry of a feed, and a feed as it was read."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urldefrag, urljoin, urlsplit

from according.report import make_id
from according.statement import Problem

# Of one feed; the newest come first by custom, and what stands behind these is not read.
ENTRIES_MOST = 50_000
# In characters. Longer addresses are none that a page is read at; longer words are no title or summary.
ENTRY_URL_LONGEST, TITLE_LONGEST, SUMMARY_LONGEST = 4_000, 1_000, 500
_TAGS = re.compile(r"<[^<>]{0,2000}>")
_PAGES_BY = ("http", "https")


@dataclass(frozen=True, slots=True)
class Entry:
    """
    What a feed says of one page.

    ``published_at`` has the hour and zone where the feed gives both, and ``published`` is its day in that zone; a day on which the entry
    was changed is neither. ``stamp`` is another text where the feed says that the page has changed.
    """

    url: str
    title: str | None = None
    published: date | None = None
    published_at: datetime | None = None
    publisher: str | None = None
    summary: str | None = None
    stamp: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """
    A feed as it was read: its entries in its own order, each address once.

    ``further`` are the sitemaps that a sitemap index names, the newest first. ``problems`` say what could not be read; their places are
    bytes of the feed.
    """

    entries: tuple[Entry, ...]
    further: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


def page_address(base: str, link: str | None) -> str | None:
    """Return a link of a feed as the address of a page, without a fragment; ``None`` where it is none on the web."""
    if not link or len(link) > ENTRY_URL_LONGEST:
        return None
    try:
        address = urldefrag(urljoin(base, link.strip())).url
        parts = urlsplit(address)
    except ValueError:
        return None
    return address if parts.scheme in _PAGES_BY and parts.hostname else None


def plain_address(url: str) -> str:
    """
    Return an address without what only tells who links to it.

        >>> plain_address("https://news.example/1?id=7&utm_source=rss&utm_medium=feed")
        'https://news.example/1?id=7'
    """
    if "utm_" not in url:
        return url
    address, _, query = url.partition("?")
    kept = "&".join(part for part in query.split("&") if not part.startswith("utm_"))
    return f"{address}?{kept}" if kept else address


def plain_words(text: object, longest: int) -> str | None:
    """Return a title or summary as plain words on one line, cut at ``longest`` characters; ``None`` where there are none."""
    if not isinstance(text, str):
        return None
    # Cut twice: marks need not be looked for in a megabyte of which a line is kept.
    words = " ".join(html.unescape(_TAGS.sub(" ", text[: 20 * longest])).split())
    return words[:longest].strip() or None


def gather(entries: Mapping[str, Entry] | dict[str, Entry], dropped: int = 0, problems: tuple[Problem, ...] = ()) -> Listing:
    """Return entries by their addresses as a listing; ``dropped`` entries had no address of a page."""
    told = [Problem(0, 0, f"{dropped:,} {'entry has' if dropped == 1 else 'entries have'} no address of a page")] if dropped else []
    return Listing(tuple(entries.values()), problems=(*problems, *told))


def make_stamp(title: str | None, changed: object) -> str:
    """Return what is another text where an entry's title, or the time of its last change, is another."""
    return make_id("entry", title, changed)
