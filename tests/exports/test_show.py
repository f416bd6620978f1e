from __future__ import annotations

import json
import re
from datetime import date
from typing import Any

import pytest
from drafts import draft, make_reading
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from according.commands.screen import Layout, Printer
from according.exports.objects.readings import refusal_line, to_line, to_object
from according.exports.words.readings import FIGURE_HEADINGS, check_lines, figure_rows, statement_rows, visible
from according.exports.words.tables import COLUMN_GAP, Table, breakable, fit, plain_lines
from according.exports.words.traces import explain
from according.quantity import Quantity
from according.reckoning.checks.agreement import check_reading
from according.report import Report
from according.services.read import Outcome
from according.statement import Figure, Measure, Mention, Party, Place, Problem, Reading, Statement, Step, Time

TEXT = "The army said up to 40 rebels, 3.5 percent of them children, were killed in Kabul by mid-January. The mayor said little."


def mention(words: str) -> Mention:
    start = TEXT.index(words)
    return Mention(start, start + len(words), words)


def party(words: str) -> Party:
    found = mention(words)
    return Party(found.start, found.end, found.text)


def reading() -> Reading:
    place, when = mention("Kabul"), mention("mid-January")
    time = Time(when.start, when.end, when.text, date(2025, 1, 11), date(2025, 1, 20), "during", "day", "published")
    until = Time(None, None, None, None, date(2025, 1, 20), "as_of")
    whole = Figure(
        "f1", mention("up to 40"), Quantity.at_most(40.0), "people", "killed", population=party("rebels"), perpetrator=party("The army"),
        place=Place(place.start, place.end, place.text, "Kabul", "AF", 34.5, 69.2, "city"), time=time, status="estimated",
    )  # fmt: skip
    part = Figure("f2", mention("3.5 percent"), Quantity.exact(3.5), "percent", "killed", subset_of="f1", time=until)
    first = Statement(
        "s1", 0, 97, TEXT[:97], mention("up to 40"), (party("The army"),), mention("said"), stance="claims", figures=(whole, part),
        trace=(Step("speakers.subject", 0, 13, "subject of said"), Step("numbers.bound", 14, 22, "")),
    )  # fmt: skip
    both = (party("The mayor"), party("The army"))
    second = Statement("s2", 98, len(TEXT), TEXT[98:], mention("little"), both, mention("said"), negated=True)
    return Reading(Report(TEXT, path="a.txt", published=date(2025, 1, 27)), (first, second), (Problem(0, 3, "odd"),))


def test_keys_and_their_order_are_the_contract() -> None:
    row = to_object(reading())
    assert [key for key in row if key not in ("references", "passed_over")] == ["report", "statements", "checks", "problems"]
    assert list(json.loads(refusal_line("a.txt", "empty"))) == list(row)
    # fields may be added, never renamed: those behind the tags came later
    assert list(row["report"]) == [
        "id", "path", "title", "published", "publisher", "url", "language", "characters", "tags",
        "author", "published_at", "dated_by", "pages",
    ]  # fmt: skip
    statement = row["statements"][0]
    # fields may be added, never renamed: these came later
    assert [key for key in statement if key not in ("about", "time")] == [
        "id", "start", "end", "text", "speakers", "cue", "content", "quoted", "stance", "status", "negated", "evidence", "figures", "trace",
    ]  # fmt: skip
    assert list(statement["figures"][0]) == [
        "id", "number", "low", "high", "bound", "unit", "measure", "implied", "population", "perpetrator", "place", "time", "status",
        "counting", "subset_of", "restates",
    ]  # fmt: skip
    assert list(statement["speakers"][0]) == ["start", "end", "text", "name", "kind", "country"]
    assert row["problems"] == [{"where": {"start": 0, "end": 3}, "what": "odd"}]


def test_values_are_the_contract() -> None:
    first, second = to_object(reading())["statements"][0]["figures"]
    assert (first["low"], first["high"], first["bound"]) == (None, 40, "at_most")
    assert isinstance(first["high"], int)
    assert (second["low"], second["subset_of"]) == (3.5, "f1")
    assert (first["time"]["from"], first["time"]["to"], first["time"]["basis"]) == ("2025-01-11", "2025-01-20", "during")
    assert (second["time"]["start"], second["time"]["from"]) == (None, None)


