"""Recorders' rule-sets: the same figures under five written methods, every figure used or dropped by a rule with an id."""
from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made import figure

from according.errors import QuestionError
from according.reckoning.answer import ALIGNMENTS, Verdict, Weighed
from according.reckoning.rulesets.ibc import deduct
from according.reckoning.rulesets.independence import count_independent, count_unknown
from according.reckoning.rulesets.parameters import Parameters, read_parameters
from according.reckoning.rulesets.registry import RULE_SETS, apply
from according.statement import Mention, Party

DEFAULT = Parameters()
NUMBERED = iter(range(10_000))


def item(low: float | None, high: float | None = ..., *, measure: str = "killed", says: str | None = None, by: Party | None = None,  # type: ignore[assignment]
         owner: Party | None = None, **more: Any) -> Weighed:  # fmt: skip
    """
    One weighed figure of its own report; ``says`` is the number's text, ``by`` the perpetrator, ``owner`` the speaker.

    ``family``, ``origin``, ``alignment`` and whatever else a weighed figure has go to it.
    """
    own = {key: more.pop(key) for key in ("family", "origin", "alignment", "echo_of", "superseded_by", "dropped_by") if key in more}
    more = {"report": f"report {next(NUMBERED)}", **more}
    filed = figure(measure, low, **({} if high is ... else {"high": high}), **more)
    if says is not None:
        filed = replace(filed, figure=replace(filed.figure, number=Mention(0, len(says), says)))
    if by is not None:
        filed = replace(filed, figure=replace(filed.figure, perpetrator=by))
    if owner is not None:
        filed = replace(filed, statement=replace(filed.statement, speakers=(owner,)))
    return Weighed(filed, **{"origin": filed.id, **own})


def ask(house: str, *figures: Weighed, **parameters: Any) -> Verdict:
    return RULE_SETS[house](figures, replace(DEFAULT, **parameters))


def ranges(verdict: Verdict) -> tuple[float | None, float | None, float | None]:
    return verdict.low, verdict.best, verdict.high


def party(text: str, kind: str | None = None, country: str | None = None, name: str | None = None) -> Party:
    return Party(0, len(text), text, name, kind, country)


ARMY = party("the army", "military", "XA")
DOZENS = {"low": 24, "high": 99, "bound": "vague", "says": "Dozens of"}


# Uppsala


def test_ucdp_gives_the_least_the_most_and_by_default_the_low_end() -> None:
    figures = item(12), item(20), item(15)
    verdict = ask("ucdp", *figures)
    assert ranges(verdict) == (12, 12, 20)
    assert set(verdict.used) == {each.id for each in figures}
    assert "UC5: best is the low end" in verdict.notes


def test_ucdp_s_best_is_published_and_never_a_midpoint() -> None:
    own, third = item(12, alignment="own"), item(16, alignment="third party")
    assert ranges(ask("ucdp", own, third, item(20), best="high")) == (12, 20, 20)
    assert ranges(ask("ucdp", own, third, item(20), best="rank")) == (12, 16, 20)
    assert ranges(ask("ucdp", own, third, item(20), best="rank", ranks=("own",))) == (12, 12, 20)


def test_ucdp_counts_the_dead_alone() -> None:
    hurt, dead = item(40, measure="wounded"), item(3)
    verdict = ask("ucdp", hurt, dead)
    assert (verdict.used, verdict.dropped) == ((dead.id,), ((hurt.id, "UC3"),))


def test_ucdp_says_where_no_ceiling_is_stated() -> None:
    verdict = ask("ucdp", item(12, bound="at_least"))
    assert ranges(verdict) == (12, 12, 12)
    assert any("no source sets a ceiling" in note for note in verdict.notes)


def test_ucdp_has_no_best_where_nobody_sets_a_floor() -> None:
    assert ranges(ask("ucdp", item(20, bound="at_most"))) == (None, None, 20)


def test_ucdp_names_what_it_would_ask_of_an_event() -> None:
    bare, full = item(3), item(3, place="Kabul", on="2025-01-01", by=ARMY)
    assert any("a place, a date" in note for note in ask("ucdp", bare).notes)
    assert not any("would ask" in note for note in ask("ucdp", full).notes)


# ACLED


def test_acled_takes_the_lowest_and_tells_the_dispute() -> None:
    low, high, other = item(12), item(20), item(12)
    verdict = ask("acled", high, low, other)
    assert ranges(verdict) == (12, 12, 12)
    assert set(verdict.used) == {low.id, other.id}
    assert verdict.dropped == ((high.id, "AC1"),)
    assert "AC1: disputed: reported between 12 and 20" in verdict.notes


def test_acled_records_no_injuries() -> None:
    hurt = item(12, measure="wounded")
    assert ask("acled", hurt).dropped == ((hurt.id, "AC3"),)


