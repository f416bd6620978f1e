"""
HTML in letters and books to lines: paragraphs, headings, items and the rows of tables.

A letter has no frame of menus and other stories around it as a web page has: all of it is text, but for what is hidden, and for what it
quotes, which is marked with ">".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from according.errors import InputError
from according.intake.documents.outline import clean, read_raised, write_heading, write_item, write_table

_NOT_TEXT = frozenset("script style head title noscript template svg math iframe object select button nav form".split())
_BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details div dl dt figcaption figure footer header hr html li main ol p pre"
    " section table tbody td tfoot th thead tr ul h1 h2 h3 h4 h5 h6".split()
)
_HEADING = re.compile(r"h([1-6])\Z")
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|(?:font-size|max-height)\s*:\s*0(?![.\d])", re.IGNORECASE
)
# How programs mark the letter that is answered.
_QUOTED = re.compile(r"gmail_quote|yahoo_quoted|moz-cite|protonmail_quote|OLK_SRC|divRplyFwdMsg", re.IGNORECASE)
FORWARDED = re.compile(r"(?<!-)-{2,}+\s*+forwarded message|begin forwarded message|(?<!-)-{3,}+\s*+forwarded by", re.IGNORECASE)
# Elements inside one another; a letter's tables have a dozen.
ELEMENTS_DEEPEST = 200


def read_hypertext(html: str) -> list[str]:
    """Return the lines of an HTML text; raises :class:`~according.errors.InputError` for one that is none."""
    from lxml.etree import ParserError
    from lxml.html import HTMLParser, document_fromstring

    # As bytes: a text that says its own encoding is refused else.
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True)
    try:
        root = document_fromstring(html.encode("utf-8", "replace"), parser=parser)
    except (ParserError, ValueError):
        raise InputError("no text in its HTML; save its text and give that") from None
    return [line for line in _blocks(root, 0) if line.strip()]


@dataclass(slots=True)
class _Text:
    """The words of a paragraph that has not ended."""

    words: str = ""

    def end(self) -> Iterator[str]:
        """Yield the paragraph, where it has words."""
        words, self.words = clean(self.words), ""
        if words:
            yield words


def _blocks(element: Any, depth: int) -> Iterator[str]:
    """Yield the lines of an element that is a block."""
    if _is_hidden(element) or depth > ELEMENTS_DEEPEST:
        return
    heading = _HEADING.match(str(element.tag))
    if element.tag == "table":
        yield from write_table([[list(_blocks(cell, depth + 1)) for cell in _cells(row)] for row in _rows(element)])
        return
    lines = _flow(element, depth)
    if heading:
        yield from (write_heading(line, int(heading[1])) for line in lines)
    elif element.tag == "li":
        yield from (line if line.startswith(("- ", "| ", "> ")) else write_item(line) for line in lines)
    elif element.tag == "blockquote" or _is_quote(element):
        yield from (f"> {line}".replace("\n", "\n> ") for line in lines)
    else:
        yield from lines


def _flow(element: Any, depth: int) -> Iterator[str]:
    """Yield the paragraphs inside an element: its words up to each block in it, and the lines of the block."""
    text = _Text()
    yield from _inside(element, text, depth)
    yield from text.end()


def _inside(element: Any, text: _Text, depth: int) -> Iterator[str]:
    text.words += " ".join((element.text or "").split("\n"))
    for child in element:
        if child.tag == "br":
            text.words += "\n"
        elif child.tag in _BLOCKS:
            yield from text.end()
            yield from _blocks(child, depth + 1)
        elif child.tag == "sup":
            text.words += read_raised(text.words[-3:], "".join(child.itertext()).strip(" []"))
        elif not _is_hidden(child) and depth <= ELEMENTS_DEEPEST:
            yield from _inside(child, text, depth + 1)
        text.words += " ".join((child.tail or "").split("\n"))


def _is_hidden(element: Any) -> bool:
    return not isinstance(element.tag, str) or element.tag in _NOT_TEXT or _HIDDEN.search(element.get("style") or "") is not None


def _is_quote(element: Any) -> bool:
    named = f"{element.get('class') or ''} {element.get('id') or ''}"
    # A letter that is sent on stands in the same mark as one that is answered.
    return _QUOTED.search(named) is not None and not FORWARDED.search("".join(element.itertext())[:500])


def _rows(table: Any) -> Iterator[Any]:
    for child in table:
        if child.tag == "tr":
            yield child
        elif child.tag in ("thead", "tbody", "tfoot"):
            yield from _rows(child)


def _cells(row: Any) -> Iterator[Any]:
    return (child for child in row if child.tag in ("td", "th"))
