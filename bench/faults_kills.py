"""
Processes killed, files torn, disks full, writers at once: nothing acknowledged may be lost, nothing be there by half or twice.
"""
from __future__ import annotations

import json
import os
import random
import shutil
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from faults_run import Ended, Tally, finish, run, start, write_reports

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "ledger"))

from backends import Server, find_binaries
from writing import numbered

from according.exports.objects.rulings import ruling_object
from according.intake.source import Source
from according.intake.text import Options
from according.ledger.opening import open_ledger
from according.ledger.store import SqlLedger
from according.records import Query, Ruling
from according.services.read import read_here

# Reports that an `add` files, and how many such folders a ledger gets before a new one is begun.
REPORTS, FOLDERS = 4, 8
# Kills after which the whole ledger is looked through.
CHECKED_EVERY = 6
# The bytes of the index that SQLite keeps of a log.
INDEX = 32 * 1024
Make = Callable[[str], str]
__all__ = ["REPORTS", "Server", "fill_disks", "find_binaries", "kill_commands", "look_for_filed", "tear_files", "write_at_once"]


@cache
def _figures_of(path: Path) -> tuple[str, int]:
    [outcome] = read_here([Source(str(path))], Options())
    return outcome.reading.report.id, sum(len(statement.figures) for statement in outcome.reading.statements)


def read_lines(ended: Ended) -> list[dict[str, Any]]:
    """Return the lines of JSON that a command wrote, as far as they are whole."""
    told = []
    for line in ended.out.splitlines():
        with suppress(ValueError):
            told.append(json.loads(line))
    return told


def filed_by(ended: Ended) -> set[str]:
    """Return the reports that an `add` has acknowledged."""
    return {one["report"] for one in read_lines(ended) if one.get("outcome") in ("new", "known", "copy", "reading")}


def look_for_filed(address: str, ended: Ended, section: str, tally: Tally) -> None:
    """Count what an `add` has acknowledged and the ledger does not have."""
    with open_ledger(address) as ledger:
        if lost := filed_by(ended) - {filing.id for filing in ledger.reports()}:
            tally.fault(section, "lost", f"{len(lost)} reports")


