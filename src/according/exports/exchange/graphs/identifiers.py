"""Ids for other people's programs, made of our own content ids: the same thing has the same id in every file."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from uuid import UUID, uuid5

from according.report import make_id

# Made once, at random: ids of version 5 (RFC 9562, 5.5) are hashed with it, so that they meet nobody else's.
NAMESPACE = UUID("6a0f0f3e-5d0c-4b5a-9a55-0d1f4c3c7f21")


def stable_uuid(what: str, *parts: object) -> UUID:
    """Return the UUID of version 5 of a thing: ``what`` it is, and what tells it from others."""
    # By the content hash, which takes any text; a UUID's name may hold no lone surrogate.
    return uuid5(NAMESPACE, f"{what}:{make_id(*parts)}")


def stable_urn(what: str, *parts: object) -> str:
    """Return the UUID of :func:`stable_uuid` as an address (RFC 9562, 4)."""
    return stable_uuid(what, *parts).urn


def text_address(report: str) -> str:
    """
    Return the address of a report's text by its id, which is the first half of a SHA-256: anybody who has the text can check it (RFC 6920).

        >>> from according.report import Report
        >>> text_address(Report("Hello World!").id)
        'ni:///sha-256-128;f4OxZX_x_FO5LcGBSKHWXQ'
    """
    return "ni:///sha-256-128;" + urlsafe_b64encode(bytes.fromhex(report)).decode("ascii").rstrip("=")


def web_address(url: str | None) -> str | None:
    """Return an address of the web, ``None`` for any other: a path of this machine means nothing elsewhere."""
    return url if url is not None and url.startswith(("http://", "https://")) else None
