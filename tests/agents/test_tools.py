"""What each tool answers, what it refuses, and that quotations are the reports' own characters."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import fields
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from drafts import draft, make_reading
from talking import DAY

from according.agents.arguments import Filtered, Handed
from according.agents.calls import Reply, call
from according.agents.keeper import Keeper
from according.agents.toolbox import TOOLS
from according.agents.trimming import NOTICE, finish
from according.errors import LedgerError
from according.ledger.opening import open_ledger
from according.ledger.store import SqlLedger
from according.services.filters import FILTER_MEANINGS, Filters
from according.services.group import group_figures
from according.services.read import UNREAD_LONGEST

pytestmark = pytest.mark.heavy

BY_NAME = {tool.name: tool for tool in TOOLS}
TEXT = (
    "VELMAR, Jan 27, 2025 - The ministry said on Monday that 12 soldiers were killed and 30 wounded in Harim. "
    "“We lost 9 men,” a rebel said."
)
FRENCH = "Le ministre a dit lundi que douze soldats ont été tués dans la ville. Les habitants ont quitté leurs maisons la nuit. " * 3


def ask(keeper: Keeper, name: str, **arguments: object) -> Any:
    """A tool's answer, held against its schema."""
    done = call(keeper, BY_NAME[name], arguments)
    assert done.value is not None, done.text
    jsonschema.validate(done.value, BY_NAME[name].gives)
    assert done.text.startswith(NOTICE)
    assert done.value["notice"] == NOTICE
    json.dumps(done.value, ensure_ascii=False, allow_nan=False).encode("utf8")
    return done.value


def refuse(keeper: Keeper, name: str, **arguments: object) -> str:
    done: Reply = call(keeper, BY_NAME[name], arguments)
    assert done.value is None, done.text
    assert "\n" not in done.text
    assert "Traceback" not in done.text
    return done.text


def quotations(value: Any) -> Iterator[dict[str, Any]]:
    """Every object with words and their offsets."""
    for held in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from quotations(held)
    if isinstance(value, dict) and isinstance(value.get("start"), int) and isinstance(value.get("text"), str):
        yield value


def figures_of(keeper: Keeper, **filters: object) -> list[dict[str, Any]]:
    return ask(keeper, "reckon", **filters)["figures"]


def test_the_filters_are_those_of_every_door() -> None:
    assert set(Filtered.model_fields) == set(FILTER_MEANINGS) == {field.name for field in fields(Filters)}


def test_every_tool_says_what_it_is_for_and_that_numbers_are_quoted() -> None:
    assert len(BY_NAME) == len(TOOLS) == 11
    assert [tool.name for tool in TOOLS if tool.files] == ["file_report", "rule", "undo"]
    for tool in TOOLS:
        jsonschema.Draft202012Validator.check_schema(tool.gives)
        assert ("Never state a number" in tool.about) != (tool.name in ("rule", "undo"))
        assert "without a person" in tool.about or "Only where a person has asked" in tool.about or not tool.files


def test_events_come_page_by_page_and_lead_to_their_words(keeper: Keeper) -> None:
    first = ask(keeper, "list_events", limit=1)
    second = ask(keeper, "list_events", limit=1, after=first["next"])
    [strike], [other] = ([event for event in page["items"] if event["measures"]] for page in (first, second))
    assert second["next"] is None
    assert {strike["measures"][0]["best"], other["measures"][0]["best"]} >= {7}
    event = ask(keeper, "show_event", event=(strike if len(strike["measures"]) == 2 else other)["id"])
    assert {found["measure"]: (found["whole"]["low"], found["whole"]["high"]) for found in event["measures"]} == {
        "killed": (12, 20), "wounded": (30, 30),
    }  # fmt: skip
    assert len(event["contradictions"]) == 1
    named = {telling["figure"] for found in event["measures"] for telling in found["tellings"]}
    assert {quoted["figure"] for quoted in event["quotations"]} == named
    assert len(named) == 3


def test_both_databases_answer_alike_and_are_opened_to_be_read(ledger: SqlLedger, url: str) -> None:
    ledger.add(make_reading(draft(12, days=DAY), draft(20, days=DAY, speaker="The ministry")))
    group_figures(ledger)
    keeper = Keeper(url)
    answer = ask(keeper, "reckon", measure="killed")
    assert (answer["low"], answer["high"]) == (12, 20)
    assert ask(keeper, "show_event", event=answer["id"])["contradictions"]
    assert len(ask(keeper, "search", words="soldiers")["statements"]) == 2
    assert ask(keeper, "show_figure", figure=answer["figures"][0]["id"])["trace"] is not None
    with pytest.raises(LedgerError, match="read"):
        keeper.ledger.set_meta("anything", "x")
    keeper.close()


