"""What a ledger gives away: all of it, what fits, as people ruled, without what was replaced; and files that are whole or not there."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from drafts import draft, make_reading
from giving import file_attacks, values_of

from according.exports.exchange.csv_tables import CSV
from according.exports.exchange.form import SUBJECTS, Subject
from according.exports.exchange.jsonl import JSONL
from according.exports.exchange.ucdp import UCDP
from according.ledger.store import SqlLedger
from according.records import FiledFigure, Query
from according.report import Raw
from according.services.ask import Asked
from according.services.events import list_events
from according.services.group import group_figures
from according.services.judge import file_rulings
from according.services.sharing import exchanged
from according.services.sharing.exchanged import Wanted, count_work, find_values, for_form
from according.services.sharing.output import page_beside, place_file, write_whole

pytestmark = pytest.mark.heavy

QUERIES = {
    "all": Query(), "place": Query(place="Kyiv"), "publisher": Query(publisher="Reuters"), "text": Query(text="ministry"),
    "speaker": Query(speaker="mayor"), "none": Query(place="Nowhere"),
}  # fmt: skip


@pytest.mark.parametrize("query", QUERIES.values(), ids=QUERIES)
@pytest.mark.parametrize("together", [1, 3, 200])
def test_figures_are_those_that_fit_however_many_are_looked_up(
    ledger: SqlLedger, monkeypatch: pytest.MonkeyPatch, query: Query, together: int
) -> None:
    file_attacks(ledger)
    monkeypatch.setattr(exchanged, "REPORTS_TOGETHER", together)
    found = [filed.id for filed in values_of(ledger, "figures", query=query)]
    assert sorted(found) == sorted(filed.id for filed in Asked(ledger, query).fitting())
    fitting = {filed.filing.id for filed in Asked(ledger, query).fitting()}
    assert {filing.id for filing, _ in values_of(ledger, "reports", query=query)} == fitting
    assert {filing.id for filing, _ in values_of(ledger, "statements", query=query)} == fitting


def test_without_a_filter_a_report_without_figures_is_given_too(file_ledger: SqlLedger) -> None:
    reading = make_reading(draft(), title="A")
    bare = replace(reading, statements=tuple(replace(statement, figures=()) for statement in reading.statements))
    file_ledger.add(bare)
    assert [len(list(values_of(file_ledger, subject))) for subject in SUBJECTS] == [1, 1, 0, 0, 0]
    assert list(values_of(file_ledger, "reports", query=Query(measures=("killed",)))) == []


def test_reports_come_in_the_order_of_filing_and_figures_in_that_of_the_text(file_ledger: SqlLedger) -> None:
    many = [make_reading(draft(at), draft(at + 100, "people", measure="wounded"), title=str(at)) for at in (3, 1, 2)]
    file_ledger.add_all([(reading, None) for reading in many])
    assert [filing.title for filing, _ in values_of(file_ledger, "reports")] == ["3", "1", "2"]
    found: list[FiledFigure] = list(values_of(file_ledger, "figures"))
    assert [filed.figure.number.text for filed in found] == ["3", "103", "1", "101", "2", "102"]
    assert [reading for _, reading in values_of(file_ledger, "reports")] == many


def test_what_a_later_text_of_the_page_replaced_is_left_out(file_ledger: SqlLedger) -> None:
    url = "https://example.org/a"
    for number in (12, 13):
        reading = make_reading(draft(number), before="The same words about a bridge.", path=url, url=url)
        data = reading.report.text.encode()
        file_ledger.add(reading, raw=replace(Raw.of(data), retrieved=datetime(2025, 1, 28, number, tzinfo=UTC)))
    group_figures(file_ledger)
    assert [filed.figure.number.text for filed in values_of(file_ledger, "figures")] == ["13"]
    for subject in SUBJECTS:
        assert len(list(values_of(file_ledger, subject))) == 1, subject


def test_what_was_not_known_by_a_day_is_left_out(file_ledger: SqlLedger) -> None:
    file_ledger.add(make_reading(draft(12), title="A"))
    between = file_ledger.clock()
    file_ledger.add(make_reading(draft(40), title="B"))
    for subject in SUBJECTS:
        assert len(list(values_of(file_ledger, subject, query=Query(known_at=between)))) == 1, subject


def test_rulings_are_followed_and_no_number_stands_with_who_did_not_give_it(file_ledger: SqlLedger) -> None:
    file_attacks(file_ledger)
    twelve, fifteen, *_ = values_of(file_ledger, "figures")
    file_rulings(file_ledger, "correct", twelve.id, ["low=14", "high=14", "speakers=The mayor"], who="Ann", why="the mayor's")
    file_rulings(file_ledger, "reject", fifteen.id, [], who="Ann", why="a slip")
    corrected, *rest = values_of(file_ledger, "figures")
    assert (corrected.figure.quantity.low, [one.text for one in corrected.statement.speakers]) == (14, ["The mayor"])
    assert fifteen.id not in {filed.id for filed in rest}
    statements = [told for _, told in values_of(file_ledger, "statements") for figure in told.figures if figure.id == twelve.id]
    assert [[one.text for one in told.speakers] for told in statements] == [["The mayor"]]
    assert [figure.quantity.low for figure in statements[0].figures] == [14]
    # Of the statement whose figure is rejected the words stay.
    assert [told.figures for _, told in values_of(file_ledger, "statements") if told.id == fifteen.statement.id] == [()]
    # A report is whole, as it was read.
    assert {figure.id for _, reading in values_of(file_ledger, "reports") for told in reading.statements for figure in told.figures} >= {
        twelve.id, fifteen.id,
    }  # fmt: skip
    file_rulings(file_ledger, "reject", fifteen.statement.id, [], who="Ann", why="nobody said so")
    assert fifteen.statement.id not in {told.id for _, told in values_of(file_ledger, "statements")}


def test_figures_of_one_statement_by_two_speakers_are_parted(file_ledger: SqlLedger) -> None:
    reading = make_reading(draft(12), draft(30, measure="wounded", speaker=None))
    one, other = reading.statements
    both = replace(one, end=other.end, text=reading.report.text, figures=(*one.figures, *other.figures))
    file_ledger.add(replace(reading, statements=(both,)))
    file_rulings(file_ledger, "correct", other.figures[0].id, ["speakers=Doctors"], who="Ann", why="as the next sentence says")
    found = [said for _, said in values_of(file_ledger, "statements")]
    told = [([who.text for who in said.speakers], [figure.number.text for figure in said.figures]) for said in found]
    assert told == [(["The army"], ["12"]), (["Doctors"], ["30"])]


@pytest.mark.parametrize("subject", SUBJECTS)
def test_what_is_done_is_told(file_ledger: SqlLedger, subject: Subject) -> None:
    file_attacks(file_ledger)
    done: list[int] = []
    for _ in find_values(file_ledger, Wanted(subject, Query(), advance=done.append)):
        pass
    assert sum(done) == count_work(file_ledger, subject, Query()) == 4


def test_events_are_reckoned_by_the_rule_sets_that_a_form_writes(file_ledger: SqlLedger) -> None:
    file_attacks(file_ledger)
    assert for_form(replace(for_form(None, UCDP), rules=("ibc", "ucdp")), UCDP).rules == ("ibc", "ucdp")
    for plain, ruled in zip(list_events(file_ledger, Query()), values_of(file_ledger, "events", UCDP), strict=True):
        assert plain.counts[0].whole.rule_sets == ()
        assert [name for name, _ in ruled.counts[0].whole.rule_sets] == ["ucdp"]


# -- files -------------------------------------------------------------------------------------------------------------


def failing() -> Iterator[bytes]:
    yield b"half"
    raise ValueError("no more")


def test_a_file_is_whole_or_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    for held in (False, True):
        with pytest.raises(ValueError, match="no more"):
            write_whole(path, failing())
        assert path.exists() == held
        write_whole(path, [b"a", b"b"])
        assert path.read_bytes() == b"ab"
    assert [found.name for found in tmp_path.iterdir()] == ["a.csv"]
    assert oct(path.stat().st_mode)[-3:] == oct(0o666 & ~current_mask())[-3:]


def current_mask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def test_a_link_stays_one_a_device_is_no_file_and_a_wrong_name_is_told(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "real")
    write_whole(tmp_path / "link", [b"x"])
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_bytes() == b"x"
    write_whole(Path("/dev/null"), [b"x"])
    assert Path("/dev/null").is_char_device()
    with pytest.raises(OSError, match=r"nowhere/a\.csv'") as caught:
        write_whole(tmp_path / "nowhere" / "a.csv", [b"x"])
    assert caught.value.filename == str(tmp_path / "nowhere" / "a.csv")


def test_a_folder_s_files_are_called_by_subject_and_form(tmp_path: Path) -> None:
    folder = f"{tmp_path}/new/"
    names = [place_file(folder, "events", form).name for form in (CSV, UCDP, JSONL)]
    assert names == ["events.csv", "events-ucdp.csv", "events.jsonl"]
    assert place_file(str(tmp_path), "events", CSV) == tmp_path / "events.csv"
    assert place_file(str(tmp_path / "x.txt"), "events", CSV) == tmp_path / "x.txt"
    assert page_beside(tmp_path / "x.csv").name == "x.csv.README.md"
