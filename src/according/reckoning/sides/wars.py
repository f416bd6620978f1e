"""
Who fights whom, when and where: the reviewed list of conflicts and their parties, and how a mention is found in it.

    >>> sorted(default().find_named("the Taliban spokesman Zabihullah Mujahid"))
    ['AF-taliban', 'taliban', 'ttp']
    >>> default().find_named("an anti-Taliban commander")
    frozenset()
"""
from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import combinations, product
from pathlib import Path
from typing import Literal

from according.errors import LexiconError
from according.names.countries import country_names
from according.names.gazetteer import fold
from according.reckoning.lists import Row, check_country, check_row, check_words, label_rows, parse_sources, read_days, read_sources

Kind = Literal["state-based", "non-state", "one-sided"]
KINDS: tuple[Kind, ...] = Kind.__args__  # type: ignore[attr-defined]
# What each of these lists is for stands at the head of data/conflicts.toml.
GENERIC = ("rebels", "local", "outsiders", "political", "state_media", "apart", "fled", "counting")
# In these compounds a name says of whom somebody is not: anti-Taliban, ex-FARC, al-Qaida-linked, Iran-backed.
_APART = re.compile(
    r"\W*(?:anti|ex|non|former)-.+|.+-(?:affiliated|aligned|allied|backed|born|era|funded|held|inspired|linked|made|occupied|supplied|supported"
    r"|trained)\W*", re.IGNORECASE
)  # fmt: skip
# Letters of a plural. A shorter word ends in "s" by itself: gas, bus, UNS.
_PLURAL_SHORTEST = 4


@dataclass(frozen=True, slots=True)
class Actor:
    """A party to a conflict: a government with its country, or an armed group, and the words it is named by."""

    id: str
    name: str
    country: str | None = None
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Member:
    """An actor's part in a conflict; ``supports`` is true for a secondary party, ``first`` and ``last`` bound a part of the time."""

    actor: str
    supports: bool = False
    first: date | None = None
    last: date | None = None

    def takes_part(self, day: date | None) -> bool:
        """Say whether the actor took part on a day; on an unknown day it may have."""
        return day is None or ((self.first is None or self.first <= day) and (self.last is None or day <= self.last))


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a conflict."""

    id: str
    members: tuple[Member, ...]


@dataclass(frozen=True, slots=True)
class Conflict:
    """A conflict: ``last`` is ``None`` while it goes on; ``places`` are the countries where it is fought, the main one first."""

    id: str
    name: str
    kind: Kind
    first: date
    last: date | None
    places: tuple[str, ...]
    sides: tuple[Side, ...]

    def goes_on(self, day: date | None) -> bool:
        """Say whether the conflict went on on a day; on an unknown day it may have."""
        return day is None or (self.first <= day and (self.last is None or day <= self.last))


class Conflicts:
    """The list: actors by id, conflicts in order of id, generic words, and a digest that versions it."""

    __slots__ = ("_by_country", "_warring", "_words", "actors", "conflicts", "digest", "generic")

    def __init__(self, actors: Iterable[Actor], conflicts: Iterable[Conflict], generic: Mapping[str, frozenset[str]], digest: str) -> None:
        self.actors = {actor.id: actor for actor in actors}
        self.conflicts = tuple(sorted(conflicts, key=lambda conflict: conflict.id))
        self.generic = {name: frozenset(map(fold, generic.get(name, ()))) for name in GENERIC}
        self.digest = digest
        self._warring = {member.actor for conflict in self.conflicts for side in conflict.sides for member in side.members}
        self._words: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        self._by_country: dict[str, set[str]] = {}
        for actor in self.actors.values():
            if actor.country is not None:
                self._by_country.setdefault(actor.country, set()).add(actor.id)
            # By their first word: a mention is looked up word by word and not with each name of the list.
            for words in (tuple(fold(word).split()) for word in actor.words):
                self._words.setdefault(words[0], []).append((words, actor.id))

    def find_named(self, text: str) -> frozenset[str]:
        """Return the ids of the actors that a mention names by their words; the longest words at each place count."""
        tokens = list(_tokens(text))
        found: set[str] = set()
        at = 0
        while at < len(tokens):
            length, actors = self._longest(tokens, at)
            if actors and not _is_set_apart(tokens, at, length):
                found |= actors
            # What was found is passed over, so that no name is found inside another.
            at += max(length, 1)
        return frozenset(found)

    def _longest(self, tokens: list[tuple[str, int]], at: int) -> tuple[int, set[str]]:
        length, actors = 0, set[str]()
        for words, actor in self._words.get(tokens[at][0], ()):
            # "Al-Qaida in Iraq" is not also "al-Qaida"; of one length several parties may bear the name.
            if len(words) >= length and tuple(token for token, _ in tokens[at : at + len(words)]) == words:
                actors = actors | {actor} if len(words) == length else {actor}
                length = len(words)
        return length, actors

    def find_governments(self, country: str | None) -> frozenset[str]:
        """Return the ids of the actors that are a country's government, at one time or another."""
        return frozenset(self._by_country.get(country or "", ()))

    def has_word(self, name: str, text: str) -> bool:
        """Say whether one of the generic words stands in a text, in the singular or plural."""
        words = fold(text).split()
        # Only the plural in "s" is undone: "authorities" stands in its list as it is.
        singular = " ".join(word.removesuffix("s") if len(word) >= _PLURAL_SHORTEST else word for word in words)
        # Both forms are looked through; the bar keeps a phrase from reaching from one into the other.
        return any(f" {word} " in f" {' '.join(words)} | {singular} " for word in self.generic[name])

    def going_on(self, day: date | None) -> Iterator[Conflict]:
        """Yield the conflicts of a day; on an unknown day all of them."""
        return (conflict for conflict in self.conflicts if conflict.goes_on(day))

    def sides_of(self, conflict: Conflict, actors: frozenset[str], day: date | None) -> frozenset[str]:
        """Return the ids of the sides on which any of these actors took part in a conflict on a day."""
        # Of most of those counted the list knows nobody.
        if not actors:
            return frozenset()
        return frozenset(side.id for side in conflict.sides if any(m.actor in actors and m.takes_part(day) for m in side.members))

    def is_between_states(self, conflict: Conflict) -> bool:
        """Say whether governments of different countries lead two of its sides: their nationals then belong to a side."""
        # Helpers from abroad make no war between states, and rival governments of one country are at war inside it.
        leaders = [{self.actors[m.actor].country for m in side.members if not m.supports} - {None} for side in conflict.sides]
        return any(one and other and not one & other for one, other in combinations(leaders, 2))

    def is_inside(self, conflict: Conflict, country: str | None) -> bool:
        """Say whether a conflict is a country's war with itself: mainly fought there, by its government and a group without one."""
        if not conflict.places or conflict.places[0] != country or self.is_between_states(conflict):
            return False
        return bool(self.sides_of(conflict, self.find_governments(country), None))

    def takes_no_side(self, actors: frozenset[str]) -> bool:
        """Say whether these are known to be in no conflict of the list, and no government: the United Nations."""
        return not any(self.actors[actor].country or actor in self._warring for actor in actors)

    def state_sides(self, conflict: Conflict) -> frozenset[str]:
        """Return the ids of the sides that a government leads."""
        return frozenset(s.id for s in conflict.sides if any(self.actors[m.actor].country and not m.supports for m in s.members))


