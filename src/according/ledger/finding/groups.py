"""
Which figures tell of one event: state that is derived from the figures, kept so that it need not be worked out anew.

A figure of a newest reading has a row here from the moment it is filed, without a group until it is given one.
"""
from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from according.comparing.terms import line_of
from according.ledger.database.schema import figures, groups, meta
from according.ledger.finding.reports import newest, of_reading, pages

# What waits for a group has no question either.
_NEITHER = {"group_id": None, "question": None}


def drop(connection: Connection, reading: int) -> None:
    """Take a reading's figures out; the groups they were in fall apart, and their other members wait again."""
    gone = select(figures.c.number).where(of_reading(reading))
    # The groups first: once the rows are gone, nothing tells which groups they were in.
    broken = select(groups.c.group_id).where(groups.c.figure.in_(gone), groups.c.group_id.isnot(None))
    for page in pages(set(connection.execute(broken).scalars())):
        connection.execute(update(groups).where(groups.c.group_id.in_(page)).values(_NEITHER))
    connection.execute(delete(groups).where(groups.c.figure.in_(gone)))


def ungrouped(connection: Connection, limit: int) -> Sequence[int]:
    """Return the numbers of figures that have no group yet."""
    # Neighbours stand beside each other in this order, so that what is near them is read once.
    query = select(groups.c.figure).where(groups.c.group_id.is_(None)).order_by(groups.c.line, groups.c.figure)
    return connection.execute(query.limit(limit)).scalars().all()


def count_ungrouped(connection: Connection, most: int | None) -> int:
    """Return how many figures have no group yet, counted up to ``most``."""
    if most is None:
        # SQLite counts all rows of a table in no time, and those of which something is asked one by one.
        every, grouped = select(func.count()).select_from(groups), select(func.count()).where(groups.c.group_id.isnot(None))
        counted: int = connection.execute(select(every.scalar_subquery() - grouped.scalar_subquery())).scalar_one()
        return counted
    # The limit stands inside: the database stops counting there.
    waits = select(groups.c.figure).where(groups.c.group_id.is_(None)).limit(most)
    return connection.execute(select(func.count()).select_from(waits.subquery())).scalar_one()


def members(connection: Connection, ids: Iterable[str]) -> list[int]:
    """Return the numbers of the figures in groups."""
    found: list[int] = []
    for page in pages(ids):
        found += connection.execute(select(groups.c.figure).where(groups.c.group_id.in_(page))).scalars()
    return found


def count_members(connection: Connection, ids: Iterable[str]) -> int:
    """Return how many figures some groups have."""
    held = select(func.count()).select_from(groups)
    return sum(connection.execute(held.where(groups.c.group_id.in_(page))).scalar_one() for page in pages(ids))


def members_of(connection: Connection, ids: Iterable[str]) -> dict[str, str]:
    """Return the figures of groups by id, each with its group."""
    found: dict[str, str] = {}
    query = select(figures.c.id, groups.c.group_id).join(groups, groups.c.figure == figures.c.number)
    for page in pages(ids):
        found.update((figure, group) for figure, group in connection.execute(query.where(groups.c.group_id.in_(page))))
    return found


def groups_of(connection: Connection, ids: Iterable[str]) -> dict[str, str]:
    """Return the groups of those figures that have one."""
    found: dict[str, str] = {}
    query = select(figures.c.id, groups.c.group_id).join(groups, groups.c.figure == figures.c.number)
    for page in pages(ids):
        found.update({figure: group for figure, group in connection.execute(query.where(figures.c.id.in_(page))) if group is not None})
    return found


def assign(connection: Connection, given: Mapping[str, str]) -> None:
    """Give figures their groups; an id that is no newest reading's figure is passed over."""
    # Older readings may have figures of the same id; only a newest reading's has a row to change.
    of = select(figures.c.number).where(figures.c.id == bindparam("of"))
    if given:
        # The others of the group keep their questions until all of it is parted anew.
        change = update(groups).where(groups.c.figure.in_(of)).values(group_id=bindparam("to"), question=None)
        connection.execute(change, [{"of": figure, "to": group} for figure, group in given.items()])


def _release(connection: Connection, figures_of: Sequence[str]) -> None:
    """Make all members of the groups that some figures are in wait again."""
    for page in pages(set(groups_of(connection, figures_of).values())):
        connection.execute(update(groups).where(groups.c.group_id.in_(page)).values(_NEITHER))


def forget(connection: Connection, figure_ids: Sequence[str] | None) -> None:
    """Make all figures of newest readings wait again, or all members of the groups that some figures are in."""
    if figure_ids is not None:
        return _release(connection, figure_ids)
    connection.execute(delete(groups))
    of = figures.c
    current = select(of.number, of.measure, of.unit, of.place_country, of.day_last).where(newest(of.reading)).order_by(of.number)
    # So many at a time: all figures of a large ledger would take much memory.
    for rows in connection.execute(current).partitions(10_000):
        connection.execute(insert(groups), [{"figure": number, "group_id": None, "line": line_of(*where)} for number, *where in rows])


def listed(connection: Connection, limit: int | None, after: str) -> list[str]:
    """Return the groups' ids in order, from the first after one."""
    # No group at all is not greater than any id: figures that wait are left out.
    query = select(groups.c.group_id).where(groups.c.group_id > after).distinct().order_by(groups.c.group_id).limit(limit)
    return [id for id in connection.execute(query).scalars() if id is not None]


def get_meta(connection: Connection, name: str) -> str | None:
    """Return a noted value, or ``None``."""
    return connection.execute(select(meta.c.value).where(meta.c.name == name)).scalar()


def set_meta(connection: Connection, name: str, value: str | None) -> None:
    """Note a value, or strike it out."""
    connection.execute(delete(meta).where(meta.c.name == name))
    if value is not None:
        connection.execute(meta.insert().values(name=name, value=value))
