"""
The day on which a page was published, and how it was found: right, or none.

What a page says in its marks comes first: JSON-LD, meta elements, microdata, the line beside the headline, the address. Two of them that
lie more than a day apart contradict one another, and then no day is taken. Only where none says anything does htmldate search the page,
and what it finds counts where the day stands there in a form that cannot be misread: 03/04/2024 is two days.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

from lxml.etree import _Element
from lxml.html import HtmlElement

from according.intake.dates import MONTHS, find_date
from according.intake.web.parts.linked import Node, find_page, text_of
from according.intake.web.parts.pruning import is_box

# Meta elements that say when a page was published first, in small letters.
PUBLISHED_METAS = (
    "article:published_time", "og:article:published_time", "article:published", "og:published_time", "datepublished", "date_published",
    "pubdate", "publishdate", "publish-date", "publish_date", "publication_date", "publicationdate", "published_time", "published-date",
    "originalpublicationdate", "article_date_original", "dc.date.issued", "dcterms.issued", "dcterms.date.issued", "sailthru.date",
    "parsely-pub-date", "cxenseparse:recs:publishtime", "bt:pubdate", "rnews:datepublished", "og:pubdate", "prism.publicationdate",
    "iso-8601-publish-date", "article.published", "displaydate",
)  # fmt: skip
# These may say when it was made, changed or saved: they count where nothing else does.
LOOSE_METAS = ("date", "dc.date", "dcterms.date", "dc.date.created", "dcterms.created", "article.created", "created", "dc.created")
# No page of the web is older, and none is of tomorrow; a day more for the zones.
EARLIEST = date(1991, 8, 6)
APART_MOST = timedelta(days=1)
# A line of a day, an hour, a label and perhaps a place or an author; a longer one is text.
DATED_LINE_LONGEST = 110
# The line stands within so many elements above or below the headline.
ABOVE_HEADLINE = 12
NEAR_HEADLINE = 60
# "Last updated on" and the like stand within so many characters before a day.
BEFORE_LOOKED_AT = 40
# What may stand beside a day in its line: a label, an hour, and names, which have capitals.
_LABELS = frozenset(
    "published posted issued released release date dated day on at by written first publication created updated update last modified "
    "edited am pm a.m p.m gmt utc et est edt cet cest local time hrs h min read minutes minute no ref and".split()
)
# Where the account begins, no line of the head stands any more.
PARAGRAPH_LEAST = 140
_CHANGED = re.compile(r"\b(?:up-?dated?|modified|changed|edited|revised|last|accessed|copyright|expires?|deadline)|©", re.IGNORECASE)
_PUBLISHED = re.compile(r"\b(?:published|posted|issued|released|publication)\b", re.IGNORECASE)
_IN_PATH = re.compile(
    r"/(?P<year>(?:19|20)\d\d)(?P<mark>[/-]?)(?P<month>\d\d|[a-z]{3})(?P=mark)(?P<day>\d\d)(?:/|\Z|-(?=\D))", re.IGNORECASE
)
_NO_LINES = frozenset("a figcaption caption img script style h1 h2 h3 h4 option td th tr table tbody dt dd dl li ul ol blockquote".split())
_BESIDE = re.compile(r"[^\W\d_][\w.’'-]*|\d+")
_CLOCK = re.compile(r"\b\d{1,2}[:.h]\d\d(?::\d\d)?\b|(?<!\w)[+-]\d\d:?\d\d\b|\b\d{1,2}\s?[ap]\.?m\b|\b\d{1,3}\s?min\b", re.IGNORECASE)
_DAYS_SHOWN = re.compile(r"\d{4}")


@dataclass(frozen=True, slots=True)
class Posted:
    """A day of publication: ``at`` is the hour with its zone where the page gives both, and ``day`` its day in that zone."""

    day: date
    at: datetime | None
    how: str


def find_posted(
    tree: HtmlElement, headline: _Element | None, metas: Mapping[str, str], article: Node | None, url: str | None
) -> tuple[Posted | None, str | None]:
    """
    Return when a page was published, and what speaks against it in words or ``None``.

    ``tree`` is the page as it came.
    """
    found = list(_marked(tree, metas, article))
    if headline is not None:
        found += _beside_headline(tree, headline)
    if (in_path := _in_path(url)) is not None:
        found.append(Posted(in_path, None, "URL"))
    if not found:
        found = list(_loose(metas))
    if not found:
        found = list(_searched(tree, url))
    if not found:
        return None, None
    first = found[0]
    for other in found[1:]:
        if abs(other.day - first.day) > APART_MOST:
            two = f"{first.day.isoformat()} ({first.how}) and {other.day.isoformat()} ({other.how})"
            return None, f"the page gives two days of publication, {two}, and none is taken; give the date"
    # A mark of the same day that has the hour as well says more.
    sharper = (other for other in [*found, *_loose(metas)] if other.at is not None and other.day == first.day)
    return (first if first.at is not None else next(sharper, first)), None


def parse_moment(text: str) -> tuple[date, datetime | None] | None:
    """Return the day of a mark, and its hour with a zone where it has both; ``None`` for what is no day, or one that cannot be."""
    text = " ".join(text.split())[:60]
    at: datetime | None
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        try:
            at = parsedate_to_datetime(text)
        except (ValueError, IndexError, OverflowError):
            at = None
    if at is not None:
        return (at.date(), at if at.tzinfo is not None else None) if _can_be(at.date()) else None
    found = find_date(text)
    return (found[0], None) if found is not None and _can_be(found[0]) else None


def _can_be(day: date) -> bool:
    return EARLIEST <= day <= datetime.now(UTC).date() + APART_MOST


def _marked(tree: HtmlElement, metas: Mapping[str, str], article: Node | None) -> Iterator[Posted]:
    """Yield what the page's marks say, the surest first."""
    for node in (article, find_page(tree)):
        said = text_of(node.get("datePublished")) if node is not None else None
        if said and (read := parse_moment(said)) is not None:
            yield Posted(*read, "JSON-LD")
    for name in PUBLISHED_METAS:
        if name in metas and (read := parse_moment(metas[name])) is not None:
            yield Posted(*read, f"meta {name}")
    held = {(said, how) for part, how in _carriers(tree) if (said := _said(part)) and not _in_box(part)}
    read_all = {read: how for said, how in held if (read := parse_moment(said)) is not None}
    # Several days of one kind are those of several stories.
    if len({day for day, _ in read_all}) == 1:
        # The one with an hour first.
        (day, at), how = min(read_all.items(), key=lambda item: (item[0][1] is None, item[1]))
        yield Posted(day, at, how)


