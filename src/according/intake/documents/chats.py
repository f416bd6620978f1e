"""
Chats as Telegram and Slack export them, in JSON: each message with words is a report with its author, hour and zone.

A message that is passed on is the report of whoever wrote it first. What only says that something happened in the chat ("joined") is passed
over.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta, timezone
from html import unescape
from typing import Any

from according.errors import InputError
from according.intake.documents.packages import Package
from according.intake.facts import Facts
from according.intake.source import Source, open_bytes
from according.statement import Problem

# In bytes; an export is one JSON text and is held as a whole, ten times as large.
EXPORT_MOST = 256_000_000
EXPORT_DATE = "the chat's export"
# Of the message that is answered so many characters are named.
ANSWERED_SHOWN = 60
TELEGRAM_EXPORT = "a Telegram export"
SLACK_EXPORT = "a Slack export"
# "<@U123>", "<#C123|general>", "<https://example.org|the page>", "<!here>"
_MENTION = re.compile(r"<(?P<sign>[@#!])?(?P<what>[^<>|]*)(?:\|(?P<label>[^<>]*))?>")
_SPOKEN = (None, "bot_message", "thread_broadcast", "me_message", "file_share")
_DAY = re.compile(r"(?:(?P<folder>.*)/)?(?P<channel>[^/]+)/\d{4}-\d\d-\d\d\.json\Z")


def split_telegram(source: Source) -> Iterator[Source]:
    """Yield the messages of Telegram's export, one after another; raises :class:`~according.errors.InputError` for other JSON."""
    export = _load(source, TELEGRAM_EXPORT)
    chats = export.get("chats", {}) if isinstance(export, dict) else None
    listed = chats.get("list") if isinstance(chats, dict) and chats else [export]
    if not isinstance(listed, list):
        raise InputError(f"no chat in it, as {TELEGRAM_EXPORT} has one; export it again, as JSON")
    for number, chat in enumerate(listed, 1):
        if not isinstance(chat, dict) or not isinstance(chat.get("messages"), list):
            raise InputError(f'no list "messages" in it, as {TELEGRAM_EXPORT} has one; export it again, as JSON')
        within = source.path if len(listed) == 1 else f"{source.path}/{_part(chat.get('name') or number)}"
        yield from _telegram_chat(within, chat)


def _telegram_chat(path: str, chat: Mapping[str, Any]) -> Iterator[Source]:
    messages = [message for message in chat["messages"] if isinstance(message, dict)]
    by_key = {str(message.get("id")): message for message in messages}
    name, public = _words(chat.get("name")).strip() or None, _words(chat.get("username")).strip("@ ")
    channel = "channel" in _words(chat.get("type"))
    for message in messages:
        key, text = message.get("id"), _words(message.get("text")).strip()
        if message.get("type") != "message" or not text:
            continue
        at, sender = _telegram_moment(message), _words(message.get("from")).strip() or None
        first = _words(message.get("forwarded_from")).strip() or None
        # A channel speaks for itself; in a group each speaks for himself.
        publisher = first or (name if channel else sender or name)
        facts = Facts(
            published=at.date() if at is not None else None,
            publisher=publisher,
            author=first or _words(message.get("author")).strip() or (None if channel else sender),
            published_at=at if at is not None and at.tzinfo is not None else None,
            url=f"https://t.me/{public}/{key}" if re.fullmatch(r"\w{4,64}", public) and isinstance(key, int) else None,
            dated_by=EXPORT_DATE if at is not None else None,
        )
        reply = message.get("reply_to_message_id")
        answered = by_key.get(str(reply), {})
        told = _answers(reply, _words(answered.get("from")), _words(answered.get("text"))) if reply is not None else ()
        if first is not None:
            told += (Problem(0, 0, f"passed on by {sender or name or 'somebody'}: the words are those of {first}"),)
        yield Source(f"{path}/{_part(key)}", data=text.encode("utf-8", "replace"), facts=facts, problems=told)


def _telegram_moment(message: Mapping[str, Any]) -> datetime | None:
    """
    Return the moment of a message: the hour of the clock where it was exported, and its zone where the export has both clocks.
    """
    try:
        local = datetime.fromisoformat(str(message.get("date")))
    except ValueError:
        return None
    try:
        seconds = int(str(message.get("date_unixtime")))
        ahead = local.replace(tzinfo=UTC) - datetime.fromtimestamp(seconds, UTC)
        return local.replace(tzinfo=timezone(timedelta(minutes=round(ahead.total_seconds() / 60))))
    except (ValueError, OverflowError, OSError):
        return local


def _answers(key: object, sender: str, text: str) -> tuple[Problem, ...]:
    """Say which message one answers: what is meant by "there" or "they" may stand in it."""
    if not text:
        return (Problem(0, 0, f"answers message {key}, whose words are not in the export"),)
    shown = " ".join(text.split())
    shown = f"{shown[:ANSWERED_SHOWN]}…" if len(shown) > ANSWERED_SHOWN else shown
    return (Problem(0, 0, f'answers message {key} of {sender or "somebody"}: "{shown}"'),)


