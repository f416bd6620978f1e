"""
Who did what a count tells of, by its own clause, by the pronoun of whoever tells it, or as the count before has it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from according.language.sentence import Sentence
from according.names.nouns import pattern_of
from according.reading.context import Context
from according.reading.figures.candidates import Candidate
from according.reading.figures.people.perpetrators import carried, perpetrator_span, pronoun_agent
from according.reading.speakers.frame import Frame
from according.reading.speakers.voices import agrees
from according.report import Span

# A count, and who did it where that is told.
Doer: TypeAlias = tuple[Candidate, Span | None]


def find_doer(context: Context, position: int, candidate: Candidate, doers: list[Doer]) -> Span | None:
    """
    Return who did it, or ``None``; ``doers`` are the counts before with theirs.

    He is shown in the count's clause, or by a pronoun that stands for the speaker ("the army said it killed 12"), or is carried over from
    the count before.
    """
    sentence = context.sentences[position]
    pronoun = pronoun_agent(sentence, candidate)
    if pronoun is not None:
        over, _ = context.speakers_of(position, pronoun.index)
        said_by = next((voice for voice in reversed(over) if voice.speakers and voice.frame.speaker is not None), None)
        if said_by is None or pattern_of(sentence[said_by.frame.speaker or 0].lemma, context.lexicon) == "document":
            # "The statement said it killed 12": a statement does nothing itself.
            return None
        return said_by.speakers[0] if agrees(sentence, pronoun, said_by.frame.speaker) else None
    speaking = {voice.frame.speaker for voice in context.voices[position] if voice.frame.covers(candidate.number.core)}
    if candidate.trigger.agent is not None and candidate.trigger.agent in speaking:
        # The tree has made him who says it the one who did it.
        return None
    frames = [voice.frame for voice in context.voices[position] if voice.frame.covers(candidate.number.core)]
    return _behind_frames(sentence, perpetrator_span(sentence, candidate), frames) or carried(candidate, sentence, doers)


def _behind_frames(sentence: Sentence, span: Span | None, frames: Sequence[Frame]) -> Span | None:
    """Cut off the front of a phrase where the tree has put a frame into it: "[state media report] police have detained ..."."""
    for frame in frames:
        if span is not None and span.start <= sentence[frame.last].start < span.end and frame.last + 1 < len(sentence):
            start = sentence[frame.last + 1].start
            span = Span(start, span.end) if start < span.end else None
    return span
