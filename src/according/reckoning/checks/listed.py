"""
Parts that a report lists beside their total without calling them parts: by place, of two countries together, or behind a colon.
"""
from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from according.comparing.nearness import relate_places
from according.comparing.people import anybody
from according.comparing.spots import Spot
from according.names.gazetteer import fold
from according.reckoning.checks.constraints import Relation, at_most
from according.reckoning.checks.parts import is_taken_up
from according.reckoning.checks.pool import Pool, find_only
from according.reckoning.checks.scopes import Scope, same_counting

# "812 in government-held areas", "990 people in the rebel-held northwest": the words behind the number that say where.
_WHERE = re.compile(r"\s*(?:[^\W\d]+\s+){0,3}?(?:in|at|near)\s+(?:the\s+)?([^,.;:()\d]+?)(?=\s+and\b|\s*[,.;:()]|\s*$)", re.IGNORECASE)
# "Turkey and Syria", "Peru, Bolivia and Chile".
_PLACES = re.compile(r",\s*(?:and\s+)?|\s+and\s+")
# A place told behind a number.
_PLACED = re.compile(r"\b(?:in|at|near|across|around|outside)\s+(?:the\s+)?(?:\w+\s+)?[A-Z]")
# "Jajarkot: 105 dead"
_LABEL = re.compile(r"\s*:|\s[–—-]")
_LINE = re.compile(r"[A-Z][^\d:]{1,40}(?::|\s[–—-])\s*\d[\d,]*(?:\s\w+){0,3}\.?")
# What stands between a bare number and its place.
_IN_PLACE = re.compile(r"\s*(?:in|at|near)\s+(?:the\s+)?", re.IGNORECASE)
# What opens a list that leaves nobody out.
_OPENS = re.compile(r"(?:[:–—]|\s-)\s*$")
_BETWEEN = re.compile(r",\s*(?:and\s+)?|\s+and\s+|\s+plus\s+")
# A list goes on with one more whom no figure counts: "and a driver", but not with who says it: ", the ministry said".
_GOES_ON = re.compile(
    r"\s*(?:,\s*)?(?:and|plus)\b|\s*,\s*(?:an?|one|the)\s(?!(?:[^\s,]+\s){1,5}(?:said|says|reported|announced|confirmed)\b)",
    re.IGNORECASE,
)
# Behind the list its sentence ends or a mark stands: "12 gunmen - five officers and eight civilians died" tells of others.
_ENDS = re.compile(r"\s*(?:[,.;:)–—-]|$)")
# The list stands in the sentence of its total, or in the next one (characters between the two sentences).
_NEXT = 3


def relate_lists(pool: Pool) -> Iterator[Relation]:
    """Yield that the parts of a list come to no more than the total it stands beside; to just as much where the list is closed."""
    reports: dict[tuple[str, object, object], list[Scope]] = defaultdict(list)
    for scope in pool.counts:
        reports[scope.report, scope.measure, scope.filed.figure.unit].append(scope)
    for told in reports.values():
        if len(told) > 2:
            ordered = sorted(told, key=_start)
            by_statement: dict[str, list[Scope]] = defaultdict(list)
            for scope in ordered:
                by_statement[scope.filed.statement.id].append(scope)
            yield from _combined(ordered)
            yield from _by_place(pool, ordered, by_statement)
            yield from _by_lines(ordered, by_statement)
            yield from _closed(by_statement)


def _start(scope: Scope) -> int:
    return scope.filed.figure.number.start


def _combined(told: Sequence[Scope]) -> Iterator[Relation]:
    """Yield that what is told of two places together is what is told of each: "the toll in Turkey and Syria"."""
    by_name: dict[str, list[Scope]] = defaultdict(list)
    for scope in told:
        if scope.filed.figure.place is not None and scope.filed.figure.subset_of is None:
            by_name[fold(scope.filed.figure.place.text).removeprefix("the ")].append(scope)
    for text, wholes in by_name.items():
        names = [name.strip().removeprefix("the ") for name in _PLACES.split(text)]
        if len(names) < 2:
            continue
        whole, parts = find_only(wholes), [find_only(by_name.get(name, ())) for name in names]
        known = [part for part in parts if part is not None]
        if whole is not None and len(known) == len(names) and _one_stretch([whole, *known]):
            yield at_most("parts-and-total", (part.id for part in known), whole.id, equal=True)


def _one_stretch(scopes: Sequence[Scope]) -> bool:
    """Say whether counts are of one event or one total: none is of a period, and no two name other days."""
    days = {(scope.time.first, scope.time.last) for scope in scopes if scope.time is not None and scope.time.first is not None}
    return len(days) < 2 and all(scope.filed.figure.counting != "period" for scope in scopes)


def _by_place(pool: Pool, told: Sequence[Scope], by_statement: Mapping[str, Sequence[Scope]]) -> Iterator[Relation]:
    """Yield that the counts of places inside another place come to no more than that place's: "41 in Karnali, 19 in the east"."""
    for at, total in enumerate(told):
        whole = replace(total, place=_own_place(total))
        # Only the count right before a list is its total: between them nothing else is told.
        following = told[at + 1] if at + 1 < len(told) else None
        first = by_statement[whole.filed.statement.id][0].id == whole.id
        if following is None or not _is_beside(whole, following, first=first) or not _is_over(whole, following):
            continue
        listed = [part for part in by_statement[following.filed.statement.id] if _start(part) > _start(whole)]
        spots = {spot: part for part in listed if (spot := _where(part, whole)) is not None}
        # Every count of the list has a place of its own, for one that has none may hold the others.
        if len(listed) > 1 and len(spots) == len(listed) and all(_is_held(pool, part, whole) for part in listed):
            yield at_most("parts-and-total", (part.id for part in listed), whole.id)


