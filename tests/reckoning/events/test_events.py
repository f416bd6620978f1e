"""Which questions are one event, what it is called, and what its measures come to; and what must hold of any figures."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from made import figure

from according.reckoning.answer import Question
from according.reckoning.events.event import Event, Occurrence
from according.reckoning.events.forming import event_id, find_event_of, form_events
from according.reckoning.events.summary import make_event
from according.reckoning.questions.assembly import find_questions
from according.reckoning.questions.grouping import NOTHING_SAID, Said, pair
from according.reckoning.reckon import default_parameters, reckon
from according.records import FiledFigure

MOSUL = {"place": "Mosul", "place_country": "IQ", "on": "2016-05-03", "counting": "incident", "published": "2016-05-03"}
BOMB = "A car bomb killed 12 people and wounded 30 in Mosul."
DEAD = figure("killed", 12, population="people", said=BOMB, report="a", speakers="Police", **MOSUL)
HURT = figure("wounded", 30, population="people", said=BOMB, report="a", speakers="Police", start=9, **MOSUL)
YOUNG = "Three of the dead were children."
CHILDREN = figure("killed", 3, population="children", kind="child", said=YOUNG, report="a", part_of=DEAD, **MOSUL)
SHOT = figure("killed", 2, population="policemen", kind="police", said="Gunmen shot two policemen dead in Erbil.", report="b",
              place="Erbil", place_country="IQ", on="2016-05-03", counting="incident", published="2016-05-03")  # fmt: skip


def events(*figures: FiledFigure, said: Said = NOTHING_SAID) -> tuple[Occurrence, ...]:
    return form_events(find_questions(figures, said), said)


def sum_up(*figures: FiledFigure) -> Event:
    [occurrence] = events(*figures)
    by_id: dict[str, Question] = {question.id: question for question in occurrence.questions}
    answers = {id: reckon(question, by_id) for id, question in by_id.items()}
    return make_event(occurrence, answers, default_parameters())


def ids(occurrences: tuple[Occurrence, ...]) -> set[frozenset[str]]:
    return {frozenset(filed.id for question in found.questions for filed in question.figures) for found in occurrences}


def test_the_dead_the_wounded_and_a_part_of_the_dead_are_one_event_and_another_town_s_another() -> None:
    assert ids(events(DEAD, HURT, CHILDREN, SHOT)) == {frozenset({DEAD.id, HURT.id, CHILDREN.id}), frozenset({SHOT.id})}


def test_an_event_says_what_where_and_when_and_tells_the_whole_from_its_parts() -> None:
    event = sum_up(DEAD, HURT, CHILDREN)
    assert (event.kind, event.title, event.place, event.place_country) == ("incident", "Explosion in Mosul on 2016-05-03", "Mosul", "IQ")
    assert (event.first, event.last, event.told) == (date(2016, 5, 3), date(2016, 5, 3), (date(2016, 5, 3), date(2016, 5, 3)))
    killed, wounded = event.counts
    assert (killed.measure, killed.whole.headline.best, [part.headline.best for part in killed.parts]) == ("killed", 12, [3])
    assert (wounded.measure, wounded.whole.headline.best, wounded.parts) == ("wounded", 30, ())
    # "Police", in a report of no known publisher, are no origin that can be told from others.
    assert (event.origins, event.figures, len(event.reports)) == (0, 3, 1)
    # Why it is one event is told: a person may rule otherwise.
    assert any("one sentence" in tie.reasons for tie in event.ties)


def test_the_course_says_who_raised_and_who_lowered_a_number() -> None:
    told = [
        figure("killed", low, population="people", said=f"A car bomb in Mosul killed {low} people.", report=str(at), speakers=who,
               **{**MOSUL, "published": f"2016-05-{at:02}"})
        for at, (low, who) in enumerate(((12, "Baghdad Operations Command"), (9, "the Red Crescent"), (14, "Baghdad Operations Command"),
                                         (8, "the Red Crescent"), (8, "the Red Crescent")), 3)
    ]  # fmt: skip
    [count] = sum_up(*told).counts
    assert [(telling.filed.figure.number.text, telling.change, telling.before) for telling in count.tellings if telling.filed.id in {
        filed.id for filed in told}] == [
        ("12", "first", None), ("9", "first", None), ("14", "raised", 12), ("8", "lowered", 9),
    ]  # fmt: skip


def test_a_war_s_total_is_no_part_of_one_strike_in_it() -> None:
    said = "Since the war began 4,000 people have been wounded in bombings in Mosul."
    total = figure("wounded", 4000, population="people", place="Mosul", place_country="IQ", counting="running", as_of="2016-05-03",
                   published="2016-05-03", report="w", said=said)  # fmt: skip
    assert len(events(DEAD, total)) == 2


def test_a_ruling_joins_two_events_and_takes_nothing_out_of_a_third() -> None:
    before = events(DEAD, HURT, CHILDREN, SHOT)
    joined = events(DEAD, HURT, CHILDREN, SHOT, said=Said(same=frozenset({pair(HURT.id, SHOT.id)})))
    assert len(before) == 2
    assert ids(joined) == {frozenset({DEAD.id, HURT.id, CHILDREN.id, SHOT.id})}
    parted = events(DEAD, HURT, said=Said(apart=frozenset({pair(DEAD.id, HURT.id)})))
    assert ids(parted) == {frozenset({DEAD.id}), frozenset({HURT.id})}


def some_figures(seed: int) -> list[FiledFigure]:
    chance = random.Random(seed)
    made = []
    for at in range(chance.randrange(2, 9)):
        day = date(2016, 5, 1) + timedelta(days=chance.randrange(4))
        town, report = chance.choice(("Mosul", "Kut", "Erbil")), chance.choice("abcd")
        low, measure = chance.choice((2, 12, 37)), chance.choice(("killed", "wounded", "missing"))
        words = chance.choice((f"A bomb in {town} hurt many people on their way.", f"Gunmen shot at people in {town} on a market day."))
        who, counting = chance.choice(("people", "soldiers")), chance.choice(("incident", "running"))
        made.append(figure(measure, low, population=who, place=town, place_country="IQ", on=day, counting=counting, published=day,
                           report=report, said=words, start=at))  # fmt: skip
    return made


@given(st.integers(0, 10**6), st.randoms(use_true_random=False))
def test_events_do_not_depend_on_the_order_of_figures_and_hold_each_question_once(seed: int, chance: random.Random) -> None:
    made = some_figures(seed)
    found = events(*made)
    chance.shuffle(made)
    assert ids(events(*made)) == ids(found)
    assert sorted(filed.id for held in ids(found) for filed in made if filed.id in held) == sorted({filed.id for filed in made})


@given(st.integers(0, 10**6))
@example(776327)
@example(30319)
def test_joining_two_events_takes_no_figure_out_of_a_third(seed: int) -> None:
    made = some_figures(seed)
    before = ids(events(*made))
    ruled = Said(same=frozenset({pair(made[0].id, made[-1].id)})) if made[0].id != made[-1].id else NOTHING_SAID
    after = ids(events(*made, said=ruled))
    assert all(any(held <= other for other in after) for held in before)


def test_an_event_s_id_is_its_earliest_figure_s() -> None:
    found = events(DEAD, HURT)
    assert event_id(found[0]) == event_id(Occurrence(tuple(reversed(found[0].questions))))
    assert find_event_of(found, HURT.id) is found[0]
    with pytest.raises(KeyError):
        find_event_of(found, SHOT.id)
