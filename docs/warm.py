"""
Commands run one after the other in processes that begin with everything loaded: the commands of a page wait for the model once.

Each is a process of its own all the same, split off from one that has done nothing but load (this file as a program).
"""
from __future__ import annotations

import atexit
import importlib
import json
import os
import pkgutil
import re
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path

# Before NumPy is loaded: processes are split off from this one, and threads do not come along.
os.environ["OPENBLAS_NUM_THREADS"] = os.environ["OMP_NUM_THREADS"] = "1"

ROOT = Path(__file__).parent.parent
# A command line: the command's words, whether its messages go where its output goes, and what the shell does with that.
LINE = re.compile(r"according (?P<words>(?:\"[^\"]*\"|'[^']*'|[^|>;&\"'])*?)(?P<both> 2>&1)?(?P<rest> [|>].*)?")
SECONDS = 300
# What runs where it is imported, and what starts threads.
LEFT = ("according.__main__", "according.bulk.", "according.ledger.database.migrations.")


def output_of(line: str, folder: str, environment: Mapping[str, str]) -> str:
    """Return what a command line that begins with ``according`` prints in a folder."""
    found = LINE.fullmatch(line)
    # Windows splits no process off.
    if found is None or not hasattr(os, "fork"):
        # The interpreter that writes the page, and not whichever "according" the shell would find.
        return _run_shell(line.replace("according", f"{shlex.quote(sys.executable)} -m according", 1), folder, environment)
    with tempfile.TemporaryDirectory() as held:
        written = Path(held) / "written"
        asked = {"words": shlex.split(found["words"]), "written": str(written), "both": bool(found["both"])}
        asked |= {"folder": folder, "environment": dict(environment)}
        server = _server()
        assert server.stdin is not None
        assert server.stdout is not None
        server.stdin.write(f"{json.dumps(asked)}\n")
        server.stdin.flush()
        if not server.stdout.readline():
            raise RuntimeError(f"{line}: the process that splits commands off has ended")
        if found["rest"]:
            return _run_shell(f"cat {shlex.quote(str(written))}{found['rest']}", folder, environment)
        return written.read_text("utf8")


def _run_shell(line: str, folder: str, environment: Mapping[str, str]) -> str:
    words = ["sh", "-c", line]
    done = subprocess.run(words, cwd=folder, env=environment, capture_output=True, encoding="utf8", timeout=SECONDS, check=False)
    return done.stdout


@cache
def _server() -> subprocess.Popen[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    server = subprocess.Popen([sys.executable, __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf8", env=environment)
    # Without input it ends by itself.
    atexit.register(server.communicate)
    return server


def serve() -> None:
    """Run the commands that are asked for, a line of JSON each, and tell the exit status of each."""
    sys.path.insert(0, str(ROOT / "tests" / "commands"))
    from splitting import point, split_off

    import according

    according.read("Police said 12 people were killed in Ostrin.")
    # A command imports what it needs when it needs it.
    for module in pkgutil.walk_packages(according.__path__, "according."):
        if not module.name.startswith(LEFT):
            importlib.import_module(module.name)
    for line in sys.stdin:
        asked = json.loads(line)

        def settle(asked: dict[str, str] = asked) -> None:
            os.chdir(asked["folder"])
            os.environ.clear()
            os.environ.update(asked["environment"])
            point(0, os.devnull, os.O_RDONLY)
            point(1, asked["written"], os.O_WRONLY | os.O_CREAT | os.O_APPEND)
            point(2, asked["written"] if asked["both"] else os.devnull, os.O_WRONLY | os.O_APPEND)

        _, status = os.waitpid(split_off(asked["words"], settle), 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


if __name__ == "__main__":
    serve()
