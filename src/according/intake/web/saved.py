"""
Pages as browsers save them in one file (MHTML): the page itself out of its parts.

What the file says beside the page is where it was and when it was saved; when it was published only the page can tell.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import Message
from email.utils import parsedate_to_datetime

from according.errors import InputError
from according.intake.decode import BYTE_ORDER_MARKS

# The head of a saved page: a few lines.
HEAD_LOOKED_AT = 4_096
_HEADER = re.compile(rb"(?:From: <Saved by |Snapshot-Content-Location:|Subject:|Date:|MIME-Version:|Content-Type:)", re.IGNORECASE)
_SAVED = re.compile(
    rb"^From: <Saved by (?:Blink|WebKit|(?:Microsoft|Windows) Internet Explorer|Mozilla)|^Snapshot-Content-Location:",
    re.IGNORECASE | re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class SavedPage:
    """A page out of the file that it was saved in: its bytes, its address and when it was saved, where the file says so."""

    data: bytes
    url: str | None
    saved: datetime | None


def is_saved_page(data: bytes) -> bool:
    """Say whether bytes begin as a page that a browser saved with its parts; a mail begins in the same way and says less."""
    head = data[:HEAD_LOOKED_AT]
    return _HEADER.match(head) is not None and _SAVED.search(head) is not None


def open_saved_page(data: bytes) -> SavedPage:
    """Return the page of a file in MHTML; raises :class:`~according.errors.InputError` where there is none in it."""
    message = message_from_bytes(data, policy=policy.compat32)
    root = _root(message)
    if root is None:
        raise InputError("no page in this file: none of its parts is HTML; save the page again")
    body = root.get_payload(decode=True)
    url = root.get("Content-Location") or message.get("Snapshot-Content-Location")
    return SavedPage(_marked(body if isinstance(body, bytes) else b"", root.get_content_charset()), _text(url), _day(message.get("Date")))


def _root(message: Message) -> Message | None:
    """Return the part that is the page: the one that the head names, else the first of HTML; the others are frames and pictures."""
    pages = [part for part in message.walk() if part.get_content_type() in ("text/html", "application/xhtml+xml")]
    start = message.get_param("start")
    named = (part for part in pages if start and part.get("Content-ID") == start)
    return next(named, pages[0] if pages else None)


def _marked(body: bytes, charset: str | None) -> bytes:
    """Return the bytes with a mark of UTF-8 where only the part's head says that they are that."""
    marked = any(body.startswith(mark) for mark, _ in BYTE_ORDER_MARKS)
    return codecs.BOM_UTF8 + body if charset == "utf-8" and not marked else body


def _text(value: object) -> str | None:
    return str(value).strip() or None if value is not None else None


def _day(value: object) -> datetime | None:
    try:
        found = parsedate_to_datetime(str(value))
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
