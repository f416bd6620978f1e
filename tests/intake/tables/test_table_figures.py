"""Tables of figures: each row a report of the table's publisher, read by its columns."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from according.commands import cli
from according.intake.source import Source
from according.intake.tables.figure_columns import find_meaning, plain_name
from according.intake.tables.mapping import NO_COLUMNS, Columns
from according.intake.tables.recorders import find_recorder
from according.intake.tables.row_text import is_row, read_count, read_quantity, write_row
from according.intake.text import receive
from according.intake.unpacking import unpack
from according.intake.wishes import Wishes
from according.lexicon import default
from according.quantity import Quantity
from according.reading.stated_rows import read_row
from according.statement import Figure, Reading

SERIES = [
    {"report_date": "2024-03-01", "report_source": "Civil Defence", "report_period": 24, "killed": 3, "killed_cum": 40,
     "ext_killed_cum": 40, "killed_women_cum": 11, "injured": 7},
    {"report_date": "2024-03-03", "report_source": "missing", "report_period": 48, "killed_cum": 45, "injured": None, "note": "late"},
    {"report_date": "2024-03-04", "report_source": "Civil Defence", "ext_killed_cum": 46},
]  # fmt: skip
EVENTS = """id,type_of_violence,side_a,side_b,source_article,source_original,where_coordinates,adm_1,latitude,longitude,country,\
date_start,date_end,deaths_a,deaths_b,deaths_civilians,deaths_unknown,best,high,low
#meta,,,,,,,#adm1+name,,,#country,#date+start,,,,,,#affected+killed,,
7,1,Government of Harran,Red Front,Example News; Example Agency,a police officer,Velmar town,Osten province,1.5,36.25,Kenya,\
2014-05-02 00:00:00.000,2014-05-03 00:00:00.000,2,0,3,0,5,7,3
8,1,Government of Harran,Red Front,Example News,,,Osten province,,,Kenya,2014-05-09 00:00:00.000,2014-05-09 00:00:00.000,0,0,0,9,9,4,2
"""


def expand(data: str | bytes, name: str, columns: Columns = NO_COLUMNS) -> tuple[list[Source], list[str]]:
    told: list[str] = []
    held = data.encode() if isinstance(data, str) else data
    return list(unpack([Source(name, data=held)], Wishes(columns=columns, tell=told.append))), told


def read(source: Source) -> Reading:
    assert source.data is not None
    received = receive(source.data.decode(), path=source.path, found=source.facts, problems=source.problems)
    assert received.refused is None
    return read_row(received.report, default())


def figures(reading: Reading) -> list[Figure]:
    return [figure for statement in reading.statements for figure in statement.figures]


def said(reading: Reading) -> list[tuple[str | None, list[str]]]:
    return [
        (statement.speakers[0].text if statement.speakers else None, [figure.number.text for figure in statement.figures])
        for statement in reading.statements
    ]


def test_a_daily_series() -> None:
    sources, (told,) = expand(json.dumps(SERIES), "daily.json")
    assert told == (
        "daily.json: a table of figures: figures = killed, killed_cum, killed_women_cum, injured; day = report_date; place = none; "
        "said by = report_source"
    )
    first, second = read(sources[0]), read(sources[1])
    assert said(first) == [("Civil Defence", ["3", "40", "11", "7"])]
    killed, total, women, _ = figures(first)
    assert (killed.counting, total.counting, women.counting) == ("period", "running", "running")
    assert (women.population and women.population.text, women.subset_of) == ("women", total.id)
    assert killed.time is not None
    assert total.time is not None
    assert (killed.time.first, killed.time.last, killed.time.basis) == (date(2024, 3, 1), date(2024, 3, 1), "on")
    assert (total.time.first, total.time.last, total.time.basis) == (None, date(2024, 3, 1), "as_of")
    assert said(second) == [(None, ["45"])]  # "missing" is nobody
    assert [one.number.text for one in first.passed_over] == ["40"]  # what the publisher has derived
    assert first.report.published == date(2024, 3, 1)
    assert sources[2].refused == "no count in this row: its columns of figures are empty, or hold no numbers"


def test_two_days_that_a_report_covers_end_with_its_day() -> None:
    row = {**SERIES[0], "report_date": "2024-03-03", "report_period": 48}
    killed = figures(read(expand(json.dumps([row]), "a.json")[0][0]))[0]
    assert killed.time is not None
    assert (killed.time.first, killed.time.last, killed.time.basis) == (date(2024, 3, 2), date(2024, 3, 3), "during")


def test_a_dataset_of_events() -> None:
    sources, (told,) = expand(EVENTS, "events.csv")
    assert [source.path for source in sources] == ["events.csv/3", "events.csv/4"]  # tags below the headings are no row
    assert "said by = its publisher" in told
    reading = read(sources[0])
    (statement,) = reading.statements
    assert (statement.speakers, statement.evidence and statement.evidence.text) == ((), "a police officer")
    by_side = {figure.population.text if figure.population else None: figure for figure in statement.figures}
    assert set(by_side) == {"Government of Harran", "Red Front", "civilians", None}
    whole = by_side[None]
    assert (whole.number.text, whole.quantity) == ("5 (3 to 7)", Quantity(3, 7, "range"))
    assert {figure.subset_of for figure in statement.figures if figure is not whole} == {whole.id}
    assert {figure.counting for figure in statement.figures} == {"incident"}
    assert whole.time is not None
    assert whole.place is not None
    assert (whole.time.first, whole.time.last, whole.time.basis) == (date(2014, 5, 2), date(2014, 5, 3), "during")
    place = whole.place
    assert (place.text, place.country, place.latitude, place.longitude) == ("Velmar town", "KE", 1.5, 36.25)


def test_ends_that_contradict_the_number_give_no_figure() -> None:
    reading = read(expand(EVENTS, "events.csv")[0][1])
    assert [figure.number.text for figure in figures(reading)] == ["0", "0", "0"]
    assert [problem.what for problem in reading.problems] == ["the best number, 9, does not lie between 2 and 4; left alone"]


def test_every_figure_has_its_characters() -> None:
    for data, name in ((json.dumps(SERIES[:2]), "a.json"), (EVENTS, "a.csv")):
        for source in expand(data, name)[0]:
            reading = read(source)
            text = reading.report.text
            for statement in reading.statements:
                mentions = [statement.content, statement.cue, statement.evidence, *statement.speakers]
                for figure in statement.figures:
                    mentions += [figure.number, figure.population, figure.place]
                    assert figure.time is not None
                    assert text[figure.time.start : figure.time.end] == figure.time.text
                assert [one for one in mentions if one is not None and text[one.start : one.end] != one.text] == []


def test_the_user_s_column_of_days_is_the_day() -> None:
    data = "Tag,killed\n3/4/2018,4\n25/4/2018,5\n"
    sources, (told,) = expand(data, "a.csv", Columns(date="tag"))
    assert "day = Tag" in told
    time = figures(read(sources[0]))[0].time
    assert time is not None
    assert (time.first, time.text) == (date(2018, 4, 3), "2018-04-03 (3/4/2018)")


def test_a_day_that_could_be_two_is_none() -> None:
    source = expand("date,killed\n3/4/2018,4\n", "a.csv")[0][0]
    assert figures(read(source))[0].time is None
    assert "can be read in two ways" in source.problems[0].what


def test_a_column_of_texts_makes_it_a_table_of_articles() -> None:
    sources, (told,) = expand("text,killed\nTwo died.,2\n", "a.csv")
    assert ("a table of articles" in told, sources[0].data) == (True, b"Two died.")


HEADINGS: Sequence[tuple[str, str | None, str | None, str | None]] = [
    ("killed", "killed", None, None), ("Number of deaths", "killed", None, None), ("civilians_injured", "wounded", "civilian", None),
    ("Minimum deaths", "killed", None, "low"), ("injuriesMax", "wounded", None, "high"), ("POW", "captured", None, None),
    ("Killed (children)", "killed", "child", None), ("med_killed_cum", "killed", "medic", None), ("missing", "missing", None, None),
    ("killed_recovered", None, None, None), ("ext_killed", None, None, None), ("killed percent", None, None, None),
    ("killed_or_injured", None, None, None), ("best", None, None, None), ("personnel", None, None, None), ("deaths_a", None, None, None),
    ("famine_cum", None, None, None), ("date", None, None, None), ("", None, None, None), ("killed by", None, None, None),
]  # fmt: skip


@pytest.mark.parametrize(("heading", "measure", "kind", "bound"), HEADINGS)
def test_what_a_heading_says(heading: str, measure: str | None, kind: str | None, bound: str | None) -> None:
    meaning = find_meaning(heading, frozenset())
    found = (None, None, None) if meaning is None else (meaning.measure, meaning.kind, meaning.bound)
    assert found == (measure, kind, bound)


@pytest.mark.parametrize(("heading", "beside", "measure"), [
    ("best", "deaths_civilians", "killed"), ("personnel", "tank", "casualties"), ("deaths_b", "side_b", "killed"),
])  # fmt: skip
def test_what_a_heading_says_beside_others(heading: str, beside: str, measure: str) -> None:
    meaning = find_meaning(heading, frozenset({beside}))
    assert meaning is not None
    assert meaning.measure == measure


@pytest.mark.parametrize(
    ("words", "quantity"),
    [
        ("12", Quantity.exact(12)), ("1,234", Quantity.exact(1234)), ("1 234 567", Quantity.exact(1234567)), ("5.0", Quantity.exact(5)),
        ("~30", Quantity.about(30)), ("30+", Quantity.at_least(30)), (">= 5", Quantity.at_least(5)), ("up to 9", Quantity.at_most(9)),
        ("5-7", Quantity(5, 7, "range")), ("7-5", None), ("1.234", None), ("1,23", None), ("-3", None), ("some", None), ("", None),
        ("12 killed", None), ("9" * 40, None),
    ],
)  # fmt: skip
def test_what_a_cell_counts(words: str, quantity: Quantity | None) -> None:
    assert read_count(words) == quantity


def test_a_hedge_in_a_column_of_its_own_counts() -> None:
    text = write_row({"date": "2023-03-02", "personnel": "4300", "personnel*": "about", "tank": "8"})
    assert "personnel (personnel*): 4300 (about)" in text
    assert read_quantity("4300 (about)") == Quantity.about(4300)


def test_a_row_does_not_tell_its_table() -> None:
    """The same row of a newer edition, further down and in another file, is the same report."""
    newer = EVENTS.replace("7,1,Gov", "6,1,A,B,,,,,,,Kenya,2014-05-01,2014-05-01,1,0,0,0,1,1,1\n7,1,Gov")
    assert {source.data for source in expand(EVENTS, "a.csv")[0]} < {source.data for source in expand(newer, "b.csv")[0]}


def test_what_looks_like_a_row_in_prose_is_none() -> None:
    assert not is_row("Row of a table of figures, the ministry said.\nkilled: 12")
    assert plain_name("Publication Date") == plain_name("publicationDate") == "publication_date"


def test_the_command_files_rows_once(tmp_path: Path) -> None:
    """End to end, without the language model: a row holds no sentence."""
    table = tmp_path / "daily.json"
    table.write_text(json.dumps(SERIES[:2]), "utf8")
    add = ["add", "--json", "--publisher", "Example Records", "--ledger", str(tmp_path / "l.db"), str(table)]
    first = CliRunner().invoke(cli.app, add)
    assert [json.loads(line)["outcome"] for line in first.stdout.splitlines()] == ["new", "new"]
    assert "said by = report_source" in first.stderr
    table.write_text(json.dumps([{**SERIES[0], "killed": 4}, *SERIES]), "utf8")
    again = CliRunner().invoke(cli.app, add)
    assert [json.loads(line)["outcome"] for line in again.stdout.splitlines()] == ["new", "known", "known", "refused"]
    asked = CliRunner().invoke(cli.app, ["ledger", "--ledger", str(tmp_path / "l.db"), "check"])
    assert asked.exit_code == 0, asked.output


def recorded(*rows: dict[str, object]) -> tuple[list[Source], str]:
    sources, (told,) = expand(json.dumps(rows), "table.json")
    return sources, told


GED = {
    "type_of_violence": "1", "dyad_name": "Government of Harran - Red Front", "side_a": "Government of Harran", "side_b": "Red Front",
    "where_prec": "3", "where_coordinates": "Velmar town", "country": "DR Congo (Zaire)", "latitude": "1.5", "longitude": "36.25",
    "date_start": "2014-05-02", "date_end": "2014-05-03", "deaths_a": "2", "deaths_b": "0", "deaths_civilians": "3", "best": "5",
    "high": "7", "low": "3",
}  # fmt: skip
DAY = {"report_date": "2024-03-01", "report_source": "mohtel", "report_period": 24, "killed": 3, "killed_cum": 40, "ext_killed_cum": 40,
       "injured_cum": 90, "ext_injured_cum": 90}  # fmt: skip


def test_a_recorder_is_known_by_its_columns_and_publishes_its_rows() -> None:
    (source,), told = recorded(GED)
    assert told.startswith("table.json: a table of figures of UCDP: ")
    reading = read(source)
    assert (reading.report.publisher, said(reading)) == ("UCDP", [(None, ["2", "0", "3", "5 (3 to 7)"])])
    own, _, civilians, every = figures(reading)
    assert [one.population and one.population.text for one in (own, civilians)] == ["Government of Harran", "civilians"]
    assert (every.quantity, every.population, every.perpetrator) == (Quantity(3, 7, "range"), None, None)
    place = every.place
    assert place is not None
    assert (place.text, place.country, place.precision, place.latitude) == ("Velmar town", "CD", "district", 1.5)


def test_whoever_names_a_publisher_is_followed() -> None:
    (source,), _ = recorded({**GED, "publisher": "Example Archive"})
    assert read(source).report.publisher == "Example Archive"
    assert find_recorder(["date_start", "best", "low", "high", "deaths_a"]) is None


def test_a_code_of_a_recorder_s_sources_is_who_it_stands_for() -> None:
    (source, other), told = recorded(DAY, {**DAY, "report_date": "2024-03-02", "report_source": "mo"})
    assert "of Tech for Palestine: " in told
    [statement] = read(source).statements
    assert [(one.text, one.name, one.country) for one in statement.speakers] == [("mohtel", "Gaza Ministry of Health", "PS")]
    # A code that is not known is kept as it stands.
    assert [one.text for one in read(other).statements[0].speakers] == ["mo"]


def test_a_list_of_losses_names_nobody_who_did_not_count() -> None:
    (source,), _ = recorded({"date": "2024-03-01", "day": 9, "personnel": 400, "personnel*": "more"})
    reading = read(source)
    assert (reading.report.publisher, said(reading)) == ("2022 Ukraine Russia War dataset", [(None, ["400 (more)"])])
    assert figures(reading)[0].quantity == Quantity.at_least(400)


@pytest.mark.parametrize(("words", "code"), [
    ("Russia (Soviet Union)", "RU"), ("Myanmar (Burma)", "MM"), ("Yemen (North Yemen)", "YE"), ("Serbia (Yugoslavia)", "RS"),
    ("Kenya", "KE"), ("Kenya (Uganda)", None), ("Nowhere (Noland)", None),
])  # fmt: skip
def test_a_country_may_have_its_other_name_in_brackets(words: str, code: str | None) -> None:
    (source,), _ = recorded({**GED, "country": words})
    place = figures(read(source))[0].place
    assert place is not None
    assert place.country == code
