"""Whatever becomes of the process that parses, the run goes on and says what happened."""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
import time
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from according.errors import InputError
from according.intake.documents.child import Limits, run_in_child
from according.intake.extracted import Extracted
from according.intake.extras import need
from according.intake.facts import Facts
from according.statement import Problem

FULL = Extracted(
    "Twelve people were killed.",
    Facts(date(2024, 3, 5), "Harim", "Ministry", "https://example.org", "Jane Doe", datetime(2024, 3, 5, 9, tzinfo=UTC), "JSON-LD", None),
    "test 1", (Problem(0, 6, "odd"),), (0, 10),
)  # fmt: skip


# -- what the process runs ------------------------------------------------------------------------------------------


def give_all(data: bytes) -> Extracted:
    return FULL


def give_number(data: bytes) -> Extracted:
    return Extracted(str(os.getpid()))


def refuse(data: bytes) -> Extracted:
    raise InputError(f"refused: {data.decode()}")


def fail(data: bytes) -> Extracted:
    raise KeyError("no such thing")


def crash(data: bytes) -> Extracted:
    ctypes.string_at(0)
    return FULL


def leave(data: bytes) -> Extracted:
    os._exit(3)


def sleep(data: bytes) -> Extracted:
    time.sleep(60)
    return FULL


def sleep_known(data: bytes) -> Extracted:
    Path(data.decode()).write_text(str(os.getpid()), "ascii")
    return sleep(data)


def eat(data: bytes) -> Extracted:
    return Extracted(str(len(bytearray(2**31))))


def prints(data: bytes) -> Extracted:
    os.write(1, b"a C library's word\n")
    print("and ours")  # noqa: T201 - what a library may do
    return Extracted("heard")


def crash_the_second_time(data: bytes) -> Extracted:
    # What one document leaves behind breaks the next.
    if "SPOILED" in os.environ:
        crash(data)
    os.environ["SPOILED"] = "1"
    return Extracted("read")


def run(function: object, data: bytes = b"x", **limits: float) -> Extracted:
    return run_in_child(f"{__name__}:{function.__name__}", data, Limits(**limits))  # type: ignore[attr-defined, arg-type]


# -- what comes of it -----------------------------------------------------------------------------------------------


def test_all_that_was_taken_out_comes_back() -> None:
    assert run(give_all) == FULL


def test_one_process_reads_many_documents() -> None:
    first, second = run(give_number), run(give_number)
    assert first == second
    assert first.text != str(os.getpid())


def test_a_refusal_is_the_document_s_and_the_process_stays() -> None:
    before = run(give_number)
    with pytest.raises(InputError, match="refused: why"):
        run(refuse, b"why")
    assert run(give_number) == before


def test_a_fault_of_the_program_says_which() -> None:
    with pytest.raises(InputError, match=r"the program failed on it \(KeyError: 'no such thing'\); please report this"):
        run(fail)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signals")
def test_a_crash_is_told_and_the_next_document_is_read() -> None:
    before = run(give_number)
    with pytest.raises(InputError, match=r"reading it ended the process \(SIGSEGV\)"):
        run(crash)
    assert run(give_number) != before


def test_an_end_without_an_answer_is_told() -> None:
    with pytest.raises(InputError, match=r"ended the process \(exit 3\)"):
        run(leave)


@pytest.mark.heavy
def test_what_takes_too_long_is_given_up() -> None:
    began = time.monotonic()
    with pytest.raises(InputError, match="took longer than 1 seconds"):
        run(sleep, seconds=1.0)
    assert time.monotonic() - began < 10
    assert run(give_all) == FULL


@pytest.mark.heavy
@pytest.mark.skipif(sys.platform == "win32", reason="Windows waits for no pipe in this way")
def test_a_process_ends_with_its_parent_whatever_it_is_at(tmp_path: Path) -> None:
    known = tmp_path / "known"
    code = f"import sys; sys.path[:0] = {sys.path!r}; from {__name__} import run, sleep_known; run(sleep_known, {os.fsencode(known)!r})"
    with subprocess.Popen([sys.executable, "-c", code]) as parent:
        until = time.monotonic() + 30
        while not (known.exists() and known.read_text("ascii")):
            assert time.monotonic() < until
            time.sleep(0.02)
        parent.kill()
    pid, until = int(known.read_text("ascii")), time.monotonic() + 20
    while is_running(pid):
        assert time.monotonic() < until
        time.sleep(0.02)


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    # What nobody has waited for is still known by its number.
    state = Path(f"/proc/{pid}/stat")
    return not (state.exists() and state.read_text("utf8").rpartition(")")[2].split()[0] == "Z")


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux holds a process to its memory")
def test_what_takes_too_much_memory_is_given_up() -> None:
    with pytest.raises(InputError, match="takes more memory than it may"):
        run(eat)
    assert run(give_all) == FULL


def test_what_a_library_prints_is_no_answer() -> None:
    assert run(prints).text == "heard"


@pytest.mark.skipif(sys.platform == "win32", reason="reads a null pointer")
def test_a_document_is_not_refused_for_what_an_earlier_one_did() -> None:
    run(refuse_nothing := crash_the_second_time)
    assert run(refuse_nothing).text == "read"


def test_much_data_goes_there_and_back() -> None:
    assert run(echo, b"a" * 20_000_000).text == "a" * 20_000_000


def echo(data: bytes) -> Extracted:
    return Extracted(data.decode())


def test_the_process_loads_no_language_model_and_starts_soon() -> None:
    code = (
        "import sys, according.intake.documents.child, according.intake.documents.docx, according.intake.documents.mail;"
        "print([name for name in ('spacy', 'numpy', 'sqlalchemy', 'typer') if name in sys.modules])"
    )
    assert in_python(code).stdout.strip() == "[]"


def in_python(code: str) -> subprocess.CompletedProcess[str]:
    path = os.pathsep.join([os.path.dirname(__file__), *sys.path])
    command = [sys.executable, "-W", "error", "-c", code]
    return subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, "PYTHONPATH": path})


def test_nothing_is_left_when_the_parent_ends() -> None:
    done = in_python("from according.intake.documents.child import run_in_child; print(run_in_child('test_child:give_number', b'x').text)")
    assert (done.returncode, done.stderr) == (0, "")
    with pytest.raises(OSError, match=r".*"):
        os.kill(int(done.stdout), 0)


def test_a_missing_library_is_asked_for_by_its_extra() -> None:
    with pytest.raises(InputError, match=r'a PDF needs the extra "pdf": pip install "according\[pdf\]"'):
        need("no_such_library", "pdf", "a PDF")
