"""The desk's door: who is let in, and under which headers answers go out."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from browsing import served

from according.desk import serving
from according.desk.desk import Desk
from according.desk.guard import POLICY
from according.ledger.opening import open_ledger

pytestmark = pytest.mark.heavy


@pytest.fixture
def client(empty: Path) -> Iterator[httpx.Client]:
    with open_ledger(str(empty), read_only=True) as ledger, served(Desk(ledger)) as address, httpx.Client(base_url=address) as opened:
        yield opened


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "", "localhost.", "[::2]", "127.0.0.1:80:80"])
def test_foreign_names_are_refused(client: httpx.Client, host: str) -> None:
    assert client.get("/", headers={"host": host}).status_code == 403


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost:9000", "LOCALHOST", "[::1]:1"])
def test_own_names_are_answered(client: httpx.Client, host: str) -> None:
    assert client.get("/", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "headers", [{"sec-fetch-site": "cross-site"}, {"sec-fetch-site": "same-site"}, {"origin": "https://evil.example"}, {"origin": "null"}]
)
def test_posts_from_elsewhere_are_refused(client: httpx.Client, headers: dict[str, str]) -> None:
    answer = client.post("/nowhere", headers=headers)
    assert (answer.status_code, "nothing was changed" in answer.text) == (403, True)


def test_own_posts_reach_the_pages(client: httpx.Client) -> None:
    origin = str(client.base_url).rstrip("/")
    # There is no such page; but the door let it through.
    assert client.post("/nowhere", headers={"sec-fetch-site": "same-origin", "origin": origin}).status_code == 404


@pytest.mark.parametrize("path", ["/", "/nowhere", "/static/desk.css"])
def test_every_answer_has_the_policy(client: httpx.Client, path: str) -> None:
    headers = client.get(path).headers
    assert headers["content-security-policy"] == POLICY
    assert headers["x-content-type-options"] == "nosniff"


def test_what_is_not_there_is_told_in_its_form(client: httpx.Client) -> None:
    assert "There is no page /nowhere." in client.get("/nowhere").text
    answer = client.get("/api/nowhere")
    assert (answer.headers["content-type"], answer.json()["status"]) == ("application/problem+json", 404)


HEAD = b"POST /nowhere HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n"


@pytest.mark.parametrize("sent", [b"", HEAD, HEAD + b"\r\n"], ids=["nothing", "a head that does not end", "a body that does not come"])
def test_a_client_that_sends_a_byte_now_and_then_is_let_go(empty: Path, monkeypatch: pytest.MonkeyPatch, sent: bytes) -> None:
    for name, seconds in (("HEAD_LONGEST", 0.5), ("BODY_GRACE", 0.5), ("LOOKED_EACH", 0.05)):
        monkeypatch.setattr(serving, name, seconds)
    with open_ledger(str(empty), read_only=True) as ledger, served(Desk(ledger)) as address:
        host, port = address.removeprefix("http://").split(":")
        with socket.create_connection((host, int(port)), timeout=5) as slow:
            slow.sendall(sent)
            began, slow_byte = time.monotonic(), b"x"
            slow.settimeout(0.1)
            while time.monotonic() - began < 5:
                try:
                    slow.sendall(slow_byte)
                    if not slow.recv(1 << 16):
                        break
                except TimeoutError:
                    continue
                except OSError:
                    break
            assert time.monotonic() - began < 4
        # Whoever sends at a pace is answered, however long in all.
        steady = (b"x" * 1000 for _ in range(12) if time.sleep(0.1) is None)
        assert httpx.post(f"{address}/nowhere", content=steady).status_code == 404
