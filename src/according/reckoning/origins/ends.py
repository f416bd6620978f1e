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
from datetime import date
from functools import lru_cache

from according.comparing.days import day_of
from according.comparing.partition import Partition
from according.comparing.spots import place_key
from according.lexicon import default
from according.names.countries import is_demonym
from according.names.gazetteer import GENERIC_WORDS, fold
from according.names.nouns import pattern_of
from according.names.parties import DETERMINERS, PARTICLES, untitled
from according.reckoning.origins.offices import Offices
from according.reckoning.origins.offices import default as default_offices
from according.reckoning.origins.publishers import Publishers
from according.reckoning.origins.publishers import default as default_publishers
from according.reckoning.origins.titles import Title, is_personal, mark_of, personal_name, read_title
from according.reckoning.sides.allegiance import fill_in, is_country_name
from according.records import FiledFigure
from according.statement import Party, Place

_BODIES = frozenset("organisation intelligence military government media police court hospital analyst company".split())
# What a part of a country is by its name, in front of "of" or behind: "the City of Harran", "Harran City".
_TERRITORIES = GENERIC_WORDS | {"city", "town", "municipality", "borough", "parish"}
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
    # The kind of an office that the words name, and where it speaks of: "the governor" is led to the one governor there.
    office: str | None = None
    where: str | None = None
    # The key of the place that the figure is of.
    spot: str | None = None
    # "The agency", "South": a word that points back to somebody it does not name; and a paper that sums up others in a headline.
    points: bool = False
    # The family of an outlet that speaks.
    family: str | None = None

    @property
    def offices(self) -> frozenset[str]:
        """The marks of offices."""
        return frozenset(mark for mark in self.marks if mark.startswith("office "))


def answerer(filed: FiledFigure) -> Party | None:
    """Return the speaker who answers for a figure, the innermost of its chain; ``None`` where the report names nobody."""
    return filed.statement.speakers[-1] if filed.statement.speakers else None


def say_answerer(filed: FiledFigure) -> str:
    """Return who answers for a figure, as the report calls them: the speaker, or else the publisher."""
    party = answerer(filed)
    if party is None:
        return filed.filing.publisher or "a report"
    return f"somebody not named (“{party.text}”)" if _points(party, default_offices()) else party.called


def say_chain(filed: FiledFigure) -> str:
    """Return who says so as :func:`say_answerer` does, behind those by whom the number came: "a lawmaker, citing the agency"."""
    return ", citing ".join([*(party.called for party in filed.statement.speakers[:-1]), say_answerer(filed)])


def is_nameless(filed: FiledFigure) -> bool:
    """Say whether the report keeps back who answers for a figure: "a hospital official", and no name, body or office."""
    party = answerer(filed)
    return party is not None and party.name is None and fold(party.text).split()[:1] in (["a"], ["an"], ["one"])


def find_ends(figures: Sequence[FiledFigure], offices: Offices | None = None, publishers: Publishers | None = None) -> dict[str, End]:
    """
    Return the end of each figure's chain by the figure's id; figures in the report's own voice have none.

    Short names are led to long ones, names to the offices that they are met with, "the governor" to the one governor of the place, and a
    news agency to its family.
    """
    listed, outlets = offices or default_offices(), publishers or default_publishers()
    ends = {filed.id: _make_end(party, filed, listed) for filed in figures if (party := answerer(filed)) is not None}
    ends = {id: _lead_to_family(end, outlets) for id, end in ends.items()}
    reports = {filed.id: filed.filing.id for filed in figures}
    return lead_to_offices(dict(_lead_short_names(ends, reports)), reports)


