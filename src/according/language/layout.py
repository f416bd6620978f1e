"""
Find which lines of a text belong together: paragraphs, headings, list items, with Markdown marks left out at their edges.

Blank lines part paragraphs. Within a block of lines, a line break is only a wrap where the next word would not have fitted
on the line, or where the next line goes on in small letters. A heading, a list item and a line of its own stay apart.
"""
from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

_LINE = re.compile(r"[^\r\n\v\f\x85\u2028\u2029]+")
_BREAK = re.compile(r"\r\n|[\r\n\v\f\x85\u2028\u2029]")
# The break between two quoted lines, with the marks of the second.
QUOTED_BREAK = r"[\r\n][ \t]*(?:>[ \t]*)+"
# Quotation, heading and list marks of Markdown and of typed text.
PICTURES = r"[\u203c\u2049\u2190-\u21ff\u2300-\u23ff\u25a0-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff\ufe0f\u200d]"
_MARK = re.compile(rf"((?:>[ \t]*){{0,9}})(?:(#{{1,6}})[ \t]+|([-*+•·‣▪●–—])[ \t]+|({PICTURES}{{1,9}})[ \t]*)?")
# "tanks – 10,200 (+12)", "Killed: 41,870 (+45)": a label, a mark, a total and what was added to it.
_TOTAL = (
    r"(?P<label>[^\W\d_][^\d\r\n|:–—=(]{1,70}?)[ \t]*(?:[–—:=]|(?<=[ \t])-(?=[ \t]))[ \t]*"
    r"(?:[^\W\d_]{2,13}[ \t]+|[~≈][ \t]*)?\d[\d,.]*"
)
_TOTAL_LINE = re.compile(_TOTAL)
_ADDED = r"[ \t]*\([+][ \t]?\d[\d,.]*\)"
LISTED_TOTAL = rf"{_TOTAL}(?:{_ADDED})?"
RISEN_TOTAL = re.compile(_TOTAL + _ADDED)
# "Location: Diffa", "Killed and wounded: two guards".
_FIELD = re.compile(r"[A-Z][\w'’/-]{1,20}(?:[ ][\w'’/-]{1,20}){0,3}:[ ]")
_WIDE_GAP = re.compile(r"(?<=[^\s.!?:;,]) {2,}(?=\S)")
# A typed table has no more, for its lines must fit a page.
MOST_COLUMNS = 10
_TAGGED = re.compile(rf"(?:\s#[^\W\d]\w*|{PICTURES})\Z")
TAG_LONGEST = 40
# "10:42 PM · Mar 7, 2024", "14:35 GMT –": an hour with its zone, or with a mark behind it.
_STAMP = re.compile(r"\d{1,2}:\d\d(?:[ ]?(?:[AP]M|GMT|UTC))?[ ]*[·•|–—]|\d{1,2}:\d\d[ ](?:GMT|UTC)\b", re.IGNORECASE)
_NUMBERED = re.compile(r"\(?(?:\d{1,2}|[a-z])[.)]\s")
_EMPHASIS = "*_"
_FINAL = ".!?:\"”"
_RULED = frozenset("-=*_~#+|•— \t")
# Lines longer than this are paragraphs: nobody wraps at more, see PEP 8, mail (78), teletype (69).
WIDEST = 120
# Blocks narrower than this are lists, tables or verse, whose lines are meant to end where they do.
NARROWEST = 40
# Some wrap early: in a block of this many lines, a line that has this share of the width and no last stop goes on.
ENOUGH_LINES = 4
RAGGED = 0.75
# From this many lines in blocks on, a text has one width for all of them.
TYPED_LINES = 10


@dataclass(frozen=True, slots=True)
class Paragraph:
    """
    A stretch of text that is read as one: ``[start, end)`` in the text as received.

    ``lines`` counts its lines. ``mark`` is "#" for a heading, "-" for a list item or a line behind a picture, and ">" for a quoted line, as
    often as it is quoted. The marks of the lines after the first stay in the stretch.
    """

    start: int
    end: int
    lines: int = 1
    mark: str = ""


def find_paragraphs(text: str, start: int = 0) -> Iterator[Paragraph]:
    """Yield the paragraphs of ``text`` from ``start`` on, in order, without white space and marks at their edges."""
    blocks = _blocks(text, start)
    # A line alone between blank lines tells no width: it is a heading or a paragraph that nobody wrapped.
    lengths = sorted(line.end - line.start for block in blocks if len(block) > 1 for line in block)
    width = _width(lengths) if len(lengths) >= TYPED_LINES else 0
    for block in blocks:
        yield from _join(text, block, width if NARROWEST <= width <= WIDEST else 0)


def _blocks(text: str, start: int) -> list[list[Paragraph]]:
    """Return the lines that hold more than marks, in blocks with blank lines between them."""
    blocks: list[list[Paragraph]] = []
    last, apart = start, True
    for match in _LINE.finditer(text, start):
        line = _trim(text, match.start(), match.end())
        # A line of nothing but marks ("---") parts blocks as a blank line does.
        apart = apart or line is None or _count_breaks(text, last, match.start()) > 1
        last = match.end()
        if line is not None and apart:
            blocks.append([line])
        elif line is not None:
            blocks[-1].append(line)
        apart = line is None
    return blocks


