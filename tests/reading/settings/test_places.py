"""Where and when a figure was: the cases of tests/cases/places.toml, on written-down parses, and what must hold for any words."""
from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

import pytest
from by_words import sentence_of
from hypothesis import given
from hypothesis import strategies as st

from according.language.conllu import parse_conllu
from according.language.sentence import Sentence, Token
from according.lexicon import default
from according.names import gazetteer
from according.reading import weights
from according.reading.settings.places.place_names import find_places
from according.reading.settings.places.place_values import to_place
from according.reading.settings.survey import Scene, survey
from according.reading.settings.when import time_of
from according.reading.settings.where import place_of
from according.report import Report
from growth import MOST, growth

CASES = tomllib.loads((Path(__file__).parents[2] / "cases" / "places.toml").read_text(encoding="utf8"))["case"]
WORDS = "Baghdad Al - Kursk province northern of in the border between and , Iraqi killed 3 's".split()


def scene_of(text: str, sentences: list[Sentence], published: date | None = None) -> Scene:
    known = [sentence.read_by(default()) for sentence in sentences]
    return survey(Report(text, published=published), known, default(), gazetteer.default(), weights.default())


def find(scene: Scene, number: str, event: str) -> tuple[int, int, int]:
    for at, sentence in enumerate(scene.sentences):
        words = [token.text for token in sentence]
        if number in words:
            return at, words.index(event), words.index(number)
    raise AssertionError(f"no word {number!r}")


@pytest.mark.parametrize("case", CASES, ids=[case["label"] for case in CASES])
def test_case(case):
    scene = scene_of(case["text"], parse_conllu(case["parse"], case["text"]))
    places = [to_place(scene, mention) for mentions in scene.places for mention in mentions]
    assert [[p.text, p.name or "-", p.country or "-", p.precision or "-"] for p in places] == case["places"]
    for number, event, place, moment in case["figures"]:
        anchor = find(scene, number, event)
        where, when = place_of(scene, *anchor), time_of(scene, *anchor)
        assert [where.text if where else "-", when.text if when else "-"] == [place, moment], case["label"]


def places_in(text: str, context: str = "") -> list[tuple[str, str | None, float | None]]:
    sentences = [sentence_of(text)]
    scene = scene_of(text + " " + context, sentences + ([_moved(sentence_of(context), len(text) + 1)] if context else []))
    return [(place.text, place.country, place.latitude) for place in (to_place(scene, mention) for mention in scene.places[0])]


def _moved(sentence: Sentence, by: int) -> Sentence:
    rows = ((t.index, t.start + by, t.end + by, t.text, t.lemma, t.pos, t.feats, t.head, t.dep) for t in sentence)
    return Sentence(tuple(Token(*row) for row in rows))


@pytest.mark.parametrize(
    ("text", "context", "country"),
    [
        ("He died in Tripoli", "Lebanese police said so", "LB"),
        ("He died in Tripoli", "Libyan police said so", "LY"),
        # Towns in the United States bear the name too, and speak of none.
        ("He died in Tripoli", "Crowds met in Lebanon", "LB"),
        ("He died in Athens", "The governor of Georgia flew to Atlanta in America", "US"),
        ("He died in Athens", "Greek police said so", "GR"),
        ("He died in Moscow, Idaho", "", "US"),
        ("He died in Moscow", "", "RU"),
        ("He died in Springfield", "", None),
        ("He died in Victoria", "", None),
        ("He died in Burma", "", "MM"),
        ("He died in the UK", "", "GB"),
        ("He died in the Gaza Strip", "", "PS"),
    ],
)
def test_namesakes(text, context, country):
    """The report's other places and people choose among namesakes; where nothing settles it there are no coordinates."""
    ((_, found, latitude),) = places_in(text, context)[:1]
    assert found == country
    assert (latitude is None) == (country is None)


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=12), st.integers(0, 11), st.integers(0, 11), st.integers(0, 11))
def test_any_words_read_and_spans_slice_to_the_text(words, head, word, number):
    text = " ".join(words)
    tokens = list(sentence_of(text))
    labels = ["root", "nsubj", "obl", "nmod", "conj", "case", "compound", "appos"]
    tree = [Token(t.index, t.start, t.end, t.text, t.lemma, t.pos, "", min(head, t.index), labels[(t.index + head) % 8]) for t in tokens]
    scene = scene_of(text, [Sentence(tuple(tree))], date(2025, 3, 13))
    last = len(tree) - 1
    for value in (place_of(scene, 0, min(word, last), min(number, last)), time_of(scene, 0, min(word, last), min(number, last))):
        assert value is None or text[value.start : value.end] == value.text


def test_time_grows_with_the_length_only():
    """A run of one name is not tried in all its parts."""
    made = {many: sentence_of("Baghdad " * many) for many in (500, 2000)}
    assert growth(lambda many: find_places(made[many], default(), gazetteer.default()), 500) < MOST
