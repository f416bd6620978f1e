"""An archive from its inputs to the ledger: the same rows whoever reads it, whatever dies meanwhile, and nobody told that it runs."""

from __future__ import annotations

import json
import os
import re
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from archived import command, held_rows, make_lines, make_parquet, make_texts, make_warc, run_bulk, text_of
from test_offline import WATCHING
from typer.testing import CliRunner

from according.bulk.archive import make_plan, make_task, read_archive
from according.bulk.engine import WorkerDied, fetch_stored
from according.bulk.folder import Done
from according.bulk.shards import Shard
from according.bulk.work import DEATHS_MOST, Task, Worker
from according.commands import cli
from according.intake.text import Options
from according.ledger.opening import open_ledger

RAY = ("--engine", "ray", "--address", "local")
BY = {"native": (), "ray": RAY}
# The library of web archives leaves its scratch files open.
LEFT_OPEN = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
pytestmark = [pytest.mark.model, pytest.mark.heavy, LEFT_OPEN]


@pytest.fixture(scope="module")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with texts, lines, a Parquet file, a web archive that breaks off, and what is no report."""
    folder = tmp_path_factory.mktemp("inputs")
    make_texts(folder / "texts", range(30))
    make_lines(folder / "lines.jsonl", range(30, 60))
    make_parquet(folder / "table.parquet", range(60, 80))
    make_warc(folder / "cut.warc.gz", range(80, 84), short=60)
    (folder / "empty.txt").touch()
    return folder


@pytest.fixture(scope="module")
def undisturbed(inputs: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The archive as one worker read it that nothing disturbed."""
    out = tmp_path_factory.mktemp("archive") / "one"
    done = run_bulk("read", inputs, "--out", out, "--workers", 1, "--json", status=1)
    assert sum(json.loads(line)["reports"] for line in done.stdout.splitlines()) == 83
    assert "83 reports" in done.stderr
    return out


def test_two_workers_and_a_second_run_give_the_same_rows(inputs: Path, undisturbed: Path, tmp_path: Path) -> None:
    run_bulk("read", inputs, "--out", tmp_path / "a", "--workers", 2, status=1)
    assert held_rows(tmp_path / "a") == held_rows(undisturbed)
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "a").rglob("*.parquet")}
    again = run_bulk("read", inputs, "--out", tmp_path / "a", "--json", status=1)
    assert again.stdout == ""
    assert {path: path.stat().st_mtime_ns for path in (tmp_path / "a").rglob("*.parquet")} == before


def test_large_files_in_parts_give_the_rows_that_they_give_as_one(tmp_path: Path) -> None:
    large = tmp_path / "large"
    make_parquet(make_texts(large, range(0)) / "a.parquet", range(6), group=100)
    make_lines(large / "b.jsonl", range(6, 12))
    make_warc(large / "c.warc.gz", range(12, 18), short=60)
    make_warc(large / "d.warc", range(18, 24))
    table = "".join(f'"{text_of(number)}",Outlet {number},2025-01-{number:02}\n' for number in range(24, 30))
    (large / "e.csv").write_text(f"text,publisher,date\n{table}", "utf-8")
    held = []
    for size in (1_000_000, 800):
        task = make_task(tmp_path / str(size), Options())
        task.folder.open()
        plan = make_plan(task.folder, [str(large)], lambda address: [], size=size)
        worker = Worker(task, fetch_stored)
        assert all(worker.read(shard).id == shard.id for shard in plan.waiting)
        tables = held_rows(task.folder.path).values()
        # In another order, for a shard's folder is called by its id.
        held.append([sorted(repr({**row, "shard": "", "ordinal": 0}) for row in rows) for rows in tables])
    assert len(plan.waiting) >= 10
    assert [len(rows) > 25 for rows in held[0][:3]] == [True] * 3
    assert held[1] == held[0]


def test_files_in_a_store_are_read_by_their_addresses(tmp_path: Path) -> None:
    make_lines(tmp_path / "a b.jsonl", range(3))
    make_lines(tmp_path / "c.jsonl", range(3, 5))
    # The same readers as for any other store, over this machine's own files.
    address = f"file://{tmp_path}/*.jsonl"
    run_bulk("read", address, "--out", tmp_path / "archive")
    assert [row["path"].rsplit("/", 2)[-2:] for row in held_rows(tmp_path / "archive")["reports"]] in (
        [["a b.jsonl", "1"], ["a b.jsonl", "2"], ["a b.jsonl", "3"], ["c.jsonl", "1"], ["c.jsonl", "2"]],
        [["c.jsonl", "1"], ["c.jsonl", "2"], ["a b.jsonl", "1"], ["a b.jsonl", "2"], ["a b.jsonl", "3"]],
    )
    nothing = run_bulk("read", f"file://{tmp_path}/none/*", "--out", tmp_path / "none", status=1)
    assert "1 input could not be read" in nothing.stderr


