"""
Readings, statements and figures as JSON text and back, with nothing lost.

A field that has its default is left out; numbers keep whether they are whole, however large. The databases' own JSON keeps neither
numbers of any size nor every character, so it is not used.
"""
from __future__ import annotations

import dataclasses
import hashlib
import json
import math
import zlib
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from functools import partial
from typing import Any, TypeVar

from according.intake.facts import Facts
from according.quantity import Quantity
from according.report import Report, Span
from according.statement import Figure, Mention, Party, PassedOver, Place, Problem, Reading, Reference, Statement, Step, Time

Object = dict[str, Any]
Record = TypeVar("Record")
# How a value is written, and how it is read.
Codec = tuple[Callable[[Any], Any], Callable[[Any], Any]]

# How damage shows that the database does not see: as JSON that is none, or a record with other fields.
DECODING_ERRORS = (ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RecursionError)
# Surrogates stay as they are: an escaped pair of them would come back as one character.
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def dump(value: Any) -> str:
    """Return a value as JSON, as short as it goes and always the same."""
    return _ENCODER.encode(value)


def to_json(record: Any) -> Object:
    """
    Return a record's fields as values of JSON.

        >>> to_json(Quantity.at_least(12))
        {'low': 12, 'high': None, 'bound': 'at_least'}
    """
    made = {}
    for name, default, write in _FIELDS[type(record)]:
        value = getattr(record, name)
        if value is not default and value != default:
            made[name] = value if write is None or value is None else write(value)
    return made


def from_json(record: type[Record], made: Object) -> Record:
    """
    Return the record that :func:`to_json` was given.

    The fields that are kept apart must have been put back into ``made``, which is changed.
    """
    for name, build in _BUILT[record]:
        if (value := made.get(name)) is not None:
            made[name] = build(value)
    return record(**made)


def write(record: Any) -> str:
    """Return a record as JSON."""
    return dump(to_json(record))


def write_all(records: Iterable[Any]) -> str:
    """Return records as JSON."""
    return dump([to_json(record) for record in records])


def read(record: type[Record], written: str, **apart: Any) -> Record:
    """Return a record from its JSON and the fields that are kept apart."""
    made = json.loads(written)
    return from_json(record, {**apart, **made} if apart else made)


def read_all(record: type[Record], written: str) -> tuple[Record, ...]:
    """Return records from their JSON."""
    return tuple(from_json(record, made) for made in json.loads(written))


# -- which fields are more than JSON has ---------------------------------------------------------------------------


def _one(record: type) -> Codec:
    return to_json, partial(from_json, record)


def _many(record: type) -> Codec:
    return lambda values: [to_json(value) for value in values], lambda made: tuple(from_json(record, value) for value in made)


_DAY: Codec = (date.isoformat, date.fromisoformat)
_TIME_WITH_ZONE: Codec = (datetime.isoformat, datetime.fromisoformat)
_MENTION, _PARTY, _TIME = _one(Mention), _one(Party), _one(Time)
_CODECS: dict[type, dict[str, Codec]] = {
    **{plain: {} for plain in (Quantity, Span, Mention, Party, Place, Step, Problem)},
    Time: {"first": _DAY, "last": _DAY},
    Reference: {"mention": _MENTION, "stands_for": _MENTION},
    PassedOver: {"number": _MENTION},
    Figure: {
        "number": _MENTION, "quantity": _one(Quantity), "population": _PARTY, "perpetrator": _PARTY, "place": _one(Place), "time": _TIME,
    },
    Statement: {"content": _MENTION, "speakers": _many(Party), "cue": _MENTION, "evidence": _MENTION, "about": _PARTY, "time": _TIME},
    Facts: {"published": _DAY, "published_at": _TIME_WITH_ZONE, "retrieved": _TIME_WITH_ZONE},
    Report: {"published": _DAY, "published_at": _TIME_WITH_ZONE, "headline": _one(Span), "tags": (list, tuple), "pages": (list, tuple)},
}  # fmt: skip
# What is kept apart from a record's JSON, in a column or a table of its own.
_KEPT_APART: dict[type, set[str]] = {Statement: {"text", "figures", "trace"}, Report: {"text"}}
_BUILT = {record: [(name, build) for name, (_, build) in codecs.items()] for record, codecs in _CODECS.items()}


def _fields(record: type) -> list[tuple[str, Any, Callable[[Any], Any] | None]]:
    kept = [field for field in dataclasses.fields(record) if field.name not in _KEPT_APART.get(record, ())]
    return [(field.name, _default(field), _CODECS[record].get(field.name, (None, None))[0]) for field in kept]


def _default(field: dataclasses.Field[Any]) -> Any:
    return field.default if field.default_factory is dataclasses.MISSING else field.default_factory()


_FIELDS = {record: _fields(record) for record in _CODECS}


# -- a whole reading -----------------------------------------------------------------------------------------------


@dataclasses.dataclass(frozen=True, slots=True)
class Written:
    """What a reading holds, written: each statement's record, trace and figures; its problems, references and numbers passed over."""

    statements: Sequence[tuple[str, str, Sequence[str]]]
    problems: str
    references: str
    passed_over: str
    digest: str


def write_reading(reading: Reading) -> Written:
    """Return what a reading holds beside its report, written, with the hash of it all."""
    held = [
        (write(statement), write_all(statement.trace), [write(figure) for figure in statement.figures]) for statement in reading.statements
    ]
    problems, references = write_all(reading.problems), write_all(reading.references)
    hashed = hashlib.sha256()
    for statement, (record, trace, figures) in zip(reading.statements, held, strict=True):
        # A NUL behind each part: without it words could move from one part to the next and the hash stay.
        for part in (statement.text, record, trace, *figures):
            # A report may hold a lone surrogate, which plain UTF-8 refuses.
            hashed.update(part.encode("utf8", "surrogatepass") + b"\0")
    # Nothing at all where none was passed over: readings that were filed before these were kept have the hash that they had.
    passed_over = write_all(reading.passed_over)
    more = f"\0{passed_over}" if reading.passed_over else ""
    hashed.update(f"{problems}\0{references}{more}".encode("utf8", "surrogatepass"))
    return Written(held, problems, references, passed_over, hashed.hexdigest()[:32])


def pack(data: bytes) -> bytes:
    """Return bytes as the ledger keeps them: a page's source takes a fifth of its room."""
    return zlib.compress(data)


def unpack(packed: bytes) -> bytes:
    """Return the bytes that :func:`pack` was given; raises ValueError where they are damaged."""
    try:
        return zlib.decompress(packed)
    except zlib.error as error:
        raise ValueError(f"raw bytes cannot be unpacked: {error}") from None


def as_real(number: float | None) -> float | None:
    """Return a number as a column of floating point holds it; beyond its range it is infinite. The record keeps the number itself."""
    try:
        # float() refuses a whole number such as 10 ** 400, which a record may hold.
        return None if number is None else float(number)
    except OverflowError:
        return math.inf if number is not None and number > 0 else -math.inf
