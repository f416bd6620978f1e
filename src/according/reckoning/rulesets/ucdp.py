"""
Uppsala Conflict Data Program: low, best and high of direct deaths.

UC1: low is the lowest reliable estimate, high the highest, best the most likely. UC2: low <= best <= high. UC3: deaths alone, and direct
ones; the wounded and whatever else is counted are dropped. UC5: where reliable claims disagree, best is the claim that source rank
chooses, by default the low end (68 % of the disagreeing events of UCDP-AEC have best = low, 25 % best = high); never a midpoint.

*Reliable* (UC1) is every figure that somebody reports as having happened: not denied, feared or planned, no echo (CO2), not replaced by
its own source (CU1), and not named in ``parameters.unreliable``. UCDP states no reading of vague words: they keep their interval.

Left out: that an actor passes 25 deaths in a year (UC4) and precision codes (UC6) are no matter of one question; that deaths are direct
cannot be seen in a figure.
"""
from __future__ import annotations

from collections.abc import Sequence

from according.quantity import Quantity
from according.reckoning.answer import Verdict, Weighed
from according.reckoning.rulesets.grounds import echoes, left_out, not_reported, other_measure, sift, superseded, unreliable
from according.reckoning.rulesets.parameters import Parameters
from according.reckoning.rulesets.vague import Words, highest, lowest, open_ended, read_words

# UCDP states no reading of vague words: they keep the interval they were read as (docs/rule-sets.md).
UCDP_VAGUE: Words = {}
UCDP_LEFT_OUT = (
    "UC4 (25 deaths in a year), UC6 (precision codes, in part not read in the source) and UC8 are not applied; "
    "no figure says that deaths are direct (UC3)"
)


def ucdp(figures: Sequence[Weighed], parameters: Parameters) -> Verdict:
    """
    Return the lowest and the highest of the reliable deaths, and best as ``parameters.best`` says: the low end by default.

    The rules are UC1, UC2, UC3 and UC5.
    """
    kept, dropped = sift(figures, (
        # CU1 is the reckoning's rule: of one source the later figure stands for the earlier.
        left_out, echoes, superseded("CU1"), other_measure("UC3", "killed"), not_reported("UC1"), unreliable("UC1", parameters),
    ))  # fmt: skip
    read = {item.id: read_words(item, UCDP_VAGUE) for item in kept}
    quantities = list(read.values())
    low, high = lowest(quantities), highest(quantities)
    # "Up to 20" alone sets a ceiling and no floor: any best would be made up.
    best = None if low is None or high is None else _best(kept, read, parameters, (low, high))
    return Verdict(low, best, high, tuple(read), dropped, notes=_notes(kept, quantities, parameters, disagree=low != high))


def _best(kept: Sequence[Weighed], read: dict[str, Quantity], parameters: Parameters, ends: tuple[float, float]) -> float:
    """Return an end of the range, or the lowest claim of the best-placed source (UC5)."""
    if parameters.best == "high":
        return ends[1]
    # By rank only among those that set a floor: the best-placed source may say no more than "up to 20".
    ranked = kept if parameters.best == "low" else _best_placed([item for item in kept if read[item.id].low is not None], parameters)
    found = lowest(read[item.id] for item in ranked)
    return ends[0] if found is None else found


def _best_placed(figures: Sequence[Weighed], parameters: Parameters) -> list[Weighed]:
    ranks = {side: place for place, side in enumerate(parameters.ranks)}
    # A side that the user left out of the ranks comes after all those that he put in.
    first = min((ranks.get(item.alignment, len(ranks)) for item in figures), default=0)
    return [item for item in figures if ranks.get(item.alignment, len(ranks)) == first]


def _notes(kept: Sequence[Weighed], quantities: Sequence[Quantity], parameters: Parameters, *, disagree: bool) -> tuple[str, ...]:
    chosen = {"low": "the low end", "high": "the high end", "rank": f"the first of {', '.join(parameters.ranks)}"}[parameters.best]
    # Where all say one number there was nothing to choose.
    notes = [f"UC5: best is {chosen}"] if disagree and kept else []
    if note := open_ended(quantities):
        notes.append(f"UC1: {note}")
    # Told and not enforced: a note says what is missing, and the numbers stay (docs/rule-sets.md).
    if missing := _missing(kept):
        notes.append(f"UC3: UCDP would ask for {missing} before it counts an event")
    if kept and highest(quantities) == 0:
        notes.append("UC3: no death in low, best or high: no event")
    return (*notes, f"left out: {UCDP_LEFT_OUT}")


def _missing(kept: Sequence[Weighed]) -> str:
    """Return what UC3 asks of an event and no figure says, with commas; nothing where all is said, or no figure is left."""
    figures = [item.filed for item in kept]
    asked = (
        ("an organised actor", any(filed.figure.perpetrator for filed in figures)),
        ("a place", any(filed.figure.place for filed in figures)),
        # The day of the report does for a date: most reports tell of what has just happened.
        ("a date", any(filed.figure.time or filed.filing.published for filed in figures)),
    )
    return ", ".join(what for what, known in asked if not known) if figures else ""
