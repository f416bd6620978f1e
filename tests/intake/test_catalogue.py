"""What a user says of each input: tables, dates in the names of files, and what wins over what."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path, PurePath

import pytest

from according.errors import InputError, RequestError
from according.intake.catalogue import Catalogue, date_in_name, read_catalogue
from according.intake.facts import NO_FACTS, Facts
from according.intake.files import find_sources
from according.intake.kinds import FOLDER_SUFFIXES, INPUT_KINDS, INPUT_SUFFIXES, extract, kind_of
from according.intake.source import Source
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
        ("2025111.txt", "%Y%m%d", None),  # 11 January or 1 November
        ("7Jan2025.txt", "%d%b%Y", date(2025, 1, 7)),
        ("2025-01-27 to 2025-02-02.txt", "%Y-%m-%d", None),  # one of two
        ("2025-01-27 2025-1-27.txt", "%Y-%m-%d", DAY),
        ("2025-13-45 2025-01-27.txt", "%Y-%m-%d", DAY),  # the first is no date
        ("120250127.txt", "%Y%m%d", None),  # digits of another number
        ("kursk.txt", "%Y-%m-%d", None),
        ("2025-02-30.txt", "%Y-%m-%d", None),
    ],
)
def test_dates_in_names(name: str, pattern: str, day: date | None) -> None:
    assert date_in_name(name, pattern) == day


@pytest.mark.parametrize("pattern", ["%Y-%m", "%H:%M", "2025", "%d.%m", "%Q%Y%m%d", "%Y%m%d %Y", "%Y-%m-%d %m", ""])
def test_a_pattern_that_settles_no_day_is_refused(pattern: str) -> None:
    with pytest.raises(RequestError, match="is no pattern for dates in names") as caught:
        read_catalogue("none.csv", pattern, [])
    assert caught.value.field == "date_pattern"


def write(folder: Path, text: str, name: str = "dates.csv") -> str:
    (folder / name).write_text(text, "utf8", newline="")
    return str(folder / name)


def said(table: str, *paths: str) -> tuple[list[Facts], list[str]]:
    """Return what a table says of inputs, and what of it cannot be followed, without the table's own name."""
    found = read_catalogue(table, None, [Source(path) for path in paths])
    assert found is not None
    return [found.facts_of(path) for path in paths], [problem.replace(table, "").strip(", :") for problem in found.problems]


@pytest.mark.parametrize("text", [
    "path,date,publisher\na.txt,2025-01-27,A paper\n", "date\tFile\tPublisher\n27 January 2025\ta.txt\tA paper\n",
    "\ufeffname;date;publisher\r\na.txt;2025-01-27;A paper\r\n", 'path,note,date,publisher\n\n"a.txt","x, y",2025-01-27,"A paper"\n',
    "path,date,publisher\n./folder//a.txt,2025-01-27,A paper\n",
])  # fmt: skip
def test_tables_of_every_form(text: str, tmp_path: Path) -> None:
    assert said(write(tmp_path, text), "folder/a.txt", "b.txt") == ([Facts(DAY, None, "A paper"), NO_FACTS], [])


def test_what_a_table_cannot_say_is_told_with_its_line(tmp_path: Path) -> None:
    table = 'path,date,title\na.txt,soon,"A\ntitle"\nb.txt,2025-01-27,\n./b.txt,2025-01-28,\n,2025-01-28\n,\nc.txt\n'
    facts, problems = said(write(tmp_path, table), "a.txt", "x/b.txt")
    assert facts == [Facts(None, "A\ntitle"), Facts(DAY)]
    assert problems == [
        "line 2: 'soon' is not a date; write it as 2025-01-27", "line 5: ./b.txt stands twice; the first row is taken",
        "line 6: no path, so nothing is said of any input; write one",
        "no input is called c.txt (line 8); write paths as they are given, or how they end",
    ]  # fmt: skip


