"""A trace is enough: from the rules and spans it names, the same statement is made again."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from according.language.conllu import parse_conllu
from according.reading.language import english
from according.reading.reader import read_sentences, replay
from according.report import Report

FILES = sorted((Path(__file__).parent.parent / "cases" / "written").glob("*.toml"))
CASES = [case for file in FILES for case in tomllib.loads(file.read_text(encoding="utf8"))["case"]]


@pytest.mark.parametrize("case", CASES, ids=[case["label"] for case in CASES])
def test_replaying_a_trace_gives_the_same_statement(case: dict[str, str]) -> None:
    report, sentences = Report(case["text"]), parse_conllu(case["parse"], case["text"])
    for statement in read_sentences(report, sentences, english()).statements:
        again = replay(report, sentences, statement, english())
        assert again is not None
        assert (again.content, again.speakers, again.cue, again.figures) == (
            statement.content,
            statement.speakers,
            statement.cue,
            statement.figures,
        )
