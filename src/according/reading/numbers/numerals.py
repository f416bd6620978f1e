"""
The numerals of English, from ``2,700`` and ``twenty-one`` to ``half a million``, ``several hundred`` and ``two-thirds``.

Each reader takes the pieces of a sentence and a place. It returns what it could read there, or ``None``.
"""
from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from according.lexicon import Entry, Lexicon
from according.reading.numbers.pieces import VULGAR_FRACTIONS, Pieces, starts_number

Form = Literal["digits", "word", "article", "another", "ordinal", "none", "vague", "fraction", "range"]
QUOTE_MARKS = frozenset("\"“”'‘’")
# 1.5m people, 20k troops, €10B
SCALE_LETTERS = {"m": 10**6, "k": 10**3, "b": 10**9, "mn": 10**6}
# Behind "500m" they say that it is a length.
BEHIND_LENGTH = frozenset(
    "away apart from off deep high long wide tall below above down up inside into outside across along behind ahead beyond further farther "
    "north south east west".split()
)
# "1,5 million": the pieces hold such a number only before a scale.
DECIMAL_COMMA = re.compile(r"\d{1,3},\d{1,2}")
THOUSANDS_MARKS = re.compile("[,'’ \u00a0\u2009\u202f]")
# In digits: past the trillions no report counts anything, and floats lose units.
DIGITS_MOST = 15


@dataclass(frozen=True, slots=True)
class Numeral:
    """
    What a numeral says: pieces ``first`` to ``stop`` (half-open), its main piece ``at``, and the interval it means.

    ``high`` is ``None`` where there is no ceiling. Where ``percent`` is true, ``low`` and ``high`` are of a hundred.
    """

    first: int
    stop: int
    at: int
    low: float
    high: float | None
    form: Form
    percent: bool = False


class Words:
    """The number words of a lexicon, as phrases found by their first word. Made once for a lexicon: see ``words_of``."""

    __slots__ = (
        "_by_kinds", "_phrases", "after_article", "context", "lexicon", "numeric", "parts", "phrasal", "scales", "small", "starters",
    )  # fmt: skip

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self._phrases: dict[str, list[tuple[tuple[str, ...], Entry]]] = {}
        self.small: dict[str, int] = {}
        self.scales: dict[str, int] = {}
        self.parts: dict[str, int] = {}
        self.context = {form: entry.kind for entry in lexicon.lists["number_context"] for form in entry.forms}
        for entry in lexicon.lists["numbers"]:
            for form in entry.forms:
                self._add(form, entry)
        for phrases in self._phrases.values():
            # The longest first: "tens of thousands" is not "tens".
            phrases.sort(key=lambda phrase: -len(phrase[0]))
        # What can begin a number: everything but what stands behind one. Other pieces are passed over, which is most of a text.
        behind = ("scale", "part", "ordinal", "percent", "points", "after_at_least", "after_about", "after_at_most")
        kinds = {entry.kind for entry in lexicon.lists["numbers"]} - set(behind)
        firsts = frozenset(form.split()[0] for form in lexicon.forms("numbers", *kinds))
        self.starters = firsts | self.scales.keys() | {"half", "between", "from"}
        # What can begin a numeral, beside digits. Approximators are left out: "at least" begins a number and no numeral.
        counting = frozenset(form.split()[0] for form in lexicon.forms("numbers", "vague", "group", "few"))
        self.numeric = counting | self.small.keys() | self.scales.keys() | {"a", "an", "half"}
        # Of these the word alone begins nothing: "in" only as the first word of "in excess of".
        self.phrasal = self.starters - self.numeric - {"between", "from", "another", "any", "both"}
        # Behind "a" or "an" any other word is what it counts: no longer reading begins there.
        long = {words[1] for first in ("a", "an") for words, _ in self._phrases.get(first, ()) if len(words) > 1}
        self.after_article = long | self.scales.keys() | self.parts.keys() | {"half"}
        self._by_kinds: dict[tuple[str, ...], dict[str, list[tuple[tuple[str, ...], Entry]]]] = {}

    def _add(self, form: str, entry: Entry) -> None:
        words = tuple(form.split())
        self._phrases.setdefault(words[0], []).append((words, entry))
        table = {"unit": self.small, "ten": self.small, "scale": self.scales, "part": self.parts}.get(entry.kind)
        if table is not None:
            table[form] = int(entry.low or 0)

    def phrase(self, pieces: Pieces, at: int, *kinds: str) -> tuple[Entry, int] | None:
        """Return the longest phrase of the kinds that begins at a piece, and the piece behind it."""
        table = self._by_kinds.get(kinds)
        if table is None:
            table = self._by_kinds[kinds] = self._of_kinds(kinds)
        for words, entry in table.get(pieces.lower[at], ()):
            if stop := _match(pieces, at, words):
                return entry, stop
        return None

    def _of_kinds(self, kinds: tuple[str, ...]) -> dict[str, list[tuple[tuple[str, ...], Entry]]]:
        chosen = {first: [phrase for phrase in phrases if phrase[1].kind in kinds] for first, phrases in self._phrases.items()}
        return {first: phrases for first, phrases in chosen.items() if phrases}


