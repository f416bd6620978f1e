"""
The tray: what was handed in and is not filed yet, kept by the server for a while, and what is being done with it.

A parcel is everything that one form sent. It is looked through, read and filed in a thread of its own, so that no request waits for it; one
parcel at a time is read in a process.
"""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from typing import Literal

from according.desk.uploads import Upload
from according.errors import AccordingError, LedgerError, tell_fault
from according.intake.source import Source
from according.intake.text import Options
from according.ledger.store import SqlLedger
from according.services.add import Filed, file_sources
from according.services.group import group_figures
from according.services.papers.drafts import (
    Company,
    Draft,
    ToldOf,
    draft_sources,
    draft_text,
    find_company,
    find_told_of,
    is_ready_to_read,
    read_draft,
)
from according.services.read import READING_TURN, Outcome

# In seconds: so long a parcel is kept after it was looked at last.
KEPT_FOR = 3600.0
# So many are kept at once; the one that was not looked at for longest makes room, unless something is being done with it.
PARCELS_MOST = 20
# Reports of one parcel; more are what `according add` is for.
REPORTS_MOST = 2_000
# Characters of all their texts: they are held until they are filed.
CHARACTERS_MOST = 60_000_000
# After filing so many groups are told for each report.
COMPANY_SHOWN = 12
# Of so many reports the events are named, and so many events.
REPORTS_NAMED, EVENTS_NAMED = 20, 60

State = Literal["looking", "reading", "ready", "filing", "grouping", "filed"]
BUSY: frozenset[State] = frozenset({"looking", "reading", "filing", "grouping"})


@dataclass(frozen=True, slots=True)
class FiledReport:
    """What became of one report of a parcel, the groups of its figures, and the events of these."""

    filed: Filed
    company: tuple[Company, ...] = ()
    # The events that the groups are of, as far as these are named.
    events: tuple[ToldOf, ...] = ()

    def event_of(self, figure: str) -> ToldOf | None:
        """Return the event that a figure is in, where it is named."""
        return next((event for event in self.events if figure in event.figures), None)


@dataclass(eq=False, slots=True)
class Parcel:
    """
    What one form sent.

    ``fields`` are as typed, so that the form can be shown again; ``uploads`` are the files. ``drafts`` are what it would be filed as,
    ``read`` the readings that were asked for, by the places of their drafts. ``done`` of ``total`` says how far the work has come,
    ``told`` what a person should know, and ``failed`` why the last work ended early.
    """

    fields: Mapping[str, str]
    uploads: Sequence[Upload]
    options: Options
    told: list[str] = field(default_factory=list)
    id: str = field(default_factory=lambda: secrets.token_urlsafe(12))
    state: State = "looking"
    drafts: list[Draft] = field(default_factory=list)
    read: dict[int, Outcome] = field(default_factory=dict)
    results: list[FiledReport] = field(default_factory=list)
    done: int = 0
    total: int = 0
    waits: bool = False
    loads: bool = False
    failed: str | None = None
    seen: float = field(default_factory=time.monotonic)
    idle: threading.Event = field(default_factory=threading.Event)

    @property
    def is_busy(self) -> bool:
        """Whether something is being done with it."""
        return self.state in BUSY

    @property
    def readable(self) -> list[Draft]:
        """The drafts that can be read."""
        return [draft for draft in self.drafts if draft.refused is None]


class Tray:
    """The parcels of a desk, by their ids, which nobody can guess."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._parcels: dict[str, Parcel] = {}

    def get(self, id: str) -> Parcel | None:
        """Return a parcel, or ``None`` where it is not kept any more."""
        with self._lock:
            self._forget_old()
            if (parcel := self._parcels.get(id)) is not None:
                parcel.seen = self._clock()
            return parcel

    def put(self, parcel: Parcel, ledger: SqlLedger) -> None:
        """Keep a parcel and begin to look it through; raises LedgerError where too many are being worked on."""
        with self._lock:
            self._forget_old()
            idle = [one for one in self._parcels.values() if not one.is_busy]
            if len(self._parcels) >= PARCELS_MOST:
                if not idle:
                    raise LedgerError("the desk is busy with many other inputs; nothing is lost: send this again in a minute")
                self._parcels.pop(min(idle, key=lambda one: one.seen).id)
            parcel.seen = self._clock()
            self._parcels[parcel.id] = parcel
        self._begin(parcel, lambda: _look(parcel, ledger))

    def keep(self, parcel: Parcel) -> None:
        """Keep a parcel's files until its form is right, if there is room."""
        with self._lock:
            self._forget_old()
            if len(self._parcels) < PARCELS_MOST:
                parcel.seen = self._clock()
                self._parcels[parcel.id] = parcel

    def read(self, parcel: Parcel, at: int) -> None:
        """Begin to read one draft of a parcel, if it is not read yet and nothing else is being done."""
        if at not in parcel.read and self._take(parcel, "reading"):
            self._begin(parcel, lambda: _read(parcel, at))

    def file(self, parcel: Parcel, ledger: SqlLedger) -> None:
        """Begin to file a parcel, if nothing is being done with it; what is filed already is not filed again."""
        if parcel.readable and self._take(parcel, "filing"):
            self._begin(parcel, lambda: _file(parcel, ledger))

    def drop(self, parcel: Parcel) -> None:
        """Forget a parcel."""
        with self._lock:
            if not parcel.is_busy:
                self._parcels.pop(parcel.id, None)

    def _take(self, parcel: Parcel, state: State) -> bool:
        """Set a parcel to work and return whether it was free; two who press a button at once begin one work."""
        with self._lock:
            if parcel.state != "ready":
                return False
            parcel.state = state
            return True

    def _begin(self, parcel: Parcel, work: Callable[[], State]) -> None:
        parcel.idle.clear()
        parcel.failed, parcel.done = None, 0
        # A daemon: who ends the desk does not wait, and what is being filed is filed whole or not at all.
        threading.Thread(target=_work, args=(parcel, work), name=f"parcel {parcel.id}", daemon=True).start()

    def _forget_old(self) -> None:
        old = [one.id for one in self._parcels.values() if not one.is_busy and self._clock() - one.seen > KEPT_FOR]
        for id in old:
            del self._parcels[id]