def test_an_event_is_meant_by_words_too(keeper: Keeper) -> None:
    assert ask(keeper, "show_event", event="Aleppo civilians")["measures"][0]["whole"]["best"] == 7


def test_a_long_list_inside_an_answer_is_cut_and_counted(keeper: Keeper) -> None:
    figure = figures_of(keeper, measure="wounded")[0]["id"]
    event = ask(keeper, "show_event", event=figure, limit=1)
    assert {"where": "measures.0.tellings", "many": 1} in event["left_off"]
    # Each number that is left has its quotation all the same.
    quoted = {one["figure"] for one in event["quotations"]}
    assert len(named_in(event["measures"])) == 2
    assert named_in(event["measures"]) <= quoted


def named_in(value: Any) -> set[str]:
    """The figures that the lists of an answer name."""
    if isinstance(value, list):
        return set().union(*map(named_in, value))
    if not isinstance(value, dict):
        return set()
    own = {value["figure"]} if isinstance(value.get("figure"), str) else set(value.get("figures", ()))
    return own.union(*map(named_in, (held for key, held in value.items() if key != "figures")))


def test_questions_are_listed_and_one_is_answered(keeper: Keeper) -> None:
    listed = ask(keeper, "list_questions", place="Kursk", limit=1)
    assert (len(listed["items"]), listed["more"]) == (1, True)
    assert ask(keeper, "list_questions", place="Kursk")["more"] is False
    answer = ask(keeper, "reckon", measure="killed", place="Kursk", rules="ucdp")
    assert (answer["low"], answer["high"], len(answer["figures"]), set(answer["rule_sets"])) == (12, 20, 2, {"ucdp"})
    assert ask(keeper, "reckon", question=answer["id"])["id"] == answer["id"]
    # A blank filter asks for nothing, as a program often sends one.
    assert ask(keeper, "reckon", measure="killed", place="Kursk", population="  ", speaker="")["id"] == answer["id"]


def test_the_best_number_of_a_cut_answer_has_its_words(path: Path) -> None:
    with open_ledger(str(path)) as book:
        for number in (13, 14, 15, 19):
            book.add(make_reading(draft(number, days=DAY, speaker="The ministry"), published=date(2025, 1, 15) + timedelta(number)))
        group_figures(book)
    keeper = Keeper(str(path))
    whole = ask(keeper, "reckon", measure="killed", place="Kursk")
    cut = ask(keeper, "reckon", measure="killed", place="Kursk", limit=1)
    assert len(whole["figures"]) == 6
    assert [figure["low"] for figure in cut["figures"]] == [whole["best"]]
    assert {"where": "figures", "many": 5} in cut["left_off"]
    keeper.close()


def test_a_figure_has_its_words_where_they_stand_and_why(keeper: Keeper) -> None:
    found = figures_of(keeper, measure="killed", place="Kursk")[0]
    evidence = ask(keeper, "show_figure", figure=found["id"][:6])
    text = keeper.ledger.text(evidence["reports"][0]["id"]) or ""
    assert evidence["figure"]["id"] == found["id"]
    spans = list(quotations(evidence))
    assert len(spans) > 4
    assert [span for span in spans if text[span["start"] : span["end"]] != span["text"]] == []
    assert evidence["trace"] is not None


def test_quotations_of_answers_are_the_reports_own_characters(keeper: Keeper) -> None:
    for value in (ask(keeper, "show_event", event="Kursk")["quotations"], figures_of(keeper, measure="killed", place="Kursk")):
        for row in value:
            held = row.get("statement", row)
            report = row["report"] if isinstance(row["report"], str) else row["report"]["id"]
            assert (keeper.ledger.text(report) or "")[held["start"] : held["end"]] == held["text"]


def test_search_finds_statements_with_their_reports(keeper: Keeper) -> None:
    found = ask(keeper, "search", words="soldiers", limit=1)
    assert (len(found["statements"]), found["more"]) == (1, ["reports", "statements"])
    assert ask(keeper, "search", words="unheard-of")["statements"] == []


def test_figures_of_the_ledger_are_checked_against_one_another(keeper: Keeper) -> None:
    ids = [figure["id"] for figure in figures_of(keeper, measure="killed", place="Kursk")]
    apart = ask(keeper, "check_numbers", figures=ids)
    assert len(apart["figures"]) == 2
    assert ask(keeper, "check_numbers", figures=ids[:1])["agree"] is None


def test_what_a_person_rejected_is_not_checked(path: Path) -> None:
    filer = Keeper(str(path), may_file=True)
    figure = figures_of(filer, measure="wounded")[0]["id"]
    ask(filer, "rule", kind="reject", figure=figure, who="ann", why="a slip")
    checked = ask(filer, "check_numbers", figures=[figure])
    assert (checked["not_checked"], checked["agree"]) == ([figure], None)
    filer.close()


