"""A sentence cut from a text without a parser, for rules that read words alone."""
from __future__ import annotations

import re

from according.language.sentence import Sentence, Token
from according.lexicon import default

WORD = re.compile(
    r"(?:early|mid|late)-\d{4}|\d+:\d\d|[ap]\.m\.|\d+[-/.]\d+[-/.]\d+|\d+(?:st|nd|rd|th|s)?|[A-Za-z]{3,4}\.(?=\s\d)|[^\W\d_]+|'s|\S"
)


def pos_of(word: str) -> str:
    if word[0].isdigit():
        return "NUM"
    return "PUNCT" if not word[0].isalnum() else "PROPN" if word[0].isupper() else "AUX" if word in ("may", "will") else "NOUN"


def sentence_of(text: str) -> Sentence:
    words = enumerate(WORD.finditer(text))
    tokens = (Token(i, m.start(), m.end(), m[0], m[0].casefold(), pos_of(m[0]), "", i and 0, "dep") for i, m in words)
    return Sentence(tuple(tokens), default())
