"""
Contradictions: figures that cannot all be true, told apart from mere difference.

A later update, another cut-off day, another population, another definition, or a bound that allows the other number make a
difference and no contradiction. Rival claims of one event are told in one contradiction that names them all.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from according.comparing.counts import is_former, is_risen, meet, nominal, times_apart
from according.comparing.days import day_of, said_on
from according.comparing.nearness import relate_places
from according.comparing.partition import Partition
from according.comparing.people import anybody
from according.comparing.profile import Profile, make_profile
from according.reckoning.answer import Check, Contradiction, Question, Repair, Weighed
from according.reckoning.checks.repairs import is_small
from according.reckoning.checks.sentences import say_source
from according.reckoning.origins.ends import answerer, is_named, say_answerer
from according.reckoning.settle import NONE_BESIDE_A_COUNT
from according.statement import Counting

# So many are told, the widest apart first; more of one day say the same thing again.
CONTRADICTIONS_TOLD = 5
# Each last word is held against so many of other days before it, and of one moment against so many that are the next higher: a question
# seldom has more speakers.
RIVALS = 60
# Totals of two sides on two days are rivals where one is at least so many times the other: less may be what a week adds.
RIVAL_TOTALS = 2.0
# Two speakers' numbers of which one is more than twice the other are no slip of either.
REPAIR_LARGEST_OF_CLAIMS = 1.0

Pair = tuple[Weighed, Weighed]


def find_contradictions(
    question: Question, figures: Sequence[Weighed], checks: Iterable[Check], answers: Mapping[str, str]
) -> tuple[Contradiction, ...]:
    """
    Return what cannot all be true: checks that fail for a figure of the question, then claims that exclude each other.

    Of the latter no more than :data:`CONTRADICTIONS_TOLD` are returned, the widest apart first. ``answers`` gives for each figure, by id,
    who answers for it: two numbers that outlets give as one speaker's are told as such.
    """
    own = {item.id for item in figures}
    failed = [
        Contradiction(check.figures, check.detail, check.repairs, check.rule)
        for check in checks
        if not check.holds and own.intersection(check.figures)
    ]
    # A failing check names its rule and more ways to mend it: the same figures are not told again in poorer words.
    told = [set(found.figures) for found in failed]
    clashing = [found for found in _clashes(question, figures, answers) if not any(told_of.issuperset(found.figures) for told_of in told)]
    return (*failed, *clashing[:CONTRADICTIONS_TOLD])


def _clashes(question: Question, figures: Sequence[Weighed], answers: Mapping[str, str]) -> list[Contradiction]:
    """Return the claims that exclude one another, those that hang together in one; the widest apart come first."""
    claims = [item for item in figures if _is_claim(item)]
    # Most questions have one figure; nothing of it need be profiled.
    if len(claims) < 2:
        return []
    profiles = {item.id: make_profile(item.filed) for item in claims}
    pairs = [*_of_one_moment(question, claims, profiles), *_of_other_days(question, claims, profiles)]
    parts = Partition[str]()
    for a, b in pairs:
        parts.join(a.id, b.id)
    known = {item.id: item for pair in pairs for item in pair}
    groups = [sorted((known[id] for id in part), key=_lowest_first) for part in parts.parts()]
    return [_tell(group, question.kind, answers) for group in sorted(groups, key=_widest_first)]


def _is_claim(item: Weighed) -> bool:
    """Say whether a figure is somebody's claim: it counts, or denies what others count."""
    # "24, up from 18": nobody holds that it is 18.
    if is_former(item.filed):
        return False
    denies = item.dropped_by == NONE_BESIDE_A_COUNT and item.echo_of is None
    return (item.used or denies) and day_of(item.filed) is not None and item.filed.filing.published is not None


def _lowest_first(item: Weighed) -> tuple[float, str]:
    return nominal(item.filed.figure.quantity), item.id


def _widest_first(group: Sequence[Weighed]) -> tuple[float, str]:
    """Return the key by which the claims whose numbers lie the most times apart come first."""
    return -times_apart(group[0].filed.figure.quantity, group[-1].filed.figure.quantity), group[0].id


