"""Watching feeds of a real server: each page is filed once, again where it changed, and nobody is asked more than is polite."""
from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from backends import Open
from loopback import Given, Site, fetch
from made_feeds import MAKERS, json_feed, news_sitemap, rss
from watching import page_text, read_pages

from according.errors import InputError, RequestError
from according.exports.objects.watched import feed_line, round_line
from according.exports.words.watched import feed_row, round_sentence
from according.intake.web.addresses import read_address
from according.ledger.store import SqlLedger
from according.records import Feed, FeedRound, Query
from according.services.read import Outcome
from according.services.watch import PAGE_TRIES, Watcher, is_gone, make_feed, make_holder, read_every, remove_feed
from according.services.watch import add_feed as put_on_list

pytestmark = pytest.mark.heavy

WHEN = datetime(2025, 1, 27, 9, 30, tzinfo=UTC)


class Time:
    """A clock that the test moves."""

    def __init__(self) -> None:
        self.at = datetime.now(UTC) + timedelta(seconds=5)

    def __call__(self) -> datetime:
        return self.at

    def pass_by(self, **of: float) -> None:
        self.at += timedelta(**of)


@pytest.fixture
def site() -> Iterator[Site]:
    made = Site()
    yield made
    made.close()


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def watcher(ledger: SqlLedger, time: Time) -> Watcher:
    return Watcher(ledger, fetch, read_pages, now=time, chance=lambda: 0.0)


def add_feed(ledger: SqlLedger, url: str, *of: Any, **more: Any) -> tuple[Feed, bool]:
    feed = make_feed(url, *of, **more)
    return feed, put_on_list(ledger, feed)


def put_feed(site: Site, *numbers: int, make: Callable[..., bytes] = rss, title: str = "No") -> None:
    site.put("/feed", make([(number, f"{title} {number}", WHEN) for number in numbers], site.url))
    for number in numbers:
        site.given.setdefault(f"/{number}", Given(page_text(number).encode()))


def killed(ledger: SqlLedger) -> list[float | None]:
    return sorted(filed.figure.quantity.low or 0 for filed in ledger.find(Query()))


def one(watcher: Watcher) -> FeedRound:
    [told] = watcher.run_once()
    return told


@pytest.mark.parametrize("kind", MAKERS)
def test_pages_of_every_kind_of_feed_are_filed_once(site: Site, ledger: SqlLedger, watcher: Watcher, time: Time, kind: str) -> None:
    put_feed(site, 1, 2, 3, make=MAKERS[kind])
    add_feed(ledger, f"{site.url}/feed", "Example News")
    told = one(watcher)
    assert (told.entries, told.new, told.filed, told.figures, told.failure) == (3, 3, 3, 3, None)
    assert {(filing.publisher, filing.url, filing.path, filing.published) for filing in ledger.reports()} == {
        ("Example News", f"{site.url}/{number}", f"{site.url}/{number}", date(2025, 1, 27)) for number in (1, 2, 3)
    }
    report = ledger.reading(next(ledger.reports()).id)
    assert report is not None
    assert (report.report.published_at, report.report.dated_by) == (WHEN, "feed")
    # Not due yet; then due and unchanged; then with one page more.
    assert list(watcher.run_once()) == []
    time.pass_by(minutes=16)
    assert one(watcher).entries is None
    assert site.asked["/feed", 304] == 1
    put_feed(site, 1, 2, 3, 4, make=MAKERS[kind])
    time.pass_by(minutes=16)
    assert (one(watcher).new, len(list(ledger.reports()))) == (1, 4)
    assert [site.asked[f"/{number}", 200] for number in (1, 2, 3, 4)] == [1, 1, 1, 1]
    assert list(ledger.check()) == []


def test_a_page_that_has_changed_is_filed_as_a_later_text(site: Site, ledger: SqlLedger, watcher: Watcher, time: Time) -> None:
    put_feed(site, 1, 2)
    add_feed(ledger, f"{site.url}/feed", "Example News")
    one(watcher)
    site.put("/1", page_text(1, 15))
    put_feed(site, 1, 2, title="Updated")
    time.pass_by(minutes=16)
    told = one(watcher)
    assert (told.new, told.filed, told.updated, told.known) == (2, 1, 1, 1)
    assert site.asked["/2", 304] == 1
    assert killed(ledger) == [12, 15]
    assert len(list(ledger.reports())) == 3
    assert list(ledger.check()) == []


