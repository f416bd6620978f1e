"""The command as a user runs it: real processes, few of them, for they are slow."""
from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from threading import Thread

import pytest
from typer.testing import CliRunner

from according.commands import cli

pytestmark = pytest.mark.heavy

REPORT = "KABUL, Jan. 25, 2013 - The army said 12 soldiers were killed and 30 wounded on Monday in Kabul.\n"


def run(*args: str, text: bytes | None = None, **more: str) -> subprocess.CompletedProcess[bytes]:
    env = {key: value for key, value in os.environ.items() if key not in ("NO_COLOR", "COLUMNS", "LANG")} | {"LC_ALL": "C"} | more
    command = [sys.executable, "-m", "according", *args]
    return subprocess.run(command, input=text or b"", capture_output=True, env=env, timeout=120, check=False)


@pytest.mark.parametrize("args", [["--help"], ["read", "--help"], ["demo", "-h"]])
def test_help_loads_nothing_heavy(args: list[str]) -> None:
    code = f"import sys; sys.argv = ['according', *{args!r}]\nfrom according.commands.cli import main\n"
    code += "try: main()\nexcept SystemExit: pass\n"
    code += "bad = {'spacy', 'numpy', 'thinc', 'py3langid', 'charset_normalizer', 'ahocorasick'} & set(sys.modules); assert not bad, bad"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"Usage: according" in done.stdout


@pytest.mark.parametrize(
    "args", [[], ["read"], ["read", "--date", "3/4/2018", "a"], ["read", "--json", "--explain", "a"], ["read", "--jobs", "0", "a"], ["red"]]
)
def test_wrong_usage_is_status_2(args: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["according", *args])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert ended.value.code == 2


def test_what_cannot_be_read_is_told_in_one_line_each(tmp_path: Path) -> None:
    cut = "zwölf “x” é".encode() + b"\xff"
    inputs = {"empty.txt": b"", "binary.txt": bytes(range(256)) * 20, "cut.txt": cut}
    for name, data in inputs.items():
        (tmp_path / name).write_bytes(data)
    (tmp_path / "folder").mkdir()
    names = [str(tmp_path / name) for name in (*inputs, "folder", "none.txt")]
    done = run("read", *names)
    assert (done.returncode, done.stdout) == (1, b"")
    lines = done.stderr.decode().splitlines()
    assert [line.split(": ")[1] for line in lines] == names
    assert [
        next(what for what in ("empty", "undecodable", "no texts", "no such file") if what in line) for line in lines
    ] == ["empty", "undecodable", "undecodable", "no texts", "no such file"]
    as_json = run("read", "--json", *names)
    rows = [json.loads(line) for line in as_json.stdout.splitlines()]
    assert [row["report"] for row in rows] == [{"path": name} for name in names]
    assert all(len(row["problems"]) == 1 for row in rows)
    assert as_json.returncode == 1


@pytest.mark.model
def test_the_others_are_still_read(tmp_path: Path) -> None:
    good = tmp_path / "good.txt"
    good.write_text(REPORT + "A NUL \0 here.", encoding="utf8")
    done = run("read", "--json", "none.txt", str(good), "-", text=REPORT.encode("utf-16"))
    assert done.returncode == 1
    missing, first, second = (json.loads(line) for line in done.stdout.splitlines())
    assert missing["report"] == {"path": "none.txt"}
    assert (first["report"]["path"], first["report"]["published"], first["report"]["language"]) == (str(good), "2013-01-25", "en")
    assert [problem["what"][:15] for problem in first["problems"]] == ["a NUL character"]
    assert (second["report"]["path"], second["report"]["characters"]) == ("-", len(REPORT))


@pytest.mark.model
def test_the_table_is_plain_in_a_pipe_and_escapes_what_could_move_a_cursor() -> None:
    text = REPORT + "The \x1b[31m army said 5 men \u202e were wounded."
    done = run("read", "-", "--title", "Caf\u00e9 \u202e[red]", text=text.encode())
    shown = done.stdout.decode("utf8")
    assert done.returncode == 0
    assert shown.startswith("- | 2013-01-25 | Café \\u202e[red]\nhow many")
    assert "12  " in shown
    assert not {"\x1b", "\u202e", "│", "─"} & set(shown)


@pytest.mark.model
def test_explain_names_rules_and_words() -> None:
    done = run("read", "--explain", "-", text=REPORT.encode())
    lines = done.stdout.decode("utf8").splitlines()
    assert lines[1].startswith("1. ")
    assert any(line.startswith("   figure: how many: 12; ") for line in lines)
    assert sum("] “" in line for line in lines) >= 2


@pytest.mark.model
def test_readings_are_the_same_in_every_process(tmp_path: Path) -> None:
    for number in range(40):
        (tmp_path / f"{number:02}.txt").write_text(REPORT.replace("12", str(number + 12)), encoding="utf8")
    one = run("read", "--json", str(tmp_path), PYTHONHASHSEED="1")
    two = run("read", "--json", "--jobs", "2", str(tmp_path), PYTHONHASHSEED="2")
    assert (one.returncode, two.returncode) == (0, 0)
    assert one.stdout == two.stdout
    assert [json.loads(line)["report"]["path"][-6:] for line in one.stdout.splitlines()] == [f"{number:02}.txt" for number in range(40)]


