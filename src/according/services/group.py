"""
Grouping: which figures of a ledger hang together, found for those that were filed since the last time.

A group is all figures that pairs of alike figures connect. Questions are found inside groups: each group is parted into them. Groups and
their partings are kept in the ledger and can be made anew from its figures. Only :func:`group_figures` writes; whoever asks looks at the
groups through :class:`according.services.grouped.Grouped`.
"""

from __future__ import annotations

import json

from according.comparing.profile import Profiles
from according.ledger.base import Ledger
from according.lexicon import default
from according.reckoning.rulings import Standing, weigh_rulings
from according.services.placing.batches import MANY, PLACED_TOGETHER, place_batch
from according.services.placing.parting import TOGETHER_MOST, Advance, Parter
from according.services.read import passing_seldom

# The rules by which figures are held to lie near one another; another number makes the groups anew.
GROUPING = "10"
# The rules by which a group's figures are put to questions; another number, or other word lists, parts the groups anew.
PARTING = "4"

def group_figures(
    ledger: Ledger, *, advance: Advance | None = None, extend: Advance | None = None, parted_most: int | None = None, jobs: int = 1
) -> int:
    """
    Place figures that were filed since the last time among their neighbours, part their groups into questions, and return how many.

    Questions are found inside groups, so that a new report touches only the groups it lies near. Figures whose corrections changed are
    placed again. ``advance`` is told, after each batch, how many more were placed or parted, ``extend`` how many are to be parted, when
    that is known. With ``parted_most`` only groups of about so many figures are parted now, the others the next time.

    With more than one of ``jobs`` so many processes work side by side where many figures wait, as in an archive that was just filed.
    """
    # Forgotten first and noted after that: a run that is stopped in between forgets them again, and none is left half new.
    if made_by_other_rules(ledger):
        ledger.forget_groups()
    if ledger.meta("grouping") != GROUPING:
        ledger.set_meta("grouping", GROUPING)
    if parted_by_other_rules(ledger):
        ledger.partings.forget()
        ledger.set_meta("parting", _parting())
    standing = weigh_rulings(ledger.rulings())
    _heed_corrections(ledger, standing)
    many, placed = ledger.count_ungrouped(MANY) == MANY, 0
    if many and jobs > 1 and parted_most is None:
        from according.services.placing.crew import place_side_by_side

        placed = place_side_by_side(ledger, jobs, advance, extend)
    # Tens of thousands of figures are held, and each full pass of the collector would go through them all.
    with passing_seldom():
        profiles = Profiles()
        parter = Parter(ledger, profiles, advance, extend)
        while more := place_batch(ledger, PLACED_TOGETHER, standing, profiles):
            placed += more
            if advance is not None:
                advance(more)
            # Of many while their figures are at hand; a group that grows in a later batch, as few do, is parted again.
            if many and parted_most is None:
                parter.part(most_each=TOGETHER_MOST)
        parter.part(most=parted_most)
    if many:
        ledger.placings.settle()
    return placed


def parted_by_other_rules(ledger: Ledger) -> bool:
    """Say whether a ledger's groups were parted by other rules or word lists than this version's, or never."""
    return ledger.meta("parting") != _parting()


def _parting() -> str:
    """Return the name of the rules and the word lists by which groups are parted here."""
    return f"{PARTING} {default().digest}"


def made_by_other_rules(ledger: Ledger) -> bool:
    """Say whether a ledger's groups were made by other rules than this version's."""
    # `None` is a ledger that was never grouped: it has no groups to forget.
    return ledger.meta("grouping") not in (GROUPING, None)


def changed_corrections(ledger: Ledger, standing: Standing) -> list[str]:
    """Return the figures whose corrections changed since they were grouped."""
    now, before = _corrections(standing), json.loads(ledger.meta("corrections") or "{}")
    # A correction that was taken back counts too: it stands in `before` alone.
    return [figure for figure in sorted({*now, *before}) if now.get(figure) != before.get(figure)]


def _corrections(standing: Standing) -> dict[str, list[str]]:
    # The rulings' ids are enough: a ruling is never changed, so another value comes with another id.
    return {figure: [ruling.id for ruling in rulings] for figure, rulings in sorted(standing.corrected.items())}


def _heed_corrections(ledger: Ledger, standing: Standing) -> None:
    """Let figures whose corrections changed since they were placed be placed again, and all that lay in their groups."""
    # The whole group falls apart: without the figure that moves, nothing may hold the others together.
    if changed := changed_corrections(ledger, standing):
        ledger.forget_groups(changed)
        ledger.set_meta("corrections", json.dumps(_corrections(standing)))


