"""An archive is cut into the same pieces everywhere, and nothing of it is lost or doubled between two pieces."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pyarrow.parquet as parquet
import pytest
from archived import make_lines, make_parquet, make_texts, text_of
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from according.bulk.shards import FILES_MOST, Shard, cut_inputs, is_stored
from according.commands import cli
from according.errors import InputError
from according.intake.facts import NO_FACTS, Facts
from according.intake.source import Source
from according.intake.tables.json_rows import read_json


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


@settings(max_examples=50)
@given(st.lists(st.text(st.characters(codec="utf-8"), max_size=40), min_size=1, max_size=60), st.integers(10, 400), st.booleans())
def test_pieces_of_lines_are_the_whole_file(tmp_path_factory: pytest.TempPathFactory, texts: list[str], size: int, closed: bool) -> None:
    path = tmp_path_factory.mktemp("lines") / "a.jsonl"
    written = "\n".join(json.dumps({"text": text}, ensure_ascii=False) for text in texts) + ("\n" if closed else "")
    path.write_text(written, "utf-8")
    data, rows = path.read_bytes(), []
    shards = cut(path, size=size)
    if len(shards) > 1:
        assert b"".join(data[shard.first : shard.last] for shard in shards) == data
        for shard in shards:
            rows += read_json(Source(str(path), data=data[shard.first : shard.last], behind=shard.behind))
        # The same rows with the same numbers as of the file as a whole.
        assert rows == list(read_json(Source(str(path))))


ROWS = [{"text": text_of(number)} for number in range(20)]


@pytest.mark.parametrize(
    "written",
    [json.dumps(ROWS).encode(), json.dumps({"data": ROWS}, indent=1).encode(), "\n".join(map(json.dumps, ROWS)).encode("utf-16")],
    ids=["array", "document", "utf-16"],
)
def test_what_has_no_record_a_line_is_not_cut(tmp_path: Path, written: bytes) -> None:
    (tmp_path / "a.jsonl").write_bytes(written)
    assert [shard.cut for shard in cut(tmp_path / "a.jsonl")] == ["whole"]


def test_row_groups_are_all_there_once(tmp_path: Path) -> None:
    path = make_parquet(tmp_path / "a.parquet", range(23))
    shards = cut(path)
    held = parquet.read_metadata(path)
    assert len(shards) > 1
    assert [group for shard in shards for group in range(shard.first, shard.last)] == list(range(held.num_row_groups))
    before = [sum(held.row_group(at).num_rows for at in range(shard.first)) for shard in shards]
    assert [shard.behind for shard in shards] == before


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
    shard = Shard(("a", "b\0c"), ("1", "2"), 3, "lines", 4, 5, 6)
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
