"""Numbers that no figure took are kept, each with why: nothing vanishes without a word."""

from __future__ import annotations

from typing import get_args

import pytest

import according
from according.exports.words.readings import passed_over_line
from according.exports.words.traces import explain
from according.reading.numbers.traps import Trap
from according.reading.reasons import COUNTLESS, REASONS
from according.statement import Reading


def passed(reading: Reading) -> list[tuple[str, str]]:
    return [(one.number.text, one.reason.removeprefix("numbers.")) for one in reading.passed_over]


def test_every_trap_has_its_words() -> None:
    assert {f"numbers.{trap}" for trap in get_args(Trap)} == COUNTLESS


@pytest.mark.model
@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Twelve people were killed on 3 March 2024 in a blast 20 km from Velmar.", [("3", "date"), ("2024", "year"), ("20", "distance")]),
        ("The governor has visited 40 villages and met the 471 farmers.", [("40", "skimmed"), ("471", "skimmed")]),
        ("Police killed 12 gunmen near the town's 40 mills.", [("40", "not-counted")]),
        ("It was not known how many of the 40 miners were dead.", [("40", "how-many")]),
        ("Reuters, citing two security officials, said that 12 soldiers had been killed.", [("two", "of-a-source")]),
        (
            "The mayor said 12 people were killed. The market is of glass. Beside it are 300 goats. Rain fell. There are 45 old boats.",
            [("300", "skimmed"), ("45", "skimmed")],
        ),
        ("A man was killed and no one was hurt.", []),
        # A tab parts two cells, or was typed within a number: which of the two is not known.
        ("At least 12\t345 people were killed in Ostrin, police said.", [("At least 12", "cells"), ("345", "cells")]),
        ("Police said 1\t000 people were killed.", [("1", "cells"), ("000", "cells")]),
        ("Killed in Ward 12\t345 people, police said.", [("12", "name"), ("345", "cells")]),
        (
            "The mayor said 12 people were killed. The market is of glass. Rain fell. There are 16\t707 old boats.",
            [("16", "cells"), ("707", "cells")],
        ),
    ],
)
def test_what_is_passed_over_and_why(text: str, found: list[tuple[str, str]]) -> None:
    assert passed(according.read(text)) == found


@pytest.mark.model
def test_no_number_is_both_read_and_passed_over() -> None:
    text = "Of the 63 dead 27 were women, 12 of them over 60, the ministry said. | place | killed |\n| Homs | 12 |\n| Hama | 9 |\n"
    reading = according.read(text)
    taken = [(figure.number.start, figure.number.end) for statement in reading.statements for figure in statement.figures]
    for one in reading.passed_over:
        assert text[one.number.start : one.number.end] == one.number.text
        assert all(one.number.end <= start or end <= one.number.start for start, end in taken)
        assert one.reason in REASONS


@pytest.mark.model
def test_a_quiet_line_names_those_that_could_count_and_the_explanation_all() -> None:
    reading = according.read("On 3 March police killed 12 gunmen near the town's 40 mills.")
    assert passed_over_line(reading) == "1 number seen, not read: 40 (--explain says why)"
    told = list(explain(reading))
    assert [line.split("]")[0].split("[")[0].strip() for line in told[told.index("numbers seen, not read:") + 1 :]] == [
        "numbers.date", "numbers.not-counted",
    ]  # fmt: skip
    assert passed_over_line(according.read("Police killed 12 gunmen.")) is None
    many = according.read("The governor has visited " + ", ".join(str(number) for number in range(40, 60)) + " and 61 villages.")
    assert passed_over_line(many) == "21 numbers seen, not read: 40, 41, 42, 43, 44, 45, 46, 47 and 13 more (--explain says why)"