def test_a_line_is_one_line_whatever_is_in_it() -> None:
    line = to_line(Reading(Report("a\nb\u2028c\ud800d\0", path="x\u2029")))
    assert len(line.splitlines()) == 1
    assert line.encode("utf8", "backslashreplace")
    assert refusal_line("a.txt", "why") == (
        '{"report": {"path": "a.txt"}, "statements": [], "checks": [], '
        '"problems": [{"where": {"start": 0, "end": 0}, "what": "why"}], "references": [], "passed_over": []}'
    )


def test_rows_say_who_says_how_many() -> None:
    whole, part = figure_rows(reading())
    assert whole == ("up to 40", "rebels", "killed", "The army", "Kabul", "mid-January [2025-01-11 to 2025-01-20]", "The army", "estimated")
    assert (part[0], part[5], part[7]) == ("3.5 percent", "[up to 2025-01-20]", "asserted, part of up to 40")
    assert statement_rows(reading()) == [("The mayor, citing The army", "said", "little", "says, asserted, not")]


def test_a_repair_that_takes_all_is_none() -> None:
    """4,700 wounded of 4,700 casualties leave no dead: "at most 0 killed" is no way to mend it, in one report or in many."""
    day = date(2025, 1, 27)
    tolls: tuple[tuple[int, Measure], ...] = ((600, "killed"), (4700, "wounded"), (4700, "casualties"))
    made = make_reading(*(draft(many, measure=measure, country="KP", days=(day, day), counting="running") for many, measure in tolls))
    [check] = [check for check in check_reading(made) if not check.holds]
    assert all(repair.change != -1 for repair in check.repairs)
    told, ways = check_lines(made)
    assert told.startswith("check: text: killed-and-wounded: ")
    assert "casualties (+12.8 %)" in ways
    assert "-100 %" not in ways


def test_plain_lines_keep_each_row_on_a_line_and_leave_out_empty_columns() -> None:
    lines = plain_lines(("a", "b", "c"), [("1", "", "日本"), ("22", "", "x")])
    assert lines == ["a   c", "1   日本", "22  x"]


def test_explain_gives_rules_and_their_words() -> None:
    lines = list(explain(reading()))
    assert lines[0] == "1. The army (claims, asserted): up to 40"
    assert lines[1].startswith("   figure: how many: up to 40; of whom: rebels; what happened: killed; ")
    assert lines[3] == "   speakers.subject [0:13] “The army said”: subject of said"
    assert lines[4] == "   numbers.bound [14:22] “up to 40”"


@pytest.mark.parametrize(
    ("text", "shown"),
    [("a\n b\tc", "a b c"), ("\x1b[31m", "\\u001b[31m"), ("a\u202eb", "a\\u202eb"), ("é 日 😀", "é 日 😀"), ("\U000e0041", "\\U000e0041")],
)
def test_what_cannot_be_seen_is_spelt_out(text: str, shown: str) -> None:
    assert visible(text) == shown


class Screen:
    """Standard output as a terminal would be."""

    encoding = "utf-8"

    def __init__(self) -> None:
        self.written = ""
        self.piped = False

    def write(self, text: str) -> int:
        self.written += text
        return len(text)

    def flush(self) -> None:
        pass

    def isatty(self) -> bool:
        return not self.piped


def on_screen(monkeypatch: pytest.MonkeyPatch, columns: int, *, piped: bool = False, layout: Layout = "fitted", **env: str) -> str:
    screen = Screen()
    screen.piped = piped
    monkeypatch.setattr("sys.stdout", screen)
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    for name, value in {"COLUMNS": str(columns), "LINES": "40", "TERM": "xterm-256color", **env}.items():
        monkeypatch.setenv(name, value)
    Printer(layout=layout).show(Outcome(reading()))
    return screen.written


@pytest.mark.parametrize("columns", [30, 50, 80, 111, 112, 200])
@pytest.mark.parametrize("piped", [False, True])
def test_no_line_is_wider_than_the_screen_and_no_number_is_lost(monkeypatch: pytest.MonkeyPatch, columns: int, piped: bool) -> None:
    shown = re.sub(r"\x1b\[[\d;]*m", "", on_screen(monkeypatch, columns, piped=piped))
    assert max(map(cell_len, shown.splitlines())) <= columns
    assert "up to 40" in shown
    assert "3.5 percent" in shown
    assert "…" not in shown