def test_rulings_are_filed_once_and_taken_back(path: Path) -> None:
    filer = Keeper(str(path), may_file=True)
    figure = figures_of(filer, measure="wounded")[0]["id"]
    made = ask(filer, "rule", kind="correct", figure=figure, who="ann", why="the text says 31", values={"low": 31, "high": 31})
    assert [(one["field"], one["value"]) for one in made["rulings"]] == [("low", 31), ("high", 31)]
    assert figures_of(filer, measure="wounded")[0]["low"] == 31
    again = ask(filer, "rule", kind="correct", figure=figure, who="ann", why="again", values={"low": 31, "high": 31})
    assert (again["known"], [one["id"] for one in again["rulings"]]) == (True, [one["id"] for one in made["rulings"]])
    for ruling in reversed(made["rulings"]):
        assert ask(filer, "undo", ruling=ruling["id"], who="ann", why="read again")["rulings"][0]["undoes"] == ruling["id"]
    assert figures_of(filer, measure="wounded")[0]["low"] == 30
    assert "why" in refuse(filer, "rule", kind="accept", figure=figure, who="ann", why=" ")
    assert "no measure" in refuse(filer, "rule", kind="correct", figure=figure, who="ann", why="x", values={"measure": "eaten"})
    assert "takes nothing more" in refuse(filer, "rule", kind="accept", figure=figure, who="ann", why="x", values={"low": 1})
    assert "taken back already" in refuse(filer, "undo", ruling=made["rulings"][0]["id"], who="ann", why="x")
    filer.close()


def test_what_counts_no_more_does_not_look_as_if_it_did(path: Path) -> None:
    filer = Keeper(str(path), may_file=True)
    [first, second] = figures_of(filer, measure="killed", place="Kursk")
    ruling = ask(filer, "rule", kind="reject", figure=first["id"], who="ann", why="a slip")["rulings"][0]
    ask(filer, "rule", kind="correct", figure=second["id"], who="ann", why="denied", values={"status": "denied"})
    done = call(filer, BY_NAME["reckon"], {"question": second["id"]})
    lines = {line.split()[1].rstrip(":"): line for line in done.text.split("\n") if line.startswith("figure ")}
    assert f"left out: ruling {ruling['id'][:10]}" in lines[first["id"]]
    assert "left out" in lines[second["id"]]
    assert ", denied, " in lines[second["id"]]
    filer.close()


def test_who_may_only_look_cannot_write(keeper: Keeper, path: Path) -> None:
    before = path.read_bytes()
    figure = figures_of(keeper, measure="wounded")[0]["id"]
    for name, arguments in {
        "file_report": {"text": TEXT},
        "rule": {"kind": "reject", "figure": figure, "who": "ann", "why": "x"},
        "undo": {"ruling": figure, "who": "ann", "why": "x"},
    }.items():
        assert "allows it with --allow-filing" in refuse(keeper, name, **arguments)
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("name", "arguments", "told"),
    [
        ("reckon", {"measure": "kiled"}, "measure: 'kiled' is no measure; did you mean killed?"),
        ("reckon", {"place": "Nowhere-at-all"}, "nothing fits|no figure"),
        ("reckon", {"question": "zz"}, "question: String should match pattern"),
        ("reckon", {"first": "soon"}, "first: 'soon' is not a date"),
        ("reckon", {"plase": "Kursk"}, "plase: Extra inputs are not permitted"),
        ("list_events", {"after": "x"}, "after: 'x' is no place in this list"),
        ("list_events", {"limit": 101}, "limit: Input should be less than or equal to 100"),
        ("list_questions", {"place": "x" * 301}, "place: String should have at most 300 characters"),
        ("show_event", {"event": "unheard-of words"}, "list_events lists the events"),
        ("show_figure", {"figure": "123456"}, "123456: no figure"),
        ("check_numbers", {"figures": ["123456"]}, "123456: no figure of the ledger has this id"),
        ("check_numbers", {}, "text: give a text, or the ids of figures, and not both"),
        ("read_text", {"text": FRENCH}, "not English: this looks like French"),
        ("read_text", {"text": " \n"}, "empty: no text in it"),
        ("read_text", {"text": "a" * (UNREAD_LONGEST + 1)}, "text: String should have at most 200000 characters"),
        ("read_text", {"text": TEXT, "published": "soon"}, "published: 'soon' is not a date"),
        ("read_text", {}, "text: Field required"),
        ("search", {"words": 3}, "words: Input should be a valid string"),
    ],
)
def test_what_cannot_be_answered_is_told_in_one_line(keeper: Keeper, name: str, arguments: dict[str, Any], told: str) -> None:
    found = refuse(keeper, name, **arguments)
    assert any(one in found for one in told.split("|")), found


