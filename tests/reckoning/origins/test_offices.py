"""Offices: which words name one, who held it, and who is one end of a chain with whom."""
from __future__ import annotations

import re
import tomllib
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made import figure

from according.errors import LexiconError
from according.lexicon import default as package_words
from according.names.countries import country_names
from according.names.parties import describe
from according.reckoning.lists import read_packaged
from according.reckoning.origins.echoes import count_origins
from according.reckoning.origins.ends import say_answerer, who_answers
from according.reckoning.origins.offices import default, load, parse_offices
from according.reckoning.origins.publishers import default as outlets
from according.reckoning.origins.titles import read_title
from according.records import FiledFigure
from according.statement import Party, Place

KIND = '[[kind]]\nid = "ministry of fish"\nseat = "country"\nwords = ["fish ministry", "fish minister"]\n'
OFFICE = '[[office]]\nid = "sd-fish"\nname = "Ministry of Fish"\nkinds = ["ministry of fish"]\ncountry = "SD"\nsource = "fish.example"\n'
HELD = OFFICE + 'holders = [{ names = ["Jan Novak"], first = 2020, last = 2022 }]\n'


def party(words: str) -> Party:
    return Party(0, len(words), words, *describe(words, package_words()))


def said(speaker: str, *, report: str = "a", place: str | None = "Tikrit", country: str | None = "IQ", **more: Any) -> FiledFigure:
    """Make a figure with a speaker as the reader would."""
    made = figure("killed", more.pop("low", 12), population="people", place=place, place_country=country, report=report,
                  said=f"{speaker} says it in {report}", **more)  # fmt: skip
    return replace(made, statement=replace(made.statement, speakers=(party(speaker),)))


def one_end(*figures: FiledFigure) -> bool:
    return len(set(who_answers(figures, outlets()).values())) == 1


def test_rows_stand_in_the_order_of_their_ids_and_name_their_sources() -> None:
    rows = tomllib.loads(read_packaged("offices.toml"))
    for table in ("kind", "office"):
        ids = [row["id"] for row in rows[table]]
        assert ids == sorted(ids)
    assert len(rows["office"]) >= 120
    assert len({row["country"] for row in rows["office"] if "country" in row}) >= 50
    assert all(row["source"].strip() for row in rows["office"])
    assert {row["country"] for row in rows["office"] if "country" in row} <= country_names().keys()


def test_no_two_hold_one_office_for_years_and_spokesmen_may_stand_beside() -> None:
    for office in default().offices.values():
        for name in {name for holder in office.holders for name in holder.names}:
            terms = [holder for holder in office.holders if name in holder.names]
            # One person's terms in one office do not overlap.
            assert all(a.last is not None and b.first is not None and a.last <= b.first for a, b in pairwise(terms))


@pytest.mark.parametrize(
    ("words", "kind", "mark", "person"),
    [
        ("Iraq's health minister", "health ministry", "office health ministry of IQ", None),
        ("the Iraqi Ministry of Health", "health ministry", "office health ministry of IQ", None),
        ("the health minister", "health ministry", "office health ministry of IQ", None),
        ("Health Minister Jan Novak", "health ministry", "office health ministry of IQ", "Jan Novak"),
        ("Jan Novak, the health minister", "health ministry", "office health ministry of IQ", "Jan Novak"),
        ("the Health Ministry's spokesman, Jan Novak", "health ministry", "office health ministry of IQ", "Jan Novak"),
        ("a spokesman for the health ministry", "health ministry", "office health ministry of IQ", None),
        ("Norway's deputy health minister", "health ministry", "office health ministry of NO", None),
        ("the defence ministry", "defence ministry", None, None),
        ("Baghdad's defence ministry", "defence ministry", "office defence ministry of IQ", None),
        ("the mayor", "mayor", "office mayor of IQ tikrit", None),
        ("Tikrit mayor Jan Novak", "mayor", "office mayor of IQ tikrit", "Jan Novak"),
        ("the mayor of Mosul", "mayor", "office mayor of IQ mosul", None),
        ("New York City's health department", "health department", "office health department of new york", None),
        ("AFAD", "disaster agency", "office disaster agency of TR", None),
        ("Turkey's disaster agency AFAD", "disaster agency", "office disaster agency of TR", None),
        ("the Philippines' health department", "health department", "office health ministry of PH", None),
    ],
)
def test_offices(words: str, kind: str, mark: str | None, person: str | None) -> None:
    title = read_title(party(words), Place(0, 6, "Tikrit", "Tikrit", "IQ", None, None, "city"), "IQ", default())
    assert title is not None
    assert (title.kind, title.mark, title.person) == (kind, mark, person)


