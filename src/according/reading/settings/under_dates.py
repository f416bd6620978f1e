"""
Give a figure the day of the line that it stands under, where no words near it tell its time.

"Tuesday, 12 March" dates the figures of its entry, "Reporting period: 1-15 May 2023" those of a report, and "As of 3 March 2024" the totals
below it. When a post was written, or a page was brought up to date, is the time of no event.
"""

from __future__ import annotations

from according.language.sentence import Sentence
from according.reading.figures.candidates import Candidate
from according.reading.figures.counting import STANDING, counting_of
from according.reading.settings.event_days import is_perfect
from according.reading.settings.survey import Scene, has_own_line
from according.reading.settings.when import lasts, of_another
from according.reading.times.dated_lines import DatedLine, line_over
from according.statement import Time

# What ends a sentence, where a line of a list has no end of its own.
SENTENCE_STOPS = frozenset(".!?")


def time_over(scene: Scene, number: int, candidate: Candidate) -> Time | None:
    """Return the time of the line that dates a figure of the sentence ``number``, or ``None`` where none does."""
    sentence, word, figure = scene.sentences[number], candidate.trigger.index, candidate.number.core
    start, counting = candidate.number.start, counting_of(sentence, candidate, None)
    # What is told by its distance to another event, or counted since one, is of no day above it.
    apart = of_another(sentence, word, figure)
    day = line_over(scene.dated, start, "day")
    if day is not None and not apart and counting != "running" and not lasts(sentence, word):
        return _time(scene, day)
    whole = line_over(scene.dated, start, "as_of", "period", "record")
    if whole is None:
        return None
    if whole.kind == "as_of":
        stands = counting == "running" or candidate.measure in STANDING or lasts(sentence, word) or is_perfect(sentence, word)
        return _time(scene, whole) if (stands or _is_listed(scene, sentence)) and not apart else None
    # A total over all days is not that of the days of one report.
    if apart or counting == "running" or lasts(sentence, word) or (whole.kind == "record" and not _is_listed(scene, sentence)):
        return None
    return _time(scene, whole)


def _is_listed(scene: Scene, sentence: Sentence) -> bool:
    """Say whether a line only lists its counts, as one by itself or without a verb: "Harlow: 45 killed, 112 injured"."""
    line = has_own_line(scene.report.text, sentence) and sentence[-1].text not in SENTENCE_STOPS
    return line or not any(token.has("VerbForm=Fin") for token in sentence)


def _time(scene: Scene, line: DatedLine) -> Time | None:
    """Return the time that a line tells."""
    if line.words is None:
        return None
    days, words = line.days, line.words
    return Time(words.start, words.end, words.slice(scene.report.text), days.first, days.last, days.basis, days.grain, days.anchor)
