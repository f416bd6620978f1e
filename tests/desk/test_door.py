"""The desk's door: who is let in, and under which headers answers go out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from browsing import served

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
