"""
What a figure lets us know of the event it counts: the profile that two figures are compared by.

A profile is made once a figure; nothing in it is guessed: what the reading leaves open is ``None`` or empty. Its words are told by the
package's own lists, for two figures that are compared may have been read by different ones.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache

from according.comparing.days import own_days, weekday_of
from according.comparing.people import PLAIN_WORD, WORD_SHORTEST, anybody, counts, heads_of, noun_of
from according.comparing.spots import Spot, spot_of
from according.comparing.spread import Spread, spread_of
from according.language.lemmas import lemmatise, singular
from according.lexicon import default
from according.names.gazetteer import fold
from according.records import FiledFigure

# Profiles kept at hand while figures are grouped, up to twice as many.
KEPT = 30_000
# Shorter ones are initials and abbreviations of states.
NAME_SHORTEST = 3


@dataclass(frozen=True, slots=True)
class Profile:
    """One figure's marks of identity."""

    filed: FiledFigure
    heads: frozenset[str]
    noun: str | None  # the word that says who they are: "guard" of "security guards"
    kind: str | None
    country: str | None
    anybody: bool
    actors: frozenset[str]
    spot: Spot | None
    first: date | None
    last: date | None
    weekday: str | None
    span: int | None  # days that the time covers
    events: frozenset[str]
    words: frozenset[str]
    names: frozenset[str]
    speakers: tuple[str, ...]
    spread: Spread

    @property
    def id(self) -> str:
        """The figure's id."""
        return self.filed.figure.id

    @property
    def total(self) -> bool | None:
        """Whether the figure counts up to now (true), one event's (false), or may do either (``None``)."""
        if self.filed.figure.counting == "running":
            return True
        return False if self.spread.dated else None

    @property
    def forces(self) -> str | None:
        """The country whose armed people are counted, where the words say so."""
        return self.country if self.kind in ("military", "militant", "police") else None

    @property
    def in_headline(self) -> bool:
        """Whether the figure stands in its report's headline, which tells again what the text tells."""
        title = self.filed.filing.title
        return title is not None and self.filed.statement.text.strip() in title

    @property
    def unsaid(self) -> bool:
        """Whether the words leave open who is counted: "600 deaths", "12 were killed"."""
        return self.filed.figure.population is None or (not self.heads - counts() and self.country is None)

    @property
    def published(self) -> date | None:
        """The report's day."""
        return self.filed.filing.published


def make_profile(filed: FiledFigure) -> Profile:
    """Return a figure's profile."""
    figure, text = filed.figure, filed.statement.text
    heads = heads_of(figure.population)
    words = _words(text)
    first, last = own_days(figure.time)
    return Profile(
        filed=filed,
        heads=heads,
        noun=noun_of(figure.population),
        kind=None if figure.population is None else figure.population.kind,
        country=None if figure.population is None else figure.population.country,
        anybody=not heads - anybody(),
        actors=heads_of(figure.perpetrator),
        spot=None if figure.place is None else spot_of(figure.place),
        first=first,
        last=last,
        weekday=weekday_of(figure.time.text) if figure.time is not None and first is None else None,
        span=(last - first).days if first is not None and last is not None else None,
        events=frozenset(event for word in PLAIN_WORD.findall(text.casefold()) for event in _events(word)),
        words=words,
        names=_names(text),
        spread=spread_of(filed),
        speakers=tuple(fold(speaker.name or speaker.text) for speaker in filed.statement.speakers),
    )


class Profiles:
    """Profiles that were made lately; a figure that was corrected since is another one."""

    def __init__(self) -> None:
        self._made: dict[str, Profile] = {}

    def of(self, filed: FiledFigure) -> Profile:
        """Return a figure's profile."""
        made = self._made.get(filed.id)
        if made is None or made.filed is not filed:
            if len(self._made) >= 2 * KEPT:
                self._made = dict(list(self._made.items())[-KEPT:])
            made = self._made[filed.id] = make_profile(filed)
        return made


def _words(text: str) -> frozenset[str]:
    """Return the noun lemmas of a sentence's longer words: what is said, without the small words that every sentence has."""
    common = _common_words()
    return frozenset(singular(word) for word in PLAIN_WORD.findall(text.casefold()) if len(word) >= WORD_SHORTEST and word not in common)


@cache
def _common_words() -> frozenset[str]:
    return default().forms("function_words")


def _names(text: str) -> frozenset[str]:
    """Return the folded words with a capital that do not open the sentence, days and months aside."""
    found = (match for match in PLAIN_WORD.finditer(text) if match.start() and match[0][0].isupper())
    names = (fold(match[0].removesuffix("'s").removesuffix("’s")) for match in found)
    return frozenset(name for name in names if len(name) >= NAME_SHORTEST) - _calendar()


@cache
def _calendar() -> frozenset[str]:
    return frozenset(word for form in default().forms("times", "weekday", "month") for word in form.split())


@lru_cache(maxsize=1 << 16)
def _events(word: str) -> tuple[str, ...]:
    found = (default().find("events", form) for form in {word, lemmatise(word, "VERB").lemma})
    return tuple(sorted({entry.kind for entry in found if entry is not None and entry.kind != "any"}))
