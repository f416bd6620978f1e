"""
Tables of a page to rows between bars, which the reader reads: ``| Province | Killed |``.

A cell that reaches over several rows or columns stands in each of them. Tables that only lay a page out are taken apart instead: their
cells are blocks like others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml.etree import _Element
from lxml.html import HtmlElement

from according.intake.web.parts.pruning import drop

# A cell that reaches further is a mistake or a trap.
SPAN_MOST = 40
ROWS_MOST = 20_000
CELLS_MOST = 200
# In a table of facts a cell is a name, a number or a short remark; one of this many characters is running text.
CELL_LONGEST = 600
# Of a table's characters so many at most are links: beyond it is a box of links.
LINKED_MOST = 0.85
_TAGS = frozenset({"table", "thead", "tbody", "tfoot", "tr", "td", "th", "caption", "colgroup", "col"})
_BLOCKS = frozenset({"p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "article", "section", "form", "blockquote", "table", "hr"})
# What parts the lines of one cell.
_BREAKS = frozenset({"br", "li", "p", "div"})
_BLANKS = re.compile(r"[\s\u200b]+")
# A reference's mark behind a figure: "12[3]", "40[a]", "[note 2]".
REFERENCE = re.compile(r"\s?\[(?:\d{1,3}|[a-z]|note \d{1,3}|citation needed)\]")


def write_tables(tree: HtmlElement) -> None:
    """Put rows of text in the place of each table of facts, and blocks in the place of each that lays the page out."""
    _drop_marks(tree)
    # The innermost first: a table that holds another one lays the page out.
    for table in reversed(list(tree.iter("table"))):
        if _lays_out(table):
            _take_apart(table)
        else:
            _write(table)


def _drop_marks(tree: HtmlElement) -> None:
    """Take out raised numbers: the mark of a note behind a figure would be read as its last digit."""
    for mark in list(tree.iter("sup")):
        text = "".join(mark.itertext()).strip()
        if text.isdigit() or text in ("*", "†", "‡") or REFERENCE.fullmatch(text) or next(mark.iter("a"), None) is not None:
            drop(mark, "")


def _lays_out(table: HtmlElement) -> bool:
    if table.get("role") in ("presentation", "none"):
        return True
    rows = list(_rows(table))
    # A single cell or column parts nothing; a written inner table is a block.
    if max((len(row) for row in rows), default=0) < 2:
        return True
    if table.find("caption") is not None or any(True for _ in table.iter("th")):
        return any(len(cell.text_content()) > 4 * CELL_LONGEST for row in rows for cell in row)
    cells = [cell for row in rows for cell in row]
    return any(sum(1 for _ in cell.iter(*_BLOCKS)) > 1 or len(cell.text_content()) > CELL_LONGEST for cell in cells)


def _rows(table: HtmlElement) -> Iterator[list[HtmlElement]]:
    """Yield the cells of each row that is the table's own."""
    for row in table.iter("tr"):
        yield [cell for cell in row if cell.tag in ("td", "th")]


def _take_apart(table: HtmlElement) -> None:
    for part in list(table.iter(*_TAGS)):
        part.tag = "div"
        for name in ("class", "id", "style", "role"):
            # Whatever they say, they said of the page's layout.
            part.attrib.pop(name, None)


def _write(table: HtmlElement) -> None:
    """Put a block of lines in the place of a table: its caption, then its rows."""
    rows = list(_filled(table))
    linked = sum(len(link.text_content()) for link in table.iter("a"))
    whole = len(table.text_content())
    caption = table.find("caption")
    told = _plain(caption) if caption is not None else ""
    tail = table.tail
    for part in list(table):
        table.remove(part)
    table.tag, table.text = "div", None
    table.attrib.clear()
    table.tail = tail
    if linked > LINKED_MOST * whole and not any(char.isdigit() for row in rows for cell in row for char in cell):
        return
    for line in ([told] if told else []) + [f"| {' | '.join(row)} |" for row in rows if any(row)]:
        paragraph = table.makeelement("p")
        paragraph.text = line
        table.append(paragraph)


def _filled(table: HtmlElement) -> Iterator[list[str]]:
    """Yield a table's rows of texts; a cell that reaches over several rows or columns stands in each of them."""
    # By column: how many rows more a cell from above stands in, and its text.
    from_above: dict[int, tuple[int, str]] = {}
    for number, cells in enumerate(_rows(table)):
        if number >= ROWS_MOST:
            return
        row: list[str] = []
        waiting = iter(cells[:CELLS_MOST])
        while True:
            if (held := from_above.get(len(row))) is not None:
                rows_left, text = held
                from_above.pop(len(row))
                if rows_left > 1:
                    from_above[len(row)] = (rows_left - 1, text)
                row.append(text)
                continue
            cell = next(waiting, None)
            if cell is None:
                break
            text, wide, high = _plain(cell), _span(cell, "colspan"), _span(cell, "rowspan")
            # A head over the whole table is one line, not the same words in each column.
            if len(cells) == 1 and not row:
                wide = 1
            for _ in range(wide):
                if high > 1:
                    from_above[len(row)] = (high - 1, text)
                row.append(text)
        yield row


def _span(cell: HtmlElement, name: str) -> int:
    text = cell.get(name, "1").strip()
    return max(1, min(SPAN_MOST, int(text))) if text.isascii() and text.isdigit() and len(text) < 9 else 1


def _plain(cell: HtmlElement) -> str:
    """Return a cell's text in one line; its own lines are parted by semicolons."""
    lines: list[list[str]] = [[]]
    _gather(cell, lines, 0)
    told = (REFERENCE.sub("", _BLANKS.sub(" ", "".join(line)).strip()) for line in lines)
    # A bar inside a cell would part it.
    return "; ".join(line.rstrip(";") for line in told if line).replace("|", "/")


def _gather(part: _Element, lines: list[list[str]], depth: int) -> None:
    if part.text:
        lines[-1].append(part.text)
    for child in part:
        if isinstance(child.tag, str) and child.tag in _BREAKS:
            lines.append([])
        if depth < SPAN_MOST:
            _gather(child, lines, depth + 1)
        if isinstance(child.tag, str) and child.tag in _BREAKS:
            lines.append([])
        if child.tail:
            lines[-1].append(child.tail)
