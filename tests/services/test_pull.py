"""Two ledgers that take from one another: all comes, whose it is stays known, nothing is overwritten, damage takes nothing along."""
from __future__ import annotations

import re
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from backends import VERSIONS, Open
from drafts import Clock, draft, make_reading
from hypothesis import HealthCheck, given
from hypothesis import strategies as st
from sqlalchemy import text

from according.errors import LedgerError
from according.ledger.opening import open_ledger, open_offer
from according.ledger.sharing.offered import Origin, Pulled
from according.ledger.store import SqlLedger
from according.reckoning.rulings import weigh_rulings
from according.records import Query, Ruling
from according.report import Raw
from according.services.group import group_figures
from according.services.sharing.pull import pull
from according.statement import Reading
from drawing import examples

pytestmark = pytest.mark.heavy

HERE = "https://news.example/1"
SAME = "Rescuers worked through the night in the town, where houses had burnt for hours."
SOURCE = {"path": HERE, "publisher": "Example News", "url": HERE}
FIRST, SECOND, THIRD = (make_reading(draft(number), before=SAME, **SOURCE) for number in (12, 15, 17))
WHEN = datetime(2025, 1, 27, 9, 30, tzinfo=UTC)
RAW = b"<p>as it was fetched</p>"


def fetch(ledger: SqlLedger, reading: Reading) -> None:
    ledger.add(reading, raw=Raw.of(RAW + reading.report.text.encode(), "extractor 1", WHEN))


def ruled(reading: Reading, who: str, minute: int = 0, **fields: Any) -> Ruling:
    kind = fields.pop("kind", "reject")
    return Ruling(kind, reading.statements[0].figures[0].id, who, "seen", WHEN + timedelta(minutes=minute), **fields)


def taken(ledger: SqlLedger, other: SqlLedger, **wishes: Any) -> Pulled:
    with open_offer(other.address, name="theirs") as offer:
        return pull(ledger, offer, **wishes)


def held(ledger: SqlLedger) -> dict[str, Any]:
    """All that is filed, whatever the order and the time."""
    with ledger._door.reading() as connection:
        ids = {table: set(connection.execute(text(f"SELECT id FROM {table}")).scalars()) for table in FILED}
    editions = {(one.address, one.later, one.earlier) for id in ids["reports"] for one in ledger.editions(id)}
    return {**ids, "editions": editions}


def numbers(ledger: SqlLedger, **query: Any) -> list[float | None]:
    return sorted((filed.figure.quantity.low for filed in ledger.find(Query(**query))), key=str)


def is_sound(ledger: SqlLedger) -> bool:
    assert [problem.what for problem in ledger.check() if "extractor" not in problem.what] == []
    return True


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def ledger(opened: Open, clock: Clock) -> SqlLedger:
    made = opened()
    made.clock = clock
    return made


@pytest.fixture
def other(opened: Open, tmp_path: Path, clock: Clock) -> SqlLedger:
    made = opened(str(tmp_path / "other.db"))
    made.clock = clock
    return made


def test_all_comes_and_whose_it_is_stays_known(ledger: SqlLedger, other: SqlLedger) -> None:
    fetch(other, FIRST)
    other.add(replace(FIRST, report=replace(FIRST.report, publisher="Other News", path="other.txt", url=None)))
    other.file_rulings([ruled(FIRST, "Ana"), Ruling("reliability", "The army", "Ana", "held for years", WHEN, value="B")])
    there = other.filings(FIRST.report.id)
    found = taken(ledger, other)
    assert (found.came.reports, found.came.copies, found.came.readings, found.came.figures, found.came.rulings) == (1, 2, 1, 1, 2)
    assert (found.refused, found.examined) == ([], 1)
    here = ledger.filings(FIRST.report.id)
    assert [replace(filing, filed=there[0].filed) for filing in here] == [replace(filing, filed=there[0].filed) for filing in there]
    assert ledger.takings.origins(FIRST.report.id) == [Origin("theirs", filing.filed) for filing in there]
    assert ledger.reading(FIRST.report.id) == FIRST
    assert [raw.data for raw in ledger.raws(FIRST.report.id)] == [RAW + FIRST.report.text.encode()]
    assert [ruling.who for ruling in ledger.rulings()] == ["Ana", "Ana"]
    assert weigh_rulings(ledger.rulings()).opinions["The army"].reliability is not None
    assert ledger.search("Rescuers")
    group_figures(ledger)
    assert ledger.count_ungrouped() == 0
    assert is_sound(ledger)


