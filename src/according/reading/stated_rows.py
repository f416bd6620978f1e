"""
Rows of tables of figures: each number a figure by its column, without a sentence to parse.

A row's text (:mod:`according.intake.tables.row_text`) names its columns, and these say what befell whom, up to which day and where. The
row's column of sources is who says it. Numbers that the table's publisher has made itself are in its own voice, whatever sources the row
names: a dataset's estimate from what others reported, a sum that stands beside what was reported.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from according.intake.tables.figure_columns import (
    COUNTRY_HEADINGS,
    DAY_HEADINGS,
    END_HEADINGS,
    GROUND_HEADINGS,
    LATITUDE_HEADINGS,
    LONGITUDE_HEADINGS,
    PERIOD_HEADINGS,
    PLACE_HEADINGS,
    SOURCE_HEADINGS,
    START_HEADINGS,
    YEAR_HEADINGS,
    Meaning,
    counts_people,
    is_coded,
    plain_name,
)
from according.intake.tables.recorders import SOURCE_CODES
from according.intake.tables.row_text import Cell, cut_row, read_count, read_days, read_label, read_quantity, split_label
from according.lexicon import Lexicon
from according.names.countries import country_code
from according.quantity import Quantity
from according.reading.figures.references import party_of
from according.report import Report, Span, make_id
from according.statement import Counting, Figure, Mention, Party, PassedOver, Place, Precision, Problem, Reading, Statement, Step, Time

# Words in a column of sources that name nobody.
NOBODY = frozenset({"-", "missing", "unknown", "n/a", "na", "nan", "none", "null", "various", "multiple", "other", "not stated"})
HOURS_A_DAY = 24
# How exactly an event dataset knows where it was; of its other codes none is one of ours.
PRECISIONS: Mapping[str, Precision] = {"1": "city", "3": "district", "4": "region", "6": "country"}


@dataclass(frozen=True, slots=True)
class _Counted:
    """A number of a row: its line, what its column counts, and how many."""

    cell: Cell
    meaning: Meaning
    quantity: Quantity


@dataclass(frozen=True, slots=True)
class _Row:
    """A row's text and its lines by the plain names of the columns in them."""

    report: Report
    cells: Sequence[Cell]
    named: Mapping[str, Cell]
    lexicon: Lexicon

    def find(self, names: Sequence[str]) -> Cell | None:
        """Return the line of the first column of these that the row has."""
        return next((self.named[name] for name in names if name in self.named), None)

    def words(self, span: Span) -> str:
        """Return the words at a place."""
        return span.slice(self.report.text)

    def value(self, names: Sequence[str]) -> str:
        """Return what stands in the first column of these that the row has; nothing where it has none."""
        cell = self.find(names)
        return "" if cell is None else self.words(cell.value)

    def mention(self, span: Span) -> Mention:
        """Return the words at a place as a mention."""
        return Mention(span.start, span.end, self.words(span))


def read_row(report: Report, lexicon: Lexicon) -> Reading:
    """Read a row of a table of figures: a statement by its source, one in the publisher's own voice, or both."""
    row = _cut(report, lexicon)
    counted, problems = _count(row)
    source = _source(row)
    said: list[_Counted] = []
    own: list[_Counted] = []
    for one in counted:
        (own if source is None or _is_own(row, one) else said).append(one)
    statements = [_statement(row, source, said)] if said else []
    statements += [_statement(row, None, own)] if own else []
    return Reading(report, tuple(statements), tuple(problems), passed_over=tuple(_passed_over(row, counted)))


def _cut(report: Report, lexicon: Lexicon) -> _Row:
    cells = cut_row(report.text)
    named: dict[str, Cell] = {}
    for cell in cells:
        for heading in split_label(cell.label.slice(report.text)):
            named.setdefault(plain_name(heading), cell)
    return _Row(report, cells, named, lexicon)


def _count(row: _Row) -> tuple[list[_Counted], list[Problem]]:
    """Return the numbers that count people, and what is wrong with those whose ends contradict each other."""
    counted: list[_Counted] = []
    problems: list[Problem] = []
    names = frozenset(row.named)
    for cell in row.cells:
        meaning = read_label(row.words(cell.label), names)
        try:
            quantity = None if meaning is None else read_quantity(row.words(cell.value))
        except ValueError as error:
            problems.append(Problem(cell.value.start, cell.value.end, f"{error}; left alone"))
            continue
        if meaning is not None and quantity is not None and (ended := _ended(quantity, meaning)) is not None:
            counted.append(_Counted(cell, meaning, ended))
    return counted, problems


