"""
What must hold for any parse, sensible or not: written-down parses with words, labels and heads changed at random, and
random trees over the words that the rules know.
"""
from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given
from hypothesis import strategies as st

from according.language.conllu import parse_conllu
from according.language.sentence import Sentence, Token
from according.lexicon import default
from according.reading.figures import elliptic, joining, tallies, triggers
from according.reading.language import english
from according.reading.reader import read_sentences
from according.reading.settings.places import place_words
from according.report import Report
from according.statement import Figure, Mention, Party, Place, Reading, Time
from drawing import examples

LISTS = ("measures", "cues", "hedges", "numbers", "people", "times")
POS = ["NOUN", "PROPN", "VERB", "AUX", "ADJ", "ADV", "ADP", "NUM", "DET", "PRON", "PUNCT", "CCONJ", "SCONJ", "PART", "SYM", "X"]
DEPS = [
    "nsubj", "nsubj:pass", "obj", "iobj", "obl", "obl:agent", "obl:unmarked", "nmod", "nmod:poss", "nummod", "det", "amod", "compound",
    "flat", "conj", "cc", "punct", "aux", "aux:pass", "cop", "mark", "case", "acl", "acl:relcl", "advcl", "ccomp", "xcomp", "parataxis",
    "appos", "advmod", "fixed", "expl", "orphan", "dep",
]  # fmt: skip
FEATS = [
    "", "Number=Plur", "Number=Sing", "Tense=Past|VerbForm=Fin", "Tense=Past|VerbForm=Part", "VerbForm=Ger", "VerbForm=Inf", "Poss=Yes",
]  # fmt: skip
GLUE = [
    "the", "a", "and", "or", ",", ";", ":", ".", "-", "(", ")", '"', "“", "”", "``", "''", "who", "that", "which", "of", "by", "in", "at",
    "to", "among", "including", "were", "was", "been", "not", "he", "they", "it", "there", "others", "more", "another", "third", "12",
    "300", "1.5", "2009", "%", "$", "Monday", "May", "Northville", "Kursk", "Mara", "Doyle", "is", "'s", "İ", "ß", "👍",
]  # fmt: skip
WORDS = sorted({word for name in LISTS for entry in default().lists[name] for form in entry.forms for word in form.split()})

CASES = sorted((Path(__file__).parents[1] / "cases" / "written").glob("*.toml"))
PARSES = [
    sentence
    for path in CASES
    for case in tomllib.loads(path.read_text("utf8"))["case"]
    for sentence in parse_conllu(case["parse"], case["text"])
]


@st.composite
def changed(draw: st.DrawFn) -> tuple[str, list[Sentence]]:
    """Draw a few written-down sentences, change some words, labels and heads, and put them together as a text."""
    text, sentences = "", []
    for chosen in draw(st.lists(st.sampled_from(PARSES), min_size=1, max_size=3)):
        sentence = chosen
        for _ in range(draw(st.integers(0, 5))):
            sentence = Sentence(change(draw, sentence))
        tokens = []
        for token in sentence:
            text += draw(st.sampled_from([" ", " ", " ", ""])) if text else ""
            tokens.append(replace(token, start=len(text), end=len(text) + len(token.text)))
            text += token.text
        sentences.append(Sentence(tuple(tokens)))
        text += draw(st.sampled_from([" ", "\n", "\n\n"]))
    return text, sentences


def change(draw: st.DrawFn, sentence: Sentence) -> tuple[Token, ...]:
    token = sentence[draw(st.integers(0, len(sentence) - 1))]
    what = draw(st.sampled_from(["word", "pos", "feats", "dep", "head"]))
    if what == "word":
        word = draw(st.sampled_from(GLUE) | st.sampled_from(WORDS))
        new = replace(token, text=word, lemma=word.casefold(), lower="")
    elif what == "head":
        free = [at for at in range(len(sentence)) if at not in sentence.subtree(token.index)]
        new = replace(token, head=draw(st.sampled_from(free))) if free else token
    elif what == "dep":
        new = replace(token, dep=draw(st.sampled_from(DEPS))) if token.dep != "root" else token
    elif what == "pos":
        new = replace(token, pos=draw(st.sampled_from(POS)))
    else:
        new = replace(token, feats=draw(st.sampled_from(FEATS)))
    return (*sentence.tokens[: token.index], new, *sentence.tokens[token.index + 1 :])


@st.composite
def scrambled(draw: st.DrawFn) -> tuple[str, list[Sentence]]:
    """Draw a text and the trees over its words: every word hangs on one drawn before it, in any order of the sentence."""
    text, sentences = "", []
    for _ in range(draw(st.integers(1, 4))):
        words = draw(st.lists(st.sampled_from(GLUE) | st.sampled_from(WORDS), min_size=1, max_size=14))
        order = draw(st.permutations(range(len(words))))
        heads = {at: order[draw(st.integers(0, rank - 1))] if rank else at for rank, at in enumerate(order)}
        tokens = []
        for at, word in enumerate(words):
            text += draw(st.sampled_from(["", " ", " ", " "])) if text else ""
            dep = "root" if heads[at] == at else draw(st.sampled_from(DEPS))
            pos, feats = draw(st.sampled_from(POS)), draw(st.sampled_from(FEATS))
            tokens.append(Token(at, len(text), len(text) + len(word), word, word.casefold(), pos, feats, heads[at], dep))
            text += word
        sentences.append(Sentence(tuple(tokens)))
        text += draw(st.sampled_from([" ", "\n", "\n\n"]))
    return text, sentences


