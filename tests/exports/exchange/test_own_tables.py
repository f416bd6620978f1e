"""Our own tables as CSV, Parquet and XLSX: read back by each form's own library, typed, and safe whatever stands in a report."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow.parquet as parquet
import pytest
from giving import ABOUT, HOSTILE, file_attacks, file_hostile, kept, values_of, write
from hypothesis import given
from hypothesis import strategies as st

from according.exports.exchange.csv_tables import CSV
from according.exports.exchange.form import SUBJECTS, Form, Subject
from according.exports.exchange.own_columns import COLUMNS_VERSION, TABLE_COLUMNS
from according.exports.exchange.own_rows import table_rows
from according.exports.exchange.parquet import PARQUET
from according.exports.exchange.workbook import CELL_LONGEST, XLSX
from according.ledger.opening import open_ledger
from according.ledger.store import SqlLedger

pytestmark = pytest.mark.heavy

Row = Mapping[str, Any]


def csv_rows(data: bytes) -> list[Row]:
    return list(csv.DictReader(io.StringIO(data.decode("utf8"), newline="")))


def parquet_rows(data: bytes) -> list[Row]:
    return parquet.read_table(io.BytesIO(data)).to_pylist()


def xlsx_rows(data: bytes) -> list[Row]:
    sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    headings, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(headings, row, strict=True)) for row in rows]


def as_cell(text: str) -> str:
    """A text as a cell of a workbook has it: XML has no other controls than these, and no library but Excel's undoes the escape."""
    sound = ("\ufffd" if letter < " " and letter not in "\t\n\r" else letter for letter in kept(text))
    return "".join(sound).replace("_x0041_", "_x005F_x0041_")


# Of each form: how it is read, and what it holds of a text.
READERS: dict[str, tuple[Form, Callable[[bytes], list[Row]], Callable[[str], str]]] = {
    "csv": (CSV, csv_rows, kept), "parquet": (PARQUET, parquet_rows, kept), "xlsx": (XLSX, xlsx_rows, as_cell),
}  # fmt: skip


def check_words(ledger: SqlLedger, name: str) -> int:
    """Check that the words of every figure and statement stand in their report where the file says; return how many there were."""
    form, read, held = READERS[name]
    figures, statements = read(write(form, "figures", ledger)), read(write(form, "statements", ledger))
    stretches = [
        *((row["report"], row["number"], row["start"], row["end"]) for row in figures),
        *((row["report"], row["sentence"], row["statement_start"], row["statement_end"]) for row in figures),
        *((row["report"], row["sentence"], row["start"], row["end"]) for row in statements),
    ]
    for report, words, start, end in stretches:
        there = (ledger.text(report) or "")[int(start) : int(end)]
        # In CSV an apostrophe may stand before it.
        assert words.removeprefix("'") == held(there).removeprefix("'")
    return len(stretches)


@pytest.mark.parametrize("name", READERS)
def test_every_figure_stands_in_its_report_where_the_file_says(file_ledger: SqlLedger, name: str) -> None:
    file_hostile(file_ledger)
    assert check_words(file_ledger, name) == 6 * len(HOSTILE)


@pytest.mark.parametrize("name", READERS)
def test_the_samples_are_read_back(samples: Path, name: str) -> None:
    with open_ledger(str(samples)) as ledger:
        assert check_words(ledger, name) > 90
        for subject in SUBJECTS:
            form, read, _ = READERS[name]
            assert len(read(write(form, subject, ledger))) == len(list(table_rows(subject, values_of(ledger, subject)))) > 0


@pytest.mark.parametrize("subject", SUBJECTS)
def test_a_row_has_the_columns_that_are_explained(file_ledger: SqlLedger, subject: Subject) -> None:
    file_attacks(file_ledger)
    names = [column.name for column in TABLE_COLUMNS[subject]]
    assert {tuple(row) for row in table_rows(subject, values_of(file_ledger, subject))} == {tuple(names)}
    assert len(set(names)) == len(names)
    for column in TABLE_COLUMNS[subject]:
        assert not set(column.meaning) & set("|\n")
        assert not column.meaning.endswith(".")


def test_columns_are_those_of_their_version() -> None:
    """Whoever renames a column, or gives it another kind, gives the columns another version."""
    known = json.loads((Path(__file__).parent / f"columns-{COLUMNS_VERSION}.json").read_text("utf8"))
    now = {subject: {column.name: column.kind for column in columns} for subject, columns in TABLE_COLUMNS.items()}
    assert {subject: {name: now[subject].get(name) for name in columns} for subject, columns in known.items()} == known


@pytest.mark.parametrize("subject", SUBJECTS)
@pytest.mark.parametrize("name", READERS)
def test_an_empty_ledger_gives_a_table_without_rows(file_ledger: SqlLedger, name: str, subject: Subject) -> None:
    form, read, _ = READERS[name]
    assert read(write(form, subject, file_ledger)) == []


def test_csv_begins_with_its_headings_and_no_cell_of_it_is_run(file_ledger: SqlLedger) -> None:
    file_hostile(file_ledger)
    data = write(CSV, "figures", file_ledger)
    assert data.startswith(b"report,path,title,published,")
    for row in csv_rows(data):
        for cell in row.values():
            assert not cell.lstrip(" \u00a0").startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    assert {row["title"].removeprefix("'") for row in csv_rows(data)} == {kept(text) for text in HOSTILE}


