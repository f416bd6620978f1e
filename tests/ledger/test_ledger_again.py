"""One text that is filed again and again: what is known of it is kept, says what the tables say, and each filing costs the same."""
from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from backends import Open
from drafts import draft, make_reading
from sqlalchemy import func, select

from according.ledger.database.schema import followed
from according.ledger.opening import open_ledger
from according.ledger.store import SqlLedger
from according.ledger.versions import Versions
from according.ledger.writing import decisions, readings, shelves
from according.records import Query
from according.report import Raw
from according.statement import Reading

BEGIN = datetime(2025, 1, 1, tzinfo=UTC)
SAME = "Rescuers worked through the night in the town, where houses had burnt for hours."
# Two pages, and who runs each.
PAGES = {"https://a.example/1": "Alpha", "https://b.example/2": "Beta"}


def on_day(day: int, **report: object) -> Reading:
    return make_reading(draft(12), published=date(2025, 1, 1) + timedelta(days=day), **report)


def count_followed(ledger: SqlLedger) -> int:
    with ledger._door.reading() as connection:
        return connection.execute(select(func.count()).select_from(followed)).scalar_one()


def test_each_reading_but_the_newest_has_a_row_for_the_next(opened: Open, tmp_path: Path) -> None:
    ledger = opened(str(tmp_path / "ledger.db"))
    for day in range(9):
        ledger.add(on_day(day, publisher="Alpha"))
    assert ledger.add(on_day(4, publisher="Alpha")).outcome == "known"
    assert count_followed(ledger) == 8
    assert [filed.filing.published for filed in ledger.find(Query())] == [date(2025, 1, 9)]
    assert list(ledger.check()) == []


@pytest.mark.parametrize("many", [False, True])
def test_what_is_known_of_a_text_is_looked_up_once(many: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    looked = Counter[str]()

    def find(connection: object, ids: Sequence[str], versions: Versions) -> dict[str, decisions.Shelf]:
        looked.update(ids)
        return original(connection, ids, versions)  # type: ignore[arg-type]

    original = shelves.find_shelves
    monkeypatch.setattr(shelves, "find_shelves", find)
    with open_ledger(str(tmp_path / "ledger.db")) as ledger, open_ledger(str(tmp_path / "ledger.db")) as other:
        texts = [on_day(-day, publisher=f"Paper {day}") for day in range(2 * decisions.SHELF_LARGE)]
        for one in texts:
            if many:
                ledger.add_all([(one, None)])
            assert ledger.foresee(one.report) == ("known" if many else "new" if one is texts[0] else "reading")
            ledger.add(one)
        # While it is small it is looked up each time.
        assert looked[texts[0].report.id] <= 3 * decisions.SHELF_LARGE
        looked.clear()
        assert ledger.foresee(on_day(-999, publisher="Paper").report) == "reading"
        assert not looked
        # What another has filed meanwhile is seen.
        assert other.add(on_day(-1_000, publisher="Other")).outcome == "reading"
        assert ledger.foresee(on_day(-1_000, publisher="Other").report) == "known"
        assert looked
        # What was not filed in the end is not known.
        monkeypatch.setattr(readings, "revision", lambda connection: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            ledger.add(on_day(-2_000, publisher="Gone"))
        monkeypatch.undo()
        assert ledger.add(on_day(-2_000, publisher="Gone")).outcome == "reading"
        assert list(ledger.check()) == []


@pytest.mark.parametrize("together", [True, False])
def test_who_stood_by_a_text_is_known_within_a_transaction(together: bool, opened: Open, tmp_path: Path) -> None:
    [(page, publisher), *_] = PAGES.items()

    def fetched(number: int, publisher: str, at: str | None = page) -> tuple[Reading, Raw | None]:
        reading = make_reading(draft(number), before=SAME, published=None, publisher=publisher, url=at, path=at)
        return reading, None if at is None else Raw.of(b"", "extractor 1", BEGIN)

    for name, filings, stand in (
        ("another name", [fetched(11, publisher), fetched(11, "Alpha News"), fetched(12, publisher)], [12]),
        ("another publisher", [fetched(11, publisher), fetched(11, "Gamma", None), fetched(12, publisher)], [11, 12]),
    ):
        ledger = opened(str(tmp_path / f"{name}.db"))
        for some in [filings] if together else [[one] for one in filings]:
            ledger.add_all(some)
        assert sorted(filed.figure.quantity.low for filed in ledger.find(Query())) == stand
        assert list(ledger.check()) == []


def test_what_a_page_said_is_found_though_it_was_corrected_meanwhile(opened: Open, tmp_path: Path) -> None:
    [(page, publisher), *_] = PAGES.items()
    ledger = opened(str(tmp_path / "ledger.db"))

    def fetched(number: int, title: str) -> tuple[Reading, Raw | None]:
        reading = make_reading(draft(number), before=SAME, published=None, publisher=publisher, url=page, path=page, title=title)
        return reading, Raw.of(b"", "extractor 1", BEGIN)

    ledger.add_all([fetched(11, "Fire")])
    [figure] = ledger.find(Query())
    ledger.clock = lambda: datetime.now(UTC) + timedelta(hours=1)  # type: ignore[misc]
    ledger.add_all([fetched(11, "Fire in the town"), fetched(12, "Fire in the town")])
    assert [filed.figure.quantity.low for filed in ledger.find(Query())] == [12]
    found = ledger.replaced_figure(figure.id)
    assert found is not None
    assert found[0].id == figure.id


def draw_filings(seed: int) -> list[tuple[Reading, Raw | None, Versions | None]]:
    """Draw filings of three texts: from papers and pages, on days or none, by several versions."""
    drawn = random.Random(seed)
    filings = []
    for at in range(14):
        url, publisher = drawn.choice([(None, "Gamma"), (None, None), *PAGES.items()])
        raw = Raw.of(b"", "extractor 1", BEGIN + timedelta(minutes=at)) if url is not None and drawn.random() < 0.8 else None
        day = None if raw is not None and drawn.random() < 0.7 else date(2025, 1, drawn.randint(1, 3))
        reading = make_reading(draft(10 + drawn.randint(1, 3)), before=SAME, published=day, publisher=publisher, url=url, path=url)
        filings.append((reading, raw, drawn.choice([None, None, Versions("9", "m1", "l1")])))
    return filings


def file_all(ledger: SqlLedger, seed: int) -> list[object]:
    """File what is drawn and return all that came of it."""
    told: list[object] = []
    for at, (reading, raw, versions) in enumerate(draw_filings(seed)):
        ledger.clock = lambda now=BEGIN + timedelta(minutes=at): now  # type: ignore[misc]
        told.append(ledger.foresee(reading.report, raw=raw, versions=versions))
        told.append(replace(ledger.add_all([(reading, raw)], versions=versions)[0]))
    times = (None, *(BEGIN + timedelta(minutes=at) for at in range(14)))
    return [*told, *(sorted(repr(filed) for filed in ledger.find(Query(known_at=at))) for at in times)]


@pytest.mark.parametrize("seed", range(25))
def test_what_is_kept_says_what_the_tables_say(seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = []
    for large in (1, 1_000):
        monkeypatch.setattr(decisions, "SHELF_LARGE", large)
        with open_ledger(str(tmp_path / f"{large}.db")) as ledger:
            told.append(file_all(ledger, seed))
            assert list(ledger.check()) == []
    assert told[0] == told[1]
