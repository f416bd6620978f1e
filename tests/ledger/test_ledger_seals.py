"""What is filed is sealed: whatever is changed or lost behind the ledger's back is seen, and what can be made again is."""
from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from backends import Open
from commanding import lines, run
from drafts import draft, make_reading
from sqlalchemy import Connection, text
from tampering import READING, changes, fill

from according.errors import LedgerError
from according.ledger.database.schema import metadata, reports, seals
from according.ledger.store import SqlLedger
from according.ledger.writing.batch import COPIED_FROM

pytestmark = pytest.mark.heavy

# What no answer reads: the list of what is watched and told, and who may use a desk. All of it changes, and none of it was filed.
UNREAD = {
    "feeds": "where to look for reports", "pages": "what is fetched next", "alerts": "whom to tell", "notices": "what waits to be sent",
    "accounts": "who may use a desk", "sessions": "who is logged in",
}  # fmt: skip
# Notes in `meta` that count how often groups were changed: two who place figures at once look at them, and answers do not.
COUNTS = "groups"
# Where changes of a table are looked for: the part of its name, and these. That the whole check has them all is seen beside.
SEEN_IN = {
    "reports": ("copies", "numbers", "keys"), "publishers": ("copies",), "chains": ("readings",), "statements": ("readings", "numbers"),
    "figures": ("readings", "numbers"), "populations": ("keys",), "places": ("keys",), "speakers": ("keys",), "raws": ("copies",),
    "seals": ("copies", "readings", "editions", "followed", "rulings", "groups", "numbers"), "meta": ("groups",),
}  # fmt: skip


@contextmanager
def behind(ledger: SqlLedger) -> Iterator[Connection]:
    """A connection for which the database looks at no keys."""
    with ledger._door.engine.connect() as connection:
        looks = "PRAGMA foreign_keys={}" if ledger._door.is_sqlite else "SET session_replication_role = {}"
        connection.exec_driver_sql(looks.format("OFF" if ledger._door.is_sqlite else "replica"))
        yield connection
        connection.exec_driver_sql(looks.format("ON" if ledger._door.is_sqlite else "origin"))


def tell(ledger: SqlLedger, *statements: str) -> None:
    with behind(ledger) as connection:
        for statement in statements:
            connection.execute(text(statement))


def test_each_column_of_each_table_and_each_row_is_watched(ledger: SqlLedger, tmp_path: Path) -> None:
    """Every column of every table is changed in turn, and a row of every table taken out; the check sees each."""
    fill(ledger, tmp_path / "other.db")
    assert list(ledger.check()) == []
    unseen, tried, empty = [], 0, []
    with behind(ledger) as connection:
        connection.execute(text(f"DELETE FROM meta WHERE name LIKE '{COUNTS}%'"))
        for table in metadata.sorted_tables:
            held = [] if table.name in UNREAD else list(changes(connection, table))
            empty += [table.name] if not held else []
            for change in held:
                change.make()
                unseen += [] if next(ledger.check((table.name, *SEEN_IN.get(table.name, ()))), None) else [str(change)]
                change.undo()
            tried += len(held)
    assert list(ledger.check()) == []
    assert unseen == []
    assert sorted(empty) == sorted(UNREAD)
    assert tried > 120


EMPTIED = {
    "report_words": ("DELETE FROM report_words", "INSERT INTO report_words (report_words) VALUES ('delete-all')"),
    "statement_words": ("DELETE FROM statement_words WHERE number = 2", "INSERT INTO statement_words (statement_words, rowid, text) "
                        "SELECT 'delete', number, text FROM statements WHERE number = 2"),
    "population_words": ("DELETE FROM population_words",) * 2, "place_words": ("UPDATE place_words SET word = 'kyiv'",) * 2,
    "groups": ("DELETE FROM groups",) * 2,
}  # fmt: skip
OTHERS = {
    "report_words": ("UPDATE report_words SET words = to_tsvector('english', 'zebra') WHERE number = 1", "INSERT INTO report_words "
                     "(report_words, rowid, text) SELECT 'delete', number, text FROM reports WHERE number = 1; "
                     "INSERT INTO report_words (rowid, text) SELECT number, replace(text, 'said', 'sang') FROM reports WHERE number = 1"),
    "statement_words": ("INSERT INTO statement_words (number, piece, words) VALUES (1, 9, 'zebra')",
                        "UPDATE statement_words_docsize SET sz = x'01'"),
    "groups": ("UPDATE groups SET group_id = 'x', question = 'x' WHERE figure = (SELECT max(figure) FROM groups)",) * 2,
}  # fmt: skip


