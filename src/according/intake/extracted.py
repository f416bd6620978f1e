"""What was taken out of an input's bytes."""

from __future__ import annotations

from dataclasses import dataclass

from according.intake.facts import NO_FACTS, Facts
from according.statement import Problem


@dataclass(frozen=True, slots=True)
class Extracted:
    """
    What was taken out of an input's bytes: its text, and what the file says of it beside the text.

    ``extractor`` is what took the text out, with its version; ``None`` where the text is the bytes decoded. ``problems`` say what was not
    taken out. ``pages`` are the offsets at which the pages of a paged document begin.
    """

    text: str
    facts: Facts = NO_FACTS
    extractor: str | None = None
    problems: tuple[Problem, ...] = ()
    pages: tuple[int, ...] = ()
