"""What can go wrong with a file or a server, and that each is told with what to do next."""
from __future__ import annotations

import logging
import os
import shutil
import sqlite3
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from backends import VERSIONS, Open, Server, as_nobody
from drafts import draft, make_reading
from sqlalchemy import create_engine, event, text
from writing import numbered

from according.errors import LedgerError
from according.ledger.database.connection import LOCK
from according.ledger.database.dsn import name_of, parse
from according.ledger.opening import default_url, open_ledger
from according.ledger.store import SqlLedger
from according.ledger.versions import current
from according.ledger.writing.batch import COPIED_FROM
from according.records import Query

ONE = make_reading(draft(12))


# -- addresses -----------------------------------------------------------------------------------------------------


def test_the_users_own_ledger(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("ACCORDING_LEDGER", "postgresql://localhost/losses")
    assert default_url() == "postgresql://localhost/losses"
    monkeypatch.delenv("ACCORDING_LEDGER")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    if sys.platform == "linux":
        assert default_url() == f"sqlite:///{tmp_path / 'data' / 'according' / 'ledger.db'}"
        open_ledger(default_url()).close()  # its folder is made
        assert (tmp_path / "data" / "according" / "ledger.db").exists()


@pytest.mark.parametrize(("address", "told"), [
    ("mysql://localhost/x", "no ledger is kept in mysql"), ("sqlite://", "a ledger needs a file"),
    ("sqlite:///:memory:", "a ledger needs a file"), ("://", "is no ledger's address"), ("postgresql://h:port/x", "is no ledger's address"),
])  # fmt: skip
def test_an_address_that_is_none(address: str, told: str) -> None:
    with pytest.raises(LedgerError, match=told):
        open_ledger(address)


@pytest.mark.parametrize("address", ["postgresql://u:secret@h:port/x", "mysql://u:secret@h/x", "postgresql://u:secret@127.0.0.1:1/x", "sqlite://u:secret@h"])
def test_a_password_is_not_told(address: str) -> None:
    with pytest.raises(LedgerError) as told:
        open_ledger(address)
    assert "secret" not in str(told.value)
    assert "u:***@" in str(told.value)


@pytest.mark.parametrize("address", ["postgresql://u@127.0.0.1:1/x?password=secret", "sqlite:///x.db?a=b&password=secret"])
def test_a_password_behind_the_question_mark_is_not_told(address: str) -> None:
    with pytest.raises(LedgerError) as told:
        open_ledger(address)
    assert "secret" not in str(told.value)


def test_a_path_and_both_names_of_postgresql_are_addresses() -> None:
    assert parse("~/a b.db").database == str(Path("~/a b.db").expanduser())
    assert parse("postgres://u:secret@h/x").render_as_string() == parse("postgresql://u:secret@h/x").render_as_string()
    assert name_of(parse("postgresql://u:secret@h/x")) == "postgresql://u:***@h/x"


def test_a_ledger_that_is_not_there(tmp_path: Path) -> None:
    for wishes in ({"create": False}, {"read_only": True}):
        with pytest.raises(LedgerError, match="no ledger is there; file a report first"):
            open_ledger(str(tmp_path / "none.db"), **wishes)  # type: ignore[arg-type]
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(LedgerError, match="is not there; make it first"):
        open_ledger(str(tmp_path / "none" / "ledger.db"))
    with pytest.raises(LedgerError, match="this is a folder"):
        open_ledger(str(tmp_path))


@pytest.mark.parametrize(("host", "told"), [
    ("no.such.host.invalid", "no server of this name is found; correct the host in the address"),
    ("a" * 70, "the host has no name that a host can have"),
    ("127.0.0.1:99999", "correct the port in the address"),
    ("127.0.0.1:1/x?nothing=1", "is none that PostgreSQL knows; correct or remove it"),
])  # fmt: skip
def test_an_address_at_which_nothing_can_be_is_told_as_the_address(host: str, told: str) -> None:
    with pytest.raises(LedgerError, match=told) as error:
        open_ledger(f"postgresql://u:secret@{host}" + ("" if "/" in host else "/x"))
    assert "ledger check" not in str(error.value)
    assert "secret" not in str(error.value)


def test_a_ledger_whose_making_was_cut_off_is_none_yet_and_is_made_by_the_next(tmp_path: Path) -> None:
    # What a process leaves that is killed when the first page is in the file and its journal not yet gone.
    with closing(sqlite3.connect(tmp_path / "cut.db", isolation_level=None)) as made:
        made.execute("PRAGMA cache_size=1")
        made.execute("CREATE TABLE readings (text)")
        made.execute("DROP TABLE readings")
        made.execute("BEGIN")
        made.execute("CREATE TABLE readings (text)")
        made.executemany("INSERT INTO readings VALUES (?)", [("x" * 3000,) for _ in range(50)])
        for name in ("cut.db", "cut.db-journal"):
            shutil.copy(tmp_path / name, tmp_path / name.replace("cut", "left"))
    assert (tmp_path / "left.db-journal").stat().st_size > 0
    with pytest.raises(LedgerError, match="no ledger is there; file a report first, or name another"):
        open_ledger(str(tmp_path / "left.db"), read_only=True)
    file_another(tmp_path / "left.db")
    with open_ledger(str(tmp_path / "left.db"), read_only=True) as ledger:
        assert ledger.contents().reports == 1


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
@pytest.mark.parametrize("wishes", [{}, {"create": False}, {"read_only": True}])
def test_a_pipe_or_a_device_is_no_ledger(tmp_path: Path, wishes: dict[str, bool]) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", Path(os.devnull)):
        with pytest.raises(LedgerError, match="this is a pipe or a device; name a file"):
            open_ledger(str(path), **wishes)


def test_an_empty_database_is_no_ledger_to_read(server: Server) -> None:
    with pytest.raises(LedgerError, match="no ledger is there"):
        open_ledger(server.make("empty"), create=False)


def test_a_server_that_does_not_answer_or_lacks_the_database(server: Server) -> None:
    with pytest.raises(LedgerError, match="the server does not answer; start it, or correct the address"):
        open_ledger("postgresql://127.0.0.1:1/x?user=u")
    with pytest.raises(LedgerError, match="make the database first"):
        open_ledger(server.url("nowhere"))


def test_a_driver_that_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(LedgerError, match=r"psycopg is missing; run: pip install 'according\[postgres\]'"):
        open_ledger("postgresql://localhost/x")


# -- what is no ledger, or a newer one -----------------------------------------------------------------------------


def test_what_is_no_database(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_text("12 soldiers were killed. " * 1000)
    with pytest.raises(LedgerError, match="the file is no ledger"):
        open_ledger(str(path))


def test_another_database(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "other.db")) as other:
        other.execute("CREATE TABLE orders (number)")
    with pytest.raises(LedgerError, match="holds something else"):
        open_ledger(str(tmp_path / "other.db"))


def test_a_newer_version_is_refused(opened: Open) -> None:
    ledger = opened()
    ledger.add(ONE)
    with ledger._door.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    for wishes in ({}, {"read_only": True}):
        with pytest.raises(LedgerError, match="is of version 9999, this package knows up to 0011; upgrade according"):
            opened(**wishes)  # type: ignore[arg-type]


def test_an_older_version_is_not_changed_by_reading(opened: Open) -> None:
    with opened()._door.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0000'"))
    with pytest.raises(LedgerError, match="of the older version 0000; open it once to write"):
        opened(read_only=True)


@pytest.mark.parametrize(
    ("change", "held"),
    [
        ("DELETE FROM alembic_version", "nothing"),
        ("INSERT INTO alembic_version (version_num) VALUES ('9000')", "'0011', '9000'"),
        ("UPDATE alembic_version SET version_num = 'soon'", "'soon'"),
    ],
)
def test_a_ledger_that_does_not_say_its_version_is_told(url: str, opened: Open, change: str, held: str) -> None:
    with opened()._door.writing() as connection:
        connection.execute(text(change))
    for wishes in ({}, {"read_only": True}, {"create": False}):
        with pytest.raises(LedgerError, match=rf"does not say of which version it is \(alembic_version holds {held}\); restore a backup"):
            open_ledger(url, **wishes)  # type: ignore[arg-type]


def test_a_version_from_which_no_way_leads_here_is_told(url: str, opened: Open) -> None:
    with opened()._door.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0000'"))
    with pytest.raises(LedgerError, match=r"is of version 0000, from which no way leads to .*; restore a backup"):
        open_ledger(url)


# -- the file under the ledger -------------------------------------------------------------------------------------


@pytest.mark.parametrize("make", [True, False])
def test_a_name_that_no_file_can_have_is_told(tmp_path: Path, make: bool) -> None:
    with pytest.raises(LedgerError, match=r"no ledger can be there .*; name another file"):
        open_ledger(str(tmp_path / ("a" * 300)), create=make)


def test_a_copy_to_a_name_that_no_file_can_have_is_told_of_the_copy(file_ledger: SqlLedger, tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match=r"aaa: the copy cannot be written \(File name too long\)"):
        file_ledger.backup(tmp_path / ("a" * 300))


# -- waiting -------------------------------------------------------------------------------------------------------


@contextmanager
def holding(url: str) -> Iterator[None]:
    """Another process's transaction, which writes and does not end."""
    engine = create_engine(parse(url), isolation_level="AUTOCOMMIT")
    with engine.connect() as other:
        other.exec_driver_sql("BEGIN IMMEDIATE" if "sqlite" in url else "BEGIN")
        if "sqlite" not in url:
            other.exec_driver_sql(f"SELECT pg_advisory_xact_lock({LOCK})")
        yield
        other.exec_driver_sql("ROLLBACK")
    engine.dispose()


@pytest.mark.heavy
def test_a_writer_that_waits_says_so_once_and_gives_up_in_the_end(
    url: str, opened: Open, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger = opened(wait=0.6)
    # Who would not wait longer than everybody does without a word says none: it has given up by then.
    with holding(url), caplog.at_level(logging.WARNING, "according.ledger"):
        with pytest.raises(LedgerError, match=r"another process has been writing for 0\.6 seconds"):
            ledger.add(ONE)
        assert caplog.records == []
    monkeypatch.setattr("according.ledger.database.connection.QUIET", 0.2)
    with holding(url), caplog.at_level(logging.WARNING, "according.ledger"):
        with pytest.raises(LedgerError, match=r"another process has been writing for 0\.6 seconds; wait until it is done"):
            ledger.add(ONE)
        assert [record.message for record in caplog.records] == [f"{ledger.name}: waiting for another writer, for up to 0.6 seconds"]
        assert ledger.find(Query()) == []  # reading goes on
    assert ledger.add(ONE).outcome == "new"
    assert len(caplog.records) == 1


def test_a_short_wait_is_not_told(url: str, opened: Open, caplog: pytest.LogCaptureFixture) -> None:
    ledger = opened()
    with caplog.at_level(logging.WARNING, "according.ledger"), ThreadPoolExecutor(1) as pool:
        with holding(url):
            filed = pool.submit(ledger.add, ONE)
            # Nobody need be told of less than some seconds.
            time.sleep(0.8)
            assert not filed.done()
        assert filed.result().outcome == "new"
    assert caplog.records == []


def test_a_connection_that_was_cut_off_is_made_anew(server: Server, opened: Open) -> None:
    ledger = opened(server.emptied())
    ledger.add(ONE)
    server.tell("postgres", "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'ledger'")
    assert len(ledger.find(Query())) == 1


def test_postgresql_plans_a_query_by_its_own_values_and_writes_nothing_for_a_reader(server: Server, opened: Open) -> None:
    opened(server.emptied()).add(ONE)
    with opened(server.url("ledger"), read_only=True)._door.reading() as connection:
        shown = [connection.exec_driver_sql(f"SHOW {name}").scalar() for name in ("plan_cache_mode", "default_transaction_read_only")]
    assert shown == ["force_custom_plan", "on"]


# -- files ---------------------------------------------------------------------------------------------------------


def test_a_full_disk_files_nothing_and_loses_nothing(file_ledger: SqlLedger) -> None:
    file_ledger.add(ONE)
    limit = {"pages": 0}
    event.listen(file_ledger._door.engine, "checkout", lambda connection, *_: connection.execute(f"PRAGMA max_page_count={limit['pages']}"))
    limit["pages"] = 1  # never less than the file has
    with pytest.raises(LedgerError, match="the disk is full, nothing of this was filed; make room and try again"):
        file_ledger.add_all([(numbered(number), None) for number in range(200)])
    assert file_ledger.contents().reports == 1
    limit["pages"] = 2**30
    assert len(file_ledger.add_all([(numbered(number), None) for number in range(200)])) == 200
    assert list(file_ledger.check()) == []


def test_a_copy_goes_where_nothing_is(file_ledger: SqlLedger, tmp_path: Path) -> None:
    for name, age in (("copy.db.1f.part", 7200), ("copy.db.2e.part", 0), ("copy.db.txt", 7200)):
        (tmp_path / name).write_text("left over by one that was killed, being written now, and not ours")
        os.utime(tmp_path / name, (time.time() - age,) * 2)
    file_ledger.backup(tmp_path / "copy.db")
    assert {path.name for path in tmp_path.glob("copy.db.*")} == {"copy.db.2e.part", "copy.db.txt"}
    with pytest.raises(LedgerError, match="there is a file already; name another"):
        file_ledger.backup(tmp_path / "copy.db")
    with pytest.raises(LedgerError, match="is not there; make it first"):
        file_ledger.backup(tmp_path / "none" / "copy.db")


def test_a_copy_for_which_there_is_no_room_leaves_nothing(ledger: SqlLedger, tmp_path: Path) -> None:
    resource = pytest.importorskip("resource")
    ledger.add_all([(numbered(number), None) for number in range(50)])
    kept = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (30_000, kept[1]))  # no file of this process may grow beyond it
    try:
        with pytest.raises(LedgerError, match=r"copy\.db: the copy cannot be written .*; make room, or name a file elsewhere"):
            ledger.backup(tmp_path / "copy.db")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, kept)
    assert [path.name for path in tmp_path.iterdir() if "copy" in path.name] == []
    ledger.backup(tmp_path / "copy.db")


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="no rights of this kind here")
def test_a_copy_into_a_folder_that_cannot_be_written_is_told_of_the_copy(ledger: SqlLedger, folder: Path) -> None:
    ledger.add(ONE)
    folder.chmod(0o555)
    with as_nobody(), pytest.raises(LedgerError, match=r"copy\.db: the copy cannot be written \(Permission denied\); make room, or name a"):
        ledger.backup(folder / "copy.db")
    assert list(folder.iterdir()) == []


