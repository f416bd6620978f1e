"""
Numbers that count no people and no things: dates, ages, money, distances, names.

Each trap is a small function of the pieces around a number. The first that holds names the trap: see ``TRAPS``.
"""
from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from according.names.nouns import is_person_noun
from according.reading.numbers.numerals import Numeral, Words
from according.reading.numbers.pieces import Pieces

Trap = Literal[
    "date", "year", "age", "money", "distance", "measure", "clock", "name", "magnitude", "document", "score", "duration",
    "rank", "list", "points", "phrase", "pronoun", "report", "compound", "cells",
]  # fmt: skip
Test = Callable[[Pieces, Numeral, Words], bool]
DASHES = frozenset("-‐‑–—")
# Years a report may write bare: nothing is counted by such a number unless the words around it say so.
YEARS = range(1500, 2101)
# Between a word for age and its number: "over the age of about 40".
BEFORE_AGE = frozenset({"of", "about", "around", "over", "under", "between", "and", "only", "just", "from"})
# Behind them a name with a capital is a place or a day, and no person whose age follows.
BEFORE_PLACE = frozenset({"in", "on", "at", "from", "of", "to", "near", "around", "for", "outside", ",", "-", "and"})
# Behind "June 15 and 16" they say that no counted noun follows.
BEHIND_DAYS = frozenset({"in", "at", "with", "when", "as", "after", "by", "for", "on", "during", "near", "and", "of"})
# "the one who fell", "the one in Velmar" point at somebody and count nobody; "the one soldier" counts.
BEHIND_THE_ONE = frozenset("who that which to in at is was for on with from you they we he she it i".split())
# Before them "top" is a verb: "could top 500".
BEFORE_TOP = frozenset({"could", "may", "might", "will", "would", "can", "to"})
# Behind them "of" and a number tell of their children.
PARENTS = frozenset({"father", "mother", "dad", "mum", "mom", "parent", "parents", "grandfather", "grandmother"})
OLDEST = 115  # in years of age


def find_trap(pieces: Pieces, numeral: Numeral, words: Words) -> Trap | None:
    """Say why a number cannot count people or things, or ``None``."""
    # Such words are no day, year or hour, so most tests need not be made.
    tests = WORD_TRAPS if numeral.form in ("article", "another", "ordinal", "none", "vague") else TRAPS
    return next((trap for trap, test in tests if test(pieces, numeral, words)), None)


def _behind(pieces: Pieces, numeral: Numeral, words: Words) -> int:
    """Return the piece where a unit would stand: behind a hyphen and behind ``more``, ``consecutive`` and the like."""
    at = numeral.stop + pieces.hyphen(numeral.stop)
    while words.context.get(pieces.lower[at]) == "unit_adjective" and at < numeral.stop + 3:
        at += 1
    return at


def _unit(pieces: Pieces, numeral: Numeral, words: Words) -> str | None:
    """Return the kind of the word where a unit would stand: ``time``, ``money``, ``distance``, ``measure`` and others."""
    return words.context.get(pieces.lower[_behind(pieces, numeral, words)])


def _before(pieces: Pieces, numeral: Numeral, words: Words) -> str | None:
    """Return the kind of the word right before a number."""
    return words.context.get(pieces.lower[numeral.first - 1])


def _bare_whole(pieces: Pieces, numeral: Numeral, highest: int) -> bool:
    """Say whether a number is one piece of digits without an approximator, above 0 and at most ``highest``."""
    return numeral.form == "digits" and not numeral.percent and numeral.stop == numeral.first + 1 and 0 < numeral.low <= highest


