"""Channels: real receivers on the loopback address, signatures, limits, and no secret in the ledger, a message or a log."""
from __future__ import annotations

import hashlib
import hmac
import json
import socketserver
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from loopback import Site

from according.errors import RequestError, SendError
from according.services.sending import smtp
from according.services.sending.channels import Addressees, channel_words, make_channel, send
from according.services.sending.secret import find_secret, read_place
from according.services.sending.smtp import make_message

NOTICE = {
    "id": "ab12", "sentence": "Blast: best of killed is now 15,\nwas 12", "words": "Police said 15 were killed.", "said_by": "Police",
    "publisher": "Example News", "link": "https://news.example/1", "event": "cd34",
}  # fmt: skip


def tell(channel: dict[str, Any], record: dict[str, Any] = NOTICE) -> list[str]:
    lines: list[str] = []
    send(lines.append, channel, record)
    return lines


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    monkeypatch.setenv("ACCORDING_ALLOWED_HOSTS", "127.0.0.1")
    made = Site()
    yield made
    made.close()


def test_standard_output_gets_a_line_of_json() -> None:
    assert [json.loads(line) for line in tell(make_channel(Addressees()))] == [NOTICE]


def test_a_webhook_gets_signed_json(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOOK", "quiet")
    site.put("/hook?key=1", "")
    tell(make_channel(Addressees(webhook=f"{site.url}/hook?key=1", secret="env:HOOK")))
    [(path, headers, body)] = site.posted
    assert (path, json.loads(body)) == ("/hook?key=1", NOTICE)
    assert (headers["content-type"], headers["according-notice"]) == ("application/json", "ab12")
    at, made = (part.partition("=")[2] for part in headers["according-signature"].split(","))
    assert abs(int(at) - time.time()) < 60
    assert hmac.compare_digest(made, hmac.new(b"quiet", f"{at}.".encode() + body, hashlib.sha256).hexdigest())
    assert "quiet" not in str(headers)


@pytest.mark.parametrize("status", [302, 404, 410, 500])
def test_a_webhook_that_does_not_take_it_is_told(site: Site, status: int) -> None:
    site.put("/hook/secret-path", "", status, Location=f"{site.url}/elsewhere")
    with pytest.raises(SendError, match=f"answers with status {status}") as raised:
        tell(make_channel(Addressees(webhook=f"{site.url}/hook/secret-path")))
    # The path may be all that keeps others from posting there.
    assert "secret-path" not in str(raised.value)
    assert len(site.posted) == 1


@pytest.mark.parametrize("url", ["http://127.0.0.1:1/", "http://localhost/", "http://169.254.169.254/latest/meta-data", "http://10.0.0.1/"])
def test_a_webhook_of_a_private_network_is_refused_unless_it_is_allowed(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ACCORDING_ALLOWED_HOSTS", raising=False)
    with pytest.raises(SendError, match="not sent: ") as raised:
        tell(make_channel(Addressees(webhook=f"{url}?key=hidden-word")))
    assert "hidden-word" not in str(raised.value)


def test_what_apprise_needs_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "apprise", None)
    with pytest.raises(SendError, match=r'pip install "according\[notify\]"'):
        tell(make_channel(Addressees(apprise="env:APPRISE")))


class Mailbox(socketserver.ThreadingTCPServer):
    """An SMTP server that takes one mail after another, or refuses them."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        self.mails: list[str] = []
        self.heard: list[str] = []
        self.refuses = False
        super().__init__(("127.0.0.1", 0), Conversation)
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()


class Conversation(socketserver.StreamRequestHandler):
    server: Mailbox

    def handle(self) -> None:
        self._say("220 here")
        while line := self.rfile.readline().decode().strip():
            self.server.heard.append(line)
            word = line.split()[0].upper()
            if word == "EHLO":
                self._say("250-here\r\n250 AUTH PLAIN")
            elif word == "AUTH":
                self._say(f"535 {line} is wrong")
            elif word == "DATA":
                self._say("354 go on")
                self._take()
            elif word == "QUIT":
                self._say("221 bye")
                return
            else:
                self._say("550 no" if self.server.refuses and word == "RCPT" else "250 good")

    def _take(self) -> None:
        lines = []
        while (line := self.rfile.readline().decode()) != ".\r\n":
            lines.append(line)
        self.server.mails.append("".join(lines))
        self._say("250 taken")

    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    made = Mailbox()
    yield made
    made.shutdown()
    made.server_close()


def address(mailbox: Mailbox) -> str:
    return f"127.0.0.1:{mailbox.server_address[1]}"


def test_a_mail_has_sentence_words_and_link(mailbox: Mailbox) -> None:
    tell(make_channel(Addressees(mail="desk@news.example", smtp=address(mailbox), sender="books@news.example", plain=True)))
    [text] = mailbox.mails
    assert "Subject: Blast: best of killed is now 15, was 12\r\n" in text
    assert "From: books@news.example\r\n" in text
    assert all(words in text for words in ("Police said 15 were killed.", "https://news.example/1", "Example News", "ab12"))


def test_a_mail_s_headers_are_not_written_by_a_report() -> None:
    channel = make_channel(Addressees(mail="desk@news.example", smtp="mail.example"))
    message = make_message(channel, {**NOTICE, "sentence": "Blast\r\nBcc: all@news.example\r\n\r\nx" * 50})
    assert message["Bcc"] is None
    assert "\n" not in message["Subject"]
    assert len(message["Subject"]) <= 150


def test_a_mail_that_is_refused_is_told(mailbox: Mailbox) -> None:
    mailbox.refuses = True
    channel = make_channel(Addressees(mail="desk@news.example", smtp=address(mailbox), plain=True))
    with pytest.raises(SendError, match="did not take it"):
        tell(channel)
    mailbox.shutdown()
    with pytest.raises(SendError, match="did not take it"):
        tell(channel | {"port": 1})


def test_a_server_that_never_ends_its_line_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(smtp, "DELIVERY_LONGEST", 0.5)
    ended = threading.Event()

    class Dripping(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            while not ended.wait(0.05):
                self.request.sendall(b"2")

    with socketserver.TCPServer(("127.0.0.1", 0), Dripping) as server:
        threading.Thread(target=server.handle_request, daemon=True).start()
        channel = make_channel(Addressees(mail="a@b.example", smtp=f"127.0.0.1:{server.server_address[1]}", plain=True))
        began = time.monotonic()
        with pytest.raises(SendError, match="did not take it within"):
            tell(channel)
        assert time.monotonic() - began < 5
        ended.set()


def test_a_password_is_neither_sent_in_the_clear_nor_told(mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SMTP", "hidden-word")
    told = Addressees(mail="desk@news.example", smtp=address(mailbox), user="desk", password="env:SMTP")
    with pytest.raises(SendError) as raised:  # a server without TLS
        tell(make_channel(told))
    assert mailbox.mails == []
    assert not any(line.startswith("AUTH") for line in mailbox.heard)
    with pytest.raises(SendError, match=r"does not take the user and password \(535\)") as refused:
        tell(make_channel(told) | {"tls": "none"})
    assert "hidden" not in str(raised.value) + str(refused.value)


def test_a_command_gets_the_notice_on_standard_input_and_no_shell(tmp_path: Path) -> None:
    program = tmp_path / "keep.py"
    program.write_text("import sys; open(sys.argv[1], 'w').write(sys.stdin.read() + sys.argv[2])")
    made = make_channel(Addressees(command=f"{sys.executable} {program} {tmp_path / 'out'} '$(touch gone); $HOME'"))
    tell(made)
    line, rest = (tmp_path / "out").read_text().split("\n")
    assert (json.loads(line), rest) == (NOTICE, "$(touch gone); $HOME")


@pytest.mark.heavy
def test_a_command_that_fails_hangs_or_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(SendError, match=r"exit status 3 \(no room\)"):
        tell(make_channel(Addressees(command=f"""{sys.executable} -c 'import sys; sys.stderr.write("no room"); sys.exit(3)'""")))
    with pytest.raises(SendError, match="cannot be run"):
        tell(make_channel(Addressees(command=str(tmp_path / "nowhere"))))
    began = time.monotonic()
    hangs = make_channel(Addressees(command=f"{sys.executable} -c 'import subprocess; subprocess.run([\"sleep\", \"60\"])'"))
    with pytest.raises(SendError, match="not done within 1 s"):
        tell(hangs | {"seconds": 1})
    assert time.monotonic() - began < 20
    # One that does not listen has taken it all the same.
    tell(make_channel(Addressees(command=f"{sys.executable} -c 'pass'")), {**NOTICE, "words": "x" * 1_000_000})


@pytest.mark.parametrize("wrong", [
    {"webhook": "https://a.example", "mail": "a@b.example"}, {"webhook": "ftp://a.example"},
    {"webhook": "https://a.example", "secret": "word"},
    {"mail": "nobody", "smtp": "a.example"}, {"mail": "a@b.example"}, {"mail": "a@b.example", "smtp": "a.example:x"},
    {"mail": "a@b.example", "smtp": "a.example", "user": "a"}, {"mail": "a@b.example\nBcc: c@d.example", "smtp": "a.example"},
    {"mail": "a@b.example", "smtp": "a.example", "user": "a", "password": "env:X", "plain": True},
    {"command": ""}, {"command": "'"}, {"apprise": "slack://token"},
])  # fmt: skip
def test_what_is_no_channel_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(RequestError) as raised:
        make_channel(Addressees(**wrong))
    # What was to be a place may be the secret itself.
    assert "slack" not in str(raised.value)


def test_secrets_are_looked_up_where_they_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "word").write_text("hidden\n")
    monkeypatch.chdir(tmp_path)
    place = read_place("file:word", "secret")
    assert place == f"file:{tmp_path / 'word'}"
    assert find_secret(place) == "hidden"
    for none in ("env:ACCORDING_NO_SUCH", f"file:{tmp_path / 'nowhere'}"):
        with pytest.raises(SendError):
            find_secret(none)


def test_channels_in_words_hold_no_path() -> None:
    assert channel_words(make_channel(Addressees(webhook="https://hooks.example/T0/secret?key=1"))) == "webhook https://hooks.example"
    assert channel_words(make_channel(Addressees(command="logger -t 'my losses'"))) == "command logger -t 'my losses'"
    assert channel_words({"kind": "stdout"}) == "standard output"
    with pytest.raises(SendError, match="not known here"):
        tell({"kind": "pigeon"})
