"""
Letters (EML) and mailboxes (mbox) to reports: the words of a letter without what it quotes and without its signature; attachments are
reports of their own.

A letter that is sent on is the report of whoever wrote it first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from itertools import islice

from according.errors import InputError
from according.intake.dates import find_date
from according.intake.documents.hypertext import FORWARDED, read_hypertext
from according.intake.documents.outline import compose
from according.intake.extracted import Extracted
from according.intake.facts import Facts
from according.intake.source import Source, open_bytes
from according.statement import Problem

# In bytes; a larger letter is one with a film in it.
LETTER_MOST = 40_000_000
# Attachments of one letter that are looked at.
ATTACHMENTS_MOST = 200
# Where the plain part has less of the words than this, it only says that there is another.
PLAIN_SHARE = 0.3
LETTER_DATE = "the letter's Date"
_NOT_READ = (
    "image/", "audio/", "video/", "font/", "text/calendar", "text/vcard", "text/x-vcard", "application/pkcs7", "application/x-pkcs7",
    "application/pgp", "application/ms-tnef",
)  # fmt: skip
_PREFIX = re.compile(r"(?:(?:re|fwd?|aw|wg|tr|rv)\s*(?:\[\d+\])?:\s*|\[[^\]]{1,40}\]\s*)+", re.IGNORECASE)
_SENT_ON = re.compile(r"(?:fwd?|wg|tr)\s*:", re.IGNORECASE)
_SIGNATURE = re.compile(r"^-- ?$", re.MULTILINE)
_QUOTED_LINE = re.compile(r"^[ \t]*>")
# "On Tue, 5 Mar 2024 at 10:00, Jane Doe <jane@example.org> wrote:", over two lines at most.
_WROTE = re.compile(r"^(?:On|Le|Am|El)\b[^\n]{0,200}(?:\n[^\n]{0,120})?\bwrote:[ \t]*$", re.MULTILINE)
_ORIGINAL = re.compile(
    r"^[ \t]*-{3,}\s*Original (?:Message|Appointment)\s*-{3,}[ \t]*$|^_{10,}[ \t]*$(?=\n+\*?From:)", re.MULTILINE | re.IGNORECASE
)
_INNER_FIELD = re.compile(r"\**(?P<name>From|Date|Sent|Subject|To|Cc|Reply-To)\**:\**[ \t]*(?P<value>[^\n]*)", re.IGNORECASE)
_ADDRESS = re.compile(r"[ \t]*[<\[(]?(?:mailto:)?[\w.+-]+@[\w.-]+[>\])]*")


def extract_letter(data: bytes) -> Extracted:
    """
    Take the words out of a letter.

    Raises :class:`~according.errors.InputError` for one without words.
    """
    message = _parse(data)
    text = _body(message)
    if not text.strip():
        raise InputError("a letter without words of its own; give what is attached to it or what it quotes")
    facts, problems = _facts(message), []
    forwarded = FORWARDED.search(text)
    if forwarded is not None or (_SENT_ON.match(_field(message, "Subject")) and _ORIGINAL.search(text)):
        text, said, note = _sent_on(text)
        # Of whoever sent it on nothing is known to be true of the report but its title.
        facts = said.over(Facts(title=facts.title))
        if note:
            problems.append(Problem(0, 0, f"sent on: {note:,} characters that stand above it are left out"))
    else:
        text, quoted = _own_words(text)
        if quoted:
            problems.append(Problem(0, 0, "the letter that it answers is left out"))
    if not text.strip():
        raise InputError("a letter that only quotes another; give the one that it quotes")
    attached = [_name(part, at) for at, part in enumerate(_attached(message), 1)]
    if attached:
        problems.append(Problem(0, 0, f"{len(attached)} attached: {', '.join(attached[:5])}; not read, give the letter whole"))
    return Extracted(text.strip("\n"), facts, extractor="according letter 1", problems=tuple(problems))


def split_letter(source: Source) -> Iterator[Source]:
    """Yield a letter without its attachments, where it has words, and each attachment that may be a report."""
    with open_bytes(source) as file:
        data = file.read(LETTER_MOST + 1)
    if len(data) > LETTER_MOST:
        raise InputError(f"a letter of over {LETTER_MOST:,} bytes; save what is attached to it and give that")
    try:
        message = _parse(data)
        attached, said = list(_attached(message)), _body(message)
    except RecursionError:
        raise InputError("a letter whose parts are nested too deep; save what is attached to it and give that") from None
    if said.strip():
        yield Source(f"{source.path}/message.eml", data=_without_attachments(message, data), facts=source.facts)
    taken: set[str] = set()
    for at, part in enumerate(attached, 1):
        name = _name(part, at)
        # Two of one name are two.
        name = name if name not in taken else f"{at}-{name}"
        taken.add(name)
        yield Source(f"{source.path}/{name}", data=_bytes_of(part))


def split_mailbox(source: Source) -> Iterator[Source]:
    """Yield the letters of a mailbox, one after another."""
    with open_bytes(source) as file:
        held: list[bytes] = []
        number, length, blank = 0, 0, True
        for line in file:
            if blank and line.startswith(b"From ") and re.search(rb"\d{4}", line):
                if held:
                    number += 1
                    yield _letter_of(source, number, held, length)
                held, length = [], 0
            elif length <= LETTER_MOST:
                # A line of a letter that begins like that has a mark before it.
                held.append(line[1:] if line.startswith(b">From ") else line)
                length += len(line)
            blank = not line.strip()
        if held:
            yield _letter_of(source, number + 1, held, length)


def _letter_of(source: Source, number: int, lines: list[bytes], length: int) -> Source:
    path = f"{source.path}/{number}.eml"
    if length > LETTER_MOST:
        return Source(path, f"a letter of over {LETTER_MOST:,} bytes; save what is attached to it and give that")
    return Source(path, data=b"".join(lines), facts=source.facts)


def _parse(data: bytes) -> EmailMessage:
    message = message_from_bytes(data, policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


def _field(message: EmailMessage, name: str) -> str:
    """Return a field of the head; nothing where it is damaged, which the standard library tells in many ways."""
    try:
        return " ".join(str(message.get(name, "")).split())
    except (ValueError, IndexError, KeyError, TypeError, AttributeError):
        return ""


def _facts(message: EmailMessage) -> Facts:
    at = _moment(_field(message, "Date"))
    title = _PREFIX.sub("", _field(message, "Subject")).strip()
    url = re.search(r"https?://[^\s<>]+", _field(message, "Archived-At"))
    return Facts(
        published=at.date() if at is not None else None,
        title=title or None,
        publisher=_display_name(_field(message, "From")),
        url=url[0] if url else None,
        published_at=at,
        dated_by=LETTER_DATE if at is not None else None,
    )


def _display_name(sender: str) -> str | None:
    """Return the name before an address: "Health Ministry" of "Health Ministry <press@example.org>"."""
    name = _ADDRESS.sub("", sender.split(">,", 1)[0] if "<" in sender else sender).strip(" \t\"'<>[]()*")
    return name or None


def _moment(written: str) -> datetime | None:
    """Return the moment that a Date says, with its zone; "-0000" is the hour at Greenwich."""
    try:
        at = parsedate_to_datetime(written)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return at if at.tzinfo is not None else at.replace(tzinfo=UTC)


def _body(message: EmailMessage) -> str:
    """Return the words of a letter: its plain part, or the other where the plain one says little."""
    plain, rich = (message.get_body((kind,)) for kind in ("plain", "html"))
    text = _plain(plain) if isinstance(plain, EmailMessage) else ""
    if not isinstance(rich, EmailMessage):
        return text
    html = compose(read_hypertext(_content(rich))) if _content(rich).strip() else ""
    return text if len(text.split()) >= PLAIN_SHARE * len(html.split()) and text.strip() else html


def _content(part: EmailMessage) -> str:
    """Return the text of a part, in what character set it may be."""
    try:
        return str(part.get_content())
    except (LookupError, ValueError, TypeError, AttributeError):
        data = part.get_payload(decode=True)
        return data.decode("utf-8", "replace") if isinstance(data, bytes) else ""


def _plain(part: EmailMessage) -> str:
    text = _content(part).replace("\r\n", "\n").replace("\r", "\n")
    if str(part.get_param("format", "")).casefold() == "flowed":
        # A line that ends with a blank goes on, but for the mark of a signature.
        joined = "" if str(part.get_param("delsp", "")).casefold() == "yes" else " "
        text = re.sub(r"(?<!^--) \n(?!>|\n)", joined or "", text, flags=re.MULTILINE)
    return text


def _own_words(text: str) -> tuple[str, bool]:
    """Return a letter's words without its signature and without those that it quotes, and whether it quotes any."""
    original = _ORIGINAL.search(text)
    own = text[: original.start()] if original else text
    signature = _SIGNATURE.search(own)
    own = own[: signature.start()] if signature else own
    lines = own.split("\n")
    quoted = original is not None or any(map(_QUOTED_LINE.match, lines))
    if quoted:
        own = "\n".join("" if _QUOTED_LINE.match(line) else line for line in lines)
        own = _WROTE.sub("", own)
    return re.sub(r"\n{3,}", "\n\n", own), quoted


