"""
GDELT's Global Knowledge Graph 2.1: one row a report, 27 columns parted by tabs, with counts, quotations, amounts, dates, places and names.

https://data.gdeltproject.org/documentation/GDELT-Global_Knowledge_Graph_Codebook-V2.1.pdf has the columns. GDELT's own files part the
fields of a date by ``#`` where that says a comma, and so does this one. What no column holds stands in the last, which is left to special
data: the title and the author as GDELT writes them, and every figure with its speakers and bounds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from urllib.parse import urlsplit
from xml.etree import ElementTree

from according.comparing.counts import nominal
from according.exports.about import About
from according.exports.exchange.form import Form
from according.exports.exchange.graphs.bodies import nature_of
from according.exports.exchange.graphs.characters import one_line
from according.exports.exchange.graphs.identifiers import web_address
from according.exports.objects.readings import iso_day, plain_number
from according.names.countries import country_names, fips_codes
from according.records import Filing
from according.statement import Figure, Measure, Party, Place, Reading, Statement, Time

COLUMNS_WRITTEN = (
    "GKGRECORDID", "V2.1DATE", "V2SOURCECOLLECTIONIDENTIFIER", "V2SOURCECOMMONNAME", "V2DOCUMENTIDENTIFIER", "V1COUNTS", "V2.1COUNTS",
    "V1THEMES", "V2ENHANCEDTHEMES", "V1LOCATIONS", "V2ENHANCEDLOCATIONS", "V1PERSONS", "V2ENHANCEDPERSONS", "V1ORGANIZATIONS",
    "V2ENHANCEDORGANIZATIONS", "V1.5TONE", "V2.1ENHANCEDDATES", "V2GCAM", "V2.1SHARINGIMAGE", "V2.1RELATEDIMAGES",
    "V2.1SOCIALIMAGEEMBEDS", "V2.1SOCIALVIDEOEMBEDS", "V2.1QUOTATIONS", "V2.1ALLNAMES", "V2.1AMOUNTS", "V2.1TRANSLATIONINFO", "V2EXTRASXML",
)  # fmt: skip
# Of GDELT's kinds of counts those that mean what a measure means. Its AFFECT is of people in need: refugees, the homeless, the stranded.
COUNT_TYPES: dict[Measure, str] = {
    "killed": "KILL", "wounded": "WOUND", "detained": "ARREST", "abducted": "KIDNAP", "seized": "SEIZE", "displaced": "AFFECT",
}  # fmt: skip
WEB_COLLECTION, CITATION_COLLECTION = "1", "2"
# What parts the blocks and the fields of some column or other.
RESERVED = "#;,|"
NO_PLACE = ("0", "", "", "", "", "", "")
# Digits of a report's id that make its number in a record's name: few enough for a whole number of 64 bits.
NUMBER_DIGITS = 12
Told = tuple[Statement, Figure]


def write_gkg(items: Iterable[tuple[Filing, Reading]], about: About) -> Iterator[bytes]:
    """Yield a row for each report, with its end; such a file has no headings, and nowhere to say what it is."""
    for filing, reading in items:
        yield ("\t".join(gkg_cells(filing, reading)) + "\n").encode("utf8")


def gkg_cells(filing: Filing, reading: Reading) -> list[str]:
    """Return a report's cells in the order of :data:`COLUMNS_WRITTEN`."""
    told = [(statement, figure) for statement in reading.statements for figure in statement.figures]
    row = {
        **_document(filing, reading), **_counts([figure for _, figure in told]), **_names(reading),
        "V2.1ENHANCEDDATES": _blocks(_dates(reading), "#"),
        "V2.1QUOTATIONS": "#".join("|".join(quotation) for quotation in _quotations(reading)),
        "V2.1AMOUNTS": _blocks(filter(None, (_amount(figure) for _, figure in told)), ","),
        "V2EXTRASXML": _extras(filing, reading, told),
    }  # fmt: skip
    return [row.get(column, "") for column in COLUMNS_WRITTEN]


def _document(filing: Filing, reading: Reading) -> dict[str, str]:
    """Return which document it is, of which source and day."""
    published, url = _published(filing, reading), web_address(filing.url)
    said = ", ".join(part for part in (filing.title, filing.publisher, iso_day(filing.published)) if part)
    source = filing.publisher or (urlsplit(url).hostname if url else None) or ""
    return {
        "GKGRECORDID": f"{_digits(published or filing.filed)}-{int(filing.id[:NUMBER_DIGITS], 16)}",
        "V2.1DATE": "0" if published is None else _digits(published),
        "V2SOURCECOLLECTIONIDENTIFIER": WEB_COLLECTION if url else CITATION_COLLECTION,
        "V2SOURCECOMMONNAME": one_line(source),
        # What is not on the web is cited; two reports may bear one title, and none has another's id.
        "V2DOCUMENTIDENTIFIER": one_line(url or f"{said} [report {filing.id}]".lstrip()),
    }


