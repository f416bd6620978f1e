"""JSON-LD: annotations hold to the musts of the W3C, claims to schema.org's names, and a review is a person's."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from told import ABOUT, URL, WORDS, file_figure, tell

from according.exports.exchange.graphs.characters import writable
from according.exports.exchange.graphs.claimreview import write_claims, write_reviews
from according.exports.exchange.graphs.webannotation import annotate_reports, annotate_statements
from according.quantity import Quantity
from according.reckoning.reckon import reckon_all
from according.records import FiledFigure, Filing, Ruling
from according.statement import Reading

IRI = {"type": "string", "pattern": r"^(https?://|urn:uuid:|ni:///)\S*$"}
# The musts of https://www.w3.org/TR/annotation-model/ 3.1, 3.2.4, 4.1 to 4.3, 5.1 and 5.2, for what is written here.
ANNOTATION = {
    "type": "object", "required": ["@context", "id", "type", "target"],
    "properties": {
        "@context": {"const": "http://www.w3.org/ns/anno.jsonld"}, "id": IRI, "type": {"const": "Annotation"},
        "motivation": {"enum": ["describing"]}, "created": {"type": "string", "format": "date-time"},
        "body": {"type": "array", "items": {"oneOf": [
            {"required": ["type", "value"], "properties": {
                "type": {"const": "TextualBody"}, "value": {"type": "string"}, "purpose": {"const": "describing"},
                "format": {"type": "string"}, "language": {"type": "string"},
            }},
            {"required": ["id", "type"], "properties": {"id": IRI, "type": {"const": "Claim"}}},
        ]}},
        "target": {
            "type": "object", "required": ["source", "selector"],
            "properties": {
                "type": {"const": "SpecificResource"}, "source": IRI,
                "state": {"required": ["type", "cached"], "properties": {"type": {"const": "TimeState"}, "cached": IRI}},
                "selector": {"type": "array", "items": {"oneOf": [
                    {"required": ["type", "exact"], "properties": {
                        "type": {"const": "TextQuoteSelector"}, "exact": {"type": "string"}, "prefix": {"type": "string"},
                        "suffix": {"type": "string"},
                    }},
                    {"required": ["type", "start", "end"], "properties": {
                        "type": {"const": "TextPositionSelector"}, "start": {"type": "integer", "minimum": 0},
                        "end": {"type": "integer", "minimum": 0},
                    }},
                ]}},
            },
        },
    },
}  # fmt: skip
COLLECTION = {
    "type": "object", "required": ["@context", "id", "type", "total", "first"],
    "properties": {
        "@context": {"const": "http://www.w3.org/ns/anno.jsonld"}, "id": IRI, "type": {"const": "AnnotationCollection"},
        "total": {"type": "integer", "minimum": 0}, "label": {"type": "string"},
        "first": {
            "type": "object", "required": ["id", "type", "items"],
            "properties": {
                "id": IRI, "type": {"const": "AnnotationPage"}, "partOf": IRI, "startIndex": {"type": "integer", "minimum": 0},
                "items": {"type": "array", "items": ANNOTATION},
            },
        },
    },
}  # fmt: skip


def annotations(*items: tuple[Filing, Reading], statements: bool = False) -> list[dict[str, Any]]:
    told = ((filing, statement) for filing, reading in items for statement in reading.statements)
    pieces = annotate_statements(told, ABOUT) if statements else annotate_reports(items, ABOUT)
    found = json.loads(b"".join(pieces))
    jsonschema.validate(found, COLLECTION, format_checker=jsonschema.FormatChecker())
    assert found["total"] == len(found["first"]["items"])
    return list(found["first"]["items"])


def claims(*figures: FiledFigure) -> list[dict[str, Any]]:
    feed = json.loads(b"".join(write_claims(figures, ABOUT)))
    assert (feed["@context"], feed["@type"]) == ("https://schema.org", "DataFeed")
    return [item for element in feed["dataFeedElement"] for item in element["item"]]


def properties(claim: dict[str, Any]) -> dict[str, Any]:
    return {one["name"]: one["value"] for one in claim["about"]["additionalProperty"]}


def test_none_and_many_are_collections() -> None:
    assert annotations() == []
    assert len(annotations(*(tell("Police", lead=lead) for lead in ("a", "b", "c")))) == 3
    assert claims() == []


@pytest.mark.parametrize("statements", [False, True])
@given(lead=WORDS, speaker=WORDS, people=WORDS)
def test_quotation_and_position_select_the_same_words(statements: bool, lead: str, speaker: str, people: str) -> None:
    item = tell(speaker, people=people, lead=lead)
    [found] = annotations(item, statements=statements)
    quotation, position = found["target"]["selector"]
    text = item[1].report.text
    # Positions count code points, of which "😀" is one; half a character is read back as U+FFFD.
    assert text[position["start"] : position["end"]] == quotation["exact"] == "at least 12"
    around = text[max(0, position["start"] - len(quotation["prefix"])) : position["end"] + len(quotation["suffix"])]
    told = quotation["prefix"] + quotation["exact"] + quotation["suffix"]
    assert len(told) == len(around)
    assert all(mine == theirs or mine == "\ufffd" for mine, theirs in zip(told, around, strict=True))


def test_a_page_of_the_web_is_the_source_and_the_text_as_received_its_state() -> None:
    item = tell("Police")
    [paged], [local] = annotations(item), annotations(tell("Police", url="/home/me/a.txt"))
    assert paged["target"]["source"] == URL
    assert paged["target"]["state"]["cached"] == local["target"]["source"]
    assert local["target"]["source"].startswith("ni:///sha-256-128;")
    assert "state" not in local["target"]


def test_the_number_is_the_innermost_speaker_s_and_the_chain_is_kept() -> None:
    figure = file_figure(tell("Reuters", "the Interior Ministry", "President Jan Novak", names={"President Jan Novak": "Jan Novak"}))
    [claim] = claims(figure)
    assert claim["author"] == {"@type": "Person", "name": "Jan Novak", "description": "President Jan Novak"}
    assert properties(claim)["speakers"] == ["Reuters", "the Interior Ministry", "President Jan Novak"]
    [told] = annotations(tell("Reuters", "the Interior Ministry", "President Jan Novak"))
    assert told["body"][0]["value"].startswith("Reuters, citing the Interior Ministry, citing President Jan Novak: at least 12 soldiers")


def test_the_report_s_own_voice_is_nobody_s_and_an_unknown_one_has_no_type() -> None:
    [own], [unknown] = claims(file_figure(tell())), claims(file_figure(tell("Novak", names={"Novak": "Novak"})))
    assert "author" not in own
    assert unknown["author"] == {"name": "Novak"}


@pytest.mark.parametrize(("quantity", "ends"), [
    (Quantity.exact(12), (12, 12, 12)), (Quantity.at_least(12), (12, None, None)), (Quantity.at_most(12), (None, 12, None)),
    (Quantity(10, 12, "range"), (10, 12, None)), (Quantity.about(2.5), (2.5, 2.5, 2.5)),
])  # fmt: skip
def test_a_number_has_the_ends_that_it_has(quantity: Quantity, ends: tuple[float | None, ...]) -> None:
    [claim] = claims(file_figure(tell("Police", quantity=quantity)))
    assert tuple(claim["about"].get(name) for name in ("minValue", "maxValue", "value")) == ends
    assert properties(claim)["bound"] == quantity.bound


@given(WORDS, WORDS)
def test_words_and_offsets_come_back(speaker: str, people: str) -> None:
    item = tell(speaker, people=people)
    [claim] = claims(file_figure(item))
    held, text = properties(claim), item[1].report.text
    assert text[held["start"] : held["end"]] == held["number"]
    assert len(claim["text"]) == held["statement_end"] - held["statement_start"]
    assert held["speakers"] == [writable(speaker)]


# -- reviews -------------------------------------------------------------------------------------------------------


def reviewed(*kinds: tuple[str, dict[str, Any]]) -> list[dict[str, Any]]:
    """What is written of one figure that people ruled on, one after another."""
    figure = file_figure(tell("Police"))
    when = datetime(2025, 2, 3, tzinfo=UTC)
    rulings = [
        Ruling(kind, figure.id, "ann", f"why {at}", when + timedelta(hours=at), **more)  # type: ignore[arg-type]
        for at, (kind, more) in enumerate(kinds)
    ]
    feed = json.loads(b"".join(write_reviews(reckon_all([figure], rulings), ABOUT)))
    return [item for element in feed["dataFeedElement"] for item in element["item"]]


def test_what_nobody_ruled_on_is_a_claim() -> None:
    [claim] = reviewed()
    assert claim["@type"] == "Claim"


@pytest.mark.parametrize(("kind", "more", "word"), [
    ("accept", {}, "accepted"), ("reject", {}, "rejected"), ("correct", {"field": "low", "value": 700}, "corrected: low 700"),
])  # fmt: skip
def test_a_ruling_is_a_review_in_its_own_words(kind: str, more: dict[str, Any], word: str) -> None:
    [review] = reviewed((kind, more))
    assert review["@type"] == "ClaimReview"
    assert review["author"] == {"@type": "Person", "name": "ann"}
    assert (review["reviewBody"], review["datePublished"]) == ("why 0", "2025-02-03T00:00:00+00:00")
    # The word of the ruling, and no grade that nobody gave.
    assert review["reviewRating"] == {"@type": "Rating", "alternateName": word}
    assert review["itemReviewed"]["@type"] == "Claim"
    assert review["claimReviewed"].startswith("Police: ")


def test_only_rulings_that_stand_are_reviews() -> None:
    assert [one["reviewRating"]["alternateName"] for one in reviewed(("accept", {}), ("reject", {}))] == ["rejected"]


def test_rulings_on_two_figures_are_no_verdicts() -> None:
    one, other = (file_figure(tell("Police", lead=lead)) for lead in ("a ", "b "))
    ruling = Ruling("same-event", one.id, "ann", "one attack", datetime(2025, 2, 3, tzinfo=UTC), other.id)
    feed = json.loads(b"".join(write_reviews(reckon_all([one, other], [ruling]), ABOUT)))
    assert {item["@type"] for element in feed["dataFeedElement"] for item in element["item"]} == {"Claim"}


def test_the_day_and_the_place_are_told() -> None:
    [claim] = claims(file_figure(tell("Police", published=date(2025, 1, 28))))
    assert (claim["datePublished"], claim["temporalCoverage"]) == ("2025-01-28", "2025-01-27")
    assert claim["contentLocation"]["address"]["addressCountry"] == "RU"
    assert claim["contentLocation"]["description"] == "known to the city"
    assert claim["appearance"]["url"] == URL
