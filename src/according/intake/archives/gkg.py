"""
GDELT's Global Knowledge Graph 2.1 as a list of addresses: what it says of each article is not read, the article itself is.

https://data.gdeltproject.org/documentation/GDELT-Global_Knowledge_Graph_Codebook-V2.1.pdf has the columns.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import BinaryIO

from according.intake.facts import Facts
from according.intake.source import Source, open_bytes
from according.intake.wishes import Wishes

COLUMNS_HELD = 27
# Record's name, publication (0 where it is not known), kind of collection, source's name, address.
_FIRST_ROW = re.compile(rb"\d{14}-T?\d+\t(?:\d{14}|0)\t[1-6]\t[^\t\n]*\t[^\t\n]+\t")
# Of the kinds of collection the one whose documents have addresses.
WEB = "1"
ROW_LARGEST = 16 << 20


def is_gkg(data: bytes) -> bool:
    """Say whether bytes begin as a GKG file does."""
    return _FIRST_ROW.match(data) is not None


def expand_gkg(source: Source, wishes: Wishes) -> Iterator[Source]:
    """
    Yield each address once, with its publisher's name and its hour of publication as the file gives them, where the user asked to fetch.

    Else a single input says how many there are. A row that is cut or damaged, and a document without an address, says so.
    """
    with open_bytes(source) as file:
        rows = _once(_rows(source.path, file))
        if wishes.fetch:
            yield from rows
            return
        many = sum(row.refused is None for row in rows)
    yield Source(source.path, refused=f"a list of {many:,} addresses; none is fetched unless you ask for it (--fetch)")


def _once(rows: Iterator[Source]) -> Iterator[Source]:
    met: set[str] = set()
    for row in rows:
        if row.path not in met:
            met.add(row.path)
            yield row


def _rows(path: str, file: BinaryIO) -> Iterator[Source]:
    number = 0
    while line := file.readline(ROW_LARGEST):
        number += 1
        if not line.strip():
            continue
        cells = line.decode("utf-8", "replace").rstrip("\r\n").split("\t")
        if len(cells) != COLUMNS_HELD:
            what = f"cut or damaged: {len(cells)} of {COLUMNS_HELD} columns; the other rows are read"
            yield Source(f"{path}/{number}", refused=what)
        elif cells[2] != WEB or not cells[4].startswith(("http://", "https://")):
            yield Source(f"{path}/{number}", refused="a document without an address: it is in a collection that is not on the web")
        else:
            yield Source(cells[4], facts=_facts(cells))


def _facts(cells: list[str]) -> Facts:
    try:
        at = datetime.strptime(cells[1], "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return Facts(publisher=cells[3] or None, url=cells[4])
    return Facts(at.date(), publisher=cells[3] or None, url=cells[4], published_at=at, dated_by="GDELT")
