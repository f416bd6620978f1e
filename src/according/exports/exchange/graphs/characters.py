"""
Characters that a file cannot hold, each put in another's place one for one: offsets and lengths stay.

Nothing else is changed: marks that turn the direction of writing are a report's own.
"""

from __future__ import annotations

import re

_SURROGATE = re.compile("[\ud800-\udfff]")
# Controls and the ends of lines that some programs see in them; and what XML 1.0 has no way to write (2.2).
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]")


def writable(text: str) -> str:
    """Return a text that can be written as UTF-8: a lone surrogate, which is no character, becomes U+FFFD."""
    return text if text.isascii() else _SURROGATE.sub("\ufffd", text)


def one_line(text: str, reserved: str = "") -> str:
    """
    Return a text for one cell: controls and the characters that are ``reserved`` become blanks.

        >>> one_line("a\\tb#c", "#;")
        'a b c'
    """
    plain = _CONTROL.sub(" ", writable(text))
    return plain.translate(dict.fromkeys(map(ord, reserved), " ")) if reserved else plain
