"""What is said of a report beside its text: by a user, by a table, or by the file that the text was taken from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Facts:
    """What is said of one report; ``None`` says nothing."""

    published: date | None = None
    title: str | None = None
    publisher: str | None = None
    url: str | None = None

    def over(self, other: Facts) -> Facts:
        """Return these facts, and the other's where these say nothing."""
        return Facts(
            self.published or other.published, self.title or other.title, self.publisher or other.publisher, self.url or other.url
        )


NO_FACTS = Facts()