def read(text: str, sentences: list[Sentence]) -> Reading:
    # The known fault below, kept from the others until it is mended.
    assume(not any(token.dep.startswith("nsubj") and token.pos in ("PUNCT", "CCONJ") for sentence in sentences for token in sentence))
    return read_sentences(Report(text), sentences, english())


def figures(reading: Reading) -> list[Figure]:
    return [figure for statement in reading.statements for figure in statement.figures]


def mentions(reading: Reading) -> Iterator[Mention | Party | Place | Time | None]:
    for statement in reading.statements:
        yield from (statement.content, statement.cue, statement.evidence, *statement.speakers)
    for figure in figures(reading):
        yield from (figure.number, figure.population, figure.perpetrator, figure.place, figure.time)


reports = st.one_of(changed(), changed(), changed(), scrambled())
several = examples(150, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


@several
@given(reports)
def test_every_span_is_in_the_text(drawn: tuple[str, list[Sentence]]) -> None:
    text, sentences = drawn
    reading = read(text, sentences)
    for statement in reading.statements:
        assert text[statement.start : statement.end] == statement.text
        assert statement.start <= statement.content.start <= statement.content.end <= statement.end
        assert all(0 <= step.start <= step.end <= len(text) for step in statement.trace)
    for mention in mentions(reading):
        if mention is not None and mention.start is not None and mention.end is not None:
            assert mention.start < mention.end
            assert text[mention.start : mention.end] == mention.text


@several
@given(reports)
def test_figures_hold_together(drawn: tuple[str, list[Sentence]]) -> None:
    reading = read(*drawn)
    found = figures(reading)
    ids = {figure.id for figure in found}
    assert len(ids) == len(found)
    for figure in found:
        low, high = figure.quantity.low, figure.quantity.high
        assert low is not None or high is not None
        assert low is None or high is None or 0 <= low <= high
        assert figure.subset_of is None or figure.subset_of in ids - {figure.id}
        assert figure.measure
        assert figure.unit in ("people", "things", "percent")


@several
@given(reports)
def test_statements_stand_in_the_order_of_the_text_and_read_the_same_again(drawn: tuple[str, list[Sentence]]) -> None:
    reading = read(*drawn)
    starts = [statement.start for statement in reading.statements]
    assert starts == sorted(starts)
    assert read(*drawn) == reading
    assert len({statement.id for statement in reading.statements}) == len(reading.statements)


@several
@given(reports)
def test_a_speaker_stands_beside_a_cue_or_a_quotation(drawn: tuple[str, list[Sentence]]) -> None:
    """Nobody is made to say anything without a word or mark for it, and the trace says which rule gave him the word."""
    for statement in read(*drawn).statements:
        if statement.speakers:
            assert statement.cue is not None
            assert any(step.rule.startswith("speakers.") for step in statement.trace)


@several
@given(reports)
def test_each_figure_has_a_step_that_tells_why(drawn: tuple[str, list[Sentence]]) -> None:
    for statement in read(*drawn).statements:
        steps = [step for step in statement.trace if step.rule.startswith(("measures.", "figures."))]
        assert len(steps) == len(statement.figures)


class Anything(frozenset[str]):
    """The words of a gate that stands open: every word is one of them."""

    def __contains__(self, word: object) -> bool:
        return True

    def isdisjoint(self, words: object) -> bool:
        return False


@several
@given(reports)
def test_no_gate_changes_a_reading(drawn: tuple[str, list[Sentence]]) -> None:
    """What a rule looks for first only spares it work: with all gates open it finds the same."""
    reading = read(*drawn)
    with pytest.MonkeyPatch.context() as patch:
        for module, gate, opened in (
            (joining, "counts_nobody", lambda sentence, number: False), (elliptic, "counts_nobody", lambda sentence, number: False),
            (triggers, "_pairing_verbs", lambda lexicon: Anything()), (tallies, "_TALLY_WORDS", Anything()),
            (place_words, "_ALIAS_ENDS", Anything()),
        ):  # fmt: skip
            patch.setattr(module, gate, opened)
        assert read(*drawn) == reading


def test_a_mark_as_the_subject_of_a_cue() -> None:
    parse = """
    1 Police  police NOUN  _ Number=Plur               3 obl
    2 -       -      PUNCT _ _                         3 nsubj
    3 said    say    VERB  _ Tense=Past|VerbForm=Fin   0 root
    4 two     two    NUM   _ _                         5 nummod
    5 men     man    NOUN  _ Number=Plur               6 nsubj
    6 died    die    VERB  _ Tense=Past|VerbForm=Fin   3 ccomp
    """
    text = "Police - said two men died"
    read_sentences(Report(text), parse_conllu(parse, text), english())
