"""The pages that ``bench/desk.py`` asks for: each kind of page at many addresses, of figures from all over a ledger."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from urllib.parse import quote, urlencode

from visits import get_paths

from according.ledger.store import SqlLedger
from according.records import FiledFigure
from according.statement import MEASURES

# The pages that have one address: what the desk keeps of them lasts until the ledger changes.
ALONE = (
    "/", "/events", "/timeline", "/map", "/speakers", "/reports", "/review", "/rulings", "/agreement", "/feeds/events.atom", "/api/events",
    "/api/figures", "/api/reports", "/api/speakers", "/api/places",
)  # fmt: skip


def list_paths(book: SqlLedger) -> Iterator[str]:
    """Yield every page that the desk has, for a newest report and figure; those with other parts in their addresses are left out."""
    newest, _ = book.newest_figures(1)
    known = {"reports": newest[0].filing.id, "add": ""} if newest else {}
    for path in get_paths():
        parts = re.findall(r"{(\w+)", path)
        id = known.get(path.split("/")[-2 if path.startswith("/api/") else 1], newest[0].id if newest else "") if parts else ""
        if not path.endswith(".jsonl") and (not parts or (parts == ["id"] and id)):
            yield re.sub(r"{\w+}", id, path)
    if newest:
        speakers = [_speaker(name) for name, _ in book.speakers("", 1)]
        yield from ("/search?q=killed", f"/review?figure={newest[0].id}", *speakers)


def list_kinds(book: SqlLedger, many: int) -> dict[str, list[str]]:
    """Return addresses by the kind of page, up to ``many`` of each: of different figures, places, days and speakers."""
    spread = list(_spread(book, many))
    if not spread:
        return {}
    _, last = book.newest_figures(1)
    reports = [number for number, _ in book.latest_filings(1)]
    speakers = _named(who.name or who.text for one in spread for who in one.statement.speakers[-1:])
    publishers = _named(one.filing.publisher for one in spread)
    places = _named(place.name for one in spread if (place := one.figure.place) is not None)
    people = _named(party.text for one in spread if (party := one.figure.population) is not None)
    days = sorted({one.filing.published for one in spread if one.filing.published is not None})
    measures = [measure for measure in MEASURES if measure in {one.figure.measure for one in spread}]
    kinds = {
        "an event": [f"/events/{one.id}" for one in spread],
        "a question": [f"/questions/{one.id}" for one in spread],
        "a report": [f"/reports/{one.filing.id}" for one in spread],
        "a speaker": [_speaker(name) for name in speakers],
        "a search for a place": _asking("/search", "q", places),
        "a search for people": _asking("/search", "q", people),
        "a figure's review": [f"/review?figure={one.id}" for one in spread],
        "review, older": [f"/review?before={number}" for number in _steps(last or 0, many)],
        "reports, older": [f"/reports?before={number}" for number in _steps(max(reports, default=0), many)],
        "speakers, by name": [f"/speakers?after={quote(name)}" for name in speakers],
        "events up to a day": _asking("/events", "last", days),
        "events of a day": [f"/events?first={day}&last={day}" for day in days],
        "events of a measure": _asking("/events", "measure", measures),
        "events of a place": _asking("/events", "place", places),
        "events of people": _asking("/events", "population", people),
        "events of a speaker": _asking("/events", "speaker", speakers),
        "events of a publisher": _asking("/events", "publisher", publishers),
        "events of a text": _asking("/events", "text", places),
        "timeline up to a day": _asking("/timeline", "last", days),
        "map up to a day": _asking("/map", "last", days),
        "map of a place": _asking("/map", "place", places),
        "api: events up to a day": _asking("/api/events", "last", days),
        "api: figures up to a day": _asking("/api/figures", "last", days),
        "api: a report": [f"/api/reports/{one.filing.id}" for one in spread],
        "api: a search": _asking("/api/search", "q", places),
    }
    return {kind: paths for kind, paths in kinds.items() if paths}


def _spread(book: SqlLedger, many: int) -> Iterator[FiledFigure]:
    """Yield figures from all over the ledger, in the order of their filing."""
    newest, last = book.newest_figures(1)
    for before in _steps(last or 1, many):
        yield from newest
        newest, _ = book.newest_figures(1, before=before)


def _steps(last: int, many: int) -> range:
    return range(last, 0, -max(1, last // many))


def _named(found: Iterator[str | None]) -> list[str]:
    return list(dict.fromkeys(name for name in found if name))


def _asking(path: str, name: str, values: Sequence[str | date]) -> list[str]:
    return [f"{path}?{urlencode({name: value})}" for value in values]


def _speaker(name: str) -> str:
    return f"/speakers/{quote(name, safe='')}"
