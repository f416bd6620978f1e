"""People's rulings by command, end to end: judge, take back, share."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from commanding import add, lines, run
from typer.testing import Result

pytestmark = pytest.mark.model


def test_rulings_are_honoured_shown_taken_back_and_shared(books: Path) -> None:
    address = add(books, "first", "later", "other")
    ask = ("reckon", "--json", "--ledger", address, "--measure", "killed", "--population", "North Korean")
    opponent = next(figure for figure in lines(run(*ask))[0]["figures"] if figure["low"] == 3000)
    [ruling] = lines(run("judge", "--json", "--ledger", address, "reject", opponent["id"][:8], "--why", "another army", "--who", "ann"))
    found = lines(run(*ask))[0]
    assert found["high"] == 600
    assert "left out by a ruling of ann: another army" in found["notes"][0]
    shared = run("rulings", "--json", "--ledger", address).stdout
    run("undo", "--ledger", address, ruling["id"][:8], "--why", "it was right")
    assert lines(run(*ask))[0]["high"] is None
    other = add(books, "first", "later", "other", url=f"sqlite:///{books / 'other.db'}")
    (books / "rulings.jsonl").write_text(shared, "utf8")
    run("rulings", "--ledger", other, "--import", books / "rulings.jsonl")
    run("rulings", "--ledger", other, "--import", books / "rulings.jsonl")
    assert len(lines(run("rulings", "--json", "--ledger", other))) == 1
    assert lines(run("reckon", "--json", "--ledger", other, "--measure", "killed", "--population", "North Korean"))[0]["high"] == 600


def test_a_correction_is_used_and_said(books: Path) -> None:
    address = add(books, "later")
    ask = ("reckon", "--json", "--ledger", address, "--measure", "killed")
    figure = lines(run(*ask))[0]["figures"][0]
    run("judge", "--ledger", address, "correct", figure["id"], "low=610", "high=610", "--why", "the annex says 610")
    found = lines(run(*ask))[0]
    assert (found["best"], found["figures"][0]["number"]["text"]) == (610, "about 600")
    assert len(found["figures"][0]["rulings"]) == 2


@pytest.mark.parametrize(
    ("args", "what"),
    [
        (("reject", "ffffff"), "ffffff"),
        (("same-event", "ID"), "two figures"),
        (("same-event", "ID", "ID"), "two different figures"),
        (("correct", "ID"), "FIELD=VALUE|names a field"),
        (("correct", "ID", "low=lots"), "lots"),
        (("correct", "ID", "colour=red"), "colour"),
        (("accept", "ID", "more"), "takes nothing more"),
    ],
)
def test_a_wrong_ruling_is_told(books: Path, args: tuple[str, ...], what: str) -> None:
    address = add(books, "later")
    id = lines(run("questions", "--json", "--ledger", address))[0]["figures"][0]["id"]
    done = run("judge", "--ledger", address, *(id if arg == "ID" else arg for arg in args), "--why", "x", status=1)
    assert any(part in str(done.exception) for part in what.split("|"))


def test_an_unknown_kind_of_ruling_is_wrong_usage(books: Path) -> None:
    assert "no kind of ruling" in run("judge", "--ledger", add(books, "later"), "frown", "ffffff", status=2).output


def ids(address: str) -> dict[str, str]:
    """Return the figures' ids by their words."""
    questions = lines(run("questions", "--json", "--ledger", address))
    return {figure["number"]["text"]: figure["id"] for question in questions for figure in question["figures"]}


def correction(subject: str, minute: int, **more: Any) -> str:
    row = {"kind": "correct", "subject": subject, "who": "ann", "why": "x", "when": f"2025-06-01T10:{minute:02}:00+00:00"}
    return json.dumps({**row, **more})


def take_in(books: Path, address: str, *rows: str, status: int = 0) -> Result:
    (books / "rows.jsonl").write_text("\n".join(rows), "utf8")
    return run("rulings", "--ledger", address, "--import", books / "rows.jsonl", status=status)


def test_an_imported_number_in_text_is_a_number(books: Path) -> None:
    address = add(books, "later")
    [figure] = ids(address).values()
    row = correction(figure, 1, field="low", value="700")
    take_in(books, address, row)
    take_in(books, address, row)
    assert [ruling["value"] for ruling in lines(run("rulings", "--json", "--ledger", address))] == [700]
    assert lines(run("reckon", "--json", "--ledger", address, "--measure", "killed"))[0]["best"] == 700


