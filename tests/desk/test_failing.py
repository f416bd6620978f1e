"""When something fails: the page says so, what was entered is not lost, the next request is answered, and nothing secret is logged."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import httpx
import pytest
from browsing import served
from drafts import draft, make_reading
from fastapi import FastAPI
from sqlalchemy import event

from according.desk.desk import Desk
from according.desk.guard import FORM_MOST, POLICY, QUERY_MOST
from according.ledger.opening import open_ledger
from according.ledger.store import SqlLedger
from according.records import Query

REASON = "<b>the words</b> say “six hundred”"


@pytest.fixture
def path(tmp_path: Path, empty: Path) -> Path:
    """The file of a ledger with one report."""
    copy = tmp_path / "ledger.db"
    copy.write_bytes(empty.read_bytes())
    with open_ledger(str(copy)) as ledger:
        ledger.add(make_reading(draft(600), draft(40, "miners")))
    return copy


@pytest.fixture
def book(path: Path) -> Iterator[SqlLedger]:
    with open_ledger(str(path), wait=0.3) as ledger:
        yield ledger


def ruling(ledger: SqlLedger) -> dict[str, str]:
    return {"figure": ledger.find(Query())[0].id, "ruling": "reject", "why": REASON, "seen": "", "next": ""}


def expect_kept(answer: httpx.Response, told: str) -> None:
    assert (answer.status_code, told in answer.text) == (503, True)
    assert "&lt;b&gt;the words&lt;/b&gt; say “six hundred”" in answer.text
    assert answer.headers["content-security-policy"] == POLICY


@pytest.mark.heavy
def test_a_locked_ledger(book: SqlLedger, path: Path) -> None:
    with served(Desk(book)) as address, closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        expect_kept(httpx.post(f"{address}/review", data=ruling(book), timeout=30), "another process has been writing")
        # Who only reads does not wait for who writes.
        assert httpx.get(f"{address}/review").status_code == 200
        other.execute("ROLLBACK")
        assert httpx.post(f"{address}/review", data=ruling(book)).status_code == 303


@pytest.mark.heavy
def test_a_locked_ledger_where_a_page_does_not_look_itself(book: SqlLedger, path: Path) -> None:
    with served(Desk(book)) as address, closing(sqlite3.connect(path, isolation_level=None)) as other:
        httpx.post(f"{address}/review", data=ruling(book))
        [filed] = book.rulings()
        other.execute("BEGIN IMMEDIATE")
        answer = httpx.post(f"{address}/review/undo", data={"rulings": filed.id, "why": REASON}, timeout=30)
        expect_kept(answer, "another process has been writing")
        assert 'action="/review/undo"' in answer.text


def test_a_full_disk(book: SqlLedger) -> None:
    pages = book._door.engine.connect().exec_driver_sql("PRAGMA page_count").scalar()
    # SQLite's own bound for a file: what it says of a full disk, it says of this.
    event.listen(book._door.engine, "connect", lambda connection, record: connection.execute(f"PRAGMA max_page_count={pages}"))
    book._door.engine.dispose()
    with served(Desk(book)) as address:
        long = {**ruling(book), "why": REASON + " very" * 40_000}
        expect_kept(httpx.post(f"{address}/review", data=long), "the disk is full, nothing of this was filed")
        assert httpx.get(f"{address}/review").status_code == 200
        assert book.rulings() == []


def test_a_ledger_that_can_only_be_read(path: Path) -> None:
    with open_ledger(str(path), read_only=True) as book, served(Desk(book)) as address:
        expect_kept(httpx.post(f"{address}/review", data=ruling(book)), "cannot be written")
        assert httpx.get(f"{address}/rulings").status_code == 200


def test_a_crash_stops_nothing(book: SqlLedger, caplog: pytest.LogCaptureFixture) -> None:
    def crash() -> None:
        raise ZeroDivisionError("boom")

    def prepare(app: FastAPI) -> None:
        app.add_api_route("/crash", crash, methods=["GET", "POST"])

    with served(Desk(book), prepare) as address, caplog.at_level(logging.ERROR):
        for _ in range(3):
            answer = httpx.post(f"{address}/crash?q=hidden", data={"password": "hunter2", "text": "long work"})
            assert (answer.status_code, "The desk failed on this (ZeroDivisionError)" in answer.text) == (500, True)
            assert answer.headers["content-security-policy"] == POLICY
            assert httpx.get(f"{address}/").status_code == 200
    assert "the desk failed on POST /crash" in caplog.text
    assert not {"hunter2", "hidden"} & set(caplog.text.replace("=", " ").split())


def test_a_damaged_row_is_told_by_pages_and_the_api(path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as damaging:
        damaging.execute("UPDATE figures SET record = '5' WHERE number = 1")
    with open_ledger(str(path), read_only=True) as book, served(Desk(book)) as address:
        for page in ("/review", "/api/events"):
            answer = httpx.get(f"{address}{page}", timeout=30)
            assert (answer.status_code, "a row is damaged (reading " in answer.text) == (503, True)
            assert "according ledger check" in answer.text
        assert httpx.get(f"{address}/add").status_code == 200


def chunks(size: int) -> Iterator[bytes]:
    yield b"why="
    for _ in range(size // 1000):
        yield b"x" * 1000


def test_bodies_and_addresses_have_limits(book: SqlLedger) -> None:
    form = {"content-type": "application/x-www-form-urlencoded"}
    with served(Desk(book)) as address, httpx.Client(base_url=address) as client:
        assert client.get("/", params={"q": "x" * QUERY_MOST}).status_code == 414
        said = client.post("/review", headers=form, content=b"why=" + b"x" * FORM_MOST)
        assert (said.status_code, "1 MiB" in said.text) == (413, True)
        # One that does not say how long it is, is counted as it comes.
        counted = client.post("/review", headers=form, content=chunks(FORM_MOST + 2000))
        assert (counted.status_code, "1 MiB" in counted.text) == (413, True)
        assert client.get("/").status_code == 200
