"""
A batch of what was read to rows of the tables, and rows back to readings: no engine and no file, so that any engine can carry it.

Rows hold no time at which they were made: the same input gives the same rows, whoever reads it and on how many machines.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from according.bulk.arrow_tables import TABLES, TableName
from according.bulk.signatures import sign
from according.exports.objects.flat import flat_rows
from according.exports.objects.tabled import reading_row, statement_row
from according.ledger.writing.rows import dump, read, read_all, to_json, write, write_all
from according.report import Report
from according.services.read import Outcome
from according.statement import Figure, Mention, PassedOver, Problem, Reading, Reference, Statement, Step

Row = dict[str, Any]
_HALF = re.compile("[\ud800-\udfff]")
REFUSED, ODD, PASSED_OVER = "refused", "odd", "passed over"


@dataclass(slots=True)
class Rows:
    """Rows by table, in order."""

    tables: dict[TableName, list[Row]] = field(default_factory=lambda: {name: [] for name in TABLES})

    def extend(self, table: TableName, rows: Iterable[Mapping[str, Any]]) -> None:
        """Add rows to a table: of each the columns that the table has, days as days."""
        columns = TABLES[table]
        self.tables[table] += [{one.name: _typed(one.kind, row.get(one.name)) for one in columns} for row in rows]


def process(batch: Iterable[Outcome], shard: str, first: int = 0) -> Rows:
    """Return the rows of what became of inputs, which lie in a shard one behind the other, from the ordinal ``first`` on."""
    rows = Rows()
    for ordinal, outcome in enumerate(batch, first):
        head = {"shard": shard, "ordinal": ordinal}
        if outcome.refused is not None:
            rows.extend("problems", [{**head, "path": outcome.path, "kind": REFUSED, "what": outcome.refused}])
            continue
        reading = outcome.reading
        head["report"] = reading.report.id
        rows.extend("reports", [{**head, **_report_row(reading)}])
        rows.extend("statements", ({**head, **_statement_row(one)} for one in reading.statements))
        rows.extend("figures", ({**row, **head} for row in _figure_rows(reading)))
        rows.extend("problems", ({**head, **row} for row in _problem_rows(reading)))
    return rows


def _report_row(reading: Reading) -> Row:
    report = reading.report
    return {
        **reading_row(reading), "path": report.path, "title": report.title, "publisher": report.publisher, "url": report.url,
        "published": report.published, "words": len(report.text.split()), "text": _writable(report.text), "signature": sign(report.text),
        "record": dump({**to_json(report), **({} if _writable(report.text) == report.text else {"text": report.text})}),
        "references": write_all(reading.references),
    }  # fmt: skip


def _statement_row(statement: Statement) -> Row:
    return {**statement_row(statement), "record": write(statement), "trace": write_all(statement.trace)}


def _figure_rows(reading: Reading) -> Iterator[Row]:
    figures = ((statement, figure) for statement in reading.statements for figure in statement.figures)
    for row, (statement, figure) in zip(flat_rows(reading), figures, strict=True):
        yield {**row, "statement_start": statement.start, "statement_end": statement.end, "record": write(figure)}


def _problem_rows(reading: Reading) -> Iterator[Row]:
    path = reading.report.path
    yield from ({"path": path, "kind": ODD, "what": one.what, "start": one.start, "end": one.end} for one in reading.problems)
    for passed in reading.passed_over:
        yield {"path": path, "kind": PASSED_OVER, "what": passed.reason, "start": passed.number.start, "end": passed.number.end}


def _typed(kind: str, value: Any) -> Any:
    if value is None:
        return None
    if kind == "day":
        return value if isinstance(value, date) else date.fromisoformat(value)
    if kind == "json":
        # Half of a character beyond the 16 bits, alone, is written as JSON's escape of it.
        return value.encode("utf-8", "backslashreplace").decode("utf-8")
    return _writable(value) if kind == "text" else float(value) if kind in ("number", "degrees") else value


def _writable(text: str) -> str:
    """Return a text as UTF-8 can hold it: half of a character beyond the 16 bits, alone, becomes U+FFFD, which is as long."""
    return text if text.isascii() or text.isprintable() else _HALF.sub("\ufffd", text)


# -- back again ----------------------------------------------------------------------------------------------------


def restore(report: Row, statements: Iterable[Row], figures: Iterable[Row], problems: Iterable[Row]) -> Reading:
    """
    Return the reading that rows were made of: a report's, and its statements', figures' and problems' in order.

    Raises ValueError, KeyError or TypeError for rows that :func:`process` did not make.
    """
    made = read(Report, report["record"], **{"text": report["text"]})
    held: dict[str, list[Figure]] = {}
    for row in figures:
        held.setdefault(row["statement"], []).append(read(Figure, row["record"]))
    told = [
        replace(read(Statement, row["record"], text=made.text[row["start"] : row["end"]]),
                figures=tuple(held.get(row["statement"], ())), trace=read_all(Step, row["trace"]))
        for row in statements
    ]  # fmt: skip
    odd, passed = [], []
    for row in problems:
        if row["kind"] == ODD:
            odd.append(Problem(row["start"], row["end"], row["what"]))
        else:
            passed.append(PassedOver(Mention(row["start"], row["end"], made.text[row["start"] : row["end"]]), row["what"]))
    return Reading(made, tuple(told), tuple(odd), read_all(Reference, report["references"]), tuple(passed))
