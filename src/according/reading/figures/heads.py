"""
Which word a number counts: its head in the tree, the noun behind it, or itself.
"""

from __future__ import annotations

from collections.abc import Sequence

from according.language.sentence import Sentence, Token, kept
from according.names.parties import is_person_noun
from according.reading.grammar.phrases import DAY_WORDS, base, is_dash, is_noun
from according.reading.numbers.expressions import Number

# They stand for people of the kind counted before: "eight others", "another".
OTHERS = frozenset({"other", "others", "more", "another"})
# Labels by which a number hangs on the noun it counts.
MODIFYING = frozenset({"nummod", "det", "amod", "compound", "advmod", "quantmod", "nmod"})
# A group that stands for so many of its own: "a family of five".
GROUPS_OF = frozenset({"family", "crew", "group", "party", "household", "team", "couple"})
# States that end a noun phrase rather than belong to it: "left three people dead".
STATES = frozenset({"dead", "missing", "wounded", "injured", "homeless", "hurt", "unaccounted"})
# What a list of people is made of: "40 women, 12 of their small children and a nurse".
LIST_CLASSES = frozenset({"NUM", "NOUN", "ADJ", "DET", "CCONJ", "PUNCT"})


@kept
def counted_heads(sentence: Sentence, number: Number) -> tuple[int, ...]:
    """
    Return the words that a number may count, likeliest first: its head in the tree, the noun behind it, itself.

    They are token indexes without repetition; the last is the number's own word or a head in the tree that lies out of reach.
    """
    heads: list[int] = []
    token = sentence[number.core]
    # "at least two dozen": the words of the number hang on one another, and the topmost on the noun.
    while number.first <= token.head <= number.last and token.head != token.index:
        token = sentence[token.head]
    end = max(number.last, number.core)
    surface = noun_behind(sentence, end + 1)
    # "and two wounded Tuesday": the tree may hang the two on the day.
    lost = token.head > end and (sentence[token.head].lower in DAY_WORDS or misread(sentence, token.head))
    # "has passed 1,300, a monitor said": a comma before an article opens another phrase.
    lost = lost or any(t.text == "," and sentence[t.index + 1].pos == "DET" for t in sentence.tokens[end + 1 : token.head])
    # "Death toll rises to 27 - governor": a dash or a colon ends what is counted.
    lost = lost or any(t.text == ":" or is_dash(sentence, t.index) for t in sentence.tokens[end + 1 : token.head])
    if base(token.dep) in MODIFYING and token.head > end and not lost and _reaches(sentence, end, token.head):
        heads.append(token.head)
    # "two Neptune anti-ship missiles": the tree hangs the number on a name within the phrase, whose head is what it counts.
    if heads and sentence[heads[0]].pos == "PROPN" and base(sentence[heads[0]].dep) == "compound":
        above = sentence[heads[0]].head
        heads[:0] = [above] if above > heads[0] and sentence[above].pos == "NOUN" and _reaches(sentence, end, above) else []
    # Of two nouns the farther is asked first: in "12 army officers" the tree may hang the number on "army".
    if surface is not None and surface not in heads:
        heads.insert(0 if heads and surface > heads[0] else len(heads), surface)
    # "12, not 21, soldiers": the noun stands behind the number that is put aside.
    if surface is None and (aside := _behind_correction(sentence, end)) is not None:
        heads.insert(0, aside)
    of = of_phrase(sentence, number)
    told = _of_them_who(sentence, number)
    if told is not None:
        heads.insert(0, told)
    # Behind all nouns the number itself: "12 were killed" counts nobody else.
    second = _second_noun(sentence, heads if of is None else [*heads, of])
    heads += [index for index in (of, *second, token.index, number.core) if index is not None and index not in heads]
    if base(token.dep) == "nummod" and token.head not in heads and not lost:
        heads.append(token.head)
    return tuple(heads)


def misread(sentence: Sentence, index: int) -> bool:
    """
    Say whether a participle behind those counted reads as a noun or adjective and so ends the phrase.

    "a rebel commander blamed for the attack", "12 wounded fighting for the rebels"
    """
    token = sentence[index]
    if token.pos not in ("NOUN", "ADJ") or not token.lower.endswith(("ed", "ing")) or index + 1 >= len(sentence):
        return False
    before, after = sentence[index - 1], sentence[index + 1]
    # "12 wounded fighting for the rebels"; "12 soldiers, fighting men" has no preposition behind it.
    if token.lower.endswith("ing"):
        return before.lower in STATES and after.pos in ("ADP", "SCONJ")
    if is_person_noun(token.lemma, sentence.lexicon):
        return False
    person = before.pos in ("NOUN", "PROPN", "ADJ") and is_person_noun(before.lemma, sentence.lexicon)
    return person and after.pos in ("ADP", "SCONJ", "PART")


