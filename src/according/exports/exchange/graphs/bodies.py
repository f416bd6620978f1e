"""
Whether a speaker is a person or a body, as far as the report's own words say; other programs have a class for each.

The kind of a speaker does not say it: of the kind "government" are a ministry, its minister and "officials".
"""

from __future__ import annotations

from typing import Literal

from according.lexicon import default
from according.names.countries import country_names
from according.names.nouns import pattern_of
from according.names.parties import BREAKS, NAME_WORD, PARTY_JOINTS
from according.statement import Party

Nature = Literal["person", "body"]
# Bodies of these kinds are a state's: "the Interior Ministry" is that of the country which the report is about.
PUBLIC_KINDS = frozenset({"government", "court", "police", "military", "intelligence"})
# The fewest words of a name behind a title: "broadcaster NTV" is no person.
NAME_FEWEST = 2


def nature_of(party: Party) -> Nature | None:
    """
    Return whether a party is a person or a body, ``None`` where its words leave it open.

        >>> [nature_of(Party(0, 9, words, name)) for words, name in (
        ...     ("President Jan Novak", "Jan Novak"), ("the health ministry", None), ("Jan Novak", "Jan Novak"), ("officials", None))]
        ['person', 'body', None, None]
    """
    name = party.name or ""
    before, named, _ = party.text.partition(name) if name else ("", "", "")
    # A title in front tells a person's name. One noun alone does not: "a spokesman" is somebody, and nobody who could be known again.
    if named and len(name.split()) >= NAME_FEWEST and _ends_in(before) == "person":
        return "person"
    return "body" if _ends_in(name or party.text) == "body" else None


def known_as(party: Party) -> str:
    """
    Return under which name a party is listed: its name, with its country where that is known and not said in it; or the report's words.

        >>> known_as(Party(0, 9, "Ukraine's Defence Ministry", "Defence Ministry", "government", "UA"))
        'Defence Ministry (Ukraine)'
    """
    if party.name is None:
        return party.called
    country = country_names().get(party.country or "")
    return party.name if country is None or country.casefold() in party.name.casefold() else f"{party.name} ({country})"


def is_known_again(party: Party) -> bool:
    """
    Say whether a name in two reports is sure to be of one speaker: else a number would be put on somebody who did not give it.

        >>> [is_known_again(Party(0, 9, name, name, kind, country)) for name, kind, country in (
        ...     ("Interior Ministry", "government", None), ("Interior Ministry", "government", "KE"), ("Jan Novak", None, None),
        ...     ("Novak", None, None), ("Reuters", "media", None))]
        [False, True, True, False, True]
    """
    if party.name is None or party.country is not None:
        return party.name is not None
    if nature_of(party) == "body":
        return party.kind not in PUBLIC_KINDS
    return len(party.name.split()) >= NAME_FEWEST


def speaker_key(party: Party, report: str) -> tuple[str | None, ...]:
    """Return what tells a speaker from others: one who is not sure to be known again is the report's own, by its id."""
    return known_as(party), nature_of(party), party.kind, "" if is_known_again(party) else report


def _ends_in(words: str) -> str | None:
    """Return what the head of a phrase names: its longest last part before a preposition that the word lists know."""
    head: list[str] = []
    for word in NAME_WORD.findall(words.replace("’", "'")):
        if head and word.casefold() in BREAKS | PARTY_JOINTS:
            break
        head.append(word.casefold())
    found = (pattern_of(" ".join(head[at:]), default()) for at in range(len(head)))
    return next((pattern for pattern in found if pattern is not None), None)
