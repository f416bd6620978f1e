"""
Which counts are of a single day, so that a total must grow by them: "17 people died on Tuesday" beside "480 have died so far".
"""

from __future__ import annotations

from datetime import date, timedelta

from according.comparing.nearness import same_place
from according.comparing.profile import Profile, make_profile
from according.comparing.spots import spot_of
from according.reckoning.origins.ends import answerer
from according.records import FiledFigure
from according.statement import Figure

# Kinds of event that go on: their day's dead are a part of their total. One blast's dead are not the dead of its day.
_GOES_ON = frozenset({"disease", "any"})
_DAY = timedelta(days=1)


def is_daily(figure: Figure, day: date) -> bool:
    """Say whether a period's count is of one day, and that the day it speaks for: "on Tuesday", or the 24 hours up to then."""
    time = figure.time
    if figure.counting != "period" or time is None or time.first is None or time.last != day:
        return False
    # The past 24 hours reach into the day before; what they add is added by the next report.
    return time.first == day or (time.first == day - _DAY and "24" in (time.text or ""))


def is_beside_total(one: FiledFigure, total: FiledFigure) -> bool:
    """
    Say whether a figure counts the dead of one day that a total, told beside it, grew by.

    Both are in one report and from one speaker, of one measure and place; the figure's own words name the day, and no event on it.
    """
    time = one.figure.time
    if total.figure.counting != "running" or one.figure.counting != "incident" or one.filing.id != total.filing.id:
        return False
    dated = time is not None and time.first is not None and time.first == time.last
    same = (one.figure.measure, one.figure.unit) == (total.figure.measure, total.figure.unit) and _answerer(one) == _answerer(total)
    return dated and same and _same_place(one, total) and make_profile(one).events <= _GOES_ON


def is_linked_day(a: Profile, b: Profile) -> bool:
    """Say whether one of two figures counts a day of the other's total."""
    return is_beside_total(a.filed, b.filed) or is_beside_total(b.filed, a.filed)


def _answerer(filed: FiledFigure) -> str | None:
    speaker = answerer(filed)
    return speaker.text.casefold() if speaker is not None else None


def _same_place(one: FiledFigure, total: FiledFigure) -> bool:
    spots = [None if filed.figure.place is None else spot_of(filed.figure.place) for filed in (one, total)]
    return spots[0] is None or same_place(*spots, one_report=True) is True
