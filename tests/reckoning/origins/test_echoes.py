"""Echoes: which signals make one, which do not, and what holds whatever the order."""
from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any
from zlib import crc32

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made import figure

from according.lexicon import default as package_words
from according.names.parties import describe
from according.quantity import Quantity
from according.reckoning.checks.scopes import make_scopes
from according.reckoning.origins.echoes import count_origins, find_echoes
from according.reckoning.origins.ends import find_ends, is_same_end, say_answerer, who_answers
from according.reckoning.origins.publishers import default
from according.reckoning.origins.quoting import likeness_of, make_wording
from according.reckoning.origins.roundness import agree, is_odd
from according.records import FiledFigure, Filing
from according.statement import Party
from drawing import examples

LONG = "At least 137 people were killed when two trains collided in fog near the northern town of Harim"
OTHER = "The collision of two trains in thick fog has cost the lives of 137 people, rescuers have found"
NIS, SPY = "National Intelligence Service", "South Korea's National Intelligence Service"


def told(low: float | None, *speakers: str, **more: Any) -> FiledFigure:
    """Make a figure with speakers as the reader would."""
    said = f"{low} dead, it is said in words that only the report {more.get('report')} has"
    made = figure("killed", low, **{"population": "people", "said": said, **more})
    parties = tuple(Party(0, len(words), words, *describe(words, package_words())) for words in speakers)
    key = f"{made.id[:8]}{crc32(repr(speakers).encode()):08x}"
    return replace(made, statement=replace(made.statement, speakers=parties), figure=replace(made.figure, id=key))


def groups(*figures: FiledFigure, **rulings: Any) -> list[tuple[str, ...]]:
    return [echo.figures for echo in find_echoes(figures, default(), **rulings)]


def ids(*figures: FiledFigure) -> tuple[str, ...]:
    return tuple(filed.id for filed in figures)


def test_same_end_and_same_odd_number_make_an_echo_that_shows_both() -> None:
    one = told(137, NIS, report="a", published="2025-01-13", publisher="Reuters")
    other = told(137, "a lawmaker", SPY, report="b", published="2025-01-14", publisher="AFP")
    (echo,) = find_echoes([other, one], default())
    assert echo.figures == ids(one, other)
    assert echo.origin == one.id
    assert echo.signals == (f"same end of the chain: {NIS}", "same odd number: 137 within 72 hours")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"published": "2025-01-13"}, {"published": "2025-01-14"}),  # the same odd number alone
        ({"published": "2025-01-13", "publisher": "Reuters"}, {"published": "2025-01-14", "publisher": "Reuters"}),
    ],
)
def test_one_signal_is_not_enough(first: dict[str, str], second: dict[str, str]) -> None:
    assert groups(told(137, report="a", **first), told(137, report="b", said=OTHER, **second)) == []


def test_a_late_number_and_a_round_one_of_nobody_are_no_signal() -> None:
    for number, day in ((300, "2025-01-17"), (7, "2025-01-17"), (137, "2025-01-17")):
        pair = [told(number, NIS, report="a", published="2025-01-13"), told(number, NIS, report="b", published=day, said=OTHER)]
        assert groups(*pair) == [], (number, day)
        assert count_origins(pair, (), default()) == 1
    pair = [told(300, "officials", report=report, published="2025-01-13", said=said) for report, said in (("a", None), ("b", OTHER))]
    assert groups(*pair) == []


def test_one_named_speaker_says_a_round_number_once_in_three_days() -> None:
    pair = [told(300, NIS, report="a", published="2025-01-13"), told(300, NIS, report="b", published="2025-01-14", said=OTHER)]
    (echo,) = find_echoes(pair, default())
    assert any(signal.startswith("same number") for signal in echo.signals)


def test_credit_and_number() -> None:
    one = told(137, report="a", publisher="Reuters", published="2025-01-13")
    said = ("Reuters reported 137 dead, says the blog, and no more", "Officials told Reuters of 137 victims of the crash so far")
    other = told(137, "an official", report="b", publisher="a blog", published="2025-01-13", said=said[0])
    third = told(137, report="c", publisher="AP", published="2025-01-13", said=said[1])
    (echo,) = find_echoes([one, other, third], default())
    assert set(echo.figures) == set(ids(one, other, third))
    assert "explicit credit: reuters" in echo.signals


def test_an_outlet_that_names_itself_credits_nobody() -> None:
    said = ("Officials told Reuters that 137 had died in the train crash", "An officer gave the number of victims to Reuters as 137")
    pair = [told(137, report=str(at), publisher="Reuters", published="2025-01-13", said=words) for at, words in enumerate(said)]
    assert groups(*pair) == []