def is_age(pieces: Pieces, numeral: Numeral, words: Words) -> bool:
    """Say whether a number is an age: ``a 23-year-old``, ``aged 40``, ``Smith, 34,``, ``in his 30s``, ``a father of three``."""
    at = _behind(pieces, numeral, words)
    unit, after = pieces.lower[at], at + 1 + pieces.hyphen(at + 1)
    old = unit in ("year", "years", "month", "months", "week", "weeks", "day", "days") and pieces.lower[after] in ("old", "olds")
    parent = pieces.lower[numeral.first - 1] == "of" and pieces.lower[numeral.first - 2] in PARENTS and numeral.form in ("word", "digits")
    if old or parent or (unit in ("year", "years") and pieces.lower[at + 1 : at + 3] == ["of", "age"]):
        return True
    before, last = numeral.first - 1, pieces.lower[numeral.stop]
    # At most three words back: "over the age of about 40"; seven in a list of ages: "two boys, aged six, nine and 12, were killed".
    far = 8 if _no_noun(pieces, numeral) or last in ("were", "was", "have", "had", "died") else 4
    listed = {",", *words.small} if far > 4 else set()
    while before > numeral.first - far and (pieces.lower[before] in BEFORE_AGE | listed or (far > 4 and pieces.digits(before))):
        before -= 1
    age = words.context.get(pieces.lower[before]) == "age"
    return age or _limits_age(pieces, numeral, words) or _stands_as_age(pieces, numeral, words)


def _limits_age(pieces: Pieces, numeral: Numeral, words: Words) -> bool:
    """Say whether a number is the age up to or from which people are told of: "three children under 18", "all men over 50"."""
    # Right behind those whose age it is, or set off: "110 people, all over 60, were killed"; "of the men, over 50 were killed" counts.
    limit = pieces.lower[numeral.first] in ("under", "below", "over", "above") and numeral.at == numeral.first + 1 == numeral.stop - 1
    all_of_them = pieces.lower[numeral.first - 2 : numeral.first] in ([",", "all"], [",", "mostly"]) and not pieces.word(numeral.stop)
    return limit and not numeral.percent and numeral.low <= OLDEST and (all_of_them or _before(pieces, numeral, words) == "young")


def _stands_as_age(pieces: Pieces, numeral: Numeral, words: Words) -> bool:
    """Say whether a bare number is an age by its place: "Smith, 34,", "a woman, 35,", "in his 30s"; or "under 18" with no noun behind."""
    if not _bare_whole(pieces, numeral, OLDEST):
        return pieces.lower[numeral.first : numeral.first + 1] == ["under"] and numeral.high == 18 and not pieces.word(numeral.stop)
    if pieces.lower[numeral.stop] == "s" and pieces.glued(numeral.stop):
        return True
    # A full stop closes too: "The victim was Mara Doyle, 34."
    commas = pieces.lower[numeral.first - 1] == "," and pieces.lower[numeral.stop] in (",", ".")
    if commas and _is_one_person(pieces, numeral.first - 2, words):
        # "A woman, 35, was killed"; "Three women, 35 ..." are more than one, and the number is another count.
        return True
    name = pieces.capital(numeral.first - 2) and words.context.get(pieces.lower[numeral.first - 2]) != "month"
    # "Smith, 34,", but not "in Mosul, 34, mostly civilians,": behind a preposition stands a place or a day.
    return commas and name and pieces.lower[numeral.first - 3] not in BEFORE_PLACE


def _is_one_person(pieces: Pieces, at: int, words: Words) -> bool:
    """Say whether a noun for one person stands at a piece, with its article at most three pieces before it: "a man", "the former mayor"."""
    word = pieces.lower[at]
    # Words are not tagged here, so a plural is known by its ending.
    one = not word.endswith(("s", "men", "people", "children", "dead")) and is_person_noun(word, words.lexicon)
    return one and any(before in ("a", "an", "the", "one", "his", "her", "another") for before in pieces.lower[max(at - 3, 0) : at])


