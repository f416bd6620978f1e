"""Properties of checks, over any figures at all: conflicts cannot be made smaller, repairs mend, honest books give no alarm."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from hypothesis import given
from hypothesis import strategies as st
from made import figure

from according.quantity import Quantity
from according.reckoning.answer import Check, Repair
from according.reckoning.checks.agreement import Limits, check_figures
from according.reckoning.checks.amounts import state
from according.reckoning.checks.bounds import make_system
from according.reckoning.checks.clashes import Conflict, Knot, find_conflicts, find_knots
from according.reckoning.checks.constraints import Books, Relation
from according.reckoning.checks.relations import build_books
from according.reckoning.checks.repairs import mend, mend_together
from according.reckoning.checks.solver import is_feasible
from according.records import FiledFigure
from drawing import examples

koreans = partial(figure, population="North Korean soldiers", country="KP", kind="military", place="Kursk", place_country="RU")
ENDLESS = Limits(sets=50, seconds=60)
MEASURES = st.sampled_from(["killed", "wounded", "casualties", "deployed"])
DAYS = st.sampled_from(["2025-01-13", "2025-01-14", "2025-01-20"])


def failing(figures: Sequence[FiledFigure], **options: bool) -> list[Check]:
    return [check for check in check_figures(figures, **options) if not check.holds]


@st.composite
def quantities(draw: st.DrawFn) -> dict[str, object]:
    number, bound = draw(st.integers(1, 30)), draw(st.sampled_from(["exact", "about", "at_least", "at_most", "range"]))
    return {"low": number, "high": number + draw(st.integers(1, 9))} if bound == "range" else {"low": number, "bound": bound}


@st.composite
def books_of_any_kind(draw: st.DrawFn) -> list[FiledFigure]:
    figures: list[FiledFigure] = []
    for number in range(draw(st.integers(2, 9))):
        wholes = [filed for filed in figures if filed.figure.measure in ("killed", "casualties") and filed.figure.unit == "people"]
        part = draw(st.sampled_from([None, *wholes])) if wholes else None
        rate = part is None and draw(st.integers(0, 5)) == 0
        kind = draw(st.sampled_from(["civilian", "police"])) if part is not None else "military"
        running = draw(st.booleans()) and part is None and not rate
        figures.append(figure(
            "casualties" if rate else draw(MEASURES), **draw(quantities()), unit="percent" if rate else "people",  # type: ignore[arg-type]
            population="North Korean soldiers", country="KP", kind=kind, place="Kursk", place_country="RU",
            report=draw(st.sampled_from("ab")), published="2025-01-21", speakers=draw(st.sampled_from(["NIS", "JCS"])),
            counting="running" if running else "unknown", as_of=draw(DAYS) if running else None, part_of=part, start=number * 10,
        ))  # fmt: skip
    return figures


def can_be_true(books: Books, figures: Sequence[str], relations: Sequence[Relation]) -> bool:
    """Ask the solver alone, which the checks ask last."""
    return is_feasible(make_system(books, books.allowed, frozenset(figures), relations))


def conflicts_of(figures: Sequence[FiledFigure]) -> list[tuple[Books, Knot, Conflict]]:
    books = build_books(figures, affair=True)
    return [(books, knot, conflict) for knot in find_knots(books) for conflict in find_conflicts(books, knot, ENDLESS, 0.0)[:9]]


@examples(120)
@given(books_of_any_kind())
def test_every_conflict_is_irreducible(figures: list[FiledFigure]) -> None:
    for books, knot, conflict in conflicts_of(figures):
        assert not can_be_true(books, conflict.figures, knot.relations)
        assert not can_be_true(books, conflict.figures, conflict.relations)
        for left_out in conflict.figures:
            assert can_be_true(books, [id for id in conflict.figures if id != left_out], knot.relations)


@examples(120)
@given(books_of_any_kind())
def test_no_conflict_is_missed(figures: list[FiledFigure]) -> None:
    books = build_books(figures, affair=True)
    agree = all(can_be_true(books, knot.figures, knot.relations) for knot in find_knots(books))
    assert agree == (failing(figures, affair=True) == [])


@examples(120)
@given(books_of_any_kind())
def test_a_repair_makes_the_set_true(figures: list[FiledFigure]) -> None:
    for books, knot, conflict in conflicts_of(figures):
        repairs = mend(books, knot, conflict, {slot: ids[0] for slot, ids in books.slots.items()})
        for repair in repairs:
            if repair.figure is not None:
                assert can_be_true(mended(books, repair), conflict.figures, knot.relations), repair


@examples(120)
@given(books_of_any_kind())
def test_numbers_of_several_figures_together_make_the_set_true(figures: list[FiledFigure]) -> None:
    for books, knot, conflict in conflicts_of(figures):
        if (repair := mend_together(books, knot)) is not None:
            assert len(repair.numbers) > 1
            assert can_be_true(with_numbers(books, repair), knot.figures, knot.relations), repair
        for sum_of in mend(books, knot, conflict, {slot: ids[0] for slot, ids in books.slots.items()}):
            # What mends one relation mends a conflict that has no other.
            if sum_of.figure is None and sum_of.change is not None and len(conflict.relations) == 1:
                assert sum(number for _, number in sum_of.numbers) == (sum_of.high if sum_of.low is None else sum_of.low)
                assert can_be_true(with_numbers(books, sum_of), conflict.figures, conflict.relations), sum_of


def test_no_sum_is_mended_by_half_a_person() -> None:
    rate = koreans("casualties", 25, unit="percent", report="a", start=10)
    force = koreans("deployed", 30, counting="running", as_of="2025-01-13", report="a")
    parts = [koreans("wounded", 6, report="a", start=20), koreans("killed", 6, report="a", start=30)]
    sums = [repair for check in failing([force, rate, *parts], affair=True) for repair in check.repairs if repair.figure is None]
    # A quarter of thirty is seven and a half.
    assert [(repair.high, sorted(number for _, number in repair.numbers)) for repair in sums if repair.numbers] == [(7, [3, 4])]


def with_numbers(books: Books, repair: Repair) -> Books:
    """Return the books with the numbers that a repair gives to figures; all relations stay."""
    numbers = {id: state(Quantity.exact(number)) for id, number in repair.numbers}
    return replace(books, allowed={**books.allowed, **numbers})


def mended(books: Books, repair: Repair) -> Books:
    """Return the books with one figure said as a repair has it; all relations stay."""
    assert repair.figure is not None
    filed = books.figures[repair.figure]
    quantity = Quantity(repair.low, repair.high, "at_least" if repair.high is None else "at_most")
    return replace(books, allowed={**books.allowed, repair.figure: state(quantity, percent=filed.figure.unit == "percent")})


@examples(80)
@given(books_of_any_kind(), st.randoms(use_true_random=False))
def test_the_order_of_figures_changes_nothing(figures: list[FiledFigure], random: object) -> None:
    shuffled = list(figures)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert check_figures(shuffled, affair=True) == check_figures([*figures, *figures[:1]], affair=True)


@st.composite
def true_books(draw: st.DrawFn) -> list[FiledFigure]:
    """What honest origins say of one force over some days: every number allows what was true on its day."""
    figures: list[FiledFigure] = []
    killed = wounded = 0
    sent = draw(st.integers(500, 20000))
    for number, day in enumerate(["2025-01-13", "2025-01-14", "2025-01-20"]):
        killed, wounded = killed + draw(st.integers(0, sent // 10)), wounded + draw(st.integers(0, sent // 10))
        said = partial(koreans, speakers=draw(st.sampled_from(["NIS", "JCS"])), report=day, published=day, counting="running", as_of=day)
        for at, (measure, true) in enumerate([("killed", killed), ("wounded", wounded), ("casualties", killed + wounded)]):
            if draw(st.booleans()):
                figures.append(said(measure, **draw(allowing(true)), start=number * 100 + at * 10))
        figures.append(koreans("deployed", sent, report=day, start=number * 100 + 90))
        share = 100 * (killed + wounded) / sent
        if share >= 1:
            figures.append(said("casualties", share * 0.9, share * 1.1, unit="percent", start=number * 100 + 80))
    return figures


@st.composite
def allowing(draw: st.DrawFn, true: int) -> dict[str, object]:
    match draw(st.sampled_from(["exact", "at_least", "at_most", "range", "about"])):
        case "at_least":
            return {"low": draw(st.integers(0, true)), "bound": "at_least"}
        case "at_most":
            return {"low": true + draw(st.integers(0, 500)), "bound": "at_most"}
        case "range":
            return {"low": draw(st.integers(0, true)), "high": true + draw(st.integers(1, 500))}
        case "about":
            return {"low": round(true, -2) if true > 1000 else true, "bound": "about"}
    return {"low": true}


@examples(150)
@given(true_books())
def test_what_may_all_be_true_gives_no_failing_check(figures: list[FiledFigure]) -> None:
    assert failing(figures, affair=True) == []
    assert failing(figures) == []