def _work(parcel: Parcel, work: Callable[[], State]) -> None:
    """Do something with a parcel; whatever goes wrong is told on its page, and the parcel is kept."""
    state: State = "ready"
    try:
        state = work()
    except AccordingError as error:
        parcel.failed = str(error)
    except Exception as error:  # noqa: BLE001 - a thread has nobody above it whom a fault could be told
        parcel.failed = tell_fault(error)
    finally:
        parcel.waits = parcel.loads = False
        parcel.state = state
        parcel.idle.set()


def _look(parcel: Parcel, ledger: SqlLedger) -> State:
    """Look a parcel through: what would be read as what. A single report is read at once."""
    text, link = parcel.fields.get("text", ""), parcel.fields.get("link", "").strip()
    sources = [Source(upload.name, name=upload.name, data=upload.data) for upload in parcel.uploads]
    sources += [Source(link)] if link else []
    parcel.total = len(sources) + bool(text.strip())
    if text.strip():
        parcel.drafts.append(draft_text(ledger, text, parcel.options))
    held = 0
    for draft in draft_sources(ledger, sources, parcel.options, lambda more: _extend(parcel, more)):
        held += len(draft.report.text)
        if len(parcel.drafts) >= REPORTS_MOST or held > CHARACTERS_MOST:
            parcel.told.append(f"only the first {len(parcel.drafts):,} reports are taken; run `according add` for so many")
            break
        parcel.drafts.append(draft)
        parcel.done += 1
    if len(parcel.drafts) == 1 and parcel.readable:
        parcel.state = "reading"
        return _read(parcel, 0)
    return "ready"


def _extend(parcel: Parcel, more: int) -> None:
    parcel.total += more


def _read(parcel: Parcel, at: int) -> State:
    with _turn(parcel):
        outcome = read_draft(parcel.drafts[at])
    # Of many reports only the last that was looked at is held.
    parcel.read = {at: outcome}
    return "ready"


def _file(parcel: Parcel, ledger: SqlLedger) -> State:
    parcel.total, parcel.results = len(parcel.readable), []
    with _turn(parcel):
        for filed in file_sources(ledger, [draft.held for draft in parcel.readable if not isinstance(draft.held, Outcome)], Options()):
            parcel.results.append(FiledReport(filed))
            parcel.done += 1
            parcel.loads = False
        parcel.state = "grouping"
        group_figures(ledger)
    reports = [one.filed.receipt.report for one in parcel.results if one.filed.receipt is not None]
    events = find_told_of(ledger, reports[:REPORTS_NAMED], EVENTS_NAMED)
    parcel.results = [FiledReport(one.filed, _company(ledger, one.filed), events) for one in parcel.results]
    parcel.read = {}
    return "filed"


def _company(ledger: SqlLedger, filed: Filed) -> tuple[Company, ...]:
    return () if filed.receipt is None else tuple(islice(find_company(ledger, filed.receipt.report), COMPANY_SHOWN))


@contextmanager
def _turn(parcel: Parcel) -> Iterator[None]:
    """Take the turn to read; where another parcel has it, it is waited for and said so."""
    parcel.waits = not READING_TURN.acquire(blocking=False)
    if parcel.waits:
        READING_TURN.acquire()
        parcel.waits = False
    try:
        parcel.loads = not is_ready_to_read()
        yield
    finally:
        READING_TURN.release()
