"""STIX: a bundle that the library of OASIS takes under its strict rules, with ids that stay and every number by the one who gave it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from stix2 import parse
from told import ABOUT, FILED, WORDS, file_figure, fill, tell

from according.exports.about import About
from according.exports.exchange.graphs.characters import writable
from according.exports.exchange.graphs.stix import bundle_events, bundle_figures
from according.exports.exchange.graphs.stix_objects import EXTENSION
from according.ledger.store import SqlLedger
from according.reckoning.events.event import Event
from according.records import FiledFigure

Object = dict[str, Any]


def objects(*figures: FiledFigure, about: About = ABOUT) -> list[Object]:
    return checked(b"".join(bundle_figures(figures, about)))


def checked(data: bytes) -> list[Object]:
    """The objects of a bundle that is whole: strictly of STIX 2.1, each id once, no null and nothing empty, no name without its object."""
    bundle = parse(data.decode("utf8"), allow_custom=False, version="2.1")
    held: list[Object] = json.loads(data)["objects"]
    assert [one["id"] for one in held] == [one.id for one in bundle.objects]
    ids = {one["id"] for one in held}
    assert len(ids) == len(held)
    for name, value in walk(held):
        assert value is not None
        assert value not in ("", [], {}) or name in ("content", "text", "name")
        if name.endswith(("_ref", "_refs")) and name not in ("subset_of_ref", "restates_ref"):
            assert ids.issuperset([value] if isinstance(value, str) else value), name
    return held


def walk(value: Any, name: str = "") -> list[tuple[str, Any]]:
    inner = value.items() if isinstance(value, dict) else [(name, one) for one in value] if isinstance(value, list) else []
    return [(name, value), *(found for key, one in inner for found in walk(one, key))]


def of(held: list[Object], kind: str) -> list[Object]:
    return [one for one in held if one["type"] == kind]


def test_an_empty_bundle_is_one() -> None:
    assert [one["type"] for one in objects()] == ["identity", "extension-definition"]


def test_a_figure_is_a_note_on_its_report_its_speakers_and_its_place() -> None:
    held = objects(file_figure(tell("Reuters", "the Interior Ministry", names={"Reuters": "Reuters"}, kind="media")))
    [note], [document], [place] = of(held, "note"), of(held, "report"), of(held, "location")
    maker, outer, inner = of(held, "identity")
    assert (maker["identity_class"], outer["identity_class"], inner["identity_class"]) == ("system", "organization", "organization")
    assert note["object_refs"] == [document["id"], outer["id"], inner["id"], place["id"]]
    assert document["object_refs"] == [outer["id"], inner["id"], place["id"], note["id"]]
    assert note["abstract"] == "Reuters, citing the Interior Ministry: at least 12 soldiers killed, Kursk, 27 January 2025"
    assert (place["city"], place["country"], place["precision"]) == ("Kursk", "RU", 10000.0)
    assert document["published"] == "2025-01-27T00:00:00Z"
    assert document["external_references"][0]["source_name"] == "Example Wire"


def test_the_number_is_the_innermost_speaker_s() -> None:
    held = objects(file_figure(tell("Reuters", "the Interior Ministry")))
    told = of(held, "note")[0]["extensions"][EXTENSION]
    assert [one["text"] for one in told["speakers"]] == ["Reuters", "the Interior Ministry"]
    assert told["said_by_ref"] == told["speakers"][-1]["identity_ref"] == of(held, "identity")[-1]["id"]
    assert (told["low"], told.get("high"), told["bound"], told["number"]["text"]) == (12, None, "at_least", "at least 12")
    [own] = of(objects(file_figure(tell())), "note")
    assert not {"speakers", "said_by_ref"} & own["extensions"][EXTENSION].keys()


@given(speaker=WORDS, people=WORDS, place=WORDS, title=WORDS)
def test_any_words_come_back_with_their_offsets(speaker: str, people: str, place: str, title: str) -> None:
    item = tell(speaker, people=people, place=place, title=title, publisher=title, names={speaker: speaker}, lead=title)
    [note] = of(objects(file_figure(item)), "note")
    told, text = note["extensions"][EXTENSION], item[1].report.text
    for words in (told["number"], told["population"], told["place"], *told["speakers"]):
        assert writable(text[words["start"] : words["end"]]) == words["text"]
    assert note["content"] == writable(text[told["statement_start"] : told["statement_end"]])


def test_ids_stay_and_what_is_read_anew_is_modified() -> None:
    figure = file_figure(tell("Police"))
    later = About("figures", "9-9-9", datetime(2026, 1, 1, tzinfo=UTC), ABOUT.filters)
    one, other = objects(figure), objects(figure, about=later)
    assert [made["id"] for made in one] == [made["id"] for made in other]
    [note] = of(other, "note")
    assert (note["created"], note["modified"]) == (f"{FILED:%Y-%m-%dT%H:%M:%S}.000Z", "2026-01-01T00:00:00.000Z")
    # What is made of its id's parts alone is the same in every file.
    assert of(one, "identity") == of(other, "identity")
    assert of(one, "location") == of(other, "location")


@pytest.mark.parametrize(("words", "name", "kind", "same"), [
    ("officials", None, "official", False), ("the Interior Ministry", "Interior Ministry", "government", False),
    ("Novak", "Novak", None, False), ("President Jan Novak", "Jan Novak", "government", True), ("Reuters", "Reuters", "media", True),
])  # fmt: skip
def test_speakers_are_merged_only_where_they_are_sure_to_be_one(words: str, name: str | None, kind: str | None, same: bool) -> None:
    names = {words: name} if name else {}
    figures = [file_figure(tell(words, names=names, kind=kind, lead=lead)) for lead in ("", "Now ")]
    assert len(of(objects(*figures), "identity")) == (2 if same else 3)


def test_a_report_without_a_day_is_a_grouping_and_a_place_without_a_land_is_words() -> None:
    held = objects(file_figure(tell("Police", published=None, url=None, publisher=None)))
    assert not of(held, "report")
    [grouping] = of(held, "grouping")
    assert (grouping["context"], grouping["name"]) == ("unspecified", "Attack")


def test_what_is_nowhere_is_no_location() -> None:
    held = objects(file_figure(tell("Police", place="the market", land=None, spot=None)))
    assert not of(held, "location")
    assert of(held, "note")[0]["extensions"][EXTENSION]["place"]["text"] == "the market"


# -- events --------------------------------------------------------------------------------------------------------


@pytest.fixture
def events(file_ledger: SqlLedger) -> list[Event]:
    return fill(file_ledger)


def test_events_are_incidents_with_all_their_figures(events: list[Event]) -> None:
    held = checked(b"".join(bundle_events(events, ABOUT)))
    assert [one["name"] for one in of(held, "incident")] == [event.title for event in events]
    notes = [one for one in of(held, "note") if "figure" in one["labels"]]
    assert len(notes) == sum(event.figures for event in events)
    incidents = {one["id"] for one in of(held, "incident")}
    assert all(incidents & set(note["object_refs"]) for note in notes)
    for incident, event in zip(of(held, "incident"), events, strict=True):
        measures = incident["extensions"][EXTENSION]["measures"]
        assert [(one["measure"], one.get("low"), one.get("best"), one.get("high")) for one in measures] == [
            (count.measure, count.whole.headline.low, count.whole.headline.best, count.whole.headline.high) for count in event.counts
        ]


def test_echoes_and_contradictions_are_between_their_figures(events: list[Event]) -> None:
    held = checked(b"".join(bundle_events(events, ABOUT)))
    links = of(held, "relationship")
    echoes = [found for event in events for count in event.counts for answer in count.reckonings for found in answer.echoes]
    assert sum(one["relationship_type"] == "echoes" for one in links) == sum(len(echo.figures) - 1 for echo in echoes) > 0
    clashes = {(tuple(sorted(found.figures)), found.detail) for event in events for found in event.contradictions}
    told = [one for one in links if one["relationship_type"] == "contradicts"]
    told += [one for one in of(held, "note") if "contradiction" in one["labels"]]
    assert len(told) == len(clashes) > 0
    # STIX's opinions disagree with one thing; a contradiction says of none that it is wrong.
    assert not of(held, "opinion")


def test_events_have_the_same_ids_again(events: list[Event]) -> None:
    one, other = (b"".join(bundle_events(events, ABOUT)) for _ in range(2))
    assert one == other
