"""
Do two figures have one setting? The features of where and when, of the story that the reports tell, and of totals.

They are rows of :data:`according.comparing.likeness.FEATURES`, as are those of people, numbers and words there. A feature returns a weight
and its reason, or ``None`` where either side leaves the matter open. Its docstring is its line in docs/questions.md.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from according.comparing.counts import nominal
from according.comparing.days import begun_between, days_between, month_of
from according.comparing.happenings import lasting_things
from according.comparing.people import PLAIN_WORD
from according.comparing.profile import Profile
from according.comparing.spread import STORY_LEAST
from according.lexicon import default
from according.names.nouns import is_event_noun

# No sum of other features outweighs this: the figures cannot be of one thing, and are compared no further.
BARRED = -20.0
# From this number on, chance would hardly give the same one.
ODD_FROM = 10
# What it is worth, at least, to share a place that is no whole country.
PLACE_SHARED = 2.0
# What it is worth that two reports tell one story, and that they hardly tell of two.
SAME_STORY, SURELY_STORY = 2.0, 3.0
# From this share of common names on, two reports hardly tell of two stories.
ONE_STORY = 0.6
# Beginnings this near one another are one that two reports date differently: a tenth of the shorter count, at most a week (days).
NEAR_SHARE, NEAR_MOST = 0.1, 7
# Kinds of event that are over in a moment: who dies in them is counted for each alone.
SUDDEN = frozenset({"explosion", "gunfire", "crash", "quake", "storm", "blaze"})

# One attack has blasts, shots and fires: a report may tell of one of these only.
VIOLENT = frozenset({"explosion", "strike", "gunfire", "fighting", "blaze"})
# Any year that has all days of the months.
LEAP_YEAR = 2000
# The death toll of a place is that of an event there that was told so many days before, at most.
TOLD_AGAIN = 14

Judgement = tuple[float, str]


def judge_time(a: Profile, b: Profile) -> Judgement | None:
    """Whether the days overlap, and how narrowly; days apart bar an incident but not a total."""
    if (a.first is None and a.last is None) or (b.first is None and b.last is None):
        return None
    events = a.of_event and b.of_event
    if {a.total, b.total} == {True, False} and not events:
        # A total's day is when it was counted, not when people died.
        return None
    gap = days_between((a.first, a.last), (b.first, b.last))
    if gap > 0:
        if may_be_total(a, b) and not events:
            return 0.0, "totals of other days"
        return (-1.5, "a day apart") if gap == 1 else (BARRED, f"{gap} days apart")
    if a.total and b.total and not events and _may_be_of_many(a, b):
        return 0.0, "totals of days that overlap"
    # A stretch that is open on one side counts as a year.
    widest = max(a.span if a.span is not None else 366, b.span if b.span is not None else 366)
    return next((weight, words) for days, weight, words in _OVERLAPS if widest <= days)


# The most days that both stretches cover, the weight, the words.
_OVERLAPS = ((0, 3.0, "same day"), (7, 2.0, "same days"), (31, 1.5, "same month"), (366, 1.0, "same year"), (1 << 30, 0.5, "days overlap"))


def may_be_total(a: Profile, b: Profile) -> bool:
    """Say whether two figures may both be totals up to now: one says so, and neither is dated to one event."""
    return (a.total or b.total) is True and False not in (a.total, b.total)


def _one_force(a: Profile, b: Profile) -> bool:
    """
    Say whether both count one nation's armed people, and neither has the day or the word of a sudden event.

    Such a count is held to be a total: "2,400 Ruritanian soldiers have been killed in the war".
    """
    if a.forces is None or a.forces != b.forces or False in (a.total, b.total):
        return False
    # "A bomb killed two Ruritanian soldiers" is an event of a day that is not told, and no total.
    return SUDDEN.isdisjoint(a.events) and SUDDEN.isdisjoint(b.events)


def judge_weekday(a: Profile, b: Profile) -> Judgement | None:
    """Whether two reports without a date name the same day of the week."""
    if a.weekday is None or b.weekday is None:
        return None
    if a.weekday == b.weekday:
        return 2.0, f"both {a.weekday.capitalize()}"
    # One of them may be the day of the telling, where story and number are the same.
    told = story_share(a, b) >= ONE_STORY and nominal(a.filed.figure.quantity) == nominal(b.filed.figure.quantity) >= ODD_FROM
    return (-3.0, "other days of the week, in one story") if told else (-8.0, "other days of the week")


def judge_month(a: Profile, b: Profile) -> Judgement | None:
    """Whether figures whose year is not told name the same month, or the same day of it: "the July 23 bombings"."""
    one, other = _month_of(a), _month_of(b)
    # A total's month is when it was counted or began, and two dates with years have been compared.
    if one is None or other is None or a.total or b.total or (a.first is not None and b.first is not None):
        return None
    days = [date(LEAP_YEAR, month, day) for month, day in (one, other) if day is not None]
    if len(days) < 2:
        return (1.0, "the same month") if one[0] == other[0] else (BARRED, "other months")
    gap = abs((days[0] - days[1]).days)
    return (3.0, "the same day of a month") if gap == 0 else (-1.5, "a day apart") if gap == 1 else (BARRED, f"{gap} days apart")


def _month_of(profile: Profile) -> tuple[int, int | None] | None:
    """Return the month of a figure and the day of it, as far as its own words tell."""
    first, last, time = profile.first, profile.last, profile.filed.figure.time
    if first is not None and last is not None:
        return (first.month, first.day if first == last else None) if (first.year, first.month) == (last.year, last.month) else None
    # What is open to one side is a stretch of months.
    return month_of(time.text) if time is not None and first is None and last is None else None


def judge_published(a: Profile, b: Profile) -> Judgement | None:
    """Whether figures without a day of their own were published together: news tells of what has just happened."""
    if a.filed.filing.id == b.filed.filing.id or None in (a.published, b.published) or (a.first is not None and b.first is not None):
        return None
    days = min(abs((a.published - b.published).days), _behind_event(a, b), _behind_event(b, a))  # type: ignore[operator]
    if days <= 3:
        return 1.5, "published within three days"
    # A total is told anew for months, and so is an event's toll, so that the days of telling say nothing.
    if may_be_total(a, b) or _one_force(a, b) or one_toll(a, b) or a.storms & b.storms:
        return None
    if days <= 14:
        return 0.0, "published apart"
    # News without a day tells of what has just happened: two roadside bombs weeks apart are two.
    return (-7.0, "events published weeks apart") if a.events and b.events else (-2.0, "published weeks apart")


def _behind_event(told: Profile, event: Profile) -> int:
    """Return how many days after an event of known days a figure without a day was published; very many where that is not so."""
    if told.first is not None or told.published is None or event.last is None or not event.of_event or event.toll:
        return 1 << 30
    # "The quake has killed 800", told on the day after that of which a later report says "the quake of 31 August".
    behind = (told.published - event.last).days
    return behind if behind >= 0 else 1 << 30


def judge_story(a: Profile, b: Profile) -> Judgement | None:
    """Whether two reports share the names and numbers of one story."""
    share = story_share(a, b)
    if share >= ONE_STORY:
        return SURELY_STORY, "reports of one story"
    return (SAME_STORY, "reports of one story") if share >= 0.4 else (1.0, "names in common") if share > 0 else None


def story_share(a: Profile, b: Profile) -> float:
    """
    Return the share of marks that two reports have in common, of the marks of the report with fewer.

    It is 0 where they share fewer than three, and for two figures of one report.
    """
    # All figures of a report have the same marks: between two of them these say nothing.
    return 0.0 if a.spread.report == b.spread.report else _share(a.spread.marks, b.spread.marks)


@lru_cache(maxsize=1 << 15)
def _share(one: frozenset[str], other: frozenset[str]) -> float:
    """Return the share of :func:`story_share` by the marks of two reports."""
    shared = len(one & other)
    return shared / min(len(one), len(other)) if shared >= STORY_LEAST else 0.0


def judge_status(a: Profile, b: Profile) -> Judgement | None:
    """Whether one tells of what is planned or only feared and the other of what happened."""
    one, other = a.filed.figure.status, b.filed.figure.status
    if one == other:
        return None
    if "planned" in (one, other):
        return BARRED, "planned, and done"
    if "possible" not in (one, other):
        return None
    # "Two are feared dead, three are known": small numbers stand side by side. A large toll is feared first and counted then.
    feared = a if one == "possible" else b
    small = nominal(feared.filed.figure.quantity) < 10
    return (-5.0, "some feared, others known") if small else (-1.0, "feared, and happened")


def judge_counting(a: Profile, b: Profile) -> Judgement | None:
    """Whether both are totals so far, or the toll of one event told again, or one is a total and the other the count of one event."""
    if a.storms and b.storms:
        # Each storm has a name of its own.
        return (1.5, "one storm, by its name") if a.storms & b.storms else (BARRED, "storms of other names")
    if may_be_one_toll(a, b):
        return 1.0, "one event's toll, told again"
    if a.total and b.total:
        return (0.0, "totals of people in a country") if _may_be_of_many(a, b) else (1.0, "both totals so far")
    # "The war has killed 180,000" and "2,000 died in the conflict": neither is of a day.
    if may_be_total(a, b) and a.lasting & b.lasting and not _may_be_of_many(a, b):
        return 1.0, "counted over one thing that goes on: " + ", ".join(sorted(a.lasting & b.lasting))
    if _one_force(a, b):
        return 1.5, "one nation's forces, without the day of an event"
    # "So far 4,000 have been killed" and "on Thursday 40 were killed" are of one war and not of one count.
    return (-8.0, "a total and one event's count") if {a.total, b.total} == {True, False} else None


def may_be_one_toll(a: Profile, b: Profile) -> bool:
    """Say whether two figures may be one event's toll told again, by what they tell of the event or by the place alone."""
    return one_toll(a, b) or _toll_of_place(a, b) or _toll_of_place(b, a)


