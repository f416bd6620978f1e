"""A user's own words: which are taken, what they change in the lists, and what is said of the others."""
from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from own_words import FILE

from according.errors import LexiconError
from according.language.pipeline import model_version
from according.lexicon import Lexicon, default, load, load_words
from according.names.nouns import is_person_noun
from according.names.parties import describe
from according.reading.language import english
from according.services.words import find_language

ONE = "words, cues, entry 'asseverate'"
CUE = {"id": "asseverate", "forms": ["asseverate"], "kind": "says", "pattern": "clause", "note": "Old word for saying."}
NOUN = {"id": "mahouts", "forms": ["mahout"], "kind": "civilian", "pattern": "person", "note": "Who leads an elephant."}


def test_an_entry_is_added_to_its_list_and_the_package_s_lists_stay_as_they_are() -> None:
    made = default().with_words({"people": [NOUN]})
    assert (describe("12 mahouts", default())[1], describe("12 mahouts", made)[1]) == (None, "civilian")
    assert is_person_noun("mahouts", made)
    assert made.lists["people"][1:] == default().lists["people"]
    assert {name: made.lists[name] for name in made.lists if name != "people"} == {
        name: entries for name, entries in default().lists.items() if name != "people"
    }
    assert default().lists == load().lists


def test_other_words_have_another_digest_and_the_same_words_the_same() -> None:
    one, again, other = (default().with_words(words) for words in ({"cues": [CUE]}, {"cues": [dict(CUE)]}, {"people": [NOUN]}))
    assert len({default().digest, one.digest, other.digest}) == 3
    assert one.digest == again.digest
    assert default().with_words({}) is default().with_words({"cues": []}) is default()


def test_a_form_under_the_id_of_an_entry_joins_it() -> None:
    made = default().with_words({"times": [{"id": "monday", "forms": ["mon'day"]}], "cues": [{"id": "deny", "forms": ["pooh-pooh"]}]})
    assert [made.find(name, form).id for name, form in (("times", "mon'day"), ("cues", "pooh-pooh"))] == ["monday", "deny"]
    assert (made.find("times", "mon'day").low, made.find("cues", "pooh-pooh").kind) == (0, "denies")
    assert made.find("times", "monday") == default().find("times", "monday")


def test_a_form_that_the_list_has_is_the_user_s_from_then_on() -> None:
    assert default().find("people", "militia").kind == "militant"
    own = {"id": "home-guards", "forms": ["militia"], "kind": "military", "pattern": "body", "note": "Here they are the state's."}
    made = default().with_words({"people": [own]})
    assert made.find("people", "militia").kind == "military"
    assert len(made.find_all("people", "militia")) == 1


def test_words_upon_words() -> None:
    made = default().with_words({"cues": [CUE]}).with_words({"cues": [{"id": "asseverate", "forms": ["asservate"]}]})
    assert [made.find("cues", form).id for form in ("asseverate", "asservate")] == ["asseverate"] * 2


