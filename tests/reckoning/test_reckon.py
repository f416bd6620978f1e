"""The answer to a question: low, best and high, what counts and what does not, and that neither order nor echoes change it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from made import figure

from according.exports.objects.reckonings import reckoning_object
from according.exports.words.reckonings import explain_lines, figure_rows, headline, side_rows
from according.reckoning.answer import Reckoning, Weighed
from according.reckoning.reckon import reckon_all, share_sides
from according.records import FiledFigure, Ruling
from drawing import examples

AGENCY, GENERAL = "the National Intelligence Service of South Korea", "General Oleksandr Syrskyi"


def total(low: float, day: str, speaker: str, report: str, **more: Any) -> FiledFigure:
    words = {
        "population": "North Korean soldiers",
        "country": "KP",
        "kind": "military",
        "place": "Kursk",
        "place_country": "RU",
        "counting": "running",
        "said": f"Some {low:g} North Korean soldiers have so far been killed in Kursk, {speaker} said.",
    }
    return figure("killed", low, speakers=speaker, report=report, published=day, **{**words, **more})


DECEMBER = total(100, "2024-12-19", AGENCY, "a", bound="at_least")
APRIL = total(600, "2025-04-30", AGENCY, "b")
ECHO = total(600, "2025-04-30", AGENCY, "c", said=f"In all 600 North Koreans were killed in Kursk so far, according to {AGENCY}.")
OPPONENT = total(3000, "2024-12-23", GENERAL, "d", bound="at_least")


def one(*figures: FiledFigure, rulings: tuple[Ruling, ...] = ()) -> Reckoning:
    [reckoning] = reckon_all(figures, rulings)
    return reckoning


def fate(reckoning: Reckoning, filed: FiledFigure) -> Any:
    return next(item for item in reckoning.figures if item.id == filed.id)


def test_an_update_replaces_and_an_echo_counts_once() -> None:
    found = one(DECEMBER, APRIL, ECHO)
    assert fate(found, DECEMBER).superseded_by in (APRIL.id, ECHO.id)
    assert [item.echo_of is not None for item in found.figures].count(True) == 1
    assert (found.headline.low, found.headline.best, found.headline.high) == (100, 600, 600)
    assert (found.current.low, found.current.best, found.current.high) == (600, 600, 600)
    assert found.headline.origins == 1


def test_sides_are_kept_apart_and_an_open_ceiling_is_said() -> None:
    found = one(DECEMBER, APRIL, OPPONENT)
    sides = dict(found.by_alignment)
    assert sides["own"] is None
    assert sides["opponent"] is not None
    assert sides["third party"] is not None
    assert (sides["opponent"].low, sides["opponent"].high) == (3000, None)
    assert (sides["third party"].low, sides["third party"].high) == (100, 600)
    assert found.headline.high is None
    assert found.headline.best == 600
    assert ", a third party" in found.headline.why_best
    assert found.headline.origins == 2


def test_a_speaker_stands_on_one_side_under_every_name() -> None:
    """A party without a country has no side; the same speaker named in full in another figure gives it his."""
    items = (
        Weighed(APRIL, "third party", origin=APRIL.id),
        Weighed(ECHO, "unknown", origin=ECHO.id),
        Weighed(OPPONENT, "opponent", origin=OPPONENT.id),
    )
    answers = {APRIL.id: "nis", ECHO.id: "nis", OPPONENT.id: "army"}
    assert [item.alignment for item in share_sides(items, answers)] == ["third party", "third party", "opponent"]
    # On two sides he gives none, and nobody has the side of somebody else.
    assert [item.alignment for item in share_sides(items, {**answers, OPPONENT.id: "nis"})] == ["third party", "unknown", "opponent"]
    assert [item.alignment for item in share_sides(items, {APRIL.id: "nis"})] == ["third party", "unknown", "opponent"]


def test_what_is_denied_is_shown_and_not_counted() -> None:
    denied = total(900, "2025-05-01", AGENCY, "e", status="denied")
    found = one(APRIL, denied)
    assert fate(found, denied).dropped_by == "status-denied"
    assert found.headline.high == 600


def test_a_ruling_leaves_a_figure_out_and_is_named() -> None:
    reject = Ruling("reject", OPPONENT.id, "ann", "another army", datetime(2025, 1, 1, tzinfo=UTC))
    found = one(APRIL, OPPONENT, rulings=(reject,))
    assert fate(found, OPPONENT).dropped_by == f"ruling {reject.id}"
    assert (found.headline.low, found.headline.high) == (600, 600)
    assert found.notes == (f"“3000” ({OPPONENT.id[:10]}) is left out by a ruling of ann: another army",) or "another army" in found.notes[0]
    correct = Ruling("correct", APRIL.id, "ann", "the text says 650", datetime(2025, 1, 1, tzinfo=UTC), None, "low", 650)
    assert one(APRIL, rulings=(correct,)).headline.best == 650


def test_when_the_origin_is_left_out_its_echo_counts() -> None:
    found = one(APRIL, ECHO)
    first = next(item for item in found.figures if item.echo_of is None)
    reject = Ruling("reject", first.id, "ann", "misread", datetime(2025, 1, 1, tzinfo=UTC))
    again = one(APRIL, ECHO, rulings=(reject,))
    assert (again.headline.low, len(again.headline.figures)) == (600, 1)


def test_two_origins_of_one_day_that_exclude_each_other_contradict() -> None:
    other = total(1500, "2025-04-30", "the White House spokesman John Kirby", "f")
    found = one(APRIL, other)
    [contradiction] = [found for found in found.contradictions if found.rule == "same-moment"]
    assert set(contradiction.figures) == {APRIL.id, other.id}
    assert "no number fits both" in contradiction.detail
    assert not one(DECEMBER, OPPONENT).contradictions  # bounds that allow one another, on other days


def test_everything_can_be_shown() -> None:
    found = one(DECEMBER, APRIL, ECHO, OPPONENT)
    assert reckoning_object(found)["best"] == 600
    assert "independent origin" in headline(found)
    assert len(figure_rows(found)) == 4
    assert [row[0] for row in side_rows(found)] == ["opponent", "third party"]
    assert any("echo" in line for line in explain_lines(found))


TOTALS = st.lists(
    st.builds(
        total,
        st.sampled_from([100, 300, 600, 1100, 2000]),
        st.sampled_from(["2024-12-19", "2025-01-13", "2025-04-30"]),
        st.sampled_from([AGENCY, GENERAL, "the White House spokesman John Kirby"]),
        st.sampled_from("abcdefgh"),
        bound=st.sampled_from(["exact", "about", "at_least"]),
    ),
    min_size=1,
    max_size=7,
    unique_by=lambda filed: filed.id,
)


@examples(60)
@given(TOTALS.flatmap(lambda figures: st.tuples(st.just(figures), st.permutations(figures))))
def test_order_never_changes_an_answer(drawn: tuple[list[FiledFigure], list[FiledFigure]]) -> None:
    figures, shuffled = drawn
    assert list(map(reckoning_object, reckon_all(figures))) == list(map(reckoning_object, reckon_all(shuffled)))


@examples(60)
@given(TOTALS)
def test_low_best_and_high_are_in_order_and_of_the_figures(figures: list[FiledFigure]) -> None:
    for found in reckon_all(figures):
        stated = found.headline
        assert stated.low is None or stated.best is None or stated.low <= stated.best
        assert stated.high is None or stated.best is None or stated.best <= stated.high
        assert set(stated.figures) <= {item.id for item in found.figures}
        assert all(item.used for item in found.figures if item.id in stated.figures)


def test_what_people_set_of_speakers_is_shown_and_changes_nothing() -> None:
    figures = [
        total(300, "2025-01-13", AGENCY, "a"), total(4700, "2025-04-30", GENERAL, "b"), total(600, "2025-04-30", AGENCY, "c"),
    ]  # fmt: skip
    when = datetime(2025, 6, 1, tzinfo=UTC)
    name = figures[0].statement.speakers[0].listed_as
    said = [
        Ruling("reliability", name, "ann", "held up before", when, value="A"), Ruling("side", name, "ben", "its law", when, value="Seoul"),
        Ruling("reliability", figures[1].statement.speakers[0].listed_as, "ann", "never held up", when, value="E"),
    ]  # fmt: skip
    plain, shown = (reckoning_object(*reckon_all(figures, rulings)) for rulings in ((), said))
    set_of = {one["name"]: (one["reliability"] and one["reliability"]["value"], one["side"] and one["side"]["value"])
              for one in shown["speakers"]}  # fmt: skip
    assert set_of[name] == ("A", "Seoul")
    assert sorted(set_of.values(), key=str) == [("A", "Seoul"), ("E", None)]
    chain = [speaker for figure in shown["figures"] for speaker in figure["chain"]]
    assert {(one["reliability"], one["side"]) for one in chain} == {("A", "Seoul"), ("E", None)}
    assert f"reliability of {name}, as set by ann: A (held up before); it changes no answer" in shown["notes"]
    assert {(one["reliability"], one["side"]) for figure in plain["figures"] for one in figure["chain"]} == {(None, None)}
    # All else is the very same.
    for answer in (plain, shown):
        del answer["speakers"], answer["notes"]
        for told in answer["figures"]:
            del told["chain"]
    assert shown == plain
