"""Of the questions that some filters leave, the one whose figures fit best is meant."""
from __future__ import annotations

from typing import Any

from made import figure

from according.comparing.profile import make_profile
from according.reckoning.answer import Question
from according.reckoning.questions.assembly import make_question
from according.records import FiledFigure, Query
from according.services.meant import fitness


def told(low: int, said: str, **more: Any) -> FiledFigure:
    return figure("killed", low, said=said, published="2027-09-12", **more)


def asked(query: Query, *questions: Question) -> str:
    return max(questions, key=lambda question: fitness(question, query)).label


def question(*figures: FiledFigure) -> Question:
    return make_question([make_profile(filed) for filed in figures])


def test_words_of_a_figure_s_own_go_before_words_beside_it() -> None:
    land: dict[str, Any] = {"population": "people", "place": "Sudan", "place_country": "SD", "precision": "country"}
    country = question(told(61000, "The ministry said 61,000 people have been killed in Sudan.", report="a", **land))
    town = {**land, "place": "Khartoum", "precision": "city"}
    said = "The ministry in Sudan said 26,000 people have been killed in Khartoum."
    city = question(*(told(low, said, report=name, **town) for low, name in ((26000, "b"), (26100, "c"))))
    assert asked(Query(text="in Sudan"), country, city) == country.label
    assert asked(Query(text="Khartoum's"), country, city) == city.label
    # Without words the one with more figures is meant, but for who asks for the land itself.
    assert asked(Query(), country, city) == city.label
    assert asked(Query(place="Sudan"), country, city) == country.label


def test_who_names_no_people_means_no_part() -> None:
    place: dict[str, Any] = {"place": "Manila", "place_country": "PH"}
    everybody = question(told(44, "The fire killed 44 people in Manila.", report="a", population="people", **place))
    women = question(*(told(9, "The fire killed nine women in Manila.", report=name, population="women", **place) for name in "bc"))
    assert asked(Query(place="Manila"), everybody, women) == everybody.label
    assert asked(Query(place="Manila", population="women"), everybody, women) == women.label