def _of_one_moment(question: Question, claims: Sequence[Weighed], profiles: dict[str, Profile]) -> Iterator[Pair]:
    """Yield the pairs that were said on one day, speak for one day and exclude each other."""
    # "Nine died" in Monday's paper and "twelve died" in Tuesday's is news that goes on: a later word is an update and no contradiction.
    by_moment: dict[tuple[date | None, date | None], list[Weighed]] = defaultdict(list)
    days = {item.id: said_on(item.filed, question.kind) for item in claims}
    for item in claims:
        # So is the governor's 19 at noon and his 27 in the evening, of one event. Of totals that run for months two are two.
        updated = item.superseded_by is not None and days.get(item.superseded_by) == days[item.id]
        if question.kind != "incident" or not updated:
            by_moment[day_of(item.filed), days[item.id]].append(item)
    for said in by_moment.values():
        ordered = sorted(said, key=_lowest_first)
        near = ((item, other) for at, item in enumerate(ordered) for other in ordered[at + 1 : at + 1 + RIVALS])
        yield from (pair for pair in near if _exclude(*pair, profiles))


def _of_other_days(question: Question, claims: Sequence[Weighed], profiles: dict[str, Profile]) -> Iterator[Pair]:
    """Yield the pairs of last words that were said on two days, and that no news between them explains."""
    last = [item for item in claims if item.superseded_by is None and answerer(item.filed) is not None]
    ordered = sorted(last, key=lambda item: (said_on(item.filed, question.kind) or date.min, item.id))
    for at, later in enumerate(ordered):
        for earlier in ordered[max(0, at - RIVALS) : at]:
            apart = said_on(earlier.filed, question.kind) != said_on(later.filed, question.kind)
            if apart and _is_rival(earlier, later, question.kind) and _exclude(earlier, later, profiles):
                yield earlier, later


def _is_rival(earlier: Weighed, later: Weighed, kind: Counting) -> bool:
    """Say whether a later claim is no news of what an earlier one tells: a denial, the other side's number, or a fallen toll."""
    if later.dropped_by is not None:
        return True
    # Who has counted somebody since has not been contradicted by an early "nobody".
    if earlier.dropped_by is not None:
        return False
    one, other = earlier.filed.figure.quantity, later.filed.figure.quantity
    opposed = (earlier.alignment == "opponent") != (later.alignment == "opponent")
    if kind == "incident":
        # The dead of one event do not grow fewer: a lower number of others is another claim.
        return opposed or nominal(other) < nominal(one)
    return kind == "running" and opposed and times_apart(one, other) >= RIVAL_TOTALS


def _exclude(a: Weighed, b: Weighed, profiles: dict[str, Profile]) -> bool:
    """Say whether two figures of different origins count the same people and allow no number in common."""
    # Figures of one echo group are one count told twice, in other words perhaps.
    if a.origin == b.origin or meet(a.filed.figure.quantity, b.filed.figure.quantity):
        return False
    # "Several" died is how more are told of at first.
    if min(a.filed.figure.quantity, b.filed.figure.quantity, key=nominal).bound == "vague":
        return False
    # "The toll has risen to 59" is news of the 51 told that day, unless the other side tells it.
    higher = max(a, b, key=lambda item: nominal(item.filed.figure.quantity))
    if is_risen(higher.filed) and (a.alignment == "opponent") == (b.alignment == "opponent"):
        return False
    # "Nobody was killed" counts no people whose words could differ.
    return NONE_BESIDE_A_COUNT in (a.dropped_by, b.dropped_by) or _same_matter(profiles[a.id], profiles[b.id])


def _same_matter(a: Profile, b: Profile) -> bool:
    """Say whether two figures plainly count the same people at the same place: the same words for them, or "people" for both."""
    # "Nine villagers" and "twelve people" may be others: it takes a noun in common, or no more than "people" on both sides.
    people = (a.anybody and b.anybody) or bool((a.heads & b.heads) - anybody())
    # A place that one of them leaves open bars nothing: both are of one question already.
    places = a.spot is None or b.spot is None or relate_places(a.spot, b.spot) == "same" or _is_headed(a, b)
    # "Five of them children" is a part of another number and excludes none.
    part = a.filed.figure.subset_of is not None or b.filed.figure.subset_of is not None
    return people and places and not part


