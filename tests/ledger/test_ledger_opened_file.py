"""A ledger's file that is removed, replaced or overwritten while it is open: nothing is acknowledged that is not where it is looked for."""
from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from backends import VERSIONS
from drafts import draft, make_reading
from writing import numbered

from according.errors import LedgerError
from according.ledger.opening import open_ledger
from according.ledger.store import SqlLedger
from according.records import Feed, Ruling

ONE = make_reading(draft(12))
OPEN_FILES_MOVE = pytest.mark.skipif(os.name == "nt", reason="there an open file can neither be removed nor replaced")
NOW = datetime(2026, 1, 27, 12, tzinfo=UTC)
RULING = Ruling("exclude", ONE.statements[0].figures[0].id, "A. Analyst", "counted twice", NOW)
WRITING: dict[str, Callable[[SqlLedger, Path], object]] = {
    "add": lambda ledger, _: ledger.add(numbered(1)), "ruling": lambda ledger, _: ledger.file_ruling(RULING),
    "note": lambda ledger, _: ledger.set_meta("name", "value"), "forget": lambda ledger, _: ledger.forget_groups(),
    "group": lambda ledger, _: ledger.placings.assign({RULING.subject: RULING.subject}), "part": lambda ledger, _: ledger.partings.forget(),
    "watch": lambda ledger, _: ledger.watch_list.add(Feed("https://news.example/feed")),
    "alert": lambda ledger, _: ledger.alert_list.remove("0000000000"),
    "account": lambda ledger, _: ledger.account_list.remove("ann"), "backup": lambda ledger, folder: ledger.backup(folder / "copy.db"),
}  # fmt: skip


@OPEN_FILES_MOVE
@pytest.mark.parametrize("replaced", [False, True])
def test_what_is_filed_into_a_file_that_is_gone_is_not_acknowledged(file_ledger: SqlLedger, tmp_path: Path, replaced: bool) -> None:
    file_ledger.add(ONE)
    with open_ledger(str(tmp_path / "other.db")) as other:
        other.versions = VERSIONS
        other.add(numbered(7))
    before = (tmp_path / "other.db").read_bytes()
    (tmp_path / "moved.db").hardlink_to(tmp_path / "file.db")
    (tmp_path / "other.db").replace(tmp_path / "file.db") if replaced else (tmp_path / "file.db").unlink()
    what = "replaced by another file" if replaced else "removed"
    lost = r"nothing of this was filed \(2 reports\); the report filed before went with it; put it back"
    with pytest.raises(LedgerError, match=f"was {what} while it was open, and {lost}"):
        file_ledger.add_all([(numbered(1), None), (numbered(2), None)])
    file_ledger.close()
    # Neither file gets pages of the other's: what was acknowledged is where the file went, and the log lies beside neither.
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(["moved.db", "file.db" if replaced else "other.db"])
    assert not replaced or (tmp_path / "file.db").read_bytes() == before
    with open_ledger(str(tmp_path / "moved.db"), read_only=True) as moved:
        assert [filing.id for filing in moved.reports()] == [ONE.report.id]
        assert list(moved.check()) == []


@OPEN_FILES_MOVE
def test_a_file_that_is_replaced_before_anything_is_filed_is_told(file_ledger: SqlLedger, tmp_path: Path) -> None:
    """A reader of reports opens the ledger, then reads for a while: what was opened counts, not what is there at the first filing."""
    file_ledger.add(ONE)
    file_ledger.close()
    shutil.copy(tmp_path / "file.db", tmp_path / "other.db")
    with open_ledger(str(tmp_path / "file.db")) as late:
        late.versions = VERSIONS
        (tmp_path / "other.db").replace(tmp_path / "file.db")
        with pytest.raises(LedgerError, match="was replaced by another file while it was open, and nothing of this was filed"):
            late.add(numbered(1))
        with pytest.raises(LedgerError, match="nothing of this was done"):
            late.known(ONE.report)


def test_a_ledger_of_a_relative_name_is_the_same_file_from_another_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "elsewhere").mkdir()
    with open_ledger("file.db") as ledger:
        ledger.versions = VERSIONS
        monkeypatch.chdir(tmp_path / "elsewhere")
        assert ledger.add(ONE).outcome == "new"


