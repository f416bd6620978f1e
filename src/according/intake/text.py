"""Plain text and Markdown to a report: what it is, what is odd about it, and whether it can be read."""
from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from according.intake.capitals import find_capitals, is_all_capitals
from according.intake.catalogue import Catalogue
from according.intake.facts import NO_FACTS, Facts
from according.intake.files import TEXT_LONGEST
from according.intake.front import Front, find_front
from according.intake.language import detect_language, language_name
from according.intake.markup import TAG, is_web_page
from according.intake.tables.row_text import is_row
from according.intake.wishes import NO_WISHES, Wishes
from according.report import Raw, Report
from according.statement import Problem

# No sentence is this long: a line beyond it has lost its line ends or is not prose.
LINE_LONGEST = 100_000
# Quotations in print nest two deep, seldom three.
NESTED_DEEPEST = 10

_NULS = re.compile("\0+")
_BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]+")
_CODE = re.compile(r"^ {0,3}(?:```|~~~)", re.MULTILINE)
# "$" stands before a line feed alone: of CRLF the carriage return is asked for by itself.
_TABLE_ROW = re.compile(r"^[ \t]{0,3}\|[^\r\n]*\|[ \t]{0,3}\r?$", re.MULTILINE)
# "[sic] 3 * 4" is plain print: a link has its address right behind the words, emphasis two stars right before a word.
_LINK = re.compile(r"\[[^\[\]\r\n]{1,300}\]\((?=[^\s)])|\*\*(?=\w)")
# Tried at the beginning of a line only: from each of its characters on, every line would be gone through again.
_LONG_LINE = re.compile(rf"(?<![^\r\n])[^\r\n]{{{LINE_LONGEST},}}")
# An opening mark does not follow a word: there German „text“ and »text« close.
# A straight mark does not say whether it opens or closes: only four and more in a row are counted.
_MARKS = re.compile("(?<![\\w.,!?])[“‘«‹]|[”’»›]|[\"']{4,}")


@dataclass(frozen=True, slots=True)
class Received:
    """
    A report as received, what is odd about it, and, where it cannot be read, why not.

    ``refused`` is ``None`` where the report can be read. ``raw`` is what it came as; ``None`` where it came as text.
    """

    report: Report
    problems: tuple[Problem, ...] = ()
    refused: Problem | None = None
    raw: Raw | None = None


@dataclass(frozen=True, slots=True)
class Options:
    """
    What a user says of the reports; it wins over what the reports say of themselves.

    The single facts are said of all reports. A ``catalogue`` says facts of each report by its path. ``wishes`` say how inputs are to be
    taken apart.
    """

    published: date | None = None
    title: str | None = None
    publisher: str | None = None
    url: str | None = None
    catalogue: Catalogue | None = None
    wishes: Wishes = NO_WISHES

    def facts_of(self, path: str | None) -> Facts:
        """Return what is said of one report; what is said of all wins."""
        every = Facts(self.published, self.title, self.publisher, self.url)
        return every if self.catalogue is None else every.over(self.catalogue.facts_of(path))

    def cut_to(self, paths: Iterable[str]) -> Options:
        """Return what is said of some inputs alone: a process that reads a few needs no more."""
        return self if self.catalogue is None else replace(self, catalogue=self.catalogue.cut_to(paths))


def receive(
    text: str, options: Options = Options(), *, path: str | None = None, source: str | None = None, found: Facts = NO_FACTS,
    pages: tuple[int, ...] = (), raw: Raw | None = None, problems: Sequence[Problem] = (),
) -> Received:  # fmt: skip
    """
    Make a report of a text.

    ``path`` is what the report is called. ``source`` is the path that it came from, where that is another. ``found`` is what the file said
    beside the text. It wins over the text itself, and the user's word wins over both. ``problems`` are those met before there was a text.
    """
    # A table names inputs by the paths that they came from, whatever they are called in the answer.
    # A row of a table of figures is no prose: it has no headline, no date line and no language.
    row = is_row(text)
    front, said = Front() if row else find_front(text), options.facts_of(source or path).over(found)
    language = None if row else detect_language(text, front.body)
    report = Report(
        text,
        path=path,
        title=said.title or front.title,
        published=said.published or front.published,
        published_at=said.published_at,
        dated_by=said.dated_by,
        author=said.author,
        publisher=said.publisher or front.publisher,
        url=said.url or front.url,
        language=language,
        body=front.body,
        headline=front.headline,
        pages=pages,
    )
    refused = refusal(text, language)
    # What is not read at all needs no date.
    undated = () if refused is not None or row else _undated(report)
    odd = () if row else find_problems(text, front.body)
    return Received(report, (*problems, *odd, *undated), refused, raw)