def test_a_feed_that_dies_is_told_and_the_others_go_on(site: Site, ledger: SqlLedger, watcher: Watcher, time: Time) -> None:
    put_feed(site, 1)
    site.put("/gone", "", 410)
    site.put("/page", "<html><body>no feed</body></html>")
    for path in ("feed", "gone", "page", "nowhere"):
        add_feed(ledger, f"{site.url}/{path}")
    told = {told.url.rpartition("/")[2]: told for told in watcher.run_once()}
    assert told["feed"].filed == 1
    assert "410" in str(told["gone"].failure)
    assert "neither RSS" in str(told["page"].failure)
    # Twice as late after each failure, up to a day.
    waits = []
    for _ in range(9):
        [feed] = [feed for feed in ledger.watch_list.listed() if feed.url.endswith("gone")]
        waits.append((feed.due - time.at).total_seconds() / 60)
        time.at = feed.due
        list(watcher.run_once())
    assert waits == [15, 30, 60, 120, 240, 480, 960, 1440, 1440]
    site.put("/gone", rss([(2, "Back", WHEN)], site.url))
    site.put("/2", page_text(2))
    time.pass_by(days=1)
    list(watcher.run_once())
    assert [(feed.failures, feed.told) for feed in ledger.watch_list.listed() if feed.url.endswith("gone")] == [(0, None)]
    assert len(list(ledger.reports())) == 2


def test_a_host_that_asks_for_time_is_given_it(site: Site, ledger: SqlLedger, watcher: Watcher, time: Time) -> None:
    site.put("/feed", "", 429, Retry_After="7200")
    add_feed(ledger, f"{site.url}/feed")
    assert "429" in str(one(watcher).failure)
    time.pass_by(minutes=119)
    assert list(watcher.run_once()) == []
    put_feed(site, 1)
    site.put("/1", "", 503, Retry_After="3600")
    time.pass_by(minutes=2)
    assert (one(watcher).failed, one_page(ledger).tries) == (1, 1)
    time.pass_by(minutes=59)
    list(watcher.run_once())
    assert site.asked["/1", 503] == 1
    site.put("/1", page_text(1))
    time.pass_by(minutes=2)
    assert one(watcher).filed == 1


def one_page(ledger: SqlLedger) -> Any:
    with ledger._door.reading() as connection:
        from sqlalchemy import text

        return connection.execute(text("SELECT * FROM pages")).one()


def test_a_page_that_cannot_be_had_is_given_up_and_told(site: Site, ledger: SqlLedger, watcher: Watcher, time: Time) -> None:
    put_feed(site, 1)
    site.put("/1", "", 500)
    add_feed(ledger, f"{site.url}/feed", every="1d")
    for _ in range(PAGE_TRIES):
        list(watcher.run_once())
        time.pass_by(days=2)
    assert one_page(ledger).state == "refused"
    assert "tried 6 times" in one_page(ledger).told
    list(watcher.run_once())
    assert site.asked["/1", 500] == PAGE_TRIES


def test_what_is_no_report_is_told_and_not_fetched_again(site: Site, ledger: SqlLedger, watcher: Watcher, time: Time) -> None:
    put_feed(site, 1)
    site.put("/1", "Двенадцать человек погибли в городе, сообщили власти в понедельник, и ещё тридцать получили ранения.")
    add_feed(ledger, f"{site.url}/feed")
    assert one(watcher).refused == 1
    assert "not English" in one_page(ledger).told
    time.pass_by(minutes=20)
    assert one(watcher).refused == 0


def test_an_index_of_sitemaps_is_followed(site: Site, ledger: SqlLedger, watcher: Watcher, time: Time) -> None:
    put_feed(site, 1, 2)
    for number in (1, 2):
        site.put(f"/map{number}.xml", news_sitemap([(number, "A", WHEN)], site.url))
    site.put("/feed", f"<sitemapindex>{''.join(f'<sitemap><loc>/map{n}.xml</loc></sitemap>' for n in (1, 2, 3))}</sitemapindex>")
    add_feed(ledger, f"{site.url}/feed")
    told = one(watcher)
    assert (told.new, told.filed) == (2, 2)
    assert "404" in str(told.told)
    time.pass_by(minutes=20)
    one(watcher)
    assert (site.asked["/map1.xml", 304], site.asked["/feed", 200]) == (1, 2)


def test_entries_before_a_day_are_passed_over(site: Site, ledger: SqlLedger, watcher: Watcher) -> None:
    put_feed(site, 1)
    site.put("/feed", rss([(1, "Old", WHEN - timedelta(days=9)), (2, "New", WHEN)], site.url))
    site.put("/2", page_text(2))
    add_feed(ledger, f"{site.url}/feed", since=date(2025, 1, 20))
    assert one(watcher).filed == 1


