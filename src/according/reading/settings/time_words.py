"""
Find the time expressions in the words of a report.

Each word is given the letter of its part in the grammar, by its kind in ``data/en/times.toml``. The rules are patterns over the
letters, so that one pass over a sentence finds all. Which days the words come to is found in ``reading.settings.periods``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise

from according.language.sentence import Sentence, Token
from according.lexicon import Entry, Lexicon
from according.names.nouns import is_event_noun

# The letter of each kind of word in the list of times; any other word is ".".
KIND_LETTERS = {
    "weekday": "W", "month": "M", "unit": "U", "daypart": "H", "overnight": "V", "part": "e", "part-noun": "E",
    "earlier": "g", "last": "r", "past": "p", "this": "t", "next": "x", "same": "m", "day": "T", "ago": "a",
    "since": "s", "until": "l", "from": "f", "between": "b", "and": "&", "to": "~", "or": "|", "on": "i", "the": "O",
    "of": "F", "comma": ",", "by": "y", "as": "k", "before": "q", "then": "c", "so": "z", "far": "w", "just": "j",
    "count": "n", "ordinal": "o", "season": "S",
}  # fmt: skip
# Letters without which a sentence tells no time; X is a word of two days ("9–13"), Q one of a part and a year ("mid-2024").
TELLING_LETTERS = frozenset("WMUHVTYDSZcQ")

# C is an hour of the clock ("7 a.m.", "14:00"), which is not part of any date; it can stand with each end of a range.
_CLOCK = r"(?:(?:C+|H)i?)?"

# Z is a date in figures; where a tokeniser has cut it at its hyphens, four words without a letter of their own follow it.
_DATE = r"(?:d(?:F)?M(?:F?,?Y)?|Md(?:,?Y)?|MoY?|OoF?M(?:,?Y)?|oF?M(?:,?Y)?|Z(?:____)?)"
_DAY = rf"(?:(?:[rt]?W,?i?O?)?{_DATE}(?:r[U])?|T)"
_PART = r"(?:O?E F|e~?)".replace(" ", "")
_RANGE_END = rf"(?:{_DATE}|{_PART}?MF?Y?|{_PART}?Y|Q)"
_COUNT = r"(?:j?(?:nF|n|d|N)(?:n)?)"

# Rules in the order of preference: id, pattern over the letters, an example. The first that fits at a word wins.
TIME_GRAMMAR: tuple[tuple[str, str, str], ...] = (
    # Ranges before their parts: the first date of "from 3 May to 5 June" would be read as a day by itself.
    ("range_dates", rf"f?{_CLOCK}{_DATE}~{_CLOCK}{_DATE}|b{_CLOCK}O?{_DATE}&{_CLOCK}{_DATE}", "from 3 May to 5 June 2004"),
    ("range_days", r"f?O?d~dF?M(?:,?Y)?|bd&dF?M(?:,?Y)?|f?Md~d(?:,?Y)?|bMd&d(?:,?Y)?|d(?:,d){0,6},?&dM(?:,?Y)?|f?XF?M(?:,?Y)?|MX(?:,?Y)?",
     "between 1 and 5 May"),
    ("range_weekdays", rf"f?{_CLOCK}e?WH?~{_CLOCK}e?WH?|b?{_CLOCK}e?WH?&{_CLOCK}e?WH?", "from Monday to Wednesday"),
    ("range_years", r"f?Y~Y|bY&Y|Y~d(?!M)", "between 2016 and 2018"),
    ("range_months", rf"f{_PART}?MF?Y?~{_PART}?MF?Y?|bMY?&MF?Y?|M~MF?Y?|M&MF?Y", "from May to July 2004"),
    ("range_mixed", rf"f{_RANGE_END}~{_RANGE_END}|b{_RANGE_END}&{_RANGE_END}", "between 5 January and early March 2024"),
    ("date", rf"(?:O?e?HFO?|HiO?|eiO?|ei?|(?:q)?HiO?|qHi?)?{_DAY}H?", "the afternoon of 24 February 2022"),
    ("weekday", r"(?:g|g?(?:qH|O?HF|Hi?|e)i?)?[rtx]?WH?(?:F?[rtx]U)?", "late on Monday night"),
    # Before months and years, of which it names a part: "the first week of May" is not all of May.
    ("ordinal_unit", r"O?[or](?:n|d|N)?UF(?:O?[rtp]?U|O?[rt]?M(?:F?,?Y)?|O?Y)", "the first three months of 2009"),
    ("month", rf"(?:g|j)?{_PART}?[rtx]?M(?:(?:F|,)?Y|F?rU)?", "late June 2015"),
    ("decade", rf"O?{_PART}?D", "in the 1990s"),
    ("year", rf"{_PART}?Y|Q", "late 2024"),
    ("ago", rf"{_COUNT}Ua", "two days ago"),
    ("span", rf"O?[rpx]{_COUNT}[rp]?U", "the past 24 hours"),
    ("relation", rf"OxU|OmU|mU|{_COUNT}Ug", "the next day"),
    ("duration", rf"(?<=i){_COUNT}U(?=F)|(?<=f){_COUNT}U(?=F)|(?<=ij){_COUNT}U", "in two days of clashes"),
    # After "span" and "relation", whose words open like a unit's: "the past 24 hours", "the next day".
    ("unit", rf"(?:zw)?(?:g|{_PART}|rF)?O?(?:[rtxm]|p)[UH]", "earlier this month"),
    ("overnight", r"(?:eV|V)(?:i?W)?", "overnight"),
    # A season needs a year or a word that says which: "in the spring" may be of any year, or of water.
    ("season", rf"(?:O?{_PART}|O|[rtx])?S(?:F?O?Y|F?rU)", "the summer of 2006"),
    ("season_last", r"[rtx]S", "last summer"),
    ("then", r"(?<=s)c", "since then"),
)
# "before dawn Tuesday" is that Tuesday; "before Tuesday" ends with the day before it.
_EDGE = r"(?P<edge>(?:s|y|kF|l|q(?!O?H))O?(?=.))?"
_GRAMMAR = re.compile(_EDGE + "(?:" + "|".join(f"(?P<{name}>{pattern})" for name, pattern, _ in TIME_GRAMMAR) + ")")
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
# The rules whose times can date the clause of a "since": "since the outbreak began in 2003".
CLAUSAL = frozenset(("date", "month", "year", "decade", "season", "weekday"))
# How many words before such a time its "since" is looked for.
CLAUSE = 14
# Months and short forms of months that are also words or parts of names: in small letters they are no months.
AMBIGUOUS_MONTHS = frozenset(("may", "march", "august", "mar.", "jun.", "sep", "dec", "jan"))
# Prepositions over the time that something took: "in two days of clashes", not "held for two days".
OVER = frozenset(("in", "over", "during", "from", "within"))
_EDGES = {"s": "since", "y": "by", "k": "as_of", "l": "until", "q": "before"}


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


@dataclass(frozen=True, slots=True)
class TimeMention:
    """
    A time expression: the indexes of its first and last word, both included, the rule that found it, and its words.

    ``edge`` says how a word before it opens it to one side: "since", "by", "as_of", "until", "before".
    """

    first: int
    last: int
    rule: str
    words: tuple[Word, ...]
    edge: str | None = None
    # It takes in the clause that dates a "since": "since the outbreak began in 2003".
    clausal: bool = False

    def values(self, letter: str) -> list[int]:
        """Return what the words of one part count, in order."""
        return [word.value for word in self.words if word.letter == letter and word.value is not None]

    def ids(self, letter: str) -> list[str]:
        """Return the ids of the words of one part, in order."""
        return [word.id for word in self.words if word.letter == letter]

    def has(self, *letters: str) -> bool:
        """Say whether one of the parts is there."""
        return any(word.letter in letters for word in self.words)


_OTHER, _HOUR_WORD = Word("."), Word("C")


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


def _classify(sentence: Sentence, index: int, table: dict[str, Word]) -> Word:
    """Return a word's part in the grammar of time expressions."""
    token = sentence[index]
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
        misread = no_noun or (small and token.lower in AMBIGUOUS_MONTHS)
        return _OTHER if misread and not _dated(sentence, token.index) else word
    if word.letter == "W":
        # Short forms in small letters are words at a sentence's end: "they sat.", "in the sun.".
        return _OTHER if len(token.text) <= 4 and small else word
    return _OTHER if word.letter == "S" and token.pos in ("VERB", "ADP", "AUX") else word