def test_damage_is_a_row_that_says_where(undisturbed: Path) -> None:
    refused = {row["path"].rsplit("/", 1)[-1]: row["what"] for row in held_rows(undisturbed)["problems"] if row["kind"] == "refused"}
    assert refused.keys() == {"empty.txt", "cut.warc.gz"}
    assert "damaged" in refused["cut.warc.gz"]
    assert any(number.isdecimal() for number in refused["cut.warc.gz"].split())


def test_the_ledger_is_the_one_that_add_makes(inputs: Path, undisturbed: Path, tmp_path: Path) -> None:
    loaded, added = tmp_path / "loaded.db", tmp_path / "added.db"
    run_bulk("load", undisturbed, "--ledger", loaded)
    again = run_bulk("load", undisturbed, "--ledger", loaded)
    assert "83 known; 0 new figures" in again.stderr
    adding = [sys.executable, "-m", "according", "add", "--ledger", str(added), str(inputs)]
    subprocess.run(adding, capture_output=True, check=False, timeout=300)
    with open_ledger(str(loaded)) as one, open_ledger(str(added)) as other:
        reports = {filing.id for filing in other.reports()}
        assert {filing.id for filing in one.reports()} == reports
        assert all(one.reading(id) == other.reading(id) for id in reports)
        assert sorted(one.groups()) == sorted(other.groups())
        assert list(one.check()) == []


def test_an_input_that_changed_is_read_anew(tmp_path: Path) -> None:
    folder, out = make_texts(tmp_path / "texts", range(3)), tmp_path / "a"
    run_bulk("read", folder, "--out", out)
    (folder / "report-0001.txt").write_text(text_of(1) + "The mayor said that 3 more people had died.\n", "utf-8")
    assert "1 would be read anew" in run_bulk("read", folder, "--out", out, "--dry-run").stderr
    assert "do that first" in run_bulk("read", folder, "--out", out, "--limit", 1, status=1).stderr
    run_bulk("read", folder, "--out", out)
    assert [row["path"].rsplit("/", 1)[-1] for row in held_rows(out)["reports"]] == [f"report-{number:04}.txt" for number in range(3)]
    assert "mayor" in held_rows(out)["reports"][1]["text"]


def test_other_options_and_other_folders_are_refused(tmp_path: Path) -> None:
    folder, out = make_texts(tmp_path / "texts", range(2)), tmp_path / "a"
    run_bulk("read", folder, "--out", out)
    other = run_bulk("read", folder, "--out", out, "--publisher", "Example News", status=1)
    assert "an earlier run read it in another way (options); give a new folder, or read all anew with --anew" in other.stderr
    run_bulk("read", folder, "--out", out, "--publisher", "Example News", "--anew")
    assert {row["publisher"] for row in held_rows(out)["reports"]} == {"Example News"}
    assert "a folder with other files" in run_bulk("read", folder, "--out", folder, status=1).stderr
    assert "no archive" in run_bulk("load", folder, "--ledger", tmp_path / "none.db", status=1).stderr
    assert not (tmp_path / "none.db").exists()


def test_options_are_the_same_in_the_next_run(tmp_path: Path) -> None:
    lines, out = make_lines(tmp_path / "lines.jsonl", range(2)), tmp_path / "a"
    given = ("read", lines, "--out", out, "--publisher", "Example News", "--text-column", "text", "--date-pattern", "%Y-%m-%d")
    run_bulk(*given)
    assert run_bulk(*given, "--json").stdout == ""


