"""
Over which days does a figure count? The feature of counts that begin on other days, or run over other stretches of days.

It is a row of :data:`according.comparing.likeness.FEATURES`. What a total began with is asked of its own words ("since October 7"), and
only where they settle it: a total that names no beginning may be either.
"""

from __future__ import annotations

from datetime import date
from operator import or_

from according.comparing.counts import meet, nominal
from according.comparing.days import begun_between, day_of, days_between, month_of
from according.comparing.profile import Outline, Profile
from according.comparing.setting import BARRED, Judgement, nearness_of_beginnings
from according.comparing.spread import EVENT_LONGEST

# Of two stretches of which one holds the other, this many times the shorter makes the longer another count: a day and a week.
LONGER = 2.0
OTHER_STRETCH = -8.0


def judge_stretch(a: Profile, b: Profile) -> Judgement | None:
    """Whether both count over one stretch: since October is not since the truce, nor are the past 24 hours of two days one."""
    one, other = start_of(a), start_of(b)
    if one is not None and other is not None:
        return (BARRED, "counted since other days") if days_between(one, other) > nearness_of_beginnings(a, b) else None
    if _begin_apart(a, b):
        return BARRED, "counted since other days"
    return _judge_periods(a, b) or _judge_total(a, b) or _judge_total(b, a)


def _begin_apart(a: Profile, b: Profile) -> bool:
    """Say whether two counts without a date began on other days by their words: "since Saturday" is not "since March"."""
    one, other = _named_start(a), _named_start(b)
    return one is not None and other is not None and one != other


def _named_start(profile: Profile) -> int | None:
    """Return the month with which a count began whose words settle no day, 0 where they name a day of the week, or else ``None``."""
    figure = profile.filed.figure
    if figure.counting != "running" or profile.first is not None or figure.time is None or figure.time.basis != "during":
        return None
    # Two days of the week are another feature's.
    return 0 if profile.weekday is not None else (month_of(figure.time.text) or (None,))[0]


def _judge_total(total: Profile, stretch: Profile) -> Judgement | None:
    """Judge a total so far, and fewer within a stretch that ended no sooner: a total does not fall, so they are two counts."""
    if not total.total or stretch.total or not stretch.closed:
        return None
    told, last, published = day_of(total.filed), stretch.last, stretch.published
    if told is None or last is None or published is None:
        return None
    # "This year" is not over when it is told: it counts so far.
    if last < told or last >= published:
        return None
    fewer, more = stretch.filed.figure.quantity, total.filed.figure.quantity
    apart = nominal(fewer) < nominal(more) and not meet(fewer, more)
    return (BARRED, "a total, and fewer in a stretch of days") if apart else None


def start_of(profile: Outline) -> tuple[date, date] | None:
    """
    Return the days on one of which a count began, where its own words settle it.

    "Since March" leaves open on which day of it. A stretch that is named and still goes on ("this year") began with its first day.
    """
    figure, first = profile.filed.figure, profile.first
    if figure.time is None or first is None or figure.time.basis == "as_of":
        return None
    # "The toll of Thursday's blast" has the day of the blast: on one day a count begins only where the words say "since".
    counted_on = profile.span is None or profile.span > EVENT_LONGEST or figure.time.basis == "during"
    if figure.counting == "running" and counted_on:
        return begun_between(first, figure.time)
    goes_on = profile.last is not None and profile.published is not None and first < profile.published <= profile.last
    # "The past 24 hours" and "the past week" end with their telling: they are over, and another stretch is counted the next day.
    return (first, first) if figure.counting == "period" and figure.time.grain == "year" and goes_on else None


def _judge_periods(a: Profile, b: Profile) -> Judgement | None:
    """Judge the counts of two stretches that are over, or end with the telling."""
    if "period" not in (a.filed.figure.counting, b.filed.figure.counting):
        return None
    periods = [profile.filed.figure.counting == "period" for profile in (a, b)]
    # "2,710 have been killed, 38 of them on Sunday": a part with a day of its own is that day's count.
    days = [profile.filed.figure.subset_of is not None and profile.spread.dated for profile in (a, b)]
    if not all(map(or_, periods, days)) or None in (a.first, a.last, b.first, b.last):
        return None
    may_be_one = meet(a.filed.figure.quantity, b.filed.figure.quantity)
    before, after = sorted(((a.first, a.last), (b.first, b.last)))
    if before[0] < after[0] and before[1] < after[1]:  # type: ignore[operator]
        # "The past 24 hours" are told anew each day; only stretches of other lengths may be one that two reports cut differently.
        shifted = a.span == b.span or not may_be_one
        return (BARRED, "counted over other days") if shifted else (OTHER_STRETCH / 2, "counted over days that overlap in part")
    spans = sorted((a.span or 0, b.span or 0))
    longer = spans[1] + 1 >= LONGER * (spans[0] + 1)
    # "In November 2003 more than 60 were killed" and "more than 60 in 2003": one of them only says less of when.
    return (OTHER_STRETCH, "a stretch, and a part of it") if longer and not may_be_one else None
