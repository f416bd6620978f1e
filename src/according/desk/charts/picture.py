"""
A chart as PNG, drawn from its SVG.

Letters come from a font of the package (DejaVu Sans Condensed), never from the machine: a server may have none, and then the chart would be
drawn without its words. So it is the same picture everywhere.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files
from xml.etree import ElementTree

import resvg_py

from according.errors import AccordingError, RequestError
from according.version import __version__

# How many pixels stand for one unit of the drawing, at most: on paper four are as sharp as print needs.
SCALE_MOST = 4
_FONTS = tuple(str(files("according.desk") / "static" / "vendor" / f"dejavu-sans-condensed{weight}.ttf") for weight in ("", "-bold"))
_SVG = "{http://www.w3.org/2000/svg}"
# Of private use, so that no font has a letter for it: what is drawn in its place stands for any letter that the font lacks.
_NO_LETTER = "\U0010fffd"
_ONE_LETTER = '<svg xmlns="http://www.w3.org/2000/svg" width="48" height="48"><text x="12" y="32" font-size="20">&#{};</text></svg>'
# Letters named in a message.
_LACKING_MOST = 10
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
# The signature and the chunk IHDR, which comes first (PNG, 5.6).
_BEFORE_WORDS = len(_SIGNATURE) + 25


def draw_picture(svg: str, scale: int = 1) -> bytes:
    """
    Return an SVG of the desk as PNG on white, ``scale`` pixels for each unit of the drawing.

    Its title, its description and its metadata stand in the file as text. Raises :class:`~according.errors.RequestError` where a letter
    in it is one that the font lacks.
    """
    drawing = ElementTree.fromstring(svg)
    _check_letters({letter for text in drawing.iter(f"{_SVG}text") for letter in text.text or ""})
    return _add_words(_draw(svg, scale), _words_of(drawing))


def _draw(svg: str, scale: int) -> bytes:
    return resvg_py.svg_to_bytes(
        svg_string=svg, background="white", zoom=scale, font_files=list(_FONTS), sans_serif_family="DejaVu Sans", font_family="DejaVu Sans",
        skip_system_fonts=True,
    )  # fmt: skip


def _check_letters(letters: set[str]) -> None:
    # A font that cannot be read is passed over by the library without a word, and so is the text.
    if not _is_drawn("A"):
        raise AccordingError(f"the chart cannot be drawn with its words: its font is missing ({_FONTS[0]}); install according again")
    lacking = sorted(letter for letter in letters if not letter.isascii() and not _is_drawn(letter))
    if lacking:
        named = " ".join(lacking[:_LACKING_MOST])
        raise RequestError("form", f"the PNG's font has no letter for {named}; take the chart as SVG, which is drawn with your own fonts")


@lru_cache(maxsize=4096)
def _is_drawn(letter: str) -> bool:
    """Return whether the font has a letter: whatever it has none for looks the same."""
    return _draw(_ONE_LETTER.format(ord(letter)), 1) != _draw(_ONE_LETTER.format(ord(_NO_LETTER)), 1)


def _words_of(drawing: ElementTree.Element) -> Iterator[tuple[str, str]]:
    """Yield what a drawing says of itself, by the keywords of PNG (11.3.3.2)."""
    for keyword, tag in (("Title", "title"), ("Description", "desc"), ("Comment", "metadata")):
        if words := (drawing.findtext(f"{_SVG}{tag}") or "").strip():
            yield keyword, words
    yield "Software", f"According {__version__}"


def _add_words(png: bytes, words: Iterator[tuple[str, str]]) -> bytes:
    """Return a PNG with texts in it, in UTF-8 (chunks ``iTXt``, PNG 11.3.3.4): not compressed, and of no language."""
    chunks = b"".join(_chunk(b"iTXt", keyword.encode("ascii") + b"\0\0\0\0\0" + text.encode()) for keyword, text in words)
    return png[:_BEFORE_WORDS] + chunks + png[_BEFORE_WORDS:]


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
