from __future__ import annotations

import os
import socket
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from according.errors import InputError
from according.intake.files import find_sources, hold_once, load
from according.intake.source import Source


def test_a_folder_gives_its_texts_sorted(tmp_path: Path) -> None:
    for name in ("b.txt", "a.md", "sub/c.markdown", "sub/D.TXT", "x.png", ".hidden.txt", ".git/d.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("text")
    found = [os.path.relpath(source.path, tmp_path) for source in find_sources([str(tmp_path)])]
    assert found == ["a.md", "b.txt", "sub/D.TXT", "sub/c.markdown"]


def test_files_and_standard_input_are_taken_as_given(tmp_path: Path) -> None:
    assert list(find_sources(["z.pdf", "-", "a"])) == [Source("z.pdf"), Source("-"), Source("a")]


def test_a_folder_without_texts_is_refused(tmp_path: Path) -> None:
    (source,) = find_sources([str(tmp_path)])
    assert source.refused is not None
    assert source.refused.startswith("no texts in this folder")


@pytest.mark.parametrize(("name", "what"), [("none.txt", "no such file"), ("bad\0name", "cannot be read"), ("x" * 5000, "cannot be read")])
def test_what_cannot_be_opened_is_refused(tmp_path: Path, name: str, what: str) -> None:
    with pytest.raises(InputError, match=what):
        load(Source(str(tmp_path / name)))


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b" \n")
    with pytest.raises(InputError, match="empty: no text in it; give a report with text"):
        load(Source(str(tmp_path / "empty.txt")))


def test_a_closed_folder_inside_a_folder_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "one.txt").write_text("x", "utf8")
    scan = os.scandir

    def closed(path: str) -> Any:
        if path.endswith("a"):
            raise PermissionError(13, "Permission denied", path)
        return scan(path)

    monkeypatch.setattr(os, "scandir", closed)
    found = list(find_sources([str(tmp_path)]))
    assert found == [
        Source(str(tmp_path / "b" / "one.txt")),
        Source(str(tmp_path / "a"), "not allowed to read it; check its permissions"),
    ]
    assert list(find_sources([str(tmp_path / "a")])) == [Source(str(tmp_path / "a"), "not allowed to read it; check its permissions")]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_what_can_be_had_only_once_is_held(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    writer = Thread(target=(tmp_path / "pipe").write_bytes, args=(b"A text.",))
    writer.start()
    held = hold_once(Source(str(tmp_path / "pipe")))
    writer.join()
    assert hold_once(held) == held
    assert [load(held)[1].text for _ in range(2)] == ["A text."] * 2
    (tmp_path / "a.txt").write_text("A text.", "utf8")
    assert hold_once(Source(str(tmp_path / "a.txt"))) == Source(str(tmp_path / "a.txt"))


@pytest.mark.skipif(not hasattr(os, "mkfifo") or not Path("/dev/zero").exists(), reason="no named pipes and devices here")
def test_of_a_folder_only_files_are_read(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "a.txt").write_text("A text.", "utf8")
    os.mkfifo(tmp_path / "pipe.txt")
    for name, goal in (("zero.txt", "/dev/zero"), ("sub/terminal.txt", "/dev/tty"), ("linked.txt", tmp_path / "pipe.txt")):
        (tmp_path / name).symlink_to(goal)
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(os.path.relpath(tmp_path / "socket.txt"))
        assert list(find_sources([str(tmp_path)])) == [Source(str(tmp_path / "sub" / "a.txt"))]


@pytest.mark.skipif(not Path("/dev/null").exists(), reason="needs a device")
def test_a_device_without_a_text_says_so() -> None:
    held = hold_once(Source("/dev/null"))
    assert held.refused == "empty: no text in it; give a report with text"
    assert hold_once(held) == held
