"""What goes into the parser and what is said when it cannot be had; no model is loaded."""
from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from according.errors import ModelError
from according.language import pipeline
from according.report import Span


@given(st.text(st.characters(), max_size=300), st.integers(0, 20), st.integers(0, 400))
def test_pieces_and_places(text: str, start: int, length: int) -> None:
    span = Span(start, start + length)
    at = start
    for piece in pipeline._cut(text, span):
        assert at <= piece.start < piece.end <= min(span.end, len(text))
        at = piece.end
        clean, places = pipeline._normalise(text, piece)
        clean.encode("utf8")
        assert "  " not in clean
        assert not any(c.isspace() and c != " " for c in clean)
        raw = piece.slice(text)
        for index, character in enumerate(clean):
            source = raw[places[index]] if places else raw[index]
            assert character in (source, " ", "\ufffd")


def test_the_mark_of_a_quoted_line_is_not_parsed() -> None:
    text = "nine people in the\n> town of Harran"
    clean, places = pipeline._normalise(text, Span(0, len(text)))
    assert clean == "nine people in the town of Harran"
    assert places is not None
    assert places[clean.index("town")] == text.index("town")


def test_long_slices_are_cut_at_white_space() -> None:
    text = "word " * 1_000
    pieces = list(pipeline._cut(text, Span(0, len(text))))
    assert [len(piece.slice(text).split()) for piece in pieces] == [400, 400, 200]
    text = "x" * 9_000
    assert all(piece.end - piece.start <= pipeline.MAX_CHARACTERS for piece in pipeline._cut(text, Span(0, len(text))))


def test_blank_slices_need_no_model() -> None:
    assert pipeline.parse(" \n ", [Span(0, 3), Span(1, 1)]) == []
    assert pipeline.parse_many([("", []), ("a", [])]) == [[], []]


def test_missing_model_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"missing.*reinstall"):
        pipeline.load(tmp_path)


@pytest.mark.model
def test_model_of_another_spacy_is_refused(tmp_path: Path) -> None:
    (tmp_path / "meta.json").write_text(json.dumps({"version": "1", "spacy_version": ">=2.0,<2.1"}))
    with pytest.raises(ModelError, match=r"built for spaCy >=2.0,<2.1"):
        pipeline.load(tmp_path)


def test_spacy_is_imported_only_to_parse() -> None:
    code = "import sys; from according.language import pipeline, split; pipeline.model_version(); print('spacy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"
