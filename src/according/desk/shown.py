"""
A reading as pages show it: the pieces of its text, each with who says it, and a row for each of its figures.

Who speaks has a number and a tone, and the report's own voice a sign of its own: no colour tells anything alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from according.desk.marks import Mark, Segment, cut_parts, cut_text
from according.exports.words.readings import repair_words, said_by, stance, visible
from according.exports.words.traces import reason_sentence, rule_sentence, steps_of
from according.exports.words.values import (
    bound_words,
    coordinates,
    counting_words,
    party_words,
    place_words,
    quantity_words,
    time_grounds,
    time_words,
)
from according.reckoning.answer import Check
from according.statement import Figure, Mention, Party, PassedOver, Reading, Statement, Step

# A page shows so many characters, figures and other marks at once: a long report with hundreds of figures has several parts.
PART_LONGEST, PART_FIGURES = 30_000, 60
# Tones are used again where more than these speak; the numbers are not.
TONES = 6
OWN_SIGN = "R"


@dataclass(frozen=True, slots=True)
class Voice:
    """
    Who answers for statements: the sign that stands at their words, and the tone of these (0 for the report's own).

    ``names`` are several where one cites another, the outermost first.
    """

    sign: str
    names: tuple[str, ...]
    tone: int

    @property
    def name(self) -> str:
        """All names on one line."""
        return ", citing ".join(self.names)


@dataclass(frozen=True, slots=True)
class Chip:
    """The sign of a voice where its words begin, with the statement's id; without one where they go on behind another's."""

    voice: Voice
    statement: str | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """
    A piece of text with what stands over it.

    ``voice`` is the innermost that says it and ``depth`` how many statements lie over it. ``names`` says that the words name who speaks, or
    report it. ``figure`` is the id of the figure whose number it is, ``anchors`` are the figures that begin here, and ``passed`` is the
    place of a number of which no figure was made.
    """

    text: str
    chips: tuple[Chip, ...] = ()
    voice: Voice | None = None
    depth: int = 0
    names: bool = False
    figure: str | None = None
    anchors: tuple[str, ...] = ()
    passed: int | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """A step of a trace in plain words: the words on which a rule fired, what the rule does, and its id."""

    words: str
    sentence: str
    rule: str


@dataclass(frozen=True, slots=True)
class Row:
    """A figure as a table shows it: its values in words (each with its name), and why it was read so."""

    figure: Figure
    statement: Statement
    voice: Voice
    many: str
    facts: tuple[tuple[str, str], ...]
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """A statement without a figure, with its voice and how it is put."""

    statement: Statement
    voice: Voice
    stance: str


@dataclass(frozen=True, slots=True)
class Unread:
    """A number that was seen and of which no figure was made, and why."""

    at: int
    words: str
    reason: str


@dataclass(frozen=True, slots=True)
class Shown:
    """
    A part of a reading, ready to be shown.

    ``part`` counts from 1 to ``parts``; ``voices`` are all that speak in the whole report, each with the numbers of their statements and
    figures, and ``figures`` is how many of them it has.
    """

    pieces: tuple[Piece, ...]
    rows: tuple[Row, ...]
    said: tuple[Said, ...]
    unread: tuple[Unread, ...]
    voices: tuple[tuple[Voice, int, int], ...]
    part: int
    parts: int
    figures: int


def show(reading: Reading, part: int = 1) -> Shown:
    """Return a part of a reading as it is shown; a part that there is not is the nearest that there is."""
    parts = _parts(reading)
    part = max(1, min(part, len(parts)))
    start, end = parts[part - 1]
    voices = _voices(reading.statements)
    here = [one for one in reading.statements if start <= _place(one) < end]
    rows = [_row(reading, statement, figure, voices) for statement in reading.statements for figure in statement.figures
            if start <= figure.number.start < end]  # fmt: skip
    said = [Said(one, voices[said_by(one)], stance(one)) for one in here if not one.figures]
    unread = [_unread(passed) for passed in reading.passed_over if start <= passed.number.start < end]
    every = tuple(
        (voice, sum(said_by(one) == name for one in reading.statements), _figures_of(reading, name)) for name, voice in voices.items()
    )
    figures = sum(len(one.figures) for one in reading.statements)
    pieces = tuple(_pieces(reading, voices, start, end))
    return Shown(pieces, tuple(rows), tuple(said), tuple(unread), every, part, len(parts), figures)


def tell_failing(checks: Iterable[Check]) -> list[tuple[Check, list[str]]]:
    """Return the checks that fail, each with what would mend it in words."""
    return [(check, repair_words(check.repairs)) for check in checks if not check.holds]


def number_words(reading: Reading) -> dict[str, str]:
    """Return the words of each figure's number by the figure's id."""
    return {figure.id: figure.number.text for statement in reading.statements for figure in statement.figures}


def part_of(reading: Reading, at: int) -> int:
    """Return the part, from 1, in which a place of a reading's text is shown."""
    return next((number for number, (start, end) in enumerate(_parts(reading), 1) if start <= at < end), 1)


def _parts(reading: Reading) -> list[tuple[int, int]]:
    places = [figure.number.start for one in reading.statements for figure in one.figures]
    return cut_parts(reading.report.text, places, PART_LONGEST, PART_FIGURES)


def _figures_of(reading: Reading, name: str) -> int:
    return sum(len(one.figures) for one in reading.statements if said_by(one) == name)


def _place(statement: Statement) -> int:
    return statement.content.start


def _voices(statements: Iterable[Statement]) -> dict[str, Voice]:
    """Return who speaks, by name, numbered in the order in which they first do."""
    voices: dict[str, Voice] = {}
    for statement in statements:
        number = sum(voice.tone > 0 for voice in voices.values())
        names = tuple(visible(speaker.called) for speaker in statement.speakers)
        # Somebody may be called "(the report)": what tells the report's own voice is that nobody is named.
        made = Voice(str(number + 1), names, number % TONES + 1) if names else Voice(OWN_SIGN, ("the report itself",), 0)
        voices.setdefault(said_by(statement), made)
    return voices


# -- the text ------------------------------------------------------------------------------------------------------


def _marks(reading: Reading) -> Iterator[Mark]:
    for statement in reading.statements:
        yield Mark(statement.content.start, statement.content.end, "statement", statement.id)
        named: list[Party | Mention] = [*statement.speakers, *([] if statement.cue is None else [statement.cue])]
        for words in named:
            yield Mark(words.start, words.end, "name", statement.id)
        for figure in statement.figures:
            yield Mark(figure.number.start, figure.number.end, "figure", figure.id)
    for passed in reading.passed_over:
        yield Mark(passed.number.start, passed.number.end, "passed", str(passed.number.start))


def _pieces(reading: Reading, voices: dict[str, Voice], start: int, end: int) -> Iterator[Piece]:
    voice_of = {statement.id: voices[said_by(statement)] for statement in reading.statements}
    segments = cut_text(reading.report.text, _marks(reading), start, end)
    # What says the piece before: where another goes on behind it, its sign is repeated.
    before = [None, *(_innermost(segment, "statement") for segment in segments)]
    for segment, last in zip(segments, before, strict=False):
        yield _piece(segment, last, voice_of)


def _piece(segment: Segment, last: str | None, voice_of: dict[str, Voice]) -> Piece:
    over = [mark for mark in segment.marks if mark.kind == "statement"]
    begun = [mark for mark in over if mark.start == segment.start]
    chips = [Chip(voice_of[mark.of], mark.of) for mark in begun]
    if over and not begun and over[-1].of != last:
        chips = [Chip(voice_of[over[-1].of])]
    numbers = [mark for mark in segment.marks if mark.kind == "figure"]
    passed = next((int(mark.of) for mark in segment.marks if mark.kind == "passed"), None)
    named = [mark for mark in segment.marks if mark.kind == "name"]
    speaks = voice_of[over[-1].of] if over else voice_of[named[-1].of] if named else None
    return Piece(
        segment.text, tuple(chips), speaks, len(over), bool(named), numbers[-1].of if numbers else None,
        tuple(mark.of for mark in numbers if mark.start == segment.start), None if numbers else passed,
    )  # fmt: skip


def _innermost(segment: Segment, kind: str) -> str | None:
    return next((mark.of for mark in reversed(segment.marks) if mark.kind == kind), None)


# -- figures -------------------------------------------------------------------------------------------------------


def _row(reading: Reading, statement: Statement, figure: Figure, voices: dict[str, Voice]) -> Row:
    many = quantity_words(figure.quantity, figure.unit)
    reasons = [_reason(step, reading.report.text) for step in steps_of(statement, figure)]
    return Row(figure, statement, voices[said_by(statement)], many, tuple(_facts(statement, figure)), tuple(dict.fromkeys(reasons)))


def _facts(statement: Statement, figure: Figure) -> Iterator[tuple[str, str]]:
    """Yield a figure's values, each behind its name; what is not known is said to be so."""
    implied = "; no number stands there: one is meant" if figure.implied else ""
    yield "how many", f"{quantity_words(figure.quantity, figure.unit)} ({bound_words(figure.quantity, figure.unit)}){implied}"
    yield "what happened", figure.measure + ("" if figure.unit == "people" else f", counted in {figure.unit}")
    yield "of whom", party_words(figure.population) or "not said"
    if figure.perpetrator is not None:
        yield "by whom", party_words(figure.perpetrator)
    degrees = coordinates(figure.place)
    yield "where", (place_words(figure.place) + (f" ({degrees})" if degrees else "")) or "not said"
    grounds = time_grounds(figure.time)
    yield "when", (time_words(figure.time) + (f" ({grounds})" if grounds else "")) or "not said"
    yield "counted as", counting_words(figure)
    yield "put as", ", ".join(dict.fromkeys((figure.status, *stance(statement).split(", "))))
    if statement.evidence is not None:
        yield "shown for it", visible(statement.evidence.text)


def _reason(step: Step, text: str) -> Reason:
    words = visible(text[step.start : step.end])
    return Reason(words, rule_sentence(step.rule) or visible(step.detail), step.rule)


def _unread(passed: PassedOver) -> Unread:
    return Unread(passed.number.start, visible(passed.number.text), reason_sentence(passed.reason))

