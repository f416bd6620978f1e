"""Marks on a text: whatever they are, the pieces joined are the text, and each knows what lies over it."""

from __future__ import annotations

import time

from hypothesis import example, given
from hypothesis import strategies as st

from according.desk.marks import Mark, cut_parts, cut_text
from according.exports.words.readings import visible_lines

# All that a text may hold: right-to-left letters and marks, combining ones, controls, halves of pairs, line ends of every kind.
ODD = "ab \n\r\t\0\x1b\u0301\u200d\u202e\u2066\ufeff\ud800\u05d0\u0627\u2028\x85😀<>&\"'"
CHARACTERS = st.one_of(st.sampled_from(ODD), st.characters(exclude_categories=()))
TEXTS = st.text(CHARACTERS, max_size=60)
# Beyond the text's ends, empty and turned round too.
AT = st.integers(-5, 70)
MARKS = st.lists(st.builds(Mark, AT, AT, st.sampled_from("abc"), st.sampled_from("xyz")), max_size=12)


@given(TEXTS, MARKS)
@example("", [])
@example("\u0627\u0301\u202e12", [Mark(0, 2, "a"), Mark(1, 4, "b")])
def test_the_pieces_joined_are_the_text(text: str, marks: list[Mark]) -> None:
    segments = cut_text(text, marks)
    assert "".join(segment.text for segment in segments) == text
    assert all(segment.text for segment in segments)
    assert [segment.start for segment in segments][1:] == [segment.end for segment in segments][:-1]


@given(TEXTS, MARKS, AT, AT)
def test_the_pieces_of_a_part_joined_are_the_part(text: str, marks: list[Mark], start: int, end: int) -> None:
    segments = cut_text(text, marks, start, end)
    assert "".join(segment.text for segment in segments) == text[max(0, start) : max(0, end)]


@given(TEXTS, MARKS)
def test_each_piece_knows_what_lies_over_it(text: str, marks: list[Mark]) -> None:
    for segment in cut_text(text, marks):
        over = [mark for mark in marks if mark.start < segment.end and segment.start < mark.end and mark.start < mark.end]
        assert sorted(map(repr, segment.marks)) == sorted(map(repr, over))
        # None begins or ends inside the piece.
        assert all(mark.start <= segment.start and segment.end <= mark.end for mark in over)
        assert list(segment.marks) == sorted(segment.marks, key=lambda mark: (mark.start, -mark.end))


def test_a_long_text_is_cut_at_once() -> None:
    text = "Twelve people were killed. \u05d0\u0301 " * 3_400
    marks = [Mark(at, at + 40, "statement", str(at)) for at in range(0, len(text), 20)] + [Mark(0, len(text), "all")]
    started = time.process_time()
    segments = cut_text(text, marks)
    assert time.process_time() - started < 1
    assert ("".join(segment.text for segment in segments), len(text) > 100_000) == (text, True)


@given(TEXTS, st.lists(st.integers(0, 60), max_size=9), st.integers(1, 20), st.integers(1, 4))
@example("a\nb\nc", [0, 0, 0, 0], 5, 1)
def test_parts_joined_are_the_text(text: str, at: list[int], longest: int, most: int) -> None:
    parts = cut_parts(text, [place for place in at if place < len(text)], longest, most)
    assert "".join(text[start:end] for start, end in parts) == text
    assert all(0 < end - start <= longest for start, end in parts) or text == ""
    places = sorted(set(at))
    for start, end in parts:
        inside = [place for place in at if start <= place < end]
        # Several at one place cannot be parted.
        assert len(inside) <= most or len({place for place in places if start <= place < end}) == 1


def test_parts_end_behind_lines_and_words() -> None:
    assert cut_parts("one two\nthree four\nfive", [], 12, 9) == [(0, 8), (8, 19), (19, 23)]
    assert cut_parts("one two three", [], 10, 9) == [(0, 8), (8, 13)]
    assert cut_parts("", [], 10, 9) == [(0, 0)]


@given(TEXTS)
def test_what_is_shown_moves_nothing_and_keeps_lines(text: str) -> None:
    shown = visible_lines(text)
    assert all(char in "\n\t\u200d" or char.isprintable() or char.isspace() for char in shown)
    assert not set(shown) & set("\0\x1b\u202e\u2066\ufeff\ud800\r\x85\u2028")


def test_lines_stay_lines() -> None:
    assert visible_lines("a\r\nb\rc\u2028d\te\x1b[31m") == "a\nb\nc\nd\te\\u001b[31m"
