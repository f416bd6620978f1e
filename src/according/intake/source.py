"""One input: a file, standard input, an address, a member of an archive."""

from __future__ import annotations

from dataclasses import dataclass, field
from io import BytesIO
from typing import BinaryIO

from according.intake.archives.allowance import Allowance
from according.intake.facts import NO_FACTS, Facts
from according.statement import Problem


@dataclass(frozen=True, slots=True)
class Source:
    """
    One input to read.

    ``path`` is its path as given, and ``name`` what to call it instead. ``refused`` says why it cannot be had, where that is known already.
    ``data`` are its bytes, where they were taken already: because they can be had only once, or out of an archive. A member of an archive
    has the path ``ARCHIVE/MEMBER``. ``facts`` are what the archive, table or feed says of it, and ``problems`` what is odd there.
    ``allowance`` is what the archives that it lies in may still unpack to, together with it. Of a part of a table so many rows come
    before it (``behind``).
    """

    path: str
    refused: str | None = None
    name: str | None = None
    data: bytes | None = field(default=None, repr=False)
    facts: Facts = NO_FACTS
    problems: tuple[Problem, ...] = ()
    allowance: Allowance | None = field(default=None, repr=False, compare=False)
    behind: int = 0


def open_bytes(source: Source) -> BinaryIO:
    """Open an input's bytes, from the disk where they are not held; raises OSError or ValueError where they cannot be had."""
    return open(source.path, "rb") if source.data is None else BytesIO(source.data)