def _ended(quantity: Quantity, meaning: Meaning) -> Quantity | None:
    """Return a number as its column has it: in one of floors alone it is at least so many, in one of ceilings alone at most."""
    if meaning.bound in (None, "best"):
        return quantity
    if quantity.bound != "exact":
        return None
    return Quantity(quantity.low, None, "at_least") if meaning.bound == "low" else Quantity(None, quantity.high, "at_most")


# -- who says it ---------------------------------------------------------------------------------------------------


def _source(row: _Row) -> Cell | None:
    """Return the cell that names who says the row's numbers; ``None`` where it names nobody, or several of whom any may have."""
    cell = row.find(SOURCE_HEADINGS)
    words = "" if cell is None else row.words(cell.value)
    return cell if words and words.casefold() not in NOBODY and ";" not in words else None


def _is_own(row: _Row, one: _Counted) -> bool:
    """Say whether a number is the publisher's own: of a coded event, an estimate between two ends, a sum beside what was reported."""
    headings = split_label(row.words(one.cell.label))
    return is_coded(row.named) or one.meaning.bound == "best" or f"{plain_name(headings[0])}_reported" in row.named


def _statement(row: _Row, source: Cell | None, held: Sequence[_Counted]) -> Statement:
    text = row.report.text
    content = Span(row.cells[0].label.start, row.cells[-1].value.end)
    speakers = () if source is None else (_speaker(row, source),)
    cue = None if source is None else row.mention(source.label)
    identity = make_id(row.report.id, content.start, content.end, cue.start if cue else "", *(f"{s.start}-{s.end}" for s in speakers))
    place, time = _place(row), _time(row, running=False)
    figures = _with_parts([_figure(row, one, place) for one in held])
    return Statement(
        identity, content.start, content.end, content.slice(text), row.mention(content), speakers, cue,
        stance="reports" if speakers else "says", evidence=_grounds(row, source), time=time, figures=tuple(figures),
        trace=tuple(_trace(row, source, figures)),
    )  # fmt: skip


def _speaker(row: _Row, source: Cell) -> Party:
    """Return who a cell of sources names: by its words, or whom a recorder's code stands for."""
    words = row.words(source.value)
    coded = SOURCE_CODES.get(words.casefold())
    party = party_of(coded or words, source.value, "speaker", None, row.lexicon)
    # The words are those that stand there, whoever they stand for.
    return party if coded is None else replace(party, text=words, name=coded)


def _grounds(row: _Row, source: Cell | None) -> Mention | None:
    """Return what a row names its numbers' grounds to be: the sources that it has beside the one who says them."""
    cell = row.find(GROUND_HEADINGS) or (row.find(SOURCE_HEADINGS) if source is None else None)
    return None if cell is None or row.words(cell.value).casefold() in NOBODY else row.mention(cell.value)


def _trace(row: _Row, source: Cell | None, figures: Sequence[Figure]) -> Iterator[Step]:
    if source is not None:
        yield Step("speakers.row-source", source.value.start, source.value.end, row.words(source.label))
    for figure in figures:
        yield Step("figures.row-column", figure.number.start, figure.number.end, figure.measure)
        if figure.place is not None:
            yield Step("places.row-column", figure.place.start, figure.place.end, figure.place.text)
        if figure.time is not None and figure.time.start is not None and figure.time.end is not None:
            yield Step("times.row-column", figure.time.start, figure.time.end, figure.time.text or "")


# -- a figure ------------------------------------------------------------------------------------------------------


def _figure(row: _Row, one: _Counted, place: Place | None) -> Figure:
    number, meaning = one.cell.value, one.meaning
    return Figure(
        make_id(row.report.id, number.start, number.end, meaning.measure), row.mention(number), one.quantity, "people", meaning.measure,
        population=_population(row, one), place=place, time=_time(row, meaning.running), counting=_counting(row, one),
    )  # fmt: skip


def _population(row: _Row, one: _Counted) -> Party | None:
    """Return whom a number counts: those whom its heading names, or the side whose column it stands for."""
    side = row.named.get(one.meaning.side or "")
    if side is not None:
        return party_of(row.words(side.value), side.value, "population", None, row.lexicon)
    if one.meaning.whom is None:
        return None
    span = Span(one.cell.label.start + one.meaning.whom.start, one.cell.label.start + one.meaning.whom.end)
    return Party(span.start, span.end, row.words(span), kind=one.meaning.kind)