def _carriers(tree: HtmlElement) -> Iterator[tuple[_Element, str]]:
    """Yield the elements that say of themselves that they hold the day of publication."""
    for part in tree.iter("time", "meta", "span", "abbr", "div", "p", "td"):
        if "datePublished" in (part.get("itemprop") or "").split():
            yield part, "itemprop datePublished"
        elif part.tag == "time" and ("pubdate" in part.attrib or "published" in (part.get("class") or "").split()):
            yield part, "time element"
        elif part.tag == "abbr" and "published" in (part.get("class") or "").split():
            yield part, "abbr element"


def _said(part: _Element) -> str | None:
    said = part.get("datetime") or part.get("content") or (part.get("title") if part.tag == "abbr" else None)
    return said or " ".join("".join(part.itertext()).split())[:DATED_LINE_LONGEST] or None


def _in_box(part: _Element) -> bool:
    """Say whether an element stands in a box of other stories, among comments, or in the foot of the page."""
    return any(above.tag in ("aside", "nav", "li", "td", "table") or (above.tag not in ("body", "html", "main") and is_box(above))
               for above in part.iterancestors())  # fmt: skip


def _beside_headline(tree: HtmlElement, headline: _Element) -> list[Posted]:
    """Return the day in the lines beside the headline, where there is one and one only."""
    days: dict[date, Posted] = {}
    for part in _head_lines(tree, headline):
        said = part.get("datetime") if part.tag == "time" else None
        text = " ".join("".join(part.itertext()).split())
        if _is_of_change(part, text):
            continue
        read = parse_moment(said) if said else _read_line(text)
        if read is not None and (read[0] not in days or (read[1] is not None and days[read[0]].at is None)):
            days[read[0]] = Posted(*read, "time element" if said else "text")
    return [*days.values()] if len(days) == 1 else []


