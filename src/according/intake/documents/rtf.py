r"""
RTF to text: its groups and control words, of which only those are known that say what is text and what is not.

What tracked changes struck out, hidden text, heads and feet of pages, pictures and the instructions of fields are not read.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from according.errors import InputError
from according.intake.documents.outline import clean, compose, confirm, read_raised, write_heading, write_item, write_table
from according.intake.extracted import Extracted
from according.intake.facts import Facts
from according.statement import Problem

_WHAT = "an RTF document"
# Groups inside one another; programs write a dozen.
GROUPS_DEEPEST = 1_000
_TOKEN = re.compile(
    rb"\\(?P<word>[a-zA-Z]{1,32})(?P<value>-?\d{1,10})? ?|\\'(?P<byte>[0-9a-fA-F]{2})|\\(?P<sign>[^a-zA-Z])|(?P<brace>[{}])"
    rb"|(?P<text>[^\\{}\r\n]+)|[\r\n]+|\\\Z",
    re.DOTALL,
)
# Groups that hold no text of the document; others that are not known begin with "\*".
_GROUPS_APART = frozenset(
    "colortbl pict object header headerl headerr headerf footer footerl footerr footerf listtable listoverridetable"
    " rsidtbl generator themedata colorschememapping latentstyles datastore xmlnstbl fldinst bkmkstart bkmkend annotation atnid atnauthor"
    " atnref tc xe filetbl revtbl pnseclvl listpicture nonesttables private1 ftnsep ftnsepc aftnsep aftnsepc".split()
)
# Of groups with "\*" the text of these is the document's.
_GROUPS_READ = frozenset("shppict shpinst shptxt ud".split())
_HEADING = re.compile(r"\s*(?:heading (\d)|title|subtitle);", re.IGNORECASE)
_SIGNS = {
    "line": "\n", "tab": " ", "emdash": "—", "endash": "–", "emspace": " ", "enspace": " ", "qmspace": " ", "bullet": "•", "lquote": "‘",
    "rquote": "’", "ldblquote": "“", "rdblquote": "”",
}  # fmt: skip
_CHARSETS = {
    77: "mac_roman", 128: "cp932", 129: "cp949", 134: "gbk", 136: "cp950", 161: "cp1253", 162: "cp1254", 163: "cp1258", 177: "cp1255",
    178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250",
}  # fmt: skip


def extract_rtf(data: bytes) -> Extracted:
    """
    Take the text out of an RTF document.

    Raises :class:`~according.errors.InputError` for one that is damaged or has no text.
    """
    reader = _Reader()
    for match in _tokens(data):
        reader.take(match)
    reader.end_paragraph()
    # A character beyond the first 65,536 is written as two numbers.
    text = compose([*reader.lines, *reader.notes]).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if not text:
        raise InputError(f"{_WHAT} without text; get it again, or save its text and give that")
    problems = []
    if reader.struck:
        problems.append(Problem(0, 0, "changes are tracked: what is struck out is left out, what is put in is read"))
    if reader.groups:
        problems.append(Problem(len(text), len(text), "the file's end is missing: text may be lost"))
    facts = Facts(title=confirm(reader.said.get("title"), text), author=confirm(reader.said.get("author"), text))
    return Extracted(text, facts, extractor="according rtf 1", problems=tuple(problems))


def _tokens(data: bytes) -> Iterator[re.Match[bytes]]:
    at = 0
    while at < len(data) and (match := _TOKEN.match(data, at)):
        yield match
        # Bytes of a picture follow as they are, braces and all.
        at = match.end() + (int(match["value"] or 0) if match["word"] == b"bin" else 0)


@dataclass(frozen=True, slots=True)
class _State:
    """What holds inside a group: whether its text is read, in which form, and where it goes."""

    apart: bool = False
    hidden: bool = False
    struck: bool = False
    raised: bool = False
    # So many letters behind a "\\u" say the same for older programs.
    skipped: int = 1
    font: int = -1
    # One of the values of _GROUPS; else to the text.
    goes: str = ""


@dataclass(slots=True)
class _Reader:
    state: _State = field(default_factory=_State)
    groups: list[_State] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    said: dict[str, str] = field(default_factory=dict)
    charsets: dict[int, str] = field(default_factory=dict)
    headings: dict[int, int] = field(default_factory=dict)
    style: int = 0
    codepage: str = "cp1252"
    words: str = ""
    raised: str = ""
    # Bytes that wait for the rest of their character, where it has two.
    bytes_: bytes = b""
    note: str = ""
    skip: int = 0
    starred: bool = False
    level: int = 0
    item: bool = False
    in_table: bool = False
    cell: list[str] = field(default_factory=list)
    row: list[list[str]] = field(default_factory=list)
    table: list[list[list[str]]] = field(default_factory=list)
    struck: bool = False

    def take(self, match: re.Match[bytes]) -> None:
        """Go on by one token."""
        if match["byte"] is not None:
            if self.skip:
                self.skip -= 1
            else:
                self.bytes_ += bytes.fromhex(match["byte"].decode())
            return
        self.flush_bytes()
        if match["brace"] is not None:
            self.brace(match["brace"])
        elif match["word"] is not None:
            self.control(match["word"].decode(), None if match["value"] is None else int(match["value"]))
        elif match["sign"] is not None:
            self.sign(match["sign"])
        elif match["text"] is not None:
            text = match["text"][self.skip :]
            self.skip = max(0, self.skip - len(match["text"]))
            self.write(text.decode(self.codepage, "replace"))

    def flush_bytes(self) -> None:
        """Write the bytes that were given by their numbers, in the character set of their font."""
        held, self.bytes_ = self.bytes_, b""
        if held:
            self.write(held.decode(self.charsets.get(self.state.font, self.codepage), "replace"))

    def brace(self, brace: bytes) -> None:
        """Begin a group, or end one: what held before it holds again."""
        self.skip, self.starred = 0, False
        if brace == b"{":
            if len(self.groups) >= GROUPS_DEEPEST:
                raise InputError(f"{_WHAT} with over {GROUPS_DEEPEST:,} groups inside one another; save its text and give that")
            self.groups.append(self.state)
        elif self.groups:
            goes, self.state = self.state.goes, self.groups.pop()
            if goes == "note" and self.state.goes != "note":
                self.notes.append(clean(self.note))
                self.note = ""

    def sign(self, sign: bytes) -> None:
        """Write a sign that is one by its backslash."""
        if sign == b"*":
            self.starred = True
        elif sign in (b"\\", b"{", b"}"):
            self.write(sign.decode())
        elif sign in (b"~", b"_"):
            self.write(" " if sign == b"~" else "-")
        elif sign in (b"\r", b"\n"):
            self.end_paragraph()

    def control(self, word: str, value: int | None) -> None:
        """Follow a control word; one that is not known says nothing about the text."""
        starred, self.starred = self.starred, False
        if starred and word not in _GROUPS_READ:
            self.state = replace(self.state, apart=True, goes="")
        elif word in _GROUPS_APART:
            self.state = replace(self.state, apart=True)
        elif word in _GROUPS and (word not in _ENTRIES or self.state.goes == "info"):
            self.state = replace(self.state, goes=_GROUPS[word])
        elif word in _LETTER_FORMS:
            self.form(word, value != 0)
        elif word in _SIGNS:
            self.write(_SIGNS[word])
        elif word in ("par", "sect", "page", "cell", "nestcell", "row", "nestrow", "pard", "intbl", "outlinelevel", "ls"):
            if not self.state.apart and not self.state.goes:
                self.lay_out(word, value)
            elif word == "par":
                self.write("\n")
        else:
            self.set(word, value)

    def form(self, word: str, on: bool) -> None:
        """Begin or end a form of letters that says whether they are read."""
        if word == "v":
            self.state = replace(self.state, hidden=on)
        elif word == "deleted":
            self.state = replace(self.state, struck=on)
        else:
            self.state = replace(self.state, raised=on)

    def set(self, word: str, value: int | None) -> None:
        """Set what letters the following bytes stand for."""
        if word == "u" and value is not None:
            self.write(chr(value % 0x10000))
            self.skip = self.state.skipped
        elif word == "s" and value is not None:
            self.style, self.level = value, self.level if self.state.goes else self.headings.get(value, 0)
        elif word == "uc":
            self.state = replace(self.state, skipped=max(0, min(value or 0, 10)))
        elif word == "f" and value is not None:
            self.state = replace(self.state, font=value)
        elif word == "fcharset" and self.state.goes == "fonts" and value in _CHARSETS:
            self.charsets[self.state.font] = _CHARSETS[value]
        elif word == "ansicpg":
            try:
                self.codepage = codecs.lookup(f"cp{value}").name
            except LookupError:
                self.codepage = "cp1252"
        elif word == "nosupersub":
            self.state = replace(self.state, raised=False)
        elif word == "plain":
            self.state = replace(self.state, hidden=False, raised=False)

    def write(self, text: str) -> None:
        """Add words to where they go."""
        state = self.state
        if state.goes in ("title", "author"):
            self.said[state.goes] = self.said.get(state.goes, "") + text
        elif state.goes == "styles":
            self.name_style(text)
        elif state.goes == "mark":
            self.item = True
        elif state.apart or state.hidden or state.goes in ("fonts", "info"):
            return
        elif state.struck:
            self.struck = True
        elif state.goes == "note":
            self.note += text if not state.raised else read_raised(self.note, text)
        elif state.raised:
            self.raised += text
        else:
            self.flush_raised()
            self.words += text

    def name_style(self, text: str) -> None:
        """Keep which style is a heading's: its names are English in most programs."""
        heading = _HEADING.match(text)
        if heading is not None:
            self.headings[self.style] = int(heading[1] or 1)

    def flush_raised(self) -> None:
        """Add raised letters, read as such."""
        if self.raised:
            self.words += read_raised(self.words[-3:], self.raised)
            self.raised = ""

    def lay_out(self, word: str, value: int | None) -> None:
        """Follow a control word that ends a paragraph, a cell or a row, or says what the next paragraph is."""
        if word in ("par", "sect", "page"):
            self.end_paragraph()
        elif word in ("cell", "nestcell"):
            self.end_paragraph(in_cell=True)
            self.row.append(self.cell)
            self.cell = []
        elif word in ("row", "nestrow"):
            self.table.append(self.row)
            self.row = []
        elif word == "pard":
            self.level, self.item, self.in_table = 0, False, False
        elif word == "intbl":
            self.in_table = True
        elif word == "outlinelevel":
            self.level = (value or 0) + 1 if (value or 0) < 6 else 0
        elif word == "ls":
            # Number 0 is no list.
            self.item = bool(value)

    def end_paragraph(self, in_cell: bool = False) -> None:
        """Put the words so far where they belong: a cell, or a line of the text."""
        self.flush_bytes()
        self.flush_raised()
        words, self.words = clean(self.words), ""
        if in_cell or self.in_table:
            if words:
                self.cell.append(words)
            return
        self.lines += write_table(self.table)
        # Cells without the end of their row: the file is damaged, and their words are text.
        self.lines += [line for cell in (*self.row, self.cell) for line in cell]
        self.table, self.row, self.cell = [], [], []
        if words:
            self.lines.append(write_heading(words, self.level) if self.level else write_item(words) if self.item else words)


# What a group's text is, by the word that begins it; the marks of items are written out for programs that count none.
_GROUPS = {
    "fonttbl": "fonts", "stylesheet": "styles", "footnote": "note", "pntext": "mark", "listtext": "mark", "info": "info", "title": "title",
    "author": "author",
}  # fmt: skip
# Words of the document's own entry, which mean nothing elsewhere.
_ENTRIES = frozenset({"title", "author"})
# Hidden, struck out by a tracked change, raised.
_LETTER_FORMS = frozenset({"v", "deleted", "super"})