def test_dates_are_given_as_to_the_other_commands(tmp_path: Path) -> None:
    folder, out, table = make_texts(tmp_path / "texts", range(5)), tmp_path / "a", tmp_path / "texts" / "dates.csv"
    make_lines(folder / "lines.jsonl", range(5, 7))
    for path in folder.glob("report-*.txt"):
        path.write_text(path.read_text("utf-8").partition("\n\n")[2].replace("killed in", "killed on Monday in"), "utf-8")
    (folder / "report-0004.txt").rename(folder / "report-2025-02-04.txt")
    rows = "path,date,publisher\nreport-0000.txt,2025-01-27,A Gazette\ntexts/report-0001.txt,2025-01-28,\nlines.jsonl,2025-01-30,\n"
    table.write_text(rows + "report-0009.txt,2025-01-01,\n", "utf-8")
    given = ("read", folder, "--out", out, "--dates", table, "--date-pattern", "%Y-%m-%d")
    assert "no input is called report-0009.txt (line 5)" in run_bulk(*given, "--workers", 1).stderr
    # The table lies in the folder and is none of its reports.
    assert str(table) not in {row["path"] for row in held_rows(out)["problems"]}

    def told() -> dict[str, tuple[str | None, str | None]]:
        return {
            row["path"].rsplit("texts/", 1)[-1]: (row["published"] and row["published"].isoformat(), row["publisher"])
            for row in held_rows(out)["reports"]
        }

    before = told()
    read = CliRunner().invoke(cli.app, ["read", *map(str, [folder, *given[4:]]), "--json"])
    reports = [json.loads(line)["report"] for line in read.stdout.splitlines()]
    assert before == {report["path"].rsplit("texts/", 1)[-1]: (report["published"], report["publisher"]) for report in reports}
    assert before["report-0000.txt"] == ("2025-01-27", "A Gazette")
    assert before["report-0001.txt"] == ("2025-01-28", None)
    assert before["report-0002.txt"] == (None, None)
    assert before["report-2025-02-04.txt"] == ("2025-02-04", None)
    assert {row["from"] for row in held_rows(out)["figures"] if "0001" in row["path"]} == {date(2025, 1, 27)}
    # A row more and one that changed: the shard with the two inputs is read again and not the lines, and no date of another is lost.
    table.write_text(rows.replace("01-28", "01-29") + "report-0002.txt,2025-01-30,\n", "utf-8")
    (again,) = run_bulk(*given, "--workers", 1, "--json").stdout.splitlines()
    assert json.loads(again)["reports"] == 5
    assert told() == {**before, "report-0001.txt": ("2025-01-29", None), "report-0002.txt": ("2025-01-30", None)}
    assert "in another way (options)" in run_bulk("read", folder, "--out", out, status=1).stderr
    table.rename(tmp_path / "dates.csv")
    run_bulk("read", folder, "--out", out, "--date", "3 March 2025", "--anew", "--workers", 1)
    assert {day for day, _ in told().values()} == {"2025-03-03"}


def test_what_is_done_stays_by_whatever_name_it_is_given(tmp_path: Path) -> None:
    folder, out = make_texts(tmp_path / "texts", range(5)), tmp_path / "a"
    run_bulk("read", folder, folder / "report-0001.txt", "--out", out)
    rows = held_rows(out)
    assert len(rows["reports"]) == 5
    for again in ([folder / "report-0001.txt"], [folder / "report-0003.txt", folder], [tmp_path]):
        assert run_bulk("read", *again, "--out", out, "--json").stdout == ""
    run_bulk("read", "texts", "--out", out, cwd=tmp_path)
    assert held_rows(out) == rows
    # One more file, before the others by its name: it is read, and nothing else is.
    (folder / "a.txt").write_text(text_of(9), "utf-8")
    (more,) = run_bulk("read", folder, "--out", out, "--json").stdout.splitlines()
    assert json.loads(more)["reports"] == 1
    assert len(held_rows(out)["reports"]) == 6
    assert (out / "shards").stat().st_mode == next((out / "shards").iterdir()).stat().st_mode


def test_what_could_not_be_read_is_tried_again_where_it_is_asked_for(tmp_path: Path) -> None:
    folder, out = make_texts(tmp_path / "texts", range(1)), tmp_path / "a"
    (folder / "empty.txt").touch()
    run_bulk("read", folder, "--out", out, status=1)
    assert run_bulk("read", folder, "--out", out, "--json", status=1).stdout == ""
    assert len(run_bulk("read", folder, "--out", out, "--json", "--retry", status=1).stdout.splitlines()) == 1
    assert len(held_rows(out)["reports"]) == 1


