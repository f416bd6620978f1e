"""Whose side a speaker is on: each rule with what it decides and what it leaves open."""
from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made import figure

from according.comparing.days import day_of
from according.lexicon import default as package_words
from according.names.parties import describe
from according.reckoning.answer import ALIGNMENTS
from according.reckoning.sides.alignment import align
from according.reckoning.sides.wars import default
from according.records import FiledFigure
from according.statement import Party, Time


def party(words: str, role: str = "speaker") -> Party:
    return Party(0, len(words), words, *describe(words, package_words(), role))


def told(
    *speakers: str, of: str | None, at: str | None = None, on: str | None = "2024-12-23", by: str | None = None, **more: Any
) -> FiledFigure:
    """Make a figure as the reader would: who says it (outermost first), of whom, where (a country's code), when, by whom."""
    made = figure("killed", 12, published=on, place=at, place_country=at, **more)
    statement = replace(made.statement, speakers=tuple(map(party, speakers)))
    counted = None if of is None else party(of, "population")
    did = None if by is None else party(by, "perpetrator")
    return replace(made, statement=statement, figure=replace(made.figure, population=counted, perpetrator=did))


def side(*speakers: str, **more: Any) -> str:
    return align(told(*speakers, **more), default()).alignment


@pytest.mark.parametrize(
    ("speakers", "of", "at", "alignment"),
    [
        (["President Volodymyr Zelenskyy"], "North Korean troops", "RU", "opponent"),
        (["President Volodymyr Zelenskyy"], "Ukrainian soldiers", "UA", "own"),
        (["the Kremlin"], "North Korean soldiers", "RU", "own"),
        (["the Russian defence ministry"], "Ukrainian troops", "RU", "opponent"),
        (["KCNA"], "North Korean soldiers", None, "own"),
        (["TASS"], "Ukrainian soldiers", "UA", "opponent"),
        (["Ukrainian officials"], "Russians", "UA", "opponent"),
        (["the National Intelligence Service"], "North Korean soldiers", "RU", "third party"),
        (["White House spokesman John Kirby"], "North Korean troops", "RU", "third party"),
        (["South Korea's Joint Chiefs of Staff"], "North Korean troops", None, "third party"),
        (["the United Nations"], "civilians", "UA", "third party"),
        (["Human Rights Watch"], "civilians", "UA", "third party"),
        (["Doctors Without Borders"], "people", None, "third party"),
        (["hospital officials"], "people", "PS", "third party"),
        (["witnesses"], "people", "SD", "third party"),
        (["Reuters"], "Russian soldiers", "UA", "third party"),
        (["Israeli military officials"], "Palestinians", "PS", "opponent"),
        (["the Gaza health ministry"], "Palestinians", "PS", "own"),
        (["the Gaza Ministry of Health and Welfare"], "Palestinians", "PS", "own"),
        (["Hamas"], "Israelis", "IL", "opponent"),
        (["Israeli police"], "Israelis", "IL", "own"),
        (["the Lebanese health ministry"], "Hezbollah fighters", "LB", "third party"),
        (["Hezbollah"], "Hezbollah fighters", "LB", "own"),
        (["the Rapid Support Forces"], "soldiers", "SD", "opponent"),
        (["Sudan's army"], "rebels", "SD", "opponent"),
        (["Sudan's army"], "own troops", "SD", "own"),
        (["Egyptian officials"], "Egyptians", "SD", "own"),
        (["police"], "policemen", "SD", "own"),
    ],
)
def test_sides(speakers: list[str], of: str, at: str | None, alignment: str) -> None:
    assert side(*speakers, of=of, at=at) == alignment


@pytest.mark.parametrize(
    ("speakers", "of", "at"),
    [
        ([], "North Korean troops", "RU"),
        (["Lee"], "North Korean troops", "RU"),
        (["the spokesman"], "Ukrainian soldiers", "UA"),
        (["officials"], "Ukrainian soldiers", "UA"),
        (["Ukrainian and American officials"], "North Korean soldiers", "RU"),
        (["Israeli and Hamas officials"], "Israelis", "IL"),
        (["hospital and security officials"], "people", "SD"),
        (["a former Ukrainian minister"], "Russian soldiers", "UA"),
        (["Sudanese officials"], "civilians", "SD"),
        (["Sudanese officials"], "people", "SD"),
        (["Sudan's army"], "Sudanese civilians", "SD"),
        (["the Rapid Support Forces"], "Sudanese civilians", "SD"),
        (["Ukrainian officials"], "soldiers", "UA"),
        (["Russian media"], "Ukrainian soldiers", "UA"),
        (["Turkish officials"], "Syrian refugees", "TR"),
        (["the agency"], "Ukrainian soldiers", "UA"),
        (["Ukrainian officials"], None, "UA"),
        (["the opposition"], "people", "SD"),
    ],
)
def test_what_stays_unknown(speakers: list[str], of: str | None, at: str) -> None:
    assert side(*speakers, of=of, at=at) == "unknown"