def words_of(lexicon: Lexicon) -> Words:
    """Return the number words of a lexicon, built once."""
    return lexicon.keep(Words)


def _match(pieces: Pieces, at: int, words: tuple[str, ...]) -> int:
    """Return the piece behind the words, or 0; they may be hyphenated, or quoted in part (a "number of")."""
    quoted = False
    # The caller has found the first word, by which phrases are kept.
    for word in words[1:]:
        at += 1
        if pieces.lower[at] in QUOTE_MARKS or pieces.hyphen(at):
            quoted |= pieces.lower[at] in QUOTE_MARKS
            at += 1
        if pieces.lower[at] != word:
            return 0
    return at + 1 + (quoted and pieces.lower[at + 1] in QUOTE_MARKS)


def plain(number: float) -> float:
    """Return a whole number as an ``int``, another rounded to six places."""
    # 8.2 times a million is 8199999.999999999 in floating point.
    number = round(number, 6)
    return int(number) if number == int(number) else number


def read_numeral(pieces: Pieces, at: int, words: Words) -> Numeral | None:
    """Read the numeral that begins at a piece, with the percent sign or word behind it."""
    first = pieces.lower[at]
    if first not in words.numeric and not starts_number(first):
        return None
    # `None` is kept too: that no numeral begins here is asked as often.
    if at not in pieces.numerals:
        pieces.numerals[at] = _read_any(pieces, at, words)
    numeral: Numeral | None = pieces.numerals[at]
    return numeral


def _read_any(pieces: Pieces, at: int, words: Words) -> Numeral | None:
    # The longer readings first: "one in three" begins with "one", "two-thirds" with "two", "half a million" with a share.
    for reader in (read_ratio, read_fraction, read_half, read_vague, read_cardinal):
        if numeral := reader(pieces, at, words):
            return _with_percent(pieces, numeral, words)
    return None


def _with_percent(pieces: Pieces, numeral: Numeral, words: Words) -> Numeral:
    """Add the percent sign or word behind a numeral: ``50%``, ``50-percent``, ``50 per cent``."""
    at = numeral.stop + pieces.hyphen(numeral.stop)
    if not numeral.percent and (found := words.phrase(pieces, at, "percent")):
        return replace(numeral, stop=found[1], percent=True)
    return numeral


