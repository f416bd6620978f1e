"""What is shown when something cannot be done: a page with what was entered kept on it, or problem+json (RFC 9457) for the API."""

from __future__ import annotations

from contextlib import suppress

from fastapi import Request
from fastapi.responses import JSONResponse, Response
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException

from according.desk.entering.seals import SEAL
from according.desk.rendering import render

# Fields that are not shown again: who is logged in, and what nobody beside should read on a screen.
_NEVER_KEPT = frozenset({SEAL, "password"})


async def tell(request: Request, status: int, what: str, headers: dict[str, str] | None = None) -> Response:
    """Return an error as a page, or as problem+json to who asked the API; what a form held stands on the page, to be sent again."""
    if request.url.path.startswith("/api/"):
        problem = {"status": status, "title": what}
        return JSONResponse(problem, status_code=status, media_type="application/problem+json", headers=headers)
    fields, files = await _kept(request)
    page = render(request, "problem.html", status=status, what=what, fields=fields, files=files)
    page.headers.update(headers or {})
    return page


async def _kept(request: Request) -> tuple[list[tuple[str, str]], list[str]]:
    """Return the fields that a form was sent with, and the names of its files, which only the browser can send again."""
    # A form with files that nobody has read yet is not read for this: it may be large, and the browser has it still.
    sent = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if request.method != "POST" or (sent != "application/x-www-form-urlencoded" and getattr(request, "_form", None) is None):
        return [], []
    # A body that is no form, or that is gone, has nothing to keep; a form that was read before is at hand.
    with suppress(HTTPException, RuntimeError, ValueError):
        form = await request.form()
        fields = [(name, value) for name, value in form.multi_items() if isinstance(value, str) and name not in _NEVER_KEPT]
        return fields, [value.filename for _, value in form.multi_items() if isinstance(value, UploadFile) and value.filename]
    return [], []
