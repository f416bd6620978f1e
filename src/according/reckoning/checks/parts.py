"""
Parts and wholes: what a report calls a part of something, and casualties that are killed and wounded.
"""
from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence

from according.comparing.people import KINDS_APART
from according.reckoning.checks.constraints import Relation, at_most
from according.reckoning.checks.pool import Pool, Told, find_only
from according.reckoning.checks.scopes import Scope, same_site
from according.statement import Measure

# The words that make a number the sum of killed and wounded, and of nothing else.
_KILLED_OR_HURT = r"(?:killed|dead|deaths|wounded|injured|injuries)"
_BOTH = re.compile(rf"\b{_KILLED_OR_HURT} (?:and|or|and/or) {_KILLED_OR_HURT}\b", re.IGNORECASE)

# What says that nobody is left: "the other eight", "the remaining eight".
_REST = re.compile(r"\bthe (?:other|remaining)\s*$", re.IGNORECASE)

# Nobody is two of these.
_AGES = frozenset({"child", "woman", "man"})

Axis = Callable[[Scope, Scope], str | None]


def relate_parts(pool: Pool) -> Iterator[Relation]:
    """Yield what the reading itself takes for a part of something, alone and with the other parts."""
    wholes: dict[str, list[Scope]] = defaultdict(list)
    for part in pool.counts:
        whole = pool.by_id.get(part.filed.figure.subset_of or "")
        # A part that is told twice is one part: "including four children ... the four children".
        again = part.filed.figure.restates is not None
        if whole is not None and not again and _is_part(pool, part, whole):
            wholes[whole.id].append(part)
            # Each part by itself too: parts that may overlap make no sum, but none is more than the whole.
            yield at_most("subset", (part.id,), whole.id)
    for id, parts in wholes.items():
        for rule, axis in AXES:
            exclusive = _exclusive(parts, pool.by_id[id], axis)
            if len(exclusive) > 1:
                yield at_most(rule, exclusive, id)
        apart = _at_places(parts, pool.by_id[id])
        if len(apart) > 1:
            yield at_most("parts-and-total", apart, id)
        for told in _by_statement(parts).values():
            # With "the other eight" everybody has been told of.
            if len(told) > 1 and _is_rest(told[-1]):
                yield at_most("parts-and-total", (part.id for part in told), id, equal=True)


def _is_part(pool: Pool, part: Scope, whole: Scope) -> bool:
    """Say whether what the reading takes for a part may be one: said by the same speaker, and not of another country's people."""
    countries = {scope.people.country for scope in (part, whole) if scope.people is not None} - {None}
    alike = part.filed.figure.unit == whole.filed.figure.unit and len(countries) < 2
    return alike and (pool.one_book(part, whole) or is_taken_up(part, whole)) and not _is_misread(part, whole)


def is_taken_up(part: Scope, whole: Scope) -> bool:
    """Say whether a report tells in its own voice of a part of a number that somebody gave it."""
    # "Ten were killed, the mayor said. Six of them were women": whoever says "of them" takes the ten for true.
    return part.report == whole.report and not part.filed.statement.speakers


def _is_misread(part: Scope, whole: Scope) -> bool:
    """
    Say whether a part that is more than its whole is likelier a slip of the reading than of the report.

    So it is where the whole has words of its own: "two domestic servants were killed with the clergymen, five Spaniards".
    """
    low, high = part.filed.figure.quantity.low, whole.filed.figure.quantity.high
    if low is None or high is None or low <= high or whole.people is None or part.people is None:
        return False
    # Where the whole is only "people", the report is taken at its word.
    return bool(whole.people.words) and whole.people.words.isdisjoint(part.people.words)


def _exclusive(parts: Sequence[Scope], whole: Scope, axis: Axis) -> tuple[str, ...]:
    """Return the parts that exclude one another on an axis: each has a place there that no other part has."""
    by_value: dict[str, list[Scope]] = defaultdict(list)
    for part in parts:
        value = axis(part, whole)
        if value is not None:
            by_value[value].append(part)
    # "64 civilians" and "30 civilians" of 80 may be the same people in part: neither stands in the sum.
    return tuple(members[0].id for members in by_value.values() if len(members) == 1)


def _at_places(parts: Sequence[Scope], whole: Scope) -> tuple[str, ...]:
    """Return the parts that are counted at places of their own, none of which lies in another."""
    placed = [part for part in parts if part.measure == whole.measure and same_site(part, whole) is not True and part.place is not None]
    told = Told(placed)
    # Of one report, each is held against what may be told of its site: nothing but itself, where all are apart.
    apart = all(same_site(part, other) is False for part in placed for other in told.at_site(part) if other is not part)
    return tuple(part.id for part in placed) if apart else ()


