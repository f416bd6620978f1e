"""Formats: each is found by its name, and every command writes by way of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import get_args

import pytest

import according
from according.errors import RequestError
from according.exports.formats import FORMATS, What, write_line
from according.report import Report
from according.statement import Reading

SOURCE = Path(according.__file__).parent


def test_every_value_is_written_as_json_and_each_format_once() -> None:
    assert {form.what for form in FORMATS if form.name == "json"} == set(get_args(What))
    assert len({(form.name, form.what) for form in FORMATS}) == len(FORMATS)
    assert all(form.suffix.startswith(".") for form in FORMATS)


def test_a_format_that_is_none_names_those_there_are() -> None:
    with pytest.raises(RequestError, match=r"no reading is written as 'xml'; there is json\Z") as caught:
        write_line("xml", "reading", Reading(Report("")))
    assert caught.value.field == "format"


def test_a_value_is_written_as_its_format_says() -> None:
    assert json.loads(write_line("json", "reading", Reading(Report("a", path="a.txt"))))["report"]["path"] == "a.txt"
    assert json.loads(write_line("json", "refusal", "a.txt", "empty"))["problems"][0]["what"] == "empty"
    assert json.loads(write_line("json", "row", {"value": "KP"})) == {"value": "KP"}


@pytest.mark.parametrize("path", sorted((SOURCE / "commands").glob("*.py")), ids=lambda path: path.stem)
def test_commands_write_no_format_of_their_own(path: Path) -> None:
    text = path.read_text("utf8")
    assert [name for name in ("exports.objects", "import json", "dump_line") if name in text] == []
