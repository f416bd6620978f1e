"""
All that the finders have found in one report, gathered for the statements to be built from.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from according.language.sentence import Sentence
from according.lexicon import Lexicon
from according.reading.figures.candidates import Candidate
from according.reading.figures.references import References
from according.reading.figures.triggers import Trigger, find_triggers
from according.reading.language import Language
from according.reading.numbers.expressions import Number, find_numbers
from according.reading.settings.survey import Scene
from according.reading.speakers.full_names import Namings
from according.reading.speakers.quotations import Quotation
from according.reading.speakers.voices import Voice, quotation_at, voices_over
from according.reading.table_rows import Row
from according.report import Report, Span
from according.statement import Place, Step, Time


@dataclass(slots=True)
class Found:
    """A figure candidate with where it stands and what has been found of it."""

    sentence: int
    candidate: Candidate
    population: Span | None = None
    perpetrator: Span | None = None
    place: Place | None = None
    time: Time | None = None
    part_of: Found | None = None
    loser: Span | None = None  # whose the counted are: "Harran has lost 600 soldiers"


@dataclass(slots=True)
class Context:
    """A report, its sentences and quotations, and what has been found in them, sentence by sentence."""

    report: Report
    language: Language
    sentences: list[Sentence]
    quotations: list[Quotation]
    voices: list[list[Voice]] = field(default_factory=list)
    found: list[Found] = field(default_factory=list)
    quoted_by: dict[int, Voice] = field(default_factory=dict)
    rows: dict[int, Row] = field(default_factory=dict)  # the rows of tables, by their sentences
    scopes: dict[int, Voice] = field(default_factory=dict)  # who speaks for a sentence by the layout of the text
    scene: Scene | None = None
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
        """Return the frames over a word, outermost first, and the voice of the quotation it stands in where no frame covers it."""
        sentence = self.sentences[position]
        over = voices_over(sentence, self.voices[position], index)
        quotation = quotation_at(self.quotations, sentence[index].start)
        quoted = self.quoted_by.get(quotation) if quotation is not None else None
        if not over and quoted is None:
            return over, self.scopes.get(position)
        return over, None if quoted in over else quoted

    @property
    def references(self) -> References:
        """The groups that the report names, found once, when first asked for."""
        if self._references is None:
            self._references = References(self.report.text, self.sentences, self.lexicon)
        return self._references

    @property
    def namings(self) -> Namings:
        """What the report says of those who speak, found once, when first asked for."""
        if self._namings is None:
            spans = [span for voices in self.voices for voice in voices for span in voice.speakers]
            self._namings = Namings(self.report.text, self.sentences, spans, self.lexicon)
        return self._namings

    def triggers_of(self, position: int) -> list[Trigger]:
        """Return the words of a sentence that tell of a measure, found once."""
        if position not in self._triggers:
            self._triggers[position] = find_triggers(self.sentences[position], self.lexicon)
        return self._triggers[position]

    def numbers_of(self, position: int) -> list[Number]:
        """Return the number expressions of a sentence, those that count nobody too, found once."""
        if position not in self._numbers:
            self._numbers[position] = find_numbers(self.sentences[position], self.lexicon)
        return self._numbers[position]

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
            min(word.start, number.start),
            max(word.end, number.end),
            f"{words}: {found.candidate.measure} by “{word.text}”",
        )

    def keep(self, fired: set[tuple[str, int, int]]) -> None:
        """Drop all that was found by other rules, or elsewhere, than those that ``fired``: (rule, start, end)."""

        def did(step: Step) -> bool:
            return (step.rule, step.start, step.end) in fired

        self.voices = [[voice for voice in voices if did(self.voice_step(voice))] for voices in self.voices]
        self.quoted_by = {at: voice for at, voice in self.quoted_by.items() if did(self.voice_step(voice))}
        self.scopes = {at: voice for at, voice in self.scopes.items() if did(self.voice_step(voice))}
        self.found = [found for found in self.found if did(self.figure_step(found))]
