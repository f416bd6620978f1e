"""
What a figure lets us know of the event it counts: the profile that two figures are compared by.

A profile is made once for each figure. Nothing in it is guessed: what the reading leaves open is ``None`` or empty. Its words are told by
the package's own lists, because two figures that are compared may have been read by different ones.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from sys import intern

from according.comparing.days import own_days, weekday_of
from according.comparing.happenings import goes_on, has_day_of_event, lasting_things, named_diseases, single_events, storm_names
from according.comparing.people import PLAIN_WORD, WORD_SHORTEST, anybody, are_all_kinds, befallen, counts, heads_of, noun_of, portions
from according.comparing.spots import Spot, spot_of
from according.comparing.spread import EVENT_LONGEST, Spread, spread_of
from according.language.lemmas import lemmatise, singular
from according.lexicon import default
from according.names.gazetteer import fold
from according.names.marks import calendar
from according.names.nouns import ARMED_KINDS
from according.records import FiledFigure

# Profiles kept at hand while figures are grouped; of more, those stay that were asked for last.
# A batch of a dense archive and all that is near it are 40,000; each takes some five kilobytes, and its figure six.
KEPT = 40_000
# Letters. Shorter words with a capital are initials and abbreviations of states.
NAME_SHORTEST = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """
    What one figure lets us know of whom it counts and when, without the words of its sentence: enough to say what a question asks.

    ``heads``, ``kind`` and ``country`` tell who is counted. ``anybody`` says that the words may mean any people, ``unsaid`` that they leave
    open who is counted ("600 deaths", "12 were killed"), and ``crowd`` that they do the one or the other. ``first`` and ``last`` are the
    days that its own words settle and ``span`` the days between them. ``total`` says whether the figure counts up to now (true) or one
    event (false), or may do either (``None``).

    A profile is compared with hundreds of others, so what is asked of it most is worked out once.
    """

    id: str
    filed: FiledFigure
    heads: frozenset[str]
    kind: str | None
    country: str | None
    anybody: bool
    unsaid: bool
    crowd: bool
    total: bool | None
    first: date | None
    last: date | None
    span: int | None
    spread: Spread

    @property
    def toll(self) -> bool:
        """Whether the figure is the toll of one event that is over, counted up to now."""
        # "Since Monday 12 have died" counts days, and no event.
        counted = self.filed.figure.counting == "running" and (self.first is None or self.last is not None)
        return counted and bool(single_events(self.filed.statement.text))

    @property
    def of_event(self) -> bool:
        """Whether the days that its words settle are those of an event, and not those on which a total was counted."""
        return self.spread.dated and (self.filed.figure.counting != "running" or (self.toll and has_day_of_event(self.filed)))

    @property
    def closed(self) -> bool:
        """Whether its words settle both ends of the days within which it counts, and these are more than an event's: "in March"."""
        time = self.filed.figure.time
        ends = time is not None and time.basis == "during" and time.first is not None and time.last is not None
        return ends and self.span is not None and self.span > EVENT_LONGEST

    @property
    def forces(self) -> str | None:
        """The country whose armed people are counted, where the words say so."""
        return self.country if self.kind in ARMED_KINDS else None

    @property
    def portion(self) -> bool:
        """Whether those counted are a part of any crowd by what they are: children, women."""
        return self.kind == "child" or not self.heads.isdisjoint(portions())

    @property
    def published(self) -> date | None:
        """The day on which its report was published."""
        return self.filed.filing.published


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile(Outline):
    """
    What one figure lets us know of the event it counts.

    ``noun`` is the word that says who they are, "guard" of "security guards". ``actors`` are the words of the perpetrators. ``weekday`` is
    set where its words name one and settle no first day. ``events`` are the kinds of event that its sentence names, ``single`` those of
    which it names one that is over in a moment, ``lasting`` the kinds of what goes on for months, ``diseases`` those that it calls by their
    names, ``words`` the sentence's longer words and ``names`` its proper names. ``speakers`` are the folded names of who says it, the
    outermost first.
    """

    noun: str | None
    actors: frozenset[str]
    spot: Spot | None
    weekday: str | None
    events: frozenset[str]
    single: frozenset[str]
    lasting: frozenset[str]
    diseases: frozenset[str]
    words: frozenset[str]
    names: frozenset[str]
    speakers: tuple[str, ...]

    @property
    def open_toll(self) -> bool:
        """
        Whether the figure is a toll up to now of which its words name neither the event nor a beginning.

        "The death toll in Dnipro has risen to 30", but not "30 have died in the war so far", nor "30 since January".
        """
        counted = self.filed.figure.counting == "running" and not self.events and not self.single
        return counted and (self.span is None or self.span == 0) and not goes_on(self.filed.statement.text)

    @property
    def storms(self) -> frozenset[str]:
        """The names of the storms that its sentence calls by name."""
        return storm_names(self.filed.statement.text)