def one_toll(a: Profile, b: Profile) -> bool:
    """
    Say whether two figures may be one event's toll, told again: the dead of a blast so far, and those counted on its day.

    One of them counts up to now what one event of a kind did that is over in a moment; the other does too, or counts one event.
    """
    if not (a.toll or b.toll) or not (_may_be_toll(a) and _may_be_toll(b)):
        return False
    # Two guided bombs and a strike on one day in one town: violence of any kind there is one toll's.
    day = a.first is not None and a.first == a.last == b.first == b.last
    if day and a.of_event and b.of_event and _narrow(a) and _narrow(b) and a.events & VIOLENT and b.events & VIOLENT:
        return True
    # "The attack" and "the strike" are one; "the quake" and "a crash" are not.
    shared = a.single & b.single or a.single & b.events or a.events & b.single
    return bool(shared) or (_narrow(a) and _narrow(b) and ("any" in a.single | b.single or not a.events or not b.events))


def _toll_of_place(toll: Profile, event: Profile) -> bool:
    """
    Say whether a toll that names no event may be that of an event, told within two weeks: "the death toll in Dnipro has risen to 30".

    Both name a place that is no country, or their reports tell one story. A number that is counted so far grows.
    """
    if not toll.open_toll or event.filed.figure.counting != "incident" or None in (toll.published, event.published):
        return False
    behind = (toll.published - event.published).days  # type: ignore[operator]
    placed = (_narrow(toll) and _narrow(event)) or story_share(toll, event) >= ONE_STORY
    return placed and 0 <= behind <= TOLD_AGAIN and (event.spread.dated or bool(event.single))


