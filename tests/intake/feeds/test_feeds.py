"""Feeds of every kind to their entries: whole, broken, hostile and long ones."""
from __future__ import annotations

import gzip
import subprocess
import sys
import time
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from made_feeds import MAKERS, atom, json_feed, news_sitemap, rss

from according.errors import InputError
from according.intake.feeds.entry import ENTRIES_MOST
from according.intake.feeds.listing import read_feed
from according.intake.feeds.moments import read_moment

# Late in the evening, in a zone where it is another day than in UTC.
WHEN = datetime(2025, 1, 27, 23, 30, tzinfo=timezone(timedelta(hours=-5)))
ROWS = [(1, "Twelve killed & 30 hurt", WHEN), (2, "“Nothing” <new>", WHEN + timedelta(days=1))]
FEED = "https://news.example/feed"


@pytest.mark.parametrize("kind", MAKERS)
def test_every_kind_gives_address_title_day_and_hour(kind: str) -> None:
    listing = read_feed(MAKERS[kind](ROWS), FEED)
    assert listing.problems == ()
    assert [entry.url for entry in listing.entries] == ["https://news.example/1", "https://news.example/2"]
    first = listing.entries[0]
    assert (first.title, first.published, first.published_at) == ("Twelve killed & 30 hurt", date(2025, 1, 27), WHEN)
    assert first.publisher == ("The News" if kind in ("sitemap", "packed") else None)
    assert first.summary == (None if kind in ("sitemap", "packed") else "On 1")
    assert listing.entries[0].stamp != listing.entries[1].stamp


def test_the_day_of_a_change_is_not_the_day_of_publication() -> None:
    said = b'<entry><title>A</title><link href="/1#part"/><updated>2025-01-27T10:00:00Z</updated></entry>'
    changed = b'<feed xmlns="http://www.w3.org/2005/Atom">' + said + b"</feed>"
    [entry] = read_feed(changed, FEED).entries
    assert (entry.url, entry.published, entry.published_at) == ("https://news.example/1", None, None)
    sitemap = b"<urlset><url><loc>https://news.example/1</loc><lastmod>2025-01-27</lastmod></url></urlset>"
    assert read_feed(sitemap, FEED).entries[0].published is None
    # A film on the page is older than the page.
    filmed = sitemap.replace(b"</url>", b"<video><title>Film</title><publication_date>2020-01-01</publication_date></video></url>")
    assert (read_feed(filmed, FEED).entries[0].title, read_feed(filmed, FEED).entries[0].published) == (None, None)


def test_the_one_date_of_rss_1_is_that_of_publication() -> None:
    space = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    item = "<item><title>A</title><link>https://news.example/1</link><dc:date>2025-01-27T23:30:00-05:00</dc:date></item>"
    [entry] = read_feed(f"<?xml version='1.0'?><rdf:RDF {space}>{item}</rdf:RDF>".encode(), FEED).entries
    assert entry.published_at == WHEN


@pytest.mark.parametrize(("said", "day", "hour"), [
    ("Mon, 27 Jan 2025 23:30:00 -0500", date(2025, 1, 27), WHEN),
    ("Mon, 27 Jan 2025 23:30:00 EST", date(2025, 1, 27), WHEN),
    ("2025-01-27T23:30:00-05:00", date(2025, 1, 27), WHEN),
    ("2025-01-28T04:30:00Z", date(2025, 1, 28), WHEN),
    ("2025-01-27", date(2025, 1, 27), None),
    ("2025-01-27T23:30:00", date(2025, 1, 27), None),  # of which zone?
    ("Mon, 27 Jan 2025 23:30:00", date(2025, 1, 27), None),
    ("Mon, 27 Jan 2025 23:30:00 CEST?", date(2025, 1, 27), None),
    ("Thu, 01 Jan 1970 00:00:00 GMT", None, None), ("0001-01-01T00:00:00Z", None, None), ("yesterday", None, None), ("", None, None),
    (None, None, None), (20250127, None, None), ("9" * 5000, None, None), ("2025-13-45", None, None),
])  # fmt: skip
def test_a_time_is_a_day_and_an_hour_only_with_its_zone(said: object, day: date | None, hour: datetime | None) -> None:
    assert read_moment(said) == (day, hour)


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "file:///etc/passwd", "ftp://news.example/1", "mailto:a@b.example", "https://", "", "x" * 5000, "//[::"]
)
def test_what_is_no_page_is_left_out_and_told(link: str) -> None:
    item = f"<item><title>A</title><link>{link}</link></item>"
    listing = read_feed(rss(ROWS, more=item), FEED)
    kept = [entry.url for entry in listing.entries if entry.title == "A"]
    assert all(url.startswith("https://news.example/") for url in kept)
    assert len(listing.entries) + len(listing.problems) == 3


