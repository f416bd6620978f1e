"""Web archives (WARC) to the pages in them (the extra ``archives``)."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from datetime import datetime
from io import BytesIO
from typing import Any

from according.errors import InputError
from according.intake.archives.allowance import MEMBER_LARGEST, Allowance, measure
from according.intake.archives.packing import begin_unpacked
from according.intake.archives.warc_records import WARC_MARK, Damage, WarcRecord, cut_records
from according.intake.extras import need
from according.intake.facts import Facts
from according.intake.source import Source, open_bytes
from according.intake.wishes import Wishes

FOUND = "200"
PAGES = ("text/html", "application/xhtml+xml", "text/plain")


def is_warc(data: bytes) -> bool:
    """Say whether bytes begin as a web archive does, packed or not."""
    return begin_unpacked(data).startswith(WARC_MARK)


def expand_warc(source: Source, wishes: Wishes) -> Iterator[Source]:
    """
    Yield the pages that were found (status 200) and are HTML or text, each named ``ARCHIVE/ADDRESS``.

    Requests, pictures and what redirects are no reports and passed over. Raises :class:`~according.errors.InputError` behind what came
    before where a record is cut or damaged, with the offset at which it begins. Of a file that ends between two records nobody can tell
    that it was longer.
    """
    iterate = need("warcio.archiveiterator", "archives", "a web archive").ArchiveIterator
    failed = need("warcio.exceptions", "archives", "a web archive").ArchiveLoadFailed
    count = 0 if source.part is None else source.part.behind
    with open_bytes(source) as file:
        try:
            for record in cut_records(file, source.allowance or Allowance(measure(file)), source.part):
                count += 1
                if record.head.get("warc-type") == "response" and (page := _page(source.path, record, iterate, failed)) is not None:
                    yield page
        except Damage as damage:
            raise InputError(f"{damage}; the {count:,} records before were read") from None


def _page(archive: str, record: WarcRecord, iterate: Any, failed: type[Exception]) -> Source | None:
    """Return the page of a response; ``None`` where it is none."""
    # An older form has the address between angle brackets.
    url = record.head.get("warc-target-uri", "").strip("<>")
    if not record.head.get("content-type", "").startswith("application/http") or not url.startswith(("http://", "https://")):
        return None
    path, facts = f"{archive}/{url}", Facts(url=url, retrieved=_moment(record.head.get("warc-date", "")))
    if record.block is None:
        return Source(path, refused=f"too large: {record.head['content-length']} bytes", facts=facts)
    head = "".join(f"{name}: {value}\r\n" for name, value in record.head.items())
    try:
        response = next(iter(iterate(BytesIO(f"WARC/1.0\r\n{head}\r\n".encode() + record.block + b"\r\n\r\n"))))
        if response.http_headers is None or response.http_headers.get_statuscode() != FOUND:
            return None
        kind = (response.http_headers.get_header("Content-Type") or "").partition(";")[0].strip().casefold()
        if kind not in PAGES:
            return None
        # What was packed for the way is unpacked; a page that never ends is not.
        data = response.content_stream().read(MEMBER_LARGEST + 1)
    except (failed, EOFError, OSError, ValueError, StopIteration, zlib.error) as error:
        return Source(path, refused=f"damaged in the record at byte {record.offset:,} ({' '.join(str(error).split())[:120]})", facts=facts)
    if len(data) > MEMBER_LARGEST:
        return Source(path, refused=f"too large: over {MEMBER_LARGEST:,} bytes come out of it", facts=facts)
    return Source(path, data=data, facts=facts)


def _moment(words: str) -> datetime | None:
    try:
        return datetime.fromisoformat(words)
    except ValueError:
        return None
