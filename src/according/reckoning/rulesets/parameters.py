"""
What a recorder's rule-set is told beside the figures: judgements that no figure carries in itself.

    >>> read_parameters({"best": "high", "unreliable": ["anonymous channel"]}).best
    'high'
"""
from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Literal, get_args

from according.errors import QuestionError
from according.reckoning.answer import ALIGNMENTS, Alignment

Best = Literal["low", "high", "rank"]
# CO1: the number of independent sources that corroborate.
ENOUGH = 2
# The same order as the reckoning's own best (settle): observers, a side on its own people, a side on the other's.
RANKS: tuple[Alignment, ...] = ("third party", "own", "opponent", "unknown")


@dataclass(frozen=True, slots=True)
class Parameters:
    """
    A user's choices: judgements that a recorder makes and no figure carries.

    ``unreliable`` names sources that are not believed: figure ids, publisher families or speakers as the report has them. ``best`` and
    ``ranks`` choose UCDP's best estimate (UC5). ``accepted`` names belligerents known to have accepted responsibility, ``competing``
    further belligerents held responsible, and ``actions`` says that likely or confirmed actions of a belligerent near by are known from
    elsewhere (AW1). ``enough`` is the number of independent sources asked for (CO1).
    """

    unreliable: frozenset[str] = frozenset()
    best: Best = "low"
    ranks: tuple[Alignment, ...] = RANKS
    accepted: tuple[str, ...] = ()
    competing: tuple[str, ...] = ()
    actions: bool = False
    enough: int = ENOUGH


def read_parameters(given: Mapping[str, object]) -> Parameters:
    """Return parameters from plain values, as a command line or a JSON file gives them; an unknown name or value is an error."""
    # A misspelt name must not be passed over: the verdict would look as if the choice had been made.
    known = {field.name for field in fields(Parameters)}
    if unknown := sorted(set(given) - known):
        raise QuestionError(f"rule-sets: no parameter is called {unknown[0]!r}; there are {', '.join(sorted(known))}")
    return Parameters(
        unreliable=frozenset(_names(given, "unreliable")),
        best=_best(given.get("best", "low")),
        ranks=_ranks(_names(given, "ranks")),
        accepted=_names(given, "accepted"),
        competing=_names(given, "competing"),
        actions=_actions(given.get("actions", False)),
        enough=_enough(given.get("enough", ENOUGH)),
    )


def _names(given: Mapping[str, object], field: str) -> tuple[str, ...]:
    value = given.get(field, ())
    # A text is a list of letters to Python: "Reuters" would name seven sources.
    if isinstance(value, str) or not isinstance(value, Iterable):
        raise QuestionError(f"rule-sets: {field} is a list of names, not {value!r}")
    names = tuple(str(name) for name in value)
    # An empty name folds to nothing; it would not name anybody, and look as if it did.
    if not all(name.strip() for name in names):
        raise QuestionError(f"rule-sets: {field} names nobody; give a name, or leave it out")
    return names


def _best(value: object) -> Best:
    for known in get_args(Best):
        if value == known:
            return known  # type: ignore[no-any-return]
    raise QuestionError(f"rule-sets: best is one of {', '.join(get_args(Best))}, not {value!r}")


def _ranks(names: tuple[str, ...]) -> tuple[Alignment, ...]:
    if unknown := set(names) - set(ALIGNMENTS):
        raise QuestionError(f"rule-sets: no side is called {min(unknown)!r}; there are {', '.join(ALIGNMENTS)}")
    # In the order in which they were named; a side that is left out comes last (ucdp.py).
    return tuple(side for name in names for side in ALIGNMENTS if side == name) or RANKS


def _actions(value: object) -> bool:
    # "no" is true to Python, as every text is that is not empty.
    if not isinstance(value, bool):
        raise QuestionError(f"rule-sets: actions is true or false, not {value!r}")
    return value


def _enough(value: object) -> int:
    # True is the whole number 1 to Python.
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise QuestionError(f"rule-sets: enough is a whole number of sources from 1, not {value!r}")
    return value
