"""Lemmas of irregular, regular and never seen forms."""
from __future__ import annotations

import pytest

from according.language.lemmas import Table, find, lemmatise, singular, singulars

VERBS = """
kill killed killing kills; die died dying dies; say said says; be is are was were been; put putting puts; airlift airlifted; shell
shelled shelling; flee fled fleeing; wound wounded; take took taken; fire fired firing; injure injured injuring injures; evacuate
evacuated; detain detained; seize seized seizes; gun gunned; recapture recaptured; abduct abducted; behead beheaded; ambush
ambushed ambushes; strafe strafed; torch torched; hospitalise hospitalised; overrun overran; retake retook retaken; mobilise
mobilised; level levelled; free freed; maim maimed; slay slain slew; bury buried; trap trapped; lob lobbed; raze razed; strike
struck; shoot shot; besiege besieged; massacre massacred; mortar mortared; hang hanged hung; drown drowned; lie lying; try
tried; agree agreed; add adding; patrol patrolled; expel expelled; rely relies relied; bring bringing; leave leaving; boycott
boycotted boycotting; butt butted; purr purred
"""
NOUNS = """
bombing bombings; militia militias; woman women; policeman policemen; casualty casualties; child children; body bodies; house
houses; bus buses; troop troops; missile missiles; corpse corpses; family families; wife wives; hostage hostages; howitzer
howitzers; virus viruses; clash clashes; hero heroes
"""


def rows(table: str) -> list[tuple[str, str]]:
    return [(form, lemma) for row in table.split(";") for lemma, *forms in [row.split()] for form in forms]


@pytest.mark.parametrize(("form", "lemma"), rows(VERBS))
def test_verbs(form: str, lemma: str) -> None:
    assert lemmatise(form, "VERB").lemma == lemma


@pytest.mark.parametrize(("form", "lemma"), rows(NOUNS))
def test_nouns(form: str, lemma: str) -> None:
    assert lemmatise(form, "NOUN", "Number=Plur").lemma == lemma


@pytest.mark.parametrize(
    ("form", "pos", "feats", "lemma"),
    [
        ("wounded", "ADJ", "Degree=Pos", "wounded"),
        ("killing", "NOUN", "Number=Sing", "killing"),
        ("found", "VERB", "VerbForm=Inf", "found"),
        ("Houthis", "PROPN", "Number=Plur", "houthi"),
        ("Paris", "PROPN", "Number=Sing", "paris"),
        ("crisis", "NOUN", "Number=Sing", "crisis"),
        ("aircraft", "NOUN", "Number=Plur", "aircraft"),
        ("deadliest", "ADJ", "Degree=Sup", "deadly"),
        ("bigger", "ADJ", "Degree=Cmp", "big"),
        ("better", "ADJ", "Degree=Cmp", "good"),
        ("n’t", "PART", "", "not"),
        ("them", "PRON", "", "they"),
        ("People", "NOUN", "Number=Plur", "people"),
        ("2,700", "NUM", "", "2,700"),
        ("U.S.", "PROPN", "Number=Sing", "u.s."),
        ("RE-CAPTURED", "VERB", "", "re-capture"),
        ("", "X", "", ""),
        ("'s", "AUX", "", "be"),
        ("Straße", "NOUN", "Number=Sing", "strasse"),
    ],
)
def test_features_decide(form: str, pos: str, feats: str, lemma: str) -> None:
    assert lemmatise(form, pos, feats).lemma == lemma


@pytest.mark.parametrize("form", ["airlifted", "detained", "fired", "seized", "shelled", "evacuated", "injured", "wounded"])
def test_spelling_rules_alone(form: str) -> None:
    """Without any table the endings still come off right."""
    assert find(form, "VERB", "", Table({}, {})) in ("airlift", "detain", "fire", "seize", "shell", "evacuate", "injure", "wound")


def test_lower_form() -> None:
    assert lemmatise("ARMY", "NOUN", "Number=Sing") == ("army", "army")


OTHERS = "man men; serviceman servicemen; grandchild grandchildren; specimen specimen; police police; boss boss; body Bodies"


@pytest.mark.parametrize(("form", "lemma"), rows(NOUNS) + rows(OTHERS))
def test_the_singular_needs_no_features(form: str, lemma: str) -> None:
    assert singular(form) == lemma
    assert singular(lemma) == lemma


def test_a_list_may_know_another_singular() -> None:
    assert next(singulars("families")) == "family"
    assert "fiancee" in singulars("fiancees")
    assert "car bomber" in singulars("car bombers")
    assert list(singulars("staff")) == ["staff"]
