"""Whether two figures are of one place and one people is answered once: what features speak for, checks do not part."""
from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from according.comparing.lands import judge_place
from according.comparing.likeness import FEATURES, judge_population
from according.comparing.nearness import same_place
from according.comparing.people import KINDS_APART, read_people, same_people, tell_apart
from according.comparing.profile import Profile, make_profile
from according.comparing.setting import BARRED
from according.comparing.spots import spot_of
from according.quantity import Quantity
from according.records import FiledFigure, Filing
from according.statement import Figure, Mention, Party, Place, Statement

BAGHDAD, SADR_CITY, MOSUL = (33.34, 44.40), (33.39, 44.46), (36.34, 43.13)


Spot = tuple[float, float] | tuple[None, None]


def at(name: str, country: str | None = "IQ", spot: Spot = (None, None), precision: Any = "city") -> Place:
    return Place(0, len(name), name, name, country, *spot, precision)


def are_one(one: Place | None, other: Place | None, *, one_report: bool) -> bool | None:
    spots = (None if place is None else spot_of(place) for place in (one, other))
    return same_place(*spots, one_report=one_report)


@pytest.mark.parametrize(("one", "other", "same"), [
    (at("Baghdad", spot=BAGHDAD), at("the city of Baghdad", spot=BAGHDAD), (True, True)),
    (at("Baghdad", spot=BAGHDAD), at("Baghdad", None), (True, True)),
    (at("Baghdad", spot=BAGHDAD), at("Sadr City", spot=SADR_CITY), (None, False)),
    (at("Baghdad", spot=BAGHDAD), at("central Baghdad"), (None, False)),
    (at("Baghdad", spot=BAGHDAD), at("Mosul", spot=MOSUL), (False, False)),
    (at("Baghdad", spot=BAGHDAD), at("Iraq", precision="country"), (None, None)),
    (at("Baghdad", spot=BAGHDAD), at("Damascus", "SY"), (False, False)),
    (at("Hilla"), at("Kut"), (False, False)),
    (at("Hilla"), at("Kut", None), (False, False)),
    (at("Hilla"), None, (None, None)),
])  # fmt: skip
def test_the_same_place_in_two_reports_and_in_one(one: Place, other: Place | None, same: tuple[bool | None, bool | None]) -> None:
    for a, b in ((one, other), (other, one)):
        assert (are_one(a, b, one_report=False), are_one(a, b, one_report=True)) == same


def profile(report: str, population: Party | None = None, place: Place | None = None, number: int = 1, status: Any = "asserted") -> Profile:
    figure = Figure(
        f"of {report}", Mention(0, 1, "1"), Quantity.exact(number), "people", "killed", population=population, place=place, status=status
    )
    return make_profile(FiledFigure(Filing(report), Statement(report, 0, 1, "x", Mention(0, 1, "x")), figure))


names = st.sampled_from(("Baghdad", "central Baghdad", "Sadr City", "Mosul", "Nineveh province", "Iraq", "Kut", "the town of Kut"))
places = st.builds(
    at, names, st.sampled_from(("IQ", "SY", None)), st.sampled_from((BAGHDAD, SADR_CITY, MOSUL, (None, None))),
    st.sampled_from(("city", "district", "region", "country")),
)  # fmt: skip


@given(places, places)
def test_where_features_speak_for_one_place_checks_do_not_part_it(one: Place, other: Place) -> None:
    judged = judge_place(profile("a", place=one), profile("b", place=other))
    same = are_one(one, other, one_report=False)
    assert same == are_one(other, one, one_report=False)
    if judged is not None and judged[0] > 0:
        assert same is not False
    if judged is not None and judged[0] <= BARRED:
        assert same is False


kinds = st.sampled_from((*sorted(KINDS_APART), "child", "other", None))
people = st.builds(lambda text, kind, country: Party(0, len(text), text, None, kind, country),
                   st.sampled_from(("soldiers", "security guards", "guards", "people", "deaths", "Iraqi miners", "the wounded")), kinds,
                   st.sampled_from(("IQ", "SY", None)))  # fmt: skip


@given(people, people)
def test_people_of_other_countries_and_kinds_are_apart_for_both(one: Party, other: Party) -> None:
    judged = judge_population(profile("a", one), profile("b", other))
    if tell_apart((one.country, one.kind), (other.country, other.kind)) is not None:
        assert judged is not None
        assert judged[0] == BARRED
        read = [read_people(party.text, party.kind, party.country) for party in (one, other)]
        assert same_people(*read) is (None if None in read else False)
    else:
        assert judged is None or judged[0] > BARRED


profiles = st.tuples(people, places, st.sampled_from((1, 9, 12, 300)), st.sampled_from(("asserted", "possible", "planned")))


@given(profiles, profiles)
def test_no_feature_hangs_on_which_figure_is_asked_first(one: tuple[Any, ...], other: tuple[Any, ...]) -> None:
    a, b = profile("a", *one), profile("b", *other)
    for feature in FEATURES:
        weights = [None if judged is None else judged[0] for judged in (feature.judge(a, b), feature.judge(b, a))]
        assert weights[0] == weights[1], feature.id


def test_a_long_country_name_is_no_part_of_the_words_for_people() -> None:
    named = read_people("Democratic Republic of the Congo soldiers", "military", "CD")
    assert named is not None
    assert (named.words, named.noun) == (frozenset(), "soldier")
    assert same_people(named, read_people("soldiers of the DRC", "military", "CD")) is True
    assert same_people(named, read_people("soldiers", "military", None)) is None
    # Of which Congo they are is not said: of this one perhaps, and of no third country.
    congolese = read_people("Congolese soldiers", "military", None)
    assert same_people(named, congolese) is same_people(congolese, named) is None
    assert same_people(congolese, read_people("Iraqi soldiers", "military", "IQ")) is False


def test_who_is_called_by_one_noun_may_be_the_same() -> None:
    guards, security = read_people("guards", None, None), read_people("security guards", None, None)
    assert same_people(guards, security) is None
    assert same_people(guards, read_people("miners", None, None)) is False
    assert same_people(read_people("soldiers", "military", None), read_people("border soldiers", "military", None)) is False
