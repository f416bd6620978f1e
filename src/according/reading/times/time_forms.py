"""
Read each form of time expression: the days that it comes to, given the report's day and the dates told before it.

    >>> mention = TimeMention(0, 1, "month", (Word("e", 3, "late"), Word("M", 6, "june")))
    >>> PERIOD_OF_FORM["month"](mention, Setting(date(2025, 3, 13)))
    Period(first=datetime.date(2024, 6, 21), last=datetime.date(2024, 6, 30), grain='day')
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import MAXYEAR, MINYEAR, date

from according.reading.times import calendar
from according.reading.times.calendar import Period
from according.reading.times.time_letters import Word
from according.reading.times.time_words import TimeMention
from according.reading.times.time_years import Setting, in_year

# A run of so many days or more tells no day from which another counts.
RUN_MOST = 7


def _part(mention: TimeMention, period: Period | None) -> Period | None:
    """Return the early, middle or late part of a period where the expression names one, else all of it."""
    parts = [*mention.values("e"), *mention.values("E")]
    return calendar.third(period, parts[0]) if period and parts else period


def _weekday(mention: TimeMention, setting: Setting) -> Period | None:
    """Read "Tuesday", "last Friday", "Tuesday of last week"."""
    if setting.published is None:
        return None
    day = mention.values("W")[0]
    if mention.has("U"):
        away = {"r": 1, "x": -1}.get(_relative(mention), 0)
        return calendar.single(calendar.shift(calendar.week(calendar.back(setting.published, away, "week")).first, days=day))
    future = setting.future or mention.has("x")
    # "last Monday" in a report of a Monday is the one before, "on Monday" is that very day.
    return calendar.single(calendar.nearest_weekday(day, setting.published, future=future, other=mention.has("r", "x")))


def _date(mention: TimeMention, setting: Setting) -> Period | None:
    """Read "24 February 2022", "2022-02-24", "yesterday"."""
    if mention.has("Z"):
        # "03/04/2022" comes with the month 0, since it is in April to some and in March to others; that is no day.
        year, month, day = map(int, mention.ids("Z")[0].split("-"))
        return calendar.make_day(year, month, day)
    if offsets := mention.values("T"):
        return calendar.single(calendar.shift(setting.published, days=offsets[0])) if setting.published else None
    month, day = mention.values("M")[0], [*mention.values("d"), *mention.values("o")][0]
    return in_year(lambda year: calendar.make_day(year, month, day), mention, setting)


def _month(mention: TimeMention, setting: Setting) -> Period | None:
    """Read "January", "late June 2015", "last December"."""
    month = mention.values("M")[0]
    if setting.published and mention.has("r", "x") and not mention.has("Y", "U"):
        # "last March" in a report of March is that of the year before: looked for from a month back.
        day = calendar.back(setting.published, 1 if mention.has("r") else -1, "month-unit")
        return _part(mention, calendar.nearest_month(month, day, future=mention.has("x")))
    return _part(mention, in_year(lambda year: calendar.month(year, month), mention, setting))


def _year(mention: TimeMention, setting: Setting) -> Period | None:
    """Read "2009", "late 2024", "mid-2024"."""
    # "mid-2024" is one word, with the part as its value and the year as its id.
    if mention.has("Q"):
        return calendar.third(calendar.year(int(mention.ids("Q")[0])), mention.values("Q")[0])
    return _part(mention, calendar.year(mention.values("Y")[0]))


def _decade(mention: TimeMention, setting: Setting) -> Period | None:
    """Read "the 1990s", "the late 1980s"."""
    start = mention.values("D")[0]
    part = next(iter(mention.values("e")), 0)
    # Early, middle and late thirds of ten years, the middle one a year longer.
    low, high = {0: (0, 9), 1: (0, 2), 2: (3, 6), 3: (7, 9)}[part]
    return Period(date(start + low, 1, 1), date(start + high, 12, 31), "year")


def _count(mention: TimeMention) -> int | None:
    """Return the number of units, 1 where none is told; ``None`` for "several"."""
    words = [word for word in mention.words if word.letter in "ndN"]
    if not words:
        return 1
    # "a couple of days", "a few days": the article is no number where another word is one.
    told = [word for word in words if word.value is not None and word.id != "one"] or [word for word in words if word.id == "one"]
    return None if any(word.value is None for word in words) else told[0].value


def _ago(mention: TimeMention, setting: Setting) -> Period | None:
    """Read "two days ago", "three weeks ago"."""
    return _away(setting.published, _count(mention), mention.ids("U")[0])


def _away(day: date | None, count: int | None, unit: str) -> Period | None:
    """Return the time ``count`` units before a day, after it below 0; ``None`` where it is not to be reckoned."""
    if day is None or count is None or not calendar.has_length(unit):
        return None
    # Whoever says "three weeks ago" does not mean the very day.
    return calendar.unit_of(calendar.back(day, count, unit), unit)


def _span(mention: TimeMention, setting: Setting) -> Period | None:
    """Read "the past 24 hours", "the next three weeks": from the report's day that far back or on."""
    count, unit = _count(mention), mention.ids("U")[0]
    if setting.published is None or count is None or not calendar.has_length(unit):
        return None
    sign = -1 if mention.has("x") else 1
    # Hours reach back over the days that they can touch: 24 hours end on the report's day and begin on the day before.
    away = (
        calendar.shift(setting.published, days=-sign * -(-count // 24))
        if unit == "hour"
        else calendar.back(setting.published, sign * count, unit)
    )
    return Period(min(away, setting.published), max(away, setting.published), "day")


def _unit(mention: TimeMention, setting: Setting) -> Period | None:
    """Read "this morning", "last week", "the past week", "earlier this month", "so far this year"."""
    day = setting.day.last if looks_back(mention, setting) and setting.day else setting.published
    if day is None:
        return None
    # "last night" is dated by the day on which it began.
    if mention.has("H"):
        return calendar.single(calendar.shift(day, days=-1 if mention.has("r", "p") else 0))
    unit = mention.ids("U")[0]
    # "last half": of what is not told.
    if not calendar.has_length(unit):
        return None
    # "the past week" is the seven days up to the report; nobody knows how many the "recent weeks" were.
    if mention.has("p"):
        return Period(calendar.back(day, 1, unit), day, "day") if not mention.plural else None
    # "the last week" is the seven days up to the report, "last week" is that of the calendar. Half a century has no place in that.
    last = "last" in mention.ids("r")
    if last and (mention.has("h") or (mention.has("O") and not mention.has("e", "E", "g", "z"))):
        return Period(calendar.back(day, 1, unit), day, "day")
    period = calendar.unit_of(calendar.back(day, {"r": 1, "x": -1}.get(_relative(mention), 0), unit), unit)
    if mention.has("g"):
        return _cut(period, day, mention.ids("g")[0])
    return Period(period.first, max(day, period.first), "day") if mention.has("z") else _part(mention, period)


def looks_back(mention: TimeMention, setting: Setting) -> bool:
    """Say whether an expression counts back from the day told last: "the previous night"."""
    return setting.day is not None and mention.rule == "unit" and "previous" in mention.ids("r")


def _cut(period: Period, day: date, word: str) -> Period:
    """Return the part of a period up to a day ("earlier this month") or from it on ("later"); all of it where that day lies outside."""
    if not period.first <= day <= period.last:
        return period
    return Period(period.first, day, "day") if word == "earlier" else Period(day, period.last, "day")


def _relative(mention: TimeMention) -> str:
    """Return the letter of the word that says which unit is meant (last, this, next); "this" where none does."""
    return next((word.letter for word in mention.words if word.letter in "rtx"), "t")


def _ordinal_unit(mention: TimeMention, setting: Setting) -> Period | None:
    """Read "the first three months of 2009", "the second week of May", "the first half of this year"."""
    whole = _container(mention, setting)
    unit, count = mention.ids("U")[0], _count(mention)
    if unit == "half":
        return _half(whole, next(iter(mention.values("o")), None))
    if whole is None or count is None:
        return None
    place = next(iter(mention.values("o")), None)
    starts = list(_steps(whole, unit))
    # "the last six months of 2004" are counted from its end.
    chosen = starts[-count:] if place is None else starts[place - 1 : place - 1 + count]
    # "the fifth week of May" ends with May.
    return Period(chosen[0].first, min(chosen[-1].last, whole.last), "day") if chosen else None


def _half(whole: Period | None, place: int | None) -> Period | None:
    """
    Return the first or second half of a period; where ``place`` is ``None`` ("the last half"), the second.

    Its months are halved. A month's first half ends with its 15th.
    """
    if whole is None or place not in (None, 1, 2):
        return None
    length = (whole.last.year - whole.first.year) * 12 + whole.last.month - whole.first.month + 1
    middle = whole.first.replace(day=16) if length == 1 else calendar.shift(whole.first, months=length // 2)
    if place == 1:
        return Period(whole.first, calendar.shift(middle, days=-1), "day")
    return Period(middle, whole.last, "day") if middle <= whole.last else None


def _steps(whole: Period, unit: str) -> Iterator[Period]:
    """Yield the units of a period, counted from its first day: the second week of a month begins on its 8th."""
    day = whole.first
    while day <= whole.last and day < date.max:
        after = calendar.back(day, -1, unit)
        # A unit below a day has no length here, and would be counted for ever.
        if after <= day:
            return
        yield Period(day, calendar.shift(after, days=-1), "day")
        day = after


def _container(mention: TimeMention, setting: Setting) -> Period | None:
    """Return the period of which a part is told: "May", "2009" or "last year" in "the first week of ..."."""
    if mention.has("M"):
        return _month(mention, setting)
    if mention.has("Y"):
        return calendar.year(mention.values("Y")[0])
    units = mention.ids("U")
    if len(units) < 2 or setting.published is None:
        return None
    # "the first five months of this year", "... of last year": the word before the outer unit says which.
    back = 1 if mention.words[-2].letter == "r" else 0
    return calendar.unit_of(calendar.back(setting.published, back, units[-1]), units[-1])


def _overnight(mention: TimeMention, setting: Setting) -> Period | None:
    """Read "overnight", which two days share, and "overnight Sunday", which its day dates."""
    if mention.has("W"):
        return _weekday(mention, setting)
    return Period(calendar.shift(setting.published, days=-1), setting.published, "day") if setting.published else None


def _season(mention: TimeMention, setting: Setting) -> Period | None:
    """Read "the summer of 2006", "last winter": three months, as north of the equator."""
    start = mention.values("S")[0]

    def make(year: int) -> Period | None:
        # A winter ends in the next year.
        return calendar.months(year, start, start + 2) if year < MAXYEAR else None

    if mention.has("Y", "U"):
        return in_year(make, mention, setting)
    return _season_by_day(make, setting.published, _relative(mention)) if setting.published else None


def _season_by_day(make: Callable[[int], Period | None], published: date, relative: str) -> Period | None:
    """Return the last such season that is over by the report's day (r), the next that has not begun (x), or the nearest of its year (t)."""
    # The winter that ends in a year began in the one before; that before it is two back.
    seasons = [period for step in (-2, -1, 0, 1) if (period := make(min(max(published.year + step, MINYEAR), MAXYEAR))) is not None]
    if relative == "r":
        return next((period for period in reversed(seasons) if period.last < published), None)
    if relative == "x":
        return next((period for period in seasons if period.first > published), None)
    touching = [period for period in seasons if published.year in (period.first.year, period.last.year)]
    return min(touching, key=lambda period: max(period.first - published, published - period.last), default=None)


def _relation(mention: TimeMention, setting: Setting) -> Period | None:
    """Read "the same day", "the next week", "that night", "five days later": counted from the day told last."""
    told = setting.day or setting.told
    if told is None:
        return None
    unit = "day" if mention.has("H") else mention.ids("U")[0]
    # "In May 2024 ... that night": of a month it tells no day.
    if calendar.UNIT_DAYS.get(unit, RUN_MOST) < RUN_MOST and (told.last - told.first).days >= RUN_MOST:
        return None
    if mention.words[-1].letter == "g":
        count = _count(mention)
        return None if count is None else _away(told.last, -count, unit)
    # "that week" holds the day told last, "the next week" is the one behind it.
    if mention.has("m"):
        whole = calendar.unit_of(told.last, unit)
        return _cut(whole, told.last, mention.ids("g")[0]) if mention.has("g") else _part(mention, whole)
    # "the following night" begins on the very day where that was of an event by day.
    if "night" in mention.ids("H"):
        return Period(told.last, calendar.shift(told.last, days=1), "day")
    return _part(mention, calendar.unit_of(calendar.back(told.last, -1, unit), unit))


def _unsettled(mention: TimeMention, setting: Setting) -> Period | None:
    """Return no period: "in two days of clashes" says how long it took and "since the start of the war" not when that was."""
    return None


def _present(mention: TimeMention, setting: Setting) -> Period | None:
    """Read "now", "currently": the day of the report."""
    return calendar.single(setting.published) if setting.published else None


def _then(mention: TimeMention, setting: Setting) -> Period | None:
    """Read the "then" of "since then": what was told last."""
    return setting.told


def _range_ends(mention: TimeMention, setting: Setting) -> Period | None:
    """
    Read the two ends of a range each by itself: "from 3 May to 5 June 2004", "between late 2023 and early 2024".

    The first takes the year of the second where it has none.
    """
    # The hyphen of "mid-January" joins no ends.
    joint = next((at for at, word in enumerate(mention.words) if at and word.letter in "~&|" and mention.words[at - 1].letter != "e"), None)
    if joint is None:
        return None
    left, right = mention.words[:joint], mention.words[joint + 1 :]
    # The words of the first end are given the second's year to be read with.
    years = [word for word in right if word.letter == "Y"]
    owned = any(word.letter in "YZQ" for word in left)
    first = _end(mention, left if owned else (*left, *years[-1:]), setting)
    last = _end(mention, right, setting)
    # Where the first end has a year of its own it cannot go back one: ends the wrong way round are misread.
    if first is None or last is None or (owned and first.first > last.last):
        return None
    return _between([first, last])


def _end(mention: TimeMention, words: Sequence[Word], setting: Setting) -> Period | None:
    """Return the days of one end of a range, by the form that its words have; ``None`` where they have none."""
    letters = {word.letter for word in words}
    if "Z" in letters or "T" in letters or ("M" in letters and letters & {"d", "o"}):
        rule = "date"
    else:
        rule = "month" if "M" in letters else "year" if letters & {"Y", "Q"} else ""
    return PERIOD_OF_FORM[rule](replace(mention, rule=rule, words=tuple(words)), setting) if rule else None


def _day_maker(month: int, day: int) -> Callable[[int], Period | None]:
    """Return what makes that day of any year."""
    return lambda year: calendar.make_day(year, month, day)


def _range_days(mention: TimeMention, setting: Setting) -> Period | None:
    """Read "between 1 and 5 May", "28-29 November 2022", "9, 10 and 11 March": from the first day to the last."""
    month = mention.values("M")[0]
    days = [int(day) for day in mention.ids("X")[0].split("-")] if mention.has("X") else mention.values("d")
    return _between([in_year(_day_maker(month, day), mention, setting) for day in days])


def _range_years(mention: TimeMention, setting: Setting) -> Period | None:
    """Read "between 2016 and 2018" and "2023-24", whose second year is the next."""
    years = mention.values("Y")
    return _between([calendar.year(year) for year in (years if len(years) > 1 else [years[0], years[0] + 1])])


def _range_weekdays(mention: TimeMention, setting: Setting) -> Period | None:
    """Read "from Monday to Wednesday", "Monday and Tuesday"."""
    if setting.published is None:
        return None
    # The last day first: "from Friday to Monday" ended by the report's day and began before it ended.
    last = calendar.nearest_weekday(mention.values("W")[-1], setting.published, future=setting.future)
    return _between([calendar.single(calendar.nearest_weekday(mention.values("W")[0], last)), calendar.single(last)])


def _between(ends: Sequence[Period | None]) -> Period | None:
    """Join the two ends of a range; the first goes back a year where it would lie behind ("from November to March 2004")."""
    if len(ends) < 2 or ends[0] is None or ends[-1] is None:
        return None
    first, last = ends[0].first, ends[-1].last
    if last < first:
        first = calendar.shift(first, months=-12)
    return Period(first, last, "day") if first <= last else None


# How each rule of the grammar (``time_words.TIME_GRAMMAR``) is read.
PERIOD_OF_FORM: dict[str, Callable[[TimeMention, Setting], Period | None]] = {
    "weekday": _weekday, "date": _date, "month": _month, "year": _year, "decade": _decade, "ago": _ago, "span": _span,
    "unit": _unit, "ordinal_unit": _ordinal_unit, "overnight": _overnight, "season": _season, "season_last": _season,
    "present": _present, "since_start": _unsettled,
    "relation": _relation, "duration": _unsettled, "then": _then, "range_dates": _range_ends, "range_days": _range_days,
    "range_months": _range_ends, "range_mixed": _range_ends, "range_years": _range_years, "range_weekdays": _range_weekdays,
}  # fmt: skip
