"""Lists and events as files of the desk: as shown, with the filters in the file, and safe to open."""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from browsing import Watched, served
from drafts import draft, make_reading
from visits import addresses, page_paths

from according.desk.desk import Desk
from according.desk.rendering import write_days_out
from according.ledger.opening import open_ledger
from according.ledger.store import SqlLedger
from according.records import Query
from according.report import Raw
from according.services.browsing.spoken import FIGURES_A_PAGE
from according.services.events import list_events
from according.services.group import group_figures
from according.services.judge import file_rulings, import_rulings, undo_ruling


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
    assert {f"/reports/{row['report']}?figure={row['figure']}#f-{row['figure']}" for row in rows(text)} == shown
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


def links_of(watched: Watched, path: str) -> dict[str, str]:
    """The addresses of the files of a page, by their endings and, where there are several of one, by what stands before them."""
    found = watched.open(path).locator(".files a[download]").all()
    addresses = [link.get_attribute("href") or "" for link in found]
    return {address.partition("?")[0].rpartition("/")[2].partition(".")[2] if "statements" not in address
            else "statements." + address.partition("?")[0].rpartition(".")[2]: address for address in addresses}  # fmt: skip


def lines(text: str) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    first, *rest = map(json.loads, text.splitlines())
    return first["about"], rest


@pytest.fixture
def event(ledger: Any) -> str:
    """A figure of the sample ledger's largest event."""
    return max(list_events(ledger, Query()), key=lambda found: found.figures).counts[0].whole.question.figures[0].id


def test_every_page_with_a_table_has_it_as_files(client: httpx.Client, ledger: Any, watched: Watched) -> None:
    file_rulings(ledger, "accept", ledger.find(Query())[0].id, [], who="Ann", why="as it says")
    # Accounts are no part of the ledger's data, and what is sent to be added is not in it yet.
    paths = [path for path in page_paths() if path not in ("/users", "/add", "/add/{id}", "/login", "/reports/{id}/changes")]
    listed = dict(addresses(ledger, paths, {}))
    shown = {path: watched.open(address) for path, address in listed.items() if client.get(address).status_code == 200}
    assert shown.keys() >= {"/", "/events", "/questions/{id}", "/reports/{id}", "/speakers/{name:path}", "/rulings", "/agreement"}
    for path, address in listed.items():
        page = watched.open(address)
        links = [link.get_attribute("href") or "" for link in page.locator(".files a[download]").all()]
        # A drawing for other sites has its numbers in its picture.
        assert links or not page.locator("main table").count() or path.endswith("/embed"), path
        for link in links:
            answer = client.get(link)
            assert (answer.status_code, answer.headers["content-disposition"][:21]) == (200, "attachment; filename="), link
            assert "According" in answer.text.splitlines()[0]


def test_a_question_as_files_is_what_its_page_shows(client: httpx.Client, watched: Watched, event: str) -> None:
    links = links_of(watched, f"/questions/{event}")
    shown = [row.get_attribute("id") for row in watched.page.locator("table.said tbody tr").all()]
    table = rows(client.get(links["csv"]).text)
    assert {f"r-{row['figure']}" for row in table} == set(shown)
    about, [answer] = lines(client.get(links["jsonl"]).text)
    assert about["what"].startswith("question ")
    assert [one["id"] for one in answer["figures"]] == [row["figure"] for row in table]
    assert len(client.get(links["geojson"]).json()["features"]) == len(table)
    assert client.get("/questions/ffffffff.csv").status_code == 404


@pytest.mark.parametrize("path", ["events", "questions"])
def test_a_number_that_is_tried_stands_beside_the_stated_one(client: httpx.Client, watched: Watched, event: str, path: str) -> None:
    aside = next(row["figure"] for row in rows(client.get(f"/questions/{event}.csv").text) if row["figure"] != event)
    links = links_of(watched, f"/{path}/{event}?try={event}:1802&without={aside}")
    stated = {row["figure"]: row for row in rows(client.get(f"/{path}/{event}.csv").text)}
    table = {row["figure"]: row for row in rows(client.get(links["csv"]).text)}
    assert (table[event]["tried_low"], table[event]["tried_high"]) == ("1802", "1802")
    # Nobody stated it: the number beside the speaker is still the speaker's.
    assert [table[event][name] for name in ("number", "low", "high")] == [stated[event][name] for name in ("number", "low", "high")]
    assert table[aside]["left_out_by"] == "set-aside"
    about, [whole] = lines(client.get(links["jsonl"]).text)
    assert about["filters"] == {"try": f"{event}:1802", "without": aside}
    told = whole["figures"] if path == "questions" else [one for count in whole["measures"] for one in count["tellings"]]
    tried = [one for one in told if one["tried"] is not None]
    assert [one["tried"] for one in tried] == [{"low": 1802, "high": 1802}] * len(tried)
    assert all(one["low"] != 1802 for one in told)
    assert whole["measures"][0]["whole"]["low"] if path == "events" else tried


