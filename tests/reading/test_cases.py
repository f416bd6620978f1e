"""The rules on written-down parses: every case file read without a model, every rule and word list entry reached."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections import Counter
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from according.language.conllu import parse_conllu
from according.language.sentence import Sentence
from according.reading.language import english
from according.reading.reader import read_sentences
from according.report import Report
from according.statement import Figure, Reading, Statement
from sources import ROOT, nodes, tree

CASES = Path(__file__).parents[1] / "cases"
SOURCES = sorted((ROOT / "reading").rglob("*.py"))
KEYS = {"label", "origin", "comment", "text", "parse", "expect", "statements"}
EXPECTED = {"number", "low", "high", "measure", "population", "speakers", "status", "perpetrator", "subset", "implied", "counting"}
Case = dict[str, Any]


def load(*folders: str) -> list[Case]:
    paths = [path for folder in folders for path in sorted((CASES / folder).glob("*.toml"))]
    return [case for path in paths for case in tomllib.loads(path.read_text("utf8"))["case"]]


GOOD, NEGATIVE, FAILING = load("written"), load("negative"), load("known-failures")


@cache
def parsed(text: str, parse: str) -> Sequence[Sentence]:
    return parse_conllu(parse, text)


@cache
def read(text: str, parse: str) -> Reading:
    return read_sentences(Report(text), parsed(text, parse), english())


def figures(reading: Reading) -> list[tuple[Figure, Statement]]:
    found = [(figure, statement) for statement in reading.statements for figure in statement.figures]
    return sorted(found, key=lambda pair: (pair[0].number.start, pair[0].measure))


def row(figure: Figure, statement: Statement, numbers: dict[str, str], wanted: Case) -> Case:
    """Write a figure as a case does; of what may be left out (whom, who did it, over what) only what the case names."""
    found: Case = {
        "number": figure.number.text,
        "low": figure.quantity.low,
        "high": figure.quantity.high,
        "measure": figure.measure,
        "status": figure.status,
        "speakers": [speaker.text for speaker in statement.speakers],
        "population": figure.population.text if figure.population else "",
        "perpetrator": figure.perpetrator.text if figure.perpetrator else "",
        "subset": numbers[figure.subset_of] if figure.subset_of else None,
        "implied": figure.implied or None,
        "counting": figure.counting,
    }
    optional = {"population", "perpetrator", "speakers", "counting"} - set(wanted)
    return {key: value for key, value in found.items() if key not in optional and value is not None}


def said(statement: Statement) -> Case:
    speakers, cue = [speaker.text for speaker in statement.speakers], statement.cue
    return {"speakers": speakers, "cue": cue.text if cue else "", "content": statement.content.text, "quoted": statement.quoted}


def check(case: Case) -> None:
    reading = read(case["text"], case["parse"])
    pairs = figures(reading)
    numbers = {figure.id: figure.number.text for figure, _ in pairs}
    wanted = [*case["expect"], *({} for _ in pairs)]
    assert [row(*pair, numbers, want) for pair, want in zip(pairs, wanted, strict=False)] == case["expect"]
    if "statements" in case:
        assert [said(statement) for statement in reading.statements if statement.speakers] == case["statements"]


def labels(cases: list[Case]) -> list[str]:
    return [case["label"] for case in cases]


@pytest.mark.parametrize("case", GOOD, ids=labels(GOOD))
def test_case(case: Case) -> None:
    check(case)


@pytest.mark.parametrize("case", NEGATIVE, ids=labels(NEGATIVE))
def test_negative_case(case: Case) -> None:
    assert case["expect"] == []
    check(case)


@pytest.mark.xfail(raises=AssertionError, strict=True)
@pytest.mark.parametrize("case", FAILING, ids=labels(FAILING))
def test_known_failure(case: Case) -> None:
    check(case)


def well_formed(case: Case) -> bool:
    return (
        KEYS - {"statements"} <= set(case) <= KEYS
        and case["origin"] == "written"
        and all(set(want) <= EXPECTED for want in case["expect"])
        and all(whole(sentence) for sentence in parsed(case["text"], case["parse"]))
    )


def whole(sentence: Sentence) -> bool:
    """A parse is one tree: one root, and every word under it."""
    roots = sentence.roots()
    return len(roots) == 1 and sentence.subtree(roots[0].index) == list(range(len(sentence)))


def test_every_case_is_well_formed() -> None:
    assert labels([case for case in GOOD + NEGATIVE + FAILING if not well_formed(case)]) == []


def test_labels_stand_once() -> None:
    assert [label for label, count in Counter(labels(GOOD + NEGATIVE + FAILING)).items() if count > 1] == []


def test_reading_written_parses_loads_no_model() -> None:
    """In a process of its own, since other tests may have loaded the model in this one."""
    case = GOOD[0]
    program = (
        "import sys\n"
        "from according.language.conllu import parse_conllu\n"
        "from according.reading.language import english\n"
        "from according.reading.reader import read_sentences\n"
        "from according.report import Report\n"
        f"text, parse = {case['text']!r}, {case['parse']!r}\n"
        "assert read_sentences(Report(text), parse_conllu(parse, text), english()).statements\n"
        "print(sorted({'spacy', 'thinc', 'numpy'} & set(sys.modules)))\n"
    )
    assert subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60).stdout == "[]\n"


# -- every rule is shown by a case ------------------------------------------------------------------------------------

RULE = re.compile(r"(?:measures|figures|speakers)\.[a-z-]+")
# `_light` names what `_object` and `_subject` found with "light-" before it; these two cannot come about in a sentence:
# a light verb before its noun ("the taken-hostage tourists"), and one that shares its object with the verb behind it
# (the word beside the number decides there).
NEVER_LIGHT = {"participle-before-noun", "shared-object", "object-of-relative"}


def rules_of(path: Path) -> set[str]:
    """Return the rule ids that stand in a source, and those that the constructions of measures return by their bare name."""
    strings = {node.value for node in nodes(path) if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    functions = [node for node in tree(path).body if isinstance(node, ast.FunctionDef) and node.returns is not None]
    named = {node.name: returned(node) for node in functions if ast.unparse(node.returns) == "tuple[list[int], str]"}  # type: ignore[arg-type]
    light = {f"light-{name}" for name in named.get("_object", set()) | named.get("_subject", set()) if name not in NEVER_LIGHT}
    bare = light.union(*(names for function, names in named.items() if function != "_light"))
    return {string for string in strings if RULE.fullmatch(string)} | {f"measures.{name}" for name in bare}


def returned(function: ast.FunctionDef) -> set[str]:
    """Return the names that a construction gives beside the words it counts: the second parts of the pairs that it returns."""
    ends = [node.value for node in ast.walk(function) if isinstance(node, ast.Return) and node.value is not None]
    pairs = [node for end in ends for node in ast.walk(end) if isinstance(node, ast.Tuple) and not isinstance(node.elts[0], ast.Constant)]
    leaves = [leaf for pair in pairs for leaf in ast.walk(pair.elts[1]) if isinstance(leaf, ast.Constant)]
    return {leaf.value for leaf in leaves if isinstance(leaf.value, str) and leaf.value}


def every_rule() -> list[str]:
    return sorted(set().union(*map(rules_of, SOURCES)))


def fired(cases: list[Case]) -> set[str]:
    return {step.rule for case in cases for statement in read(case["text"], case["parse"]).statements for step in statement.trace}


def test_the_rules_are_found_in_the_sources() -> None:
    some = {"measures.passive-subject", "measures.light-subject", "measures.toll", "figures.including", "speakers.according-to"}
    assert some <= set(every_rule())


def test_every_rule_is_shown_by_a_case() -> None:
    assert sorted(set(every_rule()) - fired(GOOD)) == []


def test_cases_fire_no_rule_that_the_sources_do_not_name() -> None:
    assert {rule for rule in fired(GOOD + NEGATIVE) if RULE.fullmatch(rule)} <= set(every_rule())
