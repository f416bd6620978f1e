"""
Find where sentences end inside a paragraph: which stops are ends and which belong to an abbreviation, a number or a quotation.

Each decision looks at a bounded stretch on both sides of a stop, so the time is linear in the text.
"""
from __future__ import annotations

import re
from collections.abc import Iterator

from according.language.layout import QUOTED_BREAK

# A run of stops with the quotation marks, brackets and note marks ("[12]") that close behind it, up to white space.
# The look-behind and the possessive "++" keep long runs of stops linear.
# Without white space behind it a stop ends a sentence between two words ("at night.Then"), behind a number of two digits and more
# ("in 2023.The", "43,000.WAR"), before an opening mark ("in 2023.“These"), and before a number that opens one ("at night.26 people").
_STOP = re.compile(
    r"(?<![.!?…])[.!?…]++(?:[\"'”’»)\]*_]|\s?\[\d{1,3}(?:\s?[,–-]\s?\d{1,3})*\])*+(?=\s|\Z)"
    r"|(?<=[a-z]{2})[.!](?=[A-Z][a-z])|(?<=\d\d)\.(?=[A-Z][A-Za-z])|(?<=[a-z\d]{2})[.!?](?=[“\"][A-Z])"
    r"|(?<=[a-z]{4})\.(?=\d{1,3}(?:,\d{3})*\s[a-z]{2})"
)
# A heading that an encyclopedia's text has lost the line of: "38 were hurt.== Aftermath ==The town".
_HEADING = re.compile(r"(?<!=)={2,6}[ ]?[A-Z][^=\n]{0,80}={2,6}(?!=)")
# White space up to the next word, over the mark of a quoted line.
_GAP = re.compile(rf"(?:\s*{QUOTED_BREAK}|\s*)")
# What opens the next sentence before its first letter or digit.
_OPENERS = re.compile(r"[\"'“‘«(\[*_]{0,3}")
_WORD_BEFORE = re.compile(r"[^\s\"“”‘«(\[/—–]{1,24}\Z")
_WORD_AFTER = re.compile(r"[\w'’.-]{1,24}")
_INITIAL = re.compile(r"(?:[A-Z]\.?-?)?[A-Z]\Z")
_DOTTED = re.compile(r"(?:[A-Za-z]\.)+[A-Za-z]\Z")
# "Al-Qaida" and the like begin a sentence with a small letter.
_SMALL_NAME = re.compile(r"(?:al|el|as|ad|ash|an|at|ar|az)-[A-Z]")
# What stands before a stop without a space behind it in a web or mail address, or a file's name.
_ADDRESS = re.compile(r"[/@\\]|www|\b\w+\.\w+\Z")
# Behind "?" or "!" and a closing mark, a name and a verb of speech go on with the sentence: "Is it over?" Smith asked.
_SPEECH = re.compile(
    r"(?:[A-Z][\w.'’-]{0,20}\s{1,2}){1,6}(?:said|says|asked|asks|told|added|adds|wrote|writes|cried|shouted|replied|exclaimed|declared|demanded|wondered)\b"
)


def _words(text: str) -> frozenset[str]:
    """Return the words of a list that is written as one string."""
    return frozenset(text.split())


# A name or a number follows, always.
ABBREVIATED_TITLES = _words(
    "mr mrs ms dr drs gen lt col maj capt sgt sen sens rep reps gov rev hon prof st ste ft mt pres cmdr comdr adm brig cpl pvt pfc spc"
    " insp supt amb messrs msgr fr det dep asst lieut atty e.g i.e cf viz vs v approx ca cmdt sec-gen"
)
# A number may follow; otherwise the stop is an end ("No. We go on.").
BEFORE_NUMBER = _words("no nos art fig figs sec p pp vol ch para op est tel ext c pop")
# May close a sentence: the stop is an end where the next word is one that begins sentences.
CLOSING_ABBREVIATIONS = _words(
    "jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri sat sun inc corp ltd co bros jr sr esq etc ave"
    " blvd rd dept univ assn al ala ariz ark calif colo conn del fla ga ill ind kan ky la mass md mich minn miss mo mont neb nev okla ore"
    " pa penn tenn tex va vt wash wis wyo ont que govt intl ph.d b.a m.a mln bln hr hrs min km sq"
)
STARTERS = _words(
    "the a an in on at it its he she they we i you but and or so this that these those there here if when while as for from after before"
    " since until his her their our my your some many most several both all each every no not one two three at by with to of about over"
    " under during despite although though because however meanwhile also earlier later last local officials police witnesses authorities"
    " who what why where how another other others more nearly around only still yet then now under between among according hundreds"
    " thousands dozens residents rescuers troops soldiers rebels militants government president such even just"
)
# In capitals only what goes on no sentence shows a beginning: "U.S. OFFICIALS", "THE U.S. AND THE UN".
STARTERS_IN_CAPITALS = _words("the it he she they we this these there but meanwhile however although despite")
# Behind "a.m." and "p.m." these go on with the time.
_TIME_GOES_ON = _words(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october"
    " november december jan feb mar apr jun jul aug sep sept oct nov dec mon tue wed thu fri sat sun eastern pacific central local gmt utc"
)


