"""
A run: inputs in, outcomes out, in the order of the inputs, in this process or in several.

One broken report, even one that takes its process down, never loses the others.
"""
from __future__ import annotations

import multiprocessing
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice

from according.errors import InputError, LexiconError, ModelError
from according.intake.files import Source, load
from according.intake.text import receive
from according.report import Report
from according.statement import Reading

# Reports waiting a process: enough that none is idle, few enough that memory stays flat over any number of inputs.
WAITING_EACH = 8


@dataclass(frozen=True, slots=True)
class Options:
    """What a user says of the reports that they do not say of themselves."""

    published: date | None = None
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one input: its reading and, where it could not be read, why not."""

    reading: Reading
    refused: str | None = None

    @property
    def path(self) -> str | None:
        """The input's path as given."""
        return self.reading.report.path


def read_text(text: str, *, path: str | None = None, published: date | None = None, title: str | None = None) -> Outcome:
    """Read one text; what is odd about the text itself comes first among the problems."""
    received = receive(text, path=path, published=published, title=title)
    if received.refused is not None:
        return Outcome(Reading(received.report, (), (received.refused, *received.problems)), received.refused.what)
    # Here and not above: this loads the language model's libraries, which a refused input does not need.
    from according.reading.reader import read_report

    reading = read_report(received.report)
    return Outcome(replace(reading, problems=(*received.problems, *reading.problems)))


def read_source(source: Source, options: Options) -> Outcome:
    """Read one input; whatever is wrong with it is told in the outcome."""
    try:
        if source.refused is not None:
            raise InputError(source.refused)
        return read_text(load(source.path), path=source.path, published=options.published, title=options.title)
    except InputError as error:
        return _refused(source, str(error))
    except (ModelError, LexiconError, ImportError):
        # Not the report's fault: no other report can be read either.
        raise
    except Exception as error:  # noqa: BLE001 - the one place where a fault of the program must not lose the other reports
        return _refused(source, f"the program failed on it ({type(error).__name__}: {_one_line(error)}); please report this with the text")


def read_sources(sources: Iterable[Source], options: Options, jobs: int = 1) -> Iterator[Outcome]:
    """Read inputs one after the other, or with ``jobs`` processes; outcomes come in the order of the inputs."""
    if jobs > 1:
        yield from _Crew(options, jobs).read(iter(sources))
    else:
        for source in sources:
            yield read_source(source, options)


class _Crew:
    """Processes that read; when one dies, those reports that waited are read again, each alone, to find the one that killed it."""

    def __init__(self, options: Options, jobs: int) -> None:
        self.options = options
        self.jobs = jobs
        self.pool = self._start(jobs)

    def read(self, sources: Iterator[Source]) -> Iterator[Outcome]:
        waiting: deque[tuple[Source, Future[Outcome]]] = deque()
        try:
            while True:
                room = self.jobs * WAITING_EACH - len(waiting)
                waiting.extend((source, self._submit(source)) for source in islice(sources, room))
                if not waiting:
                    return
                source, future = waiting.popleft()
                try:
                    yield future.result()
                except BrokenProcessPool:
                    yield from self._read_again([source, *(source for source, _ in waiting)])
                    waiting.clear()
        finally:
            self.pool.shutdown(wait=False, cancel_futures=True)

    def _submit(self, source: Source) -> Future[Outcome]:
        try:
            return self.pool.submit(read_source, source, self.options)
        except BrokenProcessPool as error:
            future: Future[Outcome] = Future()
            future.set_exception(error)
            return future

    def _read_again(self, sources: list[Source]) -> Iterator[Outcome]:
        self.pool.shutdown(wait=False, cancel_futures=True)
        self.pool = self._start(1)
        for source in sources:
            try:
                yield self.pool.submit(read_source, source, self.options).result()
            except BrokenProcessPool:
                yield _refused(source, "reading it ended the process (out of memory?); give it more memory or split it")
                self.pool.shutdown(wait=False)
                self.pool = self._start(1)
        self.pool.shutdown(wait=False)
        self.pool = self._start(self.jobs)

    @staticmethod
    def _start(jobs: int) -> ProcessPoolExecutor:
        # "spawn" everywhere: a fork of a process with threads (BLAS, a progress bar) can hang.
        return ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("spawn"), initializer=_ignore_interrupt)


def _ignore_interrupt() -> None:
    """Leave Ctrl-C to the parent, which ends its workers in order."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _refused(source: Source, what: str) -> Outcome:
    return Outcome(Reading(Report("", path=source.path)), what)


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())[:200]
