"""
Give each word of a sentence the letter of its part in the grammar of time expressions.

A word has its letter by its kind in ``data/en/times.toml`` or by its figures; any other word is ".".
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise

from according.language.sentence import Sentence, Token
from according.lexicon import Entry, Lexicon
from according.reading.numbers.expressions import find_numbers
from according.reading.times.calendar import has_length

# The letter of each kind of word in the list of times; any other word is ".". What is joined to the word before it is "_".
KIND_LETTERS = {
    "weekday": "W", "month": "M", "unit": "U", "daypart": "H", "overnight": "V", "part": "e", "part-noun": "E",
    "earlier": "g", "last": "r", "past": "p", "this": "t", "next": "x", "same": "m", "day": "T", "ago": "a",
    "since": "s", "until": "l", "from": "f", "between": "b", "and": "&", "to": "~", "or": "|", "on": "i", "the": "O",
    "of": "F", "comma": ",", "by": "y", "as": "k", "before": "q", "then": "c", "so": "z", "far": "w", "just": "j",
    "present": "P", "count": "n", "ordinal": "o", "season": "S",
}  # fmt: skip
_NUMBER = re.compile(r"\d{1,2}")
_YEAR = re.compile(r"1[5-9]\d\d|20\d\d|21\d\d")
_DECADE = re.compile(r"(1[5-9]|20)\d0['’]?s")
_ORDINAL = re.compile(r"([0-3]?\d)(?:st|nd|rd|th)")
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_NUMERIC = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")
_SHORT_NUMERIC = re.compile(r"(\d{2})\.(\d{2})\.(\d{2})")
_DAY_RANGE = re.compile(r"(\d{1,2})[-–—](\d{1,2})")
_HOUR = re.compile(r"\d{1,2}(?::\d\d)?(?:[ap]\.?m\.?)?")
_HALF_OF_DAY = frozenset(("a.m.", "p.m.", "am", "pm", "a.m", "p.m"))
_PART_OF_YEAR = re.compile(r"(early|mid|late)[-–](1[5-9]\d\d|20\d\d)")
_PARTS_OF_YEAR = {"early": 1, "mid": 2, "late": 3}
# With what a word begins that is in no list and may still have a part: a figure, "early-2024", "mid-2024".
TIME_OPENINGS = frozenset("0123456789eml")
# Months and short forms of months that are also words or parts of names: in small letters they are no months.
AMBIGUOUS_MONTHS = frozenset(("may", "march", "august", "mar.", "jun.", "sep", "dec", "jan"))


@dataclass(frozen=True, slots=True)
class Word:
    """
    A word's part in a time expression, as a letter, and what it counts.

    ``value`` is what the word means as a number: weekday (Monday is 0), month, year, part, count. ``id`` is that of its entry, or a
    date in figures.
    """

    letter: str
    value: int | None = None
    id: str = ""


_OTHER, _HOUR_WORD, _JOINED = Word("."), Word("C"), Word("_")


def read_words(sentence: Sentence, lexicon: Lexicon) -> list[Word]:
    """Return the part of each word of a sentence."""
    table = lexicon.keep(_table)
    # Most words of a text have no part in a time; they are told by their first letter and the list alone.
    words = [
        _classify(sentence, token, table) if token.lower in table or token.lower[0] in TIME_OPENINGS else _OTHER
        for token in sentence.tokens
    ]
    _join_figures(sentence, words)
    _mark_hours(sentence, words)
    _mark_halves(sentence, words)
    _join_counts(sentence, lexicon, words)
    return words


def _table(lexicon: Lexicon) -> dict[str, Word]:
    """Return the part of each form of the list of times."""
    return {form: _word(entry) for entry in lexicon.lists["times"] for form in entry.forms}


def _word(entry: Entry) -> Word:
    """Return the part of an entry's forms."""
    return Word(KIND_LETTERS[entry.kind], None if entry.low is None else int(entry.low), entry.id)


def _numeral(text: str) -> Word:
    """Return the part of a word that begins with a figure: a day or count, a year, a decade, an ordinal, two days or a date."""
    if _NUMBER.fullmatch(text):
        # What can be no day of a month can still count: "45 days ago".
        return Word("d" if 1 <= int(text) <= 31 else "N", int(text))
    if _YEAR.fullmatch(text):
        return Word("Y", int(text))
    if found := _DECADE.fullmatch(text):
        return Word("D", int(text[:4]))
    if found := _ORDINAL.fullmatch(text):
        return Word("o", int(found[1]))
    # Days go up: "9–13" may be two days of a month, "4-2" is the score of a match.
    if (found := _DAY_RANGE.fullmatch(text)) and 1 <= int(found[1]) < int(found[2]) <= 31:
        return Word("X", None, f"{found[1]}-{found[2]}")
    return Word("Z", None, iso) if (iso := _numeric_date(text)) else _OTHER


def _numeric_date(text: str) -> str:
    """
    Return a date written in figures as ``year-month-day``, or the empty string.

    Which of two small numbers is the month differs between countries. Where both could be, the date is not settled
    and the month is given as 0. A year of two figures is of this century.
    """
    if found := _ISO.fullmatch(text):
        return f"{found[1]}-{found[2]}-{found[3]}"
    if found := _NUMERIC.fullmatch(text):
        one, two = int(found[1]), int(found[2])
        day, month = (one, two) if one > 12 or one == two else (two, one) if two > 12 else (one, 0)
        return f"{found[3]}-{month}-{day}"
    if (found := _SHORT_NUMERIC.fullmatch(text)) and int(found[2]) <= 12:
        return f"20{found[3]}-{found[2]}-{found[1]}"
    return ""


