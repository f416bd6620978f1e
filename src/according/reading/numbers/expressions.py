"""
Every number a sentence states, with its approximator, and why some of them count nobody.

    >>> from according.language.sentence import Sentence, Token
    >>> from according.lexicon import default
    >>> words = ("At", 0), ("least", 3), ("two", 9), ("dozen", 13), ("died", 19)
    >>> tokens = tuple(Token(i, at, at + len(word), word, "", "", "", i, "") for i, (word, at) in enumerate(words))
    >>> [(number.start, number.end, number.quantity) for number in find_numbers(Sentence(tokens), default())]
    [(0, 18, Quantity(low=24, high=None, bound='at_least'))]
"""
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from according.language.sentence import Sentence
from according.lexicon import Lexicon
from according.quantity import Bound, Quantity
from according.reading.numbers.numerals import QUOTE_MARKS, Form, Numeral, Words, read_cardinal, read_numeral, words_of
from according.reading.numbers.pieces import Pieces, starts_number
from according.reading.numbers.traps import DASHES, YEARS, Trap, find_trap

PREFIXES = ("about", "at_least", "at_most", "more")
# The kinds of phrases that begin a number with a word that is no numeral.
OPENINGS = (*PREFIXES, "none")
# Nouns behind which "about" says of what they are: "details about 10 victims" is of ten.
TOLD_ABOUT = frozenset("information details detail questions reports news concern concerns data word facts warnings".split())
PHRASES_BEHIND = ("after_about", "after_at_least", "after_at_most")
# No day of a month is later.
LAST_DAY = 31
# Pieces that may stand before the second end of a spoken range: "between a third and probably on the real high end, maybe 50%".
HEDGED = 8
# Between a negation and "any" they say that nothing is told: "it is not clear if there were any casualties".
UNTOLD = frozenset("if whether mention report clear know known say confirm give release provide specify".split())
# Pieces before "any" in which its negation must stand: "did not suffer any casualties".
NEGATED = 6


# Verbs behind which "over" is their own word, and bounds no number.
HANDING = frozenset({"hand", "hands", "handed", "handing", "turn", "turns", "turned", "turning"})
# Words right before the "up to" of a toll that has risen, and for that toll, at most so many pieces before it.
RISEN = frozenset({"is", "was", "now", "go", "goes", "going", "gone", "went"})
TOLLS, TOLL_REACH = frozenset({"toll", "number", "tally", "count"}), 10
# Words behind which "top" is a verb.
TOPPING = frozenset({"could", "may", "might", "will", "would", "to", "can"})


@dataclass(frozen=True, slots=True)
class Number:
    """
    A number expression: tokens ``first`` to ``last`` (inclusive), half-open offsets ``start`` to ``end``, and what it means.

    ``core`` is the token of the numeral itself. Of an ordinal it is that of the ordinal: ``third`` in "a third wounded", where the
    number is ``a``. ``trap`` says why it can count no people or things. ``partitive`` says that "of" and a whole follow ("one of three
    bombers").
    """

    first: int
    last: int
    start: int
    end: int
    quantity: Quantity
    percent: bool
    form: Form
    core: int
    trap: Trap | None = None
    partitive: bool = False


def find_numbers(sentence: Sentence, lexicon: Lexicon) -> list[Number]:
    """Return the numbers of a sentence in order, none within another; those with a ``trap`` count nobody."""
    words = words_of(lexicon)
    pieces = Pieces(sentence)
    found = []
    for numeral, bound in _read_all(pieces, words):
        trap = find_trap(pieces, numeral, words)
        found.append(_number(pieces, numeral, bound, trap))
    return found


def _read_all(pieces: Pieces, words: Words) -> Iterator[tuple[Numeral, Bound]]:
    stop, starters, phrasal = 0, words.starters, words.phrasal
    for at, word in enumerate(pieces.lower):
        # Most pieces are words of letters, which begin no numeral in digits.
        if word not in starters and (word.isalpha() or not starts_number(word)):
            continue
        if word in phrasal and not words.phrase(pieces, at, *OPENINGS):
            continue
        if word == "about" and at and pieces.lower[at - 1] in TOLD_ABOUT:
            continue
        # A piece that the last number has used begins no other: "at least two dozen" holds no "two".
        if at >= stop and (read := _read(pieces, at, words)):
            yield read
            stop = read[0].stop


