"""
Speakers, what people set of them, and what became of the figures that each gave: revised, contradicted, told again.

Nothing says who is right, and nothing is inferred of a speaker from his figures.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from according.errors import QuestionError
from according.ledger.base import Ledger
from according.ledger.finding.latest import UNDATED
from according.reckoning.answer import Alignment, Weighed
from according.reckoning.corrections import correct_figures
from according.reckoning.events.event import Event, Telling
from according.reckoning.origins import offices
from according.reckoning.rulings import Opinion, weigh_rulings
from according.records import SPEAKER_KINDS, FiledFigure, Query, Ruling
from according.services.ask import Asked
from according.services.browsing.recent import form_around
from according.services.events import reckon_event

SPEAKERS_A_PAGE = 40
# Each may be of another event, which is reckoned whole.
FIGURES_A_PAGE = 20


@dataclass(frozen=True, slots=True)
class SpeakerPage:
    """
    Speakers by name, each with the number of its statements; ``after`` is the name behind which the next page goes on.

    ``opinions`` are what people set of them, by name, without those of whom nobody set anything.
    """

    speakers: tuple[tuple[str, int], ...] = ()
    after: str | None = None
    opinions: Mapping[str, Opinion] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Spoken:
    """
    A figure that a speaker gave, and what became of it.

    ``telling`` says what it did to the number that he gave before, ``None`` where it is in no event's course. ``echoes`` are the ids of
    figures that trace back to it, ``echo_of`` is the figure that it traces back to itself, ``against`` says in plain sentences which
    contradictions it is in. ``side`` is where the speaker was found to stand in this question, and ``dropped_by`` why it does not count.
    """

    filed: FiledFigure
    side: Alignment = "unknown"
    telling: Telling | None = None
    echoes: tuple[str, ...] = ()
    echo_of: str | None = None
    against: tuple[str, ...] = ()
    dropped_by: str | None = None


@dataclass(frozen=True, slots=True)
class Spell:
    """An office that somebody of a listed name held: ``first`` to ``last``, ``None`` where an end is open."""

    office: str
    country: str | None
    source: str
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class Profile:
    """
    A speaker's figures, the last filed first; ``after`` is where the next page goes on. Counts are those of this page's figures.

    ``opinion`` is what people set of the speaker, and ``rulings`` are all by which they did or took it back, in the order of filing.
    """

    name: str
    opinion: Opinion
    spoken: tuple[Spoken, ...] = ()
    offices: tuple[Spell, ...] = ()
    rulings: tuple[Ruling, ...] = ()
    after: int | None = None

    @property
    def revised(self) -> int:
        """How many of the figures raised or lowered the number that the speaker gave before."""
        return sum(one.telling is not None and one.telling.change in ("raised", "lowered") for one in self.spoken)

    @property
    def contradicted(self) -> int:
        """How many of the figures are among some that cannot all be true."""
        return sum(bool(one.against) for one in self.spoken)

    @property
    def echoed(self) -> int:
        """How many of the figures others told again."""
        return sum(bool(one.echoes) for one in self.spoken)

    @property
    def sides(self) -> tuple[tuple[Alignment, int], ...]:
        """The sides on which the speaker was found, each with the number of figures, the most frequent first."""
        found = [one.side for one in self.spoken]
        return tuple(sorted(((side, found.count(side)) for side in set(found)), key=lambda pair: (-pair[1], pair[0])))


def page_speakers(ledger: Ledger, words: str = "", *, after: str = "", limit: int = SPEAKERS_A_PAGE) -> SpeakerPage:
    """Return a page of the speakers in whose names some words stand, or of all, by name behind ``after``."""
    found = ledger.speakers(words, limit + 1, after=after)
    shown = tuple(found[:limit])
    # Of an earlier reading alone: nobody answers for such a statement now.
    listed = tuple(one for one in shown if one[1])
    opinions = find_opinions(ledger)
    held = {name: opinions[name] for name, _ in listed if name in opinions}
    return SpeakerPage(listed, shown[-1][0] if len(found) > limit else None, held)


def find_opinion(ledger: Ledger, name: str) -> Opinion:
    """Return what people set of a speaker of that very name; raises :class:`QuestionError` where the ledger has none."""
    if not ledger.has_speaker(name):
        raise _nobody(name)
    return find_opinions(ledger).get(name, Opinion(name))


def find_opinions(ledger: Ledger) -> Mapping[str, Opinion]:
    """Return what people set of speakers, by name."""
    return weigh_rulings(ledger.rulings()).opinions


def find_speaker(ledger: Ledger, name: str, *, before: int | None = None, limit: int = FIGURES_A_PAGE) -> Profile:
    """Return what a speaker of that very name gave; raises :class:`QuestionError` where the ledger has none."""
    found = ledger.latest_by(name, limit + 1, before=before)
    if not found and before is None and not ledger.has_speaker(name):
        raise _nobody(name)
    asked = Asked(ledger, Query())
    shown = list(correct_figures([filed for _, filed in found[:limit]], asked.standing))
    occurrences, questions = form_around(asked, shown) if shown else ((), {})
    events = [reckon_event(asked, occurrence, questions) for occurrence in occurrences]
    spoken = _follow(shown, events)
    after = found[limit - 1][0] if len(found) > limit else None
    rulings = tuple(ruling for ruling in ledger.rulings() if ruling.kind in SPEAKER_KINDS and ruling.subject == name)
    opinion = asked.standing.opinions.get(name, Opinion(name))
    return Profile(name, opinion, tuple(spoken[filed.id] for filed in shown), _spells(name), rulings, after)


def _nobody(name: str) -> QuestionError:
    return QuestionError(f"no speaker in the ledger is called {name[:200]!r}")


def _follow(shown: Sequence[FiledFigure], events: Iterable[Event]) -> dict[str, Spoken]:
    """Return what events made of some figures, by their ids."""
    tellings, placed = dict[str, Telling](), dict[str, Weighed]()
    against, echoes = dict[str, list[str]](), dict[str, tuple[str, ...]]()
    for event in events:
        for contradiction in event.contradictions:
            for id in contradiction.figures:
                against.setdefault(id, []).append(contradiction.detail)
        for count in event.counts:
            tellings |= {telling.filed.id: telling for telling in count.tellings}
            for reckoning in count.reckonings:
                placed |= {weighed.id: weighed for weighed in reckoning.figures}
                echoes |= {echo.origin: tuple(id for id in echo.figures if id != echo.origin) for echo in reckoning.echoes}
    made = {}
    for filed in shown:
        weighed = placed.get(filed.id)
        made[filed.id] = Spoken(
            filed, "unknown" if weighed is None else weighed.alignment, tellings.get(filed.id), echoes.get(filed.id, ()),
            None if weighed is None else weighed.echo_of, tuple(dict.fromkeys(against.get(filed.id, ()))),
            None if weighed is None else weighed.dropped_by,
        )  # fmt: skip
    return made


def _spells(name: str) -> tuple[Spell, ...]:
    """Return the listed offices of a holder of that name, in the order of their beginnings."""
    found = [
        Spell(office.name, office.country, office.source, holder.first, holder.last) for holder, office in offices.default().spells_of(name)
    ]
    return tuple(sorted(found, key=lambda spell: (spell.first or UNDATED, spell.office)))
