"""The source of a web page, told from a text that has a tag or two in it."""

from __future__ import annotations

import re

# A comment ends where it first may: tried on to every later end, thirty of them in a row would take for ever.
_HTML = re.compile(r"\s*(?:<\?xml[^>]*>\s*|(?><!--.*?-->)\s*)*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL)
# "<p.smith@example.org> wrote": an address in angle brackets is no tag.
_BLOCK_TAG = re.compile(r"\s*<(?:p|div|article|section|main|table|ul|ol|h[1-6]|meta|script|style|span|!--)(?![\w.@])", re.IGNORECASE)
TAG = re.compile(
    r"</(?:a|p|div|span|li|[uo]l|t[dhr]|table|b|i|em|strong|h[1-6]|script|style|article|section|main|blockquote|body|html)\s?>|<br\s?/?>",
    re.IGNORECASE,
)
# The bytes of which the marks of UTF-8 and UTF-16 are made.
_MARK_BYTES = b"\xef\xbb\xbf\xfe\xff"
# Of a file's bytes so many are looked at: a page says what it is in its first line.
PAGE_SAMPLE = 4_096


def is_web_page(text: str) -> bool:
    """Say whether a text is the source of a web page: it begins as one, or with a block's tag and closes one."""
    return bool(_HTML.match(text) or (_BLOCK_TAG.match(text) and TAG.search(text)))


def begins_web_page(data: bytes) -> bool:
    """Say whether bytes begin as a web page does, in an encoding whose marks are ASCII or have a zero byte beside each of ASCII's."""
    return _HTML.match(data[:PAGE_SAMPLE].lstrip(_MARK_BYTES).replace(b"\0", b"").decode("latin-1")) is not None
