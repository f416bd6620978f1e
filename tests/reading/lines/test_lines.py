"""Where and when by the shape of lines: on the model's own parses, for a line's place shows only among others."""

from __future__ import annotations

from datetime import date

import pytest

from according.reading.reader import read_report
from according.report import Report
from according.statement import Figure

pytestmark = pytest.mark.model


def figures(text: str) -> list[Figure]:
    found = [figure for statement in read_report(Report(text)).statements for figure in statement.figures]
    return sorted(found, key=lambda figure: figure.number.start)


def placed(text: str) -> list[tuple[str, str | None]]:
    return [(figure.number.text, figure.place.text if figure.place else None) for figure in figures(text)]


def test_the_label_of_a_line_is_the_place_of_its_counts() -> None:
    text = "2 March, Borno: 5 farmers killed in Konduga\n4 March, Zamfara: 12 villagers abducted, 3 killed"
    assert placed(text) == [("5", "Konduga"), ("12", "Zamfara"), ("3", "Zamfara")]


def test_unknown_labels_among_their_like_are_places() -> None:
    assert placed("Flood in Sudan\n\n• Aromi: 12 killed\n• Telkuk: 9 killed") == [("12", "Aromi"), ("9", "Telkuk")]


def test_totals_and_days_are_no_places() -> None:
    assert placed("Floods in Sudan\n\n• Total: 12 killed\n• Monday: 9 killed") == [("12", "Sudan"), ("9", "Sudan")]


def test_a_heading_among_those_of_towns_is_a_place() -> None:
    assert placed("## Beira\n\n- 7 people killed\n\n## Chimoio\n\n- 5 people killed") == [("7", "Beira"), ("5", "Chimoio")]


def test_a_link_gives_its_place_to_nobody() -> None:
    text = "A fire killed eight workers in Dhaka on Monday.\n\nRead more: Blast kills 5 in Karachi\n\nFifteen people were rescued."
    assert placed(text) == [("eight", "Dhaka"), ("Fifteen", "Dhaka")]


def test_an_addition_is_of_the_last_day_of_its_total() -> None:
    text = "Losses of the invaders from 24.02.22 to 15.03.25:\n\n- personnel – 12,300 (+180)\n- tanks – 210 (+2)"
    days = [(f.number.text, f.time and f.time.first, f.time and f.time.last, f.counting) for f in figures(text)]
    whole, last = date(2022, 2, 24), date(2025, 3, 15)
    assert days[:2] == [("12,300", whole, last, "running"), ("180", last, last, "period")]


def test_a_caption_dates_the_rows_below_it() -> None:
    text = "Toll by district, 5 September 2022\n\nDistrict | Dead\nVelmar | 47\nHarim | 26"
    assert [figure.time and figure.time.text for figure in figures(text)] == ["5 September 2022", "5 September 2022"]
