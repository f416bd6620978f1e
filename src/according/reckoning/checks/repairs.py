"""
What would mend figures that cannot all be true: the least change of each alone, of a sum, of all together, and other ways to read them.

Changes are relative to the bound that moves. A repair is counted from the numbers as stated, so that with it the figures are true
without leaning on what "about" may hide.
"""
from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from according.reckoning.answer import Repair
from according.reckoning.checks.amounts import Interval, Number, down, share_of, sum_up, up
from according.reckoning.checks.bounds import System, is_tree, make_system, propagate
from according.reckoning.checks.clashes import Conflict, Knot
from according.reckoning.checks.constraints import Books, Relation
from according.reckoning.checks.sentences import list_words, say_change, say_figure, say_number, say_share
from according.reckoning.checks.solver import find_mending, find_span, is_feasible
from according.records import FiledFigure
from according.statement import Figure

# What the words of a rule may mean besides; told beside the repairs.
DEFINITIONS = {
    "casualty-rate": 'another definition: "casualties" may take in the missing and captured, or the rate be of those who fought only',
    "killed-and-wounded": 'another definition: "casualties" may mean the dead only, or the wounded only',
    "parts-and-total": "another definition: one of the parts may lie in another, or outside the total",
    "subset": "another definition: what is read as a part may come on top of the whole",
    "deployed-ceiling": "another definition: the force may be one of several that were sent",
    "running-total": "another definition: a correction, a narrower count, or a new one",
    "same-origin": "another definition: the later number may replace the earlier",
}
# Up to four times or down to a quarter: the founding report's own 300 dead would have to be 967. A number that would have to change more
# is no slip to mend, for the two speak of different things.
REPAIR_LARGEST = 3.0
# Of a conflict of more figures only so many are tried alone, each against all others.
MENDED_MOST = 64
# A repair without a relative change, from 0, comes behind all that have one.
REPAIR_CEILING = 10.0**9


def mend(books: Books, knot: Knot, conflict: Conflict, chosen: Mapping[str, str]) -> tuple[Repair, ...]:
    """Return the repairs of one conflict, the least change first, then the ways out by definition."""
    found = [_mend_figure(books, knot, conflict, id) for id in _largest(books, conflict.figures)]
    found += [_mend_sum(books, relation, chosen) for relation in conflict.relations]
    # Once each, in order: two relations may ask for the same change.
    numbers = {(repair.figure, repair.detail): repair for repair in found if repair is not None and is_small(repair)}
    ordered = sorted(numbers.values(), key=lambda one: (abs(one.change) if one.change is not None else REPAIR_CEILING, one.detail))
    return (*ordered, *find_ways_out(books, [books.figures[id] for id in conflict.figures], conflict.relations))


def _largest(books: Books, ids: Sequence[str]) -> Sequence[str]:
    """Return the figures with the largest numbers and the rates, in their order: the least share of one of these mends a conflict."""
    if len(ids) <= MENDED_MOST:
        return ids
    sizes = {id: (books.figures[id].figure.unit == "percent", max(end for end in books.stated[id] if end is not None)) for id in ids}
    largest = set(sorted(ids, key=sizes.__getitem__, reverse=True)[:MENDED_MOST])
    return [id for id in ids if id in largest]


def is_small(repair: Repair, most: float = REPAIR_LARGEST) -> bool:
    """Say whether a repair is small enough to be told: upwards by no more than a share, downwards by no more than what undoes that."""
    return repair.change is None or -most / (1 + most) <= repair.change <= most


def mend_together(books: Books, knot: Knot) -> Repair | None:
    """Return the least change that makes all figures of a knot true, where it moves more than one of them."""
    moved = find_mending(make_system(books, books.stated, frozenset(knot.figures), knot.relations))
    # Where a single figure moves, that is told as its own repair.
    if moved is None or len(moved) < 2:
        return None
    told, total, numbers = [], 0.0, list[tuple[str, int]]()
    for id in (id for id in knot.figures if id in moved):
        low, high = books.stated[id]
        bound = low if moved[id] < low or high is None else high
        # Outwards, so that rounding to whole people undoes no repair.
        number = down(moved[id]) if moved[id] < bound else up(moved[id])
        change = float(number / bound - 1)
        total += abs(change)
        numbers.append((id, number))
        told.append(f"{say_number(number)} for {say_number(bound)} {books.figures[id].figure.measure} ({say_change(change)})")
    # Of three people no third can be left out: rounded so far, some numbers mend nothing.
    mended = {**books.stated, **{id: (number, number) for id, number in numbers}}
    if not is_feasible(make_system(books, mended, frozenset(knot.figures), knot.relations)):
        return None
    return Repair(None, None, None, round(total, 3), f"together: {list_words(told)}", together=tuple(numbers))