def _counting(row: _Row, one: _Counted) -> Counting:
    """Return what a number counts: a total so far, one event, what a day or some days added to a total, or nothing that shows it."""
    if one.meaning.running:
        return "running"
    if is_coded(row.named) or one.meaning.bound == "best":
        return "incident"
    totals = {f"{one.meaning.stem}_cum", f"{one.meaning.stem}_cumulative"}
    return "period" if row.find(PERIOD_HEADINGS) is not None or not totals.isdisjoint(row.named) else "unknown"


def _with_parts(figures: Sequence[Figure]) -> list[Figure]:
    """Return figures, with each that counts some people a part of the one that counts all of them."""
    wholes = {(figure.measure, figure.counting): figure for figure in figures if figure.population is None}
    return [replace(figure, subset_of=_whole(figure, wholes.get((figure.measure, figure.counting)))) for figure in figures]


def _whole(figure: Figure, whole: Figure | None) -> str | None:
    if whole is None or figure.population is None:
        return None
    fits = whole.quantity.high is None or figure.quantity.low is None or figure.quantity.low <= whole.quantity.high
    return whole.id if fits else None


# -- where and when ------------------------------------------------------------------------------------------------


def _place(row: _Row) -> Place | None:
    """Return where it was: the nearest place that the row names, with its country and coordinates."""
    name = next((name for name in PLACE_HEADINGS if name in row.named), None)
    if name is None:
        return None
    span = row.named[name].value
    country = _country(row.value(COUNTRY_HEADINGS))
    latitude, longitude = _degrees(row.value(LATITUDE_HEADINGS), 90), _degrees(row.value(LONGITUDE_HEADINGS), 180)
    if latitude is None or longitude is None:
        latitude = longitude = None
    precision = PRECISIONS.get(row.value(("where_prec",))) if name == "where_coordinates" else PLACE_HEADINGS[name]
    return Place(span.start, span.end, row.words(span), row.words(span), country, latitude, longitude, precision)


def _country(words: str) -> str | None:
    """Return the code of a country, which may have another of its names in brackets, as UCDP writes them: "DR Congo (Zaire)"."""
    name, _, other = words.removesuffix(")").partition(" (")
    found = {code for part in (words, name, other) if part and (code := country_code(part)) is not None}
    # Two codes are two countries.
    return next(iter(found)) if len(found) == 1 else None


def _degrees(words: str, most: float) -> float | None:
    try:
        degrees = float(words)
    except ValueError:
        return None
    return degrees if -most <= degrees <= most else None


def _time(row: _Row, running: bool) -> Time | None:
    """Return the days of a row's numbers: a total goes up to its day, and the hours that a report covers end with its day."""
    cell = row.find((*DAY_HEADINGS, *START_HEADINGS, *END_HEADINGS))
    days = None if cell is None else read_days(row.words(cell.value))
    if cell is None or days is None:
        return _year(row)
    first, last = days
    words = cell.value
    if running:
        return Time(words.start, words.end, row.words(words), None, last, "as_of", "day", "absolute")
    hours = read_count(row.value(PERIOD_HEADINGS))
    if hours is not None and hours.bound == "exact" and hours.low and first == last:
        first = last - timedelta(days=max(0, -(-int(hours.low) // HOURS_A_DAY) - 1))
    return Time(words.start, words.end, row.words(words), first, last, "on" if first == last else "during", "day", "absolute")


def _year(row: _Row) -> Time | None:
    cell = row.find(YEAR_HEADINGS)
    words = "" if cell is None else row.words(cell.value)
    if cell is None or not (words.isascii() and words.isdigit() and 1800 <= int(words) <= 2200):
        return None
    return Time(
        cell.value.start, cell.value.end, words, date(int(words), 1, 1), date(int(words), 12, 31), "during", "year", "absolute"
    )


def _passed_over(row: _Row, counted: Sequence[_Counted]) -> Iterator[PassedOver]:
    """Yield the numbers whose heading speaks of people and says more than is known: "killed_recovered"."""
    taken = {one.cell.value for one in counted}
    for cell in row.cells:
        if cell.value not in taken and counts_people(row.words(cell.label)) and read_count(row.words(cell.value)) is not None:
            yield PassedOver(row.mention(cell.value), "numbers.no-heading")
