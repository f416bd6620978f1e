"""
Commands run one after the other in processes that begin with everything loaded: the commands of a page wait for the model once.

Each is a process of its own all the same, split off from one that has done nothing but load (this file as a program). On Linux alone: other
systems do not split off what has loaded so much.
"""
from __future__ import annotations

import atexit
import json
import os
import re
import shlex
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent
# A command line: the command's words, whether its messages go where its output goes, and what the shell does with that. What else a
# shell would do something with is left to it.
LINE = re.compile(r"""according (?P<words>(?:"[^"$`\\]*"|'[^']*'|[^|<>;&"'$`*?~\\([#])*?)(?P<both> 2>&1)?(?P<rest> [|>][^&]*)?""")
SECONDS = 300
# Pages with commands and what they print.
SESSIONS = tuple(sorted(page.name for page in (ROOT / "docs").glob("*.md") if "```console" in page.read_text("utf8")))
# What a command may end with that has told what it was to tell; a page may show a refusal.
ENDS = (0, 1, 2)


def output_of(line: str, folder: str, environment: Mapping[str, str], ends: tuple[int, ...] = ENDS) -> str:
    """Return what a command line that begins with ``according`` prints in a folder; raises RuntimeError where it does not end as it may."""
    found = LINE.fullmatch(line)
    if found is None or sys.platform != "linux":
        # The interpreter that writes the page, and not whichever "according" the shell would find.
        shell = line.replace("according", f"{shlex.quote(sys.executable)} -m according", 1)
        return _run_shell(shell, folder, environment, ends)
    with tempfile.TemporaryDirectory() as held:
        written = Path(held) / "written"
        asked = {"words": shlex.split(found["words"]), "written": str(written), "both": bool(found["both"])}
        status = _ask(asked | {"folder": folder, "environment": dict(environment)})
        if status not in ends:
            told = written.read_text("utf8")[-400:] if written.exists() else ""
            raise RuntimeError(f"{line}: ended with {status} after it printed {told!r}")
        if found["rest"]:
            return _run_shell(f"cat {shlex.quote(str(written))}{found['rest']}", folder, environment, ends)
        return written.read_text("utf8")


def _run_shell(line: str, folder: str, environment: Mapping[str, str], ends: tuple[int, ...]) -> str:
    words = ["sh", "-c", line]
    done = subprocess.run(words, cwd=folder, env=environment, capture_output=True, encoding="utf8", timeout=SECONDS, check=False)
    if done.returncode not in ends:
        raise RuntimeError(f"{line}: ended with {done.returncode} and told {done.stderr[-400:]!r}")
    return done.stdout


def _ask(asked: Mapping[str, object]) -> int:
    """Let the process that splits commands off run one, and return its exit status."""
    server = _server()
    assert server.stdin is not None
    assert server.stdout is not None
    told = ""
    with suppress(BrokenPipeError):
        server.stdin.write(f"{json.dumps(asked)}\n")
        server.stdin.flush()
        told = server.stdout.readline()
    if not told:
        _server.cache_clear()
        raise RuntimeError("the process that splits commands off has ended; what it wrote stands above")
    return int(told)


@cache
def _server() -> subprocess.Popen[str]:
    # Its processes are split off from it, and threads do not come along.
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
    server = subprocess.Popen([sys.executable, __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf8", env=environment)
    # Without input it ends by itself.
    atexit.register(server.communicate)
    return server


def serve() -> None:
    """Run the commands that are asked for, a line of JSON each, and tell the exit status of each."""
    # What else is printed here is no answer.
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    sys.path.insert(0, str(ROOT / "tests" / "commands"))
    from splitting import load_all, point, split_off

    load_all()
    for line in sys.stdin:
        asked = json.loads(line)

        def settle(asked: dict[str, str] = asked) -> None:
            os.chdir(asked["folder"])
            os.environ.clear()
            os.environ.update(asked["environment"])
            point(0, os.devnull, os.O_RDONLY)
            point(1, asked["written"], os.O_WRONLY | os.O_CREAT | os.O_APPEND)
            if asked["both"]:
                os.dup2(1, 2)

        print(_wait_for(split_off(asked["words"], settle)), file=answers, flush=True)


def _wait_for(child: int) -> int:
    """Return the exit status of a process, which is killed, with its group, where it takes too long or this one is interrupted."""
    until = time.monotonic() + SECONDS
    try:
        while time.monotonic() < until:
            done, status = os.waitpid(child, os.WNOHANG)
            if done:
                child = 0
                return os.waitstatus_to_exitcode(status)
            time.sleep(0.005)
        return -signal.SIGKILL
    finally:
        if child:
            os.killpg(child, signal.SIGKILL)
            os.waitpid(child, 0)


if __name__ == "__main__":
    serve()