class Life:
    """A ledger that is written to by commands which are killed, and what these have acknowledged."""

    def __init__(self, address: str, inputs: Path, folder: Path, tally: Tally, section: str, chance: random.Random) -> None:
        self.address, self.inputs, self.folder, self.tally, self.section, self.chance = address, inputs, folder, tally, section, chance
        self.reports, self.rulings, self.counted = set[str](), set[str](), set[str]()
        # How many figures each of the inputs has: read once, by nobody who is killed.
        self.figures = dict(_figures_of(path) for path in sorted(inputs.rglob("*.txt")))
        with open_ledger(address) as ledger:
            ledger.add(numbered(0))

    def commands(self) -> dict[str, Callable[[], list[str]]]:
        """Return what is done to the ledger, by name: each makes a command."""
        return {"add": self._add, "judge": self._judge, "undo": self._undo, "import": self._import, "backup": self._backup}

    def _add(self) -> list[str]:
        return ["add", str(self.inputs / str(self.chance.randrange(FOLDERS))), "--json"]

    def _judge(self) -> list[str]:
        with open_ledger(self.address) as ledger:
            figures = [figure.id for figure in ledger.find(Query(), limit=50)]
        return ["judge", "accept", self.chance.choice(figures), "--who", "Ana", "--why", str(self.chance.random()), "--json"]

    def _undo(self) -> list[str]:
        with open_ledger(self.address) as ledger:
            undone = {ruling.undoes for ruling in ledger.rulings()}
            held = [ruling.id for ruling in ledger.rulings() if ruling.undoes is None and ruling.id not in undone]
        return ["undo", self.chance.choice(held), "--who", "Ana", "--why", "a trial", "--json"] if held else self._judge()

    def _import(self) -> list[str]:
        with open_ledger(self.address) as ledger:
            figures = [figure.id for figure in ledger.find(Query(), limit=12)]
        why = str(self.chance.random())
        lines = [json.dumps(ruling_object(Ruling("accept", figure, "Ben", why, datetime.now(UTC)))) for figure in figures]
        path = self.folder / "rulings.jsonl"
        path.write_text("\n".join(lines), "utf8")
        return ["rulings", "--import", str(path), "--json"]

    def _backup(self) -> list[str]:
        (self.folder / "copy.db").unlink(missing_ok=True)
        return ["ledger", "backup", str(self.folder / "copy.db")]

    def take(self, name: str, ended: Ended) -> None:
        """Note what a command has acknowledged, as far as its lines are whole."""
        if name == "add":
            self.reports |= filed_by(ended)
        elif name in ("judge", "undo", "rulings"):
            self.rulings |= {one["id"] for one in read_lines(ended) if "id" in one}

    def look(self, *, closely: bool) -> None:
        """Hold the ledger to what was acknowledged."""
        with open_ledger(self.address) as ledger:
            kept = [filing.id for filing in ledger.reports()]
            if lost := self.reports - set(kept):
                self.tally.fault(self.section, "lost", f"{len(lost)} reports")
            if len(kept) != len(set(kept)):
                self.tally.fault(self.section, "doubled", f"{len(kept) - len(set(kept))} reports")
            rulings = [ruling.id for ruling in ledger.rulings()]
            if len(rulings) != len(set(rulings)):
                self.tally.fault(self.section, "doubled", f"{len(rulings) - len(set(rulings))} rulings")
            if lost := self.rulings - set(rulings):
                self.tally.fault(self.section, "lost", f"{len(lost)} rulings")
            if closely and (wrong := [problem.what for problem in ledger.check()]):
                self.tally.fault(self.section, "half", f"{len(wrong)}: {wrong[0]}")
            # Those that came since the last look; all of them where it is a close one.
            self._count(ledger, set(kept) if closely else set(kept) - self.counted)
            self.counted |= set(kept)

    def _count(self, ledger: SqlLedger, reports: set[str]) -> None:
        # A report has all its figures, or it is not there.
        for report in reports:
            reading = ledger.reading(report)
            found = sum(len(statement.figures) for statement in reading.statements) if reading else 0
            if found != self.figures.get(report, found):
                self.tally.fault(self.section, "half", f"report {report}: {found} figures and not {self.figures[report]}")


def make_inputs(folder: Path) -> Path:
    """Write some folders of reports, and return where they are."""
    for number in range(FOLDERS):
        write_reports(folder / "inputs" / str(number), number * REPORTS, (number + 1) * REPORTS)
    return folder / "inputs"


def kill_commands(section: str, make: Make, folder: Path, until: float, seed: int) -> Tally:
    """Kill add, judge, undo, import and backup at any moment, over and over, in ledgers that ``make`` makes by their names."""
    tally, chance = Tally(), random.Random(seed)
    folder.mkdir(parents=True, exist_ok=True)
    inputs = make_inputs(folder)
    lives, took = 0, dict[str, float]()
    while time.monotonic() < until:
        lives += 1
        life = Life(make(f"life_{seed}_{lives}"), inputs, folder, tally, section, chance)
        for number in range(FOLDERS * 5):
            if time.monotonic() > until:
                break
            # A killed command first, then every fourth time one that is left in peace: so the ledger goes on.
            name = list(life.commands())[number % 5]
            words = [*life.commands()[name](), "--ledger", life.address]
            peace = name not in took or number % 4 == 3
            ended = run(words, folder, kill=None if peace else chance.uniform(0, took[name] * 1.1))
            tally.tried[f"{section}: {'done' if ended.status is not None else 'killed'}"] += 1
            tally.look(section, words, ended)
            if ended.status == 0:
                took[name] = ended.seconds
            life.take(words[0], ended)
            if name == "backup" and (folder / "copy.db").exists():
                with open_ledger(str(folder / "copy.db"), read_only=True) as copy:
                    if wrong := list(copy.check()):
                        tally.fault(section, "half", f"a backup: {wrong[0].what}")
            life.look(closely=number % CHECKED_EVERY == 0)
        _end(life, section, tally, folder)
    return tally


