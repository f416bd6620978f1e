"""
Do two figures count the same thing? Weighed features, each with its reason.

A feature looks at two profiles. It says how much it speaks for (above zero) or against (below zero) one event or one total, or nothing
where either side leaves the matter open. The weights were set by hand on what each mark is worth to a reader, and then checked on stories:
docs/questions.md shows the measures. A number alone never joins two figures. The docstring of a feature is its line in docs/questions.md.

    >>> [feature.id for feature in FEATURES][:3]
    ['place', 'time', 'weekday']
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from according.comparing.counted import ODD, ONE, SAME_PERSON, judge_number, judge_part, judge_person, judge_population, lone
from according.comparing.counts import is_former, meet, nominal, times_apart
from according.comparing.days import clock_of
from according.comparing.happenings import answers_count, count_events, revises_toll, turns_elsewhere
from according.comparing.lands import judge_place
from according.comparing.profile import Profile
from according.comparing.setting import (
    BARRED,
    ODD_FROM,
    PLACE_SHARED,
    SAME_STORY,
    SURELY_STORY,
    VIOLENT,
    Judgement,
    judge_counting,
    judge_month,
    judge_published,
    judge_status,
    judge_story,
    judge_time,
    judge_weekday,
    may_be_one_toll,
    one_toll,
    story_share,
)
from according.comparing.spread import share_block
from according.comparing.stretches import judge_stretch

# What two figures must reach to be joined, and how much of it must come from other things than their numbers.
JOINED = 4.0
JOINED_WITHOUT_NUMBER = 3.0
# What much the same words are worth, and what battles of one kind.
MUCH, ON_FRONTS = 2.0, 0.0
# What it is worth that both tell of a kind of calamity of which a country seldom has two in the same days, and the kinds.
CALAMITY, SELDOM = 1.75, frozenset({"quake", "storm"})
# From this share of common words on, of the sentence with fewer, two sentences have some in common.
SOME = 0.34
# Of a sentence of fewer words nothing is said.
COMMON_WORDS_LEAST = 3
# A score of so much without the story ties two figures even where neither has a day.
BY_MANY = 7.5
# Times apart. Within one report "at least 130" and "200" are two things, "nearly 30" and "28" one.
RESTATED = 1.2
# What it is worth that one stands in the headline and the other below it, within so many characters, and at most so many times apart.
HEADED, BELOW_HEADLINE, GREW = 2.0, 400, 2.0
# Above this share of common words two sentences are one text, told again.
SAME_TEXT = 0.75


@dataclass(frozen=True, slots=True)
class Feature:
    """One row of the comparison: its id, the function that judges two profiles, and the most that this may speak for one thing."""

    id: str
    judge: Callable[[Profile, Profile], Judgement | None]
    most: float

    @property
    def sentence(self) -> str:
        """What the feature asks: the docstring of its function, on one line."""
        return " ".join((self.judge.__doc__ or "").split())


@dataclass(frozen=True, slots=True)
class Likeness:
    """
    How alike two figures are, and why.

    ``score`` is the sum of the weights. ``parts`` are the features that spoke, each with its weight and its words. ``joins`` says whether
    the two may be put to one question.
    """

    score: float
    parts: tuple[tuple[str, float, str], ...]
    joins: bool

    @property
    def barred(self) -> bool:
        """Whether more speaks against one thing than for it."""
        return self.score < 0


def compare(a: Profile, b: Profile) -> Likeness:
    """Compare two figures; their order does not matter. No feature is asked behind the first that bars them."""
    # The features look at one of the two first, so they are always given in the same order.
    if a.id > b.id:
        a, b = b, a
    parts = []
    weights: dict[str, float] = {}
    for id, judge in _JUDGES:
        if (judged := judge(a, b)) is not None:
            weight, words = judged
            parts.append((id, weight, words))
            weights[id] = weight
            if weight <= BARRED:
                break
    score = sum(weights.values())
    return Likeness(score, tuple(parts), score >= JOINED and _joins(weights, score))


def joins(a: Profile, b: Profile) -> bool:
    """
    Say what :func:`compare` says in ``joins``, for less: no feature is asked once the others cannot make up for what speaks against.

    Of a thousand pairs that have something in common a hundred are joined, and most of the others have little more than that.
    """
    if a.id > b.id:
        a, b = b, a
    judged = judge_number(a, b)
    number = judged[0] if judged is not None else 0.0
    weights, score = {"number": number}, number
    # Enough for all features and for those without the number: with a high number the second is the harder to reach.
    least = max(JOINED, JOINED_WITHOUT_NUMBER + number)
    for id, judge, rest in _ASKED:
        if (judged := judge(a, b)) is not None:
            weights[id] = judged[0]
            score += judged[0]
        if score + rest < least:
            return False
    return _joins(weights, score)


def _joins(weights: Mapping[str, float], score: float) -> bool:
    """
    Say whether two figures whose score is high enough may be joined.

    Enough of the score must come from other things than their numbers, and something must tie them to one moment.
    """
    number = weights.get("number", 0.0)
    # A headline and its text tell of one moment, as do two counts that a report holds against one another.
    when = _most(weights, "time", "month", "published", "counting", "report") > 0 or _same_weekday(weights)
    # Two numbers that exclude one another are of two things, unless something says that the moment is one.
    return (number > 0 or when) and score - number >= JOINED_WITHOUT_NUMBER and _tied(weights, score, when)


def may_be_tied(a: Profile, b: Profile) -> bool:
    """
    Say, at little cost, whether anything may tie two figures; where nothing does, :func:`compare` does not join them.

    It looks for what :func:`_tied` asks for: a report, a story, names, words or a place in common.
    """
    one, other = a.spread, b.spread
    if _differ(one.place, other.place) or _differ(one.people, other.people):
        # Place and population bar these.
        return False
    if _on_other_days(a, b):
        return False
    if one.report == other.report or story_share(a, b) > 0 or not a.names.isdisjoint(b.names):
        return True
    if judge_text(a, b) is not None:
        return True
    placed = judge_place(a, b)
    if placed is None or placed[0] <= 0:
        return False
    # A country's name ties two figures only beside the same number, or a calamity of which it seldom has two.
    seldom = bool(a.events & b.events & SELDOM)
    return placed[0] >= PLACE_SHARED or seldom or nominal(a.filed.figure.quantity) == nominal(b.filed.figure.quantity)


def may_be_joined(a: Profile, b: Profile) -> bool:
    """Say whether two figures are near one another and something may tie them: only then are they compared."""
    # Of the pairs that are asked about nearly all share a block, and half are not tied.
    return may_be_tied(a, b) and share_block(a.spread, b.spread)


def _on_other_days(a: Profile, b: Profile) -> bool:
    """Say whether the days of two figures bar them, as most days do that lie apart."""
    if a.first is None or a.last is None or b.first is None or b.last is None or (a.first <= b.last and b.first <= a.last):
        return False
    judged = judge_time(a, b)
    return judged is not None and judged[0] <= BARRED


def _differ(one: str | None, other: str | None) -> bool:
    """Say whether two values are both known and not the same."""
    return one is not None and other is not None and one != other


def _same_weekday(weights: Mapping[str, float]) -> bool:
    """Say whether two reports without a date name one day of the week, and their words, their numbers or story and place agree too."""
    # By chance one in seven names the same day. What neighbours and allies have in common they have every week.
    one_story = weights.get("story", 0.0) >= SURELY_STORY and weights.get("place", 0.0) >= PLACE_SHARED
    agree = one_story or weights.get("text", 0.0) > 0 or weights.get("number", 0.0) >= 1.5
    return weights.get("weekday", 0.0) > 0 and agree


def _tied(weights: Mapping[str, float], score: float, when: bool) -> bool:
    """
    Say whether something ties two figures to one moment: many things happen to people of one kind in one place.

    A number that chance would hardly give ties them at the same place. Else they need something in common that tells where: a place within
    a country, names, words, a report or a story. Beside it they need one moment (``when``, one person, one report, one story), much the
    same words, or a very high score.
    """
    # Several things happen in a country in the same days: its name alone ties nothing.
    where = weights.get("place", 0.0) >= PLACE_SHARED or _most(weights, "names", "text", "report", "story") > 0
    # But for an earthquake or a storm: of these it seldom has two.
    where = where or (weights.get("event") == CALAMITY and weights.get("place", 0.0) > 0 and _most(weights, "time", "published") > 0)
    odd = weights.get("number", 0.0) >= ODD and weights.get("place", 0.0) > 0
    text, story = weights.get("text", 0.0), weights.get("story", 0.0)
    # One person dies once, and one report that restates a number means one moment.
    moment = when or weights.get("person", 0.0) >= SAME_PERSON or weights.get("report", 0.0) > 0 or _one_story(weights)
    return odd or (where and (moment or text >= MUCH or score - story >= BY_MANY))


def _one_story(weights: Mapping[str, float]) -> bool:
    """
    Say whether the reports tell one story, and the figures are of one thing in it.

    One thing is a town, a kind of event or words in common. A front is none: battles and strikes follow one another on it. Nor is a town
    for a single person, of whom one dies in it on many days.
    """
    fought = weights.get("event") == ON_FRONTS
    town = weights.get("place", 0.0) >= 2.5 and weights.get("number", 0.0) != ONE
    one_thing = town or weights.get("event", 0.0) > 0 or weights.get("text", 0.0) > 0
    return weights.get("story", 0.0) >= SAME_STORY and (weights.get("text", 0.0) >= MUCH if fought else one_thing)


def _most(weights: Mapping[str, float], *features: str) -> float:
    """Return the highest weight that some features gave; 0 where none of them spoke for the two."""
    return max(weights.get(feature, 0.0) for feature in features)


def judge_actor(a: Profile, b: Profile) -> Judgement | None:
    """Whether the same perpetrators are named."""
    if not a.actors or not b.actors:
        return None
    # Two names of one army are no two armies, so other words do not speak against.
    return (1.0, "same perpetrator") if a.actors & b.actors else None


def judge_event(a: Profile, b: Profile) -> Judgement | None:
    """Whether the sentences tell of one kind of event, and of as many: a crash is no bombing, cholera no flu, three strikes are not one."""
    if _other_scourges(a, b):
        return BARRED, "other diseases, or a disease and a war"
    if not a.events or not b.events:
        return None
    if shared := a.events & b.events:
        if _counted_otherwise(a, b):
            return -8.0, "other numbers of events"
        # Battles follow one another on one front.
        weight = CALAMITY if shared & SELDOM else 1.5 if shared - {"fighting", "strike"} else ON_FRONTS
        return weight, "same kind of event: " + ", ".join(sorted(shared))
    return None if a.events & VIOLENT and b.events & VIOLENT else (-4.0, "other kinds of event")


def _other_scourges(a: Profile, b: Profile) -> bool:
    """Say whether two sentences name other diseases, or one what goes on by disease alone and the other by strife alone."""
    if a.diseases and b.diseases:
        return a.diseases.isdisjoint(b.diseases)
    return bool(a.lasting and b.lasting) and a.lasting.isdisjoint(b.lasting)


def _counted_otherwise(a: Profile, b: Profile) -> bool:
    """Say whether two sentences count other numbers of events and of people, and no day says that these are of one."""
    if nominal(a.filed.figure.quantity) == nominal(b.filed.figure.quantity) or (a.first is not None and a.first == b.first):
        return False
    one, other = count_events(a.filed.statement.text), count_events(b.filed.statement.text)
    return any(one[kind].isdisjoint(other[kind]) for kind in one.keys() & other.keys())


def words_enough(words: int) -> int:
    """
    Return how many of a sentence's words must stand in a longer one before :func:`judge_text` speaks.

    >>> words_enough(3), words_enough(6)
    (2, 3)
    """
    return next(shared for shared in range(words + 1) if shared >= SOME * words)


def judge_text(a: Profile, b: Profile) -> Judgement | None:
    """Whether the two sentences are the same text, or share many of their words."""
    shortest = min(len(a.words), len(b.words))
    if shortest < COMMON_WORDS_LEAST:
        return None
    shared = len(a.words & b.words)
    share = shared / shortest
    # With another number it is the formula by which an agency tells of every such event, or the text brought up to date.
    same = nominal(a.filed.figure.quantity) == nominal(b.filed.figure.quantity)
    if share >= SAME_TEXT and shared >= 4 and same:
        return (5.0 if shared >= 6 else 3.0), "the same words"
    return (MUCH, "much the same words") if share >= 0.5 and shared >= 5 else (1.0, "some words in common") if share >= SOME else None


def judge_names(a: Profile, b: Profile) -> Judgement | None:
    """Whether the sentences share proper names."""
    shared = a.names & b.names
    return (min(1.5, 0.5 * len(shared)), "names: " + " ".join(sorted(shared))) if shared else None


def judge_report(a: Profile, b: Profile) -> Judgement | None:
    """Whether one report states both: the same number restated, or two numbers for two things."""
    if a.filed.filing.id != b.filed.filing.id:
        return None
    one, other = a.filed.figure, b.filed.figure
    if (one.number.start, one.number.end) == (other.number.start, other.number.end):
        return BARRED, "one number read twice"
    # "12 died in Homs and 12 in Hama": a sentence does not count one thing twice.
    if a.filed.statement.id == b.filed.statement.id:
        # "12 people, not 21, were killed" has two counts of one thing, of which one is taken back.
        if (one.status == "denied") != (other.status == "denied") and (one.counting == other.counting or one_toll(a, b)):
            return 0.0, "one number in another's place"
        # "89, up from 63 a week ago", "lowered to 1,000 from 2,445": one count, and what it was.
        if is_former(a.filed) != is_former(b.filed):
            return 0.0, "a number and what it was before"
        return BARRED, "counted side by side in one sentence"
    earlier, later = sorted((a, b), key=lambda profile: profile.filed.statement.start)
    # "Meanwhile the toll of the quake has risen": what is counted up to now is told again at any turn.
    if turns_elsewhere(later.filed.statement.text) and not (later.total or earlier.filed.in_headline):
        return -8.0, "told as another event"
    # "It left one person dead. ... A 60-year-old man died": one who is counted, and then told of.
    if lone(a) != lone(b) and nominal(one.quantity) == nominal(other.quantity) == 1:
        return 1.0, "one person, and who it was"
    if meet(one.quantity, other.quantity) and times_apart(one.quantity, other.quantity) <= RESTATED:
        told_again = max(nominal(one.quantity), nominal(other.quantity)) >= ODD_FROM or a.filed.in_headline or b.filed.in_headline
        # Small numbers of one report are mostly of several events: two here, two there.
        return (1.0, "restated in the report") if told_again else (-2.0, "a small number twice in the report")
    # "600 have died so far, up from 480 on Monday" is one total on two days.
    if a.total and b.total and (a.first, a.last, a.weekday) != (b.first, b.last, b.weekday):
        return 0.0, "totals of two days in the report"
    # "At least 24 died. ... On Saturday the minister revised the toll to 31": one count, brought up to date.
    if revises_toll(later.filed.statement.text) and may_be_one_toll(a, b):
        return 0.0, "the report's toll, brought up to date"
    if a.filed.in_headline != b.filed.in_headline and _heads_text(earlier, later):
        return HEADED, "the headline's number and the text's"
    # "The government gives a much lower figure of 10,000", "a claim rejected by the army": of what was told before.
    if a.speakers != b.speakers and (answers_count(a.filed.statement.text) or answers_count(b.filed.statement.text)):
        return 2.0, "held against the other count in so many words"
    if _told_at_other_hours(a, b):
        return HEADED, "one speaker's count at two hours"
    # Two who are named may differ about one thing; a report does not give one thing two numbers in one voice.
    differ = a.speakers and b.speakers and a.speakers != b.speakers
    return (-1.0, "another speaker in the same report") if differ else (-8.0, "another number in the same report")


def _told_at_other_hours(a: Profile, b: Profile) -> bool:
    """Say whether two entries of a live blog have one speaker's count of one mishap as it grew; a war's strikes are each counted alone."""
    hours = [(hour, profile) for profile in (a, b) if (hour := clock_of(profile.filed.statement.text)) is not None]
    if len({hour for hour, _ in hours}) < 2 or not a.speakers or a.speakers != b.speakers or (a.events | b.events) & VIOLENT:
        return False
    before, now = (profile.filed.figure.quantity for _, profile in sorted(hours, key=lambda pair: pair[0]))
    placed = a.spot is not None and b.spot is not None and a.spot.name == b.spot.name
    return placed and nominal(before) <= nominal(now) and times_apart(before, now) <= GREW


def _heads_text(headline: Profile, text: Profile) -> bool:
    """Say whether a headline and the sentences right below it count one thing, though they give other numbers: "kills 25", "40 died"."""
    part = text.filed.figure.subset_of is not None or headline.filed.figure.subset_of is not None
    near = text.filed.statement.start - headline.filed.statement.end <= BELOW_HEADLINE
    numbers = (headline.filed.figure.quantity, text.filed.figure.quantity)
    return near and not part and times_apart(*numbers) <= GREW


# The first are those that most often bar a pair: a pair that is barred is compared no further.
FEATURES: tuple[Feature, ...] = (
    Feature("place", judge_place, 2.5),
    Feature("time", judge_time, 3.0),
    Feature("weekday", judge_weekday, 2.0),
    Feature("month", judge_month, 3.0),
    Feature("stretch", judge_stretch, 0.0),
    Feature("population", judge_population, 2.0),
    Feature("part", judge_part, 0.0),
    Feature("status", judge_status, 0.0),
    Feature("person", judge_person, SAME_PERSON),
    Feature("report", judge_report, 2.0),
    Feature("published", judge_published, 1.5),
    Feature("story", judge_story, SURELY_STORY),
    Feature("number", judge_number, ODD),
    Feature("actor", judge_actor, 1.0),
    Feature("event", judge_event, CALAMITY),
    Feature("text", judge_text, 5.0),
    Feature("names", judge_names, 1.5),
    Feature("counting", judge_counting, 1.5),
)
_JUDGES = tuple((feature.id, feature.judge) for feature in FEATURES)
# In the order in which they are asked, behind the number, where only the answer counts: first what is told at little cost and may speak
# loudest, last what takes longest. Each with the most that those behind it may add.
_FIRST = (
    "text", "names", "story", "time", "weekday", "month", "actor", "status", "event", "published", "population", "report",
    "person", "counting", "place", "part", "stretch",
)  # fmt: skip
_BY_ID = {feature.id: feature for feature in FEATURES}
_ASKED = tuple((id, _BY_ID[id].judge, sum(_BY_ID[later].most for later in _FIRST[at + 1 :])) for at, id in enumerate(_FIRST))
