"""
A run reads inputs and gives an outcome for each, in the order of the inputs, in this process or in several.

One broken report, even one that takes its process down, never loses the others.
"""
from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from itertools import islice
from multiprocessing.connection import wait
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from according.errors import InputError, LexiconError, ModelError, tell_fault
from according.intake.files import hold_once, load
from according.intake.source import Source
from according.intake.text import Options, Received, receive
from according.report import Raw, Report
from according.statement import Reading

if TYPE_CHECKING:
    from according.reading.language import Language

# Read together: the parser is fastest on full batches, and memory stays flat over any number of inputs.
READ_TOGETHER = 16
# Reports longer than this together are read as they come.
TOGETHER_CHARACTERS = 100_000
# Batches waiting a process: enough that none is idle.
WAITING_EACH = 3
# Passes over the middle-aged before one over all that is held; Python's own number is 10.
FULL_PASS_EACH = 200
# A book's length: who hands over a text waits for its reading, and the parser takes a second for ten thousand characters or so.
UNREAD_LONGEST = 200_000
# One reading at a time, whoever asks this process for it: the language model is one, and a second reading would only make both slower.
READING_TURN = threading.Lock()
# No other report can be read either: the run ends.
NOT_THE_REPORTS_FAULT = (ModelError, LexiconError, ImportError)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one input: its reading and, where it could not be read, why not."""

    reading: Reading
    refused: str | None = None
    raw: Raw | None = None

    @property
    def path(self) -> str | None:
        """The input's path as given."""
        return self.reading.report.path


Told = TypeVar("Told")
# An input, or the report that it was received as already: what was looked up before it is read need not be loaded again.
Item: TypeAlias = Source | Received
# What reads inputs: their outcomes come in their order.
Reader: TypeAlias = Callable[[Iterable[Item]], Iterator[Outcome]]


def read_text(text: str, options: Options, language: Language | None = None) -> Reading:
    """
    Read one text, in English where no language is given.

    What is odd about the text itself comes first among the problems. A text that cannot be read gives a reading without statements, whose
    first problem says why.
    """
    received = receive(text, options)
    if received.refused is not None:
        return Reading(received.report, (), (received.refused, *received.problems))
    # Here and not above: this loads the language model's libraries, which a refused text does not need.
    from according.reading.reader import read_report

    return _with_problems(received, read_report(received.report, language))


def read_sources(sources: Iterable[Item], options: Options, jobs: int = 1, language: Language | None = None) -> Iterator[Outcome]:
    """Read inputs in this process or in ``jobs`` others; outcomes come in the order of the inputs."""
    with open_reader(options, jobs, language) as read:
        yield from read(sources)


@contextmanager
def open_reader(options: Options, jobs: int = 1, language: Language | None = None) -> Iterator[Reader]:
    """
    Give a function that reads inputs as :func:`read_sources` does and may be called again and again.

    The processes are started once and loaded once; they end with the block.
    """
    if jobs <= 1:
        yield lambda sources: read_here(sources, options, language)
        return
    crew = _Crew(options, jobs, language)
    try:
        yield crew.read
    except BaseException:
        # Whoever stops listening ("| head") does not wait for what is being read.
        crew.close(wait=False)
        raise
    crew.close()


def read_here(sources: Iterable[Item], options: Options, language: Language | None = None) -> Iterator[Outcome]:
    """Read inputs in this process, a few at a time; whatever is wrong with one is told in its outcome."""
    batch: list[Received | Outcome] = []
    characters = 0
    for source in sources:
        received = source if isinstance(source, Received) else receive_source(source, options)
        batch.append(received)
        # A refused input is not parsed, so its length does not count.
        characters += len(received.report.text) if isinstance(received, Received) else 0
        if len(batch) >= READ_TOGETHER or characters >= TOGETHER_CHARACTERS:
            yield from _read_batch(batch, language)
            batch, characters = [], 0
    yield from _read_batch(batch, language)


def settled(told: Iterable[Told]) -> Iterator[Told]:
    """
    Yield what comes of inputs with a collector that seldom makes full passes, and :func:`settle` once the first batch is through.

    For a process of our own: a command.
    """
    pass_seldom()
    for number, one in enumerate(told):
        if number == READ_TOGETHER:
            settle()
        yield one


