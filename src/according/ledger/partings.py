"""
How groups are parted into questions, in a ledger's database.

What each method promises stands with :class:`according.ledger.state.Partings`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, select, update

from according.ledger.database.columns import among, change_each
from according.ledger.database.connection import Door
from according.ledger.database.schema import figures, groups
from according.ledger.finding.reports import pages
from according.ledger.state import Unparted
from according.ledger.writing.seals import seal_place

_of = groups.c
# The condition of the small index that holds what waits.
_WAITING = _of.group_id.isnot(None) & _of.question.is_(None)
# Groups that wait and are looked up at a time.
_WAITING_TOGETHER = 5_000


class SqlPartings:
    """Partings in a SQL database: the question of each figure stands beside its group."""

    def __init__(self, door: Door) -> None:
        self._door = door

    def waiting(self, limit: int | None = None) -> Sequence[Unparted]:
        """Return groups with figures in no question, in the order in which the figures that name them were filed."""
        found: list[tuple[int, Unparted]] = []
        with self._door.reading() as connection:
            after, many = "", _WAITING_TOGETHER
            while many == _WAITING_TOGETHER and (limit is None or limit > len(found)):
                # By the small index and in its order, page by page: only so is it used whatever a server holds to be many.
                new = select(_of.group_id, func.count()).where(_WAITING, _of.group_id > after).group_by(_of.group_id).order_by(_of.group_id)
                page = {group: many for group, many in connection.execute(new.limit(_WAITING_TOGETHER)) if group is not None}
                found += _unparted(connection, page)
                after, many = max(page, default=""), len(page)
        return [unparted for _, unparted in sorted(found)][:limit]

    def count_new(self, groups: Sequence[str]) -> int:
        """Return how many figures of some groups are in no question."""
        query = select(func.count()).where(_WAITING)
        with self._door.reading() as connection:
            return sum(connection.execute(query.where(among(connection, _of.group_id, page))).scalar_one() for page in pages(groups))

    def keep(self, parted: Mapping[str, Mapping[str, str]]) -> None:
        """Keep the partings of groups that still have these very figures."""
        with self._door.writing() as connection:
            members = defaultdict[str, list[tuple[int, str]]](list)
            for page in pages(parted):
                query = select(_of.group_id, _of.figure, figures.c.id).join(figures, figures.c.number == _of.figure)
                for group, number, figure in connection.execute(query.where(among(connection, _of.group_id, page))):
                    members[group].append((number, figure))
            # What was filed or placed meanwhile may have changed a group: it waits for the next time.
            same = (group for group, questions in parted.items() if {figure for _, figure in members[group]} == questions.keys())
            given = [(number, group, parted[group][figure]) for group in same for number, figure in members[group]]
            held = {number: (question, seal_place(number, group, question)) for number, group, question in given}
            change_each(connection, _of.figure, (_of.question, _of.seal), held)

    def of_groups(self, groups: Sequence[str]) -> dict[str, str]:
        """Return the figures of some groups that are in a question."""
        return self._found(_of.group_id, groups)

    def of_figures(self, figures_of: Sequence[str]) -> dict[str, str]:
        """Return those of some figures that are in a question."""
        return self._found(figures.c.id, figures_of)

    def of_questions(self, questions: Sequence[str]) -> dict[str, str]:
        """Return the figures of some questions."""
        return self._found(_of.question, questions)

    def _found(self, by: ColumnElement[Any], values: Sequence[str]) -> dict[str, str]:
        """Return the figures by id, with their questions, that have one of some values in a column."""
        found: dict[str, str] = {}
        query = select(figures.c.id, _of.question).join(figures, figures.c.number == _of.figure).where(_of.question.isnot(None))
        with self._door.reading() as connection:
            for page in pages(values):
                rows = connection.execute(query.where(among(connection, by, page)))
                found.update((figure, question) for figure, question in rows if question is not None)
        return found

    def forget(self) -> None:
        """Take every parting back."""
        with self._door.writing() as connection:
            # Of the seal that of the group is left.
            connection.execute(update(groups).where(_of.question.isnot(None)).values(question=None, seal=func.substr(_of.seal, 1, 8)))


def _unparted(connection: Connection, new: Mapping[str, int]) -> Iterator[tuple[int, Unparted]]:
    """Yield groups, given with how many of their figures are new, each with the number of the figure that names it."""
    counted = select(_of.group_id, func.count()).where(among(connection, _of.group_id, new)).group_by(_of.group_id)
    many = {group: figures for group, figures in connection.execute(counted) if group is not None}
    # Older readings may have figures of the same id, which are of the same measure.
    named = select(figures.c.id, func.max(figures.c.number), figures.c.measure).where(among(connection, figures.c.id, new))
    for group, number, measure in connection.execute(named.group_by(figures.c.id, figures.c.measure)):
        yield number, Unparted(group, many[group], new[group], measure)
