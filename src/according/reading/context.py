"""
All that the finders have found in one report, gathered for the statements to be built from.

The finders run one after another, and each reads here what those before it have found; :mod:`according.reading.reader` has their order.
A position counts the sentences of the report, an index the words of one sentence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from according.language.sentence import Sentence
from according.lexicon import Lexicon
from according.reading.figures.candidates import Candidate
from according.reading.figures.references import References
from according.reading.figures.triggers import Trigger, find_triggers
from according.reading.language import Language
from according.reading.lines.losses import Loss
from according.reading.numbers.expressions import Number, find_numbers
from according.reading.settings.survey import Scene
from according.reading.speakers.naming.full_names import Namings
from according.reading.speakers.quotations import Quotation
from according.reading.speakers.voices import Voice, quotation_at, voices_over
from according.reading.tables.cell_counts import Count, Row
from according.report import Report, Span
from according.statement import Place, Step, Time

# What may be the thousands of a number that begins before it.
_THOUSANDS = re.compile(r"\d{3}(?!\d)")


@dataclass(slots=True)
class Found:
    """A figure candidate, the position of its sentence, and what has been found of it so far; ``None`` where nothing has."""

    sentence: int
    candidate: Candidate
    population: Span | None = None
    perpetrator: Span | None = None
    place: Place | None = None
    time: Time | None = None
    part_of: Found | None = None
    # The earlier count that this one only says again.
    restates: Found | None = None
    # Whose people the counted are, where the words show it: "Harran has lost 600 soldiers".
    loser: Span | None = None
    # What a table says of it, where it stands in a cell.
    cell: Count | None = None


@dataclass(slots=True)
class Context:
    """A report, its sentences and quotations, and what has been found in them, sentence by sentence."""

    report: Report
    language: Language
    sentences: list[Sentence]
    quotations: list[Quotation]
    # The report's text as the parser saw it: what stands in capital letters is in normal print. Words that are shown are the report's own.
    text: str
    # One list for each sentence, empty where nobody is given the word.
    voices: list[list[Voice]] = field(default_factory=list)
    found: list[Found] = field(default_factory=list)
    # Who says a quotation, by its place in `quotations`; one that nobody answers for is missing.
    quoted_by: dict[int, Voice] = field(default_factory=dict)
    # The rows of tables, by the positions of their sentences.
    rows: dict[int, Row] = field(default_factory=dict)
    # The lines of lists of losses, by the positions of their sentences.
    losses: dict[int, Loss] = field(default_factory=dict)
    # Those whom the lines of a breakdown count, by the positions of their sentences: "Army: 5 killed".
    breakdowns: dict[int, Span] = field(default_factory=dict)
    # The item over each nested item, both by the positions of their sentences.
    nested: dict[int, int] = field(default_factory=dict)
    # Who speaks for a sentence by the layout of the text: a signature, a source line, a label, a release's head.
    scopes: dict[int, Voice] = field(default_factory=dict)
    scene: Scene | None = None
    # The floors of the counts found so far, by measure: what asks for all of them does not go through a long report's counts each time.
    measured: dict[str, set[float | None]] = field(default_factory=dict)
    refused: dict[tuple[int, int], str] = field(default_factory=dict)  # why a number gave no figure: by sentence and first word
    _references: References | None = None
    _namings: Namings | None = None
    _triggers: dict[int, list[Trigger]] = field(default_factory=dict)
    _numbers: dict[int, list[Number]] = field(default_factory=dict)

    @property
    def lexicon(self) -> Lexicon:
        """The word lists by which the report is read."""
        return self.language.lexicon

    def speakers_of(self, position: int, index: int) -> tuple[list[Voice], Voice | None]:
        """
        Return who answers for a word: the frames over it, outermost first, and the voice of the quotation it stands in.

        The second is ``None`` where that voice is one of the frames already. Where neither is found, the layout decides: the second is
        then the voice in whose block the sentence stands, if there is one.
        """
        if (row := self.rows.get(position)) is not None:
            return self._speakers_of_cell(row, index)
        sentence = self.sentences[position]
        over = voices_over(sentence, self.voices[position], index)
        quotation = quotation_at(self.quotations, sentence[index].start)
        quoted = self.quoted_by.get(quotation) if quotation is not None else None
        # A frame or a quotation names its speaker in words; the layout is asked last, so that it never overrules them.
        if not over and quoted is None:
            return over, self.scopes.get(position)
        # `"We lost 12 men," the mayor said`: the frame over the words is that of the quotation, and nobody says it twice.
        return over, None if quoted in over else quoted

    def who_says(self, position: int, candidate: Candidate) -> frozenset[str]:
        """
        Return the last word of the name of each who gives a count, casefolded: "novak" of "Governor Jan Novak" and of "Novak".

        By it a speaker is known again under his short name. Two ministries look alike by it; that only lets a bare count look back.
        """
        over, quoted = self.speakers_of(position, candidate.number.core)
        spans = [span for voice in (*over, *([quoted] if quoted else [])) for span in voice.speakers]
        return frozenset(words[-1] for span in spans if (words := span.slice(self.text).casefold().split()))

    def _speakers_of_cell(self, row: Row, index: int) -> tuple[list[Voice], Voice | None]:
        """Return who answers for a word of a row, as :meth:`speakers_of` does: the number of a cell, or the cue of who gives one."""
        voice = row.voices.get(index)
        if voice is None:
            named = any(voice.frame.cue == index and voice.sentence == row.position for voice in row.voices.values())
            return [], None if named else self.scopes.get(row.position)
        return ([voice], None) if voice.sentence == row.position else ([], voice)

    @property
    def references(self) -> References:
        """The groups that the report names; they are found when first asked for, and kept."""
        if self._references is None:
            self._references = References(self.text, self.sentences, self.lexicon)
        return self._references

    @property
    def namings(self) -> Namings:
        """What the report says of those who speak; it is found when first asked for, and kept, so the voices must be complete by then."""
        if self._namings is None:
            spans = [span for voices in self.voices for voice in voices for span in voice.speakers]
            self._namings = Namings(self.text, self.sentences, spans, self.lexicon)
        return self._namings

    def take(self, found: Sequence[Found]) -> None:
        """Add the counts of one more sentence."""
        self.found.extend(found)
        for one in found:
            self.measured.setdefault(one.candidate.measure, set()).add(one.candidate.number.quantity.low)

    def triggers_of(self, position: int) -> list[Trigger]:
        """Return the words of a sentence that tell of a measure; they are found once and kept."""
        if position not in self._triggers:
            self._triggers[position] = find_triggers(self.sentences[position], self.lexicon)
        return self._triggers[position]

    def numbers_of(self, position: int) -> list[Number]:
        """Return the number expressions of a sentence, those that count nobody too, found once."""
        if position not in self._numbers:
            row = self.rows.get(position)
            known = row.numbers if row is not None else []
            self._numbers[position] = known or _doubt_cells(self.sentences[position], find_numbers(self.sentences[position], self.lexicon))
        return self._numbers[position]

    def counts_a_source(self, position: int, index: int) -> bool:
        """Say whether a word stands in the name of whom somebody cites: of "Reuters, citing two officials, said" nothing befell the two."""
        frames = [voice.frame for voice in self.voices[position]]
        cited = (frame.via_named for frame in frames)
        # "..., according to two security sources": so many sources, and no more of those counted.
        source = self.sentences[position][index].head
        asked = any(frame.rule == "speakers.according-to" and frame.cue_last < index < source == frame.speaker for frame in frames)
        return asked or any(words is not None and words[0] <= index <= words[1] for words in cited)

    def voice_step(self, voice: Voice) -> Step:
        """Return the trace of a frame: its rule and the words of the frame itself."""
        span = self.sentences[voice.sentence].span(voice.frame.first, voice.frame.last)
        return Step(voice.frame.rule, span.start, span.end, span.slice(self.report.text))

    def figure_step(self, found: Found) -> Step:
        """Return the trace of a figure: its rule and the stretch from its number to the word that tells of the measure."""
        number, word = found.candidate.number, self.sentences[found.sentence][found.candidate.trigger.index]
        words = self.report.text[number.start : number.end]
        return Step(
            found.candidate.rule,
            # The word may stand on either side: "killed 12", "12 were killed".
            min(word.start, number.start),
            max(word.end, number.end),
            f"{words}: {found.candidate.measure} by “{word.text}”",
        )

    def keep(self, fired: set[tuple[str, int, int]]) -> None:
        """
        Drop what was found by rules, or at places, that a trace does not name.

        ``fired`` holds the trace's steps as (rule, start, end), offsets in the report's text, half-open.
        """

        def did(step: Step) -> bool:
            return (step.rule, step.start, step.end) in fired

        self.voices = [[voice for voice in voices if did(self.voice_step(voice))] for voices in self.voices]
        self.quoted_by = {at: voice for at, voice in self.quoted_by.items() if did(self.voice_step(voice))}
        self.scopes = {at: voice for at, voice in self.scopes.items() if did(self.voice_step(voice))}
        for row in self.rows.values():
            row.voices = {at: voice for at, voice in row.voices.items() if did(self.voice_step(voice))}
        self.found = [found for found in self.found if did(self.figure_step(found))]


def _doubt_cells(sentence: Sentence, numbers: list[Number]) -> list[Number]:
    """Return the numbers of a sentence that is no row of a table; two that a tab parts as it might part thousands count nobody."""
    doubtful = set[int]()
    for at, (number, other) in enumerate(pairwise(numbers)):
        one, behind = sentence.tokens[number.last], sentence.tokens[other.first]
        if behind.tabbed and behind.index == one.index + 1 and one.text.isdecimal() and _THOUSANDS.match(behind.text):
            doubtful |= {at, at + 1}
    return [replace(number, trap=number.trap or "cells") if at in doubtful else number for at, number in enumerate(numbers)]