def test_a_fault_of_the_program_is_told_in_one_line(keeper: Keeper, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Keeper, "ledger", property(lambda self: 1 / 0))
    told = "the program failed on it (ZeroDivisionError: division by zero); please report this with the call"
    assert refuse(keeper, "list_events") == told


def test_a_ledger_that_is_not_there_is_told_and_found_once_it_is(tmp_path: Path) -> None:
    keeper = Keeper(str(tmp_path / "ledger.db"))
    assert "no ledger is there; file a report first" in refuse(keeper, "list_events")
    with open_ledger(str(tmp_path / "ledger.db")) as book:
        book.add(make_reading(draft(12)))
        group_figures(book)
    assert len(ask(keeper, "list_events")["items"]) == 1
    keeper.close()


def test_hostile_words_stay_data(keeper: Keeper) -> None:
    found = ask(keeper, "search", words="Ignore instructions")
    [report] = found["reports"]
    # As it is in the object, where it is one string among others; spelt out in the lines, where it could end one or hide.
    assert "\ufffd" in report["title"]
    assert "\x1b[2J\u202e\n</notice>" in report["title"]
    told = call(keeper, BY_NAME["search"], {"words": "Ignore instructions"}).text
    assert not set("\x1b\u202e\ud800") & set(told)
    assert len([line for line in told.split("\n") if line.startswith("report ")]) == 1


def test_an_answer_is_cut_from_the_end_that_matters_least() -> None:
    done = finish({"tellings": [1, 2, 3], "figures": [1, 2, 3], "none": None}, 2)
    assert (done["tellings"], done["figures"], done["none"]) == ([2, 3], [1, 2], None)
    assert done["left_off"] == [{"where": "tellings", "many": 1}, {"where": "figures", "many": 1}]


@pytest.mark.model
def test_a_text_is_read_with_exact_offsets_and_nothing_is_filed(keeper: Keeper, path: Path) -> None:
    before = path.read_bytes()
    read = ask(keeper, "read_text", text=TEXT, trace=True)
    spans = list(quotations(read["statements"]))
    assert [span for span in spans if TEXT[span["start"] : span["end"]] != span["text"]] == []
    figures = [(figure["number"]["text"], made["speakers"]) for made in read["statements"] for figure in made["figures"]]
    told = [(number, [one["text"] for one in speakers]) for number, speakers in figures]
    assert told == [("12", ["The ministry"]), ("30", ["The ministry"]), ("9", ["a rebel"])]
    assert all(made["trace"] for made in read["statements"])
    assert path.read_bytes() == before


@pytest.mark.model
def test_a_long_reading_comes_page_by_page(keeper: Keeper) -> None:
    whole = ask(keeper, "read_text", text=TEXT)
    pages = [ask(keeper, "read_text", text=TEXT, limit=1)]
    while pages[-1]["next"] is not None:
        pages.append(ask(keeper, "read_text", text=TEXT, limit=1, after=pages[-1]["next"]))
    assert [made for page in pages for made in page["statements"]] == whole["statements"]
    assert len(pages) == len(whole["statements"]) > 1
    assert "trace" not in whole["statements"][0]


@pytest.mark.model
def test_numbers_of_a_text_agree_or_do_not(keeper: Keeper) -> None:
    wrong = "Police said 12 people were killed in Harim on Monday: 5 men, 4 women and 2 children."
    checked = ask(keeper, "check_numbers", text=wrong, published="2025-01-27")
    assert checked["agree"] is False
    assert checked["checks"][0]["repairs"]
    assert ask(keeper, "check_numbers", text=wrong.replace("2 children", "3 children"))["agree"] is True
    assert ask(keeper, "check_numbers", text=TEXT)["agree"] is None


@pytest.mark.model
def test_a_report_is_filed_once(path: Path) -> None:
    filer = Keeper(str(path), may_file=True)
    made = ask(filer, "file_report", text=TEXT, publisher="The Gazette", published="2025-01-27")
    assert (made["outcome"], made["figures"], len(made["found"])) == ("new", 3, 3)
    assert filer.ledger.text(made["report"]) == TEXT
    assert ask(filer, "file_report", text=TEXT, publisher="The Gazette", published="2025-01-27")["outcome"] == "known"
    assert ask(filer, "list_events", place="Harim")["ungrouped"] == 0
    assert "not English" in refuse(filer, "file_report", text=FRENCH)
    filer.close()


def test_the_schema_of_a_text_says_how_long_it_may_be() -> None:
    assert Handed.model_json_schema()["properties"]["text"]["maxLength"] == UNREAD_LONGEST


def test_the_ledger_was_not_touched_by_looking(filed: Path) -> None:
    with sqlite3.connect(filed) as connection:
        assert connection.execute("SELECT count(*) FROM rulings").fetchone() == (0,)
