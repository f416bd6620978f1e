"""A notice by mail: SMTP with TLS, a plain text with the sentence, the report's words and the link."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Mapping
from email.message import EmailMessage
from email.utils import make_msgid
from functools import partial
from typing import Any

from according.errors import SendError
from according.intake.web.deadline import work_within
from according.services.sending.secret import find_secret

# In seconds, for each answer of the server.
MAIL_LONGEST = 30.0
# And for the whole mail: a server that sends a letter now and then keeps within each of them.
DELIVERY_LONGEST = 120.0
SUBJECT_LONGEST = 150
# Where the whole connection is encrypted from its first byte.
SMTPS = 465


def mail(channel: Mapping[str, Any], record: Mapping[str, Any]) -> None:
    """Send a notice by mail."""
    late = SendError(f"mail: {channel['host']}:{channel['port']} did not take it within {DELIVERY_LONGEST:.0f} s")
    # Left behind where it is not done: a mail that arrives all the same has the id of the one that is sent again.
    work_within(DELIVERY_LONGEST, partial(_deliver, channel, record), late)


def _deliver(channel: Mapping[str, Any], record: Mapping[str, Any]) -> None:
    host, port = channel["host"], int(channel["port"])
    try:
        with _open(host, port) as server:
            if channel["tls"] == "starttls":
                server.starttls(context=ssl.create_default_context())
            if channel.get("user"):
                server.login(channel["user"], find_secret(channel["password"]))
            server.send_message(make_message(channel, record))
    except smtplib.SMTPAuthenticationError as error:
        # What the server says may repeat what it was given.
        raise SendError(f"mail: {host} does not take the user and password ({error.smtp_code})") from None
    except (OSError, smtplib.SMTPException, ValueError) as error:
        raise SendError(f"mail: {host}:{port} did not take it ({' '.join(str(error).split())[:200] or type(error).__name__})") from None


def _open(host: str, port: int) -> smtplib.SMTP:
    if port == SMTPS:
        return smtplib.SMTP_SSL(host, port, timeout=MAIL_LONGEST, context=ssl.create_default_context())
    return smtplib.SMTP(host, port, timeout=MAIL_LONGEST)


def make_message(channel: Mapping[str, Any], record: Mapping[str, Any]) -> EmailMessage:
    """Return a notice as a mail; its id is the notice's, so that one that is sent twice is known as the same."""
    message = EmailMessage()
    # A title may hold line ends, which would be headers of their own.
    message["Subject"] = " ".join(str(record["sentence"]).split())[:SUBJECT_LONGEST]
    message["From"], message["To"] = channel["sender"], channel["to"]
    message["Message-ID"] = f"<{record['id']}.{make_msgid(domain='according.invalid').partition('@')[2]}"
    said = [f"{record['said_by']}: “{record['words']}”"] if record.get("words") else []
    where = " | ".join(str(record[name]) for name in ("publisher", "link") if record.get(name))
    message.set_content("\n\n".join([str(record["sentence"]), *said, where, f"event {record['event']}, notice {record['id']}"]) + "\n")
    return message