def _is_set_apart(tokens: list[tuple[str, int]], at: int, length: int) -> bool:
    """
    Say whether a name is only a part of a compound that tells of whom somebody is not ("anti-Taliban").

    ``at`` and ``length`` say which tokens are the name. A name that is the whole compound ("anti-Balaka") is its bearers' own.
    """
    compound = tokens[at][1]
    inside = sum(number == compound for _, number in tokens)
    return bool(compound) and all(number == compound for _, number in tokens[at : at + length]) and length < inside


def _tokens(text: str) -> Iterator[tuple[str, int]]:
    """Yield folded words, each with the number of the compound that sets it apart, or 0."""
    # From 1, for 0 is outside any such compound.
    for number, word in enumerate(text.split(), 1):
        apart = number if _APART.fullmatch(word) else 0
        # "The ministry's" and "the rebels'" are found without their endings.
        word = re.sub(r"['’]s\b|['’](?=\W|\Z)", "", word)
        yield from ((token, apart) for token in fold(re.sub(r"[^\w'’.\-–&]", " ", word)).split())


def load(path: Path | None = None) -> Conflicts:
    """
    Load the package's list; with a path, a user's list on top of it.

    A user's actor or conflict replaces the one of the same id, any other is added, generic words are added. Raises
    :class:`~according.errors.LexiconError` for a list that breaks its rules.
    """
    return parse_conflicts(read_sources("conflicts.toml", path))


@cache
def default() -> Conflicts:
    """Return the package's own list, loaded once."""
    return load()


def parse_conflicts(sources: Iterable[tuple[str, str]]) -> Conflicts:
    """Check and build the list from named sources, a later one on top of an earlier."""
    actors: dict[str, Actor] = {}
    rows: dict[str, tuple[str, Row]] = {}
    generic: dict[str, frozenset[str]] = dict.fromkeys(GENERIC, frozenset())
    parsed, digest = parse_sources(sources, ("actor", "conflict", "generic"))
    for name, found in parsed:
        # Actors first: a conflict of this source may name them, or those of an earlier source.
        actors |= _actors(name, found.get("actor", []))
        told = label_rows(name, "conflict", found.get("conflict", []), _ALLOWED["conflict"], _REQUIRED["conflict"])
        rows |= {row["id"]: (label, row) for label, row in told}
        for key, words in _generic(name, found.get("generic", {})).items():
            generic[key] |= words
    conflicts = [_conflict(label, row, actors) for label, row in rows.values()]
    built = Conflicts(actors.values(), conflicts, generic, digest)
    # Last, for a user's words may be those of a party in the package's list.
    for conflict in built.conflicts:
        _check_sides(built, conflict)
    return built


