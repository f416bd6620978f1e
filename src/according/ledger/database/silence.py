"""
A server that falls silent: noticed, asked by another way, and let go.

A statement may take as long as it needs, so no clock ends it. But a server that has said nothing for a while, although an answer is
waited for, is asked over a second connection whether it still works on this one. One that does is waited for again; one that does not
answer there either, or has answered long ago what never came, is given up, and the connection with it. The network's own limits do not
see this: what stands between may go on to confirm every packet.
"""
from __future__ import annotations

from collections.abc import Callable, Generator
from time import monotonic
from typing import Any

import psycopg
from psycopg.abc import PQGen

# In seconds: a server is asked for a connection for so long, and asked whether it is there where it was silent for so long.
CONNECT, SILENCE = 10, 30
# Names are libpq's. `tcp_user_timeout`, in milliseconds, is the kernel's limit for what the other side does not confirm; it is ours, too,
# for what it does not answer.
LINK_LIMITS = {
    "connect_timeout": CONNECT, "tcp_user_timeout": SILENCE * 1000, "keepalives": 1, "keepalives_idle": SILENCE, "keepalives_interval": 10,
    "keepalives_count": 3,
}  # fmt: skip
# The server looks after us in the same way: a writer whose machine is gone must not keep the turn for hours.
SESSION_OPTIONS = "-c tcp_keepalives_idle=30 -c tcp_keepalives_interval=10 -c tcp_keepalives_count=3"
# Our connection as the server sees it (where it keeps no account of that, at work), and whether its number is the server's own: a pooler
# between may have made it up.
_LOOK = """
SELECT pg_backend_pid(), bool_or(coalesce(state NOT LIKE 'idle%%', true) OR clock_timestamp() - state_change < make_interval(secs => %s))
FROM pg_stat_activity WHERE pid = %s
"""
SILENT = "the server has fallen silent"


class Patient(psycopg.Connection[Any]):
    """A connection whose server is asked, each time it is silent for ``silence`` seconds, whether it is still at work for it."""

    silence: float = SILENCE
    given: dict[str, Any] | None = None

    @classmethod
    def open(cls, *words: str, **given: Any) -> Patient:
        """Connect as psycopg does; the limit of silence is that of ``tcp_user_timeout``, and none where that is 0."""
        try:
            made = cls.connect(*words, **given)
        except psycopg.Error as error:
            # psycopg keeps with it what the connection was to be made of, and the password with that.
            error._pgconn = None
            raise
        told = str(given.get("tcp_user_timeout", ""))
        made.silence, made.given = int(told) / 1000 if told.isdecimal() else SILENCE, given
        return made

    def wait(self, gen: PQGen[Any], *limits: Any, **more: Any) -> Any:
        """Wait as psycopg does, and look after the server meanwhile."""
        return super().wait(_heed(gen, self.silence, self._look) if self.silence else gen, *limits, **more)

    def _look(self) -> None:
        """Ask the server over another connection whether it works on this one; let this one go where it does not."""
        if not self._is_served():
            # Nothing more is said on it: a transaction that is taken back would wait for its answer, too.
            self.pgconn.finish()
            raise psycopg.OperationalError(f"{SILENT}: no answer for {self.silence:g} seconds")

    def _is_served(self) -> bool:
        given, own = {**(self.given or {}), "connect_timeout": CONNECT}, self.pgconn.backend_pid
        # This very server, where the address names several.
        given |= {"host": self.info.host, "port": self.info.port} if self.info.host else {}
        if self.given and str(self.given.get("connect_timeout")).isdecimal():
            given["connect_timeout"] = int(str(self.given["connect_timeout"])) or CONNECT
        try:
            other = _Hasty.connect(**given, autocommit=True)
            try:
                pid, served = other.execute(_LOOK, (self.silence, own)).fetchone() or (None, None)
                return bool(served) if served is not None else pid != other.pgconn.backend_pid
            finally:
                other.close()
        except (psycopg.errors.ConnectionTimeout, _NoAnswer):
            return False
        except psycopg.Error:
            # It does answer: too many are connected already, or it is about to end, of which we are told.
            return True


class _NoAnswer(Exception):
    """The other connection is not answered either."""


class _Hasty(psycopg.Connection[Any]):
    """A connection that waits for no answer longer than for a connection."""

    def wait(self, gen: PQGen[Any], *limits: Any, **more: Any) -> Any:
        return super().wait(_heed(gen, CONNECT, self._give_up), *limits, **more)

    def _give_up(self) -> None:
        self.pgconn.finish()
        raise _NoAnswer


def _heed(gen: PQGen[Any], seconds: float, look: Callable[[], None]) -> Generator[Any, Any, Any]:
    """Go on with what waits for a server, and ``look`` each time that it has been silent for so long."""
    try:
        asked, since = next(gen), monotonic()
        while True:
            # psycopg comes back several times a second, with nothing where nothing came.
            ready = yield asked
            if ready:
                since = monotonic()
            elif monotonic() - since >= seconds:
                look()
                since = monotonic()
            asked = gen.send(ready)
    except StopIteration as ended:
        return ended.value