def _by_statement(parts: Sequence[Scope]) -> Mapping[str, Sequence[Scope]]:
    """Return the parts that each statement tells, in its order."""
    told: dict[str, list[Scope]] = defaultdict(list)
    for part in sorted(parts, key=lambda part: part.filed.figure.number.start):
        told[part.filed.statement.id].append(part)
    return told


def _is_rest(part: Scope) -> bool:
    """Say whether a part is all that was left: "and the other eight were men"."""
    statement, number = part.filed.statement, part.filed.figure.number
    return _REST.search(statement.text[: max(number.start - statement.start, 0)]) is not None


def _harm(part: Scope, whole: Scope) -> str | None:
    # The wounded are no part of the killed; only casualties hold both.
    return part.measure if whole.measure == "casualties" and part.measure in ("killed", "wounded") else None


def _kind(part: Scope, whole: Scope) -> str | None:
    kind = part.people.kind if part.people is not None else None
    return kind if kind in KINDS_APART and part.measure == whole.measure else None


def _age(part: Scope, whole: Scope) -> str | None:
    # "Women doctors" may be among the "doctors" of another part: only the bare words part by age.
    if part.people is None or part.measure != whole.measure or part.people.words - {part.people.noun}:
        return None
    return part.people.noun if part.people.noun in _AGES else None


def _country(part: Scope, whole: Scope) -> str | None:
    return part.people.country if part.people is not None and part.measure == whole.measure else None


# What makes two parts exclude one another. "Civilians" and "children" do not: these may be among those.
AXES: tuple[tuple[str, Axis], ...] = (
    ("killed-and-wounded", _harm), ("parts-and-total", _kind), ("parts-and-total", _age), ("parts-and-total", _country),
)  # fmt: skip


def relate_losses(pool: Pool) -> Iterator[Relation]:
    """Yield what ties casualties to the killed and the wounded that one origin gives for one moment."""
    tables = [_Candidates(pool, measure) for measure in ("killed", "wounded")]
    for total in filter(_is_total, pool.people["casualties"]):
        killed, wounded = (table.fitting(pool, total) for table in tables)
        for report in dict.fromkeys([*killed, *wounded]):
            # A report that gives only one of the two is held against what the total's own report gives for the other.
            yield from _tie(pool, killed.get(report) or killed.get(total.report), wounded.get(report) or wounded.get(total.report), total)


def _is_total(casualties: Scope) -> bool:
    """Say whether casualties are a sum of dead and wounded. A single casualty is no sum, and "victims" are often the dead alone."""
    figure = casualties.filed.figure
    words = figure.population.text.casefold() if figure.population is not None else ""
    return (figure.quantity.high is None or figure.quantity.high > 1) and "victim" not in words


class _Candidates:
    """The figures of one measure, by origin, report and site, and by what they are a part of."""

    def __init__(self, pool: Pool, measure: Measure) -> None:
        self.told = pool.told[measure]
        self.parts: dict[str, list[Scope]] = defaultdict(list)
        for scope in pool.people[measure]:
            if scope.filed.figure.subset_of is not None:
                self.parts[scope.filed.figure.subset_of].append(scope)

    def fitting(self, pool: Pool, total: Scope) -> dict[str, Scope]:
        """Return by report the one figure of the same origin, people, place and time as a total; where some are its parts, of those."""
        told = () if self.told.is_crowded(total) else self.told.by_report(total)
        chosen = {report: find_only(one for one in ones if one.origin == total.origin and _fits(pool, one, total)) for report, ones in told}
        parts: dict[str, list[Scope]] = defaultdict(list)
        for one in self.parts.get(total.id, ()):
            if _fits(pool, one, total):
                parts[one.report].append(one)
        # Last, so that it wins: what the reading calls a part of this total is surer than a figure in like words.
        chosen.update({report: find_only(ones) for report, ones in parts.items()})
        return {report: one for report, one in chosen.items() if one is not None}


def _fits(pool: Pool, one: Scope, total: Scope) -> bool:
    return pool.one_book(one, total) and pool.comparable(one, total)


def _tie(pool: Pool, killed: Scope | None, wounded: Scope | None, total: Scope) -> Iterator[Relation]:
    if killed is not None and wounded is not None and pool.comparable(killed, wounded):
        # "4,700 killed and wounded" is just the two; "4,700 casualties" may take in the missing as well.
        yield at_most("killed-and-wounded", (killed.id, wounded.id), total.id, equal=bool(_BOTH.search(total.filed.statement.text)))
    else:
        # The dead alone, or the wounded alone, are still no more than all casualties.
        yield from (at_most("subset", (part.id,), total.id) for part in (killed, wounded) if part is not None)
