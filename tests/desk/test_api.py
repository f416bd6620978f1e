"""The JSON API: what it answers, in pages, with tags, as lines; and what schemathesis makes of its description."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import httpx
import pytest
import schemathesis
from browsing import Watched, served
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import positive_data_acceptance
from typer.testing import CliRunner

import according
from according.commands import cli
from according.desk.api.openapi import describe
from according.desk.desk import Desk
from according.ledger.opening import open_ledger


@pytest.fixture
def client(address: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=address, timeout=60) as opened:
        yield opened


def listed(client: httpx.Client, path: str, **asked: Any) -> list[dict[str, Any]]:
    """All items of a list, page by page."""
    found, after = [], None
    while True:
        answer = client.get(path, params={**asked, **({} if after is None else {"after": after})})
        assert answer.status_code == 200, answer.text
        found += answer.json()["items"]
        after = answer.json()["next"]
        if after is None:
            return found


@pytest.mark.parametrize("path", ["/api/events", "/api/reports", "/api/figures", "/api/speakers", "/api/places"])
def test_pages_hold_all_and_lines_the_same(client: httpx.Client, path: str) -> None:
    every = listed(client, path, limit=100)
    assert len(every) > 1
    assert listed(client, path, limit=1) == every
    if path in ("/api/events", "/api/reports"):
        lines = [json.loads(line) for line in client.get(f"{path}.jsonl").text.splitlines()]
        assert lines == every
        accepted = client.get(path, headers={"accept": "application/jsonl"})
        assert accepted.headers["content-type"] == "application/jsonl"
        assert [json.loads(line) for line in accepted.text.splitlines()] == every


def test_every_id_that_is_listed_is_found(client: httpx.Client) -> None:
    for event in listed(client, "/api/events"):
        for id in (event["id"], event["figure"], event["id"][:8]):
            assert client.get(f"/api/events/{id}").json()["id"] == event["id"]
        question = event["measures"][0]["whole"]["id"]
        assert client.get(f"/api/questions/{question}").json()["id"] == question
    for figure in listed(client, "/api/figures"):
        assert client.get(f"/api/figures/{figure['id']}").json()["figure"]["id"] == figure["id"]
    for report in listed(client, "/api/reports"):
        found = client.get(f"/api/reports/{report['id']}").json()
        for statement in found["statements"]:
            assert found["text"][statement["start"] : statement["end"]] == statement["text"]


def test_filters_narrow_and_a_wrong_one_is_told(client: httpx.Client) -> None:
    assert {one["measure"] for one in listed(client, "/api/figures", measure="wounded")} == {"wounded"}
    assert listed(client, "/api/events", place="Nowhere at all") == []
    for asked in ({"measure": "kiled"}, {"first": "yesterday-ish"}, {"after": "nonsense"}, {"limit": "0"}, {"limit": "many"}):
        answer = client.get("/api/events", params=asked)
        assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")
        assert answer.json()["title"]


@pytest.mark.parametrize("path", ["/api/events/ffffffff", "/api/questions/ffffffff", "/api/figures/ffffffff", "/api/reports/ffffffff"])
def test_what_is_not_there_is_a_problem(client: httpx.Client, path: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.headers["content-type"], answer.json()["status"]) == (404, "application/problem+json", 404)


def test_an_unchanged_answer_is_known_by_its_tag(client: httpx.Client, ledger: Any) -> None:
    first = client.get("/api/events")
    tag = first.headers["etag"]
    again = client.get("/api/events", headers={"if-none-match": f'"other", {tag}'})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert client.get("/api/events?measure=killed", headers={"if-none-match": tag}).status_code == 200
    from drafts import draft, make_reading

    ledger.add(make_reading(draft(12)))
    later = client.get("/api/events", headers={"if-none-match": tag})
    assert (later.status_code, later.headers["etag"] != tag) == (200, True)


def test_words_are_found_in_every_kind(client: httpx.Client) -> None:
    found = client.get("/api/search", params={"q": "Kursk"}).json()
    assert all(found[kind] for kind in ("events", "reports", "statements", "places"))
    assert client.get("/api/speakers", params={"q": "Zelenskyy"}).json()["items"] == [{"name": "Volodymyr Zelenskyy", "statements": 2}]
    assert client.get("/api/places", params={"q": "kurs"}).json()["items"] == [{"name": "kursk", "country": "RU"}]
    assert client.get("/api/search").status_code == 422


def test_a_text_is_read_and_not_filed(client: httpx.Client) -> None:
    before = len(listed(client, "/api/reports"))
    sent = {"text": "The ministry said on Monday that 12 soldiers were killed in Kursk.", "published": "2025-01-28"}
    found = client.post("/api/read", json=sent)
    assert found.json()["statements"][0]["figures"][0]["low"] == 12
    assert len(listed(client, "/api/reports")) == before
    assert client.post("/api/read", json={"text": "x", "published": "no day"}).status_code == 422


def test_the_description_is_printed_and_shown(client: httpx.Client, watched: Watched) -> None:
    printed = CliRunner().invoke(cli.app, ["openapi"])
    assert json.loads(printed.stdout) == client.get("/api/openapi.json").json()
    page = watched.open("/api")
    assert page.get_by_role("heading", name="GET /api/events/{id}").is_visible()
    watched.look_all("api")


@pytest.mark.model
def test_the_page_of_the_api_asks_and_is_answered_so(tmp_path: Path) -> None:
    page = (Path(__file__).parents[2] / "docs" / "api.md").read_text("utf8")
    (report,) = re.findall(r'```text title="report.txt"\n(.*?)```', page, re.DOTALL)
    (asked,) = re.findall(r'^curl "http://127.0.0.1:8321(.*)"$', page, re.MULTILINE)
    (answer,) = re.findall(r"```json\n(.*?)```", page, re.DOTALL)
    with according.open_ledger(tmp_path / "velmar.db") as filed:
        filed.add(according.read(report))
    with open_ledger(str(tmp_path / "velmar.db")) as opened, served(Desk(opened)) as address:
        assert httpx.get(f"{address}{asked}").json() == json.loads(answer)


def test_what_the_door_refuses_is_described(address: str) -> None:
    told = describe()["paths"]["/api/figures"]["get"]["responses"]
    refused = httpx.get(f"{address}/api/figures", headers={"host": "elsewhere.example"})
    assert refused.headers["content-type"].partition(";")[0] in told[str(refused.status_code)]["content"]


def test_the_feed_holds_the_events_of_the_newest_reports(client: httpx.Client) -> None:
    answer = client.get("/feeds/events.atom")
    assert answer.headers["content-type"].startswith("application/atom+xml")
    feed = ElementTree.fromstring(answer.content)
    names = {"a": "http://www.w3.org/2005/Atom"}
    entries = feed.findall("a:entry", names)
    assert entries[0].findtext("a:title", None, names) == "North Korean soldiers killed in Kursk region, total so far"
    assert all(entry.find("a:link", names).attrib["href"].startswith(str(client.base_url)) for entry in entries)


# -- its own description -----------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def described(samples: Any) -> Iterator[Any]:
    from according.ledger.opening import open_ledger

    # Read only: whatever is sent, nothing is filed.
    with open_ledger(str(samples), read_only=True) as ledger, served(Desk(ledger)) as address:
        yield schemathesis.openapi.from_url(f"{address}/api/openapi.json")


OPERATIONS = [(method.upper(), path) for path, methods in describe()["paths"].items() for method in methods]


@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_answers_are_as_described(described: Any, method: str, path: str, mode: GenerationMode) -> None:
    operation = described[path][method]
    if mode is GenerationMode.NEGATIVE and not any((operation.path_parameters, operation.query, operation.body)):
        pytest.skip("takes nothing that could be wrong")

    @given(case=operation.as_strategy(generation_mode=mode))
    @settings(max_examples=15, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
    def send(case: schemathesis.Case) -> None:
        # What its form lets through may still be no day or no measure, which is told with 422.
        case.call_and_validate(excluded_checks=[positive_data_acceptance])

    send()
