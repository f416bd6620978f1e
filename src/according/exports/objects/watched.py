"""What is watched, as plain objects and lines of JSON."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date

from according.exports.objects.readings import Object, dump_line
from according.intake.web.addresses import show_address
from according.records import Alert, Feed, FeedRound


def feed_object(feed: Feed) -> Object:
    """Return a feed of the watch list; times are in ISO 8601, ``every`` in seconds."""
    # Headers by which an answer is known again say nothing to anybody, and a holder's name goes with the process.
    left_out = ("validators", "holder")
    return {name: _plain(value) for name, value in asdict(feed).items() if name not in left_out} | {"url": show_address(feed.url)}


def round_object(told: FeedRound) -> Object:
    """Return what became of a feed in one round."""
    return {name: _plain(value) for name, value in asdict(told).items()} | {"url": show_address(told.url)}


def alert_object(alert: Alert, channel: str) -> Object:
    """Return an alert; ``channel`` says in words where its notices go, for an address may be a secret itself."""
    return {
        "id": alert.id, "event": alert.event, "condition": alert.condition, "measures": list(alert.measures), "to": channel,
        "made": alert.made.isoformat(), "sent": alert.sent, "waiting": alert.waiting, "given_up": alert.failed, "told": alert.told,
    }  # fmt: skip


def alert_line(alert: Alert, channel: str) -> str:
    """Return an alert as one line of JSON."""
    return dump_line(alert_object(alert, channel))


def feed_line(feed: Feed) -> str:
    """Return a feed of the watch list as one line of JSON."""
    return dump_line(feed_object(feed))


def round_line(told: FeedRound) -> str:
    """Return what became of a feed in one round as one line of JSON."""
    return dump_line(round_object(told))


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value
