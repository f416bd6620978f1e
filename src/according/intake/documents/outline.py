"""
The lines of a document as text: a paragraph a line, "# " before headings, "- " before items, the cells of rows between bars.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

# Beyond this a cell is no cell: a page's columns were set in a table.
CELL_LONGEST = 500
# The marks of notes in the text, where they are written as raised letters.
NOTE_MARK = re.compile(r"[\d,*†‡§ ]+\Z")
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_UNIT = re.compile(r"(?:^|[\d\s])[kcdm]?m\Z")
# A file's name, or a program's word for a document without one: "Microsoft Word - x.doc", "report_final.indd", "Untitled-1".
_NO_TITLE = re.compile(r"microsoft|untitled|document ?\d*\Z|.*\.(?:docx?|odt|rtf|pdf|indd|qxd|pptx?|xlsx?|html?|tmp|pub)\Z", re.IGNORECASE)
# A title and an author stand in the first page or two of a text; in characters.
TITLE_WITHIN = 5_000
_WORD = re.compile(r"[^\W_]+")
_BLANKS = re.compile(r"[^\S\n]+")


def clean(text: str) -> str:
    """Return a paragraph with single blanks; line breaks in it stay."""
    return "\n".join(line for part in text.split("\n") if (line := _BLANKS.sub(" ", part).strip()))


def write_heading(text: str, level: int) -> str:
    """Return a heading as a line, by its level from 1."""
    return f"{'#' * max(1, min(level, 6))} {clean(text).replace(chr(10), ' ')}"


def write_item(text: str) -> str:
    """Return an item of a list as a line."""
    return f"- {clean(text).replace(chr(10), ' ')}"


def write_row(cells: Sequence[str]) -> str:
    """Return the row of a table as a line; a bar inside a cell would part it in two."""
    return f"| {' | '.join(clean(cell).replace(chr(10), ' ').replace('|', '/') for cell in cells)} |"


def write_table(rows: Sequence[Sequence[Sequence[str]]]) -> list[str]:
    """
    Return the lines of a table, given as rows of cells of paragraphs.

    A table of one cell, or one whose cells hold long texts, is a frame around paragraphs: these are the lines.
    """
    cells = [cell for row in rows for cell in row]
    frame = max(map(len, rows), default=0) < 2 or any(sum(map(len, cell)) > CELL_LONGEST for cell in cells)
    if frame:
        return [paragraph for cell in cells for paragraph in cell]
    return [write_row([" ".join(cell) for cell in row]) for row in rows if any(row)]


def gap(above: str, below: str) -> str:
    """Return what stands between two lines of a text: rows and items stand close together, all else with a blank line between."""
    return "\n" if above[:2] == below[:2] and below[:2] in ("| ", "- ") else "\n\n"


def compose(lines: Iterable[str]) -> str:
    """Return lines as a text, without those that have no word in them."""
    kept = [line for line in lines if line.strip("#- |\n")]
    return "".join(f"{gap(above, line)}{line}" if above else line for above, line in zip(["", *kept], kept, strict=False))


def read_raised(before: str, raised: str) -> str:
    """
    Return raised letters as they are to be read.

    The mark of a note is not read: "killed¹" has no number in it, nor has "200³" one of four digits. The power of a unit stays one: "km²".
    """
    if not NOTE_MARK.match(raised):
        return raised
    return raised.translate(_RAISED) if _UNIT.search(before[-3:]) else ""


def confirm(said: str | None, shown: str) -> str | None:
    """
    Return what a document's own entry says of its title or author where the text shows the same words, else ``None``.

    The entry is often that of a template, of an earlier report, or a file's name.
    """
    said = " ".join((said or "").split())
    words, seen = _WORD.findall(said.casefold()), _WORD.findall(shown[:TITLE_WITHIN].casefold())
    if len(words) < 2 or _NO_TITLE.match(said):
        return None
    return said if f" {' '.join(words)} " in f" {' '.join(seen)} " else None
