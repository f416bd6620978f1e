"""Looking through a ledger: every event stands on one page, in order; what the newest reports changed; what words are found in."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from drafts import DAY, draft, make_reading
from test_ask import report

from according.errors import RequestError
from according.ledger.finding.latest import mark_of
from according.ledger.store import SqlLedger
from according.ledger.versions import Versions
from according.reckoning.rulings import Standing, weigh_rulings
from according.records import FiledFigure, Query, Ruling
from according.services import ask, grouped
from according.services.browsing import recent
from according.services.browsing.changed import changed_events
from according.services.browsing.matches import find_matches
from according.services.browsing.recent import EVENTS_A_PAGE, Listed, every_event, page_events, read_mark, write_mark
from according.services.browsing.unruled import count_unruled
from according.services.events import find_event, list_events
from according.services.group import group_figures
from according.services.judge import file_rulings
from according.services.people.review import find_queue

MINISTRY = "Russia's Ministry of Health"
NOW, LATER = datetime(2025, 6, 1, tzinfo=UTC), DAY + timedelta(days=60)


def fill(ledger: SqlLedger, seed: int, *, grouped: bool = True) -> None:
    chance = random.Random(seed)
    for _ in range(8):
        ledger.add(report(chance))
    if grouped:
        group_figures(ledger)


@pytest.mark.heavy
@pytest.mark.parametrize("grouped", [True, False])
@pytest.mark.parametrize("seed", range(5))
def test_pages_hold_every_event_once(ledger: SqlLedger, seed: int, grouped: bool) -> None:
    fill(ledger, seed, grouped=grouped)
    for query in (Query(), Query(place="Aleppo"), Query(measures=("killed",)), Query(text="killed")):
        hold_once(ledger, query)


def hold_once(ledger: SqlLedger, query: Query) -> None:
    listed, before = [], None
    while True:
        page = page_events(ledger, query, limit=2, before=before)
        assert len(page.events) <= 2
        listed += page.events
        before = page.after
        if before is None:
            break
    assert len({one.event.id for one in listed}) == len(listed)
    assert [one.mark for one in listed] == sorted((one.mark for one in listed), reverse=True)
    assert {one.event.id for one in every_event(ledger, query)} == {one.event.id for one in listed}
    if query == Query():
        assert {one.event.id for one in listed} == {event.id for event in list_events(ledger, query)}
    for one in listed:
        # By the figure that a link has, the event is found again.
        assert find_event(ledger, one.figure, Query()).event.id == one.event.id


@pytest.mark.parametrize("seed", range(5))
def test_a_large_ledger_is_listed_from_its_latest_figures(ledger: SqlLedger, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(ledger, seed)
    monkeypatch.setattr(recent, "WHOLE_MOST", 0)
    listed = list(every_event(ledger, Query()))
    # No figure is lost, and one page of all shows no event twice.
    figures = [item.id for one in listed for count in one.event.counts for found in count.reckonings for item in found.figures]
    assert len(figures) == len(set(figures)) == ledger.count(Query())
    before = None
    told = set[str]()
    for _ in range(100):
        page = page_events(ledger, Query(), limit=1, before=before)
        told |= {item.id for one in page.events for count in one.event.counts for found in count.reckonings for item in found.figures}
        before = page.after
        if before is None:
            break
    # What is listed in part on one page is listed: no event is without a figure on some page.
    for event in list_events(ledger, Query()):
        held = {item.id for count in event.counts for found in count.reckonings for item in found.figures}
        assert not held.isdisjoint(told)


def test_a_correction_takes_an_event_in_and_out(ledger: SqlLedger) -> None:
    ledger.add(make_reading(draft(12)))
    group_figures(ledger)
    [one] = page_events(ledger, Query()).events
    file_rulings(ledger, "correct", one.figure, ["measure=wounded"], who="A. Reader", why="it says wounded")
    assert page_events(ledger, Query(measures=("killed",))).events == ()
    [found] = page_events(ledger, Query(measures=("wounded",))).events
    assert found.event.counts[0].measure == "wounded"


@pytest.fixture
def judged(ledger: SqlLedger, monkeypatch: pytest.MonkeyPatch) -> SqlLedger:
    """A large ledger of 50 events, on one of every two days, that people corrected: the days of some, or what is counted."""
    for at in range(50):
        day = DAY + timedelta(days=2 * at)
        ledger.add(make_reading(draft(3 + at, place=("Kursk", "Kyiv", "Aleppo")[at % 3], days=(day, day)), published=day))
    group_figures(ledger)
    for at, filed in enumerate(ledger.find(Query())[::2]):
        moved = (DAY + timedelta(days=3 * at)).isoformat()
        fields = ({"low": 2}, {"measure": "wounded"}, {"from": moved, "to": moved})[at % 3]
        when = NOW + timedelta(minutes=at)
        ledger.file_rulings([Ruling("correct", filed.id, "ann", "so", when, None, name, value) for name, value in fields.items()])
    group_figures(ledger)
    monkeypatch.setattr(recent, "WHOLE_MOST", 0)
    return ledger


def paged(ledger: SqlLedger, query: Query) -> list[Listed]:
    listed, page = [], page_events(ledger, query)
    while page.after is not None:
        listed += page.events
        page = page_events(ledger, query, before=page.after)
    return [*listed, *page.events]


def test_a_list_of_many_pages_weighs_the_rulings_once(judged: SqlLedger, monkeypatch: pytest.MonkeyPatch) -> None:
    weighed, corrected = [], []

    def weigh(rulings: Sequence[Ruling]) -> Standing:
        weighed.append(rulings)
        return weigh_rulings(rulings)

    def find(query: Query, *, limit: int | None = None) -> Sequence[FiledFigure]:
        corrected.extend(id for id in query.figures if id in standing)
        return look(query, limit=limit)

    standing, look = weigh_rulings(judged.rulings()).corrected, judged.find
    monkeypatch.setattr(ask, "weigh_rulings", weigh)
    monkeypatch.setattr(judged, "find", find)
    assert len(list(every_event(judged, Query()))) > 2 * EVENTS_A_PAGE
    assert len(weighed) == 1
    # Once to see where it stands in the list, and once for its page; a page's look-ups may overlap.
    assert len(corrected) <= 4 * len(standing)
    # A small ledger is put to questions once, with or without a filter.
    monkeypatch.setattr(recent, "WHOLE_MOST", 600)
    for query in (Query(), Query(place="Kursk")):
        weighed.clear()
        assert list(every_event(judged, query))
        assert len(weighed) == 1


@pytest.mark.parametrize("query", [Query(), Query(measures=("killed",)), Query(text="killed", last=LATER), Query(place="Kyiv")])
@pytest.mark.parametrize("whole", [0, 600])
def test_all_events_are_those_of_the_pages(judged: SqlLedger, query: Query, whole: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recent, "WHOLE_MOST", whole)
    listed = list(every_event(judged, query))
    assert listed == paged(judged, query)
    assert listed


@pytest.mark.parametrize("wanted", [1, 3])
def test_what_fits_only_as_it_was_corrected_is_listed(judged: SqlLedger, wanted: int, monkeypatch: pytest.MonkeyPatch) -> None:
    # Nothing was read as wounded, so that the ledger's own figures lead nowhere.
    monkeypatch.setattr(recent, "FIGURES_AN_EVENT", wanted)
    query = Query(measures=("wounded",))
    corrected = [ruling.subject for ruling in judged.rulings() if ruling.field == "measure"]
    listed = list(every_event(judged, query))
    assert sorted(one.figure for one in listed) == sorted(corrected)
    assert [one.mark for one in listed] == sorted((one.mark for one in listed), reverse=True)
    pages, page = [], page_events(judged, query, limit=3)
    while page.after is not None:
        pages.append(page.events)
        page = page_events(judged, query, limit=3, before=page.after)
    assert [one for events in [*pages, page.events] for one in events] == listed


def test_a_large_group_is_put_to_questions_once_for_all_its_pages(ledger: SqlLedger, monkeypatch: pytest.MonkeyPatch) -> None:
    for at in range(grouped.KEPT_LEAST + 20):
        ledger.add(make_reading(draft(7 + at), before=f"This is report {at}."))
    group_figures(ledger)
    [group] = ledger.groups(9)
    when = (NOW + timedelta(minutes=at) for at in range(999))
    ledger.file_rulings([Ruling("correct", filed.id, "ann", "so", next(when), None, "low", 2) for filed in ledger.members([group])])
    group_figures(ledger)
    monkeypatch.setattr(recent, "WHOLE_MOST", 0)
    put = []
    original = grouped.put_to_questions
    monkeypatch.setattr(grouped, "put_to_questions", lambda figures, *given: put.append(len(figures)) or original(figures, *given))
    assert list(every_event(ledger, Query()))
    assert put == [grouped.KEPT_LEAST + 20]


@pytest.mark.parametrize("whole", [0, 600])
def test_what_is_ruled_meanwhile_moves_no_event(judged: SqlLedger, whole: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recent, "WHOLE_MOST", whole)
    expected = [one.figure for one in every_event(judged, Query())]
    found = every_event(judged, Query())
    told = [next(found).figure]
    # The last of the list would stand on the first page now, and what was told already on the last one.
    for figure, day in ((expected[-1], "2027-01-01"), (expected[0], "2024-01-01")):
        file_rulings(judged, "correct", figure, [f"from={day}", f"to={day}"], who="ann", why="the text says so")
    assert told + [one.figure for one in found] == expected


def test_what_loses_its_group_meanwhile_is_listed_all_the_same(judged: SqlLedger) -> None:
    expected = [one.figure for one in every_event(judged, Query())]
    found = every_event(judged, Query())
    told = [next(found).figure]
    judged.forget_groups()
    assert told + [one.figure for one in found] == expected


@pytest.mark.parametrize("text", ["", ".", "2025-01-27", "2025-01-27.", "27 January.abc", "2025-01-27.a b", "2025-01-27.é", "x" * 99])
def test_what_is_no_place_in_a_list_is_told(text: str) -> None:
    with pytest.raises(RequestError, match="no place in this list"):
        read_mark(text)


def test_a_place_in_a_list_is_read_as_it_is_written(ledger: SqlLedger) -> None:
    ledger.add(make_reading(draft(12)))
    mark = mark_of(ledger.find(Query())[0])
    assert read_mark(write_mark(mark)) == mark
    assert read_mark(None) is None


def test_what_the_newest_reports_changed(ledger: SqlLedger) -> None:
    ledger.add(make_reading(draft(12, "miners", counting="running", speaker=MINISTRY)))
    ledger.add(make_reading(draft(30, "miners", counting="running", speaker=MINISTRY), published=DAY + timedelta(days=1)))
    group_figures(ledger)
    [changed] = changed_events(ledger)
    assert [(change.change, change.before, change.filed.figure.number.text) for change in changed.changes] == [("raised", 12, "30")]
    # Of the last report alone the number before is known all the same.
    [last] = changed_events(ledger, reports=1)
    assert [change.filed.figure.number.text for change in last.changes] == ["30"]


def test_words_are_looked_for_in_every_kind(ledger: SqlLedger) -> None:
    ledger.add(make_reading(draft(12, "miners", speaker="The Kursk governor"), before="A mine."))
    ledger.add(make_reading(draft(7, "guards", place="Aleppo"), before="A barracks."))
    group_figures(ledger)
    found = find_matches(ledger, "Kursk")
    assert [len(kind) for kind in (found.events, found.reports, found.statements, found.speakers, found.places)] == [1, 1, 1, 1, 1]
    assert found.more == frozenset()
    assert not find_matches(ledger, "Kursk Aleppo")
    assert not find_matches(ledger, "")
    assert find_matches(ledger, "killed", limit=1).more == {"reports", "statements"}


def test_an_event_that_is_found_has_the_numbers_of_its_own_page(ledger: SqlLedger, monkeypatch: pytest.MonkeyPatch) -> None:
    ledger.add(make_reading(draft(12, "miners", counting="running", speaker=MINISTRY), before="A shaft."))
    ledger.add(make_reading(draft(30, "miners", counting="running", speaker=MINISTRY), published=DAY + timedelta(days=1)))
    group_figures(ledger)
    [found] = find_matches(ledger, "shaft").events
    assert (found.whole, found.event) == (True, find_event(ledger, found.figure, Query()).event)
    assert len(found.event.reports) == 2
    # Where following it would take too long, nothing is said of its numbers.
    monkeypatch.setattr(recent, "WHOLE_MOST", 0)
    [partly] = find_matches(ledger, "shaft").events
    assert (partly.whole, partly.figure) == (False, found.figure)


def test_figures_wait_until_somebody_rules(ledger: SqlLedger) -> None:
    ledger.add(make_reading(draft(12), draft(30, "miners")))
    [one, other] = ledger.find(Query())
    assert count_unruled(ledger) == 2
    file_rulings(ledger, "accept", one.id, [], who="A. Reader", why="it says so")
    assert count_unruled(ledger) == 1
    file_rulings(ledger, "reject", other.id, [], who="A. Reader", why="it does not say so")
    assert count_unruled(ledger) == 0


def test_as_many_wait_as_the_queue_holds(ledger: SqlLedger) -> None:
    read = make_reading(draft(12), draft(30, "miners"))
    ledger.add(replace(read, statements=read.statements[:1]))
    # Read anew: the figures of the reading before are still in the ledger.
    ledger.add(read, versions=Versions("9.9", "model-9", "lexicon-9"))
    ledger.add(make_reading(draft(7, "guards"), published=DAY + timedelta(days=1)))
    assert count_unruled(ledger) == len(find_queue(ledger).items) == 3
    # A statement stands for its figures.
    file_rulings(ledger, "reject", ledger.find(Query())[0].statement.id, [], who="A. Reader", why="another said so")
    assert count_unruled(ledger) == len(find_queue(ledger).items) == 2