def _end(life: Life, section: str, tally: Tally, folder: Path) -> None:
    """File everything in peace: all is there once."""
    words = ["add", str(life.inputs), "--json", "--ledger", life.address]
    ended = run(words, folder)
    tally.look(section, words, ended, statuses=(0,))
    life.take("add", ended)
    life.look(closely=True)
    with open_ledger(life.address) as ledger:
        held = ledger.contents().reports
    if held != REPORTS * FOLDERS + 1:
        tally.fault(section, "lost" if held < REPORTS * FOLDERS + 1 else "doubled", f"{held} reports of {REPORTS * FOLDERS + 1} in the end")


# -- files -----------------------------------------------------------------------------------------------------------


def tear_files(folder: Path, until: float, seed: int) -> Tally:
    """Cut or spoil what was written last to a ledger's files, as where the power goes while it is written, and look what is left."""
    tally, chance, section = Tally(), random.Random(seed), "torn writes"
    folder.mkdir(parents=True, exist_ok=True)
    written = folder / "written.db"
    log = Path(f"{written}-wal")
    ledger, sizes = open_ledger(str(written)), list[int]()
    before = folder / "before.db"
    for number in range(30):
        ledger.add(numbered(number))
        sizes.append(log.stat().st_size)
    shutil.copy(written, before)
    whole = log.read_bytes()
    ledger.close()
    # Closed, everything is in the file itself; until then the log holds it.
    pages, after = before.read_bytes(), written.read_bytes()
    while time.monotonic() < until:
        torn, kept = folder / "torn.db", 30
        for name in (torn, Path(f"{torn}-wal"), Path(f"{torn}-shm")):
            name.unlink(missing_ok=True)
        if chance.random() < 0.7:
            # The log ends in the middle of a write, or holds something else from there on.
            at = chance.randrange(len(whole))
            spoilt = chance.choice((b"", b"\0" * 4096, chance.randbytes(700)))
            torn.write_bytes(pages)
            Path(f"{torn}-wal").write_bytes(whole[:at] + spoilt)
            kept = sum(size <= at for size in sizes)
        else:
            # The log is moved into the file, of which any sectors are written and others not yet.
            mixed = bytearray(pages.ljust(len(after), b"\0"))
            for sector in range(0, len(after), 512):
                if chance.random() < 0.5:
                    mixed[sector : sector + 512] = after[sector : sector + 512]
            torn.write_bytes(mixed)
            Path(f"{torn}-wal").write_bytes(whole)
        tally.tried[section] += 1
        _look_torn(torn, kept, section, tally)
    return tally


def _look_torn(path: Path, kept: int, section: str, tally: Tally) -> None:
    try:
        with open_ledger(str(path)) as ledger:
            titles = [int(filing.title or "") for filing in ledger.reports()]
            if titles[:kept] != list(range(kept)):
                tally.fault(section, "lost", f"{kept} were kept, {len(titles)} are there")
            if titles != list(range(len(titles))):
                tally.fault(section, "half", f"not those that came first: {titles}")
            if wrong := list(ledger.check()):
                tally.fault(section, "half", wrong[0].what)
    except Exception as error:  # noqa: BLE001 (whatever it is, it is what is looked for)
        tally.fault(section, "lost", f"cannot be opened with {kept}: {error}")