def is_date(pieces: Pieces, numeral: Numeral, words: Words) -> bool:
    """Say whether a number is of a date: ``January 25``, ``25 January``, ``9/11``, ``2004-01-15``, ``10-12 June``, ``the 1990s``."""
    # A number word of several pieces is no day.
    if numeral.first != numeral.stop - 1 and numeral.form not in ("range", "digits"):
        return False
    decade = pieces.lower[numeral.stop] == "s" and pieces.glued(numeral.stop) and numeral.low in YEARS
    if decade or _slashed(pieces, numeral.first) or _slashed(pieces, numeral.stop - 1):
        return True
    first = numeral.first
    if pieces.lower[first - 1] in ("and", "to", "through", "or") and pieces.digits(first - 2) and _no_noun(pieces, numeral):
        # "June 15 and 16": the second day leans on the first one's month, unless a counted noun follows.
        first -= 2
    # A share is no day, nor is what lies past 31: "In March 40 died".
    day = not numeral.percent and (numeral.high or 0) <= 31
    # "On 21 June 2 soldiers died": the day stands before its month, and the 2 counts. "As of 9": the month is on the next line.
    dated = _month(pieces, first - 1, words) and not pieces.digits(first - 2)
    dated = dated or (list(pieces.lower[first - 2 : first]) == ["as", "of"] and _no_noun(pieces, numeral))
    return day and (dated or _month_behind(pieces, numeral.stop, words))


def _no_noun(pieces: Pieces, numeral: Numeral) -> bool:
    """Say whether no counted noun follows a number: "June 15 and 16 in Velmar", but "June 15 and 16 soldiers"."""
    return not pieces.word(numeral.stop) or pieces.lower[numeral.stop] in BEHIND_DAYS


def _slashed(pieces: Pieces, at: int) -> bool:
    """Say whether a slash or two hyphens join a number to others, as in ``9/11``, ``24/7`` and ``2004-01-15``; one hyphen is a range."""
    joined = pieces.glued(at) and pieces.lower[at - 1] in ("/", "-") and pieces.digits(at - 2) and pieces.glued(at - 1)
    joins = pieces.glued(at + 1) and pieces.lower[at + 1] in ("/", "-") and pieces.digits(at + 2) and pieces.glued(at + 2)
    around = pieces.lower[at - 1] == "/" or pieces.lower[at + 1] == "/"
    return (joined or joins) and (around or (joined and joins) or _dated(pieces, at, joined))


def _dated(pieces: Pieces, at: int, joined: bool) -> bool:
    """Say whether two hyphens make a date of three numbers: of the first or last of them the second hyphen is one further off."""
    return pieces.lower[at - 3] == "-" and pieces.digits(at - 4) if joined else pieces.lower[at + 3] == "-" and pieces.digits(at + 4)


def _month(pieces: Pieces, at: int, words: Words) -> bool:
    """Say whether a month stands at a piece, or before a full stop or "the" there ("Jan. 25", "June the 15"); only with a capital."""
    at -= pieces.lower[at] in (".", "the")
    # "may 12 have died", "they march 40 kilometers": without a capital they are verbs.
    return words.context.get(pieces.lower[at]) == "month" and pieces.capital(at)


def _month_behind(pieces: Pieces, at: int, words: Words) -> bool:
    """Say whether a month stands behind a number, or behind the second of two days: "25 January", "10 and 12 June", "25 of January"."""
    if pieces.lower[at] in ("and", "or", "to", "-", "–") and pieces.digits(at + 1):
        at += 2
    return _month(pieces, at + (pieces.lower[at] == "of"), words) and pieces.lower[at] not in (".", "the")


def is_year(pieces: Pieces, numeral: Numeral, words: Words) -> bool:
    """Say whether a bare number of four digits is a year and no counted words follow: ``in 2009``, ``the 1988 attack``, ``2003-2005``."""
    first = numeral.first
    if pieces.lower[first - 1] in DASHES and len(pieces.lower[first]) == 2 and _is_bare_year(pieces.lower[first - 2]):
        # 2013-14: two digits hang on a year by a dash.
        return pieces.glued(first)
    # "between 2022 and 2023". Any other approximator is a piece too, so "about 2000" is no year: nobody rounds one.
    opened = pieces.lower[first] in ("between", "from")
    for at in (first + opened, numeral.stop - 1):
        if not _is_bare_year(pieces.lower[at]):
            return False
    if numeral.form == "range" and not opened:
        return True
    before = _before(pieces, numeral, words)
    # "killed 2004 in a month": behind a verb of harm it counts, whatever follows.
    if before == "counted_verb":
        return False
    following = pieces.lower[numeral.stop]
    # "2004 people fled" counts; "in 2004 people fled" does not, for a word such as "in" has a year behind it.
    plural = following.endswith(("s", "men", "ren")) or following == "people"
    counts = before != "before_year" and plural and (following == "others" or is_person_noun(following, words.lexicon))
    return (numeral.stop - first == 1 or opened) and not counts


