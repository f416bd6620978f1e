"""Which figures answer one question: cases as data, and what must hold of any figures."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made import figure

from according.comparing.likeness import FEATURES, compare, may_be_joined, may_be_tied
from according.comparing.pairs import candidates_of
from according.comparing.profile import make_profile
from according.reckoning.questions.assembly import find_questions, make_question, put_to_questions
from according.reckoning.questions.grouping import Said, group_figures, pair
from according.reckoning.questions.labels import label_of
from according.reckoning.questions.linking import LINKED, Links, is_one_event, judge_one_event, link_questions
from according.records import FiledFigure
from according.statement import Time

CASES = tomllib.loads((Path(__file__).parents[2] / "cases" / "questions.toml").read_text("utf8"))["case"]


def make(row: dict[str, Any]) -> FiledFigure:
    words = dict(row)
    spot = {key: words.pop(key) for key in ("latitude", "longitude") if key in words}
    number = words.pop("number", None)
    made = figure(words.pop("measure"), words.pop("low"), **words)
    if spot and made.figure.place is not None:
        made = replace(made, figure=replace(made.figure, place=replace(made.figure.place, **spot)))
    return made if number is None else replace(made, figure=replace(made.figure, number=replace(made.figure.number, text=number)))


@pytest.mark.parametrize("case", CASES, ids=[case["label"] for case in CASES])
def test_pairs(case: dict[str, Any]) -> None:
    a, b = make(case["a"]), make(case["b"])
    groups = group_figures([make_profile(a), make_profile(b)])
    assert (len(groups) == 1) is case["joined"], compare(make_profile(a), make_profile(b))


def test_every_feature_is_told_and_says_something_in_some_case() -> None:
    said = {id for case in CASES for id, _, _ in compare(make_profile(make(case["a"])), make_profile(make(case["b"]))).parts}
    assert all(feature.sentence for feature in FEATURES)
    # Perpetrators have cases in the stories; see tests/model/test_stories.py. Parts have them below.
    assert {feature.id for feature in FEATURES} - said == {"actor", "part"}


def test_a_person_is_not_at_least_one_of_those_who_were_arrested() -> None:
    """One of a group is as many as its report says, and who is told of alone is one."""
    common = {"measure": "detained", "place": "Pune", "place_country": "IN", "on": "2026-07-20", "published": "2026-07-21"}
    alone = make({**common, "low": 1, "number": "a", "population": "suspect", "said": "Police arrested a suspect in Pune.", "report": "a"})
    group = make({**common, "low": 8, "population": "suspects", "said": "Police arrested eight suspects in Pune.", "report": "b"})
    words = {"bound": "at_least", "population": "suspects", "said": "At least one of those arrested in Pune is a soldier.", "report": "b"}
    some = make({**common, **words, "low": 1, "part_of": group, "start": 90})
    assert not compare(make_profile(alone), make_profile(some)).joins
    # The same words of no group are a count that he may be.
    assert compare(make_profile(alone), make_profile(make({**common, **words, "low": 1}))).joins


@pytest.mark.parametrize(("said", "joined"), [
    ("In Gao at least 10 soldiers were killed on Tuesday.", True),
    ("Meanwhile, an ambush near Gao killed at least 10 soldiers on Tuesday.", False),
    ("In a separate attack, at least 10 soldiers were killed on Tuesday near Gao.", False),
])  # fmt: skip
def test_a_report_that_turns_to_another_event_does_not_restate_the_first(said: str, joined: bool) -> None:
    common = {"measure": "killed", "population": "soldiers", "kind": "military", "place": "Gao", "place_country": "ML", "on": "2026-07-20"}
    lead = make({**common, "low": 10, "said": "Militants killed 10 soldiers in Gao on Tuesday."})
    below = make({**common, "low": 10, "bound": "at_least", "said": said, "start": 90})
    assert compare(make_profile(lead), make_profile(below)).joins is joined


def test_one_event_of_several_is_a_part() -> None:
    common = {"measure": "wounded", "population": "people", "place": "Jammu", "place_country": "IN", "on": "2026-07-20"}
    all_of_them = make({**common, "low": 20, "bound": "at_least", "said": "More than 20 people were wounded in two blasts in Jammu."})
    in_one = make({**common, "low": 18, "bound": "at_least", "said": "In one attack, a grenade wounded at least 18 people.", "start": 90})
    assert compare(make_profile(all_of_them), make_profile(in_one)).barred


def test_the_question_s_fields_come_from_its_figures() -> None:
    a, b = make(CASES[1]["a"]), make(CASES[1]["b"])
    [question] = find_questions([b, a])
    assert (question.measure, question.population, question.place, question.kind) == ("killed", "people", "Mosul", "unknown")
    assert question.label == "people killed in Mosul on 2016-05-03"
    assert [filed.id for filed in question.figures] == [a.id, b.id]


def test_dead_and_wounded_of_one_sentence_are_linked() -> None:
    case = next(case for case in CASES if case["label"] == "killed and wounded are two questions")
    one, other = find_questions([make(case["a"]), make(case["b"])])
    assert (one.linked, other.linked) == ((other.id,), (one.id,))
    assert one.affair == other.affair


def test_links_reach_over_the_end_of_a_week() -> None:
    """The weeks by which questions are looked up begin on Sundays: one night belongs to two of them."""
    common = {"population": "people", "place": "Mosul", "place_country": "IQ", "published": "2016-05-02"}
    dead = {"measure": "killed", "low": 12, "said": "A car bomb killed 12 people in Mosul.", "report": "a"}
    hurt = {"measure": "wounded", "low": 40, "said": "A car bomb hurt 40 people in Mosul.", "report": "b"}
    evening = make({**common, **dead, "on": "2016-04-30"})
    night = make({**common, **hurt, "on": "2016-04-30", "last": "2016-05-01"})
    one, other = find_questions([evening, night])
    assert (one.linked, other.linked) == ((other.id,), (one.id,))
    assert [question.linked for question in link_questions([one, other], only=other.id)] == [(other.id,), (one.id,)]


def test_two_totals_of_nobody_in_particular_are_not_linked() -> None:
    common = {"place": "Iraq", "place_country": "IQ", "precision": "country", "counting": "running", "as_of": "2016-05-02"}
    flu = make({**common, "measure": "killed", "low": 31, "said": "Influenza has killed 31 in Iraq so far.", "report": "a"})
    war = make({**common, "measure": "wounded", "low": 4000, "said": "The fighting has left 4,000 wounded.", "report": "b"})
    assert [question.linked for question in find_questions([flu, war])] == [(), ()]


def test_two_equal_candidates_that_exclude_one_another_are_neither_taken() -> None:
    common = {"measure": "killed", "low": 12, "population": "people", "place": "Mosul", "place_country": "IQ", "published": "2016-05-04"}
    first = make({**common, "on": "2016-05-02", "said": "A car bomb killed 12 people in Mosul on Monday.", "report": "a"})
    second = make({**common, "on": "2016-05-04", "said": "A car bomb killed 12 people in Mosul on Wednesday.", "report": "b"})
    open_one = make({**common, "said": "A car bomb killed 12 people in Mosul.", "report": "c"})
    assert len(group_figures(map(make_profile, (first, second)))) == 2
    assert len(group_figures(map(make_profile, (first, open_one)))) == 1
    assert len(group_figures(map(make_profile, (first, second, open_one)))) == 3


def test_totals_that_began_on_one_day_may_be_one() -> None:
    def since(year: int, low: int, report: str) -> FiledFigure:
        said = f"The World Health Organization says bird flu has killed {low} people worldwide since {year}."
        made = figure("killed", low, population="people", counting="running", said=said, report=report, statement=report)
        return replace(made, figure=replace(made.figure, time=Time(None, None, f"since {year}", date(year, 1, 1))))

    one, other, later = since(2003, 130, "a"), since(2003, 160, "b"), since(2005, 160, "c")
    assert len(group_figures(map(make_profile, (one, other)))) == 1
    assert compare(make_profile(one), make_profile(later)).parts[-1][0] == "stretch"


def test_a_question_s_people_are_those_of_its_totals() -> None:
    place = {"place": "Beirut", "place_country": "LB", "on": "2027-08-04", "published": "2027-08-05"}
    blast = "A blast in Beirut killed 12"
    everybody = [figure("killed", 12, population="people", said=f"{blast} people.", report=name, **place) for name in "ab"]
    others = figure("killed", 12, population="Syrians", country="SY", said=f"{blast} Syrians.", report="c", **place)
    question = make_question([make_profile(filed) for filed in (*everybody, others)])
    assert (question.label, question.population_country) == ("people killed in Beirut on 2027-08-04", None)


@pytest.mark.parametrize(("grain", "since"), [("day", "2016-03-01"), ("month", "2016-03"), ("year", "2016")])
def test_a_total_is_named_by_its_beginning_and_no_sharper(grain: str, since: str) -> None:
    first = date(2016, 1 if grain == "year" else 3, 1)
    made = figure("killed", 120, population="people", counting="running", published="2019-05-03")
    time = Time(None, None, "since then", first, date(2019, 5, 3), "during", grain)
    question = make_question([make_profile(replace(made, figure=replace(made.figure, time=time)))])
    assert question.label == f"people killed, total since {since}"


def test_rulings_join_and_part() -> None:
    apart = next(case for case in CASES if case["label"] == "another day")
    a, b = make(apart["a"]), make(apart["b"])
    assert len(group_figures(map(make_profile, (a, b)), Said(same=frozenset({pair(a.id, b.id)})))) == 1
    joined = CASES[0]
    a, b = make(joined["a"]), make(joined["b"])
    assert len(group_figures(map(make_profile, (a, b)), Said(apart=frozenset({pair(b.id, a.id)})))) == 2


def test_a_ruling_that_joins_two_groups_takes_nobody_out_of_either() -> None:
    """Two blasts, each told twice: whoever says that one figure of each is the same joins all four."""
    of = {"population": "people", "place_country": "IQ", "counting": "incident", "published": "2016-06-09"}
    mosul = [figure("killed", 12, place="Mosul", on="2016-05-03", report=f"m{number}", **of) for number in (1, 2)]
    erbil = [figure("killed", 13, place="Erbil", on="2016-06-07", report=f"e{number}", **of) for number in (1, 2)]
    apart = [{filed.id for filed in question.figures} for question in find_questions([*mosul, *erbil])]
    assert sorted(map(len, apart)) == [2, 2]
    said = Said(same=frozenset({pair(mosul[0].id, erbil[0].id)}))
    assert [len(question.figures) for question in find_questions([*mosul, *erbil], said)] == [4]


def test_labels() -> None:
    assert label_of("deployed", "troops", "Kursk", None, None, "running") == "troops sent or present in Kursk, total so far"


def test_a_ruling_that_settles_what_was_open_does_not_part_two_others() -> None:
    """The candidates that a ruling makes one are as good as the third, which has its own; it is not the third that must leave."""
    of = {"population": "people", "place": "Mosul", "place_country": "IQ", "counting": "incident"}
    fourth, fifth, second, some = (
        figure("killed", low, on=on, published=f"2016-05-0{day}", report=f"r{day}{low}{on}",
               said=f"A car bomb killed {low} people in Mosul {weekday}.", **of)
        for low, on, day, weekday in ((15, "2016-05-04", 5, "on Wednesday"), (12, "2016-05-05", 6, ""), (12, "2016-05-02", 6, ""),
                                      (12, None, 3, "on Wednesday"))
    )  # fmt: skip
    every, said = [fourth, fifth, second, some], Said(same=frozenset({pair(second.id, fifth.id)}))
    before, after = ([{filed.id for filed in question.figures} for question in find_questions(every, ruled)] for ruled in (Said(), said))
    assert any(len(group) > 1 for group in before)
    assert all(any(group <= larger for larger in after) for group in before)


def test_a_ruling_that_settles_two_candidates_brings_what_was_open_in_and_takes_nothing_out() -> None:
    common = {"measure": "killed", "low": 12, "population": "people", "place": "Mosul", "place_country": "IQ", "published": "2016-05-04"}
    first = make({**common, "on": "2016-05-02", "said": "A car bomb killed 12 people in Mosul on Monday.", "report": "a"})
    second = make({**common, "on": "2016-05-04", "said": "A car bomb killed 12 people in Mosul on Wednesday.", "report": "b"})
    open_one = make({**common, "said": "A car bomb killed 12 people in Mosul.", "report": "c"})
    said = Said(same=frozenset({pair(first.id, second.id)}))
    assert [len(question.figures) for question in find_questions([first, second, open_one], said)] == [3]


PLACES = (("Mosul", "IQ"), ("Baghdad", "IQ"), ("Kursk", "RU"), (None, None))
FIGURES = st.builds(
    lambda measure, low, bound, place, day, report, population, counting: make(
        {
            "measure": measure,
            "low": low,
            "bound": bound,
            "place": place[0],
            "place_country": place[1],
            "on": f"2016-05-0{day}" if day else None,
            "report": report,
            "published": f"2016-05-0{1 + ord(report) % 6}",
            "population": population[0],
            "kind": population[1],
            "counting": counting,
            "said": f"A bomb in {place[0]} hit {low} {population[0]} there, {measure} officials of the province reported.",
        }
    ),
    st.sampled_from(["killed", "wounded"]),
    st.sampled_from([3, 5, 12, 17, 137]),
    st.sampled_from(["exact", "about", "at_least"]),
    st.sampled_from(PLACES),
    st.integers(0, 4),
    st.sampled_from("abcdef"),
    st.sampled_from([("people", None), ("soldiers", "military"), ("rebels", "militant")]),
    st.sampled_from(["incident", "running", "unknown"]),
)


@given(
    st.lists(FIGURES, max_size=9, unique_by=lambda filed: filed.id).flatmap(
        lambda figures: st.tuples(st.just(figures), st.permutations(figures))
    )
)
def test_order_never_matters_and_every_figure_is_in_one_question(drawn: tuple[list[FiledFigure], list[FiledFigure]]) -> None:
    figures, shuffled = drawn
    questions = find_questions(figures)
    assert questions == find_questions(shuffled)
    assert sorted(filed.id for question in questions for filed in question.figures) == sorted(filed.id for filed in figures)


@given(st.lists(FIGURES, min_size=1, max_size=9, unique_by=lambda filed: filed.id))
def test_followed_from_one_figure_links_are_those_among_all(figures: list[FiledFigure]) -> None:
    loose, links = put_to_questions(figures), Links()
    every = {question.id: question for question in link_questions(loose)}
    met: set[str] = set()
    for id in [filed.id for question in loose for filed in question.figures]:
        # Twice: what was found the first time is kept.
        followed = [links.follow(loose, id) for _ in range(2)]
        assert followed[0] == followed[1] == tuple(every[question.id] for question in followed[0])
        assert {linked for question in followed[0] for linked in question.linked} <= {question.id for question in followed[0]}
        met.update(question.id for question in followed[0])
    assert met == every.keys()


@given(st.lists(FIGURES, max_size=6, unique_by=lambda filed: filed.id))
def test_what_nothing_ties_is_never_joined(figures: list[FiledFigure]) -> None:
    for a, b in combinations(map(make_profile, figures), 2):
        assert may_be_tied(a, b) == may_be_tied(b, a)
        assert may_be_tied(a, b) or not compare(a, b).joins


# Places in a list and in none, of which some hold one another's names or are spellings of one; sentences with and without these names.
SITES = (*PLACES, ("Mosul", None), ("Mosool", None), ("old Mosul", None), ("Pavlivka", None), ("Pavlovka", None))
SCATTERED = st.builds(
    lambda low, place, named, words, report, on, counting: make(
        {
            "measure": "killed", "low": low, "place": place[0], "place_country": place[1], "on": on, "report": report,
            "published": "2016-05-02", "counting": counting, "said": f"On {named}, {' '.join(words)} {low}.",
        }
    ),
    st.sampled_from([1, 2, 40]),
    st.sampled_from(SITES),
    st.sampled_from(["Monday", "Mosul", "Pavlivka"]),
    st.lists(st.sampled_from("bomb market police soldiers village river school border convoy bridge".split()), max_size=9, unique=True),
    st.sampled_from("abcdef"),
    st.sampled_from([None, "2016-05-01", "2016-05-20"]),
    st.sampled_from(["incident", "running"]),
)  # fmt: skip


@given(SCATTERED, SCATTERED)
def test_one_event_is_told_for_less_as_it_is_judged(one: FiledFigure, other: FiledFigure) -> None:
    a, b = make_profile(one), make_profile(other)
    assert is_one_event(a, b) == (judge_one_event(a, b)[0] >= LINKED)


@given(st.lists(SCATTERED, max_size=9, unique_by=lambda filed: filed.id), st.sets(st.integers(0, 8)))
def test_all_that_may_be_joined_is_a_candidate_once(figures: list[FiledFigure], touching: set[int]) -> None:
    profiles = [make_profile(filed) for filed in figures]
    found = [frozenset(pair) for pair in candidates_of(profiles, touching)]
    rule = {frozenset((a, b)) for a, b in combinations(range(len(profiles)), 2) if may_be_joined(profiles[a], profiles[b])}
    assert {pair for pair in rule if pair & touching} <= set(found)
    assert len(set(found)) == len(found)
    assert all(len(pair) == 2 and pair & touching for pair in found)


@given(st.lists(FIGURES, min_size=2, max_size=9, unique_by=lambda filed: filed.id), st.data())
def test_joining_never_takes_a_figure_out_of_a_group(drawn: list[FiledFigure], data: st.DataObject) -> None:
    pairs = data.draw(st.lists(st.tuples(st.sampled_from(drawn), st.sampled_from(drawn)), min_size=1, max_size=3))
    said = Said(same=frozenset(pair(a.id, b.id) for a, b in pairs if a.id != b.id))
    before = [{filed.id for filed in question.figures} for question in find_questions(drawn)]
    after = [{filed.id for filed in question.figures} for question in find_questions(drawn, said)]
    assert all(any(group <= larger for larger in after) for group in before)
