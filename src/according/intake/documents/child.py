"""
Parsing what is foreign in a process of its own, with limits on its memory and its time.

A parser of PDF is C code, and a document may be made to break it: whatever becomes of the process, the run goes on. It is kept for the next
document, and another is started after a failure. It speaks by its standard input and output, and its answers are JSON: nothing that it
says is run here.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import select
import signal
import struct
import subprocess
import sys
import threading
from dataclasses import asdict, dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, BinaryIO

from according.errors import InputError, tell_fault
from according.intake.extracted import Extracted
from according.intake.facts import Facts
from according.statement import Problem

# The longest report that is read (10 million characters) takes half of it; a document that takes longer is broken or made to be.
SECONDS_MOST = 60.0
# In bytes of address space. macOS and Windows do not hold a process to it.
MEMORY_MOST = 2 * 1024**3
# What a C library loses with each document is given back when its process ends.
DOCUMENTS_EACH = 500
# In seconds: the process ends itself so much later where nobody is left to end it.
GRACE = 5.0
# What to do with a document that broke its process.
_ADVICE = "damaged, or made to do so; save its text and give that"
# Between two messages the length of the next stands in so many bytes.
_LENGTH = struct.Struct(">Q")


@dataclass(frozen=True, slots=True)
class Limits:
    """What a document may take: seconds, and bytes of memory."""

    seconds: float = SECONDS_MOST
    memory: int = MEMORY_MOST


NO_MORE = Limits()


class _Ended(Exception):
    """The process ended before it answered; the message says how."""


def run_in_child(extractor: str, data: bytes, limits: Limits = NO_MORE) -> Extracted:
    """
    Return what a function takes out of bytes, in another process.

    ``extractor`` is a module and a function of it from bytes to :class:`~according.intake.extracted.Extracted`, as "package.module:name":
    only the process imports it. Raises :class:`~according.errors.InputError` where it does,
    and where the process takes too long or too much, or dies: the message says which.
    """
    answer = _child(limits.memory).ask(extractor, data, limits.seconds)
    if "refused" in answer:
        raise InputError(str(answer["refused"]))
    return _from_plain(answer)


class _Child:
    """The process, started when it is first asked; one question at a time."""

    def __init__(self, memory: int) -> None:
        self.memory = memory
        self.lock = threading.Lock()
        self.process: subprocess.Popen[bytes] | None = None
        self.owner = 0
        self.asked = 0
        atexit.register(self.close)

    def ask(self, name: str, data: bytes, seconds: float) -> dict[str, Any]:
        """Return the answer to a question: what was taken out, or why it is refused."""
        with self.lock:
            # A forked process has its parent's pipes: two would talk to one child.
            if self.owner != os.getpid():
                self.process = None
            fresh = self.process is None
            try:
                return self._ask(name, data, seconds)
            except _Ended as error:
                # Perhaps an earlier document broke it: only what breaks a new one is itself at fault.
                if fresh:
                    return {"refused": str(error)}
            try:
                return self._ask(name, data, seconds)
            except _Ended as error:
                return {"refused": str(error)}

    def _ask(self, name: str, data: bytes, seconds: float) -> dict[str, Any]:
        if self.process is None or self.asked >= DOCUMENTS_EACH:
            self._start()
        process = self.process
        assert process is not None
        assert process.stdin is not None
        assert process.stdout is not None
        self.asked += 1
        late = threading.Event()
        watch = threading.Timer(seconds, _end_late, (process, late))
        watch.daemon = True
        watch.start()
        try:
            # A process that died cannot be written to, and what it said last is cut.
            _send(process.stdin, json.dumps({"name": name, "seconds": seconds}).encode(), data)
            answer: dict[str, Any] = json.loads(_receive(process.stdout))
        except (OSError, EOFError, ValueError):
            watch.cancel()
            self.close()
            if late.is_set():
                return {"refused": f"took longer than {seconds:g} seconds and was given up: {_ADVICE}"}
            raise _Ended(f"reading it ended the process ({_how(process.returncode)}): {_ADVICE}") from None
        finally:
            watch.cancel()
        # What was short of memory once is so again.
        if answer.pop("spent", False):
            self.close()
        return answer

    def _start(self) -> None:
        self.close()
        # Not by `multiprocessing`: it would run the user's own script again to find what to call.
        code = f"from according.intake.documents.child import serve; serve({self.memory})"
        self.process = subprocess.Popen(
            [sys.executable, "-P", "-c", code],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
        )  # fmt: skip
        self.owner, self.asked = os.getpid(), 0

    def close(self) -> None:
        """End the process where there is one."""
        process, self.process = self.process, None
        if process is None or self.owner != os.getpid():
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            with contextlib.suppress(OSError):
                if pipe is not None:
                    pipe.close()


@cache
def _child(memory: int) -> _Child:
    return _Child(memory)


def _end_late(process: subprocess.Popen[bytes], late: threading.Event) -> None:
    late.set()
    process.kill()


def _how(code: int | None) -> str:
    """Say how a process ended: by which signal, or with which number."""
    if code is not None and code < 0:
        with contextlib.suppress(ValueError):
            return signal.Signals(-code).name
    return f"exit {code}"


def _send(pipe: BinaryIO | Any, *messages: bytes) -> None:
    for message in messages:
        pipe.write(_LENGTH.pack(len(message)))
        pipe.write(message)
    pipe.flush()


def _receive(pipe: BinaryIO | Any) -> bytes:
    """Return the next message; raises :class:`EOFError` where there is none."""
    head = pipe.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        raise EOFError
    (length,) = _LENGTH.unpack(head)
    message: bytes = pipe.read(length)
    if len(message) < length:
        raise EOFError
    return message


def serve(memory: int) -> None:
    """Answer questions until there are no more: what the process runs."""
    # Ctrl-C reaches every process of the terminal: this one ends when its parent does.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    questions, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    # What a C library prints must not get between the answers.
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    threading.Thread(target=_end_with_parent, args=(questions.fileno(),), daemon=True).start()
    _limit_memory(memory)
    with contextlib.suppress(EOFError, OSError):
        while True:
            question, data = json.loads(_receive(questions)), _receive(questions)
            _send(answers, json.dumps(_answer(question["name"], data, question["seconds"])).encode())


def _end_with_parent(questions: int) -> None:
    """End this process as soon as nobody holds the other end of its questions, whatever document it is at."""
    # Windows waits for no pipe in this way: there a document is finished, or given up after its time.
    with contextlib.suppress(AttributeError, OSError):
        hung_up = select.poll()
        # Of no event but the end, which is always told.
        hung_up.register(questions, 0)
        hung_up.poll()
        os._exit(0)


def _limit_memory(memory: int) -> None:
    # Windows has no such module, and macOS takes no such limit.
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _answer(name: str, data: bytes, seconds: float) -> dict[str, Any]:
    import faulthandler
    from importlib import import_module

    module, _, function = name.partition(":")
    with open(os.devnull, "w") as nowhere:
        # A parent that was stopped ends nobody: then the process does so itself, even inside C code.
        faulthandler.dump_traceback_later(seconds + GRACE, exit=True, file=nowhere)
        try:
            return _to_plain(getattr(import_module(module), function)(data))
        except InputError as error:
            return {"refused": str(error)}
        except RecursionError:
            return {"refused": f"its parts are nested too deep: {_ADVICE}"}
        except MemoryError:
            return {"refused": f"takes more memory than it may: {_ADVICE}", "spent": True}
        except Exception as error:  # noqa: BLE001 - a fault in one document must not lose the others
            return {"refused": tell_fault(error)}
        finally:
            faulthandler.cancel_dump_traceback_later()


def _to_plain(taken: Extracted) -> dict[str, Any]:
    facts = {name: value.isoformat() if isinstance(value, date) else value for name, value in asdict(taken.facts).items()}
    problems = [(problem.start, problem.end, problem.what) for problem in taken.problems]
    return {"text": taken.text, "facts": facts, "extractor": taken.extractor, "problems": problems, "pages": taken.pages}


def _from_plain(answer: dict[str, Any]) -> Extracted:
    """Return the answer as a value; a process that was broken into says no more by it than a text can."""
    facts = dict(answer["facts"])
    for name, kind in (("published", date), ("published_at", datetime), ("retrieved", datetime)):
        facts[name] = kind.fromisoformat(facts[name]) if facts[name] else None
    problems = tuple(Problem(int(start), int(end), str(what)) for start, end, what in answer["problems"])
    return Extracted(str(answer["text"]), Facts(**facts), answer["extractor"], problems, tuple(map(int, answer["pages"])))
