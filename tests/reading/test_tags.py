"""Tags: what a report is about."""
from __future__ import annotations

from according.language.sentence import Sentence, Token
from according.lexicon import default
from according.reading.tags import TAGS_MOST, find_tags
from according.statement import MEASURES


def sentence(text: str, start: int = 0) -> Sentence:
    tokens = []
    for index, word in enumerate(text.split()):
        pos = "PROPN" if word[0].isupper() and index else "X"
        tokens.append(Token(index, start, start + len(word), word, word.casefold(), pos, "", index, "dep"))
        start += len(word) + 1
    return Sentence(tuple(tokens), default())


def tags(*texts: str, **more: object) -> tuple[str, ...]:
    return find_tags([sentence(text) for text in texts], default(), **more)


def test_countries_are_named_by_demonyms_too():
    assert tags("the North Korean soldiers left Russia", "the Russian army fell back") == ("Russia", "North Korea")


def test_the_first_paragraph_weighs_more():
    assert tags("a drone fell", "x", "x", "an earthquake came") == ("drones", "earthquakes")


def test_the_headline_counts():
    assert tags("they left", headline="Troops Withdrawn from Ukraine") == ("Ukraine", "withdrawal")


def test_measures_name_topics():
    assert "prisoners of war" in tags("two were shown", measures=["captured"])
    for measure in MEASURES:
        assert len(tags("nothing here", measures=[measure])) == 1


def test_places_take_the_weight_of_their_short_names():
    assert tags("near Kursk", places=["Kursk Oblast"]) == ("Kursk Oblast",)


def test_names_of_people_and_bodies():
    found = tags("then Ukrainian President Volodymyr Zelenskyy spoke", "later Zelenskyy met the National Intelligence Service")
    assert found[:2] == ("Volodymyr Zelenskyy", "Ukraine")
    assert "National Intelligence Service" in found


def test_a_country_is_tagged_by_its_whole_name_and_beside_one_whose_name_holds_its_letters():
    assert "Republic of the Congo" not in tags("they fled the Democratic Republic of the Congo")
    assert {"Niger", "Nigeria"} <= set(tags("they went to Nigeria and to Niger"))


def test_no_more_than_fifteen():
    words = "drone missile ship coup election earthquake flood storm tsunami drought ceasefire siege genocide protest border suicide ambush"
    assert len(tags(words, measures=MEASURES)) == TAGS_MOST


def test_every_topic_is_reached():
    for entry in default().lists["topics"]:
        for form in entry.forms:
            assert tags(form) == (entry.id,), form


def test_nothing():
    assert tags() == ()
