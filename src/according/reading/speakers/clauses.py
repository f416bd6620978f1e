"""
Where a clause begins and ends, by the breaks of English between two clauses: a semicolon, a comma with "and" or "but", "while", "before".

They are plain to see where a parser hangs the second half of a sentence on the wrong verb, so they are looked for by the words.
"""

from __future__ import annotations

from itertools import pairwise

from according.language.sentence import Sentence

# Words that join two clauses behind a comma.
CLAUSE_JOINTS = frozenset({"and", "but", "while", "whereas", "although", "though", "yet", "or"})
# Words that open a clause which goes before its main one.
CLAUSE_OPENINGS = frozenset("when after as if while since because although though before once until whenever".split())
# Words that open a clause below another whose subject may be set off from its verb: "before the censor, according to the paper, cut it".
SUBORDINATE = CLAUSE_OPENINGS | frozenset({"that", "which", "who", "where", "whereas"})
# Joints that part two clauses even without a comma; "and" joins words as often as clauses.
HARD = frozenset({";", "but", "whereas", "although", "though", "while"})


def semicolon_before(sentence: Sentence, index: int) -> int:
    """Return the first word behind the last semicolon before a word, or 0 where there is none."""
    return next((at + 1 for at in range(index - 1, -1, -1) if sentence[at].text == ";"), 0)


def clause_around(sentence: Sentence, first: int, last: int) -> tuple[int, int]:
    """
    Return the first and last word of the clause around a stretch, by the breaks of English between two clauses.

    "The rebels killed 12 soldiers, and [the town, according to the mayor, is now empty]". A joint breaks only where a verb stands on its
    far side: in "12 soldiers, and two guards" it goes on with the list.
    """
    start, end = 0, len(sentence) - 1
    for at in range(first - 1, -1, -1):
        breaks = sentence[at].text == ";" or (sentence[at].lower in CLAUSE_JOINTS and at > 0 and sentence[at - 1].text == ",")
        if breaks and has_verb(sentence, 0, at - 1):
            start = at + 1
            break
    for at in range(last + 1, len(sentence)):
        breaks = sentence[at].text == ";" or (sentence[at].text == "," and at < end and sentence[at + 1].lower in CLAUSE_JOINTS)
        if breaks and has_verb(sentence, at + 1, end):
            end = at - 1
            break
    return start, end


def clause_across(sentence: Sentence, first: int, last: int) -> tuple[int, int] | None:
    """
    Return the first and last word of the clause below another that an aside between commas stands in, or ``None`` where it is in none.

    ``first`` and ``last`` are the aside's own words. "The radio reported four dead, before [the censor, according to the paper, cut it]":
    the aside parts a subject, behind the word that opens the clause, from its verb. "After the attack, according to the paper, four
    died" has no verb there, so that "after" opens no clause.
    """
    if first < 2 or last + 2 >= len(sentence) or not sentence[first - 1].text == sentence[last + 1].text == ",":
        return None
    verb = next((t for t in sentence.tokens[last + 2 :] if t.pos not in ("ADV", "PART")), None)
    if verb is None or verb.pos not in ("VERB", "AUX") or verb.lower.endswith("ing"):
        return None
    front = reversed(sentence.tokens[: first - 1])
    opening = next((t for t in front if _opens_clause(sentence, t.index) or t.pos in ("VERB", "AUX", "PUNCT")), None)
    if opening is None or not _opens_clause(sentence, opening.index) or opening.index == first - 2:
        return None
    end = clause_around(sentence, opening.index + 1, last)[1]
    if opening.index == 0 or sentence[opening.index - 1].pos in ("PUNCT", "SCONJ"):
        # "After the army, according to residents, shelled the town, four died": the main clause comes behind.
        commas = (t.index for t in sentence.tokens[verb.index + 1 : end] if t.text == "," and has_finite(sentence, t.index, len(sentence)))
        end = next((at - 1 for at in commas), end)
    return opening.index + 1, end


def _opens_clause(sentence: Sentence, index: int) -> bool:
    """Say whether a word opens a clause: "before", "that", or a joint behind a comma."""
    word = sentence[index].lower
    return word in SUBORDINATE or (word in CLAUSE_JOINTS and index > 0 and sentence[index - 1].text == ",")


def time_opening(sentence: Sentence, first: int) -> int | None:
    """
    Return the word that opens a clause of time, cause or contrast right before a word, or ``None`` where none does.

    "The agency reported six dead before the army said that 13 had died": what the army said then, the agency has not said.
    """
    return first - 1 if first > 1 and sentence[first - 1].lower in CLAUSE_OPENINGS else None


def behind_aside(sentence: Sentence, comma: int) -> int:
    """
    Return the comma that closes the relative clause that opens behind a comma, or the comma itself where none opens there.

    "the monitor, which relies on doctors, officials and residents, counted 28": the comma that closes it is the first one between two
    stretches with a finite verb each, so that the commas of a list are passed over.
    """
    if comma + 1 >= len(sentence) or sentence[comma].text != "," or sentence[comma + 1].lower not in ("which", "who", "whose", "whom"):
        return comma
    commas = [t.index for t in sentence.tokens[comma + 1 :] if t.text == ","] + [len(sentence) - 1]
    for at, following in pairwise(commas):
        told = has_finite(sentence, comma + 1, at) and has_finite(sentence, at + 1, following)
        if told and sentence[at + 1].lower not in ("which", "who", "where", "and", "but"):
            return at
    return comma


def has_finite(sentence: Sentence, first: int, last: int) -> bool:
    """Say whether a stretch holds a finite verb, and so can be a whole clause."""
    return any(token.has("VerbForm=Fin") for token in sentence.tokens[first:last])


def has_verb(sentence: Sentence, first: int, last: int) -> bool:
    """Say whether a stretch holds a verb, and so can be a clause."""
    return any(token.pos in ("VERB", "AUX") for token in sentence.tokens[first : last + 1])


def break_before(sentence: Sentence, index: int) -> int | None:
    """Return the first word of the clause break right before a word, its comma included, or ``None``."""
    at = index - 1
    # "..., and later the mayor said": an adverb may stand between the joint and the speaker.
    while at > 0 and sentence[at].lower in ("later", "also", "then", "meanwhile", "however"):
        at -= 1
    if at > 1 and sentence[at].lower == "as" and sentence[at - 1].lower == "even":
        # "The army said all were safe, even as the rebels announced 22 deaths": a joint of two words.
        return at - 2 if sentence[at - 2].text == "," else at - 1
    if at > 1 and sentence[at].text == "," and sentence[at + 1].lower == "then":
        # "Officials said 15 had died, then the prefect raised it to 27".
        return at
    if at > 0 and sentence[at].lower in CLAUSE_JOINTS:
        # "soldiers and police said": without a comma "and" joins two speakers.
        hard = sentence[at].lower in HARD or sentence[at - 1].text in (",", ";")
        return (at - 1 if sentence[at - 1].text in (",", ";") else at) if hard else None
    return at if at > 0 and sentence[at].text == ";" else None


def break_at(sentence: Sentence, index: int) -> int | None:
    """Return the first word behind a clause break that begins at a word, or ``None`` where none begins there."""
    if index + 1 >= len(sentence):
        return None
    first, second = sentence[index], sentence[index + 1]
    if first.text == ";" or first.lower in ("but", "while", "whereas"):
        return index + 1
    if first.text == "," and second.lower in CLAUSE_JOINTS:
        return index + 2
    return None
