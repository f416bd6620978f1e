"""
Filing: sources in, readings into a ledger, a receipt for each, in the order of the inputs.

What is in the ledger already is not read again, so a run that was stopped goes on where it was.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from according.intake.files import Source
from according.intake.text import Options
from according.ledger.base import Ledger
from according.records import Receipt
from according.services.read import Outcome, read_sources, receive_source
from according.statement import Reading

# Filed in one transaction, and so acknowledged together.
TOGETHER = 16


@dataclass(frozen=True, slots=True)
class Filed:
    """What became of one input: its outcome, and the ledger's receipt where it could be read."""

    outcome: Outcome
    receipt: Receipt | None


def file_sources(ledger: Ledger, sources: Iterable[Source], options: Options, jobs: int = 1) -> Iterator[Filed]:
    """Read and file inputs, a few in each transaction; an answer comes only for what is safely filed."""
    waiting = iter(sources)
    size = TOGETHER * max(1, jobs) * (4 if jobs > 1 else 1)
    while batch := list(islice(waiting, size)):
        yield from _file_batch(ledger, batch, options, jobs)


def _file_batch(ledger: Ledger, batch: list[Source], options: Options, jobs: int) -> Iterator[Filed]:
    met = [_known(ledger, source, options) for source in batch]
    outcomes = read_sources([source for source, known in zip(batch, met, strict=True) if known is None], options, jobs)
    held: list[Filed | Outcome] = [known if known is not None else next(outcomes) for known in met]
    for start in range(0, len(held), TOGETHER):
        yield from _file_together(ledger, held[start : start + TOGETHER])


def _known(ledger: Ledger, source: Source, options: Options) -> Filed | None:
    """Return the receipt of an input that is in the ledger already, read by these very versions; ``None`` for all others."""
    if source.path == "-" or source.refused is not None:
        return None
    received = receive_source(source, options)
    if isinstance(received, Outcome):
        return None
    receipt = ledger.known(received.report)
    return None if receipt is None else Filed(Outcome(Reading(received.report), raw_hash=received.raw_hash), receipt)


def _file_together(ledger: Ledger, held: list[Filed | Outcome]) -> Iterator[Filed]:
    readable = [item for item in held if isinstance(item, Outcome) and item.refused is None]
    receipts = iter(ledger.add_all([(outcome.reading, outcome.raw_hash) for outcome in readable]) if readable else ())
    for item in held:
        if isinstance(item, Filed):
            yield item
        else:
            yield Filed(item, next(receipts) if item.refused is None else None)
