"""What whoever watches feeds needs of whoever fetches: an address to its bytes, or to the word that nothing has changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Protocol, TypeAlias

UNCHANGED = 304


class Answer(Protocol):
    """
    What an address gave: its bytes, where the last redirect led, and when it was fetched.

    The names of ``headers`` are in small letters. With the status :data:`UNCHANGED` there are no bytes.
    """

    @property
    def data(self) -> bytes:
        """The bytes."""

    @property
    def url(self) -> str:
        """Where the last redirect led."""

    @property
    def status(self) -> int:
        """The status."""

    @property
    def headers(self) -> Mapping[str, str]:
        """The headers."""

    @property
    def retrieved(self) -> datetime:
        """When it was fetched."""


# An address, and the headers ``ETag`` and ``Last-Modified`` of the answer before. Raises InputError, or FetchError with more about it.
Fetch: TypeAlias = Callable[[str, str | None, str | None], Answer]


def validators_of(answer: Answer) -> tuple[str | None, str | None]:
    """Return the headers by which an unchanged answer is known."""
    return answer.headers.get("etag"), answer.headers.get("last-modified")