def _lead_to_family(end: End, publishers: Publishers) -> End:
    """Give an outlet that speaks, or whose own count it is, the mark of its family: "Anadolu", "China's Xinhua agency", "an AFP tally"."""
    if end.points or end.office is not None:
        return end
    family = publishers.family_of(end.person or end.words)
    if family is None and end.general.startswith(("media ", "document ")):
        # Its name alone, without its country's and what it is.
        words = [word for word in end.words.replace("’", "'").split() if word[:1].isupper() and not word.endswith("'s")]
        family = publishers.family_of(" ".join(word for word in words if fold(word) not in DETERMINERS))
    return end if family is None else replace(end, marks=end.marks | {f"family {family}"}, family=family)


def _make_end(party: Party, filed: FiledFigure, offices: Offices) -> End:
    """Return the end that a speaker makes by itself, before short names are led to long ones."""
    place, counted = filed.figure.place, filed.figure.population
    day = filed.filing.published or day_of(filed)
    return _end_of(party, filed.statement.text, place, None if counted is None else counted.country, day, offices)


# Echoes, checks and origins ask for the same ends, and so does each question that is linked with the figure's.
@lru_cache(maxsize=1 << 12)
def _end_of(party: Party, text: str, place: Place | None, people: str | None, day: date | None, offices: Offices) -> End:
    """Return a speaker's end by itself; ``people`` is the country of those counted, ``day`` that of the report or else of the figure."""
    party = fill_in(party)
    if _points(party, offices) or _is_summary(party, text, offices):
        return End(party.text, points=True)
    title = read_title(party, place, _home(place, people), offices)
    person = _person(party, title)
    marks = frozenset() if title is None or title.mark is None else frozenset({title.mark})
    if person:
        marks |= {f"name {fold(person)}"}
        # Two people may share a name: his country must be told, by his own words, by where it happened or by whom he counts.
        marks |= _held(person, title, day, {party.country, None if place is None else place.country, people, None}, offices)
    if title is None or (title.own and not person):
        marks |= set(_body_marks(party, person or party.name)) | _territory(party)
    if not person:
        marks |= _national_initials(party)
    kind = None if title is None else title.kind
    spot = None if place is None else place_key(place.name or place.text)
    where = spot if place is not None and _speaks_there(kind, place, offices) else None
    if kind is not None:
        general = f"{kind} of {party.country}"
    else:
        general = f"{party.kind} of {party.country}" if party.kind is not None else fold(party.text).removeprefix("the ")
    return End(party.text, marks, general, fold(person) if person else None, party.country, kind, where, spot)


def _speaks_there(kind: str | None, place: Place, offices: Offices) -> bool:
    """Say whether an office of a kind is one for all who speak of a place: its governor or mayor, and the minister of a town unknown."""
    office = offices.kinds.get(kind or "")
    # A ministry of which no country is told may be another country's than the place's, unless that is what the kind means by itself.
    return office is not None and (office.seat != "country" or (office.local and place.country is None))


def _points(party: Party, offices: Offices) -> bool:
    """Say whether a speaker's words name nobody but point back: "the agency", "it", "South" in a headline."""
    words = [word for word in fold(party.text).split() if word not in DETERMINERS]
    named = party.name is not None and fold(party.name).split() != words
    return not named and len(words) < 2 and offices.generic["pointing"].issuperset(words)


def _is_summary(party: Party, text: str, offices: Offices) -> bool:
    """Say whether a paper is said to have put a number into a headline, which sums up what others told it."""
    # A paper by an unknown name is of no kind: "The Harim Editorial said in a headline".
    return party.kind in ("media", None) and not offices.generic["headlines"].isdisjoint(fold(text).split())


def _home(place: Place | None, people: str | None) -> str | None:
    """Return the country whose office is meant where none is named: the place's, unless those counted are of another."""
    country = None if place is None else place.country
    # "Three of our citizens died in the quake abroad, the interior ministry said."
    return None if people not in (None, country) else country


