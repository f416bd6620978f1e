"""In which order the readings of one report stand, whatever pairs of them are known and wherever they came from."""
from __future__ import annotations

from datetime import datetime, timedelta
from itertools import combinations, pairwise

from hypothesis import given
from hypothesis import strategies as st

from according.ledger.sharing.order import Held, in_succession, order_readings, pairs_in
from drawing import examples

BEGIN = datetime(2025, 1, 1)


def held(number: int, minute: int = 0) -> Held:
    return Held(number, str(number), 1, 0, BEGIN + timedelta(minutes=minute))


@examples(150)
@given(st.permutations(range(1, 9)), st.data())
def test_the_next_ones_tell_the_whole_order(order: list[int], data: st.DataObject) -> None:
    # Older packages have told more pairs than those of each with the next.
    more = data.draw(st.lists(st.sampled_from([*combinations(order, 2)])))
    assert in_succession(sorted(order), {*pairwise(order), *more}) == order


def test_what_the_pairs_leave_open_the_numbers_decide() -> None:
    assert in_succession([3, 1, 2], ()) == [1, 2, 3]
    assert in_succession([1, 2, 3], [(3, 1), (9, 2)]) == [2, 3, 1]
    # A circle, which only damage makes.
    assert in_succession([1, 2, 3, 4], [(2, 3), (3, 2), (4, 1)]) == [4, 1, 2, 3]


def insert_one_by_one(here: list[Held], came: list[Held]) -> list[Held]:
    """Put each new reading behind the last one that was filed no later than it, as the rule is written."""
    ordered = [*here]
    for one in sorted(came, key=lambda one: (one.first, one.number)):
        earlier = [at for at, other in enumerate(ordered, 1) if other.first <= one.first]
        ordered.insert(earlier[-1] if earlier else 0, one)
    return ordered


@examples(200)
@given(st.lists(st.integers(0, 6), max_size=7), st.lists(st.integers(0, 6), max_size=7))
def test_each_new_reading_stands_behind_what_was_filed_before_it(here: list[int], came: list[int]) -> None:
    old = [held(number, minute) for number, minute in enumerate(here, 1)]
    new = [held(number, minute) for number, minute in enumerate(came, len(here) + 1)]
    followed = {(one.number, other.number) for one, other in pairwise(old)}
    ordered = order_readings([*old, *new], {one.number for one in new}, followed)
    assert ordered == insert_one_by_one(old, new)
    # With the pairs that are told of them the same order is found again.
    known = followed | {*pairs_in(ordered, {one.number for one in new})}
    assert in_succession([one.number for one in (*old, *new)], known) == [one.number for one in ordered]
    assert len(known) <= 2 * len(ordered)