def _number(pieces: Pieces, numeral: Numeral, bound: Bound, trap: Trap | None) -> Number:
    first, last = pieces.token(numeral.first), pieces.token(numeral.stop - 1)
    start, end = pieces.base + pieces.spans[numeral.first][0], pieces.base + pieces.spans[numeral.stop - 1][1]
    quantity, core, partitive = _quantity(numeral, bound), pieces.token(numeral.at), _is_partitive(pieces, numeral)
    return Number(first, last, start, end, quantity, numeral.percent, numeral.form, core, trap, partitive)


def _quantity(numeral: Numeral, bound: Bound) -> Quantity:
    if bound == "at_least":
        return Quantity(numeral.low, None, bound)
    if bound == "at_most":
        # "at most a number of": a word without a ceiling of its own has its floor for one.
        return Quantity(None, numeral.high if numeral.high is not None else numeral.low, bound)
    # A vague word or range says its own bound: "about 20 to 30" is 20 to 30. "at least dozens and as many as 200" is a range.
    if numeral.form in ("vague", "range") and not (numeral.form == "vague" and bound == "range"):
        return Quantity(numeral.low, numeral.high, "vague" if numeral.form == "vague" else "range")
    return Quantity(numeral.low, numeral.high, bound)


def _is_partitive(pieces: Pieces, numeral: Numeral) -> bool:
    """Say whether a part is taken of a whole that "of" names: "two of the men", "dozens of them"."""
    if pieces.lower[numeral.stop] != "of":
        return False
    whole = pieces.lower[numeral.stop + 1]
    # "dozens of men" counts the men; "dozens of the men" takes some of them.
    return numeral.form != "vague" or whole in ("the", "them", "those", "these", "his", "her", "their", "its", "our", "us", "whom")


def _read(pieces: Pieces, at: int, words: Words) -> tuple[Numeral, Bound] | None:
    """Read approximators, a numeral or range, and what is said behind it; failing that a word that counts by itself."""
    # Most articles open no numeral, and nothing longer need be tried on them.
    if pieces.lower[at] in ("a", "an") and (noun := pieces.lower[at + 1]).isalpha() and noun not in words.after_article:
        return _article(pieces, at, words)
    bounds, start = _prefixes(pieces, at, words)
    # Behind the approximators first; where no number follows them, one may begin with their own words.
    for first in dict.fromkeys((start, at)):
        # A range before its first end: else "10 to 15" is read as two numbers.
        numeral = read_range(pieces, first, words) or read_numeral(pieces, first, words)
        if numeral and not _is_label(pieces, numeral):
            behind, stop = _suffix(pieces, numeral, words)
            bound = _bound([*(bounds if first == start else []), behind])
            # Most numerals have nothing beside them that belongs to their number.
            numeral = replace(numeral, first=at, stop=stop) if (at, stop) != (numeral.first, numeral.stop) else numeral
            return _other_bound(pieces, numeral, bound, words) or (numeral, bound)
    return read_counting_word(pieces, at, start, bounds, words)


def _prefixes(pieces: Pieces, at: int, words: Words) -> tuple[list[str], int]:
    """Return the kinds of the approximators that begin at a piece (``at least some``: two) and the piece behind them."""
    kinds: list[str] = []
    # "handed over 185 prisoners", "turned over 12 rifles": the verb's own word.
    if pieces.lower[at] == "over" and pieces.lower[at - 1] in HANDING:
        return kinds, at
    if _is_up_to(pieces, at):
        return kinds, at + 2
    # "could top 500", "is set to top 500"; elsewhere the top 500 are the first of a list.
    if pieces.lower[at] == "top" and pieces.lower[at - 1] not in TOPPING:
        return kinds, at
    while len(kinds) < 3:
        if found := words.phrase(pieces, at, *PREFIXES):
            kinds.append(found[0].kind)
            at = found[1]
        # "another 20" is 20; "another man" counts one, and "another half" is a share of its own.
        elif pieces.lower[at] == "another" and read_numeral(pieces, at + 1, words) and pieces.lower[at + 1] not in ("a", "half", "no"):
            kinds.append("more")
            at += 1
        else:
            break
    return kinds, at


