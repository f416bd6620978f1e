"""
Where a large file can be cut: into parts that are read one without the others, and into the same rows as the file as a whole.

A file of another kind than its name says, one that is damaged before its first cut, and a table that only as a whole tells what its rows
mean, is not cut.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO, Literal

from according.errors import InputError
from according.intake.archives.allowance import Allowance
from according.intake.archives.warc_records import Damage, cut_records
from according.intake.archives.warcs import expand_warc
from according.intake.extras import need
from according.intake.files import peek
from according.intake.kinds import kind_of
from according.intake.source import Part, Source
from according.intake.tables.day_columns import is_open
from according.intake.tables.delimited import find_row_ends, read_delimited
from according.intake.tables.expanding import expand_delimited, expand_json, expand_parquet
from according.intake.tables.json_rows import RECORD_LONGEST, is_record
from according.intake.tables.mapping import ROWS_LOOKED_AT
from according.intake.tables.tabular import without_broken

# Another number is another way to cut: of an archive that was begun with it parts would be read twice, and others not at all.
CUTTING = "2"
# Parts of a group of rows in a Parquet file.
PARTS_OF_GROUP = 16
# In bytes: a first line is looked at no further.
_LINE_LOOKED_AT = 1 << 22
Cut = Literal["whole", "bytes", "rows"]


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a file, and how many bytes of the file it is."""

    part: Part
    size: int


def find_pieces(path: str, many: int, size: int) -> tuple[Cut, Sequence[Piece]]:
    """Return the pieces of about ``size`` bytes into which a file of so many is cut, and what they are counted in; none where it is not."""
    # Only of Parquet does more come out than there is on the disk.
    if many <= size and not path.lower().endswith(".parquet"):
        return "whole", ()
    source = Source(path)
    expand = kind_of(peek(source), path).expand
    if expand is expand_parquet:
        return "rows", list(_cut_parquet(path, size))
    ends = next((ends for kind, ends in _ENDS.items() if kind is expand), None)
    try:
        return "bytes", [] if ends is None else list(_cut_at(ends(path), many, size))
    except (InputError, OSError):
        # What is wrong with it is told when it is read.
        return "whole", ()


def _cut_at(ends: Iterator[tuple[int, int]], many: int, size: int) -> Iterator[Piece]:
    """Yield pieces that end where a file may be cut: ``ends`` are in bytes, each with the rows before it."""
    begun = behind = 0
    for end, rows in ends:
        if end - begun >= size and end < many:
            yield Piece(Part(begun, end, behind), end - begun)
            begun, behind = end, rows
    yield Piece(Part(begun, many, behind), many - begun)


def _line_ends(path: str) -> Iterator[tuple[int, int]]:
    """Yield where the lines of JSON Lines end, and the lines before that."""
    lines = at = 0
    with open(path, "rb") as file:
        if not _holds_lines(file):
            return
        for line in file:
            if len(line) > RECORD_LONGEST:
                raise InputError(f"line {lines + 1:,}: over {RECORD_LONGEST:,} bytes without a line end")
            at += len(line)
            # To the reader a carriage return alone ends a line too.
            lines += 1 + line.count(b"\r") - line.count(b"\r\n")
            yield at, lines


def _holds_lines(file: BinaryIO) -> bool:
    """Say whether a file has a record a line, and not an array or one record over many lines; the file is where it was."""
    line = file.readline(_LINE_LOOKED_AT)
    file.seek(0)
    # In UTF-16 a line's end is no single byte.
    return b"\0" not in line and not line.lstrip().startswith(b"[") and is_record(line.decode("utf-8", "replace"))


def _row_ends(path: str) -> Iterator[tuple[int, int]]:
    """Yield where the rows of a CSV end, and the lines before that."""
    rows = map(without_broken, islice(read_delimited(Source(path)), ROWS_LOOKED_AT))
    sound = [row for row in rows if row.wrong is None]
    # Which of "3/4/2018" is the day, the column as a whole tells.
    if sound and not any(is_open(cell) for row in sound for cell in row.cells.values()):
        yield from find_row_ends(path)


def _record_ends(path: str) -> Iterator[tuple[int, int]]:
    """Yield where the records of a web archive begin that can be read from there on, and how many come before."""
    with open(path, "rb") as file:
        try:
            for number, record in enumerate(cut_records(file, Allowance(Path(path).stat().st_size))):
                if record.apart:
                    yield record.offset, number
        except Damage:
            # It lies in the last piece, and is told there.
            return


_ENDS: Mapping[Any, Callable[[str], Iterator[tuple[int, int]]]] = {
    expand_json: _line_ends, expand_delimited: _row_ends, expand_warc: _record_ends,
}  # fmt: skip


def _cut_parquet(path: str, size: int) -> Iterator[Piece]:
    """Yield the pieces of a Parquet file, of about so many bytes unpacked: whole groups of rows, and of a large group parts."""
    parquet, arrow = need("pyarrow.parquet", "bulk", "a Parquet file"), need("pyarrow", "bulk", "a Parquet file")
    try:
        told = parquet.read_metadata(path)
    except (arrow.ArrowException, OSError):
        # What is wrong with it is told when it is read.
        return
    first = rows = held = 0
    for number in range(told.num_row_groups):
        group = told.row_group(number)
        rows, held = rows + group.num_rows, held + group.total_byte_size
        if held >= size or number + 1 == told.num_row_groups:
            # Each part unpacks its group from the beginning: of one no more than so many.
            each = -(-(rows - first) // max(1, min(held // size, PARTS_OF_GROUP)))
            for begun in range(first, rows, max(1, each)):
                ended = min(begun + each, rows)
                yield Piece(Part(begun, ended), held * (ended - begun) // (rows - first))
            first, held = rows, 0
