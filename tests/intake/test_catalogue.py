"""What a user says of each input: tables, dates in the names of files, and what wins over what."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from according.errors import InputError
from according.intake.catalogue import Catalogue, Facts, date_in_name, read_catalogue
from according.intake.files import Source, find_sources
from according.intake.kinds import KINDS, SUFFIXES, kind_of
from according.intake.text import Options, receive

DAY = date(2025, 1, 27)


@pytest.mark.parametrize(
    ("name", "pattern", "day"),
    [
        ("kursk-2025-01-27.txt", "%Y-%m-%d", DAY),
        ("20250127_kursk.md", "%Y%m%d", DAY),
        ("27.1.25 Kursk.txt", "%d.%m.%y", DAY),
        ("27-Jan-2025.txt", "%d-%b-%Y", DAY),
        ("January 27 2025.txt", "%B %d %Y", DAY),
        ("2025-027.txt", "%Y-%j", DAY),
        ("2025-13-45 2025-01-27.txt", "%Y-%m-%d", DAY),  # the first is no date
        ("120250127.txt", "%Y%m%d", None),  # digits of another number
        ("kursk.txt", "%Y-%m-%d", None),
        ("2025-02-30.txt", "%Y-%m-%d", None),
    ],
)
def test_dates_in_names(name: str, pattern: str, day: date | None) -> None:
    assert date_in_name(name, pattern) == day


@pytest.mark.parametrize("pattern", ["%Y-%m", "%H:%M", "2025", "%d.%m", "%Q%Y%m%d", ""])
def test_a_pattern_that_settles_no_day_is_refused(pattern: str) -> None:
    with pytest.raises(InputError, match="is no pattern for dates in names"):
        read_catalogue(None, pattern)


@pytest.mark.parametrize("text", [
    "path,date,publisher\na.txt,2025-01-27,A paper\n", "date\tFile\tPublisher\n27 January 2025\ta.txt\tA paper\n",
    "\ufeffname;date;publisher\r\na.txt;2025-01-27;A paper\r\n", 'path,note,date,publisher\n"a.txt","x, y",2025-01-27,"A paper"\n',
])  # fmt: skip
def test_tables_of_every_form(text: str, tmp_path: Path) -> None:
    (tmp_path / "dates.csv").write_text(text, "utf8", newline="")
    found = read_catalogue(str(tmp_path / "dates.csv"))
    assert found.facts_of("folder/a.txt") == found.facts_of("a.txt") == Facts(DAY, None, "A paper")
    assert found.problems == ()


def test_what_a_table_cannot_say_is_told_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "dates.csv").write_text("path,date,title\na.txt,soon,A\nb.txt,2025-01-27,\nb.txt,2025-01-28,\n,2025-01-28\nc.txt\n", "utf8")
    found = read_catalogue(str(tmp_path / "dates.csv"))
    assert [problem.split("dates.csv, ")[1] for problem in found.problems] == [
        "line 2: 'soon' is not a date; write it as 2025-01-27", "line 4: b.txt stands twice; the first row is taken"
    ]  # fmt: skip
    assert (found.facts_of("a.txt"), found.facts_of("b.txt").published) == (Facts(None, "A"), DAY)
    assert found.unused([Source("a.txt"), Source("x/b.txt")]) == ["c.txt"]


@pytest.mark.parametrize("text", ["", "a.txt,2025-01-27\n", "path\na.txt\n", "date\n2025-01-27\n"])
def test_a_table_without_its_columns_is_refused(text: str, tmp_path: Path) -> None:
    (tmp_path / "dates.csv").write_text(text, "utf8")
    with pytest.raises(InputError, match=r"dates\.csv: (the first line names no columns|empty)"):
        read_catalogue(str(tmp_path / "dates.csv"))


def test_a_table_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"none\.csv: no such file"):
        read_catalogue(str(tmp_path / "none.csv"))


def test_what_wins() -> None:
    """What is said of all, then the table, then the file's name, then what the report says of itself."""
    text = "---\ntitle: Own\ndate: 2020-01-01\npublisher: Own paper\n---\n\nThe army said 12 soldiers were killed on Monday.\n"
    table = Catalogue({"a 2022-02-02.txt": Facts(date(2021, 1, 1), "Table")}, "%Y-%m-%d")

    def received(options: Options, path: str | None) -> tuple[date | None, str | None, str | None]:
        report = receive(text, options, path=path).report
        return report.published, report.title, report.publisher

    assert received(Options(DAY, catalogue=table), "x/a 2022-02-02.txt") == (DAY, "Table", "Own paper")
    assert received(Options(catalogue=table), "x/a 2022-02-02.txt") == (date(2021, 1, 1), "Table", "Own paper")
    assert received(Options(catalogue=table), "b 2022-02-02.txt") == (date(2022, 2, 2), "Own", "Own paper")
    assert received(Options(catalogue=table), "c.txt") == (date(2020, 1, 1), "Own", "Own paper")
    assert received(Options(catalogue=table), None) == (date(2020, 1, 1), "Own", "Own paper")


def test_a_report_without_a_date_says_so() -> None:
    body = "The army said 12 soldiers were killed on Monday."
    [problem] = receive(body).problems
    assert (problem.start, problem.end) == (0, 0)
    assert problem.what.startswith("no date is given")
    assert receive(body, Options(DAY)).problems == receive(f"date: 2025-01-27\n\n{body}").problems == ()


def test_kinds_do_not_overlap() -> None:
    suffixes = [suffix for kind in KINDS for suffix in kind.suffixes]
    signatures = [signature for kind in KINDS for signature in kind.signatures]
    assert len(set(suffixes)) == len(suffixes)
    assert not [(a, b) for a in signatures for b in signatures if a is not b and b.startswith(a)]
    assert all((kind.extract is None) == bool(kind.advice) for kind in KINDS)
    assert SUFFIXES == (".txt", ".md", ".markdown")


@pytest.mark.parametrize(
    ("data", "path", "kind"),
    [(b"A text", "a.md", "Markdown"), (b"A text", None, "plain text"), (b"A text", "a.pdf", "plain text"), (b"%PDF-1.7", "a.txt", "a PDF")],
)
def test_bytes_say_more_than_names(data: bytes, path: str | None, kind: str) -> None:
    assert kind_of(data, path).name == kind


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_in_a_folder_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("A text.", "utf8")
    os.mkfifo(tmp_path / "b.txt")
    assert [source.path for source in find_sources([str(tmp_path)])] == [str(tmp_path / "a.txt")]
    assert [source.path for source in find_sources([str(tmp_path / "b.txt")])] == [str(tmp_path / "b.txt")]