def _reaches(sentence: Sentence, last: int, head: int) -> bool:
    """Say whether a head in the tree is a noun or adjective with no verb, preposition or other count between it and the number."""
    return (
        is_noun(sentence[head]) or sentence[head].pos == "ADJ"
        if not any(
            t.pos in ("ADP", "AUX")
            or t.text in ("(", ")", "[", "]")
            # "12 27-year-old men", "12 of their men": an age or an owner is no other count.
            or (t.pos in ("NUM", "PRON") and sentence[t.index + 1].text != "-" and not t.has("Poss=Yes"))
            or (t.pos == "VERB" and t.dep not in ("amod", "compound") and t.index != head)
            # "killed dozens and drew a crowd": another verb has opened.
            or (t.pos == "CCONJ" and sentence[t.index + 1].pos == "VERB")
            for t in sentence.tokens[last + 1 : head]
        )
        else False
    )


def _second_noun(sentence: Sentence, heads: Sequence[int]) -> list[int]:
    """Return the second of two nouns that a number counts both: "dozens of deaths and injuries"."""
    for head in [*heads, *(h + 2 for h in heads if h + 2 < len(sentence) and sentence[h + 1].lower == "of")]:
        if head + 2 < len(sentence) and sentence[head + 1].lower in ("and", "or") and sentence[head + 2].pos == "NOUN":
            return [head + 2]
    return []


def of_phrase(sentence: Sentence, number: Number) -> int | None:
    """Return the noun behind "of", which is counted in "dozens of people" and "two of its employees"; or ``None``."""
    after = number.last + 1
    if after < len(sentence) and sentence[after].lower == "of":
        # "two of those arrested": the word itself stands for them; of "two of those men" the men are counted.
        those = after + 2 < len(sentence) and sentence[after + 1].lower == "those" and _tells_who(sentence[after + 2])
        if those:
            # "none of those freed was hurt": some were freed.
            return after + 1 if number.form != "none" else None
        return noun_behind(sentence, after + 1)
    return None


def _behind_correction(sentence: Sentence, end: int) -> int | None:
    """Return the noun behind a number that is put aside: "12, not 21, soldiers", "nine rather than nineteen people"."""
    words = [token.lower for token in sentence.tokens[end + 1 : end + 3]]
    if words in (["rather", "than"], ["instead", "of"]):
        return noun_behind(sentence, end + 3)
    if words != [",", "not"]:
        return None
    # At most three words are put aside, up to the closing comma.
    closing = next((token.index for token in sentence.tokens[end + 3 : end + 7] if token.text == ","), None)
    return noun_behind(sentence, closing + 1) if closing is not None else None


def _of_them_who(sentence: Sentence, number: Number) -> int | None:
    """Return who "they" are where it stands behind "of them": "five of them children", "two of whom were women"."""
    at = number.last + 1
    if at + 2 >= len(sentence) or sentence[at].lower != "of" or sentence[at + 1].lower not in ("them", "whom", "these", "those"):
        return None
    noun = sentence[at + 2] if sentence[at + 2].lemma != "be" else sentence[min(at + 3, len(sentence) - 1)]
    return noun.index if noun.pos == "NOUN" and is_person_noun(noun.lemma, sentence.lexicon) else None


def _tells_who(token: Token) -> bool:
    """Say whether a word behind "those" says who they are: "two of those arrested", "three of those who died"."""
    return token.lower == "who" or (token.pos in ("VERB", "ADJ") and (token.has("VerbForm=Part") or token.lower.endswith("ed")))


def noun_behind(sentence: Sentence, start: int) -> int | None:
    """Return the last noun of the run of naming words at ``start``, or ``None``; a day of the week is not part of it."""
    head = None
    start = _behind_age(sentence, start)
    for token in sentence.tokens[start : start + 9]:
        if token.lower in ("'s", "’s"):
            # "the nation's most wanted suspect": the owner is not who is counted.
            head = None
            continue
        # "20 people dead" ends at "people"; in "20 dead" the state is all there is.
        state = head is not None and token.lower in STATES
        # "Blast Kills 38, Injures 100": a comma right behind the number ends its phrase.
        parted = token.text == "," and token.index == start
        if token.lower in DAY_WORDS or state or parted or (token.index > start and misread(sentence, token.index)):
            break
        if token.pos == "VERB" and head is None and token.lower.endswith("s") and is_person_noun(token.lower, sentence.lexicon):
            # "428 suspects": a noun that reads as a verb.
            return token.index
        # "12 NATO and U.S. soldiers": the noun comes behind the second name.
        if token.lower == "and" and head == token.index - 1 and _joins_names(sentence, token.index):
            continue
        if token.lower == "and" and token.index + 1 < len(sentence) and sentence[token.index + 1].pos == "VERB":
            # "killing dozens and drawing calls for a ceasefire"
            break
        if token.pos in ("NOUN", "PROPN") or token.lower in OTHERS:
            head = token.index
        # "a civilian and", "one militant was": read as an adjective, it heads the phrase all the same.
        elif token.pos == "ADJ" and is_person_noun(token.lemma, sentence.lexicon) and _ends_phrase(sentence, token.index):
            return token.index
        elif (head is not None and token.text != "-" and not _goes_on(sentence, token.index)) or not _names(sentence, token.index):
            break
    return head


