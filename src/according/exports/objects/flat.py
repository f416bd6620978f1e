"""A reading as flat rows, one a figure: ready for a data frame, a spreadsheet or ``csv.DictWriter``."""

from __future__ import annotations

from collections.abc import Iterator

from according.exports.objects.readings import iso_day, plain_number
from according.records import FiledFigure, Filing
from according.report import Report
from according.statement import Figure, Party, Place, Reading, Statement, Time

Row = dict[str, str | float | bool | None]


def flat_rows(reading: Reading) -> Iterator[Row]:
    """
    Yield one row a figure, in text order; every row has the same keys.

    Values are text, numbers, ``True``, ``False`` or ``None``. ``speakers`` are joined by ``; ``, the outermost first, and are ``None``
    where the report speaks itself. ``start`` and ``end`` are those of the number: half-open, in code points of the report's text.
    """
    for statement in reading.statements:
        for figure in statement.figures:
            # What is the report's or the statement's is repeated in every row: in a spreadsheet a row stands alone.
            yield _row(reading.report, statement, figure)


def filed_row(filed: FiledFigure) -> Row:
    """Return a figure of a ledger as :func:`flat_rows` has it, and where its statement stands in the report's text."""
    statement = filed.statement
    return {**_row(filed.filing, statement, filed.figure), "statement_start": statement.start, "statement_end": statement.end}


def _row(report: Report | Filing, statement: Statement, figure: Figure) -> Row:
    return {**_report(report), **_figure(figure), **_settings(figure), **_said(statement)}


def _report(report: Report | Filing) -> Row:
    """Return the columns of a report."""
    return {
        "report": report.id, "path": report.path, "title": report.title, "published": iso_day(report.published),
        "publisher": report.publisher, "url": report.url,
    }  # fmt: skip


def _figure(figure: Figure) -> Row:
    """Return the columns of how many, of whom, by whom and what happened."""
    quantity, number = figure.quantity, figure.number
    return {
        "figure": figure.id, "number": number.text, "start": number.start, "end": number.end,
        "low": plain_number(quantity.low), "high": plain_number(quantity.high), "bound": quantity.bound,
        "unit": figure.unit, "measure": figure.measure, "status": figure.status, "counting": figure.counting, "implied": figure.implied,
        "subset_of": figure.subset_of, "restates": figure.restates,
        **_party("population", figure.population), **_party("perpetrator", figure.perpetrator),
    }  # fmt: skip


def _party(role: str, party: Party | None) -> Row:
    """Return the columns of a population or perpetrator, named after its role."""
    # Every row has every key, so that a data frame has the same columns whatever was read.
    told = (None, None, None) if party is None else (party.text, party.kind, party.country)
    return dict(zip((role, f"{role}_kind", f"{role}_country"), told, strict=True))


def _settings(figure: Figure) -> Row:
    """Return the columns of where and when."""
    return {**_where(figure.place), **_when(figure.time)}


def _where(place: Place | None) -> Row:
    """Return the columns of a place; coordinates are in decimal degrees."""
    # The report's own words come first; the gazetteer's name may be spelt otherwise: "Derna", "Darnah".
    keys = ("place", "place_name", "place_country", "latitude", "longitude", "precision")
    told = () if place is None else (place.text, place.name, place.country, place.latitude, place.longitude, place.precision)
    return dict(zip(keys, told or (None,) * len(keys), strict=True))


def _when(time: Time | None) -> Row:
    """Return the columns of a time; the days ``from`` and ``to`` are both included."""
    # A time that was taken over from the sentences before has days and no words.
    keys = ("time", "from", "to", "basis")
    told = () if time is None else (time.text, iso_day(time.first), iso_day(time.last), time.basis)
    return dict(zip(keys, told or (None,) * len(keys), strict=True))


def _said(statement: Statement) -> Row:
    """Return the columns of who says it, and in which words."""
    return {
        "speakers": "; ".join(speaker.text for speaker in statement.speakers) or None, "cue": statement.cue.text if statement.cue else None,
        "stance": statement.stance, "statement": statement.id, "sentence": statement.text,
    }  # fmt: skip
