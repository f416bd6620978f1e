"""Alerts: each condition is told once, with the sentence, the report's words and the link; tried again, and only where the user made it."""
from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from drafts import draft, make_reading

from according.errors import RequestError, SendError
from according.ledger.store import SqlLedger
from according.records import NOTICE_TRIES, Alert
from according.report import Raw
from according.services.alerts import Alerter, Sent, add_alert, read_condition, remove_alert
from according.services.group import group_figures
from according.services.sending.seal import is_ours, key_path, make_seal

DAYS = (date(2025, 1, 27), date(2025, 1, 27))
STDOUT = {"kind": "stdout"}


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))


class Time:
    def __init__(self) -> None:
        self.at = datetime.now(UTC)

    def __call__(self) -> datetime:
        return self.at


class Told:
    """A channel that keeps what it was given, or refuses it."""

    def __init__(self) -> None:
        self.records: list[dict[str, Any]] = []
        self.refuses = False

    def __call__(self, channel: Any, record: Any) -> None:
        if self.refuses:
            raise SendError("nobody there")
        self.records.append(json.loads(json.dumps(record)))


@pytest.fixture
def told() -> Told:
    return Told()


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def alerter(ledger: SqlLedger, told: Told, time: Time) -> Alerter:
    return Alerter(ledger, told, lambda alert: True, "me", time, lambda: 0.0)


def file(
    ledger: SqlLedger, number: float, speaker: str = "The army", publisher: str = "Example News", later: int = 0, **more: Any
) -> str:
    """File a report of one incident in Kursk, published so many days after it."""
    url = f"https://{publisher.lower().replace(' ', '-')}.example/{number}/{speaker.lower().replace(' ', '-')}"
    made = make_reading(
        draft(number, "miners", speaker=speaker, days=DAYS, basis="of", **more), before=f"A blast hit a mine. {publisher} heard {speaker}.",
        publisher=publisher, url=url, path=url, published=DAYS[0] + timedelta(days=later), title=f"Mine blast in Kursk, {publisher}",
    )  # fmt: skip
    # As the reader names a speaker who is called by name: only then is it known to be an origin of its own.
    said = tuple(replace(one, speakers=tuple(replace(party, name=party.text) for party in one.speakers)) for one in made.statements)
    ledger.add(replace(made, statements=said))
    group_figures(ledger)
    return made.statements[0].figures[0].id


def alert(ledger: SqlLedger, when: str, event: str = "mine", **more: Any) -> Alert:
    return add_alert(ledger, event, when, more.pop("channel", STDOUT), seal=make_seal, **more)[0]


def sent(alerter: Alerter) -> list[Sent]:
    return list(alerter.run())


def test_what_the_event_is_when_the_alert_is_made_is_not_told(ledger: SqlLedger, alerter: Alerter, told: Told) -> None:
    file(ledger, 12)
    for when in ("best changes", "contradiction", "new origin", "above 10"):
        alert(ledger, when)
    assert sent(alerter) == []
    assert told.records == []


def test_a_best_that_changes_is_told_once_with_words_and_link(ledger: SqlLedger, alerter: Alerter, told: Told) -> None:
    file(ledger, 12)
    made = alert(ledger, "best changes")
    figure = file(ledger, 15, "Police", "Other News")
    [one] = sent(alerter)
    assert one.failed is None
    [record] = told.records
    assert record["sentence"].endswith("best of killed is now 15, was 12 (12 to 15)") or "best of killed is now" in record["sentence"]
    assert (record["alert"], record["was"], record["figure"]) == (made.id, 12, figure)
    assert record["words"] == "Police said 15 miners were killed in Kursk."
    assert (record["link"], record["publisher"], record["said_by"]) == ("https://other-news.example/15/police", "Other News", "Police")
    assert sent(alerter) == []
    # And what is filed without a change of it is not told.
    file(ledger, 15, "Police", "Third News")
    assert sent(alerter) == []


def test_an_event_that_is_not_there_yet_is_waited_for(ledger: SqlLedger, alerter: Alerter, told: Told) -> None:
    file(ledger, 200, place="Kyiv")
    alert(ledger, "best changes", "quarry")
    assert sent(alerter) == []
    made = make_reading(draft(7, "workers", place="Sudzha", days=DAYS), before="A quarry fell in.", path="quarry.txt")
    ledger.add(made)
    group_figures(ledger)
    assert len(sent(alerter)) == 1
    assert (told.records[0]["best"], told.records[0]["was"], told.records[0]["link"]) == (7, None, "quarry.txt")


