"""
Labels: a name set before or behind what it says by a mark alone, as headlines, posts and lists do it.

"Police: 3 killed in blast", "12 killed in blast - police", "812 dead (government), 790 dead (White Helmets)". A label speaks
only where its words name a body or an office that can. A place before a colon is where it happened.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from according.language.sentence import Sentence, Token
from according.lexicon import Lexicon
from according.names.countries import countries
from according.names.nouns import entry_of, is_armed_noun, pattern_of
from according.names.parties import STANDING_AT, Kind, country_of, describe
from according.reading.lines.label_lines import counts_only
from according.reading.speakers.frame import Frame

# Words a label may have: "Kherson regional military administration".
LABEL_MOST = 7
# How far into a headline or post a label may stand, and what may stand right before it: "Live: ...", "UPDATE | Police: 3 killed".
LABEL_FAR = 14
BEFORE_LABELS = frozenset({":", "-", "–", "—", "|", "•"})
LABEL_MARKS = frozenset({"-", "–", "—", ":"})
# Who speaks through a label. Fighters in brackets are who was hit ("12 dead (rebels)"), and witnesses and civilians may be.
SPEAKING_KINDS: frozenset[Kind] = frozenset({
    "military", "police", "official", "government", "intelligence", "media", "hospital", "organisation", "court", "aid-worker",
    "document", "analyst",
})  # fmt: skip
# Words for an area, by their kinds in places.toml: a label that ends in one is a place.
AREAS = frozenset({"generic-country", "generic-region", "generic-district", "generic-city"})
# Of these the body is meant more often than the area: "Spy agency: 300 dead", "Health department: 12 dead".
BODIES_TOO = frozenset({"agency", "department", "federation"})
# A body's short name: AFAD, OCHA, MoH.
SHORT_NAME = re.compile(r"[A-Z]{3,6}|Mo[A-Z]{1,2}")
# Marks between sources that stand together: "(AFAD, Ministry of Health)", "Sources: OCHA; IFRC".
SOURCE_MARKS = frozenset({",", ";", "/"})
# The clock of an entry of a live blog, and what may stand behind it: "14:40 GMT AFAD: 24 dead".
LABEL_CLOCK = re.compile(r"\d{1,2}[:.]\d\d(?:[ap]m)?")
LABEL_CLOCK_WORDS = frozenset({"am", "pm", "a.m.", "p.m.", "gmt", "utc", "local", "time"})
# A body's own people, of whom it may have lost so many: "Health Ministry - 43 staff dead".
OWN_PEOPLE = frozenset({"staff", "employee", "worker", "member", "official", "officer", "personnel", "colleague"})
# What closes a part of a list whose items name their sources in brackets.
ITEM_MARKS = frozenset({",", ";", ":", ")", "."})


def find_labels(sentence: Sentence, lexicon: Lexicon, known: Collection[str] = ()) -> Iterator[Frame]:
    """
    Yield the frames that labels make: that of the label before, those in brackets, that of the label behind.

    ``known`` are names without a title that the report makes somebody's elsewhere.
    """
    before = _before(sentence, lexicon, known) or _before_dash(sentence, lexicon)
    if before is not None:
        yield before
    yield from _in_brackets(sentence, lexicon)
    behind = _behind(sentence, lexicon)
    if behind is not None:
        yield behind


def stretches_before_colon(sentence: Sentence) -> Iterator[tuple[int, int]]:
    """Yield where words that may be a label begin, at a sentence's head or behind a mark in its first words, and the colon behind them."""
    if ":" not in sentence.forms:
        return
    opens = _behind_clock(sentence)
    for token in sentence.tokens[: LABEL_FAR + LABEL_MOST]:
        if token.text == ":" and opens < token.index <= opens + LABEL_MOST and token.index + 2 < len(sentence):
            yield opens, token.index
        # A picture or a flag, as posts begin with, stands before a label as a mark does.
        if token.text in BEFORE_LABELS or not (token.text[:1].isascii() or token.text[:1].isalpha()):
            opens = token.index + 1


