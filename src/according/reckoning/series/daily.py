"""
Which counts are of a single day, so that a total must grow by them: "17 people died on Tuesday" beside "480 have died so far".
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta

from according.comparing.counted import judge_population
from according.comparing.days import day_of
from according.comparing.nearness import relate_places, same_place
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
    # The past 24 hours reach into the day before; what they add is added by the next report. So does "the past day".
    return time.first == day or (time.first == day - _DAY and ("24" in (time.text or "") or (time.text or "").endswith(" day")))


def is_beside_total(one: FiledFigure, total: FiledFigure) -> bool:
    """
    Say whether a figure counts the dead of one day that a total, told beside it, grew by.

    Both are in one report and from one speaker, of one measure and place; the figure's own words name the day, or the 24 hours up to it,
    and no event on it.
    """
    time, day = one.figure.time, day_of(one)
    if total.figure.counting != "running" or one.filing.id != total.filing.id:
        return False
    event = one.figure.counting == "incident" and time is not None and time.first is not None and time.first == time.last
    dated = event or (day is not None and is_daily(one.figure, day))
    same = (one.figure.measure, one.figure.unit) == (total.figure.measure, total.figure.unit) and _answerer(one) == _answerer(total)
    return dated and same and _same_place(one, total) and make_profile(one).events <= _GOES_ON


def find_days(totals: Sequence[FiledFigure], others: Iterable[FiledFigure]) -> tuple[list[FiledFigure], set[str]]:
    """
    Return those of some other figures that may count single days of some totals, and the ids of those that do by what they stand beside.

    They count the same people at the same place, as far as the words tell.
    """
    others = list(others)
    if not totals or not others:
        return [], set()
    whole, ids = make_profile(totals[-1]), {filed.id for filed in totals}
    near = [filed for filed in others if _same_matter(whole, make_profile(filed))]
    # "26 of them on Sunday", or "104 died on Tuesday" behind "4,680 have died so far".
    # Of one report's totals only the speaker and the place are looked at: one of each is asked about.
    told: dict[str, dict[object, FiledFigure]] = defaultdict(dict)
    for total in totals:
        place = total.figure.place
        told[total.filing.id].setdefault((total.figure.counting, _answerer(total), None if place is None else spot_of(place)), total)
    days = {
        filed.id for filed in near
        if _is_part_of_day(filed, ids) or any(is_beside_total(filed, total) for total in told[filed.filing.id].values())
    }  # fmt: skip
    return [filed for filed in near if filed.figure.counting == "period" or filed.id in days], days


def _is_part_of_day(filed: FiledFigure, totals: Collection[str]) -> bool:
    """Say whether a figure is told as the part of a total that one day added."""
    time = filed.figure.time
    dated = time is not None and time.first is not None and time.first == time.last
    return dated and filed.figure.counting == "incident" and filed.figure.subset_of in totals


def _same_matter(whole: Profile, part: Profile) -> bool:
    """Say whether a day's count may be of the people and the place that a total counts."""
    people = judge_population(whole, part)
    placed = whole.spot is None or part.spot is None or relate_places(whole.spot, part.spot) == "same"
    # "Of them 47 soldiers in the past 24 hours" are a part of what the day added.
    return placed and (people is None or people[0] >= 0)


def is_linked_day(a: Profile, b: Profile) -> bool:
    """Say whether one of two figures counts a day of the other's total."""
    return is_beside_total(a.filed, b.filed) or is_beside_total(b.filed, a.filed)


def _answerer(filed: FiledFigure) -> str | None:
    speaker = answerer(filed)
    return speaker.text.casefold() if speaker is not None else None


def _same_place(one: FiledFigure, total: FiledFigure) -> bool:
    spots = [None if filed.figure.place is None else spot_of(filed.figure.place) for filed in (one, total)]
    return spots[0] is None or same_place(*spots, one_report=True) is True
