"""Lines of a column to paragraphs: one line of text each, as are headings, items of lists and rows of tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from according.intake.documents.outline import write_item
from according.intake.documents.page.hyphens import SOFT, join_lines
from according.intake.documents.page.letters import MARK_OF_ITEM
from according.intake.documents.page.page_columns import RUNNING_TEXT_LEAST
from according.intake.documents.page.page_rows import Row, join_level, usual_leading
from according.intake.documents.page.page_tables import find_tables, is_contents

# Lines of one paragraph differ by less in the height of their letters.
SAME_HEIGHT_SHARE = 0.08
# In usual distances of baselines: a wider one begins a paragraph.
GAP_OF_PARAGRAPHS = 1.3
# In heights of a letter: a first line is set in by so much.
INDENT = 0.7
# In heights: two pieces further apart than this are two lines where they are no table.
PIECES_APART = 4.0
_ENDS = (".", "!", "?", ":", ";", "”", "’", '"', ")", "]")


@dataclass(frozen=True, slots=True)
class Block:
    """
    A paragraph, a heading, an item or a row of a table: its text, and the height of its letters.

    ``open`` says that it may go on in the next column or on the next page: running text without an end. ``pages`` are those that it stands
    on, counted from nought, each with the offset in it at which the page's part begins.
    """

    text: str
    height: float
    open: bool = False
    table: bool = False
    pages: tuple[tuple[int, int], ...] = ()


@dataclass(slots=True)
class _Line:
    text: str
    left: float
    right: float
    base: float
    height: float
    bold: bool

    @property
    def item(self) -> bool:
        head, _, rest = self.text.partition(" ")
        return bool(rest) and MARK_OF_ITEM.match(head) is not None and not (head.isalpha() and head != "o")


def make_blocks(rows: Sequence[Row], words: Counter[str]) -> Iterator[Block]:
    """Yield the paragraphs and the rows of tables of one part of a page; ``words`` are those of the document."""
    rows = join_level(row for row in rows if not is_contents(row))
    tables = find_tables(rows)
    at = 0
    for table in tables:
        yield from _paragraphs(rows[at : table.first], words)
        for cells in table.cells:
            yield Block(f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |", rows[table.first][0].height, table=True)
        at = table.end
    yield from _paragraphs(rows[at:], words)


def _paragraphs(rows: Sequence[Row], words: Counter[str]) -> Iterator[Block]:
    lines = [line for row in rows for line in _lines(row)]
    if not lines:
        return
    leading, right = usual_leading(list(rows)), max(line.right for line in lines)
    # Of lines of two or three words each says something for itself: "12 killed", "34 wounded".
    listed = median(len(line.text.split()) for line in lines) < RUNNING_TEXT_LEAST
    held: list[_Line] = []
    for line in lines:
        if held and (_begins(held, line, leading, right) or (listed and not line.text[:1].islower())):
            yield _block(held, right, words)
            held = []
        held.append(line)
    yield _block(held, right, words)


def _lines(row: Row) -> Iterator[_Line]:
    """Yield the lines of a row: one, unless its pieces stand far apart."""
    held: _Line | None = None
    for piece in row:
        if held is not None and piece.left - held.right < PIECES_APART * piece.height:
            held.text, held.right, held.bold = f"{held.text} {piece.text}", piece.right, held.bold and piece.bold
            continue
        if held is not None:
            yield held
        held = _Line(piece.text, piece.left, piece.right, piece.base, piece.height, piece.bold)
    if held is not None:
        yield held


def _begins(held: Sequence[_Line], line: _Line, leading: float, right: float) -> bool:
    """Say whether a line begins a paragraph rather than going on that of the lines above it."""
    above = held[-1]
    step = above.base - line.base
    if abs(line.height - above.height) > SAME_HEIGHT_SHARE * above.height or step <= 0 or line.item:
        return True
    if step > GAP_OF_PARAGRAPHS * leading:
        return True
    # A word cut in two goes on, whatever its line looks like.
    if above.text.endswith(SOFT) or (above.text.endswith("-") and line.text[:1].islower()):
        return False
    if above.bold != line.bold and len(held) <= 2:
        return True
    if _is_set_in(held, line):
        return True
    return _ends_short(above, line, right)


def _is_set_in(held: Sequence[_Line], line: _Line) -> bool:
    """Say whether a line is set in as the first of a paragraph, or set out as the first behind an item."""
    above, room = held[-1], INDENT * line.height
    # An item's further lines stand under its words, and those of a paragraph that is set in left of its first.
    if line.left > above.left + room:
        return not above.item
    return line.left < above.left - room and len(held) > 1


def _ends_short(above: _Line, line: _Line, right: float) -> bool:
    """Say whether a line was ended on purpose: the first word of the next would have had room in it."""
    word = line.text.split(" ", 1)[0]
    width = (line.right - line.left) / max(len(line.text), 1) * (len(word) + 1)
    if right - above.right < width + 0.5 * line.height:
        return False
    # "killed" behind "at least 12 people were" is no beginning, however ragged the lines are.
    return above.text.endswith(_ENDS) or not line.text[:1].islower()


def _block(lines: Sequence[_Line], right: float, words: Counter[str]) -> Block:
    text = lines[0].text
    for line in lines[1:]:
        text = join_lines(text, line.text, words)
    last = lines[-1]
    # A heading has no full stop either, but room behind it.
    runs_on = len(lines) > 1 or right - last.right < 3 * last.height
    mark, _, words_of_item = text.partition(" ")
    if lines[0].item and not any(map(str.isalnum, mark.strip("o"))):
        text = write_item(words_of_item)
    return Block(text, lines[0].height, open=runs_on and not text.endswith(_ENDS))