@pytest.mark.parametrize(
    "words",
    [
        "a former health minister", "health ministry officials", "a health ministry source", "an adviser to the health minister",
        "doctors at a hospital run by the health ministry", "the opposition's shadow health minister",
        "the Houthi-run health ministry's doctors",
        "the Russian-installed governor", "the wife of the mayor", "the prime minister and interior minister", "police", "Jan Novak", "",
        "the health minister's brother",
    ],
)  # fmt: skip
def test_no_offices(words: str) -> None:
    assert read_title(party(words), Place(0, 6, "Tikrit", "Tikrit", "IQ", None, None, "city"), "IQ", default()) is None


@pytest.mark.parametrize(
    "speakers",
    [
        ("Iraq's health minister", "Health Minister Jan Novak", "the Health Ministry", "Jan Novak"),
        ("Tikrit province governor Jan Novak", "the governor", "Jan Novak, governor of the province"),
        ("the interior ministry", "Interior Minister Jan Novak", "Iraq's Ministry of Interior"),
        ("Iraq's civil defence", "the civil defence directorate", "Civil Defence"),
        ("the government", "the Iraqi government"),
    ],
)
def test_one_office_by_many_names_is_one_end(speakers: tuple[str, ...]) -> None:
    assert one_end(*(said(words, report=str(at)) for at, words in enumerate(speakers)))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Iraq's health minister", "Iran's health minister"),
        ("the health minister", "the interior minister"),
        ("the health minister", "a former health minister"),
        ("the Houthi health ministry", "the health ministry"),
        ("the defence ministry", "Iraq's defence ministry"),
        ("the governor of Kirkuk", "the governor of Nineveh"),
        ("the mayor of Tikrit", "the mayor of Mosul"),
        ("the mayor", "the governor"),
        ("health officials", "the health ministry"),
        ("Zamfara state's health ministry", "the health ministry"),
    ],
)
def test_two_offices_are_two_ends(one: str, other: str) -> None:
    assert not one_end(said(one, report="a"), said(other, report="b"))


def test_a_seat_tells_its_country_where_no_place_is_told() -> None:
    named, placed = said("the governor of Kirkuk", report="a", country=None, place=None), said("the governor of Kirkuk", report="b")
    assert one_end(named, placed)


def test_an_office_abroad_is_not_that_of_the_place() -> None:
    at_home, abroad = said("the interior ministry", report="a"), said("the interior ministry", report="b", country="NO", place="Oslo")
    assert not one_end(at_home, abroad)
    # Those counted are another country's: whose ministry speaks is not said.
    guests = figure("killed", 3, population="Norwegian tourists", country="NO", place="Tikrit", place_country="IQ", report="c", said="c")
    guests = replace(guests, statement=replace(guests.statement, speakers=(party("the interior ministry"),)))
    assert not one_end(at_home, guests)


def test_a_listed_holder_speaks_for_his_office_while_he_holds_it() -> None:
    beirut = {"place": "Beirut", "country": "LB"}
    ministry = said("Lebanon's Health Ministry", report="a", published="2020-08-06", **beirut)
    assert one_end(ministry, said("Hamad Hassan", report="b", published="2020-08-06", **beirut))
    assert not one_end(ministry, said("Hamad Hassan", report="b", published="2024-08-06", **beirut))
    # Somebody of that name in another country's matter is not known to be he.
    assert not one_end(ministry, said("Hamad Hassan", report="b", published="2020-08-06"))
    assert not one_end(ministry, said("Hamad Hassan", report="b", **beirut))


def test_a_name_with_two_offices_ties_neither() -> None:
    before, after = said("Pentagon spokesman Jan Novak", report="a"), said("White House spokesman Jan Novak", report="b")
    assert not one_end(before, after)
    assert count_origins([before, after], (), outlets()) == 2


def test_two_governors_of_one_place_are_not_mixed_up() -> None:
    here, there, which = said("Governor Jan Novak", report="a", place="Harim road", country=None), said(
        "Governor Pavel Dvorak", report="b", place="Harim road", country=None
    ), said("the governor", report="c", place="Harim road", country=None)
    assert len(set(who_answers([here, there, which], outlets()).values())) == 3
    assert len(set(who_answers([here, which], outlets()).values())) == 1


