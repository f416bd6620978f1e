"""
Which word a number counts: its head in the tree, the noun behind it, or itself.
"""

from __future__ import annotations

from according.language.sentence import Sentence, Token
from according.names.parties import is_person_noun
from according.reading.grammar.phrases import DAY_WORDS, base, is_noun
from according.reading.numbers.expressions import Number

OTHERS = frozenset({"other", "others", "more", "another"})
MODIFYING = frozenset({"nummod", "det", "amod", "compound", "advmod", "quantmod", "nmod"})
# States that end a noun phrase rather than belong to it: "left three people dead".
STATES = frozenset({"dead", "missing", "wounded", "injured", "homeless", "hurt", "unaccounted"})


def counted_heads(sentence: Sentence, number: Number) -> list[int]:
    """Return the words that a number may count, likeliest first: its head in the tree, the noun behind it, itself."""
    heads: list[int] = []
    token = sentence[number.core]
    while number.first <= token.head <= number.last and token.head != token.index:
        token = sentence[token.head]
    end = max(number.last, number.core)
    surface = noun_behind(sentence, end + 1)
    lost = token.head > end and (sentence[token.head].lower in DAY_WORDS or misread(sentence, token.head))  # "and two wounded Tuesday"
    if base(token.dep) in MODIFYING and token.head > end and not lost and _reaches(sentence, end, token.head):
        heads.append(token.head)
    if surface is not None and surface not in heads:
        heads.insert(0 if heads and surface > heads[0] else len(heads), surface)
    if surface is None and (aside := _behind_correction(sentence, end)) is not None:
        heads.insert(0, aside)
    of = of_phrase(sentence, number)
    told = _of_them_who(sentence, number)
    if told is not None:
        heads.insert(0, told)
    second = _second_noun(sentence, heads if of is None else [*heads, of])
    heads += [index for index in (of, *second, token.index, number.core) if index is not None and index not in heads]
    if base(token.dep) == "nummod" and token.head not in heads and not lost:
        heads.append(token.head)
    return heads


def misread(sentence: Sentence, index: int) -> bool:
    """ "a rebel commander blamed for the attack": a participle behind those counted that reads as a noun ends the phrase."""
    token = sentence[index]
    if token.pos not in ("NOUN", "ADJ") or not token.lower.endswith(("ed", "ing")) or index + 1 >= len(sentence):
        return False
    before, after = sentence[index - 1], sentence[index + 1]
    if token.lower.endswith("ing"):  # "12 wounded fighting for the rebels"
        return before.lower in STATES and after.pos in ("ADP", "SCONJ")
    if is_person_noun(token.lemma, sentence.lexicon):
        return False
    person = before.pos in ("NOUN", "PROPN", "ADJ") and is_person_noun(before.lemma, sentence.lexicon)
    return person and after.pos in ("ADP", "SCONJ", "PART")


def _reaches(sentence: Sentence, last: int, head: int) -> bool:
    """Refuse a head in the tree that lies behind a verb, a preposition or another count."""
    return (
        is_noun(sentence[head]) or sentence[head].pos == "ADJ"
        if not any(
            t.pos in ("ADP", "AUX")
            or t.text in ("(", ")", "[", "]")
            or (t.pos in ("NUM", "PRON") and sentence[t.index + 1].text != "-" and not t.has("Poss=Yes"))
            or (t.pos == "VERB" and t.dep not in ("amod", "compound") and t.index != head)
            or (t.pos == "CCONJ" and sentence[t.index + 1].pos == "VERB")
            for t in sentence.tokens[last + 1 : head]
        )
        else False
    )


def _second_noun(sentence: Sentence, heads: list[int]) -> list[int]:
    """In "dozens of deaths and injuries" the number counts both."""
    for head in [*heads, *(h + 2 for h in heads if h + 2 < len(sentence) and sentence[h + 1].lower == "of")]:
        if head + 2 < len(sentence) and sentence[head + 1].lower in ("and", "or") and sentence[head + 2].pos == "NOUN":
            return [head + 2]
    return []


def of_phrase(sentence: Sentence, number: Number) -> int | None:
    """In "dozens of people" and "two of its employees" the noun behind "of" is counted."""
    after = number.last + 1
    if after < len(sentence) and sentence[after].lower == "of":
        those = after + 2 < len(sentence) and sentence[after + 1].lower == "those" and _tells_who(sentence[after + 2])
        if those:
            return after + 1 if number.form != "none" else None  # "none of those freed was hurt": some were freed
        return noun_behind(sentence, after + 1)
    return None


