"""
Whose side somebody speaks from who states a figure: their own, the opponent's, a third party's, or unknown.

The speaker is the innermost one of the chain, who answers for the figure; where the report does not let us place them, the next one
outward is tried, but neither a medium nor a document that only carries their words. Two who speak together must both come to the same.
The first of these rules that applies decides.

1. *Nobody is named, or nobody who can be placed*: unknown.
2. *The speaker speaks for no side* (the United Nations, rights and aid groups, hospitals, witnesses, analysts, a news agency that is
   not a side's own): third party; but a witness or a medium of a country that is on a side is unknown.
3. *Those counted are the speaker's own forces*: own.
4. *A conflict that goes on at the figure's time has both on its sides*: own where they are on one side, opponent where not. Counted are a
   side's forces or, between states, its nationals. In a conflict inside one country "insurgents" are on the side that fights its
   government, and "soldiers" and "police" on the government's. Conflicts fought at the place go before others, and all that
   apply must agree; a figure without a day is placed only where the conflicts of all years agree.
5. *Civilians of a country at war with itself are on neither side.* A speaker's side counts them as its own only where the report
   names the other side as having attacked them; else unknown. This holds for governments and their opponents alike.
6. *Speaker and counted are of one country*, and rule 5 does not hold: own.
7. *The speaker is on no side of the conflicts that those counted are in*: third party.
8. Else unknown.
"""
from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from according.comparing.days import day_of
from according.lexicon import default
from according.names.parties import describe
from according.reckoning.answer import Alignment
from according.reckoning.sides.allegiance import Allegiance, is_country_name, place_population, place_speaker
from according.reckoning.sides.wars import Conflict, Conflicts
from according.records import FiledFigure
from according.statement import Party

# What only carries another's words.
CARRIERS = frozenset({"media", "document", "journalist"})


@dataclass(frozen=True, slots=True)
class Aligned:
    """A figure's alignment, one sentence that says why, and the one conflict that decided it, if one did."""

    alignment: Alignment
    reason: str
    conflict_id: str | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """One figure as the rules see it."""

    conflicts: Conflicts
    speaker: Allegiance
    population: Allegiance
    perpetrator: Allegiance
    day: date | None
    place: str | None

    def side_of(self, conflict: Conflict, who: Allegiance) -> str | None:
        """Return the one side of a conflict that somebody is on, or ``None``."""
        return _only(self.conflicts.sides_of(conflict, who.actors, self.day))

    def going_on(self) -> list[Conflict]:
        """Return the conflicts of the figure's day."""
        return list(self.conflicts.going_on(self.day))


def _only(sides: frozenset[str]) -> str | None:
    return next(iter(sides)) if len(sides) == 1 else None


def align(filed: FiledFigure, conflicts: Conflicts, *, population: Party | None = None, day: date | None = None) -> Aligned:
    """
    Return the side of a figure's speaker as to those counted, with the reason.

    ``population`` stands in where the figure's own words for those counted say no more than "deaths", and ``day`` where neither the figure
    nor its report has one: those of the question.
    """
    speakers = _find_speakers(filed, conflicts)
    if not speakers:
        return Aligned("unknown", "who speaks cannot be placed" if filed.statement.speakers else "the report names nobody")
    case = _make_case(filed, conflicts, speakers[0], population, day)
    # "The army and the ministry said": those who speak together must come to the same, each by themselves.
    found = [_decide(replace(case, speaker=speaker)) for speaker in speakers]
    if len({aligned.alignment for aligned in found}) > 1:
        return Aligned("unknown", f"{' and '.join(speaker.words for speaker in speakers)}: they are not on one side")
    return found[0]


def _decide(case: Case) -> Aligned:
    """Return what the rules of the module's docstring, in their order, say of one speaker."""
    who = case.speaker.words
    # Before any question of whose war it is: an aid group is on no side of any.
    if case.speaker.outside:
        return Aligned("third party", f"{who}: speaks for no side")
    if case.speaker.bystander:
        return _by_bystander(case)
    if not case.speaker.placed:
        return Aligned("unknown", f"{who}: cannot be placed")
    if _is_own_force(case):
        return Aligned("own", f"{who}: speaks of its own {case.population.words}")
    open_question = Aligned("unknown", f"{who} and {case.population.words or 'those counted'}: on which side they are is not said")
    # A war goes before a common country: those of the speaker's own country may be on its other side.
    return _by_conflict(case) or _by_country(case) or _by_absence(case) or open_question


def _is_own_force(case: Case) -> bool:
    """Say whether rule 3 holds: those counted are the same armed group, forces of the speaker's country, or "its own troops"."""
    speaker, population = case.speaker, case.population
    # "Its own troops" have no country to compare, and need none.
    if population.forces and population.country is None and "own" in population.words.casefold().split():
        return True
    if speaker.country is not None:
        # A state's word on its own soldiers needs no war: they may have died in an accident.
        return population.forces and speaker.country == population.country
    return bool(speaker.actors) and speaker.actors == population.actors


