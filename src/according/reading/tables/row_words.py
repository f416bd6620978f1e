"""
The words of a row: a sentence without a tree.

A row of cells has no syntax. What a parser would make of it is accident, so its words are cut at blanks and marks, and no word hangs on
another.
"""

from __future__ import annotations

import re
from bisect import bisect_left

from according.language.lemmas import lemmatise
from according.language.sentence import Sentence, Token, is_tabbed
from according.report import Span

# Marks of notes are no words: "[12]", "[a]", "[note 3]", and figures set high.
_NOTE = re.compile(r"\[[^\[\]\r\n]{1,24}\]|[\u00b2\u00b3\u00b9\u2070-\u2079]+")
_WORD = re.compile(r"\d+(?:[.,:]\d+)*(?:[^\W\d_]+)?|[^\W_\u00b2\u00b3\u00b9\u2070-\u2079]+(?:['’][^\W_]+)*|[^\w\s]")


def row_sentence(text: str, line: Span) -> Sentence | None:
    """Return a line of a table as a sentence, or ``None`` where it has no words."""
    tokens: list[Token] = []
    at = line.start
    for stretch in (*(match.span() for match in _NOTE.finditer(text, line.start, line.end)), (line.end, line.end)):
        for match in _WORD.finditer(text, at, stretch[0]):
            index, word = len(tokens), match[0]
            pos = _class_of(word)
            lemma, lower = lemmatise(word, pos, "")
            # In running text "Mar" is a name too, and a month only with its point.
            lower = "mar." if word == "Mar" else lower
            tabbed = is_tabbed(text, match.start())
            tokens.append(Token(index, match.start(), match.end(), word, lemma, pos, "", 0, "dep" if index else "root", lower, tabbed))
        at = stretch[1]
    return Sentence(tuple(tokens)) if tokens else None


def _class_of(word: str) -> str:
    """Return the class of a word by its form: in a cell a capital mostly begins a name."""
    if word[0].isdigit():
        return "NUM"
    return "PUNCT" if not word[0].isalnum() else "PROPN" if word[0].isupper() else "NOUN"


def words_in(sentence: Sentence, span: Span) -> tuple[int, int] | None:
    """Return the indexes of the first and last word of a sentence that stand in a stretch; ``None`` where none does."""
    first = bisect_left(sentence.tokens, span.start, key=lambda token: token.start)
    last = bisect_left(sentence.tokens, span.end, key=lambda token: token.start) - 1
    return (first, last) if first <= last else None
