"""
ODT to text: the document's paragraphs, headings, lists and tables, its notes behind them.

What tracked changes struck out stands apart in the file and is not read; nor are heads and feet of pages, comments and tables of contents.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from according.errors import InputError
from according.intake.documents.outline import clean, compose, confirm, read_raised, write_heading, write_item, write_table
from according.intake.documents.packages import Package, attribute, local
from according.intake.extracted import Extracted
from according.intake.facts import Facts
from according.statement import Problem

_WHAT = "an OpenDocument text"
# A row or a cell may stand for many that are alike; a sheet's empty ones for thousands.
REPEATED_MOST = 64
_NOT_TEXT = frozenset({
    "tracked-changes", "annotation", "annotation-end", "table-of-content", "illustration-index", "table-index", "user-index",
    "bibliography", "alphabetical-index", "object-index", "sequence-decls", "variable-decls", "forms", "hidden-text", "ruby-text", "desc",
    "title", "page-number", "page-count", "covered-table-cell",
})  # fmt: skip
_SPACES = {"tab": " ", "line-break": "\n", "soft-hyphen": ""}


def extract_odt(data: bytes) -> Extracted:
    """
    Take the text out of an OpenDocument text.

    Raises :class:`~according.errors.InputError` for one that is locked, damaged or has no text.
    """
    package = Package(data, _WHAT)
    manifest = package.parse("META-INF/manifest.xml")
    if manifest is not None and any(local(element) == "encryption-data" for element in manifest.iter()):
        raise InputError(f"{_WHAT} that is locked with a password; save it without one and give that")
    root = package.parse("content.xml")
    texts = () if root is None else (element for element in root.iter() if local(element) == "text" and "office" in element.tag)
    body = next(iter(texts), None)
    if root is None or body is None:
        raise InputError(f"{_WHAT} without a text in it; get it again, or save its text and give that")
    reader = _Reader(*_styles(root, package.parse("styles.xml")))
    lines = list(reader.blocks(body))
    text = compose([*lines, *reader.notes])
    if not text:
        raise InputError(f"{_WHAT} without text: there may be pictures of it; have their text recognised (OCR) and give that")
    struck = "changes are tracked: what is struck out is left out, what is put in is read"
    problems = (Problem(0, 0, struck),) if any(local(element) == "deletion" for element in root.iter()) else ()
    return Extracted(text, _facts(package, text), extractor="according odt 1", problems=problems)


def _styles(*roots: Any) -> tuple[frozenset[str], frozenset[str]]:
    """Return the names of the styles whose letters are raised, and of those whose letters are hidden."""
    raised, hidden = set(), set()
    for style in (style for root in roots if root is not None for style in root.iter() if local(style) == "style"):
        for properties in style:
            name = attribute(style, "name") or ""
            if (attribute(properties, "text-position") or "").startswith("super"):
                raised.add(name)
            if attribute(properties, "display") == "none":
                hidden.add(name)
    return frozenset(raised), frozenset(hidden)


@dataclass(slots=True)
class _Reader:
    """What is met on the way through the document: its notes, in their order."""

    raised: frozenset[str]
    hidden: frozenset[str]
    notes: list[str] = field(default_factory=list)
    boxes: list[Any] = field(default_factory=list)

    def blocks(self, parent: Any) -> Iterator[str]:
        """Yield the lines of the paragraphs, lists and tables inside an element."""
        for child in parent:
            name = local(child)
            if name in ("p", "h"):
                text = "" if attribute(child, "style-name") in self.hidden else "".join(self.words(child, ""))
                level = attribute(child, "outline-level") or "1"
                if text.strip():
                    yield write_heading(text, int(level) if level.isdecimal() else 1) if name == "h" else clean(text)
                # What stands in a box is drawn beside the paragraph that it hangs on.
                boxes, self.boxes = self.boxes, []
                for box in boxes:
                    yield from self.blocks(box)
            elif name == "list":
                # A list around a heading only numbers it.
                yield from (line if line.startswith(("- ", "# ", "## ", "| ")) else write_item(line) for line in self.blocks(child) if line)
            elif name == "table":
                yield from write_table(list(self.rows(child)))
            elif name not in _NOT_TEXT:
                yield from self.blocks(child)

    def words(self, parent: Any, before: str) -> Iterator[str]:
        """Yield the words inside an element."""
        for words in self._words(parent, before):
            before = (before + words)[-3:]
            yield words

    def _words(self, parent: Any, before: str) -> Iterator[str]:
        yield parent.text or ""
        before = (before + (parent.text or ""))[-3:]
        for child in parent:
            words = self.inside(child, before)
            yield words
            yield child.tail or ""
            before = (before + words + (child.tail or ""))[-3:]

    def inside(self, child: Any, before: str) -> str:
        """Return the words of one element of a paragraph."""
        name = local(child)
        if name == "s":
            return " "
        if name in _SPACES:
            return _SPACES[name]
        if name == "note":
            body = next((part for part in child if local(part) == "note-body"), ())
            self.notes.extend(line for line in self.blocks(body) if line)
            return ""
        if name == "text-box":
            self.boxes.append(child)
            return ""
        style = attribute(child, "style-name")
        if name in _NOT_TEXT or style in self.hidden:
            return ""
        words = "".join(self.words(child, before))
        return read_raised(before, words) if style in self.raised else words

    def rows(self, table: Any) -> Iterator[list[list[str]]]:
        """Yield the rows of a table, each cell as its paragraphs; a cell over several columns is followed by empty ones."""
        for row in table:
            name = local(row)
            if name == "table-row":
                cells = [cell for element in row for cell in self.cell(element)]
                # The empty cells to the edge of a sheet are no columns.
                while cells and not cells[-1] and local(row[-1]) == "table-cell" and attribute(row[-1], "number-columns-repeated"):
                    cells.pop()
                yield cells
            elif name in ("table-rows", "table-header-rows", "table-row-group"):
                yield from self.rows(row)

    def cell(self, element: Any) -> Iterator[list[str]]:
        """Yield a cell as its paragraphs, as often as it stands there; one that another covers is empty."""
        if local(element) not in ("table-cell", "covered-table-cell"):
            return
        repeated = attribute(element, "number-columns-repeated") or "1"
        lines = [line.lstrip("#- ") for line in self.blocks(element) if line] if local(element) == "table-cell" else []
        for _ in range(min(int(repeated), REPEATED_MOST) if repeated.isdecimal() else 1):
            yield lines


def _facts(package: Package, text: str) -> Facts:
    root = package.parse("meta.xml")
    said = {} if root is None else {local(element): element.text for element in root.iter() if element.text}
    author = confirm(said.get("initial-creator"), text) or confirm(said.get("creator"), text)
    return Facts(title=confirm(said.get("title"), text), author=author)
