"""
PDF to text by PDFium: columns in reading order, words mended that a line's end cut, running heads and page numbers left out.

PDFium is C code and its input anybody's: it is called in a process of its own (:mod:`according.intake.documents.readers`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from according.errors import InputError
from according.intake.documents.outline import confirm, gap
from according.intake.documents.page.hyphens import SOFT, count_words, join_lines
from according.intake.documents.page.letters import Piece, read_pieces
from according.intake.documents.page.page_columns import part_columns
from according.intake.documents.page.paragraphs import Block, make_blocks
from according.intake.documents.page.running_heads import drop_running
from according.intake.extracted import Extracted
from according.intake.facts import Facts
from according.statement import Problem

# A longer one is a book or hostile.
PAGES_MOST = 5_000
# A whole PDF ends with this mark within its last bytes; one that was cut does not.
END_MARK = b"%%EOF"
END_WITHIN = 4_096
# Notes at the foot of a page are in smaller letters than most of it.
NOTES_HEIGHT = 0.9
# Letters that no table of the PDF translates; where so many are, the rest is no text either.
UNKNOWN_SHARE = 0.3
_NO_LETTER = re.compile(r"[\ufffd\x00-\x08\x0e-\x1f\ue000-\uf8ff]")


def extract_pdf(data: bytes) -> Extracted:
    """
    Take the text out of a PDF.

    Raises :class:`~according.errors.InputError` for one that is locked, damaged or has no text.
    """
    import pypdfium2

    document = _open(data)
    try:
        pages, problems = _read_pages(document)
        said = document.get_metadata_dict()
    finally:
        document.close()
    kept = drop_running(pages)
    text, offsets = _compose(kept)
    cut = [] if END_MARK in data[-END_WITHIN:] else [Problem(len(text), len(text), "the file's end is missing: pages may be lost")]
    told = tuple(Problem(offsets[page], offsets[page], what) for page, what in problems)
    # With its running heads, for the title is often there.
    facts = _facts(said, " ".join(piece.text for piece in pages[0]))
    extractor = f"pypdfium2 {pypdfium2.version.PYPDFIUM_INFO.version}"
    return Extracted(text, facts, extractor=extractor, problems=(*told, *cut), pages=offsets)


def _open(data: bytes) -> Any:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
        pages = len(document)
    except pypdfium2.PdfiumError as error:
        if error.err_code == pypdfium2.raw.FPDF_ERR_PASSWORD:
            raise InputError("a PDF that is locked with a password; save it without one and give that") from None
        raise InputError("a damaged PDF: its pages cannot be found; get it again, or save its text and give that") from None
    if pages > PAGES_MOST:
        document.close()
        raise InputError(f"a PDF of {pages:,} pages, read are up to {PAGES_MOST:,}; split it into reports")
    return document


def _read_pages(document: Any) -> tuple[list[list[Piece]], list[tuple[int, str]]]:
    """Return the pieces of each page, and what is wrong with which page, counted from nought."""
    import pypdfium2

    pages: list[list[Piece]] = []
    problems: list[tuple[int, str]] = []
    pictures = 0
    for number in range(len(document)):
        pieces: list[Piece] = []
        try:
            page = document[number]
            pieces = read_pieces(page)
            if not pieces and _has_picture(page):
                pictures += 1
                problems.append((number, f"page {number + 1} has no text: it is a picture; have its text recognised (OCR) and give that"))
            page.close()
        except pypdfium2.PdfiumError:
            problems.append((number, f"page {number + 1} is damaged and cannot be read"))
        pages.append(pieces)
    letters = "".join(piece.text for pieces in pages for piece in pieces)
    if not letters:
        raise InputError(_without_text(len(pages), pictures, len(problems) - pictures))
    if len(_NO_LETTER.findall(letters)) > UNKNOWN_SHARE * len(letters):
        raise InputError("a PDF that does not say which letters its signs stand for; have its text recognised (OCR) and give that")
    return pages, problems


def _without_text(pages: int, pictures: int, damaged: int) -> str:
    many = f"{pages:,} page{'s' if pages != 1 else ''}"
    if pictures:
        return f"a scan: {many} without text, only pictures of it; have its text recognised (OCR) and give that"
    if damaged:
        return f"a damaged PDF: none of its {many} can be read; get it again"
    return f"a PDF without text: {many} with no letter on them"


def _has_picture(page: Any) -> bool:
    from pypdfium2 import raw

    return any(True for _ in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3))


def _compose(pages: Sequence[list[Piece]]) -> tuple[str, tuple[int, ...]]:
    """Return the text of all pages, and where in it each page begins."""
    words = count_words(piece.text for pieces in pages for piece in pieces)
    blocks: list[Block] = []
    for number, pieces in enumerate(pages):
        own = _page_blocks(number, pieces, words)
        carried = _carried(blocks, own)
        if carried is not None:
            # The notes at the foot come to stand before the paragraph that goes on over the page: each page's text is one stretch.
            own[0] = _join(blocks.pop(carried), own[0], words)
        blocks.extend(own)
    text, above = "", ""
    begins: dict[int, int] = {}
    for block in blocks:
        if above:
            text += gap(above, block.text)
        for page, offset in block.pages:
            begins.setdefault(page, len(text) + offset)
        text, above = text + block.text, block.text
    return text, _offsets(begins, len(pages), len(text))


def _offsets(begins: dict[int, int], pages: int, end: int) -> tuple[int, ...]:
    """Return where each page begins; one without text begins where the next does."""
    offsets: list[int] = []
    for page in reversed(range(pages)):
        offsets.append(begins.get(page, offsets[-1] if offsets else end))
    # The first begins where the text does.
    return (0, *reversed(offsets[:-1]))


def _page_blocks(page: int, pieces: Sequence[Piece], words: Counter[str]) -> list[Block]:
    """Return the blocks of a page; a paragraph that goes on in the next column is one."""
    blocks: list[Block] = []
    for rows in part_columns(pieces):
        own = [replace(block, pages=((page, 0),)) for block in make_blocks(rows, words)]
        carried = _carried(blocks, own)
        if carried is not None:
            own[0] = _join(blocks.pop(carried), own[0], words)
        blocks.extend(own)
    return blocks


def _carried(above: Sequence[Block], below: Sequence[Block]) -> int | None:
    """Return which block above goes on with the first below: the last one, but for notes in small letters behind it."""
    if not above or not below:
        return None
    first = below[0]
    at = len(above) - 1
    while at > 0 and above[at].height < NOTES_HEIGHT * first.height and above[at].pages[-1] == above[-1].pages[-1]:
        at -= 1
    last = above[at]
    alike = not last.table and not first.table and abs(last.height - first.height) < 0.1 * first.height
    goes_on = last.open and (first.text[:1].islower() or last.text.endswith(("-", SOFT)))
    return at if alike and goes_on else None


def _join(above: Block, below: Block, words: Counter[str]) -> Block:
    text = join_lines(above.text, below.text, words)
    moved = ((page, offset + len(text) - len(below.text)) for page, offset in below.pages if page != above.pages[-1][0])
    return replace(below, text=text, pages=(*above.pages, *moved))


def _facts(said: dict[str, str], first_page: str) -> Facts:
    """
    Return what the PDF's own entry says of its title and author, where the first page shows the same.

    Its date is that of the file, not that of the report.
    """
    return Facts(title=confirm(said.get("Title"), first_page), author=confirm(said.get("Author"), first_page))
