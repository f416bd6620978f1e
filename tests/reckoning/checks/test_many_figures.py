"""Checks of very many figures: each is held against few others, and a conflict of hundreds is told in a bounded number of steps."""
from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made import figure

from according.comparing.people import same_people
from according.reckoning.checks import bounds, clashes, parts, rates, scopes
from according.reckoning.checks.agreement import Limits, check_figures
from according.reckoning.checks.bounds import make_system, propagate
from according.reckoning.checks.pool import NEAR_AT_MOST, Told
from according.reckoning.checks.relations import build_books
from according.reckoning.checks.repairs import MENDED_MOST
from according.records import FiledFigure
from drawing import examples

# Of a ring of hundreds, one set is enough here.
ONE = Limits(sets=1)
PEOPLE = {"population": "soldiers", "kind": "military", "country": "RU", "speakers": "Army"}


def losses(towns: int) -> list[FiledFigure]:
    return [
        figure(measure, number + at, place=f"Town {at}x", start=30 * at + number // 100, **PEOPLE)
        for at in range(towns) for measure, number in (("killed", 100), ("wounded", 200), ("casualties", 300))
    ]  # fmt: skip


def forces(towns: int) -> list[FiledFigure]:
    return [
        figure(measure, number + at, place=f"Town {at}x", start=30 * at + number // 100, **PEOPLE)
        for at in range(towns) for measure, number in (("killed", 100), ("deployed", 900))
    ]  # fmt: skip


def parted(towns: int, total: int, **more: object) -> list[FiledFigure]:
    whole = figure("killed", total, population="people", place="Syria", place_country="SY", precision="country", speakers="Army")
    given = {"population": "people", "place_country": "SY", "speakers": "Army", "part_of": whole, **more}
    return [whole, *(figure("killed", 10, place=f"Town {at}x", start=10 * at + 10, **given) for at in range(towns))]  # type: ignore[arg-type]


@pytest.mark.parametrize(("made", "where", "counted"), [
    (losses, parts, "_fits"), (forces, rates, "_is_force"), (lambda towns: parted(towns, 10 * towns), parts, "same_site"),
])  # fmt: skip
def test_each_figure_is_held_against_those_of_its_site(
    made: Callable[[int], Sequence[FiledFigure]], where: object, counted: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = Counter[int]()
    original = getattr(where, counted)
    for towns in (100, 200):
        with monkeypatch.context() as patch:
            patch.setattr(where, counted, lambda *given, towns=towns: calls.update([towns]) or original(*given))
            build_books(made(towns))
    assert calls[100]
    assert calls[200] <= 2.1 * calls[100]


@examples(200)
@given(st.lists(st.tuples(
    st.sampled_from(["Kursk", "Sudzha", "Kursk town", None]), st.sampled_from(["city", "region", None]), st.sampled_from("ab"),
    st.sampled_from(["Army", "Police"]), st.sampled_from(["soldiers", "border soldiers", "policemen", None]),
), max_size=12))  # fmt: skip
def test_what_is_near_is_all_that_is_not_apart(told: list[tuple[str | None, str | None, str, str, str | None]]) -> None:
    figures = [
        figure("killed", at + 1, place=place, place_country="RU" if place else None, precision=precision, report=report, speakers=speaker,
               population=people, kind="military" if people else None, start=10 * at)
        for at, (place, precision, report, speaker, people) in enumerate(told)
    ]  # fmt: skip
    made = scopes.make_scopes(figures, {filed.id: filed.statement.speakers[0].called for filed in figures})
    table = Told(made)
    for one in made:
        at_site = [other for other in made if other.report == one.report and scopes.same_site(one, other) is not False]
        assert [other for other in table.at_site(one) if scopes.same_site(one, other) is not False] == at_site
        near = [other for other in at_site if same_people(one.people, other.people) is not False]
        beside = [other for other in made if other in near or (other.report != one.report and other.origin == one.origin)]
        found = [*table.beside(one)]
        assert [other for other in found if other.report != one.report or scopes.same_site(one, other) is not False] == beside
        by_report = {report: list(ones) for report, ones in table.by_report(one)}
        assert list(by_report) == list(dict.fromkeys(other.report for other in made if other.origin == one.origin))
        of_origin = [other for ones in by_report.values() for other in ones if other.origin == one.origin]
        assert sorted(of_origin, key=made.index) == [other for other in found if other.origin == one.origin]
        assert not table.is_crowded(one)


@pytest.mark.parametrize("others", [10, 500, 2_000])
def test_others_in_a_crowd_make_nobody_the_only_one(others: int) -> None:
    def told(measure: str, number: int, start: int) -> FiledFigure:
        return figure(measure, number, place="Kursk", place_country="RU", start=start, **PEOPLE)

    civilians = [
        figure("killed", 3, population="civilians", kind="civilian", country="RU", place="Kursk", place_country="RU", speakers="Army",
               start=100 + at) for at in range(others)
    ]  # fmt: skip
    last = [told("killed", 90, 9_000), told("wounded", 30, 9_010), told("casualties", 100, 9_020)]
    # Forty by another count: nobody knows which of the two the casualties take in.
    assert all(relation.rule == "subset" for relation in build_books([told("killed", 40, 10), *civilians, *last]).relations)
    assert {relation.rule for relation in build_books([*civilians, *last]).relations} == {"killed-and-wounded"}


def test_nothing_follows_from_what_is_told_of_too_many() -> None:
    made = [figure("killed", 1, place="Kursk", place_country="RU", start=at, **PEOPLE) for at in range(NEAR_AT_MOST + 1)]
    total = figure("casualties", 5, place="Kursk", place_country="RU", start=9_999, **PEOPLE)
    assert build_books([*made[:99], total]).relations
    assert not build_books([*made, total]).relations
    table = Told(scopes.make_scopes(made, {}))
    assert table.is_crowded(table._scopes[0])


def test_a_conflict_of_hundreds_is_found_in_few_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    steps = Counter[int]()
    original = clashes._Oracle.suspects
    for towns in (200, 800):
        with monkeypatch.context() as patch:
            patch.setattr(clashes._Oracle, "suspects", lambda *given, towns=towns: steps.update([towns]) or original(*given))
            [failing] = [check for check in check_figures(parted(towns, 10 * towns - 1), limits=ONE) if not check.holds]
        assert (failing.rule, len(failing.figures)) == ("parts-and-total", towns + 1)
        # The total's own is the least of the changes, and the parts' sum is told beside it.
        assert failing.repairs[0].change == pytest.approx(1 / (10 * towns - 1), abs=0.001)
        assert len([repair for repair in failing.repairs if repair.figure is not None]) <= MENDED_MOST
    # Each question looks at nearly all figures: of four times as many there are a fourth of the questions.
    assert 0 < 200 * steps[200] <= 800 * steps[800] <= 3 * clashes.LOOKED_MOST


def test_what_a_bound_came_from_is_put_together_for_a_conflict_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    # Parts without a ceiling: each gets one from its total and all the other parts.
    asked = Counter[str]()
    original = bounds._Narrowing._explain
    monkeypatch.setattr(bounds._Narrowing, "_explain", lambda *given: asked.update(["told"]) or original(*given))
    for total, conflicts in ((5_000, 0), (2_999, 1)):
        books = build_books(parted(300, total, bound="at_least"))
        box = propagate(make_system(books, books.allowed, frozenset(books.figures), books.relations))
        assert (box.conflict is not None, asked["told"]) == (bool(conflicts), conflicts)
    assert box.conflict is not None
    assert {one for one in box.conflict if isinstance(one, str)} == set(books.figures)


@examples(150)
@given(st.lists(st.tuples(st.integers(1, 30), st.sampled_from(["exact", "at_least", "at_most"])), min_size=3, max_size=9), st.randoms())
def test_what_is_named_for_an_empty_interval_cannot_all_be_true(told: list[tuple[int, str]], random: object) -> None:
    (number, bound), *others = told
    whole = figure("killed", number, bound=bound, population="people", speakers="Army")
    figures, tops = [whole], [whole]
    for at, (number, bound) in enumerate(others):
        top = random.choice(tops)  # type: ignore[attr-defined]
        place = {} if top is whole else {"kind": "civilian"}
        made = figure("killed", number, bound=bound, population="people", place=f"Town {at}x", place_country="SY", speakers="Army",
                      part_of=top, start=10 * at + 10, **place)  # fmt: skip
        figures.append(made)
        tops.append(made)
    books = build_books(figures)
    box = propagate(make_system(books, books.allowed, frozenset(books.figures), books.relations))
    if box.conflict is not None:
        named = frozenset(one for one in box.conflict if isinstance(one, str))
        rows = [books.relations[one] for one in sorted(one for one in box.conflict if isinstance(one, int))]
        assert propagate(make_system(books, books.allowed, named, rows)).conflict is not None
