"""
Bytes to text: a byte order mark settles the encoding, else UTF-16 by its zero bytes, then UTF-8, then what a detector is sure of.

No byte is lost or replaced without a word: what cannot be decoded is refused.
"""
from __future__ import annotations

import codecs

from according.errors import InputError

# A byte order mark settles the encoding. The 32-bit marks come first: they begin like the 16-bit ones.
BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (codecs.BOM_UTF8, "utf-8-sig"),
)
# A detector needs to see some of the text, not all of it: its time grows with what it is shown.
SAMPLE = 65_536
# Text has tabs and line ends. A damaged text may hold some other control characters; where they are more than these few and more
# than one character in twenty it is no text: of random bytes one in nine is such a character.
CONTROLS_FEW = 8
CONTROLS_ONE_IN = 20


def decode(data: bytes) -> str:
    """
    Return the text of a file's bytes, less a byte order mark.

    Raises :class:`~according.errors.InputError` where the bytes are no text, or text in no encoding that fits.
    """
    text = _decode_marked(data)
    if text is None:
        text = _decode_plain(data)
    if _is_binary(text):
        raise InputError("not a text: too many control characters; give plain text or Markdown")
    return text


def find_encoding(sample: bytes) -> str:
    """
    Return the encoding of a file as its first bytes show it; these may end inside a character.

    Raises :class:`~according.errors.InputError` where they are no text. What stands further on may still not fit.
    """
    encoding = next((encoding for mark, encoding in BYTE_ORDER_MARKS if sample.startswith(mark)), None)
    # Four bytes a character at most: a whole number of them is looked at.
    encoding = encoding or _wide_encoding(sample[: len(sample) // 4 * 4])
    if encoding is None:
        encoding = "utf-8" if _begins_as_utf8(sample) or _meant_as_utf8(sample) else _detect(sample) or "utf-8"
    if _is_binary(sample.decode(encoding, "replace")):
        raise InputError("not a text: too many control characters; give a table as text")
    return encoding


def _begins_as_utf8(sample: bytes) -> bool:
    try:
        codecs.getincrementaldecoder("utf-8")().decode(sample)
    except UnicodeDecodeError:
        return False
    return True


def _decode_marked(data: bytes) -> str | None:
    for mark, encoding in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            text = _try(data, encoding)
            # The mark has named the encoding: where it does not fit, the file is damaged and no other encoding is tried.
            return _undecodable(data, encoding) if text is None else text
    return None


def _decode_plain(data: bytes) -> str:
    # Before UTF-8: English in UTF-16 is valid UTF-8 as well, with a NUL beside every letter.
    wide = _wide_encoding(data)
    if wide is not None and (text := _try(data, wide)) is not None:
        return text
    text = _try(data, "utf-8")
    if text is not None:
        return text
    # One broken byte must not turn every good “ into three letters of an older encoding.
    if _meant_as_utf8(data):
        return _undecodable(data, "utf-8")
    encoding = _detect(data)
    text = _try(data, encoding) if encoding else None
    return _undecodable(data, "utf-8") if text is None else text


def _try(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def _undecodable(data: bytes, encoding: str) -> str:
    at = _first_bad(data, encoding)
    name = encoding.upper().removesuffix("-SIG")
    raise InputError(f"undecodable: byte {at:,} is not {name} and no other encoding fits; save the file as UTF-8")


def _first_bad(data: bytes, encoding: str) -> int:
    try:
        data.decode(encoding)
    except UnicodeDecodeError as error:
        return error.start
    return 0


def _wide_encoding(data: bytes) -> str | None:
    """Say which UTF-16 unmarked bytes are, by where their zero bytes stand: English leaves every second one zero."""
    sample = data[:SAMPLE]
    half = len(sample) // 2
    # Every character has two bytes or four.
    if len(data) % 2 or not half:
        return None
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    # Not all: foreign names, dashes and curly quotation marks have no zero byte.
    if odd > 0.7 * half and even < 0.1 * half:
        return "utf-16-le"
    return "utf-16-be" if even > 0.7 * half and odd < 0.1 * half else None


def _meant_as_utf8(data: bytes) -> bool:
    """Say whether most of the bytes beyond ASCII are valid UTF-8: then a guess at another encoding garbles them."""
    sample = data[:SAMPLE]
    valid = len(sample.decode("utf-8", "ignore").encode("utf-8"))
    beyond = sum(byte >= 0x80 for byte in sample)
    return (len(sample) - valid) * 2 < beyond


def _detect(data: bytes) -> str | None:
    from charset_normalizer import from_bytes

    best = from_bytes(data[:SAMPLE]).best()
    return None if best is None else best.encoding


def _is_binary(text: str) -> bool:
    sample = text[:SAMPLE]
    # Old DOS files end with \x1a.
    controls = sum((char < " " and char not in "\t\n\r\f\x1a") or char == "\x7f" for char in sample)
    return controls > CONTROLS_FEW and controls * CONTROLS_ONE_IN > len(sample)