def test_twice_is_a_no_op(ledger: SqlLedger, other: SqlLedger) -> None:
    for reading in (FIRST, SECOND):
        fetch(other, reading)
    other.file_ruling(ruled(SECOND, "Ana"))
    first = taken(ledger, other)
    revision, before = ledger.revision(), held(ledger)
    again = taken(ledger, other)
    assert (ledger.revision(), held(ledger)) == (revision, before)
    assert again.came == replace(first.came, reports=0, copies=0, readings=0, figures=0, editions=0, rulings=0)
    assert replace(again.known, figures=2) == first.came
    # Nor is anything filed again that was taken.
    assert ledger.add(SECOND, raw=Raw.of(RAW + SECOND.report.text.encode(), "extractor 1", WHEN)).outcome == "known"


def test_it_was_not_known_here_before_it_came(ledger: SqlLedger, other: SqlLedger, clock: Clock) -> None:
    other.add(make_reading(draft(12)))
    other.file_ruling(ruled(make_reading(draft(12)), "Ana"))
    before = clock()
    taken(ledger, other)
    assert (numbers(ledger, known_at=before), ledger.rulings(known_at=before)) == ([], [])
    assert (numbers(ledger, known_at=clock()), len(ledger.rulings(known_at=clock()))) == ([12], 1)


def test_from_a_third_ledger_it_is_still_the_first_one_s(ledger: SqlLedger, other: SqlLedger, opened: Open, tmp_path: Path) -> None:
    third = opened(str(tmp_path / "third.db"))
    third.add(make_reading(draft(12)))
    filed = third.filings(make_reading(draft(12)).report.id)[0].filed
    with open_offer(third.address, name="third") as offer:
        pull(other, offer)
    taken(ledger, other)
    assert ledger.takings.origins(make_reading(draft(12)).report.id) == [Origin("third", filed)]


def test_of_two_readings_the_one_filed_later_counts_in_both_ledgers(ledger: SqlLedger, other: SqlLedger) -> None:
    made = make_reading(draft(12))
    ledger.add(made)
    group_figures(ledger)
    newer = replace(made, report=replace(made.report, title="Corrected"))
    other.add(newer, versions=replace(VERSIONS, package="2"))
    assert (taken(ledger, other).came.readings, taken(other, ledger).came.readings) == (1, 1)
    assert ledger.reading(made.report.id) == other.reading(made.report.id) == newer
    assert len(ledger.find(Query())) == len(other.find(Query())) == 1
    assert ledger.count_ungrouped() == 1
    assert is_sound(ledger)
    assert is_sound(other)
    # What is read here after that is the newest again.
    last = replace(made, report=replace(made.report, title="Corrected again"))
    assert other.add(last, versions=replace(VERSIONS, package="3")).outcome == "reading"
    assert (other.reading(made.report.id), is_sound(other)) == (last, True)


def test_later_texts_of_pages_come_along(ledger: SqlLedger, other: SqlLedger) -> None:
    fetch(ledger, FIRST)
    for reading in (FIRST, SECOND, FIRST, THIRD):
        fetch(other, reading)
    found = taken(ledger, other)
    assert (found.came.reports, found.came.readings, found.came.editions) == (2, 3, 3)
    assert numbers(ledger) == numbers(other) == [17]
    assert held(ledger) == held(other)
    assert is_sound(ledger)
    fetch(ledger, THIRD)
    assert held(ledger) == held(other)