def _published(filing: Filing, reading: Reading) -> datetime | None:
    """Return when a report was published, at midnight where only its day is known; ``None`` where it is not."""
    if reading.report.published_at is not None and reading.report.published == filing.published:
        return reading.report.published_at.astimezone(UTC)
    day = filing.published
    return None if day is None else datetime(day.year, day.month, day.day, tzinfo=UTC)


def _digits(time: datetime) -> str:
    return f"{time.year:04}{time:%m%d%H%M%S}"


def _counts(figures: list[Figure]) -> dict[str, str]:
    """Return the counts with their kinds as themes, and the places of all figures."""
    counts = [(found, figure.number.start) for figure in figures if (found := _count(figure)) is not None]
    places = {(figure.place.start, _place(figure.place)): figure.place for figure in figures if figure.place is not None}
    return {
        # The first form has a count once, the second each mention of it.
        "V1COUNTS": _blocks(dict.fromkeys(found for found, _ in counts), "#"),
        "V2.1COUNTS": _blocks([(*found, str(at)) for found, at in counts], "#"),
        "V1THEMES": _blocks(dict.fromkeys((found[0],) for found, _ in counts), ","),
        "V2ENHANCEDTHEMES": _blocks([(found[0], str(at)) for found, at in counts], ","),
        "V1LOCATIONS": _blocks(dict.fromkeys(found for _, found in places), "#"),
        # The second form has the second division before the latitude, and where the name stands.
        "V2ENHANCEDLOCATIONS": _blocks([(*found[:4], "", *found[4:], str(at)) for at, found in places], "#"),
    }


def _count(figure: Figure) -> tuple[str, ...] | None:
    """
    Return a figure as a count, ``None`` where it would say more than the report does.

    A count is one number that is taken as so: a share, "dozens", "up to 50" and what is denied, feared or planned are none.
    """
    kind, low = COUNT_TYPES.get(figure.measure), figure.quantity.low
    plain = figure.quantity.bound != "vague" and figure.status in ("asserted", "estimated") and figure.unit != "percent"
    if kind is None or low is None or not plain or low != int(low):
        return None
    people = _cell(figure.population.text) if figure.population is not None else ""
    return (kind, str(int(low)), people, *(NO_PLACE if figure.place is None else _place(figure.place)))


def _amount(figure: Figure) -> tuple[str, ...] | None:
    """Return a figure as an amount that the text names; GDELT takes no shares, and vague words name none."""
    if figure.implied or figure.unit == "percent" or figure.quantity.bound == "vague":
        return None
    people = _cell(figure.population.text) if figure.population is not None else ""
    return str(plain_number(nominal(figure.quantity))), f"{people} {figure.measure}".strip(), str(figure.number.start)


def _place(place: Place) -> tuple[str, ...]:
    """
    Return a place's kind, name, country, first division, latitude, longitude and feature.

    The country's code is that of FIPS 10-4. Divisions and features have codes of other lists, which are not known here.
    """
    fips = fips_codes().get(place.country or "", "")
    country = place.precision == "country"
    name, land = place.name or place.text, country_names().get(place.country or "")
    name = name if land is None or land in name else f"{name}, {land}"
    where = ("" if degrees is None else str(plain_number(degrees)) for degrees in (place.latitude, place.longitude))
    # A country stands for its own division and feature.
    return (_place_kind(place), _cell(name, "#;|"), fips, fips if country else "", *where, fips if country else "")


def _place_kind(place: Place) -> str:
    """Return GDELT's kind of a place: 1 country, 2 and 5 a state, 3 and 4 a town or landmark; those of the United States have their own."""
    if place.precision == "country":
        return "1"
    american = place.country == "US"
    return ("2" if american else "5") if place.precision == "region" else "3" if american else "4"


def _names(reading: Reading) -> dict[str, str]:
    """Return the names of persons and bodies, as far as the words say what they are, and all names."""
    parties = [party for statement in reading.statements for party in _parties(statement) if party.name is not None]
    rows: dict[str, list[tuple[str, str]]] = {"": [], "person": [], "body": []}
    for party in sorted(dict.fromkeys(parties), key=lambda party: party.start):
        name = party.name or ""
        row = (_cell(name), str(party.start + max(party.text.find(name), 0)))
        for kind in {"", nature_of(party) or ""}:
            rows[kind].append(row)
    return {
        **{f"V1{column}": _blocks(dict.fromkeys((name,) for name, _ in rows[kind]), ",") for column, kind in _NAMED},
        **{f"V2ENHANCED{column}": _blocks(rows[kind], ",") for column, kind in _NAMED},
        "V2.1ALLNAMES": _blocks(rows[""], ","),
    }


_NAMED = (("PERSONS", "person"), ("ORGANIZATIONS", "body"))