def read_cardinal(pieces: Pieces, at: int, words: Words, before: int | None = None) -> Numeral | None:
    """
    Read digits or number words: ``2,700``, ``3.6 million``, ``one hundred and five``, ``two dozen``.

    Pieces behind ``before``, where it is given, are left to the next numeral.
    """
    first, article = at, pieces.lower[at] in ("a", "an")
    if article:
        at += 1
        # "a hundred", "a dozen"; any other "a" is no part of a numeral.
        if pieces.lower[at] not in words.scales:
            return None
    # `group` is what the next scale multiplies, `total` what is done: in "two million three hundred" two million is done.
    # The next small word must lie below `limit` ("twenty-one", not "one twenty"), the next scale below `ceiling`.
    total, group, limit, ceiling = 0.0, None, float("inf"), float("inf")
    last, form = -1, "word"
    for here in _steps(pieces, at, words):
        if before is not None and here > before:
            break
        value, kind = _value(pieces, here, words, last < 0)
        # Digits end their group: "12 five" is two numbers.
        if kind == "digits" and last < 0:
            group, limit, form = value, 0, "digits"
        elif kind == "small" and value < limit:
            group, limit = (group or 0) + value, 10 if value >= 20 else 0
        elif kind == "scale" and value < ceiling and (last < 0 or group):
            # "two hundred thousand": a hundred multiplies within its group. Nothing follows a dozen: "two dozen five" is two numbers.
            if value == 100 and (group or 0) >= 100:
                # Nobody says "a hundred hundred".
                break
            if value in (12, 100):
                group, limit = (1 if group is None else group) * value, value if value == 100 else 0
                ceiling = ceiling if value == 100 else 0
            else:
                total, group, limit, ceiling = total + (1 if group is None else group) * value, None, 1000, value
        else:
            break
        last = here
    if last < 0:
        return None
    number, last = _and_a_half(pieces, total + (group or 0), last, words)
    return Numeral(first, last + 1, last, plain(number), plain(number), "digits" if form == "digits" else "word")


def _and_a_half(pieces: Pieces, number: float, last: int, words: Words) -> tuple[float, int]:
    """Add what "and a half" adds: to ``two and a half million`` before the scale, to ``a million and a half`` behind it."""
    # "two and a half" alone is 2.5, of which the traps see that it counts nobody.
    if pieces.lower[last + 1 : last + 4] not in (["and", "a", "half"], ["and", "one", "half"]):
        return number, last
    scale = words.scales.get(pieces.lower[last])
    if scale:
        return number + scale / 2, last + 3
    factor = words.scales.get(pieces.lower[last + 4])
    return ((number + 0.5) * factor, last + 4) if factor else (number + 0.5, last + 3)


def _steps(pieces: Pieces, at: int, words: Words) -> Iterator[int]:
    """Yield the places where the next word of a numeral may stand: across hyphens, and ``and`` behind a scale."""
    yield at
    while True:
        scale = pieces.lower[at] in words.scales
        following = at + 1
        # "2 thousand and 500" goes on in digits, "one hundred and 5" does not.
        counted = pieces.lower[following + 1] in words.small or (pieces.digits(at - 1) and pieces.lower[following + 1].isdecimal())
        # "one hundred and two hundred" are two numbers, "two million and three fifths" is none of ours.
        counted = counted and pieces.lower[following + 2] not in ("hundred", *words.parts)
        if pieces.hyphen(following) or (scale and pieces.lower[following] == "and" and counted):
            following += 1
        at = following
        yield at


def _value(pieces: Pieces, at: int, words: Words, first: bool) -> tuple[float, str]:
    """Return what a piece adds to a numeral and how: as ``digits``, a ``small`` word or a ``scale``; an empty kind ends the numeral."""
    word = pieces.lower[at]
    if word in words.small:
        return words.small[word], "small"
    # "three dozens" is 36; "dozens" alone is a vague word.
    if word in words.scales or (word == "dozens" and not first):
        return words.scales.get(word, 12), "scale"
    if pieces.digits(at):
        value, kind = _digits(word)
        return (value, kind) if first else (value, "small" if pieces.lower[at - 1] == "and" else "")
    if word in SCALE_LETTERS and pieces.glued(at) and pieces.digits(at - 1):
        # "500m" and "500m away" are lengths; "1.5m people" and "€10M" are not, for a word follows or the letter is a capital.
        counted = (pieces.word(at + 1) and pieces.lower[at + 1] not in BEHIND_LENGTH) or pieces.capital(at) or word != "m"
        return SCALE_LETTERS[word], "scale" if counted else ""
    return 0, ""


