"""Pairs that share a block are found in lanes: those, and no others, that the rule tells of any two figures."""
from __future__ import annotations

from datetime import date, timedelta
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from according.comparing.pairs import pairs_of
from according.comparing.spread import LONG, Spread, is_dated, later, share_block
from according.statement import Time

DAY = date(2025, 1, 27)
# The marks of some reports: a, b and c tell one story, d and e another, f and g have too few.
MARKS = {"a": "pqrs", "b": "pqrt", "c": "qrst", "d": "pqxyz", "e": "rxyz", "f": "", "g": "pq"}


@st.composite
def spreads(draw: st.DrawFn) -> Spread:
    last = draw(st.none() | st.integers(0, 500).map(lambda days: DAY + timedelta(days=days)))
    first = None if last is None else later(last, -draw(st.sampled_from((0, 0, 3, 7, LONG))))
    return Spread(
        kind=draw(st.sampled_from((("killed", "people"), ("wounded", "people")))),
        place=draw(st.sampled_from((None, "RU", "UA"))),
        first=first,
        last=last,
        people=draw(st.sampled_from((None, None, "KP"))),
        counts_on=draw(st.booleans()),
        dated=draw(st.booleans()),
        report=(report := draw(st.sampled_from(sorted(MARKS)))),
        marks=frozenset(MARKS[report]),
        number=draw(st.sampled_from(((12, 12), (12, None), (300, 300)))),
        site=draw(st.sampled_from((None, "inates", "hoping"))),
    )


LISTS = st.lists(spreads(), max_size=14)


@given(LISTS)
def test_all_pairs_are_found_once(given_: list[Spread]) -> None:
    found = [tuple(sorted(pair)) for pair in pairs_of(given_)]
    rule = [(a, b) for a, b in combinations(range(len(given_)), 2) if share_block(given_[a], given_[b])]
    assert sorted(found) == rule
    assert all(share_block(given_[b], given_[a]) for a, b in rule)


@given(LISTS, st.sets(st.integers(0, 13)))
def test_pairs_that_touch_some(given_: list[Spread], touching: set[int]) -> None:
    asked = {number for number in touching if number < len(given_)}
    found = sorted(tuple(sorted(pair)) for pair in pairs_of(given_, asked))
    assert found == sorted(pair for pair in (tuple(sorted(pair)) for pair in pairs_of(given_)) if asked & set(pair))


def test_what_is_dated_to_one_event() -> None:
    def told(first: date | None, last: date | None, text: str | None = None, **more: object) -> bool:
        return is_dated(Time(None, None, text, first, last, **more))  # type: ignore[arg-type]

    assert told(DAY, DAY)
    assert told(DAY, DAY + timedelta(days=7))
    assert told(None, None, "on Monday")
    assert told(None, DAY, basis="as_of")
    assert not told(DAY, DAY + timedelta(days=8))
    assert not told(DAY, None, "since Monday")
    assert not told(None, None, "so far")
    assert not is_dated(None)
