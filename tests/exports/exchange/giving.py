"""Ledgers to export, one of them with texts that break files, and what tests of all forms share."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

from drafts import draft, make_reading

from according.exports.about import About
from according.exports.exchange.form import Form, Subject
from according.ledger.base import Ledger
from according.ledger.store import SqlLedger
from according.records import Query
from according.services.group import group_figures
from according.services.sharing.exchanged import Wanted, find_values, for_form

ABOUT = About("figures", "3-4-0", datetime(2025, 2, 1, tzinfo=UTC), {"place": 'Kursk,\n"=cmd"'})
# Formulas, a NUL, a lone surrogate, letters that turn the direction, ends of lines, XLSX's own escape, and none of XML's characters.
HOSTILE = (
    "=cmd|' /C calc'!A0", "@SUM(A1) \0\x07", "+1 \udc80 \U0001f600", "-2 \u202emoc.\u2066", "a\r\nb\tc\u2028", "_x0041_ #N/A", '"q",;\'',
)  # fmt: skip


def file_hostile(ledger: SqlLedger) -> None:
    """File a report for each of the hostile texts: as its title, its publisher, its speaker and those counted."""
    for at, text in enumerate(HOSTILE):
        people = f"miners {text} and others"
        reading = make_reading(
            draft(12 + at, people, speaker=f"{text} chief", by="gunmen"), draft(30, "people", measure="wounded", place=None, speaker=None),
            before=f"{text} \U0001f600 {at}", title=text, publisher=f"{text} Press", url=f"https://example.org/{at}", path=text,
        )  # fmt: skip
        ledger.add(reading)
    group_figures(ledger)


def file_attacks(ledger: SqlLedger) -> None:
    """File two reports of one attack, whose numbers differ, and a total so far of elsewhere."""
    days = (date(2025, 1, 26), date(2025, 1, 26))
    attack: dict[str, Any] = {"place": "Kyiv", "days": days, "by": "gunmen"}
    civilians = {"people": "civilians", "kind": "civilian"}
    ledger.add(make_reading(draft(12, **attack, **civilians), title="Attack in Kyiv; many dead", publisher="The Kyiv Star"))
    ledger.add(make_reading(draft(15, speaker="The mayor", **attack, **civilians), before="Later.", title="Kyiv", publisher="Reuters"))
    ledger.add(make_reading(draft(3, "people", place="Aleppo", days=days, speaker="Police"), before="Elsewhere.", title="Aleppo"))
    total: dict[str, Any] = {"place": "Syria", "counting": "running", "days": (None, days[1]), "basis": "as_of"}
    ledger.add(make_reading(draft(4000, "soldiers", country="SY", speaker="The ministry", **total), before="So far."))
    group_figures(ledger)


def values_of(ledger: Ledger, subject: Subject, form: Form | None = None, query: Query | None = None) -> Iterator[Any]:
    parameters = None if form is None else for_form(None, form)
    return find_values(ledger, Wanted(subject, query or Query(), parameters))


def write(form: Form, subject: Subject, ledger: Ledger) -> bytes:
    return b"".join(form.writers[subject](values_of(ledger, subject, form), ABOUT))


def kept(text: str) -> str:
    """What is left of a text where NUL and lone surrogates cannot be written."""
    return text.replace("\0", "\ufffd").encode("utf8", "replace").decode("utf8")
