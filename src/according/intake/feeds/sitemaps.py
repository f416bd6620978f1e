"""Sitemaps (sitemaps.org), those for news, and their indexes: read as a stream, without entities, in bounded memory."""

from __future__ import annotations

import zlib
from contextlib import suppress
from io import BytesIO
from typing import TYPE_CHECKING, Any

from according.errors import InputError
from according.intake.feeds.entry import ENTRIES_MOST, TITLE_LONGEST, Entry, Listing, gather, make_stamp, page_address, plain_words
from according.intake.feeds.moments import read_moment
from according.statement import Problem

if TYPE_CHECKING:
    from lxml.etree import _Element

# The protocol's own bound on a sitemap, unpacked: 50 MB.
SITEMAP_LONGEST = 52_428_800
# Of an index the newest so many are followed; the others are archives.
SITEMAPS_MOST = 50
# A site's address has three fields or four, a picture's a few more; elements nested deeper are none of the protocol's.
FIELDS_MOST = 100
# Fields of an address that count only where its news have them.
_OF_NEWS = frozenset({"title", "name", "publication_date"})


def unpack_sitemap(data: bytes) -> bytes:
    """Return a sitemap's bytes, unpacked where they are gzip's; raises InputError for damaged ones and for too many."""
    if not data.startswith(b"\x1f\x8b"):
        return data
    unpacker = zlib.decompressobj(wbits=31)
    try:
        plain = unpacker.decompress(data, SITEMAP_LONGEST)
    except zlib.error as error:
        raise InputError(f"no feed: a gzip archive that is damaged ({error})") from None
    if unpacker.unconsumed_tail:
        raise InputError(f"no feed: over {SITEMAP_LONGEST:,} bytes when unpacked")
    return plain


def read_sitemap(data: bytes, url: str) -> Listing:
    """Return the pages of a sitemap or the sitemaps of an index; what is cut or broken gives those before, and a problem."""
    from lxml import etree

    entries: dict[str, Entry] = {}
    maps: dict[str, str] = {}
    dropped = 0
    problems: list[Problem] = []
    # No entity is looked up, nothing is fetched, and what nests deeper than libxml2's own bounds ends the parsing.
    parsing = etree.iterparse(
        BytesIO(data), events=("end",), resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True
    )
    with suppress(etree.XMLSyntaxError):
        for _, element in parsing:
            name = _name(element)
            if name not in ("url", "sitemap"):
                continue
            if len(entries) + len(maps) >= ENTRIES_MOST:
                problems.append(Problem(0, len(data), f"the sitemap has more than {ENTRIES_MOST:,} addresses"))
                break
            said = _said(element)
            address = page_address(url, said.get("loc"))
            if address is None:
                dropped += 1
            elif name == "sitemap":
                maps.setdefault(address, said.get("lastmod", ""))
            else:
                entries.setdefault(address, _entry(address, said))
            _forget(element)
    if len(parsing.error_log):
        first = parsing.error_log[0]
        fault = " ".join(str(first.message).split())[:200]
        what = f"the sitemap is not well-formed ({fault}, line {first.line}); what could be read of it is"
        problems.append(Problem(0, len(data), what))
    listing = gather(entries, dropped, tuple(problems))
    newest = sorted(maps, key=lambda address: maps[address], reverse=True)[:SITEMAPS_MOST]
    return Listing(listing.entries, tuple(newest), listing.problems)


def _name(element: _Element) -> str:
    """Return an element's name without its namespace, which careless sitemaps leave out or misspell."""
    tag: Any = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _said(element: _Element) -> dict[str, str]:
    """Return the texts of an address's fields by their names, those of its news with them."""
    said: dict[str, str] = {}
    for number, part in enumerate(element.iterdescendants()):
        if number > FIELDS_MOST:
            break
        name, within = _name(part), element if part.getparent() is None else part.getparent()
        # A picture and a film of the page have titles and dates too.
        if part.text and part.text.strip() and (name not in _OF_NEWS or _name(within) in ("news", "publication")):
            said.setdefault(name, part.text.strip())
    return said


def _entry(address: str, said: dict[str, str]) -> Entry:
    # The news' own names: "publication" holds "name" and "language".
    title = plain_words(said.get("title"), TITLE_LONGEST)
    day, hour = read_moment(said.get("publication_date"))
    changed = said.get("lastmod") or said.get("publication_date")
    return Entry(address, title, day, hour, plain_words(said.get("name"), TITLE_LONGEST), None, make_stamp(title, changed))


def _forget(element: _Element) -> None:
    """Let go of an element and of those before it: a stream that is kept is a tree."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]
