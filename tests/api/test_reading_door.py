"""A reading in Python: rows for a data frame, plain objects, checks, and what a notebook shows of it."""

from __future__ import annotations

import json
import re
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from drafts import draft, make_reading
from hypothesis import given
from hypothesis import strategies as st

import according
from according.api.results import Reckoning, widen
from according.exports.notebook import marked_text
from according.exports.objects.readings import to_line
from according.reckoning.reckon import reckon_all
from according.records import file_figures
from according.report import Report
from according.statement import Figure, Mention, Quantity, Statement
from growth import MOST, TIMES, growth

MADE = according.Reading.of(
    make_reading(draft(12, "soldiers", place="Kyiv", speaker="The army"), draft(30, "civilians", measure="wounded", speaker=None))
)


def test_a_row_a_figure_all_with_the_same_keys() -> None:
    rows = MADE.rows()
    assert [(row["number"], row["low"], row["measure"], row["population"], row["speakers"]) for row in rows] == [
        ("12", 12, "killed", "soldiers", "The army"), ("30", 30, "wounded", "civilians", None)
    ]  # fmt: skip
    assert len({tuple(row) for row in rows}) == 1
    for row in rows:
        assert MADE.report.text[row["start"] : row["end"]] == row["number"]  # type: ignore[index, misc]
        assert all(value is None or isinstance(value, str | int | float | bool) for value in row.values())


def test_rows_are_what_the_json_says() -> None:
    figures = [figure for statement in MADE.to_dict()["statements"] for figure in statement["figures"]]
    for row, figure in zip(MADE.rows(), figures, strict=True):
        assert (row["figure"], row["low"], row["high"], row["bound"]) == tuple(figure[key] for key in ("id", "low", "high", "bound"))
        assert (row["place_country"], row["latitude"]) == (figure["place"]["country"], figure["place"]["latitude"])


def test_the_object_and_the_line_are_those_of_the_command() -> None:
    assert MADE.to_json() == to_line(MADE)
    assert json.loads(MADE.to_json()) == json.loads(json.dumps(MADE.to_dict()))
    assert MADE.checks == ()


def test_a_reading_without_figures_has_no_rows() -> None:
    empty = according.read("")
    assert (empty.rows(), empty.checks) == ([], ())
    assert "problem" in empty._repr_html_()


class Words(HTMLParser):
    """The words of a fragment without its numbers of statements, and its tags; a tag that is not closed in order is an error."""

    def __init__(self, fragment: str) -> None:
        super().__init__()
        self.words, self.tags, self.open = "", [], list[str]()
        self.feed(fragment)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "sup" not in self.open:
            self.words += data


HOSTILE = st.text(alphabet=st.sampled_from("<>&\"'ab \u202e\n\x00é漢"), min_size=1, max_size=30)


@st.composite
def readings(drawn: st.DrawFn) -> according.Reading:
    """A reading with statements that lie anywhere: beside, inside and across one another."""
    text = drawn(HOSTILE)
    spans = st.tuples(st.integers(0, len(text)), st.integers(0, len(text))).map(sorted)
    statements = []
    for number, (start, end) in enumerate(drawn(st.lists(spans, max_size=4))):
        mention = Mention(start, end, text[start:end])
        at, to = sorted((drawn(st.integers(start, end)), drawn(st.integers(start, end))))
        figure = Figure(f"f{number}", Mention(at, to, text[at:to]), Quantity(1, 1), "people", "killed")
        statements.append(Statement(f"s{number}", start, end, text[start:end], mention, figures=(figure,)))
    return according.Reading(Report(text), tuple(statements))


@given(readings())
def test_marks_change_no_word_and_nothing_of_a_report_is_markup(reading: according.Reading) -> None:
    fragment = Words(marked_text(reading))
    assert fragment.words == reading.report.text
    assert set(fragment.tags) <= {"mark", "b", "sup"}
    assert set(Words(reading._repr_html_()).tags) <= {
        "div", "mark", "b", "sup", "table", "thead", "tbody", "tr", "th", "td", "ul", "li"
    }  # fmt: skip


def test_a_notebook_shows_who_says_each_number() -> None:
    shown = MADE._repr_html_()
    assert re.search(r'<mark [^>]*title="The army">.*<b>12</b>|<b>12</b></mark>', shown)
    assert "<th scope=\"col\">who says so</th>" in shown
    assert "<td>12</td><td>soldiers</td><td>killed</td>" in shown
    assert "(the report)" in shown


def test_each_piece_has_the_mark_of_the_innermost_statement() -> None:
    """One statement inside another that begins with it and ends behind it, and a number of each."""
    text = "He said 12 died, or 9."
    outer, inner = Mention(0, 22, text), Mention(0, 15, text[:15])
    numbers = Mention(20, 21, "9"), Mention(8, 10, "12")
    figures = [Figure(f"f{at}", number, Quantity(1, 1), "people", "killed") for at, number in enumerate(numbers)]
    statements = [
        Statement(f"s{at}", words.start, words.end, words.text, words, figures=(figures[at],)) for at, words in enumerate((outer, inner))
    ]
    shown = re.sub(r' (?:style|title)="[^"]*"', "", marked_text(according.Reading(Report(text), tuple(statements))))
    assert shown == (
        "<mark>He said </mark><mark><b>12</b></mark><mark> died</mark><sup>2</sup>"
        "<mark>, or </mark><mark><b>9</b></mark><mark>.</mark><sup>1</sup>"
    )


def test_a_notebook_takes_time_in_step_with_the_statements() -> None:
    made = {many: make_reading(*(draft(12) for _ in range(many))) for many in (300, 300 * TIMES)}
    assert growth(lambda many: marked_text(made[many]), 300) < MOST


def test_a_notebook_shows_a_reckoning_as_its_tables() -> None:
    hostile = make_reading(draft(12, "<b>soldiers</b>", speaker="<script>alert(1)</script>"), draft(30, "soldiers"), title="<i>")
    for found in reckon_all(file_figures(hostile)):
        shown = widen(Reckoning, found)._repr_html_()
        assert set(Words(shown).tags) <= {"div", "p", "strong", "table", "thead", "tbody", "tr", "th", "td", "ul", "li"}
        assert "<script" not in shown


@pytest.mark.parametrize("frame", ["pandas", "polars", "csv"])
def test_rows_make_a_data_frame(frame: str, tmp_path: Path) -> None:
    if frame == "csv":
        import csv

        with (tmp_path / "rows.csv").open("w", newline="", encoding="utf8") as file:
            writer = csv.DictWriter(file, MADE.rows()[0])
            writer.writeheader()
            writer.writerows(MADE.rows())
        assert len((tmp_path / "rows.csv").read_text("utf8").splitlines()) == 3
        return
    library: Any = pytest.importorskip(frame, reason=f"{frame} is not needed, and not here")
    made = SimpleNamespace(frame=library.DataFrame(MADE.rows())).frame
    assert list(made["low"]) == [12, 30]


@pytest.mark.model
def test_what_is_read_has_all_of_it() -> None:
    text = "The army said on Monday that 300 were killed and 2,700 wounded, 2,500 casualties in all."
    reading = according.read(text, published=date(2025, 1, 28), publisher="A paper")
    assert isinstance(reading, according.Reading)
    assert {row["publisher"] for row in reading.rows()} == {"A paper"}
    assert [check.holds for check in reading.checks] == [False]
