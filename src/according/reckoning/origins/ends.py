"""
Who answers for a figure: the end of its chain of speakers, told alike under long and short names, or else its publisher.

Whoever speaks last in the chain answers (:func:`answerer`). :func:`who_answers` tells which figures the same one answers for;
checks, echoes, series and the later word that replaces an earlier one all go by its keys.

Marks are what two ends are compared by. A specific mark (a name, an office of a country) holds across reports; a general one ("police of
IQ") only inside one report or within one publisher's family, for two outlets' "officials" need not be the same.
"""
from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace

from according.comparing.partition import Partition
from according.lexicon import default
from according.names.gazetteer import fold
from according.names.parties import untitled
from according.reckoning.origins.publishers import Publishers
from according.reckoning.sides.allegiance import fill_in, is_country_name
from according.records import FiledFigure
from according.statement import Party

# Offices of which a country has one: with its country such a name is specific.
OFFICES = {
    "joint chiefs": ("joint chiefs",),
    "general staff": ("general staff", "chief of staff", "chief of the general staff"),
    "military command": ("military command", "high command", "supreme command", "commander in chief"),
    "defence ministry": ("defence ministry", "defense ministry", "ministry of defence", "ministry of defense"),
    "health ministry": ("health ministry", "ministry of health"),
    "interior ministry": ("interior ministry", "ministry of interior", "ministry of the interior"),
    "foreign ministry": ("foreign ministry", "ministry of foreign affairs", "state department"),
    "intelligence": ("intelligence service", "intelligence agency", "spy agency", "security service", "secret service"),
}
# Who is one of many: "Pakistani intelligence officials" are no one office.
_OF_MANY = frozenset(
    "official source officer agent analyst member insider officials sources officers agents analysts members insiders".split()
)
_BODIES = frozenset("organisation intelligence military government media police court hospital analyst company".split())
# A surname of fewer letters is shared by too many to lead from one report to another: Lee, Kim, Xi.
SURNAME_SHORTEST = 5
# Initials of fewer letters stand for too many things.
INITIALS_SHORTEST = 3


@dataclass(frozen=True, slots=True)
class End:
    """Who answers for a figure: words to show, specific marks, and a general mark that holds only near by."""

    words: str
    marks: frozenset[str] = frozenset()
    general: str = ""
    # A folded personal or other proper name, by which short names are led to long ones.
    person: str | None = None
    country: str | None = None


def answerer(filed: FiledFigure) -> Party | None:
    """Return the speaker who answers for a figure, the innermost of its chain; ``None`` where the report names nobody."""
    return filed.statement.speakers[-1] if filed.statement.speakers else None


def say_answerer(filed: FiledFigure) -> str:
    """Return who answers for a figure, in the report's words: the speaker, or else the publisher."""
    party = answerer(filed)
    return party.text if party is not None else filed.filing.publisher or "a report"


def find_ends(figures: Sequence[FiledFigure]) -> dict[str, End]:
    """Return the end of each figure's chain by the figure's id; figures in the report's own voice have none."""
    ends = {filed.id: _make_end(party) for filed in figures if (party := answerer(filed)) is not None}
    reports = {filed.id: filed.filing.id for filed in figures}
    return dict(_lead_short_names(ends, reports))


def _make_end(party: Party) -> End:
    """Return the end that a speaker makes by itself, before short names are led to long ones."""
    party = fill_in(party)
    words = fold(party.text)
    offices = frozenset(_offices(party, words))
    # "The Interior Ministry" is no name: every country has one. An intelligence service has its task and often a name besides.
    person = None if party.name is None or offices - {"intelligence"} else fold(_bare(party.name))
    marks = {f"office {office} of {party.country}" for office in offices if party.country is not None}
    if person:
        marks.add(f"name {person}")
    # "The World Health Organization" is "the WHO"; of bodies only, for a person's initials are many people's.
    if person and party.kind in _BODIES and len(initials := _initials(person)) >= INITIALS_SHORTEST:
        marks.add(f"name {initials}")
    # Another report may call it its country's "spy agency", without the name.
    if person and party.kind == "intelligence" and party.country is not None:
        marks.add(f"office intelligence of {party.country}")
    general = f"{party.kind} of {party.country}" if party.kind is not None else words.removeprefix("the ")
    return End(party.text, frozenset(marks), general, person, party.country)