def _sent_on(text: str) -> tuple[str, Facts, int]:
    """Return the letter that is sent on, what its head says, and how many characters stand above it."""
    match = FORWARDED.search(text) or _ORIGINAL.search(text)
    assert match is not None
    note = len(text[: match.start()].strip())
    rest = text[match.start() :].split("\n", 1)
    inner = (rest[1] if len(rest) > 1 else "").replace("\n> ", "\n").lstrip("\n> ")
    said: dict[str, str] = {}
    # In a letter of HTML the head is one paragraph with line breaks, in a plain one a few lines.
    while inner:
        line, _, after = inner.partition("\n")
        head = _INNER_FIELD.match(line.strip())
        if head is None and line.strip():
            break
        if head is not None:
            said.setdefault(head["name"].casefold(), head["value"].strip())
        elif said:
            break
        inner = after
    written = said.get("date") or said.get("sent") or ""
    at, found = _moment(written), find_date(written)
    facts = Facts(
        published=at.date() if at is not None else found[0] if found else None,
        title=_PREFIX.sub("", said.get("subject", "")).strip() or None,
        publisher=_display_name(said.get("from", "")),
        published_at=at,
        dated_by=LETTER_DATE if at is not None or found else None,
    )
    return _own_words(inner)[0], facts, note


