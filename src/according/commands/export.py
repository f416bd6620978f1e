"""``according export``: what a ledger holds, as a file that other programs read."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TextIO

import typer

from according.commands.ask import tell_ungrouped
from according.commands.options import AsJson, LedgerUrl, asking, with_filters, worded
from according.services.filters import Filters, Method, given_choices, given_filters

if TYPE_CHECKING:
    from according.exports.about import About
    from according.exports.exchange.form import Form, Subject
    from according.ledger.base import Ledger
    from according.reckoning.reckon import Parameters
    from according.records import Query

EXPORT_HELP = """
Write what the ledger holds as a file for other programs: SUBJECT is reports, statements, figures, questions or events.

The filters keep the figures that fit, and the reports, statements, questions and events that have such a figure. What another text of its
page has replaced is left out. `--list` names every form, the subjects that it is made of, and what it cannot hold.

A file is written beside its place and moved there when it is whole. Beside one that cannot say what it is (CSV, JSON Lines) stands a page
that explains it: FILE.README.md.

Examples:

  according export figures | jq .number

  according export figures --form parquet -o figures.parquet

  according export events --form xlsx --place Lebanon --from 2020-08-01 -o beirut.xlsx

  according export events --form ucdp -o exchange/

  according export --list

Exit status: 0 written, 1 not written (the message says why), 2 wrong usage.
"""


@with_filters
def export(
    subject: Annotated[
        str | None,
        typer.Argument(
            metavar="SUBJECT", help="reports, statements, figures, questions or events.", autocompletion=lambda: list(_subjects())
        ),
    ] = None,
    *,
    form: Annotated[
        str, typer.Option("--form", metavar="NAME", help="The form of the file (`--list`).", autocompletion=lambda: list(_form_names()))
    ] = "jsonl",
    output: Annotated[
        str | None, typer.Option("--output", "-o", metavar="FILE|DIR", help="Where to write it; else to standard output.")
    ] = None,
    ledger: LedgerUrl = None,
    filters: Filters,
    method: Method,
    limit: Annotated[int | None, typer.Option("--limit", metavar="N", min=1, max=10_000_000, help="At most so many.")] = None,
    listed: Annotated[bool, typer.Option("--list", help="Name the forms, their subjects, and what each cannot hold.")] = False,
    as_json: AsJson = False,
) -> None:
    """Write what the ledger holds as a file."""
    if listed:
        _list_forms(as_json)
        return
    if as_json:
        raise typer.BadParameter("it is for --list; a file of JSON Lines is --form jsonl", param_hint="--json")
    of, chosen = _subject(subject), _form(form, subject)
    if output is None and _is_binary(chosen) and is_terminal(sys.stdout):
        raise typer.BadParameter(f"a file of {chosen.title} is not for a terminal; give -o FILE, or send it on by a pipe", param_hint="-o")
    # In one view: what the file says of its state is the state that it was made of.
    with asking(ledger, filters, method) as (book, query, parameters), book.viewing():
        from according.services.ask import count_ungrouped

        waiting = count_ungrouped(book, query) if of in ("questions", "events") else 0
        about = _about(book, of, given_filters(filters) | given_choices(method), waiting)
        values = _values(book, of, chosen, (query, parameters), limit, quiet=output is not None)
        _write(output, of, chosen, values, about)
    tell_ungrouped(waiting)


def _write(output: str | None, subject: Subject, form: Form, values: Iterable[Any], about: About) -> None:
    """Write a file and the page beside it, and say so; or write it to standard output."""
    from according.commands.terminal.streams import tell, write_bytes
    from according.exports.exchange.readme import readme_text
    from according.services.sharing.output import page_beside, place_file, write_whole

    written = _Count(values)
    pieces = form.writers[subject](written, about)
    if output is None:
        for piece in pieces:
            write_bytes(piece)
        return
    path = place_file(output, subject, form)
    write_whole(path, pieces)
    if form.mute and _can_have_page(path):
        write_whole(page_beside(path), [readme_text(path.name, form, subject, about).encode("utf8")])
    tell(f"written to {path}, from {written.many:,} {subject if written.many != 1 else subject.removesuffix('s')}")


class _Count:
    """Values that are counted as they are taken."""

    def __init__(self, values: Iterable[Any]) -> None:
        self._values = values
        self.many = 0

    def __iter__(self) -> Iterator[Any]:
        for value in self._values:
            self.many += 1
            yield value


def _values(
    book: Ledger, subject: Subject, form: Form, asked: tuple[Query, Parameters], limit: int | None, *, quiet: bool
) -> Iterator[Any]:
    """Yield up to so many values, and draw how far it is where nothing else is written to the screen."""
    from itertools import islice

    from according.commands.screen import progress
    from according.services.sharing.exchanged import Wanted, count_work, find_values, for_form

    query, parameters = asked
    with progress(count_work(book, subject, query), "writing", counted=True, quiet=quiet) as bar:
        wanted = Wanted(subject, query, for_form(parameters, form), bar.advance)
        yield from islice(find_values(book, wanted), limit)


def _about(book: Ledger, subject: Subject, filters: dict[str, str], waiting: int) -> About:
    from datetime import UTC, datetime

    from according.exports.about import About

    return About(subject, book.revision(), datetime.now(UTC), filters, waiting)


def _subjects() -> tuple[Subject, ...]:
    from according.exports.exchange.form import SUBJECTS

    return SUBJECTS


def _form_names() -> tuple[str, ...]:
    from according.exports.exchange.forms import FORMS

    return tuple(form.name for form in FORMS)


def _subject(given: str | None) -> Subject:
    found = next((subject for subject in _subjects() if subject == given), None)
    if found is None:
        what = "nothing is said" if given is None else f"{given!r} cannot be exported"
        raise typer.BadParameter(f"{what}; give one of {', '.join(_subjects())}", param_hint="SUBJECT")
    return found


def _form(name: str, subject: str | None) -> Form:
    from according.exports.exchange.forms import find_form

    with worded():
        return find_form(name, _subject(subject))


def is_terminal(stream: TextIO) -> bool:
    """Say whether a person looks at a stream."""
    return stream.isatty()


def _is_binary(form: Form) -> bool:
    # Text of any kind may be looked at; what is packed moves the cursor and rings the bell.
    return not form.media.startswith("text/") and "json" not in form.media


def _can_have_page(path: Path) -> bool:
    """Say whether a file is one of a folder, and no pipe or device beside which nothing is written."""
    return path.is_file()


def _list_forms(as_json: bool) -> None:
    from according.commands.screen import Screen
    from according.commands.terminal.streams import write
    from according.exports.exchange.forms import FORMS
    from according.exports.formats import write_line

    screen = Screen()
    for form in FORMS if as_json else ():
        write(write_line("json", "row", {
            "name": form.name, "title": form.title, "suffix": form.suffix, "media_type": form.media, "subjects": list(form.writers),
            "extra": form.extra, "rules": list(form.rules), "lacks": list(form.lacks), "source": form.source,
        }))  # fmt: skip
    if as_json:
        return
    rows = [(form.name, form.title, ", ".join(form.writers), form.suffix, form.extra or "") for form in FORMS]
    screen.table(("form", "what it is", "made of", "suffix", "extra"), rows)
    for form in FORMS:
        screen.line("")
        screen.line(f"{form.name} cannot hold:", "bold")
        for lack in form.lacks:
            screen.line(f"  - {lack}")
