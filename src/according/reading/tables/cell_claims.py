"""
What a cell itself says: its numbers, each with the words beside it and whose word it is.

"Per Ukraine: 62,000 killed; Per US estimate: 43,000 killed, 370,000 wounded" holds three claims of two speakers. "~300 tanks destroyed"
counts nobody, and of "41 (12%)" only the 41 is a count.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from according.language.sentence import Sentence
from according.lexicon import Lexicon
from according.names.nouns import is_person_noun
from according.quantity import Quantity
from according.reading.lines.label_lines import told_by_word
from according.reading.numbers.expressions import Number
from according.reading.tables.cell_words import Label, read_label, speaker_in
from according.report import Span

# Several lines of a cell are joined by these.
_JOINT = re.compile(r"\s*;\s*|\s+[/•·]\s+|\s*<br ?/?>\s*|\s*\n\s*")
_BRACKETS = re.compile(r"\((?P<words>[^()]*)\)")
_GIVEN_BY = r"(?:(?:as )?per|according to|(?:as )?(?:claimed|reported|estimated|confirmed|stated|given) by)"
_CLAIM_WORDS = r"(?:claims?|claimed|estimates?|estimated|reports?|reported|figures?|data|count|says|said|states?|stated)"
# "Per Ukraine:", "According to the UN –"
_BEFORE = re.compile(rf"\W*(?P<cue>{_GIVEN_BY})\s+(?P<who>[^:;()|\d]{{2,80}}?)\s*(?::|\s[–—-](?=\s))", re.IGNORECASE)
# "US estimate:", "Ukrainian claims:", "Western sources:"
_LABEL = re.compile(rf"\W*(?P<who>[^\W\d_][^:;()|\d]{{1,60}}?)\s+(?P<cue>{_CLAIM_WORDS})\s*:", re.IGNORECASE)
_SOURCES = re.compile(r"\W*(?P<who>[^\W\d_][^:;()|\d]{1,60}?\s(?P<cue>sources?))\s*:", re.IGNORECASE)
# "62,000 killed (per Ukraine)", "(Ukrainian claim)", "62,000 killed according to Ukraine"
_IN_BRACKETS = re.compile(rf"\W*(?P<cue>{_GIVEN_BY})\s+(?P<who>[^:;|\d]{{2,80}}?)\W*\Z", re.IGNORECASE)
_CLAIM_IN_BRACKETS = re.compile(rf"\W*(?P<who>[^\W\d_][^:;|\d]{{1,60}}?)\s+(?P<cue>{_CLAIM_WORDS}|sources?)\W*\Z", re.IGNORECASE)
_AT_END = re.compile(rf"[\s,]\s*(?P<cue>{_GIVEN_BY})\s+(?P<who>(?:the\s+)?[A-Z][^:;()|\d]{{1,80}}?)\W*\Z")
# What a speaker's words may end in that is no part of his name: "US estimate" of "Per US estimate".
_TAIL = re.compile(rf"\s+(?:{_CLAIM_WORDS}|claims?)\Z", re.IGNORECASE)
_NAMELESS = frozenset({"independent", "unofficial", "other", "various", "unverified", "alternative", "earlier", "latest", "local", "own"})
# Before a number they make it a part of the one before it: "41, including 12 children".
_OPENS_PART = re.compile(r"(?:including|incl\.?|of which|of whom|among them|of them)\s*\Z", re.IGNORECASE)
# Traps that hold whatever the head says: a date, an hour, a sum.
_NEVER_COUNTS = frozenset({"date", "clock", "money", "distance", "magnitude", "duration", "age", "measure", "document", "rank"})
# "3/9" in a cell: two numbers, and no third of nine.
_PAIR = re.compile(r"(?P<first>\d{1,3}(?:,\d{3})*|\d+)\s?/\s?(?P<second>\d{1,3}(?:,\d{3})*|\d+)\s*\Z")
_WORDS = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
STANCES = {"c": "claims", "e": "estimates"}


@dataclass(frozen=True, slots=True)
class Given:
    """Who gives numbers of a cell: the words of the name and of the cue, what they reach over, and how sure they make it."""

    who: Span
    cue: Span
    reach: Span
    stance: str


@dataclass(frozen=True, slots=True)
class Claim:
    """
    A number of a cell with what its own words say (``label``), and who gives it.

    ``within`` is the position of the claim of which it is a part ("41 (12 children)"), ``added`` says that it is what the last day added
    to that one ("12,300 (+45)"). ``refused`` is the reason for which it counts nobody.
    """

    number: Number
    label: Label
    people: Span | None = None
    given: Given | None = None
    refused: str = ""
    within: int | None = None
    added: bool = False


@dataclass(slots=True)
class _Cell:
    """A cell in work: its text and numbers, and what has been read of it so far."""

    text: str
    sentence: Sentence
    numbers: Sequence[Number]
    lexicon: Lexicon
    found: list[Claim] = field(default_factory=list)


def read_claims(text: str, cell: Span, sentence: Sentence, numbers: Sequence[Number], lexicon: Lexicon) -> list[Claim]:
    """Return the claims of a cell in order; ``numbers`` are those of its row."""
    first, last = bisect_left(numbers, cell.start, key=lambda n: n.start), bisect_right(numbers, cell.end, key=lambda n: n.end)
    own = [number for number in numbers[first:last] if number.form not in ("article", "another", "ordinal")]
    if len(own) == 1 and (pair := _PAIR.match(text, cell.start, cell.end)) is not None:
        own = [_plain(sentence, Span(*pair.span(name))) for name in ("first", "second")]
    if not own:
        return []
    work = _Cell(text, sentence, own, lexicon)
    over: Given | None = None
    for line in _lines(text, cell):
        prefix, start = _speaker_before(text, line, lexicon)
        inside = [number for number in own if line.start <= number.start < line.end]
        if start > line.start or (not inside and line.slice(text).rstrip().endswith(":")):
            # "Per Ukraine:" on a line of its own is over the lines below, up to the next of its kind.
            over = replace(prefix, reach=Span(start, cell.end)) if prefix is not None and not inside else None
        rest = Span(start, line.end)
        _read_line(work, rest, [number for number in inside if number.start >= start], prefix or over)
    return work.found


def _plain(sentence: Sentence, span: Span) -> Number:
    """Return the number of plain digits at a span."""
    at = bisect_left(sentence.tokens, span.start, key=lambda token: token.start)
    return Number(at, at, span.start, span.end, Quantity.exact(int(sentence[at].text.replace(",", ""))), False, "digits", at)


def _lines(text: str, cell: Span) -> Iterator[Span]:
    """Yield the lines of a cell."""
    at = cell.start
    for match in _JOINT.finditer(text, cell.start, cell.end):
        yield Span(at, match.start())
        at = match.end()
    yield Span(at, cell.end)


def _speaker_before(text: str, line: Span, lexicon: Lexicon) -> tuple[Given | None, int]:
    """Return who is named before the colon of a line, and where what he says begins: at the line's start where nobody speaks there."""
    for pattern in (_BEFORE, _LABEL, _SOURCES):
        found = pattern.match(text, line.start, line.end)
        if found is not None:
            return _given(text, found, Span(found.end(), line.end), lexicon), found.end()
    return None, line.start


