"""
Which figures tell of one event: state that is derived from the figures, kept so that it need not be worked out anew.

A figure of a newest reading has a row here from the moment it is filed, without a group until it is given one.
"""
from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence

from sqlalchemy import Connection, delete, func, insert, select, text, update

from according.comparing.terms import kind_in, line_of
from according.ledger.database.columns import among, change_each
from according.ledger.database.schema import figures, groups, meta, seals
from according.ledger.finding.reports import newest, of_reading, pages
from according.ledger.writing.seals import SEALED_NOTES, note_kind, seal_note, seal_place

# What waits for a group has no question either.
_NEITHER = {"group_id": None, "question": None, "seal": None}
# Under this and a kind's name is noted how often groups of the kind were changed; under this alone, how often any may have been.
_CHANGED = "groups"
# As both databases have it; one statement for what would be three.
_COUNT_ONE = text(
    "INSERT INTO meta (name, value) VALUES (:name, '1') "
    "ON CONFLICT (name) DO UPDATE SET value = CAST(CAST(meta.value AS INTEGER) + 1 AS TEXT)"
)


def drop(connection: Connection, reading: int) -> None:
    """Take a reading's figures out; the groups they were in fall apart, and their other members wait again."""
    gone = select(figures.c.number).where(of_reading(reading))
    # The groups first: once the rows are gone, nothing tells which groups they were in.
    broken = select(groups.c.group_id).where(groups.c.figure.in_(gone), groups.c.group_id.isnot(None))
    for page in pages(set(connection.execute(broken).scalars())):
        connection.execute(update(groups).where(among(connection, groups.c.group_id, page)).values(_NEITHER))
    connection.execute(delete(groups).where(groups.c.figure.in_(gone)))
    _note_change(connection)


def ungrouped(connection: Connection, limit: int, kind: str | None = None) -> Sequence[int]:
    """Return the numbers of figures, of a kind if one is given, that have no group yet."""
    # Neighbours stand beside each other in this order, so that what is near them is read once.
    query = select(groups.c.figure).where(groups.c.group_id.is_(None)).order_by(groups.c.line, groups.c.figure)
    if kind is not None:
        # Lines of one kind stand together; "!" comes right behind the space that ends its name.
        query = query.where(groups.c.line > f"{kind} ", groups.c.line < f"{kind}!")
    return connection.execute(query.limit(limit)).scalars().all()


def ungrouped_kinds(connection: Connection) -> Counter[str]:
    """Return how many figures of each kind have no group yet."""
    found = Counter[str]()
    for line, many in connection.execute(select(groups.c.line, func.count()).where(groups.c.group_id.is_(None)).group_by(groups.c.line)):
        found[kind_in(line)] += many
    return found


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
        found += connection.execute(select(groups.c.figure).where(among(connection, groups.c.group_id, page))).scalars()
    return found


def count_members(connection: Connection, ids: Iterable[str], most: int | None) -> int:
    """Return how many figures some groups have; of more than ``most`` no more are counted than show that."""
    counted = 0
    for page in pages(ids):
        held = select(groups.c.figure).where(among(connection, groups.c.group_id, page))
        # The limit stands inside: the database stops counting there.
        some = held.limit(None if most is None else most + 1 - counted).subquery()
        counted += connection.execute(select(func.count()).select_from(some)).scalar_one()
        if most is not None and counted > most:
            break
    return counted


def members_of(connection: Connection, ids: Iterable[str]) -> dict[str, str]:
    """Return the figures of groups by id, each with its group."""
    found: dict[str, str] = {}
    query = select(figures.c.id, groups.c.group_id).join(groups, groups.c.figure == figures.c.number)
    for page in pages(ids):
        found.update((figure, group) for figure, group in connection.execute(query.where(among(connection, groups.c.group_id, page))))
    return found


def groups_of(connection: Connection, ids: Iterable[str]) -> dict[str, str]:
    """Return the groups of those figures that have one."""
    found: dict[str, str] = {}
    query = select(figures.c.id, groups.c.group_id).join(groups, groups.c.figure == figures.c.number)
    for page in pages(ids):
        rows = connection.execute(query.where(among(connection, figures.c.id, page)))
        found.update({figure: group for figure, group in rows if group is not None})
    return found


def assign(connection: Connection, given: Mapping[str, str], kinds: Collection[str]) -> None:
    """Give figures of some kinds their groups; an id that is no newest reading's figure is passed over."""
    # Older readings may have figures of the same id; only a newest reading's has a row to change.
    numbers: dict[int, str] = {}
    for page in pages(given):
        rows = connection.execute(select(figures.c.number, figures.c.id).where(among(connection, figures.c.id, page)))
        numbers.update((number, given[id]) for number, id in rows)
    placed = {number: (group, seal_place(number, group, None)) for number, group in numbers.items()}
    # The others of the group keep their questions until all of it is parted anew.
    change_each(connection, groups.c.figure, (groups.c.group_id, groups.c.seal), placed, question=None)
    _note_change(connection, *kinds)


def changes(connection: Connection) -> dict[str, str]:
    """Return how often groups of each kind were changed, and under no kind's name how often any may have been."""
    query = select(meta.c.name, meta.c.value).where((meta.c.name == _CHANGED) | meta.c.name.startswith(f"{_CHANGED} ", autoescape=True))
    return {name.removeprefix(_CHANGED).strip(): value for name, value in connection.execute(query)}


def have_changed(connection: Connection, kinds: Collection[str], seen: Mapping[str, str]) -> bool:
    """Say whether groups of some kinds may have been changed since :func:`changes` were seen."""
    now = changes(connection)
    return any(now.get(kind) != seen.get(kind) for kind in ("", *kinds))


def _note_change(connection: Connection, *kinds: str) -> None:
    """Count a change of groups of some kinds, or of whatever kind where none is given."""
    connection.execute(_COUNT_ONE, [{"name": f"{_CHANGED} {kind}".strip()} for kind in kinds or ("",)])


def _release(connection: Connection, figures_of: Sequence[str]) -> None:
    """Make all members of the groups that some figures are in wait again."""
    for page in pages(set(groups_of(connection, figures_of).values())):
        connection.execute(update(groups).where(among(connection, groups.c.group_id, page)).values(_NEITHER))
    _note_change(connection)


def forget(connection: Connection, figure_ids: Sequence[str] | None) -> None:
    """Make all figures of newest readings wait again, or all members of the groups that some figures are in."""
    if figure_ids is not None:
        return _release(connection, figure_ids)
    connection.execute(delete(groups))
    _note_change(connection)
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
    connection.execute(delete(seals).where(seals.c.kind == note_kind(name)))
    if value is not None:
        connection.execute(meta.insert().values(name=name, value=value))
    if value is not None and name in SEALED_NOTES:
        connection.execute(seals.insert().values(seal_note(name, value)))
