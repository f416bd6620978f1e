"""
The queries for what lies near some figures (:mod:`according.ledger.finding.blocks`).
"""
from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, Text, bindparam, exists, literal_column, null, select, type_coerce

from according.comparing.spread import COUNT_ON, LONG
from according.ledger.database.schema import figures, groups
from according.ledger.finding.conditions import COUNTINGS, Condition, hinted

# Queries are made once, with names for what they are asked with, and then only filled in.
_f = figures.c
# The words stand in the query: as parameters of a list they would be put in anew each time, at more cost than the query's.
_ANY_COUNTING, _COUNTS_ON = (_f.counting.in_([literal_column(f"'{word}'") for word in words]) for words in (COUNTINGS, COUNT_ON))
_ANY_LENGTH = _f.long.in_([literal_column("0"), literal_column("1")])
# What may be near only by its story is looked at first.
_STORY = (_f.reading, _f.low, _f.high)


class Asked(NamedTuple):
    """
    A query for what is at some places, the same for what has no days, and for days that end from ``first`` to ``last``.

    Its rows have the figure's number, its place (``where``) and the days that are near or not: from ``begun`` to ``day_last``. So many days
    ``behind`` a stretch may end what still meets it.
    """

    whole: Select[Any]
    never: Select[Any]
    then: Select[Any]
    behind: int

    def of(self, grouped: bool) -> Asked:
        """Return the same for figures in groups alone, if wished."""
        return Asked(_grouped(self.whole), _grouped(self.never), _grouped(self.then), self.behind) if grouped else self


@cache
def _grouped(query: Select[Any]) -> Select[Any]:
    """Return a query of figures for those of them that have a group."""
    return query.where(exists().where(groups.c.figure == _f.number, groups.c.group_id.isnot(None)))


def _at(where: ColumnElement[Any] | None, index: str, *conditions: Condition, story: bool = False, days: bool = False) -> Asked:
    """
    Return a query for what is somewhere (anywhere where no column is given), made with an index.

    With ``story`` the rows have the report's reading and the number. With ``days`` all of a figure's days are near, else its last one.
    """
    begun = _f.day_first if days else _f.day_last
    # Countries and ids of places have nothing escaped in them: they are taken as they stand, for there are very many.
    place = null() if where is None else type_coerce(where, Text())
    columns = (_f.number, place.label("where"), begun.label("begun"), _f.day_last, *(_STORY if story else ()))
    found = select(*columns).where(_f.measure == bindparam("measure"), _f.unit == bindparam("unit"), *conditions)
    if where is not None:
        found = found.where(where.in_(bindparam("wheres", expanding=True)))
    found = hinted(found, index)
    never = found.where(_f.day_last.is_(None))
    then = found.where(_f.day_last.between(bindparam("first"), bindparam("last")))
    # What is not long and ends later has begun later as well.
    return Asked(found, never, then, LONG if days else 0)


# All countings are named where any will do, and both lengths: in the indexes they stand before the days.
LANDS = _at(_f.place_country, "ix_figures_block", _ANY_LENGTH, days=True)
SITES = _at(_f.place, "ix_figures_place", days=True)
UNPLACED = _at(None, "ix_figures_block", _f.place_country.is_(None), _ANY_LENGTH, story=True, days=True)
ANYWHERE = _at(None, "ix_figures_days", _ANY_LENGTH, story=True, days=True)
TOTALS, PARTS = (_at(_f.population_country, "ix_figures_people", counting) for counting in (_COUNTS_ON, _ANY_COUNTING))
TOTALS_THERE, PARTS_THERE = (_at(_f.place, "ix_figures_place", *counting) for counting in ((_COUNTS_ON,), ()))
TOTALS_TOLD, PARTS_TOLD = (
    _at(_f.place_country, "ix_figures_block", _ANY_LENGTH, *counting, story=True) for counting in ((_COUNTS_ON,), ())
)  # fmt: skip