def test_word_for_word_the_same_sentence_is_a_copy() -> None:
    one = told(100, report="a", said=LONG.replace("137", "100"))
    other = told(100, report="b", said=LONG.replace("137", "100").upper() + ".")
    (echo,) = find_echoes([one, other], default())
    assert echo.signals == ("same words: “at least 100 people were killed when two …”",)
    assert groups(told(2, report="a", said="Two people died."), told(2, report="b", said="Two people died.")) == []


def test_near_identical_words_and_a_second_signal() -> None:
    one = told(137, report="a", published="2025-01-13", said=LONG)
    other = told(137, report="b", published="2025-01-13", said=LONG.replace("fog", "snow"))
    (echo,) = find_echoes([one, other], default())
    assert [signal.partition(":")[0] for signal in echo.signals] == ["near-identical words", "same odd number"]
    assert groups(told(100, report="a", said=LONG), told(100, report="b", said=LONG.replace("fog", "snow"))) == []


def test_restated_in_one_report_by_the_same_or_by_nobody() -> None:
    headline, body = told(100, report="a"), told(100, NIS, report="a", start=90)
    again, rival = told(100, "the spy agency", report="a", start=200), told(100, "the Iraqi police", report="a", start=300)
    assert groups(headline, body) == [ids(headline, body)]
    assert groups(body, rival) == []
    assert groups(body, again) == [ids(body, again)]


def test_a_later_total_of_the_same_origin_is_an_update_and_no_echo() -> None:
    first = told(100, NIS, report="a", published="2024-12-19", counting="running", bound="at_least")
    later = told(300, NIS, report="b", published="2025-01-13", counting="running", bound="about")
    assert groups(first, later) == []
    same = told(137, NIS, report="c", published="2024-12-19", counting="running")
    week = told(140, NIS, report="d", published="2024-12-27", counting="running", bound="about", said=same.statement.text)
    assert groups(same, week) == []
    assert count_origins([first, later, same, week], (), default()) == 1


def test_a_count_that_two_readings_would_make_one_stays_two() -> None:
    """"Dozens" agrees with 23's neighbours 31 and 37, but 31 is not 37: nobody's number is folded into another's."""
    said = {"published": "2025-01-13", "publisher": "Reuters"}
    low, high = told(31, NIS, report="a", **said), told(37, NIS, report="b", **said, said=OTHER)
    vague = told(24, NIS, report="a", start=50, bound="vague", **said)
    vague = replace(vague, figure=replace(vague.figure, quantity=Quantity(24, 99, "vague")))
    found = groups(low, high, vague)
    assert found == [ids(low, vague)]


def test_rulings_go_before_signals() -> None:
    one, other = told(137, NIS, report="a", published="2025-01-13"), told(137, NIS, report="b", published="2025-01-13")
    third = told(900, report="c")
    assert groups(one, other, rulings_not_same=frozenset({(other.id, one.id)})) == []
    (echo,) = find_echoes([one, third], default(), rulings_same=frozenset({(third.id, one.id)}))
    assert echo.signals == ("ruling: a person said so",)
    both = frozenset({(one.id, third.id)})
    assert groups(one, third, rulings_same=both, rulings_not_same=both) == []
    assert groups(one, rulings_same=frozenset({(one.id, "elsewhere")})) == []
    tied = frozenset({(one.id, third.id), (other.id, third.id)})
    assert len(groups(one, other, third, rulings_same=tied, rulings_not_same=frozenset({(one.id, other.id)}))[0]) == 2


def test_a_copy_s_publisher_and_day_count_too() -> None:
    carried = Filing("a", publisher="Reuters", published=date(2025, 1, 10))
    one = replace(told(137, NIS, report="a", published="2025-01-20"), copies=(carried,))
    other = told(137, NIS, report="b", published="2025-01-11")
    assert groups(one, other) == [ids(one, other)]
    assert count_origins([replace(told(5, report="x"), copies=(carried,))], (), default()) == 1


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (NIS, SPY, True),
        ("the " + NIS, NIS, True),
        ("South Korea's spy agency", SPY, True),
        ("the NIS", SPY, True),
        ("the lawmaker Lee Seong-kweun", "Lee Seong-kweun", True),
        ("the World Health Organization", "the WHO", True),
        ("the Ethiopian Human Rights Commission", "EHRC", True),
        ("the Kenyan Human Rights Commission", "EHRC", False),
        ("County Mayor Daniella Levine Cava", "Levine Cava", True),
        ("the Russian defence ministry", "Russia's Ministry of Defense", True),
        ("the Russian defence ministry", "Ukraine's defence ministry", False),
        ("the defence ministry", "the defence ministry", False),
        ("Afghan officials", "Afghan officials", False),
        ("Pakistani intelligence officials", "Pakistani intelligence officials", False),
        ("police", "police", False),
        ("General John Smith", "General Peter Smith", False),
        (NIS, "the Joint Chiefs of Staff", False),
    ],
)
def test_ends_across_reports(one: str, other: str, same: bool) -> None:
    ends = find_ends([told(1, one, report="a"), told(1, other, report="b")])
    assert is_same_end(*ends.values(), near=False) is same


