"""The check: a sound ledger has no problems, and every kind of tampering is told."""
from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from backends import VERSIONS
from drafts import draft, make_reading
from sqlalchemy import text

from according.ledger.store import SqlLedger
from according.records import Ruling
from according.report import Raw, Span
from according.statement import Mention, Problem, Reference, Step

READING = make_reading(draft(12, country="KP", by="Russian forces"), draft(30, speaker="Police"), publisher="BBC", headline=Span(0, 4))


def filed(ledger: SqlLedger) -> SqlLedger:
    ledger.add(READING, raw=Raw("ab" * 32))
    ledger.versions = replace(VERSIONS, package="0.2")
    ledger.add(READING)
    ledger.add(replace(READING, report=replace(READING.report, publisher="Reuters")))
    ledger.file_ruling(Ruling("accept", READING.statements[0].figures[0].id, "me", "checked", datetime.now(UTC)))
    return ledger


def problems(ledger: SqlLedger) -> list[str]:
    return [problem.what for problem in ledger.check()]


def test_a_sound_ledger_has_no_problems(ledger: SqlLedger) -> None:
    assert problems(ledger) == []
    assert problems(filed(ledger)) == []


@pytest.mark.parametrize(("tampering", "told"), [
    ("UPDATE reports SET text = replace(text, '12', '21')", "the id is not the hash of its text"),
    ("UPDATE reports SET characters = 7", "had 7 when it was filed"),
    ("UPDATE copies SET published = '2024-01-01'", "copy .*: the id is not the hash"),
    ("UPDATE copies SET raw = 'none'", "is no SHA-256"),
    ("UPDATE readings SET model = 'other'", "reading .*: the id is not the hash"),
    ("UPDATE readings SET problems = '[{\"start\":0,\"end\":1,\"what\":\"x\"}]'", "its statements are not those that were filed"),
    ("UPDATE statements SET record = replace(record, 'The army', 'Nobody!!')", "speakers 'Nobody!!' does not stand here"),
    ("UPDATE statements SET trace = '[]'", "its statements are not those that were filed"),
    ("UPDATE figures SET record = replace(record, '\"high\":12', '\"high\":99')", "not those that were filed"),
    ("UPDATE figures SET record = replace(record, 'killed', 'seized')", "figure .*: the id is not the hash"),
    ("UPDATE figures SET place_country = 'XX', low = 0", "low, place_country in the columns that are searched differ"),
    ("UPDATE figures SET record = 'x'", "a row of it cannot be read"),
    ("UPDATE figures SET record = replace(record, '\"low\":12', '\"low\":99')", r"a row of it cannot be read \(no such count"),
    ("UPDATE rulings SET who = 'you'", "ruling .*: the id is not the hash"),
    ("UPDATE rulings SET subject = 'nobody'", "is on nobody, which is not there"),
    ("UPDATE rulings SET kind = 'side'", "is on [0-9a-f]{16}, which is not there"),
    ("UPDATE rulings SET undoes = 'nothing'", "takes back nothing, which is not there"),
    ("DELETE FROM followed", "followed: 1 row missing of readings"),
    ("DELETE FROM groups WHERE figure = 3", "groups: 1 row of newest readings' figures missing"),
    ("INSERT INTO groups (figure, line) VALUES (1, '')", "groups: 1 row of no newest reading's figure"),
    ("DELETE FROM population_words; DELETE FROM report_words", "report_words: "),
    ("DELETE FROM population_words", "population_words: 0 words are kept, populations has 2"),
    ("UPDATE population_words SET word = 'miner'", "population_words: 2 rows of words that the population does not have"),
    ("DELETE FROM place_words", "place_words: 0 words are kept, places has "),
    ("UPDATE place_words SET word = 'minsk'", "place_words: .* of words that the place does not have"),
    ("UPDATE figures SET speaker_words = ' navy'", "speaker_words in the columns that are searched differ"),
    ("UPDATE figures SET publisher_words = NULL", "publisher_words in the columns that are searched differ"),
    ("UPDATE figures SET reading = 2 WHERE number = 1", "is said to be of another reading than its statement"),
    ("UPDATE populations SET words = ' miners'", r"populations: .* is not what was named \(id\)"),
    ("UPDATE populations SET country = 'XX'", r"populations: .* is not what was named \(id\)"),
    ("UPDATE places SET name = 'kyiv'", r"places: .* is not what was named \(id\)"),
    ("UPDATE places SET region = 'XX', latitude = 1", r"places: .* is not what was named \(id\)"),
    ("UPDATE publishers SET words = ' reuters'", r"publishers: .* is not what was named \(words\)"),
    ("UPDATE speakers SET text = 'The navy'", r"speakers: .* is not what was named \(id\)"),
    ("UPDATE chains SET position = position + 1", "the chain of its speakers differs from the statement's"),
    ("DELETE FROM chains", "the chain of its speakers differs from the statement's"),
    ("UPDATE statements SET id = 'other'", "the id in its column differs from the statement's"),
    ("UPDATE readings SET published = '2024-01-01'", "published in its columns differ from what was received"),
    ("UPDATE readings SET title = 'Other'", "title in its columns differ from what was received"),
    ("UPDATE readings SET received = replace(received, 'BBC', 'CNN')", "the id of its copy differs from that of what was received"),
    ("UPDATE reports SET marks = '[]'", "by which its story is known are not those of its text"),
    ("UPDATE copies SET title = 'Other'", "copies: row .* is not what it was when it was filed"),
    ("UPDATE copies SET path = 'other.txt', tags = '[\"x\"]'", "copies: row .* is not what it was when it was filed"),
    ("UPDATE groups SET line = 'first of all'", "the place in line of figure .* is not what its columns say"),
    ("UPDATE followed SET filed = '2020-01-01T00:00:00.000000+00:00'", "followed: 1 row with another time than the reading's"),
])  # fmt: skip
def test_tampering_is_told(ledger: SqlLedger, tampering: str, told: str) -> None:
    import re

    with filed(ledger)._door.writing() as connection:
        for statement in tampering.split("; "):
            connection.execute(text(statement.replace(":", "\\:")))
    assert any(re.search(told, problem) for problem in problems(ledger)), problems(ledger)


