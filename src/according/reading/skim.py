"""
Which sentences are worth parsing: those that can hold a statement, and some that stand before them.

The parser takes most of the time of a reading. A sentence without a word of saying, of harm or of movement, and without a quotation
mark, can hold no statement. It is left out unless it opens the report or stands right before one that counts somebody, because
place and time of a count are often told there. What that costs and saves is measured in docs/speed.md.
"""
from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache, partial

from according.language.layout import in_columns
from according.language.lemmas import lemmatise
from according.lexicon import Lexicon
from according.names.nouns import is_armed_noun
from according.reading.figures.measures import MISSILES
from according.reading.lines.losses import is_listed
from according.reading.lines.nested import is_nested
from according.reading.lines.party_lists import is_party_line
from according.reading.lines.surroundings import find_surroundings
from according.reading.lines.turns import turn_heads
from according.report import Span

# Words and marks are cut roughly here: this runs over every sentence of every report, and errs on the side of parsing.
SKIMMED_WORD = re.compile(r"[^\W_]+|[\"“”„«»]|``")
QUOTING_MARKS = frozenset('"“”„«»') | {"``"}
# What a word promises: somebody says something; harm or movement; the same only beside a number; armed people; a number.
SAYING, HARM, WEAK, ARMED, NUMBER = 1, 2, 4, 8, 16
# Words whose promise is kept for each lexicon: a language's common words many times over.
WORDS_KEPT = 20_000
# Words that begin a fixed phrase of a list but are common elsewhere: alone they promise nothing.
COMMON = frozenset(
    "go find show continue set place give raise lower put think note count post air share list release present describe take hold "
    "force be turn let cost free base position down fall land strike hit fire body life loss bring pull remove leave send keep remain "
    "pass commit drive burn back number have use suffer sustain receive lose move bus ferry escort exchange "
    "pound crash explode hail swarm volley abandon haul condition state care home shelter roof fate down".split()
)
# Number words that are in every other sentence.
PLAIN_DETERMINERS = frozenset({"a", "an", "some", "about", "the"})
# Lines that say who speaks for a block are short; they hold no word of saying, so that they would be left out.
SCOPE_LINE_LONGEST = 160
SOURCE_LINE = re.compile(r"(?:sources?|via)\s*:", re.IGNORECASE)
SENTENCES_BESIDE = 1
# The headline and the first sentence: they tell where and when it was.
LEAD = 2


def worth_parsing(text: str, spans: Sequence[Span], lexicon: Lexicon) -> list[Span]:
    """
    Return the stretches that are worth parsing, in order: those that can hold a statement, and those right before one that counts somebody.

    The first two stretches are kept wherever any can hold a statement. ``spans`` are offsets in ``text``, half-open.
    """
    telling, counting = [], []
    # "SPOKESPERSON: Good afternoon." says who has the word in the sentences behind it.
    heads = {at for match in turn_heads(text, lexicon) for at in (match.start("label"), match.end())}
    around = find_surroundings(text, spans, lexicon)
    # Whether a line that counts harm and ends in a colon leads in the items below it.
    led = False
    for position, span in enumerate(spans):
        if position in around:
            led = False
            telling.append(False)
            counting.append(False)
            continue
        tells, counts = _promise(text[span.start : span.end], lexicon)
        # A row such as "Velmar | 12 | 30" holds no word of harm: its column heads do.
        row = text.count("|", span.start, span.end) + text.count("\t", span.start, span.end) > 0
        row = row or in_columns(text, span.start, span.end)
        line = text[span.start : min(span.end, span.start + SCOPE_LINE_LONGEST)]
        nested = is_nested(text, span, led=led)
        led = nested or (counts and text.endswith(":", span.start, span.end))
        listed = is_listed(line) or is_party_line(line) or nested
        telling.append(tells or row or listed or span.start in heads or _hands_on(text, span))
        counting.append(counts or listed)
    near = [any(counting[at : at + SENTENCES_BESIDE + 1]) for at in range(len(spans))]
    # A report in which nothing is told needs no opening either.
    near[:LEAD] = [any(telling)] * len(near[:LEAD])
    kept = enumerate(zip(spans, telling, near, strict=True))
    return [span for at, (span, tells, beside) in kept if tells or (beside and at not in around)]