def test_the_innermost_speaker_answers() -> None:
    assert side("Lee Seong-kweun", "the National Intelligence Service", of="North Korean troops", at="RU") == "third party"
    assert side("American officials", "President Volodymyr Zelenskyy", of="Russian soldiers", at="UA") == "opponent"


def test_where_the_innermost_cannot_be_placed_the_next_outward_is_tried_but_no_carrier() -> None:
    assert side("Ukraine's defence ministry", "commanders", of="Russian soldiers", at="UA") == "opponent"
    assert side("Reuters", "officials", of="Russian soldiers", at="UA") == "unknown"
    assert side("Ukraine's army", "a statement", of="Russian soldiers", at="UA") == "opponent"


@pytest.mark.parametrize(
    ("speaker", "by", "alignment"),
    [
        ("Sudan's army", "the Rapid Support Forces", "own"),
        ("the Rapid Support Forces", "the Sudanese army", "own"),
        ("Sudan's army", "the Sudanese army", "unknown"),
        ("Sudan's army", None, "unknown"),
        ("the United Nations", "the Rapid Support Forces", "third party"),
    ],
)
@pytest.mark.parametrize("of", ["Sudanese civilians", "civilians", "people"])
def test_civilians_of_a_war_inside_a_country(speaker: str, by: str | None, alignment: str, of: str) -> None:
    assert side(speaker, of=of, at="SD", by=by) == alignment


def test_a_conflict_counts_in_its_time() -> None:
    assert side("Ukrainian officials", of="North Korean troops", on="2024-12-01") == "opponent"
    assert side("Ukrainian officials", of="North Korean troops", on="2024-01-01") == "third party"
    assert side("the Taliban spokesman Zabihullah Mujahid", of="Afghan soldiers", at="AF", on="2010-05-01") == "opponent"
    assert side("the Taliban spokesman Zabihullah Mujahid", of="Afghan soldiers", at="AF", on="2023-05-01") == "own"


def test_a_figure_without_a_day_is_placed_only_where_all_years_agree() -> None:
    assert side("NATO", of="Taliban fighters", at="AF", on=None) == "opponent"
    found = align(told("Afghan officials", of="Taliban fighters", at="AF", on=None), default())
    assert (found.alignment, found.conflict_id) == ("unknown", None)
    assert align(told("Afghan officials", of="Taliban fighters", at="AF", on=None), default(), day=date(2010, 5, 1)).alignment == "opponent"


def test_the_figure_s_own_day_goes_before_the_report_s() -> None:
    filed = told("Afghan officials", of="Taliban fighters", at="AF", on="2025-01-01")
    early = replace(filed, figure=replace(filed.figure, time=Time(0, 1, "2010", date(2010, 1, 1), date(2010, 12, 31))))
    assert day_of(early) == date(2010, 12, 31)
    assert align(early, default()).alignment == "opponent"


def test_the_question_s_population_stands_in_for_no_more_than_deaths() -> None:
    filed = told("the National Intelligence Service", of="deaths")
    assert align(filed, default()).alignment == "unknown"
    assert align(filed, default(), population=party("North Korean troops", "population")).alignment == "third party"
    other = told("President Volodymyr Zelenskyy", of="Ukrainian soldiers")
    assert align(other, default(), population=party("North Korean troops", "population")).alignment == "own"


def test_a_speaker_whom_a_person_named_is_read_like_any_other() -> None:
    filed = told(of="North Korean troops", at="RU")
    whom = Party(0, 0, "Ukraine's general staff", "Ukraine's general staff")
    named = replace(filed, statement=replace(filed.statement, speakers=(whom,)))
    assert align(named, default()).alignment == "opponent"


def test_things_are_of_the_country_that_has_them() -> None:
    assert side("The Ukrainian military", of="Russian tanks", at="UA", unit="things") == "opponent"


def test_every_decision_has_its_reason() -> None:
    found = align(told("President Volodymyr Zelenskyy", of="North Korean troops", at="RU"), default())
    assert found.conflict_id == "russia-ukraine"
    assert found.reason == "President Volodymyr Zelenskyy: on the other side from North Korean troops (Russia (Soviet Union) - Ukraine)"
    assert align(told(of=None), default()).reason == "the report names nobody"


@given(
    speakers=st.lists(st.text(max_size=30) | st.sampled_from(["Taliban", "US officials", "police", "Reuters", "Hamas", "it"]), max_size=3),
    of=st.none() | st.text(min_size=1, max_size=30) | st.sampled_from(["militants", "Israelis", "Russian tanks"]),
    at=st.sampled_from([None, "AF", "IQ", "PS", "UA", "CH"]),
    on=st.none() | st.dates(date(1980, 1, 1), date(2030, 1, 1)).map(str),
)
def test_any_figure_is_aligned(speakers: list[str], of: str | None, at: str | None, on: str | None) -> None:
    found = align(told(*speakers, of=of, at=at, on=on), default())
    assert found.alignment in ALIGNMENTS
    assert found.reason
    assert speakers or found.alignment == "unknown"
