"""
Tell the times that date an event from those of its saying: "said Saturday that", "in a statement on Monday".

A day beside a verb or noun of saying is that on which somebody spoke. A day that opens the sentence, heads an entry or owns the event
("Wednesday's clash") is the event's, whatever is said beside it.
"""

from __future__ import annotations

from according.language.sentence import Sentence, Token
from according.names.nouns import is_event_noun
from according.reading.settings.survey import Scene, clause_of, heads_entry, says
from according.reading.speakers.kinds.compared import SET_AGAINST
from according.reading.times.time_words import TimeMention

# How many words behind "according to" the phrase of a source goes on.
SOURCE_REACH = 12
# Between a compared number and its time stands at most whom it counts: "up from 45 people in the same month".
COMPARED_REACH = 6
# What stands before the number of a part in a list: "70 people: 40 in Harim and 30 in Salqin".
OPENS_A_PART = frozenset({",", "and", ":", ";", "—", "–"})
# Words of a part and its whole: "38 of them", "including 38".
_PARTS = frozenset({"them", "whom", "these", "those", "including"})


def event_times(scene: Scene, number: int) -> list[TimeMention]:
    """Return the times of a sentence that date an event: neither the saying, nor a number that another is set against."""
    if number not in scene.datings:
        sentence, told = scene.sentences[number], scene.times[number]
        apart = (compared_number, part_number)
        other = (m for m in told if not _compared(sentence, m) and all(of(sentence, m) is None for of in apart))
        scene.datings[number] = [m for m in other if not dates_saying(scene, number, m)]
    return scene.datings[number]


def _compared(sentence: Sentence, mention: TimeMention) -> bool:
    """Say whether a figure is only set against that of another time: "up from three days ago", "more than last year"."""
    at = mention.first - 1
    # "189 more than on Wednesday", "up from just three days ago".
    if at > 0 and (sentence[at].lower in ("just", "only") or (sentence[at].lower in ("on", "in") and sentence[at - 1].lower == "than")):
        at -= 1
    return at >= 0 and (sentence[at].lower == "than" or (sentence[at].lower == "from" and mention.rule in ("ago", "unit")))


def compared_number(sentence: Sentence, mention: TimeMention) -> int | None:
    """
    Return the word of the number that is set against another and has its own time behind it, or ``None``.

    "120 people had died, up from 45 last year", "compared with 20 in 2023": the year is that of the 45, and not of the 120.
    """
    at = mention.first - 1
    between = ("NOUN", "ADJ", "ADP", "DET")
    while at > 0 and mention.first - at < COMPARED_REACH and sentence[at].pos in between:
        at -= 1
    if at < 2 or sentence[at].pos != "NUM":
        return None
    number = at
    at -= 1
    # "up from some 1.9 million on Thursday"
    while at > 1 and sentence[at].pos in ("ADV", "DET", "NUM"):
        at -= 1
    word, before = sentence[at].lower, sentence[at - 1].lower
    # "more than 30 people on Tuesday" only bounds the number; "more than the 30 in May" names another.
    another = word in ("against", "versus") or (word == "than" and sentence[number - 1].pos == "DET")
    return number if another or (before, word) in SET_AGAINST else None


def listed_number(sentence: Sentence, mention: TimeMention) -> int | None:
    """
    Return the word of a bare number behind "and" that has its own time right behind it, or ``None``: "and 340 since October".

    It goes on from a count before it ("12 were killed in May, police said"), and no other number is of that time.
    """
    at = mention.first - 1
    while at > 1 and sentence[at].pos in ("ADP", "DET", "SCONJ"):
        at -= 1
    if at < 2 or sentence[at].pos != "NUM" or sentence[at - 1].lower not in ("and", "but"):
        return None
    # "between 30 and 40 in April" is one number.
    return at if sentence[at - 2].pos != "NUM" and any(token.pos == "NUM" for token in sentence.tokens[: at - 2]) else None


def part_number(sentence: Sentence, mention: TimeMention) -> int | None:
    """
    Return the word of the number of a part that has its own time right behind it, or ``None``.

    "2,710 have been killed, 38 of them on Sunday", "including 1,030 in the past day": no other number is of that time.
    """
    return part_before(sentence, mention.first)


