"""Documents told apart by their first bytes; office documents are all ZIP archives, and so is much that is none."""

from __future__ import annotations

import re
from collections.abc import Iterator

_LOCAL_HEAD = b"PK\x03\x04"
# A PDF begins within its first bytes: a printer's commands may stand before it.
PDF_WITHIN = 1_024
_ODT = (b"application/vnd.oasis.opendocument.text", b"application/vnd.oasis.opendocument.text-template")

# A letter's head is a few thousand bytes, a list's with all its stations a few ten thousand.
LETTER_HEAD_MOST = 65_536
_FIELD = re.compile(rb"(?P<name>[!-9;-~]{1,80}):[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*(?:\r?\n|\Z)")
# Fields that programs write; a press release in plain text begins with "Date:" and "Subject:" too.
_WRITTEN = frozenset((b"message-id", b"received", b"return-path", b"mime-version", b"delivered-to", b"x-mailer", b"dkim-signature"))
_ATTACHED = re.compile(
    rb"^Content-(?:Disposition:\s*attachment|Type:\s*(?:message/rfc822|application/(?!pkcs7|pgp|x-pkcs7|ms-tnef)))",
    re.IGNORECASE | re.MULTILINE,
)
_MAILBOX = re.compile(rb"From [^\r\n]*\d{4}[^\r\n]*\r?\n(?P<head>[!-9;-~]{1,80}:)")
_SLACK_NAMES = re.compile(rb"(?:channels|users|groups|dms|integration_logs)\.json\Z|[^/]+/\d{4}-\d\d-\d\d\.json\Z")


def begins_pdf(data: bytes) -> bool:
    """Say whether bytes begin as a PDF does."""
    return b"%PDF-" in data[:PDF_WITHIN]


def begins_docx(data: bytes) -> bool:
    """Say whether bytes begin as a Word document does: a package whose parts are Word's."""
    names = list(archive_names(data))
    return any(name.startswith(b"word/") for name in names) and any(name in (b"[Content_Types].xml", b"_rels/.rels") for name in names)


def begins_odt(data: bytes) -> bool:
    """Say whether bytes begin as an OpenDocument text does: with a file that says so."""
    return _declared(data) in _ODT


def begins_epub(data: bytes) -> bool:
    """Say whether bytes begin as an electronic book does: with a file that says so."""
    return _declared(data) == b"application/epub+zip"


def archive_names(data: bytes) -> Iterator[bytes]:
    """Yield the names of the files that an archive begins with."""
    if not data.startswith(_LOCAL_HEAD):
        return
    at = 0
    while at >= 0 and at + 30 <= len(data):
        length = int.from_bytes(data[at + 26 : at + 28], "little")
        yield data[at + 30 : at + 30 + length]
        at = data.find(_LOCAL_HEAD, at + 30)


def _declared(data: bytes) -> bytes:
    """Return what a package's first file, called "mimetype" and not packed, says that it is."""
    if not data.startswith(_LOCAL_HEAD) or data[30:38] != b"mimetype":
        return b""
    start = 38 + int.from_bytes(data[28:30], "little")
    return data[start : start + 128].split(_LOCAL_HEAD)[0].split(b"PK\x07\x08")[0].strip()


def is_letter(data: bytes) -> bool:
    """Say whether bytes begin as a letter does: with the fields that programs write."""
    names: set[bytes] = set()
    at = 0
    while at < LETTER_HEAD_MOST and (match := _FIELD.match(data, at)):
        names.add(match["name"].lower())
        at = match.end()
    return bool(names & _WRITTEN) and bool(names & {b"from", b"sender"}) and len(names) > 2


def has_attachments(data: bytes) -> bool:
    """Say whether bytes begin as a letter that has documents with it."""
    return is_letter(data) and _ATTACHED.search(data) is not None


def is_mailbox(data: bytes) -> bool:
    """Say whether bytes begin as a mailbox: with the line before its first letter."""
    match = _MAILBOX.match(data)
    return match is not None and is_letter(data[match.start("head") :])


def is_telegram(data: bytes) -> bool:
    """Say whether bytes begin as Telegram's export of a chat or of an account."""
    head = data[:4_096].lstrip(b"\xef\xbb\xbf \r\n\t")
    if not head.startswith(b"{"):
        return False
    chat = all(key in head for key in (b'"name"', b'"type"', b'"messages"'))
    return chat or (b'"personal_information"' in head and b'"chats"' in data)


def is_slack_day(data: bytes) -> bool:
    """Say whether bytes begin as a day of a channel in Slack's export."""
    head = data[:65_536].lstrip(b"\xef\xbb\xbf \r\n\t")
    return re.match(rb"\[\s*\{", head) is not None and b'"ts"' in head and re.search(rb'"type"\s*:\s*"message"', head) is not None


def is_slack_archive(data: bytes) -> bool:
    """Say whether bytes begin as Slack's export: an archive of channels' folders with a file a day."""
    names = list(archive_names(data))
    return len(names) > 1 and all(_SLACK_NAMES.search(name) or name.endswith(b"/") for name in names)
