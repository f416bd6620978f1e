"""What changed between two readings and between two texts."""

from __future__ import annotations

import time
from dataclasses import replace

from drafts import draft, make_reading
from hypothesis import given
from hypothesis import strategies as st

from according.quantity import Quantity
from according.services.changes import compare_figures, compare_texts
from according.statement import Figure, Reading

TEXTS = st.lists(st.sampled_from(["12 died. ", "15 died.\n", "Rain fell", "\r\n", "\u202e", "He said “no”. "]), max_size=9).map("".join)


@given(TEXTS, TEXTS)
def test_both_texts_can_be_put_together_again(then: str, now: str) -> None:
    changes = compare_texts(then, now)
    assert "".join(change.text for change in changes if change.kind != "new") == then
    assert "".join(change.text for change in changes if change.kind != "gone") == now


@given(st.text(max_size=40), st.text(max_size=40))
def test_so_can_any_texts(then: str, now: str) -> None:
    changes = compare_texts(then, now)
    assert "".join(change.text for change in changes if change.kind != "new") == then
    assert "".join(change.text for change in changes if change.kind != "gone") == now


def test_a_long_text_is_compared_at_once() -> None:
    then = "".join(f"{number} people were killed in town {number}.\n" for number in range(2_900))
    now = then.replace("7 people", "8 people") + "x" * 100_000
    started = time.perf_counter()
    changes = compare_texts(then, now)
    assert time.perf_counter() - started < 5
    assert "".join(change.text for change in changes if change.kind != "gone") == now


def kinds(then: Reading, now: Reading) -> list[str]:
    return [change.kind for change in compare_figures(then, now)]


def with_figure(reading: Reading, **changes: object) -> Reading:
    first = reading.statements[0]
    figure: Figure = replace(first.figures[0], **changes)  # type: ignore[arg-type]
    return replace(reading, statements=(replace(first, figures=(figure,)), *reading.statements[1:]))


def test_figures_of_one_report_are_known_by_their_place() -> None:
    reading = make_reading(draft(12), draft(15, "civilians"))
    assert kinds(reading, reading) == ["same", "same"]
    assert kinds(reading, with_figure(reading, quantity=Quantity.at_least(12))) == ["changed", "same"]
    assert kinds(reading, replace(reading, statements=reading.statements[:1])) == ["same", "gone"]
    assert kinds(replace(reading, statements=reading.statements[1:]), reading) == ["new", "same"]


def test_figures_of_two_texts_are_known_by_their_sentences_and_then_by_whom_they_count() -> None:
    then = make_reading(draft(12), draft(3, "civilians", speaker="Police"))
    now = make_reading(draft(3, "civilians", speaker="Police"), draft(15), draft(2, "children"), before="Later.")
    assert kinds(then, now) == ["same", "changed", "new"]
    assert kinds(now, then) == ["changed", "same", "gone"]
