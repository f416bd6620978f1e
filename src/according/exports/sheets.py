"""
CSV for spreadsheets: numbers stay numbers, and no text is taken for a formula.

A report's words are anybody's words. A cell that opens with one of a few signs would be run by a spreadsheet that opens the file, so an
apostrophe is put before it, which spreadsheets take for "this is text".
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping

from according.exports.about import About, about_words

Cell = str | float | bool | None
# What makes a spreadsheet run a cell, in the width of Latin and of Chinese letters; a tab or a line's end before it is passed over there.
_RUN_AS_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")
_END = "\r\n"


def csv_line(row: Mapping[str, Cell]) -> str:
    """
    Return a row's cells as a line of CSV (RFC 4180), without its end.

        >>> csv_line({"title": "=1+1", "low": -5, "high": None, "url": "a, b"})
        '\\'=1+1,-5,,"a, b"'
    """
    return _join(map(_write_cell, row.values()))


def csv_file(rows: Iterable[Mapping[str, Cell]], about: About) -> Iterator[str]:
    """Yield the lines of a file, each with its end: what it is, the headings of the first row, and the rows, which have the same keys."""
    yield f"# {_write_remark(about_words(about))}" + _END
    for at, row in enumerate(rows):
        if at == 0:
            yield _join(row) + _END
        yield csv_line(row) + _END


def csv_table(headings: Iterable[str], rows: Iterable[Mapping[str, Cell]]) -> Iterator[str]:
    """Yield the lines of a file that begins with its headings, as other programs expect, each with its end; rows have these keys."""
    yield _join(headings) + _END
    yield from (csv_line(row) + _END for row in rows)


def sound_text(text: str) -> str:
    """Return a text with a sign in the place of each character that no file can hold; it is as long as before."""
    # NUL ends a text for many programs; a lone surrogate cannot be written at all.
    return text.replace("\0", "\ufffd").encode("utf8", "replace").decode("utf8")


def opens_formula(text: str) -> bool:
    """Say whether a spreadsheet would run a cell with this text."""
    return text.lstrip(" \u00a0").startswith(_RUN_AS_FORMULA)


def _write_remark(text: str) -> str:
    """Return a text as a line that no program takes for more than one cell, for quoted cells or for a formula."""
    pieces = re.split(r"[,;]", " ".join(text.replace('"', "'").split()))
    return "; ".join(_write_cell(piece.strip()) for piece in pieces if piece.strip())


def _join(cells: Iterable[str]) -> str:
    written = io.StringIO()
    # With the ends of lines that cells are quoted for; they are added by the file.
    csv.writer(written, lineterminator=_END).writerow(cells)
    return written.getvalue().removesuffix(_END)


def _write_cell(value: Cell) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        return str(value)
    text = sound_text(value)
    return f"'{text}" if opens_formula(text) else text
