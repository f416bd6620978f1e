"""Which reading followed which: later texts of a page, what was fetched from an address last, and whether the tables say so."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from operator import attrgetter
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Table, desc, exists, func, select

from according.ledger.database.columns import among
from according.ledger.database.schema import copies, editions, figures, first_filed, followed, readings, reports
from according.ledger.finding.conditions import starting
from according.ledger.finding.reports import pages
from according.ledger.writing.decisions import Stand


def find_stand(connection: Connection, address: str) -> Stand | None:
    """Return the text that was fetched from an address last, ``None`` where nothing was."""
    found = [event for table, here in _fetched_from(address) for event in _events(connection, table, here, last=True)]
    if not found:
        return None
    last = max(found).report
    report = connection.execute(select(reports.c.id, reports.c.text).where(reports.c.number == last)).one()
    of, at = copies.c.report == last, copies.c.path == address
    filed = select(copies.c.published).where(of).order_by(copies.c.number.desc()).limit(1)
    # The text that a page went back to may have been filed from elsewhere first, and have no copy of its own here.
    copy = connection.execute(filed.where(at)).first() or connection.execute(filed).one()
    return Stand(last, report.id, report.text, copy.published)


class Event(NamedTuple):
    """That a report was met at an address: when that was first filed, whether as a page's later text, and the number of the row."""

    first: datetime
    edited: bool
    number: int
    report: int


def find_events(connection: Connection, address: str) -> list[Event]:
    """Return what was fetched from an address, here or where it was taken from, in the order of its first filing."""
    return sorted(event for table, here in _fetched_from(address) for event in _events(connection, table, here))


def _fetched_from(address: str) -> tuple[tuple[Table, ColumnElement[bool]], ...]:
    """Return where it stands what was fetched from an address."""
    return (copies, (copies.c.path == address) & copies.c.retrieved.isnot(None)), (editions, editions.c.address == address)


def _events(connection: Connection, table: Table, here: ColumnElement[bool], *, last: bool = False) -> Iterator[Event]:
    """Yield the events of a table at an address, or only the last."""
    query = select(first_filed(table).label("first"), table.c.number, table.c.report).where(here)
    if last:
        query = query.order_by(desc("first"), table.c.number.desc()).limit(1)
    for first, number, report in connection.execute(query):
        # An edition is filed together with its copy, if it has one, and stands behind it.
        yield Event(first, table is editions, number, report)


def find_replaced(connection: Connection, id: str) -> Sequence[Any]:
    """
    Return the figures of earlier texts of pages whose ids begin as given: by their ``number``, of each of their readings.

    Each comes with the ``report`` of the text that came in its place, and when that was ``filed``. A text may have been replaced by several
    later ones: the first of them comes first, which the others have replaced in their turn.
    """
    own, gone, later = readings.alias("own"), readings.alias("gone"), readings.alias("later")
    found = select(figures.c.number, figures.c.id, reports.c.id.label("report"), followed.c.filed, followed.c.by)
    # By whichever reading of the report: the newest gave way, also for those that had given way to it.
    found = found.join(own, own.c.number == figures.c.reading).join(gone, gone.c.report == own.c.report)
    found = found.join(followed, followed.c.reading == gone.c.number)
    found = found.join(later, later.c.number == followed.c.by).join(reports, reports.c.number == later.c.report)
    found = found.where(later.c.report != own.c.report, starting(figures.c.id, id)).distinct()
    return connection.execute(found.order_by(figures.c.number.desc(), followed.c.by)).all()


def find_false_editions(connection: Connection) -> Iterator[str]:
    """Yield what does not fit between the later texts of pages and the readings that follow one another."""
    own, later = readings.alias("own"), readings.alias("later")
    wrong = select(func.count()).select_from(editions).join(later, later.c.number == editions.c.reading)
    # One that was taken from another ledger, or that came to light by a page taken from there, may be of a reading that was here before.
    late = (later.c.filed > editions.c.filed) | ((later.c.filed < editions.c.filed) & editions.c.ledger.is_(None))
    unlike = (later.c.report != editions.c.report) | late | (editions.c.report == editions.c.earlier)
    wrong = wrong.where(unlike)
    yield from _some(connection.execute(wrong).scalar_one(), "editions: {} that are not the later text which their reading is of")
    # A reading follows one of another report only where it is of a later text of the page.
    told = exists().where(editions.c.reading == followed.c.by, editions.c.earlier == own.c.report)
    across = select(func.count()).select_from(followed).join(own, own.c.number == followed.c.reading)
    across = across.join(later, later.c.number == followed.c.by).where(own.c.report != later.c.report, ~told)
    yield from _some(connection.execute(across).scalar_one(), "followed: {} of another report that is no later text of the page")
    # One that had given way before, to a reading of its own report or to another text, need not do so again.
    there = exists().where(followed.c.reading == own.c.number, followed.c.by <= editions.c.reading)
    alone = select(editions.c.number).select_from(editions).join(own, own.c.report == editions.c.earlier)
    alone = alone.join(later, later.c.number == editions.c.reading)
    # Of what was taken from another ledger, that one has told it.
    ours = own.c.ledger.is_(None) & later.c.ledger.is_(None) & editions.c.ledger.is_(None)
    standing = connection.execute(alone.where(ours, own.c.number < later.c.number, ~there)).scalars().all()
    kept = find_stood_by(connection, standing)
    missing = "followed: {} missing of texts that a later one of the page has replaced"
    yield from _some(sum(number not in kept for number in standing), missing)


