"""
Iraq Body Count: a minimum and a maximum, provisional until two independent sources stand behind it.

IB1: documented deaths only, not inferred or extrapolated ones. Fewer than two independent sources make the record *provisional*. All
distinct reports are kept. IB2: a minimum and a maximum, of deaths and of injuries. IB3: :func:`deduct` for a morgue's month. IB5:
independence is tested on originators, not outlets (:mod:`.independence`).

*Documented* is what is asserted: not denied, feared, planned or estimated, no echo (CO2), not replaced by its own source (CU1), not named
in ``parameters.unreliable``. The house states no reading of vague words: they keep their interval.

Left out: IB4 (a minimum of zero only on two reports of zero; "people" to the maximum alone), which was not read in the source. That the
minimum is the lowest and the maximum the highest of the reports kept is our reading of IB1 and IB2.
"""
from __future__ import annotations

from collections.abc import Sequence

from according.reckoning.answer import Verdict, Weighed
from according.reckoning.rulesets.grounds import echoes, first_measure, left_out, not_reported, other_measure, sift, superseded, unreliable
from according.reckoning.rulesets.independence import count_independent, describe_independence
from according.reckoning.rulesets.parameters import Parameters
from according.reckoning.rulesets.vague import Words, highest, lowest, open_ended, read_words
from according.statement import Measure

# The house states no reading of vague words: they keep the interval they were read as (docs/rule-sets.md).
IBC_VAGUE: Words = {}
# IB2: deaths before injuries.
HARMED: tuple[Measure, ...] = ("killed", "wounded")
IBC_LEFT_OUT = (
    'IB4 (when a minimum is zero, victims told of as "people" only) was not read in the source and is not applied; '
    "IB3 takes combatants, baseline and overlap off an aggregate only where somebody gives their numbers"
)


def ibc(figures: Sequence[Weighed], parameters: Parameters) -> Verdict:
    """Return the lowest and highest documented figure, graded ``provisional`` below two independent sources (IB1, IB2, IB5)."""
    measure = first_measure(figures, HARMED)
    kept, dropped = sift(figures, (
        # Estimates are left out here and in no other house: IB1 records what is documented, not what is inferred.
        left_out, echoes, superseded("CU1"), other_measure("IB2", measure), not_reported("IB1", "estimated"), unreliable("IB1", parameters),
    ))  # fmt: skip
    read = {item.id: read_words(item, IBC_VAGUE) for item in kept}
    # Without a figure there is no record that could be provisional.
    grade = "provisional" if kept and count_independent(kept) < parameters.enough else None
    notes = [describe_independence(kept)]
    if note := open_ended(list(read.values())):
        notes.append(f"IB2: {note}")
    low, high = lowest(read.values()), highest(read.values())
    # No best: the house gives a minimum and a maximum.
    return Verdict(low, None, high, tuple(read), dropped, grade, (*notes, f"left out: {IBC_LEFT_OUT}"))


def deduct(bodies: float, combatants: tuple[float, float], baseline: float = 0, overlap: float = 0) -> tuple[float, float]:
    """
    Return the least and the most of an aggregate, such as a morgue's month, that count (IB3).

    Three things are taken off ``bodies``: the ``combatants`` (their least and greatest share, 0 to 1), the ``baseline`` of crimes and
    accidents, and the ``overlap`` with what is recorded one by one already (both in bodies).

        >>> deduct(1000, (1 / 50, 1 / 25), baseline=100, overlap=60)
        (800.0, 820.0)
    """
    least, most = combatants
    known = baseline + overlap
    # The greatest share of combatants leaves the least. In a small month what is taken off may be more than there is.
    return max(0.0, bodies * (1 - most) - known), max(0.0, bodies * (1 - least) - known)
