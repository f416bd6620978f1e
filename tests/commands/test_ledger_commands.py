"""The commands on a ledger, end to end: file, ask, check, copy."""

from __future__ import annotations

from pathlib import Path

import pytest
from commanding import FIRST, add, lines, run

pytestmark = pytest.mark.model


def test_filing_twice_changes_nothing_and_says_so(books: Path) -> None:
    address = f"sqlite:///{books / 'ledger.db'}"
    first = lines(run("add", "--json", "--ledger", address, books / "blast.txt"))
    again = lines(run("add", "--json", "--ledger", address, books / "blast.txt", books / "first.txt"))
    assert [row["outcome"] for row in (*first, *again)] == ["new", "known", "new"]
    assert first[0]["figures"] == 2
    copy = lines(run("add", "--json", "--ledger", address, "--publisher", "Reuters", books / "blast.txt"))
    assert copy[0]["outcome"] == "copy"
    contents = lines(run("ledger", "--json", "--ledger", address))[0]
    assert (contents["reports"], contents["copies"], contents["figures"]) == (2, 3, 3)


def test_one_unreadable_input_never_loses_the_others(books: Path) -> None:
    (books / "empty.txt").write_text("", "utf8")
    done = run("add", "--json", "--ledger", books / "l.db", books / "empty.txt", books / "blast.txt", "-", status=1, text=FIRST)
    assert [row["outcome"] for row in lines(done)] == ["refused", "new", "new"]


def test_the_answer_to_a_question(books: Path) -> None:
    address = add(books, "first", "later", "other", "blast")
    [found] = lines(run("reckon", "--json", "--ledger", address, "--measure", "killed", "--population", "North Korean"))
    assert (found["low"], found["best"], found["high"], found["kind"], found["origins"]) == (300, 600, None, "running", 2)
    assert found["by_alignment"]["opponent"]["low"] == 3000
    assert found["by_alignment"]["third party"]["best"] == 600
    superseded = [figure for figure in found["figures"] if figure["superseded_by"]]
    assert [figure["number"]["text"] for figure in superseded] == ["around 300"]
    shown = run("reckon", "--ledger", address, "--measure", "killed", "--population", "North Korean", "--rules", "ucdp,acled").stdout
    assert "third party" in shown
    assert "ucdp" in shown
    # A report's words can be followed from the answer.
    evidence = run("ledger", "--ledger", address, "show", superseded[0]["id"][:8]).stdout
    assert "[around 300]" in evidence


def test_filters_narrow(books: Path) -> None:
    address = add(books, "first", "later", "other", "blast")
    ask = ("reckon", "--json", "--ledger", address, "--measure", "killed")
    assert lines(run(*ask, "--place", "Iraq"))[0]["best"] == 12
    assert lines(run(*ask, "--population", "North Korean", "--as-of", "2025-02-01"))[0]["best"] == 300
    assert lines(run(*ask, "--population", "North Korean", "--speaker", "Ukraine"))[0]["best"] == 3000
    assert lines(run(*ask, "--text", "car bomb"))[0]["best"] == 12
    assert lines(run(*ask, "--from", "2016-05-01", "--to", "2016-05-31"))[0]["best"] == 12


def test_a_question_without_an_answer_says_how_to_ask(books: Path) -> None:
    address = add(books, "first", "blast")
    done = run("reckon", "--ledger", address, "--measure", "wounded", "--place", "Kursk", status=1)
    assert "without --measure 1" in str(done.exception)
    assert "without --place 1" in str(done.exception)
    assert "id" in str(run("reckon", "--ledger", address, "--question", "ffffffff", status=1).exception)


def test_every_figure_is_in_one_question(books: Path) -> None:
    address = add(books, "first", "later", "other", "blast")
    questions = lines(run("questions", "--json", "--ledger", address))
    figures = [figure["id"] for question in questions for figure in question["figures"]]
    assert len(figures) == len(set(figures)) == 5
    blast = next(question for question in questions if question["measure"] == "wounded")
    assert [linked["measure"] for linked in blast["linked"]] == ["killed"]
    again = lines(run("reckon", "--json", "--ledger", address, "--question", blast["id"][:10]))[0]
    assert again["figures"] == blast["figures"]
    assert "12" in run("questions", "--ledger", address, "--place", "Mosul").stdout


def test_one_more_report_joins_its_question(books: Path) -> None:
    address = add(books, "first", "blast")
    before = {question["id"]: len(question["figures"]) for question in lines(run("questions", "--json", "--ledger", address))}
    add(books, "later")
    after = {question["id"]: len(question["figures"]) for question in lines(run("questions", "--json", "--ledger", address))}
    assert sorted(before.values()) == [1, 1, 1]
    assert sorted(after.values()) == [1, 1, 2]


def test_as_known_at_answers_from_what_was_filed_by_then(books: Path) -> None:
    address = add(books, "first")
    assert "no figure" in str(run("reckon", "--ledger", address, "--measure", "killed", "--as-known-at", "2020-01-01", status=1).exception)
    assert lines(run("reckon", "--json", "--ledger", address, "--measure", "killed", "--as-known-at", "2099-12-31"))[0]["best"] == 300
    assert lines(run("questions", "--json", "--ledger", address, "--as-known-at", "2020-01-01")) == []