def _count_breaks(text: str, start: int, end: int) -> int:
    """Count the line breaks of a gap between two lines, 1 or 2; 2 stands for any number above, which is a blank line."""
    found = _BREAK.match(text, start, end)
    return 2 if found and found.end() < end else 1


def _trim(text: str, start: int, end: int) -> Paragraph | None:
    """Take white space and marks off a line; ``None`` where nothing but marks remains."""
    raw = text[start:end]
    # The first characters settle it for nearly all lines, and keep the work small on a line that is very long.
    if _RULED.issuperset(raw[:400]) and _RULED.issuperset(raw):
        return None
    bare = raw.lstrip()
    # There is always one, for the pattern fits where no mark stands.
    mark = next(_MARK.finditer(bare))
    quote, heading, bullet, picture = mark.groups("")
    # "> **Nobody claimed it.**": emphasis is taken off behind the mark of the line.
    rest = bare[mark.end() :].lstrip().lstrip(_EMPHASIS).lstrip()
    # "2) Thirty fled" is an item too; its number stays in the text.
    kind = "#" if heading else "-" if bullet or picture or _NUMBERED.match(rest) else ">" * quote.count(">")
    begin, rest = end - len(rest), rest.rstrip()
    # "## Toll rises ##": a heading may be closed by its marks.
    rest = rest.rstrip("#").rstrip() if kind == "#" else rest
    inner = rest.rstrip(_EMPHASIS).rstrip()
    return Paragraph(begin, begin + len(inner), 1, kind) if inner else None


def _width(lengths: list[int]) -> int:
    """Return the width to which sorted lengths of lines go: one line in ten may stick out (an address)."""
    return lengths[-1 - len(lengths) // 10]


def _join(text: str, block: list[Paragraph], typed: int) -> Iterator[Paragraph]:
    """Join the wrapped lines of a block; ``typed`` is the width of the whole text where all of it is wrapped, else 0."""
    width = max(typed, _width(sorted(line.end - line.start for line in block)))
    # A short block shows no habit: there a line that ends early is meant to end.
    many = typed > 0 or len(block) >= ENOUGH_LINES
    current = block[0]
    previous = block[0]
    for line in block[1:]:
        loose = many and previous.end - previous.start >= RAGGED * width
        if _continues(text, previous, line, width, loose):
            current = replace(current, end=line.end, lines=current.lines + 1)
        else:
            yield current
            current = line
        previous = line
    yield current


def in_columns(text: str, start: int, end: int) -> bool:
    """
    Say whether a line is typed in columns: two wide gaps, one of three blanks or more, and no cell opens in small letters.

    Prose that is stretched to the width of its column has wide gaps too, and small letters behind them.
    """
    # Asked first, for nearly all lines have no such gap.
    if "   " not in text[start:end].strip():
        return False
    gaps = list(_WIDE_GAP.finditer(text, start, end))
    return 1 < len(gaps) <= MOST_COLUMNS and not any(text[gap.end()].islower() for gap in gaps)


def _is_row(text: str, line: Paragraph) -> bool:
    """Say whether a line is a row of a table: cells between bars, tabs or wide gaps."""
    if in_columns(text, line.start, line.end):
        return True
    return text.count("|", line.start, line.end) > 1 or text.count("\t", line.start, line.end) > 1


def _continues(text: str, line: Paragraph, following: Paragraph, width: int, loose: bool) -> bool:
    """Say whether the break between two lines is a mere wrap; ``loose`` where the line is nearly full in a block of many."""
    # "The monitor counted:" over "Rebels: 5".
    if text[line.end - 1] == ":" and _TOTAL_LINE.match(text, following.start, following.end):
        return False
    # A line of a list of totals that ends in a comma is a whole line too.
    if RISEN_TOTAL.match(text, line.start, line.end) and RISEN_TOTAL.match(text, following.start, following.end):
        return False
    # Two lines that each open with a label are two fields of a form.
    if _FIELD.match(text, line.start, line.end) and _FIELD.match(text, following.start, following.end):
        return False
    # A post's line ends in its tags; a clock opens a line of its own: "10:42 PM · Mar 7, 2024".
    if _TAGGED.search(text, max(line.start, line.end - TAG_LONGEST), line.end) or _STAMP.match(text, following.start, following.end):
        return False
    # A heading, an item and a row of a table are whole lines, however long; what is quoted may be wrapped.
    quoted = line.mark.startswith(">") and following.mark == line.mark
    if (following.mark and not quoted) or line.mark == "#" or _is_row(text, line) or _is_row(text, following):
        return False
    # "... in the town,\nwhere nine died": small letters and commas show that a sentence goes on, at any width.
    if text[following.start].islower() or text[line.end - 1] in ",;":
        return text[line.end - 1] not in _FINAL
    # Nobody wrapped at such a width: each line is a paragraph of its own.
    if not NARROWEST <= width <= WIDEST:
        return False
    if loose and text[line.end - 1] not in _FINAL:
        return True
    # Had the next word fitted on the line, whoever broke it here would have meant it.
    word = text[following.start : min(following.end, following.start + width)].split(maxsplit=1)[0]
    return line.end - line.start + 1 + len(word) > width
