"""
Find the lines of a text that say of what day, or up to what day, what stands below them is: "Tuesday, 12 March", "As of 3 March 2024".

They are read in the text itself, since a line of nothing but a date is no sentence and the parser never sees it. A clock ("14:05") and the
head of a post ("Jane Roe @janeroe · Mar 7, 2024") say when it was written: they part one entry from the next, and date no event.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from according.language.sentence import Sentence, Token, is_tabbed
from according.lexicon import Lexicon
from according.reading.times.periods import Days, resolve_all
from according.reading.times.time_words import TimeMention, find_times
from according.report import Report, Span

Kind = Literal["day", "entry", "as_of", "period", "record"]
# No heading is longer.
LONGEST = 120
# A line among so many first ones may be about the whole report.
FIRST_LINES = 8
# So many lines with a day, or with a clock, make a text one of entries; a lone date is that of the report.
ENTRIES_LEAST = 2
# The rules of times that a heading may tell a day by, and those that tell the days of a report.
HEADING_DAYS = frozenset({"date", "weekday", "range_dates", "range_days", "range_weekdays"})
REPORT_DAYS = frozenset({"range_dates", "range_days", "range_months", "range_mixed", "month", "date"})

_LINE = re.compile(r"[^\r\n]+")
_EDGE = " \t*_#>=~|•·–—-"
_WORD = re.compile(r"(?:early|mid|late)-\d{4}|\d+:\d\d|\d+[-/.]\d+[-/.]\d+|\d+(?:st|nd|rd|th)?|[A-Za-z]{3,4}\.(?=\s\d)|[^\W\d_]+|'s|\S")
_HOUR_ZONE = r"(?:[ap]\.?m\.?|gmt|utc|[a-z]{2,3}t)"
# "14:05", "9.30 am", "10.25 BST", "14h05", "1405 GMT"
_CLOCK = (
    rf"(?:\d{{1,2}}:\d\d(?::\d\d)?(?:\s?{_HOUR_ZONE}\b)?|\d{{1,2}}\.\d\d\s?{_HOUR_ZONE}\b|\d{{1,2}}\s?[ap]\.?m\b"
    r"|\d{1,2}h\d\d\b|\d{4}\s?(?:gmt|utc)\b)"
)
_AT_CLOCK = re.compile(rf"\(?{_CLOCK}(?=\W|\Z)", re.IGNORECASE)
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
_DATE = (
    rf"(?:{_MONTH}\s\d{{1,2}}(?:,?\s\d{{4}})?|\d{{1,2}}\s{_MONTH}(?:,?\s\d{{4}})?"
    r"|\d{4}-\d\d-\d\d|\d{1,2}[./]\d{1,2}[./]\d{2,4})"
)
# "Jane Roe @janeroe · Mar 7, 2024", and as pages are copied, "Jane Roe@janeroeMar 7, 2024"
# A blank parts the words, so that none is looked through twice.
_POST = re.compile(
    rf"(?:[^\s@]{{1,30}}[ ]){{0,6}}[^\s@]{{0,30}}@\w{{2,40}}?\)?(?:[\s·•|,–—-]{{0,4}}(?P<day>{_DATE})|\s*\Z)", re.IGNORECASE
)
# "[2024-03-05 14:22]", "Harran Watch, [5.3.2024 14:22:10]", "10:42 PM · Mar 7, 2024"
_STAMP = re.compile(
    rf"(?:(?:[^\[\]\n]{{1,60}}(?=\[[^\[\]]{{8,30}}\]\s*\Z))?\[(?P<day>{_DATE}),?\s{_CLOCK}\]"
    rf"|{_CLOCK}\s?[·•|–—-]\s?(?P<below>{_DATE})\s*\Z)",
    re.IGNORECASE,
)
_NUMBERED_DAY = re.compile(r"day\s\d{1,4}\b", re.IGNORECASE)
_AS_OF = re.compile(r"\bas (?:of|at|on)(?=\s|:)", re.IGNORECASE)
# What may stand behind the date of a heading: an hour, a zone, marks.
_BEHIND = re.compile(rf"(?:at\s|{_CLOCK}|\b(?-i:[A-Z]{{2,4}})\b|[\s,|()·:.–—-])*\Z", re.IGNORECASE)
_LABEL = re.compile(r"(?P<label>[^\W\d_]+(?:[ ][^\W\d_]+){0,4})(?:\s*[:–—]\s*|\s*\Z|\s(?=\d))")
_COVERS = re.compile(r"\bcover(?:s|ing|ed)\s(?:the\s)?(?:reporting\s)?(?:period|dates)\b", re.IGNORECASE)
_ISSUE = re.compile(r"(?:#|no\.?\s?|number\s|update\s|report\s|issue\s)\d+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class DatedLine:
    """
    A line that parts or dates what stands below it, from ``start`` to ``end`` in the text.

    ``words`` are those that tell the time and ``days`` what they come to; both are missing for a mere clock. ``until`` is where what it
    dates ends, if it does before the next such line.
    """

    start: int
    end: int
    kind: Kind
    words: Span | None = None
    days: Days = field(default_factory=Days)
    until: int | None = None


@dataclass(frozen=True, slots=True)
class _Read:
    """A line as it was read: with the time in it before its days are known."""

    line: DatedLine
    mention: TimeMention | None = None

    @property
    def is_clock(self) -> bool:
        """Whether it tells the hour alone."""
        return self.line.kind == "entry" and self.mention is None

    @property
    def form(self) -> str:
        """The letters of its time, or none: lines written alike have the same."""
        return "".join(word.letter for word in self.mention.words) if self.mention is not None else ""

    def words(self, report: Report) -> str:
        """Return the words of its time."""
        return self.line.words.slice(report.text) if self.line.words is not None else ""


def find_dated_lines(report: Report, lexicon: Lexicon) -> tuple[DatedLine, ...]:
    """Return the lines of a report that date or part what stands below them, in order."""
    read = [found for found in _read_lines(report.text, lexicon) if found is not None]
    clocks = sum(one.line.kind == "entry" for one in read) >= ENTRIES_LEAST
    told: dict[str | None, set[str]] = defaultdict(set)
    for one in read:
        if one.line.kind == "day":
            for form in (one.form, None):
                told[form].add(one.words(report))
    kept = [one for one in read if (_has_like(one, told, report) if one.line.kind == "day" else clocks or not one.is_clock)]
    days = resolve_all([[r.mention] if r.mention is not None else [] for r in kept], report.published, lambda number, mention: False)
    return tuple(replace(r.line, days=own[0]) if own else r.line for r, own in zip(kept, days, strict=True))


def _has_like(one: _Read, told: Mapping[str | None, Collection[str]], report: Report) -> bool:
    """
    Say whether another line tells another day: a lone one is the day of the report, or of what was pasted into it.

    ``told`` are the days that lines tell, by the form of their time, and all of them under ``None``.
    """
    # The date above a report heads an entry only among others of its form.
    days = told[one.form if one.line.end <= report.body else None]
    # Its own are among them.
    return len(days) > 1


def _read_lines(text: str, lexicon: Lexicon) -> Iterator[_Read | None]:
    """Read each line of a text that can be one; a label alone on a line is read with the line below it."""
    number, above = 0, ""
    for match in _LINE.finditer(text):
        start, end = match.start(), match.end()
        inner = match[0].strip(_EDGE)
        if not inner:
            continue
        number, label, above = number + 1, above, inner.casefold().rstrip(":")
        # A long line is looked at for a clock or a post at its head, and no further.
        if not any(map(str.isdigit, inner[:LONGEST])) and "@" not in inner[:LONGEST]:
            continue
        start += match[0].index(inner)
        end = start + len(inner)
        found = _entry(text, start, end, lexicon) or (_heading(text, start, end, number, lexicon) if len(inner) <= LONGEST else None)
        # "Date of incident" on a line, and the day on the next.
        kind = _kind_of_label(label, lexicon) if found is not None and found.line.kind == "day" else None
        yield replace(found, line=replace(found.line, kind=kind)) if found is not None and kind is not None else found


def _entry(text: str, start: int, end: int, lexicon: Lexicon) -> _Read | None:
    """Read the head of an entry that says when it was written: a clock, a post, a stamp."""
    post = _POST.match(text, start, min(end, start + LONGEST)) or _STAMP.match(text, start, min(end, start + LONGEST))
    if post is not None:
        day = post.span("day")
        # A stamp below a post ends it, and is of what stands above.
        found = _time_in(text, *day, lexicon) if day[0] >= 0 else None
        line = DatedLine(start if "below" not in post.groupdict() or post["below"] is None else end, end, "entry")
        return _Read(line, None) if found is None else _Read(replace(line, words=Span(*day)), found[1])
    return _Read(DatedLine(start, end, "entry")) if _AT_CLOCK.match(text, start, end) else None


def _heading(text: str, start: int, end: int, number: int, lexicon: Lexicon) -> _Read | None:
    """Read a line that dates what stands below it, ``number`` from the top."""
    return (
        _as_of(text, start, end, number, lexicon)
        or _labelled(text, start, end, lexicon)
        or _covering(text, start, end, number, lexicon)
        or _day(text, start, end, lexicon)
    )


def _as_of(text: str, start: int, end: int, number: int, lexicon: Lexicon) -> _Read | None:
    """Read "As of 3 March 2024", "Situation report No. 2 - as of 3 March 2024", "Killed as of 3 March 2024:"."""
    found = _AS_OF.search(text, start, end)
    if found is None:
        return None
    before = _ISSUE.sub("", text[start : found.start()])
    told = _time_in(text, found.end() + 1, end, lexicon)
    if told is None or not _BEHIND.match(text, told[0].end, end):
        return None
    # Beside numbers of its own it is what a sentence or a headline says: "Toll at 410 as of Monday".
    if told[1].edge is not None or text[found.end() : told[0].start].strip(" :") or any(map(str.isdigit, before)):
        return None
    lead = text[end - 1] == ":" and bool(before)
    if not lead and before and number > FIRST_LINES:
        return None
    line = DatedLine(start, end, "as_of", Span(found.start(), told[0].end), until=_block_end(text, end) if lead else None)
    return _Read(line, replace(told[1], edge="as_of"))


def _block_end(text: str, start: int) -> int:
    """Return where the lines right below a lead end: at the first blank line behind one."""
    below = re.compile(r"\s*\S").match(text, start)
    blank = re.compile(r"\n[ \t]*\r?\n").search(text, below.end() if below else start)
    return blank.start() if blank else len(text)


def _labelled(text: str, start: int, end: int, lexicon: Lexicon) -> _Read | None:
    """Read "Reporting period: 1-15 May 2023" and "Date of incident: 3 May 2023"."""
    label = _LABEL.match(text, start, end)
    if label is None:
        return None
    kind = _kind_of_label(label["label"].casefold(), lexicon)
    told = _time_in(text, label.end(), end, lexicon) if kind is not None else None
    if kind is None or told is None or told[1].rule not in REPORT_DAYS or not _BEHIND.match(text, told[0].end, end):
        return None
    return _Read(DatedLine(start, end, kind, told[0]), told[1])


def _kind_of_label(label: str, lexicon: Lexicon) -> Kind | None:
    """Say what a label makes of the date beside it; ``None`` where it is no such label."""
    if label in lexicon.word_class("period-labels"):
        return "period"
    return "record" if label in lexicon.word_class("event-date-labels") else None


def _covering(text: str, start: int, end: int, number: int, lexicon: Lexicon) -> _Read | None:
    """Read the days of a report from its own words: "Weekly brief, 7 to 13 August 2022", "It covers the period from 7 to 24 October"."""
    if number > FIRST_LINES:
        return None
    covers = _COVERS.search(text, start, end)
    if covers is None and (text[end - 1] in ".!?:;," or not _names_issue(text[start:end], lexicon)):
        return None
    told = _time_in(text, covers.end() if covers else start, end, lexicon)
    # A day is that on which a report was made: "Daily report, 3 May 2023".
    if told is None or told[1].rule not in REPORT_DAYS - {"date"} or told[1].edge is not None:
        return None
    return _Read(DatedLine(start, end, "period", told[0]), told[1])


def _names_issue(words: str, lexicon: Lexicon) -> bool:
    """Say whether a line names a report that comes out again and again: "Weekly protection brief"."""
    names = lexicon.word_class("issues")
    return any(word.casefold() in names for word in re.findall(r"[^\W\d_]+", words))


def _day(text: str, start: int, end: int, lexicon: Lexicon) -> _Read | None:
    """Read a line of nothing but a day, with a clock or without: "Tuesday, 12 March", "Day 34: 29 March 2022", "Day 34"."""
    numbered = _NUMBERED_DAY.match(text, start, end)
    told = _time_in(text, numbered.end() if numbered else start, end, lexicon)
    if told is None:
        bare = numbered is not None and not text[numbered.end() : end].strip(_EDGE + ":.")
        return _Read(DatedLine(start, end, "day", Span(start, numbered.end()))) if numbered is not None and bare else None
    between = text[numbered.end() if numbered else start : told[0].start]
    if told[1].rule not in HEADING_DAYS or told[1].edge is not None or between.strip(_EDGE + ":,(["):
        return None
    behind = text[told[0].end : end].strip(".:)] ")
    return _Read(DatedLine(start, end, "day", told[0]), told[1]) if _BEHIND.match(behind) else None


def _time_in(text: str, start: int, end: int, lexicon: Lexicon) -> tuple[Span, TimeMention] | None:
    """Return the first time told in a stretch of a line, with its words; the stretch is cut into words without the parser."""
    tokens: list[Token] = []
    for match in _WORD.finditer(text, start, end):
        word = match[0]
        pos = "NUM" if word[0].isdigit() else "PROPN" if word[0].isupper() else "PUNCT" if not word[0].isalpha() else "NOUN"
        at = len(tokens)
        tabbed = is_tabbed(text, match.start())
        tokens.append(Token(at, match.start(), match.end(), word, word.casefold(), pos, "", 0, "dep" if at else "root", tabbed=tabbed))
    if not tokens:
        return None
    sentence = Sentence(tuple(tokens), lexicon)
    told = find_times(sentence, lexicon)
    return (sentence.span(told[0].first, told[0].last), told[0]) if told else None


def _start(line: DatedLine) -> int:
    return line.start


def line_over(lines: Sequence[DatedLine], start: int, *kinds: Kind) -> DatedLine | None:
    """
    Return the line of one of the kinds that dates what stands at ``start``, or ``None``.

    A clock parts the entries of one day; behind the head of a post with a day of its own nothing above it dates anything.
    """
    for line in reversed(lines[: bisect_right(lines, start, key=_start)]):
        if line.until is not None and line.until <= start:
            continue
        if line.kind in kinds:
            return line
        if line.kind == "entry" and line.words is not None:
            return None
    return None


def day_of_writing(lines: Sequence[DatedLine], start: int) -> date | None:
    """Return the day on which what stands at ``start`` was written, where the head of its entry tells one: "today" is of that day."""
    over = reversed(lines[: bisect_right(lines, start, key=_start)])
    line = next((one for one in over if one.kind == "day" or one.words is not None), None)
    return line.days.last if line is not None and line.kind in ("day", "entry") else None


def opened_by(lines: Sequence[DatedLine], sentences: Sequence[Sentence]) -> set[int]:
    """Return the numbers of the first sentences below the lines that part entries."""
    ends = [sentence.end for sentence in sentences]
    first = {bisect_right(ends, line.start) for line in lines if line.kind in ("day", "entry")}
    return {number for number in first if number < len(ends)}


def told_in(sentence: Sentence, mentions: Sequence[TimeMention], lines: Sequence[DatedLine]) -> list[TimeMention]:
    """Return the times of a sentence without that at which a post was written: "Jane Roe @janeroe · Mar 7, 2024"."""
    if not mentions or not lines:
        return list(mentions)
    near = lines[bisect_left(lines, sentence.start - LONGEST, key=_start) : bisect_right(lines, sentence.end, key=_start)]
    written = [line.words for line in near if line.kind == "entry" and line.words is not None]
    return [mention for mention in mentions if not any(words.overlaps(sentence.span(mention.first, mention.last)) for words in written)]