def test_a_sample_is_always_the_same_and_is_gone_on_with(tmp_path: Path) -> None:
    lines, out = tmp_path / "lines", tmp_path / "a"
    lines.mkdir()
    for number in range(12):
        make_lines(lines / f"{number}.jsonl", range(number, number + 1))
    drawn = [run_bulk("read", lines, "--out", out, "--sample", 0.5, "--dry-run", "--json").stdout for _ in range(2)]
    assert drawn[0] == drawn[1]
    assert 0 < len(drawn[0].splitlines()) < 12
    run_bulk("read", lines, "--out", out, "--sample", 0.5, "--limit", 1)
    assert len(held_rows(out)["reports"]) == 1
    run_bulk("read", lines, "--out", out)
    assert len(held_rows(out)["reports"]) == 12


def test_copies_are_found(tmp_path: Path) -> None:
    words = " ".join(f"word{number}" for number in range(60))
    lines = tmp_path / "lines.jsonl"
    story = text_of(1) + words
    texts = [(1, story), (2, story), (3, story + " And one more sentence of another outlet."), (4, text_of(9))]
    rows = [{"text": text, "date": f"2025-01-0{day}", "publisher": f"Outlet {day}"} for day, text in texts]
    lines.write_text("".join(json.dumps(row) + "\n" for row in rows))
    run_bulk("read", lines, "--out", tmp_path / "a")
    found = [json.loads(line) for line in run_bulk("echoes", tmp_path / "a", "--json").stdout.splitlines()]
    assert {(row["publisher"], row["publisher2"]) for row in found} >= {("Outlet 1", "Outlet 2")}
    assert {row[name] for row in found for name in ("publisher", "publisher2")} == {"Outlet 1", "Outlet 2", "Outlet 3"}
    assert all(row["published"] <= row["published2"] and row["likeness"] >= 0.7 for row in found)
    run_bulk("echoes", tmp_path / "a", "--out", tmp_path / "pairs.parquet")
    assert (tmp_path / "pairs.parquet").exists()


# -- what dies -----------------------------------------------------------------------------------------------------


def children(pid: int) -> list[int]:
    """The processes below one."""
    below: dict[int, list[int]] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            # Behind the name, which may hold anything: the state, and the parent.
            parent = int(path.read_text("utf-8", "replace").rpartition(")")[2].split()[1])
        except OSError:
            continue
        below.setdefault(parent, []).append(int(path.parent.name))
    found = list(below.get(pid, ()))
    for one in found:
        found += below.get(one, [])
    return found


def is_reader(pid: int, engine: str) -> bool:
    try:
        words = Path(f"/proc/{pid}/cmdline").read_text("utf-8", "replace").replace("\0", " ")
    except OSError:
        return False
    # The reader itself, and not what deals out its work.
    return "udf_worker" in words if engine == "native" else words.startswith("ray::UDFActor")


