"""What fails, why, and what would mend it."""
from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from made import figure

from according.exports.objects.readings import to_object
from according.exports.words.readings import check_lines
from according.quantity import Quantity
from according.reckoning.answer import Check, Repair
from according.reckoning.checks.agreement import Limits, check_figures
from according.reckoning.checks.bounds import System
from according.reckoning.checks.constraints import RELATIONS
from according.reckoning.checks.repairs import DEFINITIONS
from according.reckoning.checks.solver import is_feasible
from according.records import FiledFigure
from according.report import Report
from according.statement import Reading

koreans = partial(figure, country="KP", kind="military", place="Kursk region", place_country="RU", precision="region")
ENDLESS = Limits(sets=50, seconds=60)


def failing(figures: Sequence[FiledFigure], **options: bool) -> list[Check]:
    return [check for check in check_figures(figures, **options) if not check.holds]


def founding_report() -> list[FiledFigure]:
    nis = partial(koreans, population="North Koreans", speakers="intelligence officials in South Korea", status="estimated", bound="about")
    return [
        koreans("deployed", 11000, bound="about", population="soldiers", on="2024-10-01", last="2024-12-31", counting="period", start=10),
        nis("killed", 300, counting="incident", start=20), nis("wounded", 2700, counting="incident", start=30),
        koreans("casualties", 33.3, 50, unit="percent", population="North Korean forces", speakers="Seth Jones", status="possible",
                start=40),
    ]  # fmt: skip


def test_the_founding_report_does_not_add_up() -> None:
    figures = founding_report()
    [check] = check_figures(figures)
    assert (check.rule, check.holds, check.figures) == ("casualty-rate", False, tuple(filed.id for filed in figures))
    assert check.detail == (
        "300 + 2,700 = 3,000 of 11,000 is 27.3 %, below the stated 33.3 to 50 %. Said by the report itself (11,000), "
        "intelligence officials in South Korea (300; 2,700), Seth Jones (33.3 to 50 %)."
    )


def test_the_founding_report_s_repairs() -> None:
    figures = founding_report()
    deployed, killed, wounded, rate = (filed.id for filed in figures)
    [check] = check_figures(figures)
    assert check.repairs[:5] == (
        Repair(rate, None, 27.3, -0.182, "at most 27.3 % as the rate (-18.2 %)"),
        Repair(deployed, None, 9000, -0.182, "at most 9,000 deployed (-18.2 %)"),
        Repair(None, 3667, None, 0.222, "at least 3,667 casualties (+22.2 %)", together=((killed, 367), (wounded, 3300))),
        Repair(wounded, 3367, None, 0.247, "at least 3,367 wounded (+24.7 %)"),
        Repair(killed, 967, None, 2.223, "at least 967 killed (+222.3 %)"),
    )
    assert [repair.detail.partition(":")[0] for repair in check.repairs[5:]] == ["other dates", "other populations", "another definition"]
    assert all(repair.change is None and repair.figure is None for repair in check.repairs[5:])


NIS = partial(koreans, population="North Korean soldiers", speakers="NIS", published="2025-04-30")


def briefing() -> list[FiledFigure]:
    casualties = NIS("casualties", 4700, report="a", start=1)
    return [casualties, NIS("killed", 600, report="a", start=2, part_of=casualties)]


def test_misheard_briefing() -> None:
    misheard = [NIS("killed", 600, report="b", start=1), NIS("wounded", 4700, report="b", start=2)]
    [check] = failing([*briefing(), *misheard], affair=True)
    assert check.rule == "killed-and-wounded"
    assert check.detail.startswith("600 killed + 4,700 wounded = 5,300, more than the 4,700 casualties. Said by NIS")
    assert {repair.detail for repair in check.repairs} >= {
        "at most 4,100 wounded (-12.8 %)", "at least 5,300 casualties (+12.8 %)", "at most 4,700 killed and wounded together (-11.3 %)",
        DEFINITIONS["killed-and-wounded"],
    }  # fmt: skip


