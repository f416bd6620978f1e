"""The API described: OpenAPI for programs, and the same as a page for people."""

from __future__ import annotations

from functools import cache
from typing import Any

from fastapi import APIRouter, FastAPI, Request
from fastapi.openapi.utils import get_openapi
from fastapi.responses import HTMLResponse, JSONResponse

from according.desk.api import events, reports
from according.desk.api.answers import Problem
from according.desk.rendering import render
from according.version import __version__

# All that is described; a new part of the API is a module and a row.
API_ROUTERS = (events.router, reports.router)
router = APIRouter()
_ABOUT = """
The ledger as JSON. Ids may be shortened to six digits. Lists come in pages: `next` is the `after` of the next page. Answers have an `ETag`;
a request with `If-None-Match` gets 304 while the ledger is the same. Errors are problems (RFC 9457). Keys are those of docs/json.md.
"""


@cache
def describe() -> dict[str, Any]:
    """Return the API as an OpenAPI object."""
    # An application of its own, that no page of the desk is described with it.
    app = FastAPI()
    for part in API_ROUTERS:
        app.include_router(part)
    described = get_openapi(title="According", version=__version__, description=_ABOUT.strip(), routes=app.routes)
    described["components"]["schemas"]["Problem"] = Problem.model_json_schema()
    return described


@router.get("/api/openapi.json", include_in_schema=False)
def show_openapi() -> JSONResponse:
    """Show the API as an OpenAPI object."""
    return JSONResponse(describe())


@router.get("/api", include_in_schema=False)
def show_reference(request: Request) -> HTMLResponse:
    """Show the API as a page."""
    return render(request, "api.html", paths=describe()["paths"])
