"""The package's own sample reports, filed in a ledger: what the demo shows."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import as_file, files

from according.intake.source import Source
from according.intake.text import Options
from according.ledger.base import Ledger
from according.services.add import Filed, file_sources
from according.services.group import group_figures


def count_samples() -> int:
    """Return how many sample reports there are."""
    return sum(found.name.endswith(".txt") for found in (files("according") / "data" / "demo").iterdir())


def file_samples(ledger: Ledger) -> Iterator[Filed]:
    """Read and file the sample reports, yield each, and find the questions of their figures when all are filed."""
    with as_file(files("according") / "data" / "demo") as samples:
        # By their names alone, for the folder of an installed package means nothing to a reader.
        sources = [Source(str(path), name=path.name) for path in sorted(samples.glob("*.txt"))]
        yield from file_sources(ledger, sources, Options())
    group_figures(ledger)
