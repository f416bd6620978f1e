"""
DOCX to text: the document's paragraphs, headings, lists and tables, its notes behind them.

What is struck out by tracked changes, hidden, or written by a field's instruction is not read; nor are heads and feet of pages, comments
and tables of contents.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from according.errors import InputError
from according.intake.documents.outline import clean, compose, confirm, read_raised, write_heading, write_item, write_table
from according.intake.documents.packages import Package, attribute, local
from according.intake.extracted import Extracted
from according.intake.facts import Facts
from according.statement import Problem

_WHAT = "a Word document"
_NOT_TEXT = frozenset(
    "del moveFrom instrText delText delInstrText footnoteReference endnoteReference pPr rPr tblPr".split()
)  # fmt: skip
_STRUCK = frozenset({"del", "moveFrom"})
_SPACES = {"tab": " ", "ptab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_HEADING = re.compile(r"(?:heading (\d)|title\Z|subtitle\Z)", re.IGNORECASE)


def extract_docx(data: bytes) -> Extracted:
    """
    Take the text out of a Word document.

    Raises :class:`~according.errors.InputError` for one that is locked, damaged or has no text.
    """
    package = Package(data, _WHAT)
    root = package.parse(_main_part(package))
    body = None if root is None else next((child for child in root if local(child) == "body"), None)
    if body is None:
        raise InputError(f"{_WHAT} without a document in it; get it again, or save its text and give that")
    reader = _Reader(_styles(package))
    lines = [*reader.blocks(body), *_notes(package, reader)]
    text = compose(lines)
    if not text:
        raise InputError(f"{_WHAT} without text: there may be pictures of it; have their text recognised (OCR) and give that")
    struck = "changes are tracked: what is struck out is left out, what is put in is read"
    problems = (Problem(0, 0, struck),) if reader.struck else ()
    return Extracted(text, _facts(package, text), extractor="according docx 1", problems=problems)


def _main_part(package: Package) -> str:
    """Return the name of the document's own file, which the package may choose."""
    relations = package.parse("_rels/.rels")
    for relation in () if relations is None else relations:
        if (attribute(relation, "Type") or "").endswith("/officeDocument"):
            return (attribute(relation, "Target") or "").lstrip("/")
    return "word/document.xml"


def _styles(package: Package) -> dict[str, _Style]:
    """Return what the document's styles say of a paragraph, by their ids; their names are English in every edition of Word."""
    root = package.parse("word/styles.xml")
    found: dict[str, _Style] = {}
    for style in () if root is None else root:
        name = next((attribute(child, "val") or "" for child in style if local(child) == "name"), "")
        heading = _HEADING.match(name)
        level = int(heading[1] or 1) if heading else 0
        listed = any(local(child) == "numPr" for child in style.iter()) or name.casefold().startswith("list bullet")
        hidden = any(local(child) == "vanish" and attribute(child, "val") not in ("0", "false") for child in style.iter())
        key = attribute(style, "styleId")
        if key is not None:
            found[key] = _Style(level, listed and not level, name.casefold().startswith("toc"), hidden)
    return found


@dataclass(frozen=True, slots=True)
class _Style:
    level: int = 0
    listed: bool = False
    contents: bool = False
    hidden: bool = False


_NO_STYLE = _Style()