def test_corrections_that_make_no_figure_are_refused(books: Path) -> None:
    address = add(books, "later")
    [figure] = ids(address).values()
    nothing = [correction(figure, minute, field=field, value=None) for minute, field in enumerate(("low", "high"))]
    assert "make no figure" in str(take_in(books, address, *nothing, status=1).exception)
    judge = ("judge", "--json", "--ledger", address, "correct", figure)
    run(*judge, "low=null", "high=50", "--why", "x")
    low = lines(run(*judge, "high=null", "low=5", "--why", "x"))[1]
    done = run("undo", "--ledger", address, low["id"], "--why", "x", status=1)
    assert "make no figure" in str(done.exception)
    assert "make no figure" in str(run(*judge, "low=null", "--why", "x", status=1).exception)
    assert lines(run("reckon", "--json", "--ledger", address, "--measure", "killed"))[0]["low"] == 5


def test_an_import_is_all_or_nothing(books: Path) -> None:
    address = add(books, "later", "blast")
    figure = ids(address)["12"]
    good = correction(figure, 1, field="low", value=11)
    for bad, told in (
        (correction(figure, 2, field="low", value="many"), "line 2: 'many'"),
        (correction(figure, 2), "line 2: a figure has no field"),
        (correction("ffffffffffffffff", 2, field="low", value=1), "line 2: ffffffffffffffff"),
        (correction(figure[:8], 2, field="low", value=1), "whole id"),
        (correction(5, 2, field="low", value=1), "`subject` is no text"),  # type: ignore[arg-type]
        (correction(figure, 2, kind="same-event", other="ffffffffffffffff"), "line 2: ffffffffffffffff"),
        (correction(figure, 2, kind="same-origin", other=figure), "two different figures"),
        (correction(figure, 2, field="low", value=11, undoes="ffffffffffffffff"), "no line above"),
    ):
        assert told in str(take_in(books, address, good, bad, status=1).exception)
        assert lines(run("rulings", "--json", "--ledger", address)) == []


def test_what_an_import_takes_back_is_found_under_its_new_id(books: Path) -> None:
    address = add(books, "later")
    [figure] = ids(address).values()
    from according.exports.objects.rulings import parse_ruling

    row = correction(figure, 1, field="low", value="700")
    undo = correction(figure, 2, field="low", value="700", undoes=parse_ruling(row, 1).id)
    take_in(books, address, row, undo)
    assert lines(run("reckon", "--json", "--ledger", address, "--measure", "killed"))[0]["best"] == 600


def test_pairs_are_of_two_figures(books: Path) -> None:
    address = add(books, "blast")
    found = ids(address)
    statement = lines(run("questions", "--json", "--ledger", address))[0]["figures"][0]["statement"]["id"]
    judge = ("judge", "--ledger", address)
    done = run(*judge, "same-event", found["12"], statement, "--why", "x", status=1)
    assert "same-event is on two figures; this id is a statement's" in str(done.exception)
    row = correction(found["12"], 1, kind="not-same-origin", other=statement)
    assert "this id is a statement's" in str(take_in(books, address, row, status=1).exception)


def test_a_ruling_parts_the_measures_of_an_event_and_joins_them_again(books: Path) -> None:
    address = add(books, "blast")
    found = ids(address)
    assert [len(event["measures"]) for event in lines(run("events", "--json", "--ledger", address))] == [2]
    done = run("judge", "--ledger", address, "not-same-event", found["12"], found["30"], "--why", "two blasts")
    assert done.stderr.count("now holds 1 question:") == 2
    events = lines(run("events", "--json", "--ledger", address))
    assert sorted([count["measure"] for count in event["measures"]] for event in events) == [["killed"], ["wounded"]]
    # By the events' own ids: the ruling is filed on their earliest figures, which are of two measures.
    done = run("judge", "--ledger", address, "same-event", events[0]["id"][:10], events[1]["id"], "--why", "one blast after all")
    assert "now holds 2 questions:" in done.stderr
    assert [len(event["measures"]) for event in lines(run("events", "--json", "--ledger", address))] == [2]
    assert len(lines(run("questions", "--json", "--ledger", address))) == 2


def figure_of(address: str, measure: str = "killed") -> str:
    return str(lines(run("reckon", "--json", "--ledger", address, "--measure", measure, "--place", "Mosul"))[0]["figures"][0]["id"])


def test_a_ruling_says_why_and_so_does_what_takes_it_back(books: Path) -> None:
    address = add(books, "blast")
    figure = figure_of(address)
    assert "a ruling needs its reason" in run("judge", "reject", figure, "--ledger", address, status=2).output
    ruling = lines(run("judge", "reject", figure, "--why", "a slip", "--json", "--ledger", address))[0]["id"]
    assert "--why" in run("undo", ruling, "--ledger", address, status=2).output
    run("undo", ruling, "--why", "it was none", "--ledger", address)


