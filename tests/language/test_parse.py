"""The shipped model: what comes out is a tree over the words as received, whatever goes in."""
from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from according.language import pipeline
from according.language.sentence import Sentence
from according.language.split import split
from according.report import Span
from drawing import examples
from growth import MOST, growth

pytestmark = pytest.mark.model


def read(text: str) -> list[Sentence]:
    return pipeline.parse(text, [segment.span for segment in split(text)])


def check(text: str, sentences: list[Sentence]) -> None:
    at = 0
    unseen = {index for match in pipeline.UNSEEN.finditer(text) for index in range(*match.span())}
    for sentence in sentences:
        assert sentence.roots()
        for token in sentence:
            assert at <= token.start < token.end
            # What is not seen (a soft hyphen, a hashtag's mark) stands in the word's characters and not in its text.
            assert "".join(text[index] for index in range(token.start, token.end) if index not in unseen) == token.text
            assert 0 <= token.head < len(sentence)
            at = token.end


def test_a_plain_sentence() -> None:
    (sentence,) = read("The ministry said  12\nsoldiers were killed in U.S.-led strikes on Jan. 5.")
    words = {token.lower: token for token in sentence}
    assert words["said"].dep == "root"
    assert words["said"].lemma == "say"
    assert sentence[words["12"].head].lower == "soldiers"
    assert (words["soldiers"].dep, words["soldiers"].lemma) == ("nsubj:pass", "soldier")
    assert (words["killed"].lemma, words["killed"].pos) == ("kill", "VERB")
    assert sentence[words["ministry"].head].lower == "said"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("A 23-year-old fled.", ["A", "23", "-", "year", "-", "old", "fled", "."]),
        ("It cost $5 or 50% of 2,700.", ["It", "cost", "$", "5", "or", "50", "%", "of", "2,700", "."]),
        ("An F-16 hit al-Qaida.", ["An", "F-16", "hit", "al", "-", "Qaida", "."]),
        ("The U.N.’s envoy—a Swede—said “no”.", ["The", "U.N.", "’s", "envoy", "—", "a", "Swede", "—", "said", "“", "no", "”", "."]),
        ("He didn't go on Jan. 5.", ["He", "did", "n't", "go", "on", "Jan.", "5", "."]),
    ],
)
def test_words(text: str, words: list[str]) -> None:
    assert [token.text for token in read(text)[0]] == words


ODD = [
    "", " ", "\x00", "a\x00b said 5.", "👍🏽 12 died 👨‍👩‍👧", "\ud800 12", "e\u0301" * 50, "(" * 3000,
    "x" * 9000, "\u200b", "\u00a012\u00a0died", "''" * 999, "http://" + "a" * 5000, "0#A",
]  # fmt: skip


@pytest.mark.parametrize("text", ODD)
def test_odd_input(text: str) -> None:
    check(text, pipeline.parse(text, [Span(0, len(text))]))


@examples(60)
@given(st.text(st.characters(), max_size=80))
def test_any_text(text: str) -> None:
    check(text, pipeline.parse(text, [Span(0, len(text))]))


def test_batches_give_the_same_as_single_reports() -> None:
    texts = ["Two died. Three fled to the hills on Monday, police said.", "", "Officials say at least 40 have been wounded.", "None."]
    reports = [(text, [segment.span for segment in split(text)]) for text in texts]
    together = pipeline.parse_many(reports)
    assert [[s.tokens for s in found] for found in together] == [[s.tokens for s in pipeline.parse(*report)] for report in reports]


def test_threads_take_turns() -> None:
    texts = [f"At least {number} people died in Kursk, officials said. {number} fled." for number in range(40)]
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(read, texts))
    assert [[s.tokens for s in sentences] for sentences in found] == [[s.tokens for s in read(text)] for text in texts]


def test_time_is_linear_on_one_long_line() -> None:
    def parse(many: int) -> None:
        text = "12 soldiers were killed " * many
        check(text, read(text))

    assert growth(parse, 500, tries=1) < MOST
