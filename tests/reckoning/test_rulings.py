"""What people ruled, applied: the latest counts, an undoing takes back, corrections change what is reckoned with and not the report."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made import figure

from according.errors import LedgerError
from according.ledger.records import Ruling
from according.quantity import Quantity
from according.reckoning.rulings import check_correction, correct_figures, weigh_rulings

START = datetime(2025, 1, 1, tzinfo=UTC)
FIGURE = figure("killed", 600, population="soldiers", speakers="the agency")
OTHER = figure("killed", 700, population="soldiers", report="b")


def rule(
    kind: str, minute: int, *, subject: str = FIGURE.id, other: str | None = None, undoes: Ruling | None = None, **more: object
) -> Ruling:
    when = START + timedelta(minutes=minute)
    return Ruling(kind, subject, "ann", "because", when, other, undoes=None if undoes is None else undoes.id, **more)  # type: ignore[arg-type]


def test_the_latest_verdict_counts_and_a_clash_is_named() -> None:
    reject, accept = rule("reject", 1), rule("accept", 2)
    standing = weigh_rulings([accept, reject])
    assert standing.rejected == {}
    assert standing.accepted == {FIGURE.id: accept}
    assert standing.clashes == ((reject, accept),)
    assert standing.on(FIGURE.id) == (accept.id,)


def test_an_undoing_takes_back_and_can_be_taken_back() -> None:
    reject = rule("reject", 1)
    undo = rule("reject", 2, undoes=reject)
    again = rule("reject", 3, undoes=undo)
    assert weigh_rulings([reject, undo]).rejected == {}
    assert weigh_rulings([reject, undo, again]).rejected == {FIGURE.id: reject}


def test_pairs_have_no_order() -> None:
    same, apart = rule("same-event", 1, other=OTHER.id), rule("not-same-event", 2, subject=OTHER.id, other=FIGURE.id)
    standing = weigh_rulings([same, apart])
    assert standing.events.same == frozenset()
    assert standing.events.apart == {tuple(sorted((FIGURE.id, OTHER.id)))}
    assert len(standing.clashes) == 1


def test_corrections_of_other_fields_stand_side_by_side() -> None:
    rulings = [
        rule("correct", 1, field="low", value=610),
        rule("correct", 2, field="high", value=620),
        rule("correct", 3, field="country", value="KP"),
        rule("correct", 4, field="to", value="2025-04-30"),
        rule("correct", 5, field="speakers", value=["a lawmaker", "the agency"]),
        rule("correct", 6, field="place", value="Kursk"),
        rule("correct", 7, field="measure", value="wounded"),
    ]
    [made] = correct_figures([FIGURE], weigh_rulings(rulings))
    assert made.figure.quantity == Quantity(610, 620, "exact")
    assert (made.figure.population.country, made.figure.place.name, made.figure.measure) == ("KP", "Kursk", "wounded")  # type: ignore[union-attr]
    assert str(made.figure.time.last) == "2025-04-30"  # type: ignore[union-attr]
    assert [speaker.text for speaker in made.statement.speakers] == ["a lawmaker", "the agency"]
    assert FIGURE.figure.quantity == Quantity.exact(600)
    assert made.figure.number == FIGURE.figure.number


def test_one_bound_moved_past_the_other_takes_it_along() -> None:
    [made] = correct_figures([FIGURE], weigh_rulings([rule("correct", 1, field="low", value=700)]))
    assert made.figure.quantity == Quantity(700, 700, "exact")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("id", "x"),
        ("low", "many"),
        ("high", "-1"),
        ("low", "inf"),
        ("measure", "hurt"),
        ("status", "maybe"),
        ("from", "soon"),
        ("unit", "kg"),
    ],
)
def test_what_cannot_be_corrected_so_is_told(field: str, value: str) -> None:
    with pytest.raises(LedgerError, match=field if field == "id" else value):
        check_correction(field, value)


def test_numbers_may_be_typed_with_commas() -> None:
    assert check_correction("low", "3,000") == 3000
    assert check_correction("high", None) is None


KINDS = st.sampled_from(["accept", "reject"])


@given(st.lists(st.tuples(KINDS, st.booleans()), max_size=8), st.randoms(use_true_random=False))
def test_the_order_of_filing_does_not_matter(drawn: list[tuple[str, bool]], random: object) -> None:
    rulings: list[Ruling] = []
    for minute, (kind, undo) in enumerate(drawn):
        rulings.append(rule(kind, minute, undoes=rulings[-1] if undo and rulings else None))
    shuffled = [*rulings]
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert weigh_rulings(rulings) == weigh_rulings(shuffled)
