"""When each figure of a report was: the cases of tests/cases/days.toml, on written-down parses."""
from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from according.language.conllu import parse_conllu
from according.reading.language import english
from according.reading.reader import read_sentences
from according.report import Report

CASES = tomllib.loads((Path(__file__).parents[2] / "cases" / "days.toml").read_text(encoding="utf8"))["case"]


@pytest.mark.parametrize("case", CASES, ids=[case["label"] for case in CASES])
def test_case(case):
    reading = read_sentences(Report(case["text"]), parse_conllu(case["parse"], case["text"]), english())
    figures = sorted((f for s in reading.statements for f in s.figures), key=lambda figure: (figure.number.start, figure.measure))
    assert [[f.number.text, f.measure, f.time.text if f.time else "-"] for f in figures] == case["figures"], case["comment"]


def test_labels_are_unique_and_some_figures_have_no_day():
    assert len({case["label"] for case in CASES}) == len(CASES)
    assert sum(figure[2] == "-" for case in CASES for figure in case["figures"]) >= len(CASES) // 4
