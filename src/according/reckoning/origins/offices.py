"""
Offices and who held them: the reviewed list by which a minister, his name and his ministry are one origin.

    >>> sorted(office.id for office in default().held_by("Hamad Hassan", date(2020, 8, 6)))
    ['lb-health']
    >>> default().kinds_in(("minister", "of", "public", "health"))
    [('health ministry', 0, 4)]
"""
from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

from according.errors import LexiconError
from according.names.gazetteer import fold
from according.reckoning.lists import (
    Row,
    check_country,
    check_row,
    check_words,
    label_rows,
    parse_sources,
    read_days,
    read_sources,
)

# Of what an office is the only one of its kind.
Seat = Literal["country", "region", "town"]
SEATS: tuple[Seat, ...] = Seat.__args__  # type: ignore[attr-defined]
# What each of these lists is for stands at the head of data/offices.toml.
OFFICE_WORDS = ("forms", "heads", "neutral", "apart", "headlines", "pointing")


@dataclass(frozen=True, slots=True)
class OfficeKind:
    """A kind of office, of which each country, region or town has one; ``local`` says that it is the place's where no other is named."""

    id: str
    seat: Seat
    local: bool = False
    words: tuple[str, ...] = ()
    portfolios: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who held an office or spoke for it, by the spellings of his name; ``None`` is an open end."""

    names: tuple[str, ...]
    first: date | None = None
    last: date | None = None

    def holds(self, day: date) -> bool:
        """Say whether the office was his on a day."""
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)


@dataclass(frozen=True, slots=True)
class Office:
    """One office: the kinds it is named by, its country, its region or town, names of its own, and its holders."""

    id: str
    name: str
    source: str
    kinds: tuple[str, ...] = ()
    country: str | None = None
    place: str | None = None
    words: tuple[str, ...] = ()
    holders: tuple[Holder, ...] = ()


class Offices:
    """The list: kinds and offices by id, generic words, and a digest that versions it."""

    __slots__ = ("_by_holder", "_by_kind", "_phrases", "digest", "generic", "kinds", "offices")

    def __init__(
        self, kinds: Iterable[OfficeKind], offices: Iterable[Office], generic: Mapping[str, frozenset[str]], digest: str
    ) -> None:
        self.kinds = {kind.id: kind for kind in kinds}
        self.offices = {office.id: office for office in offices}
        self.generic = {name: frozenset(map(fold, generic.get(name, ()))) for name in OFFICE_WORDS if name != "forms"}
        self.digest = digest
        # Phrases by their first word, the longest first: a mention is looked up word by word.
        self._phrases: dict[str, list[tuple[tuple[str, ...], str, bool]]] = {}
        for kind in self.kinds.values():
            made = (form.format(portfolio) for portfolio in kind.portfolios for form in generic.get("forms", ()))
            self._add((*kind.words, *made), kind.id, own=False)
        self._by_holder: dict[str, list[tuple[Holder, Office]]] = {}
        self._by_kind: dict[tuple[str, str | None], list[Office]] = {}
        for office in self.offices.values():
            self._add(office.words, office.id, own=True)
            for kind_id in office.kinds:
                self._by_kind.setdefault((kind_id, office.country), []).append(office)
            for holder in office.holders:
                for name in {fold(name) for name in holder.names}:
                    self._by_holder.setdefault(name, []).append((holder, office))
        for phrases in self._phrases.values():
            phrases.sort(key=lambda phrase: (-len(phrase[0]), phrase))

    def _add(self, words: Iterable[str], id: str, *, own: bool) -> None:
        for phrase in {tuple(fold(word).split()) for word in words}:
            self._phrases.setdefault(phrase[0], []).append((phrase, id, own))

    def kinds_in(self, words: Sequence[str]) -> list[tuple[str, int, int]]:
        """Return the kinds that folded words name, each with where its phrase begins and ends; the longest phrase at each place."""
        return [(id, first, stop) for id, first, stop, own in self._found(words) if not own]

    def offices_in(self, words: Sequence[str]) -> list[tuple[str, int, int]]:
        """Return the offices that folded words name by names of their own, each with where its phrase begins and ends."""
        return [(id, first, stop) for id, first, stop, own in self._found(words) if own]

    def _found(self, words: Sequence[str]) -> Iterator[tuple[str, int, int, bool]]:
        at = 0
        while at < len(words):
            phrase = next((row for row in self._phrases.get(words[at], ()) if tuple(words[at : at + len(row[0])]) == row[0]), None)
            if phrase is not None:
                yield phrase[1], at, at + len(phrase[0]), phrase[2]
            # What was found is passed over, so that no name is found inside another.
            at += 1 if phrase is None else len(phrase[0])

    def of_kind(self, kind: str, country: str | None) -> list[Office]:
        """Return the listed offices of a kind in a country."""
        return self._by_kind.get((kind, country), [])

    def spells_of(self, name: str) -> list[tuple[Holder, Office]]:
        """Return the offices that somebody of that name held at any time, each with the holder and his days."""
        return list(self._by_holder.get(fold(name), ()))

    def held_by(self, name: str, day: date | None) -> list[Office]:
        """Return the offices that somebody of that name held on a day; without a day nobody is known to hold any."""
        if day is None:
            return []
        return [office for holder, office in self._by_holder.get(fold(name), ()) if holder.holds(day)]


def load(path: Path | None = None) -> Offices:
    """
    Load the package's list; with a path, a user's list on top of it.

    A user's kind or office replaces the one of the same id, any other is added, generic words are added. Raises
    :class:`~according.errors.LexiconError` for a list that breaks its rules.
    """
    return parse_offices(read_sources("offices.toml", path))


@cache
def default() -> Offices:
    """Return the package's own list, loaded once."""
    return load()


