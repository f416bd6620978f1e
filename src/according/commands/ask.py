"""``according questions``, ``reckon`` and ``list``: what the ledger's figures answer, and what may be asked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from according.commands.options import AsJson, LedgerUrl, Records, Wide, asking, layout_of, with_filters
from according.services.filters import Filters, Method

if TYPE_CHECKING:
    from according.commands.screen import Screen
    from according.reckoning.answer import Reckoning
    from according.services.ask import Answer

QUESTIONS_HELP = """
List the questions that the ledger's figures answer, each with low, best and high.

A question is an incident (one bombing, one day, one place) or a running total (a population's losses so far) with one measure. The
filters keep the questions that have a figure which fits.

Examples:

  according questions

  according questions --place Kursk --measure killed,wounded

  according questions --json > questions.jsonl
"""
RECKON_HELP = """
Answer one question: low, best and high for each side that speaks, echoes counted once, contradictions explained.

The filters say which figures are meant; of the questions these answer, the one that fits best is reckoned and the others are named.

Examples:

  according reckon --measure killed --population "North Korean"

  according reckon --measure killed --place Ukraine --from 2022-02-24 --as-of 2022-03-31 --rules ucdp,acled

  according reckon --question 3d5619231c --json

  according reckon --measure wounded --place Mosul --as-known-at 2024-12-31

Exit status: 0 answered, 1 no answer (nothing fits, or too much: the message says how to ask), 2 wrong usage.
"""
LIST_HELP = """
List what may be given for a filter: measures, kinds of people, rule-sets, countries.

Examples:

  according list measures

  according list countries | grep -i korea
"""
# A list longer than this is for a machine or wants a filter.
LISTED = 50


@with_filters
def questions(
    *,
    ledger: LedgerUrl = None,
    filters: Filters,
    method: Method,
    limit: Annotated[
        int | None,
        typer.Option("--limit", metavar="N", min=1, max=10_000_000, help=f"At most so many (a table stops at {LISTED} by itself)."),
    ] = None,
    as_json: AsJson = False,
    wide: Wide = False,
    records: Records = False,
) -> None:
    """List the questions the ledger's figures answer."""
    from according.commands.screen import Screen
    from according.services.ask import count_ungrouped, list_questions

    layout = layout_of(wide, records, as_json)
    with asking(ledger, filters, method) as (book, query, parameters):
        waiting = count_ungrouped(book, query)
        found = list_questions(book, query, parameters)
        if as_json:
            _write_questions(found, limit, waiting)
        else:
            _list_questions(Screen(layout), found, limit or LISTED, parameters.rules)
            tell_ungrouped(waiting)


def _write_questions(found: Iterator[Reckoning], limit: int | None, waiting: int) -> None:
    from itertools import islice

    from according.commands.terminal.streams import write
    from according.exports.formats import write_line

    # Without a limit all are written, one by one as they are found: a table has to be short, lines need not be.
    for reckoning in islice(found, limit):
        write(write_line("json", "reckoning", reckoning, ungrouped=waiting))


def _list_questions(screen: Screen, found: Iterator[Reckoning], limit: int, rules: Sequence[str]) -> None:
    from itertools import islice

    from according.commands.terminal.streams import tell
    from according.exports.words.reckonings import QUESTION_HEADINGS, QUESTION_WORTH, question_row, verdict_cells

    rows = [(*question_row(reckoning), *verdict_cells(reckoning)) for reckoning in islice(found, limit)]
    # Beside ten other columns a rule-set's words would be a row of seven lines: they may stand under the question.
    screen.table((*QUESTION_HEADINGS, *rules), rows, (*QUESTION_WORTH, *rules), under=rules)
    if not rows:
        tell("no question fits; file reports with `according add FILE`, or leave out a filter")
    # One more is reckoned only to know whether there is one.
    elif next(found, None) is not None:
        tell(f"these are the first {len(rows)}; more with --limit, fewer with --measure, --place, --population, --from and --to")


@with_filters
def reckon(
    *,
    ledger: LedgerUrl = None,
    question: Annotated[str | None, typer.Option("--question", metavar="ID", help="A question's id, or that of a figure in it.")] = None,
    filters: Filters,
    method: Method,
    as_json: AsJson = False,
    wide: Wide = False,
    records: Records = False,
) -> None:
    """Answer one question."""
    from according.commands.screen import Screen
    from according.services.ask import answer, question_of

    layout = layout_of(wide, records, as_json)
    with asking(ledger, filters, method) as (book, query, parameters):
        found = answer(book, query, parameters) if question is None else question_of(book, question, query, parameters)
        show_answer(found, as_json, screen=Screen(layout))


def show_answer(answered: Answer, as_json: bool, *, screen: Screen, others: bool = True) -> None:
    """Write an answer, as one line of JSON or as tables and sentences; ``others`` also names the other questions that fit."""
    from according.commands.terminal.streams import tell, write
    from according.exports.formats import write_line
    from according.exports.words.reckonings import count
    from according.records import short

    if as_json:
        write(write_line("json", "reckoning", answered.reckoning, ungrouped=answered.ungrouped))
    else:
        show_reckoning(screen, answered.reckoning)
    # On standard error, where it does not come between lines of JSON.
    if not answered.grouped:
        tell(
            "the question was found among the figures that fit, not among all: groups of figures are too large, are not found yet, "
            "or are not those of --as-known-at"
        )
    if not as_json:
        # In JSON the number is a field of the object.
        tell_ungrouped(answered.ungrouped)
    if answered.others and others:
        # The largest ones; all of them would be longer than the answer.
        named = "; ".join(
            f"{other.label} ({count(len(other.figures), 'figure')}, --question {short(other.id)})" for other in answered.others[:5]
        )
        more = f"; and {len(answered.others) - 5} more (`according questions` lists them)" if len(answered.others) > 5 else ""
        tell(f"the filters also fit other questions: {named}{more}")


def tell_ungrouped(waiting: int) -> None:
    """Say on standard error how many figures wait for their groups, where some do."""
    from according.commands.terminal.streams import tell
    from according.exports.words.reckonings import count

    if waiting:
        tell(f"{count(waiting, 'figure')} not grouped yet: some may belong here; `according ledger group` groups them")


def show_reckoning(screen: Screen, reckoning: Reckoning) -> None:
    """Write one reckoning for people."""
    from according.exports.words.readings import visible
    from according.exports.words.reckonings import (
        RULE_HEADINGS,
        SIDE_HEADINGS,
        SIDE_WORTH,
        WEIGHED_HEADINGS,
        WEIGHED_WORTH,
        explain_lines,
        figure_rows,
        headline,
        rule_notes,
        rule_rows,
        side_rows,
    )

    screen.line(visible(headline(reckoning)), "bold")
    # Before the tables: which number is best, and why, is what a reader came for.
    if reckoning.headline.why_best:
        screen.line(f"best is: {visible(reckoning.headline.why_best)}")
    for headings, rows, worth in (
        (SIDE_HEADINGS, side_rows(reckoning), SIDE_WORTH),
        (RULE_HEADINGS, rule_rows(reckoning), RULE_HEADINGS),
        (WEIGHED_HEADINGS, figure_rows(reckoning), WEIGHED_WORTH),
    ):
        # A table without rows says nothing: no rule-set was asked for, or no side spoke.
        if rows:
            screen.line("")
            screen.table(headings, rows, worth)
    for line in (*explain_lines(reckoning), *rule_notes(reckoning)):
        screen.line(line)


def _lists() -> dict[str, tuple[tuple[str, str], ...]]:
    # Here and not above: the list of countries is read only by who asks for it.
    from according.services.requests import known_values

    return known_values()


def list_values(
    what: Annotated[
        str, typer.Argument(metavar="WHAT", help="measures, kinds, rule-sets or countries.", autocompletion=lambda: list(_lists()))
    ],
    as_json: AsJson = False,
) -> None:
    """List what may be given for a filter."""
    from according.commands.terminal.streams import write
    from according.exports.formats import write_line

    lists = _lists()
    if what not in lists:
        raise typer.BadParameter(f"{what!r} cannot be listed; give one of {', '.join(lists)}", param_hint="WHAT")
    for value, meaning in lists[what]:
        row = {"value": value, "meaning": meaning or None}
        # Nine cells hold the longest name of a rule-set and the code of a country.
        write(write_line("json", "row", row) if as_json else f"{value:<9}{meaning}".rstrip() if meaning else value)
