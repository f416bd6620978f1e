"""A desk that others can reach: accounts, sessions, roles, seals and trusted proxies."""

from __future__ import annotations

import logging
import re
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import httpx
import pytest
from browsing import Watched, served
from drafts import draft, make_reading
from playwright.sync_api import Browser
from sqlalchemy import select

from according.desk.desk import Desk
from according.desk.entering.admission import Admission
from according.desk.entering.entry import needed_role
from according.desk.entering.sessions import IDLE, LONGEST, NOTED_EVERY, Attempts, Sessions
from according.desk.pages.login import inside
from according.desk.serving import admit, is_loopback
from according.errors import RequestError
from according.ledger.database.schema import sessions as sessions_table
from according.ledger.opening import open_ledger
from according.ledger.store import SqlLedger
from according.records import Query
from according.services.people.accounts import add_account, change_account, check_password, remove_account

# Passwords are hashed slowly on purpose: each desk here has accounts.
pytestmark = pytest.mark.heavy

PASSWORD = "correct horse battery"
SECOND = timedelta(seconds=1)


@pytest.fixture
def book(tmp_path: Path, empty: Path) -> Iterator[SqlLedger]:
    """A ledger with a figure and three accounts."""
    shutil.copy(empty, tmp_path / "ledger.db")
    with open_ledger(str(tmp_path / "ledger.db")) as ledger:
        ledger.add(make_reading(draft(600)))
        for name in ("reader", "reviewer", "editor"):
            add_account(ledger, name, name, PASSWORD)
        yield ledger


@pytest.fixture
def client(book: SqlLedger) -> Iterator[httpx.Client]:
    with served(desk_of(book)) as address, httpx.Client(base_url=address) as opened:
        yield opened


def desk_of(book: SqlLedger) -> Desk:
    return Desk(book, admission=Admission(Sessions(book.account_list)))


def log_in(client: httpx.Client, name: str, password: str = PASSWORD, **more: str) -> httpx.Response:
    return client.post("/login", data={"name": name, "password": password, **more})


def cookie_of(token: str) -> dict[str, str]:
    return {"cookie": f"according-session={token}"}


def seal(client: httpx.Client) -> str:
    [found] = set(re.findall(r'name="seal" value="([^"]+)"', client.get("/review").text))
    return found


def test_nobody_is_let_in_unasked(client: httpx.Client) -> None:
    asked = client.get("/review?before=3")
    assert (asked.status_code, asked.headers["location"]) == (303, "/login?next=%2Freview%3Fbefore%3D3")
    assert client.get("/api/figures").status_code == 401
    sent = client.post("/review", data={"why": "long work", "password": "hunter2"})
    # What was written is not lost with the session.
    assert (sent.status_code, "long work" in sent.text, "hunter2" in sent.text) == (401, True, False)
    assert client.get("/login").status_code == 200
    assert client.get("/static/desk.css").status_code == 200


def test_logging_in_and_out(client: httpx.Client, book: SqlLedger) -> None:
    answer = log_in(client, " editor ", next="/review?before=3")
    cookie = answer.headers["set-cookie"]
    assert (answer.status_code, answer.headers["location"]) == (303, "/review?before=3")
    assert {"HttpOnly", "SameSite=strict"} <= set(cookie.split("; "))
    assert "Secure" not in cookie
    assert "editor" in client.get("/review").text
    token = client.cookies["according-session"]
    client.post("/logout", data={"seal": seal(client)})
    assert client.get("/review").status_code == 303
    # The session is over at the desk, too, and not in this browser alone.
    assert client.get("/review", headers=cookie_of(token)).status_code == 303


@pytest.mark.parametrize("name", ["editor", "nobody", "", "\u202e", "x" * 300])
def test_what_is_wrong_is_told_to_nobody(client: httpx.Client, name: str) -> None:
    answer = log_in(client, name, "wrong")
    assert (answer.status_code, "Name and password do not fit." in answer.text) == (401, True)