def test_above_is_told_when_it_is_passed(ledger: SqlLedger, alerter: Alerter, told: Told) -> None:
    file(ledger, 80)
    alert(ledger, "above 100", measures="killed")
    alert(ledger, "above 100", measures="wounded")
    file(ledger, 90, "Police", "Other News")
    assert sent(alerter) == []
    file(ledger, 120, "Police", "Third News", later=1)
    assert len(sent(alerter)) == 1
    assert "best of killed is now 120, above 100" in told.records[0]["sentence"]
    file(ledger, 130, "Police", "Other News", later=2)
    assert sent(alerter) == []


def test_a_new_origin_is_told_and_an_echo_is_not(ledger: SqlLedger, alerter: Alerter, told: Told) -> None:
    file(ledger, 12, "Rescuers")
    alert(ledger, "new origin")
    file(ledger, 12, "Rescuers", "Other News")  # the rescuers again, by another outlet
    assert sent(alerter) == []
    file(ledger, 14, "Police", "Third News")
    assert len(sent(alerter)) == 1
    assert told.records[0]["said_by"] == "Police"
    assert told.records[0]["sentence"].endswith("Police (Third News) is a new origin of killed; 2 independent origins now")


def test_a_contradiction_is_told_with_its_sentence(ledger: SqlLedger, alerter: Alerter, told: Told) -> None:
    file(ledger, 12)
    alert(ledger, "contradiction")
    file(ledger, 12, "The army", "Other News")
    before = len(sent(alerter))
    made = make_reading(
        draft(300, "miners", days=DAYS, basis="of", speaker="The army"), draft(4, "miners", days=DAYS, basis="of", speaker="The army"),
        before="A blast hit a mine.", publisher="Odd News", path="odd.txt",
    )  # fmt: skip
    ledger.add(made)
    group_figures(ledger)
    from according.records import Query
    from according.services.events import find_event

    clashes = find_event(ledger, "mine", Query()).event.contradictions
    assert len(sent(alerter)) + before == len(clashes)
    assert {record["sentence"].partition(": ")[2] for record in told.records} == {clash.detail for clash in clashes}


def test_a_later_text_of_the_only_page_keeps_the_event(ledger: SqlLedger, alerter: Alerter, told: Told) -> None:
    around = "A blast hit a mine in the early hours, and rescuers dug for survivors all day long."
    address = "https://news.example/1"
    first, second = (
        make_reading(draft(number, "miners", days=DAYS, basis="of"), before=around, path=address, url=address) for number in (12, 15)
    )
    ledger.add(first, raw=Raw.of(b"1", None, datetime.now(UTC)))
    group_figures(ledger)
    from according.records import Query
    from according.services.events import find_event

    alert(ledger, "best changes", find_event(ledger, "mine", Query()).event.id)
    assert ledger.add(second, raw=Raw.of(b"2", None, datetime.now(UTC))).replaces == first.report.id
    group_figures(ledger)
    assert len(sent(alerter)) == 1
    assert (told.records[0]["was"], told.records[0]["best"]) == (12, 15)


def test_what_cannot_be_sent_is_tried_again_later_and_given_up_in_the_end(
    ledger: SqlLedger, alerter: Alerter, told: Told, time: Time
) -> None:
    file(ledger, 12)
    alert(ledger, "best changes")
    file(ledger, 150, "Police", "Other News")
    told.refuses = True
    waits = []
    for _ in range(3):
        [one] = sent(alerter)
        assert (one.failed, one.again) == ("nobody there", True)
        assert sent(alerter) == []
        waits.append(next(minutes for minutes in range(10_000) if _due(alerter, time, minutes)))
        time.at += timedelta(minutes=waits[-1])
    assert waits == [1, 2, 4]
    told.refuses = False
    assert [one.failed for one in sent(alerter)] == [None]
    assert len(told.records) == 1
    [listed] = ledger.alert_list.listed()
    assert (listed.sent, listed.waiting, listed.failed) == (1, 0, 0)
    told.refuses = True
    file(ledger, 160, "Police", "Third News", later=1)
    ended = []
    for _ in range(20):
        ended += sent(alerter)
        time.at += timedelta(days=2)
    assert [one.again for one in ended] == [True] * (NOTICE_TRIES - 1) + [False]
    [listed] = ledger.alert_list.listed()
    assert (listed.sent, listed.waiting, listed.failed, listed.told) == (1, 0, 1, "nobody there")


