"""
How figures are given their groups, in a ledger's database.

What each method promises stands with :class:`according.ledger.state.Placings`.
"""
from __future__ import annotations

from collections.abc import Collection, Mapping

from according.ledger.database.connection import Door
from according.ledger.finding import groups as grouping


class SqlPlacings:
    """Placings in a SQL database: the group of each figure stands beside it, and what tells of changes among the ledger's notes."""

    def __init__(self, door: Door) -> None:
        self._door = door

    def waiting(self) -> Mapping[str, int]:
        """Return how many figures of each kind have no group yet."""
        with self._door.reading() as connection:
            return grouping.ungrouped_kinds(connection)

    def changes(self) -> Mapping[str, str]:
        """Return what tells whether groups were changed."""
        with self._door.reading() as connection:
            return grouping.changes(connection)

    def assign(self, groups: Mapping[str, str], *, kinds: Collection[str] = (), seen: Mapping[str, str] | None = None) -> bool:
        """Give figures their groups, unless those of their kinds were changed."""
        with self._door.writing() as connection:
            if seen is not None and grouping.have_changed(connection, kinds, seen):
                return False
            grouping.assign(connection, groups, kinds)
            return True

    def settle(self) -> None:
        """Let PostgreSQL clean up what many changes of groups have left."""
        if self._door.is_sqlite:
            return
        # By itself the server comes to it some minutes later; until then each look-up in the table takes three times as long.
        with self._door.told(), self._door.engine.connect() as connection:
            connection.exec_driver_sql("VACUUM (ANALYZE) groups")