def _is_of_change(part: _Element, text: str) -> bool:
    """Say whether a line tells when the page was changed: "Updated 7 March 2024"."""
    around = f"{text} {part.get('class', '')} {part.get('itemprop', '')} {_before(part)}"
    return _CHANGED.search(around) is not None and not _PUBLISHED.search(text)


def _read_line(text: str) -> tuple[date, None] | None:
    """Return the day of a line that is nothing but a date line: "Published on: Tuesday, 5 March 2024, 10:30 GMT, Harim"."""
    found = find_date(text) if len(text) <= DATED_LINE_LONGEST else None
    if found is None or not _can_be(found[0]):
        return None
    # "Published 3 March 2024, updated 5 March": the first is that of publication.
    rest = f"{text[: found[1]]} {text[found[2] :]}"
    if (other := find_date(rest)) is not None and _CHANGED.search(rest):
        rest = rest[: other[1]] + rest[other[2] :]
    words = _BESIDE.findall(_CLOCK.sub(" ", rest))
    # "What is known of the attack of 3 March 2024" is a sentence's day, and "1 to 31 March 2024" a stretch of days.
    plain = all(word[0].isupper() or word.lower().strip(".") in _LABELS for word in words)
    return (found[0], None) if plain else None


def _before(part: _Element) -> str:
    """Return the words right before an element in its line: "Updated: " and then the day."""
    before = part.getprevious()
    parent = part.getparent()
    text = f"{''.join(before.itertext())} {before.tail or ''}" if before is not None else (parent.text or "" if parent is not None else "")
    return " ".join(text.split())[-BEFORE_LOOKED_AT:]


def _head_lines(tree: HtmlElement, headline: _Element) -> Iterator[_Element]:
    """Yield the innermost elements near the headline, up to the first paragraph of the account."""
    parts = list(tree.iter("*"))
    at = parts.index(headline)
    # Above the headline only what shares its own head with it.
    above = headline.getparent()
    for part in parts[max(0, at - ABOVE_HEADLINE) : at]:
        if above is not None and above in part.iterancestors() and _is_line(part):
            yield part
    for part in parts[at + 1 : at + NEAR_HEADLINE]:
        if part.tag == "p" and len("".join(part.itertext()).strip()) >= PARAGRAPH_LEAST:
            return
        if _is_line(part):
            yield part


def _is_line(part: _Element) -> bool:
    """Say whether an element has a line of its own that may hold the page's day."""
    # A cell's day is one of the account: "Date | 3 March 2024". A figure's or a link's is another's.
    if part.tag in _NO_LINES or _in_box(part):
        return False
    texts = [part.text or "", *((child.tail or "") for child in part)]
    return part.tag == "time" or any(_DAYS_SHOWN.search(text) for text in texts)


def _in_path(url: str | None) -> date | None:
    """Return the day that an address has in its path as a part of its own: ``/2024/03/03/``, ``/2024/mar/03/``, ``/20240303/``."""
    found = _IN_PATH.search(urlsplit(url).path) if url else None
    if found is None:
        return None
    month = found["month"].lower()
    try:
        day = date(int(found["year"]), int(month) if month.isdigit() else [name[:3] for name in MONTHS].index(month) + 1, int(found["day"]))
    except ValueError:
        return None
    return day if _can_be(day) else None


def _loose(metas: Mapping[str, str]) -> Iterator[Posted]:
    for name in LOOSE_METAS:
        if name in metas and (read := parse_moment(metas[name])) is not None:
            yield Posted(*read, f"meta {name}")


def _searched(tree: HtmlElement, url: str | None) -> Iterator[Posted]:
    """Yield what htmldate finds in the page's elements, where the page shows that day in a form that has one reading."""
    from htmldate import find_date as search

    try:
        found = search(tree, extensive_search=False, original_date=True, url=url)
    except (ValueError, TypeError, AttributeError, RecursionError):
        return
    day = date.fromisoformat(found) if found else None
    if day is None or not _can_be(day):
        return
    shown = {read[0] for part in tree.iter("p", "div", "span", "time", "small", "em", "i", "b", "strong", "font")
             if _is_line(part) and not _is_of_change(part, text := " ".join((part.text or "").split()))
             and (read := _read_line(text)) is not None}  # fmt: skip
    if shown == {day}:
        yield Posted(day, None, "text")
