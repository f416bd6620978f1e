"""
The source that "according to" names, and how far it reaches.
"""

from __future__ import annotations

from dataclasses import dataclass

from according.language.sentence import Sentence, Token
from according.reading.grammar.phrases import noun_after, phrase_end
from according.reading.speakers.clauses import (
    CLAUSE_JOINTS,
    HARD,
    behind_aside,
    clause_across,
    clause_around,
    semicolon_before,
)
from according.reading.speakers.frame import Frame
from according.reading.speakers.kinds.claims import TOLL_NOUNS
from according.reading.speakers.kinds.gapped import BEFORE_NUMBERS, SPEAKER_JOINTS
from according.reading.speakers.naming.sources import cited_in

# What opens a part of those counted before.
PART_OPENINGS = frozenset({("among", "them"), ("among", "whom"), ("of", "them"), ("of", "whom"), ("of", "which"), ("among", "these")})


@dataclass(frozen=True, slots=True)
class Source:
    """
    Who is named behind "according to": the head word of who it is, and the last word of the phrase.

    ``opening`` is the noun by which the phrase was found. ``astray`` says that the tree has lost a part of the name or hung "according"
    on another word.
    """

    speaker: int
    last: int
    opening: int
    astray: bool


def according_to(sentence: Sentence, token: Token) -> Frame | None:
    """
    Return the frame of "according to", "according the", "as per the": its source, and the words told up to it or behind it.

    ``token`` is "according" or "per". Returns ``None`` where no noun follows that could be a source.
    """
    to = token.index + 1
    # "The" and "a" let in "as per the ministry", and "according the ministry" where the "to" has been dropped.
    if to >= len(sentence) or sentence[to].lower not in ("to", "the", "a") or to + 1 >= len(sentence):
        return None
    source = _find_source(sentence, token)
    if source is None:
        return None
    # "According to Reuters, citing two sources, ..."
    cited = cited_in(sentence, range(source.last + 1, min(source.last + 3, len(sentence))))
    via, via_words = cited if cited is not None else (None, None)
    last = via_words[1] if via_words is not None else source.last
    named = _run_of(sentence, source.speaker, source.last) if cited is not None else None
    if source.astray:
        named = min(source.opening, to + 1), source.last
    start = _front(sentence, token, source.last)
    # What stands behind it is told by it too where nothing stands in front, or where a comma or dash takes the clause up again.
    content = [] if start is None else [(start, token.index - 1)]
    if last + 2 < len(sentence) - 1 and (start is None or sentence[last + 1].text in (",", "–", "—", "-")):
        # "According to the monitor, which relies on residents, 28 fighters died": what relies on them is no part of what is told.
        below = clause_across(sentence, token.index, last)
        end = below[1] if below is not None else len(sentence) - 1
        content.append((max(last + 1, behind_aside(sentence, last + 1) if start is None else 0), end))
    return Frame(token.index, to, source.speaker, tuple(content), "says", "speakers.according-to", token.index, last, via, named=named,
                 via_named=via_words)  # fmt: skip


def _find_source(sentence: Sentence, token: Token) -> Source | None:
    """Return who is named behind "according to", or ``None``."""
    to = token.index + 1
    # The tree hangs "according" on the source; where it does not, the next noun is the source.
    speaker = tree = token.head if token.head > to else None
    # "According to spokesman Jan Novak, five died": a head behind the comma is the clause's.
    if speaker is None or any(word.text == "," for word in sentence.tokens[to:speaker]):
        speaker = noun_after(sentence, to + 1) or speaker
    if speaker is None:
        return None
    opening = speaker
    # "According to Feed the Children": the head of such a name is a verb, and its last noun who speaks.
    acting = sentence[speaker].pos == "VERB"
    speaker = (noun_after(sentence, speaker + 1) if acting and sentence[speaker].text[:1].isupper() else None) or speaker
    speaker = _publisher(sentence, speaker)
    return Source(speaker, phrase_end(sentence, speaker), opening, acting or (tree is not None and tree != opening))


def _front(sentence: Sentence, token: Token, last: int) -> int | None:
    """Return the first word of what is told in front of "according to" whose source ends at ``last``; ``None`` where nothing is."""
    # "Ten were killed, and according to the agency 22 were hurt": behind a joint it opens a clause of its own.
    if token.index > 1 and sentence[token.index - 1].lower in CLAUSE_JOINTS and sentence[token.index - 2].text in (",", ";"):
        return None
    if _opens_aside(sentence, token.index):
        return None
    # "The rebels killed 12 soldiers, and [the town, according to the mayor, is now empty]": between two commas and before a verb it
    # stands inside one clause, and answers for no other.
    inside = last + 2 < len(sentence) - 1 and token.index > 0 and sentence[token.index - 1].text == sentence[last + 1].text == ","
    inside = inside and any(t.pos in ("VERB", "AUX") for t in sentence.tokens[last + 2 :])
    below = clause_across(sentence, token.index, last)
    if below is not None:
        return below[0]
    opens = clause_around(sentence, token.index, last)[0] if inside else semicolon_before(sentence, token.index)
    opens = max(opens, _aside_of(sentence, token.index), _item_of(sentence, token.index))
    # "Still, according to the mayor, five died": a mere adverb in front is nothing told, so that what follows is the content.
    told = sentence.tokens[opens : token.index]
    return opens if any(t.pos in ("VERB", "AUX", "NOUN", "NUM") for t in told) else None


