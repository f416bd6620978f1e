"""A feed (Atom, RFC 4287) of the events that the newest reports tell of."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from according.desk.desk import AtDesk
from according.exports.words.feeds import write_feed
from according.services.browsing.changed import changed_events

router = APIRouter()


@router.get("/feeds/events.atom", include_in_schema=False)
def show_feed(request: Request, desk: AtDesk) -> Response:
    """Show the events that were told of last, the latest first."""
    changed = desk.kept.get(desk.ledger, "changed", lambda: changed_events(desk.ledger))
    entries = [(one.event, one.figure, one.filed, one.changes) for one in changed]
    return Response(write_feed(str(request.base_url), entries), media_type="application/atom+xml")