def test_one_row_that_cannot_be_read_hides_no_other(ledger: SqlLedger) -> None:
    ledger.add_all([(make_reading(draft(12), before=f"No {number}."), None) for number in range(5)])
    with ledger._door.writing() as connection:
        connection.execute(text("UPDATE figures SET record = 'x' WHERE number = 2"))
        connection.execute(text("UPDATE figures SET low = 0 WHERE number = 4"))
    first, second = problems(ledger)
    assert "a row of it cannot be read" in first
    assert "low in the columns" in second


def test_rows_that_lead_nowhere_are_told(file_ledger: SqlLedger) -> None:
    filed(file_ledger)
    with file_ledger._door.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
        connection.exec_driver_sql("DELETE FROM publishers")
        connection.exec_driver_sql("DELETE FROM places")
        connection.exec_driver_sql("DELETE FROM copies WHERE number = 1")
        connection.exec_driver_sql("PRAGMA foreign_keys=ON")
    found = problems(file_ledger)
    for told in ("copies: 1 row leading to publishers ", "figures: 4 rows leading to places ", "readings: 2 rows leading to copies "):
        assert any(problem.startswith(told) for problem in found), (told, found)


def test_words_that_stand_elsewhere_are_told_with_their_place(ledger: SqlLedger) -> None:
    figure = replace(READING.statements[0].figures[0], number=Mention(0, 2, "12"))
    statement = replace(READING.statements[0], figures=(figure,), trace=(Step("x", 5, 9999, ""),))
    beside = Reference(Mention(0, 3, "The"), Mention(4, 9, "navy!"))
    ledger.add(replace(READING, statements=(statement,), references=(beside,), problems=(Problem(7, 9999, "x"),)))
    found = list(ledger.check())
    assert any(problem.start == 0 and "number '12' does not stand here" in problem.what for problem in found)
    assert any("stands_for 'navy!' does not stand here" in problem.what for problem in found)
    assert sum("lies outside the text" in problem.what for problem in found) == 2


def test_a_source_that_corrected_its_title_is_no_damage(ledger: SqlLedger) -> None:
    """The copy keeps the first title and path; the reading that follows has others, at another time and in one go."""
    page = replace(READING.report, url="https://ap.example/1")
    reports = [replace(page, title=title, path=f"{title}.txt") for title in ("First", "Second", "Third")]
    ledger.add(replace(READING, report=reports[0]))
    ledger.add_all([(replace(READING, report=report), None) for report in reports[1:]])
    assert ledger.contents().readings == 3
    assert problems(ledger) == []


def test_a_place_on_whole_degrees_is_one_place_and_no_damage(ledger: SqlLedger) -> None:
    """Coordinates are floating point in their columns: 36 is 36.0 there, and the id must be the hash of that."""
    for number, (latitude, longitude) in enumerate([(51, 0), (51.0, -0.0)]):
        made = make_reading(draft(12), before=f"No {number}.")
        [statement] = made.statements
        [figure] = statement.figures
        assert figure.place is not None
        figure = replace(figure, place=replace(figure.place, latitude=latitude, longitude=longitude))
        ledger.add(replace(made, statements=(replace(statement, figures=(figure,)),)))
    with ledger._door.reading() as connection:
        assert connection.execute(text("SELECT count(*) FROM places")).scalar_one() == 1
    assert problems(ledger) == []
