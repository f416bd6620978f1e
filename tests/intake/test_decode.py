from __future__ import annotations

import random

import pytest

from according.errors import InputError
from according.intake.decode import decode
from according.intake.kinds import extract

TEXT = "The café attack killed 12 people, the police said.\r\nZoë was “safe” — 😀 e\u0301\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_text_comes_back_as_it_was(encoding: str) -> None:
    assert decode(TEXT.encode(encoding)) == TEXT


def test_a_big_endian_mark() -> None:
    assert decode(b"\xfe\xff" + TEXT.encode("utf-16-be")) == TEXT


def test_an_older_encoding_is_detected() -> None:
    assert decode("The café attack in München killed 12, the police said on Monday.".encode("cp1252")).startswith("The café attack in M")


def test_one_nul_and_one_escape_are_kept() -> None:
    assert decode(b"12 men \0 \x1b[31m were killed") == "12 men \0 \x1b[31m were killed"


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"%PDF-1.7 ...", "PDF"),
        (b"PK\x03\x04...", "ZIP"),
        (b"\x89PNG\r\n\x1a\n", "picture"),
        (b"\x1f\x8b\x08", "packed"),
        (bytes(range(32)) * 40, "control characters"),
        (random.Random(1).randbytes(4000), "undecodable|control characters"),
        ("He said “12” were café — killed ".encode() + b"\xff men", "undecodable: byte"),
        (b"\xff\xfe\x00\xd8\x41\x00", "undecodable"),
    ],
)
def test_what_is_no_text_is_refused_with_a_reason(data: bytes, what: str) -> None:
    with pytest.raises(InputError, match=what) as caught:
        extract(data)
    assert "\n" not in str(caught.value)


def test_a_mark_alone_is_an_empty_text() -> None:
    assert decode(b"\xef\xbb\xbf") == ""
    assert decode(b"\xff\xfe") == ""
