"""
What a speaker's words say of an office: which one, and who holds it.

The office is that of the country, region or town that the words name, else of the place they speak of, and else it stays open. One of
many ("officials"), one who left it and an adviser are not the office.
"""
from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from according.comparing.spots import place_key
from according.lexicon import default as default_lexicon
from according.names.countries import countries, is_demonym
from according.names.gazetteer import GENERIC_WORDS, fold
from according.names.gazetteer import default as default_gazetteer
from according.names.nouns import pattern_of
from according.names.parties import PARTICLES, country_of, untitled
from according.names.places import region_of
from according.reckoning.origins.offices import Office, OfficeKind, Offices
from according.statement import Party, Place

# "U.S.", "O'Brien", "Vu Van"; a hyphen parts words, so that "commander-in-chief" is three; a comma is a word of its own.
_TOKEN = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W_]+(?:['&.][^\W_]+)*|,")
_POSSESSIVE = re.compile(r"'s?(?=\W|\Z)")
# Behind an office, or behind one who speaks for it, these lead to whose it is: "mayor of Kyiv", "spokesman for the ministry".
_JOINTS = frozenset({"of", "for", "in", "at"})


@dataclass(frozen=True, slots=True)
class Title:
    """
    An office as a speaker's words name it.

    ``kind`` is the id of its kind, ``mark`` the one mark by which it is known in every report; without one the words leave open whose it
    is. ``person`` is who holds it or speaks for it, as written. ``own`` says that it was found by a name of its own and not by its kind.
    """

    kind: str | None = None
    mark: str | None = None
    person: str | None = None
    own: bool = False


@dataclass(slots=True)
class _Named:
    """What stands around the words of an office: the words of whose it is, and those of who holds it."""

    owner: list[str]
    person: list[str]


@lru_cache(maxsize=1 << 12)
def read_title(party: Party, place: Place | None, home: str | None, offices: Offices) -> Title | None:
    """
    Return the office that a speaker's words name, or ``None``.

    ``place`` is where the event was, ``home`` the country whose office is meant where the words name none.
    """
    words = _TOKEN.findall(_POSSESSIVE.sub("", party.text.replace("’", "'")))
    folded = [fold(word) for word in words]
    if not offices.generic["apart"].isdisjoint(folded):
        return None
    own, kinds = offices.offices_in(folded), offices.kinds_in(folded)
    # "The prime minister and interior minister" holds two: of which of them he speaks is not said.
    if len({id for id, _, _ in own or kinds}) != 1:
        return None
    id, first, stop = (own or kinds)[0]
    # "Turkey's disaster agency AFAD": its kind stands beside its name.
    beside = {at for kind, one, end in kinds for at in range(one, end) if own and kind in offices.offices[id].kinds}
    rest = [word for at, word in enumerate(words) if at not in beside]
    named = _around(rest, first - sum(at < first for at in beside), stop - first, offices)
    if named is None:
        return None
    person = " ".join(untitled(named.person, default_lexicon())) or None
    if own:
        return Title(next(iter(offices.offices[id].kinds), None), mark_of(offices.offices[id], offices), person, True)
    kind = offices.kinds[id]
    return Title(kind.id, _seated(kind, " ".join(named.owner), party, place, home, offices), person)


def _around(words: Sequence[str], first: int, length: int, offices: Offices) -> _Named | None:
    """Return what stands around an office's words, or ``None`` where they are not the head: "a hospital run by the ministry"."""
    named, folded, stop = _Named([], []), [fold(word) for word in words], first + length
    plain = offices.generic["neutral"] | _head_words(offices) | GENERIC_WORDS
    opens = max((at + 1 for at in range(first) if words[at] == ","), default=0)
    # "Hamad Hassan, the health minister": what stands before the comma is his name.
    named.person += [word for word in words[:opens] if word != ","]
    for at in range(opens, first):
        # "Salah al-Din governor": a particle inside a name has no capital.
        if (words[at][:1].isupper() and folded[at] not in plain) or (named.owner and folded[at] in PARTICLES):
            named.owner.append(words[at])
        elif folded[at] not in plain | _JOINTS:
            return None
    behind = False
    for at in range(stop, len(words)):
        into = named.owner if behind else named.person
        if words[at] == ",":
            behind = False
        elif folded[at] in _JOINTS and not named.person:
            behind = True
        elif (words[at][:1].isupper() and folded[at] not in plain) or (folded[at] in PARTICLES and into):
            into.append(words[at])
        elif folded[at] not in plain:
            return None
    return named if is_personal(named.person) else None


@lru_cache(maxsize=8)
def _head_words(offices: Offices) -> frozenset[str]:
    return frozenset(word for phrase in offices.generic["heads"] for word in phrase.split())


def is_personal(words: Sequence[str]) -> bool:
    """Say whether words beside an office can be a person's name: none of them, or up to five with a capital and no body's noun."""
    lexicon = default_lexicon()
    return len(words) <= 5 and not any(pattern_of(word.casefold(), lexicon) in ("body", "unit", "document") for word in words)


def _seated(kind: OfficeKind, owner: str, party: Party, place: Place | None, home: str | None, offices: Offices) -> str | None:
    """Return the mark of a kind's office in the country, region or town that is meant, or ``None``."""
    if kind.seat == "country":
        if owner:
            country = _country(owner, capitals=True)
            # "Zamfara state's health ministry", "the Houthi health ministry": whose it is says that it is not the country's.
            return f"office {kind.id} of {place_key(owner)}" if country is None else _mark(kind, country, None, offices)
        # Of a country whose health ministry is a "department" the department is meant, as where it is a ministry.
        local = kind.local or any(offices.kinds[office.kinds[0]].local for office in offices.of_kind(kind.id, home))
        country = party.country or (home if local else None)
        return None if country is None else _mark(kind, country, None, offices)
    country = (place.country if place is not None else None) or party.country
    if owner and _country(owner, capitals=False) is None:
        return _mark(kind, country or _only_country(owner), owner, offices)
    if kind.seat == "town" and not GENERIC_WORDS.isdisjoint(fold(party.text).split()):
        # "The county mayor" is no town's.
        return None
    # "The Ukrainian governor": his country is said, and not his region.
    if not kind.local or place is None or place.precision == "country":
        return None
    seat = region_near(place) if kind.seat == "region" else town_near(place)
    return None if seat is None else f"office {kind.id} of {place.country} {seat}"


@lru_cache(maxsize=1 << 12)
def _only_country(seat: str) -> str | None:
    """Return the one country that has places of a seat's name, or ``None``: there is a Tripoli in two."""
    found = {entry.country for entry in default_gazetteer().find(seat) if entry.kind in "AP"}
    return found.pop() if len(found) == 1 else None


def _mark(kind: OfficeKind, country: str | None, place: str | None, offices: Offices) -> str:
    """Return the mark of a kind's office by its country, and by its region or town."""
    if kind.seat == "country":
        # "The health department" of a country whose ministry is called so is its ministry.
        listed = next((office for office in offices.of_kind(kind.id, country) if office.place is None), None)
        return f"office {kind.id if listed is None else listed.kinds[0]} of {country}"
    words = Place(0, 0, place or "", None, country)
    seat = region_near(words) if kind.seat == "region" else town_near(words)
    return f"office {kind.id} of {country} {seat or place_key(place or '')}"


def mark_of(office: Office, offices: Offices) -> str:
    """Return the mark of a listed office: by its kind and seat, or by its id where it is the only one of its kind."""
    if not office.kinds:
        return f"office {office.id}"
    return _mark(offices.kinds[office.kinds[0]], office.country, office.place, offices)


def _country(owner: str, *, capitals: bool) -> str | None:
    """Return the country that all the words of whose an office is come to: "Lebanon", "Lebanese"; "Baghdad" where capitals count."""
    if is_demonym(owner):
        return country_of(owner)
    code, kind = countries().get(owner.casefold(), (None, None))
    return None if kind == "capital" and not capitals else code


@lru_cache(maxsize=1 << 12)
def region_near(place: Place) -> str | None:
    """Return GeoNames' code of the region that a place is or lies in; of "Kramatorsk railway station" that of Kramatorsk."""
    return next((region for named in _shorter(place) if (region := region_of(named)) is not None), None)


@lru_cache(maxsize=1 << 12)
def town_near(place: Place) -> str | None:
    """Return the key of the town that a place is or is named after; ``None`` for a region or a country."""
    if place.precision in ("country", "region", "district"):
        return None
    for named in _shorter(place):
        entries = default_gazetteer().find(named.name or named.text)
        towns = [entry for entry in entries if entry.kind == "P" and place.country in (None, entry.country)]
        if towns:
            return place_key(towns[0].name)
    return place_key(place.name or place.text) if place.precision == "city" else None


def _shorter(place: Place) -> Iterable[Place]:
    """Yield a place, and then the places of its first words: a station's town stands at its head."""
    yield place
    words = (place.name or place.text).split()
    for stop in range(len(words) - 1, 0, -1):
        yield Place(0, 0, " ".join(words[:stop]), None, place.country)


def personal_name(name: str) -> str:
    """Return a person's name without the titles before it: "Vice President Fuat Oktay" is Fuat Oktay."""
    lexicon = default_lexicon()
    words = name.split()
    if not words or pattern_of(words[-1].casefold(), lexicon) in ("body", "unit"):
        return name
    # By the list alone: "Peter" looks like a noun for somebody who does something.
    last = max((at for at, word in enumerate(words[:-1]) if pattern_of(word.casefold(), lexicon) == "person"), default=-1)
    return " ".join(words[last + 1 :])