def test_a_copy_of_a_damaged_ledger_is_told_of_the_ledger(file_ledger: SqlLedger, tmp_path: Path) -> None:
    file_ledger.add_all([(numbered(number), None) for number in range(20)])
    file_ledger.close()
    with (tmp_path / "file.db").open("r+b") as file:
        file.write(b"no database at all")
    for beside in ("-wal", "-shm"):
        (tmp_path / f"file.db{beside}").unlink(missing_ok=True)
    with pytest.raises(LedgerError, match=r"file\.db: the file is no ledger"):
        file_ledger.backup(tmp_path / "copy.db")
    assert not (tmp_path / "copy.db").exists()


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="no rights of this kind here")
@pytest.mark.parametrize("closed", ["file", "folder"])
def test_a_file_that_cannot_be_written_can_be_read(folder: Path, closed: str) -> None:
    path = folder / "ledger.db"
    with open_ledger(str(path)) as made:
        made.versions = VERSIONS
        made.add(ONE)
    path.chmod(0o444)
    if closed == "folder":
        folder.chmod(0o555)
    current()  # once read, the package's own files need not be readable to nobody
    with as_nobody():
        with open_ledger(str(path), read_only=True) as ledger:
            assert len(ledger.find(Query())) == 1
            assert list(ledger.check()) == []
            with pytest.raises(LedgerError, match="cannot be written"):
                ledger.add(numbered(1))
        with pytest.raises(LedgerError, match=r"cannot be (written|opened)"):
            file_another(path)


