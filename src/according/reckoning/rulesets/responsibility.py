"""
Who is held responsible, and who speaks for them: as far as speaker, perpetrator and alignment say it.

A claim *rests on the perpetrator* where the speaker at the end of its chain is one of those whom a figure of the question names as
perpetrator, or where the speaker's side is at war with those counted (alignment ``opponent``). Two parties are one where their names
are the same, or where both are of one country and both are its state and forces, or both its militants.
"""
from __future__ import annotations

from collections.abc import Iterable

from according.names.gazetteer import fold
from according.reckoning.answer import Weighed
from according.reckoning.origins.ends import answerer
from according.statement import Party

Side = tuple[str, str]
# Kinds that speak and fight for a state. A perpetrator without a kind ("Israeli strikes") is taken for the state of its country.
STATE_AND_FORCES = frozenset({"military", "police", "government", "intelligence", "official", None})
COMBATANTS = frozenset({"military", "militant"})


def sides_of(party: Party | None) -> frozenset[Side]:
    """Return the keys by which a party can be recognised: its name, and its country with what it is there."""
    if party is None:
        # Nobody is named, so nobody can be recognised.
        return frozenset()
    keys = set()
    if party.name:
        keys.add(("name", fold(party.name)))
    # "The army" in one report and "the defence ministry" in another are one side of one country.
    if party.country and party.kind in STATE_AND_FORCES:
        keys.add(("state", party.country))
    # Apart from the state, which a country's militants may be fighting.
    if party.country and party.kind == "militant":
        keys.add(("militants", party.country))
    return frozenset(keys)


def perpetrators(figures: Iterable[Weighed]) -> frozenset[Side]:
    """Return all sides that figures name as perpetrators."""
    # Of all figures: one report accuses, and another quotes the accused without saying so.
    return frozenset(side for item in figures for side in sides_of(item.filed.figure.perpetrator))


def count_belligerents(figures: Iterable[Weighed], further: Iterable[str] = ()) -> int:
    """Return how many different belligerents are held responsible; those that share a name or a country's forces are one."""
    groups: list[frozenset[Side]] = []
    named = [sides_of(item.filed.figure.perpetrator) for item in figures] + [frozenset({("name", fold(name))}) for name in further]
    for sides in named:
        # A perpetrator of whom only words are known, such as "gunmen", is nobody that could be told from others.
        if sides:
            # One who is named in two ways ties two groups that were apart: they are one belligerent.
            touching = [group for group in groups if group & sides]
            groups = [group for group in groups if not group & sides] + [frozenset().union(sides, *touching)]
    return len(groups)


def rests_on_perpetrator(item: Weighed, accused: frozenset[Side]) -> bool:
    """
    Say whether the figure is a claim of those held responsible.

    It is where its originator is one of the ``accused`` or opposes those who are counted; see the module's docstring.
    """
    # The enemy of those counted is held to be their perpetrator even where no figure says who did it.
    return item.alignment == "opponent" or bool(_origin(item) & accused)


def owns_up(item: Weighed) -> bool:
    """Say whether the speaker at the end of the chain is the very perpetrator that the figure names."""
    # Of this figure and no other: to accept is to name oneself.
    return bool(_origin(item) & sides_of(item.filed.figure.perpetrator))


def _origin(item: Weighed) -> frozenset[Side]:
    """Return the sides of the speaker at the end of the chain: of who answers for the number in the first place."""
    return sides_of(answerer(item.filed))


def are_combatants(item: Weighed) -> bool:
    """Say whether the words count soldiers or militants."""
    population = item.filed.figure.population
    return population is not None and population.kind in COMBATANTS
