"""
Rows that wait to be written together, each with its number.
"""
from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Table, func, insert, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError

from according.comparing.days import days_of
from according.comparing.spread import LONG
from according.comparing.terms import line_of, party_words, words_of
from according.ledger.database.schema import (
    chains,
    copies,
    editions,
    figures,
    followed,
    groups,
    place_words,
    places,
    population_words,
    populations,
    publishers,
    raws,
    readings,
    reports,
    seals,
    speakers,
    statements,
)  # fmt: skip
from according.ledger.finding.search import Search
from according.ledger.sharing.offered import OfferedReading, Origin
from according.ledger.writing import namings
from according.ledger.writing.decisions import Arrival
from according.ledger.writing.rows import as_real, dump, pack, write, write_reading
from according.ledger.writing.seals import SEALED, seal_row
from according.names.marks import find_marks
from according.report import Report
from according.statement import Figure, Statement

Row = dict[str, Any]
NUMBERED_TABLES = (reports, copies, readings, statements, figures, editions)
# In the order in which rows refer to each other. The first may be there already and are left as they are.
DISTINCT = (raws, publishers, populations, population_words, places, place_words, speakers)
FILED = (*NUMBERED_TABLES, followed, chains, groups)
# Rows from which a stream is worth being opened.
COPIED_FROM = 50