def _due(alerter: Alerter, time: Time, minutes: int) -> bool:
    from sqlalchemy import text

    with alerter.ledger._door.reading() as connection:  # type: ignore[attr-defined]
        due = connection.execute(text("SELECT due FROM notices WHERE sent IS NULL")).scalar_one()
    return datetime.fromisoformat(due) <= time.at + timedelta(minutes=minutes)


def test_two_who_look_at_once_tell_it_once(ledger: SqlLedger, alerter: Alerter, told: Told) -> None:
    file(ledger, 12)
    alert(ledger, "best changes")
    file(ledger, 150, "Police", "Other News")
    other = replace(alerter, holder="other")
    seen = other.ledger.alert_list.listed()
    assert len(sent(alerter)) == 1
    # The other had the list in its hands before.
    for one in seen:
        other._check(one, other.ledger.revision())
    assert sent(other) == []
    assert len(told.records) == 1


def test_an_alert_that_somebody_else_wrote_is_not_sent(ledger: SqlLedger, alerter: Alerter, told: Told) -> None:
    file(ledger, 12)
    mine = alert(ledger, "best changes", channel={"kind": "command", "argv": ["true"]})
    other = alert(ledger, "best changes", channel={"kind": "command", "argv": ["rm", "-rf", "/"]})
    assert key_path().stat().st_mode & 0o077 == 0
    from sqlalchemy import text

    with ledger._door.writing() as connection:
        connection.execute(text(f"UPDATE alerts SET seal = '{mine.seal}' WHERE id = '{other.id}'"))
    assert [is_ours(one) for one in sorted(ledger.alert_list.listed(), key=lambda one: one.id != mine.id)] == [True, False]
    alerter.trusts = is_ours
    file(ledger, 150, "Police", "Other News")
    assert [one.notice.alert for one in sent(alerter)] == [mine.id]
    key_path().unlink()
    assert not any(map(is_ours, ledger.alert_list.listed()))


def test_an_alert_is_removed_and_made_again(ledger: SqlLedger, alerter: Alerter) -> None:
    file(ledger, 12)
    made = alert(ledger, "best changes")
    assert add_alert(ledger, "mine", "Best  Changes", STDOUT, seal=make_seal)[2] is False
    assert remove_alert(ledger, made.id[:8]).id == made.id
    with pytest.raises(RequestError, match="no alert has this id"):
        remove_alert(ledger, made.id)
    file(ledger, 150, "Police", "Other News")
    assert sent(alerter) == []
    assert add_alert(ledger, "mine", "best changes", STDOUT, seal=make_seal)[2] is True
    assert sent(alerter) == []
    assert list(ledger.check()) == []


@pytest.mark.parametrize(("tampering", "told_of"), [
    ("UPDATE alerts SET channel = '{}'", "is not the hash of what is to be told to whom"),
    ("UPDATE alerts SET event = 'other'", "is not the hash of what is to be told to whom"),
    ("UPDATE notices SET record = '{}'", "holds what another notice has to tell"),
])  # fmt: skip
def test_tampering_is_told(ledger: SqlLedger, alerter: Alerter, tampering: str, told_of: str) -> None:
    from sqlalchemy import text

    file(ledger, 12)
    alert(ledger, "best changes")
    file(ledger, 150, "Police", "Other News")
    sent(alerter)
    assert list(ledger.check()) == []
    with ledger._door.writing() as connection:
        connection.execute(text(tampering))
    assert any(told_of in problem.what for problem in ledger.check())


@pytest.mark.parametrize(("text", "kept"), [
    ("best changes", "best changes"), (" Contradiction ", "contradiction"), ("NEW ORIGIN", "new origin"), ("above 1,000", "above 1000"),
    ("above 2.5", "above 2.5"),
])  # fmt: skip
def test_conditions(text: str, kept: str) -> None:
    assert read_condition(text) == kept


@pytest.mark.parametrize("text", ["", "above", "above N", "above -1", "above ten", "below 5", "best", "above 1e9"])
def test_what_is_no_condition_is_refused(text: str) -> None:
    with pytest.raises(RequestError, match="no condition"):
        read_condition(text)


def test_an_alert_without_an_event_is_refused(ledger: SqlLedger) -> None:
    with pytest.raises(RequestError, match="id or words"):
        alert(ledger, "best changes", " ")