@dataclass(slots=True)
class _Reader:
    """What is met on the way through the document: the notes that it refers to, in their order, and whether anything is struck out."""

    styles: dict[str, _Style]
    notes: list[tuple[str, str]] = field(default_factory=list)
    struck: bool = False
    boxes: list[Any] = field(default_factory=list)

    def blocks(self, parent: Any) -> Iterator[str]:
        """Yield the lines of the paragraphs and tables inside an element."""
        for child in parent:
            name = local(child)
            if name == "p":
                yield self.paragraph(child)
                # What stands in a box is drawn beside the paragraph that it hangs on.
                boxes, self.boxes = self.boxes, []
                for box in boxes:
                    yield from self.blocks(box)
            elif name == "tbl":
                yield from write_table([row for row in self.rows(child) if row])
            elif name in _STRUCK:
                self.struck = True
            elif name not in ("sectPr", *_NOT_TEXT) and not _is_contents(child):
                yield from self.blocks(child)

    def paragraph(self, element: Any) -> str:
        """Return a paragraph as a line."""
        properties = next((child for child in element if local(child) == "pPr"), ())
        values = {local(child): child for child in properties}
        style = self.styles.get(attribute(values["pStyle"], "val") or "", _NO_STYLE) if "pStyle" in values else _NO_STYLE
        text = "".join(self.words(element, ""))
        if style.contents or style.hidden or not text.strip():
            return ""
        if style.level:
            return write_heading(text, style.level)
        return write_item(text) if _is_item(values.get("numPr"), style) else clean(text)

    def words(self, parent: Any, before: str) -> Iterator[str]:
        """Yield the words inside an element."""
        for child in parent:
            name = local(child)
            if name == "t":
                yield child.text or ""
            elif name in _SPACES:
                yield _SPACES[name]
            elif name == "r":
                run = self.run(child, before)
                before = (before + run)[-3:]
                yield run
            elif name == "txbxContent":
                self.boxes.append(child)
            elif name == "AlternateContent":
                # The same twice, for newer programs and for older ones.
                yield from self.words(list(child)[:1], before)
            elif name in _NOT_TEXT:
                self.struck = self.struck or name in _STRUCK
                if name.endswith("Reference"):
                    self.notes.append((name.removesuffix("Reference"), attribute(child, "id") or ""))
            else:
                for words in self.words(child, before):
                    before = (before + words)[-3:]
                    yield words

    def run(self, element: Any, before: str) -> str:
        """Return the words of a run of letters of one form."""
        properties = next((child for child in element if local(child) == "rPr"), ())
        values = {local(child): attribute(child, "val") for child in properties}
        style = self.styles.get(values.get("rStyle") or "", _NO_STYLE)
        if values.get("vanish", "0") not in ("0", "false") or style.hidden:
            return ""
        words = "".join(self.words(element, before))
        return read_raised(before, words) if values.get("vertAlign") == "superscript" else words

    def rows(self, table: Any) -> Iterator[list[list[str]]]:
        """Yield the rows of a table, each cell as its paragraphs; a cell over several columns is followed by empty ones."""
        for row in table:
            name = local(row)
            if name in _STRUCK or any(local(child) == "trPr" and any(local(mark) in _STRUCK for mark in child) for child in row):
                self.struck = True
            elif name == "tr":
                yield [cell for element in _cells(row) for cell in self.cell(element)]
            elif name not in _NOT_TEXT:
                yield from self.rows(row)

    def cell(self, element: Any) -> Iterator[list[str]]:
        """Yield a cell as its paragraphs, and an empty one for each further column that it reaches over."""
        properties = next((child for child in element if local(child) == "tcPr"), ())
        values = {local(child): attribute(child, "val") for child in properties}
        # A cell that goes on from the row above holds nothing of its own.
        yield [] if values.get("vMerge", "restart") != "restart" else [line.lstrip("#- ") for line in self.blocks(element) if line]
        span = values.get("gridSpan") or "1"
        yield from ([] for _ in range(min(int(span), 64) - 1 if span.isdecimal() else 0))


def _cells(row: Any) -> Iterator[Any]:
    for child in row:
        if local(child) == "tc":
            yield child
        elif local(child) not in _NOT_TEXT:
            yield from _cells(child)


def _is_item(numbering: Any, style: _Style) -> bool:
    if numbering is None:
        return style.listed
    # Number 0 takes a paragraph out of its style's list.
    number = next((attribute(child, "val") for child in numbering if local(child) == "numId"), None)
    return number != "0"


def _is_contents(element: Any) -> bool:
    """Say whether an element is a table of contents, whose page numbers count nothing."""
    galleries = (attribute(child, "val") for child in element.iter() if local(child) == "docPartGallery")
    return local(element) == "sdt" and "Table of Contents" in galleries


def _notes(package: Package, reader: _Reader) -> Iterator[str]:
    """Yield the footnotes and endnotes that the document refers to, in its order."""
    for kind in ("footnote", "endnote"):
        wanted = [key for name, key in reader.notes if name == kind]
        root = package.parse(f"word/{kind}s.xml") if wanted else None
        held = {} if root is None else {attribute(note, "id"): note for note in root}
        for key in wanted:
            if key in held:
                yield from reader.blocks(held[key])


def _facts(package: Package, text: str) -> Facts:
    root = package.parse("docProps/core.xml")
    said = {} if root is None else {local(child): child.text for child in root}
    return Facts(title=confirm(said.get("title"), text), author=confirm(said.get("creator"), text))