def _is_up_to(pieces: Pieces, at: int) -> bool:
    """Say whether a toll has risen to a number, and is not held to be that at most: "The death toll is up to 112", "has gone up to 112"."""
    told = pieces.lower[at] == "up" and pieces.lower[at + 1] == "to" and pieces.lower[at - 1] in RISEN
    return told and not TOLLS.isdisjoint(pieces.lower[max(0, at - TOLL_REACH) : at])


def _suffix(pieces: Pieces, numeral: Numeral, words: Words) -> tuple[str, int]:
    """Return the kind of the approximator behind a numeral (``300 or more``, ``20-odd``) and the piece behind it."""
    at = numeral.stop + pieces.hyphen(numeral.stop)
    found = words.phrase(pieces, at, *PHRASES_BEHIND)
    # "20 or more than 30" goes on to another number, and "300 + 40" is a sum; "300+" is a floor.
    if not found or pieces.lower[found[1]] == "than" or (pieces.lower[at] == "+" and not pieces.glued(at)):
        return "", numeral.stop
    return found[0].kind.removeprefix("after_"), found[1]


def _bound(kinds: list[str]) -> Bound:
    """Return what several approximators together say: a floor or ceiling says more than "about"."""
    for bound in ("at_least", "at_most", "about"):
        if bound in kinds:
            return bound
    return "exact"


def _other_bound(pieces: Pieces, numeral: Numeral, bound: Bound, words: Words) -> tuple[Numeral, Bound] | None:
    """Read a floor and a ceiling said in one breath as a range: ``at least 10 and as many as 20``."""
    # Only "and" or "but" may join them: "at least 10, as many as 20 vehicles" are two counts.
    if bound not in ("at_least", "at_most") or pieces.lower[numeral.stop] not in ("and", "but"):
        return None
    at = numeral.stop + 1
    # "at least 10 and possibly as many as 20"
    at += words.context.get(pieces.lower[at]) == "hedge"
    bounds, start = _prefixes(pieces, at, words)
    other = read_numeral(pieces, start, words) if _bound(bounds) in ("at_least", "at_most") and _bound(bounds) != bound else None
    if not other or other.high is None:
        return None
    low, high = (numeral, other) if bound == "at_least" else (other, numeral)
    joined = _join(low, high, numeral.first)
    return (replace(joined, first=numeral.first, stop=other.stop, at=other.at), "range") if joined else None


def _is_label(pieces: Pieces, numeral: Numeral) -> bool:
    """Say whether "handful" without its article counts nothing: it does before "of" only ("the handful of men")."""
    return pieces.lower[numeral.first] == "handful" and pieces.lower[numeral.stop] != "of"


def read_range(pieces: Pieces, at: int, words: Words) -> Numeral | None:
    """Read ``10 to 15``, ``20-30``, ``two or three``, ``between a third and maybe 50%``, ``ranging from three to 12``."""
    word = pieces.lower[at]
    if word in ("between", "from"):
        low = _range_end(pieces, at + 1, words, "and" if word == "between" else "to")
        if not low or pieces.lower[low.stop] not in (("and", "to") if word == "between" else ("to",)):
            return None
        high = _range_end(pieces, low.stop + 1, words) or _hedged(pieces, low.stop + 1, words)
        if not high or (word == "from" and not _is_ranging(pieces, at, high, words)):
            return None
        return _join(low, high, at)
    low = _range_end(pieces, at, words)
    if not low or pieces.lower[at] == "half":
        return None
    return _joined(pieces, low, words)


def _joined(pieces: Pieces, low: Numeral, words: Words) -> Numeral | None:
    """Read a range from its first end: ``10 to 15``, ``20-30``, ``1000 – 5000``, ``two or three``."""
    hung = pieces.glued(low.stop) and pieces.lower[low.stop] == "-" and pieces.lower[low.stop + 1] in ("to", "or")
    # "an 8- to 10-member team": the hyphen of the first end hangs in the air.
    at = low.stop + hung
    joint = pieces.lower[at]
    # A dash joins with a space on both sides or on none: "20 -30" is no range.
    dash = joint in DASHES and pieces.glued(at) == pieces.glued(at + 1)
    if not dash and (joint not in ("to", "or", "through") or (joint == "to" and _is_change(pieces, low, words))):
        return None
    high = _range_end(pieces, at + 1, words)
    if high and dash and not pieces.glued(at) and not _is_spaced_range(low, high):
        return None
    # "75-80%" is a range of shares, "75% to 80 men" is two numbers.
    if not high or (low.percent and not high.percent) or (dash and _is_chain(pieces, low, high)):
        return None
    # "the number killed since August 20 to 37", "since February 2022 to 1,250": a date ends in front of "to".
    date = joint == "to" and words.context.get(pieces.lower[low.first - 1]) == "month" and pieces.capital(low.first - 1)
    if date and low.form == "digits" and ((low.low <= LAST_DAY < high.low) or (low.low in YEARS and high.low not in YEARS)):
        return None
    return _join(low, high, low.first)


