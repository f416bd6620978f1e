"""Options of how inputs are taken apart: which column of a table is what, and whether a list of addresses is followed."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from dataclasses import fields
from functools import wraps
from typing import Annotated, Any

import typer

from according.intake.tables.mapping import Columns
from according.intake.wishes import Wishes

# What each column of a table of articles holds, by the field of :class:`~according.intake.tables.mapping.Columns`.
_HELD = {
    "text": "the texts", "title": "their titles", "date": "their dates, or the days of a table of figures",
    "publisher": "who published them", "url": "their addresses", "author": "who wrote them",
}  # fmt: skip


def with_wishes(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command that takes ``wishes`` an option for each of them, where ``wishes`` stands in its signature."""
    # Annotations are text under `from __future__ import annotations`; Typer is to get what they mean.
    plain = inspect.signature(command, eval_str=True)

    @wraps(command)
    def run(**given: Any) -> None:
        columns = Columns(**{field.name: given.pop(f"{field.name}_column") for field in fields(Columns)})
        given["wishes"] = Wishes(fetch=given.pop("fetch"), columns=columns, tell=tell_wish)
        command(**given)

    parameters = [made for parameter in plain.parameters.values() for made in _spread(parameter)]
    # Typer makes a command line of what a function's signature says.
    run.__signature__ = plain.replace(parameters=parameters)  # type: ignore[attr-defined]
    run.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    return run


def tell_wish(line: str) -> None:
    """Say on standard error how an input is taken apart."""
    from according.commands.terminal.streams import tell
    from according.exports.words.readings import visible

    tell(visible(line))


def _spread(parameter: inspect.Parameter) -> Iterator[inspect.Parameter]:
    if parameter.name != "wishes":
        yield parameter
        return
    for field in fields(Columns):
        option = typer.Option(f"--{field.name}-column", metavar="NAME", help=f"The column of a table that holds {_HELD[field.name]}.")
        yield _option(f"{field.name}_column", Annotated[str | None, option], None)
    fetch = typer.Option("--fetch", help="Fetch the addresses that a list of them (GDELT GKG) holds.")
    yield _option("fetch", Annotated[bool, fetch], False)


def _option(name: str, annotation: object, default: object) -> inspect.Parameter:
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation)
