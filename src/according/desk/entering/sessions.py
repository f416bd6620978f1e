"""Who is logged in at a desk, kept in the ledger beside the accounts; and how often somebody tried in vain, kept by the process."""

from __future__ import annotations

import hmac
import secrets
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from threading import Lock
from time import monotonic

from according.errors import LedgerError
from according.ledger.account import Account, Session
from according.ledger.state import AccountList

# A session ends when it was not used for a day's work, and at the latest after a week.
IDLE, LONGEST = timedelta(hours=12), timedelta(days=7)
# That it was used is noted this often: each note takes the writers' turn.
NOTED_EVERY = timedelta(hours=1)
# More than these are not kept by the process; those that are older go first.
SESSIONS_MOST, ATTEMPTS_MOST = 10_000, 10_000
# So many attempts in vain are free; after each further one twice as long must be waited, at most so many seconds.
FREE, WAIT_MOST = 5, 300.0


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Sessions:
    """
    Sessions by their tokens, of which the ledger has hashes alone: who reads it cannot log in by them.

    They outlive the process, and end everywhere at once when somebody logs out, is removed or gets another password. Where the ledger
    cannot be written, a session is kept by the process and ends with it. ``clock`` tells the time in UTC.
    """

    def __init__(self, accounts: AccountList, clock: Callable[[], datetime] = _utc_now) -> None:
        self._accounts = accounts
        self._clock = clock
        self._held: OrderedDict[str, Session] = OrderedDict()
        self._turn, self._noting = Lock(), Lock()

    def begin(self, account: Account) -> str | None:
        """Begin a session and return its token; ``None`` where the account was removed, or got another password, a moment ago."""
        token, now = secrets.token_urlsafe(32), self._clock()
        try:
            if not self._accounts.begin_session(_hashed(token), account, now):
                return None
        except LedgerError:
            self._hold(_hashed(token), Session(account, now, now))
            return token
        # Those that are over, of whomever; another login will sweep where this cannot.
        with suppress(LedgerError):
            self._accounts.sweep_sessions(now - LONGEST, now - IDLE)
        return token

    def find(self, token: str) -> Session | None:
        """Return the session of a token, with the account as it is now; ``None`` where it is over."""
        session, now = self._find(_hashed(token)), self._clock()
        over = session is None or now - session.begun > LONGEST or now - session.used > IDLE
        return None if over else session

    def is_due(self, session: Session) -> bool:
        """Return whether it was not noted lately that a session is used."""
        return self._clock() - session.used >= NOTED_EVERY

    def note(self, token: str) -> None:
        """Note that a session was used. It may wait for a writer: it is for after a page was sent."""
        # One at a time: while the ledger is locked, no more than one thread waits for this.
        if not self._noting.acquire(blocking=False):
            return
        try:
            held = self._kept(_hashed(token))
            if held is None:
                self._accounts.note_session(_hashed(token), self._clock())
            else:
                self._hold(_hashed(token), replace(held, used=self._clock()))
        finally:
            self._noting.release()

    def end(self, token: str) -> None:
        """End a session."""
        with self._turn:
            held = self._held.pop(_hashed(token), None)
        if held is None and self._accounts.find_session(_hashed(token)) is not None:
            self._accounts.end_session(_hashed(token))

    def _find(self, key: str) -> Session | None:
        held = self._kept(key)
        if held is None:
            return self._accounts.find_session(key)
        now = self._accounts.find(held.account.name)
        return None if now is None or now.secret != held.account.secret else Session(now, held.begun, held.used)

    def _kept(self, key: str) -> Session | None:
        with self._turn:
            return self._held.get(key)

    def _hold(self, key: str, session: Session) -> None:
        with self._turn:
            self._held[key] = session
            while len(self._held) > SESSIONS_MOST:
                self._held.popitem(last=False)


def seal_for(token: str) -> str:
    """Return the secret that forms of a session carry; the token cannot be told from it."""
    return hmac.new(_bytes(token), b"seal", sha256).hexdigest()


def _hashed(token: str) -> str:
    return sha256(_bytes(token)).hexdigest()


def _bytes(token: str) -> bytes:
    return token.encode("utf8", "surrogatepass")


class Attempts:
    """Attempts to log in that were in vain, by name and by address; ``clock`` gives seconds."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        # How many, and until when the next has to wait.
        self._failed: OrderedDict[Hashable, tuple[int, float]] = OrderedDict()
        self._turn = Lock()

    def wait(self, keys: Iterable[Hashable]) -> float:
        """Return for how many seconds nobody may try by any of these, 0 where somebody may."""
        now = self._clock()
        with self._turn:
            return max((self._failed.get(key, (0, 0.0))[1] - now for key in keys), default=0.0) if self._failed else 0.0

    def fail(self, keys: Iterable[Hashable]) -> None:
        """Note an attempt in vain."""
        now = self._clock()
        with self._turn:
            for key in keys:
                many, until = self._failed.pop(key, (0, 0.0))
                # What happened long ago is forgotten.
                many = 1 if now - until > WAIT_MOST and many > FREE else many + 1
                self._failed[key] = many, now + (min(2.0 ** (many - FREE), WAIT_MOST) if many >= FREE else 0.0)
            while len(self._failed) > ATTEMPTS_MOST:
                self._failed.popitem(last=False)

    def clear(self, keys: Iterable[Hashable]) -> None:
        """Forget what failed, for somebody has shown who they are."""
        with self._turn:
            for key in keys:
                self._failed.pop(key, None)