def test_a_conflict_is_not_told_again_by_way_of_an_earlier_count() -> None:
    said = partial(NIS, counting="running")
    figures = [
        said("killed", 100, report="a", published="2024-12-19", start=1), said("killed", 600, report="b", start=1),
        said("wounded", 4700, report="b", start=2), said("casualties", 4700, report="c", start=1),
    ]  # fmt: skip
    assert [check.detail.partition(".")[0] for check in failing(figures, affair=True)] == [
        "600 killed + 4,700 wounded = 5,300, more than the 4,700 casualties"
    ]


def test_a_briefing_heard_right() -> None:
    heard = [NIS("killed", 600, report="b", start=1), NIS("wounded", 4100, report="b", start=2)]
    checks = check_figures([*briefing(), *heard], affair=True)
    assert all(check.holds for check in checks)
    assert [check.detail.partition(".")[0] for check in checks if check.rule == "killed-and-wounded"] == ["600 + 4,100 = 4,700"]


def test_other_origins_and_days_only_differ() -> None:
    said = partial(koreans, population="North Korean soldiers", speakers="Syrskyi", report="b", published="2025-04-30")
    other = [said("wounded", 4700, start=1), said("killed", 600, start=2)]
    updated = partial(NIS, report="c", published="2025-09-02")
    later = [updated("wounded", 4700, start=1), updated("killed", 2000, start=2)]
    assert failing([*briefing(), *other, *later], affair=True) == []


def test_a_bound_that_allows_the_other_number_is_no_contradiction() -> None:
    figures = [
        NIS("casualties", 4700, start=1), NIS("killed", 600, bound="at_least", start=2), NIS("wounded", 4100, bound="at_most", start=3),
    ]  # fmt: skip
    assert failing(figures) == []
    assert [check.rule for check in failing([figures[0], NIS("killed", 4701, bound="at_least", start=2)])] == ["subset"]


def test_too_many_parts() -> None:
    whole = figure("killed", 80, population="people", start=1)
    part = partial(figure, "killed", part_of=whole)
    civilians = part(64, population="civilians", kind="civilian", start=2)
    figures = [whole, civilians, part(20, population="militants", kind="militant", start=3)]
    [check] = failing(figures)
    assert (check.rule, check.figures) == ("parts-and-total", tuple(filed.id for filed in figures))
    assert check.detail.startswith("64 killed + 20 killed = 84, more than the 80 killed.")
    assert [repair.detail for repair in check.repairs[:4]] == [
        "at most 80 killed together (-4.8 %)", "at least 84 killed (+5 %)", "at most 60 killed (-6.2 %)", "at most 16 killed (-20 %)",
    ]  # fmt: skip


def test_a_total_that_falls() -> None:
    total = partial(koreans, "killed", population="North Korean soldiers", speakers="NIS", counting="running")
    days = [(900, "2025-01-13"), (1020, "2025-01-14"), (850, "2025-01-15")]
    figures = [total(number, as_of=day, report=day) for number, day in days]
    checks = failing(figures)
    assert {(check.rule, frozenset(check.figures)) for check in checks} == {
        ("running-total", frozenset({earlier.id, figures[2].id})) for earlier in figures[:2]
    }  # fmt: skip
    assert {check.detail.partition(".")[0] for check in checks} == {
        "the total killed falls from 900 (2025-01-13) to 850 (2025-01-15)",
        "the total killed falls from 1,020 (2025-01-14) to 850 (2025-01-15)",
    }  # fmt: skip


def test_one_origin_two_numbers_for_one_day() -> None:
    total = partial(koreans, "killed", population="North Korean soldiers", speakers="NIS", counting="running", as_of="2025-01-13")
    [check] = failing([total(900, report="a"), total(1020, report="b"), total(1020, report="c")])[:1]
    assert check.rule == "same-origin"
    assert "at one moment" in check.detail


def test_two_conflicts_are_mended_together() -> None:
    said = partial(koreans, population="North Korean soldiers", speakers="NIS")
    figures = [
        said("deployed", 1000, start=1), said("killed", 1500, start=2), said("wounded", 3000, start=3), said("casualties", 1200, start=4),
    ]  # fmt: skip
    checks = failing(figures)
    assert len(checks) > 1
    [together] = [repair for check in checks for repair in check.repairs if repair.detail.startswith("together")]
    assert "(" in together.detail
    # With the numbers that it gives nothing fails any more.
    numbers = dict(together.numbers)
    assert len(numbers) > 1
    tried = [replace(one, figure=replace(one.figure, quantity=Quantity.exact(numbers[one.id]))) if one.id in numbers else one
             for one in figures]  # fmt: skip
    assert failing(tried) == []


