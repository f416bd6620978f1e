"""
The date a report bears, where it is written out in full.

    >>> find_date("Tuesday, June 19, 2018")
    (datetime.date(2018, 6, 19), 0, 22)

Only forms that can be read in one way: ``3/4/2018`` is a day in April to some and in March to others.
"""
from __future__ import annotations

import re
from datetime import date

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# A month as it is written, without the full stop that may close a short form.
MONTH_WRITTEN = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
)
_MONTH = rf"(?P<month>{MONTH_WRITTEN})\.?"
_WEEKDAY = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|mon|tue|wed|thu|fri|sat|sun)\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
# "June 19, 2018" with or without the day of the week
_MONTH_FIRST = rf"(?:{_WEEKDAY},?\s+)?{_MONTH}\s+{_DAY},?\s+{_YEAR}"
# "19 June 2018"
_DAY_FIRST = rf"(?:{_WEEKDAY},?\s+)?{_DAY}(?:\s+of)?\s+{_MONTH},?\s+{_YEAR}"
# "2018-06-19", also with an hour and zone behind
_ISO = rf"{_YEAR}-(?P<month>\d\d)-(?P<day>\d\d)(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:\s?Z|[+-]\d\d:?\d\d)?)?"
DATE_FORMS = tuple(re.compile(rf"\b{form}\b", re.IGNORECASE) for form in (_ISO, _MONTH_FIRST, _DAY_FIRST))
# Every form ends or begins with one; where none stands, and none does in most lines, no form need be tried.
_ANY_YEAR = re.compile(_YEAR)


def find_date(text: str) -> tuple[date, int, int] | None:
    """Return the first whole date of a text with its start and end (half-open), or ``None``."""
    if _ANY_YEAR.search(text) is None:
        return None
    # "31 June 2018, that is 1 July 2018": what looks like a date and is none does not hide the one behind it.
    found = [(match.start(), match.end(), day) for form in DATE_FORMS for match in form.finditer(text) if (day := _build(match))]
    start, end, day = min(found, default=(0, 0, None))
    return None if day is None else (day, start, end)


def parse_date(text: str) -> date | None:
    """Return the date that a text is, with nothing else beside it, or ``None``."""
    found = find_date(text)
    # A full stop may end the line: "June 19th, 2018."
    if found is None or text[: found[1]].strip() or text[found[2] :].strip(" ."):
        return None
    return found[0]


def _build(match: re.Match[str]) -> date | None:
    month = match["month"].casefold()
    number = int(month) if month.isdigit() else MONTHS.index(month[:3]) + 1
    try:
        return date(int(match["year"]), number, int(match["day"]))
    except ValueError:
        return None
