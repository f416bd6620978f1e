"""EPUB to text: the chapters of an electronic book in the order in which it is read."""

from __future__ import annotations

import posixpath
from typing import Any
from urllib.parse import unquote

from according.errors import InputError
from according.intake.documents.hypertext import read_hypertext
from according.intake.documents.outline import compose
from according.intake.documents.packages import Package, attribute, local
from according.intake.extracted import Extracted
from according.intake.facts import Facts

_WHAT = "an electronic book"


def extract_epub(data: bytes) -> Extracted:
    """
    Take the text out of an electronic book.

    Raises :class:`~according.errors.InputError` for one that is locked, damaged or has no text.
    """
    package = Package(data, _WHAT)
    container = package.parse("META-INF/container.xml")
    path = next((attribute(element, "full-path") for element in _all(container, "rootfile")), None) or ""
    book = package.parse(path)
    if book is None:
        raise InputError(f"{_WHAT} without its list of chapters; get it again, or save its text and give that")
    files = {attribute(item, "id"): attribute(item, "href") or "" for item in _all(book, "item")}
    lines: list[str] = []
    for chapter in _all(book, "itemref"):
        name = posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(files.get(attribute(chapter, "idref"), ""))))
        page = package.read(name)
        if page is not None and page.strip():
            lines += read_hypertext(page.decode("utf-8", "replace"))
    text = compose(lines)
    if not text:
        raise InputError(f"{_WHAT} without text: locked, or pictures only; save its text and give that")
    return Extracted(text, Facts(title=_said(book, "title"), author=_said(book, "creator")), extractor="according epub 1")


def _said(book: Any, name: str) -> str | None:
    return next((words for element in _all(book, name) if (words := (element.text or "").strip())), None)


def _all(root: Any, name: str) -> list[Any]:
    return [] if root is None else [element for element in root.iter() if local(element) == name]