@pytest.mark.model
def test_version_names_package_model_and_word_lists() -> None:
    assert run("--version").stdout.decode().startswith("according 0.1.0, model ")


@pytest.mark.model
@pytest.mark.skipif(sys.platform == "win32", reason="needs a pipe that closes early")
def test_a_closed_pipe_is_quiet(tmp_path: Path) -> None:
    for number in range(200):
        (tmp_path / f"{number:03}.txt").write_text(REPORT * 20, encoding="utf8")
    command = [sys.executable, "-m", "according", "read", "--json", str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""


@pytest.mark.skipif(sys.platform == "win32", reason="needs a shell that closes streams")
@pytest.mark.parametrize(
    ("closed", "told"),
    [
        ("read - <&-", "according: -: standard input is closed; pipe a text into it or name a file\n"),
        ("read none.txt >&-", "according: cannot write the output: standard output is closed; nothing was read\n"),
        ("read none.txt 2>&-", ""),
        ("read ''", "according: '': an empty name; give a file, a folder or - for standard input\n"),
    ],
)
def test_a_closed_stream_is_told(closed: str, told: str) -> None:
    done = subprocess.run(["sh", "-c", f'"$0" -m according {closed}', sys.executable], capture_output=True, timeout=60, check=False)
    assert (done.returncode, done.stdout, done.stderr.decode()) == (1, b"", told)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_is_told() -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run([sys.executable, "-m", "according", "--help"], stdout=full, stderr=subprocess.PIPE, timeout=60, check=False)
    assert done.returncode == 1
    assert done.stderr.startswith(b"according: cannot write the output: ")


@pytest.mark.model
def test_each_input_has_its_own_date(tmp_path: Path) -> None:
    for name in ("a.txt", "b 2025-01-28.txt", "c.txt"):
        (tmp_path / name).write_text("Police said 12 people were killed in Mosul on Monday.\n", "utf8")
    (tmp_path / "dates.csv").write_text("path,date\na.txt,2025-01-29\nz.txt,2025-01-29\nc.txt,never\n", "utf8")
    given = ("--dates", str(tmp_path / "dates.csv"), "--date-pattern", "%Y-%m-%d")
    for jobs in ("1", "2"):
        done = run("read", "--json", "--jobs", jobs, *given, str(tmp_path))
        read = [json.loads(line) for line in done.stdout.decode().splitlines()]
        assert [row["report"]["published"] for row in read] == ["2025-01-29", "2025-01-28", None]
        assert [[problem["what"][:16] for problem in row["problems"]] for row in read] == [[], [], ["no date is given"]]
        assert b"line 4: 'never' is not a date" in done.stderr
        assert b"no input is called z.txt (line 3)" in done.stderr
    none = run("read", "--dates", str(tmp_path / "none.csv"), str(tmp_path))
    odd = run("read", "--dates", str(tmp_path / "dates.csv"), "--date-pattern", "%Y", str(tmp_path))
    assert (none.returncode, odd.returncode) == (2, 2)
    assert b"Invalid value for --dates:" in none.stderr
    assert b"Invalid value for --date-pattern:" in odd.stderr


@pytest.mark.model
@pytest.mark.skipif(sys.platform == "win32", reason="needs pipes that have a name")
def test_what_can_be_read_only_once_is_read_with_every_command_and_number_of_processes(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(REPORT, "utf8")
    ledger = str(tmp_path / "ledger.db")
    add = f"add --json --ledger {ledger}"
    for command in ("read --json --jobs 2 - a.txt PIPE", f"{add} - PIPE a.txt", f"{add} PIPE -"):
        pipe = tmp_path / f"pipe{len(list(tmp_path.glob('pipe*')))}"
        os.mkfifo(pipe)
        writer = Thread(target=pipe.write_text, args=(REPORT.replace("12", "14"),))
        writer.start()
        args = [str(tmp_path / part) if part == "a.txt" else str(pipe) if part == "PIPE" else part for part in command.split()]
        done = run(*args, text=REPORT.replace("12", "13").encode())
        writer.join()
        assert (done.returncode, len(done.stdout.splitlines())) == (0, 2 if command.endswith("-") else 3)
    assert [json.loads(line)["outcome"] for line in done.stdout.splitlines()] == ["known", "known"]


def test_an_over_long_name_is_told_of_itself(tmp_path: Path) -> None:
    done = run("read", str(tmp_path / ("a" * 300)))
    assert done.returncode == 1
    assert b"File name too long; check the name" in done.stderr
    added = CliRunner().invoke(cli.app, ["add", "--ledger", str(tmp_path / ("a" * 300)), str(tmp_path)])
    assert "no ledger can be there (File name too long); name another file" in str(added.exception)