@pytest.mark.heavy
def test_attempts_in_vain_have_to_wait(client: httpx.Client, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    statuses = [log_in(client, "editor", "wrong hunter2").status_code for _ in range(7)]
    assert statuses[:5] == [401] * 5
    assert 429 in statuses
    # The right password has to wait as well.
    assert int(log_in(client, "editor").headers["retry-after"]) >= 1
    assert "hunter2" not in caplog.text


def test_a_session_ends_with_its_account(client: httpx.Client, book: SqlLedger) -> None:
    log_in(client, "editor")
    change_account(book, "editor", role="reader")
    assert client.get("/review").status_code == 200
    assert client.get("/users").status_code == 403
    change_account(book, "editor", password="another password")
    assert client.get("/review").status_code == 303
    log_in(client, "reader")
    remove_account(book, "reader")
    assert client.get("/review").status_code == 303


@pytest.mark.heavy
def test_each_role_may_what_it_is_for(client: httpx.Client, book: SqlLedger) -> None:
    figure = book.find(Query())[0].id
    for name, status in (("reader", 403), ("reviewer", 303), ("editor", 303)):
        log_in(client, name)
        form = {"figure": figure, "ruling": "accept", "why": f"{name} looked", "seen": " ".join(one.id for one in book.rulings())}
        assert client.post("/review", data={**form, "seal": seal(client)}).status_code == status
    assert [one.who for one in book.rulings()] == ["reviewer", "editor"]
    log_in(client, "reviewer")
    assert client.post("/add", data={"seal": seal(client), "text": "a report"}).status_code == 403
    assert needed_role("POST", "/speakers/anybody") == "reviewer"
    assert needed_role("POST", "/whatever/comes") == needed_role("DELETE", "/reviewers") == "editor"


def test_a_form_without_its_seal_is_refused(client: httpx.Client, book: SqlLedger) -> None:
    log_in(client, "editor")
    form = {"figure": book.find(Query())[0].id, "ruling": "accept", "seen": ""}
    for given in ({}, {"seal": "wrong"}, {"seal": ""}):
        assert client.post("/review", data={**form, **given}).status_code == 403
    assert client.post("/add", files={"file": ("a.txt", b"text")}).status_code == 403
    assert book.rulings() == []


def test_a_proxy_that_is_trusted_says_who_somebody_is(book: SqlLedger) -> None:
    _, admission = admit(book, "127.0.0.1", header="X-Remote-User", trusted=["127.0.0.0/8"])
    with served(Desk(book, admission=admission)) as address, httpx.Client(base_url=address) as client:
        assert client.get("/review").status_code == 403
        assert "editor" in client.get("/review", headers={"x-remote-user": "editor"}).text
        # Somebody without an account looks, and no more.
        assert "Zoë" in client.get("/review", headers=[(b"x-remote-user", "Zoë".encode())]).text
        assert client.get("/users", headers={"x-remote-user": "zoe"}).status_code == 403
        assert client.get("/login", headers={"x-remote-user": "editor"}).status_code == 404
    _, admission = admit(book, "127.0.0.1", header="X-Remote-User", trusted=["192.0.2.1"])
    with served(Desk(book, admission=admission)) as address:
        assert httpx.get(f"{address}/review", headers={"x-remote-user": "editor"}).status_code == 403


def test_pages_under_https_are_told_by_the_proxy(book: SqlLedger) -> None:
    _, admission = admit(book, "127.0.0.1", login=True, trusted=["127.0.0.1"])
    with served(Desk(book, admission=admission)) as address, httpx.Client(base_url=address) as client:
        client.headers["x-forwarded-proto"] = "https"
        assert "Secure" in log_in(client, "editor").headers["set-cookie"]


def test_others_are_never_let_in_silently(book: SqlLedger, tmp_path: Path, empty: Path) -> None:
    assert admit(book, "127.0.0.1")[1] is admit(book, "localhost")[1] is admit(book, "::1")[1] is None
    answers, admission = admit(book, "192.0.2.7", names=["desk.example"])
    assert admission is not None
    assert "desk.example" in answers
    with open_ledger(str(empty), read_only=True) as nobody:
        for host in ("0.0.0.0", "::", "192.0.2.7", "desk.example"):
            with pytest.raises(RequestError, match="nobody has an account"):
                admit(nobody, host)
        with pytest.raises(RequestError, match="anybody could send the header"):
            admit(nobody, "0.0.0.0", header="X-Remote-User")
        with pytest.raises(RequestError, match="is no address"):
            admit(nobody, "0.0.0.0", header="X-Remote-User", trusted=["proxy"])
        assert admit(nobody, "0.0.0.0", header="X-Remote-User", trusted=["192.0.2.1"])[1] is not None


def test_what_only_this_machine_reaches() -> None:
    assert [is_loopback(host) for host in ("127.0.0.2", "::1", "LOCALHOST", "0.0.0.0", "::", "192.0.2.1", "")] == [True] * 3 + [False] * 4


@pytest.mark.parametrize("address", ["//evil.example", "https://a.example", "/\\evil.example", "/\t/evil.example", "", "evil", "/\u202e"])
def test_a_login_leads_nowhere_else(address: str) -> None:
    assert inside(address) == "/"


@pytest.mark.heavy
def test_passwords_are_kept_as_hashes(book: SqlLedger) -> None:
    accounts = book.account_list.listed()
    assert {account.secret[:10] for account in accounts if account.secret} == {"$argon2id$"}
    assert PASSWORD not in repr(accounts)
    assert "$argon2" not in repr(accounts)
    assert check_password(book, "editor", PASSWORD) is not None
    # One letter, written in two ways.
    add_account(book, "Zoe\u0308", "reader", "pa\u0308sswo\u0308rter")
    assert check_password(book, "Zoë", "pässwörter") is not None
    add_account(book, "by proxy", "reader", None)
    assert check_password(book, "by proxy", "") is None
    for name, role, password in (("editor", "reader", PASSWORD), ("", "reader", PASSWORD), ("n", "king", PASSWORD), ("n", "editor", "a")):
        with pytest.raises(RequestError):
            add_account(book, name, role, password)
    with pytest.raises(RequestError, match="all of them visible"):
        add_account(book, "a\x07b", "reader", PASSWORD)


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 3, 9, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


def test_sessions_end_by_themselves(book: SqlLedger) -> None:
    clock, account = Clock(), book.account_list.find("editor")
    assert account is not None
    sessions = Sessions(book.account_list, clock)
    token = sessions.begin(account) or ""
    clock.now += IDLE - SECOND
    assert sessions.find(token) is not None
    clock.now += 2 * SECOND
    assert sessions.find(token) is None
    # The next login takes it out of the ledger.
    token = sessions.begin(account) or ""
    assert rows_of_sessions(book) == [sha256(token.encode()).hexdigest()]
    begun = clock.now
    while (session := sessions.find(token)) is not None:
        assert sessions.is_due(session) == (clock.now > begun)
        sessions.note(token)
        clock.now += IDLE - SECOND
    assert LONGEST < clock.now - begun < LONGEST + IDLE
    assert sessions.find("\ud800") is None


def test_use_is_noted_now_and_then(client: httpx.Client, book: SqlLedger) -> None:
    log_in(client, "editor")
    [key] = rows_of_sessions(book)
    long_ago = datetime.now(UTC) - 2 * NOTED_EVERY
    book.account_list.note_session(key, long_ago)
    assert client.get("/review").status_code == 200
    noted = wait_for(lambda: (found := book.account_list.find_session(key)) and found.used != long_ago and found.used)
    assert datetime.now(UTC) - noted < NOTED_EVERY
    client.get("/review")
    found = book.account_list.find_session(key)
    assert found is not None
    assert found.used == noted


def test_a_login_outlives_the_desk(book: SqlLedger) -> None:
    with served(desk_of(book)) as address, httpx.Client(base_url=address) as client:
        log_in(client, "editor")
        token, own = client.cookies["according-session"], seal(client)
    with served(desk_of(book)) as address, httpx.Client(base_url=address, headers=cookie_of(token)) as client:
        assert "editor" in client.get("/review").text
        # A form that was open meanwhile can be sent.
        assert seal(client) == own
        client.post("/logout", data={"seal": own})
    with served(desk_of(book)) as address:
        assert httpx.get(f"{address}/review", headers=cookie_of(token)).status_code == 303


def test_a_token_is_not_in_the_ledger(client: httpx.Client, book: SqlLedger, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    log_in(client, "editor")
    token = client.cookies["according-session"]
    seal_of_forms = seal(client)
    book.backup(tmp_path / "copy.db")
    held = b"".join(path.read_bytes() for path in tmp_path.iterdir() if path.is_file())
    assert sha256(token.encode()).hexdigest().encode() in held
    # The client that the test is tells of all that it sends.
    logged = "\n".join(record.getMessage() for record in caplog.records if not record.name.startswith(("httpx", "httpcore")))
    for secret in (token, seal_of_forms):
        assert secret.encode() not in held
        assert secret not in logged


def test_who_reads_the_ledger_cannot_log_in_by_it(client: httpx.Client, book: SqlLedger) -> None:
    log_in(client, "editor")
    [key] = rows_of_sessions(book)
    client.cookies.clear()
    assert client.get("/review", headers=cookie_of(key)).status_code == 303


def test_a_ledger_that_cannot_be_written_keeps_nobody_out(book: SqlLedger, tmp_path: Path) -> None:
    opened = open_ledger(str(tmp_path / "ledger.db"), read_only=True)
    with opened as closed, served(desk_of(closed)) as address, httpx.Client(base_url=address) as client:
        log_in(client, "editor")
        assert client.get("/review").status_code == 200
        remove_account(book, "editor")
        assert client.get("/review").status_code == 303
        log_in(client, "reader")
        client.post("/logout", data={"seal": seal(client)})
        assert client.get("/review").status_code == 303
    assert rows_of_sessions(book) == []


def test_a_password_that_was_changed_meanwhile_begins_no_session(book: SqlLedger) -> None:
    account = book.account_list.find("editor")
    assert account is not None
    change_account(book, "editor", password="another password")
    assert Sessions(book.account_list).begin(account) is None
    remove_account(book, "editor")
    assert Sessions(book.account_list).begin(account) is None


def rows_of_sessions(book: SqlLedger) -> list[str]:
    with book._door.reading() as connection:
        return [row.token for row in connection.execute(select(sessions_table.c.token))]


def wait_for(look: Callable[[], Any]) -> Any:
    until = monotonic() + 10
    while not (found := look()):
        assert monotonic() < until
        sleep(0.01)
    return found


def test_attempts_wait_twice_as_long_each_time() -> None:
    now = [0.0]
    attempts = Attempts(lambda: now[0])
    waits = []
    for _ in range(9):
        attempts.fail(["ann"])
        waits.append(attempts.wait(["ann", "ben"]))
    assert waits == [0, 0, 0, 0, 1, 2, 4, 8, 16]
    assert attempts.wait(["ben"]) == 0
    now[0] = 17
    assert attempts.wait(["ann"]) <= 0
    attempts.clear(["ann"])
    attempts.fail(["ann"])
    assert attempts.wait(["ann"]) <= 0


def test_in_the_browser(browser: Browser, book: SqlLedger) -> None:
    with served(desk_of(book)) as address:
        for scripts in (True, False):
            with browser.new_context(java_script_enabled=scripts) as context:
                watched = Watched(context, address)
                page: Any = watched.open("/review")
                if scripts:
                    watched.look_all("login")
                page.keyboard.press("Tab")
                page.locator("#name").fill("editor")
                page.locator("#password").fill(PASSWORD)
                page.keyboard.press("Enter")
                page.wait_for_url("**/review")
                page.locator("#accept").click()
                assert "editor" in page.locator(".just").inner_text()
                page.locator("#undo").click()
                watched.open("/users")
                if scripts:
                    watched.look_all("users")
                page.get_by_role("button", name="Log out").click()
                page.wait_for_url("**/login")
                assert watched.faults == []
    assert [one.who for one in book.rulings()] == ["editor"] * 4