def _person(party: Party, title: Title | None) -> str | None:
    """Return the proper name by which a speaker is known beside any office: a person's, or that of a body which is no office."""
    name = None if party.name is None else personal_name(_bare(party.name))
    if title is not None:
        # The report may have him in full elsewhere: "Mayor Velin" is Dana Velin.
        fuller = title.person is not None and name is not None and fold(title.person) in fold(name)
        return name if fuller else title.person
    # "The health minister, Hamad Hassan": what is set off behind a title is his name.
    set_off = party.text.rpartition(", ")[2]
    words = set_off.split()
    called = set_off != party.text and 2 <= len(words) <= 4 and all(word[:1].isupper() or word.casefold() in PARTICLES for word in words)
    return name or (set_off if called and is_personal(words) else None)


def _held(person: str, title: Title | None, day: date | None, countries: Set[str | None], offices: Offices) -> set[str]:
    """Return the mark of the one listed office that somebody of a name held on a day, in one of some countries, if it fits all told."""
    held = [office for office in offices.held_by(person, day) if office.country in countries]
    kind = None if title is None else title.kind
    fitting = {mark_of(office, offices) for office in held if kind is None or kind in office.kinds}
    return fitting if len(fitting) == 1 else set()


def _body_marks(party: Party, name: str | None) -> Iterator[str]:
    """Yield what a body is known by in other reports, beside its name."""
    # "The World Health Organization" is "the WHO"; of bodies only, for a person's initials are many people's.
    if name and party.kind in _BODIES and len(initials := _initials(fold(name))) >= INITIALS_SHORTEST:
        yield f"name {initials}"
    # Another report may call it its country's "spy agency", without the name.
    if name and party.kind == "intelligence" and party.country is not None:
        yield f"office intelligence of {party.country}"


def _territory(party: Party) -> set[str]:
    """Return the mark of a county, city or province that speaks, by its name with its kind behind: "the County of Maui", "Maui County"."""
    words = [word for word in party.text.split() if fold(word) not in DETERMINERS]
    if len(words) > 2 and fold(words[0]) in _TERRITORIES and words[1].casefold() == "of":
        kind, named = words[0], words[2:]
    elif len(words) > 1 and fold(words[-1]) in _TERRITORIES:
        kind, named = words[-1], words[:-1]
    else:
        return set()
    # "Province of origin"; a name of many words may hold another's: "the City of London Police".
    proper = all(word[:1].isupper() or word.casefold() in PARTICLES for word in named)
    bare = proper and not any(pattern_of(word.casefold(), default()) in ("body", "unit") for word in named)
    return {f"name {fold(' '.join((*named, kind)))}"} if bare else set()


def _national_initials(party: Party) -> set[str]:
    """Return the mark of a body by the initials of its whole name, its country's among them: "the Ethiopian Human Rights Commission"."""
    words = [word for word in party.text.split() if fold(word) not in DETERMINERS]
    national = bool(words) and is_demonym(words[0]) and all(word[:1].isupper() or word in ("of", "for", "the", "and") for word in words)
    initials = _initials(fold(" ".join(words)))
    return {f"name {initials}"} if national and party.kind in _BODIES and len(initials) > INITIALS_SHORTEST else set()


def _bare(name: str) -> str:
    """Return a name without a country's possessive and without titles."""
    # One report names a body with its country, another without: the country has a mark of its own.
    head, possessive, tail = name.replace("’", "'").partition("'s ")
    return " ".join(untitled((tail if possessive and is_country_name(head) else name).split(), default())) or name


def _initials(name: str) -> str:
    return "".join(word[0] for word in name.split() if word not in ("of", "for", "the", "and"))


def _lead_short_names(ends: Mapping[str, End], reports: Mapping[str, str]) -> Iterator[tuple[str, End]]:
    """Lead each short name to the one longer name that begins or ends with its words, if there is just one."""
    longer: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for id, end in ends.items():
        if end.person is not None:
            # A surname stands first in some languages and last in others, and may have two words.
            words = end.person.split()
            for at in range(1, len(words)):
                for part in (words[:at], words[at:]):
                    longer[" ".join(part)].add((end.person, reports[id]))
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
    if one.points or other.points:
        return False
    return not one.marks.isdisjoint(other.marks) or (near and not (one.marks and other.marks) and one.general == other.general)


