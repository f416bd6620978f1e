"""
Summing an event up: its title, place, days and parties, and for each measure the whole, its parts and its course over the days.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from according.comparing.counts import meet, nominal
from according.comparing.days import course_day
from according.comparing.people import KINDS_APART
from according.comparing.profile import Profile, Profiles
from according.comparing.spread import EVENT_LONGEST
from according.names.places import name_place
from according.reckoning.answer import Contradiction, Question, Reckoning, Weighed
from according.reckoning.events.event import Change, Count, Event, EventKind, Occurrence, Telling
from according.reckoning.events.forming import event_id
from according.reckoning.origins.ends import who_answers
from according.reckoning.reckon import Parameters
from according.records import FiledFigure, Filing
from according.statement import MEASURES, Place

# How a title calls each kind of event of the word lists. Words that favour nobody: a crash is told by what broke, and not by whose fault.
KIND_TITLES = {
    "explosion": "Explosion", "strike": "Strike", "gunfire": "Shooting", "fighting": "Fighting", "crash": "Accident", "quake": "Earthquake",
    "storm": "Storm or flood", "disease": "Disease", "blaze": "Fire", "seizure": "Abduction", "arrest": "Arrests",
}  # fmt: skip
# A title takes a kind of event that so great a share of the figures name, among those that name any.
TITLE_SHARE = 0.5
# Words for people and perpetrators that an event names; more are told by its figures.
NAMED_MOST = 5


def make_event(
    occurrence: Occurrence, reckonings: Mapping[str, Reckoning], parameters: Parameters, made: Profiles | None = None
) -> Event:  # fmt: skip
    """Return an event; ``reckonings`` has the answer to each of its questions, by the question's id, ``made`` profiles made before."""
    questions = occurrence.questions
    figures = occurrence.figures
    known = Profiles() if made is None else made
    profiles = {filed.id: known.of(filed) for filed in figures}
    counts = _count(questions, reckonings, profiles, parameters)
    kind, first, last = _days(counts)
    place = _place(figures)
    told = sorted(filed.filing.published for filed in figures if filed.filing.published is not None)
    return Event(
        id=event_id(occurrence),
        kind=kind,
        title=_title(kind, first, last, place, counts, profiles.values()),
        place=None if place is None else place.name or place.text,
        place_country=None if place is None else place.country,
        latitude=None if place is None else place.latitude,
        longitude=None if place is None else place.longitude,
        first=first,
        last=last,
        told=(told[0], told[-1]) if told else (None, None),
        perpetrators=_most_named(_perpetrators(figures)),
        peoples=_most_named(question.population for question in questions if question.population is not None),
        counts=counts,
        contradictions=_contradictions(counts),
        reports=_reports(figures),
        ties=occurrence.ties,
    )


# -- measures ----------------------------------------------------------------------------------------------------------


def _count(
    questions: Sequence[Question], reckonings: Mapping[str, Reckoning], profiles: Mapping[str, Profile], parameters: Parameters
) -> tuple[Count, ...]:
    """Return the event's measures in the order of the measures' list."""
    held: dict[tuple[str, str], list[Reckoning]] = {}
    for question in questions:
        held.setdefault((question.measure, question.unit), []).append(reckonings[question.id])
    ordered = sorted(held.items(), key=lambda row: (MEASURES.index(row[0][0]), row[0][1]))
    return tuple(_make_count(found, profiles, parameters) for _, found in ordered)


def _make_count(found: Sequence[Reckoning], profiles: Mapping[str, Profile], parameters: Parameters) -> Count:
    """Tell the whole of a measure from its parts and from what stands beside it."""
    whole = min(found, key=lambda reckoning: _wholeness(reckoning, profiles))
    rest = [reckoning for reckoning in found if reckoning is not whole]
    parts = [reckoning for reckoning in rest if _is_part(reckoning, whole, profiles)]
    others = [reckoning for reckoning in rest if reckoning not in parts]
    return Count(whole, tuple(parts), tuple(others), tuple(_tell(whole, parameters)))


def _wholeness(reckoning: Reckoning, profiles: Mapping[str, Profile]) -> tuple[bool, bool, bool, int, int, str]:
    """Return the key by which the question of all people of a measure comes first: no part, no single day, of anybody, of most figures."""
    question = reckoning.question
    parts = [filed.figure.subset_of is not None for filed in question.figures]
    anybody = any(profiles[filed.id].anybody for filed in question.figures)
    return (all(parts), question.kind == "period", not anybody, -reckoning.headline.origins, -len(parts), question.id)


def _is_part(reckoning: Reckoning, whole: Reckoning, profiles: Mapping[str, Profile]) -> bool:
    """Say whether a question counts some of a whole's people: its figures say so, or name a group that fits into the whole."""
    figures = reckoning.question.figures
    if any(filed.figure.subset_of is not None for filed in figures):
        return True
    one, other = reckoning.headline, whole.headline
    # Anybody beside anybody is another count. "40 soldiers" beside "12 people" are no part of these.
    named = all(not profiles[filed.id].anybody for filed in figures)
    of_anybody = any(profiles[filed.id].anybody for filed in whole.question.figures) or _of_kind(reckoning, whole)
    fits = one.best is not None and (other.high is None or one.best <= other.high)
    return named and of_anybody and fits and reckoning.question.kind == whole.question.kind


def _of_kind(part: Reckoning, whole: Reckoning) -> bool:
    """Say whether those of a part have a country or a kind of their own, and those of the whole the same without it: "North Koreans"."""
    one, other = part.question, whole.question
    lands = other.population_country in (None, one.population_country)
    return lands and other.population_kind not in KINDS_APART and one.population_kind is not None