def split_slack_day(source: Source) -> Iterator[Source]:
    """Yield the messages of a day of a channel in Slack's export; raises :class:`~according.errors.InputError` for other JSON."""
    within = _DAY.match(source.path.replace("\\", "/"))
    yield from _slack_messages(source.path, _load(source, SLACK_EXPORT), within["channel"] if within else None, {})


def split_slack_archive(source: Source) -> Iterator[Source]:
    """Yield the messages of Slack's export, channel by channel and day by day."""
    with open_bytes(source) as file:
        data = file.read(EXPORT_MOST + 1)
    if len(data) > EXPORT_MOST:
        raise InputError(f"{SLACK_EXPORT} of over {EXPORT_MOST:,} bytes; give the folders of single channels")
    package = Package(data, SLACK_EXPORT)
    names = {_words(user.get("id")): _slack_name(user) for user in _list(package, "users.json")}
    for name in sorted(package.zip.namelist()):
        day = _DAY.match(name)
        if day is None:
            continue
        try:
            messages = _parse(package.read(name) or b"", f"{SLACK_EXPORT}: {name}")
            yield from _slack_messages(f"{source.path}/{name}", messages, day["channel"], names)
        except InputError as error:
            yield Source(f"{source.path}/{name}", str(error))


def _list(package: Package, name: str) -> list[dict[str, Any]]:
    found = _parse(package.read(name) or b"[]", f"{SLACK_EXPORT}: {name}")
    return [item for item in found if isinstance(item, dict)] if isinstance(found, list) else []


def _slack_name(user: Mapping[str, Any]) -> str:
    profile = user.get("profile")
    held = {**user, **profile} if isinstance(profile, dict) else user
    return next((name for key in ("display_name", "real_name", "name") if (name := _words(held.get(key)).strip())), "")


def _slack_messages(path: str, messages: object, channel: str | None, names: Mapping[str, str]) -> Iterator[Source]:
    if not isinstance(messages, list):
        raise InputError(f"no list of messages in it, as {SLACK_EXPORT} has one; export it again")
    held = [message for message in messages if isinstance(message, dict)]
    by_moment = {_words(message.get("ts")): message for message in held}
    for message in held:
        text = _slack_text(_words(message.get("text")), names).strip()
        # "channel_join" and the like only say what happened in the chat; a bot's words and a thread's are messages.
        if message.get("type") != "message" or message.get("subtype") not in _SPOKEN or not text:
            continue
        moment = _words(message.get("ts"))
        at = _slack_moment(moment)
        author = _slack_author(message, names)
        facts = Facts(
            published=at.date() if at is not None else None, publisher=author or channel, author=author, published_at=at,
            dated_by=EXPORT_DATE if at is not None else None,
        )  # fmt: skip
        thread = _words(message.get("thread_ts"))
        answered = by_moment.get(thread, {})
        within = thread not in ("", moment)
        told = _answers(thread, _slack_author(answered, names), _slack_text(_words(answered.get("text")), names)) if within else ()
        yield Source(f"{path}/{_part(moment)}", data=text.encode("utf-8", "replace"), facts=facts, problems=told)


def _slack_author(message: Mapping[str, Any], names: Mapping[str, str]) -> str:
    user = _words(message.get("user"))
    profile = message.get("user_profile")
    own = _slack_name(profile) if isinstance(profile, dict) else ""
    return names.get(user) or own or _words(message.get("username")) or user


def _slack_moment(written: str) -> datetime | None:
    """Return the moment of a message, at Greenwich: the export does not say by which clock it was written."""
    try:
        return datetime.fromtimestamp(int(written.partition(".")[0]), UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _slack_text(text: str, names: Mapping[str, str]) -> str:
    """Return a message's words as its readers see them: names for ids, labels for addresses."""

    def shown(match: re.Match[str]) -> str:
        if match["sign"] == "@":
            return f"@{names.get(match['what']) or match['label'] or match['what']}"
        label = match["label"] or match["what"]
        return f"#{label}" if match["sign"] == "#" else label

    return unescape(_MENTION.sub(shown, text))


def _words(value: object) -> str:
    """Return the words of a value: a text, or Telegram's list of texts and of parts that are bold or links."""
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return "".join(_words(item.get("text") if isinstance(item, dict) else item) for item in value)
    return ""


def _part(value: object) -> str:
    """Return a value as a part of a path: without what would part it in two."""
    return re.sub(r"[/\\\x00-\x1f]+", "_", str(value))[:100] or "_"


def _load(source: Source, what: str) -> Any:
    with open_bytes(source) as file:
        data = file.read(EXPORT_MOST + 1)
    if len(data) > EXPORT_MOST:
        raise InputError(f"{what} of over {EXPORT_MOST:,} bytes; export a shorter time")
    return _parse(data, what)


def _parse(data: bytes, what: str) -> Any:
    try:
        return json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise InputError(f"{what} that is not in UTF-8 at byte {error.start:,}; export it again") from None
    except json.JSONDecodeError as error:
        how = "cut" if error.pos >= len(error.doc) - 1 else "damaged"
        where = f"line {error.lineno:,}, character {error.colno:,}"
        raise InputError(f"{what} that is {how} at {where}; export it again ({error.msg})") from None
    except RecursionError:
        raise InputError(f"{what} whose lists are nested too deep; export it again") from None
