"""Whether two figures may be joined is told for less than how alike they are, and alike."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import combinations
from typing import Any

from drafts import DAY, PLACES, draft, make_reading
from hypothesis import given
from hypothesis import strategies as st

from according.comparing.likeness import FEATURES, compare, joins
from according.comparing.profile import Profile, make_profile
from according.records import file_figures

MOST = {feature.id: feature.most for feature in FEATURES}
DAYS = st.none() | st.integers(0, 40).map(lambda days: (DAY - timedelta(days=days),) * 2) | st.just((date(2025, 1, 1), None))
DRAFTS = st.builds(
    draft,
    number=st.sampled_from((1, 2, 12, 13, 37, 300)),
    people=st.sampled_from(("soldiers", "people", "civilians", "children", "North Korean troops", "policemen")),
    country=st.sampled_from((None, "KP", "RU")),
    kind=st.sampled_from((None, "military", "civilian", "child")),
    place=st.none() | st.sampled_from(sorted(PLACES)),
    by=st.sampled_from((None, "rebels", "the storm")),
    speaker=st.sampled_from((None, "The army", "Police")),
    days=DAYS,
    counting=st.sampled_from(("incident", "running", "period")),
)


@st.composite
def profiles(draw: st.DrawFn) -> list[Profile]:
    found = []
    for number in range(draw(st.integers(1, 3))):
        # Some reports tell the same in the same words, so that there is something to join.
        told, published = draw(st.lists(DRAFTS, min_size=1, max_size=3)), DAY - timedelta(days=3 * number)
        reading = make_reading(*told, title=f"No {number}", published=published)
        found += [make_profile(filed) for filed in file_figures(reading)]
    return found


@given(profiles())
def test_what_is_joined_is_what_comparing_says(found: list[Profile]) -> None:
    for a, b in combinations(found, 2):
        assert joins(a, b) == joins(b, a) == compare(a, b).joins


@given(profiles())
def test_no_feature_speaks_louder_than_it_says(found: list[Profile]) -> None:
    spoken: list[Any] = [part for a, b in combinations(found, 2) for part in compare(a, b).parts]
    assert [part for part in spoken if part[1] > MOST[part[0]]] == []


def test_one_thing_told_twice_is_joined() -> None:
    """The draws above hold pairs that are joined: else they would show nothing."""
    told = [make_reading(draft(37, days=(DAY, DAY), speaker=speaker)) for speaker in ("The army", "Police")]
    one, other = (make_profile(filed) for reading in told for filed in file_figures(reading))
    assert joins(one, other)
