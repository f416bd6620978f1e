"""
The formats that readings, reckonings and what else is shown can be written in: which function writes what, and a file's suffix.

A new format is one file with a function from a value to its text, and one row here; commands and the Python door ask for it by name.

    >>> write_as("json", "rows", {"value": "KP"})
    '{"value": "KP"}'
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from according.errors import RequestError
from according.exports.notebook import reading_html, reckoning_html
from according.exports.objects.evidence import evidence_line, match_line
from according.exports.objects.readings import dump_line, refusal_line, to_line
from according.exports.objects.reckonings import reckoning_line
from according.exports.objects.rulings import ruling_line

What = Literal["readings", "refusals", "reckonings", "rulings", "evidence", "matches", "rows"]


@dataclass(frozen=True, slots=True)
class Format:
    """
    A way to write one kind of value: its name, what it writes, a file's suffix, and the function from one value to its text.

    Texts of one file stand one below the other, each on lines of its own.
    """

    name: str
    writes: What
    suffix: str
    write: Callable[..., str]


FORMATS: tuple[Format, ...] = (
    # One object a line (docs/json.md).
    Format("json", "readings", ".jsonl", to_line),
    Format("json", "refusals", ".jsonl", refusal_line),
    Format("json", "reckonings", ".jsonl", reckoning_line),
    Format("json", "rulings", ".jsonl", ruling_line),
    Format("json", "evidence", ".jsonl", evidence_line),
    Format("json", "matches", ".jsonl", match_line),
    Format("json", "rows", ".jsonl", dump_line),
    # Fragments of a page, every word of a report escaped.
    Format("html", "readings", ".html", reading_html),
    Format("html", "reckonings", ".html", reckoning_html),
)


def find_format(name: str, writes: What) -> Format:
    """Return the format of a name; raises :class:`~according.errors.RequestError` where there is none that writes such values."""
    for made in FORMATS:
        if (made.name, made.writes) == (name, writes):
            return made
    known = dict.fromkeys(made.name for made in FORMATS if made.writes == writes)
    raise RequestError("format", f"{name!r} is no format of {writes}; give one of {', '.join(known)}")


def write_as(name: str, writes: What, *values: Any, **more: Any) -> str:
    """Return a value as a format of a name writes it."""
    return find_format(name, writes).write(*values, **more)
