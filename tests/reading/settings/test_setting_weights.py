"""The weights of places and times: their file is complete, what it may not hold is refused, and the reading is by those handed down."""
from __future__ import annotations

import tomllib
from dataclasses import fields, replace
from importlib.resources import files

import pytest

from according.errors import LexiconError
from according.language.conllu import parse_conllu
from according.lexicon import default
from according.names import gazetteer
from according.reading import weights
from according.reading.settings.survey import survey
from according.reading.settings.where import place_of
from according.reading.weights import Weights, parse_weights
from according.report import Report
from sources import ROOT

SOURCE = (files("according") / "data" / "weights.toml").read_text(encoding="utf8")
NAMES = [field.name for field in fields(Weights)]
# Two places in the clause of the event: their parts in it decide.
TEXT = "Forces from Syria killed nine in Homs."
PARSE = """
1 Forces force NOUN _ Number=Plur 4 nsubj _ _
2 from from ADP _ _ 3 case _ _
3 Syria Syria PROPN _ Number=Sing 1 nmod _ _
4 killed kill VERB _ Tense=Past|VerbForm=Fin 0 root _ _
5 nine nine NUM _ NumType=Card 4 obj _ _
6 in in ADP _ _ 7 case _ _
7 Homs Homs PROPN _ Number=Sing 4 obl _ SpaceAfter=No
8 . . PUNCT _ _ 4 punct _ _
"""


def test_every_weight_has_one_row_that_says_what_it_weighs() -> None:
    rows = tomllib.loads(SOURCE)["weight"]
    assert [row["id"] for row in rows] == NAMES, "in the order of the fields"
    assert [row["id"] for row in rows if not row["note"].endswith((".", '."'))] == []


def test_every_weight_is_weighed_by_some_rule() -> None:
    rules = "".join(path.read_text("utf8") for path in (ROOT / "reading").rglob("*.py"))
    assert [name for name in NAMES if f".{name}" not in rules] == []


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        (SOURCE + '\n[[weight]]\nid = "tie_claus"\nvalue = 1.0\nnote = "A slip."\n', "row 'tie_claus': no rule weighs by it"),
        (SOURCE.replace('"tie_below"', '"tie_clause"'), "row 'tie_clause': stands twice"),
        (SOURCE.replace("value = 4.0", "", 1), "row 'tie_clause': has id, note; give id, value and note"),
        (SOURCE.replace("value = 4.0", 'value = "4"', 1), "row 'tie_clause': value is '4'; give a number"),
        (SOURCE.replace("value = 4.0", "value = true", 1), "row 'tie_clause': value is True; give a number"),
        (SOURCE.replace("value = 4.0", "value = nan", 1), "row 'tie_clause': value is nan; give a number"),
        (SOURCE.replace("[[weight]]", "[[weigth]]"), "tie_clause, tie_below"),
        (SOURCE.partition("[[weight]]")[2].partition("[[weight]]")[2].join(["[[weight]]", ""]), "tie_clause missing; add a row"),
        ("weight = 3", "no list of rows"),
    ],
    ids=["unknown", "twice", "no value", "text", "truth", "no number", "table misspelt", "missing", "no rows"],
)
def test_a_file_with_a_slip_is_refused(changed: str, told: str) -> None:
    with pytest.raises(LexiconError) as error:
        parse_weights(changed)
    assert told in str(error.value)


def test_places_are_weighed_by_the_weights_handed_down() -> None:
    sentences = [sentence.read_by(default()) for sentence in parse_conllu(PARSE.replace(" ", "\t").strip() + "\n\n", TEXT)]

    def place(own: Weights) -> str | None:
        scene = survey(Report(TEXT), sentences, default(), gazetteer.default(), own)
        found = place_of(scene, 0, word=3, figure=4)
        return found and found.text

    assert place(weights.default()) == "Homs"
    assert place(replace(weights.default(), part_cased_noun=3.0, place_close=0.0)) == "Syria"