@pytest.mark.parametrize(
    ("words", "number"), [("Dozens of", 12), ("tens", 10), ("hundreds", 100), ("Tens of thousands", 10_000), ("several", 24)],
)  # fmt: skip
def test_acled_has_its_own_numbers_for_vague_words(words: str, number: int) -> None:
    assert ask("acled", item(24, 99, bound="vague", says=words)).best == number


def test_acled_s_words_are_for_vague_numbers_alone() -> None:
    assert ask("acled", item(24, 24, says="dozens")).best == 24


# Iraq Body Count


def test_ibc_is_provisional_below_two_independent_sources() -> None:
    one, two = item(12, family="A"), item(15, family="B")
    assert ask("ibc", one).grade == "provisional"
    verdict = ask("ibc", one, two)
    assert (verdict.grade, ranges(verdict)) == (None, (12, None, 15))


@pytest.mark.parametrize(
    "second",
    [item(15, family="A"), item(15, family=None), item(15, family="B", origin="o")],
    ids=["same family", "unknown family", "same originator"],
)
def test_ibc_tests_independence_on_originators_and_families(second: Weighed) -> None:
    assert ask("ibc", item(12, family="A", origin="o"), second).grade == "provisional"


def test_ibc_counts_injuries_apart_from_deaths() -> None:
    assert ranges(ask("ibc", item(40, measure="wounded"), item(50, measure="wounded"))) == (40, None, 50)
    hurt = item(40, measure="wounded")
    assert ask("ibc", hurt, item(3)).dropped == ((hurt.id, "IB2"),)


def test_ibc_takes_no_estimates() -> None:
    guess = item(100, status="estimated")
    assert ask("ibc", guess, item(12)).dropped == ((guess.id, "IB1"),)


def test_ibc_deducts_from_an_aggregate_and_never_below_zero() -> None:
    assert deduct(10, (0.02, 0.04), baseline=20) == (0, 0)


# Airwars


def test_airwars_two_credible_sources_and_a_likely_actor_are_fair() -> None:
    figures = item(3, family="A", by=ARMY), item(5, family="B")
    verdict = ask("airwars", *figures)
    assert (verdict.grade, ranges(verdict)) == ("fair", (3, None, 5))
    assert not any("headline" in note for note in verdict.notes)


def test_airwars_without_an_actor_gives_no_grade_unless_told() -> None:
    figures = item(3, family="A"), item(5, family="B")
    assert ask("airwars", *figures).grade is None
    assert ask("airwars", *figures, actions=True).grade == "fair"


def test_airwars_a_single_source_is_weak_and_outside_the_headline() -> None:
    verdict = ask("airwars", item(3, family="A", by=ARMY))
    assert verdict.grade == "weak"
    assert any("not in the headline" in note for note in verdict.notes)


def test_airwars_a_belligerent_that_owns_up_confirms_and_its_number_stands_beside() -> None:
    theirs = item(2, family="A", by=ARMY, owner=party("army spokesman", "military", "XA"), population="civilians", kind="civilian")
    verdict = ask("airwars", theirs, item(9, family="B"))
    assert (verdict.grade, ranges(verdict)) == ("confirmed", (9, None, 9))
    assert verdict.dropped == ((theirs.id, "AW3"),)
    assert any("concede 2" in note for note in verdict.notes)


@pytest.mark.parametrize(
    "people", [{"population": "militants", "kind": "militant"}, {"population": "people", "kind": "other"}, {}],
    ids=["militants", "people", "nobody named"],
)  # fmt: skip
def test_airwars_a_belligerent_that_counts_no_civilians_has_accepted_nothing(people: dict[str, str]) -> None:
    theirs = item(20, family="A", by=ARMY, owner=ARMY, **people)
    assert ask("airwars", theirs, item(9, family="B")).grade == "weak"


def test_airwars_competing_claims_are_contested() -> None:
    figures = item(3, family="A", by=ARMY), item(5, family="B", by=party("rebels", "militant", "XB"))
    assert ask("airwars", *figures).grade == "contested"
    assert ask("airwars", figures[0], item(5, family="B"), competing=("Rebels",)).grade == "contested"


def test_airwars_two_names_of_one_force_do_not_compete() -> None:
    figures = item(3, family="A", by=ARMY), item(5, family="B", by=party("XA strikes", None, "XA"))
    assert ask("airwars", *figures).grade == "fair"


def test_airwars_combatants_by_others_than_the_perpetrator_are_discounted() -> None:
    fighters = item(4, family="A", population="fighters", kind="militant")
    verdict = ask("airwars", fighters)
    assert (verdict.grade, verdict.dropped) == ("discounted", ((fighters.id, "AW4"),))


