"""Plain text and Markdown to a report: what it is, what is odd about it, and whether it can be read."""
from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from according.intake.catalogue import Catalogue, Facts
from according.intake.files import LONGEST
from according.intake.front import find_front
from according.intake.language import detect_language, language_name
from according.report import Report
from according.statement import Problem

# No sentence is this long: a line beyond it has lost its line ends or is not prose.
LINE_LONGEST = 100_000
# Above this share of capitals a text is shouted; shorter ones are headlines.
CAPITALS_SHARE = 0.8
CAPITALS_LEAST = 60
# Quotations in print nest two deep, seldom three.
NESTED_DEEPEST = 10

_NULS = re.compile("\0+")
_BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]+")
_HTML = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_BLOCK_TAG = re.compile(r"\s*<(?:p|div|article|section|main|table|ul|ol|h[1-6]|meta|script|style|span|!--)(?![\w.@])", re.IGNORECASE)
_TAG = re.compile(
    r"</(?:a|p|div|span|li|[uo]l|t[dhr]|table|b|i|em|strong|h[1-6]|script|style|article|section|main|blockquote|body|html)\s?>|<br\s?/?>",
    re.IGNORECASE,
)
_CODE = re.compile(r"^ {0,3}(?:```|~~~)", re.MULTILINE)
_TABLE_ROW = re.compile(r"^[ \t]{0,3}\|[^\r\n]*\|[ \t]{0,3}\r?$", re.MULTILINE)
_LINK = re.compile(r"\[[^\[\]\r\n]{1,300}\]\((?=[^\s)])|\*\*(?=\w)")
_LONG_LINE = re.compile(rf"[^\r\n]{{{LINE_LONGEST},}}")
# An opening mark does not follow a word: there German „text“ and »text« close.
_MARKS = re.compile("(?<![\\w.,!?])[“‘«‹]|[”’»›]|[\"']{4,}")


@dataclass(frozen=True, slots=True)
class Received:
    """A report as received, what is odd about it, and, where it cannot be read, why not."""

    report: Report
    problems: tuple[Problem, ...] = ()
    refused: Problem | None = None
    raw_hash: str | None = None  # SHA-256 of the bytes that the text was decoded from


@dataclass(frozen=True, slots=True)
class Options:
    """What a user says of the reports, which wins over what they say of themselves: of all of them, and of each in a ``catalogue``."""

    published: date | None = None
    title: str | None = None
    publisher: str | None = None
    url: str | None = None
    catalogue: Catalogue | None = None

    def facts_of(self, path: str | None) -> Facts:
        """Return what is said of one report; what is said of all wins."""
        every = Facts(self.published, self.title, self.publisher, self.url)
        return every if self.catalogue is None else every.over(self.catalogue.facts_of(path))


def receive(
    text: str, options: Options = Options(), *, path: str | None = None, raw_hash: str | None = None, source: str | None = None
) -> Received:
    """Make a report of a text; ``path`` is what it is called, ``source`` the path that it came from where that is another."""
    front, said = find_front(text), options.facts_of(source or path)
    language = detect_language(text, front.body)
    report = Report(
        text,
        path=path,
        title=said.title or front.title,
        published=said.published or front.published,
        publisher=said.publisher or front.publisher,
        url=said.url or front.url,
        language=language,
        body=front.body,
        headline=front.headline,
    )
    problems = (*find_problems(text, front.body), *_undated(report))
    return Received(report, problems, refusal(text, language), raw_hash)


def _undated(report: Report) -> Iterator[Problem]:
    """Say that a report has no date, on which its days of the week and its "yesterday" depend."""
    if report.published is None:
        what = 'no date is given: which day "Monday" was stays open; write "date: 2025-01-27" above the text, or give it with the input'
        yield Problem(report.body, report.body, what)


def refusal(text: str, language: str | None) -> Problem | None:
    """Say why a text cannot be read, or return ``None``."""
    if not text.strip(" \t\r\n\f\v\0\ufeff"):
        return Problem(0, 0, "empty: no text in it; give a report with text")
    if len(text) > LONGEST:
        return Problem(0, 0, f"too long: {len(text):,} characters, read are up to {LONGEST:,}; split it into reports")
    if _HTML.match(text) or (_BLOCK_TAG.match(text) and _TAG.search(text)):
        return Problem(0, 0, "a web page's source, not its text; save the page's text and give that")
    if language not in ("en", None):
        name = language_name(language)
        return Problem(0, 0, f"not English: this looks like {name}, and the rules read English only; give an English text")
    return None


def find_problems(text: str, body: int = 0) -> Iterator[Problem]:
    """Find what a reader should know of a text that is read all the same."""
    yield from _stray(text, _NULS, "NUL character", "the file may be damaged or cut")
    yield from _stray(text, _BIDI, "bidirectional control character", "words may be shown in another order than they are read")
    yield from _marked_up(text)
    yield from _shouted(text, body)
    yield from _long_lines(text)
    yield from _nested(text)


def _stray(text: str, pattern: re.Pattern[str], what: str, why: str) -> Iterator[Problem]:
    """Name one kind of stray character once, at its first place: a damaged file has thousands."""
    first = pattern.search(text)
    if first is not None:
        count = sum(len(match[0]) for match in pattern.finditer(text, first.start()))
        counted = f"{count:,} {what}s, the first here" if count > 1 else f"a {what} here"
        yield Problem(first.start(), first.end(), f"{counted}: {why}; clean the text if a result looks wrong")


def _marked_up(text: str) -> Iterator[Problem]:
    """Name each kind of mark-up once: marks are read as words, for every offset is one of the text as received."""
    for pattern, what in (
        (_TAG, "an HTML tag here: tags are read as words and sentences can run together; give the page's text"),
        (_CODE, "a block of code here: it is read as prose; take it out if a result looks wrong"),
        (_TABLE_ROW, "a table here: its cells are read as prose; write them as sentences if a figure is missed"),
        (_LINK, "a Markdown link or emphasis here: its marks are read as words; take them out if a figure is missed"),
    ):
        if first := pattern.search(text):
            yield Problem(first.start(), first.end(), what)


def _shouted(text: str, body: int) -> Iterator[Problem]:
    """Say that a text is in capitals throughout."""
    letters = [char for char in text[body : body + LINE_LONGEST] if char.isalpha()]
    if len(letters) >= CAPITALS_LEAST and sum(map(str.isupper, letters)) > CAPITALS_SHARE * len(letters):
        yield Problem(body, len(text), "in capital letters: the parser was trained on normal print and errs more here; check the figures")


def _long_lines(text: str) -> Iterator[Problem]:
    for match in _LONG_LINE.finditer(text):
        what = f"a line of {len(match[0]):,} characters: no sentence is so long; check that line ends are not lost"
        yield Problem(match.start(), match.end(), what)


def _nested(text: str) -> Iterator[Problem]:
    """Name quotation marks that open more often than they close."""
    depth = deepest = at = 0
    for match in _MARKS.finditer(text):
        mark = match[0]
        depth = max(0, depth + (1 if mark in "“‘«‹" else len(mark) if len(mark) > 3 else -1))
        if depth > deepest:
            deepest, at = depth, match.start()
        if len(mark) > 3:
            depth -= len(mark)
    if deepest > NESTED_DEEPEST:
        yield Problem(at, at + 1, f"quotation marks nest {deepest:,} deep: who is quoted cannot be told there; check the marks")
