"""RSS and Atom, of all versions and in all states of repair, by feedparser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from according.intake.feeds.entry import (
    ENTRIES_MOST,
    SUMMARY_LONGEST,
    TITLE_LONGEST,
    Entry,
    Listing,
    gather,
    make_stamp,
    page_address,
    plain_words,
)
from according.intake.feeds.moments import read_moment
from according.statement import Problem

# Each opening bracket costs the parser some twenty microseconds where the XML is broken: so many are half a minute.
BRACKETS_MOST = 1_500_000
_ITEM = re.compile(rb"<(?:\w{1,20}:)?(?:item|entry)[\s>/]")


def read_syndicated(data: bytes, url: str) -> Listing:
    """Return the entries of a feed; what is cut or broken gives those that can be read, and a problem."""
    # Here and not above: only who watches feeds needs it.
    import feedparser

    data, problems = _bounded(data)
    # As a stream: what is handed over as text is taken for an address, or for a file's name, where it looks like one.
    found: Any = feedparser.parse(BytesIO(data), response_headers={"content-location": url, "content-type": "application/xml"})
    if found.bozo and not isinstance(found.bozo_exception, feedparser.CharacterEncodingOverride):
        said = " ".join(str(found.bozo_exception).split())[:200]
        problems = (*problems, Problem(0, len(data), f"the feed is not well-formed ({said}); what could be read of it is"))
    entries: dict[str, Entry] = {}
    dropped = 0
    for entry in _entries(found, url):
        if entry is None:
            dropped += 1
        else:
            entries.setdefault(entry.url, entry)
    return gather(entries, dropped, problems)


def _bounded(data: bytes) -> tuple[bytes, tuple[Problem, ...]]:
    """Cut a feed where it holds more entries, or more brackets, than are read."""
    cut = None
    for number, item in enumerate(_ITEM.finditer(data)):
        if number == ENTRIES_MOST:
            cut = item.start()
            break
    if data.count(b"<", 0, cut) > BRACKETS_MOST:
        # The place of the last bracket that is read: halved until it is near enough.
        low, high = 0, len(data) if cut is None else cut
        while high - low > 1_000:
            middle = (low + high) // 2
            low, high = (middle, high) if data.count(b"<", 0, middle) <= BRACKETS_MOST else (low, middle)
        cut = low
    if cut is None:
        return data, ()
    return data[:cut], (Problem(cut, len(data), f"the feed is longer than {ENTRIES_MOST:,} entries; read up to here"),)


def _entries(found: Any, url: str) -> Iterator[Entry | None]:
    # Dublin Core's one date, which feedparser takes for a change, is all that RSS 1.0 has.
    only_changed = str(found.get("version", "")) in ("rss10", "rss090")
    for item in found.entries:
        address = page_address(url, item.get("link"))
        if address is None:
            yield None
            continue
        # Past feedparser's own look-up, which takes the one for the other where it is missing.
        said, changed = dict.get(item, "published"), dict.get(item, "updated")
        day, hour = read_moment(changed if said is None and only_changed else said)
        title = plain_words(item.get("title"), TITLE_LONGEST)
        source = item.get("source")
        publisher = plain_words(source.get("title") if hasattr(source, "get") else None, TITLE_LONGEST)
        summary = plain_words(item.get("summary"), SUMMARY_LONGEST)
        yield Entry(address, title, day, hour, publisher, summary, make_stamp(title, changed or said))
