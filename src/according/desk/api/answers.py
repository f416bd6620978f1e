"""How the API answers: JSON with a tag by which an unchanged answer is known again, lines that stream, problems as objects."""

from __future__ import annotations

import re
from collections.abc import Callable, Coroutine, Iterable, Iterator
from hashlib import sha256
from typing import Annotated, Any

from fastapi import Path, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import StreamingResponse
from fastapi.routing import APIRoute
from pydantic import BaseModel, Field

from according.desk.desk import desk_of
from according.exports.objects.readings import Object, dump_line
from according.version import __version__

LINES = "application/jsonl"
ITEMS_MOST = 100
# An id's beginning that names one: six digits or more.
ID_PATTERN = "^[0-9a-f]{6,32}$"
AnyId = Annotated[str, Path(pattern=ID_PATTERN, description="An id, or its first six digits or more.")]
WholeId = Annotated[str, Path(pattern=ID_PATTERN, description="A report's whole id: 32 digits.")]
Many = Annotated[int, Query(ge=1, le=ITEMS_MOST, description="How many at most.")]
After = Annotated[str | None, Query(max_length=100, description="Where the page before ended: its `next`.")]


class Problem(BaseModel):
    """What is wrong with a request (RFC 9457)."""

    status: int = Field(description="The status of the answer.")
    title: str = Field(description="What is wrong and what to do, in a sentence.")


class Items(BaseModel):
    """A page of a list. Of events it also has `ungrouped`, how many figures wait for their groups, and of speakers `set`."""

    items: list[dict[str, Any]] = Field(description="Objects as docs/json.md explains them.")
    next: str | None = Field(None, description="The `after` of the next page; null where this is the last.")


def _problem(description: str, *, plain: bool = False) -> dict[str, Any]:
    told = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    # What the desk's door refuses, before it looks at the address, it refuses in words.
    return {"description": description, "content": told | ({"text/plain": {"schema": {"type": "string"}}} if plain else {})}


# What every address may answer beside what it is for.
PROBLEMS: dict[int | str, dict[str, Any]] = {
    401: _problem("Nobody is logged in, at a desk that asks who comes."),
    403: _problem("Under a name to which the desk does not answer, from another site's page, or by somebody who may not.", plain=True),
    422: _problem("A value that is none of its kind; the title names it."),
    503: _problem("The ledger cannot be read now."),
}
NONE_SUCH: dict[int | str, dict[str, Any]] = {404: _problem("The ledger has nothing of this id.")}
A_PAGE: dict[int | str, dict[str, Any]] = {
    200: {"description": "A page of the list, or all of it.", "model": Items, "content": {LINES: {"schema": {"type": "string"}}}},
}  # fmt: skip
A_LIST: dict[int | str, dict[str, Any]] = {200: {"description": "A page of the list.", "model": Items}}
STREAM: dict[int | str, dict[str, Any]] = {
    200: {"description": "An object of JSON a line.", "content": {LINES: {"schema": {"type": "string"}}}},
}  # fmt: skip
AN_OBJECT: dict[int | str, dict[str, Any]] = {
    200: {"description": "The object.", "content": {"application/json": {"schema": {"type": "object"}}}},
}  # fmt: skip
NOT_JSON: dict[int | str, dict[str, Any]] = {400: _problem("The body is not JSON in UTF-8.")}
NOT_CHANGED: dict[int | str, dict[str, Any]] = {304: {"description": "The same as the tag in `If-None-Match` says."}}


class Tagged(APIRoute):
    """A route whose answers have an ``ETag`` made of the ledger's revision and the address; what has not changed is not reckoned again."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Return what answers a request of this route."""
        handle = super().get_route_handler()

        async def answer(request: Request) -> Response:
            if request.method not in ("GET", "HEAD"):
                return await handle(request)
            tag = await run_in_threadpool(_tag_of, request)
            if _is_known(request.headers.get("if-none-match", ""), tag):
                return Response(status_code=304, headers={"etag": tag})
            response = await handle(request)
            response.headers["etag"] = tag
            return response

        return answer


def _tag_of(request: Request) -> str:
    """Return the tag of an answer: weak, for it may be sent compressed or not."""
    revision = desk_of(request).ledger.revision()
    parts = (__version__, revision, request.url.path, request.url.query, request.headers.get("accept", ""))
    return f'W/"{sha256(chr(0).join(parts).encode()).hexdigest()[:20]}"'


def _is_known(known: str, tag: str) -> bool:
    # Weakly compared: "W/" before a tag makes no difference (RFC 9110, 8.8.3.2).
    tags = [one.strip().removeprefix("W/") for one in known.split(",")]
    return "*" in tags or tag.removeprefix("W/") in tags


def json_answer(value: Object) -> Response:
    """Return an object as the answer."""
    return Response(_write(value), media_type="application/json")


def lines_answer(values: Iterable[Object]) -> Response:
    """Return objects as lines that are sent as they are made."""
    return StreamingResponse(_lines(values), media_type=LINES)


def _lines(values: Iterable[Object]) -> Iterator[bytes]:
    for value in values:
        yield _write(value) + b"\n"


def _write(value: Object) -> bytes:
    # A lone surrogate of a report is written as JSON's own escape.
    return dump_line(value).encode("utf8", "backslashreplace")


def wants_lines(request: Request) -> bool:
    """Say whether lines are asked for, by the address's ending or by what is accepted."""
    accepted = request.headers.get("accept", "")
    return request.url.path.endswith(".jsonl") or re.search(r"application/(jsonl|x-ndjson|jsonlines)", accepted) is not None
