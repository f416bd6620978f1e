"""
Nested items: lines of a list that part what the line over them counts, which is an item less far in or a line that ends in a colon.

"- 12 killed", and below it, further in, "- including 2 children", "- 3 in Harran": the two and the three are of the twelve, and whoever
gives the twelve gives them. So it is below "The office reported 58 deaths:" with "- 31 men", "- 27 women".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from according.language.sentence import Sentence
from according.lexicon import Lexicon
from according.names.parties import is_person_noun
from according.reading.figures.candidates import Candidate
from according.reading.figures.heads import counted_heads
from according.reading.figures.measures import OF_PEOPLE
from according.reading.figures.triggers import Trigger
from according.reading.numbers.expressions import Number
from according.report import Span

_ITEM_MARK = re.compile(r"(?P<indent>[ \t]*)(?:[-*+•·‣▪●○◦–—]|\(?\d{1,2}[.)])[ \t]+\Z")
# The mark of an item and the white space before it are no longer.
_MARK_LONGEST = 40
_TAB = 4
# A line that leads in a list stands further out than any item.
LEAD_IN = -1
# What may follow a number that names nobody: "3 in Harran", "6 of them".
_BEHIND = frozenset({"of", "in", "at", "near", "from", "under", "aged", "seriously", "critically"})


def indent_of(text: str, start: int) -> int | None:
    """Return how far in the item stands whose words begin at an offset; ``None`` where they begin no item."""
    line = max(text.rfind("\n", max(start - _MARK_LONGEST, 0), start) + 1, start - _MARK_LONGEST, 0)
    mark = _ITEM_MARK.match(text[line:start])
    return None if mark is None else sum(_TAB if blank == "\t" else 1 for blank in mark["indent"])


def find_nested(text: str, sentences: Sequence[Sentence]) -> dict[int, int]:
    """Return the item, or the line that leads in, over each nested item, both by the positions of their sentences."""
    found: dict[int, int] = {}
    # The items above, each further in than the one before.
    above: list[tuple[int, int]] = []
    for position, sentence in enumerate(sentences):
        indent = indent_of(text, sentence.start)
        if indent is None:
            # A line that ends in a colon is over all items below it. A second sentence of an item stands in its line; any other line
            # ends the list.
            inside = position > 0 and "\n" not in text[sentences[position - 1].end : sentence.start]
            above = [(LEAD_IN, position)] if sentence[len(sentence) - 1].text == ":" else above if inside else []
            continue
        while above and above[-1][0] >= indent:
            above.pop()
        if above:
            found[position] = above[-1][1]
        above.append((indent, position))
    return found


def nested_candidates(sentence: Sentence, numbers: Sequence[Number], whole: Candidate, lexicon: Lexicon) -> Iterator[Candidate]:
    """Yield the counts of a nested item that does not tell by itself what happened: that is told by the item over it."""
    if whole.measure not in OF_PEOPLE or whole.number.percent or whole.number.quantity.high is None:
        return
    for number in numbers:
        low = number.quantity.low
        if number.form not in ("digits", "word") or number.percent or low is None or low > whole.number.quantity.high:
            continue
        noun = counted_heads(sentence, number)[0]
        people = noun > number.last and is_person_noun(sentence[noun].lemma, lexicon)
        behind = sentence[number.last + 1] if number.last + 1 < len(sentence) else None
        if people or behind is None or behind.pos == "PUNCT" or behind.lower in _BEHIND:
            counted = noun if people else number.core
            trigger = Trigger(number.core, replace(whole.trigger.entry, pattern="count"), "figures.nested-item", (counted,))
            yield Candidate(number, whole.measure, whole.unit, counted, trigger, trigger.rule)


def is_nested(text: str, span: Span, *, led: bool) -> bool:
    """Say whether a stretch opens an item that stands further in than the edge of the text, or one that a line before has ``led`` in."""
    indent = indent_of(text, span.start)
    return indent is not None and (led or indent > 0)
