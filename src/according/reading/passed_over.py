"""
Numbers that were seen and not read: each number expression that no figure took, with the reason.

A number that vanishes without a word may be the one that contradicts the others. So each is kept: a date, an age or a sum of money under
the rule that tells so, every other under the reason why no figure was made of it. Articles and "no" stand in every line and are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from according.language.sentence import Sentence, Token, is_tabbed
from according.lexicon import Lexicon
from according.reading.context import Context
from according.reading.figures.joining import asks_how_many, is_whole
from according.reading.numbers.expressions import Number, find_numbers
from according.report import Span
from according.statement import Mention, PassedOver, Reading

# By these a sentence says "one", "none" or "another", on every line of a report.
BY_THE_WAY = frozenset({"article", "another", "none", "ordinal"})
WORD_OR_MARK = re.compile(r"\w+(?:[.,:]\d+)*(?:['’]\w+)*|[^\w\s]")
# Where none of these stands, no number does.
DIGIT = re.compile(r"\d")


def find_passed_over(context: Context, reading: Reading, skimmed: Sequence[Span]) -> tuple[PassedOver, ...]:
    """Return the numbers that no figure of a reading took, in the order of the text; ``skimmed`` are the stretches left unparsed."""
    taken = sorted((figure.number.start, figure.number.end) for statement in reading.statements for figure in statement.figures)
    seen = {(number.start, number.end): reason for number, reason in (*_in_sentences(context), *_in_skimmed(context, skimmed))}
    found, at = [], 0
    for (start, end), reason in sorted(seen.items()):
        # Both are in the order of the text, so each is gone through once.
        while at < len(taken) and taken[at][1] <= start:
            at += 1
        if at == len(taken) or taken[at][0] >= end:
            found.append(PassedOver(Mention(start, end, context.report.text[start:end]), reason))
    return tuple(found)


def _in_sentences(context: Context) -> Iterator[tuple[Number, str]]:
    for position, sentence in enumerate(context.sentences):
        numbers = context.numbers_of(position)
        for number in numbers:
            if number.form not in BY_THE_WAY:
                yield number, _reason(context, position, sentence, number, numbers)


def _reason(context: Context, position: int, sentence: Sentence, number: Number, numbers: Sequence[Number]) -> str:
    if number.trap is not None:
        return f"numbers.{number.trap}"
    if (refused := context.refused.get((position, number.first))) is not None:
        return refused
    if context.counts_a_source(position, number.core):
        return "numbers.of-a-source"
    if position in context.rows:
        return "numbers.no-heading"
    if asks_how_many(sentence, number):
        return "numbers.how-many"
    if is_whole(sentence, number, numbers):
        return "numbers.whole"
    if not context.triggers_of(position):
        return "numbers.no-measure"
    return "numbers.share" if number.percent else "numbers.not-counted"


def _in_skimmed(context: Context, skimmed: Sequence[Span]) -> Iterator[tuple[Number, str]]:
    """Yield the numbers of sentences that were not parsed: numbers need words and no tree."""
    openers = context.lexicon.openers("numbers")
    for span in skimmed:
        words = WORD_OR_MARK.findall(context.report.text, span.start, span.end)
        if not any(DIGIT.match(word) or word.casefold() in openers for word in words):
            continue
        for number in find_numbers(_by_words(context.report.text, span, context.lexicon), context.lexicon):
            if number.form not in BY_THE_WAY:
                yield number, f"numbers.{number.trap}" if number.trap is not None else "numbers.skimmed"


def _by_words(text: str, span: Span, lexicon: Lexicon) -> Sentence:
    words = enumerate((match[0], *match.span()) for match in WORD_OR_MARK.finditer(text, span.start, span.end))
    tokens = (
        Token(at, start, end, word, word.casefold(), "", "", at, "dep", tabbed=is_tabbed(text, start)) for at, (word, start, end) in words
    )
    return Sentence(tuple(tokens), lexicon)
