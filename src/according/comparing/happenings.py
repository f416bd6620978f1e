"""
Is a count the toll of one event? What a figure's sentence tells of the event behind it.

"The death toll from Tuesday's explosion has risen to 154" counts up to now, and yet counts what the first day's "135 killed" does: an
event that is over in a moment has one toll, whenever it is told. A war's toll is another matter.

    >>> sorted(single_events("The death toll from the blast at the port has risen to 154."))
    ['explosion']
    >>> sorted(single_events("The death toll from air strikes since the attack has risen to 154."))
    []
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from itertools import takewhile

from according.comparing.people import PLAIN_WORD
from according.language.lemmas import lemmatise, singular
from according.lexicon import Entry, default
from according.records import FiledFigure

# Events that go on, or are done again and again: the word in the singular may still be of many days.
_GO_ON = frozenset({"fighting", "disease", "seizure", "arrest"})
# Floods, rains and landslides are one event in the plural too.
_MANY_AS_ONE = frozenset({"storm"})
# From a day's own word to the event that it is the day of: "Tuesday's early morning car bomb".
OWNED_REACH = 6
# From a number to the event that it counts: "three suspected U.S. drone strikes", of which the "drone" alone is none.
COUNTED_REACH = 6
# Of what is fired several may fall in one attack, and so of bombs that are dropped.
_FIRED = frozenset({"missile", "rocket", "shell", "drone", "mortar"})
_DROPPED = frozenset({"guided", "glide", "aerial", "air", "barrel", "cluster", "unguided"})
# The word that goes with a disease and with strife.
OUTBREAK = "outbreak"
_TOKEN = re.compile(r"[^\W_][\w.'’-]*")
# Nobody goes on after these: who has died since the flood has died in it.
_MISHAPS = frozenset({"quake", "storm", "crash", "blaze"})
# A day or month that owns an event or stands right before it.
_DAY_OF_EVENT = re.compile(r"\b(?:[A-Z][a-z]+day(?:['’]s)?|(?:week|weekend|month|year)['’]s)(?: [a-z-]+)?? ([a-z]+s)\b")
# What a count began with is not what it counts: "since the attack of October 7".
_SINCE = re.compile(r"\bsince\b[^,.;]*", re.IGNORECASE)
_OWNER = re.compile(r"['’]s?\b")
_NAMED = re.compile(r"\b([A-Z][a-z]+) ([A-Z][a-z]{2,})\b")
_ELSEWHERE = re.compile(r"(?:elsewhere|meanwhile|separately|in (?:another|other)|in an? separate)\b", re.IGNORECASE)
_ANSWERS = re.compile(
    r"\b(?:lower|higher|smaller|larger) (?:[a-z]+ ){0,2}?(?:count|estimate|figure|number|tally|toll|total)\b(?! of [a-z])"
    r"|\bclaim (?:[a-z]+ ){0,2}?(?:denied|dismissed|disputed|rejected)\b",
    re.IGNORECASE,
)
_TOLD = r"(?:the|its|his|her|their) (?:[a-z]+ ){0,3}?(?:count|figure|number|tally|toll|total)\b"
_REVISES = re.compile(
    rf"\b(?:(?:correct|lower|rais|revis|updat)(?:e?s|ed|ing)?|cut(?:s|ting)?|put(?:s|ting)?) {_TOLD}"
    rf"|\b{_TOLD}[^.;]{{0,40}}? "
    r"(?:climb(?:ed|s)|f[ae]ll(?:en|s)?|gr[eo]w[ns]?|jump(?:ed|s)|ris(?:en|es)|rose|revised|raised|st(?:ood|ands))\b",
    re.IGNORECASE,
)
_ARTICLE = re.compile(r"\b(?:the|an?) $", re.IGNORECASE)


@lru_cache(maxsize=1 << 14)
def single_events(text: str) -> frozenset[str]:
    """Return the kinds of event of which a sentence names one that is over in a moment: "the blast", but not "air strikes" or "a war"."""
    counted = (kind for part in _SINCE.findall(text) for word in PLAIN_WORD.findall(part.casefold()) for kind in _single(word, mishap=True))
    dated = (kind for match in _DAY_OF_EVENT.finditer(text) for kind in _one_affair(match[1].casefold()))
    told = (kind for word in PLAIN_WORD.findall(_SINCE.sub("", text).casefold()) for kind in _single(word))
    return frozenset((*told, *dated, *counted))


@lru_cache(maxsize=1 << 16)
def _single(word: str, *, mishap: bool = False) -> frozenset[str]:
    """Return the kinds of the one event that a casefolded word may name; with ``mishap`` only where it is nobody's attack."""
    one = singular(word)
    known = _event(word)
    if known is None or known.kind in _GO_ON or one in default().forms("scenes", "lasting"):
        return frozenset()
    if mishap and known.kind not in _MISHAPS and known.id != "mishap":
        return frozenset()
    return frozenset({known.kind}) if one == word or known.kind in _MANY_AS_ONE else frozenset()


