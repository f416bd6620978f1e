"""
The folder that an archive is read into: a folder of each finished shard with its tables, and what they were made by.

A shard's folder appears under its name at one stroke, whole. So whatever is there can be read at any time, by any program: all figures of
the archive are ``shards/*/figures.parquet``.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

from according.bulk.arrow_tables import TABLES_VERSION, TableName
from according.bulk.cutting import Cut
from according.bulk.shards import Shard
from according.errors import ArchiveError

_ABOUT, _UNFINISHED, _TOLD = "about.json", "about.json.new", "shard.json"
# What is being made has a name that no reader of the folder looks for.
_MADE = "underway"


@dataclass(frozen=True, slots=True)
class Done:
    """
    A finished shard: its inputs, and how much was read of it.

    ``stamps``, ``first`` and ``cut`` are those of the shard. ``words`` are parted by white space; ``refused`` counts inputs.
    """

    id: str
    paths: tuple[str, ...]
    stamps: tuple[str, ...] = ()
    first: int = 0
    cut: Cut = "whole"
    reports: int = 0
    words: int = 0
    statements: int = 0
    figures: int = 0
    refused: int = 0


def load_done(made: dict[str, Any]) -> Done:
    """Return a finished shard from its fields as plain values."""
    return Done(**{**made, "paths": tuple(made["paths"]), "stamps": tuple(made["stamps"])})


class Folder:
    """An archive's folder; ``about`` says what reads it, and by which wishes: versions and options by name."""

    def __init__(self, path: Path, about: dict[str, str]) -> None:
        self.path = path
        self.about = {"schema": TABLES_VERSION, **about}

    def open(self) -> None:
        """
        Make the folder, or look whether an earlier run made it by the same means.

        Raises :class:`~according.errors.ArchiveError` where it is something else, or was read by other versions or options.
        """
        held = self.read_about()
        if held is None:
            if self.path.is_dir() and {one.name for one in self.path.iterdir()} - {_UNFINISHED}:
                raise ArchiveError(f"{self.path}: a folder with other files; give a new one, or one that an earlier run made")
            self.path.mkdir(parents=True, exist_ok=True)
            self._write_about()
        elif held != self.about:
            changed = ", ".join(sorted(key for key in held.keys() | self.about.keys() if held.get(key) != self.about.get(key)))
            told = f"an earlier run read it in another way ({changed}); give a new folder, or read all anew with --anew"
            raise ArchiveError(f"{self.path}: {told}")
        (self.path / "shards").mkdir(exist_ok=True)
        (self.path / _MADE).mkdir(exist_ok=True)

    def forget(self) -> None:
        """Remove all shards, so that they are read anew; what is no folder of an archive is left alone."""
        if self.read_about() is not None:
            for held in (self.path / "shards", self.path / _MADE):
                if held.exists():
                    shutil.rmtree(held)
            (self.path / _ABOUT).unlink()

    def clear_marks(self) -> None:
        """Clear away what earlier runs began and did not finish: that somebody ended a run is no worker's death."""
        for left in (self.path / _MADE).iterdir():
            shutil.rmtree(left, ignore_errors=True)

    def finished(self) -> Iterator[Done]:
        """Yield the shards that are done, in the order of their ids."""
        yield from map(_read_done, sorted((self.path / "shards").glob(f"*/{_TOLD}")))

    def find(self, id: str) -> Done | None:
        """Return a finished shard by its id, or ``None``."""
        return _read_done(self.path / "shards" / id / _TOLD) if self.has(id) else None

    def drop(self, shards: Iterable[Done]) -> None:
        """Remove finished shards: their inputs have changed."""
        for shard in shards:
            # Under another name first, so that nobody meets half of it.
            gone = self._make(f"gone-{shard.id}")
            os.rename(self.path / "shards" / shard.id, gone / shard.id)
            shutil.rmtree(gone)

    def tables(self, table: TableName) -> list[Path]:
        """Return a table's files, in the order of the shards' ids."""
        return sorted((self.path / "shards").glob(f"*/{table}.parquet"))

    # -- for a worker ----------------------------------------------------------------------------------------------

    def has(self, id: str) -> bool:
        """Say whether a shard is done."""
        return (self.path / "shards" / id / _TOLD).exists()

    def begin(self, shard: Shard) -> tuple[Path, int]:
        """Return a new folder to write a shard's tables into, and how many began it before and died over it."""
        died = self.deaths(shard)
        return self._make(shard.id), died

    def deaths(self, shard: Shard) -> int:
        """Return how many workers of this run began a shard and did not finish it."""
        return len(list((self.path / _MADE).glob(f"{shard.id}-*")))

    def finish(self, made: Path, done: Done) -> None:
        """Give a shard's folder its name, and clear away what those left who died over it; one that is there already stays."""
        try:
            (made / _TOLD).write_text(json.dumps(asdict(done)), "utf-8")
            for path in made.iterdir():
                _keep(path)
            os.rename(made, self.path / "shards" / done.id)
            _keep(self.path / "shards")
        except OSError:
            # Two workers may have it: where one was thought dead. Both made the same.
            if not self.has(done.id):
                raise
        for left in (self.path / _MADE).glob(f"{done.id}-*"):
            shutil.rmtree(left, ignore_errors=True)

    def _make(self, name: str) -> Path:
        # Not by `tempfile`: nobody else could read what that makes.
        made = self.path / _MADE / f"{name}-{uuid4().hex[:12]}"
        made.mkdir()
        return made

    def read_about(self) -> dict[str, str] | None:
        """Return what the folder says of itself, ``None`` where it is no archive's; raises ArchiveError where that cannot be read."""
        try:
            held: dict[str, str] = json.loads((self.path / _ABOUT).read_text("utf-8"))
        except (FileNotFoundError, NotADirectoryError):
            return None
        except (ValueError, OSError) as error:
            raise ArchiveError(f"{self.path / _ABOUT}: cannot be read ({error}); give a new folder") from None
        # Another program's file of that name says nothing of shards.
        return held if isinstance(held, dict) and "schema" in held else None

    def _write_about(self) -> None:
        made = self.path / _UNFINISHED
        made.write_text(json.dumps(self.about, indent=1) + "\n", "utf-8")
        os.replace(made, self.path / _ABOUT)


def _read_done(told: Path) -> Done:
    try:
        return load_done(json.loads(told.read_text("utf-8")))
    except (ValueError, TypeError, KeyError) as error:
        raise ArchiveError(f"{told}: damaged ({error}); remove its folder and read the archive again") from None


def _keep(path: Path) -> None:
    """Have a file or a folder written to the disk itself, so that what is there under its name is whole when the machine goes down."""
    # Windows opens no folder.
    if os.name == "nt" and path.is_dir():
        return
    held = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(held)
    finally:
        os.close(held)
