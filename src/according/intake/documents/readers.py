"""
What reads each kind of document; the libraries for it are loaded when the first one comes, and most of them in another process.
"""

from __future__ import annotations

from collections.abc import Iterator

from according.intake.documents.child import run_in_child
from according.intake.extracted import Extracted
from according.intake.extras import need
from according.intake.source import Source
from according.intake.wishes import Wishes


def read_pdf(data: bytes) -> Extracted:
    """Take the text out of a PDF; raises as :func:`according.intake.documents.pdf.extract_pdf` does, and where the extra is missing."""
    need("pypdfium2", "pdf", "a PDF")
    return run_in_child("according.intake.documents.pdf:extract_pdf", data)


def read_docx(data: bytes) -> Extracted:
    """Take the text out of a Word document; raises as :func:`according.intake.documents.docx.extract_docx` does."""
    return run_in_child("according.intake.documents.docx:extract_docx", data)


def read_odt(data: bytes) -> Extracted:
    """Take the text out of an OpenDocument text; raises as :func:`according.intake.documents.odt.extract_odt` does."""
    return run_in_child("according.intake.documents.odt:extract_odt", data)


def read_rtf(data: bytes) -> Extracted:
    """Take the text out of an RTF document; raises as :func:`according.intake.documents.rtf.extract_rtf` does."""
    return run_in_child("according.intake.documents.rtf:extract_rtf", data)


def read_epub(data: bytes) -> Extracted:
    """Take the text out of an electronic book; raises as :func:`according.intake.documents.books.extract_epub` does."""
    return run_in_child("according.intake.documents.books:extract_epub", data)


def read_letter(data: bytes) -> Extracted:
    """Take the words out of a letter; raises as :func:`according.intake.documents.mail.extract_letter` does."""
    return run_in_child("according.intake.documents.mail:extract_letter", data)


def open_letter(source: Source, wishes: Wishes) -> Iterator[Source]:
    """Yield a letter and what is attached to it: :func:`according.intake.documents.mail.split_letter`."""
    from according.intake.documents.mail import split_letter

    return split_letter(source)


def open_mailbox(source: Source, wishes: Wishes) -> Iterator[Source]:
    """Yield the letters of a mailbox: :func:`according.intake.documents.mail.split_mailbox`."""
    from according.intake.documents.mail import split_mailbox

    return split_mailbox(source)


def open_telegram(source: Source, wishes: Wishes) -> Iterator[Source]:
    """Yield the messages of Telegram's export: :func:`according.intake.documents.chats.split_telegram`."""
    from according.intake.documents.chats import split_telegram

    return split_telegram(source)


def open_slack_day(source: Source, wishes: Wishes) -> Iterator[Source]:
    """Yield the messages of a day of Slack's export: :func:`according.intake.documents.chats.split_slack_day`."""
    from according.intake.documents.chats import split_slack_day

    return split_slack_day(source)


def open_slack_archive(source: Source, wishes: Wishes) -> Iterator[Source]:
    """Yield the messages of Slack's export: :func:`according.intake.documents.chats.split_slack_archive`."""
    from according.intake.documents.chats import split_slack_archive

    return split_slack_archive(source)