def _goes_on(sentence: Sentence, index: int) -> bool:
    """Say whether an adjective stands between a name and its noun, so that the phrase goes on: "15,000 North Korean troops"."""
    after = sentence[index + 1] if index + 1 < len(sentence) else None
    return sentence[index].pos == "ADJ" and sentence[index - 1].pos == "PROPN" and after is not None and after.pos in ("NOUN", "PROPN")


def _behind_age(sentence: Sentence, start: int) -> int:
    """Return the word behind an age: "a 27-year-old man", "a 14 year old boy"; ``start`` itself where there is no age."""
    words = [token.lower for token in sentence.tokens[start : start + 5] if token.text != "-"]
    if words[1:3] not in (["year", "old"], ["years", "old"], ["month", "old"], ["day", "old"]):
        return start
    return start + (5 if sentence[start + 1].text == "-" else 3)


def _joins_names(sentence: Sentence, at: int) -> bool:
    """Say whether "and" joins two names before one noun: "NATO and U.S. forces"."""
    behind = sentence.tokens[at + 1 : at + 3]
    return sentence[at - 1].pos in ("PROPN", "ADJ") and len(behind) == 2 and behind[0].pos in ("PROPN", "ADJ") and behind[1].pos == "NOUN"


def _ends_phrase(sentence: Sentence, index: int) -> bool:
    """Say whether no noun follows a word read as an adjective, so that it heads the phrase: "a civilian and", "one militant was"."""
    after = sentence[index + 1] if index + 1 < len(sentence) else None
    return after is None or (after.pos not in ("NOUN", "PROPN", "ADJ") and after.text != "-")


def _names(sentence: Sentence, index: int) -> bool:
    """Say whether a word can stand between a number and its noun: "12 suspected rebels", "two young, armed men"."""
    token = sentence[index]
    if (
        token.pos in ("ADJ", "DET", "NUM")
        or token.lower in ("most", "more", "least")
        or token.has("Poss=Yes")
        or token.lower in ("'s", "’s", "-", "and", ",")
    ):
        # A comma between adjectives ("two young, armed men"), not one before another clause.
        return token.lower != "," or sentence[min(index + 1, len(sentence) - 1)].pos in ("ADJ", "PROPN")
    after = sentence[index + 1] if index + 1 < len(sentence) else None
    if token.pos == "ADV" and token.lower.endswith("ly") and after is not None:
        # "internally displaced persons", "critically wounded soldiers"
        return after.pos == "VERB" and _names(sentence, index + 1)
    return (
        token.pos == "VERB"
        and token.has("VerbForm=Part")
        and after is not None
        and after.pos in ("NOUN", "PROPN", "ADJ")
        and after.lower not in DAY_WORDS
    )


def word_behind(sentence: Sentence, number: Number) -> Token | None:
    """Return the word right behind a number, or ``None`` at the end of the sentence."""
    return sentence[number.last + 1] if number.last + 1 < len(sentence) else None


def bracketed(sentence: Sentence, first: int, last: int) -> bool:
    """Say whether words stand alone in brackets behind a name: "Homs (4)"."""
    if first < 2 or last + 1 >= len(sentence) or not sentence[first - 2].text[:1].isupper():
        return False
    return sentence[first - 1].text == "(" and sentence[last + 1].text.startswith(")")


def of_group(sentence: Sentence, number: Number) -> bool:
    """Say whether a number is that of a group's own members: "a family of five"."""
    return number.first > 1 and sentence[number.first - 1].lower == "of" and sentence[number.first - 2].lemma in GROUPS_OF


def of_whom(sentence: Sentence, number: Number) -> bool:
    """Say whether a number is a part of those named before it: "treated 88 patients, 14 of whom died"."""
    behind = [token.lower for token in sentence.tokens[number.last + 1 : number.last + 3]]
    return behind in (["of", "whom"], ["of", "which"], ["of", "them"])


def is_set_among(sentence: Sentence, number: Number) -> bool:
    """Say whether a number opens a list of who were among those counted before: "63 dead, with 40 women and 30 children among them"."""
    if number.first == 0 or sentence[number.first - 1].lower != "with":
        return False
    end = next((at for at in range(number.first, len(sentence) - 1) if sentence[at].pos not in LIST_CLASSES), 0)
    return end > number.last and sentence[end].lower in ("among", "amongst") and sentence[end + 1].lower in ("them", "those")
