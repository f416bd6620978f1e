"""
Breakdowns: lines one below the other that part a toll by those who fell: "Army: 5 killed", "Police: 3 killed", "Civilians: 12 killed".

There a body's name before the colon is that of the fallen, and no speaker.
"""

from __future__ import annotations

from collections.abc import Sequence

from according.language.sentence import Sentence
from according.lexicon import Lexicon
from according.names.parties import describe, is_person_noun
from according.reading.lines.label_lines import counts_only
from according.report import Span

# Words that a label of such a line may have, with its mark.
BREAKDOWN_LABEL = 7


def find_breakdowns(text: str, sentences: Sequence[Sentence], lexicon: Lexicon) -> dict[int, Span]:
    """
    Return the label of each line of a breakdown, by the position of its sentence.

    A breakdown has two lines at least, each with nothing but counts behind its label. One of its labels names people who could not speak
    for the others ("Civilians", "Rebel fighters"), or the line above says that they are losses ("Casualties and losses").
    """
    found: dict[int, Span] = {}
    run: list[tuple[int, int]] = []
    for position, sentence in enumerate(sentences):
        mark = _label_end(sentence)
        below = bool(run) and "\n\n" not in text[sentences[position - 1].end : sentence.start].replace(" ", "")
        if mark is None or not below:
            found |= _labels(sentences, run, lexicon)
            run = []
        if mark is not None:
            run.append((position, mark))
    return found | _labels(sentences, run, lexicon)


def _label_end(sentence: Sentence) -> int | None:
    """Return the index of the mark behind a line's label where nothing but counts follows, or ``None``."""
    mark = next((token.index for token in sentence.tokens[1:BREAKDOWN_LABEL] if token.text == ":"), None)
    # "Rebels: 40 killed (government claim)": who counted them may stand in brackets behind.
    opening = next((token.index for token in sentence if token.text == "("), len(sentence))
    end = opening if sentence[len(sentence) - 1].text == ")" else len(sentence)
    return mark if mark is not None and counts_only(sentence, mark + 1, end) else None


def _labels(sentences: Sequence[Sentence], run: Sequence[tuple[int, int]], lexicon: Lexicon) -> dict[int, Span]:
    if len(run) < 2:
        return {}
    spans = {position: sentences[position].span(0, mark - 1) for position, mark in run}
    nouns = [sentences[position][mark - 1] for position, mark in run]
    people = [is_person_noun(noun.lemma, lexicon) and noun.lower != noun.lemma for noun in nouns]
    named = [describe(" ".join(t.text for t in sentences[at].tokens[:mark]), lexicon, "population")[1] is not None for at, mark in run]
    first = run[0][0]
    headed = first > 0 and any(token.lower in lexicon.word_class("losing-words") for token in sentences[first - 1])
    # A place among the labels makes it a list by places: "Idlib: 3 killed".
    return spans if (any(people) or headed) and all(named) else {}