_TEXT, _LIST, _DAY = (str,), (list,), (int, date)
_KIND: Mapping[str, tuple[type, ...]] = {"id": _TEXT, "seat": _TEXT, "local": (bool,), "words": _LIST, "portfolios": _LIST}
_OFFICE: Mapping[str, tuple[type, ...]] = {
    "id": _TEXT, "name": _TEXT, "kinds": _LIST, "country": _TEXT, "place": _TEXT, "words": _LIST, "source": _TEXT, "holders": _LIST,
}  # fmt: skip
_HOLDER: Mapping[str, tuple[type, ...]] = {"names": _LIST, "first": _DAY, "last": _DAY}


def parse_offices(sources: Iterable[tuple[str, str]]) -> Offices:
    """Check and build the list from named sources, a later one on top of an earlier."""
    kinds: dict[str, tuple[str, OfficeKind]] = {}
    offices: dict[str, tuple[str, Office]] = {}
    generic: dict[str, frozenset[str]] = dict.fromkeys(OFFICE_WORDS, frozenset())
    parsed, digest = parse_sources(sources, ("generic", "kind", "office"))
    for name, found in parsed:
        told = label_rows(name, "kind", found.get("kind", []), _KIND, ("id", "seat"))
        kinds |= {row["id"]: (label, _kind(label, row)) for label, row in told}
        rows = label_rows(name, "office", found.get("office", []), _OFFICE, ("id", "name", "source"))
        offices |= {row["id"]: (label, _office(label, row)) for label, row in rows}
        table = found.get("generic", {})
        check_row(f"{name}, generic", table, dict.fromkeys(OFFICE_WORDS, _LIST), ())
        for key, words in table.items():
            generic[key] |= frozenset(check_words(f"{name}, generic {key}", words))
    _check_kinds(offices, {id: kind for id, (_, kind) in kinds.items()})
    _check_once(kinds, offices)
    return Offices((kind for _, kind in kinds.values()), (office for _, office in offices.values()), generic, digest)


def _kind(label: str, row: Row) -> OfficeKind:
    seat = next((seat for seat in SEATS if seat == row["seat"]), None)
    if seat is None:
        raise LexiconError(f"{label}: {row['seat']!r} is no seat; give one of {', '.join(SEATS)}")
    words, portfolios = check_words(label, row.get("words", [])), check_words(label, row.get("portfolios", []))
    if not words and not portfolios:
        raise LexiconError(f"{label}: neither words nor portfolios, so no office would be found by it; add some")
    return OfficeKind(row["id"], seat, row.get("local", False), words, portfolios)


def _office(label: str, row: Row) -> Office:
    country, kinds = row.get("country"), check_words(label, row.get("kinds", []))
    if country is not None:
        check_country(label, country)
    # A kind's office is told from others by its country, one without a kind by its words or its holders.
    if kinds and country is None:
        raise LexiconError(f"{label}: a kind without a country; add the country")
    words, holders = check_words(label, row.get("words", [])), tuple(_holder(label, holder) for holder in row.get("holders", []))
    if not (kinds or words or holders):
        raise LexiconError(f"{label}: neither kinds nor words nor holders, so it would never be found; add some")
    return Office(row["id"], row["name"], row["source"], kinds, country, row.get("place"), words, holders)


def _holder(label: str, row: Row) -> Holder:
    check_row(f"{label}, holder", row, _HOLDER, ("names", "first"))
    names = check_words(f"{label}, holder", row["names"], casefolded=False)
    # A surname alone is many people's.
    if short := [name for name in names if " " not in name]:
        raise LexiconError(f"{label}, holder: {short[0]!r} is no full name; give two words or more")
    return Holder(names, *read_days(f"{label}, holder {names[0]!r}", row))


def _check_kinds(offices: Mapping[str, tuple[str, Office]], kinds: Mapping[str, OfficeKind]) -> None:
    """Refuse an office of an unknown kind, one without the region or town that its kind asks for, and a second of one seat."""
    taken: dict[tuple[str, str | None, str | None], str] = {}
    for label, office in offices.values():
        for kind in office.kinds:
            if kind not in kinds:
                raise LexiconError(f"{label}: no kind {kind!r}; add a [[kind]] or mend the name")
            seat = kinds[kind].seat
            if seat != "country" and office.place is None:
                raise LexiconError(f"{label}: a {kind} without a place; add its {seat}")
            if (other := taken.setdefault((kind, office.country, office.place), office.id)) != office.id:
                raise LexiconError(f"{label}: {other!r} is that {kind} too; each office must stand once")


def _check_once(kinds: Mapping[str, tuple[str, OfficeKind]], offices: Mapping[str, tuple[str, Office]]) -> None:
    """Refuse words of two kinds or of two offices."""
    for rows in (kinds, offices):
        taken: dict[str, str] = {}
        for label, row in rows.values():
            for word in sorted({fold(word) for word in row.words}):
                if not word or (other := taken.setdefault(word, row.id)) != row.id:
                    raise LexiconError(f"{label}: {word!r} is {other!r}'s too; each word must tell one")
