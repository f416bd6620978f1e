"""
Who is placed how well to know how many: whose task it is to count, who looks on, and whose side is counted.

Those who count are health offices, hospitals, rescuers, police, local authorities and recorders of whatever country, and a state's other
authorities on people who are not its forces. An army on its own dead counts them too, but has a stake in the number; whoever speaks of
the dead of the other side has the greater one.
"""

from __future__ import annotations

from according.reckoning.answer import Alignment, Weighed
from according.reckoning.origins.ends import answerer
from according.reckoning.sides.allegiance import CARING
from according.reckoning.sides.wars import Conflicts
from according.records import FiledFigure

# Who bears arms is not only counted by their side, but judged by the number.
_ARMS = frozenset({"military", "police", "militant"})
# Where it is nobody's task: an observer goes before a side, and a side's word on its own before its word on the other's.
_PLACED: dict[Alignment, int] = {"third party": 1, "own": 2, "opponent": 3, "unknown": 4}
_COUNTS = 0


def counts_them(filed: FiledFigure, alignment: Alignment, kind: str | None, conflicts: Conflicts) -> bool:
    """Say whether it is a figure's speaker's task to count those it speaks of; ``kind`` is theirs, where it is known."""
    speaker = answerer(filed)
    if speaker is None or alignment == "opponent":
        return False
    if alignment == "own":
        # A prime minister on the dead of a flood has them from those who count; an army on its own dead has them from itself.
        return kind not in _ARMS
    return in_counting_office(filed, conflicts)


def in_counting_office(filed: FiledFigure, conflicts: Conflicts) -> bool:
    """Say whether the words for a figure's speaker name an office or a body whose task it is to count: a hospital, the police."""
    speaker = answerer(filed)
    return speaker is not None and (speaker.kind in CARING or conflicts.has_word("counting", f"{speaker.text} {speaker.name or ''}"))


def place(item: Weighed) -> int:
    """Return how well a figure's speaker is placed to know, the best with the lowest number."""
    return _COUNTS if item.counts else _PLACED[item.alignment]
