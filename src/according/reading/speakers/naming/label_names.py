"""
Names that may stand before a colon, because the report tells elsewhere whose they are.

"Dal: 31 dead" alone may be of a town, of a storm or of an operation. Where the same report has "Governor Ersin Dal" or "Dal said", the
label is his; "BDMA: 12 missing" is an agency's where the report has "the Borland Disaster Agency (BDMA)". The text itself is asked, because
a sentence that counts nobody is not parsed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from according.language.lemmas import lemmatise
from according.language.sentence import Sentence
from according.lexicon import Lexicon
from according.names.countries import countries
from according.names.nouns import entry_of, pattern_of
from according.reading.lines.label_lines import told_by_word
from according.reading.speakers.kinds.marked import heads_part, stretches_before_colon

# A name before a colon has so many words: a person's, or the letters of a body.
BARE_NAME_WORDS = 3
# Behind these a name is a place.
BEFORE_PLACES = frozenset({"in", "at", "near", "from", "around", "outside", "towards", "of"})
# What stands before a name up to the last words of its title: "the mayor, Ana", "Governor Ersin".
_BEFORE = re.compile(r"(?P<word>[\w'’-]+)(?P<mark>,?)[ \n](?:[A-Z][\w'’-]*[ ]){0,2}\Z")
# A word that is no label itself.
_WORD = re.compile(r"\w++(?!:)")
# Characters that are looked at on either side of a name.
_NEAR = 80
# What stands behind a name: an aside at most, and a word that may tell that it speaks.
_BEHIND = re.compile(r"(?:,[^,.;:\n]{2,60},)?[ \n](?:also[ ]|later[ ]|has[ ])?(?P<word>[a-z]+)\b(?! to\b)")
# Behind a name they tell what befell him, and a label with such a name may head what was done to him.
_SUFFERING = frozenset({"was", "were", "survived", "survives", "escaped", "escapes"})


def find_label_names(text: str, sentences: Sequence[Sentence], lexicon: Lexicon) -> frozenset[str]:
    """Return the bare names before colons that the report makes a person's or a body's elsewhere."""
    # By the last word: the family's name, by which a person is called.
    words = {label: label.rpartition(" ")[2] for sentence in sentences for label in _bare_labels(sentence, lexicon)}
    mentions: dict[str, list[re.Match[str]]] = {word: [] for word in words.values()}
    for match in _WORD.finditer(text) if mentions else ():
        if match[0] in mentions:
            mentions[match[0]].append(match)
    speaking = {word for word, found in mentions.items() if _speaks(text, found, lexicon)}
    return frozenset(label for label, word in words.items() if word in speaking)


def _bare_labels(sentence: Sentence, lexicon: Lexicon) -> Iterator[str]:
    """Yield the words before a sentence's colons that are a name and nothing else, and no country's or capital's."""
    for first, colon in stretches_before_colon(sentence):
        words = sentence.tokens[first:colon]
        name = " ".join(token.text for token in words)
        capitals = all(token.text[:1].isupper() and token.text.isalpha() for token in words)
        listed = any(entry_of(token.lower, lexicon) is not None for token in words) or heads_part(sentence, first, colon, lexicon)
        if capitals and 0 < len(words) <= BARE_NAME_WORDS and not listed and name.casefold() not in countries():
            yield name


def _speaks(text: str, mentions: Sequence[re.Match[str]], lexicon: Lexicon) -> bool:
    """Say whether one of a name's mentions beside the label shows who speaks, and none of them a place."""
    before = [text[max(match.start() - _NEAR, 0) : match.start()] for match in mentions]
    if any(_last_word(words) in BEFORE_PLACES for words in before):
        return False
    titled = any(_is_titled(words, lexicon) for words in before) and not any(_suffers(text, match.end(), lexicon) for match in mentions)
    return titled or any(_is_said(text, match, words, lexicon) for match, words in zip(mentions, before, strict=True))


def _last_word(words: str) -> str:
    """Return the last word of a stretch, casefolded; a name alone stands behind it."""
    return (words.split() or [""])[-1].casefold() if words.endswith(" ") else ""


def _is_titled(words: str, lexicon: Lexicon) -> bool:
    """Say whether words before a name end in its title: "Governor Ersin", "the mayor, Ana"."""
    found = _BEFORE.search(words)
    return found is not None and found["word"].casefold() in lexicon.word_class("titles")


def _suffers(text: str, end: int, lexicon: Lexicon) -> bool:
    """Say whether a word right behind a name tells what befell its bearer: "Governor Ersin Dal survived"."""
    behind = _BEHIND.match(text, end)
    return behind is not None and (behind["word"] in _SUFFERING or told_by_word(behind["word"], lexicon) is not None)


def _is_said(text: str, match: re.Match[str], before: str, lexicon: Lexicon) -> bool:
    """Say whether a name stands behind the body that it shortens, or says something: "Agency (BDMA)", "Ana Velin, the mayor, told"."""
    if before.endswith("(") and text[match.end() : match.end() + 1] == ")":
        return pattern_of((before[:-1].split() or [""])[-1].casefold(), lexicon) == "body"
    behind = _BEHIND.match(text, match.end())
    entry = lexicon.find("cues", lemmatise(behind["word"], "VERB").lemma) if behind is not None else None
    # "Dal lies", "Dal reports 12": what a place may do too says nothing.
    return entry is not None and entry.pattern in ("clause", "both") and entry.id not in ("record", "report-found")
