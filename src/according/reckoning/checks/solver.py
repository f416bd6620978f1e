"""
HiGHS, the linear solver, behind three questions: can these be true, between what can one lie, what is the least that mends them all?

The library is loaded by the first question: most figures never need it. It must never meet OR-Tools in one process (undefined symbol,
in either order); nothing here or elsewhere in the package loads that.
"""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from according.reckoning.checks.amounts import Interval, Number, trim
from according.reckoning.checks.bounds import System, Terms

# A repair found by the solver that moves a number by less than this share of it is the solver's rounding.
TOLERANCE = 1e-6


class _Programme:
    """A linear programme in the making: columns with cost and bounds, rows with bounds."""

    def __init__(self) -> None:
        self.columns: list[tuple[float, float, float]] = []
        self.rows: list[tuple[list[tuple[int, float]], float, float]] = []

    def column(self, low: float, high: float, cost: float = 0.0) -> int:
        self.columns.append((cost, low, high))
        return len(self.columns) - 1

    def solve(self, *, upwards: bool = False) -> tuple[str, list[float]]:
        """
        Return how it ended (optimal, infeasible, unbounded) and the value of each column.

        Raises :class:`ArithmeticError` where the solver ends without one of these answers.
        """
        import highspy
        import numpy as np

        programme = highspy.HighsLp()
        programme.num_col_, programme.num_row_ = len(self.columns), len(self.rows)
        costs, lows, highs = zip(*self.columns, strict=True)
        programme.col_cost_, programme.col_lower_, programme.col_upper_ = (np.array(part, dtype=float) for part in (costs, lows, highs))
        programme.row_lower_ = np.array([low for _, low, _ in self.rows], dtype=float)
        programme.row_upper_ = np.array([high for _, _, high in self.rows], dtype=float)
        programme.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        programme.a_matrix_.start_ = np.cumsum([0, *(len(terms) for terms, _, _ in self.rows)])
        programme.a_matrix_.index_ = np.array([at for terms, _, _ in self.rows for at, _ in terms], dtype=int)
        programme.a_matrix_.value_ = np.array([factor for terms, _, _ in self.rows for _, factor in terms], dtype=float)
        programme.sense_ = highspy.ObjSense.kMaximize if upwards else highspy.ObjSense.kMinimize
        return _run(highspy, programme)


def _run(highspy: Any, programme: Any) -> tuple[str, list[float]]:
    # The class for people, highspy.Highs, prints a banner when it is made, which no option can turn off: it would stand among our JSON.
    solver = highspy._core._Highs()
    solver.setOptionValue("output_flag", False)
    # A presolve that stops at "unbounded or infeasible" answers neither.
    solver.setOptionValue("presolve", "off")
    solver.passModel(programme)
    solver.run()
    status = solver.getModelStatus()
    kinds = {
        highspy.HighsModelStatus.kOptimal: "optimal",
        highspy.HighsModelStatus.kInfeasible: "infeasible",
        highspy.HighsModelStatus.kUnbounded: "unbounded",
    }
    # A solver that failed or stopped has answered nothing: taken for an end, it would say that all can be true.
    if status not in kinds:
        raise ArithmeticError(f"HiGHS gave no answer on {programme.num_row_} relations: {solver.modelStatusToString(status)}")
    return kinds[status], list(solver.getSolution().col_value)


def _set_up(system: System) -> tuple[_Programme, dict[str, int], float]:
    """Return the programme of a system and the column of each true value."""
    import highspy

    endless = float(highspy.kHighsInf)
    programme = _Programme()
    columns: dict[str, int] = {}
    for slot in system.slots:
        bounds = [interval for _, interval in system.claims.get(slot, ())]
        # As floats, for HiGHS takes nothing else; its rounding is taken back from what it answers.
        low = max((float(low) for low, _ in bounds), default=0.0)
        high = min((float(high) for _, high in bounds if high is not None), default=endless)
        columns[slot] = programme.column(low, high)
    for terms, equal in system.rows:
        programme.rows.append((_by_column(terms, columns), 0.0 if equal else -endless, 0.0))
    return programme, columns, endless


def _by_column(terms: Terms, columns: Mapping[str, int]) -> list[tuple[int, float]]:
    return [(columns[slot], float(factor)) for slot, factor in terms]


def is_feasible(system: System) -> bool:
    """Say whether some true values fit all figures and relations."""
    # Two claims on one value that exclude each other need no solver.
    if any(low > high for low, high in map(_claimed, system.claims.values()) if high is not None):
        return False
    programme, _, _ = _set_up(system)
    return programme.solve()[0] != "infeasible"


def _claimed(claims: Sequence[tuple[str, Interval]]) -> Interval:
    highs = [high for _, (_, high) in claims if high is not None]
    return max((low for _, (low, _) in claims), default=0), min(highs, default=None)


def find_span(system: System, slot: str) -> Interval | None:
    """Return the least and the greatest that one true value can be, or ``None`` where the system cannot be true."""
    ends: list[Number | None] = []
    for upwards in (False, True):
        programme, columns, _ = _set_up(system)
        _, low, high = programme.columns[columns[slot]]
        # Only this value has a cost: first it is made as low as can be, then as high.
        programme.columns[columns[slot]] = (1.0, low, high)
        ended, values = programme.solve(upwards=upwards)
        if ended == "infeasible":
            return None
        # The nearest simple fraction, for the arithmetic behind this is exact.
        ends.append(trim(Fraction(values[columns[slot]]).limit_denominator(10**6)) if ended == "optimal" else None)
    return ends[0] or 0, ends[1]


def find_mending(system: System) -> dict[str, float] | None:
    """
    Return the least change, as the sum of all figures' relative changes, that makes a system true.

    The answer gives each figure that moves its new number; a figure that claims nothing above 0 cannot move relatively and stays.
    """
    programme, columns, endless = _set_up(system)
    slack: dict[str, tuple[int, int, Interval]] = {}
    for slot, claims in system.claims.items():
        # Here claims are no bounds: each may be left behind, at the price of its relative change.
        programme.columns[columns[slot]] = (0.0, 0.0, endless)
        for id, (low, high) in claims:
            # Relative, so that 100 people cost less of 10,000 than of 200.
            below = programme.column(0.0, endless if low else 0.0, 1 / float(low) if low else 0.0)
            above = programme.column(0.0, endless if high else 0.0, 1 / float(high) if high else 0.0)
            slack[id] = (below, above, (low, high))
            programme.rows.append(([(columns[slot], 1.0), (below, 1.0)], float(low), endless))
            if high is not None:
                programme.rows.append(([(columns[slot], 1.0), (above, -1.0)], -endless, float(high)))
    ended, values = programme.solve()
    return dict(_moved(slack, values)) if ended == "optimal" else None


def _moved(slack: Mapping[str, tuple[int, int, Interval]], values: Sequence[float]) -> list[tuple[str, float]]:
    moved = []
    for id, (below, above, (low, high)) in slack.items():
        if low and values[below] > TOLERANCE * float(low):
            moved.append((id, float(low) - values[below]))
        elif high and values[above] > TOLERANCE * float(high):
            moved.append((id, float(high) + values[above]))
    return moved
