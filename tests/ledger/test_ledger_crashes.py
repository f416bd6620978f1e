"""Killed processes, several writers at once, copies made meanwhile: nothing acknowledged is lost, nothing is filed by half."""
from __future__ import annotations

import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from backends import BACKENDS, Open
from writing import numbered

from according.errors import LedgerError
from according.ledger.opening import open_ledger
from according.ledger.store import SqlLedger
from according.records import Query

pytestmark = pytest.mark.crash
HERE = Path(__file__).parent


def start(url: str, first: int, last: int) -> subprocess.Popen[str]:
    """Start a process that files readings from one number on."""
    return subprocess.Popen([sys.executable, "writing.py", url, str(first), str(last)], cwd=HERE, stdout=subprocess.PIPE, text=True)


def titles(ledger: SqlLedger) -> list[int]:
    return [int(filing.title or "") for filing in ledger.reports()]


def test_a_killed_writer_loses_nothing_acknowledged_and_leaves_nothing_by_half(url: str, opened: Open) -> None:
    opened()
    acknowledged: set[int] = set()
    for first, lines in ((0, 1), (1000, 17), (2000, 40)):
        writer = start(url, first, first + 1000)
        assert writer.stdout is not None
        acknowledged |= {int(writer.stdout.readline()) for _ in range(lines)}
        writer.kill()
        acknowledged |= {int(line) for line in writer.stdout.read().split("\n") if line}
        writer.wait()
        writer.stdout.close()
        ledger = opened()
        kept = titles(ledger)
        assert acknowledged <= set(kept)
        assert len(kept) <= len(acknowledged) + 3  # what was filed and killed before it was told
        assert ledger.contents().figures == len(ledger.ungrouped(10_000)) == 3 * len(kept)
        assert list(ledger.check()) == []
    assert ledger.add(numbered(min(acknowledged))).outcome == "known"


def test_several_write_and_read_at_once(url: str, opened: Open) -> None:
    ledger = opened()
    writers = [start(url, first, first + 15) for first in (0, 10, 1000)]  # the first two share five reports
    seen, done = [0], threading.Event()

    def read() -> None:
        while not done.is_set():
            found = ledger.find(Query(("killed",)))
            assert len(found) % 3 == 0  # a report is there with all its figures or not at all
            seen.append(len(found))

    reader = threading.Thread(target=read)
    reader.start()
    told = [writer.communicate(timeout=60)[0] for writer in writers]
    done.set()
    reader.join()
    assert [writer.returncode for writer in writers] == [0, 0, 0]
    assert [len(lines.split()) for lines in told] == [15, 15, 15]
    assert sorted(titles(ledger)) == [*range(25), *range(1000, 1015)]
    assert seen == sorted(seen)
    assert ledger.contents().figures == len(ledger.find(Query())) == 3 * 40
    assert list(ledger.check()) == []


@pytest.mark.parametrize("backend", BACKENDS)
def test_several_make_the_ledger_at_once(backend: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    url = str(tmp_path / "made.db") if backend == "sqlite" else request.getfixturevalue("server").make("made_at_once")
    writers = [start(url, first, first + 3) for first in (0, 10, 20)]
    told = [writer.communicate(timeout=60)[0] for writer in writers]
    assert [(writer.returncode, len(lines.split())) for writer, lines in zip(writers, told, strict=True)] == [(0, 3)] * 3
    with open_ledger(url) as ledger:
        assert sorted(titles(ledger)) == [0, 1, 2, 10, 11, 12, 20, 21, 22]


def test_a_copy_made_while_others_write_is_whole(url: str, opened: Open, tmp_path: Path) -> None:
    ledger = opened()
    writer = start(url, 0, 60)
    assert writer.stdout is not None
    assert writer.stdout.readline()
    ledger.backup(tmp_path / "copy.db")
    during = len(writer.stdout.read().split())
    writer.wait()
    writer.stdout.close()
    assert during > 0
    copy = opened(str(tmp_path / "copy.db"), read_only=True)
    kept = titles(copy)
    assert kept == list(range(len(kept)))
    assert copy.contents().figures == 3 * len(kept)
    assert list(copy.check()) == []
    assert [filing.title for filing, _ in copy.search("miners", limit=1)]
    assert [path.name for path in tmp_path.iterdir() if "copy" in path.name] == ["copy.db"]


@pytest.mark.heavy
def test_copies_to_one_target_at_once_are_each_whole(url: str, opened: Open, tmp_path: Path) -> None:
    opened().add_all([(numbered(number), None) for number in range(150)])
    # On PostgreSQL each makes its tables anew, which takes a second for four.
    for number in range(2 if "://" in url and "sqlite" not in url else 12):
        target, together = tmp_path / f"copy{number}.db", threading.Barrier(4)

        def copy(target: Path = target, together: threading.Barrier = together) -> str:
            with open_ledger(url, read_only=True) as ledger:
                together.wait(30)
                try:
                    ledger.backup(target)
                except LedgerError as error:
                    return str(error)
            return "copied"

        with ThreadPoolExecutor(4) as pool:
            told = [copied.result() for copied in [pool.submit(copy) for _ in range(4)]]
        # Who came when the first was done already finds its copy there; nobody blames a file.
        assert set(told) <= {"copied", f"{target}: there is a file already; name another"}
        assert "copied" in told
        with open_ledger(str(target), read_only=True) as copied:
            assert copied.contents().reports == 150
            assert number % 4 or list(copied.check()) == []
        target.unlink()
    assert list(tmp_path.glob("copy*")) == []
