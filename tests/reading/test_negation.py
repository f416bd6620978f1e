"""What somebody says is not so is denied, and never theirs as a count."""
from __future__ import annotations

import pytest

import according

pytestmark = pytest.mark.model
CASES = [
    ("The army said that 12 soldiers were not killed in Kobani.", "12", "denied"),
    ("“There were not 40 dead,” the mayor said.", "40", "denied"),
    ("The minister denied that 30 people had died.", "30", "denied"),
    ("No one was killed in the attack, police said.", "No one", "asserted"),
    ("Not only 12 soldiers were killed, police said.", "12", "asserted"),
    ("Police said 12 people were killed in the attack, not 20.", "12", "asserted"),
    ("The ministry said no more than 12 people were killed.", "no more than 12", "asserted"),
]


@pytest.mark.parametrize(("text", "number", "status"), CASES, ids=[text for text, _, _ in CASES])
def test_status(text: str, number: str, status: str) -> None:
    figures = [figure for statement in according.read(text).statements for figure in statement.figures]
    assert [(figure.number.text, figure.status) for figure in figures] == [(number, status)]
