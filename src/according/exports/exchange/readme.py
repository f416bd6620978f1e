"""The page that stands beside a file which cannot say what it is: what it holds, of when, by which filters, and what its columns mean."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from according.exports.about import About, about_object
from according.exports.exchange.form import Column, Form, Subject
from according.exports.sheets import sound_text


def readme_text(name: str, form: Form, subject: Subject, about: About) -> str:
    """Return the page, in Markdown, of a file of a name."""
    return "\n".join(_lines(name, form, subject, about)) + "\n"


def _lines(name: str, form: Form, subject: Subject, about: About) -> Iterator[str]:
    told = about_object(about)
    yield from (f"# {_plain(name)}", "", f"{form.title}: {_plain(about.what)}. {told['made_by']}, {told['made']}.", "")
    yield f"- Ledger revision: {told['ledger_revision']}"
    yield "- Filters: " + ("; ".join(f"{key} = {_plain(value)}" for key, value in about.filters.items()) or "none")
    if about.ungrouped:
        yield f"- Figures that had no group yet, so that questions and events may lack them: {about.ungrouped}"
    yield from (f"- Encoding: UTF-8. Defined in: {form.source or 'docs/exchange.md'}", "", "## What it cannot hold", "")
    yield from (f"- {lack}" for lack in form.lacks)
    if columns := form.columns.get(subject):
        yield from ("", "## Columns", "", "An empty cell says that nobody knows it: it is never a zero.", "", *column_lines(columns))


def column_lines(columns: Iterable[Column]) -> Iterator[str]:
    """Yield the lines of a table, in Markdown, that explains columns."""
    yield from ("| column | holds | what it is |", "|---|---|---|")
    yield from (f"| `{column.name}` | {column.kind} | {column.meaning} |" for column in columns)


def _plain(text: str) -> str:
    """Return anybody's words on one line, as text and no mark-up."""
    plain = " ".join(sound_text(text).split())
    return "".join(f"\\{letter}" if letter in "\\`*_{}[]<>#|!" else letter for letter in plain)
