"""Pages as a kind of input: how their first bytes show, and what reads them, loaded with the first of them."""

from __future__ import annotations

from according.intake.extracted import Extracted
from according.intake.markup import begins_web_page
from according.intake.web.saved import is_saved_page


def begins_page(data: bytes) -> bool:
    """Say whether bytes begin as a page does, or as a page that a browser saved with its parts."""
    return begins_web_page(data) or is_saved_page(data)


def read_page(data: bytes) -> Extracted:
    """Take the report out of a page; raises as :func:`according.intake.web.pages.read_page` does."""
    # The libraries for it are loaded when the first page comes.
    from according.intake.web import pages

    return pages.read_page(data)
