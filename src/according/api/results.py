"""What a ledger answers to Python users: frozen records, each with ``to_dict``."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any, TypeVar

from according import records
from according.ledger import damage
from according.reckoning import answer
from according.reckoning.events import event
from according.services.evidence import Evidence as FoundEvidence

Base = TypeVar("Base")


@dataclass(frozen=True, slots=True)
class Reckoning(answer.Reckoning):
    """
    The answer to one question: low, best and high, by whom, from which figures, and what contradicts what.

    ``others`` are other questions that the filters fit. ``ungrouped`` counts the ledger's figures that wait for their groups; some may
    belong here. ``grouped`` is false where the question was found among the figures that fit alone, not among all of the ledger. A
    notebook shows a reckoning as its tables.
    """

    # By keyword alone: the class it adds to may get further fields before these.
    others: tuple[answer.Question, ...] = field(default=(), kw_only=True)
    ungrouped: int = field(default=0, kw_only=True)
    grouped: bool = field(default=True, kw_only=True)

    @property
    def low(self) -> float | None:
        """The lowest number that is stated; ``None`` where no figure sets it."""
        return self.headline.low

    @property
    def best(self) -> float | None:
        """One stated number, the best placed; ``headline.why_best`` says why."""
        return self.headline.best

    @property
    def high(self) -> float | None:
        """The highest number that is stated; ``None`` where no figure sets it."""
        return self.headline.high

    def to_dict(self) -> dict[str, Any]:
        """Return what ``according reckon --json`` prints, as a dictionary (docs/json.md)."""
        # Here and not above, as in every method: a result that is not shown needs nothing of the exports.
        from according.exports.objects.reckonings import reckoning_object

        return reckoning_object(self, ungrouped=self.ungrouped)

    def _repr_html_(self) -> str:
        from according.exports.notebook import reckoning_html

        return reckoning_html(self)


@dataclass(frozen=True, slots=True)
class Event(event.Event):
    """
    An incident or a running story, with its measures together.

    ``others`` are other events that the words fit, each as its id and its title. ``ungrouped`` counts the ledger's figures that wait for
    their groups; some may belong here. A notebook shows an event as its tables.
    """

    others: tuple[tuple[str, str], ...] = field(default=(), kw_only=True)
    ungrouped: int = field(default=0, kw_only=True)

    def to_dict(self) -> dict[str, Any]:
        """Return what ``according event --json`` prints, as a dictionary (docs/json.md)."""
        from according.exports.objects.events import event_object

        return event_object(self, ungrouped=self.ungrouped)

    def _repr_html_(self) -> str:
        from according.exports.notebook import event_html

        return event_html(self)


@dataclass(frozen=True, slots=True)
class Receipt(records.Receipt):
    """
    What became of one filing: ``new``, ``copy``, ``reading``, ``known`` or ``refused``.

    ``path`` is the input's. ``refused`` says why an input could not be read; nothing of it is filed then, and ``report`` is empty.
    """

    path: str | None = field(default=None, kw_only=True)
    refused: str | None = field(default=None, kw_only=True)

    def to_dict(self) -> dict[str, Any]:
        """Return the receipt as ``according add --json`` prints it."""
        from according.exports.objects.filings import receipt_object

        # As `add --json` has it: a refused input has a path and a problem, and nothing of a receipt.
        return receipt_object(None if self.refused else self, self.path, self.refused)


@dataclass(frozen=True, slots=True)
class Ruling(records.Ruling):
    """A person's decision on a figure or a statement, on two figures, or on a speaker."""

    def to_dict(self) -> dict[str, Any]:
        """Return the ruling as ``according rulings --json`` prints it."""
        from according.exports.objects.rulings import ruling_object

        return ruling_object(self)


@dataclass(frozen=True, slots=True)
class Match:
    """A report in which words were found, with a passage of its text."""

    filing: records.Filing
    passage: str

    def to_dict(self) -> dict[str, Any]:
        """Return the match as ``according ledger search --json`` prints it."""
        from according.exports.objects.evidence import match_object

        return match_object(self.filing, self.passage)


@dataclass(frozen=True, slots=True)
class Evidence(FoundEvidence):
    """A figure with its statement and reports, the whole text that its offsets index, and the rulings on it, in the order of filing."""

    def to_dict(self) -> dict[str, Any]:
        """Return the evidence as ``according ledger show --json`` prints it."""
        from according.exports.objects.evidence import evidence_object

        return evidence_object(self.filed, self.text, self.rulings, self.later, self.origins)


@dataclass(frozen=True, slots=True)
class Contents(records.Contents):
    """What is in a ledger, counted."""

    def to_dict(self) -> dict[str, Any]:
        """Return the counts as ``according ledger --json`` prints them, without the ledger's name."""
        from according.exports.objects.filings import contents_object

        # The name is the ledger's (`Ledger.name`): counts do not know where they were taken.
        return contents_object(self)


@dataclass(frozen=True, slots=True)
class Damage(damage.Damage):
    """
    Something in a ledger that is not what it was when it was filed: what it is, and where in a report's text, 0 to 0 for elsewhere.

    It lies in a ``part``, which is ``rebuildable`` or has to come from a backup.
    """

    def to_dict(self) -> dict[str, Any]:
        """Return the damage as ``according ledger check --json`` prints it."""
        from according.exports.objects.filings import damage_object

        return damage_object(self)


def widen(kind: type[Base], record: object, **more: object) -> Base:
    """Return a record as one of a class that adds to its own: the same fields, and some more."""
    # Not `asdict`: that would make plain objects of the records inside as well.
    held = {item.name: getattr(record, item.name) for item in fields(record)}  # type: ignore[arg-type]
    return kind(**held, **more)