def part_before(sentence: Sentence, first: int) -> int | None:
    """Return the word of a part's number, told without a noun, behind which a phrase of time or place begins with the word ``first``."""
    if _PARTS.isdisjoint(sentence.forms):
        return None
    at = first - 1
    while at > 0 and first - at < COMPARED_REACH and (sentence[at].pos in ("ADP", "DET", "PROPN") or sentence[at].lower in _PARTS):
        at -= 1
    if at < 1 or sentence[at].pos != "NUM" or at + 1 == first:
        return None
    behind, before = [token.lower for token in sentence.tokens[at + 1 : at + 3]], sentence[at - 1].lower
    return at if (behind[0] == "of" and behind[-1] in _PARTS) or before in _PARTS else None


def placed_part(sentence: Sentence, first: int) -> int | None:
    """
    Return the word of a bare number in a list, right behind which a place begins with the word ``first``, or ``None``.

    "The storm killed 70 people: 40 in Harim and 30 in Salqin": no other number is of that place, nor is the whole.
    """
    at = first - 1
    while at > 1 and sentence[at].pos in ("ADP", "DET"):
        at -= 1
    listed = at > 0 and at + 1 < first and sentence[at].pos == "NUM" and sentence[at - 1].lower in OPENS_A_PART
    # "In the quake, 40 in Harim died": without a count before there is no list.
    return at if listed and any(token.pos == "NUM" for token in sentence.tokens[: at - 1]) else None


def attach(scene: Scene, number: int, mention: TimeMention) -> int:
    """Return the index of the word by which an expression hangs in the tree."""
    sentence = scene.sentences[number]
    inside = range(mention.first, mention.last + 1)
    return next((i for i in inside if sentence[i].head not in inside or sentence[i].head == i), mention.first)


def dates_saying(scene: Scene, number: int, mention: TimeMention) -> bool:
    """Say whether a time dates only the saying: "said Saturday that", "police Monday said"."""
    sentence = scene.sentences[number]
    # Nobody says something over 30 hours.
    if mention.edge is not None or mention.rule == "span":
        return False
    # First, for "In a statement Saturday, ..." opens the sentence too, and is of the saying all the same.
    if _of_saying(sentence, mention) or _of_claim(sentence, attach(scene, number, mention)):
        return True
    if _in_brackets(sentence, mention):
        return True
    if fronted(sentence, mention) or heads_entry(scene.report, sentence, mention) or owned(sentence, mention):
        return False
    if _according(sentence, mention):
        return True
    if reported(sentence, mention):
        return False
    if _before_report(scene, sentence, mention) or _opens_saying(scene, number, mention):
        return True
    # "said on Monday", "on Monday said": further away the parser has often hung a day of the event on the saying.
    head = sentence[attach(scene, number, mention)].head
    if says(scene, number, head) and (abs(head - mention.first) <= 3 or abs(mention.last - head) <= 3):
        return True
    # Whatever the tree says: "police Monday said", "Police said on Monday".
    beside = [*sentence.tokens[mention.last + 1 : mention.last + 2], *sentence.tokens[max(mention.first - 1, 0) : mention.first]]
    # The second word before it counts only over a preposition: "said on Monday", not "said three Monday".
    if mention.first > 1 and (beside[-1].lower == "on" or beside[-1].pos == "ADP"):
        beside.append(sentence[mention.first - 2])
    return any(token.lemma in scene.sayings and token.pos == "VERB" and not _told_of_event(sentence, token) for token in beside)


def _told_of_event(sentence: Sentence, verb: Token) -> bool:
    """Say whether a verb tells of an event: "air raids continued overnight", "continued Monday to shell", "bodies were found Monday"."""
    # What a report found is a clause; what was found is a body.
    if verb.lemma == "find" and sentence.child(verb.index, "aux:pass") is not None:
        return True
    if verb.lemma == "continue" and sentence.child(verb.index, "xcomp") is not None:
        return True
    own = sentence.child(verb.index, "nsubj")
    return own is not None and is_event_noun(own.lemma, sentence.lexicon)


def _in_brackets(sentence: Sentence, mention: TimeMention) -> bool:
    """
    Say whether a date in brackets is that of a text or a picture.

    It stands alone in front of a sentence, "(24 May 2018)", or behind the name of a source, "(Ministry of Health, 1 May)".
    """
    behind = sentence[mention.last + 1].text if mention.last + 1 < len(sentence) else ""
    if mention.rule != "date" or behind not in (")", "]"):
        return False
    opening = next((at for at in range(mention.first - 1, -1, -1) if sentence[at].text in ("(", "[")), None)
    if opening is None or opening == mention.first - 1:
        return opening == 0
    name = sentence.tokens[opening + 1 : mention.first - 1]
    return bool(name) and sentence[mention.first - 1].text == "," and name[0].text[0].isupper() and all(t.pos != "VERB" for t in name)


