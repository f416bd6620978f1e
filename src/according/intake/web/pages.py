"""
A web page to its report: the main text by trafilatura, headings and tables in it, and what the page says of itself.

Everything that is no report is taken out before and after (:mod:`~according.intake.web.parts.pruning`): a figure in a box of another story
must not become this report's. The text is the evidence: offsets are those of the text given here, whose extractor is told with it.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from functools import cache
from importlib.metadata import version

from lxml.etree import _Element
from lxml.html import HtmlElement

from according.errors import InputError
from according.intake.extracted import Extracted
from according.intake.facts import Facts
from according.intake.web.charsets import decode_page
from according.intake.web.parts.credits import find_author, find_headline, find_publisher, find_title, find_url, read_metas
from according.intake.web.parts.framing import frame
from according.intake.web.parts.furniture import load_furniture
from according.intake.web.parts.grids import REFERENCE, write_tables
from according.intake.web.parts.linked import Node, find_article
from according.intake.web.parts.plain import LINE_END_SIGN, mark_line_ends, write_lines
from according.intake.web.parts.posting import find_posted
from according.intake.web.parts.pruning import prune, prune_links
from according.intake.web.saved import is_saved_page, open_saved_page
from according.statement import Problem

# No report is longer: what is, is data, or made to exhaust who reads it. In bytes, and in elements.
PAGE_LONGEST = 20_000_000
ELEMENTS_MOST = 50_000
# The parser takes the square of their number over the attributes of one element.
ATTRIBUTES_MOST = 5_000
# Smaller pages cannot hold enough of them to matter.
SCANNED_FROM = 100_000
# An element with more of them is made by no program for reading.
ATTRIBUTES_READ = 200
# Behind them the parser reads nothing more, and careless pages write them too early; they may be left out.
_END = re.compile(r"</(?:body|html)\s*>", re.IGNORECASE)
_VALUE = re.compile(r"""("[^"]*"|'[^']*')""")
_START_TAG = re.compile(r"""<[a-zA-Z](?:[^"'>]++|"[^"]*+"|'[^']*+')*+""")
# Less than this is no account but a heading's or a button's words.
ACCOUNT_SHORTEST = 40
# Behind a paywall stand a few sentences; a text of this many characters is a report, whatever its page says of subscribers.
STUB_LONGEST = 2_500
# A line of the page's furniture is short; a paragraph that begins like one is not.
FURNITURE_LONGEST = 400


def read_page(data: bytes) -> Extracted:
    """
    Return the report of a page (HTML, or MHTML as browsers save it), and what the page says of itself.

    Raises :class:`~according.errors.InputError` for what is too large, for a page without a main text and for a paywall's stub.
    """
    if len(data) > PAGE_LONGEST:
        raise InputError(f"a page of {len(data):,} bytes, read are up to {PAGE_LONGEST:,}; save the part that you need")
    where, saved = None, None
    if is_saved_page(data):
        page = open_saved_page(data)
        data, where, saved = page.data, page.url, page.saved
    text, damage = decode_page(data)
    tree, cut = _parse(text)
    # Held while the page is read: an element that nobody holds is made anew each time that it is met.
    held = list(tree.iter("*"))
    metas, article = read_metas(tree), find_article(tree)
    url = find_url(tree, metas, article, text, where)
    headline = find_headline(tree, metas, article)
    posted, doubt = find_posted(tree, headline, metas, article, url)
    title = find_title(tree, metas, article, headline)
    facts = Facts(
        published=posted.day if posted is not None else None,
        title=title,
        publisher=find_publisher(metas, article),
        url=url,
        author=find_author(tree, metas, article),
        published_at=posted.at if posted is not None else None,
        dated_by=posted.how if posted is not None else None,
        retrieved=saved,
    )
    stub = _is_locked(tree, article)
    body = _main_text(tree, headline, title)
    del held
    if len(body) < ACCOUNT_SHORTEST:
        why = f"; {cut}" if cut else ""
        raise InputError(f"no main text in this page{why}; open it, copy the report's text and give that")
    if stub and len(body) < STUB_LONGEST:
        raise InputError(f"a paywall's stub: {len(body):,} characters of the report stand in it; open the page as a subscriber and save it")
    problems = tuple(Problem(0, 0, what) for what in (damage, cut, doubt) if what)
    # The headline stands before the text where the page shows it.
    return Extracted(f"# {title}\n\n{body}" if headline is not None else body, facts, extractor(), problems)