def test_a_row_that_could_name_two_inputs_names_neither(tmp_path: Path) -> None:
    facts, problems = said(write(tmp_path, "path,date\na.txt,2025-01-27\n"), "r/x/a.txt", "r/y/a.txt", "b/a.txt", "c/a.txt", "d.txt")
    assert facts == [NO_FACTS] * 5
    assert problems == ["line 2: a.txt can be r/x/a.txt, r/y/a.txt, b/a.txt or 1 more; write more of the path"]
    facts, problems = said(write(tmp_path, "path,date\nx/a.txt,2025-01-27\na.txt,2025-01-28\n"), "r/x/a.txt", "r/y/a.txt")
    assert (facts, problems) == ([Facts(DAY), Facts(date(2025, 1, 28))], [])  # the longer end is the nearer one


def test_a_path_as_given_is_that_input_whatever_else_ends_like_it(tmp_path: Path) -> None:
    facts, problems = said(write(tmp_path, "path,date\na.txt,2025-01-27\n"), "a.txt", "x/a.txt", "./a.txt")
    assert (facts, problems) == ([Facts(DAY), NO_FACTS, Facts(DAY)], [])


def test_an_end_begins_behind_a_stroke(tmp_path: Path) -> None:
    facts, problems = said(write(tmp_path, "path,date\na.txt,2025-01-27\n"), "extra.txt", "x/ba.txt")
    assert facts == [NO_FACTS, NO_FACTS]
    assert len(problems) == 1


def test_many_rows_without_input_are_told_in_one_line(tmp_path: Path) -> None:
    rows = "".join(f"{number}.txt,2025-01-27\n" for number in range(2000))
    assert said(write(tmp_path, f"path,date\n{rows}"), "7.txt")[1] == [
        "no input is called 0.txt (line 2), 1.txt (line 3), 2.txt (line 4) nor 1,996 more; write paths as they are given, or how they end"
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "empty: no text"), ("a.txt,2025-01-27\n", "the first line names no columns"), ("path\na.txt\n", "names no columns"),
        ("date\n2025-01-27\n", "names no columns"), ("path,file,date\na,b,2025-01-27\n", "the columns path and file mean the same"),
        (f"path,date\n\na.txt,{'x' * 200_000}\n", "line 3: not a row of a table .*field larger"),
        ('path,date\na.txt,"2025-01-27\nb.txt,2025-01-28\n', "line 2: not a row of a table .*mend its quotation marks"),
        ("PK\x03\x04 path,date\n", "not a text but a ZIP archive"),
    ],
)  # fmt: skip
def test_what_is_no_table_is_refused(text: str, told: str, tmp_path: Path) -> None:
    with pytest.raises(RequestError, match=rf"dates\.csv.*{told}") as caught:
        said(write(tmp_path, text), "a.txt")
    assert caught.value.field == "dates"


def test_a_table_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(RequestError, match=r"none\.csv: no such file"):
        said(str(tmp_path / "none.csv"))


def test_a_process_is_given_what_is_said_of_its_inputs_alone() -> None:
    options = Options(DAY, catalogue=Catalogue({f"{number}.txt": Facts(None, str(number)) for number in range(9)}, "%Y-%m-%d", ("odd",)))
    cut = options.cut_to(["3.txt", "none.txt"])
    assert cut == Options(DAY, catalogue=Catalogue({"3.txt": Facts(None, "3")}, "%Y-%m-%d"))


def test_what_wins() -> None:
    """What is said of all, then the table, then the file's name, then what the file says of its text, then the text."""
    text = "---\ntitle: Own\ndate: 2020-01-01\npublisher: Own paper\n---\n\nThe army said 12 soldiers were killed on Monday.\n"
    table = Catalogue({"x/a 2022-02-02.txt": Facts(date(2021, 1, 1), "Table")}, "%Y-%m-%d")

    def received(options: Options, path: str | None) -> tuple[date | None, str | None, str | None]:
        report = receive(text, options, path=path).report
        return report.published, report.title, report.publisher

    assert received(Options(DAY, catalogue=table), "x/a 2022-02-02.txt") == (DAY, "Table", "Own paper")
    assert received(Options(catalogue=table), "x/a 2022-02-02.txt") == (date(2021, 1, 1), "Table", "Own paper")
    assert received(Options(catalogue=table), "b 2022-02-02.txt") == (date(2022, 2, 2), "Own", "Own paper")
    assert received(Options(catalogue=table), "c.txt") == (date(2020, 1, 1), "Own", "Own paper")
    assert receive(text, found=Facts(date(2023, 3, 3))).report.published == date(2023, 3, 3)
    assert receive(text, Options(DAY), found=Facts(date(2023, 3, 3), "File")).report.title == "File"
    assert received(Options(catalogue=table), None) == (date(2020, 1, 1), "Own", "Own paper")


