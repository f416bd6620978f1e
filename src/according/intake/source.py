"""One input: a file, standard input, an address, a member of an archive."""

from __future__ import annotations

from dataclasses import dataclass, field
from io import BytesIO
from typing import BinaryIO

from according.intake.archives.allowance import Allowance
from according.intake.facts import NO_FACTS, Facts
from according.statement import Problem


@dataclass(frozen=True, slots=True)
class Part:
    """
    A part of a file that holds many reports: from ``first`` to ``last``, half-open, in bytes or, of a Parquet file, in rows.

    ``behind`` of its rows come before: lines of a table that is text, records of a web archive.
    """

    first: int
    last: int
    behind: int = 0


@dataclass(frozen=True, slots=True)
class Source:
    """
    One input to read.

    ``path`` is its path as given, and ``name`` what to call it instead. ``refused`` says why it cannot be had, where that is known already.
    ``data`` are its bytes, where they were taken already: because they can be had only once, or out of an archive. A member of an archive
    has the path ``ARCHIVE/MEMBER``. ``facts`` are what the archive, table or feed says of it, and ``problems`` what is odd there.
    ``allowance`` is what the archives that it lies in may still unpack to, together with it. ``part`` is which part of the file is meant,
    where that is not all of it: what its reports are called, and by which columns, is as if all of it were read.
    """

    path: str
    refused: str | None = None
    name: str | None = None
    data: bytes | None = field(default=None, repr=False)
    facts: Facts = NO_FACTS
    problems: tuple[Problem, ...] = ()
    allowance: Allowance | None = field(default=None, repr=False, compare=False)
    part: Part | None = None


def open_bytes(source: Source) -> BinaryIO:
    """
    Open an input's bytes, from the disk where they are not held: all of them, also where a part is meant.

    Raises OSError or ValueError where they cannot be had.
    """
    return open(source.path, "rb") if source.data is None else BytesIO(source.data)
