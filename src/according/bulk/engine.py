"""
Daft, the engine: the same plan on a laptop's cores and on a cluster of Ray.

One row is one shard: the engine deals them out to workers that each load the model once, and gives back what became of each. Which are done
is known by the folder, so the engine need not remember anything. Daft and Ray both tell their makers that they were started; here they
are not to.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from typing import Any, Literal

from according.bulk.folder import Done, load_done
from according.bulk.shards import Shard
from according.bulk.work import Task, Worker
from according.errors import ArchiveError, InputError
from according.intake.extras import need

Engine = Literal["native", "ray"]
ENGINES: tuple[Engine, ...] = Engine.__args__  # type: ignore[attr-defined]
# What Ray calls a cluster of its own on this machine.
OWN_CLUSTER = "local"
# Before either is imported. Both names are those that their documentation gives; the first is for any program.
_SILENCE = {"DO_NOT_TRACK": "true", "DAFT_ANALYTICS_ENABLED": "0", "SCARF_NO_ANALYTICS": "true", "RAY_USAGE_STATS_ENABLED": "0"}


@contextmanager
def running(engine: Engine = "native", address: str | None = None) -> Iterator[Any]:
    """
    Give the engine's library with what runs it chosen: this machine's cores, or the cluster of Ray at an address.

    At the address :data:`OWN_CLUSTER` Ray is started on this machine and ends with the block: it then listens at all of this machine's
    addresses, and asks for its token. Raises :class:`~according.errors.InputError` where the extra is not installed, and
    :class:`~according.errors.ArchiveError` where no cluster answers.
    """
    os.environ.update(_SILENCE)
    daft = need("daft", "bulk", "an archive")
    if engine == "native":
        daft.set_runner_native()
        yield daft
        return
    ray = need("ray", "cluster", "a cluster")
    try:
        # Its workers are told what is told to this process.
        board = {"include_dashboard": False} if address == OWN_CLUSTER else {}
        ray.init(address=address, log_to_driver=False, logging_level="ERROR", runtime_env={"env_vars": _SILENCE}, **board)
    except (ConnectionError, RuntimeError, ValueError) as error:
        raise ArchiveError(f"no cluster at {address} ({' '.join(str(error).split())[:160]}); start it, or mend the address") from None
    try:
        daft.set_runner_ray(noop_if_initialized=True)
        yield daft
    finally:
        ray.shutdown()


def list_stored(daft: Any, address: str) -> list[tuple[str, int]]:
    """Return the files at an address in a store of objects, each with its size in bytes, in order of their addresses."""
    try:
        found = daft.from_glob_path(address).select("path", "size").to_pydict()
    except FileNotFoundError:
        return []
    except daft.exceptions.DaftCoreException as error:
        # How the engine says that it has found no file.
        if "at least 1 MicroPartition" in str(error):
            return []
        raise ArchiveError(f"{address}: {' '.join(str(error).split())[:200]}; check the address and the key that opens the store") from None
    return sorted(zip(found["path"], found["size"], strict=True))


def fetch_stored(address: str) -> bytes:
    """Return the bytes of a file in a store of objects, through the engine's own readers."""
    daft = need("daft", "bulk", "an archive")
    try:
        with daft.File(address).open() as file:
            return bytes(file.read())
    except daft.exceptions.DaftCoreException as error:
        raise InputError(" ".join(str(error).split())[:200]) from None


def read_shards(daft: Any, task: Task, shards: Sequence[Shard], workers: int) -> Iterator[Done]:
    """
    Read shards with so many workers at most and yield what became of each, as they are done.

    Raises :class:`~according.errors.ArchiveError` where a worker could not write, and :class:`WorkerDied` where one ended.
    """

    # Each loads the model: none is started that would have no shard.
    @daft.cls(use_process=True, max_concurrency=min(workers, max(len(shards), 1)), cpus=1)
    class Reader:
        def __init__(self, task: Task) -> None:
            self.worker = Worker(task, fetch_stored)
            self.failed = ""

        @daft.method(return_dtype=daft.DataType.string())  # type: ignore[untyped-decorator]
        def read(self, written: str) -> str:
            try:
                # Where one shard finds no room, the next ones need not be read to find none either.
                made = {"failed": self.failed} if self.failed else asdict(self.worker.read(Shard.load(written)))
            except OSError as error:
                self.failed = f"{task.path}: cannot write: {error.strerror or error}"
                made = {"failed": self.failed}
            return json.dumps(made)

    plan = daft.from_pydict({"shard": [shard.dump() for shard in shards]})
    # One shard a batch: the engine would else hold back what is done until many are.
    plan = plan.into_batches(1).select(Reader(task).read(daft.col("shard")).alias("done"))
    yield from _take(plan)


class WorkerDied(Exception):
    """A worker ended over a shard, or failed on it; the message is the engine's."""


def _take(plan: Any) -> Iterator[Done]:
    rows, failed = plan.iter_rows(results_buffer_size=None), ""
    while True:
        try:
            row = next(rows)
        except StopIteration:
            break
        # Each of the engines has exceptions of its own for this.
        except Exception as error:
            raise WorkerDied(" ".join(str(error).split())[-300:]) from error
        made = json.loads(row["done"])
        if "failed" in made:
            failed = made["failed"]
        else:
            yield load_done(made)
    # At the end, and not at once: the other workers finish the shards that they are at.
    if failed:
        raise ArchiveError(f"{failed}; make room, and run it again: what is done is kept")