def _undated(report: Report) -> Iterator[Problem]:
    """Say that a report has no date, on which its days of the week and its "yesterday" depend."""
    if report.published is None:
        what = (
            'no date is given: which day "Monday" was stays open; write "date: 2025-01-27" above the text, or give it with the input '
            "(--date, --dates or --date-pattern; published= in Python)"
        )
        yield Problem(report.body, report.body, what)


def refusal(text: str, language: str | None) -> Problem | None:
    """Say why a text cannot be read, or return ``None``."""
    # NULs and a byte order mark alone are no text either.
    if not text.strip(" \t\r\n\f\v\0\ufeff"):
        return Problem(0, 0, "empty: no text in it; give a report with text")
    if len(text) > TEXT_LONGEST:
        return Problem(0, 0, f"too long: {len(text):,} characters, read are up to {TEXT_LONGEST:,}; split it into reports")
    if is_web_page(text):
        return Problem(0, 0, "a web page's source, not its text; give it a name that ends in .html")
    # A text whose language is not sure is read: "12 dead" is too short to tell.
    if language not in ("en", None):
        name = language_name(language)
        return Problem(0, 0, f"not English: this looks like {name}, and the rules read English only; give an English text")
    return None


def find_problems(text: str, body: int = 0) -> Iterator[Problem]:
    """
    Find what a reader should know of a text that is read all the same.

    ``body`` is the offset at which the text's body begins.
    """
    yield from _stray(text, _NULS, "NUL character", "the file may be damaged or cut")
    yield from _stray(text, _BIDI, "bidirectional control character", "words may be shown in another order than they are read")
    yield from _marked_up(text)
    yield from _shouted(text, body)
    yield from _long_lines(text)
    yield from _nested(text)


def _stray(text: str, pattern: re.Pattern[str], what: str, why: str) -> Iterator[Problem]:
    """Name one kind of stray character once, with their number and the place of the first: a damaged file has thousands."""
    first = pattern.search(text)
    if first is not None:
        count = sum(len(match[0]) for match in pattern.finditer(text, first.start()))
        counted = f"{count:,} {what}s, the first here" if count > 1 else f"a {what} here"
        yield Problem(first.start(), first.end(), f"{counted}: {why}; clean the text if a result looks wrong")


def _marked_up(text: str) -> Iterator[Problem]:
    """Name each kind of mark-up once: marks are read as words, for every offset is one of the text as received."""
    for pattern, what in (
        (TAG, "an HTML tag here: tags are read as words and sentences can run together; give the page's text"),
        (_CODE, "a block of code here: it is read as prose; take it out if a result looks wrong"),
        (_TABLE_ROW, "a table here: a row is read where a head names what it counts; other cells are read as prose"),
        (_LINK, "a Markdown link or emphasis here: its marks are read as words; take them out if a figure is missed"),
    ):
        if first := pattern.search(text):
            yield Problem(first.start(), first.end(), what)


def _shouted(text: str, body: int) -> Iterator[Problem]:
    """Say that a text, or part of it, is in capitals."""
    how = "read as if in normal print, where only names that are known keep a capital; check the figures"
    if is_all_capitals(text, body):
        yield Problem(body, len(text), f"in capital letters: {how}")
    elif first := next(find_capitals(text), None):
        yield Problem(first.start, first.end, f"words in capital letters here: {how}")


def _long_lines(text: str) -> Iterator[Problem]:
    """Name each line that is longer than any sentence."""
    for match in _LONG_LINE.finditer(text):
        what = f"a line of {len(match[0]):,} characters: no sentence is so long; check that line ends are not lost"
        yield Problem(match.start(), match.end(), what)


def _nested(text: str) -> Iterator[Problem]:
    """Name quotation marks that open more often than they close."""
    depth = deepest = at = 0
    for match in _MARKS.finditer(text):
        mark = match[0]
        # An apostrophe closes too ("isn’t"), mostly where nothing is open: below 0 it would hide what opens behind it.
        depth = max(0, depth + (1 if mark in "“‘«‹" else len(mark) if len(mark) > 3 else -1))
        if depth > deepest:
            deepest, at = depth, match.start()
        # A run of straight marks ends with itself: no later mark closes it.
        if len(mark) > 3:
            depth -= len(mark)
    if deepest > NESTED_DEEPEST:
        yield Problem(at, at + 1, f"quotation marks nest {deepest:,} deep: who is quoted cannot be told there; check the marks")