def _may_be_toll(profile: Profile) -> bool:
    """Say whether a figure counts one event, be it up to now or on its day."""
    return profile.toll or (profile.filed.figure.counting == "incident" and (profile.spread.dated or bool(profile.single)))


def _may_be_of_many(a: Profile, b: Profile) -> bool:
    """
    Say whether two totals may be of different things that go on in one country.

    They may where one counts people without a word more, nothing says that they began on one day, not both name a place within the
    country or one sickness, and the reports have no story in common.
    """
    if a.diseases & b.diseases:
        return False
    # People die in a country of flu since March, and in a war since August: nothing but the beginning tells these totals apart.
    # One day alone is that of the counting.
    since = a.first is not None and _one_beginning(a, b) and a.span != 0
    return (a.anybody or b.anybody) and not since and not (_narrow(a) and _narrow(b)) and story_share(a, b) == 0


def _one_beginning(a: Profile, b: Profile) -> bool:
    """
    Say whether the first days that two figures' words settle are one; "October 2023" has all days of it.

    A year alone is many things' beginning: "since 2021" is that of the coup of 1 February 2021 only where both call it so, or where one
    names what goes on since: "since the war began two years ago".
    """
    one, other = a.filed.figure.time, b.filed.figure.time
    if a.first is None or b.first is None or one is None or other is None:
        return False
    if a.first == b.first:
        return True
    if days_between(begun_between(a.first, one), begun_between(b.first, other)) > nearness_of_beginnings(a, b):
        return False
    if "year" not in (one.grain, other.grain):
        return True
    if _happenings_in(one.text or "") & _happenings_in(other.text or ""):
        return True
    # A flood since June is counted from no war that began in that year.
    strife = "strife" in lasting_things(one.text or "") | lasting_things(other.text or "")
    return strife and (a.events | b.events) <= VIOLENT and not (a.diseases or b.diseases)


def nearness_of_beginnings(a: Profile, b: Profile) -> float:
    """Return how many days apart two beginnings are still one that two reports date differently."""
    spans = [profile.span for profile in (a, b) if profile.span is not None]
    return min(NEAR_MOST, min(spans, default=0) * NEAR_SHARE)


@lru_cache(maxsize=1 << 12)
def _happenings_in(words: str) -> frozenset[str]:
    """Return the words for what happens that some words hold: "coup", "quake"."""
    return frozenset(word for word in PLAIN_WORD.findall(words.casefold()) if is_event_noun(word, default()))


def _narrow(profile: Profile) -> bool:
    """Say whether a figure has a place that is no whole country."""
    return profile.spot is not None and profile.spot.precision != "country"