def test_an_event_as_files_is_as_it_was_told_by_a_day(client: httpx.Client, watched: Watched, event: str) -> None:
    links = links_of(watched, f"/events/{event}?told_by=2025-01-13")
    table = rows(client.get(links["csv"]).text)
    assert table
    assert all(row["published"] <= "2025-01-13" for row in table)
    assert client.get(links["geojson"]).json()["about"]["filters"] == {"told_by": "2025-01-13"}
    nothing = client.get(f"/events/{event}.csv?told_by=2020-01-01").text
    assert ("told_by = 2020-01-01" in nothing, len(nothing.splitlines())) == (True, 1)


def test_a_speaker_as_files_has_all_his_figures_with_what_became_of_them(client: httpx.Client, ledger: Any, watched: Watched) -> None:
    name = max((name for name, _ in ledger.speakers("", 100)), key=lambda name: len(ledger.latest_by(name, 100)))
    links = links_of(watched, f"/speakers/{quote(name)}")
    table = rows(client.get(links["csv"]).text)
    assert [row["figure"] for row in table] == [filed.id for _, filed in ledger.latest_by(name, 100)]
    assert {"raised", "first"} & {row["change"] for row in table}
    assert any(row["cannot_all_be_true"] for row in table)
    about, told = lines(client.get(links["jsonl"]).text)
    assert about["filters"] == {"speaker": name}
    assert [one["alignment"] for one in told] == [row["alignment"] for row in table]
    assert client.get(links["geojson"]).json()["features"][0]["properties"]["radius_km"] > 0
    assert client.get("/speakers/nobody%20at%20all.csv").status_code == 404


def test_a_speaker_whose_figures_fill_pages_is_saved_whole(client: httpx.Client, ledger: SqlLedger) -> None:
    many = [draft(100 + at, f"group {at} miners", place="Kyiv", speaker="St. Petersburg News.csv") for at in range(FIGURES_A_PAGE + 5)]
    ledger.add(make_reading(*many))
    group_figures(ledger)
    # A name with dots in it is a page; one that ends as a file's does has its file behind a second ending.
    assert client.get("/speakers/St.%20Petersburg%20News.csv").headers["content-type"].startswith("text/html")
    assert len(rows(client.get("/speakers/St.%20Petersburg%20News.csv.csv").text)) == len(many)


def test_a_report_as_files_has_its_figures_and_all_its_statements(client: httpx.Client, ledger: Any, watched: Watched) -> None:
    figure = ledger.find(Query())[0]
    file_rulings(ledger, "reject", figure.id, [], who="Ann", why="no count")
    links = links_of(watched, f"/reports/{figure.filing.id}")
    reading = ledger.reading(figure.filing.id)
    table = rows(client.get(links["csv"]).text)
    assert [row["figure"] for row in table] == [one.id for said in reading.statements for one in said.figures]
    assert {row["figure"]: row["judged"] for row in table}[figure.id] == "rejected"
    said = rows(client.get(links["statements.csv"]).text)
    assert [(row["statement"], row["figures"]) for row in said] == [(one.id, str(len(one.figures))) for one in reading.statements]
    _, [whole] = lines(client.get(links["jsonl"]).text)
    assert [one["id"] for one in whole["statements"]] == [row["statement"] for row in said]
    assert len(lines(client.get(links["statements.jsonl"]).text)[1]) == len(said)
    assert len(client.get(links["geojson"]).json()["features"]) == len(table)
    assert client.get("/reports/ffffffff.csv").status_code == 404
    assert client.get(f"/reports/{figure.filing.id}.csv?reading=none").status_code == 404


