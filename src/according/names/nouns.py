"""
What a noun names: people, who are counted, and things, which are counted apart. Attacks, units and places are not counted.

The nouns are listed in ``data/en/people.toml``; a noun that is not listed is read by its ending.
"""
from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, partial

from according.language.lemmas import singulars
from according.lexicon import Entry, Lexicon
from according.names.countries import demonym_ends, is_demonym

# Endings of words for people: reporter, sailor, scientist, policewoman, detainee, librarian.
ENDINGS = ("er", "or", "ist", "man", "men", "woman", "women", "ee", "ian", "eer", "people", "folk")
# Letters of the singular. In shorter words the endings say nothing: "beer", "omen".
NOUN_SHORTEST = 5
# Groups and weapons whose names stand for those who act with them.
ACTING_GROUPS = frozenset({"group", "artillery", "cell", "clan", "mob", "band", "tribe"})
ARMED_KINDS = frozenset({"military", "police", "militant"})
# Nouns that are kept for each lexicon once they have been looked up.
NOUNS_KEPT = 1 << 13


def entry_of(noun: str, lexicon: Lexicon) -> Entry | None:
    """Return the entry of a casefolded noun or short phrase, in the singular or plural, or ``None``."""
    return lexicon.keep(_entries)(noun)


def _entries(lexicon: Lexicon) -> Callable[[str], Entry | None]:
    """Return the look-up in a lexicon, which remembers its answers."""
    return lru_cache(maxsize=NOUNS_KEPT)(partial(_look_up, lexicon=lexicon))


def _look_up(noun: str, lexicon: Lexicon) -> Entry | None:
    """Return the entry of a noun as it stands, of what may be its singular, or of its last part behind a hyphen."""
    if found := lexicon.find("people", noun):
        return found
    # The word as it stands was asked first: "arms" and "armed forces" are listed so, and are no plurals of "arm" and "force".
    for single in singulars(noun):
        if found := lexicon.find("people", single):
            return found
    # "suicide-bombers", "ex-soldiers". Of a phrase ("al-qaeda fighters") the part behind the hyphen is not the noun.
    if "-" in noun and " " not in noun:
        return entry_of(noun.rpartition("-")[2], lexicon)
    return None


def pattern_of(noun: str, lexicon: Lexicon) -> str | None:
    """Return what a noun names (person, body, unit, thing, act, toll, document, other), or ``None`` where the lists do not know."""
    found = entry_of(noun, lexicon)
    return found.pattern if found else None


def is_person_noun(noun: str, lexicon: Lexicon, modified_by_who: bool = False) -> bool:
    """
    Say whether a noun names people who can be counted: it is listed, a demonym, or ends like words for people.

    A noun that no list knows counts as people where ``modified_by_who`` says that a clause with "who" hangs on it.

        >>> from according.lexicon import default
        >>> [noun for noun in ("miners", "palestinian", "harpist", "tank", "attack", "platoon") if is_person_noun(noun, default())]
        ['miners', 'palestinian', 'harpist']
    """
    return lexicon.keep(_people)(noun, modified_by_who)


def _people(lexicon: Lexicon) -> Callable[[str, bool], bool]:
    """Return the question of :func:`is_person_noun` to a lexicon, which remembers its answers."""
    return lru_cache(maxsize=NOUNS_KEPT)(partial(_names_people, lexicon=lexicon))


def _names_people(noun: str, modified_by_who: bool, lexicon: Lexicon) -> bool:
    """Say whether a noun names people; what the lists say of it goes before its form."""
    noun = noun.casefold()
    pattern = pattern_of(noun, lexicon)
    # "towers" and "papers" end like "reporters": the lists have the words that name none.
    if pattern is not None:
        return pattern == "person"
    return modified_by_who or is_demonym(noun) or noun.removesuffix("s") in demonym_ends() or _ends_like_a_person(noun)


def _ends_like_a_person(noun: str) -> bool:
    """Say whether a noun that is in no list ends like a word for people."""
    singular = noun.removesuffix("s")
    return len(singular) >= NOUN_SHORTEST and singular.isalpha() and singular.endswith(ENDINGS)


def is_thing_noun(noun: str, lexicon: Lexicon) -> bool:
    """Say whether a noun names weapons, vehicles or vessels, which are counted as things."""
    return pattern_of(noun.casefold(), lexicon) == "thing"


def is_uncounted_noun(noun: str, lexicon: Lexicon) -> bool:
    """Say whether a noun names what is no figure: attacks, units, places, times, animals, sums."""
    # "three brigades", "12 attacks", "40 days": none of these numbers is one of people or things.
    return pattern_of(noun.casefold(), lexicon) in ("act", "unit", "other", "document", "body")


def is_group_noun(noun: str, lexicon: Lexicon) -> bool:
    """Say whether a noun names people who belong together: a group, a party, a militia, a company; not a place."""
    found = entry_of(noun.casefold(), lexicon)
    # A camp or a village (entry "sites") is a unit too, but nobody acts in its name.
    return found is not None and (found.pattern == "body" or found.id in ("groups", "units"))


def is_animal(noun: str, lexicon: Lexicon) -> bool:
    """Say whether a noun names animals; their deaths are no figure."""
    found = entry_of(noun.casefold(), lexicon)
    return found is not None and found.id == "animals"


def is_event_noun(noun: str, lexicon: Lexicon) -> bool:
    """Say whether a noun names what harms people: an attack, a battle, an earthquake."""
    found = entry_of(noun.casefold(), lexicon)
    return found is not None and found.id in ("acts", "calamities")


def is_calamity_noun(noun: str, lexicon: Lexicon) -> bool:
    """Say whether a noun names what befalls people and is no one side's act: a crash, a flood, a war; not a raid."""
    found = entry_of(noun.casefold(), lexicon)
    return found is not None and found.id == "calamities"


def is_armed_noun(noun: str, lexicon: Lexicon) -> bool:
    """Say whether a noun names armed people: soldiers, police, militants."""
    found = entry_of(noun.casefold(), lexicon)
    return found is not None and found.pattern == "person" and found.kind in ARMED_KINDS


def is_agent_noun(noun: str, lexicon: Lexicon) -> bool:
    """
    Say whether a noun may name who did it.

    That is a noun for people, forces or groups, or for an attack that stands for them: "a NATO air strike killed 12".
    """
    noun = noun.casefold()
    found = entry_of(noun, lexicon)
    # "A patrol shot two", "the battalion held ten"; but not "a school shot two".
    acts = found is not None and (found.pattern in ("person", "body", "act") or found.id == "units")
    return acts or noun.removesuffix("s") in ACTING_GROUPS or is_person_noun(noun, lexicon)
