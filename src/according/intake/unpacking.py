"""Inputs that hold many reports to their members: archives, tables, mail with attachments."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from according.errors import InputError
from according.intake.files import hold_once, passes, peek
from according.intake.kinds import Kind, kind_of
from according.intake.source import Source
from according.intake.wishes import Wishes

# A table in an archive of an archive; what is packed deeper is made to cost whoever unpacks it.
DEEPEST = 3


def unpack(sources: Iterable[Source], wishes: Wishes, more: Callable[[int], object] = lambda count: None) -> Iterator[Source]:
    """
    Yield single reports: an input that holds one as it is, and the members of one that holds many, as they come.

    ``more`` is told how many inputs there are beyond those that were given, as they are found. An archive without a member, a damaged one
    and one that is packed deeper than :data:`DEEPEST` give an input that says so; what came before the damage stays.
    """
    for source in sources:
        yield from _unpack(source, wishes, more, 0)


def count_useful(jobs: int, sources: Sequence[Source]) -> int:
    """Return how many of ``jobs`` processes have something to read: a single report is read by one, an archive by all."""
    if len(sources) >= jobs or any(_holds_many(source) for source in sources):
        return jobs
    return max(1, len(sources))


def _holds_many(source: Source) -> bool:
    # A pipe is not looked into: what was read of it would be gone.
    looked_into = source.refused is None and not (source.data is None and passes(source.path))
    return looked_into and kind_of(peek(source), source.path).expand is not None


def _unpack(source: Source, wishes: Wishes, more: Callable[[int], object], depth: int) -> Iterator[Source]:
    held = hold_once(source)
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
        yield from _unpack(member, wishes, more, depth + 1)
    if not count:
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
        what = f"{type(error).__name__}: {' '.join(str(error).split())[:200]}"
        yield replace(source, refused=f"the program failed on it ({what}); please report this with the file")
