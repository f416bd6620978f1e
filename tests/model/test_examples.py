"""The texts beside each rule on the page of rules: the rule is at work in the first, and the second, made like it, it leaves alone."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

import according

pytestmark = pytest.mark.model
ROWS = tomllib.loads((Path(__file__).parents[2] / "docs" / "examples.toml").read_text("utf8"))["rule"]


def _named(text: str) -> set[str]:
    """Return the rules that the trace of a text's reading names, and the reasons of its numbers passed over."""
    reading = according.read(text)
    rules = {re.sub(r"\.light-.*", ".light-*", step.rule) for statement in reading.statements for step in statement.trace}
    return rules | {passed.reason for passed in reading.passed_over}


def test_each_rule_is_at_work_in_its_example_and_not_in_its_counter_example() -> None:
    wrong = [(row["id"], row["fires"]) for row in ROWS if "fires" in row and row["id"] not in _named(row["fires"])]
    wrong += [(row["id"], row["silent"]) for row in ROWS if "silent" in row and row["id"] in _named(row["silent"])]
    assert wrong == []
