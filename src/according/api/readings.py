"""Readings as Python users have them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from according import statement

if TYPE_CHECKING:
    from according.ledger.versions import Versions
    from according.reckoning.answer import Check


@dataclass(frozen=True, slots=True)
class Reading(statement.Reading):
    """
    All that was read in one report: its statements with their figures, and what is odd about it.

    A notebook shows it as the report's text with every statement marked, and a table of its figures.
    """

    # By which versions it was read, where the words are not the package's own: a ledger notes it.
    read_by: Versions | None = field(default=None, compare=False, repr=False)

    @classmethod
    def of(cls, reading: statement.Reading, read_by: Versions | None = None) -> Reading:
        """Return a reading with what this class adds."""
        # Field by field: the records inside stay the very same.
        return cls(reading.report, reading.statements, reading.problems, reading.references, reading.passed_over, read_by)

    @property
    def checks(self) -> tuple[Check, ...]:
        """What must hold between the figures of this report, whether it does, and what would mend it."""
        # Here and not above, as in every method: `import according` is to be quick (tests/test_import.py).
        from according.reckoning.checks.agreement import check_reading

        return tuple(check_reading(self))

    def rows(self) -> list[dict[str, str | float | bool | None]]:
        """
        Return one flat dictionary a figure, all with the same keys, ready for ``pandas.DataFrame`` or ``csv.DictWriter``.

        Offsets (``start``, ``end``) are half-open and index the report's text; days are text, as ``2025-01-27``.
        """
        from according.exports.objects.flat import flat_rows

        return list(flat_rows(self))

    def to_dict(self) -> dict[str, Any]:
        """Return what ``according read --json`` prints, as a dictionary (docs/json.md)."""
        from according.exports.objects.readings import to_object

        return to_object(self)

    def to_json(self) -> str:
        """Return what ``according read --json`` prints: one JSON object on one line."""
        from according.exports.formats import write_line

        return write_line("json", "reading", self)

    def _repr_html_(self) -> str:
        from according.exports.notebook import reading_html

        return reading_html(self)