@pytest.mark.parametrize("columns", [60, 80, 120])
def test_the_measure_stands_on_the_first_line_of_its_figure(monkeypatch: pytest.MonkeyPatch, columns: int) -> None:
    lines = on_screen(monkeypatch, columns, piped=True).splitlines()
    assert ["killed" in line for line in lines if line.startswith(("up to 40", "3.5 percent"))] == [True, True]


@pytest.mark.parametrize("layout", ["wide", "records"])
def test_wide_and_records_lose_nothing(monkeypatch: pytest.MonkeyPatch, layout: Any) -> None:
    shown = " ".join(on_screen(monkeypatch, 60, piped=True, layout=layout).split())
    cells = [cell for row in (*figure_rows(reading()), *statement_rows(reading())) for cell in row if cell]
    assert [cell for cell in cells if cell not in shown] == []


def test_what_there_is_no_room_for_is_told_once(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    on_screen(monkeypatch, 50)
    told = capsys.readouterr().err
    assert told.startswith("according: no room at 50 columns for ")
    assert told.count("\n") == 1
    on_screen(monkeypatch, 200)
    assert capsys.readouterr().err == ""


def test_no_style_but_where_it_is_wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    assert re.search(r"\x1b\[[\d;]*3\d", on_screen(monkeypatch, 200))
    assert "\x1b" not in on_screen(monkeypatch, 200, NO_COLOR="1")
    assert "\x1b" not in on_screen(monkeypatch, 200, TERM="dumb")
    assert "\x1b" not in on_screen(monkeypatch, 200, piped=True)
    assert "\x1b" in on_screen(monkeypatch, 200, piped=True, FORCE_COLOR="1")
    assert "\x1b" not in on_screen(monkeypatch, 200, piped=True, FORCE_COLOR="1", NO_COLOR="1")


WORDS = st.text(st.sampled_from("ab 日é-/ "), max_size=40).map(lambda text: " ".join(text.split()))


@given(st.lists(st.tuples(WORDS, WORDS, WORDS, WORDS), min_size=1, max_size=5), st.integers(20, 130))
def test_any_table_fits(rows: list[tuple[str, ...]], width: int) -> None:
    table = Table(("number", "people", "a longer heading", "d"), tuple(rows), ("number", "people"))
    shown = fit(table, width)
    assert sum(shown.values()) + COLUMN_GAP * (len(shown) - 1) <= width or len(shown) == 1
    assert not table.filled() or table.ranked()[0] in shown


@given(WORDS, st.integers(4, 40))
def test_a_word_is_cut_where_its_parts_end_and_nothing_is_lost(text: str, width: int) -> None:
    cut = breakable(text, width)
    assert cut.replace(" ", "") == text.replace(" ", "")
    # what is still too long is one part: nothing comes after its marks, of which there may be several
    assert all(cell_len(word) <= width or not re.search("[-/][^-/]", word) for word in cut.split())


def test_sentences_have_room_before_lesser_columns() -> None:
    row = ("North Korean soldiers killed in Kursk region, total so far", "100", "2,000", "open", "13", "0830e5cf67")
    table = Table(("question", "low", "best", "high", "figures", "id"), (row,), ("question", "low", "best", "high", "id", "figures"))
    assert [fit(table, width).get(0) for width in (20, 60, 80)] == [15, 30, 41]
    assert [at in fit(table, 60) for at in (4, 5)] == [False, True]


def test_what_may_stand_under_its_row_has_room_beside_it_or_none() -> None:
    rows = (("people killed in Derna (Darnah), total so far", "best 600, 600 to 700"),)
    table = Table(("question", "ucdp"), rows, ("question", "ucdp"), ("ucdp",))
    assert [1 in fit(table, width) for width in (36, 60)] == [False, True]
    assert 1 not in fit(table, 60, without=[1])


def test_a_refusal_goes_to_standard_error(capsys: pytest.CaptureFixture[str]) -> None:
    printer = Printer()
    printer.show(Outcome(Reading(Report("", path="a\n.txt")), "empty: no text"))
    assert (printer.refusals, *capsys.readouterr()) == (1, "", "according: a .txt: empty: no text\n")


def test_headings_and_cells_go_together() -> None:
    assert all(len(row) == len(FIGURE_HEADINGS) for row in figure_rows(reading()))
