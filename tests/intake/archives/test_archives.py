"""Zip, tar and packed files: their members, what is passed over, what is damaged, and what only looks harmless."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import random
import stat
import tarfile
import time
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from typer.testing import CliRunner

from according.commands import cli
from according.intake.archives.allowance import clean_name
from according.intake.source import Source
from according.intake.unpacking import unpack
from according.intake.wishes import NO_WISHES

TEXTS = {f"reports/{number}.txt": f"In Velmar {number} people were killed, police said.\n" * 40 for number in range(12, 18)}
Members = Mapping[str, str | bytes]


def zipped(members: Members, packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", packing) as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return out.getvalue()


def streamed_zip(members: Members) -> bytes:
    """A zip as a program writes it that cannot go back: sizes stand behind each member."""

    class Forward(io.BytesIO):
        def seekable(self) -> bool:
            return False

        def seek(self, *args: int) -> int:
            raise io.UnsupportedOperation

        def tell(self) -> int:
            raise io.UnsupportedOperation

    out = Forward()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return out.getvalue()


def tarred(members: Members, mode: str = "w", *more: tarfile.TarInfo) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode) as archive:  # type: ignore[call-overload]
        for name, text in members.items():
            data = text.encode() if isinstance(text, str) else text
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
        for info in more:
            archive.addfile(info)
    return out.getvalue()


def expand(data: bytes, name: str) -> list[Source]:
    return list(unpack([Source(name, data=data)], NO_WISHES))


def read(sources: list[Source]) -> dict[str, str]:
    return {source.path: source.data.decode() for source in sources if source.refused is None and source.data is not None}


def whole(archive: str) -> dict[str, str]:
    return {f"{archive}/{name}": text for name, text in TEXTS.items()}


def why(source: Source) -> str:
    assert source.refused is not None
    return source.refused


FORMS: list[tuple[str, Callable[[Members], bytes]]] = [
    ("a.zip", zipped), ("b.zip", lambda members: zipped(members, zipfile.ZIP_STORED)), ("c.zip", lambda m: zipped(m, zipfile.ZIP_BZIP2)),
    ("d.zip", lambda members: zipped(members, zipfile.ZIP_LZMA)), ("e.zip", streamed_zip), ("a.tar", tarred),
    ("a.tar.gz", lambda members: tarred(members, "w:gz")), ("a.tgz", lambda members: tarred(members, "w:gz")),
    ("a.tar.bz2", lambda members: tarred(members, "w:bz2")), ("a.tar.xz", lambda members: tarred(members, "w:xz")),
    ("no suffix", zipped), ("no suffix", lambda members: tarred(members, "w:gz")),
]  # fmt: skip


@pytest.mark.parametrize(("name", "write"), FORMS)
def test_each_member_with_a_known_suffix_is_an_input(name: str, write: Callable[[Members], bytes]) -> None:
    others = {"reports/.hidden.txt": "x", "__MACOSX/reports/12.txt": "x", "photo.jpeg": b"\xff\xd8\xff", "notes": "x"}
    sources = expand(write({**others, **TEXTS}), name)
    assert read(sources) == whole(name)
    assert len(sources) == len(TEXTS)


def test_a_table_in_an_archive_is_read_by_its_rows() -> None:
    sources = expand(zipped({"news.csv": "title,body\na,Two died.\nb,Three died.\n"}), "a.zip")
    assert read(sources) == {"a.zip/news.csv/2": "Two died.", "a.zip/news.csv/3": "Three died."}


@pytest.mark.parametrize(("suffix", "pack"), [("gz", gzip.compress), ("bz2", bz2.compress), ("xz", lzma.compress)])
def test_a_packed_file_is_that_file(suffix: str, pack: Callable[[bytes], bytes]) -> None:
    assert read(expand(pack(b"Two died.\n"), f"x/report.txt.{suffix}")) == {f"x/report.txt.{suffix}/report.txt": "Two died.\n"}
    assert read(expand(pack(b"body\nTwo died.\n"), f"a.csv.{suffix}")) == {f"a.csv.{suffix}/a.csv/2": "Two died."}
    # Two streams behind each other are one file.
    assert read(expand(pack(b"Two ") + pack(b"died."), f"a.txt.{suffix}")) == {f"a.txt.{suffix}/a.txt": "Two died."}


# -- what is passed over -------------------------------------------------------------------------------------------


def special(name: str, kind: bytes) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, "/etc/passwd"
    return info


def test_links_and_devices_are_told() -> None:
    kinds = [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.BLKTYPE, tarfile.FIFOTYPE]
    data = tarred({"a.txt": "Two died."}, "w", *(special(f"{number}.txt", kind) for number, kind in enumerate(kinds)))
    first, *others = expand(data, "a.tar")
    assert first.data == b"Two died."
    assert [source.path for source in others] == [f"a.tar/{number}.txt" for number in range(5)]
    assert all("passed over" in why(source) for source in others)

    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        info = zipfile.ZipInfo("link.txt")
        info.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(info, "/etc/passwd")
    (link,) = expand(out.getvalue(), "a.zip")
    assert "a link to another file" in why(link)


def test_an_encrypted_member_is_told_and_the_others_are_read() -> None:
    data = bytearray(zipped({"a.txt": "Two died.", "b.txt": "Three died."}, zipfile.ZIP_STORED))
    # The flag stands in the member's own head and in the list.
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    first, second = expand(bytes(data), "a.zip")
    assert (why(first).partition(":")[0], second.data) == ("encrypted", b"Three died.")


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("../../etc/passwd.txt", "etc/passwd.txt"), ("/etc/a.txt", "etc/a.txt"), ("C:\\Users\\a.txt", "Users/a.txt"),
        ("a/./b//c.txt", "a/b/c.txt"),
        ("..", "member 3"), ("", "member 3"), ("a\x1b[31m\n.txt", "a\ufffd[31m\ufffd.txt"), ("a\u202etxt.exe", "a\ufffdtxt.exe"),
        ("Vélmar/отчёт.txt", "Vélmar/отчёт.txt"),
    ],
)  # fmt: skip
def test_names_lead_nowhere(name: str, clean: str) -> None:
    assert clean_name(name, 3) == clean


def test_nothing_is_written_to_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inner = tmp_path / "inner"
    inner.mkdir()
    monkeypatch.chdir(inner)
    for name, write in (("a.zip", zipped), ("a.tar", tarred)):
        sources = expand(write({"../evil.txt": "Two died.", str(tmp_path / "abs.txt"): "x"}), name)
        assert (sources[0].path, len(sources)) == (f"{name}/evil.txt", 2)
    assert [path.name for path in tmp_path.rglob("*")] == ["inner"]


# -- what is cut or damaged ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("write", [zipped, streamed_zip, lambda members: zipped(members, zipfile.ZIP_STORED)])
def test_a_cut_zip_keeps_what_came_before(write: Callable[[Members], bytes]) -> None:
    data = write(TEXTS)
    starts = [data.index(name.encode()) - 30 for name in TEXTS]
    # Inside a member, at a member's beginning, and inside the list at the end.
    for at, kept in ((starts[3] + 60, 3), (starts[4], 4), (len(data) - 30, 6)):
        *members, last = expand(data[:at], "a.zip")
        assert read(members) == dict(list(whole("a.zip").items())[:kept])
        assert (last.path, why(last).startswith("damaged or cut at byte")) == ("a.zip", True)
        assert f"the {kept} before that" in why(last)


# bzip2 gives nothing before 900,000 bytes are there.
@pytest.mark.parametrize(("mode", "size"), [("w", 2_000), ("w:gz", 20_000), ("w:bz2", 200_000), ("w:xz", 20_000)])
def test_a_cut_tar_keeps_what_came_before(mode: str, size: int) -> None:
    noise = random.Random(11)
    members = {f"{number}.txt": noise.randbytes(size).hex() for number in range(6)}
    data = tarred(members, mode)
    for at in (len(data) // 2, len(data) - len(data) // 5):
        *before, last = expand(data[:at], "a.tar")
        assert 1 <= len(before) < 6
        assert read(before) == {f"a.tar/{name}": text for name, text in list(members.items())[: len(before)]}
        assert (last.path, "damaged or cut" in why(last), f"the {len(before)} members before" in why(last)) == ("a.tar", True, True)


def test_a_tar_that_ends_between_two_members_was_cut() -> None:
    """The library takes it for a whole one."""
    data = tarred(TEXTS)
    each = 512 + -(-len(TEXTS["reports/12.txt"]) // 512) * 512
    *before, last = expand(data[: 2 * each], "a.tar")
    assert len(before) == 2
    assert why(last) == f"damaged or cut at byte {2 * each:,} of what comes out of it; the 2 members before were looked at"
    # One whose next head is overwritten ends as silently there.
    *before, last = expand(data[: 2 * each] + b"\x01" * 512 + data[2 * each + 512 :], "a.tar")
    assert (len(before), "damaged or cut at byte" in why(last)) == (2, True)


def test_a_damaged_member_does_not_lose_the_others() -> None:
    data = bytearray(zipped(TEXTS))
    second = data.index(b"reports/13.txt")
    data[second + 20 : second + 40] = bytes(20)
    sources = expand(bytes(data), "a.zip")
    assert [source.path for source in sources if source.refused] == ["a.zip/reports/13.txt"]
    assert f"damaged at byte {second - 30:,}" in why(sources[1])
    assert len(read(sources)) == 5


@pytest.mark.parametrize("pack", [gzip.compress, lzma.compress])
def test_of_a_cut_packed_file_whole_lines_are_read(pack: Callable[[bytes], bytes]) -> None:
    noise = random.Random(11)
    rows = b"".join(b"%s,Two died.\n" % noise.randbytes(20).hex().encode() for _ in range(4_000))
    *before, last = expand(pack(b"title,body\n" + rows)[:50_000], "a.csv.gz")
    assert {source.data for source in before} == {b"Two died."}
    assert ("damaged or cut behind byte" in why(last), "program failed" in why(last)) == (True, False)


def test_damage_anywhere_is_a_clear_refusal() -> None:
    noise = random.Random(5)
    for name, write in FORMS:
        data = write(TEXTS)
        for _ in range(40):
            broken = bytearray(data)
            for _ in range(noise.choice((1, 4, 60))):
                broken[noise.randrange(len(broken))] = noise.randrange(256)
            for source in expand(bytes(broken[: noise.choice((len(broken), noise.randrange(len(broken)))) or 1]), name):
                assert "program failed" not in (source.refused or ""), (name, source.refused)


# -- bombs and nests -----------------------------------------------------------------------------------------------


def bombs() -> list[tuple[str, bytes]]:
    zeros = bytes(65 << 20)
    layers = zipped({"a.txt": zeros})
    crowd = zipped({f"{number}.zip": layers for number in range(40)})
    return [
        ("a.zip", layers), ("a.txt.gz", gzip.compress(zeros, 1)), ("a.txt.bz2", bz2.compress(zeros, 1)),
        ("a.tar.xz", lzma.compress(tarred({"a.txt": zeros}), preset=0)), ("crowd.zip", zipped({"crowd.zip": crowd})),
    ]  # fmt: skip


@pytest.mark.heavy
def test_a_bomb_is_a_clear_error() -> None:
    for name, data in bombs():
        begun = time.monotonic()
        sources = expand(data, name)
        assert read(sources) == {}
        assert all("as of a bomb" in why(source) for source in sources), name
        assert time.monotonic() - begun < 20


def test_archives_inside_one_another_share_what_they_may_unpack_to() -> None:
    small = zipped({"a.txt": bytes(9 << 20)})
    sources = expand(zipped({f"{number}.zip": small for number in range(60)}), "a.zip")
    assert sum(len(source.data or b"") for source in sources if source.refused is None) <= 64 << 20
    assert "as of a bomb" in why(sources[-1])


def test_archives_nest_three_deep() -> None:
    data, path = b"Two died.", "a.txt"
    for depth in range(4):
        data = zipped({path: data}) if depth % 2 else tarred({path: data}, "w:gz")
        path = "b.zip" if depth % 2 else "b.tar.gz"
        (source,) = expand(data, path)
        if depth < 3:
            assert (source.data, source.path.count("/")) == (b"Two died.", depth + 1)
        else:
            assert "inside 3 others" in why(source)


def test_an_archive_without_reports_says_so() -> None:
    for data in (zipped({}), zipped({"a.jpeg": "x"}), tarred({"a/b.png": "x"})):
        (source,) = expand(data, "a.zip")
        assert why(source).startswith("nothing to read in this")


def test_members_do_not_fill_the_memory(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(zipped(TEXTS))
    members = unpack([Source(str(path))], NO_WISHES)
    assert next(members).path == f"{path}/reports/12.txt"


@pytest.mark.model
def test_the_command_reads_archives_end_to_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inner = tarred({"deep/c.txt": "Police said nine people were killed in Velmar."}, "w:gz")
    (tmp_path / "a.zip").write_bytes(zipped({"b.txt": "Police said seven people were killed in Osten.", "b.tar.gz": inner}))
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(cli.app, ["read", "--date", "2024-03-03", "."])
    assert done.exit_code == 0, done.output
    assert ["./a.zip/b.txt |" in done.stdout, "./a.zip/b.tar.gz/deep/c.txt |" in done.stdout] == [True, True]
    assert ("seven" in done.stdout.casefold(), "nine" in done.stdout.casefold()) == (True, True)
