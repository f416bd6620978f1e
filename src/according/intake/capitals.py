"""
Stretches in capital letters: a headline, a lead sentence or a whole report that is printed so.

There a capital does not tell a name from a word, so whoever reads them must know where they are.
"""
from __future__ import annotations

import re
from collections.abc import Iterator

from according.report import Span

_WORD = re.compile(r"[^\W\d_]+")
# Fewer words in capitals are names of bodies ("UN OCHA"), a dateline, or a label ("KILLED: 12").
STRETCH_WORDS = 3
STRETCH_LETTERS = 14
# In one line, and without a small letter.
_SMALL_LETTERS = r"a-zß-öø-ÿ"
_LONG_STRETCH = re.compile(rf"[^{_SMALL_LETTERS}\r\n]{{{STRETCH_LETTERS},}}")
_SHORT_STRETCH = re.compile(rf"[^{_SMALL_LETTERS}\r\n]{{2,}}")
# Above this share of capitals a text is in capitals throughout, and so are its labels; shorter ones are headlines.
CAPITALS_SHARE = 0.8
CAPITALS_LEAST = 60
# So much of a text shows whether it is.
CAPITALS_LOOKED_AT = 100_000


def is_all_capitals(text: str, start: int = 0) -> bool:
    """Say whether a text is in capitals throughout, as its part behind ``start`` shows."""
    shown = text[start : start + CAPITALS_LOOKED_AT]
    # Every eighth letter of plain print is an "e", so that nearly all texts are answered without a look at each letter.
    if shown.count("e") * 25 > len(shown):
        return False
    letters = [char for char in shown if char.isalpha()]
    return len(letters) >= CAPITALS_LEAST and sum(map(str.isupper, letters)) > CAPITALS_SHARE * len(letters)


def find_capitals(text: str, start: int = 0) -> Iterator[Span]:
    """Yield the stretches of a text that are in capital letters, in order."""
    throughout = is_all_capitals(text, start)
    least = (1, 1) if throughout else (STRETCH_WORDS, STRETCH_LETTERS)
    for stretch in (_SHORT_STRETCH if throughout else _LONG_STRETCH).finditer(text, start):
        # A letter at its edge may belong to a word that goes on in small ones: "THE ARMY Said".
        words = [word for word in _WORD.finditer(text, stretch.start(), stretch.end()) if word[0].isupper() and not _goes_on(text, word)]
        # Pressed against a sentence it is a link to another report, which no space parts: `tried to hide."TOWN FALLS TO REBELS`.
        pressed = not throughout and bool(words) and _is_pressed(text, words[0].start())
        if not pressed and len(words) >= least[0] and sum(word.end() - word.start() for word in words) >= least[1]:
            yield Span(words[0].start(), words[-1].end())


def _is_pressed(text: str, at: int) -> bool:
    """Say whether no white space stands before a word, over an opening mark, where its line goes on."""
    before = text[max(at - 2, 0) : at]
    return len(before) == 2 and not any(map(str.isspace, before))


def _goes_on(text: str, word: re.Match[str]) -> bool:
    """Say whether a word has small letters in front of it or behind it."""
    return text[word.start() - 1 : word.start()].isalpha() or text[word.end() : word.end() + 1].isalpha()
