"""Later texts of a page: what was fetched from an address last, what came in its place, and whether the tables say so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, exists, func, select

from according.ledger.database.schema import copies, editions, figures, followed, publishers, readings, reports
from according.ledger.finding.conditions import starting
from according.ledger.writing.decisions import Stand


def find_stand(connection: Connection, address: str) -> Stand | None:
    """Return the text that was fetched from an address last, ``None`` where nothing was."""
    fetched = select(copies.c.report, copies.c.filed, copies.c.number).where(copies.c.path == address, copies.c.retrieved.isnot(None))
    edited = select(editions.c.report, editions.c.filed, editions.c.number).where(editions.c.address == address)
    found = [*connection.execute(fetched), *connection.execute(edited)]
    if not found:
        return None
    # An edition is filed together with its copy, if it has one, and stands behind it.
    last = max(found, key=lambda row: (row.filed, row.number)).report
    report = connection.execute(select(reports.c.id, reports.c.text).where(reports.c.number == last)).one()
    filed = select(copies.c.path, copies.c.published, publishers.c.name).where(copies.c.report == last).order_by(copies.c.number.desc())
    rows = connection.execute(filed.outerjoin(publishers, publishers.c.id == copies.c.publisher)).all()
    # The text that a page went back to may have been filed from elsewhere first, and have no copy of its own here.
    here = [row for row in rows if row.path == address]
    others = {row.name for row in rows if row.name is not None} - {row.name for row in here}
    return Stand(last, report.id, report.text, (here or rows)[0].published, frozenset(others))


def find_replaced(connection: Connection, id: str) -> Sequence[Any]:
    """
    Return the figures of earlier texts of pages whose ids begin as given: by their ``number``, of each of their readings.

    Each comes with the ``report`` of the text that came in its place, and when that was ``filed``. A text may have been replaced by several
    later ones: the first of them comes first, which the others have replaced in their turn.
    """
    own, later = readings.alias("own"), readings.alias("later")
    found = select(figures.c.number, figures.c.id, reports.c.id.label("report"), followed.c.filed)
    found = found.join(own, own.c.number == figures.c.reading).join(followed, followed.c.reading == own.c.number)
    found = found.join(later, later.c.number == followed.c.by).join(reports, reports.c.number == later.c.report)
    found = found.where(later.c.report != own.c.report, starting(figures.c.id, id))
    return connection.execute(found.order_by(figures.c.number.desc(), followed.c.by)).all()


def find_false_editions(connection: Connection) -> Iterator[str]:
    """Yield what does not fit between the later texts of pages and the readings that follow one another."""
    own, later = readings.alias("own"), readings.alias("later")
    wrong = select(func.count()).select_from(editions).join(later, later.c.number == editions.c.reading)
    unlike = (later.c.report != editions.c.report) | (later.c.filed != editions.c.filed) | (editions.c.report == editions.c.earlier)
    wrong = wrong.where(unlike)
    yield from _some(connection.execute(wrong).scalar_one(), "editions: {} that are not the later text which their reading is of")
    # A reading follows one of another report only where it is of a later text of the page.
    told = exists().where(editions.c.reading == followed.c.by, editions.c.earlier == own.c.report)
    across = select(func.count()).select_from(followed).join(own, own.c.number == followed.c.reading)
    across = across.join(later, later.c.number == followed.c.by).where(own.c.report != later.c.report, ~told)
    yield from _some(connection.execute(across).scalar_one(), "followed: {} of another report that is no later text of the page")
    there = exists().where(followed.c.reading == own.c.number, followed.c.by == editions.c.reading)
    alone = select(func.count()).select_from(editions).join(own, own.c.report == editions.c.earlier)
    alone = alone.where(own.c.number < editions.c.reading, ~there, ~_stood_by())
    yield from _some(connection.execute(alone).scalar_one(), "followed: {} missing of texts that a later one of the page has replaced")


def _stood_by() -> ColumnElement[bool]:
    """Return the condition that another publisher had brought an edition's earlier text by then."""
    copy, here = copies.alias("copy"), copies.alias("here")
    ours = exists().where(here.c.report == editions.c.earlier, here.c.path == editions.c.address, here.c.publisher == copy.c.publisher)
    return exists().where(
        copy.c.report == editions.c.earlier, copy.c.publisher.isnot(None), copy.c.filed <= editions.c.filed, ~ours
    )  # fmt: skip


def _some(number: int, what: str) -> Iterator[str]:
    if number:
        yield what.format(f"{number} row{'s' if number > 1 else ''}")