def _digits(word: str) -> tuple[float, str]:
    """Return the value of a piece that begins with a digit, with an empty kind where it is a time, an ordinal or an address."""
    if ":" in word or word[-1].isalpha() or len(word) > DIGITS_MOST or word.count(".") > 1:
        return 0, ""
    if word[-1] in VULGAR_FRACTIONS:
        return (int(word[:-1] or 0) + VULGAR_FRACTIONS[word[-1]], "digits") if word[:-1].isdecimal() or len(word) == 1 else (0, "")
    if DECIMAL_COMMA.fullmatch(word):
        return float(word.replace(",", ".")), "digits"
    bare = THOUSANDS_MARKS.sub("", word)
    # "¼5", "¼¹": signs that Unicode counts among the letters stand in one piece with those around them, and make no number.
    if not bare.replace(".", "", 1).isdecimal():
        return 0, ""
    return (float(bare) if "." in bare else int(bare)), "digits"


def read_vague(pieces: Pieces, at: int, words: Words) -> Numeral | None:
    """Read ``dozens``, ``a number of``, ``several``, and a few-word with a scale: ``several hundred``, ``a few dozen``."""
    if found := words.phrase(pieces, at, "vague"):
        entry, stop = found
        return Numeral(at, stop, stop - 1, entry.low or 0, entry.high, "vague")
    # "a pair of", "a trio of" say exactly how many, though their words are like "a number of".
    if found := words.phrase(pieces, at, "group"):
        entry, stop = found
        return Numeral(at, stop, stop - 1, entry.low or 0, entry.low, "word")
    if not (found := words.phrase(pieces, at, "few")):
        return None
    entry, stop = found
    low, high, scaled, last = entry.low or 0, entry.high or 0, stop, 1.0
    # "several hundred" is 300 to 900, "a few hundred thousand" multiplies twice: by a higher one each time.
    while (factor := words.scales.get(pieces.lower[scaled], 0)) > last:
        low, high, scaled, last = low * factor, high * factor, scaled + 1, factor
    # "a couple of soldiers": without a scale "of" belongs to what follows, as behind any other number.
    if scaled == stop and pieces.lower[stop - 1] == "of":
        stop = scaled = stop - 1
    # Without its article it counts before a scale only: "the last couple of hundred men", not "the last couple of men".
    if scaled == stop and pieces.lower[at] == "couple":
        return None
    return Numeral(at, scaled, scaled - 1, low, high, "vague")


def read_half(pieces: Pieces, at: int, words: Words) -> Numeral | None:
    """Read ``half a million``, ``half-dozen`` and ``half`` as a share."""
    start = at + (pieces.lower[at] == "a" and pieces.lower[at + 1] == "half")
    # "the second half" is a time.
    if pieces.lower[start] != "half" or pieces.lower[at - 1] in ("first", "second", "latter", "other"):
        return None
    # "two and a half" is read from its first word on; "12 hostages and half of the guards" has a share of its own.
    if pieces.lower[at - 1] == "and" and (start > at or pieces.digits(at - 2) or pieces.lower[at - 2] in (words.small | words.scales)):
        return None
    scale = start + 1 + (pieces.hyphen(start + 1) or pieces.lower[start + 1] == "a")
    scale += 2 if pieces.lower[scale : scale + 2] == ["of", "a"] else 0
    if factor := words.scales.get(pieces.lower[scale]):
        number = plain(factor / 2)
        return Numeral(at, scale + 1, scale, number, number, "word")
    return Numeral(at, start + 1, start, 50, 50, "fraction", percent=True)


