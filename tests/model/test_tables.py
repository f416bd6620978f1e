"""Tables and boxes, read as a whole by the model: every cell a figure with what its row, column and caption say of it, or none."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import according
from according.statement import Figure, Reading, Statement, Time

CASES = Path(__file__).parents[1] / "cases" / "tables"
Table = dict[str, Any]
TABLES: list[Table] = [table for path in sorted(CASES.glob("*.toml")) for table in tomllib.loads(path.read_text("utf8"))["table"]]
# What a case may leave out although a figure has it.
OPTIONAL = ("land", "low")


def days(time: Time | None) -> str | None:
    """Write a time as a case does: "2024-03-12", "2024-03-01..2024-03-31", "as of 2024-03-12", "2023-10-07..", or nothing."""
    if time is None:
        return None
    first, last = (day.isoformat() if day is not None else "" for day in (time.first, time.last))
    if time.basis == "as_of":
        return f"as of {last}"
    return first if first == last else f"{first}..{last}"


def row(figure: Figure, statement: Statement, numbers: dict[str, str]) -> Table:
    found: Table = {
        "n": figure.number.text, "m": figure.measure, "people": figure.population.text if figure.population else None,
        "land": figure.population.country if figure.population else None, "low": figure.quantity.low,
        "at": figure.place.text if figure.place else None, "on": days(figure.time),
        "by": ", ".join(speaker.text for speaker in statement.speakers) or None,
        "doer": figure.perpetrator.text if figure.perpetrator else None,
        "part": numbers[figure.subset_of] if figure.subset_of else None,
        "status": figure.status if figure.status != "asserted" else None,
        "bound": figure.quantity.bound if figure.quantity.bound != "exact" else None,
    }  # fmt: skip
    return {key: value for key, value in found.items() if value is not None}


def figures(reading: Reading) -> list[tuple[Figure, Statement]]:
    found = [(figure, statement) for statement in reading.statements for figure in statement.figures]
    return sorted(found, key=lambda pair: pair[0].number.start)


def read(table: Table) -> Reading:
    return according.read(table["text"], published=date.fromisoformat(table.get("published", "2024-06-30")))


@pytest.mark.model
@pytest.mark.parametrize("table", TABLES, ids=[table["label"] for table in TABLES])
def test_table(table: Table) -> None:
    reading = read(table)
    pairs = figures(reading)
    numbers = {figure.id: figure.number.text for figure, _ in pairs}
    wanted = [*table.get("expect", []), *({} for _ in pairs)]
    found = [row(*pair, numbers) for pair in pairs]
    assert [
        {key: value for key, value in one.items() if key not in OPTIONAL or key in want} for one, want in zip(found, wanted, strict=False)
    ] == table.get("expect", [])
    refused = [[one.number.text, one.reason.removeprefix("numbers.")] for one in reading.passed_over]
    assert [reason for reason in table.get("refused", []) if reason not in refused] == []


def test_labels_of_tables_stand_once() -> None:
    assert len({table["label"] for table in TABLES}) == len(TABLES)