def find_false_order(connection: Connection) -> Iterator[str]:
    """
    Yield what does not fit in the order of the readings of one report.

    Every one of them but the newest has a row for the next. Those that were filed here came in the order of their numbers; one that was
    taken from another ledger may be followed by one that is here already.
    """
    own, later = readings.alias("own"), readings.alias("later")
    by = exists().where(followed.c.reading == own.c.number, later.c.number == followed.c.by, later.c.report == own.c.report)
    each = (func.count() - 1).label("more")
    several = select(each).select_from(own).where(~by).group_by(own.c.report).having(func.count() > 1).subquery()
    untold = connection.execute(select(func.coalesce(func.sum(several.c.more), 0))).scalar_one()
    yield from _some(int(untold), "followed: {} missing of readings that a newer one has followed")
    inverted = select(func.count()).select_from(followed).join(own, own.c.number == followed.c.reading)
    inverted = inverted.join(later, later.c.number == followed.c.by).where(own.c.ledger.is_(None), later.c.ledger.is_(None))
    inverted = inverted.where(own.c.report == later.c.report, later.c.number < own.c.number)
    yield from _some(connection.execute(inverted).scalar_one(), "followed: {} of readings that an earlier one has followed")
    back, third = followed.alias("back"), followed.alias("third")
    both = (back.c.reading == followed.c.by) & (back.c.by == followed.c.reading)
    ends = (followed.c.reading, followed.c.by)
    mutual = select(func.count()).select_from(followed).join(back, both).where(followed.c.reading < followed.c.by)
    mutual = mutual.join(own, own.c.number == followed.c.reading).join(later, later.c.number == followed.c.by)
    # Two texts may have come in each other's place at two addresses, where a third has come in the place of one of them.
    led_on = exists().where(third.c.reading.in_(ends), third.c.by.not_in(ends))
    mutual = mutual.where((own.c.report == later.c.report) | ~led_on)
    yield from _some(connection.execute(mutual).scalar_one(), "followed: {} of readings that each followed the other")
    # What was taken from another ledger found its place when it came.
    taken = exists().where(readings.c.number.in_((own.c.number, later.c.number)), readings.c.ledger.isnot(None),
                           readings.c.filed == followed.c.filed)  # fmt: skip
    edited = exists().where(editions.c.reading == later.c.number, editions.c.filed == followed.c.filed)
    when = select(func.count()).select_from(followed).join(own, own.c.number == followed.c.reading)
    when = when.join(later, later.c.number == followed.c.by).where(followed.c.filed != later.c.filed, ~taken, ~edited)
    yield from _some(connection.execute(when).scalar_one(), "followed: {} with another time than the reading's")


def find_stood_by(connection: Connection, numbers: Iterable[int]) -> set[int]:
    """Return of some editions, by their numbers, those whose earlier text another publisher had brought by then, from another address."""
    found = set[int]()
    query = select(editions.c.number, editions.c.earlier, editions.c.address, first_filed(editions).label("first"))
    brought = select(copies.c.report, copies.c.path, copies.c.publisher, first_filed(copies).label("first"))
    for page in pages({*numbers}):
        shown = connection.execute(query.where(among(connection, editions.c.number, page))).all()
        of = brought.where(among(connection, copies.c.report, {one.earlier for one in shown}), copies.c.publisher.isnot(None))
        since: dict[int, dict[int, datetime]] = defaultdict(dict)
        here: dict[tuple[int, str | None], dict[int, datetime]] = defaultdict(dict)
        # By each publisher when first, the earliest of them in front.
        for report, path, publisher, first in sorted(connection.execute(of), key=attrgetter("first")):
            since[report].setdefault(publisher, first)
            here[report, path].setdefault(publisher, first)
        for one in shown:
            ours = {publisher for publisher, first in here[one.earlier, one.address].items() if first <= one.first}
            other = next((first for publisher, first in since[one.earlier].items() if publisher not in ours), None)
            if other is not None and other <= one.first:
                found.add(one.number)
    return found


def _some(number: int, what: str) -> Iterator[str]:
    if number:
        yield what.format(f"{number} row{'s' if number > 1 else ''}")
