"""
A ledger as Python users have it: what the commands can do, as methods.

Filters are those of the commands, by the names of :class:`according.services.filters.Filters`; days are text or dates.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import fields
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from according import records, statement
from according.api.results import Contents, Damage, Event, Evidence, Match, Receipt, Reckoning, Ruling, widen
from according.errors import RequestError
from according.ledger import opening
from according.services.filters import Filters, Method
from according.services.requests import make_parameters, make_query

if TYPE_CHECKING:
    from according.intake.text import Options
    from according.ledger.store import SqlLedger
    from according.services.words import Own

# Taken from the record, so that a new filter of the commands is one here at once (tests/api/test_ledger_door.py).
FILTER_NAMES = frozenset(field.name for field in fields(Filters))


def open_ledger(url: str | Path | None = None, *, create: bool = True, read_only: bool = False) -> Ledger:
    """
    Open the ledger at an address: a file's path, ``sqlite:///PATH`` or ``postgresql://USER@HOST/DATABASE``.

    Without an address it is the user's own, as for the commands. A ledger that is not there is made, unless ``create`` is false or it is
    opened to ``read_only``. A ``with`` block closes it. Raises :class:`~according.errors.LedgerError` for what is no ledger and for what
    cannot be reached.
    """
    address = opening.default_url() if url is None else os.fspath(url)
    return Ledger(opening.open_ledger(address, create=create, read_only=read_only))


class Ledger:
    """
    An open ledger; made by :func:`open_ledger`.

    Questions never write. Every method raises :class:`~according.errors.LedgerError` where the database cannot do what is asked.
    """

    def __init__(self, store: SqlLedger) -> None:
        self._store = store

    def __enter__(self) -> Ledger:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._store.__exit__(kind, error, trace)

    def __repr__(self) -> str:
        return f"<according ledger {self.name}>"

    @property
    def name(self) -> str:
        """The ledger's file, or its address without the password."""
        return self._store.name

    # -- filing ----------------------------------------------------------------------------------------------------

    def add(self, *readings: statement.Reading, group: bool = True) -> list[Receipt]:
        """
        File readings, all of them or none, group their figures, and return a receipt for each.

        Filing a reading again changes nothing and says so (``known``). Who files thousands one by one gives ``group=False`` and calls
        :meth:`group` in the end. Raises :class:`ValueError` for readings by different words, which are to be filed apart.
        """
        # A reading that was taken out of a ledger, or read without words of one's own, says nothing: `None`.
        versions = {getattr(reading, "read_by", None) for reading in readings}
        if len(versions) > 1:
            raise ValueError("readings by different words; file those of each words with an add of their own")
        receipts = self._store.add_all([(reading, None) for reading in readings], versions=next(iter(versions), None))
        if group:
            self.group()
        return [widen(Receipt, receipt, path=reading.report.path) for receipt, reading in zip(receipts, readings, strict=True)]

    def add_files(
        self, *paths: str | Path, published: date | str | None = None, title: str | None = None, publisher: str | None = None,
        url: str | None = None, dates: str | Path | None = None, date_pattern: str | None = None, jobs: int = 1, words: Own | None = None,
    ) -> Iterator[Receipt]:  # fmt: skip
        """
        Read and file files of any kind (docs/inputs.md), and those of folders, and yield a receipt for each report once it is filed.

        What is given beside the paths wins over what the reports say of themselves. It is said of all of them, of each in a table
        (``dates``), or by the files' names (``date_pattern``). ``words`` are your own on top of the lists. ``jobs`` is how many
        processes read. A file that cannot be read is told in its receipt (``refused``).

        Nothing is done before the first receipt is asked for; the figures are grouped when the last one has been taken. Raises
        :class:`~according.errors.RequestError` for a table with a row that cannot be followed, before anything is filed.
        """
        from according.intake.catalogue import read_catalogue
        from according.intake.files import find_sources
        from according.intake.text import Options
        from according.intake.unpacking import count_useful, unpack
        from according.services.add import file_sources
        from according.services.requests import read_day
        from according.services.words import find_language

        language = None if words is None else find_language(words)
        table = None if dates is None else os.fspath(dates)
        sources = list(find_sources([os.fspath(path) for path in paths], table))
        catalogue = read_catalogue(table, date_pattern, sources)
        # The commands tell these and go on; a program would not hear it, and would file reports under wrong dates.
        if catalogue is not None and catalogue.problems:
            raise RequestError("dates", "; ".join(catalogue.problems))
        options: Options = Options(read_day(_text(published), "published"), title, publisher, url, catalogue)
        # No more processes than inputs: a single one is read here.
        reports = unpack(sources, options.wishes)
        for filed in file_sources(self._store, reports, options, count_useful(jobs, sources), language):
            # What cannot be read has no receipt of the ledger's: an empty one holds the reason.
            receipt = filed.receipt or records.Receipt("", "refused")
            yield widen(Receipt, receipt, path=filed.outcome.path, refused=filed.outcome.refused)
        self.group()

    def group(self) -> int:
        """Group the figures that wait for it, and return how many did."""
        # Here and not above, as in every method: a ledger that is only asked needs none of it.
        from according.services.group import group_figures

        return group_figures(self._store)

    # -- asking ----------------------------------------------------------------------------------------------------

    def questions(
        self, *, rules: str | None = None, house: Iterable[str] = (), conflicts: str | Path | None = None,
        publishers: str | Path | None = None, offices: str | Path | None = None, **filters: date | str | None,
    ) -> Iterator[Reckoning]:  # fmt: skip
        """
        Yield the reckoning of every question that has a figure which fits, in order of its earliest figure.

        Raises :class:`~according.errors.RequestError`, with its field, for a filter's value that is none.
        """
        from according.services.ask import count_ungrouped, list_questions

        query, parameters = _query(filters), make_parameters(_method(rules, house, conflicts, publishers, offices))
        waiting = count_ungrouped(self._store, query)
        # A generator of its own, so that a wrong filter is told by the call and not by the first question.
        return (widen(Reckoning, found, ungrouped=waiting) for found in list_questions(self._store, query, parameters))

    def reckon(
        self, *, question: str | None = None, rules: str | None = None, house: Iterable[str] = (), conflicts: str | Path | None = None,
        publishers: str | Path | None = None, offices: str | Path | None = None, **filters: date | str | None,
    ) -> Reckoning:  # fmt: skip
        """
        Answer one question: the one that an id names, or else of those that the filters fit the one that fits best.

        ``question`` is the id of a question or of a figure in it, or its first six digits or more. Raises
        :class:`~according.errors.QuestionError` where nothing fits, or too much, and :class:`~according.errors.RequestError`, with its
        field, for a filter's value that is none.
        """
        from according.services.ask import answer, question_of

        query, parameters = _query(filters), make_parameters(_method(rules, house, conflicts, publishers, offices))
        found = answer(self._store, query, parameters) if question is None else question_of(self._store, question, query, parameters)
        return widen(Reckoning, found.reckoning, others=found.others, ungrouped=found.ungrouped, grouped=found.grouped)

    def events(
        self, *, conflicts: str | Path | None = None, publishers: str | Path | None = None, offices: str | Path | None = None,
        **filters: date | str | None,
    ) -> Iterator[Event]:  # fmt: skip
        """
        Yield the events that have a figure which fits, the newest first and of one day the largest.

        Raises :class:`~according.errors.RequestError`, with its field, for a filter's value that is none.
        """
        from according.services.ask import count_ungrouped
        from according.services.events import list_events

        query, parameters = _query(filters), make_parameters(_method(None, (), conflicts, publishers, offices))
        waiting = count_ungrouped(self._store, query)
        # A generator of its own, so that a wrong filter is told by the call and not by the first event.
        return (widen(Event, found, ungrouped=waiting) for found in list_events(self._store, query, parameters))

    def event(
        self, what: str, *, conflicts: str | Path | None = None, publishers: str | Path | None = None, offices: str | Path | None = None,
        **filters: date | str | None,
    ) -> Event:  # fmt: skip
        """
        Return one event: by its id, by that of a question or figure in it, or by words that its reports hold.

        Raises :class:`~according.errors.QuestionError` where no event is meant, and :class:`~according.errors.RequestError`, with its
        field, for a filter's value that is none.
        """
        from according.services.events import find_event

        query, parameters = _query(filters), make_parameters(_method(None, (), conflicts, publishers, offices))
        found = find_event(self._store, what, query, parameters)
        return widen(Event, found.event, others=found.others, ungrouped=found.ungrouped)

    def search(self, words: str, *, limit: int = 20) -> list[Match]:
        """Return the reports in which the words stand, best first, each with a passage of its text."""
        return [Match(filing, passage) for filing, passage in self._store.search(words, limit=limit)]

    def evidence(self, figure: str) -> Evidence:
        """
        Return a figure with its report's text and the rulings on it.

        The figure is given by its id or the first six digits or more of it. Raises :class:`~according.errors.LedgerError` for an id that
        the ledger does not have, and :class:`~according.errors.RequestError` for the id of a statement.
        """
        from according.services.evidence import find_evidence

        return widen(Evidence, find_evidence(self._store, figure))

    def contents(self) -> Contents:
        """Count what is in the ledger."""
        return widen(Contents, self._store.contents())

    def check(self) -> Iterator[Damage]:
        """Recompute every hash, seal and span and yield what does not fit. Nothing is mended."""
        return (widen(Damage, problem) for problem in self._store.check())

    # -- judging ---------------------------------------------------------------------------------------------------

    def judge(
        self, kind: str, subject: str, other: str | None = None, /, *, why: str, who: str | None = None, **corrections: object
    ) -> list[Ruling]:
        """
        File a ruling on a figure or a statement, on two figures, or on a speaker, and return it; a correction makes one for each field.

        ``kind`` is accept, reject, correct, same-event, not-same-event, same-origin or not-same-origin. Corrections are fields with their
        new values, as ``low=600``; ``None`` is what is not known, and ``from_`` stands for the field ``from``. ``who`` is the user's name
        on this machine where nobody is named. What the same person ruled before, and what still stands, is not filed twice: that ruling
        is returned.

        Of a speaker, by name, people set ``reliability`` (a letter from A to F) and ``side`` (in words), which stand in the place of the
        second figure: ``judge("reliability", "the army", "C", why=…)``. They are shown and change no answer.

        Raises :class:`~according.errors.RequestError` for an unknown kind and a missing reason, and
        :class:`~according.errors.LedgerError` for an id or a name that the ledger does not have, a value that cannot be, and a second
        figure or a correction that the kind does not take.
        """
        from according.services.judge import file_rulings, user_name

        # `from` is a word of Python's own and can be given only as `from_`.
        fields = [f"{name.rstrip('_')}={_value(value)}" for name, value in corrections.items()]
        # Both: a second figure beside a correction is refused there, and nothing that was given is passed over.
        rest = fields if other is None else [other, *fields]
        made = file_rulings(self._store, kind, subject, rest, who=who or user_name(), why=why)
        return [widen(Ruling, judged.ruling) for judged in made]

    def undo(self, ruling: str, *, why: str, who: str | None = None) -> Ruling:
        """
        Take a ruling back and return the ruling that does so; nothing is removed.

        ``ruling`` is the id of the ruling that is taken back, or the first six digits or more of it. Raises
        :class:`~according.errors.RequestError` for a missing reason, and :class:`~according.errors.LedgerError` for an id that names no
        ruling, or one that is taken back already.
        """
        from according.services.judge import undo_ruling, user_name

        return widen(Ruling, undo_ruling(self._store, ruling, who=who or user_name(), why=why))

    def rulings(self) -> list[Ruling]:
        """Return all rulings, in the order in which they were filed."""
        return [widen(Ruling, ruling) for ruling in self._store.rulings()]

    # -- the whole -------------------------------------------------------------------------------------------------

    def backup(self, target: str | Path) -> None:
        """Copy the ledger to a new file while others read and write."""
        self._store.backup(Path(target))

    def close(self) -> None:
        """Let go of the database."""
        self._store.close()


def _query(filters: dict[str, Any]) -> records.Query:
    # As for any function that is called with a name it does not have.
    if unknown := sorted(set(filters) - FILTER_NAMES):
        raise TypeError(f"{unknown[0]!r} is no filter; there are {', '.join(sorted(FILTER_NAMES))}")
    return make_query(Filters(**{name: _text(value) for name, value in filters.items()}))


def _method(rules: str | None, house: Iterable[str], *lists: str | Path | None) -> Method:
    """Return the method of a reckoning; ``lists`` are the paths of conflicts, publishers and offices."""
    conflicts, publishers, offices = (None if path is None else os.fspath(path) for path in lists)
    return Method(rules=rules, house=tuple(house), conflicts=conflicts, publishers=publishers, offices=offices)


def _text(value: date | str | None) -> str | None:
    return value.isoformat() if isinstance(value, date) else value


def _value(value: object) -> str:
    """Return a correction's value as the services take it: as typed."""
    import json

    if value is None:
        return "null"
    # A chain of speakers is a list, which the services take as JSON.
    return json.dumps(value) if isinstance(value, list | tuple) else str(_text(value) if isinstance(value, date) else value)
