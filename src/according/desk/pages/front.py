"""The front page: one search box, and what is new in the ledger."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from according.desk.desk import AtDesk
from according.desk.rendering import render

router = APIRouter()


@router.get("/", include_in_schema=False)
def show_front(request: Request, desk: AtDesk) -> HTMLResponse:
    """Show what is in the ledger."""
    return render(request, "front.html", contents=desk.ledger.contents())
