"""
What a noun names: people, who are counted; things, which are counted apart; attacks, units and places, which are not.

The nouns are listed in ``data/en/people.toml``; a noun that is not listed is read by its ending.
"""
from __future__ import annotations

from functools import lru_cache

from according.lexicon import Entry, default
from according.names.countries import demonym_ends, is_demonym

# Endings of words for people: reporter, sailor, scientist, policewoman, detainee, librarian.
ENDINGS = ("er", "or", "ist", "man", "men", "woman", "women", "ee", "ian", "eer", "people", "folk")
SHORTEST = 5  # letters: below it the endings say nothing (user, oxen)
# Units and weapons whose names stand for those who act with them.
ACTING_GROUPS = frozenset({"group", "gang", "patrol", "artillery", "cell", "clan", "mob", "band", "tribe"})
ARMED = frozenset({"military", "police", "militant"})
# The plural endings of English and what they were in the singular.
PLURALS = (
    ("ies", "y"), ("ves", "f"), ("men", "man"),
    ("children", "child"), ("sses", "ss"),
    ("buses", "bus"), ("ches", "ch"), ("shes", "sh"), ("xes", "x"), ("s", ""),
)  # fmt: skip


@lru_cache(maxsize=20_000)
def entry_of(noun: str) -> Entry | None:
    """Return the entry of a casefolded noun or short phrase, in the singular or plural, or ``None``."""
    lexicon = default()
    if found := lexicon.find("people", noun):
        return found
    for ending, singular in PLURALS:
        if noun.endswith(ending) and (found := lexicon.find("people", noun.removesuffix(ending) + singular)):
            return found
    if "-" in noun and " " not in noun:  # suicide-bombers, ex-soldiers, car-bombers
        return entry_of(noun.rpartition("-")[2])
    return None


def pattern_of(noun: str) -> str | None:
    """Return what a noun names (person, body, unit, thing, act, toll, document, other), or ``None`` where the lists do not know."""
    found = entry_of(noun)
    return found.pattern if found else None


@lru_cache(maxsize=20_000)
def is_person_noun(noun: str, modified_by_who: bool = False) -> bool:
    """
    Say whether a noun names people who can be counted: listed, a demonym, or by its ending.

        >>> [noun for noun in ("miners", "palestinian", "harpist", "tank", "attack", "platoon") if is_person_noun(noun)]
        ['miners', 'palestinian', 'harpist']
    """
    noun = noun.casefold()
    pattern = pattern_of(noun)
    if pattern is not None:
        return pattern == "person"
    return modified_by_who or is_demonym(noun) or noun.removesuffix("s") in demonym_ends() or _ends_like_a_person(noun)


def _ends_like_a_person(noun: str) -> bool:
    singular = noun.removesuffix("s")
    return len(singular) >= SHORTEST and singular.isalpha() and singular.endswith(ENDINGS)


def is_thing_noun(noun: str) -> bool:
    """Say whether a noun names weapons, vehicles or vessels, which are counted as things."""
    return pattern_of(noun.casefold()) == "thing"


def is_uncounted_noun(noun: str) -> bool:
    """Say whether a noun names what is no figure: attacks, units, places, times, animals, sums."""
    return pattern_of(noun.casefold()) in ("act", "unit", "other", "document", "body")


def is_group_noun(noun: str) -> bool:
    """Say whether a noun names people who belong together: a group, a party, a militia, a company; not a place."""
    found = entry_of(noun.casefold())
    return found is not None and (found.pattern == "body" or found.id in ("groups", "units"))


def is_animal(noun: str) -> bool:
    """Say whether a noun names animals, whose deaths are no figure."""
    found = entry_of(noun.casefold())
    return found is not None and found.id == "animals"


def is_event_noun(noun: str) -> bool:
    """Say whether a noun names what harms people: an attack, a battle, an earthquake."""
    found = entry_of(noun.casefold())
    return found is not None and found.id in ("acts", "calamities")


def is_armed_noun(noun: str) -> bool:
    """Say whether a noun names armed people: soldiers, police, militants."""
    found = entry_of(noun.casefold())
    return found is not None and found.pattern == "person" and found.kind in ARMED


def is_agent_noun(noun: str) -> bool:
    """Say whether a noun may name who did it: people, forces, groups, or an attack that stands for them (a NATO air strike)."""
    noun = noun.casefold()
    return pattern_of(noun) in ("person", "body", "act") or noun.removesuffix("s") in ACTING_GROUPS or is_person_noun(noun)
