"""
Reading an archive: what is to be done, what is done already, and the rest of it through the engine.

A run that was stopped, by whatever, is gone on with by the same call. At the end its rows are exactly those of a run that nothing
disturbed.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from according.bulk.cutting import CUTTING
from according.bulk.engine import WorkerDied
from according.bulk.folder import Done, Folder
from according.bulk.shards import BYTES_MOST, Lister, Shard, cut_inputs, find_real
from according.bulk.work import Task
from according.errors import ArchiveError
from according.intake.catalogue import FactsTable
from according.intake.text import Options
from according.report import make_id
from according.services.words import find_language, versions_of

# What reads shards: an engine with its workers chosen.
ShardReader = Callable[[Task, Sequence[Shard]], Iterator[Done]]


@dataclass(frozen=True, slots=True)
class Plan:
    """
    What there is to do: ``waiting`` shards, those that are ``done``, and those whose inputs have ``changed`` since they were done.

    ``problems`` say which rows of a table of dates cannot be followed.
    """

    waiting: tuple[Shard, ...]
    done: tuple[Done, ...] = ()
    changed: tuple[Done, ...] = ()
    problems: tuple[str, ...] = ()

    @property
    def size(self) -> int:
        """The bytes of what waits."""
        return sum(shard.size for shard in self.waiting)


def make_task(path: Path, options: Options, words: str | None = None, pattern: str | None = None, *, by_table: bool = False) -> Task:
    """
    Return by what an archive is read into a folder: options, a user's own words, where files' names hold their dates; and versions.

    ``by_table`` says that a table of dates is to be given to :func:`make_plan`.
    """
    versions = versions_of(find_language(words))
    # Said of the inputs, it is part of what was read: with other options the same text is another report. Of a table no more than that
    # there is one: its rows are parts of the inputs that they name, so that one more row is one more input to read and no other archive.
    said = (repr(options), pattern, *(["table"] if by_table else []))
    told = make_id(*said) if said != (repr(Options()), None) else "none"
    return Task(str(path), Folder(path, {**asdict(versions), "options": told, "cutting": CUTTING}).about, options, words, pattern)


def make_plan(
    folder: Folder, inputs: Iterable[str], lister: Lister, *, size: int = BYTES_MOST, sample: float = 1, limit: int | None = None,
    anew: bool = False, retry: bool = False, table: FactsTable | None = None,
) -> Plan:  # fmt: skip
    """
    Cut an archive's inputs and look which shards wait.

    What is done already, by whatever name it was given, is left out; what was read of other inputs stays. ``anew`` looks at nothing that is
    done, ``retry`` not at shards of which an input could not be read. Of a ``sample`` (a share of one) those shards are read whose lots,
    which are hashes of their inputs' names, lie below it; ``limit`` is the most shards that are read now. Where the rows of a ``table``
    say something else of an input than they did, that input has changed. Raises :class:`~according.errors.ArchiveError` where inputs have
    changed and only a part of all would be read.
    """
    shards, problems = _say(list(cut_inputs(inputs, lister, size, apart=folder.path, table=table.path if table else None)), table)
    finished = () if anew else tuple(folder.finished())
    # An input that could not be looked at was not cut: now that it can be, what was read of it as one is read anew.
    stamps = {real: (stamp, shard.cut) for shard in shards for real, stamp in _inputs(shard)}

    def is_changed(one: Done) -> bool:
        found = ((real, (stamp, one.cut)) for real, stamp in _inputs(one))
        return any(stamps.get(real, told) != told for real, told in found) or (retry and one.refused > 0)

    changed = tuple(filter(is_changed, finished))
    if changed and (sample < 1 or limit is not None):
        told = f"{len(changed):,} of its shards are to be read again; do that first, without --sample and --limit"
        raise ArchiveError(f"{folder.path}: {told}")
    again = {one.id for one in changed}
    held = [one for one in finished if one.id not in again]
    covered = {(*one, done.first) for done in held for one in _inputs(done)}
    rest = [one for shard in shards if (one := _leave_out(shard, covered)) is not None]
    # What cannot be had is told of in any sample.
    drawn = [shard for shard in rest if shard.refused is not None or shard.lot < sample]
    done = tuple(one for one in held if any(real in stamps for real, _ in _inputs(one)))
    return Plan(tuple(drawn[:limit]), done, changed, problems)


def _say(shards: list[Shard], table: FactsTable | None) -> tuple[list[Shard], tuple[str, ...]]:
    """Return shards with what a table says of their inputs, and which of its rows cannot be followed."""
    if table is None:
        return shards, ()
    said = table.match(path for shard in shards for path in shard.paths)
    return [shard.say(said.facts) for shard in shards], said.problems


def _inputs(shard: Shard | Done) -> Iterator[tuple[str, str]]:
    """Yield a shard's inputs by the names that they have whoever gives them, each with its stamp."""
    yield from ((find_real(path), stamp) for path, stamp in zip(shard.paths, shard.stamps, strict=True))


def _leave_out(shard: Shard, covered: Collection[tuple[str, str, int]]) -> Shard | None:
    """Return a shard without the inputs that are done; ``None`` where all of them are."""
    kept = [at for at, one in enumerate(_inputs(shard)) if (*one, shard.first) not in covered]
    if len(kept) == len(shard.paths):
        return shard
    return shard.take(kept) if kept else None


def read_archive(task: Task, plan: Plan, read: ShardReader, tell: Callable[[str], object] = lambda line: None) -> Iterator[Done]:
    """
    Read the shards that wait and yield what became of each.

    A worker that dies is told of and the rest gone on with. The shards that workers were at are then read one by one, so that the one that
    killed them is known; one over which several died alone is given up. Raises :class:`~according.errors.ArchiveError` where nothing goes
    on.
    """
    folder = task.folder
    folder.drop(plan.changed)
    folder.clear_marks()
    waiting = list(plan.waiting)
    while waiting:
        finished: set[str] = set()
        try:
            for done in read(task, waiting):
                finished.add(done.id)
                yield done
        except WorkerDied as error:
            # Of those that were done beside the one that died the engine has not told.
            silent = [one for shard in waiting if shard.id not in finished and (one := folder.find(shard.id)) is not None]
            yield from silent
            finished |= {one.id for one in silent}
            suspects = [shard for shard in waiting if shard.id not in finished and folder.deaths(shard)]
            if not finished and not suspects:
                raise ArchiveError(f"{task.path}: a worker failed ({error}); what is done is kept, and the same command goes on") from error
            tell(f"a worker died; {len(finished):,} shards were done before, the others are gone on with")
            for shard in suspects:
                yield from _read_alone(task, shard, read)
                finished.add(shard.id)
        else:
            return
        waiting = [shard for shard in waiting if shard.id not in finished]


def _read_alone(task: Task, shard: Shard, read: ShardReader) -> Iterator[Done]:
    """Read a shard by itself, again and again until it is done or given up: the worker sees how many have died over it."""
    folder = task.folder
    while True:
        before = folder.deaths(shard)
        try:
            yield from read(task, [shard])
            return
        except WorkerDied as error:
            if folder.deaths(shard) <= before:
                raise ArchiveError(f"{task.path}: a worker failed ({error}); what is done is kept, and the same command goes on") from error
