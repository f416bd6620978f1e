"""
Quotations: marks of every kind paired over sentence and paragraph boundaries.

English print closes a quotation of several paragraphs only in the last of them and opens each with a mark. A paragraph that opens a
quotation without closing it therefore carries it on to the next one where that opens with a mark; otherwise the quotation ends with its
paragraph.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from according.language.sentence import Sentence, Token

# Marks that open wherever no quotation is open, each with its closing mark.
QUOTATION_OPENERS = {"“": "”", "«": "»", "„": "“"}
CLOSERS = frozenset("”»")
# Single marks are left out: nothing but the words around it tells a closing one from an apostrophe.
# A blank line is looked for in the same pass, because it ends a quotation that was left open.
QUOTATION_MARK = re.compile(r"[\"“”„«»]|``|''|\n[ \t\r]*\n[ \t\r\n]*")
# Marks of a quotation within a quotation.
SINGLE_MARKS = frozenset({"‘", "'"})
# What a straight mark that opens has before it.
SPACE_OR_OPEN = re.compile(r"[\s(\[{—–-]")


@dataclass(frozen=True, slots=True)
class Quotation:
    """
    A stretch between quotation marks. ``start`` and ``end`` exclude the marks.

    ``follows`` says that it carries on the quotation before it over the end of a paragraph.
    """

    start: int
    end: int
    follows: bool = False


def find_quotations(text: str) -> list[Quotation]:
    """Return the outermost quotations of a text in order, disjoint and none of them empty, in time linear in the text's length."""
    found: list[Quotation] = []
    opened: int | None = None
    follows = False
    for match in QUOTATION_MARK.finditer(text):
        mark, at = match.group(), match.start()
        if mark[0] == "\n":
            # A mark that was never closed must not quote the rest of the report.
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
        # "„It burned“": the mark that opens in English closes in German.
        elif _closes(text, mark, match) or (mark == "“" and text[opened - 1] == "„"):
            found.append(Quotation(opened, at, follows))
            opened, follows = None, False
    if opened is not None:
        found.append(Quotation(opened, len(text), follows))
    return [quotation for quotation in found if quotation.end > quotation.start]


def _reopens(text: str, at: int) -> bool:
    """Say whether a paragraph begins with an opening mark."""
    return text[at : at + 1] in ('"', "“", "«") or text[at : at + 2] == "``"


def _opens(text: str, mark: str, match: re.Match[str]) -> bool:
    """Say whether a mark can open a quotation, by itself or by what stands on either side of it."""
    if mark in QUOTATION_OPENERS or mark == "``":
        return True
    if mark != '"':
        return False
    # A straight mark is both: `A 12" gun` and `x"y` open nothing.
    before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
    return bool(after.strip()) and (not before or bool(SPACE_OR_OPEN.match(before)) or not before.strip())


def _closes(text: str, mark: str, match: re.Match[str]) -> bool:
    """Say whether a mark can close the quotation that is open, by itself or by what stands on either side of it."""
    if mark in CLOSERS or mark == "''":
        return True
    if mark != '"':
        return False
    before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
    return bool(before.strip()) or not after.strip()


def inner_quotation(sentence: Sentence, cue: int) -> tuple[int, int] | None:
    """
    Return the first and last word in the single marks behind a cue, or ``None``.

    Only here are single marks read, because a comma or colon behind a cue shows that they open.
    """
    end = len(sentence) - 1
    # Room for a hearer between cue and comma: "told us all,".
    mark = next((at for at in range(cue + 1, min(cue + 4, end)) if sentence[at].text in (",", ":")), None)
    if mark is None or sentence[mark + 1].text not in SINGLE_MARKS:
        return None
    closing = "’" if sentence[mark + 1].text == "‘" else "'"
    # Without a closing mark it may be an apostrophe: then nothing is read here, and the tree decides.
    close = next((at for at in range(mark + 3, end + 1) if _closes_inner(sentence[at], closing)), None)
    return (mark + 2, close - 1) if close is not None else None


def _closes_inner(token: Token, closing: str) -> bool:
    """Say whether a word is the closing single mark, and not a genitive's as in "'Ten of the soldiers' sons are dead'"."""
    # The tokenizer may glue a stop to the mark: `dead.'`.
    return token.text.lstrip(".,!?") == closing and token.pos != "PART"