def fill_disks(folder: Path, until: float, seed: int) -> Tally:
    """File reports and copy ledgers where files may grow by some kilobytes only; then go on with room."""
    tally, chance, section = Tally(), random.Random(seed), "full disk"
    folder.mkdir(parents=True, exist_ok=True)
    write_reports(folder / "inputs", 0, REPORTS * 3)
    number = 0
    while time.monotonic() < until:
        number += 1
        ledger, copy = folder / f"small{number}.db", folder / f"copy{number}.db"
        with open_ledger(str(ledger)) as made:
            made.add(numbered(0))
        size = ledger.stat().st_size
        words = ["add", str(folder / "inputs"), "--json", "--ledger", str(ledger)]
        full = run(words, folder, largest=chance.randrange(1_000, size + 200_000))
        tally.tried[section] += 2
        tally.look(section, words, full)
        if full.status and "make room" not in full.err:
            tally.fault(section, "other", f"not told that the disk is full: {full.err[-200:]}")
        look_for_filed(str(ledger), full, section, tally)
        words = ["ledger", "backup", str(copy), "--ledger", str(ledger)]
        # With less than the index of its log no ledger is opened at all.
        backed = run(words, folder, largest=chance.randrange(INDEX, size))
        tally.look(section, words, backed)
        if backed.status == 0 or copy.exists() or copy.name not in backed.err:
            tally.fault(section, "other", f"a copy without room: status {backed.status}, {backed.err[-200:]}")
        again = run(["add", str(folder / "inputs"), "--ledger", str(ledger)], folder)
        tally.look(section, ["add"], again, statuses=(0,))
        with open_ledger(str(ledger)) as made:
            wrong, held = list(made.check()), made.contents().reports
        if wrong or held != REPORTS * 3 + 1:
            tally.fault(section, "half" if wrong else "lost", f"{held} reports; {wrong[:1]}")
        for path in folder.glob(f"*{number}.db*"):
            path.unlink()
    return tally


# -- others ----------------------------------------------------------------------------------------------------------


def write_at_once(section: str, make: Make, folder: Path, until: float, seed: int) -> Tally:
    """Let two to six commands file the same and other reports at once, while a copy is made."""
    tally, chance, turn = Tally(), random.Random(seed), 0
    folder.mkdir(parents=True, exist_ok=True)
    inputs = make_inputs(folder)
    while time.monotonic() < until:
        turn += 1
        address, copy = make(f"at_once_{seed}_{turn}"), folder / f"copy{turn}.db"
        # Half of the time the ledger itself is made by whoever comes first.
        if chance.random() < 0.5:
            open_ledger(address).close()
        chosen = [sorted(chance.sample(range(FOLDERS), 3)) for _ in range(chance.randrange(2, 7))]
        commands = [["add", *(str(inputs / str(one)) for one in some), "--json", "--ledger", address] for some in chosen]
        for words, ended in _together(commands, folder):
            tally.tried[section] += 1
            tally.look(section, words, ended, statuses=(0,))
        copied = run(["ledger", "backup", str(copy), "--ledger", address], folder)
        tally.look(section, ["ledger", "backup"], copied, statuses=(0,))
        wanted = REPORTS * len({one for some in chosen for one in some})
        for held in (address, str(copy)):
            with open_ledger(held) as ledger:
                found, wrong = len({filing.id for filing in ledger.reports()}), list(ledger.check())
                if found != wanted or ledger.contents().reports != found:
                    tally.fault(section, "lost" if found < wanted else "doubled", f"{found} reports of {wanted}")
                if wrong:
                    tally.fault(section, "half", wrong[0].what)
    return tally


def _together(commands: list[list[str]], folder: Path) -> Iterator[tuple[list[str], Ended]]:
    begun, waiting = time.monotonic(), {start(words, folder): words for words in commands}
    while waiting:
        for child in list(waiting):
            done, status = os.waitpid(child, os.WNOHANG)
            spent = time.monotonic() - begun
            if done:
                yield waiting.pop(child), finish(child, os.waitstatus_to_exitcode(status), folder, spent)
            elif spent > 120:
                os.killpg(child, signal.SIGKILL)
        time.sleep(0.01)