def test_what_was_ruled_before_is_not_filed_again(books: Path) -> None:
    address = add(books, "blast")
    figure = figure_of(address)
    first = run("judge", "reject", figure, "--why", "a slip", "--ledger", address).stdout
    again = run("judge", "reject", figure, "--why", "a slip, as said", "--ledger", address).stdout
    assert again == "known already, nothing is filed:\n" + first
    run("judge", "reject", figure, "--why", "so it is", "--who", "bob", "--ledger", address)
    assert len(lines(run("rulings", "--json", "--ledger", address))) == 2
    shown = run("reckon", "--ledger", address, "--question", figure, env_width=300).stdout
    assert shown.count("ruling ") == 2  # why it is left out, and of whom: each once


def test_what_somebody_ruled_before_another_agreed_is_not_filed_again(books: Path) -> None:
    address = add(books, "blast")
    figure = figure_of(address)
    judge = ("judge", "--json", "--ledger", address)
    [first] = lines(run(*judge, "reject", figure, "--why", "a slip", "--who", "ann"))
    [second] = lines(run(*judge, "reject", figure, "--why", "so it is", "--who", "bob"))
    again = run(*judge, "reject", figure, "--why", "a slip", "--who", "ann")
    assert (lines(again), "known already" in again.stderr) == ([first], True)
    for ruling in (first, second):  # one who takes a ruling back says something new by ruling so again
        run("undo", "--ledger", address, ruling["id"], "--why", "no slip")
    assert lines(run(*judge, "reject", figure, "--why", "a slip", "--who", "ann")) != [first]
    assert "is corrected twice" in str(run(*judge, "correct", figure, "low=1", "low=2", "--why", "x", status=1).exception)


def test_an_import_files_nothing_that_stands(books: Path) -> None:
    address = add(books, "blast")
    figure = figure_of(address)
    [filed] = lines(run("judge", "--json", "--ledger", address, "reject", figure, "--why", "a slip", "--who", "ann"))
    elsewhere = correction(figure, 1, kind="reject")  # ann's too, at another time and in other words
    assert "0 rulings filed, 1 known already" in take_in(books, address, elsewhere).stderr
    from according.exports.objects.rulings import parse_ruling

    back = correction(figure, 2, kind="reject", undoes=parse_ruling(elsewhere, 1).id)
    others = correction(figure, 3, kind="reject", who="bob")
    assert "2 rulings filed, 2 known already" in take_in(books, address, elsewhere, back, others, others).stderr
    assert [row["undoes"] for row in lines(run("rulings", "--json", "--ledger", address))] == [None, filed["id"], None]


@pytest.mark.parametrize(
    ("bounds", "told"),
    [
        (("low=200", "high=100"), "low 200 is above high 100; give both low= and high="),
        (("low=200",), "low 200 is above high 12; give both low= and high="),
        (("high=3",), "low 12 is above high 3"),
    ],
)
def test_a_correction_that_crosses_its_bounds_is_refused(books: Path, bounds: tuple[str, ...], told: str) -> None:
    address = add(books, "blast")
    done = run("judge", "correct", figure_of(address), *bounds, "--why", "the text says so", "--ledger", address, status=1)
    assert told in str(done.exception)
    assert lines(run("rulings", "--json", "--ledger", address)) == []


def test_bounds_are_held_against_those_that_stand(books: Path) -> None:
    address = add(books, "blast")
    judge = ("judge", "--json", "--ledger", address, "correct", figure_of(address))
    [_, high] = lines(run(*judge, "low=15", "high=200", "--why", "the annex"))
    run(*judge, "low=100", "--why", "the annex")
    assert "low 300 is above high 200" in str(run(*judge, "low=300", "--why", "the annex", status=1).exception)
    assert "low 100 is above high 50" in str(run(*judge, "high=50", "--why", "the annex", status=1).exception)
    run("undo", "--ledger", address, high["id"], "--why", "another annex")  # to take back is always possible
    assert "end before they begin" in str(run(*judge, "from=2016-05-09", "to=2016-05-01", "--why", "x", status=1).exception)


def test_two_figures_of_one_event_say_what_their_question_holds(books: Path) -> None:
    address = add(books, "blast", "first", "later")
    one, other = figure_of(address), lines(run("reckon", "--json", "--ledger", address, "--place", "Kursk"))[0]["figures"]
    done = run("judge", "same-event", one, other[0]["id"], "--why", "one blast", "--ledger", address)
    assert f"now holds {1 + len(other)} figures (the 1 of question " in done.stderr
    assert f"and the {len(other)} of question " in done.stderr
    again = run("judge", "same-event", one, other[0]["id"], "--why", "one blast", "--ledger", address)
    assert f"now holds {1 + len(other)} figures as before: " in again.stderr
    done = run("judge", "not-same-event", one, other[0]["id"], "--why", "two", "--ledger", address)
    assert f"now holds 1 figure (1 of the {1 + len(other)} of question " in done.stderr
