"""
Lists of losses: a line that tells whose losses they are, and below it a line for each kind, with the total and the day's addition.

"Losses of the enemy from 24.02.22 to 15.03.25:", then "personnel – about 12,300 (+180)", "tanks – 210 (+2)": 12,300 is the total over all
those days, and 180 the addition of the last one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import cast

from according.language.layout import LISTED_TOTAL
from according.language.sentence import Sentence
from according.lexicon import Entry, Lexicon
from according.names.parties import is_person_noun, is_thing_noun
from according.reading.figures.candidates import Candidate
from according.reading.figures.triggers import Trigger
from according.reading.lines.label_lines import told_by_word
from according.reading.numbers.expressions import Number, find_numbers
from according.report import Span
from according.statement import Measure

# A line of a list may end in "persons" or a mark.
_LINE = re.compile(rf"{LISTED_TOTAL}[ \t]*[^\W\d_]{{0,12}}[.,;]?\s*\Z")
# "| Tanks | 8,120 (+12) |": the same in a table.
_ROW_LINE = re.compile(
    r"\|?[ \t]*(?P<label>[^\W\d_][^\d|\r\n]{1,70}?)[ \t]*\|[ \t]*[~≈]?\d[\d,.]*[ \t]*\([+][ \t]?\d[\d,.]*\)[ \t]*\|?\s*\Z"
)
# How many sentences above the list its heading may stand.
HEADING_FAR = 2
# So many lines make a list, and so many of its labels must be known.
LOSSES_LEAST = 2


@dataclass(frozen=True, slots=True)
class Loss:
    """A line of a list of losses: the position of its heading (-1 for none), its label, and what befell those counted."""

    heading: int
    label: Span
    entry: Entry
    people: bool
    # How the trace names the line's count.
    rule: str
    # A label such as "Killed" names nobody.
    named: bool = True

    @property
    def population(self) -> Span | None:
        """The words that name those counted, where the label does."""
        return self.label if self.named else None


def is_listed(words: str) -> bool:
    """Say whether a line is a label with a total, as lists of losses have them: "tanks – 210 (+2)", "Tanks: 210"."""
    return _LINE.match(words) is not None


def find_losses(text: str, sentences: Sequence[Sentence], lexicon: Lexicon) -> dict[int, Loss]:
    """Return the lines of a text's lists of losses, by the positions of their sentences."""
    found: dict[int, Loss] = {}
    run: dict[int, Span] = {}
    for position, sentence in enumerate(sentences):
        words = text[sentence.start : sentence.end]
        line = _LINE.match(words) or _ROW_LINE.match(words)
        if line is not None:
            run[position] = Span(sentence.start + line.start("label"), sentence.start + line.end("label"))
        else:
            found |= _losses(text, sentences, run, lexicon)
            run = {}
    return found | _losses(text, sentences, run, lexicon)


def _losses(text: str, sentences: Sequence[Sentence], run: dict[int, Span], lexicon: Lexicon) -> dict[int, Loss]:
    """Return the losses of lines that stand one below the other; none where nothing says that they are losses."""
    if len(run) < LOSSES_LEAST:
        return {}
    first = min(run)
    losing = lexicon.word_class("losing-words")
    above = range(first - 1, max(first - 1 - HEADING_FAR, -1), -1)
    heading = next((at for at in above if any(token.lower in losing for token in sentences[at])), None)
    labels = {position: _words(text, span) for position, span in run.items()}
    known = [words for words in labels.values() if _people(words, lexicon) or any(is_thing_noun(word, lexicon) for word in words)]
    found: dict[int, Loss] = {}
    for position, words in labels.items():
        told = next((entry for word in words if (entry := told_by_word(word, lexicon)) is not None), None)
        if told is not None:
            # "Killed – 41,870 (+45)" tells by itself what befell them; without an addition it is read as any label.
            if "+" in text[run[position].end : sentences[position].end]:
                above_it = -1 if heading is None else heading
                found[position] = Loss(above_it, run[position], told, people=True, rule="figures.listed-loss", named=False)
        elif heading is not None and len(known) >= LOSSES_LEAST:
            people = _people(words, lexicon)
            entry = lexicon.find("measures", "casualty" if people else "destroy")
            if entry is not None:
                found[position] = Loss(heading, run[position], entry, people, "figures.listed-loss")
    return found


def _words(text: str, span: Span) -> list[str]:
    return [word.casefold() for word in re.findall(r"[^\W\d_]+", span.slice(text))]


def _people(words: Sequence[str], lexicon: Lexicon) -> bool:
    """Say whether a label names people: "personnel", "military personnel", "soldiers"."""
    return bool(words) and any(is_person_noun(form, lexicon) for form in (words[-1], words[-1].removesuffix("s")))


def loss_candidates(text: str, loss: Loss, sentence: Sentence, lexicon: Lexicon) -> list[Candidate]:
    """Return the counts of a line: its total, and the addition in brackets as a part of it."""
    numbers = [number for number in find_numbers(sentence, lexicon) if number.form in ("digits", "word") and number.start >= loss.label.end]
    if not numbers or numbers[0].percent:
        return []
    measure = cast(Measure, loss.entry.kind.partition("/")[0])

    def count(number: Number, rule: str) -> Candidate:
        # The label has said what the number counts, so a trap for prose, such as a year, is taken off.
        trigger = Trigger(number.core, replace(loss.entry, pattern="count"), rule, (number.core,))
        return Candidate(replace(number, trap=None), measure, "people" if loss.people else "things", number.core, trigger, rule)

    if "+" not in text[numbers[0].end : sentence.end]:
        return [count(numbers[0], loss.rule), *_noted(sentence, numbers, count(numbers[-1], "figures.part-in-brackets"))]
    return [count(numbers[0], loss.rule), *_additions(text, numbers, count(numbers[-1], "figures.day-addition"))]


def _noted(sentence: Sentence, numbers: Sequence[Number], last: Candidate) -> Iterator[Candidate]:
    """Yield the part that stands in brackets behind a count: "Civilians: 31 (including 8 children)", "Army: 5 (2 officers)"."""
    noun = last.number.last + 1
    bracketed = len(numbers) == 2 and sentence[len(sentence) - 1].text == ")" and noun < len(sentence) - 1
    if bracketed and is_person_noun(sentence[noun].lemma, sentence.lexicon):
        yield replace(last, subset_of=0, head=noun)


def _additions(text: str, numbers: Sequence[Number], last: Candidate) -> Iterator[Candidate]:
    before = text[max(last.number.start - 2, 0) : last.number.start].rstrip()
    # "(+0)": nobody was added.
    if len(numbers) > 1 and before.endswith("+"):
        yield replace(last, subset_of=0)
