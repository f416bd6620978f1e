"""A notice to a command: its words as they are, without a shell, the notice as JSON on standard input, within a time limit."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Mapping
from typing import Any

from according.errors import SendError
from according.exports.objects.readings import dump_line

# In seconds. What goes on for longer is ended, with all that it started.
PROGRAM_LONGEST = 30.0
SAID_LONGEST = 200


def run_program(channel: Mapping[str, Any], record: Mapping[str, Any]) -> None:
    """Run a command with a notice."""
    words = [str(word) for word in channel["argv"]]
    try:
        # A group of its own, so that it can be ended with what it started.
        program = subprocess.Popen(
            words, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True
        )  # fmt: skip
    except (OSError, ValueError) as error:
        raise SendError(f"command {words[0]}: cannot be run ({getattr(error, 'strerror', None) or error})") from None
    with program:
        try:
            _, said = program.communicate((dump_line(dict(record)) + "\n").encode("utf8", "backslashreplace"), channel_limit(channel))
        except subprocess.TimeoutExpired:
            _end(program)
            raise SendError(f"command {words[0]}: not done within {channel_limit(channel):g} s, and ended") from None
    if program.returncode:
        told = " ".join(said.decode("utf8", "replace").split())[:SAID_LONGEST]
        raise SendError(f"command {words[0]}: exit status {program.returncode}{f' ({told})' if told else ''}")


def channel_limit(channel: Mapping[str, Any]) -> float:
    """Return for how many seconds a channel's command may run."""
    return float(channel.get("seconds", PROGRAM_LONGEST))


def _end(program: subprocess.Popen[bytes]) -> None:
    if os.name == "posix":
        os.killpg(program.pid, signal.SIGKILL)
    program.kill()
