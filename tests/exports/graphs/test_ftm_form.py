"""FollowTheMoney: statements from which its own library builds the entities again, and no speaker who is not one."""

from __future__ import annotations

import io
import json
import sys
from collections import defaultdict
from typing import Any

import pytest
from hypothesis import given
from told import ABOUT, URL, WORDS, file_figure, fill, tell

from according.exports.exchange.graphs.ftm import load_library, state_events, state_figures
from according.ledger.store import SqlLedger
from according.records import FiledFigure

# By our own way, which leaves the reader of CSV as it was; then its other modules are there.
MODEL, _, _ = load_library()
LIBRARY = sys.modules["followthemoney.statement"]
read_csv_statements = sys.modules["followthemoney.statement.serialize"].read_csv_statements


def entities(*figures: FiledFigure) -> dict[str, list[Any]]:
    return built(b"".join(state_figures(figures, ABOUT)))


def built(data: bytes) -> dict[str, list[Any]]:
    """The entities of a file by their schemata, built by the library, which checks each; every name of another one is in the file."""
    held: dict[str, list[Any]] = defaultdict(list)
    for statement in read_csv_statements(io.BytesIO(data)):
        assert statement.id == statement.generate_key()
        held[statement.entity_id].append(statement)
    dataset = sys.modules["followthemoney.dataset"].Dataset.make({"name": "according", "title": "According"})
    found: dict[str, list[Any]] = defaultdict(list)
    for statements in held.values():
        # One schema an entity: the library merges others into one that may be too wide.
        assert len({statement.schema for statement in statements}) == 1
        entity = LIBRARY.StatementEntity.from_statements(dataset, statements)
        MODEL.get_proxy(entity.to_dict(), cleaned=False)
        entity.schema.validate(entity.to_dict())
        found[entity.schema.name].append(entity)
        refs = [value for prop, value in entity.itervalues() if prop.type.name == "entity"]
        assert held.keys() >= set(refs)
    return found


def test_none_are_the_headings_alone() -> None:
    [line] = b"".join(state_figures([], ABOUT)).decode("utf8").splitlines()
    assert line.startswith('"canonical_id","entity_id","prop","prop_type","schema","value","dataset"')


def test_a_figure_is_a_note_of_the_speaker_who_gave_it() -> None:
    figure = file_figure(tell("Reuters", "President Jan Novak", names={"Reuters": "Reuters", "President Jan Novak": "Jan Novak"}))
    held = entities(figure)
    [note], [article], [person] = held["Note"], held["Article"], held["Person"]
    assert note.get("entity") == [person.id]
    assert note.get("proof") == [article.id]
    assert note.get("name") == ["at least 12 soldiers killed"]
    assert note.get("summary") == ["Reuters, citing President Jan Novak: at least 12 soldiers killed, Kursk, 27 January 2025"]
    assert sorted(note.get("namesMentioned")) == ["Jan Novak", "Reuters"]
    told = json.loads(note.first("notes") or "")
    assert [one["text"] for one in told["speakers"]] == ["Reuters", "President Jan Novak"]
    assert (told["low"], told["high"], told["bound"], told["measure"]) == (12, None, "at_least", "killed")
    assert (article.get("publishedAt"), article.get("sourceUrl"), article.get("publisher")) == (["2025-01-27"], [URL], ["Example Wire"])


@pytest.mark.parametrize(("words", "name", "kind", "schema"), [
    ("President Jan Novak", "Jan Novak", "government", "Person"), ("Jan Novak", "Jan Novak", "witness", "LegalEntity"),
    ("the Interior Ministry", "Interior Ministry", "government", "PublicBody"), ("Reuters", "Reuters", "media", "Organization"),
    ("broadcaster NTV", "NTV", "journalist", "LegalEntity"), ("officials", None, "official", None),
    ("the ministry", None, "government", None),
])  # fmt: skip
def test_a_speaker_is_what_the_words_say_and_no_more(words: str, name: str | None, kind: str, schema: str | None) -> None:
    held = entities(file_figure(tell(words, names={words: name} if name else {}, kind=kind)))
    speakers = {key: [one.caption for one in found] for key, found in held.items() if key not in ("Note", "Article")}
    assert speakers == ({schema: [name]} if schema else {})
    # Whoever has no name is in the words of the note, which is then on nobody.
    assert bool(held["Note"][0].get("entity")) == (schema is not None)


def test_a_number_of_nobody_s_is_not_put_on_who_is_cited_first() -> None:
    held = entities(file_figure(tell("Reuters", "officials", names={"Reuters": "Reuters"}, kind="media")))
    assert held["Note"][0].get("entity") == []


@given(speaker=WORDS, people=WORDS, place=WORDS, title=WORDS)
def test_any_words_come_back_with_their_offsets(speaker: str, people: str, place: str, title: str) -> None:
    item = tell(speaker, people=people, place=place, title=title, publisher=title, names={speaker: speaker}, lead=title)
    [note] = entities(file_figure(item))["Note"]
    told, text = json.loads(note.first("notes") or ""), item[1].report.text
    for words in (told["number"], told["population"], told["place"], *told["speakers"]):
        mine, theirs = words["text"], text[words["start"] : words["end"]]
        assert all(one == other or one == "\ufffd" for one, other in zip(mine, theirs, strict=True))


@pytest.mark.parametrize(("name", "kind", "many"), [("Interior Ministry", "government", 2), ("Novak", None, 2), ("Reuters", "media", 1)])
def test_speakers_are_merged_only_where_they_are_sure_to_be_one(name: str, kind: str | None, many: int) -> None:
    figures = [file_figure(tell(name, names={name: name}, kind=kind, lead=lead)) for lead in ("", "Now ")]
    assert sum(len(found) for key, found in entities(*figures).items() if key not in ("Note", "Article")) == many


def test_ids_and_times_stay() -> None:
    figure = file_figure(tell("Police"))
    one, other = (b"".join(state_figures([figure, figure], ABOUT)) for _ in range(2))
    assert one == other
    statements = list(read_csv_statements(io.BytesIO(one)))
    assert {statement.first_seen for statement in statements} == {"2025-02-01T09:30:00"}
    assert len({statement.id for statement in statements}) == len(statements)


def test_events_have_their_reports_and_figures(file_ledger: SqlLedger) -> None:
    events = fill(file_ledger)
    held = built(b"".join(state_events(events, ABOUT)))
    assert [one.caption for one in held["Event"]] == [event.title for event in events]
    assert len(held["Documentation"]) == sum(len(event.reports) for event in events)
    figures = [note for note in held["Note"] if "contradiction" not in note.get("keywords")]
    assert len(figures) == sum(event.figures for event in events)
    of = {event.id for event in held["Event"]}
    assert all(of & set(note.get("entity")) for note in held["Note"])
    assert len(held["Note"]) > len(figures)