def test_parquet_has_types_and_says_what_it_is(file_ledger: SqlLedger) -> None:
    file_attacks(file_ledger)
    table = parquet.read_table(io.BytesIO(write(PARQUET, "figures", file_ledger)))
    kinds = {field.name: str(field.type) for field in table.schema}
    assert (kinds["number"], kinds["start"], kinds["low"], kinds["from"], kinds["implied"]) == (
        "string", "int64", "double", "date32[day]", "bool",
    )  # fmt: skip
    told = {key.decode(): value.decode() for key, value in table.schema.metadata.items()}
    assert (told["according.columns"], told["according.subject"]) == (COLUMNS_VERSION, "figures")
    assert json.loads(told["according.about"])["filters"] == dict(ABOUT.filters)
    assert table.schema.field("start").metadata == {b"meaning": b"where the number begins in the report's text"}
    assert {row["from"] for row in table.to_pylist()} == {date(2025, 1, 26), None}
    reports = parquet.read_table(io.BytesIO(write(PARQUET, "reports", file_ledger)))
    assert str(reports.schema.field("filed").type) == "timestamp[us, tz=UTC]"
    assert all(row["filed"].tzinfo is not None for row in reports.to_pylist())


def test_parquet_is_handed_on_group_by_group(monkeypatch: pytest.MonkeyPatch, file_ledger: SqlLedger) -> None:
    file_attacks(file_ledger)
    monkeypatch.setattr("according.exports.exchange.parquet.ROWS_TOGETHER", 2)
    pieces = list(PARQUET.writers["figures"](values_of(file_ledger, "figures"), ABOUT))
    assert len(pieces) == 3
    file = parquet.ParquetFile(io.BytesIO(b"".join(pieces)))
    assert (file.num_row_groups, file.metadata.num_rows) == (2, 4)


def test_a_workbook_has_numbers_days_frozen_headings_and_a_sheet_about_itself(file_ledger: SqlLedger) -> None:
    file_attacks(file_ledger)
    book = openpyxl.load_workbook(io.BytesIO(write(XLSX, "figures", file_ledger)))
    assert book.sheetnames == ["figures", "about"]
    assert [sheet.freeze_panes for sheet in book] == ["A2", "A2"]
    rows = xlsx_rows(write(XLSX, "figures", file_ledger))
    assert [type(rows[0][name]) for name in ("low", "start", "published", "latitude", "implied")] == [int, int, datetime, float, bool]
    about = dict(book["about"].iter_rows(min_row=2, values_only=True))
    assert (about["ledger revision"], about["filter place"], about["column start"]) == (
        "3-4-0", ABOUT.filters["place"], "where the number begins in the report's text (offset)",
    )  # fmt: skip


def test_no_cell_of_a_workbook_is_a_formula(file_ledger: SqlLedger) -> None:
    file_hostile(file_ledger)
    for subject in ("reports", "statements", "figures"):
        book = openpyxl.load_workbook(io.BytesIO(write(XLSX, subject, file_ledger)))
        cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
        assert {cell.data_type for cell in cells} <= {"s", "n", "d", "b", "inlineStr"}
        risky = [cell for cell in cells if isinstance(cell.value, str) and cell.value.lstrip().startswith(("=", "+", "-", "@"))]
        assert risky
        assert all(cell.quotePrefix for cell in risky)


def test_a_workbook_goes_on_in_another_sheet(monkeypatch: pytest.MonkeyPatch, file_ledger: SqlLedger) -> None:
    file_hostile(file_ledger)
    monkeypatch.setattr("according.exports.exchange.workbook.SHEET_ROWS_MOST", 6)
    book = openpyxl.load_workbook(io.BytesIO(write(XLSX, "figures", file_ledger)))
    assert book.sheetnames[:4] == ["figures", "figures 2", "figures 3", "about"]
    assert [sheet.max_row for sheet in book.worksheets[:3]] == [6, 6, 5]


def as_column(texts: list[str]) -> list[Row]:
    """Rows of statements whose sentences are some texts."""
    empty = {column.name: None for column in TABLE_COLUMNS["statements"]}
    return [{**empty, "filed": "0001-01-01T00:00:00+00:00", "published": "1850-01-02", "sentence": text} for text in texts]


@pytest.mark.heavy
@given(st.lists(st.text(st.characters() | st.sampled_from("\0\udc80=@+\r\n_x")), min_size=1, max_size=4))
def test_any_words_are_read_back(texts: list[str]) -> None:
    for name, (form, read, _) in READERS.items():
        with pytest.MonkeyPatch.context() as patch:
            module = form.writers["statements"].__module__
            patch.setattr(f"{module}.table_rows", lambda subject, values: iter(values))
            rows = read(b"".join(form.writers["statements"](as_column(texts), ABOUT)))
        assert len(rows) == len(texts)
        for row, text in zip(rows, texts, strict=True):
            if name == "parquet":
                assert row["sentence"] == kept(text)
                assert (row["published"], row["filed"]) == (date(1850, 1, 2), datetime(1, 1, 1, tzinfo=UTC))
            elif name == "csv":
                assert row["sentence"].removeprefix("'") == kept(text).removeprefix("'")
            else:
                assert len((row["sentence"] or "").replace("_x005F_", "_")) == len(text)
                assert row["published"] == "1850-01-02"


def test_a_text_that_no_cell_holds_is_cut_and_says_so() -> None:
    long = "\U0001f600" * CELL_LONGEST
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("according.exports.exchange.workbook.table_rows", lambda subject, values: iter(values))
        [row] = xlsx_rows(b"".join(XLSX.writers["statements"](as_column([long]), ABOUT)))
    assert row["sentence"].endswith("… [cut]")
    assert len(row["sentence"].encode("utf-16-le")) <= 2 * CELL_LONGEST
