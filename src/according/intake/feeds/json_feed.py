"""JSON Feed, version 1 and 1.1 (jsonfeed.org)."""

from __future__ import annotations

import json
from typing import Any

from according.errors import InputError
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


def read_json_feed(data: bytes, url: str) -> Listing:
    """Return the entries of a feed; raises :class:`~according.errors.InputError` for bytes that are none."""
    try:
        feed = json.loads(data)
    # RecursionError: brackets that nest a thousand deep.
    except (ValueError, RecursionError) as error:
        raise InputError(f"no feed: JSON that cannot be read ({str(error)[:200]})") from None
    items = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(items, list):
        raise InputError('no feed: JSON without a list of "items"')
    problems = (Problem(0, len(data), f"the feed is longer than {ENTRIES_MOST:,} entries"),) if len(items) > ENTRIES_MOST else ()
    entries: dict[str, Entry] = {}
    dropped = 0
    for item in items[:ENTRIES_MOST]:
        entry = _entry(item, url) if isinstance(item, dict) else None
        if entry is None:
            dropped += 1
        else:
            entries.setdefault(entry.url, entry)
    return gather(entries, dropped, problems)


def _entry(item: dict[str, Any], url: str) -> Entry | None:
    # "external_url" is what the page at "url" remarks upon, and stands alone only in a digest of others' pages.
    links = [link for name in ("url", "external_url", "id") if isinstance(link := item.get(name), str) and "://" in link]
    address = next((found for link in links if (found := page_address(url, link)) is not None), None)
    if address is None:
        return None
    title = plain_words(item.get("title"), TITLE_LONGEST)
    day, hour = read_moment(item.get("date_published"))
    summary = plain_words(item.get("summary") or item.get("content_text"), SUMMARY_LONGEST)
    return Entry(address, title, day, hour, None, summary, make_stamp(title, item.get("date_modified") or item.get("date_published")))
