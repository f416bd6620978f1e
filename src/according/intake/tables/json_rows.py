"""JSON to rows, one at a time: a record a line, an array of records, or one record that holds such an array."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from io import TextIOWrapper

from according.errors import InputError
from according.intake.source import Source
from according.intake.tables.tabular import Row, flatten, open_text

# In characters: so much is read at a time, and no record may be longer than the second.
STRIDE = 1 << 20
RECORD_LONGEST = 40_000_000
# What a record that is no JSON raises: it may also hold a number of too many digits, or nest too deep.
_FAULTS = (ValueError, RecursionError)


def read_json(source: Source) -> Iterator[Row]:
    """
    Yield the records of a file: the lines of JSON Lines, or the elements of an array.

    A line that is no record is yielded as a row that is wrong. Raises :class:`~according.errors.InputError` where an array breaks off or
    is damaged, and says behind which element.
    """
    with open_text(source) as text:
        try:
            if source.part is not None:
                # Only a file with a record a line has parts.
                yield from _lines(text, source.part.behind)
                return
            # An array may stand in one line of any length.
            begun = text.read(STRIDE).lstrip()
            if begun.startswith("["):
                yield from _array(text, begun[1:])
                return
            text.seek(0)
            first = _first_line(text)
            if not is_record(first):
                yield from _document(first + text.read(RECORD_LONGEST))
                return
            text.seek(0)
            yield from _lines(text, 0)
        except UnicodeDecodeError as error:
            raise InputError(f"undecodable as {error.encoding}; what came before was read") from None


def _first_line(text: TextIOWrapper) -> str:
    """Return the first line that is not blank."""
    while (line := text.readline(RECORD_LONGEST)) and not line.strip():
        pass
    return line


def is_record(line: str) -> bool:
    """Say whether a file's first line is a record of it, and not the whole file or a part of its only record."""
    try:
        record = json.loads(line)
    except _FAULTS:
        return False
    # A whole file on one line may be a record that holds the rows.
    return not isinstance(record, dict) or _held(record) is None


def _lines(text: TextIOWrapper, number: int) -> Iterator[Row]:
    while line := text.readline(RECORD_LONGEST):
        number += 1
        if line.strip():
            yield _row(number, line)


def _row(number: int, line: str) -> Row:
    try:
        record = json.loads(line)
    except _FAULTS as error:
        return Row(number, {}, f"not JSON ({_shown(error)}); the line may be cut or damaged")
    return _record(number, record)


def _record(number: int, record: object) -> Row:
    if not isinstance(record, Mapping):
        return Row(number, {}, "not a record with fields but a value alone")
    return Row(number, flatten(record))


def _array(text: TextIOWrapper, begun: str) -> Iterator[Row]:
    """Yield the elements of an array whose opening bracket has been read, holding little more of it than an element."""
    decoder, held, at, number = json.JSONDecoder(), begun, 0, 0
    while True:
        while at < len(held) and held[at] in " \t\r\n,":
            at += 1
        if held.startswith("]", at):
            return
        try:
            record, at = decoder.raw_decode(held, at)
        except _FAULTS as error:
            # The element may go on behind what was read; twice as much each time, so that a long one is not gone through again and again.
            more = text.read(max(STRIDE, len(held) - at)) if len(held) - at < RECORD_LONGEST else ""
            if not more:
                what = f"damaged or cut behind element {number:,} of its array ({_shown(error)}); what came before was read"
                raise InputError(what) from None
            held, at = held[at:] + more, 0
            continue
        number += 1
        yield _record(number, record)


def _document(text: str) -> Iterator[Row]:
    try:
        record = json.loads(text)
    except _FAULTS as error:
        raise InputError(f"not JSON ({_shown(error)}); give JSON Lines or an array of records") from None
    held = _held(record) if isinstance(record, dict) else None
    for number, element in enumerate([record] if held is None else held, 1):
        yield _record(number, element)


def _held(record: Mapping[str, object]) -> list[object] | None:
    """Return the one list of records inside a record: ``{"data": [{…}, {…}]}``; ``None`` where there is none, or more than one."""
    lists = [value for value in record.values() if isinstance(value, list) and value and all(isinstance(one, dict) for one in value)]
    return lists[0] if len(lists) == 1 else None


def _shown(error: Exception) -> str:
    return error.msg if isinstance(error, json.JSONDecodeError) else type(error).__name__
