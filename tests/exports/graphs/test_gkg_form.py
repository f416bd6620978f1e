"""GKG: 27 columns that our own intake reads again, counts that say no more than the report, words and offsets that fit."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from xml.etree import ElementTree

import pytest
from hypothesis import given
from told import ABOUT, URL, WORDS, tell

from according.exports.exchange.graphs.gkg import COLUMNS_WRITTEN, write_gkg
from according.intake.archives.gkg import COLUMNS_HELD, expand_gkg, is_gkg
from according.intake.source import Source
from according.intake.wishes import Wishes
from according.quantity import Quantity
from according.records import Filing
from according.report import Span
from according.statement import Reading, Time

Row = dict[str, str]


def rows(*items: tuple[Filing, Reading]) -> list[Row]:
    """The cells of a file by their columns, parted as GDELT's readers part them."""
    lines = b"".join(write_gkg(items, ABOUT)).decode("utf8").split("\n")
    assert lines.pop() == ""
    return [dict(zip(COLUMNS_WRITTEN, line.split("\t"), strict=True)) for line in lines]


def blocks(cell: str, joint: str) -> list[list[str]]:
    return [block.split(joint) for block in cell.split(";")[:-1]]


def test_the_columns_are_those_that_are_read() -> None:
    assert len(COLUMNS_WRITTEN) == COLUMNS_HELD


@pytest.mark.parametrize("published", [date(2025, 1, 27), None])
def test_the_intake_reads_it_again(published: date | None) -> None:
    items = [tell("Police", lead=lead, published=published, url=URL + lead) for lead in ("a", "b")]
    data = b"".join(write_gkg(items, ABOUT))
    assert is_gkg(data)
    sources = list(expand_gkg(Source("a.gkg.csv", data=data), Wishes(fetch=True)))
    assert [(source.path, source.refused) for source in sources] == [(URL + "a", None), (URL + "b", None)]
    facts = sources[0].facts
    assert (facts.publisher, facts.published, facts.url) == ("Example Wire", published, URL + "a")


def test_a_record_is_named_by_its_text_and_what_is_not_on_the_web_is_cited() -> None:
    [one, other] = rows(tell(url="/home/me/a.txt"), tell(url=None, title=None, publisher=None, published=None))
    assert one["GKGRECORDID"].startswith("20250127000000-")
    assert other["GKGRECORDID"].startswith("20250201093000-")
    assert other["V2.1DATE"] == "0"
    assert one["V2SOURCECOLLECTIONIDENTIFIER"] == other["V2SOURCECOLLECTIONIDENTIFIER"] == "2"
    assert one["V2DOCUMENTIDENTIFIER"].startswith("Attack, Example Wire, 2025-01-27 [report ")
    assert other["V2DOCUMENTIDENTIFIER"].startswith("[report ")


def test_a_count_has_its_kind_number_object_place_and_offset() -> None:
    item = tell("Police")
    [row] = rows(item)
    at = item[1].statements[0].figures[0].number.start
    assert row["V1COUNTS"] == "KILL#12#soldiers#4#Kursk, Russia#RS##51.73#36.18#;"
    assert row["V2.1COUNTS"] == f"KILL#12#soldiers#4#Kursk, Russia#RS##51.73#36.18##{at};"
    assert (row["V1THEMES"], row["V2ENHANCEDTHEMES"]) == ("KILL;", f"KILL,{at};")
    assert row["V2.1AMOUNTS"] == f"12,soldiers killed,{at};"
    assert blocks(row["V2ENHANCEDLOCATIONS"], "#")[0][:4] == ["4", "Kursk, Russia", "RS", ""]
    assert len(blocks(row["V2ENHANCEDLOCATIONS"], "#")[0]) == 9
    assert row["V2.1ENHANCEDDATES"].startswith("3#1#27#2025#")


@pytest.mark.parametrize(("changed", "counted", "amount"), [
    ({"status": "denied"}, False, True), ({"status": "possible"}, False, True), ({"status": "planned"}, False, True),
    ({"status": "estimated"}, True, True), ({"quantity": Quantity.at_most(12)}, False, True),
    ({"quantity": Quantity(24, 99, "vague")}, False, False), ({"quantity": Quantity.exact(12.5)}, False, True),
    ({"unit": "percent"}, False, False), ({"measure": "missing"}, False, True), ({"implied": True}, True, False),
])  # fmt: skip
def test_a_count_says_no_more_than_the_report(changed: dict[str, object], counted: bool, amount: bool) -> None:
    [row] = rows(tell("Police", **changed))  # type: ignore[arg-type]
    assert (bool(row["V1COUNTS"]), bool(row["V2.1AMOUNTS"])) == (counted, amount)
    # Whatever it is, the last column has it whole.
    assert "<FIGURE " in row["V2EXTRASXML"]