def _hands_on(text: str, span: Span) -> bool:
    """Say whether a line can say who speaks for its block: a source line, a signature, a line that ends in a colon."""
    words = text[span.start : span.end]
    if len(words) > SCOPE_LINE_LONGEST:
        return False
    # The dash of "— Jan Novak" may have been left out as a mark of the layout, so the text before the sentence is looked at too.
    before = text[max(span.start - 3, 0) : span.start].rstrip(" \t")[-1:]
    return words.endswith(":") or SOURCE_LINE.match(words) is not None or words[:1] in "—–" or before in ("—", "–")


def _promise(words: str, lexicon: Lexicon) -> tuple[bool, bool]:
    """
    Say two things of a sentence: whether it can hold a statement, and whether it counts harm or armed people.

    It counts where it has a number beside a word for them.
    """
    promise = lexicon.keep(_promises)
    found = 0
    for word in SKIMMED_WORD.findall(words):
        found |= promise(word)
    number, harms, armed = found & NUMBER, found & HARM, found & ARMED
    # "They took the road" tells of nobody, "they took 12 prisoners" does: a common word tells only beside a number.
    return bool(found & (SAYING | HARM) or (number and found & (WEAK | ARMED))), bool(number and (harms or armed))


def _promises(lexicon: Lexicon) -> Callable[[str], int]:
    """Return the question what a word promises, which remembers its answers for the words met most."""
    return lru_cache(maxsize=WORDS_KEPT)(partial(_promise_of, lexicon=lexicon))


def _promise_of(word: str, lexicon: Lexicon) -> int:
    """Say what a word or mark promises by itself, as a sum of ``SAYING``, ``HARM``, ``WEAK``, ``ARMED`` and ``NUMBER``."""
    if word in QUOTING_MARKS:
        return SAYING
    verb = lemmatise(word, "VERB")
    # Without a parse nobody knows whether a word is verb or noun, so each list is asked for all its forms: "deaths", "died".
    forms = (verb.lower, verb.lemma, lemmatise(word, "NOUN", "Number=Plur").lemma)
    saying, harm, weak, numbers = lexicon.keep(_vocabulary)
    found = NUMBER if verb.lower in numbers or word[0].isdigit() else 0
    found |= ARMED if is_armed_noun(verb.lower, lexicon) else 0
    for words, told in ((saying, SAYING), (harm, HARM), (weak, WEAK)):
        found |= 0 if words.isdisjoint(forms) else told
    return found


def _vocabulary(lexicon: Lexicon) -> tuple[frozenset[str], frozenset[str], frozenset[str], frozenset[str]]:
    """
    Return four sets: words of saying, words of harm and movement, words that are so only beside a number, and number words.

    Of a fixed phrase ("take hostage") the first word stands in them.
    """
    reporting = [entry for entry in lexicon.lists["cues"] if entry.pattern in ("clause", "both", "show")]
    cues = {form.split()[0] for entry in reporting for form in entry.forms}
    saying = frozenset((cues | {"according", "quote", "cite", "estimate"}) - COMMON)
    # What armed people do where they are ("gather", "move") is too common; the armed people themselves, beside a number, are asked for.
    telling = {form.split()[0] for entry in lexicon.lists["measures"] if entry.pattern != "force" for form in entry.forms}
    # "attacked the port with 40 drones": what is fired counts by its noun.
    return saying, frozenset(telling - COMMON), frozenset((telling | MISSILES) - {"be"}), lexicon.openers("numbers") - PLAIN_DETERMINERS