@pytest.mark.parametrize(("one", "other"), [("Afghan officials", "an Afghan official"), ("police", "the police"), ("the spy agency", NIS)])
def test_general_ends_hold_near_by(one: str, other: str) -> None:
    ends = find_ends([told(1, one, report="a"), told(1, other, report="a", start=9)])
    assert is_same_end(*ends.values(), near=True)


def test_short_names_are_led_to_the_one_long_name() -> None:
    far = [told(1, "President Volodymyr Zelenskyy", report="a"), told(2, "Zelenskyy", report="b")]
    assert len(set(who_answers(far, default()).values())) == 1
    common = [told(1, "the lawmaker Lee Seong-kweun", report="a"), told(2, "Lee", report="b")]
    assert len(set(who_answers(common, default()).values())) == 2
    near = [told(1, "Lee Seong-kweun", report="a"), told(2, "Lee", report="a", start=9)]
    assert len(set(who_answers(near, default()).values())) == 1
    two = [told(1, "John Williams", report="a"), told(2, "Peter Williams", report="b"), told(3, "Williams", report="c")]
    assert len(set(who_answers(two, default()).values())) == 3


def test_a_minister_is_the_one_who_is_named_of_an_unknown_town() -> None:
    said = partial(told, place="Oberdorf", place_country=None)
    named, other = said(1, "Energy Minister Jan Novak", report="a"), said(1, "the energy minister", report="b")
    assert len(set(who_answers([named, other], default()).values())) == 1
    elsewhere = told(1, "the energy minister", place="Unterdorf", place_country=None, report="b")
    assert len(set(who_answers([named, elsewhere], default()).values())) == 2


def test_speaker_ends_keep_general_ends_apart_by_family_or_report() -> None:
    figures = [
        told(1, "Iraqi police", report="a", publisher="Reuters"), told(2, "Iraqi police", report="b", publisher="Reuters News"),
        told(3, "Iraqi police", report="c", publisher="AFP"), told(4, "Iraqi police", report="d"), told(5, report="e"),
    ]  # fmt: skip
    keys = who_answers(figures, default())
    assert list(keys.values()) == ["police of IQ in reuters"] * 2 + ["police of IQ in afp", f"police of IQ in {figures[3].filing.id}"]


def test_counting_origins() -> None:
    named, again = told(5, NIS, report="a"), told(9, NIS, report="b")
    own = told(5, report="c", publisher="Reuters")
    carried = told(5, "Reuters", report="d", publisher="a blog")
    unknown, unnamed = told(5, report="e"), told(5, "officials", report="f", publisher="a blog")
    heard = told(5, "officials", report="g", publisher="AFP")
    police = [told(5, "Iraqi police", report=report) for report in "hi"]
    assert count_origins([named, again], (), default()) == 1
    assert count_origins([named, own], (), default()) == 2
    assert count_origins([own, carried], (), default()) == 1
    assert count_origins([unknown, unnamed], (), default()) == 0
    assert count_origins([heard], (), default()) == 1
    assert count_origins(police, (), default()) == 1
    echoes = find_echoes([own, unknown], default(), rulings_same=frozenset({(own.id, unknown.id)}))
    assert count_origins([own, unknown], echoes, default()) == 1
    assert count_origins([], (), default()) == 0


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (Quantity.exact(12), Quantity.at_least(12), True),
        (Quantity.at_least(12), Quantity.at_least(20), False),
        (Quantity.about(1100), Quantity.exact(1098), True),
        (Quantity.about(1100), Quantity.exact(1160), False),
        (Quantity.exact(1100), Quantity.exact(1098), False),
        (Quantity.at_least(130), Quantity.exact(132), True),
        (Quantity.at_least(130), Quantity.exact(128), False),
        (Quantity.at_most(130), Quantity.exact(128), True),
        (Quantity(24, 99, "vague"), Quantity.exact(31), True),
        (Quantity(24, 99, "vague"), Quantity.exact(131), False),
        (Quantity(300, 400, "range"), Quantity.about(350), True),
        (Quantity.at_most(5), Quantity.at_least(5), True),
        (Quantity.exact(0), Quantity.about(0), True),
    ],
)
def test_when_two_numbers_may_be_one_count(one: Quantity, other: Quantity, expected: bool) -> None:
    assert agree(one, other) is agree(other, one) is expected