def who_answers(figures: Sequence[FiledFigure], publishers: Publishers, offices: Offices | None = None) -> dict[str, str]:
    """
    Return, for each figure, a key that tells who answers for it: the same key, the same end of the chain of speakers.

    A general end ("police") is kept apart by its publisher's family or, where that is unknown, by its report; a word that only points back
    ("the agency") is kept apart by its report always. For what nobody is named the publisher answers in its own voice; a figure of which
    the publisher is not known either has no key.
    """
    ends = find_ends(figures, offices, publishers)
    leaders = {mark: min(part) for part in tie_marks(end.marks for end in ends.values()).parts() for mark in part}
    keys = {}
    for filed in figures:
        voice = _voice(filed, publishers)
        if (end := ends.get(filed.id)) is not None:
            # Any of its marks would do: marks that stand together anywhere have one leader.
            general = f"{fold(end.words)} in {filed.filing.id}" if end.points else f"{end.general} in {voice or filed.filing.id}"
            keys[filed.id] = leaders[min(end.marks)] if end.marks else general
        elif voice is not None:
            # A body's own release is the body's word, which others report of it by name.
            keys[filed.id] = leaders.get(f"name {voice}", f"own voice of {voice}")
    return keys


def is_named(key: str) -> bool:
    """Say whether a key of :func:`who_answers` is of somebody named, and not of "police" or of a paper's own voice."""
    return key.startswith(("family ", "name ", "office "))


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


def lead_to_offices(ends: Mapping[str, End], reports: Mapping[str, str]) -> dict[str, End]:
    """
    Lead names to the one office that they are met with, and an office of which the words do not say whose it is to the one of its place.

    A name that is met with two offices ties neither: whoever spoke for the defence ministry once speaks for the palace now.
    """
    led = _lead_names(ends)
    at: dict[tuple[str, str], set[frozenset[str]]] = defaultdict(set)
    for id, end in led.items():
        if end.office is not None and end.marks:
            for key in (reports[id], *([] if end.where is None else [f"at {end.where}"])):
                at[end.office, key].add(end.offices or end.marks)
    for end in led.values():
        # "The health department" in Bihar is Bihar's, where some report says so of it.
        if end.office is not None and end.spot is not None and (own := f"office {end.office} of {end.spot}") in end.marks:
            at[end.office, f"of {end.spot}"].add(frozenset({own}))
    return {id: _lead_open(end, reports[id], at) if end.office is not None and not end.marks else end for id, end in led.items()}


def _lead_names(ends: Mapping[str, End]) -> dict[str, End]:
    """Give every end of a name the office that the name is met with; where there are two, an end with an office goes by it alone."""
    met: dict[str, set[str]] = defaultdict(set)
    for end in ends.values():
        for mark in end.marks - end.offices:
            met[mark] |= end.offices
    led = {}
    for id, end in ends.items():
        names = end.marks - end.offices
        offices = {office for name in names for office in met[name]}
        if len(offices) == 1:
            led[id] = replace(end, marks=end.marks | offices)
        else:
            led[id] = replace(end, marks=end.offices) if len(offices) > 1 and end.offices else end
    return led


def _lead_open(end: End, report: str, at: Mapping[tuple[str, str], set[frozenset[str]]]) -> End:
    """Lead "the governor" to the one its report names, else to the place's own or the one named of it, else to whoever is there."""
    if end.office is None:
        return end
    here, there = at.get((end.office, report), set()), at.get((end.office, f"at {end.where}"), set())
    found = here or at.get((end.office, f"of {end.spot}"), set()) or there
    if len(found) == 1:
        return replace(end, marks=next(iter(found)))
    # Two governors are named of the place: which is meant is not said.
    return end if found or end.where is None else replace(end, marks=frozenset({f"office {end.office} at {end.where}"}))
