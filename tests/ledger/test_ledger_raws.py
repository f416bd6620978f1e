"""What reports came as is given back byte for byte, and the check of a ledger sees where it is not."""
from __future__ import annotations

from datetime import UTC, datetime

import pytest
from backends import Open
from drafts import draft, make_reading
from sqlalchemy import text

from according.report import Raw

DATA = b"%PDF-1.7 \x00\xff not a real one"
WHEN = datetime(2025, 1, 27, 9, 30, tzinfo=UTC)
READING = make_reading(draft(12))
CAME_AS = Raw.of(DATA, "extractor 1.0", WHEN)


def test_bytes_come_back_as_they_came(opened: Open) -> None:
    opened().add(READING, raw=CAME_AS)
    assert opened().raws(READING.report.id) == [CAME_AS]
    # Filed again: they are kept once, and nothing is filed.
    opened().add(READING, raw=CAME_AS)
    assert opened().raws(READING.report.id) == [CAME_AS]


def test_of_plain_text_the_hash_alone_is_kept(opened: Open) -> None:
    opened().add(READING, raw=Raw.of(b"12 were killed"))
    [raw] = opened().raws(READING.report.id)
    assert (raw.hash, raw.data, raw.extractor) == (Raw.of(b"12 were killed").hash, None, None)


def test_a_report_that_came_as_text_has_none(opened: Open) -> None:
    opened().add(READING)
    assert opened().raws(READING.report.id) == []


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ("DELETE FROM raws", "the raw bytes are missing that extractor 1.0 took its text out of"),
        ("UPDATE raws SET hash = 'ab'", "the hash is not that of the bytes"),
        ("UPDATE raws SET data = CAST(hash AS BLOB)", "cannot be unpacked"),
        ("UPDATE copies SET extractor = NULL", "no report came as these"),
    ],
)
def test_damage_is_seen(url: str, opened: Open, change: str, told: str) -> None:
    opened().add(READING, raw=CAME_AS)
    if url.startswith("postgresql"):
        change = change.replace("CAST(hash AS BLOB)", "convert_to(hash, 'UTF8')")
    with opened()._door.writing() as connection:
        connection.execute(text(change))
    assert any(told in problem.what for problem in opened().check())