def test_a_page_that_two_fetched_each_once_counts_once(ledger: SqlLedger, other: SqlLedger, clock: Clock) -> None:
    fetch(ledger, FIRST)
    fetch(other, SECOND)
    between = clock()
    assert (taken(ledger, other).came.editions, taken(other, ledger).came.editions) == (1, 1)
    assert (numbers(ledger), numbers(other)) == ([15], [15])
    assert numbers(ledger, known_at=between) == [12]
    assert held(ledger) == held(other)
    assert (is_sound(ledger), is_sound(other)) == (True, True)
    # The text that is known to stand there is no news.
    fetch(ledger, SECOND)
    assert numbers(ledger) == [15]
    assert held(ledger) == held(other)


def test_a_text_that_was_fetched_between_two_takes_its_place(ledger: SqlLedger, other: SqlLedger) -> None:
    fetch(ledger, FIRST)
    fetch(other, SECOND)
    fetch(ledger, THIRD)
    taken(ledger, other)
    taken(other, ledger)
    assert (numbers(ledger), numbers(other)) == ([17], [17])
    assert held(ledger) == held(other)
    assert (is_sound(ledger), is_sound(other)) == (True, True)


def test_two_texts_may_come_in_each_other_s_place_where_a_third_has_come(ledger: SqlLedger, other: SqlLedger) -> None:
    def at(reading: Reading, address: str) -> Reading:
        return replace(reading, report=replace(reading.report, path=address, url=address))

    for reading in (FIRST, SECOND, at(SECOND, HERE + "0")):
        fetch(ledger, reading)
    for reading in (THIRD, at(FIRST, HERE + "0")):
        fetch(other, reading)
    taken(ledger, other)
    assert numbers(ledger) == [17]
    assert is_sound(ledger)


def test_rulings_that_contradict_one_another_are_both_kept_and_the_later_is_followed(ledger: SqlLedger, other: SqlLedger) -> None:
    for book in (ledger, other):
        book.add(FIRST)
    mine, theirs = ruled(FIRST, "Ben", kind="accept"), ruled(FIRST, "Ana", minute=5)
    low = ruled(FIRST, "Ben", kind="correct", field="low", value=30)
    high = ruled(FIRST, "Ana", kind="correct", field="high", value=20)
    ledger.file_rulings([mine, low])
    other.file_rulings([theirs, high])
    assert (taken(ledger, other).clashes, taken(other, ledger).clashes) == (1, 1)
    for book in (ledger, other):
        assert set(book.rulings()) == {mine, theirs, low, high}
        assert weigh_rulings(book.rulings()).rejected == {theirs.subject: theirs}
        assert is_sound(book)


def test_a_ruling_on_what_was_refused_is_refused_and_others_come(ledger: SqlLedger, other: SqlLedger) -> None:
    for reading in (FIRST, SECOND):
        other.add(reading)
    rulings = [ruled(FIRST, "Ana"), ruled(SECOND, "Ana")]
    other.file_rulings([*rulings, replace(rulings[0], undoes=rulings[0].id, why="a slip")])
    spoil(other, "UPDATE reports SET text = 'x' WHERE number = 1")
    found = taken(ledger, other)
    assert [refused.why for refused in found.refused[1:]] == [
        f"ruling on {rulings[0].subject}: no figure or statement has this id; figures and their ids are shown by: according reckon"
    ] * 2
    assert ledger.rulings() == [rulings[1]]


def spoil(ledger: SqlLedger, *statements: str) -> None:
    """Damage a ledger in a file, behind its back."""
    with sqlite3.connect(ledger.name) as connection:
        for statement in statements:
            connection.execute(statement)
    connection.close()


