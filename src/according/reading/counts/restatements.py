"""
The same fact told twice in one report: the count of a headline and of its body, "37 people died ... Of the 37 dead".

A count that only says again what was said is marked with the one it restates, so that whoever adds up counts it once. It is marked where
English or the layout says so, and not where two numbers merely agree: two strikes may each have killed four.
"""

from __future__ import annotations

from collections import defaultdict

from according.reading.context import Context, Found

# "the 37 dead", "those five": what is pointed at has been told of. "The other 37", "the first 37" are others.
POINTS_BACK = frozenset({"the", "those", "these", "all"})
# Equal counts before a pointed one that are asked whether it is theirs.
LOOKED_AT = 8


def mark_restated(context: Context) -> None:
    """Mark each count that restates an earlier one of its report, by its :attr:`~according.reading.context.Found.restates`."""
    # Both by measure, unit and size, so that a long report is gone through once.
    earlier: defaultdict[tuple[object, ...], list[Found]] = defaultdict(list)
    headed: defaultdict[tuple[object, ...], list[Found]] = defaultdict(list)
    for found in sorted(context.found, key=lambda found: found.candidate.number.start):
        if found.candidate.implied or found.candidate.number.percent:
            continue
        # The first count of the body that fits is the headline's; a second one may be of another event.
        known, titles = earlier[_size(found)], headed[_size(found)]
        title = next((head for head in titles if _may_be_one_voice(context, head, found)), None)
        if title is not None:
            found.restates = title
            titles.remove(title)
            # "12 dead in blast" leaves out whom its report names: "The blast killed 12 miners".
            if title.population is None and title.candidate.trigger.entry.pattern != "toll":
                title.population = found.population
        elif _points_back(context, found):
            found.restates = next((one for one in reversed(known[-LOOKED_AT:]) if _may_be_one_voice(context, one, found)), None)
        if _in_headline(context, found):
            titles.append(found)
        known.append(found)


def _size(found: Found) -> tuple[object, ...]:
    """Return what two counts of one thing have in common: "at least 37" and "37" begin at the same number."""
    quantity = found.candidate.number.quantity
    return found.candidate.measure, found.candidate.unit, quantity.high if quantity.low is None else quantity.low


def _in_headline(context: Context, found: Found) -> bool:
    headline = context.report.headline
    return headline is not None and headline.start <= found.candidate.number.start < headline.end


def _points_back(context: Context, found: Found) -> bool:
    """Say whether a pointing word stands right before a number, and the count is not a number that is its own: "the toll of 37"."""
    first = found.candidate.number.first
    return first > 0 and context.sentences[found.sentence][first - 1].lower in POINTS_BACK


def _may_be_one_voice(context: Context, known: Found, found: Found) -> bool:
    """Say whether two counts may have one speaker: what two speakers each say is said twice, and no restatement."""
    speakers = [context.who_says(c.sentence, c.candidate) for c in (known, found)]
    return not speakers[0] or not speakers[1] or not speakers[0].isdisjoint(speakers[1])