def _according(sentence: Sentence, mention: TimeMention) -> bool:
    """Say whether a time stands in the phrase that names a source: "according to the ministry on 6 January, 900 have been killed"."""
    for token in reversed(sentence.tokens[max(mention.first - SOURCE_REACH, 0) : mention.first]):
        # A mark ends the phrase; a verb or a clause tells of the event again.
        if token.pos in ("PUNCT", "VERB", "SCONJ"):
            return token.lower == "according"
        if token.lower == "according":
            return True
    return False


def _opens_saying(scene: Scene, number: int, mention: TimeMention) -> bool:
    """Say whether a bare time opens a sentence that tells a saying in the past: "On Monday, hospital officials said that ..."."""
    sentence = scene.sentences[number]
    after = sentence[mention.last + 1].text if mention.last + 1 < len(sentence) else ""
    head = sentence[attach(scene, number, mention)].head
    return mention.first <= 1 and after == "," and sentence[head].dep == "root" and says(scene, number, head)


def _before_report(scene: Scene, sentence: Sentence, mention: TimeMention) -> bool:
    """Say whether a time stands between a verb of saying and what is said: "told reporters Thursday that ..."."""
    # "told reporters in Cairo Thursday that": the saying may stand four words before.
    behind = sentence[mention.last + 1].lower if mention.last + 1 < len(sentence) else ""
    before = sentence.tokens[max(mention.first - 4, 0) : mention.first]
    return behind == "that" and any(token.pos == "VERB" and token.lemma in scene.sayings for token in before)


def _of_saying(sentence: Sentence, mention: TimeMention) -> bool:
    """Say whether a time stands beside a noun of saying: "in a statement Saturday", "made the announcement on Monday"."""
    at = mention.first - 1
    # "an announcement on Monday"
    if at > 0 and sentence[at].pos == "ADP":
        at -= 1
    return at >= 0 and sentence[at].pos == "NOUN" and sentence[at].lower in sentence.lexicon.forms("scenes", "saying-noun")


def _of_claim(sentence: Sentence, at: int) -> bool:
    """Say whether a time dates a claim ("claimed responsibility Monday for ...") or a saying told by a noun."""
    told = sentence.child(clause_of(sentence, at), "obj")
    if told is None or told.lower not in sentence.lexicon.forms("scenes", "claim", "saying-noun"):
        return False
    # "claimed responsibility for the blast on Monday" dates the blast.
    return all(token.lower != "for" for token in sentence.tokens[told.index + 1 : at])


def reported(sentence: Sentence, mention: TimeMention) -> bool:
    """Say whether a time behind "reported" dates the event: "three attacks reported Saturday", "fighting was reported Monday"."""
    before = sentence[mention.first - 1] if mention.first else None
    # "fighting was reported on Monday"
    if before is not None and before.lower == "on" and mention.first > 1:
        before = sentence[mention.first - 2]
    # "reported Monday that nine died": a clause behind it is what was said.
    if before is None or before.lower != "reported" or sentence.child(before.index, "ccomp", "parataxis") is not None:
        return False
    return before.dep == "acl" or sentence.child(before.index, "aux:pass") is not None


def fronted(sentence: Sentence, mention: TimeMention) -> bool:
    """
    Say whether a time opens the sentence and dates what is told: "In an attack Monday, police say ...", "Also Friday, ...".

    With a plain date and a past verb of saying ("On 5 June, the ministry said ...") it dates the saying.
    """
    after = sentence[mention.last + 1].text if mention.last + 1 < len(sentence) else ""
    opening = sentence.tokens[: mention.first]
    # Only in front of the first verb and up to the comma is a time that of all that follows.
    if mention.first > 6 or after != "," or any(token.pos == "VERB" for token in opening):
        return False
    # "As of 9 May, the ministry reported that 17 had died": nobody says something as of a day.
    if mention.edge in ("as_of", "by"):
        return True
    # "In an attack Monday" names the event; a bare "Monday," is the saying's where that is told in the past.
    return any(token.pos == "NOUN" or token.lower == "also" for token in opening) or not any(
        root.lower.endswith(("ed", "id", "ld", "ote")) for root in sentence.roots()
    )


def owned(sentence: Sentence, mention: TimeMention) -> bool:
    """Say whether an event is told by its time: "Wednesday's clash"."""
    return mention.last + 1 < len(sentence) and sentence[mention.last + 1].lower in ("'s", "’s")
