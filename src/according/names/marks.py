"""
A report's marks: the names and numbers by which its story is known again in another report.

    >>> sorted(find_marks("A blast shook Zichang on Saturday, where 39 miners worked for Xinhua's owner."))
    ['39', 'xinhua', 'zichang']

Days and months are told by the package's own lists: a ledger marks texts of which it does not know by what words they were read.
"""
from __future__ import annotations

import re
from functools import cache

from according.lexicon import default
from according.names.gazetteer import fold
from according.report import match_front_matter

# Only words that can be marks, found in one pass: words with a capital, or numbers. The comma in "In 2016, 39 died" is of no number.
_WORD = re.compile(r"\b(?:\d+(?:,\d+)*|[^\W\d_a-z][^\W_]*(?:[.,’'-][^\W_]+)*)")
_POSSESSIVE = re.compile(r"['’]s$")
_YEAR = re.compile(r"(?:19|20)\d\d")
# Shorter words with a capital are initials, titles and abbreviations of states.
MARK_SHORTEST = 4
# Enough of a long report to know it by. Among more, reports of different stories would meet in some by chance.
MARKS_MOST = 80


def find_marks(text: str) -> tuple[str, ...]:
    """
    Return a report's marks in order of first mention, each once, at most 80.

    Marks are the folded words with a capital inside sentences, and the numbers of two digits and more that are no years. Front matter has
    none.
    """
    found: dict[str, None] = {}
    # Two reports of one agency and month are not of one story by that: "date: 2027-10-05", "publisher: Reuters".
    front = match_front_matter(text)
    for match in _WORD.finditer(text, front.end() if front is not None else 0):
        if (mark := _mark(match, text)) is not None:
            found[mark] = None
            if len(found) == MARKS_MOST:
                break
    return tuple(found)


def _mark(match: re.Match[str], text: str) -> str | None:
    """Return the mark that a word is, or ``None``."""
    word = match[0]
    if word[0].isdigit():
        # "1,200" and "1200" are one number. Numbers of one digit and years are in too many reports to tell a story by.
        digits = "".join(filter(str.isdigit, word))
        return digits if len(digits) >= 2 and not _YEAR.fullmatch(word) else None
    if not word[0].isupper() or len(word) < MARK_SHORTEST:
        return None
    before = text[max(0, match.start() - 3) : match.start()].rstrip()
    # The first word of a sentence has its capital from there: "Officials said", “Nobody came”.
    if not before or before[-1] in ".!?\"“”:":
        return None
    # "Xinhua's" and "Xinhua" are one name.
    name = fold(_POSSESSIVE.sub("", word))
    return None if name in calendar() else name


@cache
def calendar() -> frozenset[str]:
    """Return the folded days of the week and months: every report has some, and they tell no story from another."""
    return frozenset(fold(word) for form in default().forms("times", "weekday", "month") for word in form.split())