def _is_headed(a: Profile, b: Profile) -> bool:
    """Say whether one figure stands in the headline of the other's report: that names the place in fewer words, or more."""
    return a.spread.report == b.spread.report and a.filed.in_headline != b.filed.in_headline


def _tell(group: Sequence[Weighed], kind: Counting, answers: Mapping[str, str]) -> Contradiction:
    """Return claims, the lowest first, as one contradiction."""
    days = {day_of(item.filed) for item in group}
    day = f" for {min(day for day in days if day is not None)}" if len(days) == 1 else ""
    one = _one_speaker(group, answers)
    # One number of one speaker in five papers is told once.
    said = dict.fromkeys(f"{say_answerer(item.filed)} says {item.filed.figure.number.text}" for item in group)
    told = dict.fromkeys(f"{item.filed.figure.number.text}{_told_by(item)}" for item in group)
    claims = f"{one} says {' and '.join(told)}" if one else ", ".join(said)
    fits = "no number fits both" if len(group) == 2 else "no number fits them all"
    moment = {(day_of(item.filed), said_on(item.filed, kind)) for item in group}
    rule = "same-moment" if len(moment) == 1 else "rival-claims"
    return Contradiction(tuple(item.id for item in group), f"{claims}{day}; {fits}", _mend(group, one), rule)


def _one_speaker(group: Sequence[Weighed], answers: Mapping[str, str]) -> str:
    """Return the longest name of the one named speaker whose numbers these are, as reports give them, or nothing."""
    keys = {answers.get(item.id, "") for item in group}
    one = len(keys) == 1 and is_named(keys.pop())
    return max((say_answerer(item.filed) for item in group), key=lambda words: (len(words), words)) if one else ""


def _told_by(item: Weighed) -> str:
    """Return by whom a speaker's number is told, in words that follow it, or nothing where that is not known."""
    speakers = item.filed.statement.speakers
    carrier = speakers[0].called if len(speakers) > 1 else say_source(item.filed.filing)
    return f" in the words of {carrier}" if carrier else ""


def _mend(group: Sequence[Weighed], one: str) -> tuple[Repair, ...]:
    """Return the small changes that would reconcile two claims, and what else they may mean; ``one`` names who made both, if one did."""
    # Of more than two claims no change of one mends the whole.
    changes = (_raise(*group), _lower(group[1], group[0])) if len(group) == 2 else ()
    return (*(repair for repair in changes if is_small(repair, REPAIR_LARGEST_OF_CLAIMS)), _definition(group, one))


def _raise(item: Weighed, other: Weighed) -> Repair:
    """Return the repair that lifts a figure to the higher number."""
    target, number = nominal(other.filed.figure.quantity), nominal(item.filed.figure.quantity)
    change = (target - number) / max(number, 0.5)
    return Repair(item.id, target, None, round(change, 3), f"{say_answerer(item.filed)}: at least {target:,g} ({100 * change:+.1f} %)")


def _lower(item: Weighed, other: Weighed) -> Repair:
    """Return the repair that lowers a figure to the lower number."""
    quantity = other.filed.figure.quantity
    # "600 to 700" allows 700: no more than that need be taken off a higher number.
    target, number = quantity.high if quantity.high is not None else nominal(quantity), nominal(item.filed.figure.quantity)
    change = (target - number) / max(number, 0.5)
    return Repair(item.id, None, target, round(change, 3), f"{say_answerer(item.filed)}: at most {target:,g} ({100 * change:+.1f} %)")


def _definition(group: Sequence[Weighed], one: str) -> Repair:
    """Return the way out that needs no other number: they speak of different things, or one denies what the others count."""
    apart = tuple((item.id,) for item in group)
    if any(item.filed.figure.quantity.high == 0 for item in group):
        return Repair(None, None, None, None, "one denies what is counted, or they speak of different things", apart=apart)
    other = "they speak of different things: other people, other places, or up to another hour"
    return Repair(None, None, None, None, f"a report has the speaker's number wrong, or {other}" if one else other, apart=apart)
