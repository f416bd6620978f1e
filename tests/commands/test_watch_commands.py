"""``according watch`` and ``according alert`` as they are typed, over a real server; a loop that is ended by a signal."""
from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from loopback import Site
from made_feeds import rss
from typer.testing import CliRunner, Result

from according.commands import cli

WHEN = datetime(2025, 1, 27, 9, 30, tzinfo=UTC)


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Site]:
    monkeypatch.setenv("ACCORDING_ALLOWED_HOSTS", "127.0.0.1")
    monkeypatch.setenv("ACCORDING_LEDGER", str(tmp_path / "ledger.db"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("COLUMNS", "200")
    made = Site()
    yield made
    made.close()


def run(*words: str) -> Result:
    return CliRunner().invoke(cli.app, words)


def lines(*words: str) -> list[Any]:
    return [json.loads(line) for line in run(*words).stdout.splitlines()]


def test_a_list_is_kept_and_shown(site: Site) -> None:
    done = run("watch", "add", f"{site.url}/feed", "--publisher", "Example News", "--every", "2h")
    assert (done.exit_code, done.stderr) == (0, f"according: {site.url}/feed: watched, every 2h; fetched by: according watch run\n")
    assert "watched already, changed, every 1d" in run("watch", "add", f"{site.url}/feed", "--every", "1d").stderr
    assert [(feed["url"], feed["every"], feed["failures"]) for feed in lines("watch", "list", "--json")] == [(f"{site.url}/feed", 86400, 0)]
    shown = run("watch", "list").stdout
    assert f"{site.url}/feed" in shown
    assert "1d" in shown
    assert "no longer watched" in run("watch", "remove", f"{site.url}/feed").stderr
    assert "no feed is watched" in run("watch", "list").stderr
    assert site.asked == {}


@pytest.mark.parametrize(("words", "told"), [
    (("watch", "add", "news.example"), "no address on the web"), (("watch", "add", "https://news.example", "--every", "1s"), "no interval"),
    (("watch", "add", "https://news.example", "--since", "soon"), "--since"),
    (("alert", "add", "--event", "x", "--when", "soon"), "no condition"),
    (("alert", "add", "--event", "x", "--when", "contradiction", "--webhook", "x"), "only http and https"),
    (("alert", "add", "--event", "x", "--when", "contradiction", "--webhook", "https://a.example", "--secret", "hidden-word"), "env:NAME"),
    (("alert", "remove", "abcdef12"), "no alert has this id"), (("watch", "remove", "https://news.example/x"), "not on the watch list"),
])  # fmt: skip
def test_a_slip_is_told(site: Site, words: tuple[str, ...], told: str) -> None:
    run("watch", "add", "https://news.example/feed")
    done = run(*words)
    assert done.exit_code == 2
    assert told in " ".join(done.stderr.replace("│", " ").split())
    assert "hidden-word" not in done.stderr


@pytest.mark.heavy
def test_one_round_says_what_became_of_each_feed(site: Site) -> None:
    site.put("/feed", rss([], site.url))
    site.put("/gone", "", 410)
    for path in ("feed", "gone"):
        run("watch", "add", f"{site.url}/{path}")
    done = run("watch", "run", "--once")
    assert done.exit_code == 1
    assert f"{site.url}/feed: 0 entries, 0 new; 0 filed\n" in done.stdout
    assert f"{site.url}/gone" in done.stdout
    assert "410" in done.stdout
    # Nothing is due any more.
    assert (run("watch", "run", "--once").stdout, run("watch", "run", "--once").exit_code) == ("", 0)
    assert site.asked["/robots.txt", 404] == 1


def test_a_feed_that_robots_txt_forbids_is_not_asked(site: Site) -> None:
    site.put("/robots.txt", "User-agent: *\nDisallow: /private/")
    site.put("/private/feed", rss([], site.url))
    run("watch", "add", f"{site.url}/private/feed")
    [told] = lines("watch", "run", "--once", "--json")
    assert "robots.txt forbids it" in told["failure"]
    assert ("/private/feed", 200) not in site.asked


def test_a_host_that_asks_for_an_hour_is_asked_after_it(site: Site) -> None:
    site.put("/feed", "", 429, Retry_After="3600")
    run("watch", "add", f"{site.url}/feed", "--every", "1m")
    [told] = lines("watch", "run", "--once", "--json")
    assert "429" in told["failure"]
    assert (datetime.fromisoformat(told["due"]) - datetime.now(UTC)).total_seconds() > 3500
    assert site.asked["/feed", 429] == 1


def test_a_feed_of_this_machine_is_refused_where_it_is_not_allowed(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    site.put("/feed", rss([], site.url))
    run("watch", "add", f"{site.url}/feed")
    monkeypatch.delenv("ACCORDING_ALLOWED_HOSTS")
    [told] = lines("watch", "run", "--once", "--json")
    assert "loopback" in told["failure"]
    assert site.asked == {}


@pytest.mark.heavy
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_loop_ends_cleanly_on_a_signal(site: Site, number: signal.Signals) -> None:
    site.put("/feed", rss([], site.url))
    run("watch", "add", f"{site.url}/feed")
    loop = subprocess.Popen([sys.executable, "-m", "according", "watch", "run"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert loop.stdout is not None
    assert "0 filed" in loop.stdout.readline()
    began = time.monotonic()
    os.kill(loop.pid, number)
    _, told = loop.communicate(timeout=30)
    assert (loop.returncode, told) == (0, "")
    assert time.monotonic() - began < 15


def test_alerts_are_kept_and_shown(site: Site) -> None:
    run("watch", "add", f"{site.url}/feed")
    done = run("alert", "add", "--event", "Kursk mine", "--when", "Best changes", "--webhook", f"{site.url}/secret-path")
    assert done.exit_code == 0
    assert "no event fits yet: it waits for one" in done.stderr
    assert "secret-path" not in done.stderr
    [alert] = lines("alert", "list", "--json")
    assert (alert["event"], alert["condition"], alert["to"]) == ("Kursk mine", "best changes", f"webhook {site.url}")
    assert alert["id"][:10] in run("alert", "list").stdout
    assert run("alert", "run").exit_code == 0
    assert "is removed" in run("alert", "remove", alert["id"][:8]).stderr
    assert "no alerts" in run("alert", "list").stderr


def page(killed: int) -> str:
    around = "Rescuers worked through the night in the town, where houses had burnt for hours after a blast at a mine."
    said = f"Police said {killed} miners were killed in Kursk on Monday."
    head = '<title>Blast at a mine</title><meta property="article:published_time" content="2025-01-27T09:30:00+03:00">'
    menu = "<nav><a href='/a'>Ten killed in a quake last year</a></nav>"
    body = f"{menu}<article><h1>Blast at a mine</h1><p>{around}</p><p>{said}</p></article>"
    return f"<!doctype html><html><head>{head}</head><body>{body}</body></html>"


@pytest.mark.model
def test_pages_are_fetched_read_filed_and_told(site: Site) -> None:
    site.put("/1", page(12), Content_Type="text/html; charset=utf-8")
    site.put("/feed", rss([(1, "Blast", WHEN)], site.url))
    run("watch", "add", f"{site.url}/feed", "--publisher", "Example News", "--every", "1m")
    [told] = lines("watch", "run", "--once", "--json")
    assert (told["filed"], told["figures"], told["updated"]) == (1, 1, 0)
    assert run("alert", "add", "--event", "miners", "--when", "best changes").exit_code == 0
    [question] = lines("questions", "--json")
    old = question["figures"][0]["id"]
    # The page says another number, and its feed says that it has changed.
    site.put("/1", page(15), Content_Type="text/html; charset=utf-8")
    site.put("/feed", rss([(1, "Blast, updated", WHEN)], site.url))
    with closing(sqlite3.connect(os.environ["ACCORDING_LEDGER"])) as ledger, ledger:
        ledger.execute("UPDATE feeds SET due = added")
    told, notice = lines("watch", "run", "--once", "--json")
    assert (told["filed"], told["updated"], told["known"]) == (1, 1, 0)
    assert (notice["was"], notice["best"], notice["publisher"], notice["link"]) == (12, 15, "Example News", f"{site.url}/1")
    assert notice["words"] == "Police said 15 miners were killed in Kursk on Monday."
    assert notice["sentence"].endswith("best of killed is now 15, was 12 (15)")
    assert "a later version of the page is filed" in run("ledger", "show", old).stdout
    assert [figure["high"] for question in lines("questions", "--json") for figure in question["figures"]] == [15]
    # Whoever gives the page's address himself files its later text too.
    site.put("/1", page(17), Content_Type="text/html; charset=utf-8")
    receipt, notice = lines("add", "--json", "--publisher", "Example News", f"{site.url}/1")
    assert (receipt["outcome"], receipt["figures"], notice["was"], notice["best"]) == ("new", 1, 15, 17)
    assert receipt["replaces"] is not None
    assert run("ledger", "check").stdout == ""
