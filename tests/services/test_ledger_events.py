"""Events of a ledger: the one that is asked for by an id is the one of the list, and words find the event that they mean."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

import pytest
from drafts import DAY, Clock, draft, make_reading
from test_ask import report

from according.comparing.days import day_of
from according.errors import QuestionError
from according.ledger.store import SqlLedger
from according.quantity import Quantity
from according.reckoning.trials import Trial, read_quantity
from according.records import Query
from according.services.ask import question_of
from according.services.events import find_event, list_events
from according.services.group import group_figures


def fill(ledger: SqlLedger, seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(8):
        ledger.add(report(chance))
    group_figures(ledger)


@pytest.mark.heavy
@pytest.mark.parametrize("seed", range(8))
def test_an_event_by_an_id_is_the_one_of_the_list(ledger: SqlLedger, seed: int) -> None:
    fill(ledger, seed)
    listed = list(list_events(ledger, Query()))
    assert len(listed) > 1
    for event in listed:
        for id in (event.id, event.id[:10], event.questions[0], event.counts[0].whole.figures[0].id):
            found = find_event(ledger, id, Query()).event
            assert (found.id, sorted(found.questions), found.title) == (event.id, sorted(event.questions), event.title)


def test_every_question_is_in_one_event(ledger: SqlLedger) -> None:
    fill(ledger, 9)
    questions = [id for event in list_events(ledger, Query()) for id in event.questions]
    assert len(questions) == len(set(questions))
    assert sum(event.figures for event in list_events(ledger, Query())) == ledger.count(Query())


def test_the_newest_event_comes_first_and_filters_keep_what_fits(ledger: SqlLedger) -> None:
    fill(ledger, 3)
    listed = list(list_events(ledger, Query()))
    figures = [[item.filed for count in event.counts for found in count.reckonings for item in found.figures] for event in listed]
    days = [max(day for filed in held if (day := day_of(filed)) is not None) for held in figures]
    assert days == sorted(days, reverse=True)
    places = {event.place for event in list_events(ledger, Query(place="Aleppo"))}
    assert "Aleppo" in places
    assert len(list(list_events(ledger, Query(place="Aleppo")))) < len(days)


def test_words_find_their_event_and_name_the_others(ledger: SqlLedger) -> None:
    ledger.add(make_reading(draft(12, "miners", place="Kursk"), draft(30, "miners", measure="wounded", place="Kursk"), before="A mine."))
    ledger.add(make_reading(draft(7, "soldiers", place="Aleppo"), before="A barracks."))
    group_figures(ledger)
    found = find_event(ledger, "miners Kursk", Query())
    assert [count.measure for count in found.event.counts] == ["killed", "wounded"]
    assert found.event.place == "Kursk"
    with pytest.raises(QuestionError, match="no report with a figure that fits holds all these words"):
        find_event(ledger, "volcano", Query())
    with pytest.raises(QuestionError, match="holds all these words"):
        find_event(ledger, "ffffffffff", Query())


def test_what_was_filed_later_is_in_no_event_of_then(ledger: SqlLedger) -> None:
    ledger.add(make_reading(draft(12, "miners", place="Kursk")))
    then = Query(known_at=datetime(2001, 1, 1, tzinfo=UTC))
    assert list(list_events(ledger, then)) == []
    with pytest.raises(QuestionError):
        find_event(ledger, "miners", then)


def toll(ledger: SqlLedger, *numbers: int) -> list[str]:
    """File a report a day with a rising toll by ever another speaker, and return their figures."""
    day = (DAY, DAY)
    readings = [
        make_reading(draft(number, "people", days=day, speaker=f"Ministry {at}"), before=f"Report {at}.", published=DAY + timedelta(at))
        for at, number in enumerate(numbers)
    ]
    for reading in readings:
        ledger.add(reading)
    group_figures(ledger)
    return [reading.statements[0].figures[0].id for reading in readings]


def highest(ledger: SqlLedger, id: str, **how: object) -> float | None:
    [count] = find_event(ledger, id, Query(), **how).event.counts  # type: ignore[arg-type]
    return count.whole.headline.high


def test_an_event_answers_without_a_figure_and_nothing_is_filed(ledger: SqlLedger) -> None:
    first, _, last = toll(ledger, 12, 57, 211)
    revision = ledger.revision()
    assert highest(ledger, first) == 211
    assert highest(ledger, first, without=[last]) == 57
    event = find_event(ledger, first, Query(), without=[last]).event
    # It stays in the event, and says why it does not count.
    [aside] = [item for item in event.counts[0].whole.figures if item.id == last]
    assert (aside.dropped_by, aside.used, aside.rulings) == ("set-aside", False, ())
    assert question_of(ledger, first, Query(), without=[last]).reckoning.headline.high == 57
    assert highest(ledger, first) == 211
    assert (ledger.revision(), ledger.rulings()) == (revision, [])


def test_without_all_figures_none_is_left_to_count(ledger: SqlLedger) -> None:
    figures = toll(ledger, 12, 57)
    assert highest(ledger, figures[0], without=figures) is None


def test_an_event_as_it_was_told_by_a_day(ledger: SqlLedger) -> None:
    first, _, last = toll(ledger, 12, 57, 211)
    for id in (first, last):
        early = find_event(ledger, id, Query(), told_by=DAY + timedelta(1)).event
        assert (early.counts[0].whole.headline.high, len(early.reports)) == (57, 2)
        assert early.id == find_event(ledger, id, Query()).event.id
    with pytest.raises(QuestionError, match="no report of this event was published by"):
        find_event(ledger, first, Query(), told_by=DAY - timedelta(1))


def test_an_event_as_it_was_filed_by_a_time_has_nothing_filed_later(ledger: SqlLedger) -> None:
    ledger.clock = Clock()
    first, second, last = toll(ledger, 12, 57, 211)
    filed = ledger.figure(last)
    assert filed is not None
    known = find_event(ledger, first, Query(known_at=filed.filing.filed - timedelta(seconds=1))).event
    assert {item.id for item in known.counts[0].whole.figures} == {first, second}


def two_claims(ledger: SqlLedger) -> None:
    """What two speakers say of one day's dead, of which both cannot be true."""
    said = [draft(number, "miners", days=(DAY, DAY), speaker=speaker) for number, speaker in ((12, "The army"), (15, "Police"))]
    ledger.add(make_reading(*said))
    group_figures(ledger)


