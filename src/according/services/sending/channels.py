"""The channels that notices go by: made of what a user says, told in words, and used."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from according.errors import InputError, RequestError, SendError
from according.exports.objects.readings import dump_line
from according.intake.web.addresses import read_address
from according.services.sending.programs import run_program
from according.services.sending.secret import find_secret, read_place
from according.services.sending.smtp import SMTPS, mail
from according.services.sending.webhooks import post

# The port of a server that mail programs give their mail to, and begins without TLS.
SUBMISSION = 587


@dataclass(frozen=True, slots=True)
class Addressees:
    """
    What a user says of where an alert's notices go: one of ``webhook``, ``mail``, ``command`` and ``apprise``, or standard output.

    ``secret`` signs what goes to a webhook. ``smtp`` is the mail server, ``sender`` whom a mail is from, ``user`` and ``password`` who
    gives it in. ``secret``, ``password`` and ``apprise`` are places (:mod:`according.services.sending.secret`).
    """

    webhook: str | None = None
    secret: str | None = None
    mail: str | None = None
    smtp: str | None = None
    sender: str | None = None
    user: str | None = None
    password: str | None = None
    plain: bool = False
    command: str | None = None
    apprise: str | None = None


def make_channel(to: Addressees) -> dict[str, Any]:
    """Return a channel as it is kept; raises :class:`~according.errors.RequestError`, with the field, for what is none."""
    given = [name for name in ("webhook", "mail", "command", "apprise") if getattr(to, name) is not None]
    if len(given) > 1:
        raise RequestError(given[1], f"an alert goes one way, not {' and '.join(given)}; add another alert for the other")
    if not given:
        return {"kind": "stdout"}
    return _MAKERS[given[0]](to)


def _webhook(to: Addressees) -> dict[str, Any]:
    try:
        address = read_address(to.webhook or "")
    except InputError as error:
        raise RequestError("webhook", str(error).replace(": not fetched:", ":")) from None
    return {"kind": "webhook", "url": address.url, "secret": read_place(to.secret, "secret")}


def _mail(to: Addressees) -> dict[str, Any]:
    address, sender = to.mail or "", to.sender or to.mail or ""
    for field, value in (("mail", address), ("sender", sender)):
        if "@" not in value or any(char.isspace() for char in value):
            raise RequestError(field, f"{value!r} is no mail address")
    if to.smtp is None:
        raise RequestError("smtp", "a mail needs a server: mail.example:587")
    host, colon, port = to.smtp.rpartition(":")
    host, port = (host, port) if colon else (port, str(SUBMISSION))
    if not host or not port.isdecimal() or not 0 < int(port) < 65_536:
        raise RequestError("smtp", f"{to.smtp!r} is no server; write HOST:PORT")
    if (to.user is None) != (to.password is None):
        raise RequestError("user", "a user of the mail server goes with the place of his password, and that with him")
    if to.plain and to.user is not None:
        raise RequestError("plain", "a password is not sent in the clear; leave out one of the two")
    tls = "smtps" if int(port) == SMTPS else "none" if to.plain else "starttls"
    made = {"kind": "mail", "to": address, "sender": sender, "host": host, "port": int(port), "tls": tls}
    return made | {"user": to.user, "password": read_place(to.password, "password")}


def _command(to: Addressees) -> dict[str, Any]:
    try:
        words = shlex.split(to.command or "")
    except ValueError as error:
        raise RequestError("command", f"{to.command!r} cannot be taken apart into words ({error})") from None
    if not words:
        raise RequestError("command", "an empty command runs nothing")
    return {"kind": "command", "argv": words}


def _apprise(to: Addressees) -> dict[str, Any]:
    return {"kind": "apprise", "urls": read_place(to.apprise, "apprise")}


_MAKERS: dict[str, Callable[[Addressees], dict[str, Any]]] = {
    "webhook": _webhook, "mail": _mail, "command": _command, "apprise": _apprise,
}  # fmt: skip


def channel_words(channel: Mapping[str, Any]) -> str:
    """Return where a channel leads, in a few words and without what only a receiver should know: an address's path and query."""
    kind = channel.get("kind")
    if kind == "webhook":
        return f"webhook {'/'.join(str(channel['url']).split('/')[:3])}"
    return {"mail": f"mail to {channel.get('to')}", "command": f"command {shlex.join(channel.get('argv', ()))}",
            "apprise": f"apprise by {channel.get('urls')}"}.get(str(kind), "standard output")  # fmt: skip


def send(write: Callable[[str], None], channel: Mapping[str, Any], record: Mapping[str, Any]) -> None:
    """Send a notice by a channel, to standard output by ``write``; raises :class:`~according.errors.SendError`."""
    kind = channel.get("kind")
    if kind == "stdout":
        write(dump_line(dict(record)))
    elif kind in _SENDERS:
        _SENDERS[str(kind)](channel, record)
    else:
        raise SendError(f"a channel of the kind {kind!r} is not known here; upgrade according")


def _notify(channel: Mapping[str, Any], record: Mapping[str, Any]) -> None:
    """Hand a notice to Apprise, which knows a hundred services."""
    try:
        import apprise
    except ImportError:
        raise SendError('notices by Apprise need the extra "notify": pip install "according[notify]"') from None
    desk = apprise.Apprise()
    if not all(desk.add(url) for url in find_secret(channel["urls"]).split()):
        raise SendError(f"apprise: an address in {channel['urls']} is none that it knows")
    body = "\n".join(str(record[name]) for name in ("sentence", "words", "link") if record.get(name))
    if not desk.notify(title=str(record["sentence"])[:100], body=body):
        raise SendError(f"apprise: the service behind {channel['urls']} did not take it")


_SENDERS: dict[str, Callable[[Mapping[str, Any], Mapping[str, Any]], None]] = {
    "webhook": post, "mail": mail, "command": run_program, "apprise": _notify,
}  # fmt: skip
