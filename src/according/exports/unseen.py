"""
Characters that cannot be seen, and could move a terminal's cursor, hide words or turn their order: how they are spelt out.

These are controls (C0, DEL, C1), formats (marks of direction, tags, U+FEFF), ends of lines and paragraphs, lone surrogates, private and
unassigned characters. The joiner U+200D stays: it holds emoji and some scripts together.
"""
from __future__ import annotations

import unicodedata

_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_JOINER = "\u200d"


def spell(text: str, keep: str = "") -> str:
    """
    Return a text with its characters that cannot be seen spelt out, but those of ``keep``.

        >>> spell("12\\x1b[2J dead\\u202e")
        '12\\\\u001b[2J dead\\\\u202e'
    """
    found = _find(text, keep)
    return text.translate({ord(char): _name(char) for char in found}) if found else text


def escape_unseen(line: str) -> str:
    """
    Return a line of JSON with its characters that cannot be seen escaped: it is read as before, and shows what it holds.

    A lone surrogate stays, for who writes the line to encode.
    """
    found = [char for char in _find(line) if unicodedata.category(char) != "Cs"]
    return line.translate({ord(char): _pair(char) for char in found}) if found else line


def _find(text: str, keep: str = "") -> list[str]:
    # Most texts need no look at each character.
    if text.isprintable():
        return []
    return [char for char in set(text) if char not in keep and char != _JOINER and unicodedata.category(char) in _CATEGORIES]


def _name(char: str) -> str:
    return f"\\u{ord(char):04x}" if ord(char) < 0x10000 else f"\\U{ord(char):08x}"


def _pair(char: str) -> str:
    """Return JSON's escape: of a character beyond U+FFFF two, as UTF-16 has it."""
    units = char.encode("utf-16-be")
    return "".join(f"\\u{units[at : at + 2].hex()}" for at in range(0, len(units), 2))
