"""What stands on one matter, whatever comes in whatever order, is what all of its rulings tell when they are weighed anew."""
from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from according.reckoning.matters import Matter
from according.reckoning.rulings import contradict, find_taken_back
from according.records import Ruling
from drawing import examples

START = datetime(2025, 1, 1, tzinfo=UTC)
# The same in Python, though each is another text in JSON; and what has no hash.
VALUES: Sequence[object] = (1, 1.0, True, "1", None, ["an agency", "a man"], ["a man"], {"a": [1]}, {"a": [True]}, {"a": {}})
# What is ruled on a figure, on a pair of them, or of a field.
SAID: Sequence[Sequence[dict[str, Any]]] = (
    [{"kind": "accept"}, {"kind": "reject"}, {"kind": "accept", "value": {"a": [1]}}],
    [{"kind": kind, "other": "g"} for kind in ("same-event", "not-same-event")],
    [{"kind": "correct", "field": "low", "value": value} for value in VALUES],
)


def find_same(rulings: Iterable[Ruling], asked: Ruling) -> Ruling | None:
    """Weigh all rulings of a matter: the oldest that says the same, was not taken back and is not contradicted by the last word."""
    ordered = sorted(rulings, key=lambda ruling: (ruling.when, ruling.id))
    taken_back = find_taken_back(ordered)
    held = [ruling for ruling in ordered if ruling.undoes is None and ruling.id not in taken_back]
    said = (asked.kind, asked.value, asked.who)
    same = (one for one in held if not contradict(one, held[-1]) and (one.kind, one.value, one.who) == said)
    return next(same, None)


@st.composite
def matters(draw: st.DrawFn) -> tuple[list[Ruling], list[Ruling]]:
    """Rulings on one matter in the order of their coming, some of which take others back, and what is asked meanwhile."""
    words = draw(st.sampled_from(SAID))
    made: list[Ruling] = []
    asked = [Ruling(who=who, subject="f", why="so", when=START, **said) for said in words for who in ("ann", "ben")]
    for at in range(draw(st.integers(1, 14))):
        said, who = draw(st.sampled_from(words)), draw(st.sampled_from(["ann", "ben"]))
        # Clocks differ: what takes another back may seem to come before it, or with it.
        when = START + timedelta(minutes=draw(st.integers(0, 6)))
        undone = draw(st.sampled_from([None, None, *made[-4:]]))
        made.append(Ruling(subject="f", who=who, why=f"trial {at}", when=when, undoes=undone and undone.id, **said))
    return draw(st.permutations(made)), asked


@given(matters(), st.sets(st.integers(0, 13)))
@examples(1_000)
def test_what_stands_is_what_all_rulings_tell_anew(drawn: tuple[list[Ruling], list[Ruling]], looked: set[int]) -> None:
    rulings, asked = drawn
    matter = Matter()
    for at, ruling in enumerate(rulings):
        matter.add(ruling)
        # Asked after some and not after others, so that one or several are looked at together.
        if at in looked or at == len(rulings) - 1:
            assert [matter.find_same(one) for one in asked] == [find_same(rulings[: at + 1], one) for one in asked]


def test_a_ruling_that_comes_twice_is_one() -> None:
    ruling = Ruling("accept", "f", "ann", "so", START)
    undoing = Ruling("accept", "f", "ann", "a slip", START, undoes=ruling.id)
    matter = Matter()
    for one in (undoing, ruling, undoing, ruling):
        matter.add(one)
    assert matter.find_same(ruling) is None
