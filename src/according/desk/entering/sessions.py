"""Who is logged in at a desk, and how often somebody tried in vain: kept by the process, and gone with it."""

from __future__ import annotations

import secrets
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from hashlib import sha256
from threading import Lock
from time import monotonic

from according.ledger.account import Account

# In seconds: a session ends when it was not used for a day's work, and at the latest after a week.
IDLE, LONGEST = 12 * 3600.0, 7 * 24 * 3600.0
# More than these are not kept; those that were used longest ago go first.
SESSIONS_MOST, ATTEMPTS_MOST = 10_000, 10_000
# So many attempts in vain are free; after each further one twice as long must be waited, at most so many seconds.
FREE, WAIT_MOST = 5, 300.0


@dataclass(slots=True)
class Session:
    """Somebody logged in: by whose account as it was then, and the secret that the session's forms carry."""

    account: Account
    seal: str
    begun: float
    used: float


class Sessions:
    """Sessions by their tokens, of which only the hashes are kept; ``clock`` gives seconds."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._held: OrderedDict[str, Session] = OrderedDict()
        self._turn = Lock()

    def begin(self, account: Account) -> str:
        """Begin a session and return its token."""
        token, now = secrets.token_urlsafe(32), self._clock()
        with self._turn:
            self._held[_hashed(token)] = Session(account, secrets.token_urlsafe(24), now, now)
            while len(self._held) > SESSIONS_MOST:
                self._held.popitem(last=False)
        return token

    def find(self, token: str) -> Session | None:
        """Return the session of a token, ``None`` where it is over."""
        key, now = _hashed(token), self._clock()
        with self._turn:
            session = self._held.get(key)
            if session is not None and (now - session.used > IDLE or now - session.begun > LONGEST):
                session = self._held.pop(key, None) and None
            if session is not None:
                session.used = now
                self._held.move_to_end(key)
        return session

    def end(self, token: str) -> None:
        """End a session."""
        with self._turn:
            self._held.pop(_hashed(token), None)


def _hashed(token: str) -> str:
    return sha256(token.encode("utf8", "surrogatepass")).hexdigest()


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
