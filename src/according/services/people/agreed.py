"""How far people and the machine agree, field by field, as far as people have ruled."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from math import sqrt

from according.ledger.base import Ledger
from according.reckoning.corrections import correct_figures
from according.reckoning.rulings import weigh_rulings
from according.records import FiledFigure, Query
from according.services.people.correcting import FIELDS_ABOUT, field_values

# The normal quantile of an interval that holds the share in 95 of 100 cases.
_Z = 1.959964


@dataclass(frozen=True, slots=True)
class Share:
    """So many ``of`` so many, with the interval in which the share lies (Wilson's, 95 %); bounds are ``None`` where there are none."""

    many: int
    of: int

    @property
    def value(self) -> float | None:
        """The share itself."""
        return self.many / self.of if self.of else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """
        The interval in which the share lies: E. B. Wilson, Probable Inference (1927).

        Unlike the usual one it stays within 0 and 1, and is right for few cases and for shares near the ends.
        """
        if not self.of:
            return None
        share, each = self.many / self.of, _Z * _Z / self.of
        middle, half = share + each / 2, _Z * sqrt(share * (1 - share) / self.of + each / (4 * self.of))
        return max(0.0, (middle - half) / (1 + each)), min(1.0, (middle + half) / (1 + each))


@dataclass(frozen=True, slots=True)
class Agreement:
    """
    What people made of the machine's figures.

    ``kept`` gives for each field how many of the figures that stand (accepted or corrected) keep what was read there; ``figures`` are those
    that stand, of all that were judged. ``gone`` figures are of older readings and are not counted. ``people`` have ruled, ``undone``
    rulings were taken back, and ``clashes`` contradict one another.
    """

    accepted: int
    corrected: int
    rejected: int
    kept: tuple[tuple[str, Share], ...]
    gone: int = 0
    people: int = 0
    undone: int = 0
    clashes: int = 0

    @property
    def figures(self) -> Share:
        """Of the figures that were judged, those that stand."""
        stand = self.accepted + self.corrected
        return Share(stand, stand + self.rejected)

    @property
    def whole(self) -> Share:
        """Of the figures that were judged, those that were right as they were read, in every field."""
        return Share(self.accepted, self.accepted + self.corrected + self.rejected)


def find_agreement(ledger: Ledger) -> Agreement:
    """
    Return how far the rulings that stand agree with what was read.

    A figure that was accepted or corrected was looked at in every field: what was not corrected was right. One that was rejected is none,
    and says nothing of its fields. A "correction" to what was read is no correction.
    """
    filed = ledger.rulings()
    standing = weigh_rulings(filed)
    judged = standing.accepted.keys() | standing.corrected.keys() | standing.rejected.keys()
    figures = ledger.find(Query(figures=tuple(sorted(judged)))) if judged else ()
    # Whoever rejects a figure has the last word over corrections of before.
    standing_figures = [one for one in figures if one.id not in standing.rejected]
    changed = [_changed(one, other) for one, other in zip(standing_figures, correct_figures(standing_figures, standing), strict=True)]
    wrong = Counter(about for fields in changed for about in fields)
    corrected = sum(1 for fields in changed if fields)
    many = len(standing_figures)
    return Agreement(
        accepted=many - corrected, corrected=corrected, rejected=len(figures) - many,
        kept=tuple((about, Share(many - wrong[about], many)) for about in FIELDS_ABOUT),
        gone=len(judged) - len(figures), people=len({ruling.who for ruling in filed}),
        undone=sum(1 for ruling in filed if ruling.undoes is not None), clashes=len(standing.clashes),
    )  # fmt: skip


def _changed(read: FiledFigure, corrected: FiledFigure) -> frozenset[str]:
    """Return what people changed in a figure, by what it is about."""
    before, after = field_values(read), field_values(corrected)
    return frozenset(about for about, names in FIELDS_ABOUT.items() if any(before[name] != after[name] for name in names))