def _is_over(whole: Scope, part: Scope) -> bool:
    """Say whether a count may hold one at a place: it has a place itself, or its sentence tells of none before the part's number."""
    if whole.place is not None:
        return True
    behind = whole.filed.statement.text[_start(whole) - whole.filed.statement.start :]
    if _one_sentence(whole, part):
        behind = behind[: _start(part) - _start(whole)]
    return _PLACED.search(behind) is None


def _own_place(scope: Scope) -> Spot | None:
    """Return the place of a count that stands in its own statement: that of another sentence may be of another matter."""
    place, statement = scope.filed.figure.place, scope.filed.statement
    told = place is not None and place.start is not None and statement.start <= place.start < statement.end
    return scope.place if told else None


def _by_lines(told: Sequence[Scope], by_statement: Mapping[str, Sequence[Scope]]) -> Iterator[Relation]:
    """Yield that lines with a place and its count each come to no more than the count over them: "Jajarkot: 105 dead"."""
    are_lines = [_is_line(scope) for scope in told]
    alone = [line and len(by_statement[scope.filed.statement.id]) == 1 for scope, line in zip(told, are_lines, strict=True)]
    for at, whole in enumerate(told):
        # Of the lines themselves none is a total: each run of them is gone through once.
        if are_lines[at] or whole.filed.figure.subset_of is not None:
            continue
        lines = told[at + 1 : next((end for end in range(at + 1, len(told)) if not alone[end]), len(told))]
        if len(lines) < 2:
            continue
        labels = {fold(_LABEL.split(part.filed.statement.text)[0]) for part in lines}
        if len(labels) == len(lines) and all(same_counting(whole, part) for part in lines):
            yield at_most("parts-and-total", (part.id for part in lines), whole.id)


def _is_line(scope: Scope) -> bool:
    """Say whether a count of nobody in particular stands alone in a line behind a name, and in the report's own voice."""
    plain = scope.people is None or scope.people.noun is None or scope.people.noun in anybody()
    return plain and _LINE.fullmatch(scope.filed.statement.text) is not None and not scope.filed.statement.speakers


def _is_beside(whole: Scope, part: Scope, *, first: bool) -> bool:
    """Say whether a list follows its total: behind the first number of one sentence, or in the next sentence."""
    one, other = whole.filed.statement, part.filed.statement
    return first if _one_sentence(whole, part) else 0 <= other.start - one.end <= _NEXT


def _one_sentence(whole: Scope, part: Scope) -> bool:
    """Say whether two counts stand in one sentence, whoever is said to give each."""
    one, other = whole.filed.statement, part.filed.statement
    return one.id == other.id or (whole.report == part.report and (one.start, one.end) == (other.start, other.end))


def _where(part: Scope, whole: Scope) -> str | None:
    """Return the words that put a part at a place of its own inside the whole's place, or ``None``."""
    figure, statement = part.filed.figure, part.filed.statement
    found = _WHERE.match(statement.text[figure.number.end - statement.start :])
    if found is None:
        return None
    words, over = fold(found[1]), whole.place
    # A place that the gazetteer knows must lie inside; "the rebel-held northwest" is one that the report alone names.
    if over is not None and part.place is not None and part.place.name != over.name and relate_places(part.place, over) == "apart":
        return None
    return None if over is not None and words == fold(over.name) else words


def _is_held(pool: Pool, part: Scope, whole: Scope) -> bool:
    """Say whether a whole may hold a part: the same people and days, from one origin, and no more of them."""
    low, high = part.filed.figure.quantity.low, whole.filed.figure.quantity.high
    one_voice = pool.one_book(whole, part) or (_one_sentence(whole, part) and is_taken_up(part, whole))
    return one_voice and pool.comparable(whole, part) and (high is None or (low or 0) <= high)


def _closed(by_statement: Mapping[str, Sequence[Scope]]) -> Iterator[Relation]:
    """Yield that a list behind a colon or a dash comes to just its total: "12 people: five soldiers, four policemen and two civilians"."""
    for whole, *parts in by_statement.values():
        if len(parts) > 1 and _is_whole_list(whole, parts):
            yield at_most("parts-and-total", (part.id for part in parts), whole.id, equal=True)


def _end_of_part(part: Scope) -> int | None:
    """Return where the words of a part end in its statement: with its place ("30 in Hama"), or else with whom it counts; or ``None``."""
    figure, statement = part.filed.figure, part.filed.statement
    number, place, people = figure.number.end, figure.place, figure.population
    if place is not None and place.start is not None and place.end is not None:
        # "30 of them in Hama" leaves others; a place behind more words is that of the whole.
        between = statement.text[max(number - statement.start, 0) : max(place.start - statement.start, 0)]
        if place.start > number and _IN_PLACE.fullmatch(between):
            return place.end - statement.start
    return None if people is None else max(people.end, number) - statement.start


def _is_whole_list(whole: Scope, parts: Sequence[Scope]) -> bool:
    """Say whether parts are all that a list tells, from the mark that opens it to its end."""
    statement, end = whole.filed.statement, _end_of_part(parts[-1])
    if end is None:
        return False
    first = _start(parts[0]) - statement.start
    listed = _BETWEEN.split(statement.text[first:end])
    opened = _OPENS.search(statement.text[: max(first, 0)])
    behind = statement.text[end:]
    return opened is not None and len(listed) == len(parts) and not _GOES_ON.match(behind) and _ENDS.match(behind) is not None
