"""The desk as a web application: its door, its pages, and what is shown when something fails."""

from __future__ import annotations

from importlib.resources import files

from fastapi import Depends, FastAPI, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from fastapi.staticfiles import StaticFiles
from fastapi.telemetry import TelemetryConfig
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware

from according.desk.api import openapi
from according.desk.desk import Desk
from according.desk.entering.entry import Entry
from according.desk.entering.seals import check_seal
from according.desk.guard import Guard
from according.desk.pages import (
    add,
    atlas,
    chart,
    event,
    events,
    feed,
    front,
    login,
    question,
    report,
    review,
    search,
    speakers,
    timeline,
)  # fmt: skip
from according.desk.saving import answers, lists, papers
from according.desk.telling import tell
from according.errors import AccordingError, ConflictError, InputError, LedgerError, QuestionError, RequestError
from according.version import __version__

# The pages, in the order of the bar; a new one is a module and a row. Files come first: else "ID.csv" would be taken for an event's id.
ROUTERS = (
    lists.router, answers.router, papers.router, front.router, search.router, events.router, event.router, question.router, chart.router,
    report.router, speakers.router, atlas.router, timeline.router, review.router, add.router, login.router, feed.router, openapi.router,
    *openapi.API_ROUTERS,
)  # fmt: skip
# Answers of more bytes than this are sent compressed.
_COMPRESSED_FROM = 2000
_COMPRESSED_BY = 3
# What is asked of the desk is told to nobody: FastAPI would give each request to whatever OpenTelemetry finds in the environment.
_NOT_TOLD_ON: TelemetryConfig = {"tracing": False, "metrics": False, "logs": False, "operation_spans": False, "auto_configure": False}
# What the status of an error is; the first class that it is one of counts.
_STATUSES: tuple[tuple[type[AccordingError], int], ...] = (
    (RequestError, 422), (InputError, 422), (QuestionError, 404), (ConflictError, 409), (LedgerError, 503), (AccordingError, 500),
)  # fmt: skip


def make_app(desk: Desk) -> FastAPI:
    """Return the application that serves a desk; the ledger stays its caller's to close."""
    # No page of FastAPI's own: those load scripts from elsewhere.
    sealed = [Depends(check_seal)]
    app = FastAPI(
        title="According", version=__version__, docs_url=None, redoc_url=None, openapi_url=None, dependencies=sealed, telemetry=_NOT_TOLD_ON
    )  # fmt: skip
    app.state.desk = desk
    for router in ROUTERS:
        app.include_router(router)
    app.mount("/static", _Files(directory=str(files("according.desk") / "static")))
    app.add_exception_handler(AccordingError, _tell_error)
    app.add_exception_handler(HTTPException, _tell_http)
    app.add_exception_handler(RequestValidationError, _tell_invalid)
    app.add_middleware(GZipMiddleware, minimum_size=_COMPRESSED_FROM, compresslevel=_COMPRESSED_BY)
    if desk.admission is not None:
        app.add_middleware(Entry, admission=desk.admission, ledger=desk.ledger)
    # Added last, so it is asked first.
    app.add_middleware(Guard, hosts=desk.hosts, told=_tell_fault)
    return app


class _Files(StaticFiles):
    """The desk's own files: their addresses change with them, so a browser need not ask again."""

    def file_response(self, *given: object, **more: object) -> Response:
        """Return the answer with a file."""
        answer = super().file_response(*given, **more)  # type: ignore[arg-type]
        answer.headers["cache-control"] = "public, max-age=31536000, immutable"
        return answer


async def _tell_error(request: Request, error: Exception) -> Response:
    status = next(status for kind, status in _STATUSES if isinstance(error, kind))
    return await tell(request, status, str(error))


async def _tell_http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    what = f"There is no page {request.url.path}." if error.status_code == 404 and error.detail == "Not Found" else str(error.detail)
    return await tell(request, error.status_code, what)


async def _tell_invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    said = "; ".join(f"{'.'.join(map(str, one['loc'][1:]))}: {one['msg']}" for one in error.errors())
    return await tell(request, 422, said)


async def _tell_fault(request: Request, error: Exception) -> Response:
    # In a thread: the ledger may be searched for the damaged row that a fault comes of.
    damaged = await run_in_threadpool(request.app.state.desk.ledger.blame, error)
    if damaged is not None:
        return await _tell_error(request, damaged)
    return await tell(request, 500, f"The desk failed on this ({type(error).__name__}); the other pages go on. Please report it.")