def test_what_changed_between_two_texts_as_files(client: httpx.Client, ledger: SqlLedger, watched: Watched) -> None:
    earlier, later = (
        ledger.add(make_reading(draft(number, "miners", speaker="Police"), url="https://example.org/mine", path="https://example.org/mine"),
                   raw=Raw.of(str(number).encode(), "an extractor", datetime(2025, 1, 27, tzinfo=UTC))).report
        for number in (12, 15)
    )  # fmt: skip
    links = links_of(watched, f"/reports/{later}/changes?since={earlier}")
    [row] = rows(client.get(links["csv"]).text)
    assert [row[name] for name in ("kind", "then_number", "now_number", "now_speakers")] == ["changed", "12", "15", "Police"]
    about, told = lines(client.get(links["jsonl"]).text)
    assert (about["filters"], len(told)) == ({"since": earlier}, 1)
    assert client.get(f"/reports/{later}/changes.csv").status_code == 404


def test_rulings_as_files_say_what_they_are_on_and_can_be_taken_in(
    client: httpx.Client, ledger: Any, samples: Any, tmp_path: Any, watched: Watched
) -> None:
    figure = ledger.find(Query())[0]
    [made] = file_rulings(ledger, "correct", figure.id, ["population=soldiers"], who="Ann", why="the words say so")
    undo_ruling(ledger, made.ruling.id, who="Ann", why="not so")
    links = links_of(watched, "/rulings")
    newest, first = rows(client.get(links["csv"]).text)
    assert (newest["undoes"], first["taken_back"]) == (made.ruling.id, "True")
    assert (first["number"], first["value"], first["sentence"]) == (figure.figure.number.text, "soldiers", figure.statement.text)
    (tmp_path / "rulings.jsonl").write_text(client.get(links["jsonl"]).text, "utf8")
    shutil.copy(samples, tmp_path / "other.db")
    with open_ledger(str(tmp_path / "other.db")) as other:
        assert import_rulings(other, str(tmp_path / "rulings.jsonl")) == (2, 0)
        assert list(other.rulings()) == list(ledger.rulings())
    file_rulings(ledger, "accept", figure.id, [], who="Ann", why="so it is")
    shares = {row["field"]: row for row in rows(client.get(links_of(watched, "/agreement")["csv"]).text)}
    assert shares["right in every field"]["yes"] == "1"


def test_what_waits_and_what_changed_as_files(client: httpx.Client, watched: Watched) -> None:
    links = links_of(watched, "/review")
    table = rows(client.get(links["csv"]).text)
    shown = watched.page.locator("section.queue ol a").all_inner_texts()
    assert [words.partition(" · ")[0] for words in shown] == [row["number"] for row in table][: len(shown)]
    assert [float(row["rank"]) for row in table] == sorted((float(row["rank"]) for row in table), reverse=True)
    assert any("cannot be true together" in row["doubts"] for row in table)
    links = links_of(watched, "/")
    titles = watched.page.locator(".changed .lead").all_inner_texts()
    about, told = lines(client.get(links["jsonl"]).text)
    assert about["what"] == "events of the newest reports"
    assert {write_days_out(one["title"]) for one in told} == set(titles)
    assert any("raised from" in (one["changes"] or "") for one in told)


def test_hostile_words_open_no_formula(empty: Any, tmp_path: Any) -> None:
    with open_ledger(str(tmp_path / "hostile.db")) as ledger, served(Desk(ledger)) as address:
        words = "=HYPERLINK(\"https://evil.example\",\"x\")"
        said = [draft(number, speaker="@SUM(1)") for number in (12, 15)]
        ledger.add(make_reading(*said, title=words, publisher="-1+1", url="+cmd|x", before="=1+1."))
        figure = ledger.find(Query())[0]
        file_rulings(ledger, "accept", figure.id, [], who="=me", why="@why")
        report, hostile = figure.filing.id, quote("@SUM(1)", safe="")
        paths = [
            "/reports.csv", "/events.csv", "/search.csv?q=soldiers", "/speakers.csv", "/map.csv", "/rulings.csv", "/review.csv",
            f"/speakers/{hostile}.csv", f"/questions/{figure.id}.csv", f"/reports/{report}.csv", f"/reports/{report}/statements.csv",
            "/feeds/events.csv",
        ]  # fmt: skip
        for path in paths:
            table = rows(httpx.get(address + path, timeout=60).text)
            assert table
            for row in table:
                for name, cell in row.items():
                    assert not cell.startswith(("=", "+", "@")), (path, name, cell)
                    assert not cell.startswith("-"), (path, name, cell)