def change(row: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return {key: value for key, value in (row | changes).items() if value is not None}


@pytest.mark.parametrize(
    ("name", "row", "told"),
    [
        ("cue", CUE, "words: no list 'cue' to add words to; there are cues, grammar, hedges, measures, nobody, number_context, numbers, "),
        ("events", CUE, "words: no list 'events' to add words to; there are cues, "),
        ("cues", change(CUE, sense="x"), r"{one}: unknown key \['sense'\]; allowed are \['forms', 'high', "),
        ("cues", change(CUE, kind=None), r"{one}: \['kind'\] missing; add it"),
        ("cues", change(CUE, id=None), r"words, cues, entry \{'forms': .*\}: \['id'\] missing; add it"),
        ("cues", change(CUE, kind="sings"), "{one}: kind 'sings' is none of the list's; give one of claims, confirms"),
        ("cues", change(CUE, pattern=None), "{one}: pattern is missing; give one of both, clause, frame, noun"),
        ("cues", change(CUE, pattern="x"), "{one}: pattern is 'x', which is none of the list's; give one of both"),
        ("hedges", change(CUE, kind="possible"), "words, hedges, entry 'asseverate': pattern is 'clause', which .*; leave it out"),
        ("cues", change(CUE, forms="say"), "{one}: forms is 'say'; give a list of words, at least one"),
        ("cues", change(CUE, forms=[]), r"{one}: forms is \[\]; give a list of words, at least one"),
        ("cues", change(CUE, forms=[3]), "{one}: form 3 is no word; give text between quotation marks"),
        ("cues", change(CUE, forms=[" "]), "{one}: form ' ' is no word; give text between quotation marks"),
        ("cues", change(CUE, forms=["Aver"]), "{one}: form 'Aver' is not casefolded and trimmed; write 'aver'"),
        ("cues", change(CUE, forms=["aver  to"]), "{one}: form 'aver  to' is not .*; write 'aver to'"),
        ("cues", change(CUE, forms=["aver", "aver"]), "{one}: form 'aver' stands twice in the list; keep one"),
        ("cues", change(CUE, note=True), "{one}: note is True; give text between quotation marks"),
        ("cues", change(CUE, low=True), "{one}: low is True; give a number"),
        ("cues", change(CUE, low=1), "{one}: low says nothing of this kind; leave it out"),
        ("numbers", {"id": "x", "forms": ["x"], "kind": "unit", "note": "x"}, "words, numbers, entry 'x': low is missing; add it"),
        ("cues", change(CUE, id="deny", kind=None, pattern="object"), "words, cues, entry 'deny': pattern is 'object', and 'both' in "),
        ("times", {"id": "x", "forms": ["x"], "kind": "unit", "note": "x"}, "words, times, entry 'x': no entry has this id, and the "),
        ("cues", "aver", "words, cues: 'aver' is no list of entries; write each as a table"),
        ("cues", ["aver"], r"words, cues: \['aver'\] is no list of entries; write each as a table"),
    ],
)
def test_what_no_rule_would_know_is_refused_by_file_list_entry_and_key(name: str, row: Any, told: str) -> None:
    rows = [row] if isinstance(row, dict) else row
    with pytest.raises(LexiconError, match="^" + told.replace("{one}", ONE)):
        default().with_words({name: rows})


def test_an_id_stands_once() -> None:
    with pytest.raises(LexiconError, match=f"{ONE}: the id stands twice; rename one"):
        default().with_words({"cues": [CUE, change(CUE, forms=["aver"])]})


def test_a_file_names_its_lists_as_tables(tmp_path: Path) -> None:
    path = tmp_path / "words.toml"
    path.write_text(FILE, "utf8")
    assert load_words(path) == {"cues": [CUE], "people": [NOUN]}
    for words in (path, str(path)):
        assert find_language(words).lexicon.lists == find_language({"cues": [CUE], "people": [NOUN]}).lexicon.lists


@pytest.mark.parametrize(
    ("source", "told"),
    [
        (None, r"words\.toml: cannot be read as word lists \(.*\); give a TOML file in UTF-8"),
        (b"\xff", r"words\.toml: cannot be read as word lists \(.*\); give a TOML file in UTF-8"),
        (b"[[cues]\n", r"words\.toml: not valid TOML \(.*line 1.*\); mend that line"),
        (b"cues = 3\n", r"words\.toml, cues: 3 is no list of entries; write each as a table \[\[cues\]\]"),
        (b"[cues]\nid = 'x'\n", r"words\.toml, cues: \{'id': 'x'\} is no list of entries; write each as a table \[\[cues\]\]"),
        (b"[[entry]]\nid = 'x'\n", r"words\.toml: no list 'entry' to add words to; there are cues, "),
    ],
)
def test_a_file_that_is_none_is_named(tmp_path: Path, source: bytes | None, told: str) -> None:
    path = tmp_path / "words.toml"
    if source is not None:
        path.write_bytes(source)
    with pytest.raises(LexiconError, match=told):
        find_language(path)


def test_a_language_and_word_lists_are_taken_as_they_are() -> None:
    lexicon = Lexicon(default().lists, "own")
    assert find_language() is find_language(english()) is english()
    made = find_language(lexicon)
    assert (made.lexicon, made.gazetteer, made.model) == (lexicon, english().gazetteer, model_version())
