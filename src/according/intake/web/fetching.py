"""
One address to its bytes: judged, polite, bounded in time, bytes and redirects, and without a trace of who asked.

Nothing is kept of an answer but its bytes and headers: no cookie, no password. A proxy or a password that the environment names is not
used either, for a proxy would connect to addresses that nobody judged.
"""

from __future__ import annotations

import http.client
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin

from according.errors import FetchError, InputError
from according.intake.web.addresses import Address, Guard, Resolve, look_up, read_address, read_allowed
from according.intake.web.coding import codings, unpack
from according.intake.web.connecting import find_ips, request
from according.intake.web.pacing import DELAY, Clock, Pace
from according.intake.web.robots import ROBOTS_LONGEST, Robots
from according.intake.wishes import NO_WISHES, Wishes

NOT_MODIFIED = 304
REDIRECTS = frozenset({301, 302, 303, 307, 308})
# Come again later; `Retry-After` may say when.
LATER = frozenset({429, 503})
# Where a host does not say when: after so many seconds, then after twice as many.
LATER_FIRST = 2.0
PIECE_READ = 65_536
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:+-]{1,40})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Limits:
    """
    What a fetch may cost.

    ``seconds`` bounds each request from the look-up of its name to its last byte, ``wait_longest`` each wait that a host asks for before
    it is asked again, and ``delay`` lies between two requests to one host. ``most`` is in bytes, packed and unpacked. ``robots`` says
    whether robots files are asked for and obeyed: feeds are made for programs.
    """

    seconds: float = 60.0
    most: int = 40_000_000
    redirects: int = 5
    tries: int = 3
    wait_longest: float = 60.0
    delay: float = DELAY
    robots: bool = True


LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Fetched:
    """
    What an address gave: its bytes as they were sent, unpacked; ``url`` is where the last redirect led.

    ``headers`` have their names in small letters. ``retrieved`` is the hour in UTC. With ``status`` 304 there are no bytes: nothing changed
    since the ``etag`` or the date that was sent along.
    """

    data: bytes
    url: str
    status: int
    headers: Mapping[str, str]
    retrieved: datetime

    @property
    def charset(self) -> str | None:
        """The encoding that the header names, if it names one."""
        found = _CHARSET.search(self.headers.get("content-type", ""))
        return found[1] if found else None


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    headers: Mapping[str, str]
    data: bytes