@pytest.mark.parametrize(("precision", "country", "kind"), [
    ("country", "IL", "1"), ("region", "US", "2"), ("city", "US", "3"), ("point", "IL", "4"), ("region", "IL", "5"), (None, None, "4"),
])  # fmt: skip
def test_a_place_has_gdelt_s_kind_and_fips_code(precision: object, country: str | None, kind: str) -> None:
    [row] = rows(tell(place="Land", land=country, precision=precision))
    found = blocks(row["V1LOCATIONS"], "#")[0]
    assert found[0] == kind
    # ISO's IL is FIPS's IS; a country stands for its own division and feature.
    code = {"IL": "IS", "US": "US", None: ""}[country]
    assert found[2] == code
    assert (found[3], found[6]) == ((code, code) if precision == "country" else ("", ""))


def test_palestine_is_neither_the_west_bank_nor_the_gaza_strip() -> None:
    [row] = rows(tell(land="PS", precision="country"))
    assert blocks(row["V1LOCATIONS"], "#")[0][2] == ""


@pytest.mark.parametrize(("first", "last", "grain", "told"), [
    (date(2025, 1, 1), date(2025, 1, 31), "month", "2#1#0#2025"), (date(2024, 1, 1), date(2024, 12, 31), "year", "1#0#0#2024"),
    (date(2001, 1, 1), None, "year", "1#0#0#2001"), (None, date(2025, 3, 3), "day", "3#3#3#2025"),
    (date(2025, 1, 1), date(2025, 1, 5), "day", None), (None, None, None, None),
])  # fmt: skip
def test_a_date_is_as_fine_as_the_words(first: date | None, last: date | None, grain: str | None, told: str | None) -> None:
    item = tell("Police", time=Time(0, 1, "x", first, last, grain=grain))
    [row] = rows(item)
    assert row["V2.1ENHANCEDDATES"] == (f"{told}#0;" if told else "")


def test_the_speakers_stand_by_their_figure_in_the_last_column() -> None:
    [row] = rows(tell("Reuters", "the Interior Ministry", names={"Reuters": "Reuters"}, kind="media"))
    parts = ElementTree.fromstring(f"<ROOT>{row['V2EXTRASXML']}</ROOT>")
    assert parts.findtext("PAGE_TITLE") == "Attack"
    [figure] = parts.findall("ACCORDING/FIGURE")
    assert [speaker.text for speaker in figure.findall("SPEAKER")] == ["Reuters", "the Interior Ministry"]
    assert (figure.get("LOW"), figure.get("HIGH"), figure.get("BOUND")) == ("12", None, "at_least")
    assert figure.findtext("NUMBER") == "at least 12"
    assert row["V1ORGANIZATIONS"] == "Reuters;"


@given(WORDS, WORDS)
def test_a_quotation_is_as_long_as_its_words(speaker: str, people: str) -> None:
    item = tell(speaker, people=people, quoted=True)
    [row] = rows(item)
    start, length, verb, quote = row["V2.1QUOTATIONS"].split("|")
    words = item[1].statements[0].content
    assert (int(start), int(length), len(quote), verb) == (words.start, len(words.text), len(words.text), "said")
    kept = Span(int(start), int(start) + int(length)).slice(item[1].report.text)
    assert kept == words.text
    assert all(mine == theirs or mine == " " or mine == "\ufffd" for mine, theirs in zip(quote, kept, strict=True))


@given(WORDS, WORDS, WORDS, WORDS)
def test_no_words_shift_a_column_or_a_field(speaker: str, people: str, place: str, title: str) -> None:
    item = tell(speaker, people=people, place=place, title=title, publisher=title, url=None, names={speaker: speaker}, lead=title)
    [row] = rows(item)
    assert all(len(block) == 11 for block in blocks(row["V2.1COUNTS"], "#"))
    assert all(len(block) == 7 for block in blocks(row["V1LOCATIONS"], "#"))
    assert all(len(block) == 3 for block in blocks(row["V2.1AMOUNTS"], ","))
    assert all(len(block) == 2 for block in blocks(row["V2.1ALLNAMES"], ","))
    [figure] = ElementTree.fromstring(f"<ROOT>{row['V2EXTRASXML']}</ROOT>").findall("ACCORDING/FIGURE")
    number = item[1].statements[0].figures[0].number
    assert item[1].report.text[int(figure.get("START", "")) : int(figure.get("END", ""))] == number.text


def test_the_hour_is_told_in_utc() -> None:
    filing, reading = tell("Police")
    at = datetime(2025, 1, 27, 1, 30, tzinfo=timezone(timedelta(hours=2)))
    [row] = rows((filing, replace(reading, report=replace(reading.report, published_at=at))))
    assert row["V2.1DATE"] == "20250126233000"
    assert "<PAGE_PRECISEPUBTIMESTAMP>20250126233000<" in row["V2EXTRASXML"]
