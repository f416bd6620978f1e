"""What is read becomes rows, and rows become the very reading again."""

from __future__ import annotations

from dataclasses import replace

import pyarrow as arrow
import pytest
from drafts import draft, make_reading

from according.bulk.arrow_tables import TABLES, TABLES_VERSION, TableName, arrow_schema
from according.bulk.signatures import sign
from according.bulk.table_rows import ODD, PASSED_OVER, REFUSED, Rows, process, restore
from according.report import Report
from according.services.read import Outcome
from according.statement import Mention, PassedOver, Problem, Reading


def through_arrow(rows: Rows) -> dict[TableName, list[dict[str, object]]]:
    return {table: arrow.Table.from_pylist(held, schema=arrow_schema(table)).to_pylist() for table, held in rows.tables.items()}


@pytest.mark.parametrize("before", ["", "Rain fell. ", "\ud83d \U0001f600 x. ", "half \udc00 a character. ", "NUL \0 and \u202e. "])
def test_a_reading_is_the_same_again(before: str) -> None:
    reading = make_reading(draft(12), draft(5, "miners", speaker=None, place=None), before=before, title="=1+1", url="https://a.example")
    reading = replace(reading, problems=(Problem(0, 1, "odd"),), passed_over=(PassedOver(Mention(0, 1, reading.report.text[0]), "year"),))
    tables = through_arrow(process([Outcome(reading)], "s"))
    assert restore(tables["reports"][0], tables["statements"], tables["figures"], tables["problems"]) == reading


def test_words_lie_where_the_offsets_say() -> None:
    reading = make_reading(draft(12), draft(34), before="\U0001f600 " * 5)
    tables = through_arrow(process([Outcome(reading)], "s"))
    text = str(tables["reports"][0]["text"])
    for table, words in (("statements", "sentence"), ("figures", "number")):
        for row in tables[table]:  # type: ignore[index]
            assert text[row["start"] : row["end"]] == row[words]


def test_what_could_not_be_read_is_a_row() -> None:
    damaged = Outcome(Reading(Report("", path="a.warc")), "damaged behind record 3")
    tables = through_arrow(process([damaged, Outcome(make_reading(draft(1)))], "s", 7))
    (row,) = tables["problems"]
    assert (row["ordinal"], row["path"], row["kind"], row["what"], row["report"]) == (7, "a.warc", REFUSED, "damaged behind record 3", None)
    assert [row["ordinal"] for row in tables["reports"]] == [8]
    assert {ODD, PASSED_OVER, REFUSED} == {"odd", "passed over", "refused"}


def test_each_column_is_explained_once_in_a_table() -> None:
    for table, columns in TABLES.items():
        names = [column.name for column in columns]
        assert len(set(names)) == len(names)
        assert all(column.meaning for column in columns)
        schema = arrow_schema(table)
        assert (schema.names, schema.metadata[b"according.schema"]) == (names, TABLES_VERSION.encode())


def test_likeness_is_the_share_of_common_triples() -> None:
    words = [f"w{number}" for number in range(400)]
    one, other = " ".join(words), " ".join(words[:200] + [f"x{number}" for number in range(200)])
    signatures = [sign(text) or b"" for text in (one, other, one.upper())]
    assert all(len(signature) == 512 for signature in signatures)
    assert signatures[0] == signatures[2]
    same = sum(signatures[0][at : at + 4] == signatures[1][at : at + 4] for at in range(0, 512, 4)) / 128
    # 198 of 598 triples are common.
    assert same == pytest.approx(198 / 598, abs=0.13)
    assert sign("two words") is None