def _is_spaced_range(low: Numeral, high: Numeral) -> bool:
    """Say whether a dash with spaces joins two ends (1000 – 5000) and does not begin another thought: no more than tenfold."""
    # "Casualties: 12 – 4,000 fled": past tenfold the dash begins another thought.
    return low.form == high.form == "digits" and low.low < high.low <= 10 * low.low


def _is_chain(pieces: Pieces, low: Numeral, high: Numeral) -> bool:
    """Say whether more numbers hang on by dashes, as in a date or a telephone number."""
    before = pieces.lower[low.first - 1] in DASHES and pieces.glued(low.first)
    behind = pieces.lower[high.stop] in DASHES and pieces.glued(high.stop) and pieces.digits(high.stop + 1)
    return before or behind


def _is_change(pieces: Pieces, low: Numeral, words: Words) -> bool:
    """Say whether "to" leads on to what a count has become: "from 12 to 52", "rose by 12 to 52", "rose in 2018 to 3,900"."""
    before = pieces.lower[low.first - 1]
    # "rose in 2018 to 3,900": a bare year before "to" is no first end.
    if before == "from" or (before in ("in", "during") and low.form == "digits" and low.low in YEARS):
        return True
    # "raised its toll by 1,290 to 3,869": what is raised may stand between.
    behind = pieces.lower[max(0, low.first - TOLL_REACH) : low.first - 1]
    tolls = slice(0 if not TOLLS.isdisjoint(behind) else len(behind) - 1, None)
    return before == "by" and any(words.context.get(word) == "change" for word in behind[tolls])


def _is_ranging(pieces: Pieces, at: int, high: Numeral, words: Words) -> bool:
    """
    Say whether "from A to B" is a range and not a change from A to B.

    It is a range behind a word of ranging ("anywhere from 12 to 19"). It is one too where it opens a clause before what it counts:
    "From 12 to 19 civilians were hurt".
    """
    before = pieces.lower[at - 1] if at else ""
    opens = before in ("", ",", ";", "that", "said", "says", "\"", "“") and pieces.word(high.stop)
    return opens or words.context.get(before) == "ranging"


def _range_end(pieces: Pieces, at: int, words: Words, joint: str = "") -> Numeral | None:
    """
    Read one end of a range with its approximators: ``between 20 and perhaps some 30``.

    ``joint`` is the word that must follow the first end of "between" or "from".
    """
    _, start = _prefixes(pieces, at, words)
    numeral = read_numeral(pieces, start, words)
    # "between one hundred and two hundred": read on, the first end would be "one hundred and two". It ends before its first "and".
    if numeral and joint == "and" and pieces.lower[numeral.stop] != "and":
        behind = [here for here in range(start, numeral.stop) if pieces.lower[here] == "and"]
        return read_cardinal(pieces, start, words, behind[0]) if behind else numeral
    return numeral


def _hedged(pieces: Pieces, at: int, words: Words) -> Numeral | None:
    """Read the second end of a range behind words said in between, which must close on a hedge: "and at the high end, maybe 50%"."""
    for here in range(at, min(at + HEDGED, pieces.count)):
        if pieces.lower[here] in (".", ";", ":", "?", "!") or pieces.lower[here] in QUOTE_MARKS:
            return None
        if words.context.get(pieces.lower[here]) == "hedge" and (numeral := _range_end(pieces, here + 1, words)):
            return numeral
    return None


def _join(low: Numeral, high: Numeral, first: int) -> Numeral | None:
    """Return the range of two numerals, or ``None`` where the second does not lie above the first."""
    floor, ceiling = low.low, high.high
    # "dozens to 50%": a count of people and a share have no range.
    if high.percent and not low.percent and low.form == "vague":
        return None
    # "two to three thousand", "3 to 5 million": the scale is said once, for both ends.
    if floor < 100 and high.low >= 1000 and _is_scaled(low, high):
        floor = floor * _scale_of(high)
    if ceiling is None or floor >= ceiling:
        return None
    form: Form = "vague" if "vague" in (low.form, high.form) else "range"
    return Numeral(first, high.stop, high.at, floor, ceiling, form, high.percent)


