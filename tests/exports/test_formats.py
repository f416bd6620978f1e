"""Formats: each is found by its name, and every surface writes by way of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import get_args

import pytest

import according
from according.errors import RequestError
from according.exports.formats import FORMATS, What, find_format, write_as
from according.report import Report
from according.statement import Reading

SOURCE = Path(according.__file__).parent


def test_every_format_is_found_by_its_name() -> None:
    assert [find_format(made.name, made.writes) for made in FORMATS] == list(FORMATS)
    assert {made.writes for made in FORMATS if made.name == "json"} == set(get_args(What))
    assert all(made.suffix.startswith(".") for made in FORMATS)


def test_a_format_that_is_none_names_those_there_are() -> None:
    with pytest.raises(RequestError, match="'xml' is no format of readings; give one of json, html") as caught:
        write_as("xml", "readings", Reading(Report("")))
    assert caught.value.field == "format"
    with pytest.raises(RequestError, match=r"give one of json\Z"):
        find_format("html", "rulings")


def test_a_value_is_written_as_its_format_says() -> None:
    reading = Reading(Report("12 < 13", path="a.txt"))
    assert json.loads(write_as("json", "readings", reading))["report"]["path"] == "a.txt"
    assert "12 &lt; 13" in write_as("html", "readings", reading)
    assert json.loads(write_as("json", "refusals", "a.txt", "empty"))["problems"][0]["what"] == "empty"


@pytest.mark.parametrize("path", sorted((SOURCE / "commands").glob("*.py")), ids=lambda path: path.stem)
def test_commands_write_no_format_of_their_own(path: Path) -> None:
    text = path.read_text("utf8")
    assert [name for name in ("exports.objects", "import json", "dump_line") if name in text] == []
