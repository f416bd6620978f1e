"""Quotations: every kind of mark, paragraphs, and what must hold for any text."""
from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from according.reading.speakers.quotations import Quotation, find_quotations
from drawing import examples
from growth import MOST, growth


def inside(text: str) -> list[str]:
    return [text[quotation.start : quotation.end] for quotation in find_quotations(text)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('"It burned," he said.', ["It burned,"]),
        ("“It burned,” he said.", ["It burned,"]),
        ("«It burned», he said.", ["It burned"]),
        ("``It burned,'' he said.", ["It burned,"]),
        ("„It burned”, he said.", ["It burned"]),
        ('He said "it burned" and "it fell".', ["it burned", "it fell"]),
        ('He (a "witness") spoke.', ["witness"]),
        ('It was—"fire"—he said.', ["fire"]),
        ('"It burned," he said. "It fell."', ["It burned,", "It fell."]),
    ],
)
def test_marks(text: str, words: list[str]) -> None:
    assert inside(text) == words


def test_a_low_mark_closes_with_a_high_one() -> None:
    assert inside("„It burned“, he said, and left.") == ["It burned"]


@pytest.mark.parametrize(
    "text", ["", "No marks here.", '""', "“”", "``''", "It's the rebels' camp.", "‘It burned,’ he said.", 'A 12" gun', 'x"y']
)
def test_no_quotation(text: str) -> None:
    assert find_quotations(text) == []


def test_only_the_outermost_count() -> None:
    assert inside("“He said “no” to me” and left.")[0].startswith("He said")
    assert inside("“He said 'no' to me,” she said.") == ["He said 'no' to me,"]


def test_one_that_is_never_closed_runs_to_the_end_of_its_paragraph() -> None:
    assert inside('He said: "It burned.\n\nNobody fled.') == ["It burned."]
    assert inside('He said: "It burned') == ["It burned"]


def test_one_line_break_ends_no_paragraph() -> None:
    assert inside('"It burned\nall night," he said.') == ["It burned\nall night,"]


@pytest.mark.parametrize("gap", ["\n\n", "\n \n", "\r\n\r\n"])
def test_a_paragraph_that_opens_anew_carries_on(gap: str) -> None:
    first, second = find_quotations(f'"It burned.{gap}"It fell," he said.')
    assert (first.follows, second.follows) == (False, True)


@pytest.mark.parametrize("gap", ["\n\n\n", "\n\n  "])
def test_a_wider_gap_carries_on_too(gap: str) -> None:
    assert [quotation.follows for quotation in find_quotations(f'"It burned.{gap}"It fell," he said.')] == [False, True]


def test_a_chain_of_paragraphs_follows_to_its_end() -> None:
    assert [q.follows for q in find_quotations('"One.\n\n"Two.\n\n"Three." He left.\n\n"Four."')] == [False, True, True, False]


def test_a_closed_quotation_is_not_carried_on() -> None:
    assert [quotation.follows for quotation in find_quotations('"It burned."\n\n"It fell," she said.')] == [False, False]


def test_a_paragraph_without_a_mark_breaks_the_chain() -> None:
    assert [quotation.follows for quotation in find_quotations('"It burned.\n\nHe left.\n\n"It fell."')] == [False, False]


def test_time_is_linear_in_ten_thousand_marks() -> None:
    def find(many: int) -> None:
        for text in ("“" * many + "x" + "”" * many, '"a ' * many, "``" * many, "„x\n\n" * many):
            find_quotations(text)

    assert growth(find, 1_500) < MOST


TEXTS = st.text(st.sampled_from(list("\"“”„«»`'‘’ \n\tab.,(—")) | st.characters(), max_size=60)


@examples(500)
@given(TEXTS)
def test_quotations_are_ordered_disjoint_and_inside_the_text(text: str) -> None:
    end = 0
    for quotation in find_quotations(text):
        assert end <= quotation.start < quotation.end <= len(text)
        end = quotation.end


@examples(200)
@given(TEXTS, TEXTS)
def test_a_paragraph_of_its_own_changes_nothing_before_it(text: str, other: str) -> None:
    """A text's quotations stay as they are whatever paragraph follows; only one still open at the end is cut before the gap."""
    text = text.rstrip() + "."
    assert find_quotations(f"{text}\n\n{other}")[: len(find_quotations(text))] == find_quotations(text)


@examples(200)
@given(st.lists(st.sampled_from(["fire", "fell", "He said"]), min_size=1, max_size=8))
def test_well_formed_quotations_come_back(words: list[str]) -> None:
    assert inside(" and ".join(f"“{word}”" for word in words)) == words


def test_a_quotation_is_a_value() -> None:
    assert find_quotations('"a"') == [Quotation(1, 2)]
