"""A speaker's full name, kind and country, from what the report tells of him elsewhere."""
from __future__ import annotations

import pytest

from according.language.conllu import parse_conllu
from according.lexicon import default
from according.reading.figures.references import party_of
from according.reading.speakers.naming.full_names import Namings
from according.report import Span
from according.statement import Party

OFFICE = """
1 Harran harran PROPN _ Number=Sing 4 nmod:poss
2 's 's PART _ _ 1 case
3 Iraqi iraqi ADJ _ Degree=Pos 4 amod
4 commander commander NOUN _ Number=Sing 8 nsubj
5 , , PUNCT _ _ 6 punct
6 Omar omar PROPN _ Number=Sing 4 appos
7 Sarif sarif PROPN _ Number=Sing 6 flat
8 spoke speak VERB _ Mood=Ind|Tense=Past|VerbForm=Fin 0 root
"""


def named(text: str, words: str, *speakers: str, parse: str = "") -> Party:
    spans = [Span(text.index(one), text.index(one) + len(one)) for one in speakers]
    span = Span(text.rindex(words), text.rindex(words) + len(words))
    sentences = parse_conllu(parse, text) if parse else []
    return Namings(text, sentences, spans, default()).fill(party_of(words, span, "speaker", None, default()))


def test_a_body_is_of_the_country_that_stands_before_its_name() -> None:
    text = "A briefing by South Korea's National Intelligence Service was held. The National Intelligence Service said so."
    assert named(text, "The National Intelligence Service").country == "KR"


def test_a_body_named_as_two_countries_is_of_neither() -> None:
    text = "Iraq's Health Ministry and Iran's Health Ministry met. The Health Ministry said so."
    assert named(text, "The Health Ministry").country is None


def test_no_country_comes_from_a_dateline() -> None:
    text = "SEOUL, May 1 - The National Intelligence Service said so."
    assert named(text, "The National Intelligence Service").country is None


@pytest.mark.parametrize(("words", "name"), [("Lee", "Lee Min-ho"), ("Sarif", "Sarif")])
def test_a_bare_name_is_the_one_full_name_that_holds_it(words: str, name: str) -> None:
    text = f"The lawmaker Lee Min-ho spoke. Omar Sarif and Ali Sarif spoke. {words} said so."
    assert named(text, words, "The lawmaker Lee Min-ho", "Omar Sarif", "Ali Sarif").name == name


def test_a_bare_name_has_the_kind_of_the_full_one() -> None:
    assert named("The lawmaker Lee Min-ho spoke. Lee said so.", "Lee", "The lawmaker Lee Min-ho").kind == "government"


def test_an_office_beside_a_name_tells_its_kind_and_country() -> None:
    text = "Harran's Iraqi commander, Omar Sarif spoke"
    assert (named(text, "Omar Sarif", parse=OFFICE).country) == "IQ"


def test_a_body_is_called_by_its_first_word() -> None:
    text = "Amnesty International spoke. Amnesty said so."
    assert named(text, "Amnesty", "Amnesty International").name == "Amnesty International"
