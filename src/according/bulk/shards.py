"""
Shards: an archive cut into pieces of work, the same pieces on every machine and with any number of workers.

A shard is some files of a folder, a whole archive, or a part of a large table or web archive (:mod:`according.bulk.cutting`). Its id is
the hash of what it is made of, so that a later run knows which ones are done.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path

from according.bulk.cutting import Cut, find_pieces
from according.errors import InputError
from according.intake.facts import NO_FACTS, Facts
from according.intake.files import STDIN, find_sources, tell_unreadable
from according.intake.kinds import INPUT_KINDS
from according.intake.source import Part, Source
from according.intake.web.addresses import show_address
from according.report import make_id

# Files of a folder that are one shard, and the bytes that they may have together: a few seconds' work for one core.
FILES_MOST, BYTES_MOST = 256, 4_000_000
# What gives a file's bytes at an address in a store of objects, and what lists such files with their sizes.
Lister = Callable[[str], Sequence[tuple[str, int]]]


@dataclass(frozen=True, slots=True)
class Shard:
    """
    A piece of work.

    ``paths`` are its inputs, and ``stamps`` tell each from another file of its name: its size and when it was last changed. ``cut`` says
    in what a part is counted of a single input: from ``first`` to ``last``, half-open, in bytes or in rows; ``behind`` rows of it come
    before. ``size`` is in bytes. ``refused`` says why an input cannot be had. ``facts`` are what a table says
    of each input, empty where it says nothing of any.
    """

    paths: tuple[str, ...]
    stamps: tuple[str, ...]
    size: int
    cut: Cut = "whole"
    first: int = 0
    last: int = 0
    behind: int = 0
    refused: str | None = None
    facts: tuple[Facts, ...] = ()

    @property
    def id(self) -> str:
        """The hash of all that the shard is made of: 16 hexadecimal digits."""
        return make_id("\0".join(self.paths), "\0".join(self.stamps), self.cut, str(self.first), str(self.last), self.refused)

    @property
    def lot(self) -> float:
        """A number from 0 to 1 by which a sample is drawn: the same for the same inputs, whenever they were written."""
        drawn = make_id("\0".join(self.paths), self.cut, str(self.first))
        return int(drawn, 16) / float(16 ** len(drawn))

    @property
    def part(self) -> Part | None:
        """The part of its single input; ``None`` where all of each is meant."""
        return None if self.cut == "whole" else Part(self.first, self.last, self.behind)

    def dump(self) -> str:
        """Return the shard as JSON."""
        return json.dumps(asdict(self), default=date.isoformat)

    @classmethod
    def load(cls, written: str) -> Shard:
        """Return the shard that was written."""
        made = json.loads(written)
        facts = tuple(_load_facts(one) for one in made["facts"])
        return cls(**{**made, "paths": tuple(made["paths"]), "stamps": tuple(made["stamps"]), "facts": facts})

    def say(self, facts: Mapping[str, Facts]) -> Shard:
        """Return the shard with what is said of its inputs; an input of which something else is said now is another one to later runs."""
        said = tuple(facts.get(path, NO_FACTS) for path in self.paths)
        if self.refused is not None or all(one == NO_FACTS for one in said):
            return self
        told = (stamp if one == NO_FACTS else f"{stamp} {make_id(one)}" for stamp, one in zip(self.stamps, said, strict=True))
        return replace(self, stamps=tuple(told), facts=said)

    def take(self, kept: Sequence[int]) -> Shard:
        """Return the shard with some of its inputs alone, by their numbers from 0."""
        paths, stamps = tuple(self.paths[at] for at in kept), tuple(self.stamps[at] for at in kept)
        return replace(self, paths=paths, stamps=stamps, facts=tuple(self.facts[at] for at in kept) if self.facts else ())


def _load_facts(written: dict[str, str | None]) -> Facts:
    # A table says no more than these of an input.
    day = written["published"]
    return Facts(date.fromisoformat(day) if day else None, written["title"], written["publisher"], written["url"])


def is_stored(path: str) -> bool:
    """Say whether a path is an address in a store of objects, such as ``s3://bucket/2024/*.parquet``, and not a file's name."""
    return "://" in path and not path.lower().startswith(("http://", "https://"))


