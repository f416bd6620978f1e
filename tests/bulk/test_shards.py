"""An archive is cut into the same pieces everywhere, and nothing of it is lost or doubled between two pieces."""

from __future__ import annotations

import json
import os
import statistics
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from archived import make_lines, make_parquet, make_texts, make_warc, text_of
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from according.bulk.shards import FILES_MOST, Shard, cut_inputs, is_stored
from according.commands import cli
from according.errors import InputError
from according.intake.facts import NO_FACTS, Facts
from according.intake.source import Source
from according.intake.unpacking import unpack
from according.intake.wishes import NO_WISHES


def cut(*inputs: Path | str, size: int = 1_000) -> list[Shard]:
    return list(cut_inputs(map(str, inputs), lambda address: [], size))


def test_files_of_a_folder_are_a_shard_until_they_are_enough(tmp_path: Path) -> None:
    folder = make_texts(tmp_path / "texts", range(20))
    shards = cut(folder)
    assert [path for shard in shards for path in shard.paths] == sorted(str(path) for path in folder.iterdir())
    assert all(shard.size >= 1_000 for shard in shards[:-1])
    assert max(shard.size for shard in shards) < 1_000 + len(text_of(0))


def test_many_empty_files_are_several_shards(tmp_path: Path) -> None:
    for number in range(FILES_MOST + 1):
        (tmp_path / f"{number:04}.txt").touch()
    assert [len(shard.paths) for shard in cut(tmp_path)] == [FILES_MOST, 1]


def read(path: Path, shards: Sequence[Shard]) -> list[Source]:
    """The reports of a file's shards, one behind the other."""
    found = (report for shard in shards for report in unpack([Source(str(path), part=shard.part)], NO_WISHES))
    return [replace(report, part=None) for report in found]


# Lines of a table as people write them and spoil them: cells over several lines, marks that are not closed, other line ends, blank lines.
CELLS = st.text(st.sampled_from('ab"",;\n\r é"\x00'), max_size=12)
CSV_LINES = st.one_of(
    st.builds(lambda title, text: f'"{title}","{text}",2025-01-27\r\n', *[CELLS.map(lambda cell: cell.replace('"', '""'))] * 2),
    st.builds(lambda text: f"{text},x,2025-01-27\n", CELLS), st.sampled_from(["\n", ",,\n", '"open\n', 'a"b,c,d\r', "1,2,3,4\n"]),
)  # fmt: skip
JSON_LINES = st.one_of(
    st.text(st.characters(codec="utf-8"), max_size=40).map(lambda text: json.dumps({"text": text}, ensure_ascii=False) + "\n"),
    st.sampled_from(["\n", "[1]\n", '{"text": \r\n', "1\r2\r\n", '[{"text": "a"}]\n']),
)  # fmt: skip


@settings(max_examples=120)
@given(
    st.one_of(
        st.tuples(st.just(".csv"), st.just("title,text,date\n1,some words,2025-01-27\n"), st.lists(CSV_LINES, min_size=1, max_size=40)),
        st.tuples(st.just(".jsonl"), st.just('{"text": "some words"}\n'), st.lists(JSON_LINES, min_size=1, max_size=40)),
    ),
    st.integers(10, 400), st.sampled_from(["utf-8", "utf-8-sig", "cp1252"]),
)  # fmt: skip
def test_pieces_of_a_table_are_the_whole(
    tmp_path_factory: pytest.TempPathFactory, table: tuple[str, str, list[str]], size: int, encoding: str
) -> None:
    suffix, head, lines = table
    path = tmp_path_factory.mktemp("table") / f"a{suffix}"
    path.write_bytes("".join([head, *lines]).encode(encoding, "replace"))
    shards = cut(path, size=size)
    assert [shard.first for shard in shards[1:]] == [shard.last for shard in shards[:-1]]
    # The same reports with the same names and problems as of the file as a whole.
    assert read(path, shards) == list(unpack([Source(str(path))], NO_WISHES))


# The library of web archives leaves its scratch files open.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize(
    "name", ["rows.csv", "lines.jsonl", "groups.parquet", "one-group.parquet", "plain.warc", "packed.warc.gz", "cut.warc.gz", "cut.warc"]
)
def test_a_large_file_is_several_shards_with_the_reports_of_one(tmp_path: Path, name: str) -> None:
    path, numbers = tmp_path / name, range(23)
    if name.endswith(".csv"):
        path.write_text("".join(["text,day\n", *(f'"{text_of(at)}",2025-01-{at + 1:02}\n' for at in numbers)]), "utf-8")
    elif name.endswith(".jsonl"):
        make_lines(path, numbers)
    elif name.endswith(".parquet"):
        make_parquet(path, numbers, group=5 if name.startswith("groups") else 100)
    else:
        make_warc(path, numbers, short=60 if name.startswith("cut") else 0)
    shards = cut(path)
    assert len(shards) > 3
    found = read(path, shards)
    assert found == list(unpack([Source(str(path))], NO_WISHES))
    assert len(found) == 23
    # Where a web archive breaks off, and behind how many records, the last piece says as the whole does.
    assert [bool(one.refused) for one in found] == [False] * 22 + [name.startswith("cut")]


