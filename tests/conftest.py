"""
What all tests share: which are fast, and the databases that tests of ledgers run over.

``pytest -m fast`` runs those that need nothing slow (``selection.py``). A PostgreSQL server is started where one is installed.
"""
from __future__ import annotations

import gc
import os
import shutil
import signal
import tempfile
from collections.abc import Generator, Iterator
from contextlib import nullcontext
from pathlib import Path

import pytest
from backends import BACKENDS, VERSIONS, Open, Server, find_binaries

from according.ledger.opening import open_ledger
from according.ledger.store import SqlLedger
from according.services.samples import file_samples
from drawing import choose
from selection import mark, nothing_slow

# A server's folder takes less than a quarter of this many bytes.
ROOM = 1 << 30


def pytest_configure(config: pytest.Config) -> None:
    # A shell that runs the tests in its background has them ignore interrupts, and so would the commands that they interrupt.
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    choose(fast=config.option.markexpr == "fast", anew=config.getoption("hypothesis_seed", None) is not None)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        mark(item)


def pytest_collection_finish() -> None:
    """What was collected stays to the end: the collector of garbage need not go through it again, and looks less often."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    with nothing_slow() if item.get_closest_marker("fast") else nullcontext():
        return (yield)


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    binaries = find_binaries()
    if binaries is None:
        told = "no PostgreSQL here: initdb is neither in PATH nor in /usr/lib/postgresql/*/bin"
        pytest.fail(told) if os.environ.get("ACCORDING_NEED_POSTGRES") == "1" else pytest.skip(told)
    memory = Path("/dev/shm")
    roomy = memory.is_dir() and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > ROOM
    started = Server(Path(tempfile.mkdtemp(prefix="according-postgres-", dir=memory if roomy else "/tmp")), binaries)
    yield started
    started.stop()


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty ledger in a file; a copy of it is made faster than a new one."""
    path = tmp_path_factory.mktemp("empty") / "ledger.db"
    open_ledger(str(path)).close()
    return path


@pytest.fixture(scope="session")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger of the sample reports; tests copy it before they change it."""
    path = tmp_path_factory.mktemp("samples") / "ledger.db"
    with open_ledger(str(path)) as ledger:
        for _ in file_samples(ledger):
            pass
    return path


@pytest.fixture(params=BACKENDS)
def url(request: pytest.FixtureRequest, tmp_path: Path, empty: Path) -> str:
    """The address of an empty ledger."""
    if request.param == "sqlite":
        shutil.copy(empty, tmp_path)
        return f"sqlite:///{tmp_path / empty.name}"
    server: Server = request.getfixturevalue("server")
    return server.emptied()


@pytest.fixture
def opened(url: str) -> Iterator[Open]:
    """Opens the test's ledger, any number of times; all are closed in the end."""
    ledgers: list[SqlLedger] = []

    def open_one(address: str = url, **wishes: object) -> SqlLedger:
        ledgers.append(open_ledger(address, **wishes))  # type: ignore[arg-type]
        ledgers[-1].versions = VERSIONS
        return ledgers[-1]

    yield open_one
    for ledger in ledgers:
        ledger.close()


@pytest.fixture
def ledger(opened: Open) -> SqlLedger:
    return opened()


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that any user may look into."""
    made = Path(tempfile.mkdtemp(prefix="according-", dir="/tmp"))
    made.chmod(0o777)
    yield made
    made.chmod(0o777)
    shutil.rmtree(made)


@pytest.fixture
def file_ledger(tmp_path: Path) -> Iterator[SqlLedger]:
    """A ledger in a SQLite file, for what only a file can suffer."""
    with open_ledger(str(tmp_path / "file.db")) as made:
        made.versions = VERSIONS
        yield made