def _classify(sentence: Sentence, token: Token, table: dict[str, Word]) -> Word:
    """Return a word's part in the grammar of time expressions."""
    first = token.text[0]
    if "0" <= first <= "9":
        return _numeral(token.lower)
    # "mid-2024" is not cut at its hyphen by the tokenizer.
    if first in "emlEML" and (found := _PART_OF_YEAR.fullmatch(token.lower)):
        return Word("Q", _PARTS_OF_YEAR[found[1]], found[2])
    word = table.get(token.lower, _OTHER)
    return _checked(token, word, sentence) if word.letter in "MWSU" else word


def _checked(token: Token, word: Word, sentence: Sentence) -> Word:
    """Leave out words that only look like a time: "may", "march", "fall", and abbreviations of names ("DEC", "Sun")."""
    if word.letter == "U":
        # Plurals are marked with 2: "recent weeks" are no one week.
        return Word("U", 2, word.id) if token.lower.endswith("s") else word
    small = token.text[0].islower()
    if word.letter == "M":
        # "DEC" and "SEP" in capitals are mostly short for something else.
        no_noun = token.pos in ("AUX", "VERB", "ADV") or (len(token.text) == 3 and token.text.isupper())
        misread = no_noun or (small and token.lower in AMBIGUOUS_MONTHS) or _opens_name(sentence, token.index)
        return _OTHER if misread and not _dated(sentence, token.index) else word
    if word.letter == "W":
        # Short forms in small letters are words at a sentence's end: "they sat.", "in the sun.".
        return _OTHER if len(token.text) <= 4 and small else word
    return _OTHER if word.letter == "S" and token.pos in ("VERB", "ADP", "AUX") else word


def _opens_name(sentence: Sentence, index: int) -> bool:
    """Say whether a month's short form without a point is a first name: "the mayor, Jan Novak"."""
    beside = sentence[index + 1] if index + 1 < len(sentence) else None
    return len(sentence[index].text) == 3 and beside is not None and beside.pos == "PROPN" and beside.text[:1].isupper()


def _dated(sentence: Sentence, index: int) -> bool:
    """Say whether a number that can be a day or year stands beside a month, which settles that it is one."""
    beside = [sentence[at].lower for at in (index - 1, index + 1) if 0 <= at < len(sentence)]
    # "3 May" settles it though the parser reads a verb; "3 may" does not.
    return sentence[index].text[0].isupper() and any(word[0] in "0123456789" and _numeral(word).letter in "dYo" for word in beside)


def _join_figures(sentence: Sentence, words: list[Word]) -> None:
    """Join a date in figures that is cut at its hyphens: "2024 - 11 - 19" without spaces is one date."""
    for at in range(len(words) - 4):
        # Only a year can begin it: "2024-11-19"; figures cut otherwise may be a score or a price.
        if words[at].letter != "Y" or words[at + 1].letter != "~":
            continue
        five = sentence.tokens[at : at + 5]
        glued = all(one.end == other.start for one, other in pairwise(five))
        if glued and (iso := _numeric_date("".join(token.lower for token in five))):
            words[at : at + 5] = [Word("Z", None, iso), *[_JOINED] * 4]


def _mark_hours(sentence: Sentence, words: list[Word]) -> None:
    """Mark the hours of the clock: "7 a.m." is no day of a month."""
    for at, token in enumerate(sentence.tokens):
        # Asked first: most words begin with no figure.
        if not token.lower[0].isdecimal() or not _HOUR.fullmatch(token.lower):
            continue
        # "7am", "14:00"; a number with a colon that has a part already is left as it is.
        if token.lower.endswith(("m", "m.")) or (":" in token.text and words[at].letter == "."):
            words[at] = _HOUR_WORD
        elif at + 1 < len(words) and sentence[at + 1].lower in _HALF_OF_DAY:
            words[at] = words[at + 1] = _HOUR_WORD


def _mark_halves(sentence: Sentence, words: list[Word]) -> None:
    """Mark the half of a unit that has a half: "the last half century", "half a year ago"."""
    for at, word in enumerate(words[:-1]):
        # "two and a half years" is no half year.
        if word.id != "half" or any(before.letter == "&" for before in words[max(at - 2, 0) : at]):
            continue
        # Over the hyphen of "half-year" and the article of "half a year".
        over = words[at + 1].id == "one" or sentence[at + 1].text == "-"
        whole = at + 1 + over
        if whole < len(words) and words[whole].letter == "U" and has_length(f"half-{words[whole].id}"):
            words[at:whole] = [Word("h")] * (whole - at)
            words[whole] = replace(words[whole], id=f"half-{words[whole].id}")


def _join_counts(sentence: Sentence, lexicon: Lexicon, words: list[Word]) -> None:
    """Join the words of a number before a unit: "thirty-five days ago"; of "two to three weeks ago" the number is not told."""
    for at in range(2, len(words)):
        if words[at].letter != "U":
            continue
        last, before = at - 1, words[at - 2].letter
        # "a few days" and "a couple of days" are read word by word.
        counted = (words[last].letter in "ndN" and words[last].id not in ("one", "couple", "several")) or sentence[last].pos == "NUM"
        if not counted or not (before in "ndN~&|" or sentence[at - 2].pos == "NUM"):
            continue
        number = next((number for number in find_numbers(sentence, lexicon) if number.last == last), None)
        # Behind its approximators: "more than thirty-five days ago".
        first = next((index for index in range(number.first, last) if words[index].letter in "ndN"), last) if number is not None else last
        if number is not None and first < last:
            low = number.quantity.low
            told = low is not None and low == int(low) and number.quantity.high in (low, None)
            words[first:at] = [Word("n", int(low or 0) if told else None), *[_JOINED] * (last - first)]