def _is_scaled(low: Numeral, high: Numeral) -> bool:
    """Say whether the second end has a scale word (``three thousand``) and the first is one piece without any (``two``)."""
    return high.stop - high.at == 1 and high.at > high.first and low.stop - low.first == 1


def _scale_of(high: Numeral) -> int:
    """Return the scale that a second end brings for both: in ``two to three thousand`` it is 1,000."""
    return next(scale for scale in (10**12, 10**9, 10**6, 1000) if high.low >= scale)


def read_counting_word(pieces: Pieces, at: int, start: int, bounds: list[str], words: Words) -> tuple[Numeral, Bound] | None:
    """Read ``no one``, ``another``, ``a`` before a noun, ``a third`` before a person, ``both``, and ``any`` under a negation."""
    word = pieces.lower[at]
    if word in ("a", "an"):
        return _article(pieces, at, words)
    # "at least another" is one number; in "about another" the second word is read by itself.
    if pieces.lower[start] == "another" and set(bounds) <= {"at_least"}:
        return Numeral(at, start + 1, start, 1, 1, "another"), _bound(bounds)
    if found := words.phrase(pieces, at, "none"):
        return _none(pieces, at, found[1])
    # "did not lose any soldiers" is none at all.
    if word == "any" and _is_negated(pieces, at, words):
        return Numeral(at, at + 1, at, 0, 0, "none"), "exact"
    if word == "both" and _counts_two(pieces, at):
        return Numeral(at, at + 1, at, 2, 2, "word"), "exact"
    return None


def _article(pieces: Pieces, at: int, words: Words) -> tuple[Numeral, Bound] | None:
    """Read "a" as one, or as one more before an ordinal ("a third wounded"), where a word, number or sum follows it."""
    # a "terrorist" was shot
    behind = at + 1 + (pieces.lower[at + 1] in QUOTE_MARKS)
    hyphenated = pieces.glued(at) and pieces.lower[at - 1] in DASHES
    # The letter A in "Type-A" or "A." is no article.
    if hyphenated or pieces.glued(at + 1) or not (pieces.word(behind) or pieces.digits(behind) or pieces.lower[behind] == "$"):
        return None
    # "a half" and "a quarter" are shares whatever follows; of other parts the share has been read before, if it is one.
    if words.phrase(pieces, behind, "ordinal") or (pieces.lower[behind] in words.parts and pieces.lower[behind] not in ("half", "quarter")):
        return Numeral(at, at + 1, behind, 1, 1, "ordinal"), "exact"
    return Numeral(at, at + 1, at, 1, 1, "article"), "exact"


def _none(pieces: Pieces, at: int, stop: int) -> tuple[Numeral, Bound] | None:
    """Read a word for none; "no" by itself only before a word: not in "he said no, then left"."""
    alone = pieces.lower[at] == "no" and stop == at + 1
    if alone and not (pieces.word(stop) or pieces.lower[stop] in QUOTE_MARKS):
        return None
    return Numeral(at, stop, stop - 1, 0, 0, "none"), "exact"


def _is_negated(pieces: Pieces, at: int, words: Words) -> bool:
    """Say whether a negation governs "any": "did not suffer any casualties"; not "did not mention any", "not clear if there were any"."""
    before = pieces.lower[max(at - NEGATED, 0) : at]
    # The nearest negation is asked: words before an earlier one say nothing of this "any".
    found = max((i for i, word in enumerate(before) if words.context.get(word) == "negation" or word.endswith(("n't", "n’t"))), default=-1)
    return found >= 0 and not any(word in UNTOLD for word in before[found:])


def _counts_two(pieces: Pieces, at: int) -> bool:
    """Say whether ``both`` stands before what it counts (both pilots), not before a pair joined by "and"."""
    # "both Iran and Iraq": they are named, not counted.
    if "and" in pieces.lower[at + 1 : at + 5]:
        return False
    return pieces.word(at + 1) and any(word.endswith(("s", "men", "people", "children")) for word in pieces.lower[at + 1 : at + 4])
