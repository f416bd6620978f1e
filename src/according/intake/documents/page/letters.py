"""
The letters of a PDF's page, and the pieces of lines that they make.

A PDF says where each letter stands and little more. A piece is a stretch of letters on one baseline without a wide gap in it: the words of
a line of prose, or a cell of a table. Lengths are in points; across grows to the right, and up from the foot of the page.
"""

from __future__ import annotations

import ctypes
import itertools
import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from according.intake.documents.outline import NOTE_MARK, read_raised

# All of these in heights of a letter. A blank between words is a quarter, in a justified line seldom over a half; what stands further apart
# may be two cells of a table, and is put together again where it is none.
GAP_OF_CELLS = 0.8
# Between two digits less is enough: no number has so wide a blank in it.
GAP_OF_NUMBERS = 0.55
# Letters that stand this close have no blank between them.
GAP_OF_WORDS = 0.14
# Behind the mark of a list's item: "•   Twelve people ...".
GAP_OF_MARKS = 4.0
# The mark of a footnote is no higher than this beside the letters of its line, and raised by so much.
NOTE_HIGHEST = 0.85
NOTE_RAISED = 0.12
# Letters of one line differ by less in their baseline.
SAME_BASE = 0.35
# In radians: a letter that leans further from a quarter turn is a stamp or a drawing.
LEANING_MOST = 0.1
# The mark that begins an item of a list.
MARK_OF_ITEM = re.compile(r"(?:[•●○▪■◦‣⁃∙·*–—►➢✓\uf0b7\uf0a7-]|\(?(?:\d{1,2}|[a-zA-Z]|[ivx]{1,4})[.)])\Z")
# PDFium writes a hyphen at the end of a line as one of the first two.
_WRITTEN = {
    "\x02": "-", "\ufffe": "-", "\u2010": "-", "\u2011": "-", "\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi",
    "\ufb04": "ffl", "\ufb05": "st", "\ufb06": "st",
}  # fmt: skip
_BLANKS = "\0\ufeff\u200b"


class Letter(NamedTuple):
    """
    A letter with its edges, baseline and height, whether a blank stands before it, and its place in the page's own order.

    ``drawn`` is the object of the page that draws it: the cells of a table are drawn apart.
    """

    char: str
    left: float
    right: float
    base: float
    height: float
    spaced: bool
    place: int
    drawn: int = 0


@dataclass(slots=True)
class Piece:
    """
    A stretch of a line: its words, edges, baseline and height.

    ``place`` is that of its first letter in the page's own order. ``bold`` says whether its first letter and its last are. ``parts`` are
    the stretches of it that are drawn apart, with a blank between: words, or cells that stand close.
    """

    text: str
    left: float
    right: float
    base: float
    height: float
    place: int
    bold: bool = False
    parts: tuple[Piece, ...] = ()


def read_pieces(page: Any) -> list[Piece]:
    """Return the pieces of a page of ``pypdfium2``, in the page's own order."""
    textpage = page.get_textpage()
    try:
        letters = _upright(_turned_letters(textpage, page.get_bbox()))
        return [_piece(run, textpage) for run in _runs(letters)]
    finally:
        textpage.close()


def _turned_letters(textpage: Any, edges: tuple[float, float, float, float]) -> Iterator[tuple[int, Letter]]:
    """Yield the letters inside a page's edges as they stand, each with the quarter turns by which it is turned."""
    from pypdfium2 import raw

    box, x, y = raw.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    left, bottom, right, top = edges
    spaced = False
    for place in range(textpage.count_chars()):
        char = chr(raw.FPDFText_GetUnicode(textpage, place))
        if char.isspace() or char in _BLANKS:
            # Where PDFium sees the end of a line, which may be no more than a raised letter, the gap itself tells.
            spaced = spaced or char not in "\r\n"
            continue
        if not (raw.FPDFText_GetLooseCharBox(textpage, place, box) and raw.FPDFText_GetCharOrigin(textpage, place, x, y)):
            continue
        # What stands outside the page is not seen by its reader.
        if not (left <= (box.left + box.right) / 2 <= right and bottom <= (box.bottom + box.top) / 2 <= top):
            continue
        turns = raw.FPDFText_GetCharAngle(textpage, place) / (math.pi / 2)
        if abs(turns - round(turns)) < LEANING_MOST:
            quarter = round(turns) % 4
            drawn = ctypes.cast(raw.FPDFText_GetTextObject(textpage, place), ctypes.c_void_p).value or 0
            yield quarter, _turn(quarter, _WRITTEN.get(char, char), box, (x.value, y.value), spaced, place)._replace(drawn=drawn)
            spaced = False