def _behind_clock(sentence: Sentence) -> int:
    """Return the first word behind the clock that opens an entry of a live blog; the first of all where none does."""
    if LABEL_CLOCK.fullmatch(sentence[0].lower) is None:
        return 0
    return next((token.index for token in sentence.tokens[1:] if token.lower not in LABEL_CLOCK_WORDS), 0)


def _before(sentence: Sentence, lexicon: Lexicon, known: Collection[str]) -> Frame | None:
    """Return the frame of a label that opens a sentence, or follows a mark in its first words: "Police: Gunmen kill 12"."""
    for opens, colon in stretches_before_colon(sentence):
        # "Summary: Three died" heads a part of the report; "Regime forces: 12 fatalities" tells who died.
        if heads_part(sentence, opens, colon, lexicon) or counts_own(sentence, opens, colon, lexicon):
            continue
        named = " ".join(token.text for token in sentence.tokens[opens:colon]) in known
        if named or can_label(sentence, opens, colon - 1, lexicon, capitals=True):
            return _frame(sentence, (opens, colon - 1), colon, (colon + 1, len(sentence) - 1), "speakers.label-before")
    return None


def _before_dash(sentence: Sentence, lexicon: Lexicon) -> Frame | None:
    """
    Return the frame of an authority that a dash parts from the number at its head: "Health Ministry - 43 dead".

    In lists a dash parts those who were hit from how many they were ("Police - 3 dead"), and a place from what happened there, so that
    only the name of a body of government is taken for who tells it.
    """
    opens = _behind_clock(sentence)
    dash = next((at for at in range(opens + 1, min(opens + LABEL_MOST, len(sentence) - 2)) if sentence[at].text in ("-", "–", "—")), None)
    if dash is None or sentence[dash].start == sentence[dash - 1].end or sentence[dash + 1].pos != "NUM":
        return None
    if pattern_of(sentence[dash - 1].lower, lexicon) != "body" or not can_label(sentence, opens, dash - 1, lexicon, capitals=False):
        return None
    name = " ".join(token.text for token in sentence.tokens[opens:dash])
    own = any(token.lemma in OWN_PEOPLE for token in sentence.tokens[dash + 2 : dash + 4])
    if own or describe(name, lexicon, "speaker")[1] not in ("government", "official"):
        return None
    return _frame(sentence, (opens, dash - 1), dash, (dash + 1, len(sentence) - 1), "speakers.label-before")


def _behind(sentence: Sentence, lexicon: Lexicon) -> Frame | None:
    """Return the frame of a label that closes a sentence: "3 killed in blast - police", "12 killed in Harim blast: police"."""
    if LABEL_MARKS.isdisjoint(sentence.forms):
        return None
    last = len(sentence) - 1
    while last > 0 and sentence[last].text in (".", "…"):
        last -= 1
    for mark in range(last - 1, max(last - 1 - LABEL_MOST, 2), -1):
        if sentence[mark].text not in LABEL_MARKS:
            continue
        # A dash without a space before it joins a word: "12 held, all of them ex-police".
        spaced = sentence[mark].text == ":" or (sentence[mark].start > sentence[mark - 1].end)
        # Only with a number in front: "Interview: the minister" gives the word to nobody.
        told_by = last == mark + 1 and sentence[last].text in lexicon.word_class("label-speakers")
        told_by = told_by or (last == mark + 1 and _is_short_name(sentence, last, lexicon))
        if spaced and _counts(sentence, 0, mark - 1) and (told_by or can_label(sentence, mark + 1, last, lexicon, capitals=True)):
            return _frame(sentence, (mark + 1, last), mark, (0, mark - 1), "speakers.label-behind")
        # The last mark decides; one further in front has more behind it than a label.
        return None
    return None


