"""Full text: the same words find the same reports in both databases."""
from __future__ import annotations

import pytest
from drafts import draft, make_reading

from according.ledger.finding.search import CHARACTERS_A_ROW, phrases
from according.ledger.store import SqlLedger


@pytest.fixture
def book(ledger: SqlLedger) -> SqlLedger:
    drones = "The Café of Łódź was closed; drones, drones and drones again."
    for words in ("Drones struck a depot near Kursk.", drones, "Nothing\0 happened."):
        ledger.add(make_reading(draft(12, place="Kyiv"), before=words, title=words[:5]))
    return ledger


FOUND = {
    "drone": {"Drone", "The C"}, "DRONES strike": set(), "drones depot": {"Drone"}, '"struck a depot"': {"Drone"},
    '"a struck depot"': set(), "cafe": {"The C"}, "happening": {"Nothi"}, "zebra": set(), "": set(), "—!": set(),
    'drones "': {"Drone", "The C"}, "drones OR zebra": set(), "drones NOT depot": set(), "kurs*": set(),
    "killed": {"Drone", "The C", "Nothi"},
}  # fmt: skip


def test_words_find_reports(book: SqlLedger) -> None:
    for words, titles in FOUND.items():
        if " NOT " in words and book.name.startswith("postgresql"):
            titles = {"Drone"}  # a word that every text has is not in PostgreSQL's index, and asks for nothing
        assert {filing.title for filing, _ in book.search(words)} == titles, words


def test_the_best_come_first_with_a_passage(book: SqlLedger) -> None:
    (first, passage), (second, _) = book.search("drones")
    assert (first.title, second.title) == ("The C", "Drone")
    assert "drones again" in passage
    assert len(book.search("drones", limit=1)) == 1


def test_a_long_report_is_found_by_words_far_apart(ledger: SqlLedger) -> None:
    long = make_reading(draft(12), before="alpha " + "and so on " * (CHARACTERS_A_ROW // 5) + "omega")
    ledger.add(long)
    assert [filing.id for filing, _ in ledger.search("omega alpha")] == [long.report.id]


def test_quotation_marks_make_phrases() -> None:
    assert phrases('say “North Korean” troops "') == [("say",), ("north", "korean"), ("troops",)]
