"""
Normal print for what stands in capital letters: names keep a capital, other words lose it.

    >>> from according import lexicon
    >>> from according.names import gazetteer
    >>> in_normal_print("TWELVE DIED IN HARD RAIN IN BASRA, THE UN SAID.", [Span(0, 46)], lexicon.default(), gazetteer.default())
    'Twelve died in hard rain in Basra, the UN said.'

Every character stays at its place, so offsets are those of the text as received.
"""
from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from functools import lru_cache

from according.intake.capitals import find_capitals
from according.language.lemmas import lemmatise, table
from according.language.sentence import Sentence
from according.lexicon import Lexicon
from according.names.countries import countries, demonyms, is_demonym
from according.names.gazetteer import Gazetteer, fold
from according.report import Span

_LETTERS = re.compile(r"[^\W\d_]+")
_NORMAL_PRINT = re.compile(r"(?<![^\W_])[^\W\d_]*[a-zß-öø-ÿ][^\W\d_]*")
# What parts the words of one name: "DEIR EZ-ZOR", "AL-QAIDA", "LORD'S".
_IN_NAME = re.compile(r"[ ]|[-'’]|[.] ")
# Up to so many letters a listed name or a word that nobody knows is an abbreviation: "NATO"; "RSF".
ABBREVIATION = 4
UNKNOWN_ABBREVIATION = 3
# Endings of common words that no list need hold: "repeatedly", "deadliest", "quarantined".
_SPELT = re.compile(r".{3}(?:ly|iest|ted|ned|red|sed|ing|ness|tion|tions|ical|ous)\Z")
# Words that are also months: a number beside them, or one of the words before, makes them one.
_MONTHS_TOO = frozenset({"may", "march"})
_BEFORE_MONTH = frozenset({"in", "since", "of", "last", "until", "by", "early", "late", "mid", "from"})
_SHORT_DAYS = frozenset({"mon", "tue", "wed", "thu", "fri", "sat", "sun"})
# Small words inside a name.
_IN_NAMES = frozenset({"of", "the", "and", "for", "de", "du", "del", "without", "in", "on"})
# "TOLD US", "SOME OF US": nowhere else is the country the likelier reading.
_BEFORE_US = frozenset({"told", "gave", "let", "help", "helped", "of", "asked", "join"})
# Behind an apostrophe: "ISRAEL'S", "WON'T".
_CLIPPED = frozenset({"s", "t", "re", "ll", "ve", "d", "m"})


def in_normal_print(text: str, spans: Sequence[Span], lexicon: Lexicon, gazetteer: Gazetteer) -> str:
    """
    Return a text with what it has in capital letters (:mod:`according.intake.capitals`) in normal print, each character at its place.

    ``spans`` are the text's sentences, whose first words keep a capital. A text that has nothing in capitals is returned as it is.
    """
    stretches = list(find_capitals(text))
    if not stretches:
        return text
    small, great = _seen(text, stretches)
    opening = {word.start() for span in spans if (word := _opens(text, span)) is not None}
    parts, at = [], 0
    for stretch in stretches:
        words = list(_LETTERS.finditer(text, stretch.start, stretch.end))
        for word, form in zip(words, _forms(text, words, small, great, lexicon, gazetteer), strict=True):
            form = form[:1].upper() + form[1:] if word.start() in opening else form
            # "İ" has two characters in small print.
            if len(form) == len(word[0]):
                parts += [text[at : word.start()], form]
                at = word.end()
    return "".join([*parts, text[at:]])


def as_seen(text: str, sentences: Sequence[Sentence]) -> str:
    """Return a text as the parser saw it: where the words of its sentences are in another print, with theirs."""
    if next(find_capitals(text), None) is None:
        return text
    parts, at = [], 0
    for sentence in sentences:
        for token in sentence:
            if token.text != text[token.start : token.end] and token.lower == text[token.start : token.end].casefold():
                parts += [text[at : token.start], token.text]
                at = token.end
    return "".join([*parts, text[at:]]) if parts else text


def _seen(text: str, stretches: Sequence[Span]) -> tuple[Collection[str], Collection[str]]:
    """Return the words that stand in small letters elsewhere in a text, and those that stand with a capital only."""
    edges = [0, *(edge for stretch in stretches for edge in (stretch.start, stretch.end)), len(text)]
    found = {word[0] for at in range(0, len(edges), 2) for word in _NORMAL_PRINT.finditer(text, edges[at], edges[at + 1])}
    small = {word for word in found if word.islower()}
    return small, {word.casefold() for word in found if word.istitle()} - small


def _opens(text: str, span: Span) -> re.Match[str] | None:
    """Return the word that a sentence opens with; ``None`` where it opens with a number."""
    word = _LETTERS.search(text, span.start, span.end)
    return None if word is None or any(char.isdigit() for char in text[span.start : word.start()]) else word


def _forms(
    text: str, words: Sequence[re.Match[str]], small: Collection[str], great: Collection[str], lexicon: Lexicon, places: Gazetteer
) -> list[str]:
    """Return the words of a stretch in normal print."""
    lows = [word[0].casefold() for word in words]
    forms: list[str] = []
    at = 0
    while at < len(words):
        stop = _name_end(text, words, lows, at, lexicon, places)
        if stop > at + 1:
            forms += [low if low in _IN_NAMES and place else low.capitalize() for place, low in enumerate(lows[at:stop])]
        else:
            forms.append(_form(text, words, lows, at, small, great, lexicon, places))
            stop = at + 1
        at = stop
    titles = lexicon.word_class("titles")
    for place in range(len(forms) - 1):
        # "COLONEL JAN NOVAK"
        if forms[place] in titles and forms[place + 1].istitle() and text[words[place].end() : words[place + 1].start()] == " ":
            forms[place] = forms[place].capitalize()
    return forms