def make_outline(filed: FiledFigure) -> Outline:
    """Return a figure's outline."""
    figure, spread = filed.figure, spread_of(filed)
    heads, population = heads_of(figure.population), figure.population
    first, last = own_days(figure.time)
    any_people = not heads - anybody() - befallen(figure.measure) or are_all_kinds(population)
    # "Iraqi deaths" say whose, though no word says who they were.
    unsaid = population is None or (not heads - counts() and population.country is None)
    return Outline(
        id=figure.id,
        filed=filed,
        heads=heads,
        kind=None if population is None else population.kind,
        country=None if population is None else population.country,
        anybody=any_people,
        unsaid=unsaid,
        crowd=any_people or unsaid,
        # The day of an event bars a total; that no day is told does not make one.
        total=True if figure.counting == "running" else False if spread.dated else None,
        first=first,
        last=last,
        span=(last - first).days if first is not None and last is not None else None,
        spread=spread,
    )


def make_profile(filed: FiledFigure) -> Profile:
    """Return a figure's profile."""
    figure, text, outline = filed.figure, filed.statement.text, make_outline(filed)
    return Profile(
        id=outline.id,
        filed=filed,
        heads=outline.heads,
        noun=noun_of(figure.population),
        kind=outline.kind,
        country=outline.country,
        anybody=outline.anybody,
        unsaid=outline.unsaid,
        crowd=outline.crowd,
        total=outline.total,
        actors=heads_of(figure.perpetrator),
        spot=None if figure.place is None else spot_of(figure.place),
        first=outline.first,
        last=outline.last,
        # Where the words settle the day, the weekday says no more. A report without a date leaves "on Monday" open.
        weekday=weekday_of(figure.time.text) if figure.time is not None and outline.first is None else None,
        span=outline.span,
        events=_events_in(text),
        single=single_events(text),
        lasting=lasting_things(text),
        diseases=named_diseases(text),
        words=_words(text),
        names=_names(text),
        speakers=tuple(fold(speaker.name or speaker.text) for speaker in filed.statement.speakers),
        spread=outline.spread,
    )


class Profiles:
    """The profiles that were made lately, by their figures' ids: ``kept`` of them, and up to half as many more."""

    def __init__(self, kept: int = KEPT) -> None:
        self._kept = kept
        self._made: dict[str, Profile] = {}

    def of(self, filed: FiledFigure) -> Profile:
        """Return a figure's profile, made anew where the figure was corrected since."""
        made = self._made.pop(filed.id, None)
        # A correction gives a new record under the same id.
        if made is None or made.filed is not filed:
            if len(self._made) >= 1.5 * self._kept:
                # A third at once, so that this happens seldom: those that were asked for longest ago have met their neighbours.
                self._made = dict(list(self._made.items())[-self._kept :])
            made = make_profile(filed)
        # Behind those that nobody has asked for since.
        self._made[filed.id] = made
        return made


# The figures of one sentence come one after the other, and share what it says.
@lru_cache(maxsize=1 << 12)
def _words(text: str) -> frozenset[str]:
    """Return a sentence's longer words in the singular, without the small words that every sentence has."""
    common = _common_words()
    words = (word for word in PLAIN_WORD.findall(text.casefold()) if len(word) >= WORD_SHORTEST and word not in common)
    # Thousands of profiles are kept at once: each word is, once for all of them.
    return frozenset(intern(singular(word)) for word in words)


@cache
def _common_words() -> frozenset[str]:
    """Return the words that every sentence has."""
    return default().forms("function_words")


@lru_cache(maxsize=1 << 12)
def _names(text: str) -> frozenset[str]:
    """Return the folded words with a capital that do not open the sentence, without days and months."""
    # The first word has its capital from its place.
    found = (match for match in PLAIN_WORD.finditer(text) if match.start() and match[0][0].isupper())
    names = (fold(match[0].removesuffix("'s").removesuffix("’s")) for match in found)
    return frozenset(name for name in names if len(name) >= NAME_SHORTEST) - calendar()


@lru_cache(maxsize=1 << 12)
def _events_in(text: str) -> frozenset[str]:
    """Return the kinds of event that a sentence names."""
    # All of its words are asked and not the one that the number hangs on: "A bus crash on Monday left nine dead."
    return frozenset(event for word in PLAIN_WORD.findall(text.casefold()) for event in _events(word))


@lru_cache(maxsize=1 << 16)
def _events(word: str) -> tuple[str, ...]:
    """Return the kinds of event that a casefolded word tells of, as a noun or as a verb."""
    # A word as it stands goes before its verb: "stormed" is of fighting, and "storm" is not.
    listed = default().find("events", word)
    found = (listed,) if listed is not None else (default().find("events", lemmatise(word, "VERB").lemma),)
    # "attack" and "incident" go with every kind of event, so they tell none from another.
    return tuple(sorted({entry.kind for entry in found if entry is not None and entry.kind != "any"}))
