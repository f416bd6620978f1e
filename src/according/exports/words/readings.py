"""
A reading as a table for people: figures first, then the other statements.

Cells are text that is safe to show: a report's control characters are spelt out, so that it cannot move a terminal's cursor.
"""
from __future__ import annotations

import re
from collections.abc import Iterable

from according.exports.unseen import spell
from according.exports.words.tables import Row
from according.names.places import name_place
from according.reading.reasons import COUNTLESS
from according.reckoning.answer import Repair
from according.reckoning.checks.agreement import check_reading
from according.statement import Figure, Party, Reading, Statement, Time

FIGURE_HEADINGS = ("how many", "of whom", "what happened", "by whom", "where", "when", "who says so", "status")
STATEMENT_HEADINGS = ("who says so", "cue", "what is said", "status")
OWN_VOICE = "(the report)"

# So many numbers are named on one quiet line.
PASSED_OVER_NAMED = 8

# The columns in order of worth, where there is no room for all.
FIGURE_WORTH = ("how many", "of whom", "what happened", "who says so", "when", "where", "by whom", "status")
STATEMENT_WORTH = ("what is said", "who says so", "status", "cue")


# Whatever ends a line in some program or other.
_LINE_END = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")


def figure_rows(reading: Reading) -> list[Row]:
    """Return a row for each figure, in text order."""
    numbers = {figure.id: figure.number.text for statement in reading.statements for figure in statement.figures}
    return [_figure_row(statement, figure, numbers) for statement in reading.statements for figure in statement.figures]


def statement_rows(reading: Reading) -> list[Row]:
    """Return a row for each statement that holds no figure, in text order."""
    return [
        (said_by(statement), visible(statement.cue.text if statement.cue else ""), visible(statement.content.text), stance(statement))
        for statement in reading.statements
        if not statement.figures
    ]


def check_lines(reading: Reading) -> list[str]:
    """Return two lines for each check that fails: what does not add up, and what would mend it; one where nothing would."""
    path, lines = visible(reading.report.path or "text"), []
    for check in check_reading(reading):
        if not check.holds:
            lines.append(f"check: {path}: {check.rule}: {visible(check.detail)}")
            repairs = repair_words(check.repairs)
            lines += [f"  would hold with: {visible('; or '.join(repairs))}"] if repairs else []
    return lines


def repair_words(repairs: Iterable[Repair]) -> list[str]:
    """Return the repairs in words, without those that mend nothing: a number would have to come down to nothing."""
    # Ways out by definition (other dates, another population) have no change.
    return [repair.detail for repair in repairs if repair.change is None or repair.change > -1]


def passed_over_line(reading: Reading) -> str | None:
    """Return one line on the numbers of which no figure was made though they could count; ``None`` where there is none."""
    numbers = [visible(passed.number.text) for passed in reading.passed_over if passed.reason not in COUNTLESS]
    if not numbers:
        return None
    more = f" and {len(numbers) - PASSED_OVER_NAMED} more" if len(numbers) > PASSED_OVER_NAMED else ""
    told = ", ".join(numbers[:PASSED_OVER_NAMED])
    return f"{len(numbers)} {'number' if len(numbers) == 1 else 'numbers'} seen, not read: {told}{more} (--explain says why)"


def said_by(statement: Statement) -> str:
    """Return who answers for a statement: the outermost speaker first, then whom they cite."""
    return visible(", citing ".join(speaker.called for speaker in statement.speakers)) or OWN_VOICE


def visible(text: str) -> str:
    """Return a text on one line, with its control and formatting characters spelt out: they could hide or move words on a screen."""
    return spell(" ".join(text.split()))


def visible_lines(text: str) -> str:
    """
    Return a text as :func:`visible` does, with its lines, tabs and blanks kept: for a report's own words where there is room for them.

        >>> visible_lines("12\\r\\n dead\\u202e")
        '12\\n dead\\\\u202e'
    """
    return text if text.isprintable() else spell(_LINE_END.sub("\n", text), keep="\n\t")


def _figure_row(statement: Statement, figure: Figure, numbers: dict[str, str]) -> Row:
    """Return a figure's cells; ``numbers`` has the words of the reading's numbers by the ids of their figures."""
    part, said = numbers.get(figure.subset_of or ""), numbers.get(figure.restates or "")
    return (
        # "a policeman" is one, though no number is said.
        f"1 ({visible(figure.number.text)})" if figure.implied else visible(figure.number.text),
        _party(figure.population),
        figure.measure,
        _party(figure.perpetrator),
        # As the report spells it, the gazetteer's name behind it where that is another word.
        visible(name_place(figure.place.text, figure.place.name)) if figure.place else "",
        _time(figure.time),
        said_by(statement),
        ", ".join(_parts(figure.status, f"part of {visible(part)}" if part else "", f"repeats {visible(said)}" if said else "")),
    )


def _party(party: Party | None) -> str:
    """Return a party's words, or nothing."""
    return visible(party.text) if party else ""


def _time(time: Time | None) -> str:
    """Return a time as it is said, and the days that it covers in brackets."""
    if time is None:
        return ""
    days = _days(time)
    return " ".join(_parts(visible(time.text or ""), f"[{days}]" if days else ""))


def _days(time: Time) -> str:
    """Return the days that a time covers, or nothing where none is settled."""
    if time.first is None and time.last is None:
        return ""
    if time.first is None or time.last is None:
        # A side that is open is said: "from 2022-02-24" goes on.
        return f"up to {time.last}" if time.first is None else f"from {time.first}"
    return str(time.first) if time.first == time.last else f"{time.first} to {time.last}"


def stance(statement: Statement) -> str:
    """Return how a statement is put: its stance where a speaker is named, its status, and ``not`` where it is negated."""
    negated = "not" if statement.negated else ""
    # In the report's own voice there is nobody whose stance it would be.
    return ", ".join(_parts(statement.stance if statement.speakers else "", statement.status, negated))


def _parts(*parts: str) -> Iterable[str]:
    """Return those of some texts that are not empty."""
    return (part for part in parts if part)
