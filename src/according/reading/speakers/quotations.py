"""
Quotations: marks of every kind paired over sentence and paragraph boundaries.

A paragraph that opens a quotation without closing it carries it on to the next paragraph where that one opens with a
mark again (the convention of English print); otherwise the quotation ends with its paragraph.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

QUOTATION_OPENERS = {"“": "”", "«": "»", "„": "“"}
CLOSERS = frozenset("”»")
QUOTATION_MARK = re.compile(r"[\"“”„«»]|``|''|\n[ \t\r]*\n[ \t\r\n]*")
SPACE_OR_OPEN = re.compile(r"[\s(\[{—–-]")


@dataclass(frozen=True, slots=True)
class Quotation:
    """A stretch between quotation marks; ``start`` and ``end`` exclude the marks. ``follows`` joins it to the one before it."""

    start: int
    end: int
    follows: bool = False


def find_quotations(text: str) -> list[Quotation]:
    """Return the outermost quotations of a text in order, in time linear in its length."""
    found: list[Quotation] = []
    opened: int | None = None
    follows = False
    for match in QUOTATION_MARK.finditer(text):
        mark, at = match.group(), match.start()
        if mark[0] == "\n":
            if opened is not None:
                found.append(Quotation(opened, at, follows))
                follows = _reopens(text, match.end())
                opened = None
            else:
                follows = False
        elif opened is None:
            if _opens(text, mark, match):
                opened = match.end()
            else:
                follows = False
        elif _closes(text, mark, match) or (mark == "“" and text[opened - 1] == "„"):
            found.append(Quotation(opened, at, follows))
            opened, follows = None, False
    if opened is not None:
        found.append(Quotation(opened, len(text), follows))
    return [quotation for quotation in found if quotation.end > quotation.start]


def _reopens(text: str, at: int) -> bool:
    return text[at : at + 1] in ('"', "“", "«") or text[at : at + 2] == "``"


def _opens(text: str, mark: str, match: re.Match[str]) -> bool:
    if mark in QUOTATION_OPENERS or mark == "``":
        return True
    if mark != '"':
        return False
    before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
    return bool(after.strip()) and (not before or bool(SPACE_OR_OPEN.match(before)) or not before.strip())


def _closes(text: str, mark: str, match: re.Match[str]) -> bool:
    if mark in CLOSERS or mark == "''":
        return True
    if mark != '"':
        return False
    before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
    return bool(before.strip()) or not after.strip()