def _is_bare_year(word: str) -> bool:
    return len(word) == 4 and word.isdecimal() and int(word) in YEARS


def is_clock(pieces: Pieces, numeral: Numeral, words: Words) -> bool:
    """Say whether a number is an hour: ``6 a.m.``, ``10 o'clock``, ``1400 GMT``, ``0530 hours``."""
    if numeral.form not in ("digits", "word", "range"):
        return False
    at = numeral.stop
    dotted = pieces.lower[at] in ("a", "p") and pieces.lower[at + 1] == "." and pieces.lower[at + 2] == "m"
    # Only with a nought in front: "12 hours" is a duration.
    military = pieces.lower[at] == "hours" and pieces.lower[numeral.first].startswith("0")
    return dotted or military or words.context.get(pieces.lower[at]) == "clock"


def is_money(pieces: Pieces, numeral: Numeral, words: Words) -> bool:
    """Say whether a number is a sum of money: ``$20 million``, ``500 rubles``, ``3 million U.S. dollars``."""
    if _before(pieces, numeral, words) in ("currency", "money") or _unit(pieces, numeral, words) in ("money", "currency"):
        return True
    # A country may stand before the currency: "500 Iraqi dinars". Words of two letters ("U.S.") are passed over.
    following = pieces.lower[numeral.stop : numeral.stop + 6]
    abroad = following[:4] == ["u", ".", "s", "."] or following[:2] == ["us", "dollars"] or pieces.capital(numeral.stop)
    return abroad and words.context.get(next((word for word in following[1:] if len(word) > 2), "")) == "money" and following[:1] != ["of"]


def is_distance(pieces: Pieces, numeral: Numeral, words: Words) -> bool:
    """Say whether a number is a length or a speed: ``20 kilometers``, ``500-meter``."""
    return _unit(pieces, numeral, words) == "distance"


def is_duration(pieces: Pieces, numeral: Numeral, words: Words) -> bool:
    """Say whether a number is a span of time: ``two days``, ``a month``, ``half an hour``, ``three more weeks``, ``a second later``."""
    at = _behind(pieces, numeral, words)
    # "half an hour": the article stands between a share and its unit.
    at += numeral.form == "fraction" and pieces.lower[at] in ("a", "an", "of", "the")
    # "a second later" is a time, "a second man" one more person.
    if pieces.lower[at] == "second" and numeral.form in ("ordinal", "another"):
        return pieces.lower[at + 1] in ("later", "after", "before")
    return words.context.get(pieces.lower[at]) == "time"


def is_measure(pieces: Pieces, numeral: Numeral, words: Words) -> bool:
    """
    Say whether a number is of another unit, or counts nothing whole: ``60 tons``, ``30 degrees``, ``100 square kilometers``, ``7.1``.

    What lies below zero is one too (``minus 5``, ``-5``).
    """
    # "2 x helicopters" counts two; "2x" and "three times" are factors.
    times = pieces.lower[numeral.stop] in ("x", "×") and not pieces.glued(numeral.stop) and pieces.word(numeral.stop + 1)
    if (_unit(pieces, numeral, words) == "measure" and not times) or _before(pieces, numeral, words) == "minus":
        return True
    # A dash that touches the number alone is a sign; with a word before it, it joins ("F-16"), with a space behind, it parts.
    sign = pieces.lower[numeral.first - 1] in ("-", "−") and pieces.glued(numeral.first) and not pieces.glued(numeral.first - 1)
    if sign and numeral.form == "digits":
        return True
    return not numeral.percent and any(end is not None and end != int(end) for end in (numeral.low, numeral.high))


