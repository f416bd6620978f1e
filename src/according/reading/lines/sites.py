"""
Lines and headings that tell where: "Aroma: 12 killed", "4 March, Zamfara: three killed", a town's name over the lines of its own.
"""

from __future__ import annotations

from collections.abc import Sequence

from according.language.sentence import Sentence
from according.lexicon import Lexicon
from according.names.gazetteer import Gazetteer
from according.names.parties import describe, is_person_noun
from according.reading.lines.label_lines import counts_only, told_by_word
from according.reading.settings.places.place_words import PlaceMention, key_of
from according.reading.times.time_words import TimeMention

# Words of a label or heading that is a place's name, and of one with a day and an item's mark before it.
SITE_NAME = 3
SITE_LABEL = 10
# So many lines of one shape show that their labels are places.
SITES_LEAST = 2


def site_names(
    sentences: Sequence[Sentence], places: Sequence[Sequence[PlaceMention]], lexicon: Lexicon, gazetteer: Gazetteer
) -> frozenset[str]:
    """
    Return the folded names that stand where other lines of a report have places.

    They are the labels of lines with nothing but counts behind them ("Aroma: 12 killed"), two lines at least, and short headings
    among those that name known towns.
    """
    labels, heads, known = [], [], False
    for sentence, mentions in zip(sentences, places, strict=True):
        mark = next((token.index for token in sentence.tokens[1 : SITE_NAME + 1] if token.text == ":"), None)
        if mark is not None and counts_only(sentence, mark + 1) and _may_name(sentence, mark, lexicon, gazetteer):
            labels.append(key_of(sentence, 0, mark - 1))
        elif len(sentence) <= SITE_NAME and _may_name(sentence, len(sentence), lexicon, gazetteer):
            heads.append(key_of(sentence, 0, len(sentence) - 1))
            known = known or any(mention.source == "known" for mention in mentions)
    return frozenset((labels if len(labels) >= SITES_LEAST else []) + (heads if known else []))


def _may_name(sentence: Sentence, end: int, lexicon: Lexicon, gazetteer: Gazetteer) -> bool:
    """Say whether the words before an index may be a place's name: capitals, and no word for people, bodies or harm."""
    words = sentence.tokens[:end]
    if not words or any(not token.text[:1].isupper() or token.text.isupper() or token.pos not in ("PROPN", "NOUN") for token in words):
        return False
    common = any(told_by_word(token.lower, lexicon) is not None or is_person_noun(token.lemma, lexicon) for token in words)
    # "Background", "Total", "Monday": a plain noun must be known as a town's name, and a day is none.
    named = words[-1].pos == "PROPN" or bool(gazetteer.at(key_of(sentence, 0, end - 1)))
    dated = any(lexicon.find("times", token.lower) is not None for token in words)
    return named and not common and not dated and describe(" ".join(token.text for token in words), lexicon, "speaker")[1] is None


def label_end(sentence: Sentence, places: Sequence[PlaceMention], times: Sequence[TimeMention]) -> int | None:
    """Return the mark behind a label of nothing but places and days: "4 March, Zamfara: 12 abducted"; ``None`` where there is none."""
    mark = next((token.index for token in sentence.tokens[1:SITE_LABEL] if token.text == ":"), None)
    if mark is None or mark + 1 >= len(sentence):
        return None
    spans = [(mention.first, mention.last) for mention in places] + [(mention.first, mention.last) for mention in times]
    told = {at for first, last in spans for at in range(first, last + 1)}
    placed = any(mention.last < mark for mention in places)
    return mark if placed and all(at in told or sentence[at].pos in ("PUNCT", "SYM", "DET") for at in range(mark)) else None
