"""The words that the parser sees as others: each is read as a noun or a verb in a plain sentence, and stays itself."""
from __future__ import annotations

import tomllib

import pytest

from according.language.pipeline import SEEN_AS, parse
from according.report import Span

pytestmark = pytest.mark.model
WORDS = tomllib.loads(SEEN_AS.read_text(encoding="utf8"))


def plain(word: str) -> tuple[str, str]:
    """Return a plain sentence with a word in it and the part of speech that the word has there."""
    if word.endswith("ed"):
        return f"The army {word} 12 trucks.", "VERB"
    return (f"The agency counted 12 {word}.", "NOUN") if word.endswith("s") else (f"The {word} killed 12 people.", "NOUN")


def test_each_word_is_read_and_stays_itself():
    read = {}
    for word in WORDS:
        text, _ = plain(word)
        token = next(token for token in parse(text, [Span(0, len(text))])[0] if token.text == word)
        read[word] = (token.pos, text[token.start : token.end])
    assert read == {word: (plain(word)[1], word) for word in WORDS}


def test_no_word_is_seen_as_one_that_is_seen_as_another():
    assert not set(WORDS) & set(WORDS.values())