def is_name(pieces: Pieces, numeral: Numeral, words: Words) -> bool:
    """Say whether a number is part of a name: ``F-16``, ``AK-47``, ``Brigade 47``, ``G20``, ``a .303 rifle``, ``the Group of 20``."""
    first, stop = numeral.first, numeral.stop
    hyphened = pieces.lower[first - 1] in DASHES and pieces.glued(first - 1) and pieces.word(first - 2)
    calibre = pieces.lower[first - 1] == "." and not pieces.glued(first - 1)
    if pieces.glued(first) and (pieces.word(first - 1) or hyphened or calibre):
        return numeral.form != "word" or pieces.capital(first)
    named = pieces.capital(first - 1) or pieces.lower[first - 1] == "flight"
    if _before(pieces, numeral, words) == "designator" and named and numeral.form == "digits":
        return True
    if pieces.lower[first - 2 : first] == ["group", "of"] and pieces.capital(first - 2):
        # At the head of a sentence the capital says nothing: "Group of 20 militants killed".
        return first > 2
    # "40mm", "2x": letters right behind digits; "30s" is an age or a date.
    return pieces.glued(stop) and pieces.word(stop) and pieces.lower[stop] != "s" and pieces.digits(stop - 1)


def is_magnitude(pieces: Pieces, numeral: Numeral, words: Words) -> bool:
    """Say whether a number is the size of an earthquake: ``5.6-magnitude``, ``a magnitude of 7``, ``6.1 on the Richter scale``."""
    behind = pieces.lower[numeral.stop : numeral.stop + 3]
    before = pieces.lower[max(numeral.first - 2, 0) : numeral.first]
    return any(words.context.get(word) == "magnitude" for word in (*behind, *before))


def is_document(pieces: Pieces, numeral: Numeral, words: Words) -> bool:
    """Say whether a number is the place of something in a document: ``Resolution 1701``, ``page 12``, ``(Situation Report 15)``."""
    word = pieces.lower[numeral.first - 1]
    # Most of these words need a capital: "in order 12 men", "the law 40 deputies passed".
    capital = pieces.capital(numeral.first - 1) or word in ("page", "pages", "paragraph", "chapter", "resolution", "article")
    titled = _before(pieces, numeral, words) == "document" or (word == "report" and pieces.lower[numeral.stop] in (")", ",", "."))
    return capital and numeral.form in ("digits", "range") and titled


def is_score(pieces: Pieces, numeral: Numeral, words: Words) -> bool:
    """
    Say whether a number is part of a score: ``2-1``, ``0 – 0``.

    That is two numbers of at most three digits that a dash joins and that make no range.
    """
    # "1-2" has been read as a range, one number, before it comes here: a score of the loser first is not known as one.
    for dash, other in ((numeral.stop, numeral.stop + 1), (numeral.first - 1, numeral.first - 2)):
        if pieces.lower[dash] in DASHES and pieces.digits(other) and pieces.digits(numeral.first):
            ends = _small(pieces.lower[numeral.first]), _small(pieces.lower[other])
            if None not in ends:
                return True
    return False


def _small(word: str) -> int | None:
    """Return a number of at most three digits, or ``None``."""
    return int(word) if word.isdecimal() and len(word) < 4 else None


def is_rank(pieces: Pieces, numeral: Numeral, words: Words) -> bool:
    """Say whether a number is a rank or a label: ``the number two``, ``No. 5``, ``the top 10``, ``#3``."""
    at = numeral.first - 1
    # "No. 5": the full stop belongs to the short form.
    at -= pieces.lower[at] == "." and pieces.lower[at - 1] in ("no", "nos")
    ranked = words.context.get(pieces.lower[at]) == "rank" and not (pieces.lower[at] == "top" and pieces.lower[at - 1] in BEFORE_TOP)
    return ranked and numeral.form in ("digits", "word", "range") and numeral.first > 0


def is_list(pieces: Pieces, numeral: Numeral, words: Words) -> bool:
    """Say whether a number labels an item at the head of a line: ``1. The army``, ``(2) the police``."""
    # A number that ends its sentence labels nothing: something must stand behind the mark.
    closes = pieces.lower[numeral.stop] in (".", ")") and numeral.stop + 1 < pieces.count
    heads = numeral.first <= 1 and not pieces.word(numeral.first - 1)
    return closes and heads and _bare_whole(pieces, numeral, 99)


