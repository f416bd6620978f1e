"""Inputs of an archive, small ones of our own, and what is in an archive's folder: what its tests share."""

from __future__ import annotations

import gc
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import pyarrow as arrow
import pyarrow.parquet as parquet
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from according.bulk.arrow_tables import TABLES

TOWNS = ("Velmar", "Ostrin", "Karsk", "Dolna", "Brenik", "Sarvo")


def text_of(number: int) -> str:
    """A short report with two voices, and another number in each."""
    town = TOWNS[number % len(TOWNS)]
    return (
        f"Monday, January {1 + number % 28}, 2025\n\nPolice said on Monday that {12 + number} people were killed in {town}. "
        f"The town's hospital said it had treated {30 + number} wounded.\n\nThe army denied that {5 + number} soldiers were captured.\n"
    )


def make_texts(folder: Path, numbers: Sequence[int]) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for number in numbers:
        (folder / f"report-{number:04}.txt").write_text(text_of(number), "utf-8")
    return folder


def make_lines(path: Path, numbers: Sequence[int]) -> Path:
    rows = [{"title": f"Report {number}", "text": text_of(number), "publisher": "Example News"} for number in numbers]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return path


def make_parquet(path: Path, numbers: Sequence[int], group: int = 5) -> Path:
    rows = [{"text": text_of(number), "publisher": "Example News"} for number in numbers]
    parquet.write_table(arrow.Table.from_pylist(rows), path, row_group_size=group)
    return path


def make_warc(path: Path, numbers: Sequence[int], short: int = 0) -> Path:
    """A web archive of pages, packed if its name says so, without its last bytes where it is to be ``short`` of some."""
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=path.name.endswith(".gz"))
        for number in numbers:
            page = f"<html><body><article><p>{text_of(number).replace(chr(10) * 2, '</p><p>')}</p></article></body></html>"
            headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1")
            address, payload = f"http://news.example/{number}", BytesIO(page.encode())
            writer.write_record(writer.create_warc_record(address, "response", payload=payload, http_headers=headers))
    gc.collect()
    path.write_bytes(path.read_bytes()[: -short or None])
    return path


def held_rows(folder: Path) -> dict[str, list[dict[str, Any]]]:
    """All rows of an archive, in order."""
    files = {table: sorted((folder / "shards").glob(f"*/{table}.parquet")) for table in TABLES}
    return {table: [row for path in paths for row in parquet.read_table(path).to_pylist()] for table, paths in files.items()}


def command(*args: object) -> list[str]:
    return [sys.executable, "-m", "according", "bulk", *map(str, args)]


def run_bulk(*args: object, status: int = 0, **more: Any) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(command(*args), capture_output=True, text=True, timeout=300, check=False, env=dict(os.environ), **more)
    assert (done.returncode, done.stderr) == (status, done.stderr)
    return done