def find_ends(text: str, start: int, end: int) -> Iterator[int]:
    """Yield the offset behind each sentence in ``text[start:end]`` but the last, closing marks and headings between "==" included."""
    at = start
    for heading in _HEADING.finditer(text, start, end):
        if heading.start() > at:
            yield from _find_ends(text, at, heading.start())
            yield heading.start()
        at = heading.end()
        if at < end:
            yield at
    yield from _find_ends(text, at, end)


def _find_ends(text: str, start: int, end: int) -> Iterator[int]:
    """Yield the offset behind each sentence but the last of a stretch without headings."""
    begin = start
    # Straight marks open and close by turns: how many stand before `counted`.
    marks, counted = 0, start
    for match in _STOP.finditer(text, start, end):
        if text.startswith('"', match.end(), end):
            marks += text.count('"', counted, match.end())
            counted = match.end()
            # `... in 2023."These are ...": a mark behind an even number of others opens.
            if marks % 2:
                # `"... in 2023."The army`: here it closes, and belongs to the sentence that is over.
                begin = match.end() + 1
                yield begin
                continue
        after = _GAP.match(text, match.end(), end)
        following = after.end() if after else end
        if following < end and _is_end(text, begin, match, following, end):
            yield match.end()
            begin = following


def _is_end(text: str, begin: int, stop: re.Match[str], following: int, end: int) -> bool:
    """Say whether a stop ends the sentence that began at ``begin``; ``following`` is where the next word would begin."""
    # A stop alone: ". . ."
    if stop.start() - begin < 8 and not any(map(str.isalnum, text[begin : stop.start()])):
        return False
    opened = _OPENERS.match(text, following, end)
    first = opened.end() if opened else following
    letter = text[first] if first < end else ""
    if letter.islower() and not _SMALL_NAME.match(text, first, end):
        return False
    if not letter or letter in ",;:-–—%&/)]”’»":
        return False
    marks = stop[0]
    if marks.startswith(("..", "…")):
        return _ellipsis_ends(text, begin, stop, first, end)
    # Two sentences without a space between them ("at night.Then"), unless it is an address ("news.example.Org").
    if following == stop.end() and _ADDRESS.search(text, max(begin, stop.start() - 24), stop.start()):
        return False
    # A question ends its sentence, unless who asked it follows: "Is it over?" Smith asked.
    if marks[0] != ".":
        return not (len(marks) > 1 and marks[-1] in "\"'”’" and _SPEECH.match(text, first, min(end, first + 150)))
    if len(marks) > 1 and marks[1] in "!?":
        return True
    return _full_stop_ends(text, begin, stop, first, end)


def _ellipsis_ends(text: str, begin: int, stop: re.Match[str], first: int, end: int) -> bool:
    """Say whether an ellipsis ends a sentence: not one that stands free, for words left out, unless a new beginning is plain."""
    free = stop.start() == begin or text[stop.start() - 1].isspace()
    return not free or _next_word(text, first, end) in STARTERS


def _full_stop_ends(text: str, begin: int, stop: re.Match[str], first: int, end: int) -> bool:
    """Say whether one full stop ends a sentence, by the word before it and the word behind, which begins at ``first``."""
    found = _WORD_BEFORE.search(text, max(begin, stop.start() - 24), stop.start())
    word = found[0] if found else ""
    lower, number = word.casefold(), text[first].isdigit()
    # A quotation closes behind the stop: whatever the word was short for, its sentence is over.
    if len(stop[0]) > 1 and stop[0][1] not in ")]*_[ " and not _DOTTED.match(word):
        return True
    # "1. The first of a list"
    if word.isdigit() and found and found.start() == begin:
        return False
    if lower in ABBREVIATED_TITLES:
        return False
    if lower in BEFORE_NUMBER:
        return not number
    if lower in ("a.m", "p.m"):
        return not number and _next_word(text, first, end) not in _TIME_GOES_ON and not text[first : first + 3].isupper()
    if lower in CLOSING_ABBREVIATIONS or _DOTTED.match(word):
        printed = text[first : first + 2].isupper()
        return not number and _next_word(text, first, end) in (STARTERS_IN_CAPITALS if printed else STARTERS)
    # "J. R. Brown" goes on, "He chose plan B. The men left" ends; "I" and "A" may be the next initial.
    return not _INITIAL.match(word) or _next_word(text, first, end) in STARTERS - {"i", "a"}


def _next_word(text: str, first: int, end: int) -> str:
    """Return the casefolded word that begins at ``first``, without stops, or the empty string."""
    match = _WORD_AFTER.match(text, first, end)
    return match[0].casefold().rstrip(".") if match else ""
