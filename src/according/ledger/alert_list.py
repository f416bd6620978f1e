"""
The alerts in a ledger's database.

What each method promises stands with :class:`according.ledger.state.AlertList`.
"""
from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from according.ledger.database.connection import Door
from according.ledger.writing import alerting
from according.records import Alert, Notice


class SqlAlertList:
    """Alerts in a SQL database; ``clock`` tells when one is made."""

    def __init__(self, door: Door, clock: Callable[[], datetime]) -> None:
        self._door = door
        self._clock = clock

    def add(self, alert: Alert) -> bool:
        """Put an alert on the list and return whether it is new."""
        with self._door.writing() as connection:
            return alerting.put_alert(connection, alert, self._clock())

    def remove(self, id: str) -> Alert | None:
        """Take the one alert off the list whose id begins as given and return it."""
        with self._door.writing() as connection:
            return alerting.take_off(connection, id, self._clock())

    def listed(self) -> Sequence[Alert]:
        """Return the alerts on the list."""
        with self._door.reading() as connection:
            return alerting.listed(connection)

    def note(self, alert: Alert, seen: Mapping[str, Any] | None, revision: str, notices: Sequence[Notice], at: datetime) -> bool:
        """Note what an alert's event is now and what is to be told."""
        with self._door.writing() as connection:
            return alerting.note(connection, alert, seen, revision, notices, at)

    def claim(self, alerts: Sequence[str], holder: str, at: datetime, until: datetime) -> Sequence[Notice]:
        """Take notices that are due."""
        with self._door.writing() as connection:
            return alerting.claim(connection, alerts, holder, at, until)

    def done(self, notice: Notice, holder: str, at: datetime, *, failed: str | None = None, due: datetime | None = None) -> None:
        """Note that a notice was sent, or why not and when to try again."""
        with self._door.writing() as connection:
            alerting.note_done(connection, notice, holder, at, failed, due)
