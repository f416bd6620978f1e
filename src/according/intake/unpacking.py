"""Inputs that hold many reports to their members: archives, tables, mail with attachments; and addresses to what is there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from according.errors import InputError, tell_fault
from according.intake.files import hold_once, passes, peek
from according.intake.kinds import Kind, kind_of
from according.intake.source import Source
from according.intake.web.addresses import is_address
from according.intake.wishes import Wishes

if TYPE_CHECKING:
    from according.intake.web.fetching import Fetcher

# A table in an archive of an archive; what is packed deeper is made to cost whoever unpacks it.
DEEPEST = 3


def unpack(sources: Iterable[Source], wishes: Wishes, more: Callable[[int], object] = lambda count: None) -> Iterator[Source]:
    """
    Yield single reports: an input that holds one as it is, and the members of one that holds many, as they come. An input that is an
    address is fetched when its turn comes.

    ``more`` is told how many inputs there are beyond those that were given, as they are found. An archive without a member, a damaged one
    and one that is packed deeper than :data:`DEEPEST` give an input that says so; what came before the damage stays.
    """
    fetch = _fetching(wishes)
    for source in sources:
        yield from _unpack(source, fetch, wishes, more, 0)


def _fetching(wishes: Wishes) -> Callable[[Source], Source]:
    """Return what fetches inputs that are addresses and leaves the others as they are; it keeps the pace between one host's pages."""
    held: list[Fetcher] = []

    def fetch(source: Source) -> Source:
        if source.data is not None or source.refused is not None or not is_address(source.path):
            return source
        # No part of it is loaded by a run without an address.
        from according.intake.web.delivery import fetch_source
        from according.intake.web.fetching import Fetcher

        if not held:
            held.append(Fetcher(wishes))
        return fetch_source(source, held[0])

    return fetch


def count_useful(jobs: int, sources: Sequence[Source]) -> int:
    """Return how many of ``jobs`` processes have something to read: a single report is read by one, an archive by all."""
    if len(sources) >= jobs or any(_holds_many(source) for source in sources):
        return jobs
    return max(1, len(sources))


def _holds_many(source: Source) -> bool:
    # A pipe is not looked into: what was read of it would be gone.
    looked_into = source.refused is None and not (source.data is None and passes(source.path))
    return looked_into and kind_of(peek(source), source.path).expand is not None


def _unpack(
    source: Source, fetch: Callable[[Source], Source], wishes: Wishes, more: Callable[[int], object], depth: int
) -> Iterator[Source]:
    # A member is an address only of a list of them, which gives its members where the user wishes them fetched.
    held = hold_once(fetch(source))
    kind = None if held.refused is not None else kind_of(peek(held), held.path)
    # What cannot be had is told when it is read.
    if kind is None or kind.expand is None:
        yield held
        return
    if depth == DEEPEST:
        yield replace(held, refused=f"{kind.name} inside {DEEPEST} others; unpack them first")
        return
    count = 0
    for member in _members(kind, held, wishes):
        # The first one stands where the archive stood.
        if count:
            more(1)
        count += 1
        yield from _unpack(member, fetch, wishes, more, depth + 1)
    # Of a part nothing is told: others of the file may hold some.
    if not count and held.part is None:
        yield replace(held, refused=f"nothing to read in this: {kind.name} without a report")


def _members(kind: Kind, source: Source, wishes: Wishes) -> Iterator[Source]:
    """Yield the members of an archive, and where it fails an input that says why."""
    assert kind.expand is not None
    try:
        yield from kind.expand(source, wishes)
    except InputError as error:
        yield replace(source, refused=str(error))
    except OSError as error:
        yield replace(source, refused=f"cannot be read: {error.strerror or error}; check the name and the disk")
    except Exception as error:  # noqa: BLE001 - a fault in one archive must not lose the other inputs
        yield replace(source, refused=tell_fault(error))
