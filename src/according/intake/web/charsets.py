"""
A page's bytes to characters: what the page says of its own encoding, checked against its bytes.

A byte order mark settles it. Then bytes beyond ASCII that are good UTF-8 are UTF-8, whatever a header says: no other text looks like it.
Then what the page names in its head, then a detector.
"""

from __future__ import annotations

import codecs
import re

from according.errors import InputError
from according.intake.decode import BYTE_ORDER_MARKS, decode

# The encoding is named in the head, within its first kilobyte by the standard, and later by careless pages.
HEAD_SAMPLE = 8_192
# Of bytes that are no text in any encoding more than this share is wrong.
DAMAGE_MOST = 0.01
_NAMED = re.compile(rb"""<(?:meta[^>]{0,300}?charset|\?xml[^>]{0,200}?encoding)\s*=\s*["']?\s*([\w.:+-]{1,40})""", re.IGNORECASE)
# As the encoding standard reads them: pages that name the first are written in the second.
_WIDER = {"iso8859-1": "cp1252", "ascii": "cp1252", "latin-1": "cp1252", "iso8859-9": "cp1254", "gb2312": "gb18030", "gbk": "gb18030",
          "shift_jis": "cp932", "euc_kr": "cp949", "iso8859-11": "cp874", "tis-620": "cp874"}  # fmt: skip
# Of the web's encodings; Python knows others, and some of them are no encodings of text.
_KNOWN = re.compile(
    r"utf-?(?:8|16)|cp(?:1?25\d|866|874|932|949)|iso8859|koi8|mac[-_](?:roman|cyrillic)|gb18030|big5|euc_j|euc_k|shift_jis|iso2022_jp"
)


def decode_page(data: bytes) -> tuple[str, str | None]:
    """
    Return a page's text, and what was wrong with its bytes in words or ``None``.

    Raises :class:`~according.errors.InputError` for bytes that are no text.
    """
    for mark, encoding in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _decode(data, encoding)
    if is_utf8(data):
        return data.decode("utf-8"), None
    if (named := named_encoding(data)) is not None:
        return _decode(data, named)
    try:
        return decode(data), None
    except InputError:
        return _decode(data, "utf-8")


def is_utf8(data: bytes) -> bool:
    """Say whether bytes are text in UTF-8."""
    # English in UTF-16 without a mark is good UTF-8 too, with a NUL beside each letter.
    if b"\0" in data[:HEAD_SAMPLE]:
        return False
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def named_encoding(data: bytes) -> str | None:
    """Return the encoding that a page names in its head, as Python calls it; ``None`` where it names none that is known."""
    found = _NAMED.search(data[:HEAD_SAMPLE])
    # Read as ASCII, so it cannot be what it says; a page in UTF-8 was met before, but for its damage.
    encoding = find_codec(found[1].decode("ascii")) if found else None
    return "utf-8" if encoding is not None and encoding.startswith("utf-16") else encoding


def find_codec(name: str) -> str | None:
    """Return Python's name for an encoding of the web, or ``None``."""
    try:
        found = codecs.lookup(name).name
    except LookupError:
        return None
    found = _WIDER.get(found, found)
    return found if _KNOWN.match(found) else None


def _decode(data: bytes, encoding: str) -> tuple[str, str | None]:
    try:
        return data.decode(encoding), None
    except UnicodeDecodeError:
        text = data.decode(encoding, "replace")
    bad = text.count("\ufffd")
    name = encoding.upper().removesuffix("-SIG")
    if bad > DAMAGE_MOST * len(text):
        raise InputError(f"undecodable: {bad:,} of its characters are not {name}; save the page again, as UTF-8")
    return text, f"{bad:,} characters are not {name}, as the page says it is, and stand as U+FFFD; check names and figures near them"
