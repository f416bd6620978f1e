"""The language is handed down: no rule reaches for word lists, places or a parser of its own."""
from __future__ import annotations

import ast
import pickle
from collections.abc import Iterator
from pathlib import Path

import pytest

from according.errors import LexiconError
from according.language.conllu import parse_conllu
from according.language.sentence import Sentence, Token
from according.lexicon import Lexicon, default
from according.reading.language import Language, english
from according.reading.reader import read_sentences
from according.report import Report
from sources import ROOT, nodes

# What makes a language, or a part of one, out of nothing.
SOURCES = {
    ("according.lexicon", "default"), ("according.lexicon", "load"), ("according.names.gazetteer", "default"),
    ("according.names.gazetteer", "load"), ("according.language.pipeline", "parse"), ("according.language.pipeline", "parse_many"),
    ("according.language.pipeline", "load"), ("according.reading.language", "english"),
}  # fmt: skip
# The one module that makes the default, and the door that falls back on it.
DOORS = {
    ("according.reading.language", "according.lexicon"), ("according.reading.language", "according.names.gazetteer"),
    ("according.reading.language", "according.language.pipeline"), ("according.reading.reader", "according.reading.language"),
}  # fmt: skip


def name_of(path: Path) -> str:
    return ".".join(("according", *path.relative_to(ROOT).with_suffix("").parts))


MODULES = {name_of(path): path for path in sorted(ROOT.rglob("*.py"))}
READING = {name: path for name, path in MODULES.items() if name.startswith("according.reading.")}


def taken(path: Path) -> Iterator[tuple[str, str]]:
    """Yield what a module takes from others as (module, name): by ``from``, or as an attribute of an imported module."""
    modules: dict[str, str] = {}
    for node in nodes(path):
        if isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                yield node.module, alias.name
                if f"{node.module}.{alias.name}" in MODULES:
                    modules[alias.asname or alias.name] = f"{node.module}.{alias.name}"
        elif isinstance(node, ast.Import):
            modules |= {alias.asname: alias.name for alias in node.names if alias.asname}
            yield from ((alias.name, "") for alias in node.names if alias.name.startswith("according.") and not alias.asname)
    for node in nodes(path):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in modules:
            yield modules[node.value.id], node.attr


def reaches(name: str) -> set[tuple[str, str]]:
    return {(name, module) for module, taken_name in taken(MODULES[name]) if (module, taken_name) in SOURCES or not taken_name}


def test_the_doors_alone_reach_for_a_default_language() -> None:
    assert set().union(*map(reaches, READING)) == DOORS


def test_no_rule_reaches_for_one_through_the_names_below_it() -> None:
    below = {module for path in READING.values() for module, _ in taken(path) if module.startswith("according.names.")}
    assert {"according.names.nouns", "according.names.parties"} < below
    assert set().union(*map(reaches, below)) == set()


def test_only_the_door_of_the_reader_calls_it() -> None:
    reader = MODULES["according.reading.reader"]
    calling = [
        function.name
        for function in nodes(reader)
        if isinstance(function, ast.FunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "english"
    ]
    assert calling == ["read_reports"]


TEXT = "The army said twelve gunmen died"
PARSE = """\
1\tThe\tthe\tDET\t_\t_\t2\tdet\t_\t_
2\tarmy\tarmy\tNOUN\t_\tNumber=Sing\t3\tnsubj\t_\t_
3\tsaid\tsay\tVERB\t_\tTense=Past|VerbForm=Fin\t0\troot\t_\t_
4\ttwelve\ttwelve\tNUM\t_\tNumType=Card\t5\tnummod\t_\t_
5\tgunmen\tgunman\tNOUN\t_\tNumber=Plur\t6\tnsubj\t_\t_
6\tdied\tdie\tVERB\t_\tTense=Past|VerbForm=Fin\t3\tccomp\t_\t_
"""


def without(name: str) -> Language:
    return english().with_lexicon(Lexicon(default().lists | {name: ()}, "emptied"))


@pytest.mark.parametrize("first", ["package", "emptied"])
def test_two_languages_do_not_mix_whichever_reads_first(first: str) -> None:
    """What is kept of one lexicon is never used for another."""
    languages = {"package": english(), "emptied": without("numbers")}
    sentences = parse_conllu(PARSE, TEXT)
    for _ in range(2):
        for name in sorted(languages, reverse=first == "package"):
            figures = [figure for made in read_sentences(Report(TEXT), sentences, languages[name]).statements for figure in made.figures]
            assert len(figures) == (name == "package")


def test_a_sentence_that_nobody_reads_has_no_word_lists() -> None:
    sentence = Sentence((Token(0, 0, 2, "He", "he", "PRON", "", 0, "root"),))
    with pytest.raises(LexiconError, match="no word lists given; read it with read_by"):
        _ = sentence.lexicon
    read = sentence.read_by(default())
    assert read.lexicon is default()
    assert (read.tokens, read.read_by(default())) == (sentence.tokens, read)


def test_a_language_goes_to_another_process_as_it_is() -> None:
    english().lexicon.keep(len_of_forms)
    sent = pickle.loads(pickle.dumps(english().with_lexicon(default().with_words({"cues": [ASSEVERATE]}))))
    assert sent.lexicon.find("cues", "asseverate").id == "asseverate"
    assert sent.gazetteer.find("Mosul")[0].country == "IQ"
    assert (sent.parse, sent.model) == (english().parse, english().model)


ASSEVERATE = {"id": "asseverate", "forms": ["asseverate"], "kind": "says", "pattern": "clause", "note": "Old word for saying."}


def len_of_forms(lexicon: Lexicon) -> int:
    return len(lexicon.forms("cues"))


def test_what_is_made_of_a_lexicon_is_made_once_for_each() -> None:
    made: list[Lexicon] = []

    def make(lexicon: Lexicon) -> list[Lexicon]:
        made.append(lexicon)
        return [lexicon]

    one, other = default(), without("numbers").lexicon
    assert one.keep(make) is one.keep(make)
    assert other.keep(make) == [other]
    assert made == [one, other]