def _event(word: str) -> Entry | None:
    """Return the entry of a casefolded word for an event, in the singular or the plural."""
    return default().find("events", word) or default().find("events", singular(word))


def _one_affair(word: str) -> frozenset[str]:
    """Return the kinds of event of a casefolded plural that a day makes one affair: "Sunday's bombings", "last month's blasts"."""
    return _single(singular(word))


@lru_cache(maxsize=1 << 14)
def storm_names(text: str) -> frozenset[str]:
    """Return the casefolded names of the storms that a sentence calls by name: "haiyan" of "Super Typhoon Haiyan"."""
    found = (_NAMED.finditer(text) if "storm" in single_events(text) or "Storm" in text else ())
    known = (match for match in found if match[1] == "Storm" or _single(match[1].casefold()) == {"storm"})
    return frozenset(match[2].casefold() for match in known)


@lru_cache(maxsize=1 << 14)
def goes_on(text: str) -> bool:
    """Say whether a sentence tells of what goes on, or since when: "a war", "fighting", "since January"."""
    words = PLAIN_WORD.findall(text.casefold())
    return any(word == "since" or _lasts(word) for word in words)


def _lasts(word: str) -> bool:
    """Say whether a casefolded word names what goes on for days or months."""
    one = singular(word)
    known = _event(word)
    return one in default().forms("scenes", "lasting") or (known is not None and known.kind in _GO_ON)


@lru_cache(maxsize=1 << 14)
def count_events(text: str) -> Mapping[str, frozenset[int]]:
    """
    Return the numbers of events that a sentence tells of, by their kind: 3 strikes in "three missile strikes", 1 in "a strike".

        >>> count_events("Three missile strikes have killed 11 people in the north, and a bomb two.")
        {'strike': frozenset({3}), 'explosion': frozenset({1})}
    """
    found: dict[str, frozenset[int]] = {}
    words = _TOKEN.findall(text.casefold())
    for at, word in enumerate(words):
        if (number := _small(word)) is not None:
            # "two people in bombings" are no two bombings: a small word ends the phrase.
            phrase = takewhile(lambda word: word not in default().forms("function_words"), words[at + 1 : at + COUNTED_REACH])
            told = [noun for noun in phrase if singular(noun) not in _FIRED and (singular(noun) == noun) == (number == 1)]
            # Two guided bombs may be one strike's; a bomb that nobody dropped goes off by itself.
            dropped = not _DROPPED.isdisjoint(words[at + 1 : at + COUNTED_REACH])
            for kind in {kind for noun in told if not (dropped and singular(noun) == "bomb") for kind in _kinds(noun)}:
                found[kind] = found.get(kind, frozenset()) | {number}
    return found


def _small(word: str) -> int | None:
    """Return the number below twenty that a casefolded word is, or ``None``; an article is one."""
    if word in ("a", "an"):
        return 1
    known = default().find("numbers", word)
    return int(known.low) if known is not None and known.kind == "unit" and known.low is not None else None