def _dated(sentence: Sentence, index: int) -> bool:
    """Say whether a number that can be a day or year stands beside a month, which settles that it is one."""
    beside = [sentence[at].lower for at in (index - 1, index + 1) if 0 <= at < len(sentence)]
    # "3 May" settles it though the parser reads a verb; "3 may" does not.
    return sentence[index].text[0].isupper() and any(word[0] in "0123456789" and _numeral(word).letter in "dYo" for word in beside)


def find_times(sentence: Sentence, lexicon: Lexicon) -> list[TimeMention]:
    """Find the time expressions of a sentence, in order and without overlap."""
    table = lexicon.keep(_table)
    words = [_classify(sentence, index, table) for index in range(len(sentence))]
    _join_figures(sentence, words)
    _mark_hours(sentence, words)
    letters = "".join(word.letter for word in words)
    # Most sentences tell no time, and need no pattern tried on them.
    if TELLING_LETTERS.isdisjoint(letters):
        return []
    found: list[TimeMention] = []
    for match in _GRAMMAR.finditer(letters):
        mention = _mention(match, words)
        # "since the 2002 bombings": the bombings were in 2002, whatever has been since.
        if mention.edge is not None and _of_event(sentence, match.end("edge"), mention.last):
            mention = _mention(match, words, match.end("edge"))
        if _plausible(mention, sentence):
            found.append(_since_clause(mention, sentence, letters, found[-1].last if found else -1))
    return found