@dataclass(slots=True)
class Fetcher:
    """Fetches addresses one after another: each host's robots file is had once, and no host is asked faster than it likes."""

    wishes: Wishes = NO_WISHES
    limits: Limits = LIMITS
    resolve: Resolve = look_up
    clock: Clock = field(default_factory=Clock)
    _pace: Pace = field(init=False)
    _robots: Robots = field(init=False)
    _guard: Guard = field(init=False)

    def __post_init__(self) -> None:
        self._pace = Pace(self.clock)
        self._robots = Robots(self._get_robots)
        self._guard = Guard(frozenset(map(str.lower, self.wishes.hosts)) | read_allowed(), self.resolve)

    def fetch(self, url: str, etag: str | None = None, modified: str | None = None) -> Fetched:
        """
        Fetch one address.

        ``etag`` and ``modified`` are the headers ``ETag`` and ``Last-Modified`` of an answer had before: where nothing has changed, the
        answer has status 304 and no bytes. Raises :class:`~according.errors.InputError`, which names the address and says what to do.
        """
        since = {"If-None-Match": etag, "If-Modified-Since": modified}
        headers = {name: value for name, value in since.items() if value}
        address, answer = self._follow(read_address(url), headers, polite=self.limits.robots)
        if not (200 <= answer.status < 300 or answer.status == NOT_MODIFIED):
            raise FetchError(f"{address.shown}: not fetched: {_told(answer.status)}", answer.status)
        return Fetched(answer.data, address.url, answer.status, answer.headers, self.clock.now())

    def _follow(self, address: Address, headers: Mapping[str, str], *, polite: bool) -> tuple[Address, _Answer]:
        """Ask for an address and for those that it sends on to; each is judged as the first was."""
        first = address
        for _ in range(self.limits.redirects + 1):
            answer = self._ask_again(address, headers, polite=polite)
            where = answer.headers.get("location")
            if answer.status not in REDIRECTS or not where:
                return address, answer
            try:
                address = read_address(urljoin(address.url, where))
            except (InputError, ValueError) as error:
                raise InputError(f"{first.shown}: it sends on to another address: {error}") from None
        raise InputError(f"{first.shown}: not fetched: it sends on more than {self.limits.redirects} times; give the page's own address")

    def _ask_again(self, address: Address, headers: Mapping[str, str], *, polite: bool) -> _Answer:
        """Ask for one address, and again where it asks to come later and does not ask for too much."""
        for at in range(self.limits.tries):
            # A host's robots file is asked for with its first page, and no delay is due between the two.
            if polite:
                # Judged before its robots file is asked for, so that a host that is refused is told as that.
                if not self._robots.has(address):
                    find_ips(address, self._guard, self.limits.seconds)
                self._pace.wait(address.host, max(self._robots.check(address) or 0.0, self.limits.delay))
            answer = self._ask(address, headers, self.limits.most)
            wait = _wait(answer, self.clock.now(), LATER_FIRST * 2**at)
            if wait is None:
                return answer
            if at + 1 == self.limits.tries or wait > self.limits.wait_longest:
                break
            self.clock.sleep(wait)
        raise FetchError(f"{address.shown}: not fetched: {_told(answer.status)} (asked again in {wait:,.0f} s)", answer.status, wait)

    def _ask(self, address: Address, headers: Mapping[str, str], most: int) -> _Answer:
        asked = {"Accept-Encoding": codings(), "Accept": "text/html,application/xhtml+xml,*/*;q=0.8", "Accept-Language": "en", **headers}
        with request(address, self._guard, self.limits.seconds, asked) as answer, _named(address):
            said = {name.lower(): value for name, value in answer.getheaders() if not name.lower().startswith("set-cookie")}
            if not 200 <= answer.status < 300:
                # What an error's page says is not read: it may never end.
                return _Answer(answer.status, said, b"")
            return _Answer(answer.status, said, unpack(_pieces(answer, most), said.get("content-encoding", ""), most))

    def _get_robots(self, address: Address) -> tuple[int, bytes]:
        # Redirects are followed, five at most (RFC 9309, 2.3.1.2), and no robots file is asked for on their way.
        _, answer = self._follow(address, {}, polite=False)
        return answer.status, answer.data[: ROBOTS_LONGEST + 1]


def fetch(url: str, wishes: Wishes = NO_WISHES) -> Fetched:
    """Fetch one address; raises as :meth:`Fetcher.fetch` does. For more than one, a :class:`Fetcher` keeps the pace between them."""
    return Fetcher(wishes).fetch(url)


@contextmanager
def _named(address: Address) -> Iterator[None]:
    """Put the address before what is said of its body."""
    try:
        yield
    except InputError as error:
        raise InputError(f"{address.shown}: not fetched: {error}") from None


def _pieces(answer: http.client.HTTPResponse, most: int) -> Iterator[bytes]:
    """Yield a body as it comes in, at most a little more than ``most`` bytes of it, and refuse one that ends before it should."""
    length = answer.length
    if length is not None and length > most:
        raise InputError(f"longer than {most:,} bytes; save what you need of it and give the file")
    got = 0
    # "read1" gives what is there; "read" would wait for a whole piece from a host that sends a byte a second.
    while piece := answer.read1(PIECE_READ):
        got += len(piece)
        yield piece
    if length is not None and got < length:
        raise InputError(f"its body is cut off: {got:,} of {length:,} bytes came; try again later")


def _wait(answer: _Answer, now: datetime, otherwise: float) -> float | None:
    """Return after how many seconds a host wants to be asked again; ``None`` where it does not ask for that."""
    if answer.status not in LATER:
        return None
    said = answer.headers.get("retry-after", "").strip()
    if said.isascii() and said.isdigit():
        return float(said[:9])
    try:
        day = parsedate_to_datetime(said)
    except ValueError:
        return otherwise
    return max(0.0, ((day if day.tzinfo else day.replace(tzinfo=UTC)) - now).total_seconds())


def _told(status: int) -> str:
    """Say what a status means and what to do."""
    what = http.client.responses.get(status, "unknown").lower()
    if status in (401, 402, 403, 451):
        return f"the site does not give it to programs or without an account ({status}, {what}); open the page, save it and give the file"
    if status in (404, 410):
        return f"there is no such page ({status}, {what}); check the address"
    if status in LATER or status >= 500:
        return f"the site cannot answer now ({status}, {what}); try again later"
    return f"the site answers with status {status} ({what}); check the address"
