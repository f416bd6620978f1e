"""No part of a password is told, kept or made the name of a file, however the address of a ledger is written."""
from __future__ import annotations

import io
import logging
import os
import tempfile
from collections.abc import Iterator
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path
from urllib.parse import quote

import pytest
from backends import Server
from hypothesis import example, given
from hypothesis import strategies as st

from according.errors import LedgerError
from according.ledger.database.connection import Door
from according.ledger.database.dsn import name_of, parse
from according.ledger.opening import open_ledger, open_offer
from drawing import examples

# Letters that stand in no message and no other part of an address; between them what could end a password too early.
LETTERS = "QXZжß漢"
SIGNS = "@:/#%?&= \\'\"=;[]+.,1"
passwords = st.text(LETTERS + SIGNS, min_size=3, max_size=16).filter(lambda word: sum(char in LETTERS for char in word) >= 3)
users = st.sampled_from(["me", "me", "", "a b", "ü", "me@corp"])
hosts = st.sampled_from(["127.0.0.1:1", "127.0.0.1:1", "h:port", "[::1]:1", "", "h."])
schemes = st.sampled_from(["postgresql", "postgresql+psycopg", "postgres", "mysql", "sqlite", "POSTGRESQL", "http", "psql"])


def ways(scheme: str, user: str, word: str, host: str) -> list[str]:
    """The ways to write an address that people have been seen to take."""
    quoted = quote(word, safe="")
    return [
        f"{scheme}://{user}:{word}@{host}/x", f"{scheme}://{user}:{quoted}@{host}/x", f"{scheme}://{user}@{host}/x?password={word}",
        f"{scheme}://{user}@{host}/x?password={quoted}", f"{scheme}://{user}@{host}/x?sslmode=require&sslpassword={quoted}",
        f"{scheme}://{user}@{host}/x?options={quote('-c a.b=' + word, safe='')}", f"{scheme}://{user}@{host}/x?passwd={word}",
        # Without a host; with a sign for one in it, it would be a whole address of another password.
        *([] if "@" in word else [f"{scheme}://{user}:Q{word}"]),
        f"{scheme}:{user}:{word}@{host}", f"{scheme}:/{user}:{word}@{host}/x", f"//{user}:{word}@{host}/x", f"{user}:{word}@{host}/x",
        f"host={host} user={user} password={word}", f"password='{word}' host={host}",
        f"PGPASSWORD={word} psql", f" 'host=h password={word}'",
        f"jdbc:postgresql://{host}/x?user={user}&password={word}", f"psql {scheme}://{user}:{word}@{host}/x", f"127.0.0.1:1:x:me:{word}",
        f"x.db?password={word}", f"{scheme}://{user}:{word}@{host}/x\n", f"~me:{word}@{host}",
    ]  # fmt: skip


def chain(error: BaseException | None) -> Iterator[str]:
    """All that an error and those behind it say, also where they are not shown."""
    while error is not None:
        yield from (str(error), repr(error), repr(error.args), repr({key: str(value) for key, value in vars(error).items()}))
        yield from chain(error.__cause__)
        error = error.__context__


def parts(word: str) -> set[str]:
    """Each part of three characters that is not made of signs alone."""
    found = {word[at : at + 3] for at in range(len(word) - 2)}
    return {part for part in found if any(char in LETTERS for char in part)}


class Heard(logging.Handler):
    def __init__(self) -> None:
        super().__init__(0)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())


def hear(address: str) -> str:
    """All that is said, kept and made while a ledger of this address is opened, in an empty folder."""
    heard, streams, said = Heard(), io.StringIO(), list[str]()
    root = logging.getLogger()
    level = root.level
    root.addHandler(heard)
    root.setLevel(logging.DEBUG)
    try:
        with tempfile.TemporaryDirectory() as folder, chdir(folder), redirect_stdout(streams), redirect_stderr(streams):
            for way in (open_ledger, open_offer):
                try:
                    with way(address) as opened:
                        said += [opened.name, repr(opened)]
                except LedgerError as error:
                    said += chain(error)
            said += os.listdir()
    finally:
        root.removeHandler(heard)
        root.setLevel(level)
    return "\n".join([*said, *heard.lines, streams.getvalue()])


@pytest.mark.heavy
@examples(40)
@given(st.data())
@example(None)
def test_no_part_of_a_password_is_told(data: st.DataObject | None) -> None:
    if data is None:
        words = ("QX@ZжQ", "QX@127.0.0.1:1/ZжQ", "QX/Zж@Qß", "QXZ?Q@XZж", "Q:XZ@ж#XZ", "QXZж")
        drawn = [("postgresql", "me", word, "127.0.0.1:1") for word in words]
    else:
        drawn = [(data.draw(schemes), data.draw(users), data.draw(passwords), data.draw(hosts))]
    for scheme, user, word, host in drawn:
        for address in ways(scheme, user, word, host):
            told = hear(address)
            for hidden in (word, quote(word, safe="")):
                assert (address, {part for part in parts(hidden) if part in told}) == (address, set())


def test_what_looks_like_a_server_makes_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for address in (
        "host=127.0.0.1 password=QXZ", "postgresql:u:QXZ@h", "user=me dbname=x", "sqlite:x.db", "u:QXZ@h", "PGPASSWORD=QXZ psql",
    ):  # fmt: skip
        with pytest.raises(LedgerError, match=r"looks like the address of a server, and is none; .* write \./"):
            open_ledger(address)
    assert list(tmp_path.iterdir()) == []
    # A file may be called so all the same.
    for name in ("./host=1 password=2.db", "100%.db", "why?.db", "a=b.db", "me@home.db", "12:30.db", str(tmp_path / "u:p@h.db")):
        open_ledger(name).close()


def test_an_address_is_called_by_what_is_no_secret() -> None:
    told = "sslpassword=QXZ&passfile=/QXZ&options=-c%20a.b%3DQXZ&sslkey=QXZ&sslmode=require"
    url = parse(f"postgresql://me:QXZ@h:1/x?{told}")
    assert name_of(url) == "postgresql://me:***@h:1/x?sslmode=require"
    door = Door(url, read_only=True, wait=1)
    assert "QXZ" not in f"{door.name} {door.engine!r} {door.engine.url} {door.engine.url!r}"
    # Another process of this program gets all of it.
    assert parse(door.address) == url
    door.close()


def test_what_the_server_repeats_is_not_told(server: Server) -> None:
    with pytest.raises(LedgerError) as told:
        open_ledger(f"{server.url('ledger')}?options=-c%20QXZ1=QXZ2")
    assert "QXZ" not in "".join(chain(told.value))
