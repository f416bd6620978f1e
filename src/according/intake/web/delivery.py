"""An input that is an address to one that holds its bytes."""

from __future__ import annotations

import codecs
from dataclasses import replace

from according.errors import InputError
from according.intake.decode import BYTE_ORDER_MARKS
from according.intake.facts import Facts
from according.intake.kinds import INPUT_KINDS, kind_of
from according.intake.source import Source
from according.intake.web.addresses import show_address
from according.intake.web.charsets import HEAD_SAMPLE, find_codec, is_utf8, named_encoding
from according.intake.web.fetching import Fetched, Fetcher


def fetch_source(source: Source, fetcher: Fetcher) -> Source:
    """
    Return an address's input with its bytes in it, where it was in the end, and when; where it cannot be had, the input says why.

    What a feed or a list has said of it stays.
    """
    try:
        fetched = fetcher.fetch(source.path)
    except InputError as error:
        # Whoever tells it names the input before it; a password in its address is not told.
        shown = show_address(source.path)
        return replace(source, path=shown, refused=str(error).removeprefix(f"{shown}: "))
    found = Facts(url=fetched.url, retrieved=fetched.retrieved)
    return replace(source, data=settle(fetched), facts=replace(source.facts.over(found), retrieved=fetched.retrieved))


def settle(fetched: Fetched) -> bytes:
    """
    Return a fetched input's bytes so that they tell themselves what the header tells, which is not kept beside them.

    Nearly always they do, and are returned as they came. Where the header alone says that they are a page they get a first line that says
    so; where it alone names their encoding they are written anew in UTF-8 behind a byte order mark.
    """
    data = _named_in_header(fetched.data, fetched.charset)
    is_page = "html" in fetched.headers.get("content-type", "").lower()
    # Careless sites call everything a page: the first bytes of a PDF say more.
    if not is_page or kind_of(data) is not INPUT_KINDS[0]:
        return data
    mark = next((mark for mark, _ in BYTE_ORDER_MARKS if data.startswith(mark)), b"")
    return mark + b"<!doctype html>\n" + data.removeprefix(mark) if b"\0" not in data[:HEAD_SAMPLE] else data


def _named_in_header(data: bytes, said: str | None) -> bytes:
    """Return bytes in UTF-8 behind its mark where a header alone names their encoding."""
    marked = any(data.startswith(mark) for mark, _ in BYTE_ORDER_MARKS)
    encoding = find_codec(said) if said else None
    if marked or encoding is None or is_utf8(data) or named_encoding(data) is not None:
        return data
    try:
        return codecs.BOM_UTF8 + data.decode(encoding).encode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return data