def test_airwars_the_perpetrator_alone_makes_nobody_a_combatant() -> None:
    theirs = item(4, family="A", alignment="opponent", population="fighters", kind="militant")
    assert ask("airwars", theirs).grade is None
    assert ask("airwars", theirs).dropped == ((theirs.id, "AW3"),)


def test_airwars_grades_fall_in_the_stated_order() -> None:
    figures = item(3, family="A", by=ARMY), item(5, family="B", by=party("rebels", "militant", "XB"))
    assert ask("airwars", *figures, accepted=("the army",)).grade == "confirmed"


def test_airwars_reads_vague_words_of_the_injured() -> None:
    assert ranges(ask("airwars", item(measure="wounded", **DOZENS))) == (12, None, 24)
    assert ranges(ask("airwars", item(2, None, measure="wounded", bound="vague", says="A number of"))) == (2, None, 2)
    assert ranges(ask("airwars", item(**DOZENS))) == (24, None, 99)


# Global Terrorism Database


def dated(number: float, day: int, family: str | None = "A", **more: Any) -> Weighed:
    return item(number, published=f"2025-01-{day:02}", family=family, **more)


def test_gtd_takes_the_most_recent_independent_source() -> None:
    old, new = dated(12, 1), dated(15, 2, "B")
    verdict = ask("gtd", new, old)
    assert (ranges(verdict), verdict.used, verdict.dropped) == ((15, 15, 15), (new.id,), ((old.id, "GT1"),))


def test_gtd_leaves_the_perpetrator_s_claim_for_the_majority() -> None:
    figures = dated(12, 1), dated(12, 2, "B"), dated(15, 3, "C"), dated(3, 4, "D", alignment="opponent")
    verdict = ask("gtd", *figures)
    assert verdict.best == 12
    assert dict(verdict.dropped) == {figures[2].id: "GT2", figures[3].id: "GT1"}


def test_gtd_disagreement_of_one_day_goes_to_the_majority_or_the_lowest() -> None:
    assert ask("gtd", dated(12, 1), dated(15, 2, "B"), dated(17, 2, "C")).best == 12
    assert ask("gtd", dated(17, 1), dated(15, 2, "B"), dated(17, 2, "C")).best == 17


def test_gtd_without_independent_sources_takes_the_lowest() -> None:
    high, low = dated(20, 2, None), dated(12, 1, None)
    verdict = ask("gtd", high, low)
    assert (verdict.best, verdict.dropped) == (12, ((high.id, "GT3"),))


def test_gtd_is_blank_where_all_is_vague() -> None:
    vague, up_to = item(**DOZENS), item(20, bound="at_most")
    verdict = ask("gtd", vague, up_to)
    assert ranges(verdict) == (None, None, None)
    assert dict(verdict.dropped) == {vague.id: "GT4", up_to.id: "GT4"}


# All of them


@pytest.mark.parametrize("house", RULE_SETS)
def test_every_house_leaves_out_what_is_no_report(house: str) -> None:
    figures = [
        item(5, status="denied"), item(5, status="possible"), item(5, status="planned"), item(5, echo_of="x"), item(5, superseded_by="x"),
        item(5, dropped_by="ruling 1"), item(5, measure="deployed"), item(5, unit="percent"), item(5, speakers="A rumour"),
    ]  # fmt: skip
    verdict = ask(house, *figures, unreliable=frozenset({"a rumour"}))
    assert verdict.used == ()
    assert ranges(verdict) == (None, None, None)
    assert dict(verdict.dropped)[figures[3].id] == "CO2"
    assert dict(verdict.dropped)[figures[5].id] == "ruling 1"


@pytest.mark.parametrize("house", RULE_SETS)
def test_every_house_has_a_sentence_and_answers_to_nothing(house: str) -> None:
    assert RULE_SETS[house].__doc__
    assert ask(house).used == ()


@pytest.mark.parametrize(("house", "rule"), [("ucdp", "UC4"), ("acled", "AC4"), ("ibc", "IB4"), ("airwars", "AW5")])
def test_a_rule_that_was_not_read_is_named_as_left_out(house: str, rule: str) -> None:
    assert rule in ask(house, item(5)).notes[-1]


def test_independence_is_of_pairs() -> None:
    def source(origin: str, family: str | None) -> Weighed:
        return item(1, origin=origin, family=family)

    assert count_independent([source("police", "A"), source("police", "B"), source("clinic", "A"), source("clinic", "C")]) == 2
    assert count_independent([source("police", "A"), source("clinic", "A")]) == 1
    assert (count_independent([source("police", None)]), count_unknown([source("police", None)])) == (0, 1)


