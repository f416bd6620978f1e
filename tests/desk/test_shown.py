"""A reading as pages show it: whatever is marked where, the text is the report's, and each voice is told by more than a colour."""

from __future__ import annotations

from dataclasses import replace

import pytest
from drafts import draft, make_reading
from hypothesis import given
from hypothesis import strategies as st

from according.desk.shown import PART_FIGURES, PART_LONGEST, Shown, number_words, part_of, show
from according.statement import Mention, Party, PassedOver, Reading

TEXT = "The army said 12 were killed, \u05d0\u05d1 and the rebels “40\u0301”.\r\nNobody knew.\0"


def at(start: int, end: int) -> Mention:
    return Mention(start, end, TEXT[start:end])


SPANS = st.tuples(st.integers(0, len(TEXT)), st.integers(0, len(TEXT))).map(sorted).map(lambda pair: at(*pair))


@st.composite
def readings(drawn: st.DrawFn) -> Reading:
    """A reading of one text whose statements, figures and speakers stand anywhere, over one another too."""
    made = make_reading(draft(12))
    statement, figure = made.statements[0], made.statements[0].figures[0]
    held = []
    for number in range(drawn(st.integers(0, 4))):
        speakers = tuple(Party(one.start, one.end, one.text) for one in drawn(st.lists(SPANS, max_size=2)))
        figures = tuple(replace(figure, id=f"f{number}{at}", number=one) for at, one in enumerate(drawn(st.lists(SPANS, max_size=2))))
        content, cue = drawn(SPANS), drawn(st.none() | SPANS)
        held.append(replace(statement, id=f"s{number}", content=content, cue=cue, speakers=speakers, figures=figures))
    passed = tuple(PassedOver(one, "numbers.date") for one in drawn(st.lists(SPANS, max_size=2)))
    return Reading(replace(made.report, text=TEXT), tuple(held), passed_over=passed)


def text_of(shown: Shown) -> str:
    return "".join(piece.text for piece in shown.pieces)


@given(readings())
def test_the_text_is_the_report_s(reading: Reading) -> None:
    shown = show(reading)
    assert text_of(shown) == TEXT
    # Every id of a page stands on it once.
    anchors = [id for piece in shown.pieces for id in piece.anchors]
    chips = [chip.statement for piece in shown.pieces for chip in piece.chips if chip.statement is not None]
    assert len(set(anchors)) == len(anchors)
    assert len(set(chips)) == len(chips)
    held = {figure.id for statement in reading.statements for figure in statement.figures if figure.number.text}
    assert set(anchors) == held
    assert set(chips) == {statement.id for statement in reading.statements if statement.content.text}


@given(readings())
def test_who_speaks_is_told_by_a_sign_wherever_it_changes(reading: Reading) -> None:
    last = None
    for piece in show(reading).pieces:
        if piece.depth:
            assert piece.voice is not None
            if piece.voice != last:
                assert piece.chips
                assert piece.chips[-1].voice == piece.voice
        last = piece.voice if piece.depth else None


def test_voices_are_numbered_and_the_report_has_a_sign_of_its_own() -> None:
    reading = make_reading(draft(1, speaker="Police"), draft(2, speaker=None), draft(3, speaker="The army"), draft(4, speaker="Police"))
    voices = show(reading).voices
    assert [(voice.sign, voice.name, voice.tone, statements, figures) for voice, statements, figures in voices] == [
        ("1", "Police", 1, 2, 2), ("R", "the report itself", 0, 1, 1), ("2", "The army", 2, 1, 1),
    ]  # fmt: skip


def test_a_speaker_who_is_called_as_the_report_s_voice_is_not_it() -> None:
    assert [voice.sign for voice, *_ in show(make_reading(draft(1, speaker="(the report)"))).voices] == ["1"]


def test_a_long_reading_is_shown_in_parts() -> None:
    reading = make_reading(*[draft(number + 1) for number in range(3 * PART_FIGURES)], before="Rain fell.\n" * (PART_LONGEST // 11))
    parts = [show(reading, part) for part in range(1, show(reading).parts + 1)]
    assert "".join(map(text_of, parts)) == reading.report.text
    assert [row.figure.id for part in parts for row in part.rows] == list(number_words(reading))
    assert max(len(part.rows) for part in parts) <= PART_FIGURES
    for part in parts:
        assert {part_of(reading, row.figure.number.start) for row in part.rows} <= {part.part}
    assert show(reading, 99).part == len(parts)


@pytest.mark.parametrize("value", ["how many", "of whom", "where", "when", "counted as"])
def test_every_value_is_told_also_where_it_is_not_known(value: str) -> None:
    for one in (draft(12), draft(12, place=None, days=None)):
        facts = dict(show(make_reading(one)).rows[0].facts)
        assert facts[value]


def test_a_trace_is_told_in_plain_words() -> None:
    reading = make_reading(draft(12))
    known = replace(reading.statements[0].trace[0], rule="figures.of-them")
    reading = replace(reading, statements=(replace(reading.statements[0], trace=(known, *reading.statements[0].trace)),))
    assert [reason.sentence for reason in show(reading).rows[0].reasons] == [
        'A part taken of those counted before: "nine of them were under twenty".',
        # A rule of another version is told by what it found.
        "counted by its noun",
    ]