def _offices(party: Party, words: str) -> Iterator[str]:
    """Yield the offices of which a country has one that a speaker's words or name say; none for one of many ("officials")."""
    if not _OF_MANY & set(words.split()):
        # With a blank at either end, so that only whole words are found.
        padded = f" {words} {fold(party.name or '')} "
        yield from (office for office, names in OFFICES.items() if any(f" {name} " in padded for name in names))


def _bare(name: str) -> str:
    """Return a name without a country's possessive and without titles."""
    # One report names a body with its country, another without: the country has a mark of its own.
    head, possessive, tail = name.replace("’", "'").partition("'s ")
    return " ".join(untitled((tail if possessive and is_country_name(head) else name).split(), default())) or name


def _initials(name: str) -> str:
    return "".join(word[0] for word in name.split() if word not in ("of", "for", "the", "and"))


def _lead_short_names(ends: Mapping[str, End], reports: Mapping[str, str]) -> Iterator[tuple[str, End]]:
    """Lead each one-word name to the one longer name that begins or ends with it, if there is just one."""
    longer: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for id, end in ends.items():
        if end.person is not None and len(parts := end.person.split()) > 1:
            # A surname stands first in some languages and last in others.
            for part in (parts[0], parts[-1]):
                longer[part].add((end.person, reports[id]))
    for id, end in ends.items():
        full = None if end.person is None else _full_name(end.person, longer.get(end.person, ()), reports[id])
        yield id, end if full is None else replace(end, marks=end.marks | {f"name {full}"})


def _full_name(short: str, candidates: Iterable[tuple[str, str]], report: str) -> str | None:
    """Return the one longer name that a short one stands for, of its own report first, or ``None``; candidates are names with reports."""
    # A report that names one Lee in full means him by "Lee"; between reports a short surname leads nowhere.
    here = {name for name, where in candidates if where == report}
    anywhere = {name for name, _ in candidates} if len(short) >= SURNAME_SHORTEST else set()
    found = here or anywhere
    return next(iter(found)) if len(found) == 1 else None


def is_same_end(one: End, other: End, *, near: bool) -> bool:
    """Say whether two ends are one; ``near`` is true inside one report or one publisher's family."""
    # Two names without a mark in common are two speakers, in one report as well: only where a name is missing may the kind do.
    return not one.marks.isdisjoint(other.marks) or (near and not (one.marks and other.marks) and one.general == other.general)


def who_answers(figures: Sequence[FiledFigure], publishers: Publishers) -> dict[str, str]:
    """
    Return, for each figure, a key that tells who answers for it: the same key, the same end of the chain of speakers.

    A general end ("police") is kept apart by its publisher's family or, where that is unknown, by its report. For what nobody is named
    the publisher answers in its own voice; a figure of which the publisher is not known either has no key.
    """
    ends = find_ends(figures)
    leaders = {mark: min(part) for part in tie_marks(end.marks for end in ends.values()).parts() for mark in part}
    keys = {}
    for filed in figures:
        voice = _voice(filed, publishers)
        if (end := ends.get(filed.id)) is not None:
            # Any of its marks would do: marks that stand together anywhere have one leader.
            keys[filed.id] = leaders[min(end.marks)] if end.marks else f"{end.general} in {voice or filed.filing.id}"
        elif voice is not None:
            keys[filed.id] = f"own voice of {voice}"
    return keys


def _voice(filed: FiledFigure, publishers: Publishers) -> str | None:
    """Return whose voice a report is in where it names nobody: its publisher's family, or else the publisher by name."""
    publisher, url = filed.filing.publisher, filed.filing.url
    return publishers.family_of(publisher) or publishers.family_of(url) or (None if publisher is None else fold(publisher))


def tie_marks(sets: Iterable[Set[str]]) -> Partition[str]:
    """Return marks in parts: those that stand together in a set are in one, be it by way of others."""
    tied = Partition[str]()
    for marks in sets:
        # "The agency" of one report and its full name in another are tied by a third that has both.
        for mark in marks:
            tied.join(min(marks), mark)
    return tied
