"""``according questions`` and ``according reckon``: what the ledger's figures answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from according.commands.options import (
    AsJson,
    AsKnownAt,
    AsOf,
    Conflicts,
    Country,
    From,
    Kind,
    LedgerUrl,
    MeasureOption,
    Perpetrator,
    PlaceOption,
    Population,
    Publisher,
    Publishers,
    Rules,
    Speaker,
    Text,
    To,
    make_parameters,
    make_query,
)

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

The filters say which figures are meant; of the questions these answer, the one with the most figures is reckoned and the others are named.

Examples:

  according reckon --measure killed --population "North Korean"

  according reckon --measure killed --place Ukraine --from 2022-02-24 --as-of 2022-03-31 --rules ucdp,acled

  according reckon --question 3d5619231c --json

  according reckon --measure wounded --place Mosul --as-known-at 2024-12-31

Exit status: 0 answered, 1 no answer (nothing fits, or too much: the message says how to ask), 2 wrong usage.
"""
# A list longer than this is for a machine or wants a filter.
LISTED = 50


def questions(
    ledger: LedgerUrl = None,
    measure: MeasureOption = None,
    population: Population = None,
    country: Country = None,
    kind: Kind = None,
    perpetrator: Perpetrator = None,
    place: PlaceOption = None,
    first: From = None,
    last: To = None,
    as_of: AsOf = None,
    known_at: AsKnownAt = None,
    publisher: Publisher = None,
    speaker: Speaker = None,
    text: Text = None,
    rules: Rules = None,
    limit: Annotated[
        int | None,
        typer.Option("--limit", metavar="N", min=1, max=10_000_000, help=f"At most so many (a table stops at {LISTED} by itself)."),
    ] = None,
    conflicts: Conflicts = None,
    publishers: Publishers = None,
    as_json: AsJson = False,
) -> None:
    """List the questions the ledger's figures answer."""
    from according.commands.screen import progress
    from according.ledger.opening import default_url, open_ledger
    from according.services.ask import list_questions

    query = make_query(
        measure=measure, population=population, country=country, kind=kind, perpetrator=perpetrator, place=place, first=first, last=last,
        as_of=as_of, known_at=known_at, publisher=publisher, speaker=speaker, text=text,
    )  # fmt: skip
    parameters = make_parameters(rules, conflicts, publishers)
    with (
        open_ledger(ledger or default_url(), create=False) as book,
        progress(book.contents().figures, "grouping figures", counted=True) as bar,
    ):
        found = list_questions(book, query, parameters, advance=bar.advance)
        _list(found, as_json, limit if limit is not None or as_json else LISTED)


def _list(found: object, as_json: bool, limit: int | None) -> None:
    from collections.abc import Iterator
    from itertools import islice
    from typing import cast

    from according.commands.screen import Screen, tell, write
    from according.exports.objects.reckonings import reckoning_line
    from according.exports.words.reckonings import QUESTION_HEADINGS, question_row

    reckoned = cast("Iterator[Reckoning]", found)
    if as_json:
        for reckoning in islice(reckoned, limit):
            write(reckoning_line(reckoning))
        return
    rows = [question_row(reckoning) for reckoning in islice(reckoned, limit)]
    Screen().table(QUESTION_HEADINGS, rows)
    if not rows:
        tell("no question fits; file reports with `according add FILE`, or leave out a filter")
    elif next(reckoned, None) is not None:
        tell(f"these are the first {len(rows)}; more with --limit, fewer with --measure, --place, --population, --from and --to")


def reckon(
    ledger: LedgerUrl = None,
    question: Annotated[str | None, typer.Option("--question", metavar="ID", help="A question's id, or that of a figure in it.")] = None,
    measure: MeasureOption = None,
    population: Population = None,
    country: Country = None,
    kind: Kind = None,
    perpetrator: Perpetrator = None,
    place: PlaceOption = None,
    first: From = None,
    last: To = None,
    as_of: AsOf = None,
    known_at: AsKnownAt = None,
    publisher: Publisher = None,
    speaker: Speaker = None,
    text: Text = None,
    rules: Rules = None,
    conflicts: Conflicts = None,
    publishers: Publishers = None,
    as_json: AsJson = False,
) -> None:
    """Answer one question."""
    from according.ledger.opening import default_url, open_ledger
    from according.services.ask import answer, question_of

    query = make_query(
        measure=measure, population=population, country=country, kind=kind, perpetrator=perpetrator, place=place, first=first, last=last,
        as_of=as_of, known_at=known_at, publisher=publisher, speaker=speaker, text=text,
    )  # fmt: skip
    parameters = make_parameters(rules, conflicts, publishers)
    with open_ledger(ledger or default_url(), create=False) as book:
        show_answer(question_of(book, question, query, parameters) if question else answer(book, query, parameters), as_json)


def show_answer(answered: Answer, as_json: bool, *, others: bool = True) -> None:
    """Write an answer, as one line of JSON or as tables and sentences; ``others`` also names the other questions that fit."""
    from according.commands.screen import Screen, tell, write
    from according.exports.objects.reckonings import reckoning_line
    from according.exports.words.reckonings import count

    if as_json:
        write(reckoning_line(answered.reckoning))
    else:
        show_reckoning(Screen(), answered.reckoning)
    if not answered.grouped:
        tell(
            "the question was found among the figures that fit, not among all: groups of figures are too large, are not found yet "
            "(`according questions` finds them), or are not those of --as-known-at"
        )
    if answered.others and others:
        named = "; ".join(
            f"{other.label} ({count(len(other.figures), 'figure')}, --question {other.id[:10]})" for other in answered.others[:5]
        )
        more = f"; and {len(answered.others) - 5} more (`according questions` lists them)" if len(answered.others) > 5 else ""
        tell(f"the filters also fit other questions: {named}{more}")


def show_reckoning(screen: Screen, reckoning: Reckoning) -> None:
    """Write one reckoning for people."""
    from according.exports.words.readings import visible
    from according.exports.words.reckonings import (
        FIGURE_HEADINGS,
        RULE_HEADINGS,
        SIDE_HEADINGS,
        explain_lines,
        figure_rows,
        headline,
        rule_notes,
        rule_rows,
        side_rows,
    )

    screen.line(visible(headline(reckoning)), "bold")
    if reckoning.headline.why_best:
        screen.line(f"best is: {visible(reckoning.headline.why_best)}")
    for headings, rows in (
        (SIDE_HEADINGS, side_rows(reckoning)),
        (RULE_HEADINGS, rule_rows(reckoning)),
        (FIGURE_HEADINGS, figure_rows(reckoning)),
    ):
        if rows:
            screen.line("")
            screen.table(headings, rows)
    for line in (*explain_lines(reckoning), *rule_notes(reckoning)):
        screen.line(line)