def _given(text: str, found: re.Match[str], reach: Span, lexicon: Lexicon) -> Given | None:
    """Return who gives what a stretch says, or ``None`` where the words name nobody: "Independent estimates:"."""
    words = found["who"]
    tail = _TAIL.search(words)
    name = speaker_in(text, Span(found.start("who"), found.start("who") + len(words[: tail.start() if tail else None].rstrip())), lexicon)
    if name is None or name.slice(text).casefold().removeprefix("the ").split()[0] in _NAMELESS:
        return None
    cue = Span(*found.span("cue"))
    told = (tail[0].strip() if tail else cue.slice(text)).casefold()
    return Given(name, cue, reach, STANCES.get(told[:1], "says"))


def _read_line(work: _Cell, line: Span, numbers: Sequence[Number], over: Given | None) -> None:
    """Read the numbers of one line of a cell, each with its own words."""
    if not numbers:
        return
    brackets = [Span(*match.span()) for match in _BRACKETS.finditer(work.text, line.start, line.end)]
    givers = list(_givers(work, line, brackets))
    opening = read_label(work.text, Span(line.start, max(line.start, numbers[0].start)), work.lexicon)
    labelled = bool(opening.measures)
    outer: int | None = None
    for at, number in enumerate(numbers):
        before = numbers[at - 1].end if at else line.start
        behind = numbers[at + 1].start if at + 1 < len(numbers) else line.end
        bracket = next((span for span in brackets if span.start < number.start < span.end), None)
        words = _own_words(work.text, number, Span(before, behind), bracket, brackets, labelled=labelled and bracket is None)
        label = read_label(work.text, words, work.lexicon)
        given = next((one for one in givers if one.reach.start <= number.start < one.reach.end), over)
        part = bracket is not None or _OPENS_PART.search(work.text, max(line.start, number.start - 14), number.start) is not None
        within = outer if part and outer is not None else None
        added = within is not None and work.text[number.start - 1 : number.start + 1].find("+") >= 0
        refused = _refusal(work, number, label, words, bracketed=within is not None and not added)
        people = label.people or (opening.people if not labelled else None)
        work.found.append(Claim(number, label, people, given, refused, within, added))
        if bracket is None and not part:
            outer = len(work.found) - 1