def test_a_number_is_tried_out_and_nothing_is_filed(ledger: SqlLedger) -> None:
    two_claims(ledger)
    first, last = sorted(ledger.find(Query()), key=lambda filed: filed.figure.quantity.low or 0)
    before = find_event(ledger, first.id, Query()).event
    assert [found.figures for found in before.contradictions] == [(first.id, last.id)]
    [repair] = [one for one in before.contradictions[0].repairs if one.figure == last.id]
    tried = (Trial(last.id, Quantity.exact(repair.high or 0)),)
    event = find_event(ledger, first.id, Query(), tried=tried).event
    assert (event.id, event.figures, event.contradictions) == (before.id, before.figures, ())
    [changed] = [item for item in event.counts[0].whole.figures if item.id == last.id]
    assert (changed.filed.figure.number.text, changed.stated) == ("12 (tried)", last.figure)
    answered = question_of(ledger, first.id, Query(), tried=tried).reckoning
    assert answered.headline == event.counts[0].whole.headline
    # As it was: what is tried is nowhere but in the answer that was asked for.
    assert find_event(ledger, first.id, Query()).event == before
    assert ledger.rulings() == []


def test_what_is_tried_may_be_any_number_and_keeps_the_question_whole(ledger: SqlLedger) -> None:
    two_claims(ledger)
    ids = [filed.id for filed in ledger.find(Query())]
    for text in ("0", "9,999,999,999", "3-4", "5-", "-6", "2.5"):
        event = find_event(ledger, ids[0], Query(), tried=(Trial(ids[0], read_quantity(text)),)).event
        assert {item.id for item in event.counts[0].whole.figures} == set(ids)