@pytest.mark.parametrize(("damage", "told"), [
    ("UPDATE reports SET text = 'x' WHERE number = 2", "report .*: its id is not the hash of its text"),
    ("UPDATE copies SET publisher = NULL WHERE number = 2", "copy .*: its id is not the hash of its report, publisher, address and day"),
    ("UPDATE copies SET tags = '{' WHERE number = 2", "copy .*: Expecting"),
    ("UPDATE copies SET filed = 'never' WHERE number = 2", "report .*: a row of it cannot be read"),
    ("UPDATE raws SET data = x'00' WHERE hash IN (SELECT raw FROM copies WHERE number = 2)", "copy .*: raw bytes cannot be unpacked"),
    ("DELETE FROM raws WHERE hash IN (SELECT raw FROM copies WHERE number = 2)", "copy .*: the raw bytes are missing"),
    ("UPDATE readings SET received = '{' WHERE number = 2", "reading .*: a row of it cannot be read"),
    ("UPDATE readings SET package = '9' WHERE number = 2", "reading .*: its id is not the hash of its report, versions, day, title"),
    ("UPDATE statements SET text = 'x' WHERE reading = 2", "reading .*: its statements are not those that were filed"),
    ("UPDATE figures SET record = replace(record, '15', '99') WHERE reading = 2", "reading .*: its statements are not those"),
    ("DELETE FROM figures WHERE reading = 2", "reading .*: its statements are not those that were filed"),
])  # fmt: skip
def test_a_damaged_row_is_told_and_takes_no_other_along(ledger: SqlLedger, other: SqlLedger, damage: str, told: str) -> None:
    elsewhere = replace(SECOND, report=replace(SECOND.report, path="https://news.example/2", url=None))
    for reading in (FIRST, elsewhere, make_reading(draft(40))):
        fetch(other, reading)
    spoil(other, damage)
    found = taken(ledger, other)
    assert any(re.search(told, f"{refused.what}: {refused.why}") for refused in found.refused), found.refused
    assert (found.came.reports, numbers(ledger)) == (2, [12, 40])
    assert ledger.text(SECOND.report.id) is None
    assert is_sound(ledger)


def test_damage_of_a_report_that_is_here_leaves_what_is_here(ledger: SqlLedger, other: SqlLedger) -> None:
    ledger.add(FIRST)
    other.add(FIRST, versions=replace(VERSIONS, package="2"))
    spoil(other, "UPDATE statements SET record = 'x'")
    before = held(ledger)
    [refused] = taken(ledger, other).refused
    assert refused.why.startswith("a row of it cannot be read")
    assert held(ledger) == before


def test_a_dry_run_writes_nothing_and_counts_the_same(ledger: SqlLedger, other: SqlLedger) -> None:
    for reading in (FIRST, SECOND, THIRD):
        fetch(other, reading)
    other.add(make_reading(draft(40)))
    other.file_ruling(ruled(THIRD, "Ana"))
    spoil(other, "UPDATE statements SET text = 'x' WHERE reading = 4")
    revision = ledger.revision()
    looked = taken(ledger, other, dry_run=True)
    assert ledger.revision() == revision
    found = taken(ledger, other)
    assert (looked.came, looked.known, looked.refused) == (found.came, found.known, found.refused)


@pytest.mark.parametrize("version", ["0001", "0002", "0004", "0009"])
def test_a_ledger_of_an_older_version_is_read_and_left_as_it_is(url: str, tmp_path: Path, opened: Open, version: str) -> None:
    from alembic import command
    from alembic.config import Config

    import according.ledger.database.migrations as migrations

    older, reading = opened(url), make_reading(draft(12), tags=("war",))
    older.add(reading)
    older.file_ruling(ruled(reading, "Ana"))
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    with older._door.writing() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, version)
    mine = opened(str(tmp_path / "mine.db"))
    found = taken(mine, older)
    assert (found.came.reports, found.came.readings, found.came.rulings, found.refused) == (1, 1, 1, [])
    assert is_sound(mine)
    assert next(iter(mine.reports())).tags == ("war",)
    with older._door.reading() as connection:
        assert connection.execute(text("SELECT version_num FROM alembic_version")).scalar() == version
    opened()  # brings it up again: the server's is the next test's, too


def test_a_ledger_takes_nothing_from_itself(ledger: SqlLedger) -> None:
    with pytest.raises(LedgerError, match="takes nothing from itself"):
        taken(ledger, ledger)