ROWS = [{"text": text_of(number)} for number in range(20)]


TABLE = "day,killed,country\n{}"


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("a.jsonl", json.dumps(ROWS).encode()), ("a.jsonl", json.dumps({"data": ROWS}, indent=1).encode()),
        ("a.jsonl", "\n".join(map(json.dumps, ROWS)).encode("utf-16")),
        ("a.csv", TABLE.format("2025-01-27,3,Mali\n" * 90).encode("utf-16")),
        # Which of the two is the day, only a row further down may tell; a mark that is not closed takes in all behind it.
        ("a.csv", TABLE.format("3/4/2025,3,Mali\n" * 90).encode()), ("a.csv", b"<!DOCTYPE html>" + b"a,b\n" * 900),
        ("a.csv", TABLE.format('2025-01-27,3,"Mali\n' + "2025-01-27,3,Mali\n" * 90).encode()),
    ],
    ids=["array", "document", "utf-16", "utf-16 table", "open days", "page", "open mark"],
)  # fmt: skip
def test_what_means_nothing_in_parts_is_not_cut(tmp_path: Path, name: str, written: bytes) -> None:
    (tmp_path / name).write_bytes(written)
    assert [shard.cut for shard in cut(tmp_path / name)] == ["whole"]


def test_a_lot_is_the_same_whenever_the_inputs_were_written(tmp_path: Path) -> None:
    path = make_lines(tmp_path / "a.jsonl", range(30))
    before = cut(path)
    os.utime(path, (0, 0))
    after = cut(path)
    assert [shard.lot for shard in after] == [shard.lot for shard in before]
    assert {shard.id for shard in after}.isdisjoint(shard.id for shard in before)
    assert 0.2 < statistics.mean(shard.lot for shard in after) < 0.8


def test_an_id_tells_another_text_of_the_same_file(tmp_path: Path) -> None:
    path = make_lines(tmp_path / "a.jsonl", range(3))
    before = cut(path, size=100_000)
    assert [shard.id for shard in cut(path, size=100_000)] == [shard.id for shard in before]
    make_lines(path, range(4))
    assert cut(path, size=100_000)[0].id != before[0].id


def test_what_cannot_be_had_is_a_shard_that_says_so(tmp_path: Path) -> None:
    (absent,) = cut(tmp_path / "none.txt")
    assert absent.refused == "no such file or folder; check the name"
    (nothing,) = cut("s3://bucket/none/*")
    assert nothing.refused is not None
    (empty,) = cut(tmp_path)
    assert "no texts in this folder" in (empty.refused or "")


@pytest.mark.parametrize("given", ["s3://key:secret@store/x/*.parquet", "s3://key:a/secret@store/x", "az://store/x?sig=secret"])
def test_a_key_in_a_store_s_address_is_refused_and_not_told(given: str) -> None:
    with pytest.raises(InputError, match="a key stands in the address") as told:
        cut(given)
    assert "secret" not in str(told.value)


@pytest.mark.parametrize("given", ["-", "https://news.example/a"])
def test_what_is_no_archive_is_refused(given: str) -> None:
    with pytest.raises(InputError, match="an archive is of files"):
        cut(given)


@pytest.mark.parametrize(("path", "stored"), [("s3://b/a", True), ("file:///a/b", True), ("https://a.example", False), ("a/b.txt", False)])
def test_addresses_in_a_store(path: str, stored: bool) -> None:
    assert is_stored(path) is stored


def test_a_shard_is_written_and_read_back() -> None:
    shard = Shard(("a", "b\0c"), ("1", "2"), 3, "bytes", 4, 5, 6)
    assert Shard.load(shard.dump()) == shard
    said = shard.say({"a": Facts(date(2025, 1, 27), "A title"), "other": Facts(publisher="Example News")})
    assert Shard.load(said.dump()) == said
    assert (said.facts[1], said.stamps[1], said.id == shard.id) == (NO_FACTS, "2", False)
    assert (said.take([1]).paths, said.take([1]).facts, shard.take([1]).facts) == (("b\0c",), (NO_FACTS,), ())


@pytest.mark.parametrize(("option", "value", "why"), [
    ("--date-pattern", "%Y-%m", "'%Y-%m' is no pattern for dates in names (it settles no day)"), ("--date", "soon", "'soon' is not a date"),
    ("--dates", "report-0000.txt", "the first line names no columns"), ("--dates", "none.csv", "none.csv: no such file"),
])  # fmt: skip
def test_what_gives_no_date_is_told_before_anything_is_made(
    option: str, value: str, why: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_texts(tmp_path, range(1))
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(cli.app, ["bulk", "read", "report-0000.txt", "--out", "a", option, value])
    assert (done.exit_code, f"Invalid value for {option}: " in done.stderr, why in done.stderr) == (2, True, True), done.stderr
    assert not (tmp_path / "a").exists()