def is_points(pieces: Pieces, numeral: Numeral, words: Words) -> bool:
    """Say whether a number is a difference of shares: ``five percentage points``."""
    behind = numeral.percent and pieces.lower[numeral.stop] in ("point", "points")
    return behind or words.phrase(pieces, numeral.stop, "points") is not None


def is_pronoun(pieces: Pieces, numeral: Numeral, words: Words) -> bool:
    """Say whether "one" or "another" stands for somebody and counts nobody: ``one another``, ``this one``, ``one by one``, ``one can``."""
    if numeral.form == "another":
        # "one another", "one after another", "for one reason or another"
        return pieces.lower[numeral.first - 1] in ("one", "after", "or")
    if pieces.lower[numeral.stop - 1] != "one" or numeral.first != numeral.stop - 1:
        return False
    after, before = pieces.lower[numeral.stop], pieces.lower[numeral.first - 1]
    if words.context.get(after) == "pronoun_after" or (after == "by" and pieces.lower[numeral.stop + 1] == "one"):
        return True
    # "the one who fell"; but "the one soldier" has a noun of its own and counts.
    if before == "the":
        return not pieces.word(numeral.stop) or after in BEHIND_THE_ONE
    return words.context.get(before) == "pronoun_before" or (before == "by" and after in ("", "."))


def is_compound(pieces: Pieces, numeral: Numeral, words: Words) -> bool:
    """Say whether a hyphen makes a number an adjective: ``a two-man crew``, ``one-sided``; ``a 5,000-strong force`` still counts."""
    at = numeral.stop
    return pieces.hyphen(at) and pieces.word(at + 1) and pieces.lower[at + 1] != "strong"


def is_phrase(pieces: Pieces, numeral: Numeral, words: Words) -> bool:
    """Say whether an article or "scores" belongs to a fixed phrase: ``a lot``, ``a total of``, ``a majority``, ``vitamin A``."""
    at = numeral.stop
    if numeral.form == "vague":
        # "he scores often", "test scores"
        return pieces.lower[numeral.first] == "scores" and pieces.lower[numeral.first - 1] in ("he", "she", "who", "it", "test")
    if numeral.form != "article":
        return False
    unknown = pieces.lower[at : at + 2] == ["number", "of"] or pieces.lower[at + 1 : at + 3] == ["number", "of"]
    # "Group A": a capital behind a word is a letter, not an article that opens the sentence.
    letter = pieces.cased(numeral.first) == "A" and pieces.word(numeral.first - 1)
    return unknown or letter or words.context.get(pieces.lower[at]) == "article_phrase"


def is_report(pieces: Pieces, numeral: Numeral, words: Words) -> bool:
    """Say whether "no" is said of what is known, and is no zero: ``no reports of casualties``, ``no immediate word``, ``no longer``."""
    if pieces.lower[numeral.first] != "no" or numeral.form != "none":
        return False
    # Not over a comma: "no deaths, reports said" is a zero.
    ahead = [words.context.get(word) for word in pieces.lower[numeral.stop : numeral.stop + 3]]
    return ahead[0] == "report_noun" or (ahead[1] == "report_noun" and "," not in pieces.lower[numeral.stop : numeral.stop + 2])


# For words that count by themselves: "a month", "a lot", "no reports", "another dollar".
WORD_TRAPS: tuple[tuple[Trap, Test], ...] = (
    ("duration", is_duration),
    ("phrase", is_phrase),
    ("report", is_report),
    ("pronoun", is_pronoun),
    ("money", is_money),
    ("distance", is_distance),
)  # fmt: skip
TRAPS: tuple[tuple[Trap, Test], ...] = (
    ("points", is_points),
    ("rank", is_rank),
    ("document", is_document),
    ("name", is_name),
    ("magnitude", is_magnitude),
    ("money", is_money),
    ("age", is_age),
    ("clock", is_clock),
    ("date", is_date),
    ("year", is_year),
    ("duration", is_duration),
    ("distance", is_distance),
    ("score", is_score),
    ("measure", is_measure),
    ("list", is_list),
    ("pronoun", is_pronoun),
    ("compound", is_compound),
)