def insert_new(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Insert the rows whose key is not in the table yet."""
    if rows:
        # The id is the hash of what is named: a row with it says the same already.
        added = sqlite.insert(table) if connection.dialect.name == "sqlite" else postgresql.insert(table)
        connection.execute(added.on_conflict_do_nothing(), rows)


def insert_all(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Insert rows, all with the same columns; PostgreSQL gets many of them in its own stream (COPY)."""
    if len(rows) < COPIED_FROM or connection.dialect.name != "postgresql":
        if rows:
            connection.execute(insert(table), rows)
        return
    columns = [table.c[name] for name in rows[0]]
    # What a type does to its values on the way into a statement is done here, for the stream knows of no types.
    binds = [(column.name, column.type.dialect_impl(connection.dialect).bind_processor(connection.dialect)) for column in columns]
    named = ", ".join(f'"{column.name}"' for column in columns)
    command = f'COPY "{table.name}" ({named}) FROM STDIN'
    driver: Any = connection.dialect.dbapi
    cursor: Any = connection.connection.cursor()
    try:
        with cursor.copy(command) as stream:
            for row in rows:
                stream.write_row([row[name] if bind is None else bind(row[name]) for name, bind in binds])
    except driver.Error as error:
        # As SQLAlchemy does with what fails in a statement of its own: whoever keeps the door tells it in words.
        lost = connection.dialect.is_disconnect(error, connection.connection.dbapi_connection, cursor)
        raise DBAPIError.instance(command, None, error, driver.Error, connection_invalidated=lost, dialect=connection.dialect) from error
    finally:
        cursor.close()


class Batch:
    """
    The rows of one transaction; all are filed ``now``.

    They wait here until :meth:`write`. The transaction must have the writers' turn, for the batch gives out the next numbers of the tables.
    """

    def __init__(self, connection: Connection, now: datetime) -> None:
        self._connection = connection
        self.now = now
        # The turn to write is this transaction's: nobody else gives out the same numbers.
        self._next = {table: (connection.execute(select(func.max(table.c.number))).scalar() or 0) + 1 for table in NUMBERED_TABLES}
        self._rows: dict[Table, list[Row]] = defaultdict(list)
        # The namings that this transaction has taken in.
        self._met: set[str] = set()

    def write(self, search: Search) -> None:
        """Write the rows that wait, and the words of their texts."""
        for table in DISTINCT:
            insert_new(self._connection, table, self._rows[table])
        for table in FILED:
            insert_all(self._connection, table, self._rows[table])
        insert_all(self._connection, seals, [seal_row(table, row) for table in SEALED for row in self._rows[table]])
        search.index(self._connection, "report_words", [(row["number"], row["text"]) for row in self._rows[reports]])
        search.index(self._connection, "statement_words", [(row["number"], row["text"]) for row in self._rows[statements]])
        # The namings met stay noted: they are in their tables now.
        self._rows.clear()

    def has(self, reading: int) -> bool:
        """Say whether a reading waits to be written."""
        return any(row["number"] == reading for row in self._rows[readings])

    def _add(self, table: Table, row: Row) -> int:
        row["number"] = number = self._next[table]
        self._next[table] = number + 1
        self._rows[table].append(row)
        return number

    def _naming(self, table: Table, row: Row) -> str:
        """Take in what may have been named before and return its id."""
        id: str = row["id"]
        if id not in self._met:
            self._met.add(id)
            self._rows[table].append(row)
            # A population and a place are found by each of their words.
            if table is populations:
                self._rows[population_words] += namings.word_rows(row["words"], "population", id)
            if table is places:
                self._rows[place_words] += namings.word_rows(row["name"], "place", id)
        return id

    # -- what a reading is filed under -----------------------------------------------------------------------------

    def add_report(self, report: Report) -> int:
        """Take in a report's text and return its number."""
        marks = dump(find_marks(report.text))
        return self._add(
            reports, {"id": report.id, "filed": self.now, "characters": len(report.text), "marks": marks, "text": report.text}
        )

    def add_copy(self, arrival: Arrival, id: str, of: int, origin: Origin | None = None) -> int:
        """Take in a filing of a report, filed first here or elsewhere, and return its number."""
        report, raw = arrival.reading.report, arrival.raw
        if raw is not None and raw.data is not None:
            self._rows[raws].append({"hash": raw.hash, "data": pack(raw.data)})
        publisher = None if report.publisher is None else self._naming(publishers, namings.publisher_row(report.publisher))
        return self._add(copies, {
            "id": id, "report": of, "path": report.path, "publisher": publisher, "url": report.url, "published": report.published,
            "title": report.title, "tags": dump(report.tags), "filed": self.now,
            "raw": raw and raw.hash, "retrieved": raw and raw.retrieved, "extractor": raw and raw.extractor, **origin_columns(origin),
        })  # fmt: skip

    def add_reading(self, offered: OfferedReading, of: int, copy: int) -> int:
        """Take in a reading, filed first here or elsewhere, with its statements and figures, and return its number."""
        reading, versions = offered.reading, offered.versions
        report, written = reading.report, write_reading(reading)
        number = self._add(readings, {
            "id": offered.id, "report": of, "copy": copy, "package": versions.package, "model": versions.model, "lexicon": versions.lexicon,
            "published": report.published, "title": report.title, "received": write(report),
            "problems": written.problems, "references": written.references, "digest": written.digest, "filed": self.now,
            "turn": offered.turn, "passed_over": written.passed_over if offered.tells_passed_over else None,
            **origin_columns(offered.origin),
        })  # fmt: skip
        for statement, (record, trace, records) in zip(reading.statements, written.statements, strict=True):
            row = {"reading": number, "id": statement.id, "text": statement.text, "record": record, "trace": trace}
            self._add_statement(statement, row, records, report)
        return number

    def add_followed(self, earlier: int, by: int) -> None:
        """Take in that a reading follows an earlier one of its report, or of its page's earlier text."""
        self._rows[followed].append({"reading": earlier, "by": by, "filed": self.now})

    def add_replaced(self, reading: int, by: Mapping[int, datetime]) -> None:
        """Take in that a reading was followed from the beginning, by readings of its page's later texts with their times of filing."""
        self._rows[followed] += [{"reading": reading, "by": later, "filed": filed} for later, filed in by.items()]

    def add_edition(self, address: str, report: int, earlier: int, reading: int, origin: Origin | None = None) -> int:
        """Take in that a text of a page came in place of an earlier one, and return the number of that."""
        row = {"address": address, "report": report, "earlier": earlier, "reading": reading, "filed": self.now}
        return self._add(editions, {**row, **origin_columns(origin)})

    # -- what it holds ---------------------------------------------------------------------------------------------

    def _add_statement(self, statement: Statement, row: Row, records: Sequence[str], report: Report) -> None:
        number = self._add(statements, row)
        for position, one in enumerate(statement.speakers):
            id = self._naming(speakers, namings.speaker_row(one.text, one.name, one.kind, one.country))
            self._rows[chains].append({"statement": number, "position": position, "speaker": id})
        said = {"statement": number, "reading": row["reading"], **said_columns(statement, report)}
        for figure, record in zip(statement.figures, records, strict=True):
            self._add_figure(figure, {**said, "record": record}, report)

    def _add_figure(self, figure: Figure, said: Row, report: Report) -> None:
        row = {**said, **figure_columns(figure), **day_columns(figure, report), "population": None, "place": None}
        if figure.population is not None:
            row["population"] = self._naming(populations, namings.population_row(figure.population))
        if figure.place is not None:
            row["place"] = self._naming(places, namings.place_row(figure.place))
        number = self._add(figures, row)
        # From now on the figure waits for its group.
        self._rows[groups].append({"figure": number, "group_id": None, "line": figure_line(row)})


def origin_columns(origin: Origin | None) -> Row:
    """Return the columns that say in which ledger a row was filed first, where it was not here."""
    return {"ledger": origin and origin.ledger, "filed_there": origin and origin.filed}


def said_columns(statement: Statement, report: Report) -> Row:
    """Return the columns of a statement's figures that say whose words they are: a query tries speakers and publisher there."""
    publisher = None if report.publisher is None else words_of(report.publisher)
    return {"speaker_words": party_words(statement.speakers), "publisher_words": publisher}


def figure_line(row: Mapping[str, Any]) -> str:
    """Return where a figure stands in the line of those that wait for their groups."""
    return line_of(row["measure"], row["unit"], row["place_country"], row["day_last"])


def figure_columns(figure: Figure) -> Row:
    """Return the columns of a figure that come from itself alone."""
    population, perpetrator = figure.population, figure.perpetrator
    return {
        "id": figure.id, "start": figure.number.start, "measure": figure.measure, "unit": figure.unit, "counting": figure.counting,
        "low": as_real(figure.quantity.low), "high": as_real(figure.quantity.high),
        "population_country": population and population.country, "place_country": figure.place and figure.place.country,
        "perpetrator_words": perpetrator and party_words((perpetrator,)), "perpetrator_country": perpetrator and perpetrator.country,
    }  # fmt: skip


def day_columns(figure: Figure, report: Report) -> Row:
    """Return the columns of a figure's days, which may be its report's."""
    first, last = days_of(figure.time, report.published)
    long = first is not None and last is not None and (last - first).days > LONG
    return {"day_first": first, "day_last": last, "long": int(long)}
