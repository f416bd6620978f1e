from __future__ import annotations

from datetime import date

import pytest

from according.names.places import name_place
from according.reckoning.questions.labels import label_of, name_losses
from according.statement import Measure


@pytest.mark.parametrize(
    ("measure", "population", "told"),
    [
        ("killed", None, "people killed"),
        ("killed", "soldiers", "soldiers killed"),
        ("destroyed", None, "things destroyed"),
        # the words for those counted are the loss itself
        ("killed", "dead", "people killed"),
        ("killed", "wounded", "people killed"),
        ("missing", "wounded", "people missing"),
        ("missing", "7 missing", "people missing"),
        ("killed", "feared dead", "people killed"),
        ("killed", "civilian deaths", "civilian deaths"),
        ("casualties", "heavy casualties", "heavy casualties"),
        ("killed", "heavy casualties", "killed among heavy casualties"),
        ("killed", "dead workers", "workers killed"),
        ("wounded", "seriously injured people", "seriously injured people wounded"),
        # these say something of the people that the measure does not
        ("killed", "missing migrants", "missing migrants killed"),
        ("abducted", "hostages", "hostages abducted"),
        # the number in them is not the question's
        ("casualties", "11,000 North Korean soldiers", "North Korean soldiers killed or wounded"),
        ("displaced", "1.5 million residents", "residents displaced"),
        ("killed", "60-year-old man", "60-year-old man killed"),
        ("killed", "2", "2 killed"),
    ],
)
def test_those_counted_and_what_happened_are_said_once(measure: Measure, population: str | None, told: str) -> None:
    assert name_losses(measure, population) == told


@pytest.mark.parametrize(
    ("text", "name", "told"),
    [
        ("Derna", None, "Derna"),
        ("Derna", "Derna", "Derna"),
        ("Derna", "Darnah", "Derna (Darnah)"),
        ("DRC", "Democratic Republic of Congo", "DRC (Democratic Republic of Congo)"),
        # accents, hyphens and what kind of place it is make no other name
        ("Bogota", "Bogotá", "Bogota"),
        ("al-Bab", "Al Bāb", "al-Bab"),
        ("Helmand province", "Helmand", "Helmand province"),
        ("Kursk region", "Kursk Oblast", "Kursk region"),
        # the name says more than the report
        ("Kursk", "Kursk Oblast", "Kursk (Kursk Oblast)"),
        ("Gaza", "Gaza Strip", "Gaza (Gaza Strip)"),
    ],
)
def test_a_place_is_called_as_the_report_spells_it(text: str, name: str | None, told: str) -> None:
    assert name_place(text, name) == told


def test_a_label_says_when() -> None:
    day, later = date(2023, 9, 12), date(2023, 9, 14)
    assert label_of("killed", None, "Derna (Darnah)", day, day, "incident") == "people killed in Derna (Darnah) on 2023-09-12"
    assert label_of("killed", None, None, day, later, "incident") == "people killed between 2023-09-12 and 2023-09-14"
    assert label_of("killed", None, None, day, None, "running") == "people killed, total since 2023-09-12"
    assert label_of("killed", None, None, date(2001, 1, 1), None, "running", "year") == "people killed, total since 2001"
