"""Parting: the groups whose figures wait for it into questions."""
from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence

from according.comparing.profile import Profiles
from according.ledger.base import Ledger
from according.ledger.state import Unparted
from according.reckoning.questions.assembly import find_question_ids, question_id
from according.records import FiledFigure

# Told how many figures more.
Advance = Callable[[int], None]

# Groups of more figures are not loaded to answer one question: of a war's figures of years the questions that are asked for are looked at.
TOGETHER_MOST = 5_000
# To part a larger one takes seconds: it is parted anew once so small a share of it is new. Until then its older figures stay as they were.
ANEW_FROM = 1 / 20
# Groups of more figures are not parted; of 20,000 figures it takes 12 s.
PARTED_MOST = 50_000
# Figures whose groups are parted before what was found is kept.
PARTED_TOGETHER = 3_000


class Parter:
    """Parts groups into questions while their figures are placed, and what is left after that."""

    def __init__(self, ledger: Ledger, profiles: Profiles, advance: Advance | None = None, extend: Advance | None = None) -> None:
        self._ledger, self._profiles, self._advance, self._extend = ledger, profiles, advance, extend

    def part(self, *, most: int | None = None, most_each: int = PARTED_MOST) -> int:
        """Part groups that wait and have ``most_each`` figures at most, of about ``most`` figures together; return how many those are."""
        # Of a large backlog no more groups are listed than may be parted now: listing all of a million figures takes seconds.
        listed = self._ledger.partings.waiting(None if most is None else most + PARTED_TOGETHER)
        waiting = [unparted for unparted in listed if unparted.figures <= most_each and _is_due(unparted)]
        if self._extend is not None and waiting:
            self._extend(sum(unparted.figures for unparted in waiting))
        parted = 0
        for turn in _turns(waiting):
            if most is not None and parted >= most:
                break
            self._ledger.partings.keep(_part(self._ledger, turn, self._profiles))
            parted += (many := sum(unparted.figures for unparted in turn))
            if self._advance is not None:
                self._advance(many)
        return parted


def _is_due(unparted: Unparted) -> bool:
    """Say whether a group is to be parted now: it is small, or as much of it is new as is worth the time."""
    grown = ANEW_FROM * unparted.figures <= unparted.new
    return unparted.figures <= TOGETHER_MOST or (grown and unparted.figures <= PARTED_MOST)


def _turns(waiting: Sequence[Unparted]) -> Iterator[Sequence[Unparted]]:
    """Cut groups into turns of about as many figures as are parted together."""
    turn, together = list[Unparted](), 0
    for unparted in waiting:
        if turn and together + unparted.figures > PARTED_TOGETHER:
            yield turn
            turn, together = [], 0
        turn.append(unparted)
        together += unparted.figures
    if turn:
        yield turn


def _part(ledger: Ledger, waiting: Sequence[Unparted], profiles: Profiles) -> dict[str, dict[str, str]]:
    """Return the questions of the figures of some groups, group by group."""
    # A group of one figure has its name, and need not be looked at.
    alone = ((unparted.group, unparted.measure) for unparted in waiting if unparted.figures == 1)
    parted = {figure: {figure: question_id(measure, figure)} for figure, measure in alone}
    several = [unparted.group for unparted in waiting if unparted.figures > 1]
    group_of, held = ledger.members_of(several), defaultdict[str, list[FiledFigure]](list)
    for filed in ledger.members(several, placing=True):
        # What came to a group between the two looks is not in what is returned, and the group is not kept so.
        if filed.id in group_of:
            held[group_of[filed.id]].append(filed)
    return parted | {group: find_question_ids(figures, profiles) for group, figures in held.items()}
