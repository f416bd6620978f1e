"""
The days in a column: forms that can be read in one way, and those that only the column as a whole settles.

"3/4/2018" is a day in April to some and in March to others. Where another row of its column has "25/4/2018" all of them have the day first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from typing import Literal

from according.intake.dates import find_date

Order = Literal["day first", "month first"]

# "2018-06-19", "20180619", "2018/6/19", with a clock and a zone or without.
_YEAR_FIRST = re.compile(r"(?P<year>(?:19|20)\d\d)(?P<mark>[-/.]?)(?P<month>\d\d?)(?P=mark)(?P<day>\d\d?)(?:[T ,]*(?P<clock>\d.*))?")
# "19/6/2018", "19.06.2018 10:30"
_YEAR_LAST = re.compile(r"(?P<one>\d\d?)(?P<mark>[-/.])(?P<two>\d\d?)(?P=mark)(?P<year>(?:19|20)\d\d)(?:[T ,]+(?P<clock>\d.*))?")
_CLOCK = re.compile(
    r"(?P<hour>\d\d?):?(?P<minute>\d\d)(?::?(?P<second>\d\d)(?:[.,]\d+)?)?\s*(?P<half>[ap]\.?m\.?)?\s*(?P<zone>Z|UTC|GMT|[+-]\d\d:?(?:\d\d)?)?",
    re.IGNORECASE,
)
# "Tue, 19 Jun 2018 10:30:00 +0200": as mail and feeds write it.
_MAIL = re.compile(r"(?:mon|tue|wed|thu|fri|sat|sun)\w*,\s+\d", re.IGNORECASE)
# Seconds, or thousandths of them, since 1970: from 2001 on they have so many digits.
_EPOCH = re.compile(r"(?P<seconds>1\d{9})(?:\.\d+|\d{3})?")
_CLOCK_BEHIND = re.compile(r"[\s,]*(?:at\s+)?\d\d?:\d\d(?::\d\d)?\s*(?:[ap]\.?m\.?)?\s*(?:[A-Z]{2,4}|[+-]\d\d:?\d\d)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Day:
    """A day as a cell gives it; ``at`` has its hour and zone, where the cell gives both."""

    published: date
    at: datetime | None = None


def read_cell(words: str, order: Order | None = None) -> Day | None:
    """Return the day that a cell is, or ``None`` where it is none or, without the order of its column, could be two."""
    words = words.strip()
    if match := _EPOCH.fullmatch(words):
        at = datetime.fromtimestamp(int(match["seconds"]), UTC)
        return Day(at.date(), at)
    # Without a mark between them, month and day have two digits each.
    if (match := _YEAR_FIRST.fullmatch(words)) and (match["mark"] or len(match["month"] + match["day"]) == 4):
        return _with_clock(_date(match["year"], match["month"], match["day"]), match["clock"])
    if match := _YEAR_LAST.fullmatch(words):
        one, two = int(match["one"]), int(match["two"])
        if order is None and one != two and max(one, two) <= 12:
            return None
        month, day = (two, one) if one > 12 or (order == "day first" and two <= 12) else (one, two)
        return _with_clock(_date(match["year"], month, day), match["clock"])
    return _read_mail(words) if _MAIL.match(words) else _read_words(words)


def find_order(cells: Iterable[str]) -> Order | None:
    """
    Return in which order the cells of a column have day and month, as those show that can be read in one way.

    ``None`` where no cell shows it, or some show the one and some the other.
    """
    shown: set[Order] = set()
    for words in cells:
        match = _YEAR_LAST.fullmatch(words.strip())
        if match is not None and int(match["one"]) > 12:
            shown.add("day first")
        elif match is not None and int(match["two"]) > 12:
            shown.add("month first")
    return shown.pop() if len(shown) == 1 else None


def is_open(words: str) -> bool:
    """Say whether a cell can be two days: "3/4/2018"."""
    match = _YEAR_LAST.fullmatch(words.strip())
    return match is not None and int(match["one"]) != int(match["two"]) and max(int(match["one"]), int(match["two"])) <= 12


def _date(year: str | int, month: str | int, day: str | int) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _with_clock(day: date | None, clock: str | None) -> Day | None:
    if day is None or clock is None:
        return None if day is None else Day(day)
    match = _CLOCK.fullmatch(clock.strip())
    if match is None:
        return None
    # An hour without a zone is an hour of nobody knows where: the day alone is kept.
    return Day(day, None if match["zone"] is None else _moment(day, match))


def _moment(day: date, match: re.Match[str]) -> datetime | None:
    hour, half = int(match["hour"]), (match["half"] or "")[:1].casefold()
    hour = hour % 12 + (12 if half == "p" else 0) if half else hour
    zone = match["zone"].upper()
    shift = "+00:00" if zone in ("Z", "UTC", "GMT") else f"{zone[:3]}:{zone[3:].strip(':') or '00'}"
    try:
        return datetime.fromisoformat(f"{day}T{hour:02}:{match['minute']}:{match['second'] or '00'}{shift}")
    except ValueError:
        return None


def _read_mail(words: str) -> Day | None:
    try:
        at = parsedate_to_datetime(words)
    except ValueError:
        return _read_words(words)
    return Day(at.date(), at if at.tzinfo is not None else None)


def _read_words(words: str) -> Day | None:
    """Return a day that is written out, alone or with an hour behind it: "June 19, 2018, 10:30 AM"."""
    found = find_date(words)
    if found is None or words[: found[1]].strip():
        return None
    rest = words[found[2] :].strip(" .")
    return Day(found[0]) if not rest or _CLOCK_BEHIND.fullmatch(rest) else None