def test_what_is_no_ledger_is_told(tmp_path: Path) -> None:
    for name in ("none.db", "."):
        with pytest.raises(LedgerError, match=r"no ledger is there|this is a folder"):
            open_offer(str(tmp_path / name))


# -- any two ledgers -------------------------------------------------------------------------------------------------

# What one of two people does: files one of few texts from one of few sources, fetches a page, reads by new versions, or rules.
DEED = st.one_of(
    st.tuples(st.just("add"), st.integers(0, 2), st.sampled_from([None, "BBC", "Reuters"]), st.sampled_from([None, date(2025, 1, 26)])),
    st.tuples(st.just("fetch"), st.integers(0, 2), st.integers(0, 1), st.none()),
    st.tuples(st.just("again"), st.integers(0, 2), st.sampled_from(["2", "3"]), st.none()),
    st.tuples(st.just("rule"), st.integers(0, 2), st.sampled_from(["accept", "reject"]), st.none()),
)
DEEDS = st.tuples(st.booleans(), DEED)
TEXTS = (FIRST, SECOND, THIRD)
FILED = ("reports", "copies", "readings", "rulings")


def do(ledger: SqlLedger, who: str, deed: tuple[Any, ...]) -> None:
    kind, which, how, day = deed
    reading = TEXTS[which]
    if kind == "add":
        ledger.add(replace(reading, report=replace(reading.report, path=f"{how}.txt", publisher=how, url=None, published=day)))
    elif kind == "fetch":
        address = f"https://news.example/{how}"
        fetch(ledger, replace(reading, report=replace(reading.report, path=address, url=address)))
    elif kind == "again":
        ledger.add(reading, versions=replace(VERSIONS, package=how))
    elif ledger.text(reading.report.id) is not None:
        ledger.file_ruling(Ruling(how, reading.statements[0].figures[0].id, who, "seen", ledger.clock()))


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory, empty: Path) -> Iterator[Callable[[], tuple[SqlLedger, SqlLedger]]]:
    """Makes two empty ledgers, anew for each example."""
    ledgers: list[SqlLedger] = []

    def make() -> tuple[SqlLedger, SqlLedger]:
        folder, clock = Path(tempfile.mkdtemp(dir=tmp_path_factory.getbasetemp())), Clock()
        made = [open_ledger(str(shutil.copy(empty, folder / f"{name}.db"))) for name in ("mine", "theirs")]
        for one in made:
            one.clock, one.versions = clock, VERSIONS
        ledgers.extend(made)
        return made[0], made[1]

    yield make
    for one in ledgers:
        one.close()


@examples(12, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(deeds=st.lists(DEEDS, max_size=8), first=st.booleans(), more=st.lists(DEEDS, max_size=2))
def test_pulls_in_both_directions_end_with_the_same(
    pair: Callable[[], tuple[SqlLedger, SqlLedger]], deeds: list[Any], first: bool, more: list[Any]
) -> None:  # fmt: skip
    mine, theirs = pair()
    for done in (deeds, more):
        for is_mine, deed in done:
            do(mine if is_mine else theirs, "me" if is_mine else "you", deed)
        ways = [(mine, theirs), (theirs, mine)] if first else [(theirs, mine), (mine, theirs)]
        assert [taken(one, other).refused for one, other in ways] == [[], []]
        # Which text of a page came later may be told differently where both fetched it: what is filed is the same.
        assert all(held(mine)[table] == held(theirs)[table] for table in FILED)
        assert (is_sound(mine), is_sound(theirs)) == (True, True)
        # What one found out of the other's pages meanwhile comes back once.
        assert all(replace(taken(one, other).came, editions=0) == Pulled().came for one, other in ways)
        for one, other in ways:
            assert bool(numbers(one)) == bool(held(one)["reports"])  # no page falls silent
            revision = one.revision()
            assert (taken(one, other).came, one.revision()) == (Pulled().came, revision)