@pytest.mark.parametrize("words", ["the agency", "it", "South", "The group", "they"])
def test_a_word_that_points_back_is_no_origin(words: str) -> None:
    nobody, somebody = said(words, publisher="Reuters"), said("Iraq's health minister", report="b", publisher="Reuters")
    assert count_origins([nobody], (), outlets()) == 0
    assert count_origins([nobody, somebody], (), outlets()) == 1
    assert not one_end(nobody, said(words, report="b", publisher="Reuters"))
    assert say_answerer(nobody) == f"somebody not named (“{words}”)"


@given(st.text(max_size=60))
def test_any_words_are_read(words: str) -> None:
    read_title(Party(0, len(words), words), None, None, default())


def test_a_user_s_list_goes_on_top(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text(KIND + HELD, "utf8")
    mine = load(own)
    assert [office.id for office in mine.held_by("jan novak", date(2021, 5, 1))] == ["sd-fish"]
    assert mine.held_by("Jan Novak", date(2023, 1, 1)) == mine.held_by("Jan Novak", None) == []
    assert mine.kinds_in(("the", "fish", "minister")) == [("ministry of fish", 1, 3)]
    assert mine.held_by("Hamad Hassan", date(2020, 8, 6))
    assert mine.digest != default().digest


@pytest.mark.parametrize(
    ("source", "message"),
    [
        (KIND + HELD + "seat = 3\n", "unknown key ['seat']"),
        (KIND.replace('"country"', '"moon"'), "'moon' is no seat"),
        (KIND.replace('words = ["fish ministry", "fish minister"]\n', ""), "neither words nor portfolios"),
        (OFFICE, "no kind 'ministry of fish'"),
        (KIND + OFFICE.replace('source = "fish.example"\n', ""), "['source'] missing"),
        (KIND + OFFICE.replace('"SD"', '"XX"'), "no country's code"),
        (KIND + OFFICE.replace('country = "SD"\n', ""), "a kind without a country"),
        (OFFICE.replace('kinds = ["ministry of fish"]\ncountry = "SD"\n', ""), "neither kinds nor words nor holders"),
        (KIND.replace('"country"', '"town"') + OFFICE, "without a place"),
        (KIND + OFFICE + OFFICE.replace("sd-fish", "sd-fish-2"), "is that ministry of fish too"),
        (KIND + HELD.replace("Jan Novak", "Novak"), "is no full name"),
        (KIND + HELD.replace("2022", "2019"), "it ends (2019-12-31) before it begins"),
        (KIND + KIND.replace("ministry of fish", "other"), "is 'ministry of fish''s too"),
        (KIND + OFFICE + OFFICE, "the id stands twice"),
        ('[generic]\nheads = ["Chief"]\n', "not casefolded"),
        ("[office]\n", "is no list of tables"),
        ("[[post]]\n", "unknown table"),
    ],
)
def test_what_a_list_refuses(source: str, message: str) -> None:
    with pytest.raises(LexiconError, match=re.escape(message)):
        parse_offices([("own", source)])


def test_a_headline_is_no_origin_beside_what_stands_below_it() -> None:
    title = "Twelve dead in Tikrit fire"
    head = figure("killed", 12, population="people", place="Tikrit", place_country="IQ", report="a", publisher="Reuters", said=title)
    head = replace(head, filing=replace(head.filing, title=title))
    body = said("Iraq's health minister", low=14, publisher="Reuters")
    body = replace(body, filing=head.filing)
    assert count_origins([head], (), outlets()) == 1
    assert count_origins([head, body], (), outlets()) == 1
    # A paper that is said to have put a number into a headline has summed up what others told.
    summed = said("The Harim Editorial", publisher="Reuters")
    assert count_origins([summed], (), outlets()) == 1
    words = replace(summed.statement, text="Deaths have crossed 12, The Harim Editorial said in a headline")
    assert count_origins([replace(summed, statement=words)], (), outlets()) == 0


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Harran County", "the County of Harran", True),
        ("The City of Sur", "Sur City", True),
        ("the Province of Harran", "the County of Harran", False),
        ("the State of emergency", "Emergency State", False),
        ("the County of Harran", "the County of Sur", False),
    ],
)
def test_a_part_of_a_country_has_one_name_whether_its_kind_stands_before_or_behind(one: str, other: str, same: bool) -> None:
    assert one_end(said(one, report="a"), said(other, report="b")) is same