@pytest.fixture(scope="module")
def eight(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Eight files of lines, and the archive of them that nothing disturbed."""
    folder = tmp_path_factory.mktemp("eight")
    lines = folder / "lines"
    lines.mkdir()
    for number in range(8):
        make_lines(lines / f"{number}.jsonl", range(number * 40, number * 40 + 40))
    run_bulk("read", lines, "--out", folder / "whole")
    return lines, folder / "whole"


@pytest.mark.crash
@pytest.mark.skipif(not Path("/proc/self/cmdline").exists(), reason="processes are looked at under /proc")
@pytest.mark.parametrize("engine", ["native", "ray"])
def test_a_worker_that_is_killed_costs_nothing(engine: str, eight: tuple[Path, Path], tmp_path: Path) -> None:
    (lines, whole), out = eight, tmp_path / "a"
    reading = command("read", lines, "--out", out, *BY[engine], "--workers", 2)
    with subprocess.Popen(reading, stderr=subprocess.PIPE, text=True) as running:
        wait_for(lambda: any((out / "shards").glob("*/shard.json")))
        killed = [pid for pid in children(running.pid) if is_reader(pid, engine)][:1]
        for pid in killed:
            os.kill(pid, signal.SIGKILL)
        _, told = running.communicate(timeout=240)
    assert killed
    assert running.returncode == 0, told
    assert held_rows(out) == held_rows(whole)


def wait_for(done: Any, seconds: float = 120) -> None:
    end = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < end
        time.sleep(0.01)


@pytest.mark.crash
def test_a_run_that_is_killed_at_any_moment_is_gone_on_with(inputs: Path, undisturbed: Path, tmp_path: Path) -> None:
    out, killed = tmp_path / "a", 0
    for moment in (0.3, 0.8, 1.3, 1.8, 2.3, 2.8):
        with subprocess.Popen(command("read", inputs, "--out", out, "--workers", 2), stderr=subprocess.DEVNULL) as running:
            try:
                running.wait(moment)
            except subprocess.TimeoutExpired:
                running.kill()
                killed += 1
    run_bulk("read", inputs, "--out", out, status=1)
    assert killed >= 3
    assert held_rows(out) == held_rows(undisturbed)


@pytest.mark.crash
def test_a_full_disk_is_told_and_gone_on_from(tmp_path: Path) -> None:
    def no_room() -> None:
        # No file may grow beyond this; the signal that comes with it would end the process where a full disk does not.
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, resource.RLIM_INFINITY))

    # So long that its table is beyond that, while what the engine itself needs is not.
    lines = make_lines(tmp_path / "lines.jsonl", range(200))
    run_bulk("read", lines, "--out", tmp_path / "whole")
    full = run_bulk("read", lines, "--out", tmp_path / "a", status=1, preexec_fn=no_room)
    assert "cannot write" in full.stderr
    assert "what is done is kept" in full.stderr
    assert "Traceback" not in full.stderr
    run_bulk("read", lines, "--out", tmp_path / "a")
    assert held_rows(tmp_path / "a") == held_rows(tmp_path / "whole")


def test_a_shard_that_kills_its_workers_is_given_up_and_no_other(tmp_path: Path) -> None:
    lines, out = tmp_path / "lines", tmp_path / "a"
    lines.mkdir()
    for number in range(4):
        make_lines(lines / f"{number}.jsonl", range(number, number + 1))
    task = make_task(out, Options())
    folder = task.folder
    folder.open()
    plan = make_plan(folder, [str(lines)], lambda address: [])
    deadly, died = plan.waiting[1], list[int]()

    def read(task: Task, shards: Sequence[Shard]) -> Iterator[Done]:
        """As an engine does whose workers all end with the one that dies, each at a shard."""
        worker = Worker(task, fetch_stored)
        if any(shard.id == deadly.id for shard in shards) and folder.deaths(deadly) <= DEATHS_MOST:
            for shard in shards:
                folder.begin(shard)
            died.append(len(shards))
            raise WorkerDied("gone")
        yield from map(worker.read, shards)

    done = list(read_archive(task, plan, read))
    assert {one.id for one in done} == {shard.id for shard in plan.waiting}
    assert [one.id for one in done if one.refused] == [deadly.id]
    assert died == [4, 1, 1]
    (refused,) = [row for row in held_rows(out)["problems"] if row["kind"] == "refused"]
    assert refused["what"].startswith("reading it ended the process 3 times")


def test_runs_that_people_end_are_no_deaths(tmp_path: Path) -> None:
    folder, out = make_texts(tmp_path / "texts", range(2)), tmp_path / "a"
    planned = json.loads(run_bulk("read", folder, "--out", out, "--dry-run", "--json").stdout)
    assert not out.exists()
    run_bulk("read", make_texts(tmp_path / "other", range(5, 6)), "--out", out)
    for number in range(5):
        (out / "underway" / f"{planned['id']}-{number}").mkdir()
    assert "could not be read" not in run_bulk("read", folder, "--out", out).stderr
    assert list((out / "underway").iterdir()) == []


# -- who is told ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("engine", ["native", "ray"])
def test_each_engine_gives_the_same_rows_and_tells_nobody(engine: str, inputs: Path, undisturbed: Path, tmp_path: Path) -> None:
    program = WATCHING + "from according.commands.cli import main\nmain()\n"
    kept = {key: value for key, value in os.environ.items() if key not in ("DO_NOT_TRACK", "DAFT_ANALYTICS_ENABLED")}
    done = subprocess.run(
        [sys.executable, "-c", program, "bulk", "read", str(inputs), "--out", str(tmp_path / "a"), "--workers", "2", *BY[engine]],
        capture_output=True, text=True, timeout=240, check=False, env=kept,
    )  # fmt: skip
    assert done.returncode == 1, done.stderr
    assert held_rows(tmp_path / "a") == held_rows(undisturbed)
    asked = [line for line in done.stderr.splitlines() if line.startswith("asked outside")]
    # Ray's processes talk to one another at this machine's own addresses; none is asked for by a name of elsewhere.
    assert [line for line in asked if engine == "native" or re.search(r"[a-z]\.(?:ai|com|dev|io|org|sh)\b", line)] == []