def _in_brackets(sentence: Sentence, lexicon: Lexicon) -> Iterator[Frame]:
    """Yield a frame for each source in brackets behind its count: "812 dead (government), 790 dead (White Helmets)"."""
    if "(" not in sentence.forms:
        return
    start = 0
    for opening in range(1, len(sentence) - 2):
        if sentence[opening].text in (";", ":"):
            start = opening + 1
        if sentence[opening].text != "(":
            continue
        closing = next((t.index for t in sentence.tokens[opening + 1 : opening + 2 + LABEL_MOST] if t.text == ")"), None)
        if closing is None:
            continue
        # "the army (government) troops": brackets in the middle of a phrase explain a word, and close no item.
        ends = closing + 1 == len(sentence) or sentence[closing + 1].text in ITEM_MARKS or sentence[closing + 1].lower in ("and", "while")
        told = _counts(sentence, start, opening - 1) and not _abbreviates(sentence, opening, closing)
        last = next((t.index for t in sentence.tokens[opening + 1 : closing] if t.text == ","), closing) - 1  # "(AFAD, 20 February)"
        # "(army claim)": the army says so.
        last -= sentence[last].lower in ("claim", "claims", "estimate", "figure", "figures", "count") and last > opening + 1
        if ends and told and can_label(sentence, opening + 1, last, lexicon, capitals=False):
            last = _last_source(sentence, last, closing, lexicon)
            first = _item_start(sentence, start, opening)
            yield _frame(sentence, (opening + 1, last), opening, (first, opening - 1), "speakers.label-in-brackets")
        start = closing + 1


def _last_source(sentence: Sentence, last: int, closing: int, lexicon: Lexicon) -> int:
    """
    Return the last word of the sources that stand in brackets together: "(AFAD, Ministry of Health)"; ``last`` is that of the first.

    Both give the count, and neither alone. What follows and cannot speak, such as a place, is none of them.
    """
    while last + 2 < closing and sentence[last + 1].text in SOURCE_MARKS:
        end = next((at for at in range(last + 2, closing) if sentence[at].text in SOURCE_MARKS), closing) - 1
        name = " ".join(token.text for token in sentence.tokens[last + 2 : end + 1])
        short = SHORT_NAME.fullmatch(name) is not None and country_of(name) is None
        told = describe(name, lexicon, "speaker")[1] is not None and not any(map(_tells, sentence.tokens[last + 2 : end + 1]))
        if not short and not told:
            return last
        last = end
    return last


def _item_start(sentence: Sentence, start: int, opening: int) -> int:
    """
    Return the first word of the item whose source stands in brackets: ``start``, or the word behind the last "including".

    The part that "including" opens has a source of its own, which says nothing of the whole.
    """
    return next((at + 1 for at in range(opening - 1, start, -1) if sentence[at].lower == "including"), start)


def _frame(sentence: Sentence, label: tuple[int, int], mark: int, content: tuple[int, int], rule: str) -> Frame:
    """Return the frame of a label, whose mark stands for a cue."""
    first, last = min(label[0], mark), max(label[1], mark)
    return Frame(mark, mark, _head(sentence, *label), (content,), "says", rule, first, last, named=label)


def _head(sentence: Sentence, first: int, last: int) -> int:
    """Return the word of a label that hangs on none of its others."""
    return next((at for at in range(first, last + 1) if not first <= sentence[at].head <= last or sentence[at].head == at), last)


def _counts(sentence: Sentence, first: int, last: int) -> bool:
    """Say whether a stretch holds a number."""
    return any(token.pos == "NUM" or token.text[:1].isdigit() for token in sentence.tokens[first : last + 1])


def _is_short_name(sentence: Sentence, at: int, lexicon: Lexicon) -> bool:
    """Say whether a word behind a colon is a body's short name: "12 killed in blast: NDMA". A country's is where it was."""
    name = sentence[at].text
    shouted = all(token.text.isupper() for token in sentence.tokens[:at] if token.text.isalpha())
    heading = name.lower() in lexicon.word_class("part-heads")
    return sentence[at - 1].text == ":" and SHORT_NAME.fullmatch(name) is not None and country_of(name) is None and not (shouted or heading)