def _mend_figure(books: Books, knot: Knot, conflict: Conflict, id: str) -> Repair | None:
    """Return the least change of one figure that makes the conflict true."""
    others, figure = frozenset(conflict.figures) - {id}, books.figures[id].figure
    if figure.unit == "percent":
        return _mend_rate(books, knot, id, others)
    # From the others as stated; where no number of people fits these without their rounding, from what they allow.
    systems = (make_system(books, intervals, others, knot.relations) for intervals in (books.stated, books.allowed))
    spans = (_find_span(system, books.slot_of[id]) for system in systems)
    whole = next((whole for span in spans if span is not None and (whole := _whole(span)) is not None), None)
    return None if whole is None else _move(id, books.stated[id], whole, figure.measure)


def _find_span(system: System, slot: str) -> Interval | None:
    """Return between what a true value may lie, or ``None`` where the system cannot be true."""
    box = propagate(system)
    if box.conflict is not None:
        return None
    return box.of(slot) if box.settled and is_tree(system.rows) else find_span(system, slot)


def _whole(span: Interval) -> Interval | None:
    """Return the whole numbers inside an interval, or ``None`` if there is none: people are not halved."""
    least, most = _inwards(span)
    return None if most is not None and least > most else (least, most)


def _inwards(span: Interval) -> Interval:
    low, high = span
    return up(low), None if high is None else down(high)


def _move(id: str | None, stated: Interval, span: Interval, words: str) -> Repair | None:
    """Return the repair that brings what is stated to the nearest end of a span."""
    (low, high), (least, most) = stated, span
    if high is not None and high < least:
        return _repair(id, high, least, "at least", f"{say_number(least)} {words}")
    if most is not None and low > most:
        return _repair(id, low, most, "at most", f"{say_number(most)} {words}")
    return None


def _repair(id: str | None, bound: Number, end: Number, side: str, words: str, number: float | None = None) -> Repair:
    # From 0 no share can be told.
    change = float(end / bound - 1) if bound else None
    number = number if number is not None else _plain(end)
    low, high = (number, None) if side == "at least" else (None, number)
    detail = f"{side} {words}" + (f" ({say_change(change)})" if change is not None else "")
    return Repair(id, low, high, None if change is None else round(change, 3), detail)


def _plain(number: Number) -> float:
    return int(number) if number.denominator == 1 else float(number)


def _mend_rate(books: Books, knot: Knot, id: str, others: frozenset[str]) -> Repair | None:
    """Return the rate that the other figures come to, rounded so that it lies inside."""
    box = propagate(make_system(books, books.stated, others, knot.relations))
    # Floor and ceiling of the rate are over the same terms: the first relation has them all.
    (force, _), *losses = knot.relations[0].terms
    least, most = share_of(sum_up([box.of(slot) for slot, _ in losses]), box.of(force))
    low, high = books.stated[id]
    # Rounded up for a ceiling and down for a floor, so that the true share stays inside.
    if most is not None and low > most:
        return _repair(id, low, most, "at most", f"{say_share(most)} as the rate", up(most * 1000) / 10)
    if high is not None and high < least:
        return _repair(id, high, least, "at least", f"{say_share(least)} as the rate", down(least * 1000) / 10)
    return None


