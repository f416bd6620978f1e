"""
Find the time expressions in the words of a report.

Each word comes with the letter of its part in the grammar (``reading.times.time_letters``). The rules are patterns over the letters,
so that one pass over a sentence finds all. Which days the words come to is found in ``reading.times.periods``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from according.language.sentence import Sentence
from according.lexicon import Lexicon
from according.names.nouns import is_event_noun
from according.reading.times.time_letters import Word, read_words

# Letters without which a sentence tells no time; X is a word of two days ("9–13"), Q one of a part and a year ("mid-2024").
TELLING_LETTERS = frozenset("WMUHVTYDSZcQPs")

# C is an hour of the clock ("7 a.m.", "14:00"), which is not part of any date; it can stand with each end of a range.
_CLOCK = r"(?:(?:C+|H)i?)?"

# Z is a date in figures; where a tokeniser has cut it at its hyphens, four words without a letter of their own follow it.
_DATE = r"(?:d(?:F)?M(?:F?,?Y)?|Md(?:,?Y)?|MoY?|OoF?M(?:,?Y)?|oF?M(?:,?Y)?|Z(?:____)?)"
_DAY = rf"(?:(?:[rt]?W,?i?O?)?{_DATE}(?:F?[rtx]U)?|T)"
_PART = r"(?:O?E F|e~?)".replace(" ", "")
_RANGE_END = rf"(?:{_DATE}|{_PART}?MF?Y?|{_PART}?Y|Q)"
# Behind a number of several words ("thirty-five") stand those that are joined to its first.
_COUNT = r"(?:j?(?:nF|n|d|N)n?_*)"

# Rules in the order of preference: id, pattern over the letters, an example. The first that fits at a word wins.
TIME_GRAMMAR: tuple[tuple[str, str, str], ...] = (
    # Ranges before their parts: the first date of "from 3 May to 5 June" would be read as a day by itself.
    ("range_dates", rf"f?{_CLOCK}{_DATE}~{_CLOCK}{_DATE}|b{_CLOCK}O?{_DATE}&{_CLOCK}{_DATE}", "from 3 May to 5 June 2004"),
    ("range_days",
     r"(?:f?O?d~dF?M|bd&dF?M|f?Md~d|bMd&d|d(?:,d){0,6},?[&|]dM|f?XF?M|MX)(?:,?Y)?",
     "between 1 and 5 May"),
    ("range_weekdays", rf"f?{_CLOCK}e?WH?~{_CLOCK}e?WH?|b?{_CLOCK}e?WH?[&|]{_CLOCK}e?WH?", "from Monday to Wednesday"),
    ("range_years", r"f?Y~Y|bY&Y|Y\|Y|Y~d(?!M)", "between 2016 and 2018"),
    ("range_months", rf"f{_PART}?MF?Y?~{_PART}?MF?Y?|bMY?&MF?Y?|M[~|]MF?Y?|M&MF?Y", "from May to July 2004"),
    ("range_mixed", rf"f{_RANGE_END}~{_RANGE_END}|b{_RANGE_END}&{_RANGE_END}", "between 5 January and early March 2024"),
    ("date", rf"(?:O?e?HFO?|HiO?|eiO?|ei?|(?:q)?HiO?|qHi?)?{_DAY}H?", "the afternoon of 24 February 2022"),
    ("weekday", r"(?:g|g?(?:qH|O?HF|Hi?|e)i?)?[rtx]?WH?(?:F?[rtx]U)?", "late on Monday night"),
    # Before months and years, of which it names a part: "the first week of May" is not all of May.
    ("ordinal_unit", r"O?[or](?:n|d|N)?UF(?:O?[rtp]?U|O?[rt]?M(?:F?,?Y)?|O?Y)", "the first three months of 2009"),
    ("month", rf"(?:g|j)?{_PART}?[rtx]?M(?:(?:F|,)?Y|F?[rtx]U)?", "late June 2015"),
    ("decade", rf"O?{_PART}?D", "in the 1990s"),
    ("year", rf"{_PART}?Y|Q", "late 2024"),
    ("ago", rf"(?:{_COUNT}h?|h{{1,2}})Ua", "two days ago"),
    ("span", rf"O?[rpx]{_COUNT}[rp]?U", "the past 24 hours"),
    # "later in the day" and "clashes during the day" are of the day told last.
    # "next week" is of the report, "the next week" and "next morning" of what was told.
    ("relation", rf"(?:g|{_PART})?(?:OxU|O?xH|O?m{{1,2}}[UH])|{_COUNT}Ug|gi?OU|(?<=i)OU", "the next day"),
    ("duration", rf"(?<=i){_COUNT}U(?=F)|(?<=f){_COUNT}U(?=F)|(?<=ij){_COUNT}U", "in two days of clashes"),
    # After "span" and "relation", whose words open like a unit's: "the past 24 hours", "the next day".
    ("unit", rf"(?:zw)?(?:g|{_PART}|rF)?O?[rtxp](?:h{{0,2}}U|H)|O?EFOU", "earlier this month"),
    ("overnight", r"(?:eV|V)(?:i?W)?", "overnight"),
    # A season needs a year or a word that says which: "in the spring" may be of any year, or of water.
    ("season", rf"(?:O?{_PART}|O|[rtx])?S(?:F?O?Y|F?rU)", "the summer of 2006"),
    ("season_last", r"g?[rtx]S", "last summer"),
    ("then", r"(?<=s)c", "since then"),
    # Of what is so on the day of the report: "50,000 are now homeless".
    ("present", r"P", "currently"),
)
# "before dawn Tuesday" is that Tuesday; "before Tuesday" ends with the day before it.
_EDGE = r"(?P<edge>(?:s|y|kF|l|q(?!O?H))O?(?=.))?"
_GRAMMAR = re.compile(_EDGE + "(?:" + "|".join(f"(?P<{name}>{pattern})" for name, pattern, _ in TIME_GRAMMAR) + ")")
# The rules whose times can date the clause of a "since": "since the outbreak began in 2003".
CLAUSAL = frozenset(("date", "month", "year", "decade", "season", "season_last", "weekday", "ago", "unit"))
# How many words before such a time its "since" is looked for.
CLAUSE = 14
# Behind these a day of the week is a feast, or has gone down in history by its name.
HOLIDAYS = frozenset({"Easter", "Palm", "Good", "Holy", "Ash", "Bloody", "Black"})
# Prepositions over the time that something took: "in two days of clashes", not "held for two days".
OVER = frozenset(("in", "over", "during", "from", "within"))
# Nouns for the beginning of an event, how soon behind "since" they stand, and the most words that name the event.
STARTS = frozenset({"start", "beginning", "outbreak", "onset", "launch"})
STARTS_BY = 4
EVENT_MOST = 6
# How soon behind such an event its day is told.
DATED_BY = 2
_EDGES = {"s": "since", "y": "by", "k": "as_of", "l": "until", "q": "before"}


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
    # The time in that clause, which is that of what the "since" counts from.
    start: TimeMention | None = None

    def values(self, letter: str) -> list[int]:
        """Return what the words of one part count, in order."""
        return [word.value for word in self.words if word.letter == letter and word.value is not None]

    def ids(self, letter: str) -> list[str]:
        """Return the ids of the words of one part, in order."""
        return [word.id for word in self.words if word.letter == letter]

    def has(self, *letters: str) -> bool:
        """Say whether one of the parts is there."""
        return not {word.letter for word in self.words}.isdisjoint(letters)

    @property
    def plural(self) -> bool:
        """Whether a unit stands in the plural: "recent weeks"."""
        return any(word.letter == "U" and word.value == 2 for word in self.words)


def find_times(sentence: Sentence, lexicon: Lexicon) -> list[TimeMention]:
    """Find the time expressions of a sentence, in order and without overlap."""
    words = read_words(sentence, lexicon)
    letters = "".join(word.letter for word in words)
    # Most sentences tell no time, and need no pattern tried on them.
    if TELLING_LETTERS.isdisjoint(letters):
        return []
    found: list[TimeMention] = []
    for match in _GRAMMAR.finditer(letters):
        mention = _mention(match, words)
        # "since the 2002 bombings": the bombings were in 2002, whatever has been since.
        counted_from = None
        if mention.edge is not None and (noun := _of_event(sentence, match.end("edge"), mention.last)) is not None:
            counts = mention.edge == "since" and mention.rule in CLAUSAL and _counts_from(mention, sentence)
            counted_from = noun if counts else None
            mention = _mention(match, words, match.end("edge"))
        # "killed by Saturday's bombs": what "by" governs is the bombs.
        if mention.edge == "by" and mention.last + 1 < len(sentence) and sentence[mention.last + 1].lower in ("'s", "’s"):
            mention = _mention(match, words, match.end("edge"))
        # "next day" without an article counts from the day told too: nobody calls tomorrow so.
        if mention.rule == "unit" and mention.has("x") and mention.ids("U") == ["day"]:
            mention = replace(mention, rule="relation")
        if mention.rule == "relation" and not mention.has("m", "x") and mention.has("O"):
            if not _in_day(mention, sentence):
                continue
            mention = replace(mention, words=(Word("m", None, "same"), mention.words[-1]))
        if _plausible(mention, sentence) and counted_from is not None:
            # "459 have been killed since the February 1 coup": counted from the day of the coup.
            found.append(replace(mention, first=match.start(), last=counted_from, edge="since", clausal=True, start=mention))
        elif _plausible(mention, sentence):
            found.append(_since_clause(mention, sentence, letters, found[-1].last if found else -1))
    return _with_starts(found, sentence, letters) if "s" in letters else found


def _with_starts(found: list[TimeMention], sentence: Sentence, letters: str) -> list[TimeMention]:
    """Add what is told since the beginning of an event without a day: "since the start of the war"."""
    told = {at for mention in found for at in range(mention.first, mention.last + 1)}
    for at, letter in enumerate(letters):
        if letter != "s" or at in told:
            continue
        start = next((token for token in sentence.tokens[at + 1 : at + STARTS_BY] if token.lemma in STARTS), None)
        # "since the start of the year" has been read; of "since the start" alone nobody knows of what.
        of = None if start is None or start.index + 1 == len(sentence) else sentence[start.index + 1]
        if start is None or of is None or of.lower != "of" or of.head <= of.index or letters[start.index] not in ".E":
            continue
        inside = sentence.subtree(of.head)
        last = inside[-1] if len(inside) <= EVENT_MOST else of.head
        # "since the start of the strike on 20 January": the day is told.
        if told.isdisjoint(range(at, last + DATED_BY + 1)):
            found.append(TimeMention(at, last, "since_start", (), "since"))
    return sorted(found, key=lambda mention: mention.first)


def _since_clause(mention: TimeMention, sentence: Sentence, letters: str, behind: int) -> TimeMention:
    """
    Take in the clause that a "since" before a time opens: "since the outbreak began in 2003".

    ``letters`` are those of the sentence's words; the "since" stands after the word ``behind``, where the time before ends.
    """
    if mention.edge is not None or mention.rule not in CLAUSAL:
        return mention
    # "since it began in the past week" only bounds it; nobody begins something over days.
    if mention.rule == "unit" and mention.has("p", "z"):
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
    # A month or a day without a year is of what began: "since the collapse of the dam in January".
    known = any(t.lemma in STARTS or is_event_noun(t.lemma, sentence.lexicon) for t in between)
    # "since the rebel advance on 26 January": a preposition over a noun that the day tells apart, whatever the noun.
    dated = sentence[start].dep == "case" and between[:1] != () and between[0].pos == "DET" and between[-1].lower in ("on", "of")
    named = named and (mention.has("Y", "Z") or known or dated)
    opens = opens or (named and not any(t.pos in ("VERB", "AUX") or t.text in (",", ";", ":") for t in between))
    return replace(mention, first=start, edge="since", clausal=True, start=mention) if opens else mention


def _of_event(sentence: Sentence, first: int, last: int) -> int | None:
    """Return the event that a time tells apart, or ``None``: "since the 2002 bombings" counts from the bombings, which were in 2002."""
    inside = range(first, last + 1)
    up = next((sentence[at].head for at in inside if sentence[at].head not in inside), first)
    return up if up > last and is_event_noun(sentence[up].lemma, sentence.lexicon) else None


def _mention(match: re.Match[str], words: list[Word], start: int | None = None) -> TimeMention:
    """Make the mention of a match; where ``start`` is given, from that word on and without the word that opens it."""
    edge = match["edge"] if start is None else None
    first, last = match.start() if start is None else start, match.end() - 1
    while words[first].letter == "j":
        first += 1
    return TimeMention(first, last, match.lastgroup or "", tuple(words[first : last + 1]), _EDGES[edge[0]] if edge else None)


def _counts_from(mention: TimeMention, sentence: Sentence) -> bool:
    """Say whether a "since" counts, as in "at least nine since May": "the biggest disaster since 1939" compares and dates nothing."""
    before = sentence.tokens[max(0, mention.first - 6) : mention.first]
    return not any((token.has("Degree=Sup") and token.lower not in ("least", "most")) or token.lower == "first" for token in before)


def _plausible(mention: TimeMention, sentence: Sentence) -> bool:
    """Say whether an expression is a time where it stands: most are, but bare years, names and superlatives may not be."""
    if mention.edge == "since" and not _counts_from(mention, sentence):
        return False
    # "the Easter Sunday bombings": a day of the year, and not of the last week.
    if mention.rule == "weekday" and mention.first and sentence[mention.first - 1].text in HOLIDAYS:
        return False
    if mention.rule == "year" and len(mention.words) == 1:
        return mention.has("Q") or _year_here(sentence, mention.first)
    # "2023-24", and not "2023 - 14 died" or "2019-24".
    if mention.rule == "range_years" and mention.has("d"):
        first, second = mention.values("Y")[0], mention.values("d")[0]
        glued = sentence[mention.first].end == sentence[mention.last].start - 1
        return glued and second == (first + 1) % 100
    # "by the end of the day": of a day that is not told.
    if mention.rule == "unit" and mention.has("E") and mention.ids("U") == ["day"]:
        return False
    if mention.rule == "relation":
        return _relates(mention, sentence)
    if mention.rule == "duration":
        # "in just two days": one word may stand between.
        return any(token.lower in OVER for token in sentence.tokens[max(mention.first - 2, 0) : mention.first])
    if mention.rule == "date" and mention.has("T") and sentence[mention.last].text[0].isupper():
        # "Today" inside a sentence with a capital may be a paper's name.
        return mention.first == 0 or sentence[mention.last].pos != "PROPN"
    return not _inside_name(mention, sentence)


def _in_day(mention: TimeMention, sentence: Sentence) -> bool:
    """Say whether words point at the day told last: "later in the day", "clashes during the day", not "during the day of mourning"."""
    behind = sentence[mention.last + 1].lower if mention.last + 1 < len(sentence) else ""
    governed = mention.has("g") or (mention.first > 0 and sentence[mention.first - 1].lower == "during")
    return governed and sentence[mention.last].lower == "day" and behind not in ("of", "before", "after", "that", "and", "when")


def _relates(mention: TimeMention, sentence: Sentence) -> bool:
    """Say whether "that day" or "two days later" is told as a time: not "said that weeks", "two days earlier"."""
    if mention.words[-1].letter == "g":
        # "two days earlier" counts from a day that is mostly not told.
        return sentence[mention.last].lower == "later"
    # "said that night raids killed nine", "following night raids": no word that says which night.
    if mention.has("H") and mention.words[0].letter in "mx" and sentence[mention.first].pos in ("SCONJ", "VERB", "ADP"):
        return False
    # "the same day that he left" is told by what follows.
    if mention.has("m") and mention.last + 1 < len(sentence) and sentence[mention.last + 1].lower == "that":
        return False
    # "said that weeks would pass": "that" before a plural opens a clause.
    return mention.first != mention.last and (sentence[mention.first].lower != "that" or not mention.plural)


def _inside_name(mention: TimeMention, sentence: Sentence) -> bool:
    """Say whether a lone weekday or month is part of a proper name: "the Sunday Times", "Black Friday"."""
    if len(mention.words) > 1 or mention.rule not in ("weekday", "month"):
        return False
    token = sentence[mention.first]
    before = sentence[token.index - 1] if token.index else None
    # The capital makes a name of the adjective: "on a black Friday" is that Friday.
    if before is not None and before.pos == "ADJ" and before.head == token.index and before.text[0].isupper():
        return True
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
        return before == "since" or not _counts(sentence, index)
    # "the 2002 Harran bombings"; not "the 2012 Olympics", whose year is part of the name.
    if before in ("the", "'s", "’s", "its", "a") and after == "PROPN":
        return sentence[sentence[index].head].pos == "NOUN"
    return (before in ("the", "'s", "’s", "its", "a") and after in ("NOUN", "ADJ")) or (before == "(" and after == "PUNCT")


def _counts(sentence: Sentence, index: int) -> bool:
    """Say whether four digits may count what stands behind them: "in 2003 villages", not "in 2003 fighting spread"."""
    last = index
    while last + 1 < len(sentence) and sentence[last + 1].pos in ("NOUN", "PROPN", "ADJ"):
        last += 1
    # "said that in 1988 government troops killed nine": the subject of a clause stands under no preposition.
    verb = sentence[last + 1] if last + 1 < len(sentence) else None
    bare = verb is not None and verb.has("VerbForm=Fin") and sentence.child(verb.index, "nsubj", "nsubj:pass") is None
    if last > index and (bare or sentence[last].dep.startswith("nsubj")):
        return False
    return last > index and not (sentence[last].pos == "NOUN" and sentence[last].has("Number=Sing"))