def _name_end(text: str, words: Sequence[re.Match[str]], lows: Sequence[str], at: int, lexicon: Lexicon, places: Gazetteer) -> int:
    """Return where the longest name of two words and more ends that begins at a word, or the word's own place."""
    plain = _is_common(lows[at], lexicon)
    # "SAID ON", "THE ARMY": plain words that are also some town's name.
    if plain and lows[at] not in lexicon.keep(_name_openers):
        return at
    most = at + 1
    while most < len(words) and most - at < places.longest and _IN_NAME.fullmatch(text, words[most - 1].end(), words[most].start()):
        most += 1
    for stop in range(most, at + 1, -1):
        phrase = " ".join(lows[at:stop])
        if phrase in lexicon.keep(_listed) or phrase in countries() or is_demonym(phrase):
            return stop
        if not plain and not _is_common(lows[stop - 1], lexicon) and fold(phrase) in places:
            return stop
    return at


def _form(
    text: str,
    words: Sequence[re.Match[str]],
    lows: Sequence[str],
    at: int,
    small: Collection[str],
    great: Collection[str],
    lexicon: Lexicon,
    places: Gazetteer,
) -> str:
    """Return a word that begins no longer name in normal print."""
    word, low = words[at], lows[at]
    before, behind = text[max(word.start() - 2, 0) : word.start()], text[word.end() : word.end() + 2]
    if before[-1:].isdigit() or (before[-1:] in ("'", "’") and low in _CLIPPED):
        return low
    # "M23", "AK-47", "U.S.", "JAN K."
    if behind[:1].isdigit() or (behind[:1] == "-" and behind[1:].isdigit()) or (len(low) == 1 and low != "a"):
        return word[0]
    if len(low) == 1:
        return word[0] if behind[:1] == "." else low
    previous = lows[at - 1] if at else ""
    beside = previous in _BEFORE_MONTH or before.strip()[-1:].isdigit() or behind.strip()[:1].isdigit()
    if low in _MONTHS_TOO:
        return low.capitalize() if beside else low
    if low == "us":
        return low if previous in _BEFORE_US else word[0]
    # What no tongue can speak is an abbreviation: "NDRRMC".
    unspoken = not any(letter in "aeiouy" for letter in low)
    # "IS FIGHTERS", "THE WHO"
    if low == "who":
        return word[0] if previous == "the" else low
    if low in small or low in great:
        return low if low in small else low.capitalize()
    if low in lexicon.keep(_days) and low not in _SHORT_DAYS:
        return low.capitalize()
    if low in lexicon.keep(_listed):
        return word[0] if len(low) <= ABBREVIATION or unspoken else low.capitalize()
    if low in countries() or is_demonym(low):
        return word[0] if len(low) < ABBREVIATION else low.capitalize()
    if low in lexicon.word_class("capital-words") or low.removesuffix("s") in lexicon.word_class("capital-words"):
        return low.capitalize()
    if _is_common(low, lexicon) or _SPELT.search(low):
        return low
    # "IDPS"
    if unspoken and len(low) >= ABBREVIATION and low.endswith("s"):
        return word[0][:-1] + "s"
    if unspoken or (len(low) <= UNKNOWN_ABBREVIATION and low not in places):
        return low.capitalize() if behind[:1] == "." else word[0]
    return low.capitalize()


def _listed(lexicon: Lexicon) -> frozenset[str]:
    """Return the names of bodies that the word lists hold, as words with blanks between them."""
    names = (form for entry in lexicon.lists["people"] if entry.id.endswith("-names") for form in entry.forms)
    return frozenset(" ".join(_LETTERS.findall(name)) for name in names if "." not in name)


def _name_openers(lexicon: Lexicon) -> frozenset[str]:
    """Return the first words of names of bodies, countries and peoples that have several words."""
    return frozenset(name.split()[0] for name in (*lexicon.keep(_listed), *countries(), *demonyms()) if " " in name)


def _days(lexicon: Lexicon) -> frozenset[str]:
    return lexicon.forms("times", "weekday", "month")


def _common_words(lexicon: Lexicon) -> frozenset[str]:
    """Return the words of English that the lists and the table of lemmas hold, names of bodies left out."""
    words: set[str] = set()
    for entries in lexicon.lists.values():
        for entry in entries:
            # Of a phrase each word is one of English: "according to".
            words.update(word for form in entry.forms if not entry.id.endswith("-names") for word in _LETTERS.findall(form))
    for forms in table().irregular.values():
        words.update(forms)
    return frozenset(words.union(*table().known.values()))


def _is_common(low: str, lexicon: Lexicon) -> bool:
    """Say whether a casefolded word is a common one of English."""
    return lexicon.keep(_commons)(low)


def _commons(lexicon: Lexicon) -> Callable[[str], bool]:
    """Return :func:`_is_common` by a lexicon, which remembers its answers."""
    words = lexicon.keep(_common_words)

    def is_common(low: str) -> bool:
        # "APPARENTLY" is of "apparent".
        forms = (low, lemmatise(low, "VERB").lemma, lemmatise(low, "NOUN", "Number=Plur").lemma, low.removesuffix("ly"))
        return any(form in words for form in forms)

    return lru_cache(maxsize=1 << 14)(is_common)