def _attached(message: EmailMessage) -> Iterator[EmailMessage]:
    """Yield the parts of a letter that may be reports of their own, those of inner parts too."""
    reports = (part for part in _parts(message) if _is_attached(part) and not part.get_content_type().startswith(_NOT_READ))
    return islice(reports, ATTACHMENTS_MOST)


def _is_attached(part: EmailMessage) -> bool:
    kind = part.get_content_type()
    return part.get_content_disposition() == "attachment" or kind == "message/rfc822" or kind.startswith(("application/", "image/"))


def _parts(message: EmailMessage) -> Iterator[EmailMessage]:
    """Yield the parts of a letter, but not those of a letter that is attached to it."""
    for part in message.iter_parts() if message.is_multipart() and message.get_content_maintype() == "multipart" else ():
        if isinstance(part, EmailMessage):
            if part.get_content_maintype() == "multipart":
                yield from _parts(part)
            else:
                yield part


def _name(part: EmailMessage, number: int) -> str:
    """Return a name for an attachment: its own without folders, or its number with what its type is called."""
    try:
        given = (part.get_filename() or "").replace("\\", "/").rpartition("/")[2]
    except (ValueError, IndexError, KeyError, TypeError, AttributeError):
        given = ""
    name = re.sub(r"[\x00-\x1f\x7f]", "", given).strip(". ")
    if name:
        return name[:200]
    return f"{number}.eml" if part.get_content_type() == "message/rfc822" else f"{number}.{part.get_content_subtype()[:20]}"


def _bytes_of(part: EmailMessage) -> bytes:
    if part.get_content_type() == "message/rfc822":
        inner = part.get_payload()
        first = inner[0] if isinstance(inner, list) and inner else inner
        return first.as_bytes() if isinstance(first, EmailMessage) else str(first).encode("utf-8", "replace")
    data = part.get_payload(decode=True)
    return data if isinstance(data, bytes) else b""


def _without_attachments(message: EmailMessage, data: bytes) -> bytes:
    """Return a letter as bytes without what is attached to it: a letter of which nothing is missing reads the same."""
    _prune(message)
    try:
        return message.as_bytes()
    except (LookupError, ValueError, TypeError, AttributeError):
        return data


def _prune(message: EmailMessage) -> None:
    inner = message.get_payload()
    if message.get_content_maintype() != "multipart" or not isinstance(inner, list):
        return
    message.set_payload([part for part in inner if not (isinstance(part, EmailMessage) and _is_attached(part))])
    for part in inner:
        if isinstance(part, EmailMessage):
            _prune(part)
