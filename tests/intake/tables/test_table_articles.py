"""Tables of articles: which column is what, and what becomes of each row, for every kind of file."""

from __future__ import annotations

import csv
import io
import json
import random
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import openpyxl
import pyarrow
import pyarrow.parquet
import pytest
from typer.testing import CliRunner

from according.commands import cli
from according.intake.files import load
from according.intake.source import Source
from according.intake.tables.mapping import NO_COLUMNS, Columns
from according.intake.unpacking import unpack
from according.intake.wishes import NO_WISHES, Wishes

ROWS: list[dict[str, str]] = [
    {"id": "a", "headline": "Convoy attacked", "body": "At least 12 soldiers were killed.\nThe army said so.",
     "published_at": "2024-03-03T10:30:00+02:00", "outlet": "Example News", "link": "https://example.org/a"},
    {"id": "b", "headline": "Empty", "body": "", "published_at": "2024-03-04", "outlet": "Example News", "link": "https://example.org/b"},
    {"id": "c", "headline": "Odd day", "body": "Two men, one \"unhurt\", fled; nobody died.", "published_at": "soon",
     "outlet": "", "link": ""},
]  # fmt: skip


def as_csv(rows: Sequence[dict[str, str]], delimiter: str = ",") -> bytes:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, list(rows[0]), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def as_parquet(rows: Sequence[dict[str, str]]) -> bytes:
    out = io.BytesIO()
    pyarrow.parquet.write_table(pyarrow.Table.from_pylist(list(rows)), out, row_group_size=2)
    return out.getvalue()