def file_another(path: Path) -> None:
    with open_ledger(str(path)) as ledger:
        ledger.versions = VERSIONS
        ledger.add(numbered(1))


def read_all(ledger: SqlLedger) -> None:
    for filing in ledger.reports():
        ledger.reading(filing.id)


def test_what_is_opened_to_read_is_not_written(opened: Open) -> None:
    opened().add(ONE)
    ledger = opened(read_only=True)
    assert len(ledger.find(Query())) == 1
    with pytest.raises(LedgerError, match=r"cannot be written|opened to read only"):
        ledger.add(numbered(1))


def test_a_damaged_page_is_told(tmp_path: Path) -> None:
    path = tmp_path / "damaged.db"
    with open_ledger(str(path)) as ledger:
        ledger.versions = VERSIONS
        ledger.add_all([(numbered(number), None) for number in range(300)])
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.seek(size // 2 // 4096 * 4096)
        file.write(b"\xff" * 4096 * 20)
    with open_ledger(str(path), read_only=True) as ledger:
        assert any("database: " in problem.what or "damaged" in problem.what for problem in ledger.check())
        with pytest.raises(LedgerError, match=r"the file is damaged; restore a backup|database refused"):
            read_all(ledger)


def test_a_cut_file_is_told(tmp_path: Path) -> None:
    path = tmp_path / "cut.db"
    with open_ledger(str(path)) as ledger:
        ledger.versions = VERSIONS
        ledger.add_all([(numbered(number), None) for number in range(100)])
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size // 2 // 4096 * 4096)
    with pytest.raises(LedgerError, match="damaged"), open_ledger(str(path)) as ledger:
        ledger.find(Query())


# -- PostgreSQL's own stream ---------------------------------------------------------------------------------------


def test_what_is_streamed_is_what_is_inserted(server: Server, opened: Open) -> None:
    odd = "NUL \0, SUB \x1a, half \udc00, a tab\t, a line\nend, \\N and \\t and \\\\, \u202e"
    readings = [make_reading(draft(number, speaker="The army"), before=f"{odd} {number}.", title=odd) for number in range(2 * COPIED_FROM)]
    ledger = opened(server.emptied())
    # One alone is inserted, many are streamed.
    ledger.add(readings[0])
    assert len(ledger.add_all([(reading, None) for reading in readings[1:]])) == len(readings) - 1
    assert [ledger.reading(reading.report.id) for reading in readings] == readings
    assert list(ledger.check()) == []


def test_a_stream_that_fails_files_nothing(server: Server, opened: Open) -> None:
    ledger = opened(server.emptied())
    ledger.add(ONE)
    with ledger._door.writing() as connection:
        refusing = "CREATE OR REPLACE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE disk_full; END $$"
        connection.exec_driver_sql(refusing)
        connection.exec_driver_sql("CREATE TRIGGER refuse BEFORE INSERT ON figures EXECUTE FUNCTION refuse()")
    with pytest.raises(LedgerError, match="the database refused"):
        ledger.add_all([(numbered(number), None) for number in range(200)])
    with ledger._door.writing() as connection:
        connection.exec_driver_sql("DROP FUNCTION refuse CASCADE")
    assert ledger.contents().reports == 1
    assert len(ledger.add_all([(numbered(number), None) for number in range(200)])) == 200
