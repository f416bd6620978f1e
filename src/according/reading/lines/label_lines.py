"""
Labels: words for what happened with a mark and a number, "Killed: 12", "Civilians reported killed: 3", "1 x fatality".
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from according.language.lemmas import lemmatise
from according.language.sentence import Sentence, Token
from according.lexicon import Entry, Lexicon
from according.names.parties import is_person_noun
from according.reading.figures.candidates import Candidate, build
from according.reading.figures.heads import counted_heads, word_behind
from according.reading.figures.measures import OF_PEOPLE
from according.reading.figures.triggers import Trigger, verb_entry
from according.reading.numbers.expressions import Number

# Words of a label, with its mark: "Civilians reported killed (confirmed):".
LABEL_WORDS = 9


def label_line(sentence: Sentence, number: Number, lexicon: Lexicon) -> Candidate | None:
    """ "Killed: 12; wounded: 40 people": a word for what happened, a mark, and how many of whom."""
    if number.first < 2 or sentence[number.first - 1].text not in (":", "-", "–", "—", "=", "):"):
        return None
    # "):" is one word to the tokenizer, which takes it for a face.
    faced = sentence[number.first - 1].text == "):"
    word, after = sentence[_before_brackets(sentence, number.first - 2 + faced)], word_behind(sentence, number)
    # The label opens its line or part, with one word before it at most ("Total killed: 12"), or with those whom it counts.
    opened = word.index == 0 or sentence[word.index - 1].pos in ("PUNCT", "SYM", "ADJ") or word.index == 1
    opened = opened or label_mark(sentence) == number.first - 1
    closed = after is None or after.pos == "PUNCT" or after.text in ("(", "+", "/")
    # "Deaths: seven directly due to fire", "Injuries: 71 to firefighters": how it came or to whom stands behind the number.
    closed = closed or (word.index <= 1 and after is not None and after.pos in ("ADP", "ADV") and word.lower.endswith("s"))
    noun = counted_heads(sentence, number)[0]
    named = noun > number.last and is_person_noun(sentence[noun].lemma, lexicon)
    entry = word_entry(word, lexicon)
    if entry is None or not opened or not (closed or named):
        return None
    # Beside a noun for people the word tells what befell them; alone it is what is counted.
    counted, pattern = (noun, entry.pattern) if named else (number.core, "count")
    trigger = Trigger(word.index, replace(entry, pattern=pattern), "figures.label-line", (counted,))
    built = build(sentence, number, counted, [counted], trigger, trigger.entry, trigger.rule)
    # "Launched: 12" may be of anything.
    return built if built is not None and built.unit == "people" else None


def _before_brackets(sentence: Sentence, index: int) -> int:
    """Return the word before brackets that close at an index: that of "Deaths (confirmed)"; else the index itself."""
    if not sentence[index].text.startswith(")"):
        return index
    return next((at - 1 for at in range(index, max(index - 4, 0), -1) if sentence[at].text == "("), index)


def label_mark(sentence: Sentence) -> int | None:
    """
    Return the mark behind a label that tells whom its number counts and what befell them: "Civilians reported killed: 3", else ``None``.

    Nothing but a noun for people, a word for harm and words that say how sure it is may stand in the label.
    """
    mark = next((token.index for token in sentence.tokens[1:LABEL_WORDS] if token.text in (":", "–", "—", "=")), None)
    if mark is None or mark + 1 >= len(sentence) or not sentence[mark + 1].text[:1].isdigit():
        return None
    words = sentence.tokens[:mark]
    told = told_by_word(sentence[_before_brackets(sentence, mark - 1)].lower, sentence.lexicon) is not None
    people = any(is_person_noun(token.lemma, sentence.lexicon) for token in words)
    plain = all(token.pos in ("NOUN", "ADJ", "PROPN", "PUNCT") or token.lower.endswith("ed") or token.lower == "dead" for token in words)
    return mark if told and people and plain else None


def times_sign(sentence: Sentence, number: Number, lexicon: Lexicon) -> list[Candidate] | None:
    """Return what a count with a sign for "times" says ("1 x fatality, 12 x wounded"); ``None`` where there is no such sign."""
    sign = word_behind(sentence, number)
    word = sentence[sign.index + 1] if sign is not None and sign.index + 1 < len(sentence) else None
    if sign is None or word is None or sign.lower not in ("x", "×"):
        return None
    entry = word_entry(word, lexicon)
    if entry is None:
        return []
    # As a counted noun, whatever the word is elsewhere: behind the sign "wounded" is a heading.
    trigger = Trigger(word.index, replace(entry, pattern="count"), "figures.times-sign", (number.core,))
    built = build(sentence, number, number.core, [number.core], trigger, trigger.entry, trigger.rule)
    return [built] if built is not None else []


def word_entry(word: Token, lexicon: Lexicon) -> Entry | None:
    """Return what a word tells by itself, beside a number: a state, a participle, a noun of harm."""
    told = verb_entry(lexicon, word.lower, "state")
    # A label may be a participle that the tagger took for a noun: "Killed", "Displaced".
    if told is None and word.lower.endswith("ed"):
        told = verb_entry(lexicon, lemmatise(word.text, "VERB").lemma, "object", "either")
    if told is None:
        # As a plural: "deaths", "fatalities".
        noun = lemmatise(word.text, "NOUN", "Number=Plur").lemma
        told = next((entry for entry in lexicon.find_all("measures", noun) if entry.pattern == "count"), None)
    return told


def told_by_word(word: str, lexicon: Lexicon) -> Entry | None:
    """Return what a word by itself tells, as a label or the head of a column does: "killed", "deaths", "missing"."""
    return word_entry(Token(0, 0, len(word), word, lemmatise(word, "NOUN").lemma, "NOUN", "", 0, "root"), lexicon)


def told_of_people(words: Iterable[str], lexicon: Lexicon) -> Entry | None:
    """Return what the first word of a label that tells anything says befell people; ``None`` where none does, or it befell things."""
    told = next((entry for word in words if (entry := told_by_word(word, lexicon)) is not None), None)
    return told if told is not None and told.kind.partition("/")[0] in OF_PEOPLE else None


def counts_only(sentence: Sentence, first: int, end: int | None = None) -> bool:
    """Say whether a stretch, up to ``end`` or its sentence's end, has but numbers and words for harm: "3 killed, 7 wounded"."""
    # "400+" is two words to the tokenizer.
    rest = [token for token in sentence.tokens[first:end] if token.pos not in ("PUNCT", "CCONJ") and token.text != "+"]
    counted = any(token.pos == "NUM" for token in rest)
    return counted and all(token.pos == "NUM" or told_by_word(token.lower, sentence.lexicon) is not None for token in rest)
