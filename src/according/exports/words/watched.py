"""What is watched, in rows and sentences for people."""

from __future__ import annotations

from datetime import datetime

from according.exports.words.readings import visible
from according.exports.words.tables import Row
from according.intake.web.addresses import show_address
from according.records import Feed, FeedRound

FEED_HEADINGS = ("feed", "publisher", "every", "filed", "waiting", "no report", "last answer", "next", "failures", "told")
# In a narrow place what goes wrong goes before what goes well.
FEED_WORTH = ("feed", "filed", "failures", "told", "waiting", "last answer", "next", "publisher", "every", "no report")


def every_words(seconds: int) -> str:
    """
    Return an interval as it is written on the command line.

        >>> every_words(900), every_words(90)
        ('15m', '90s')
    """
    for size, unit in ((86_400, "d"), (3_600, "h"), (60, "m")):
        if seconds % size == 0:
            return f"{seconds // size}{unit}"
    return f"{seconds}s"


def feed_row(feed: Feed) -> Row:
    """Return a feed's cells, in the order of the headings."""
    return (
        visible(show_address(feed.url)),
        visible(feed.publisher or ""),
        every_words(feed.every),
        f"{feed.done:,}",
        f"{feed.waiting:,}" if feed.waiting else "",
        f"{feed.refused:,}" if feed.refused else "",
        _moment(feed.answered),
        _moment(feed.due),
        str(feed.failures) if feed.failures else "",
        visible(feed.told or ""),
    )


def round_sentence(told: FeedRound) -> str:
    """Return what became of a feed in one round, in one line."""
    name = visible(show_address(told.url))
    if told.failure is not None:
        # Most failures name the address already.
        why = visible(told.failure)
        return f"{why if why.startswith(name) else f'{name}: {why}'}; asked again {_moment(told.due)}"
    quiet = "not changed" if told.asked else "goes on"
    named = quiet if told.entries is None else f"{told.entries:,} {'entry' if told.entries == 1 else 'entries'}, {told.new:,} new"
    parts = [f"{told.filed:,} filed" + (f" ({told.figures:,} figures)" if told.figures else "")]
    parts += [f"{count:,} {words}" for count, words in (
        (told.updated, "of them another text of their page"), (told.known, "known already"), (told.refused, "no report"),
        (told.failed, "to be tried again"),
    ) if count]  # fmt: skip
    odd = f"; {visible(told.told)}" if told.told else ""
    return f"{name}: {named}; {', '.join(parts)}{odd}"


def _moment(moment: datetime | None) -> str:
    return "" if moment is None else f"{moment:%Y-%m-%d %H:%M} UTC"