@cache
def extractor() -> str:
    """Return the name and version of what takes a page's text out."""
    return f"trafilatura {version('trafilatura')}"


def _parse(text: str) -> tuple[HtmlElement, str | None]:
    """Return a page's tree, and what of the page is not in it in words or ``None``."""
    from lxml.etree import ParserError
    from lxml.html import HTMLParser, document_fromstring

    if len(text) > SCANNED_FROM and any(map(_is_crowded, _START_TAG.finditer(text))):
        raise InputError(f"an element with more than {ATTRIBUTES_MOST:,} attributes: no page for reading; save the part that you need")
    # No entity of a page's own is read by this parser, and no other file.
    parser = HTMLParser(collect_ids=False, default_doctype=False, encoding="utf-8", remove_comments=True, remove_pis=True)
    plain = _END.sub("", text.replace("\0", "").replace(LINE_END_SIGN, ""))
    try:
        tree = document_fromstring(plain.encode("utf-8", "replace"), parser=parser)
    except (ParserError, ValueError):
        raise InputError("no main text in this page: it is empty; give a page with text") from None
    if tree.xpath("count(//*)") > ELEMENTS_MOST:
        raise InputError(f"a page of more than {ELEMENTS_MOST:,} elements: no report; save the part that you need")
    for part in tree.xpath(f"//*[count(@*) > {ATTRIBUTES_READ}]"):
        part.attrib.clear()
    deep = any(error.type_name == "ERR_RESOURCE_LIMIT" for error in parser.error_log)
    return tree, "its elements nest too deep, and what stands deeper than 255 was not read" if deep else None


def _is_crowded(tag: re.Match[str]) -> bool:
    """Say whether a tag has more attributes than any page needs; blanks inside of values do not part any."""
    long = tag.end() - tag.start() > 2 * ATTRIBUTES_MOST
    return long and len(_VALUE.sub("", tag[0]).replace("/", " ").split()) > ATTRIBUTES_MOST


def _is_locked(tree: HtmlElement, article: Node | None) -> bool:
    """Say whether a page says that it shows only the beginning to those who do not pay."""
    free = article.get("isAccessibleForFree") if article is not None else None
    if free is False or str(free).casefold() == "false":
        return True
    locked = load_furniture().locked
    texts = (part.text for part in tree.iter("p", "div", "h2", "h3", "span", "button", "strong") if part.text)
    return any(len(text) < FURNITURE_LONGEST and locked.search(text) for text in texts)


def _main_text(tree: HtmlElement, headline: _Element | None, title: str | None) -> str:
    """Return a page's main text, a block a line; the tree is used up."""
    from trafilatura import bare_extraction

    prune(tree, headline)
    write_tables(tree)
    prune_links(tree, headline)
    mark_line_ends(tree)
    frame(tree, headline)
    # In favour of precision it loses the lead of one of the layouts in the tests and the whole of another, and keeps out nothing more.
    # What it finds odd about a page is no message of ours.
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    found = bare_extraction(
        tree, fast=True, favor_precision=False, include_comments=False, include_tables=True, include_formatting=False, with_metadata=False
    )
    body = getattr(found, "body", None)
    return "" if body is None else _join(_kept(write_lines(body), title))


def _kept(blocks: Iterator[str], title: str | None) -> Iterator[str]:
    """Yield the blocks that are the report's, each repetition once."""
    lines = load_furniture().lines
    headline = last = _fold(title or "")
    for block in blocks:
        plain = REFERENCE.sub("", block)
        folded = _fold(plain.lstrip("#"))
        furniture = len(plain) <= FURNITURE_LONGEST and lines.match(plain.lstrip("#-* ")) is not None
        if not furniture and folded not in (headline, last):
            yield plain
        last = folded


def _join(lines: Iterator[str]) -> str:
    """Join lines to a text: a blank line between blocks, none within a list or a table."""
    text, last = "", ""
    for line in lines:
        together = (line[:2] == "- " and last[:2] == "- ") or (line[:1] == "|" and last[:1] == "|")
        text += ("\n" if together else "\n\n" if text else "") + line
        last = line
    return text


def _fold(text: str) -> str:
    return " ".join(text.casefold().split())
