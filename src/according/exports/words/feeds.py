"""Events as a feed (Atom, RFC 4287): an entry for each, with what was said of it last in words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from xml.etree.ElementTree import Element, SubElement, tostring

from according.exports.words.readings import said_by, visible
from according.exports.words.reckonings import count, number, span
from according.reckoning.events.event import Event, Telling
from according.records import NEVER

ATOM = "http://www.w3.org/2005/Atom"
# An event, the figure that its address has, when the last report of it was filed, and what changed.
Entry = tuple[Event, str, datetime, tuple[Telling, ...]]


def write_feed(base: str, entries: Iterable[Entry]) -> bytes:
    """Return a feed of events whose addresses begin with ``base``, which ends with a slash."""
    listed = list(entries)
    feed = Element("feed", xmlns=ATOM)
    _tell(feed, "title", "According: events of the newest reports")
    _tell(feed, "id", f"{base}feeds/events.atom")
    _tell(feed, "updated", max((filed for *_, filed, _ in listed), default=NEVER).isoformat())
    SubElement(feed, "link", rel="self", href=f"{base}feeds/events.atom")
    SubElement(SubElement(feed, "author"), "name").text = "According"
    for event, figure, filed, changes in listed:
        entry = SubElement(feed, "entry")
        _tell(entry, "title", visible(event.title))
        # Another entry whenever a report is filed: a reader shows the event again.
        _tell(entry, "id", f"{base}events/{figure}#{filed.isoformat()}")
        _tell(entry, "updated", filed.isoformat())
        SubElement(entry, "link", href=f"{base}events/{figure}")
        _tell(entry, "summary", _summary(event, changes))
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + bytes(tostring(feed, encoding="utf-8"))


def _tell(parent: Element, name: str, text: str) -> None:
    SubElement(parent, name).text = text


def _summary(event: Event, changes: Iterable[Telling]) -> str:
    """Return an event's measures, what changed, and how many contradictions it has."""
    parts = [
        f"{found.measure}: best {number(found.whole.headline.best, found.unit)}, stated {span(found.whole.headline, found.unit)}"
        for found in event.counts
    ]
    for one in changes:
        before = number(one.before, one.filed.figure.unit)
        told = f"{one.change} from {before} to “{visible(one.filed.figure.number.text)}” by {said_by(one.filed.statement)}"
        parts.append(f"{one.filed.figure.measure} {told}")
    if event.contradictions:
        parts.append(count(len(event.contradictions), "contradiction"))
    return "; ".join(parts)