def pass_seldom() -> None:
    """
    Let Python's garbage collector make its full passes a twentieth as often.

    A full pass goes through all that is held, and of a long report ever more is held until it is read. What is of no use soon after it was
    made, as nearly all of it is, still goes at once. For commands and their workers, as :func:`settle` is.
    """
    young, middle, _ = gc.get_threshold()
    gc.set_threshold(young, middle, FULL_PASS_EACH)


@contextmanager
def passing_seldom() -> Iterator[None]:
    """Make full passes as seldom as :func:`pass_seldom` does for the length of a block: for long work in a caller's own process."""
    before = gc.get_threshold()
    pass_seldom()
    try:
        yield
    finally:
        gc.set_threshold(*before)


def settle() -> None:
    """
    Keep what is loaded by now out of the full passes of Python's garbage collector, which go through it every hundred reports.

    The model and the word lists stay to the end of a process that reads; whatever else that process holds, it keeps too. So this is for
    commands and their workers, never for a caller's own process. Asked again it does nothing.
    """
    if not gc.get_freeze_count():
        # First what is of no use any more, which would be kept too.
        gc.collect()
        gc.freeze()


def receive_source(source: Source, options: Options) -> Received | Outcome:
    """Load an input and make a report of it; return an outcome that says why where it cannot be read."""
    try:
        data, taken = load(source)
        # A page knows its own day better than the feed or the archive that it came from.
        found = taken.facts.over(source.facts)
        received = receive(
            taken.text, options, path=source.name or source.path, source=source.path, found=found, pages=taken.pages,
            # Of the bytes as they came, before they are decoded: the ledger keeps it beside the text.
            raw=Raw.of(data, taken.extractor, found.retrieved), problems=(*source.problems, *taken.problems),
        )  # fmt: skip
    except InputError as error:
        return _refused(source.path, str(error))
    except Exception as error:  # noqa: BLE001 - a fault of what takes a text out of its bytes must not lose the other inputs
        return _refused(source.path, tell_fault(error))
    # Known to be unreadable before the parser is loaded: empty, or in another language.
    return received if received.refused is None else Outcome(Reading(received.report), received.refused.what)


def _read_batch(batch: list[Received | Outcome], language: Language | None) -> Iterator[Outcome]:
    readable = [received for received in batch if isinstance(received, Received)]
    # Read together, but told in the order of the inputs with the refused ones between them.
    read = iter(_read_together(readable, language) if readable else ())
    for received in batch:
        yield next(read) if isinstance(received, Received) else received


def _read_together(batch: list[Received], language: Language | None) -> list[Outcome]:
    from according.reading.reader import read_reports

    try:
        # Taken to the end inside the `try`: readings come one by one, and a fault shows only where one is asked for.
        readings = list(read_reports((received.report for received in batch), language))
    except NOT_THE_REPORTS_FAULT:
        raise
    except Exception as error:  # noqa: BLE001 - the one place where a fault of the program must not lose the other reports
        if len(batch) == 1:
            return [_refused(batch[0].report.path, tell_fault(error, "text"))]
        # One of the batch is at fault: each is read alone, and only that one is lost.
        return [outcome for received in batch for outcome in _read_together([received], language)]
    read = zip(batch, readings, strict=True)
    return [Outcome(_with_problems(received, reading), raw=received.raw) for received, reading in read]


def _with_problems(received: Received, reading: Reading) -> Reading:
    return replace(reading, problems=(*received.problems, *reading.problems)) if received.problems else reading


