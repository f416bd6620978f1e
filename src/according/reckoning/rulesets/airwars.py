"""
Airwars: a range of civilian harm, and one of five grades.

AW1: *confirmed*: a specific belligerent has accepted responsibility for civilian harm; *discounted*: those killed were combatants;
*contested*: competing claims of responsibility; *fair*: two or more credible sources, with likely or confirmed near actions by a
belligerent; *weak*: a single source. AW2: where several fit, in this order. AW3: the headline is minimum and maximum over fair and
confirmed; what a belligerent concedes is shown beside it and never merged. AW4: a victim is civilian unless others than the perpetrator
say otherwise. AW6: killed and injured, apart; whatever else is counted is dropped.

What the figures tell of this: a *source* is an origin with its publisher's family (:mod:`.independence`); it is *credible* where it
reports what happened (not denied, feared or planned) and ``parameters.unreliable`` does not name it. A figure *of a belligerent* comes
from the perpetrator or from the opponents of those counted (:mod:`.responsibility`). A belligerent *accepts* where the speaker is the
figure's own perpetrator and counts civilians by name, or where ``parameters.accepted`` says so. *Near actions* are likely where any
figure names a perpetrator, or where ``parameters.actions`` or ``parameters.competing`` says so. Claims *compete* where figures, or
``parameters.competing``, name two belligerents.

Vague words are read for the injured alone, as Airwars' pages do. Left out: AW5 (a minimum of zero where civilian status is contested),
which is third-hand; that "other parties" are most likely responsible (AW1, discounted) is not told by any figure.
"""
from __future__ import annotations

from collections.abc import Sequence

from according.quantity import Quantity
from according.reckoning.answer import Verdict, Weighed
from according.reckoning.rulesets.grounds import (
    Ground,
    echoes,
    first_measure,
    left_out,
    not_reported,
    other_measure,
    sift,
    superseded,
    unreliable,
)
from according.reckoning.rulesets.independence import count_independent, describe_independence
from according.reckoning.rulesets.parameters import Parameters
from according.reckoning.rulesets.responsibility import are_combatants, count_belligerents, owns_up, perpetrators, rests_on_perpetrator
from according.reckoning.rulesets.vague import Words, highest, lowest, open_ended, read_words
from according.statement import Measure

# AW6 counts killed and injured apart: the injured are asked about where nobody is counted killed.
HARMED: tuple[Measure, ...] = ("killed", "wounded")
# Counted on pages of incidents, for the injured: "dozens" on 39 of 42, "a number of" on 83 of 109, "several" on 25 of 34,
# "multiple" on 15 of 23; "hundreds" on the one page read.
INJURED: Words = {
    "several": Quantity.exact(2),
    "multiple": Quantity.exact(2),
    "a number": Quantity.exact(2),
    "dozens": Quantity(12, 24, "range"),
    "hundreds": Quantity(100, 200, "range"),
}
# Kinds of people that words count as civilians, where a belligerent's own figure accepts harm to civilians.
CIVILIANS = frozenset({"civilian", "child", "medic", "journalist", "aid-worker"})
HEADLINE = frozenset({"fair", "confirmed"})
AIRWARS_LEFT_OUT = "AW5 (a minimum of zero where civilian status is contested) is third-hand and is not applied"


def airwars(figures: Sequence[Weighed], parameters: Parameters) -> Verdict:
    """Return minimum and maximum of civilian harm and its grade; a belligerent's own figures stand beside it (AW1-AW4, AW6)."""
    measure = first_measure(figures, HARMED)
    reports, dropped = sift(figures, (
        # CU1 is the reckoning's rule: of one source the later figure stands for the earlier.
        left_out, echoes, superseded("CU1"), other_measure("AW6", measure), not_reported("AW1"), unreliable("AW1", parameters),
    ))  # fmt: skip
    # All of a question's perpetrators: whom one report accuses speaks for himself in another, which names nobody.
    accused = perpetrators(reports)
    conceded: Ground = lambda item: "AW3" if rests_on_perpetrator(item, accused) else None  # noqa: E731
    # AW3 before AW4: a belligerent's word alone makes nobody a combatant.
    kept, beside = sift(reports, (conceded, lambda item: "AW4" if are_combatants(item) else None))
    words: Words = INJURED if measure == "wounded" else {}
    read = {item.id: read_words(item, words) for item in kept}
    # Of all reports: what the belligerents say is no part of the range, but it may accept responsibility.
    grade = _grade(reports, kept, dict(beside), parameters)
    notes = (*_notes(reports, dict(beside), words, grade), *_open(list(read.values())), describe_independence(kept))
    low, high = lowest(read.values()), highest(read.values())
    # No best: Airwars gives a range, and a number inside it would be ours.
    return Verdict(low, None, high, tuple(read), tuple(sorted(dropped + beside)), grade, (*notes, f"left out: {AIRWARS_LEFT_OUT}"))


def _grade(reports: Sequence[Weighed], kept: Sequence[Weighed], beside: dict[str, str], parameters: Parameters) -> str | None:
    """
    Return the grade of AW1, the descriptions being tried in AW2's order.

    ``None`` is returned where no description fits. That is so of two sources where nobody is known to have acted near, and where the
    belligerents alone give a figure and accept nothing.
    """
    # Before all others (AW2): who accepts responsibility settles what others contest.
    if parameters.accepted or any(_accepts(item) for item in reports if beside.get(item.id) == "AW3"):
        return "confirmed"
    # What is there are counts of combatants and the belligerents' own figures, if anything.
    if not kept:
        return "discounted" if "AW4" in beside.values() else None
    # The belligerents' own figures accuse as well: two sides that blame one another are two claims.
    if count_belligerents(reports, parameters.competing) > 1:
        return "contested"
    # A single source is weak whoever it accuses, so this stands before the question whether anybody acted near.
    if count_independent(kept) < parameters.enough:
        return "weak"
    return "fair" if parameters.actions or parameters.competing or any(item.filed.figure.perpetrator for item in reports) else None


def _accepts(item: Weighed) -> bool:
    """Say whether a belligerent's figure owns up to harm done to civilians: it counts them by name, and more than none."""
    figure = item.filed.figure
    # "No civilians were killed" counts civilians by name and accepts nothing.
    some = bool(figure.quantity.low or figure.quantity.high)
    return owns_up(item) and some and figure.population is not None and figure.population.kind in CIVILIANS


def _notes(reports: Sequence[Weighed], beside: dict[str, str], words: Words, grade: str | None) -> tuple[str, ...]:
    conceded = [read_words(item, words) for item in reports if beside.get(item.id) == "AW3"]
    notes = []
    if conceded:
        low, high = lowest(conceded), highest(conceded)
        told = " to ".join(f"{number:g}" for number in dict.fromkeys((low, high)) if number is not None)
        notes.append(f"AW3: the belligerents themselves concede {told}, shown beside and never merged")
    if grade not in HEADLINE:
        notes.append("AW3: not in the headline, which is over fair and confirmed alone")
    # Where every report is set aside that is the reason, and nobody's actions near by would help.
    if grade is None and len(reports) > len(beside):
        notes.append("AW1: no grade fits: no belligerent is known to have acted near")
    return tuple(notes)


def _open(quantities: Sequence[Quantity]) -> tuple[str, ...]:
    note = open_ended(quantities)
    return (f"AW6: {note}",) if note else ()