def test_odd_numbers() -> None:
    assert [n for n in (0, 1, 7, 11, 12, 13, 15, 24, 50, 99, 101, 130, 4700, 4737, 11_000, 12_345, 33.3, 1e30) if is_odd(n)] == [
        11, 13, 99, 101, 4737, 12_345,
    ]  # fmt: skip


def test_likeness_of_words() -> None:
    quote = "He said: “We have never seen such a fire”"
    assert likeness_of(make_wording(quote), make_wording("“We have never seen such a fire,” an officer told us")) is not None
    assert likeness_of(make_wording("Two died."), make_wording("Two died.")) is None
    assert likeness_of(make_wording(LONG), make_wording(OTHER)) is None
    assert likeness_of(make_wording(""), make_wording("")) is None


FIGURES = st.builds(
    told,
    st.sampled_from([7, 23, 100, 137, 138, 1100]),
    st.sampled_from([NIS, SPY, "Iraqi police", "officials", "Reuters"]),
    report=st.sampled_from("abcdef"),
    publisher=st.sampled_from([None, "Reuters", "AFP", "VOA", "a blog"]),
    published=st.sampled_from([None, "2025-01-13", "2025-01-14", "2025-01-19"]),
    said=st.sampled_from([LONG, LONG.replace("fog", "snow"), OTHER, "Reuters reported that many had died in it"]),
    counting=st.sampled_from(["incident", "running"]),
    bound=st.sampled_from([None, "about", "at_least"]),
    start=st.integers(0, 500),
)
SETS = st.lists(FIGURES, max_size=12, unique_by=lambda filed: filed.id)


@given(SETS, st.randoms(use_true_random=False))
@examples(60)
def test_order_changes_no_group_and_groups_part_the_figures(figures: list[FiledFigure], random: Any) -> None:
    echoes = find_echoes(figures, default())
    mixed = list(figures)
    random.shuffle(mixed)
    assert find_echoes(mixed, default()) == echoes
    assert count_origins(mixed, echoes, default()) == count_origins(figures, echoes, default()) <= len(figures)
    assert who_answers(mixed, default()) == who_answers(figures, default())
    members = [id for echo in echoes for id in echo.figures]
    assert len(members) == len(set(members))
    assert set(members) <= {filed.id for filed in figures}
    assert all(len(echo.figures) > 1 and echo.origin == echo.figures[0] and echo.signals for echo in echoes)


@given(SETS, st.data())
@examples(40)
def test_what_a_person_kept_apart_is_in_no_group_together(figures: list[FiledFigure], data: st.DataObject) -> None:
    names = [filed.id for filed in figures] or ["none"]
    pairs = frozenset(data.draw(st.lists(st.tuples(st.sampled_from(names), st.sampled_from(names)), max_size=3)))
    apart = frozenset((a, b) for a, b in pairs if a != b)
    for echo in find_echoes(figures, default(), rulings_not_same=apart):
        assert not any(a in echo.figures and b in echo.figures for a, b in apart)


def test_a_large_question_is_answered_too() -> None:
    figures = [told(137, NIS, report=str(at), published="2025-01-13", said=f"{OTHER} {at}") for at in range(620)]
    (echo,) = find_echoes(figures, default())
    assert len(echo.figures) == 620


def test_who_answers_for_what_names_nobody() -> None:
    figures = [
        told(1, report="a", publisher="Reuters"), told(2, report="b", publisher="Reuters News"), told(3, report="c", publisher="The Local"),
        told(4, report="d", publisher="The Local"), told(5, report="e"),
    ]  # fmt: skip
    keys = who_answers(figures, default())
    assert list(keys.values()) == ["own voice of reuters"] * 2 + ["own voice of the local"] * 2
    assert [say_answerer(filed) for filed in figures] == ["Reuters", "Reuters News", "The Local", "The Local", "a report"]
    assert say_answerer(told(6, "the army", report="f", publisher="The Local")) == "the army"


def test_checks_and_questions_go_by_the_same_origins() -> None:
    apart = [told(100, "police", report="a"), told(200, "police", report="b")]
    assert len(set(who_answers(apart, default()).values())) == 2
    assert [scope.origin for scope in make_scopes(apart, who_answers(apart, default()))] == [*who_answers(apart, default()).values()]
    unknown = told(5, report="e")
    assert [scope.origin for scope in make_scopes([unknown, unknown], {})] == [f"report {unknown.filing.id}"] * 2
