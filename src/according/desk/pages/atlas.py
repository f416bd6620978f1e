"""Figures by place: a map of land alone on which every place is as wide as it is told, and the list beside it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from according.desk.asking import FILTER_WORDS, AskedFor, write_address
from according.desk.desk import AtDesk, Desk
from according.desk.drawing import PAPER, WORLD, Box, box_of, draw_places, read_box, write_box
from according.desk.listing import LIST_WORDS
from according.desk.rendering import render
from according.names.reach import reach_of
from according.services.browsing.mapped import OnMap, map_figures
from according.services.filters import Filters, given_filters
from according.services.requests import known_values, make_query

router = APIRouter()
Boxed = Annotated[str | None, Query(max_length=80, description="A part of the world in degrees: west,south,east,north.")]
# Rows of the list.
PLACES_SHOWN = 100
# How the map is moved: words, parts of its width and height, and how many times as wide it is then.
MOVES = (
    ("closer", 0.0, 0.0, 0.5), ("wider", 0.0, 0.0, 2.0), ("west", -0.4, 0.0, 1.0), ("east", 0.4, 0.0, 1.0), ("north", 0.0, 0.4, 1.0),
    ("south", 0.0, -0.4, 1.0),
)  # fmt: skip


@router.get("/map", include_in_schema=False)
def show_map(request: Request, desk: AtDesk, filters: AskedFor, box: Boxed = None) -> HTMLResponse:
    """Show the places of the latest figures that fit."""
    found, shown = find_mapped(desk, filters, box)
    circles = draw_places(found.places, shown)
    held = {id(circle.mapped) for circle in circles}
    moves = [(words, write_address("/map", filters, box=shown.moved(*how))) for words, *how in MOVES]
    return render(
        request, "map.html", found=found, box=shown, circles=circles, paper=PAPER, moves=moves,
        whole=write_address("/map", filters, box=write_box(WORLD)), fitted=write_address("/map", filters),
        listed=[one for one in found.places if id(one) in held][:PLACES_SHOWN], reach_of=reach_of, asked=given_filters(filters),
        filter_words=FILTER_WORDS, known=known_values(), address=lambda path: write_address(path, filters, box=box or None), **LIST_WORDS,
    )  # fmt: skip


def find_mapped(desk: Desk, filters: Filters, box: str | None) -> tuple[OnMap, Box]:
    """Return the places of the latest figures that fit, and the part of the world that is asked for; without one, that which holds all."""
    query, asked = make_query(filters), read_box(box)
    found = desk.kept.get(desk.ledger, ("map", query), lambda: map_figures(desk.ledger, query))
    return found, asked or box_of(found.places)