class _Crew:
    """
    Processes that read.

    When one dies, what waited is read again, report by report, to find the report that killed it.
    """

    def __init__(self, options: Options, jobs: int, language: Language | None) -> None:
        self.options = options
        self.language = language
        self.jobs = jobs
        self.pool = self._start(jobs)

    def read(self, sources: Iterable[Item]) -> Iterator[Outcome]:
        """Yield the outcomes in the order of the sources."""
        batches = self._cut(iter(sources))
        waiting: deque[tuple[list[Item], Future[list[Outcome]]]] = deque()
        while True:
            # A few batches ahead and no more: the texts of thousands of inputs would fill the memory.
            for batch in islice(batches, self.jobs * WAITING_EACH - len(waiting)):
                waiting.append((batch, self._submit(batch)))
            if not waiting:
                return
            # The oldest batch first, though another may be done before it: outcomes come in the order of the inputs.
            batch, future = waiting.popleft()
            try:
                yield from future.result()
            except BrokenProcessPool:
                # The pool is of no use any more, and all that was given to it is lost with it.
                yield from self._read_again([*batch, *(source for later, _ in waiting for source in later)])
                waiting.clear()

    def close(self, *, wait: bool = True) -> None:
        """Let the processes go, and unless told otherwise wait until they are gone."""
        self.pool.shutdown(wait=wait, cancel_futures=True)

    def _cut(self, sources: Iterator[Item]) -> Iterator[list[Item]]:
        """Yield the inputs in batches: full ones, and of the last inputs smaller and smaller ones, so that no process is idle."""
        ahead: deque[Item] = deque()
        while True:
            ahead.extend(map(_held, islice(sources, self.jobs * READ_TOGETHER - len(ahead))))
            if not ahead:
                return
            # An even share of what is in sight, rounded up: 16 inputs are four batches for four processes.
            yield [ahead.popleft() for _ in range(-(-len(ahead) // self.jobs))]

    def _submit(self, batch: list[Item]) -> Future[list[Outcome]]:
        try:
            return self.pool.submit(_read_list, batch, self._options_of(batch))
        except BrokenProcessPool as error:
            # The process died while nobody waited for it: told in its turn, as if this batch had met it.
            future: Future[list[Outcome]] = Future()
            future.set_exception(error)
            return future

    def _options_of(self, batch: list[Item]) -> Options:
        # A table of dates for all inputs would be sent along with every batch.
        return self.options.cut_to(item.path for item in batch if isinstance(item, Source))

    def _read_again(self, sources: list[Item]) -> Iterator[Outcome]:
        # One process and one report at a time: if it dies, it is plain which report it was.
        self._restart(1)
        for source in sources:
            try:
                yield from self.pool.submit(_read_list, [source], self._options_of([source])).result()
            except BrokenProcessPool:
                yield _refused(_path_of(source), "reading it ended the process (out of memory?); give it more memory or split it")
                self._restart(1)
        # What is left is read as before, by all processes.
        self._restart(self.jobs)

    def _restart(self, jobs: int) -> None:
        self.close(wait=False)
        self.pool = self._start(jobs)

    def _start(self, jobs: int) -> ProcessPoolExecutor:
        return start_processes(jobs, _take_language, self.language)


# What a process reads by, given once when it starts: sent with each batch, it would be another language each time.
_LANGUAGE: ContextVar[Language | None] = ContextVar("language", default=None)


def _take_language(language: Language | None) -> None:
    _LANGUAGE.set(language)


def count_cores() -> int:
    """Return how many cores this process may use: where it is given fewer than the machine has, as in a container, these."""
    # Not every system says.
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def start_processes(jobs: int, begin: Callable[[Any], object], given: object) -> ProcessPoolExecutor:
    """Return so many processes that work for this one, and leave Ctrl-C to it; each begins with what is ``given``."""
    # "spawn" everywhere: a fork of a process with threads (BLAS, a progress bar) can hang.
    context = multiprocessing.get_context("spawn")
    return Processes(jobs, mp_context=context, initializer=_begin, initargs=(begin, given))


class Processes(ProcessPoolExecutor):
    """
    Processes that Ctrl-C leaves alone from their first moment.

    It reaches every process of the terminal, and each would print a traceback of its own, also while it is still loading.
    """

    def submit(self, *given: Any, **more: Any) -> Future[Any]:
        """Give a process something to do, and start it where one is wanted still."""
        # Here they are started, and begin with what this thread holds back. Windows holds nothing back.
        if not hasattr(signal, "pthread_sigmask"):
            return super().submit(*given, **more)
        before = signal.pthread_sigmask(signal.SIG_BLOCK, ())
        try:
            signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
            return super().submit(*given, **more)
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin(begin: Callable[[Any], object], given: object) -> None:
    pass_seldom()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    if (parent := multiprocessing.parent_process()) is not None:
        threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()
    begin(given)


def _end_with(parent: int) -> None:
    """End this process with the one that it works for: without that, nothing would ever tell it to."""
    wait([parent])
    os._exit(1)


def _held(item: Item) -> Item:
    return item if isinstance(item, Received) else hold_once(item)


def _path_of(item: Item) -> str | None:
    return item.report.path if isinstance(item, Received) else item.path


def _read_list(sources: list[Item], options: Options) -> list[Outcome]:
    outcomes = list(read_here(sources, options, _LANGUAGE.get()))
    settle()
    return outcomes


def _refused(path: str | None, what: str) -> Outcome:
    return Outcome(Reading(Report("", path=path)), what)
