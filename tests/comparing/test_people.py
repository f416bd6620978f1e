"""Words that name nobody in particular: one list, three questions."""
from __future__ import annotations

import pytest

from according.comparing.people import anybody, counts, plain
from according.language.lemmas import singular
from according.lexicon import default


def test_what_leaves_open_whom_leaves_open_all() -> None:
    assert counts() < anybody()
    assert counts() < plain()


def test_the_list_has_singulars() -> None:
    """Words are looked up in the singular: another form would never be met."""
    assert [form for form in default().forms("nobody") if singular(form) != form] == []


@pytest.mark.parametrize(("word", "open_to"), [
    ("deaths", "counts anybody plain"), ("lives", "counts anybody plain"), ("wounded", "counts anybody plain"), ("people", "anybody plain"),
    ("men", "anybody plain"), ("residents", "anybody plain"), ("passengers", "anybody"), ("soldiers", "plain"), ("policemen", "plain"),
    ("children", ""), ("miners", ""),
])  # fmt: skip
def test_how_much_a_word_leaves_open(word: str, open_to: str) -> None:
    asked = {"counts": counts(), "anybody": anybody(), "plain": plain()}
    assert [name for name, words in asked.items() if singular(word) in words] == open_to.split()
