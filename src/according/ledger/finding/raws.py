"""What reports came as: the bytes that were kept beside the texts, and whether the texts are still taken out of them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from sqlalchemy import Connection, select

from according.errors import InputError
from according.intake.kinds import extract
from according.ledger.database.schema import copies, raws, reports
from according.ledger.writing.rows import unpack
from according.report import Raw

# Pages and documents are large: so many are looked at in one view of the ledger.
RAWS = 20


def raws_of(connection: Connection, report: str) -> list[Raw]:
    """Return what a report came as, in the order of its filings; filings of which no hash is known are left out."""
    query = select(copies.c.raw, copies.c.extractor, copies.c.retrieved, raws.c.data).outerjoin(raws, raws.c.hash == copies.c.raw)
    query = query.join(reports, reports.c.number == copies.c.report).where(reports.c.id == report, copies.c.raw.isnot(None))
    rows = connection.execute(query.order_by(copies.c.number))
    return [Raw(row.raw, None if row.data is None else unpack(row.data), row.extractor, row.retrieved) for row in rows]


def find_unsound(connection: Connection, after: str) -> Iterator[tuple[str, list[str]]]:
    """
    Yield the next raw bytes' hashes after one, each with what is wrong with it.

    Wrong is a hash that is another, bytes that no filing came as, and a text that the same version of its extractor takes out differently
    now. Another version may well take out another text: the one that was read is the evidence, and stays.
    """
    for row in connection.execute(select(raws).where(raws.c.hash > after).order_by(raws.c.hash).limit(RAWS)):
        try:
            data = unpack(row.data)
        except ValueError as error:
            yield row.hash, [f"raw bytes {row.hash}: {error}"]
            continue
        if hashlib.sha256(data).hexdigest() != row.hash:
            yield row.hash, [f"raw bytes {row.hash}: the hash is not that of the bytes"]
            continue
        yield row.hash, list(_compare(connection, row.hash, data))


def _compare(connection: Connection, hash: str, data: bytes) -> Iterator[str]:
    query = select(copies.c.id, copies.c.path, copies.c.extractor, reports.c.text).join(reports, reports.c.number == copies.c.report)
    filed = connection.execute(query.where(copies.c.raw == hash, copies.c.extractor.isnot(None)).order_by(copies.c.number)).all()
    if not filed:
        yield f"raw bytes {hash}: no report came as these"
    for copy in filed:
        try:
            taken = extract(data, copy.path)
        except InputError as error:
            yield f"copy {copy.id}: no text can be taken out of its raw bytes any more ({error})"
            continue
        if taken.extractor == copy.extractor and taken.text != copy.text:
            yield f"copy {copy.id}: {copy.extractor} takes another text out of its raw bytes than was filed"
