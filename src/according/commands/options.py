"""Options that several commands share, and how a command words a value that is none of its kind."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import fields
from functools import wraps
from typing import TYPE_CHECKING, Annotated, Any

import typer

from according.errors import QuestionError, RequestError
from according.services.filters import Filters, Method

if TYPE_CHECKING:
    from according.commands.screen import Layout
    from according.intake.catalogue import Catalogue
    from according.intake.source import Source
    from according.ledger.base import Ledger
    from according.reckoning.reckon import Parameters
    from according.records import Query

LedgerUrl = Annotated[
    str | None,
    typer.Option(
        "--ledger", metavar="URL", envvar="ACCORDING_LEDGER", show_default="ledger.db in your data folder",
        help="The ledger: sqlite:///FILE, a file's name, or postgresql://USER@HOST/DATABASE.",
    ),
]  # fmt: skip
# Of a command inside `according ledger`: without the environment, which must not win over the option of the group.
InnerLedgerUrl = Annotated[str | None, typer.Option("--ledger", metavar="URL", help="The ledger, as for `according ledger` itself.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON Lines instead of a table.")]
DatesTable = Annotated[
    str | None,
    typer.Option(
        "--dates", metavar="FILE", help="A table (CSV, TSV) with a line a report: path,date and, if you like, title,publisher,url.",
    ),
]  # fmt: skip
DatePattern = Annotated[
    str | None, typer.Option("--date-pattern", metavar="PATTERN", help="Where the files' names hold their dates, as %Y-%m-%d.")
]
WordsFile = Annotated[
    str | None, typer.Option("--words", metavar="FILE", help="Your own words (TOML), on top of the package's word lists.")
]


# For those who must see every field: neither form cuts, hides or wraps one.
Wide = Annotated[bool, typer.Option("--wide", help="Show every column and wrap nothing.")]
Records = Annotated[bool, typer.Option("--records", help="Show a line for each field instead of a table.")]


def layout_of(wide: bool, records: bool, as_json: bool) -> Layout:
    """Return how tables are to be written; raises :class:`typer.BadParameter` where more than one form is asked for."""
    # Names and not a count: the message says which of the options stand against one another.
    asked = [name for name, given in (("--wide", wide), ("--records", records), ("--json", as_json)) if given]
    if len(asked) > 1:
        raise typer.BadParameter(f"each shows every field in a form of its own; give one of {' and '.join(asked)}")
    return "wide" if wide else "records" if records else "fitted"


def _complete(values: str) -> Callable[[str], list[tuple[str, str]]]:
    """Return what completes an option whose value is one of those that are known; after a comma it completes the next one."""

    def complete(incomplete: str) -> list[tuple[str, str]]:
        from according.services.requests import known_values

        # "killed,wou": what stands before the comma is kept, or the shell would put the new word in its place.
        before, comma, last = incomplete.rpartition(",")
        found = ((value, what) for value, what in known_values()[values] if value.casefold().startswith(last.casefold()))
        return [(f"{before}{comma}{value}", what) for value, what in found]

    return complete


# The option of each filter and of each choice of method, by the name of its field.
# In one place, so that `questions` and `reckon` cannot come to name a filter differently.
OPTIONS: dict[str, Any] = {
    "measure": typer.Option(
        "--measure", "-m", metavar="MEASURES", autocompletion=_complete("measures"),
        help="What happened to those counted: killed, wounded, casualties, … (`according list measures`).",
    ),
    "population": typer.Option("--population", metavar="WORDS", help='Who is counted, such as "North Korean".'),
    "country": typer.Option(
        "--country", metavar="COUNTRY", help='The country of those counted, by name or code: "North Korea", KP.',
        autocompletion=_complete("countries"),
    ),
    "kind": typer.Option(
        "--kind", metavar="KIND", help="What those counted are: civilian, military, militant, police, child, … (`according list kinds`).",
        autocompletion=_complete("kinds"),
    ),
    "perpetrator": typer.Option("--perpetrator", metavar="WORDS", help="Who did it, as the report says."),
    "place": typer.Option("--place", metavar="NAME", help="Where; a country or region covers what lies in it."),
    "first": typer.Option("--from", metavar="DATE", help="From this day on, as 2025-01-27."),
    "last": typer.Option("--to", metavar="DATE", help="Up to this day."),
    "as_of": typer.Option("--as-of", metavar="DATE", help="Up to this day, for totals so far: the same as --to."),
    "known_at": typer.Option(
        "--as-known-at", metavar="DATE", help="Answer from what was filed by the end of this day (UTC), rulings too."
    ),
    "publisher": typer.Option("--publisher", metavar="WORDS", help="Only reports of this publisher."),
    "speaker": typer.Option("--speaker", metavar="WORDS", help="Only what this speaker is named as saying."),
    "text": typer.Option("--text", metavar="WORDS", help="Only statements that hold these words."),
    "rules": typer.Option(
        "--rules", metavar="NAMES", help="Recorders' rule-sets to apply, with commas: ucdp,acled,ibc,airwars,gtd, or all.",
        autocompletion=_complete("rule-sets"),
    ),
    "house": typer.Option(
        "--house", metavar="NAME=VALUE",
        help='What the rule-sets are told, again for each: best=high, ranks=own,opponent, unreliable="A channel" (docs/rule-sets.md).',
    ),
    "conflicts": typer.Option("--conflicts", metavar="FILE", help="Your own conflicts and parties (TOML), on top of the package's."),
    "publishers": typer.Option("--publishers", metavar="FILE", help="Your own publishers' families (TOML), on top of the package's."),
    "offices": typer.Option("--offices", metavar="FILE", help="Your own offices and their holders (TOML), on top of the package's."),
}  # fmt: skip


def with_filters(command: Callable[..., None]) -> Callable[..., None]:
    """
    Give a command the options of :class:`~according.services.filters.Filters` and of :class:`~according.services.filters.Method`.

    The command itself takes ``filters`` and ``method``; the command line has an option for each of their fields in place of the two, where
    they stand in its signature.
    """
    # Annotations are text under `from __future__ import annotations`; Typer is to get what they mean.
    plain = inspect.signature(command, eval_str=True)

    @wraps(command)
    def run(**given: Any) -> None:
        for name, record in _RECORDS.items():
            held: dict[str, Any] = {field.name: given.pop(field.name) for field in fields(record)}
            if "house" in held:
                # Typer gives a list, or nothing; the record is frozen and holds a tuple.
                held["house"] = tuple(held["house"] or ())
            given[name] = record(**held)
        command(**given)

    parameters = [made for parameter in plain.parameters.values() for made in _spread(parameter)]
    # Typer makes a command line of what a function's signature says, so every field must stand in it.
    run.__signature__ = plain.replace(parameters=parameters)  # type: ignore[attr-defined]
    run.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    return run


_RECORDS: dict[str, type[Filters] | type[Method]] = {"filters": Filters, "method": Method}


def _spread(parameter: inspect.Parameter) -> Iterator[inspect.Parameter]:
    """Yield a parameter itself, or one for each field of the record that it stands for."""
    if parameter.name not in _RECORDS:
        yield parameter
        return
    for field in fields(_RECORDS[parameter.name]):
        # The one option that may be given again and again: `--house best=high --house actions=yes`.
        kind: object = list[str] | None if field.name == "house" else str | None
        annotation = Annotated[kind, OPTIONS[field.name]]  # type: ignore[valid-type]
        yield inspect.Parameter(field.name, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=annotation)


def read_catalogue(table: str | None, pattern: str | None, sources: Sequence[Source]) -> Catalogue | None:
    """
    Return what a table and the names of files say of the inputs, ``None`` where neither is given.

    A row that cannot be followed is told on standard error, and the others are followed.
    """
    from according.intake import catalogue as catalogues

    found = catalogues.read_catalogue(table, pattern, sources)
    tell_problems(() if found is None else found.problems)
    return found


def tell_problems(problems: Iterable[str]) -> None:
    """Say on standard error which rows of a table cannot be followed, a line each."""
    from according.commands.terminal.streams import tell
    from according.exports.words.readings import visible

    for problem in problems:
        tell(visible(problem))


@contextmanager
def worded() -> Iterator[None]:
    """
    Word errors as a command line does: fields by their options.

    A value that is none of its kind becomes a wrong use of the command (exit status 2).
    """
    try:
        yield
    except RequestError as error:
        raise typer.BadParameter(error.message, param_hint=word(error.field)) from None
    except QuestionError as error:
        # No wrong use: the question is one, but this ledger has no answer to it (exit status 1).
        raise QuestionError(error.worded(word)) from None


@contextmanager
def asking(ledger: str | None, filters: Filters, method: Method) -> Iterator[tuple[Ledger, Query, Parameters]]:
    """Open a ledger to be asked by filters and a method, and word what is wrong with these."""
    from according.ledger.opening import default_url, open_ledger
    from according.services.read import passing_seldom
    from according.services.requests import make_parameters, make_query

    with worded():
        # Before the ledger is opened: a wrong value is told even where there is no ledger.
        query, parameters = make_query(filters), make_parameters(method)
    # Thousands of figures are loaded for an answer: full passes of the collector would go through them again and again.
    with worded(), passing_seldom(), open_ledger(ledger or default_url(), create=False, read_only=True) as book:
        yield book, query, parameters


def word(name: str) -> str:
    """Return how a command line names a field or a command."""
    option = OPTIONS.get(name)
    # Typer takes the first name for a default, until it makes the command.
    return str(option.default) if option is not None else _WORDS.get(name, name)


# How a command line names what is no filter.
_WORDS = {
    "published": "--date", "dates": "--dates", "date_pattern": "--date-pattern", "why": "--why", "who": "--who", "ruling kind": "KIND",
    "url": "URL", "every": "--every", "since": "--since", "when": "--when", "event": "--event", "webhook": "--webhook", "mail": "--mail",
    "command": "--command", "apprise": "--notify", "secret": "--secret", "smtp": "--smtp", "sender": "--from", "user": "--user",
    "password": "--password", "plain": "--plain", "host": "--host", "port": "--port",
    "id": "ID", "question": "--question", "report": "--report", "add": "`according add FILE`", "questions": "`according questions`",
    "events": "`according events`",
    "reckon": "`according reckon`", "format": "--form",
}  # fmt: skip