_TEXT, _LIST, _DAY = (str,), (list,), (int, date)
_ALLOWED: dict[str, dict[str, tuple[type, ...]]] = {
    "actor": {"id": _TEXT, "name": _TEXT, "country": _TEXT, "words": _LIST},
    "conflict": {"id": _TEXT, "name": _TEXT, "kind": _TEXT, "first": _DAY, "last": _DAY, "places": _LIST, "side": _LIST},
    "side": {"id": _TEXT, "actors": _LIST, "supports": _LIST},
    "member": {"id": _TEXT, "first": _DAY, "last": _DAY},
}
_REQUIRED = {
    "conflict": ("id", "name", "kind", "first", "places", "side"), "side": ("id", "actors"), "member": ("id",),
}  # fmt: skip


def _actors(name: str, rows: object) -> dict[str, Actor]:
    found = {}
    for label, row in label_rows(name, "actor", rows, _ALLOWED["actor"]):
        country, words = row.get("country"), check_words(label, row.get("words", []))
        if country is not None:
            check_country(label, country)
        # A government is found by its country's name and adjective; anybody else only by words.
        if country is None and not words:
            raise LexiconError(f"{label}: neither a country nor words, so nobody would be found by it; add words")
        _check_folded(label, words)
        found[row["id"]] = Actor(row["id"], row["name"], country, words)
    return found


def _check_folded(label: str, words: Iterable[str]) -> None:
    """Refuse words that differ only in accents, points or hyphens: they are found alike."""
    seen: dict[str, str] = {}
    for word in words:
        if (before := seen.setdefault(fold(word), word)) != word or not fold(word):
            raise LexiconError(f"{label}: {word!r} is found as {before!r} is; keep one")


def _generic(name: str, table: Row) -> dict[str, frozenset[str]]:
    check_row(f"{name}, generic", table, dict.fromkeys(GENERIC, _LIST), ())
    return {key: frozenset(check_words(f"{name}, generic {key}", words)) for key, words in table.items()}


def _conflict(label: str, row: Row, actors: dict[str, Actor]) -> Conflict:
    kind = next((kind for kind in KINDS if kind == row["kind"]), None)
    if kind is None:
        raise LexiconError(f"{label}: {row['kind']!r} is no kind; give one of {', '.join(KINDS)}")
    for code in row["places"]:
        check_country(label, code)
    sides = tuple(_side(f"{label}, side", side, actors) for side in row["side"])
    # Violence against civilians has one organised side; every other kind is fought between two at least.
    if len({side.id for side in sides}) != len(sides) or len(sides) < (1 if kind == "one-sided" else 2):
        raise LexiconError(f"{label}: give each side an id of its own, and at least two sides where it is not one-sided")
    first, last = read_days(label, row)
    return Conflict(row["id"], row["name"], kind, first or date.min, last, tuple(row["places"]), sides)


def _side(label: str, row: Row, actors: dict[str, Actor]) -> Side:
    check_row(label, row, _ALLOWED["side"], _REQUIRED["side"])
    leaders = [_member(label, member, actors, False) for member in row["actors"]]
    return Side(row["id"], (*leaders, *(_member(label, member, actors, True) for member in row.get("supports", []))))


def _member(label: str, row: object, actors: dict[str, Actor], supports: bool) -> Member:
    """Read an actor's id or a table; a country's code stands for its government."""
    table: Row = {"id": row} if isinstance(row, str) else row  # type: ignore[assignment]
    check_row(label, table, _ALLOWED["member"], _REQUIRED["member"])
    id = table["id"]
    if id not in actors:
        if id not in country_names():
            raise LexiconError(f"{label}: {id!r} is no actor's id and no country's code; add an [[actor]] or mend the name")
        # A government needs no row of its own: its country's code is enough.
        actors[id] = Actor(id, f"Government of {country_names()[id]}", id)
    return Member(id, supports, *read_days(f"{label}, {id}", table))


def _check_sides(built: Conflicts, conflict: Conflict) -> None:
    """Refuse words that name somebody on two sides of a conflict at one time: they would place nobody."""
    for one, other in combinations(conflict.sides, 2):
        for a, b in product(one.members, other.members):
            shared = _names(built.actors[a.actor]) & _names(built.actors[b.actor])
            # Somebody may change sides, but at no time be on both.
            if shared and _overlap(a, b):
                raise LexiconError(
                    f"conflict {conflict.id!r}: {a.actor} and {b.actor} on two sides share {sorted(shared)}; each name must tell them apart"
                )


def _names(actor: Actor) -> frozenset[str]:
    """Return all that an actor is found by: its id, its country, its folded words."""
    # The country too: two governments of one country would both be found by its name.
    return frozenset(map(fold, actor.words)) | {actor.id} | ({actor.country} if actor.country else set())


def _overlap(a: Member, b: Member) -> bool:
    return max(a.first or date.min, b.first or date.min) <= min(a.last or date.max, b.last or date.max)
