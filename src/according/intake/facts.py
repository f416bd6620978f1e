"""What is said of a report beside its text: by a user, by a table, by a feed, or by the file that the text was taken from."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Facts:
    """
    What is said of one report; ``None`` says nothing.

    ``published_at`` has the hour and zone, where the source gives them; ``published`` is its day in that zone. ``dated_by`` says how the
    day was found. ``retrieved`` is when the bytes were fetched.
    """

    published: date | None = None
    title: str | None = None
    publisher: str | None = None
    url: str | None = None
    author: str | None = None
    published_at: datetime | None = None
    dated_by: str | None = None
    retrieved: datetime | None = None

    def over(self, other: Facts) -> Facts:
        """Return these facts, and the other's where these say nothing; the day, its hour and how it was found come from one of the two."""
        dated = self if self.published is not None else other
        plain = {name: getattr(self, name) or getattr(other, name) for name in _OF_THE_REST}
        return Facts(**plain, **{name: getattr(dated, name) for name in _OF_THE_DAY})


NO_FACTS = Facts()
# What is known of a day goes together: another's hour is none of this day's.
_OF_THE_DAY = ("published", "published_at", "dated_by")
_OF_THE_REST = tuple(field.name for field in fields(Facts) if field.name not in _OF_THE_DAY)