def _by_bystander(case: Case) -> Aligned:
    """Rule 2 for witnesses and media: third party, unless a government of their country is on a side of a conflict that is concerned."""
    # Only a conflict that those counted are in: a paper whose country is at war elsewhere is a bystander here.
    governments = case.conflicts.find_governments(case.speaker.country)
    if any(case.conflicts.sides_of(conflict, governments, case.day) for conflict in _concerned(case)):
        return Aligned("unknown", f"{case.speaker.words}: of a country on a side; whether they speak for it is not said")
    return Aligned("third party", f"{case.speaker.words}: speaks for no side")


def _make_case(filed: FiledFigure, conflicts: Conflicts, speaker: Allegiance, population: Party | None, day: date | None) -> Case:
    """Return the case of one figure and speaker; ``population`` and ``day`` are those of the question."""
    figure = filed.figure
    counted = place_population(figure.population, conflicts, things=figure.unit == "things")
    # "Deaths" say nothing of whose they are, so the question's people are meant. "Soldiers" say something, if no country.
    if population is not None and not (counted.placed or counted.rebels or counted.forces):
        counted = place_population(population, conflicts)
    return Case(conflicts, speaker, counted, place_population(figure.perpetrator, conflicts), day_of(filed) or day, _place_of(filed))


def _place_of(filed: FiledFigure) -> str | None:
    return None if filed.figure.place is None else filed.figure.place.country


def _find_speakers(filed: FiledFigure, conflicts: Conflicts) -> list[Allegiance]:
    """Return where the innermost speaker stands who can be placed, one allegiance for each of those who speak together."""
    for distance, speaker in enumerate(reversed(filed.statement.speakers)):
        # "Officials told the agency": the agency only carries the number. Standing innermost ("the agency counted") it answers.
        if distance and speaker.kind in CARRIERS:
            continue
        found = [place_speaker(each, conflicts, _place_of(filed)) for each in _each(speaker)]
        # One of several is enough to stop at: the others are then unknown, and those who speak together do not agree.
        if any(allegiance.placed or allegiance.bystander for allegiance in found):
            return found
    return []


def _each(speaker: Party) -> list[Party]:
    """Return those who speak together one by one; "and" inside a name is a part of it."""
    parts = re.split(r"\s+and\s+", speaker.text)
    # "Trinidad and Tobago" is one speaker, and so is a body that was read with an "and" in its name.
    if len(parts) == 1 or (speaker.name is not None and " and " in speaker.name) or is_country_name(speaker.text):
        return [speaker]
    return [Party(speaker.start, speaker.end, part, *describe(part, default())) for part in parts]


def _by_conflict(case: Case) -> Aligned | None:
    """Rules 4 and 5: what the conflicts say that have the speaker on a side; those fought at the place go first, and all must agree."""
    # Whom no conflict has is on no side of any.
    if not case.speaker.actors:
        return None
    going_on = case.going_on()
    # Two states may be allies in one war and enemies in another: the one that is fought at the place is meant.
    here = [conflict for conflict in going_on if case.place in conflict.places]
    for among in (here, going_on):
        found = [aligned for conflict in among if (aligned := _judge(case, conflict)) is not None]
        if found:
            return _agree(case, found)
    return None


def _agree(case: Case, found: Sequence[Aligned]) -> Aligned:
    if len({aligned.alignment for aligned in found}) > 1:
        return Aligned("unknown", f"{case.speaker.words} and {case.population.words}: one conflict has them on one side, another on two")
    if len(found) == 1:
        return found[0]
    # Several wars that say the same: none of them decided alone.
    return replace(found[0], reason=f"{found[0].reason.removesuffix(')')} and {len(found) - 1} more)", conflict_id=None)


def _judge(case: Case, conflict: Conflict) -> Aligned | None:
    """Return what one conflict says of speaker and counted, or ``None`` where it does not have both on its sides."""
    side = case.side_of(conflict, case.speaker)
    if side is None:
        return None
    who, whom = case.speaker.words, case.population.words
    theirs = _side_of(case, conflict, case.population, side)
    if theirs is not None and theirs == side:
        return Aligned("own", f"{who}: on one side with {whom} ({conflict.name})", conflict.id)
    if theirs is not None:
        return Aligned("opponent", f"{who}: on the other side from {whom} ({conflict.name})", conflict.id)
    # Rule 5: people count as the speaker's own here because the report names the other side as having attacked them.
    if not case.population.rebels and _side_of(case, conflict, case.perpetrator, side) not in (None, side):
        return Aligned("own", f"{who}: speaks of {whom or 'people'} attacked by the other side ({conflict.name})", conflict.id)
    return None


