"""
The count before of which another is a part: "Soldiers killed six people. A strike killed four of them", "Six were killed: Rebels: 2".
"""

from __future__ import annotations

from according.language.sentence import Sentence
from according.reading.context import Context, Found
from according.reading.figures.candidates import Candidate
from according.reading.lines.label_lines import told_by_word
from according.statement import Measure

# How many sentences a bare count looks back for whom it counts; further on the report tells of something else.
COUNT_REACH = 2
# Counts that are parts of the line that heads their list, and of any line above.
PARTS_OF_HEADING = frozenset({"figures.list-by-party", "figures.list-of-places"})
PARTS_BY_LINE = PARTS_OF_HEADING | {"figures.nested-item"}
# Counts that are parts of those counted in the sentences before.
PARTS_OF_BEFORE = frozenset({"figures.part-of-those-before", "figures.next-part", "figures.among-the-dead"})
# Counts before a nested item among which that of the item over it is looked for.
NESTED_REACH = 40
# Counts right before a toll that are asked whose dead it adds to.
LOOKED_BACK = 6


def whole_before(context: Context, position: int, candidate: Candidate) -> Found | None:
    """
    Return the count of a sentence before of which this one is a part: "Soldiers killed six people. A strike killed four of them".

    Only "of them", a nested item and a list by party say so, and only of a larger count of the same measure right before.
    """
    sentence, last = context.sentences[position], candidate.number.last
    above = counted_above(context, position)
    if above is not None and (above.candidate.measure, above.candidate.unit) == (candidate.measure, candidate.unit):
        whole, part = above.candidate.number.quantity.high, candidate.number.quantity.low
        return above if whole is not None and part is not None and part <= whole else None
    # "Rebels: 2" or "Homs: 2" below "Six were killed:".
    if candidate.rule in PARTS_OF_HEADING:
        heading = context.losses[position].heading
        wholes = (f for f in context.found[-LOOKED_BACK:] if f.sentence == heading and f.candidate.measure == candidate.measure)
        return next(wholes, None)
    if candidate.rule not in PARTS_OF_BEFORE and not _is_of_known(sentence, last, candidate.measure):
        return None
    known = _one_alike(context, position, candidate)
    said_by, voice = (context.who_says(position, candidate), context.who_says(known.sentence, known.candidate)) if known else (None, None)
    # Another speaker's dead may be more or fewer than those counted before.
    return known if not (said_by and voice and said_by.isdisjoint(voice)) else None


def counted_above(context: Context, position: int) -> Found | None:
    """Return the first count of the item, or of the line that leads in, over a nested item; of two measures none is the items'."""
    above = context.nested.get(position)
    # The counts met last stand at the end; the items of one list are few.
    counted = [f for f in context.found[-NESTED_REACH:] if f.sentence == above] if above is not None else []
    return counted[0] if len({f.candidate.measure for f in counted}) == 1 else None


def _one_alike(context: Context, position: int, candidate: Candidate) -> Found | None:
    """Return the one count right before of which another may be a part; of several in one sentence none alone is meant by "them"."""
    near = [found for found in context.found[-LOOKED_BACK:] if position - found.sentence <= COUNT_REACH and found.part_of is None]
    for at in sorted({found.sentence for found in near}, reverse=True):
        alike = [found for found in near if found.sentence == at and _is_alike(found.candidate, candidate)]
        if len(alike) == 1:
            return alike[0]
    return None


def _is_of_known(sentence: Sentence, last: int, measure: Measure) -> bool:
    """Say whether the words behind a number take it of those counted before: "of them", "of those killed", "of the dead"."""
    of, which, *more = [*(token.lower for token in sentence.tokens[last + 1 : last + 4]), "", ""]
    if of != "of" or which not in ("them", "those", "the"):
        return False
    state = told_by_word(more[0], sentence.lexicon)
    return which != "the" or (state is not None and state.kind.partition("/")[0] == measure)


def _is_alike(whole: Candidate, part: Candidate) -> bool:
    """Say whether a count may be a part of one of a sentence before: of the same measure, and smaller."""
    high, low = whole.number.quantity.high, part.number.quantity.low
    same = (whole.measure, whole.unit) == (part.measure, part.unit)
    return same and high is not None and low is not None and low < high
