"""Lists and events as files of the desk: as shown, with the filters in the file, and safe to open."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from browsing import Watched, served
from drafts import draft, make_reading

from according.desk.desk import Desk
from according.ledger.opening import open_ledger


@pytest.fixture
def client(address: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=address, timeout=60) as opened:
        yield opened


def rows(text: str) -> list[dict[str, str]]:
    about, _, table = text.partition("\r\n")
    assert about.startswith("# According")
    return list(csv.DictReader(io.StringIO(table, newline="")))


def test_events_as_files_hold_what_the_page_shows(client: httpx.Client, watched: Watched) -> None:
    page = watched.open("/events?measure=killed")
    links = {link.inner_text(): link.get_attribute("href") for link in page.locator(".files a").all()}
    answers = {words: client.get(address or "") for words, address in links.items()}
    assert [answer.headers["content-type"] for answer in answers.values()] == [
        "text/csv; charset=utf-8", "application/jsonl", "application/geo+json",
    ]  # fmt: skip
    table = rows(answers["CSV"].text)
    titles = page.locator("table.events tbody th").all_inner_texts()
    assert list(dict.fromkeys(row["title"] for row in table)) == titles
    assert {row["best"] for row in table if row["measure"] == "killed"} == {"2000"}
    first, *lines = map(json.loads, answers["JSON Lines"].text.splitlines())
    assert first["about"]["filters"] == {"measure": "killed"}
    assert [line["title"] for line in lines] == titles
    places = answers["GeoJSON"].json()
    assert places["about"]["filters"] == {"measure": "killed"}
    assert places["features"][0]["properties"]["precision"] == "region"
    for answer in answers.values():
        assert answer.headers["content-disposition"].startswith("attachment; filename=")


def test_an_event_as_files_holds_its_figures(client: httpx.Client) -> None:
    event = client.get("/api/events").json()["items"][0]
    table = rows(client.get(f"/events/{event['figure']}.csv").text)
    assert {row["event"] for row in table} == {event["id"]}
    assert len(table) == len({row["figure"] for row in table}) > 10
    # One day a row, as on the chart's axis: a total speaks for the last of its days.
    whole = [row for row in table if row["question"] == event["measures"][0]["whole"]["id"]]
    assert [row["day"] for row in whole] == [row["to"] or row["published"] for row in whole]
    assert any(row["from"] != row["day"] for row in whole)
    assert len(client.get(f"/events/{event['id']}.geojson").json()["features"]) == len(table)
    assert json.loads(client.get(f"/events/{event['id']}.jsonl").text.splitlines()[1])["id"] == event["id"]
    assert client.get("/events/ffffffff.csv").status_code == 404
    assert client.get("/events/nonsense.csv").status_code == 422


def test_an_event_as_told_by_a_day_is_saved_as_it_is_shown(client: httpx.Client, watched: Watched) -> None:
    event = client.get("/api/events").json()["items"][0]
    page = watched.open(f"/events/{event['figure']}?told_by=2025-01-20")
    text = client.get(page.locator(".files a", has_text="CSV").get_attribute("href") or "").text
    assert "filters: told_by = 2025-01-20" in text.splitlines()[0]
    shown = {link.get_attribute("href") for link in page.locator(".said .number").all()}
    assert {f"/figures/{row['figure']}" for row in rows(text)} == shown
    assert len(shown) < len(rows(client.get(f"/events/{event['figure']}.csv").text))
    assert client.get(f"/events/{event['figure']}.csv?told_by=soon").status_code == 422


@pytest.mark.parametrize("path", ["/reports", "/search"])
@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_other_lists_as_files(client: httpx.Client, path: str, form: str) -> None:
    answer = client.get(f"{path}.{form}", params={"q": "Kursk"} if path == "/search" else {})
    assert answer.status_code == 200
    if form == "csv":
        assert len(rows(answer.text)) > 5
    else:
        assert [json.loads(line) for line in answer.text.splitlines()]


def test_speakers_as_files_are_those_of_the_page(client: httpx.Client, watched: Watched) -> None:
    page = watched.open("/speakers?q=intelligence")
    shown = [row.inner_text().split("\t") for row in page.locator(".names-counted tbody tr").all()]
    links = {link.inner_text(): link.get_attribute("href") or "" for link in page.locator(".files a").all()}
    assert [[row["speaker"], row["statements"]] for row in rows(client.get(links["CSV"]).text)] == shown != []
    first, *lines = map(json.loads, client.get(links["JSON Lines"]).text.splitlines())
    assert first["about"]["filters"] == {"q": "intelligence"}
    assert [line["speaker"] for line in lines] == [name for name, _ in shown]
    assert len(rows(client.get("/speakers.csv").text)) > len(shown)


def test_the_map_as_files_has_each_figure_at_its_place(client: httpx.Client, watched: Watched) -> None:
    page = watched.open("/map?measure=killed&box=30,48,42,54")
    links = {link.inner_text(): link.get_attribute("href") or "" for link in page.locator(".files a").all()}
    many = sum(map(int, page.locator(".beside td.numeric").all_inner_texts()))
    places = client.get(links["GeoJSON"]).json()
    assert places["about"]["filters"] == {"measure": "killed", "box": "30,48,42,54"}
    assert len(places["features"]) == many > 0
    one = places["features"][0]
    assert one["geometry"]["type"] == "Point"
    assert one["properties"]["precision"] == "region"
    assert one["properties"]["radius_km"] > 30
    table = rows(client.get(links["CSV"]).text)
    assert [row["figure"] for row in table] == [feature["properties"]["figure"] for feature in places["features"]]
    assert {row["measure"] for row in table} == {"killed"}
    assert all(row["precision"] and row["latitude"] and row["sentence"] for row in table)
    assert len(client.get(links["JSON Lines"]).text.splitlines()) == many + 1
    # Nothing lies on the other side of the world.
    assert client.get("/map.geojson?box=-100,30,-90,35").json()["features"] == []
    assert client.get("/map.csv?box=nowhere").status_code == 422


def test_the_timeline_as_a_file_is_its_list_of_events(client: httpx.Client, watched: Watched) -> None:
    page = watched.open("/timeline?measure=killed")
    link = page.locator(".files a").first.get_attribute("href") or ""
    titles = page.locator("table.events tbody th").all_inner_texts()
    assert list(dict.fromkeys(row["title"] for row in rows(client.get(link).text))) == titles


def test_hostile_words_open_no_formula(empty: Any, tmp_path: Any) -> None:
    with open_ledger(str(tmp_path / "hostile.db")) as ledger, served(Desk(ledger)) as address:
        words = "=HYPERLINK(\"https://evil.example\",\"x\")"
        ledger.add(make_reading(draft(12, speaker="@SUM(1)"), title=words, publisher="-1+1", url="+cmd|x", before="=1+1."))
        for path in ("/reports.csv", "/events.csv", "/search.csv?q=soldiers", "/speakers.csv", "/map.csv"):
            table = rows(httpx.get(address + path, timeout=60).text)
            assert table
            for row in table:
                for name, cell in row.items():
                    assert not cell.startswith(("=", "+", "@")), (path, name, cell)
                    assert not cell.startswith("-"), (path, name, cell)
