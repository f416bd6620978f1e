"""CSV (RFC 4180, UTF-8) with the columns of docs/columns.md, a heading in the first line; no spreadsheet runs a cell of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from according.exports.about import About
from according.exports.exchange.form import SUBJECTS, Form, Subject, Writer
from according.exports.exchange.own_columns import TABLE_COLUMNS
from according.exports.exchange.own_rows import table_rows
from according.exports.sheets import csv_table


def _table(subject: Subject) -> Writer:
    def write(values: Iterable[Any], about: About) -> Iterator[bytes]:
        headings = [column.name for column in TABLE_COLUMNS[subject]]
        return (line.encode("utf8") for line in csv_table(headings, table_rows(subject, values)))

    return write


CSV = Form(
    "csv", "CSV", ".csv", "text/csv; charset=utf-8", {subject: _table(subject) for subject in SUBJECTS},
    lacks=(
        "Of a question or an event its figures are not in it: export figures or questions as well, or take jsonl.",
        "Speakers are one cell: who of them is of what kind and country, and where their words stand, is not in it.",
        "A text that begins as a formula would (= + - @) has an apostrophe before it, so that no spreadsheet runs it.",
        "NUL and lone surrogates are written as a sign that stands for them.",
        "A cell has no type: numbers, days and words are told apart by docs/columns.md alone.",
    ),
    source="RFC 4180", mute=True, columns=TABLE_COLUMNS,
)  # fmt: skip