def can_label(sentence: Sentence, first: int, last: int, lexicon: Lexicon, *, capitals: bool) -> bool:
    """
    Say whether words name somebody who can speak, and nothing else: no verb, no number, no mark.

    ``capitals`` says whether the capital of a country stands for its government. Where it does not, a body's short name is one too:
    "(AFAD)".
    """
    words = sentence.tokens[first : last + 1]
    if not words or any(_tells(token) for token in words):
        return False
    name = " ".join(token.text for token in words)
    # A country's short name in brackets is where it was, or who was hit: "12 dead (USA)".
    if not capitals and len(words) == 1 and SHORT_NAME.fullmatch(name) and country_of(name) is None:
        return describe(sentence[max(first - 2, 0)].text, lexicon, "speaker")[1] is None  # not "the army (SAA)"
    if capitals and countries().get(name.casefold(), ("", ""))[1] == "capital":
        # A government is called by its capital; a country before a colon is where it happened. "KABUL: ..." is a dateline.
        return not name.isupper()
    # "Northern governorate: 11 dead" says where they died. "Governorate: 11 dead" without a name is the body that governs it.
    area = lexicon.find("places", sentence[last].lower)
    named = area is not None and area.kind in AREAS and sentence[last].lower not in BODIES_TOO
    if capitals and len(words) > 1 and named and words[0].text[:1].isupper():
        return False
    return describe(name, lexicon, "speaker")[1] in SPEAKING_KINDS or _speaks_for_others(words, lexicon)


def _speaks_for_others(words: Sequence[Token], lexicon: Lexicon) -> bool:
    """Say whether words of no speaking kind name one who speaks for others all the same: "Rebel spokesman", "Sources at the hospital"."""
    roles = [(entry := entry_of(word.lemma, lexicon)) is not None and entry.id == "speakers" for word in words]
    return any(roles[1:]) or (roles[0] and len(words) > 1 and words[1].lower in STANDING_AT)


def heads_part(sentence: Sentence, first: int, mark: int, lexicon: Lexicon) -> bool:
    """Say whether a label only names a part of the report: "Summary", "Editor's note"."""
    words = sentence.tokens[first:mark]
    name = " ".join(token.lower for token in words).replace("’", "'").replace(" '", "'")
    return name in lexicon.word_class("part-heads")


def counts_own(sentence: Sentence, first: int, mark: int, lexicon: Lexicon) -> bool:
    """
    Say whether a label names those counted behind its mark: armed people, and nothing but how many of them fell.

    "Regime forces: 12 fatalities", "Rebel fighters: 3 killed, 7 wounded". "Rebel fighters: 12 soldiers killed" is their word.
    """
    noun = sentence[mark - 1]
    plural = noun.lower.endswith(("s", "men"))
    return mark > first and plural and is_armed_noun(noun.lemma, lexicon) and counts_only(sentence, mark + 1)


def _tells(token: Token) -> bool:
    """Say whether a word can be no part of a name: a verb, a number, a pronoun, an adverb, a mark."""
    # A capitalised verb may be a name that the parser has misread.
    opens = token.pos == "VERB" and not token.text[:1].isupper()
    return opens or token.pos in ("AUX", "NUM", "PRON", "ADV") or (token.pos == "PUNCT" and token.text not in ("-", ".", "'", "’"))


def _abbreviates(sentence: Sentence, opening: int, closing: int) -> bool:
    """Say whether brackets hold the short name of what stands before them: "the Civil Defence Agency (CDA)"."""
    word = sentence[opening + 1].text
    if closing != opening + 2 or not word.isupper():
        return False
    # "left wing extremism (LWE)": words without capitals have to spell it in full.
    plain = [token.text[:1].upper() for token in sentence.tokens[:opening] if token.text[:1].isalpha()]
    if "".join(plain[-len(word) :]) == word:
        return True
    # The last initial alone is enough: small words of a name ("of", "for") may or may not give a letter.
    initials = "".join(token.text[:1] for token in sentence.tokens[:opening] if token.text[:1].isupper())
    return initials[-2:] == word[-2:] or initials[-1:] == word[-1:]
