"""The databases that a ledger is kept in, for the tests: a PostgreSQL server of their own where one is installed."""
from __future__ import annotations

import os
import shutil
import socket
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from according.ledger.database.schema import SCHEMA_VERSION, metadata
from according.ledger.finding.search import TEXTS
from according.ledger.opening import open_ledger
from according.ledger.store import SqlLedger
from according.ledger.versions import Versions

VERSIONS = Versions("0.1", "model-1", "lexicon-1")
BACKENDS = ("sqlite", "postgresql")
Open = Callable[..., SqlLedger]


class Server:
    """A PostgreSQL server on the loopback address, in a folder that is removed with it."""

    def __init__(self, folder: Path, binaries: Path) -> None:
        self.folder, self.binaries, self.port = folder, binaries, _free_port()
        # PostgreSQL refuses to be run by root.
        self.user = ("postgres" if _has_user("postgres") else "nobody") if os.geteuid() == 0 else None
        if self.user:
            shutil.chown(folder, self.user)
        self.run("initdb", "-D", str(folder / "data"), "-U", "ledger", "-A", "trust", "-E", "UTF8", "--no-sync")
        # What a crash of the machine would lose does not matter here; what a crash of a client would does.
        how = f"-c listen_addresses=127.0.0.1 -p {self.port} -k {folder} -c fsync=off -c autovacuum=off"
        self.run("pg_ctl", "-D", str(folder / "data"), "-l", str(folder / "log"), "-w", "-o", how, "start")
        open_ledger(self.make("ledger")).close()

    def run(self, program: str, *words: str) -> None:
        done = subprocess.run(
            [str(self.binaries / program), *words], user=self.user, extra_groups=[] if self.user else None, cwd=self.folder,
            env={**os.environ, "HOME": str(self.folder), "LC_ALL": "C"}, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True, timeout=120,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout

    def url(self, database: str) -> str:
        return f"postgresql://ledger@127.0.0.1:{self.port}/{database}"

    def make(self, database: str) -> str:
        """The address of a new database with nothing in it."""
        self.tell("postgres", f"CREATE DATABASE {database}")
        return self.url(database)

    def emptied(self, database: str = "ledger") -> str:
        """The address of a ledger with nothing filed: the same for every test, for to make and remove a database takes long."""
        tables = [*(table.name for table in reversed(metadata.sorted_tables)), *TEXTS]
        version = f"INSERT INTO alembic_version (version_num) VALUES ('{SCHEMA_VERSION}')"
        self.tell(database, *(f"DELETE FROM {table}" for table in (*tables, "alembic_version")), version)
        return self.url(database)

    def tell(self, database: str, *statements: str) -> None:
        import psycopg

        with psycopg.connect(self.url(database), autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement)

    def stop(self) -> None:
        self.run("pg_ctl", "-D", str(self.folder / "data"), "-m", "immediate", "stop")
        shutil.rmtree(self.folder)


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def _has_user(name: str) -> bool:
    import pwd

    return any(entry.pw_name == name for entry in pwd.getpwall())


def find_binaries() -> Path | None:
    """Where initdb and pg_ctl are; Debian keeps them out of PATH."""
    found = shutil.which("initdb")
    places = [Path(found).resolve().parent] if found else sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next((place for place in places if (place / "pg_ctl").exists() and (place / "initdb").exists()), None)


@contextmanager
def as_nobody() -> Iterator[None]:
    """Without root's right to write everywhere."""
    root = os.geteuid() == 0
    if root:
        os.seteuid(65534)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)