def _join_figures(sentence: Sentence, words: list[Word]) -> None:
    """Join a date in figures that is cut at its hyphens: "2024 - 11 - 19" without spaces is one date."""
    for at in range(len(words) - 4):
        # Only a year can begin it: "2024-11-19"; figures cut otherwise may be a score or a price.
        if words[at].letter != "Y" or words[at + 1].letter != "~":
            continue
        five = sentence.tokens[at : at + 5]
        glued = all(one.end == other.start for one, other in pairwise(five))
        if glued and (iso := _numeric_date("".join(token.lower for token in five))):
            words[at : at + 5] = [Word("Z", None, iso), *[Word("_")] * 4]


def _mark_hours(sentence: Sentence, words: list[Word]) -> None:
    """Mark the hours of the clock: "7 a.m." is no day of a month."""
    for at, token in enumerate(sentence):
        if not _HOUR.fullmatch(token.lower):
            continue
        # "7am", "14:00"; a number with a colon that has a part already is left as it is.
        if token.lower.endswith(("m", "m.")) or (":" in token.text and words[at].letter == "."):
            words[at] = _HOUR_WORD
        elif at + 1 < len(words) and sentence[at + 1].lower in _HALF_OF_DAY:
            words[at] = words[at + 1] = _HOUR_WORD


def _since_clause(mention: TimeMention, sentence: Sentence, letters: str, behind: int) -> TimeMention:
    """
    Take in the clause that a "since" before a time opens: "since the outbreak began in 2003".

    ``letters`` are those of the sentence's words; the "since" stands after the word ``behind``, where the time before ends.
    """
    if mention.edge is not None or mention.rule not in CLAUSAL:
        return mention
    # Not beyond the time before: its "since" is its own.
    start = letters.rfind("s", max(behind + 1, mention.first - CLAUSE), mention.first)
    if start < 0 or "," in letters[start : mention.first]:
        return mention
    verb = sentence[sentence[start].head]
    # "since troops left in 2003": the word "since" hangs on the verb of its clause, and the year stands behind that.
    opens = verb.pos == "VERB" and start < verb.index < mention.first and verb.dep.partition(":")[0] == "advcl"
    between = sentence.tokens[start + 1 : mention.first]
    # Without a verb too: "since the start of the invasion on 24 February 2022", "since the outbreak of war in 2003".
    named = any(t.pos in ("NOUN", "PROPN") for t in between)
    opens = opens or (mention.has("Y", "Z") and named and not any(t.pos in ("VERB", "AUX") or t.text in (",", ";", ":") for t in between))
    return replace(mention, first=start, edge="since", clausal=True) if opens else mention


def _of_event(sentence: Sentence, first: int, last: int) -> bool:
    """Say whether a time tells an event apart: "since the 2002 bombings" counts from the bombings, which were in 2002."""
    inside = range(first, last + 1)
    up = next((sentence[at].head for at in inside if sentence[at].head not in inside), first)
    return up > last and is_event_noun(sentence[up].lemma, sentence.lexicon)


