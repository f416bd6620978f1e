"""Times as feeds write them: by RFC 822 (``Mon, 27 Jan 2025 10:00:00 +0200``) or ISO 8601 (``2025-01-27T10:00:00+02:00``)."""

from __future__ import annotations

import re
from datetime import date, datetime
from email.utils import parsedate_to_datetime

# In years. Before the first there was no web; an hour that is further off than the last is a slip.
WEB_FIRST, WEB_LAST = 1990, 2100
_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?=$|[T ])")


def read_moment(text: object) -> tuple[date | None, datetime | None]:
    """
    Return a time's day as it was written, and the hour where its zone stands with it; ``None`` for what is no time.

        >>> read_moment("2025-01-27T23:30:00-05:00")[0].isoformat()
        '2025-01-27'
        >>> read_moment("2025-01-27T23:30:00")[1] is None
        True
    """
    if not isinstance(text, str) or len(text) > 100:
        return None, None
    found = _read(text.strip())
    if found is None or not WEB_FIRST <= found.year <= WEB_LAST:
        return None, None
    # "10 o'clock" of an unknown zone is no hour: which day it was elsewhere stays open.
    known = isinstance(found, datetime) and found.tzinfo is not None
    return (found.date() if isinstance(found, datetime) else found), (found if known and isinstance(found, datetime) else None)


def _read(text: str) -> date | datetime | None:
    try:
        if _DAY.match(text):
            return date.fromisoformat(text) if len(text) == 10 else datetime.fromisoformat(text)
        return parsedate_to_datetime(text)
    except (ValueError, IndexError, OverflowError):
        return None