def _side_of(case: Case, conflict: Conflict, who: Allegiance, side: str) -> str | None:
    """Return the side that somebody is on: by name, as nationals, or as the armed people of a side; ``side`` is the speaker's."""
    return case.side_of(conflict, who) or _side_of_nationals(case, conflict, who) or _side_by_kind(case, conflict, who, side)


def _side_of_nationals(case: Case, conflict: Conflict, who: Allegiance) -> str | None:
    """Between states, another country's nationals are on their government's side, unless it has a war inside that the speaker is in."""
    if who.country in (None, case.speaker.country) or who.actors or who.rebels or not case.conflicts.is_between_states(conflict):
        return None
    # The nationals of a country at war with itself are on more than one side of that war.
    if next(_inner_wars(case, who.country), None) is not None:
        return None
    return _only(case.conflicts.sides_of(conflict, case.conflicts.find_governments(who.country), case.day))


def _side_by_kind(case: Case, conflict: Conflict, who: Allegiance, side: str) -> str | None:
    """
    Return the side of "insurgents" or "soldiers" in a conflict inside one country that is fought at the place.

    Insurgents are of the side without a government, soldiers of the side that has one. Where several sides could be meant, it is enough
    that none of them is the speaker's. Soldiers are of nobody where states fight one another there at the same time.
    """
    if who.actors or not (who.rebels or who.forces) or conflict.kind != "state-based" or case.conflicts.is_between_states(conflict):
        return None
    # "Insurgents" without a place are those of the country that the words, or else the speaker, belong to.
    where = case.place or who.country or case.speaker.country
    if where not in conflict.places or (who.forces and _is_fought_over(case, where)):
        return None
    state = case.conflicts.state_sides(conflict)
    could_be = state if who.forces else frozenset(each.id for each in conflict.sides) - state
    if side not in could_be:
        return min(could_be, default=None)
    # "Soldiers" are the government's for whoever speaks; "rebels" are one's own only for a speaker without a country.
    return side if len(could_be) == 1 and (who.forces or case.speaker.country is None) else None


def _is_fought_over(case: Case, place: str | None) -> bool:
    """Say whether a conflict between states, with the speaker in it, goes on at a place."""
    return any(
        place in conflict.places and case.conflicts.is_between_states(conflict) and case.side_of(conflict, case.speaker) is not None
        for conflict in case.going_on()
    )


def _inner_wars(case: Case, country: str) -> Iterator[Conflict]:
    """Yield a country's wars with itself that the speaker is in, where the figure's place is not abroad."""
    for conflict in case.going_on():
        # Killed abroad, people are nationals of their country and not parties to its inner war.
        at_home = case.place is None or case.place == country
        if at_home and case.conflicts.is_inside(conflict, country) and case.side_of(conflict, case.speaker) is not None:
            yield conflict


def _by_country(case: Case) -> Aligned | None:
    """Rules 5 and 6: speaker and counted are of one country, at war with itself or not."""
    country = case.speaker.country
    # A country's rebels are not its government's own.
    if country is None or country != case.population.country or case.population.rebels:
        return None
    if (war := next(_inner_wars(case, country), None)) is not None:
        return Aligned("unknown", f"{case.population.words}: civilians are on neither side ({war.name})", war.id)
    return Aligned("own", f"{case.speaker.words}: speaks of its own country's {case.population.words}")


def _by_absence(case: Case) -> Aligned | None:
    """Rule 7: the speaker is on no side of the conflicts that those counted, or else their country and the place, are in."""
    concerned = _concerned(case)
    if any(case.conflicts.sides_of(conflict, case.speaker.actors, case.day) for conflict in concerned):
        return None
    # Those counted are known parties: then it is known which conflicts the speaker would have to be in.
    if case.population.actors:
        only = concerned[0] if len(concerned) == 1 else None
        where = only.name if only else f"the conflicts of {case.population.words}"
        return Aligned("third party", f"{case.speaker.words}: on no side of {where}", only.id if only else None)
    about = case.population.country or case.place
    # That no conflict has the speaker proves nothing where it is not known whose matter it is, or where it is at home.
    if about in (None, case.speaker.country) or _may_be_its_war(case):
        return None
    return Aligned("third party", f"{case.speaker.words}: on no side there")


def _may_be_its_war(case: Case) -> bool:
    """Say whether armed people without a nationality may belong to a conflict of the speaker's that is fought elsewhere."""
    unsettled = (case.population.rebels or case.population.forces) and case.population.country is None
    return unsettled and any(case.side_of(conflict, case.speaker) for conflict in case.going_on())


def _concerned(case: Case) -> list[Conflict]:
    """Return the conflicts with those counted on a side, else those in their country or at the place."""
    going_on = case.going_on()
    # Whom they belong to tells more than where they are: their own conflicts go first.
    if found := [conflict for conflict in going_on if case.conflicts.sides_of(conflict, case.population.actors, case.day)]:
        return found
    return [conflict for conflict in going_on if case.population.country in conflict.places or case.place in conflict.places]
