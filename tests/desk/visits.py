"""Every page that the desk has, told by the application's own routes: one that is added later is visited without being named anywhere."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from urllib.parse import quote

from fastapi.routing import APIRoute

from according.desk.app import ROUTERS
from according.ledger.store import SqlLedger
from according.records import Query
from according.services.events import list_events

_PART = re.compile(r"{(\w+)(?::\w+)?}")
# Answers to programs, files to be kept, and drawings that stand by themselves: nobody goes through those.
_NO_PAGE = re.compile(r"^/api/|^/feeds/|\.({form(:ending)?}|svg|png)$")


def get_paths() -> list[str]:
    """The path of everything that can be got, as the application has it."""
    every = (route for router in ROUTERS for route in router.routes)
    return [route.path for route in every if isinstance(route, APIRoute) and "GET" in route.methods]


def page_paths() -> list[str]:
    """The paths of pages alone."""
    return [path for path in get_paths() if not _NO_PAGE.search(path)]


def addresses(book: SqlLedger, paths: list[str], given: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """
    Yield each path with an address of it: of the largest event, its first report and a speaker.

    ``given`` are addresses of paths by themselves, with what no ledger knows. A part that has no name here is one to be added.
    """
    figures = max(list_events(book, Query()), key=lambda event: event.figures).counts[0].whole.question.figures
    [(speaker, _)] = book.speakers("", 1)
    known = {"id": figures[0].id, "report": figures[0].filing.id, "name": quote(speaker, safe=""), "form": "csv"}
    for path in paths:
        if path in given:
            yield path, given[path]
            continue
        names = known | ({"id": known["report"]} if "/reports/" in path else {})
        yield path, _PART.sub(lambda part, names=names: names[part[1]], path)  # type: ignore[misc]