def read_fraction(pieces: Pieces, at: int, words: Words) -> Numeral | None:
    """Read ``two-thirds``, ``a quarter``, ``one third``, ``1/3`` as a share of a hundred; not ``a third soldier``."""
    # A second slash makes a date: 1/3/2024.
    if pieces.lower[at + 1] == "/" and pieces.glued(at + 1) and pieces.glued(at + 2) and pieces.lower[at + 3] != "/":
        return _share(at, at + 3, at + 2, pieces.lower[at], pieces.lower[at + 2])
    # "½ million" is half a million and no share; `read_cardinal` takes it.
    if (share := VULGAR_FRACTIONS.get(pieces.lower[at])) is not None and pieces.lower[at + 1] not in words.scales:
        return Numeral(at, at + 1, at, plain(round(100 * share, 1)), plain(round(100 * share, 1)), "fraction", percent=True)
    top = 1 if pieces.lower[at] == "a" else words.small.get(pieces.lower[at], 0)
    part = at + 1 + pieces.hyphen(at + 1)
    below = words.parts.get(pieces.lower[part])
    # "five thirds" is no share of anything; "a half" is for `read_half`.
    if not top or below is None or top >= below or pieces.lower[at : part + 1] == ["a", "half"]:
        return None
    if scaled := _of_scale(pieces, at, part, top / below, words):
        return scaled
    if pieces.lower[at] == "a" and not _is_share(pieces, at, part, words):
        return None
    share = round(100 * top / below, 1)
    return Numeral(at, part + 1, part, plain(share), plain(share), "fraction", percent=True)


def _of_scale(pieces: Pieces, at: int, part: int, share: float, words: Words) -> Numeral | None:
    """Read ``a quarter of a million`` and ``a quarter million``."""
    scale = part + 1 + (2 if pieces.lower[part + 1 : part + 3] == ["of", "a"] else 0)
    factor = words.scales.get(pieces.lower[scale])
    if not factor or factor < 1000:
        return None
    number = plain(share * factor)
    return Numeral(at, scale + 1, scale, number, number, "word")


def _share(first: int, stop: int, at: int, top: str, below: str) -> Numeral | None:
    # Past tenths a slash is a date or an address: 9/11, 24/7.
    """Return the share that two pieces with a slash between them make, or ``None`` where they are a date."""
    if not (top.isdecimal() and below.isdecimal() and 0 < int(top[:3]) < int(below[:3]) <= 10):
        return None
    share = plain(round(100 * int(top) / int(below), 1))
    return Numeral(first, stop, at, share, share, "fraction", percent=True)


def _is_share(pieces: Pieces, at: int, part: int, words: Words) -> bool:
    """
    Say whether ``a third`` is a share and not one more person ("a third wounded").

    It is one before ``of``, behind an approximator ("nearly a third") and in a range ("between a third and a half").
    """
    if pieces.lower[part] == "quarter":
        # Nobody is "a quarter policeman" as one is "a third policeman": it is a share, but not in "a quarter century".
        return pieces.lower[part + 1] != "century"
    if pieces.lower[part + 1] in ("of", "to", "or") or pieces.lower[at - 1] == "between":
        return True
    # An approximator may have up to three words ("at the least"), and must end right here.
    before = [words.phrase(pieces, at - back, "about", "at_least", "at_most") for back in (1, 2, 3) if at >= back]
    return any(found and found[1] == at for found in before)


def read_ratio(pieces: Pieces, at: int, words: Words) -> Numeral | None:
    """Read ``one in three`` and ``nine out of ten`` as a share of a hundred."""
    joint = 1 if pieces.lower[at + 1] == "in" else 2 if pieces.lower[at + 1 : at + 3] == ["out", "of"] else 0
    if not joint or not (pieces.lower[at] in words.small or pieces.digits(at)):
        return None
    top, below = read_cardinal(pieces, at, words), read_cardinal(pieces, at + 1 + joint, words)
    # "one in 10 children" is a share; "300 in 2004" and "two in 20 attacks" count something in a time or a place.
    if not top or not below or not 0 < top.low < below.low <= 10 or (top.low > 1 and joint == 1):
        return None
    share = plain(round(100 * top.low / below.low, 1))
    return Numeral(at, below.stop, below.at, share, share, "fraction", percent=True)