@lru_cache(maxsize=1 << 16)
def _kinds(noun: str) -> frozenset[str]:
    """Return the kinds of event that a casefolded noun names, but for those that go with every kind."""
    known = _event(noun)
    return frozenset() if known is None or known.kind == "any" else frozenset({known.kind})


@lru_cache(maxsize=1 << 14)
def lasting_things(text: str) -> frozenset[str]:
    """
    Return the kinds of things that go on for months and that a sentence names: ``disease``, or ``strife`` for war, unrest and violence.

        >>> sorted(lasting_things("The conflict has left 4,000 dead, not counting those of the epidemic."))
        ['disease', 'strife']
        >>> sorted(lasting_things("Since the outbreak of fighting 40 have died."))
        []
    """
    words = {singular(part) for word in PLAIN_WORD.findall(text.casefold()) for part in word.split("-")}
    diseases = default().forms("events", "disease")
    lasting = words & default().forms("scenes", "lasting")
    # An outbreak of fighting is none of a disease.
    if not words & diseases - {OUTBREAK} and not named_diseases(text):
        lasting -= {OUTBREAK}
    return frozenset("disease" if word in diseases else "strife" for word in lasting)


@lru_cache(maxsize=1 << 14)
def named_diseases(text: str) -> frozenset[str]:
    """
    Return the diseases that a sentence names.

        >>> sorted(named_diseases("The H5N1 strain and cholera are no one disease."))
        ['bird-flu', 'cholera']
    """
    known = (default().find("scenes", word) for word in _TOKEN.findall(text.casefold()))
    return frozenset(entry.id for entry in known if entry is not None and entry.kind == "sickness")


def has_day_of_event(filed: FiledFigure) -> bool:
    """
    Say whether a total's day is the day of the event that it is the toll of, and not the day on which it was counted.

    It is in "Tuesday's blast" and "the blast in Beirut on Tuesday", not in "the toll of the blast rose on Friday to 154".
    """
    time, statement = filed.figure.time, filed.statement
    if time is None or time.start is None or time.end is None or time.basis != "on":
        return False
    start, end = time.start - statement.start, time.end - statement.start
    before, behind = statement.text[:start], statement.text[end:]
    follow = PLAIN_WORD.findall(behind.casefold())[:OWNED_REACH]
    # "Tuesday's car bomb", "the 8 April missile strike".
    if (_OWNER.match(behind) or _ARTICLE.search(before)) and any(_single(word) for word in _until_verb(follow)):
        return True
    # "the blast at the port of Beirut on Tuesday": backwards to the event, with no verb of counting between.
    words = PLAIN_WORD.findall(before.casefold())
    return any(_single(word) for word in _until_verb(words[::-1]))


def _until_verb(words: list[str]) -> list[str]:
    """Return the words up to the first that tells, in the past or perfect, how a count went or that somebody spoke."""
    verbs = default().word_class("toll-verbs") | {"have", "say", "kill", "die"}
    # "near" and "number" are such verbs too, but not in their plain form.
    ends = (at for at, word in enumerate(words) if (lemma := lemmatise(word, "VERB").lemma) != word and lemma in verbs)
    return words[: next(ends, len(words))]


def turns_elsewhere(text: str) -> bool:
    """Say whether a report turns to another event with a sentence: "Meanwhile, in Harran"."""
    return _ELSEWHERE.match(text) is not None


def answers_count(text: str) -> bool:
    """Say whether a sentence holds a count against another one in so many words: "a much lower figure"."""
    return _ANSWERS.search(text) is not None


def revises_toll(text: str) -> bool:
    """
    Say whether a sentence brings a number that was told up to date.

    >>> revises_toll("On Saturday the minister revised the toll to 31."), revises_toll("The toll was 31.")
    (True, False)
    """
    return _REVISES.search(text) is not None
