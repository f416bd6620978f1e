"""What came last: the same figures as a query finds, from the latest day back, page by page; the last reports, statements and names."""
from __future__ import annotations

import random
from datetime import timedelta

import pytest
from drafts import DAY, draft, make_reading

from according.ledger.finding import latest
from according.ledger.finding.latest import UNDATED, mark_of
from according.ledger.store import SqlLedger
from according.records import FiledFigure, Mark, Query

QUERIES = (
    Query(), Query(measures=("killed",)), Query(measures=("wounded", "killed")), Query(country="RU"), Query(place="Russia"),
    Query(place="Kursk"), Query(population="miners"), Query(speaker="army"), Query(publisher="BBC"), Query(text="miners"),
    Query(first=DAY), Query(last=DAY), Query(first=DAY, last=DAY + timedelta(days=5)), Query(place="Russia", last=DAY),
    Query(perpetrator="nobody"), Query(country="RU", first=DAY), Query(speaker="police", first=DAY), Query(speaker="army", publisher="BBC"),
    Query(speaker="nobody"), Query(publisher="nobody"), Query(publisher="BBC", last=DAY), Query(speaker="the"),
)  # fmt: skip


def fill(ledger: SqlLedger, seed: int) -> None:
    """Reports of many days, of some of which no day is known, with figures of days long and short."""
    chance = random.Random(seed)
    for number in range(14):
        published = None if chance.random() < 0.3 else DAY + timedelta(days=chance.randrange(-8, 8))
        drafts = []
        for _ in range(chance.randrange(1, 4)):
            first = DAY - timedelta(days=chance.choice((0, 3, 300)))
            days = chance.choice((None, (first, first + timedelta(days=chance.choice((0, 2, 200))))))
            drafts.append(draft(
                chance.randrange(10, 99), chance.choice(("miners", "soldiers")), measure=chance.choice(("killed", "wounded")),
                country=chance.choice((None, "RU", "UA")), place=chance.choice((None, "Kursk", "Aleppo")),
                speaker=chance.choice(("The army", "Police")), days=days,
            ))  # fmt: skip
        ledger.add(make_reading(*drafts, before=f"Report {number}.", published=published, publisher=chance.choice(("BBC", None))))


def page_all(ledger: SqlLedger, query: Query, size: int) -> list[FiledFigure]:
    found, before = list[FiledFigure](), None
    while page := ledger.latest(query, size, before=before):
        assert len(page) <= size
        found += page
        before: Mark | None = mark_of(page[-1])
    return found


@pytest.mark.heavy
@pytest.mark.parametrize(("seed", "most"), [(0, 4_000), (1, 4_000), (2, 4_000), (0, 0), (1, 3), (2, 12)])
def test_pages_hold_what_fits_from_the_latest_day_back(ledger: SqlLedger, seed: int, most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    # Sorted where few fit, and walked where many do: both tell the same.
    monkeypatch.setattr(latest, "SORTED_MOST", most)
    fill(ledger, seed)
    for query in QUERIES:
        expected = sorted(ledger.find(query), key=mark_of, reverse=True)
        for size in (1, 3, 100):
            assert page_all(ledger, query, size) == expected, (query, size)
    assert any(mark_of(filed)[0] == UNDATED for filed in ledger.find(Query()))


def test_a_newer_reading_takes_the_place_of_the_older(ledger: SqlLedger) -> None:
    ledger.add(make_reading(draft(12)))
    [before] = ledger.latest(Query(), 5)
    ledger.add(make_reading(draft(12), draft(30), before="Later."))
    assert [filed.id for filed in ledger.latest(Query(known_at=before.filing.filed), 5)] == [before.id]
    assert len(ledger.latest(Query(), 5)) == 3


def test_the_last_filings_come_first(ledger: SqlLedger) -> None:
    filed = [ledger.add(make_reading(draft(number))).report for number in (10, 20, 30)]
    # A copy is no report of its own.
    ledger.add(make_reading(draft(10), publisher="BBC"))
    first = ledger.latest_filings(2)
    rest = ledger.latest_filings(2, before=first[-1][0])
    assert [filing.id for _, filing in (*first, *rest)] == filed[::-1]


def test_statements_hold_all_words_and_come_with_their_report(ledger: SqlLedger) -> None:
    one = ledger.add(make_reading(draft(12, "miners"))).report
    two = ledger.add(make_reading(draft(30, "miners"), draft(40, "guards"))).report
    found = ledger.latest_statements("miners killed", 10)
    assert [(filing.id, statement.text) for filing, statement in found] == [
        (two, "The army said 30 miners were killed in Kursk."), (one, "The army said 12 miners were killed in Kursk."),
    ]  # fmt: skip
    assert ledger.latest_statements('"killed miners"', 10) == []
    assert ledger.latest_statements("?!", 10) == []


def test_speakers_and_places_by_words_of_their_names(ledger: SqlLedger) -> None:
    spokesman = draft(30, speaker="An army spokesman", place="Gaza City")
    ledger.add(make_reading(draft(12, speaker="The army"), spokesman, draft(40, speaker="Police 100%_")))
    assert ledger.speakers_called("army", 10) == ["The army", "An army spokesman"]
    assert ledger.speakers_called("ARMY spokes", 10) == ["An army spokesman"]
    assert ledger.speakers_called("army", 1) == ["The army"]
    assert ledger.speakers_called("100%_", 10) == ["Police 100%_"]
    assert ledger.places_called("city", 10) == [("gaza city", "PS")]
    assert ledger.places_called("aza", 10) == []
    assert ledger.places_called("kursk", 10) == [("kursk", "RU")]
    assert ledger.places("", 10) == [("gaza city", "PS"), ("kursk", "RU")]
    assert ledger.places("", 1, after=("gaza city", "PS")) == [("kursk", "RU")]
    assert ledger.places("", 10, after=("kursk", "")) == [("kursk", "RU")]
    assert ledger.places("city", 10, after=("gaza city", "PS")) == []