def _opens_aside(sentence: Sentence, index: int) -> bool:
    """
    Say whether a comma behind a joint, or behind the words that open a part, sets "according to" off from what stands in front.

    "The dead were 17 and, according to the police, two more died", "nine were killed, among them, according to the imam, four children".
    """
    if index < 3 or sentence[index - 1].text != ",":
        return False
    joint, before = sentence[index - 2].lower, sentence[index - 3].lower
    # "when in fact, according to survivors, they killed 27": two words of manner. "As of Tuesday, according to the team" opens no clause.
    opened = index > 4 and sentence[index - 4].lower in {"when", "because", *HARD} and sentence[index - 3].pos in ("ADP", "ADV")
    return joint in CLAUSE_JOINTS or joint == "including" or (before, joint) in PART_OPENINGS or opened


def _publisher(sentence: Sentence, count: int) -> int:
    """Return who gave out a count that "according to" names, else the count: "according to the latest toll published by the ministry"."""
    if sentence[count].lemma not in TOLL_NOUNS:
        return count
    given = (child for child in sentence.children(count, "acl") if child.index > count and child.has("VerbForm=Part"))
    by = (agent.index for clause in given for agent in sentence.children(clause.index, "obl") if sentence.has_case(agent.index, "by"))
    return next(by, count)


def _item_of(sentence: Sentence, index: int) -> int:
    """
    Return the first word of the item of a list whose source is named behind it, or 0 where there is none.

    "1,602 people died: 812 in one area, according to the ministry": the ministry gives the 812, not the whole. So with a bare number
    behind one that is told: "21 were killed, the governor said, 35 according to the rebels".
    """
    if (bare := _bare_number(sentence, index - 1)) is not None:
        return bare
    colon = next((at for at in range(index - 1, 0, -1) if sentence[at].text == ":"), None)
    if colon is None:
        return 0
    counted = any(t.pos == "NUM" for t in sentence.tokens[:colon]) and any(t.pos == "NUM" for t in sentence.tokens[colon:index])
    return colon + 1 if counted else 0


def _bare_number(sentence: Sentence, at: int) -> int | None:
    """Return the first word of a number that stands alone between a joint and what follows it, behind one that is told, or ``None``."""
    number = at
    while at > 1 and sentence[at - 1].lower in BEFORE_NUMBERS:
        at -= 1
    opens = sentence[number].pos == "NUM" and at > 2 and sentence[at - 1].lower in SPEAKER_JOINTS
    before = sentence.tokens[: at - 1]
    # "between 12 and 15 according to the mayor" is one number.
    told = opens and sentence[at - 2].pos != "NUM" and any(t.pos == "NUM" for t in before) and any(t.pos == "VERB" for t in before)
    return at if told else None


def _aside_of(sentence: Sentence, index: int) -> int:
    """
    Return the first word of an aside without a verb that "according to" closes, or 0 where there is none.

    "A blast killed six, also likely the result of a leak according to the mayor": he tells of the leak, and the report of the six. So with
    "The ministry said five died, two of them fighters, according to the militia".
    """
    if index < 3:
        return 0
    at = next((i for i in range(index - 1 - (sentence[index - 1].text == ","), 0, -1) if sentence[i].text in (",", ";")), 0)
    if at and _is_part(sentence, at + 1) and any(_says(sentence, token) for token in sentence.tokens[1:at]):
        return at + 1
    # "Police said eight died, compared to five according to the first count": what is compared has a source of its own.
    compared = sentence[at + 1].lower == "compared" and any(token.pos == "NUM" for token in sentence.tokens[at + 1 : index])
    if at and compared and sentence[index - 1].text != ",":
        return at + 1
    # A comma right before "according to" sets it off from the aside too.
    if sentence[index - 1].text == ",":
        return 0
    finite = any(t.has("VerbForm=Fin") or t.pos == "NUM" or t.pos == "AUX" for t in sentence.tokens[at:index])
    whole = any(t.has("VerbForm=Fin") for t in sentence.tokens[:at])
    return at + 1 if at and whole and not finite and sentence[at + 1].lower == "also" else 0


def _is_part(sentence: Sentence, at: int) -> bool:
    """Say whether a part of those counted before opens at a word: "two of them fighters", "most of them children"."""
    return [token.lower for token in sentence.tokens[at + 1 : at + 3]] in (["of", "them"], ["of", "whom"])


def _says(sentence: Sentence, token: Token) -> bool:
    """Say whether a word is a verb of saying with its subject, so that what stands behind it is told already."""
    entry = sentence.lexicon.find("cues", token.lemma) if token.pos == "VERB" else None
    # "It was reported that 47 died": nobody has told it yet.
    named = [t for t in sentence.children(token.index, "nsubj") if t.dep == "nsubj" and t.lower != "it"]
    return entry is not None and entry.pattern in ("clause", "both") and bool(named)


def _run_of(sentence: Sentence, head: int, last: int) -> tuple[int, int]:
    """Return the first and last word of a name that ends at ``last``, as far as its words hang below its head."""
    # No name reaches eight words in front of its head; what hangs there the tree has put wrong.
    below = [index for index in sentence.subtree(head) if index <= last and sentence[index].pos not in ("ADP", "PUNCT", "VERB")]
    return min([head, *(index for index in below if index > head - 8)]), max(head, last)
