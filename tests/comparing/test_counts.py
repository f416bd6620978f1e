"""What the words before a number say of how a count came to it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from made import figure

from according.comparing.counts import is_former, is_risen
from according.statement import Mention


@pytest.mark.parametrize(
    ("words", "number", "risen", "former"),
    [
        ("The toll has risen to 59, the mayor said.", "59", True, False),
        ("The toll climbed by eight to at least 59.", "59", True, False),
        ("The toll was raised from 51 to 59.", "51", False, True),
        ("The toll fell to 59.", "59", False, False),
        ("The toll has risen, and 59 people are in hospital.", "59", False, False),
    ],
)
def test_a_count_has_grown_to_what_stands_behind_its_growth(words: str, number: str, risen: bool, former: bool) -> None:
    made = figure("killed", float(number), said=words)
    at = words.index(number)
    filed = replace(made, figure=replace(made.figure, number=Mention(at, at + len(number), number)))
    assert (is_risen(filed), is_former(filed)) == (risen, former)
