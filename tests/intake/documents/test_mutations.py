"""Documents that somebody broke: a refusal or a text for each, in bounded time, and the process that parses goes on."""

from __future__ import annotations

import random
import time
import zlib
from collections.abc import Callable

import pytest
from drawn import BODY, set_in_columns, written
from reportlab.platypus import Paragraph
from test_office import DOCX, EPUB, ODT, RTF

from according.errors import InputError
from according.intake.documents.pdf import extract_pdf
from according.intake.documents.readers import read_docx, read_epub, read_odt, read_pdf, read_rtf
from according.intake.extracted import Extracted

# In seconds, on a machine that does other things beside.
ONE_MOST = 20
PDF = set_in_columns([Paragraph(f"At least {day} people were killed in Harim, the ministry said. " * 3, BODY) for day in range(4)])


def mutate(data: bytes, chance: random.Random) -> bytes:
    """Return bytes that are cut, overwritten, shifted or swapped somewhere, with the first few as they were."""
    broken, at = bytearray(data), chance.randrange(8, len(data))
    how, many = chance.randrange(5), chance.randrange(1, 300)
    if how == 0:
        for _ in range(chance.choice((1, 5, 50))):
            broken[chance.randrange(8, len(data))] = chance.randrange(256)
    elif how == 1:
        del broken[at:]
    elif how == 2:
        del broken[at : at + many]
    elif how == 3:
        broken[at:at] = chance.randbytes(many)
    else:
        other = chance.randrange(8, len(data))
        broken[at : at + many] = data[other : other + many]
    return bytes(broken)


@pytest.mark.crash
@pytest.mark.parametrize(
    ("data", "reader", "times"),
    [(PDF, read_pdf, 500), (DOCX, read_docx, 200), (ODT, read_odt, 200), (RTF, read_rtf, 200), (EPUB, read_epub, 200)],
    ids=["PDF", "Word", "OpenDocument", "RTF", "EPUB"],
)
def test_each_broken_document_gives_a_text_or_a_refusal(data: bytes, reader: Callable[[bytes], Extracted], times: int) -> None:
    chance, refused = random.Random(11), list[str]()
    whole = reader(data)
    for _ in range(times):
        began = time.monotonic()
        try:
            reader(mutate(data, chance))
        except InputError as error:
            refused.append(str(error))
        assert time.monotonic() - began < ONE_MOST
    assert 0 < len(refused) < times
    assert [why for why in refused if "the program failed" in why] == []
    # Nothing that was broken has broken what comes after it.
    assert reader(data) == whole


BOMB = zlib.compress(b"BT " + b" " * 300_000_000, 9)


@pytest.mark.crash
@pytest.mark.parametrize(("stream", "filters"), [(BOMB, b"/FlateDecode"), (zlib.compress(BOMB, 9), b"/FlateDecode/FlateDecode")])
def test_a_bomb_is_refused_within_its_bounds(stream: bytes, filters: bytes) -> None:
    data = written(stream, filters)
    assert len(data) < 500_000
    with pytest.raises(InputError):
        read_pdf(data)
    assert read_pdf(PDF).text


def test_what_is_written_by_hand_is_read() -> None:
    said = zlib.compress(b"BT /F1 12 Tf 60 700 Td (Twelve people were killed.) Tj ET")
    assert extract_pdf(written(said)).text == "Twelve people were killed."
