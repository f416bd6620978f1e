"""
Filing: sources in, readings into a ledger, a receipt for each, in the order of the inputs.

What is in the ledger already is not read again, so a run that was stopped goes on where it was.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from according.intake.text import Options, Received
from according.ledger.base import Ledger
from according.ledger.versions import Versions
from according.records import Receipt
from according.services.read import Item, Outcome, Reader, open_reader, receive_source
from according.services.words import versions_of
from according.statement import Reading

if TYPE_CHECKING:
    from according.reading.language import Language

# Filed in one transaction, and so acknowledged together.
FILED_TOGETHER = 16


@dataclass(frozen=True, slots=True)
class Filed:
    """What became of one input: its outcome, and the ledger's receipt where it could be read."""

    outcome: Outcome
    receipt: Receipt | None


def file_sources(
    ledger: Ledger, sources: Iterable[Item], options: Options, jobs: int = 1, language: Language | None = None
) -> Iterator[Filed]:
    """
    Read and file inputs, or reports that were received already, a few in each transaction.

    An answer comes only for what is safely filed.
    """
    waiting, versions = iter(sources), None if language is None else versions_of(language)
    # Several processes wait for one another at the end of a batch: theirs are larger.
    size = FILED_TOGETHER * max(1, jobs) * (4 if jobs > 1 else 1)
    # One reader for all batches: its processes load the model once.
    with open_reader(options, jobs, language) as read:
        while batch := list(islice(waiting, size)):
            yield from _file_batch(ledger, batch, options, read, versions)


def _file_batch(ledger: Ledger, batch: list[Item], options: Options, read: Reader, versions: Versions | None) -> Iterator[Filed]:
    # Looked up before anything is read: a run that was stopped passes over what it filed, and goes on where it was.
    met = [_look_up(ledger, source, options, versions) for source in batch]
    outcomes = read([item for item in met if isinstance(item, Received)])
    # What was known or refused and what was just read, put back into the order of the inputs.
    held: list[Filed | Outcome] = [next(outcomes) if isinstance(item, Received) else item for item in met]
    for start in range(0, len(held), FILED_TOGETHER):
        yield from _file_together(ledger, held[start : start + FILED_TOGETHER], versions)


def _look_up(ledger: Ledger, source: Item, options: Options, versions: Versions | None) -> Filed | Outcome | Received:
    """Return an input as received, or its receipt where the ledger has it already, read by these very versions."""
    # The parser takes most of a reading's time (docs/speed.md); a known report is loaded and does without it.
    received = source if isinstance(source, Received) else receive_source(source, options)
    if isinstance(received, Outcome):
        return received
    # Without words of a user's own the versions are `None`: the ledger then takes those at work here.
    receipt = ledger.known(received.report, raw=received.raw, versions=versions)
    # The reading of a known report is empty here: nothing was read now, and the ledger has it.
    return received if receipt is None else Filed(Outcome(Reading(received.report), raw=received.raw), receipt)


def _file_together(ledger: Ledger, held: list[Filed | Outcome], versions: Versions | None) -> Iterator[Filed]:
    # An input that could not be read has nothing to file, but keeps its place in the answers.
    readable = [item for item in held if isinstance(item, Outcome) and item.refused is None]
    read = [(outcome.reading, outcome.raw) for outcome in readable]
    receipts = iter(ledger.add_all(read, versions=versions) if read else ())
    for item in held:
        if isinstance(item, Filed):
            yield item
        else:
            yield Filed(item, next(receipts) if item.refused is None else None)