def test_a_ledger_is_checked_searched_and_copied(books: Path) -> None:
    address = add(books, "first", "blast")
    run("ledger", "--ledger", address, "check")
    assert "Mosul" in run("ledger", "--ledger", address, "search", "car bomb").stdout
    run("ledger", "--ledger", address, "backup", books / "copy.db")
    assert lines(run("ledger", "--json", "--ledger", books / "copy.db"))[0]["reports"] == 2


def test_a_ledger_that_is_none_is_told(books: Path) -> None:
    assert "file a report" in str(run("questions", "--ledger", books / "none.db", status=1).exception)
    (books / "text.db").write_text("no database", "utf8")
    assert str(books / "text.db") in str(run("add", "--ledger", books / "text.db", books / "first.txt", status=1).exception)


@pytest.mark.parametrize(
    "args",
    [
        ("--measure", "hurt"),
        ("--from", "soon"),
        ("--from", "2025-02-01", "--to", "2025-01-01"),
        ("--rules", "nato"),
        ("--as-of", "x", "--to", "y"),
    ],
)
def test_wrong_usage_is_status_2(books: Path, args: tuple[str, ...]) -> None:
    run("reckon", "--ledger", add(books, "first"), *args, status=2)


def test_countries_are_taken_by_name_and_what_is_not_known_by_the_nearest(books: Path) -> None:
    address = add(books, "first", "blast")
    by_name = lines(run("questions", "--json", "--ledger", address, "--country", "North Korea"))
    assert by_name
    assert by_name == lines(run("questions", "--json", "--ledger", address, "--country", "kp"))
    for option, value, near in (
        ("--country", "North Corea", "North Korea"), ("--measure", "kiled", "killed"), ("--kind", "milittary", "military"),
        ("--rules", "ucpd", "ucdp"),
    ):  # fmt: skip
        told = " ".join(run("questions", "--ledger", address, option, value, status=2).output.replace("│", " ").split())
        assert f"did you mean {near}?" in told
        assert option in told


def test_rule_sets_are_told_their_choices(books: Path) -> None:
    address = add(books, "first", "other")
    asked = ("reckon", "--json", "--ledger", address, "--measure", "killed", "--rules", "ucdp")
    low, high = lines(run(*asked))[0]["rule_sets"]["ucdp"], lines(run(*asked, "--house", "best=high"))[0]["rule_sets"]["ucdp"]
    assert low["best"] == low["low"]
    assert high["best"] == high["high"] != low["best"]
    without = lines(run(*asked, "--house", "unreliable=Ukraine's army"))[0]["rule_sets"]["ucdp"]
    assert len(without["used"]) < len(low["used"])
    for wrong in ("best", "best=middle", "size=3", "enough=none", "actions=perhaps"):
        run(*asked, "--house", wrong, status=2)


@pytest.mark.parametrize("what", ["measures", "kinds", "rule-sets", "countries"])
def test_what_may_be_given_is_listed(what: str) -> None:
    listed = lines(run("list", what, "--json"))
    assert [row["value"] for row in listed] == [line.split("  ")[0].strip() for line in run("list", what).stdout.splitlines()]
    assert "give one of measures" in run("list", "speakers", status=2).output


def test_another_ledger_is_taken_from(books: Path) -> None:
    theirs = add(books, "blast", url=f"sqlite:///{books / 'theirs.db'}")
    [answer] = lines(run("reckon", "--json", "--ledger", theirs, "--measure", "killed"))
    figure = answer["figures"][0]["id"]
    run("judge", "--ledger", theirs, "reject", figure, "--why", "a slip", "--who", "Ana")
    mine = add(books, "first")
    looked = lines(run("ledger", "pull", "--ledger", mine, "--dry-run", "--json", theirs))[0]
    assert (looked["came"]["reports"], lines(run("ledger", "--json", "--ledger", mine))[0]["reports"]) == (1, 1)
    [found] = lines(run("ledger", "pull", "--ledger", mine, "--as", "Ana's desk", "--json", theirs))
    assert (found["came"], found["from"]) == (looked["came"], "Ana's desk")
    assert found["came"] == {"reports": 1, "copies": 1, "readings": 1, "figures": 2, "editions": 0, "rulings": 1}
    assert "0 figures grouped" not in run("ledger", "group", "--ledger", mine).output
    [shown] = lines(run("ledger", "show", "--ledger", mine, "--json", figure))
    assert shown["taken_from"][0]["ledger"] == "Ana's desk"
    told = run("ledger", "show", "--ledger", mine, figure).stdout
    assert "taken from the ledger Ana's desk, where it was filed 20" in told
    assert "came:     nothing" in run("ledger", "pull", "--ledger", mine, theirs).stdout
    run("ledger", "check", "--ledger", mine)


def test_what_is_refused_of_another_ledger_is_told_with_status_1(books: Path) -> None:
    import sqlite3

    theirs = add(books, "blast", url=f"sqlite:///{books / 'theirs.db'}")
    with sqlite3.connect(books / "theirs.db") as connection:
        connection.execute("UPDATE reports SET text = text || '!'")
    connection.close()
    done = run("ledger", "pull", "--ledger", add(books, "first"), theirs, status=1)
    assert "its id is not the hash of its text" in done.stdout
