"""What people ruled, applied: the latest counts, an undoing takes back, corrections change what is reckoned with and not the report."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made import figure

from according.errors import LedgerError
from according.quantity import Quantity
from according.reckoning.corrections import check_correction, correct_figures, impossible
from according.reckoning.rulings import Opinion, weigh_rulings
from according.records import Ruling
from according.reliability import check_opinion
from according.statement import Figure

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


def test_what_is_set_of_a_speaker_is_the_latest_that_stands() -> None:
    said = [rule("reliability", 1, subject="the agency", value="B"), rule("side", 2, subject="the agency", value="the north")]
    later = rule("reliability", 3, subject="the agency", value="D")
    back = rule("reliability", 4, subject="the agency", undoes=later)
    assert weigh_rulings(said).opinions == {"the agency": Opinion("the agency", *said)}
    both = weigh_rulings([*said, later])
    assert both.opinions["the agency"] == Opinion("the agency", later, said[1])
    assert both.clashes == ((said[0], later),)
    assert weigh_rulings([*said, later, back]).opinions == weigh_rulings(said).opinions
    # It is on nobody and on nothing else.
    assert weigh_rulings(said).on("the agency") == ()
    assert [one.name for one in weigh_rulings(said).opinions_of(FIGURE.statement.speakers)] == ["the agency"]
    assert weigh_rulings(said).opinions_of(OTHER.statement.speakers) == ()


def test_a_name_that_is_spelt_as_an_id_is_another_matter() -> None:
    rulings = [rule("reject", 1), rule("reliability", 2, value="F"), rule("side", 3, value="none")]
    standing = weigh_rulings(rulings)
    assert (set(standing.rejected), set(standing.opinions), standing.clashes) == ({FIGURE.id}, {FIGURE.id}, ())
    assert standing.on(FIGURE.id) == (rulings[0].id,)


@pytest.mark.parametrize(
    ("kind", "value", "kept"), [("reliability", " c ", "C"), ("side", " the  north\n", "the north"), ("side", "x" * 80, "x" * 80)]
)
def test_what_is_set_is_kept_in_one_form(kind: str, value: object, kept: str) -> None:
    assert check_opinion(kind, value) == kept


@pytest.mark.parametrize(
    ("kind", "value", "told"),
    [
        ("reliability", "G", "'G' is no reliability; give one of A \\(completely reliable\\)"), ("reliability", "", "is no reliability"),
        ("reliability", None, "is no reliability"), ("reliability", "AB", "is no reliability"), ("reliability", ["A"], "is no reliability"),
        ("side", "  ", "names no side"), ("side", "x" * 81, "one to 80 characters"), ("side", "north\u202e", "all of them visible"),
        ("side", 3, "names no side"),
    ],
)  # fmt: skip
def test_what_cannot_be_set_is_told(kind: str, value: object, told: str) -> None:
    with pytest.raises(LedgerError, match=told):
        check_opinion(kind, value)


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
        ("country", "Atlantis"),
        ("country", "XX"),
        ("country", "Kabul"),
        ("kind", "soldierly"),
        ("population", " "),
    ],
)
def test_what_cannot_be_corrected_so_is_told(field: str, value: str) -> None:
    with pytest.raises(LedgerError, match=field if field == "id" else value):
        check_correction(field, value)


def test_numbers_may_be_typed_with_commas() -> None:
    assert check_correction("low", "3,000") == 3000
    assert check_correction("high", None) is None


def test_values_are_put_in_the_form_of_the_figure() -> None:
    given = [("country", "kp"), ("country", "North Korea"), ("from", "3 May 2016"), ("kind", None), ("speakers", ["a", "b"])]
    assert [check_correction(*pair) for pair in given] == ["KP", "KP", "2016-05-03", None, ["a", "b"]]


@pytest.mark.parametrize(
    ("values", "quantity"),
    [
        ({"low": None, "high": None}, Quantity.exact(600)),
        ({"low": [700]}, Quantity.exact(600)),
        # Bounds are followed all or none: the one that is left would make a number that nobody gave.
        ({"bound": None, "high": "700"}, Quantity.exact(600)),
        ({"low": 900, "high": 700}, Quantity.exact(600)),
        ({"low": "many", "high": 700}, Quantity.exact(600)),
        ({"colour": "red", "low": "700"}, Quantity(700, 700, "exact")),
        ({"from": "2025-05-01", "to": "2025-04-01"}, Quantity.exact(600)),
    ],
)
def test_corrections_that_make_no_figure_leave_it_as_read(values: dict[str, object], quantity: Quantity) -> None:
    rulings = [rule("correct", minute, field=field, value=value) for minute, (field, value) in enumerate(values.items())]
    [made] = correct_figures([FIGURE], weigh_rulings(rulings))
    assert (made.figure.quantity, made.figure.time) == (quantity, None)
    assert impossible(FIGURE, rulings)


def test_a_number_filed_as_text_is_a_number() -> None:
    rulings = [rule("correct", 1, field="low", value="700")]
    [made] = correct_figures([FIGURE], weigh_rulings(rulings))
    assert made.figure.quantity == Quantity(700, 700, "exact")
    assert impossible(FIGURE, rulings) is None


def corrected(**values: object) -> Figure:
    before = figure("killed", 600, population="soldiers", kind="military", country="KP")
    rulings = [rule("correct", minute, subject=before.id, field=field, value=value) for minute, (field, value) in enumerate(values.items())]
    [made] = correct_figures([before], weigh_rulings(rulings))
    return made.figure


@pytest.mark.parametrize(
    ("values", "kind", "country"),
    [
        ({"population": "Ukrainian civilians"}, "civilian", "UA"),
        ({"population": "civilians"}, "civilian", None),
        ({"kind": "police", "country": "ru", "population": "Ukrainian civilians"}, "police", "RU"),
        ({"kind": "police"}, "police", "KP"),
        ({"country": None}, "military", None),
    ],
)
def test_new_words_are_described_anew(values: dict[str, object], kind: str | None, country: str | None) -> None:
    population = corrected(**values).population
    assert population is not None
    assert (population.kind, population.country) == (kind, country)


def test_a_new_perpetrator_is_described() -> None:
    perpetrator = corrected(perpetrator="the Taliban").perpetrator
    assert perpetrator is not None
    assert (perpetrator.name, perpetrator.kind, perpetrator.country) == ("Taliban", "militant", None)


@pytest.mark.parametrize(
    ("name", "country", "precision"),
    [
        ("Mosul", "IQ", "city"),
        ("Kursk", "RU", "region"),
        ("Springfield", None, None),
        ("Black Sea", None, "region"),
        ("Nowhere Xyz", None, None),
    ],
)
def test_a_new_place_is_settled_where_one_is_meant(name: str, country: str | None, precision: str | None) -> None:
    place = corrected(place=name).place
    assert place is not None
    assert (place.country, place.precision, place.latitude is not None) == (country, precision, precision is not None)


def test_rulings_on_a_figure_are_those_on_its_statement_and_its_pairs_too() -> None:
    statement = rule("reject", 1, subject=FIGURE.statement.id)
    low, same = rule("correct", 2, field="low", value=1), rule("same-origin", 3, subject=OTHER.id, other=FIGURE.id)
    standing = weigh_rulings([statement, low, same])
    assert standing.on(FIGURE.id) == (low.id, same.id)
    assert standing.on(FIGURE.id, FIGURE.statement.id) == (statement.id, low.id, same.id)
    assert standing.on(OTHER.id) == (same.id,)


def test_apart_wins_over_what_joins_through_others() -> None:
    first, second = rule("same-event", 1, subject="a", other="c"), rule("same-event", 3, subject="d", other="c")
    apart = rule("not-same-event", 2, subject="a", other="d")
    elsewhere = rule("same-event", 4, subject="e", other="f")
    standing = weigh_rulings([first, second, apart, elsewhere])
    assert standing.clashes == ((second, apart),)
    assert (standing.events.same, standing.events.apart) == ({("a", "c"), ("e", "f")}, {("a", "d")})
    assert standing.on("c") == (first.id,)
    undone = weigh_rulings([first, second, apart, rule("not-same-event", 5, subject="a", other="d", undoes=apart)])
    assert (undone.clashes, undone.events.same) == ((), {("a", "c"), ("c", "d")})


ENDS = st.tuples(st.sampled_from("abcdef"), st.sampled_from("abcdef")).filter(lambda ends: ends[0] != ends[1])


@given(st.lists(st.tuples(st.sampled_from(["same-event", "not-same-event"]), ENDS), max_size=12))
def test_what_is_apart_is_never_joined_and_every_such_pair_is_told(drawn: list[tuple[str, tuple[str, str]]]) -> None:
    standing = weigh_rulings(rule(kind, minute, subject=ends[0], other=ends[1]) for minute, (kind, ends) in enumerate(drawn))
    said: dict[tuple[str, str], str] = {tuple(sorted(ends)): kind for kind, ends in drawn}  # type: ignore[misc]
    told = {tuple(sorted((kept.subject, str(kept.other)))) for _, kept in standing.clashes}
    for one, other in standing.events.apart:
        assert other not in reach(one, standing.events.same)
        if other in reach(one, {ends for ends, kind in said.items() if kind == "same-event"}):
            assert (one, other) in told


def reach(start: str, pairs: Collection[tuple[str, str]]) -> set[str]:
    met, size = {start}, 0
    while size != len(met):
        size = len(met)
        met |= {end for ends in pairs if met & set(ends) for end in ends}
    return met


KINDS = st.sampled_from(["accept", "reject"])


@given(st.lists(st.tuples(KINDS, st.booleans()), max_size=8), st.randoms(use_true_random=False))
def test_the_order_of_filing_does_not_matter(drawn: list[tuple[str, bool]], random: object) -> None:
    rulings: list[Ruling] = []
    for minute, (kind, undo) in enumerate(drawn):
        rulings.append(rule(kind, minute, undoes=rulings[-1] if undo and rulings else None))
    shuffled = [*rulings]
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert weigh_rulings(rulings) == weigh_rulings(shuffled)
