"""What inputs would be read as, without reading or filing any."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from according.intake.files import hold_once, peek
from according.intake.kinds import kind_of
from according.intake.source import Source
from according.intake.text import Options, Received
from according.report import Report
from according.services.read import receive_source


@dataclass(frozen=True, slots=True)
class Preview:
    """
    What one input would be read as.

    ``kind`` is that of its bytes, in words, and ``extractor`` what takes the text out of them. ``report`` has no text where the input is
    refused, and ``refused`` then says why. ``problems`` are how many a reading would tell of the text.
    """

    kind: str
    report: Report
    extractor: str | None = None
    refused: str | None = None
    problems: int = 0


def preview_sources(sources: Iterable[Source], options: Options) -> Iterator[Preview]:
    """Yield what each input would be read as: loaded, its text taken out, and neither parsed nor filed."""
    for source in map(hold_once, sources):
        kind = kind_of(peek(source), source.path).name
        received = receive_source(source, options)
        if isinstance(received, Received):
            raw = received.raw
            yield Preview(kind, received.report, raw.extractor if raw else None, None, len(received.problems))
        else:
            yield Preview(kind, received.reading.report, refused=received.refused)
