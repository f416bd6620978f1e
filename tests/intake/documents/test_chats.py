"""Telegram's and Slack's exports: each message with words is a report of whoever wrote it."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from office_files import pack

from according.errors import InputError
from according.intake.documents.chats import EXPORT_DATE, split_slack_archive, split_slack_day, split_telegram
from according.intake.facts import Facts
from according.intake.kinds import kind_of
from according.intake.source import Source
from according.intake.unpacking import unpack
from according.intake.wishes import NO_WISHES

CHAT: dict[str, Any] = {
    "name": "Harim News", "type": "public_channel", "id": 1,
    "messages": [
        {"id": 1, "type": "service", "date": "2024-03-05T09:00:00", "action": "create_channel", "text": ""},
        {"id": 2, "type": "message", "date": "2024-03-05T01:30:00", "date_unixtime": "1709591400", "from": "Harim News",
         "text": ["At least ", {"type": "bold", "text": "12"}, " people were killed."]},
        {"id": 3, "type": "message", "date": "2024-03-05T10:00:00", "from": "Harim News", "text": "Seven were hurt there.",
         "reply_to_message_id": 2},
        {"id": 4, "type": "message", "date": "soon", "from": "Harim News", "forwarded_from": "Army Command", "text": "We lost 3 soldiers."},
        {"id": 5, "type": "message", "date": "2024-03-05T10:00:00", "from": "Harim News", "photo": "a.jpg", "text": ""},
        {"id": 6, "type": "message", "date": "2024-03-05T10:00:00", "text": "See above.", "reply_to_message_id": 99},
    ],
}  # fmt: skip


def as_source(value: object, path: str = "result.json") -> Source:
    return Source(path, data=json.dumps(value).encode())


def test_a_channel_s_messages() -> None:
    assert kind_of(as_source(CHAT).data or b"", "result.json").name == "a Telegram export"
    found = list(split_telegram(as_source(CHAT)))
    assert [(source.path, (source.data or b"").decode()) for source in found] == [
        ("result.json/2", "At least 12 people were killed."), ("result.json/3", "Seven were hurt there."),
        ("result.json/4", "We lost 3 soldiers."), ("result.json/6", "See above."),
    ]  # fmt: skip
    at = datetime(2024, 3, 5, 1, 30, tzinfo=timezone(timedelta(hours=3)))
    # The day is that of the clock that the export was made by.
    assert found[0].facts == Facts(date(2024, 3, 5), publisher="Harim News", published_at=at, dated_by=EXPORT_DATE)
    # Without the second clock the hour has no zone, and only the day is known.
    assert found[1].facts == Facts(date(2024, 3, 5), publisher="Harim News", dated_by=EXPORT_DATE)
    assert [problem.what for problem in found[1].problems] == ['answers message 2 of Harim News: "At least 12 people were killed."']
    assert found[2].facts == Facts(publisher="Army Command", author="Army Command")
    assert [problem.what for problem in found[2].problems] == ["passed on by Harim News: the words are those of Army Command"]
    assert [problem.what for problem in found[3].problems] == ["answers message 99, whose words are not in the export"]


def test_a_link_is_made_where_the_export_says_the_public_name() -> None:
    (first, *_) = split_telegram(as_source({**CHAT, "username": "harimnews"}))
    assert first.facts.url == "https://t.me/harimnews/2"


def test_in_a_group_each_speaks_for_himself() -> None:
    group = {**CHAT, "type": "private_supergroup", "messages": [{**CHAT["messages"][1], "from": "Jane Doe"}]}
    (source,) = split_telegram(as_source(group))
    assert (source.facts.publisher, source.facts.author) == ("Jane Doe", "Jane Doe")


def test_an_account_s_export_gives_the_messages_of_all_chats() -> None:
    account = {"personal_information": {}, "chats": {"about": "", "list": [CHAT, {**CHAT, "name": "Other/chat"}]}}
    assert kind_of(as_source(account).data or b"", None).name == "a Telegram export"
    paths = [source.path for source in split_telegram(as_source(account))]
    assert (paths[0], paths[-1], len(paths)) == ("result.json/Harim News/2", "result.json/Other_chat/6", 8)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (json.dumps(CHAT).encode()[:-30], "a Telegram export that is (?:cut|damaged) at line 1, character"),
        (b'{"name": "x", "type": "y", "messages": 3}', 'no list "messages" in it'),
        (b'{"name": "x", "type": "y", "messages": "\xff"}', "not in UTF-8 at byte 40"),
        (b'{"name": "x", "type": "y", "messages": ' + b"[" * 100_000, "nested too deep"),
    ],
)
def test_wrong_json_says_where(data: bytes, why: str) -> None:
    assert kind_of(data, "result.json").name == "a Telegram export"
    (source,) = unpack([Source("result.json", data=data)], NO_WISHES)
    assert source.refused is not None
    with pytest.raises(InputError, match=why):
        raise InputError(source.refused)


def test_odd_messages_are_passed_over() -> None:
    odd = [None, 3, [], {"id": {}}, {"type": "message", "text": {"a": 1}}, {"type": "message", "id": [], "text": [1, {"text": 2}, None]}]
    assert list(split_telegram(as_source({**CHAT, "messages": odd}))) == []


DAY: list[dict[str, Any]] = [
    {"type": "message", "subtype": "channel_join", "user": "U1", "text": "<@U1> has joined", "ts": "1709600000.000100"},
    {"type": "message", "user": "U1", "text": "At least 12 people &amp; more killed, says <@U2> in <#C1|harim>: <https://example.org|page>",
     "ts": "1709600000.000200", "thread_ts": "1709600000.000200"},
    {"type": "message", "user": "U2", "text": "Seven hurt.", "ts": "1709600060.000100", "thread_ts": "1709600000.000200",
     "user_profile": {"real_name": "Bob Roe"}},
]  # fmt: skip


def test_a_day_of_slack() -> None:
    source = as_source(DAY, "export/harim/2024-03-05.json")
    assert kind_of(source.data or b"", source.path).name == "a day of a Slack export"
    first, second = split_slack_day(source)
    assert first.data == b"At least 12 people & more killed, says @U2 in #harim: page"
    at = datetime(2024, 3, 5, 0, 53, 20, tzinfo=UTC)
    assert first.facts == Facts(date(2024, 3, 5), publisher="U1", author="U1", published_at=at, dated_by=EXPORT_DATE)
    assert second.facts.author == "Bob Roe"
    assert second.problems[0].what.startswith('answers message 1709600000.000200 of U1: "At least 12 people & more')


def test_slack_s_archive() -> None:
    users = [{"id": "U1", "name": "jane", "profile": {"real_name": "Jane Doe", "display_name": ""}}]
    data = pack({
        "channels.json": "[]", "users.json": json.dumps(users), "harim/2024-03-05.json": json.dumps(DAY), "harim/2024-03-06.json": "[{",
    })  # fmt: skip
    assert kind_of(data, "slack.zip").name == "a Slack export"
    found = list(split_slack_archive(Source("slack.zip", data=data)))
    assert [source.path for source in found] == [
        "slack.zip/harim/2024-03-05.json/1709600000.000200", "slack.zip/harim/2024-03-05.json/1709600060.000100",
        "slack.zip/harim/2024-03-06.json",
    ]  # fmt: skip
    assert found[0].facts.author == "Jane Doe"
    assert found[2].refused is not None
    assert "a Slack export: harim/2024-03-06.json that is cut at line 1" in found[2].refused