def test_a_way_out_says_which_figures_it_takes_apart() -> None:
    [check] = check_figures(founding_report())
    deployed, killed, wounded, rate = check.figures
    apart = {repair.detail.partition(":")[0]: repair.apart for repair in check.repairs if repair.change is None}
    # One number has a date; of those without one each may be of another day.
    assert apart["other dates"] == ((deployed,), (killed,), (wounded,), (rate,))
    assert apart["other populations"] == ((deployed,), (killed, wounded), (rate,))
    assert apart["another definition"] == ((deployed,), (killed,), (wounded,), (rate,))


def test_no_number_is_moved_from_nothing() -> None:
    said = partial(koreans, population="North Korean soldiers", speakers="NIS")
    [check] = failing([said("casualties", 0, 2, start=1), said("killed", 5, start=2)])
    assert [repair.detail for repair in check.repairs[:2]] == ["at most 2 killed (-60 %)", "at least 5 casualties (+150 %)"]


def test_every_rule_has_its_other_reading_and_its_sentence() -> None:
    assert set(DEFINITIONS) == set(RELATIONS)
    manual = (Path(__file__).parents[3] / "docs" / "checks.md").read_text("utf8")
    assert [rule for rule in RELATIONS if f"`{rule}`" not in manual] == []


def test_nothing_to_solve_loads_no_solver() -> None:
    code = "import sys; from according.reckoning.checks.agreement import check_figures; check_figures(()); print('highspy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"


def test_a_solver_that_fails_has_not_said_that_all_can_be_true(monkeypatch: pytest.MonkeyPatch) -> None:
    import highspy

    monkeypatch.setattr(highspy._core._Highs, "getModelStatus", lambda _: highspy.HighsModelStatus.kSolveError)
    with pytest.raises(ArithmeticError, match="no answer"):
        is_feasible(System((), {"a": ()}))


def test_the_solver_says_nothing_of_itself() -> None:
    code = "from according.reckoning.checks import bounds, solver; print(solver.is_feasible(bounds.System((), {'a': ()})))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("True\n", "")


@pytest.mark.parametrize("limits", [Limits(sets=1), Limits(sets=2), Limits(seconds=0)])
def test_limits_are_kept(limits: Limits) -> None:
    total = partial(koreans, "killed", population="North Korean soldiers", speakers="NIS", counting="running")
    figures = [total(100 - number, as_of=f"2025-01-{number + 1:02}", report=str(number)) for number in range(9)]
    checks = check_figures(figures, limits=limits)
    assert 1 <= len(checks) <= max(limits.sets, 1)


def read_by_hand(figures: Sequence[FiledFigure]) -> Reading:
    return Reading(Report("…", path="a.txt"), tuple(replace(filed.statement, figures=(filed.figure,)) for filed in figures))


def test_a_reading_shows_its_checks_as_the_contract_has_them() -> None:
    [check] = to_object(read_by_hand(founding_report()))["checks"]
    assert list(check) == ["rule", "holds", "figures", "detail", "repairs"]
    assert check["repairs"][1] == {
        "figure": check["figures"][0], "low": None, "high": 9000, "change": -0.182, "detail": "at most 9,000 deployed (-18.2 %)",
        "together": [], "apart": [],
    }  # fmt: skip


def test_a_reading_is_shown_with_what_fails_in_it() -> None:
    told, mended = check_lines(read_by_hand(founding_report()))
    assert told.startswith("check: a.txt: casualty-rate: 300 + 2,700 = 3,000 of 11,000 is 27.3 %")
    assert mended.startswith("  would hold with: at most 27.3 % as the rate (-18.2 %); or at most 9,000 deployed (-18.2 %); or ")
    assert check_lines(read_by_hand(founding_report()[:3])) == []