def _own_words(text: str, number: Number, room: Span, bracket: Span | None, brackets: Sequence[Span], *, labelled: bool) -> Span:
    """Return the words that belong to a number of a line: those behind it, or those before it where labels stand first."""
    if labelled:
        return Span(room.start, number.start)
    end = bracket.end - 1 if bracket is not None else min((b.start for b in brackets if b.start >= number.end), default=room.end)
    end = max(number.end, min(end, room.end))
    # "41, including" opens what comes next.
    opening = _OPENS_PART.search(text, number.end, end)
    return Span(number.end, opening.start() if opening is not None else end)


def _givers(work: _Cell, line: Span, brackets: Sequence[Span]) -> Iterator[Given]:
    """Yield who is named behind the numbers of a line: "62,000 killed (per Ukraine)"."""
    start = line.start
    for bracket in brackets:
        inside = Span(bracket.start + 1, bracket.end - 1)
        found = _IN_BRACKETS.match(work.text, inside.start, inside.end) or _CLAIM_IN_BRACKETS.match(work.text, inside.start, inside.end)
        given = _given(work.text, found, Span(start, bracket.start), work.lexicon) if found is not None else None
        if given is not None:
            yield given
            start = bracket.end
    found = _AT_END.search(work.text, start, line.end)
    given = _given(work.text, found, Span(start, found.start()), work.lexicon) if found is not None else None
    if given is not None:
        yield given


def _refusal(work: _Cell, number: Number, label: Label, words: Span, *, bracketed: bool) -> str:
    """Return why a number of a cell counts nobody by its own words, or nothing."""
    if number.percent:
        return "numbers.share"
    if number.trap in _NEVER_COUNTS:
        return f"numbers.{number.trap}"
    if label.refused:
        return label.refused
    # "12 tanks captured": what is captured may be things.
    if label.things or (label.units and not label.measures):
        return "numbers.of-things"
    if label.measures or label.people is not None:
        return ""
    # "41 (12)": what the second counts is not told.
    if bracketed:
        return "numbers.no-heading"
    known = work.lexicon.word_class("table-plain-words")
    others = [word for match in _WORDS.finditer(work.text, words.start, words.end) if (word := match[0].casefold()) not in known]
    # "12 wells", "41 in all": a word that names neither people nor what befell them is of something else.
    strange = any(told_by_word(word, work.lexicon) is None and not is_person_noun(word, work.lexicon) for word in others)
    return "numbers.not-counted" if strange else ""