def test_what_is_made_from_what_was_filed_is_told_apart_and_made_again(ledger: SqlLedger, tmp_path: Path) -> None:
    fill(ledger, tmp_path / "other.db")
    asked = ("said killed", "rescuers", "zebra")
    found = [ledger.search(words) for words in asked]
    for damaged in (EMPTIED, OTHERS):
        for postgres, sqlite in damaged.values():
            tell(ledger, *(sqlite if ledger._door.is_sqlite else postgres).split("; "))
        assert {(problem.part, problem.rebuildable) for problem in ledger.check()} == {(part, True) for part in damaged}
        for part in damaged:
            ledger.rebuild(part)
        assert list(ledger.check()) == []
    assert [ledger.search(words) for words in asked] == found
    with pytest.raises(LedgerError, match="rulings cannot be made again from anything else; restore a backup"):
        ledger.rebuild("rulings")


def test_the_command_mends_what_can_be_made_again_and_nothing_else(file_ledger: SqlLedger, tmp_path: Path) -> None:
    fill(file_ledger, tmp_path / "other.db")
    grouped = file_ledger.groups()
    check = ("ledger", "check", "--ledger", file_ledger.name)
    tell(file_ledger, "DELETE FROM place_words", "UPDATE groups SET group_id = 'x' WHERE group_id IS NOT NULL")
    told = lines(run(*check, "--json", status=1))
    assert {(line["part"], line["rebuildable"]) for line in told} == {("place_words", True), ("groups", True)}
    assert "make it again with: according ledger check --rebuild" in run(*check, status=1).output
    assert "place_words: made again" in run(*check, "--rebuild").output
    assert "every hash and span fits" in run(*check).output
    # What is made again is grouped again at once.
    assert file_ledger.groups() == grouped
    tell(file_ledger, "DELETE FROM rulings WHERE number = 3", "DELETE FROM groups")
    done = run(*check, "--rebuild", status=1).output
    assert "groups: made again; figures wait: restore a backup, then run: according ledger group" in done
    assert "2 problems; restore a backup" in done
    assert {problem.part for problem in file_ledger.check()} == {"rulings", "numbers"}


def test_lost_rows_are_named_and_many_counted(ledger: SqlLedger, tmp_path: Path) -> None:
    fill(ledger, tmp_path / "other.db")
    tell(ledger, "DELETE FROM rulings WHERE number IN (2, 7)", "DELETE FROM seals WHERE kind = 'copies'",
         "UPDATE readings SET filed = '2020-01-01T00:00:00.000000+00:00'", "UPDATE editions SET number = 9 WHERE number = 1")  # fmt: skip
    told = [problem.what for problem in ledger.check(["rulings", "copies", "readings", "editions", "numbers"])]
    assert "rulings: 2 rows (2; 7) are gone" in told
    assert "copies: 6 rows (1; 2; 3; 4; 5 ...) are not filed by this program, or without the seal of it" in told
    assert "readings: row 3 is not what it was when it was filed" in told
    assert {"editions: 1 row (9) is not filed by this program, or without the seal of it", "editions: 1 row (1) is gone"} < set(told)
    assert "rulings: rows are numbered from 1 to 20, and 18 are there" in told


def test_what_is_streamed_copied_and_upgraded_is_sealed(url: str, opened: Open, tmp_path: Path) -> None:
    """Many rows at once, as PostgreSQL is given them in its stream; odd characters; a copy; an older ledger that is brought up."""
    from alembic import command
    from alembic.config import Config

    import according.ledger.database.migrations as migrations
    from according.ledger.opening import open_ledger

    ledger = opened()
    odd = "NUL \0, SUB \x1a, half \udc00, a tab\t, a line\nend"
    made = [make_reading(draft(number), before=f"{odd} {number}.", title=odd, path=odd, tags=(odd,)) for number in range(2 * COPIED_FROM)]
    ledger.add_all([(reading, None) for reading in made])
    fill(ledger, tmp_path / "other.db")
    with ledger._door.reading() as connection:
        sealed = connection.execute(seals.select().order_by(*seals.c)).all()
    assert len(sealed) > 4 * COPIED_FROM
    ledger.backup(tmp_path / "copy.db")
    with open_ledger(str(tmp_path / "copy.db")) as copy:
        assert list(copy.check()) == []
        copy.add(make_reading(draft(99)))
        assert list(copy.check()) == []
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    with ledger._door.writing() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "0010")
    again = opened()
    assert list(again.check()) == []
    with again._door.reading() as connection:
        assert connection.execute(seals.select().order_by(*seals.c)).all() == sealed
        assert connection.execute(reports.select()).all()
    assert again.add(READING).outcome == "known"
