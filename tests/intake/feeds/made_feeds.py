"""Feeds for the tests, made of rows of (number, title, day with hour and zone)."""
from __future__ import annotations

import gzip
import json
from collections.abc import Iterable
from datetime import datetime
from email.utils import format_datetime
from xml.sax.saxutils import escape

Row = tuple[int, str, datetime]


def rss(rows: Iterable[Row], site: str = "https://news.example", more: str = "") -> bytes:
    items = "".join(
        f"<item><title>{escape(title)}</title><link>{site}/{number}</link><guid>{number}</guid>"
        f"<pubDate>{format_datetime(at)}</pubDate><description>&lt;p&gt;On {number}&lt;/p&gt;</description></item>"
        for number, title, at in rows
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>News</title>{items}{more}</channel></rss>'.encode()


def atom(rows: Iterable[Row], site: str = "https://news.example") -> bytes:
    entries = "".join(
        f'<entry><title>{escape(title)}</title><link href="{site}/{number}"/><id>{number}</id>'
        f"<published>{at.isoformat()}</published><updated>2025-03-01T00:00:00Z</updated><summary>On {number}</summary></entry>"
        for number, title, at in rows
    )
    return f'<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>News</title>{entries}</feed>'.encode()


def json_feed(rows: Iterable[Row], site: str = "https://news.example") -> bytes:
    items = [{"id": str(number), "url": f"{site}/{number}", "title": title, "date_published": at.isoformat(), "summary": f"On {number}"}
             for number, title, at in rows]  # fmt: skip
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "News", "items": items}).encode()


def news_sitemap(rows: Iterable[Row], site: str = "https://news.example") -> bytes:
    urls = "".join(
        f"<url><loc>{site}/{number}</loc><lastmod>2025-03-01</lastmod><image:image><image:title>A picture</image:title></image:image>"
        f"<news:news><news:publication><news:name>The News</news:name><news:language>en</news:language></news:publication>"
        f"<news:publication_date>{at.isoformat()}</news:publication_date><news:title>{escape(title)}</news:title></news:news></url>"
        for number, title, at in rows
    )
    spaces = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="n" xmlns:image="i"'
    return f'<?xml version="1.0"?><urlset {spaces}>{urls}</urlset>'.encode()


def packed_sitemap(rows: Iterable[Row], site: str = "https://news.example") -> bytes:
    return gzip.compress(news_sitemap(rows, site))


MAKERS = {"rss": rss, "atom": atom, "json": json_feed, "sitemap": news_sitemap, "packed": packed_sitemap}