def as_workbook(rows: Sequence[dict[str, str]]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(list(rows[0]))
    for row in rows:
        sheet.append(list(row.values()))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def as_lines(rows: Sequence[dict[str, str]]) -> bytes:
    return "\n".join(map(json.dumps, rows)).encode()


def as_array(rows: Sequence[dict[str, str]]) -> bytes:
    return json.dumps(rows, indent=1).encode()


def as_record(rows: Sequence[dict[str, str]]) -> bytes:
    return json.dumps({"status": "ok", "articles": rows}).encode()


# Each with the number that its first row has, as people count, and how many further on the third is.
FORMS: list[tuple[str, Callable[[Sequence[dict[str, str]]], bytes], int, int]] = [
    ("csv", as_csv, 2, 3), ("tsv", lambda rows: as_csv(rows, "\t"), 2, 3), ("jsonl", as_lines, 1, 2), ("json", as_array, 1, 2),
    ("json", as_record, 1, 2), ("parquet", as_parquet, 1, 2), ("xlsx", as_workbook, 2, 2),
]  # fmt: skip


def expand(data: bytes, name: str, columns: Columns = NO_COLUMNS) -> tuple[list[Source], list[str]]:
    told: list[str] = []
    return list(unpack([Source(name, data=data)], Wishes(columns=columns, tell=told.append))), told


def texts(sources: Sequence[Source]) -> list[str]:
    return [source.data.decode() for source in sources if source.data is not None and source.refused is None]


def why(source: Source) -> str:
    assert source.refused is not None
    return source.refused


@pytest.mark.parametrize(("suffix", "write", "first", "further"), FORMS)
def test_each_row_is_a_report(suffix: str, write: Callable[[Sequence[dict[str, str]]], bytes], first: int, further: int) -> None:
    sources, (told,) = expand(write(ROWS), f"news.{suffix}")
    assert [source.path for source in sources][::2] == [f"news.{suffix}/{first}", f"news.{suffix}/{first + further}"]
    assert texts(sources) == [ROWS[0]["body"], ROWS[2]["body"]]
    facts = sources[0].facts
    assert (facts.title, facts.publisher, facts.url) == ("Convoy attacked", "Example News", "https://example.org/a")
    assert (facts.published, facts.published_at) == (date(2024, 3, 3), datetime.fromisoformat("2024-03-03T10:30:00+02:00"))
    assert facts.dated_by == "column published_at"
    assert sources[1].refused == "no text in this row: its column body is empty"
    assert sources[2].facts.published is None
    assert "'soon' in column published_at is not a date" in sources[2].problems[0].what
    assert "text = body, title = headline, date = published_at, publisher = outlet, url = link" in told
    assert "--text-column" in told


def test_the_user_says_which_column_is_what() -> None:
    rows = [{"Summary": "Two died.", "Body": "Twelve people were killed.", "When": "3 March 2024"}]
    sources, (told,) = expand(as_csv(rows), "a.csv", Columns(text="summary", date="When"))
    assert texts(sources) == ["Two died."]
    assert sources[0].facts.published == date(2024, 3, 3)
    assert "text = Summary, date = When" in told
    (refused,), _ = expand(as_csv(rows), "a.csv", Columns(text="story"))
    assert why(refused) == "no column 'story'; its columns are Summary, Body, When"


def test_a_column_without_a_telling_name_is_known_by_its_length() -> None:
    rows = [{"nr": str(number), "inhalt": "Twelve people were killed in the blast. " * 10} for number in range(3)]
    sources, (told,) = expand(as_csv(rows), "a.csv")
    assert len(texts(sources)) == 3
    assert "text = inhalt" in told


def test_a_column_is_what_its_name_says_only_where_it_can_be() -> None:
    rows = [{"content": "17", "text": "Two died.", "url": "none", "date": "unknown"}]
    _, (told,) = expand(as_csv(rows), "a.csv")
    assert told.startswith("a.csv: a table of articles: text = text;")


def test_a_table_without_texts_says_what_it_has() -> None:
    (refused,), told = expand(b"path,date\na.txt,2024-03-03\n", "dates.csv")
    assert (why(refused).partition(":")[0], told) == ("a table without a column of texts or of figures", [])
    assert "path, date" in why(refused)
    for empty in (b"title,body\n", b"\n\n"):
        assert "nothing to read in this" in why(expand(empty, "a.csv")[0][0])


# -- days ----------------------------------------------------------------------------------------------------------


def dated(*days: str) -> list[Source]:
    return expand(as_csv([{"body": "Two died.", "date": day} for day in days]), "a.csv")[0]


@pytest.mark.parametrize(
    ("days", "found", "by"),
    [
        (("3/4/2018", "25/4/2018"), date(2018, 4, 3), "column date, day first as its other rows show"),
        (("3/4/2018", "4/25/2018"), date(2018, 3, 4), "column date, month first as its other rows show"),
        (("3/4/2018", "4.5.2018"), None, None),  # nothing shows the order
        (("3/4/2018", "25/4/2018", "4/25/2018"), None, None),  # both orders are shown
        (("3/3/2018", "3/4/2018"), date(2018, 3, 3), "column date"),
    ],
)
def test_an_open_day_is_settled_by_its_column_alone(days: tuple[str, ...], found: date | None, by: str | None) -> None:
    first = dated(*days)[0]
    assert (first.facts.published, first.facts.dated_by) == (found, by)
    assert ["can be read in two ways" in problem.what for problem in first.problems] == ([True] if found is None else [])


def test_a_row_far_below_settles_the_order_of_the_first() -> None:
    assert dated(*["3/4/2018"] * 500, "25/4/2018")[0].facts.published == date(2018, 4, 3)


@pytest.mark.parametrize(
    ("words", "day", "at"),
    [
        ("2018-06-19T10:30:00Z", date(2018, 6, 19), datetime(2018, 6, 19, 10, 30, tzinfo=UTC)),
        ("2018-06-19 23:30", date(2018, 6, 19), None),  # of which zone is not said
        ("20180619", date(2018, 6, 19), None),
        ("1529404200", date(2018, 6, 19), datetime(2018, 6, 19, 10, 30, tzinfo=UTC)),
        ("Tue, 19 Jun 2018 10:30:00 GMT", date(2018, 6, 19), datetime(2018, 6, 19, 10, 30, tzinfo=UTC)),
        ("June 19, 2018, 10:30 AM", date(2018, 6, 19), None),
        ("19 June 2018", date(2018, 6, 19), None),
        ("2018-02-30", None, None),
        ("19 June", None, None),
        ("2018619", None, None),
        ("3/4/18", None, None),
    ],
)
def test_days_are_read_in_one_way_or_not_at_all(words: str, day: date | None, at: datetime | None) -> None:
    facts = dated("2018-01-01", words)[1].facts
    assert (facts.published, facts.published_at) == (day, at)


# -- what is damaged -----------------------------------------------------------------------------------------------


def test_a_broken_row_is_told_and_the_others_are_read() -> None:
    data = b'title,body\na,One died.\nb,"Two" died.\nc,Three died.,more\nd,Four \xff died.\n\ne,"Five\ndied."\nf,Caf\xc3\xa9s.\n'
    sources, _ = expand(data, "a.csv")
    assert [source.path for source in sources] == ["a.csv/2", "a.csv/3", "a.csv/4", "a.csv/5", "a.csv/7", "a.csv/9"]
    assert texts(sources) == ["One died.", "Five\ndied.", "Cafés."]
    refused = [source.refused for source in sources if source.refused]
    assert "mend its quotation marks" in refused[0]
    assert refused[1].startswith("3 cells below 2 headings")
    assert refused[2].startswith("undecodable")


def test_a_quotation_mark_that_is_never_closed_is_told_with_its_line() -> None:
    sources, _ = expand(b'title,body\na,One died.\nb,"Two died.\nc,Three died.\n', "a.csv")
    assert texts(sources) == ["One died."]
    assert (sources[1].path, "unexpected end of data" in why(sources[1])) == ("a.csv/3", True)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_encodings(encoding: str) -> None:
    rows = "title;body\n" + "".join(f"{n};In “Vélmar” {n} people died, the café’s owner said.\n" for n in range(40))
    assert texts(expand(rows.encode(encoding), "a.csv")[0])[3] == "In “Vélmar” 3 people died, the café’s owner said."


def test_a_damaged_line_of_json_is_told_and_the_others_are_read() -> None:
    data = b'{"text": "One died."}\n{"text": "Two di\n[1]\n{"text": "Three died.", "source": {"name": "Example News"}}\n' + b"[" * 100_000
    sources, _ = expand(data, "a.jsonl")
    assert texts(sources) == ["One died.", "Three died."]
    assert sources[3].facts.publisher == "Example News"
    assert [source.path for source in sources if source.refused] == ["a.jsonl/2", "a.jsonl/3", "a.jsonl/5"]


@pytest.mark.parametrize("cut", [1, 25, 60])
def test_a_cut_array_keeps_what_came_before(cut: int) -> None:
    data = json.dumps([{"text": f"{number} died."} for number in range(500)]).encode()
    sources, _ = expand(data[:-cut], "a.json")
    whole = data[:-cut].count(b"}")
    assert texts(sources) == [f"{number} died." for number in range(whole)]
    assert (sources[-1].path, f"behind element {whole:,} of its array" in why(sources[-1])) == ("a.json", True)


@pytest.mark.parametrize(("name", "data"), [("a.parquet", as_parquet(ROWS)), ("a.xlsx", as_workbook(ROWS))])
def test_a_damaged_file_is_a_clear_refusal(name: str, data: bytes) -> None:
    for broken in (data[: len(data) // 2], data[:40], data[:200] + bytes(len(data) - 200)):
        sources, _ = expand(broken, name)
        assert all(source.refused is not None for source in sources)
        assert "program failed" not in "".join(map(why, sources))


def test_damage_anywhere_is_a_clear_refusal() -> None:
    noise = random.Random(7)
    for suffix, write, _, _ in FORMS:
        data = write(ROWS * 5)
        for _ in range(30):
            broken = bytearray(data)
            for _ in range(noise.choice((1, 4, 60))):
                broken[noise.randrange(len(broken))] = noise.randrange(256)
            for source in expand(bytes(broken[: noise.choice((len(broken), noise.randrange(1, len(broken))))]), f"a.{suffix}")[0]:
                assert "program failed" not in (source.refused or ""), (suffix, source.refused)


def test_sheets_have_their_names_and_rows_their_places() -> None:
    book = openpyxl.Workbook()
    first, second = book.active, book.create_sheet("March")
    assert first is not None
    first.title = "February"
    for sheet in (first, second):
        sheet.append(["text", "date"])
        sheet.append(["Two died.", datetime(2024, 3, 2)])
    out = io.BytesIO()
    book.save(out)
    sources, _ = expand(out.getvalue(), "a.xlsx")
    assert [source.path for source in sources] == ["a.xlsx/February/2", "a.xlsx/March/2"]
    assert {source.facts.published for source in sources} == {date(2024, 3, 2)}


def test_a_cell_with_tags_is_read_as_a_page() -> None:
    cell = "<p>Police said twelve people were killed in Velmar &amp; Osten on Monday.</p><p>Three others were hurt.</p>"
    whole = f"<!DOCTYPE html><html><body>{cell}</body></html>"
    sources, _ = expand(as_csv([{"body": cell}, {"body": whole}, {"body": "If x < 3 and y > 2, two died."}]), "a.csv")
    read = ["Police said twelve people were killed in Velmar & Osten on Monday.\n\nThree others were hurt."] * 2
    assert [load(source)[1].text for source in sources] == [*read, "If x < 3 and y > 2, two died."]


def test_a_table_from_a_file_is_read_row_by_row(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("title,body\n" + "a,Two died.\n" * 5_000, "utf8")
    sources = unpack([Source(str(path))], Wishes())
    assert next(sources).path == f"{path}/2"
    path.unlink()
    assert sum(1 for _ in sources) == 4_999


@pytest.mark.model
def test_the_command_reads_each_form_end_to_end(tmp_path: Path) -> None:
    paths = []
    for number, (suffix, write, _, _) in enumerate(FORMS):
        paths.append(tmp_path / f"{number}.{suffix}")
        paths[-1].write_bytes(write(ROWS))
    done = CliRunner().invoke(cli.app, ["read", "--json", "--text-column", "body", *map(str, paths)])
    assert done.exit_code == 1  # the row without a text
    read = [json.loads(line) for line in done.stdout.splitlines()]
    firsts = [one for one in read if one["report"].get("title") == "Convoy attacked"]
    assert [Path(one["report"]["path"]).parent for one in firsts] == paths
    for one in firsts:
        (figure,) = [figure for statement in one["statements"] for figure in statement["figures"]]
        assert (figure["low"], figure["measure"], one["report"]["published"]) == (12, "killed", "2024-03-03")
    assert done.stderr.count("a table of articles") == len(FORMS)
    assert done.stderr.count("no text in this row: its column body is empty") == len(FORMS)


def test_a_workbook_that_takes_too_long_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from according.intake.documents.child import Limits

    book = openpyxl.Workbook()
    for number in range(20_000):
        book.active.append([f"body {number}", "x"])
    book.save(tmp_path / "a.xlsx")
    monkeypatch.setattr("according.intake.tables.workbooks.WORKBOOK_LIMITS", Limits(seconds=0.2))
    [source] = unpack([Source(str(tmp_path / "a.xlsx"))], NO_WISHES)
    assert "took longer than 0.2 seconds" in (source.refused or "")