def find_real(path: str) -> str:
    """Return the one name of a file that is called by several: relative or not, by a link; an address in a store has no other."""
    return path if is_stored(path) else os.path.realpath(path)


def cut_inputs(
    inputs: Iterable[str], lister: Lister, size: int = BYTES_MOST, apart: Path | None = None, table: str | None = None
) -> Iterator[Shard]:  # fmt: skip
    """
    Cut files, folders and addresses in a store into shards of about ``size`` bytes, in the order of the inputs.

    A file that is given twice is read once. What lies in the folder ``apart``, which an archive is read into, is none of its inputs, nor
    does a folder give the ``table`` that says something of them. Raises :class:`~according.errors.InputError` for what can be no
    part of an archive.
    """
    together: list[tuple[str, str, int]] = []
    met: set[str] = set()
    for path, stamp, many, refused in _find(inputs, lister, table):
        real = find_real(path)
        if real in met or (apart is not None and Path(real).is_relative_to(os.path.realpath(apart))):
            continue
        met.add(real)
        if refused is not None:
            yield from _close(together)
            yield Shard((path,), ("",), 0, refused=refused)
        elif _is_single(path):
            together.append((path, stamp, many))
            if len(together) >= FILES_MOST or sum(one[2] for one in together) >= size:
                yield from _close(together)
        else:
            yield from _close(together)
            yield from _cut_file(path, stamp, many, size)
    yield from _close(together)


def _find(inputs: Iterable[str], lister: Lister, table: str | None) -> Iterator[tuple[str, str, int, str | None]]:
    """Yield each file with its stamp and size, and why it cannot be had."""
    for given in inputs:
        if given == STDIN or ("://" in given and not is_stored(given)):
            raise InputError(f"{given}: an archive is of files, or of addresses in a store of objects (s3://…); save it to a file first")
        if is_stored(given):
            if (shown := show_address(given)) != given:
                raise InputError(f"{shown}: a key stands in the address; leave it out: the store's keys are taken from the environment")
            found = lister(given)
            if not found:
                yield given, "", 0, "nothing is stored at this address; check it, and the key that opens the store"
            yield from ((path, str(many), many, None) for path, many in found)
            continue
        for source in find_sources([given], table):
            yield _look_at(source)


def _look_at(source: Source) -> tuple[str, str, int, str | None]:
    if source.refused is not None:
        return source.path, "", 0, source.refused
    try:
        found = os.stat(source.path)
    except OSError as error:
        return source.path, "", 0, tell_unreadable(error)
    return source.path, f"{found.st_size} {found.st_mtime_ns}", found.st_size, None


def _is_single(path: str) -> bool:
    """Say whether a file's name promises a single report."""
    kind = next((kind for kind in INPUT_KINDS if path.lower().endswith(kind.suffixes)), INPUT_KINDS[0])
    return kind.expand is None


def _close(together: list[tuple[str, str, int]]) -> Iterator[Shard]:
    if together:
        paths, stamps, sizes = zip(*together, strict=True)
        together.clear()
        yield Shard(paths, stamps, sum(sizes))


def _cut_file(path: str, stamp: str, many: int, size: int) -> Iterator[Shard]:
    # Of a store a file is asked for as a whole.
    cut, pieces = ("whole", ()) if is_stored(path) else find_pieces(path, many, size)
    if len(pieces) < 2:
        yield Shard((path,), (stamp,), many)
        return
    for piece in pieces:
        yield Shard((path,), (stamp,), piece.size, cut, piece.part.first, piece.part.last, piece.part.behind)