def _tell(whole: Reckoning, parameters: Parameters) -> Iterable[Telling]:
    """Yield the figures of a question over the days, each held against the word that its speaker gave before."""
    told = [item for item in whole.figures if item.dropped_by is None and item.filed.figure.status != "planned"]
    shown = [item for item in told if item.used]
    answers = who_answers([item.filed for item in told], parameters.publishers, parameters.offices)
    # A headline's "spy agency" and the ministry that the text names gave one word: it is the last word of both.
    voices: dict[str, set[str]] = defaultdict(set)
    for item in told:
        if (voice := answers.get(item.id)) is not None:
            voices[item.echo_of or item.id].add(voice)
    before: dict[str, Weighed] = {}
    for item in sorted(shown, key=lambda item: _course(item, whole)):
        key = answers.get(item.id)
        last = before.get(key) if key is not None else None
        day = course_day(item.filed, whole.question.kind)
        yield Telling(item.filed, day, _change(last, item), None if last is None else nominal(last.filed.figure.quantity))
        before.update((voice, item) for voice in voices[item.id])


def _course(item: Weighed, whole: Reckoning) -> tuple[date, date, float, str]:
    """Return the key that puts tellings in order: by the day that was told of or told, of one day from the lower number upwards."""
    said = course_day(item.filed, whole.question.kind) or date.max
    return (said, item.filed.filing.published or date.max, nominal(item.filed.figure.quantity), item.id)


def _change(last: Weighed | None, item: Weighed) -> Change:
    if last is None:
        return "first"
    one, other = item.filed.figure.quantity, last.filed.figure.quantity
    if nominal(one) == nominal(other) or (one.bound != other.bound and meet(one, other) and "vague" in (one.bound, other.bound)):
        return "repeated"
    return "raised" if nominal(one) > nominal(other) else "lowered"


def _contradictions(counts: Iterable[Count]) -> tuple[Contradiction, ...]:
    """Return what cannot all be true, each once: a sum that fails is told with each of its measures."""
    found = {(told.rule, frozenset(told.figures)): told for count in counts for row in count.reckonings for told in row.contradictions}
    return tuple(found.values())


# -- where, when, who ------------------------------------------------------------------------------------------------------


def _days(counts: Sequence[Count]) -> tuple[EventKind, date | None, date | None]:
    """Return what kind an event is, and its days: those that its dated incidents have in common, or the day since which it runs."""
    wholes = [count.whole.question for count in counts]
    # A rising toll is a total; the day of what it counts stands in what is told beside it.
    every = [found.question for count in counts for found in count.reckonings]
    dated = [question for question in every if question.kind == "incident" and question.first is not None and question.last is not None]
    short = [question for question in dated if (question.last - question.first).days <= EVENT_LONGEST]  # type: ignore[operator]
    if short:
        # The narrowest days are the event's: "in the attack of 3 May", "in May".
        best = min(short, key=lambda question: (question.last - question.first, question.id))  # type: ignore[operator]
        return "incident", best.first, best.last
    running = [question for question in wholes if question.kind == "running"]
    if running or not any(question.kind == "incident" for question in wholes):
        return "running", next((question.first for question in running if question.first is not None), None), None
    return "incident", None, None


def _place(figures: Iterable[FiledFigure]) -> Place | None:
    """Return the place that most figures have, ties to the earliest; the one of its mentions that is placed best."""
    places = [filed.figure.place for filed in figures if filed.figure.place is not None]
    if not places:
        return None
    name, _ = Counter((place.name or place.text, place.country) for place in places).most_common(1)[0]
    same = [place for place in places if (place.name or place.text, place.country) == name]
    return next((place for place in same if place.latitude is not None), same[0])


def _title(
    kind: EventKind, first: date | None, last: date | None, place: Place | None, counts: Sequence[Count], profiles: Iterable[Profile]
) -> str:
    """Return what an event is called: its kind, place and day, or else what its first measure asks."""
    held = list(profiles)
    named = Counter(event for profile in held for event in profile.events)
    telling = sum(1 for profile in held if profile.events)
    best = max(named, key=lambda event: (named[event], event), default=None)
    if kind == "running" or best is None or named[best] < TITLE_SHARE * telling:
        label = counts[0].whole.question.label if counts else ""
        return label[:1].upper() + label[1:]
    where = "" if place is None else f" in {name_place(place.text, place.name or place.text)}"
    when = "" if first is None else f" on {first}" if first == last else f" between {first} and {last}"
    return f"{KIND_TITLES[best]}{where}{when}"


def _perpetrators(figures: Iterable[FiledFigure]) -> Iterator[str]:
    """Yield the names of those who are said to have done it: who sends troops or frees prisoners has done nobody harm."""
    for filed in figures:
        if filed.figure.perpetrator is not None and filed.figure.measure not in ("deployed", "withdrawn", "released"):
            yield filed.figure.perpetrator.name or filed.figure.perpetrator.text


def _most_named(names: Iterable[str]) -> tuple[str, ...]:
    """Return names once each, those named most often first."""
    return tuple(name for name, _ in Counter(names).most_common(NAMED_MOST))


def _reports(figures: Iterable[FiledFigure]) -> tuple[Filing, ...]:
    """Return the reports, each once, in order of their days."""
    found = {filed.filing.id: filed.filing for filed in figures}
    return tuple(sorted(found.values(), key=lambda filing: (filing.published or date.max, filing.id)))
