"""Commands run in processes that are split off from one in which all is loaded already: a thousand of them fit into minutes."""
from __future__ import annotations

import importlib
import os
import pkgutil
import sys
import traceback
from collections.abc import Callable, Sequence
from contextlib import suppress

import according
from according.commands.cli import main

# What runs where it is imported, and what starts threads, which are not there after a split.
LEFT = ("according.__main__", "according.bulk.", "according.ledger.database.migrations.")


def load_all() -> None:
    """Load the model and what a command would import when it needs it; what an extra would bring may not be there."""
    according.read("Police said 12 people were killed in Ostrin.")
    for module in pkgutil.walk_packages(according.__path__, "according."):
        if not module.name.startswith(LEFT):
            with suppress(ImportError):
                importlib.import_module(module.name)


def split_off(words: Sequence[str], settle: Callable[[], None]) -> int:
    """
    Start a command in a process of its own and return its number.

    ``settle`` is called in it first, to point the descriptors 0 to 2 to where the command reads and writes. It leads a group of processes.
    """
    sys.stdout.flush()
    sys.stderr.flush()
    child = os.fork()
    if child:
        # In both, for either may be first.
        _lead(child)
        return child
    status = 70
    try:
        _lead(0)
        settle()
        sys.stdin, sys.stdout, sys.stderr = (open(number, mode, encoding="utf8") for number, mode in ((0, "r"), (1, "w"), (2, "w")))  # noqa: SIM115
        sys.argv = ["according", *words]
        main()
        status = 0
    except SystemExit as ended:
        status = ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    except BaseException:  # noqa: BLE001 (whatever it is, it is what is looked for)
        traceback.print_exc()
    finally:
        for stream in (sys.stdout, sys.stderr):
            try:
                stream.flush()
            except (OSError, ValueError):
                status = status or 1
        os._exit(status)


def point(number: int, path: str | os.PathLike[str], how: int) -> None:
    """Let a descriptor be a file."""
    opened = os.open(path, how)
    os.dup2(opened, number)
    os.close(opened)


def _lead(child: int) -> None:
    with suppress(OSError):
        os.setpgid(child, 0)
