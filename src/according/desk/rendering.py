"""Pages out of templates: every value is escaped, and numbers and names are written as in the command's tables."""

from __future__ import annotations

import json
import re
import textwrap
from datetime import UTC, date, datetime
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Any
from urllib.parse import quote

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined

from according.desk.desk import desk_of
from according.desk.entering.seals import Sealed, seal_of
from according.exports.words.fields import ruling_words
from according.exports.words.readings import said_by, visible, visible_lines
from according.exports.words.reckonings import count, file_name, number, span
from according.exports.words.values import counted_words, days_words
from according.reckoning.trials import write_trial
from according.records import Filing, short
from according.version import __version__

# What stands in the bar on top of every page: address and words.
ROOMS = (
    ("/events", "Events"), ("/reports", "Reports"), ("/speakers", "Speakers"), ("/map", "Map"), ("/timeline", "Timeline"),
    ("/review", "Review"), ("/add", "Add"),
)  # fmt: skip

# A day in a sentence: nothing that goes on to either side, as an address or a file's name does.
_DAY = re.compile(r"(?<![\w/.=-])(\d{4})-(\d\d)-(\d\d)(?![\w/-]|\.\w)")


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("according.desk"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
        extensions=[Sealed],
    )
    environment.filters |= {
        "count": count, "counted": counted_words, "dated": write_days_out, "day": write_day, "folded": fold_lines,
        "indented": write_indented, "minute": write_minute, "number": number, "ruled": ruling_words, "said_by": said_by, "short": short,
        "span": span, "speaker": speaker_address, "title_of": title_of, "trial": write_trial, "visible": visible,
        "visible_lines": visible_lines, "web": web_address,
    }  # fmt: skip
    environment.globals |= {
        "days": days_words, "rooms": ROOMS, "seal_of": seal_of, "static": static_address, "version": __version__, "words_at": words_address,
    }  # fmt: skip
    return environment


def render(request: Request, template: str, /, status: int = 200, **values: Any) -> HTMLResponse:
    """
    Return a page made of a template and values.

    Every template also has ``request``, ``desk`` and ``partial``, which says that only a part of the page is asked for: then it leaves the
    frame of the page away.
    """
    partial = request.headers.get("hx-request") == "true" and request.headers.get("hx-history-restore-request") != "true"
    page = write(request, template, partial=partial, **values)
    # The same address answers with a page and with a part of it.
    return HTMLResponse(page, status_code=status, headers={"vary": "HX-Request"})


def write(request: Request, template: str, /, **values: Any) -> str:
    """Return what a template makes of values."""
    return _environment().get_template(template).render(request=request, desk=desk_of(request), **values)


@cache
def static_address(name: str) -> str:
    """Return the address of a file of the desk: with its hash, so that a browser may keep it and never has an old one."""
    data = (files("according.desk") / "static" / name).read_bytes()
    return f"/static/{name}?v={sha256(data).hexdigest()[:12]}"


def write_day(day: date | datetime | None) -> str:
    """Return a day as people write it, "27 January 2025"; nothing where it is not known."""
    return "" if day is None else f"{day.day} {day:%B} {day.year}"


def web_address(text: str | None) -> str | None:
    """Return an address that a page may link to; ``None`` for what leads anywhere but to a page, such as a script."""
    return text if text is not None and text.lower().startswith(("https://", "http://")) and text.isprintable() else None


def speaker_address(name: str) -> str:
    """
    Return the address of a speaker's page.

        >>> speaker_address("the 5th/6th brigade")
        '/speakers/the%205th%2F6th%20brigade'
    """
    return f"/speakers/{quote(name, safe='')}"


def words_address(report: str, figure: str) -> str:
    """
    Return the address of a figure's words in its report, in whichever part of it they stand.

    It is found without a redirect, unlike ``/figures/…``, which is for whoever has the figure's id only.
    """
    return f"/reports/{report}?figure={figure}#f-{figure}"


def write_minute(moment: datetime) -> str:
    """Return a time as people write it, "27 January 2025, 9:30 UTC"."""
    utc = moment.astimezone(UTC)
    return f"{write_day(utc)}, {utc.hour}:{utc:%M} UTC"


def write_days_out(text: str) -> str:
    """
    Return a sentence with its days as people write them; what only has a day in it, as a file's name, stays.

        >>> write_days_out("killed in Kursk on 2025-01-27 (2025-01-27-site.txt)")
        'killed in Kursk on 27 January 2025 (2025-01-27-site.txt)'
    """
    return _DAY.sub(lambda found: write_day(_day(*map(int, found.groups()))) or found[0], text)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def write_indented(value: object) -> str:
    """Return plain JSON with an item a line."""
    return json.dumps(value, ensure_ascii=False, indent=2)


def fold_lines(text: str, width: float) -> list[str]:
    """Return a text as lines of so many characters at most, for drawings, in which no line breaks by itself."""
    return textwrap.wrap(text, max(20, int(width)), break_on_hyphens=False)


def title_of(filing: Filing) -> str:
    """Return what a report is called by: its title, else its file's name, else its id."""
    return visible(filing.title or file_name(filing)) or f"report {short(filing.id)}"
