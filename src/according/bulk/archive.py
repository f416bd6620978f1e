"""
Reading an archive: what is to be done, what is done already, and the rest of it through the engine.

A run that was stopped, by whatever, is gone on with by the same call. At the end its rows are exactly those of a run that nothing
disturbed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from according.bulk.engine import WorkerDied
from according.bulk.folder import Done, Folder
from according.bulk.shards import BYTES_MOST, Lister, Shard, cut_inputs
from according.bulk.work import Task
from according.errors import ArchiveError
from according.intake.text import Options
from according.report import make_id
from according.services.words import find_language, versions_of

# What reads shards: an engine with its workers chosen.
ShardReader = Callable[[Task, Sequence[Shard]], Iterator[Done]]


@dataclass(frozen=True, slots=True)
class Plan:
    """What there is to do: ``waiting`` shards, those that are ``done``, and those whose inputs have ``changed`` since they were done."""

    waiting: tuple[Shard, ...]
    done: tuple[Done, ...] = ()
    changed: tuple[Done, ...] = ()

    @property
    def size(self) -> int:
        """The bytes of what waits."""
        return sum(shard.size for shard in self.waiting)


def make_task(path: Path, options: Options, words: str | None = None, pattern: str | None = None) -> Task:
    """Return by what an archive is read into a folder: options, a user's own words, where files' names hold their dates; and versions."""
    versions = versions_of(find_language(words))
    # Said of the inputs, it is part of what was read: with other options the same text is another report.
    told = make_id(repr(options), pattern) if (options, pattern) != (Options(), None) else "none"
    return Task(str(path), Folder(path, {**asdict(versions), "options": told}).about, options, words, pattern)


def folder_of(task: Task) -> Folder:
    """Return the folder that an archive is read into."""
    return Folder(Path(task.path), {name: value for name, value in task.about.items() if name != "schema"})


def make_plan(
    folder: Folder, inputs: Iterable[str], lister: Lister, *, size: int = BYTES_MOST, sample: float = 1, limit: int | None = None
) -> Plan:
    """
    Cut an archive's inputs and look which shards wait.

    Of a ``sample`` (a share of one) the same shards are read on every machine, those whose ids' hashes lie below it; ``limit`` is the most
    shards that are read now. What was read of other inputs stays.
    """
    shards = list(cut_inputs(inputs, lister, size))
    finished, ids = list(folder.finished()), {shard.id for shard in shards}
    paths = {path for shard in shards for path in shard.paths}
    changed = tuple(done for done in finished if done.id not in ids and not paths.isdisjoint(done.paths))
    done = tuple(done for done in finished if done.id in ids)
    known = {one.id for one in done}
    waiting = [shard for shard in shards if shard.id not in known and int(shard.id, 16) < sample * 16 ** len(shard.id)]
    return Plan(tuple(waiting[:limit]), done, changed)


def read_archive(task: Task, plan: Plan, read: ShardReader, tell: Callable[[str], object] = lambda line: None) -> Iterator[Done]:
    """
    Read the shards that wait and yield what became of each.

    A worker that dies is told of and the rest gone on with; a shard over which several died is given up. Raises
    :class:`~according.errors.ArchiveError` where nothing goes on.
    """
    folder = folder_of(task)
    folder.drop(plan.changed)
    waiting = list(plan.waiting)
    while waiting:
        before = folder.marks()
        finished: set[str] = set()
        try:
            for done in read(task, waiting):
                finished.add(done.id)
                yield done
        except WorkerDied as error:
            # Of those that were done beside the one that died the engine has not told.
            silent = [shard for shard in waiting if shard.id not in finished and folder.has(shard.id)]
            yield from (done for done in folder.finished() if done.id in {shard.id for shard in silent})
            finished |= {shard.id for shard in silent}
            if not finished and folder.marks() <= before:
                raise ArchiveError(f"{task.path}: a worker failed ({error}); what is done is kept, and the same command goes on") from error
            tell(f"a worker died; {len(finished):,} shards were done before, the others are gone on with")
        else:
            return
        waiting = [shard for shard in waiting if shard.id not in finished]
