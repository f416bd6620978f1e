"""
What the tables of casualty recorders are made of: incidents with a count of deaths, as a recorder's rule-set reads it.

A recorder's row is one event, and rows are summed. A running story (losses so far) counts its dead again with every total, and the
dead of a month those of its incidents, so they are no rows; nor is an event of which nobody counts dead people.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from according.exports.about import About
from according.exports.exchange.form import Column, Writer
from according.exports.objects.flat import Row
from according.exports.sheets import csv_table
from according.names.countries import country_names
from according.reckoning.answer import Reckoning, Verdict
from according.reckoning.events.event import Event

# What a column says that no ledger fills.
EMPTY = "always empty: nothing in a ledger says it"


@dataclass(frozen=True, slots=True)
class Incident:
    """An incident, the question of all its dead, and what a recorder's rule-set makes of that."""

    event: Event
    dead: Reckoning
    verdict: Verdict

    @property
    def country(self) -> str | None:
        """The name of the country in which it happened."""
        return country_names().get(self.event.place_country or "")

    @property
    def speakers(self) -> tuple[str, ...]:
        """Who answers for the numbers that the rule-set used, each once; the report itself is nobody."""
        used = [item.filed.statement.speakers for item in self.dead.figures if item.id in set(self.verdict.used)]
        return tuple(dict.fromkeys(chain[-1].called for chain in used if chain))

    def told(self, field: str) -> str | None:
        """Return one field of its reports, in their order, with semicolons between them; one that is not known leaves its place empty."""
        values = [str(getattr(filing, field) or "").replace(";", ",") for filing in self.event.reports]
        return ";".join(values) if any(values) else None


def find_incidents(events: Iterable[Event], house: str) -> Iterator[Incident]:
    """Yield the incidents among some events, reckoned by a rule-set, of whose dead it gives a number above none."""
    for event in events:
        dead = next((count.whole for count in event.counts if (count.measure, count.unit) == ("killed", "people")), None)
        # The dead of a month or a year hold those of its incidents, which may be rows of their own.
        if event.kind != "incident" or dead is None or dead.question.kind == "period":
            continue
        verdict = dict(dead.rule_sets)[house]
        if verdict.high:
            yield Incident(event, dead, verdict)


def incident_table(house: str, columns: Sequence[Column], row: Callable[[Incident], Row]) -> Writer:
    """Return what writes a table of incidents as CSV: all of a recorder's columns, empty where ``row`` does not fill them."""

    def write(values: Iterable[Any], about: About) -> Iterator[bytes]:
        names = [column.name for column in columns]
        rows = ({**dict.fromkeys(names), **row(incident)} for incident in find_incidents(values, house))
        return (line.encode("utf8") for line in csv_table(names, rows))

    return write
