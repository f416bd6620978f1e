"""A server that falls silent, is cut off or never answers, told within its limit; and a long statement, which no limit ends."""
from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, suppress
from threading import Event, Thread

import pytest
from backends import VERSIONS, Server
from drafts import draft, make_reading
from sqlalchemy import Connection
from writing import numbered

from according.errors import LedgerError
from according.ledger.database.connection import Door
from according.ledger.database.dsn import parse
from according.ledger.opening import open_ledger
from according.records import Query

pytestmark = pytest.mark.heavy
# In seconds: what each may take beside its limits, which are set to half a second of silence and two to connect.
LONGEST = 8


class Relay:
    """What stands between: gives on what comes, or stops doing so for all or for those that are connected by now, or cuts all."""

    def __init__(self, port: int) -> None:
        self.port, self.flowing = port, Event()
        self.flowing.set()
        self.kept: list[tuple[Event, socket.socket]] = []
        self.listening = socket.create_server(("127.0.0.1", 0))
        Thread(target=self._accept, daemon=True).start()

    def url(self, **more: object) -> str:
        given = {"tcp_user_timeout": 500, "connect_timeout": 2} | more
        query = "&".join(f"{name}={value}" for name, value in given.items())
        return f"postgresql://ledger@127.0.0.1:{self.listening.getsockname()[1]}/ledger?{query}"

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                ours, _ = self.listening.accept()
                theirs, open_ = socket.create_connection(("127.0.0.1", self.port)), Event()
                open_.set()
                for one, other in ((ours, theirs), (theirs, ours)):
                    self.kept.append((open_, one))
                    Thread(target=self._give_on, args=(one, other, open_), daemon=True).start()

    def _give_on(self, one: socket.socket, other: socket.socket, open_: Event) -> None:
        with suppress(OSError):
            # Taken in all the same: the kernel of a proxy that hangs goes on to confirm what comes.
            while data := one.recv(1 << 16):
                if self.flowing.is_set() and open_.is_set():
                    other.sendall(data)
        with suppress(OSError):
            other.shutdown(socket.SHUT_RDWR)

    def freeze(self) -> None:
        self.flowing.clear()

    def freeze_those(self) -> None:
        for open_, _ in self.kept:
            open_.clear()

    def cut(self) -> None:
        for _, one in self.kept:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        self.listening.close()
        self.cut()
        for _, one in self.kept:
            one.close()


@pytest.fixture
def relay(server: Server) -> Iterator[Relay]:
    server.emptied()
    made = Relay(server.port)
    yield made
    made.close()


def stop_within(work: Callable[[], AbstractContextManager[Connection]], stop: Callable[[Relay], None], relay: Relay) -> None:
    """In the middle of a transaction: one that has not begun is begun on another connection, where there is one."""
    with work() as connection:
        stop(relay)
        connection.exec_driver_sql("SELECT count(*) FROM readings").scalar()


@pytest.mark.parametrize("stop", [Relay.freeze, Relay.freeze_those, Relay.cut], ids=lambda stop: stop.__name__)
def test_a_server_that_falls_silent_is_told_within_the_limit(relay: Relay, stop: Callable[[Relay], None]) -> None:
    with open_ledger(relay.url()) as ledger:
        ledger.versions = VERSIONS
        ledger.add(numbered(1))
        for work in (ledger._door.reading, ledger._door.writing):
            began = time.monotonic()
            with pytest.raises(LedgerError, match="does not answer"):
                stop_within(work, stop, relay)
            assert time.monotonic() - began < LONGEST
            if stop is Relay.freeze:
                with pytest.raises(LedgerError, match="does not answer"):
                    ledger.find(Query())
                relay.flowing.set()
                relay.cut()
            # Once it answers again the same ledger goes on.
            assert ledger.add(make_reading(draft(12), before="Another.")).outcome in ("new", "known")
            assert len(ledger.find(Query())) == 4


def test_a_server_that_takes_a_connection_and_says_nothing_is_not_waited_for(relay: Relay) -> None:
    relay.freeze()
    began = time.monotonic()
    with pytest.raises(LedgerError, match="the server does not answer; start it, or correct the address"):
        open_ledger(relay.url())
    assert time.monotonic() - began < LONGEST


def test_a_long_statement_is_not_ended_and_its_limits_can_be_set(relay: Relay) -> None:
    door = Door(parse(relay.url(options="-c%20search_path=elsewhere%20-c%20tcp_keepalives_count=5")), read_only=True, wait=1)
    with door.reading() as connection:
        # Four times what may pass without an answer.
        connection.exec_driver_sql("SELECT pg_sleep(2)")
        shown = [connection.exec_driver_sql(f"SHOW {name}").scalar() for name in (
            "search_path", "tcp_keepalives_idle", "tcp_keepalives_count", "default_transaction_read_only",
        )]  # fmt: skip
        told = connection.connection.driver_connection.info.get_parameters()  # type: ignore[union-attr]
    door.close()
    assert shown == ["elsewhere", "30", "5", "on"]
    assert (told["tcp_user_timeout"], told["connect_timeout"], told["keepalives_idle"]) == ("500", "2", "30")