def _mend_sum(books: Books, relation: Relation, chosen: Mapping[str, str]) -> Repair | None:
    """Return what a sum of several figures must come to, where a relation has one."""
    (first, _), *others = relation.terms
    whole, parts = (first, others) if relation.rate is not None else (others[-1][0], relation.terms[:-1])
    # A sum of one is a figure, and has its repair already. A true value without a figure has no number to add.
    if len(parts) < 2 or any(slot not in chosen for slot in (whole, *(slot for slot, _ in parts))):
        return None
    added = [chosen[slot] for slot, _ in parts]
    total, (low, high) = sum_up([books.stated[id] for id in added]), books.stated[chosen[whole]]
    if relation.rate is None:
        words = f"{list_words(tuple(dict.fromkeys(books.figures[id].figure.measure for id in added)))} together"
        span = (low if relation.equal else 0, high)
    else:
        least, most = books.stated[relation.rate]
        words, span = books.figures[relation.rate].figure.measure, (low * least, None if most is None or high is None else high * most)
    # A sum is brought below the one end or above the other. Where no whole number is between them, that is all that can be had.
    found = _move(None, total, _inwards(span), words)
    return None if found is None else replace(found, together=_share_out(books, added, found))


def _share_out(books: Books, parts: Sequence[str], repair: Repair) -> tuple[tuple[str, float], ...]:
    """
    Return the parts of a sum with the whole numbers that come to what a repair makes of it, each changed by the same share.

    None are returned where the parts come to nothing, of which there is no share.
    """
    # The bounds that move: floors where the sum is too high, ceilings where it is too low.
    ends = [low if repair.low is None else low if high is None else high for low, high in (books.stated[id] for id in parts)]
    target = up(Fraction(repair.low)) if repair.low is not None else down(Fraction(repair.high or 0))
    if not (total := sum(ends)):
        return ()
    shares = [Fraction(end) * target / total for end in ends]
    whole = [down(share) for share in shares]
    # What rounding down has left goes to those who lost most by it.
    for at in sorted(range(len(parts)), key=lambda at: (whole[at] - shares[at], at))[: target - sum(whole)]:
        whole[at] += 1
    return tuple(zip(parts, whole, strict=True))


def find_ways_out(books: Books, figures: Sequence[FiledFigure], relations: Iterable[Relation]) -> Iterator[Repair]:
    """Yield the other ways to read figures: what they leave unsaid, or say of other days, people or places."""
    for kind, tell, unsaid in ASPECTS:
        groups = _part(figures, tell)
        # All say the same, so this is no other way to read them.
        if len(groups) > 1 or None in groups:
            # Of what says nothing, each may be of something else.
            apart = tuple(tuple(filed.id for filed in group) for words, group in groups.items() if words is not None)
            apart += tuple((filed.id,) for filed in groups.get(None, ()))
            yield Repair(None, None, None, None, f"other {kind}: {_tell_apart(books, groups, unsaid)}", apart=apart)
    # Without a relation, one origin gives two numbers for one thing.
    for rule in dict.fromkeys(relation.rule for relation in relations) or ("same-origin",):
        yield Repair(None, None, None, None, DEFINITIONS[rule], apart=tuple((filed.id,) for filed in figures))


def _tell_date(figure: Figure) -> str | None:
    return figure.time.text if figure.time is not None else None


def _tell_population(figure: Figure) -> str | None:
    return f'"{figure.population.text}"' if figure.population is not None else None


def _tell_place(figure: Figure) -> str | None:
    return figure.place.text if figure.place is not None else None


# What figures may differ in without saying so: its name, how a figure words it, and what to say where it does not.
ASPECTS: tuple[tuple[str, Callable[[Figure], str | None], str], ...] = (
    ("dates", _tell_date, "no date is given for"),
    ("populations", _tell_population, "nobody is named for"),
    ("places", _tell_place, "no place is given for"),
)


def _part(figures: Iterable[FiledFigure], tell: Callable[[Figure], str | None]) -> dict[str | None, list[FiledFigure]]:
    """Return figures by how they word an aspect, those that say nothing of it under ``None``."""
    groups: dict[str | None, list[FiledFigure]] = {}
    for filed in figures:
        groups.setdefault(tell(filed.figure), []).append(filed)
    return groups


def _tell_apart(books: Books, groups: Mapping[str | None, Sequence[FiledFigure]], unsaid: str) -> str:
    """Return which number is of what."""
    said = {words: list_words([say_figure(filed, books) for filed in group]) for words, group in groups.items()}
    told = [f"{numbers} ({words})" for words, numbers in said.items() if words is not None]
    return "; ".join([*told, f"{unsaid} {said[None]}"] if None in said else told)