def test_an_index_names_its_sitemaps_the_newest_first() -> None:
    rows = [f"<loc>https://news.example/{year}.xml.gz</loc><lastmod>{year}-01-01</lastmod>" for year in range(2010, 2026)]
    maps = "".join(f"<sitemap>{row}</sitemap>" for row in rows)
    listing = read_feed(f"<sitemapindex>{maps}</sitemapindex>".encode(), FEED)
    assert (listing.entries, listing.further[:2]) == ((), ("https://news.example/2025.xml.gz", "https://news.example/2024.xml.gz"))


@pytest.mark.parametrize("make", [rss, atom, news_sitemap])
def test_a_feed_that_is_cut_gives_what_came_before(make: object) -> None:
    whole = make([(number, f"No {number}", WHEN) for number in range(100)])  # type: ignore[operator]
    listing = read_feed(whole[: len(whole) // 2], FEED)
    assert 40 <= len(listing.entries) <= 55
    assert listing.problems


def test_a_careless_feed_is_read_and_told() -> None:
    listing = read_feed(rss(ROWS, more="<item><title>Q & A</title><link>https://news.example/3</link></item>"), FEED)
    assert [entry.url[-1] for entry in listing.entries] == ["1", "2", "3"]
    assert listing.entries[2].title == "Q & A"
    assert "not well-formed" in listing.problems[0].what


@pytest.mark.parametrize("data", [
    b"", b"<html><body>no feed</body></html>", b"plain text", b"{", b"[]", b"{}", b'{"items": 7}', b'{"items": ' + b"[" * 100_000,
    b"\x1f\x8b damaged", b"/etc/passwd", b"http://127.0.0.1/feed", bytes(range(256)),
])  # fmt: skip
def test_what_is_no_feed_is_refused(data: bytes) -> None:
    with pytest.raises(InputError, match="no feed: "):
        read_feed(data, FEED)


def entities(opening: bytes) -> bytes:
    nested = b"".join(b"<!ENTITY l%d '%s'>" % (level, b"&l%d;" % (level - 1) * 10 if level else b"lol") for level in range(10))
    return b"<!DOCTYPE lolz [" + nested + b"<!ENTITY file SYSTEM 'file:///etc/passwd'>]>" + opening


HOSTILE = {
    "entities in RSS": entities(b"<rss version='2.0'><channel><item><title>&l9;&file;</title><link>https://news.example/1</link></item></channel></rss>"),
    "entities in a sitemap": entities(b"<urlset><url><loc>https://news.example/&l9;</loc></url></urlset>"),
    "a file in a sitemap": entities(b"<urlset><url><loc>https://news.example/&file;</loc></url></urlset>"),
    "elements that never close": b"<rss><channel>" + b"<a>" * 20_000,
    "marks": b"<rss><channel>" + b"<" * 300_000,
    "items": b"<rss><channel>" + b"<item>" * 20_000,
    "nested": b"<urlset>" + b"<url>" * 500_000,
    "one long word": b"<urlset><url><loc>https://news.example/" + b"x" * 20_000_000,
    "a bomb": gzip.compress(b"<urlset>" + b" " * 100_000_000),
    "numbers": b'{"items": [' + b"1," * 1_000_000 + b"1]}",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_feeds_are_bounded_and_told(name: str) -> None:
    began = time.process_time()
    if name == "a bomb":
        with pytest.raises(InputError, match="when unpacked"):
            read_feed(HOSTILE[name], FEED)
    else:
        listing = read_feed(HOSTILE[name], FEED)
        # An entity that is not looked up leaves nothing in its place.
        assert listing.problems or name == "a file in a sitemap"
        assert len(listing.entries) <= 1
        assert all("root:" not in f"{entry.title}{entry.url}" for entry in listing.entries)
    assert time.process_time() - began < 30


@pytest.mark.heavy
def test_entries_are_counted_and_the_rest_is_told() -> None:
    rows = [(number, "A", WHEN) for number in range(ENTRIES_MOST + 10)]
    listing = read_feed(json_feed(rows), FEED)
    assert len(listing.entries) == ENTRIES_MOST
    assert "longer than 50,000 entries" in listing.problems[0].what


@pytest.mark.heavy
@pytest.mark.parametrize("kind", MAKERS)
def test_ten_thousand_entries_take_little_memory(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "feed"
    path.write_bytes(MAKERS[kind]([(number, f"No {number}: twelve people were killed in the town", WHEN) for number in range(10_000)]))
    code = (
        "import resource, sys; import feedparser, lxml.etree; from according.intake.feeds.listing import read_feed;"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss; data = open(sys.argv[1], 'rb').read();"
        "count = len(read_feed(data, 'https://news.example/').entries);"
        "print(count, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)"
    )
    done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True)
    count, grown = map(int, done.stdout.split())
    assert count == 10_000
    assert grown < 100_000  # kilobytes