@OPEN_FILES_MOVE
def test_a_file_that_goes_while_a_report_is_filed_is_told_before_the_acknowledgement(
    file_ledger: SqlLedger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file_ledger.add(ONE)
    clock = file_ledger.clock

    def tell() -> datetime:
        (tmp_path / "file.db").unlink()
        return clock()

    file_ledger.clock = tell
    with pytest.raises(LedgerError, match="was removed while it was open, and what was just filed is not in it"):
        file_ledger.add(numbered(1))


@OPEN_FILES_MOVE
def test_no_way_of_writing_acknowledges_what_went_into_a_file_that_is_gone(file_ledger: SqlLedger, tmp_path: Path) -> None:
    file_ledger.add(ONE)
    (tmp_path / "file.db").unlink()
    for write in WRITING.values():
        # The first is told at its work, the others where they open the file anew.
        with pytest.raises(LedgerError, match=r"was removed while it was open, and nothing of this was (filed|done)"):
            write(file_ledger, tmp_path)
    assert list(tmp_path.iterdir()) == []


@OPEN_FILES_MOVE
def test_a_file_that_goes_when_all_is_filed_is_told_at_the_end(tmp_path: Path) -> None:
    ledger = open_ledger(str(tmp_path / "file.db"))
    ledger.versions = VERSIONS
    ledger.add_all([(ONE, None), (numbered(1), None)])
    (tmp_path / "file.db").unlink()
    with pytest.raises(LedgerError, match="was removed while it was open, and what was filed is not in it; the 2 reports filed"), ledger:
        pass
    assert list(tmp_path.iterdir()) == []


@OPEN_FILES_MOVE
def test_a_log_that_is_removed_is_told_and_what_it_held_is_kept(file_ledger: SqlLedger, tmp_path: Path) -> None:
    file_ledger.add(ONE)
    (tmp_path / "file.db-wal").unlink()
    # As it is now the file has nothing of what was filed: a process that is killed would leave it so.
    assert (tmp_path / "file.db").stat().st_size == 4096
    told = r"parted from its log \(.*file\.db-wal was removed\) .* nothing of this was filed \(1 report\); look whether"
    with pytest.raises(LedgerError, match=told):
        file_ledger.add(numbered(1))
    shutil.copy(tmp_path / "file.db", tmp_path / "left.db")
    with open_ledger(str(tmp_path / "left.db"), read_only=True) as left:
        assert [filing.id for filing in left.reports()] == [ONE.report.id]


@OPEN_FILES_MOVE
def test_the_file_behind_a_link_is_looked_at(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    (tmp_path / "link.db").symlink_to(tmp_path / "one" / "file.db")
    with open_ledger(str(tmp_path / "link.db")) as ledger:
        ledger.versions = VERSIONS
        ledger.add(ONE)
        shutil.copy(tmp_path / "one" / "file.db", tmp_path / "two" / "file.db")
        (tmp_path / "link.db").unlink()
        (tmp_path / "link.db").symlink_to(tmp_path / "two" / "file.db")
        with pytest.raises(LedgerError, match="was replaced by another file while it was open, and nothing of this was filed"):
            ledger.add(numbered(1))
    with open_ledger(str(tmp_path / "one" / "file.db"), read_only=True) as one:
        assert [filing.id for filing in one.reports()] == [ONE.report.id]


def test_a_backup_that_is_copied_over_an_open_ledger_is_told(file_ledger: SqlLedger, tmp_path: Path) -> None:
    file_ledger.add(ONE)
    file_ledger.backup(tmp_path / "copy.db")
    file_ledger.add_all([(numbered(number), None) for number in range(200)])
    with file_ledger._door.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    file_ledger.add(numbered(200))
    shutil.copyfile(tmp_path / "copy.db", tmp_path / "file.db")
    with pytest.raises(LedgerError, match="was overwritten while it was open, and nothing of this was filed"):
        file_ledger.add(numbered(201))


@OPEN_FILES_MOVE
def test_a_further_connection_does_not_open_what_took_the_file_s_place(file_ledger: SqlLedger, tmp_path: Path) -> None:
    file_ledger.add(ONE)
    with open_ledger(str(tmp_path / "other.db")) as other:
        other.versions = VERSIONS
        other.add(numbered(7))
    engine = file_ledger._door.engine
    with engine.connect():
        (tmp_path / "file.db").rename(tmp_path / "moved.db")
        with pytest.raises(LedgerError, match="was removed while it was open"):
            engine.connect()
        assert not (tmp_path / "file.db").exists()
        before = (tmp_path / "other.db").read_bytes()
        (tmp_path / "other.db").replace(tmp_path / "file.db")
        with pytest.raises(LedgerError, match="was replaced by another file while it was open"):
            engine.connect()
        assert (tmp_path / "file.db").read_bytes() == before


@OPEN_FILES_MOVE
def test_where_somebody_reads_on_the_log_stays_for_the_file_that_is_put_back(file_ledger: SqlLedger, tmp_path: Path) -> None:
    file_ledger.add(ONE)
    with file_ledger._door.engine.connect() as reader:
        reader.exec_driver_sql("BEGIN")
        reader.exec_driver_sql("SELECT count(*) FROM readings").scalar()
        file_ledger.add(numbered(1))
        (tmp_path / "file.db").rename(tmp_path / "moved.db")
        with pytest.raises(LedgerError, match="was removed while it was open"):
            file_ledger.add(numbered(2))
        (tmp_path / "moved.db").rename(tmp_path / "file.db")
        reader.exec_driver_sql("ROLLBACK")
    # Put back, it goes on with what is open.
    file_ledger.add(numbered(3))
    file_ledger.close()
    with open_ledger(str(tmp_path / "file.db"), read_only=True) as again:
        assert [filing.id for filing in again.reports()] == [made.report.id for made in (ONE, numbered(1), numbered(3))]
        assert list(again.check()) == []