def _turn(quarter: int, char: str, box: Any, origin: tuple[float, float], spaced: bool, place: int) -> Letter:
    """Return a letter as it stands on a page that is turned so that it is upright."""
    if quarter == 0:
        return Letter(char, box.left, box.right, origin[1], box.top - box.bottom, spaced, place)
    if quarter == 3:
        return Letter(char, box.bottom, box.top, -origin[0], box.right - box.left, spaced, place)
    if quarter == 1:
        return Letter(char, -box.top, -box.bottom, origin[0], box.right - box.left, spaced, place)
    return Letter(char, -box.right, -box.left, -origin[1], box.top - box.bottom, spaced, place)


def _upright(turned: Iterable[tuple[int, Letter]]) -> list[Letter]:
    """Keep the letters that stand as most of their page's do: a wide table is printed sideways, and so is a note in the margin."""
    turned = list(turned)
    counted = Counter(quarter for quarter, _ in turned)
    kept = counted.most_common(1)[0][0] if counted else 0
    return [letter for quarter, letter in turned if quarter == kept]


def _runs(letters: list[Letter]) -> Iterator[list[Letter]]:
    """Part the letters where a line ends or a wide gap stands; the marks of footnotes are left out, and raised letters join their line."""
    run: list[Letter] = []
    body: Letter | None = None
    for letter in letters:
        if run and body is not None and _follows(run, body, letter):
            if _is_raised(body, letter):
                letter = letter._replace(char=read_raised("".join(before.char for before in run[-3:]), letter.char), base=body.base)
                if not letter.char:
                    # Its room stays taken: what follows the mark stands right behind it.
                    run[-1] = run[-1]._replace(right=max(run[-1].right, letter.right))
                    continue
            else:
                body = letter
            run.append(letter)
            continue
        # A note at the foot begins with its mark, before the larger letters of its words.
        if run and not (all(NOTE_MARK.match(item.char) for item in run) and _is_raised(letter, run[0]) and _stands_close(run[-1], letter)):
            yield run
        run, body = [letter], letter
    if run:
        yield run


def _follows(run: list[Letter], body: Letter, letter: Letter) -> bool:
    """Say whether a letter goes on a run: on its line, right of its end and not far from it."""
    last = run[-1]
    if _is_raised(body, letter):
        return -0.5 * body.height < letter.left - last.right < GAP_OF_WORDS * 2 * body.height
    height = max(body.height, letter.height)
    reach = GAP_OF_NUMBERS if last.char.isdigit() and letter.char.isdigit() else GAP_OF_CELLS
    if len(run) <= 3 and MARK_OF_ITEM.match("".join(item.char for item in run)):
        reach = GAP_OF_MARKS
    level = abs(letter.base - body.base) < SAME_BASE * min(body.height, letter.height)
    # PDFium writes a ligature as two letters in one place.
    return level and letter.left >= last.left - 0.1 * height and letter.left - last.right < reach * height


def _stands_close(last: Letter, letter: Letter) -> bool:
    return -0.5 * letter.height < letter.left - last.right < GAP_OF_CELLS * letter.height


def _is_raised(body: Letter, letter: Letter) -> bool:
    """Say whether a letter is smaller than its line's and stands higher: the mark of a note, or the "th" of "5th"."""
    return letter.height < NOTE_HIGHEST * body.height and NOTE_RAISED * body.height < letter.base - body.base < body.height


def _piece(run: list[Letter], textpage: Any) -> Piece:
    bold = _is_bold(textpage, run[0].place) and _is_bold(textpage, run[-1].place)
    parts: list[list[Letter]] = [[run[0]]]
    for before, letter in itertools.pairwise(run):
        if letter.drawn != before.drawn and _is_spaced(before, letter):
            parts.append([])
        parts[-1].append(letter)
    whole = _written(run, bold)
    if len(parts) > 1:
        whole.parts = tuple(_written(part, bold) for part in parts)
    return whole


def _written(run: list[Letter], bold: bool) -> Piece:
    words = [run[0].char]
    words += [f" {letter.char}" if _is_spaced(before, letter) else letter.char for before, letter in itertools.pairwise(run)]
    heights = Counter(round(letter.height, 1) for letter in run)
    return Piece("".join(words), run[0].left, run[-1].right, run[0].base, heights.most_common(1)[0][0], run[0].place, bold)


def _is_spaced(before: Letter, letter: Letter) -> bool:
    """Say whether a blank stands between two letters: one of PDFium's own, or one that it misses where it sees two lines."""
    return letter.spaced or letter.left - before.right > 2 * GAP_OF_WORDS * letter.height


def _is_bold(textpage: Any, place: int) -> bool:
    from pypdfium2 import raw

    name = ctypes.create_string_buffer(128)
    length = raw.FPDFText_GetFontInfo(textpage, place, name, len(name), None)
    return 0 < length <= len(name) and re.search(rb"bold|black|heavy|semibd", name.value, re.IGNORECASE) is not None
