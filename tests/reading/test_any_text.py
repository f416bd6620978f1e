"""Whatever is given, something is read: no exception, and evidence that is there, word for word."""
from __future__ import annotations

import dataclasses
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

import according
from according.statement import Mention, Party, Place, Reading, Time
from drawing import examples
from growth import MOST, growth

pytestmark = pytest.mark.model
FOLDER = Path(according.__file__).parent / "data" / "demo"
PARAGRAPHS = [part for path in sorted(FOLDER.glob("*.txt")) for part in path.read_text("utf8").split("\n\n") if part.strip()]
PIECES = [
    "At least 12 soldiers were killed, ", "the army said", "he said, “", "”", "\"", "“", "no one was hurt", "according to police", "2,700",
    "a third", "1,2,3,4", "\n", "\r\n\r\n", "\0", "\u202e", "😀", "e\u0301", "half of the ", "between 3 and ", "Kursk", "last week",
    "30 February 2020", "; ", "and ", "- ", "killed",
]  # fmt: skip
bounded = examples(60, suppress_health_check=[HealthCheck.too_slow])


def evidence(value: object) -> Iterator[tuple[int, int, str]]:
    """Every span with its text, anywhere in a record."""
    if isinstance(value, Mention | Party | Place | Time) and value.start is not None and value.end is not None:
        yield value.start, value.end, str(value.text)
    if dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from evidence(getattr(value, field.name))
    elif isinstance(value, tuple):
        for part in value:
            yield from evidence(part)


def check(reading: Reading) -> None:
    text = reading.report.text
    for start, end, words in evidence(reading.statements):
        assert text[start:end] == words
    for statement in reading.statements:
        assert text[statement.start : statement.end] == statement.text
        assert all(0 <= step.start <= step.end <= len(text) for step in statement.trace)
    assert all(0 <= problem.start <= problem.end <= len(text) for problem in reading.problems)
    ids = [figure.id for statement in reading.statements for figure in statement.figures]
    assert len(set(ids)) == len(ids)


@bounded
@given(st.text(st.characters(codec=None), max_size=200))
def test_any_text(text: str) -> None:
    check(according.read(text))


@bounded
@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_any_pieces(text: str) -> None:
    check(according.read(text))


@bounded
@given(st.permutations(PARAGRAPHS), st.sampled_from(["\n\n", "\r\n\r\n", "\n", " "]), st.integers(1, len(PARAGRAPHS)))
def test_paragraphs_in_any_order(paragraphs: list[str], between: str, length: int) -> None:
    check(according.read(between.join(paragraphs[:length])))


# Cut short where rules look at the word behind; the first and the last have once ended a reading.
CUT_SHORT = [
    "In neighboring Velmar province, NATO , says coalition", "The mayor, Jan Novak, says coalition", "After the claim by",
    "The army left the town.\n:\n* The mayor said 12 were killed.\n* The army said 3 were killed.",
]  # fmt: skip


@pytest.mark.parametrize("text", CUT_SHORT)
def test_texts_cut_short(text: str) -> None:
    check(according.read(text))


# What is said again and again, and how often in the shorter of two texts.
HOSTILE = [
    ("", 1), (" ", 1), ("\0", 1), ("“", 2_500), ('"', 2_500), ("He said “", 300), ("he said that ", 250), ("12 ", 1_250), ("killed ", 750),
    ("(", 1_250), ("a", 50_000), ("\xa0", 3_000),
]  # fmt: skip


@pytest.mark.parametrize(("piece", "times"), HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_texts(piece: str, times: int) -> None:
    according.read("The army said 12 were killed.")  # loads the model
    assert growth(lambda many: check(according.read(piece * many)), times, tries=2) < MOST


def test_reading_is_the_same_in_every_process() -> None:
    code = "import according, sys; print(repr(according.read(sys.stdin.read())))"
    text = "\n\n".join(PARAGRAPHS).encode()
    outputs = {
        subprocess.run([sys.executable, "-c", code], input=text, capture_output=True, check=True, timeout=120,
                       env={"PYTHONHASHSEED": seed, "PYTHONUTF8": "1"}).stdout
        for seed in ("0", "1", "12345")
    }  # fmt: skip
    assert len(outputs) == 1


def test_shared_reports_slice_to_their_text() -> None:
    folder = Path(__file__).parents[3] / "shared" / "data" / "reports" / "text"
    if not folder.is_dir():
        pytest.skip("the development reports are not beside the checkout")
    for path in sorted(folder.glob("*.txt"))[::20]:
        check(according.read(path.read_text("utf8")))