def test_a_feed_that_is_removed_and_comes_back_files_nothing_twice(site: Site, ledger: SqlLedger, watcher: Watcher, time: Time) -> None:
    put_feed(site, 1)
    feed, new = add_feed(ledger, f"{site.url}/feed")
    assert new
    one(watcher)
    remove_feed(ledger, feed.url)
    with pytest.raises(RequestError, match="not on the watch list"):
        remove_feed(ledger, feed.url)
    assert ledger.watch_list.listed() == []
    assert ledger.watch_list.next_due() is None
    time.pass_by(minutes=20)
    assert list(watcher.run_once()) == []
    assert [add_feed(ledger, feed.url)[1], add_feed(ledger, feed.url, "A name", "1h")[1]] == [True, False]
    assert [(feed.publisher, feed.every) for feed in ledger.watch_list.listed()] == [("A name", 3600)]
    assert one(watcher).filed == 0
    assert site.asked["/1", 200] == 1


def test_a_watch_that_is_to_end_files_what_it_has_and_goes_on_later(site: Site, ledger: SqlLedger, watcher: Watcher, time: Time) -> None:
    put_feed(site, *range(1, 41))
    add_feed(ledger, f"{site.url}/feed")
    done = iter(range(20))
    watcher.stopped = lambda: next(done, None) is None
    told = one(watcher)
    assert 10 <= told.filed < 20
    watcher.stopped = lambda: False
    assert one(watcher).filed == 40 - told.filed
    assert {site.asked[f"/{number}", 200] for number in range(1, 41)} == {1}