def _parties(statement: Statement) -> Iterator[Party]:
    yield from statement.speakers
    for figure in statement.figures:
        yield from (party for party in (figure.population, figure.perpetrator) if party is not None)


def _dates(reading: Reading) -> Iterator[tuple[str, ...]]:
    """Yield the times that the text names and that are one day, one month or one year."""
    times = (time for statement in reading.statements for time in (statement.time, *(figure.time for figure in statement.figures)))
    for time in dict.fromkeys(time for time in times if time is not None):
        if time.start is not None and (date := _date(time)) is not None:
            yield (*date, str(time.start))


def _date(time: Time) -> tuple[str, ...] | None:
    """Return how finely a date is known (1 year, 2 month, 3 day), its month, day and year; what is not known is 0."""
    # Of a stretch that is open at one end the words name the other end.
    first, last = time.first or time.last, time.last or time.first
    if first is None or last is None:
        return None
    if time.grain == "year" and first.year == last.year:
        return "1", "0", "0", str(first.year)
    if time.grain == "month" and (first.year, first.month) == (last.year, last.month):
        return "2", str(first.month), "0", str(first.year)
    return ("3", str(first.month), str(first.day), str(first.year)) if first == last and time.grain in ("day", None) else None


def _quotations(reading: Reading) -> Iterator[tuple[str, ...]]:
    """Yield the quotations: where each stands, how long it is, the verb that reports it, and its words."""
    for statement in reading.statements:
        if statement.quoted:
            words, verb = statement.content, statement.cue.text if statement.cue is not None else ""
            # A character for a character, so that the length is still that of the words.
            yield str(words.start), str(words.end - words.start), _cell(verb), one_line(words.text, "#|")


def _extras(filing: Filing, reading: Reading, told: list[Told]) -> str:
    """Return what no column holds: title, author and hour as GDELT writes them, and the figures whole."""
    said = {"PAGE_TITLE": filing.title, "PAGE_AUTHORS": reading.report.author}
    if reading.report.published_at is not None:
        said["PAGE_PRECISEPUBTIMESTAMP"] = _digits(reading.report.published_at.astimezone(UTC))
    parts = []
    for name, text in said.items():
        if text:
            parts.append(ElementTree.Element(name))
            parts[-1].text = one_line(text)
    if told:
        parts.append(ElementTree.Element("ACCORDING", {"REPORT": filing.id}))
        parts[-1].extend(_figure(statement, figure) for statement, figure in told)
    return "".join(ElementTree.tostring(part, "unicode") for part in parts)


def _figure(statement: Statement, figure: Figure) -> ElementTree.Element:
    """Return a figure with its bounds, its exact place in the text and its speakers, the outermost first."""
    quantity, number, time = figure.quantity, figure.number, figure.time
    held = {
        "ID": figure.id, "START": number.start, "END": number.end, "LOW": plain_number(quantity.low), "HIGH": plain_number(quantity.high),
        "BOUND": quantity.bound, "UNIT": figure.unit, "MEASURE": figure.measure, "STATUS": figure.status, "COUNTING": figure.counting,
        "FROM": iso_day(time.first) if time else None, "TO": iso_day(time.last) if time else None,
        "PART_OF": figure.subset_of, "REPEATS": figure.restates,
    }  # fmt: skip
    made = ElementTree.Element("FIGURE", {name: str(value) for name, value in held.items() if value is not None})
    ElementTree.SubElement(made, "NUMBER").text = one_line(number.text)
    for speaker in statement.speakers:
        ElementTree.SubElement(made, "SPEAKER", {"START": str(speaker.start), "END": str(speaker.end)}).text = one_line(speaker.text)
    return made


def _cell(text: str, reserved: str = RESERVED) -> str:
    """Return words for a field: on one line, without what parts fields."""
    return " ".join(one_line(text, reserved).split())


def _blocks(rows: Iterable[tuple[str, ...]], joint: str) -> str:
    """Return rows as blocks, each with a semicolon behind it, as GDELT's own files have them."""
    return "".join(joint.join(row) + ";" for row in rows)


GKG = Form(
    "gkg", "GDELT Global Knowledge Graph 2.1", ".gkg.csv", "text/tab-separated-values", {"reports": write_gkg},
    lacks=(
        "A count has no speaker and one number, the lowest that the words allow; speakers and bounds are in the last column alone.",
        "Counts are of people killed, wounded, detained, abducted or displaced and of what was seized; the other measures are amounts "
        "only.",
        "Shares and vague numbers are no counts and no amounts; what is denied, feared, planned or “up to” is an amount and no count.",
        "Times that are no single day, month or year, and codes of divisions and places; tone and themes other than the counts' are "
        "not read.",
        "The text itself, the hour's zone, and what the file is of; characters that part fields become blanks.",
    ),
    source="https://data.gdeltproject.org/documentation/GDELT-Global_Knowledge_Graph_Codebook-V2.1.pdf",
    mute=True,
)  # fmt: skip