def test_a_report_without_a_date_says_so() -> None:
    body = "The army said 12 soldiers were killed on Monday."
    [problem] = receive(body).problems
    assert (problem.start, problem.end) == (0, 0)
    assert problem.what.startswith("no date is given")
    assert all(way in problem.what for way in ("date: 2025-01-27", "--date,", "--dates", "--date-pattern", "published="))
    assert [receive(refused).problems for refused in ("", f"<html>{body}")] == [(), receive(f"<html>{body}", Options(DAY)).problems]
    assert receive(body, Options(DAY)).problems == receive(f"date: 2025-01-27\n\n{body}").problems == ()


def test_kinds_do_not_overlap() -> None:
    suffixes = [suffix for kind in INPUT_KINDS for suffix in kind.suffixes]
    signatures = [signature for kind in INPUT_KINDS for signature in kind.signatures]
    assert len(set(suffixes)) == len(suffixes)
    assert not [(a, b) for a in signatures for b in signatures if a is not b and b.startswith(a)]
    assert all((kind.extract is None and kind.expand is None) == bool(kind.advice) for kind in INPUT_KINDS)
    # A name counts only for what is read: a suffix of anything else would say nothing.
    assert [kind.name for kind in INPUT_KINDS if kind.advice and kind.suffixes] == []
    assert {".txt", ".md", ".markdown", ".pdf", ".docx", ".odt", ".rtf", ".eml", ".mbox"} <= set(INPUT_SUFFIXES)


@pytest.mark.parametrize(
    ("data", "path", "kind"),
    [(b"A text", "a.md", "Markdown"), (b"A text", None, "plain text"), (b"A text", "a.pdf", "a PDF"), (b"%PDF-1.7", "a.txt", "a PDF"),
     (b"\xef\xbb\xbf\n<!DOCTYPE html><p>x", "a.txt", "a web page"), (b"A <html> tag", "a.txt", "plain text"),
     (b"A <html> tag", "a.html", "a web page"), ("<!doctype html><p>x".encode("utf-16"), "a.txt", "a web page")],
)
def test_bytes_say_more_than_names(data: bytes, path: str | None, kind: str) -> None:
    assert kind_of(data, path).name == kind


@pytest.mark.parametrize(("data", "told"), [(b"\xd0\xcf\x11\xe0", "as .docx"), (b"\x7fELF", "give the text")])
def test_what_is_known_and_not_read_says_what_to_do(data: bytes, told: str) -> None:
    with pytest.raises(InputError, match=f"not a text but .*{told}"):
        extract(data, "a.txt")


def test_a_folder_gives_what_the_kinds_read(tmp_path: Path) -> None:
    for suffix in (*INPUT_SUFFIXES, ".exe", ".png", ".css"):
        (tmp_path / f"a{suffix}").write_text("A text.", "utf8")
    assert {PurePath(source.path).name[1:] for source in find_sources([str(tmp_path)])} == set(FOLDER_SUFFIXES)


def test_a_table_of_dates_in_the_folder_is_no_input(tmp_path: Path) -> None:
    for name in ("a.txt", "dates.csv"):
        (tmp_path / name).write_text("path,date\na.txt,2025-01-27\n", "utf8")
    table = str(tmp_path / "dates.csv")
    assert [source.path for source in find_sources([str(tmp_path)], os.path.relpath(table))] == [str(tmp_path / "a.txt")]
    # Named itself it is one all the same.
    assert [source.path for source in find_sources([table], table)] == [table]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_in_a_folder_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("A text.", "utf8")
    os.mkfifo(tmp_path / "b.txt")
    assert [source.path for source in find_sources([str(tmp_path)])] == [str(tmp_path / "a.txt")]
    assert [source.path for source in find_sources([str(tmp_path / "b.txt")])] == [str(tmp_path / "b.txt")]
