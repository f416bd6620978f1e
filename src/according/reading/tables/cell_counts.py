"""
The counts of a table's rows: the numbers of its cells, each with what its row, its column, its heading and its caption say of it.

Of two that tell the same thing the nearer goes first: a cell's own words, then the labels of its row and the heads of its column, then the
row of one cell above it, then the caption. Where two of them name different measures, the number counts nobody.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from according.language.sentence import Sentence
from according.lexicon import Entry, Lexicon
from according.quantity import Quantity
from according.reading.numbers.expressions import Number, find_numbers
from according.reading.speakers.voices import Voice
from according.reading.tables.cell_claims import Claim, Given, read_claims
from according.reading.tables.cell_words import WEAK, Label
from according.reading.tables.roles import SETTING, Line, Table, Tag, is_dated, told_by_caption
from according.report import Span
from according.statement import Counting, Status

# What a column may be under a caption that tells what is counted.
_UNDER_CAPTION = frozenset({"number", "total", "people", "place", "day", "side", "source"})


@dataclass(slots=True, eq=False)
class Count:
    """
    A number of a cell with what is said of it.

    ``tags`` are the labels that say it, the nearest first. ``whole`` is the count of which it is a part. ``given`` is who gives it in the
    cell's own words. ``rule`` is the name that the trace gives.
    """

    number: Number
    entry: Entry
    rule: str
    tags: tuple[Tag, ...]
    people: Span | None = None
    side: Span | None = None
    doer: Span | None = None
    given: Given | None = None
    # The cell's own words that say what befell those counted.
    words: Span | None = None
    counting: Counting | None = None
    status: Status | None = None
    whole: Count | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """Words of a table that say something of a count, and the rule by which they do."""

    rule: str
    span: Span


def evidence_of(count: Count) -> Iterator[Evidence]:
    """Yield the labels of a count that say something of it: its row's, its column's, its section's and the caption's."""
    for tag in count.tags:
        if tag.role:
            yield Evidence(tag.rule, tag.label.span)


@dataclass(frozen=True, slots=True, eq=False)
class Laid:
    """
    A table among the sentences of its report, by their positions.

    ``lines`` are those on its lines, ``None`` where one was not read. ``above`` are those of its caption, ``below`` those of the lines that
    follow it.
    """

    table: Table
    lines: tuple[int | None, ...]
    above: tuple[int, ...] = ()
    below: tuple[int, ...] = ()


@dataclass(slots=True)
class Row:
    """A row of a table with numbers: the position of its sentence, its numbers and counts, and why others count nobody."""

    position: int
    laid: Laid
    numbers: list[Number] = field(default_factory=list)
    counts: list[Count] = field(default_factory=list)
    refused: dict[int, str] = field(default_factory=dict)
    # Who gives each count, by the word of its number.
    voices: dict[int, Voice] = field(default_factory=dict)

    @property
    def boxed(self) -> bool:
        """Whether it stands in a box of labels and values, which is mostly of the event that its report tells."""
        return self.laid.table.boxed


@dataclass(slots=True)
class _Reader:
    """A table in work: its text, its sentences by the rows of its grid, and its counts by row and column."""

    text: str
    table: Table
    lexicon: Lexicon
    # The measures that some label names, where they are such as befall people only.
    sure: bool
    # The sections, by identity, in which a row names a measure itself.
    gathering: frozenset[int]
    cells: dict[tuple[int, int], list[Count]] = field(default_factory=dict)


def positions_of(grid_lines: Sequence[Span], sentences: Sequence[Sentence], starts: Sequence[int]) -> list[int | None]:
    """Return the position of the sentence that stands on each line of a table, ``None`` where it was not read."""
    found: list[int | None] = []
    for line in grid_lines:
        at = bisect_right(starts, line.end - 1) - 1
        # The first of several, where a line was cut.
        while at > 0 and starts[at - 1] >= line.start:
            at -= 1
        found.append(at if at >= 0 and line.start <= starts[at] < line.end and sentences[at].end <= line.end + 1 else None)
    return found


def read_rows(text: str, laid: Laid, sentences: Sequence[Sentence], lexicon: Lexicon) -> list[Row]:
    """Return the rows of a table with their counts."""
    table = laid.table
    tags = [tag for own in table.columns for tag in own]
    tags += [*(tag for line in table.lines for tag in (*line.labels, line.section) if tag), *table.captions]
    sure = any(tag.label.kinds - WEAK - {"missing"} and not tag.label.weak for tag in tags) or any(tag.role == "people" for tag in tags)
    gathering = frozenset(id(line.section) for line in table.lines if any(tag.label.measures for tag in line.labels))
    work = _Reader(text, table, lexicon, sure or table.sided, gathering)
    rows = []
    for line in table.lines:
        position = laid.lines[line.row]
        if position is not None:
            rows.append(_read_row(work, line, Row(position, laid), sentences[position]))
    _link_totals(work)
    _link_parts(work)
    return rows


def _read_row(work: _Reader, line: Line, row: Row, sentence: Sentence) -> Row:
    numbers = row.numbers = find_numbers(sentence, work.lexicon)
    cells = work.table.grid.rows[line.row]
    for column in line.values:
        over = [] if line.spanning else work.table.over(line.row, column)
        words = cells[column].slice(work.text)
        # A cell that is a day counts nobody, whatever stands over it: "Date of death".
        claims = [] if is_dated(words) else read_claims(work.text, cells[column], sentence, numbers, work.lexicon)
        if work.table.refused:
            row.refused |= {claim.number.first: work.table.refused for claim in claims}
            continue
        counts = _read_cell(work, line, over, claims, row)
        if counts:
            work.cells[line.row, column] = counts
            row.counts += counts
    return row


def _read_cell(work: _Reader, line: Line, over: Sequence[Tag], claims: Sequence[Claim], row: Row) -> list[Count]:
    """Return the counts of a cell, and keep why its other numbers count nobody."""
    tags = [*line.labels, *over]
    refused = next((tag.label.refused for tag in tags if tag.label.refused and tag.role not in SETTING), "")
    # "Source | Bulletin 12", "Date | 12 May": no counts stand under such a head.
    refused = refused or ("numbers.no-heading" if any(tag.label.role in SETTING - {"side"} for tag in over[:1]) else "")
    paired = _paired(tags, claims)
    scale = next((tag.label.scale for tag in (*tags, *work.table.captions) if tag.label.scale > 1), 1)
    found: dict[int, Count] = {}
    counts: list[Count] = []
    bare: set[Given | None] = set()
    for at, claim in enumerate(claims):
        # "12.4" thousand is no weight.
        own = "" if scale > 1 and claim.refused == "numbers.measure" else claim.refused
        told = None if own or refused else _told(work, line, tags, claim, paired.get(at))
        if isinstance(told, tuple) and _is_bare(claim) and at not in paired:
            # Of "41; 12" under one head nobody says what the second is; of two speakers each has his own.
            told = "numbers.no-heading" if claim.given in bare else told
            bare.add(claim.given)
        if isinstance(told, tuple):
            count = _count(line, tags, work.table.captions, replace(claim, number=_scaled(claim.number, scale)), *told)
            if claim.within is not None and claim.within in found:
                count.whole = found[claim.within]
                if count.whole.entry.kind != count.entry.kind:
                    count.whole = None
            found[at] = count
            counts.append(count)
        else:
            row.refused[claim.number.first] = own or refused or told or "numbers.no-heading"
    return counts


def _is_bare(claim: Claim) -> bool:
    """Say whether a number stands by itself: "41", and not "41 killed" or "12 children"."""
    return not claim.label.measures and claim.label.people is None and claim.within is None


def _paired(tags: Sequence[Tag], claims: Sequence[Claim]) -> dict[int, Entry]:
    """Return what each of two bare numbers counts under a head of two measures: "12 / 40" under "Killed/injured"."""
    twofold = next((tag.label for tag in tags if len(tag.label.measures) == 2 and not tag.label.joined), None)
    plain = len(claims) == 2 and all(not claim.refused and not claim.label.measures for claim in claims)
    return dict(enumerate(twofold.measures)) if twofold is not None and plain else {}


def _told(work: _Reader, line: Line, tags: Sequence[Tag], claim: Claim, paired: Entry | None) -> tuple[Entry, Tag | None] | str:
    """Return what befell those that a number counts, and the tag that tells it; else why it counts nobody."""
    if paired is not None:
        return paired, next(tag for tag in tags if paired in tag.label.measures)
    if claim.label.measures:
        entry = _one_of(claim.label, work.lexicon)
        return (entry, None) if entry is not None else "numbers.two-measures"
    section = [line.section] if line.section is not None else []
    if any(tag.role == "strength" for tag in (*tags, *section)):
        return _deployed(work, claim, tags, section)
    told = [tag for tag in tags if tag.label.measures]
    # "Tanks | 300" under "Captured".
    named = [tag for tag in tags if tag.role in ("", "measure", "number")]
    if any(tag.label.things for tag in named) and all(tag.label.weak or tag.label.things for tag in told):
        return "numbers.of-things"
    if not told:
        told = _told_above(work, line, tags)
        # "Houses | 41" below "Casualties and losses".
        if any(tag.label.units for tag in named):
            return "numbers.of-things"
    return _agreed(work, told)


def _told_above(work: _Reader, line: Line, tags: Sequence[Tag]) -> list[Tag]:
    """Return what tells of all cells of a section or a table, where none of its rows names a measure itself: "Fatalities | 189"."""
    if id(line.section) in work.gathering:
        return []
    if line.section is not None:
        return [line.section] if line.section.label.measures else []
    caption = told_by_caption(work.table)
    plain = all(tag.role in _UNDER_CAPTION for tag in tags if tag.row >= 0)
    return [caption] if caption is not None and plain else []


def _agreed(work: _Reader, told: Sequence[Tag]) -> tuple[Entry, Tag | None] | str:
    """Return what the labels that name a measure tell together; else why it is not told."""
    if not told:
        return "numbers.no-heading"
    entries = [_one_of(tag.label, work.lexicon) for tag in told]
    if any(entry is None for entry in entries):
        return "numbers.two-measures"
    kinds = {entry.kind.partition("/")[0] for entry in entries if entry is not None}
    # "Casualties" over "Killed" only gathers what stands below.
    narrow = kinds - {"casualties"} or kinds
    if len(narrow) > 1:
        return "numbers.two-measures"
    at = next(at for at, entry in enumerate(entries) if entry is not None and entry.kind.partition("/")[0] in narrow)
    entry = entries[at]
    # "Released | 2019", "Missing | 3": said of films, files and gaps too, where nothing else in the table is of people.
    if entry is None or (told[at].label.weak and not work.sure):
        return "numbers.no-heading"
    return entry, told[at]


def _one_of(label: Label, lexicon: Lexicon) -> Entry | None:
    """Return the one measure that a label tells: of "Killed and injured" that of both together."""
    if label.joined:
        return lexicon.find("measures", "casualty")
    return label.measures[0] if len(label.measures) == 1 else None


def _deployed(work: _Reader, claim: Claim, tags: Sequence[Tag], section: Sequence[Tag]) -> tuple[Entry, Tag | None] | str:
    """Return that the forces of a side are deployed; a number must say that it counts people: "150,000 troops"."""
    entry = work.lexicon.find("measures", "deploy")
    if claim.people is None or entry is None:
        return "numbers.no-heading"
    return entry, next(tag for tag in (*tags, *section) if tag.role == "strength")


def _count(line: Line, tags: Sequence[Tag], captions: Sequence[Tag], claim: Claim, entry: Entry, told: Tag | None) -> Count:
    """Return the count of a claim, with all that its labels say of it."""
    section = [line.section] if line.section is not None else []
    # "Killed: men" names both; a side names people too, but is whose they are.
    over = [told] if told is not None and told not in tags and told not in section else []
    people = claim.people or next((tag.label.people for tag in (*tags, *section, *over) if _of_people(tag)), None)
    # "Civilian casualties" over heads for the killed and the injured: all of them are civilians.
    everybody = [tag.label.people for tag in captions if tag.label.measures and not section]
    people = people or next((span for span in everybody if span is not None), None)
    side = next((tag.label.span for tag in (*tags, *section) if tag.role == "side"), None)
    labels = [claim.label, *(tag.label for tag in tags)]
    doer = next((label.doer for label in labels if label.doer is not None), None)
    counting = next((label.counting for label in labels if label.counting), None)
    status = next((label.status for label in labels if label.status), None)
    stance = claim.given.stance if claim.given is not None else ""
    rule = "figures.day-addition" if claim.added else "figures.cell-claim" if claim.label.measures else "figures.table-cell"
    spoken = (*tags, *section, *over)
    return Count(
        claim.number, entry, rule, spoken, people or side, side if people is not None else None, doer, claim.given,
        claim.label.span if claim.label.measures else None, counting, status or ("estimated" if stance == "estimates" else None),
    )  # fmt: skip


def _of_people(tag: Tag) -> bool:
    return tag.label.people is not None and tag.role in ("people", "measure", "total", "")


def _scaled(number: Number, scale: int) -> Number:
    """Return a number of thousands or millions as what it counts: "12.4" under "Injured (thousands)" is 12,400."""
    if scale == 1:
        return number
    low, high = (None if end is None else round(end * scale) for end in (number.quantity.low, number.quantity.high))
    return replace(number, quantity=Quantity(low, high, number.quantity.bound))


def _link_totals(work: _Reader) -> None:
    """Make the counts of each row and column parts of those of its total, where one label alone sums up the others."""
    rows = {line.row: line for line in work.table.lines}
    totals = [line for line in work.table.lines if _sums_up(line.labels)]
    summing = {column for column, tags in enumerate(work.table.columns) if any(_is_total(tag) for tag in tags)}
    for (row, column), counts in work.cells.items():
        line = rows[row]
        own = None if _sums_up(line.labels) else _total_row(totals, line)
        whole = _alike(counts, work.cells.get((own.row, column), ()) if own is not None else ())
        across = [other for other in sorted(summing) if other != column] if column not in summing else []
        for count in counts:
            found = whole.get(id(count)) or next(
                (total for other in across if (total := _alike([count], work.cells.get((row, other), ())).get(id(count)))), None
            )
            count.whole = count.whole or found


def _total_row(totals: Sequence[Line], line: Line) -> Line | None:
    """Return the row that sums up another: that of its own section, else the one total of the table."""
    near = [total for total in totals if total.section is line.section]
    return near[0] if len(near) == 1 else totals[0] if len(totals) == 1 else None


def _alike(parts: Sequence[Count], wholes: Sequence[Count]) -> dict[int, Count]:
    """Return the whole of each part by the part's identity: of the same measure, and not smaller."""
    found = {}
    for part in parts:
        # What two speakers give is no sum of one another's.
        same = (whole for whole in wholes if whole.entry.kind == part.entry.kind and whole.whole is not part and whole.given is None)
        whole = next(same, None) if part.given is None else None
        if whole is not None and _holds(whole.number.quantity, part.number.quantity):
            found[id(part)] = whole
    return found


def _holds(whole: Quantity, part: Quantity) -> bool:
    """Say whether a count may be a part of another."""
    return whole.high is None or part.low is None or part.low <= whole.high


def _sums_up(tags: Sequence[Tag]) -> bool:
    return any(_is_total(tag) for tag in tags[:1])


def _is_total(tag: Tag) -> bool:
    """Say whether a label sums up the others: "Total", "Total killed"; "Total children" does only for children."""
    return tag.role == "total"


def _link_parts(work: _Reader) -> None:
    """Make the counts of a row that opens with "of which" parts of those of the row above it."""
    above: Line | None = None
    for line in work.table.lines:
        if not (line.labels and line.labels[0].label.part):
            above = line
            continue
        for column in line.values if above is not None else ():
            counts = work.cells.get((line.row, column), [])
            wholes = _alike(counts, work.cells.get((above.row, column), ()) if above is not None else ())
            for count in counts:
                count.whole = wholes.get(id(count), count.whole)
