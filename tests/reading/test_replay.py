"""A trace is enough: from the rules and spans it names, the same statement is made again."""

from __future__ import annotations

from test_cases import GOOD, Case, labels, parsed, read

from according.reading.language import english
from according.reading.reader import replay
from according.report import Report
from according.statement import Statement


def again(case: Case, statement: Statement) -> Statement | None:
    return replay(Report(case["text"]), parsed(case["text"], case["parse"]), statement, english())


def same(made: Statement | None, statement: Statement) -> bool:
    return made is not None and all(getattr(made, part) == getattr(statement, part) for part in ("content", "speakers", "cue", "figures"))


def test_replaying_a_trace_gives_the_same_statement() -> None:
    lost = [case for case in GOOD if not all(same(again(case, one), one) for one in read(case["text"], case["parse"]).statements)]
    assert labels(lost) == []
