"""The extracted tree of a page to lines: paragraphs, headings as Markdown has them, list items behind a dash, rows as they are."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml.etree import _Element, strip_tags
from lxml.html import HtmlElement

# Deeper lists are written flat.
NESTED_MOST = 20
_HOLDERS = frozenset({"quote", "div", "body", "ab"})
_HELD = frozenset({"p", "list", "head", "quote", "div"})
# A soft hyphen and blanks without width part words that are one; a reader sees none of them.
_UNSEEN = re.compile("[\u00ad\u200b\u2060\ufeff]")
_BLANKS = re.compile(r"[^\S\n]+")
# Stands for a line end of the page while its blanks are settled; the extractor lets no sign through that cannot be printed.
LINE_END = "\u2424"
_BLOCK_END = re.compile(rf"(?:\s*{LINE_END}\s*){{2,}}|\n")


def mark_line_ends(tree: HtmlElement) -> None:
    """Put a sign in the place of each line end that a page sets inside a block; two of them part two blocks."""
    for part in tree.iter("br"):
        part.text = LINE_END
    strip_tags(tree, "br")


def write_lines(body: _Element) -> Iterator[str]:
    """Yield the blocks of an extracted body; one has several lines where the page sets them."""
    for part in body:
        yield from _write(part, 0)


def _write(part: _Element, depth: int) -> Iterator[str]:
    tag = part.tag
    if tag == "head":
        level = part.get("rend") or "h2"
        # The first level is the page's own headline.
        mark = "#" * max(2, int(level[1])) if level[:1] == "h" and level[1:].isdigit() else "##"
        yield from (f"{mark} {' '.join(line.split())}" for line in _lines([part.xpath("string()")]))
    elif tag == "list" and depth < NESTED_MOST:
        for item in part:
            yield from _write_item(item, depth)
    elif tag in _HOLDERS and depth < NESTED_MOST and any(child.tag in _HELD for child in part):
        yield from _lines([part.text or ""])
        for child in part:
            yield from _write(child, depth + 1)
            yield from _lines([child.tail or ""])
    elif tag == "table":
        for row in part.iter("row"):
            cells = (" ".join(cell.xpath("string()").split()).replace("|", "/") for cell in row.iter("cell"))
            yield f"| {' | '.join(cells)} |"
    elif isinstance(tag, str):
        yield from _lines(_texts(part))


def _write_item(item: _Element, depth: int) -> Iterator[str]:
    inner = [child for child in item if child.tag == "list"]
    for child in inner:
        # What stands behind an inner list is still the item's.
        item.remove(child)
    yield from (f"- {line}" for line in _lines(_texts(item)))
    for child in inner:
        yield from _write(child, depth + 1)


def _texts(part: _Element) -> Iterator[str]:
    """Yield the texts of a block, with a line end where it has one."""
    for inner in part.iter("lb", "p", "item", "row", "head"):
        if inner is not part:
            inner.text = f"\n{inner.text or ''}"
    yield from part.itertext()


def _lines(texts: Iterator[str] | list[str]) -> Iterator[str]:
    """Yield the blocks of a text, each with its lines."""
    for block in _BLOCK_END.split(_UNSEEN.sub("", "".join(texts))):
        lines = (_BLANKS.sub(" ", line).strip() for line in block.split(LINE_END))
        if plain := "\n".join(line for line in lines if line):
            yield plain