def test_two_watchers_at_once_do_not_double(opened: Open, time: Time) -> None:
    ledgers, sites = [opened() for _ in range(3)], [Site() for _ in range(3)]
    # One host is left to one watcher: of three hosts each has work for one.
    for at, site in enumerate(sites):
        for letter in "ab":
            site.put(f"/{letter}", json_feed([(number, f"{letter} {number}", WHEN) for number in range(12)], f"{site.url}/{letter}"))
            for number in range(12):
                site.put(f"/{letter}/{number}", page_text(1000 * at + 100 * ord(letter) + number))
            add_feed(ledgers[0], f"{site.url}/{letter}")
    told: list[FeedRound] = []

    def run(ledger: SqlLedger) -> None:
        told.extend(Watcher(ledger, fetch, read_pages, now=time).run_once())

    threads = [threading.Thread(target=run, args=(ledger,)) for ledger in ledgers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    # What one left to another, because the host was his, is due as before.
    told += Watcher(ledgers[0], fetch, read_pages, now=time).run_once()
    for site in sites:
        site.close()
    assert sum(one.filed for one in told) == 72
    assert {count for site in sites for (path, status), count in site.asked.items() if status == 200} == {1}
    assert len(list(ledgers[0].reports())) == 72
    assert list(ledgers[0].check()) == []


def test_who_lost_a_feed_files_nothing(site: Site, ledger: SqlLedger, watcher: Watcher, time: Time) -> None:
    put_feed(site, 1, 2)
    add_feed(ledger, f"{site.url}/feed")
    other = Watcher(ledger, fetch, read_pages, now=time)

    def taken_meanwhile(items: Any) -> Iterator[Outcome]:
        time.pass_by(minutes=11)  # longer than a feed is held without a word
        watcher.read = read_pages
        assert one(other).filed == 2
        yield from read_pages(items)

    watcher.read = taken_meanwhile
    assert one(watcher).filed == 0
    assert len(list(ledger.reports())) == 2
    assert list(ledger.check()) == []


def test_a_holder_that_is_gone_holds_nothing(site: Site, ledger: SqlLedger, watcher: Watcher, time: Time) -> None:
    put_feed(site, 1)
    add_feed(ledger, f"{site.url}/feed")
    here = make_holder()
    host, _, rest = here.rpartition(":")[0].rpartition(":")
    dead, elsewhere = f"{host}:999999999:ab", f"other-{host}:{rest}:ab"
    assert [is_gone(holder) for holder in (dead, elsewhere, "nonsense", "")] == [True, False, False, False]
    until = time.at + timedelta(minutes=10)
    assert ledger.watch_list.claim(elsewhere, time.at, until) is not None
    assert list(watcher.run_once()) == []
    time.pass_by(minutes=11)
    assert ledger.watch_list.claim(dead, time.at, time.at + timedelta(minutes=10)) is not None
    assert one(watcher).filed == 1


def test_ten_thousand_entries_are_noted_and_fetched_bit_by_bit(site: Site, ledger: SqlLedger, watcher: Watcher) -> None:
    site.put("/feed", json_feed([(number, f"No {number}", WHEN) for number in range(10_000)], site.url))
    add_feed(ledger, f"{site.url}/feed")
    left = iter(range(3))
    watcher.stopped = lambda: next(left, None) is None
    told = one(watcher)
    assert (told.entries, told.new) == (10_000, 10_000)
    [feed] = ledger.watch_list.listed()
    assert feed.waiting + feed.done + feed.refused == 10_000


def test_a_long_feed_keeps_no_other_waiting(site: Site, ledger: SqlLedger, watcher: Watcher, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("according.services.watch.PAGES_A_TURN", 16)
    put_feed(site, *range(1, 41))
    site.put("/short", rss([(99, "Short", WHEN)], site.url))
    site.put("/99", page_text(99))
    add_feed(ledger, f"{site.url}/feed")
    add_feed(ledger, f"{site.url}/short")
    told = [(one.url.rpartition("/")[2], one.asked, one.filed) for one in watcher.run_once()]
    assert told == [("feed", True, 16), ("short", True, 1), ("feed", False, 16), ("feed", False, 8)]
    # The newest pages first, which a feed names first.
    assert [int((filing.path or "").rpartition("/")[2]) for filing in ledger.reports()][:16] == list(range(1, 17))


@pytest.mark.parametrize(("text", "seconds"), [("15m", 900), ("90s", 90), ("2h", 7200), ("1d", 86400), ("30", 1800), (" 5 M ", 300)])
def test_intervals(text: str, seconds: int) -> None:
    assert read_every(text) == seconds


@pytest.mark.parametrize("text", ["", "m", "10s", "31d", "-5m", "1.5h", "soon", "9" * 99])
def test_what_is_no_interval_is_refused(text: str) -> None:
    with pytest.raises(RequestError, match="no interval"):
        read_every(text)


@pytest.mark.parametrize("address", ["", "news.example/feed", "file:///etc/passwd", "https://"])
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(RequestError, match="no address"):
        make_feed(address)


@pytest.mark.parametrize("address", [f"{begun}secret@news.example/" for begun in ("https://me:", "https://me:a/", "https:me:")])
def test_a_password_in_a_feed_s_address_is_refused_and_not_told(address: str) -> None:
    with pytest.raises(RequestError) as told:
        make_feed(address)
    assert "secret" not in f"{told.value} {told.value.__context__}"


def test_a_secret_parameter_of_a_feed_is_asked_with_and_not_told(ledger: SqlLedger, caplog: pytest.LogCaptureFixture) -> None:
    url = "https://news.example/feed?id=7&token=secret"
    asked = list[str]()

    def refuse(address: str, *_: object) -> Any:
        asked.append(address)
        raise InputError(f"{read_address(address).shown}: not fetched: it is gone")

    put_on_list(ledger, make_feed(url))
    watcher = Watcher(ledger, refuse, read_pages)
    with caplog.at_level(logging.INFO):
        rounds = list(watcher.run_once())
    feeds = ledger.watch_list.listed()
    assert asked == [url]
    told = [*map(str, feed_row(feeds[0])), *map(round_sentence, rounds), *map(round_line, rounds), *map(feed_line, feeds), caplog.text]
    assert "secret" not in " ".join(told)
    assert round_sentence(rounds[0]).startswith("https://news.example/feed?id=7&token=***: not fetched")
    # By the address as the list shows it.
    remove_feed(ledger, "https://news.example/feed?id=7&token=***")
    assert ledger.watch_list.listed() == []


@pytest.mark.parametrize(("tampering", "told"), [
    ("UPDATE pages SET url = 'https://other.example/'", "is not the hash of its address"),
    ("UPDATE feeds SET url = 'https://other.example/'", "is not the hash of its address"),
    ("UPDATE pages SET state = 'lost'", "is in no state that a page can be in"),
    ("UPDATE pages SET filed = NULL", "is in no state that a page can be in"),
])  # fmt: skip
def test_tampering_is_told(site: Site, ledger: SqlLedger, watcher: Watcher, tampering: str, told: str) -> None:
    from sqlalchemy import text

    put_feed(site, 1)
    add_feed(ledger, f"{site.url}/feed")
    one(watcher)
    with ledger._door.writing() as connection:
        connection.execute(text(tampering.replace(":", "\\:")))
    assert any(told in problem.what for problem in ledger.check())