def _mention(match: re.Match[str], words: list[Word], start: int | None = None) -> TimeMention:
    """Make the mention of a match; where ``start`` is given, from that word on and without the word that opens it."""
    edge = match["edge"] if start is None else None
    first, last = match.start() if start is None else start, match.end() - 1
    while words[first].letter in ",j":
        first += 1
    return TimeMention(first, last, match.lastgroup or "", tuple(words[first : last + 1]), _EDGES[edge[0]] if edge else None)


def _plausible(mention: TimeMention, sentence: Sentence) -> bool:
    """Say whether an expression is a time where it stands: most are, but bare years, names and superlatives may not be."""
    before = sentence.tokens[max(0, mention.first - 6) : mention.first] if mention.edge == "since" else ()
    # "the biggest disaster since 1939" compares and dates nothing; "at least nine since May" counts.
    if any((token.has("Degree=Sup") and token.lower not in ("least", "most")) or token.lower == "first" for token in before):
        return False
    if mention.rule == "year" and len(mention.words) == 1:
        return mention.has("Q") or _year_here(sentence, mention.first)
    # "2023-24", and not "2023 - 14 died" or "2019-24".
    if mention.rule == "range_years" and mention.has("d"):
        first, second = mention.values("Y")[0], mention.values("d")[0]
        glued = sentence[mention.first].end == sentence[mention.last].start - 1
        return glued and second == (first + 1) % 100
    if mention.rule == "relation":
        return _relates(mention, sentence)
    if mention.rule == "duration":
        # "in just two days": one word may stand between.
        return sentence[mention.first - 1].lower in OVER or sentence[mention.first - 2].lower in OVER
    if mention.rule == "date" and mention.has("T") and sentence[mention.last].text[0].isupper():
        # "Today" inside a sentence with a capital may be a paper's name.
        return mention.first == 0 or sentence[mention.last].pos != "PROPN"
    return not _inside_name(mention, sentence)


def _relates(mention: TimeMention, sentence: Sentence) -> bool:
    """Say whether "that day" or "two days later" is told as a time: not "said that weeks", "two days earlier"."""
    if mention.has("g"):
        # "two days earlier" counts from a day that is mostly not told.
        return sentence[mention.last].lower == "later"
    # "the same day that he left" is told by what follows.
    if mention.has("m") and mention.last + 1 < len(sentence) and sentence[mention.last + 1].lower == "that":
        return False
    # "said that weeks would pass": "that" before a plural opens a clause.
    return mention.first != mention.last and (sentence[mention.first].lower != "that" or not _plural(mention))


def _plural(mention: TimeMention) -> bool:
    """Say whether a unit stands in the plural: "those weeks"."""
    return any(word.letter == "U" and word.value == 2 for word in mention.words)


def _inside_name(mention: TimeMention, sentence: Sentence) -> bool:
    """Say whether a lone weekday or month is part of the proper name that follows: "the Sunday Times"."""
    if len(mention.words) > 1 or mention.rule not in ("weekday", "month"):
        return False
    token = sentence[mention.first]
    after = sentence[mention.last + 1] if mention.last + 1 < len(sentence) else None
    named = after is not None and after.pos == "PROPN" and after.text[0].isupper()
    return bool(
        named
        and token.head == (after.index if after else -1)
        and token.dep == "compound"
        and sentence.child(after.index if after else 0, "det")
    )


def _year_here(sentence: Sentence, index: int) -> bool:
    """
    Say whether four digits are a year.

    They are behind a preposition of time ("in 2003"), between an article or owner and a noun ("the 2002 bombings"), in brackets, and in
    front of the sentence before a comma.
    """
    if index == 0:
        # "2014, Harran: nine died"; "2003 people came" counts.
        return len(sentence) > 1 and sentence[1].text == ","
    before = sentence[index - 1].lower
    after = sentence[index + 1].pos if index + 1 < len(sentence) else "PUNCT"
    if before in ("in", "since", "of", "by", "until", "from", "during", "before", "after", "to", "through", "late", "early"):
        # "of 2003 people" may count them; what stands behind "since" is a time.
        return after not in ("NOUN", "PROPN", "ADJ") or before == "since"
    # "the 2002 Harran bombings"; not "the 2012 Olympics", whose year is part of the name.
    if before in ("the", "'s", "’s", "its", "a") and after == "PROPN":
        return sentence[sentence[index].head].pos == "NOUN"
    return (before in ("the", "'s", "’s", "its", "a") and after in ("NOUN", "ADJ")) or (before == "(" and after == "PUNCT")