def _behind_correction(sentence: Sentence, end: int) -> int | None:
    """ "12, not 21, soldiers": the noun behind a number that is put aside."""
    words = [token.lower for token in sentence.tokens[end + 1 : end + 3]]
    if words != [",", "not"]:
        return None
    closing = next((token.index for token in sentence.tokens[end + 3 : end + 7] if token.text == ","), None)
    return noun_behind(sentence, closing + 1) if closing is not None else None


def _of_them_who(sentence: Sentence, number: Number) -> int | None:
    """ "five of them children", "two of whom were women": who they are stands behind "them"."""
    at = number.last + 1
    if at + 2 >= len(sentence) or sentence[at].lower != "of" or sentence[at + 1].lower not in ("them", "whom", "these", "those"):
        return None
    noun = sentence[at + 2] if sentence[at + 2].lemma != "be" else sentence[min(at + 3, len(sentence) - 1)]
    return noun.index if noun.pos == "NOUN" and is_person_noun(noun.lemma, sentence.lexicon) else None


def _tells_who(token: Token) -> bool:
    """ "two of those arrested", "three of those who died"."""
    return token.lower == "who" or (token.pos in ("VERB", "ADJ") and (token.has("VerbForm=Part") or token.lower.endswith("ed")))


def noun_behind(sentence: Sentence, start: int) -> int | None:
    """Return the last noun of the run of naming words at ``start``, or ``None``; a day of the week is not part of it."""
    head = None
    start = _behind_age(sentence, start)
    for token in sentence.tokens[start : start + 9]:
        if token.lower in ("'s", "’s"):
            head = None  # "the nation's most wanted suspect": the owner is not who is counted
            continue
        state = head is not None and token.lower in STATES
        if token.lower in DAY_WORDS or state or (token.index > start and misread(sentence, token.index)):
            break
        if token.pos == "VERB" and head is None and token.lower.endswith("s") and is_person_noun(token.lower, sentence.lexicon):
            return token.index  # "428 suspects": a noun that reads as a verb
        if token.lower == "and" and head == token.index - 1 and _joins_names(sentence, token.index):
            continue
        if token.lower == "and" and token.index + 1 < len(sentence) and sentence[token.index + 1].pos == "VERB":
            break  # "killing dozens and drawing calls for a ceasefire"
        if token.pos in ("NOUN", "PROPN") or token.lower in OTHERS:
            head = token.index
        elif token.pos == "ADJ" and is_person_noun(token.lemma, sentence.lexicon) and _ends_phrase(sentence, token.index):
            return token.index
        elif (head is not None and token.text != "-" and not _goes_on(sentence, token.index)) or not _names(sentence, token.index):
            break
    return head


def _goes_on(sentence: Sentence, index: int) -> bool:
    """ "15,000 North Korean troops": an adjective between a name and its noun."""
    after = sentence[index + 1] if index + 1 < len(sentence) else None
    return sentence[index].pos == "ADJ" and sentence[index - 1].pos == "PROPN" and after is not None and after.pos in ("NOUN", "PROPN")


def _behind_age(sentence: Sentence, start: int) -> int:
    """Return the word behind an age: "a 27-year-old man", "a 14 year old boy"."""
    words = [token.lower for token in sentence.tokens[start : start + 5] if token.text != "-"]
    if words[1:3] not in (["year", "old"], ["years", "old"], ["month", "old"], ["day", "old"]):
        return start
    return start + (5 if sentence[start + 1].text == "-" else 3)


def _joins_names(sentence: Sentence, at: int) -> bool:
    """ "NATO and U.S. forces": two names before one noun."""
    behind = sentence.tokens[at + 1 : at + 3]
    return sentence[at - 1].pos in ("PROPN", "ADJ") and len(behind) == 2 and behind[0].pos in ("PROPN", "ADJ") and behind[1].pos == "NOUN"


def _ends_phrase(sentence: Sentence, index: int) -> bool:
    """ "a civilian and", "one militant was": a word read as an adjective heads the phrase where no noun follows."""
    after = sentence[index + 1] if index + 1 < len(sentence) else None
    return after is None or (after.pos not in ("NOUN", "PROPN", "ADJ") and after.text != "-")


def _names(sentence: Sentence, index: int) -> bool:
    """Say whether a word can stand between a number and its noun."""
    token = sentence[index]
    if (
        token.pos in ("ADJ", "DET", "NUM")
        or token.lower in ("most", "more", "least")
        or token.has("Poss=Yes")
        or token.lower in ("'s", "’s", "-", "and", ",")
    ):
        return token.lower != "," or sentence[min(index + 1, len(sentence) - 1)].pos in ("ADJ", "PROPN")
    after = sentence[index + 1] if index + 1 < len(sentence) else None
    return (
        token.pos == "VERB"
        and token.has("VerbForm=Part")
        and after is not None
        and after.pos in ("NOUN", "PROPN", "ADJ")
        and after.lower not in DAY_WORDS
    )
