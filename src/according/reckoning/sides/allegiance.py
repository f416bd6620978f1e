"""
Whom somebody belongs to or speaks for, as far as their own words, kind and country tell: nothing of any conflict yet.
"""
from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

from according.lexicon import default
from according.names.countries import countries
from according.names.gazetteer import fold
from according.names.parties import describe
from according.reckoning.sides.wars import Conflicts
from according.statement import Party

# Kinds that speak for a state where a country goes with them.
STATE_KINDS = frozenset({"military", "police", "government", "official", "intelligence", "court"})
# Kinds that are counted as the forces or servants of their state.
FORCES = STATE_KINDS - {"court"}
# Kinds whose word alone says whose they are: "soldiers" in a conflict inside one country are the government's.
ARMED = frozenset({"military", "police"})
# Those who care for the hurt speak for no side, whatever their country; these others only where their country is on none.
CARING = frozenset({"hospital", "medic"})
BYSTANDERS = frozenset({"media", "witness", "civilian", "journalist", "aid-worker", "analyst"})


@dataclass(frozen=True, slots=True)
class Allegiance:
    """
    Where somebody stands: the parties they may be, their country, and what else their words say.

    ``outside`` speaks for no side; ``bystander`` for no side unless their country is on one; ``rebels`` and ``forces`` are armed people
    of a side that only the conflict tells.
    """

    words: str
    actors: frozenset[str] = frozenset()
    country: str | None = None
    outside: bool = False
    bystander: bool = False
    rebels: bool = False
    forces: bool = False

    @property
    def placed(self) -> bool:
        """Whether it is known on which side, or of which country, somebody is."""
        return bool(self.actors) or self.country is not None or self.outside


def fill_in(party: Party) -> Party:
    """Return a party with the kind and country that its own words tell, where it comes without both: one that a person named."""
    if party.kind is not None or party.country is not None:
        return party
    name, kind, country = describe(party.text, default())
    return replace(party, name=party.name or name, kind=kind, country=country)


def place_speaker(speaker: Party, conflicts: Conflicts, place: str | None = None) -> Allegiance:
    """
    Return where a speaker stands, from their words, kind and country.

    ``place`` is the country of the event: "police" and "local officials" are taken for those of the place they speak of.
    """
    speaker = fill_in(speaker)
    words = _words(speaker)
    # "A former minister" speaks for the ministry no longer. "Residents" and "protesters" are on that list too, and are witnesses.
    if conflicts.has_word("apart", words) and speaker.kind not in BYSTANDERS:
        return Allegiance(speaker.text)
    # A name on the list goes before any kind: a party's own news agency or health office speaks for the party.
    if actors := conflicts.find_named(words):
        return Allegiance(speaker.text, actors, _country_of(actors, conflicts), outside=conflicts.takes_no_side(actors))
    if speaker.kind in CARING or conflicts.has_word("outsiders", words):
        return Allegiance(speaker.text, outside=True)
    if speaker.kind in BYSTANDERS:
        return _place_bystander(speaker, conflicts)
    if speaker.kind == "organisation":
        # A named body is taken for one of no side. "The organisation" may be any, and a party or a front speaks for somebody.
        return Allegiance(speaker.text, outside=speaker.name is not None and not conflicts.has_word("political", words))
    # "Local officials" and "police" are those of the place; "officials" may be anybody's.
    country = _state_of(speaker) or (place if speaker.kind in STATE_KINDS and conflicts.has_word("local", words) else None)
    return Allegiance(speaker.text, conflicts.find_governments(country), country)


def _words(party: Party) -> str:
    """Return a party's words, with its fuller name where they do not hold it: the list may know either."""
    return party.text if party.name is None or party.name in party.text else f"{party.text} {party.name}"


def _country_of(actors: frozenset[str], conflicts: Conflicts) -> str | None:
    """Return the one country of some actors, or ``None``."""
    # A word that several parties share ("the Taliban") has a country only where they all have the same.
    found = {conflicts.actors[actor].country for actor in actors}
    return found.pop() if len(found) == 1 else None


def _place_bystander(speaker: Party, conflicts: Conflicts) -> Allegiance:
    """
    Return where a medium, a witness or another bystander stands.

    A country's state media speak for the country. The media office of an armed group speaks for the group; as nobody is named here, it
    cannot be placed. Others are bystanders of their country, and where they have none they speak for no side.
    """
    if speaker.kind != "media" or not (conflicts.has_word("state_media", speaker.text) or conflicts.has_word("political", speaker.text)):
        return Allegiance(speaker.text, country=speaker.country, outside=speaker.country is None, bystander=True)
    country = speaker.country if conflicts.has_word("state_media", speaker.text) else None
    return Allegiance(speaker.text, conflicts.find_governments(country), country)


def _state_of(party: Party) -> str | None:
    """Return the country that a party speaks for: its office's, or its own where it is named as such ("Ukraine said")."""
    return party.country if party.kind in STATE_KINDS or _is_country(party) else None


def _is_country(party: Party) -> bool:
    return party.kind is None and is_country_name(party.text)


def is_country_name(words: str) -> bool:
    """Say whether words are a country's name or capital and nothing else."""
    return fold(words) in _country_names()


@cache
def _country_names() -> frozenset[str]:
    return frozenset(map(fold, countries()))


def place_population(party: Party | None, conflicts: Conflicts, *, things: bool = False) -> Allegiance:
    """
    Return where those counted, or those who did it, stand.

    Nationals have a country and no actors. ``things`` says that things are counted, so that a country's are those of its forces.
    """
    if party is None:
        return Allegiance("")
    party = fill_in(party)
    words = _words(party)
    # "Refugees" and "deserters" are no longer on their country's side.
    if conflicts.has_word("fled", words):
        return Allegiance(party.text)
    # "Prisoners" and "relatives" of fighters keep their country but do not fight.
    if conflicts.has_word("apart", words):
        return Allegiance(party.text, country=party.country)
    if actors := conflicts.find_named(words):
        return Allegiance(party.text, actors, party.country or _country_of(actors, conflicts), forces=True)
    # A country's weapons are lost by its forces, as its soldiers are.
    if party.country is not None and (party.kind in FORCES or things or _is_country(party)):
        return Allegiance(party.text, conflicts.find_governments(party.country), party.country, forces=True)
    # "Fighters" may be anybody's; "rebels" and "insurgents" fight a government.
    rebels = party.kind == "militant" and conflicts.has_word("rebels", words)
    return Allegiance(party.text, country=party.country, rebels=rebels, forces=party.kind in ARMED)