@given(st.lists(st.tuples(st.sampled_from("opqrs"), st.sampled_from("ABCDE")), max_size=9))
def test_independent_sources_are_the_most_that_share_nothing(pairs: list[tuple[str, str]]) -> None:
    def most(rest: list[tuple[str, str]]) -> int:
        if not rest:
            return 0
        (origin, family), *others = rest
        return max(most(others), 1 + most([other for other in others if other[0] != origin and other[1] != family]))

    found = count_independent([item(1, origin=origin, family=family, report=f"{origin}{family}") for origin, family in pairs])
    assert found == most(sorted(set(pairs)))


def test_a_long_chain_of_origins_and_families_is_counted() -> None:
    chain = [(at, at) for at in range(1500)] + [(at + 1, at) for at in range(1500)]
    figures = [replace(item(1, report="chain"), origin=f"o{origin:05}", family=f"f{family:05}") for origin, family in chain]
    assert count_independent(figures) == 1500


def test_rule_sets_are_applied_by_name_in_order() -> None:
    figures = [item(12), item(15)]
    assert [name for name, _ in apply(["gtd", "ucdp", "gtd"], figures)] == ["gtd", "ucdp"]
    assert dict(apply(["ucdp"], figures, {"best": "high"}))["ucdp"].best == 15


@pytest.mark.parametrize(
    ("given", "words"),
    [({"bset": "low"}, "bset"), ({"best": "mean"}, "low, high, rank"), ({"ranks": ["mine"]}, "mine"), ({"enough": 0}, "enough"),
     ({"unreliable": "Reuters"}, "list of names"), ({"accepted": [" "]}, "accepted names nobody"), ({"actions": "no"}, "true or false")],
)  # fmt: skip
def test_a_parameter_that_is_none_is_an_error(given: dict[str, object], words: str) -> None:
    with pytest.raises(QuestionError, match=words):
        read_parameters(given)


def test_a_rule_set_that_is_none_is_an_error() -> None:
    with pytest.raises(QuestionError, match="ucdp, acled, ibc, airwars, gtd"):
        apply(["sipri"], [])


maybe = st.sampled_from


@st.composite
def any_figures(draw: st.DrawFn) -> list[Weighed]:
    made = []
    for at in range(draw(st.integers(0, 7))):
        low, more = draw(st.integers(0, 40)), draw(st.integers(0, 40))
        made.append(item(
            low, draw(maybe([low, low + more, None])), measure=draw(maybe(["killed", "killed", "wounded", "missing"])),
            bound=draw(maybe([None, None, "vague", "at_most"])), says=draw(maybe(["12", "dozens", "several"])), report=f"any {at}",
            status=draw(maybe(["asserted", "asserted", "estimated", "denied"])), kind=draw(maybe(["civilian", "militant", "other"])),
            population="people", published=draw(maybe([None, "2025-01-01", "2025-01-02"])), by=draw(maybe([None, ARMY])),
            owner=draw(maybe([None, ARMY, party("police", "police", "XB")])), family=draw(maybe([None, "A", "B", "C"])),
            origin=draw(maybe(["o", "p", "q"])), alignment=draw(maybe(ALIGNMENTS)), echo_of=draw(maybe([None, None, None, "x"])),
        ))  # fmt: skip
    return made


def parameters() -> st.SearchStrategy[Parameters]:
    return st.builds(Parameters, best=maybe(["low", "high", "rank"]), actions=st.booleans(), enough=st.integers(1, 3))


@given(any_figures(), parameters())
def test_every_figure_is_used_or_dropped_exactly_once(figures: list[Weighed], chosen: Parameters) -> None:
    for _, verdict in apply(RULE_SETS, figures, chosen):
        assert sorted((*verdict.used, *(id for id, _ in verdict.dropped))) == sorted({each.id for each in figures})
        assert all(rule for _, rule in verdict.dropped)


@given(any_figures(), parameters())
def test_low_best_and_high_are_in_order(figures: list[Weighed], chosen: Parameters) -> None:
    for _, verdict in apply(RULE_SETS, figures, chosen):
        numbers = [number for number in ranges(verdict) if number is not None]
        assert numbers == sorted(numbers)
        assert verdict.used or not numbers


@given(any_figures(), parameters(), st.randoms())
def test_order_never_changes_a_verdict(figures: list[Weighed], chosen: Parameters, random: Any) -> None:
    shuffled = figures.copy()
    random.shuffle(shuffled)
    assert apply(RULE_SETS, shuffled, chosen) == apply(RULE_SETS, figures, chosen)


@given(any_figures(), parameters())
def test_an_echo_changes_no_range(figures: list[Weighed], chosen: Parameters) -> None:
    if figures:
        first = figures[0]
        told_again = item(999, report="an echo", echo_of=first.id, origin=first.origin, family="Z", by=party("x", "militant", "XC"))
        before, after = apply(RULE_SETS, figures, chosen), apply(RULE_SETS, [*figures, told_again], chosen)
        assert [(ranges(one), one.grade) for _, one in before] == [(ranges(other), other.grade) for _, other in after]
