"""
Every block of code on a page runs in a test, or is the words of a report or of a program.

Which test runs what: blocks of ``console`` are made anew by ``docs/generate.py`` and compared (``test_docs.py``); those of ``python``
run here or elsewhere (``RUN_THERE``). Commands of ``sh`` are not run, for they want a feed, a cluster or a user's own reports:
every one is held against the command line as it is, so that a page names no command, option or value that is not there.
"""

from __future__ import annotations

import configparser
import io
import json
import re
import shlex
import tomllib
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import typer.main
import warm
import yaml

import according
from according.bulk.arrow_tables import TABLES
from according.commands.cli import app

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
BLOCK = re.compile(r"^```(\w*)([^\n]*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
# What may stand beside a language, and the site shows over the block: the file that the page's commands find, or the tool that is called.
TITLE = re.compile(r'|title="[\w.-]+"')
KINDS = {"text", "console", "sh", "cron", "python", "sql", "toml", "csv", "json", "yaml", "markdown", "ini"}
# Pages whose Python, lists and tables run in test_docs.py, and of the forms in tests/commands/test_export.py.
RUN_THERE = {"README.md", "exchange.md", "inputs.md", "sides-and-origins.md", "tutorial.md", "your-words.md"}
RUN_HERE = {"notebook.md", "python.md", "speed.md"}
# Programs of others that pages call beside ours.
OTHERS = set(
    ". .ci/run cat cd chmod curl cut docker echo export git grep head jq lint-imports mkdir mypy pytest ray ruff tail zensical".split()
)
# A sign before a file, with the number of the stream; what parts two programs; or a word, with its quotation marks.
WORD = re.compile(r"""\d?[<>]+&?|[|&;]+|(?:'[^']*'|"[^"]*"|[^\s'"|&;<>])+""")
EXTRAS = set(tomllib.loads((ROOT / "pyproject.toml").read_text("utf8"))["project"]["optional-dependencies"])


def blocks(page: Path) -> list[tuple[str, str, str]]:
    """Return the blocks of a page: language, what stands beside it, text."""
    return BLOCK.findall(page.read_text("utf8"))


def commands(page: Path) -> Iterator[str]:
    """Yield every command line that a page tells people to type, in blocks of any kind."""
    for language, _, text in blocks(page):
        lines = text.splitlines()
        if language == "console":
            lines = [line.removeprefix("$ ") for line in lines if line.startswith("$ ")]
        if language == "cron":
            lines = [line.split(maxsplit=5)[5] for line in lines]
        if language in ("sh", "console", "cron"):
            yield from filter(None, lines)


def programs(line: str) -> Iterator[list[str]]:
    """Yield the programs that a line of a shell calls, each with its arguments; without files that are written or read."""
    words: list[str] = []
    skip = False
    for word in WORD.findall(line.partition(" #")[0]):
        if skip:
            skip = False
        elif re.match(r"\d?[<>]", word):
            skip = True
        elif set(word) <= set("|&;"):
            yield words
            words = []
        elif words or not re.match(r"[A-Z_]+=", word):
            words += shlex.split(word)
    yield words


def refusal(words: list[str]) -> str:
    """Return what the command line says against arguments, empty where it takes them; no command runs."""
    told = io.StringIO()
    with redirect_stderr(told), redirect_stdout(told), pytest.raises(SystemExit) as ended:
        disarmed().main(list(words), prog_name="according")
    return told.getvalue().strip() or "refused" if ended.value.code else ""


@cache
def disarmed() -> Any:
    """Return the command line with commands that do nothing."""
    group = typer.main.get_command(app)
    disarm(group)
    return group


def disarm(command: Any) -> None:
    """Let a command, and those in it, do nothing once their arguments are read."""
    command.callback = lambda **_: None
    for inner in getattr(command, "commands", {}).values():
        disarm(inner)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_block_is_of_a_kind_that_is_run_or_shown(page: Path) -> None:
    text, found = page.read_text("utf8"), blocks(page)
    assert text.count("\n```") == 2 * len(found), "a block without an end, or within another"
    assert re.findall(r"\n\n(?: {4}|\t)\S.*", BLOCK.sub("", text)) == [], "code that is only indented says not what it is"
    assert [(language, beside) for language, beside, _ in found if language not in KINDS or not TITLE.fullmatch(beside.strip())] == []
    if {"python", "toml", "csv"} & {language for language, _, _ in found}:
        assert page.name in RUN_THERE | RUN_HERE, "let a test run it"


def test_every_page_with_sessions_is_made_anew() -> None:
    sessions = {page.name for page in PAGES if any(language == "console" for language, _, _ in blocks(page))}
    assert sessions == set(warm.SESSIONS)


@pytest.mark.parametrize("page", [page for page in PAGES if any(commands(page))], ids=lambda page: page.name)
def test_commands_are_as_the_command_line_has_them(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    wrong = []
    for line in commands(page):
        for program, *arguments in programs(line):
            if Path(program).name == "according":
                wrong += [f"{line}: {told}" for told in [refusal(arguments)] if told]
            elif program in ("python", "python3"):
                script = ROOT / arguments[0]
                # A module of Python's own, and the bench of the developers beside the checkout.
                if not arguments[0].startswith(("-m", "-c", "../shared/")):
                    options = [word for word in arguments if word.startswith("--")]
                    wrong += [f"{line}: {word}" for word in options if f'"{word}"' not in script.read_text("utf8")]
            elif program == "docker" and "run" in arguments:
                image = "desk" if arguments[0] == "compose" else "according"
                wrong += [f"{line}: {told}" for told in [refusal(arguments[arguments.index(image) + 1 :])] if told]
            elif program == "pip":
                wrong += [f"{line}: {extra}" for extra in re.findall(r"\w+(?=[\],])", arguments[-1]) if extra not in EXTRAS]
            elif program not in OTHERS:
                wrong.append(f"{line}: {program}?")
    assert wrong == []


@pytest.mark.parametrize("line", ["according reed report.txt", "according read --jsn report.txt", "according read --jobs many report.txt",
                                  "according judge reject", "according alert add --when 'best changes' --every"])  # fmt: skip
def test_a_command_that_is_none_is_told(line: str) -> None:
    [(_, *arguments)] = programs(line)
    assert refusal(arguments)


def test_settings_are_what_their_language_has() -> None:
    found = [(language, text) for page in PAGES for language, _, text in blocks(page)]
    assert all(isinstance(json.loads(text), dict) for language, text in found if language == "json")
    assert all(isinstance(yaml.safe_load(text), dict) for language, text in found if language == "yaml")


def test_sql_asks_for_columns_that_are_there() -> None:
    [asked] = [text for language, _, text in blocks(ROOT / "docs" / "commands.md") if language == "sql"]
    table = re.findall(r"(\w+)\.parquet", asked)[0]
    named = set(re.findall(r"[a-z]+", re.sub(r"'.*?'", "", asked)))
    assert named
    assert named <= {column.name for column in TABLES[table]}


def test_services_call_commands_that_are_there() -> None:
    for _, _, text in (block for block in blocks(ROOT / "docs" / "intake.md") if block[0] == "ini"):
        unit = configparser.ConfigParser()
        unit.optionxform = str  # type: ignore[assignment, method-assign]
        unit.read_string(text)
        for section in unit.values():
            if "ExecStart" in section:
                program, *arguments = shlex.split(section["ExecStart"])
                assert Path(program).name == "according"
                assert refusal(arguments) == ""


@pytest.mark.model
@pytest.mark.parametrize("name", sorted(RUN_HERE))
def test_python_prints_what_the_page_says(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code = "\n".join(text for language, _, text in blocks(ROOT / "docs" / name) if language == "python")
    monkeypatch.chdir(tmp_path)
    exec(compile(code, name, "exec"), {})
    assert [f"# {line}" for line in capsys.readouterr().out.splitlines()] == re.findall(r"^# .*", code, re.MULTILINE)


@pytest.mark.model
def test_the_table_on_the_page_of_inputs_is_read() -> None:
    [table] = [text for language, _, text in blocks(ROOT / "docs" / "inputs.md") if language == "markdown"]
    read = [(row["place"], row["measure"], row["low"], row["speakers"]) for row in according.read(table).rows()]
    assert {place for place, *_ in read if place} == {"Homs", "Hama"}
    assert sorted(low for _, measure, low, _ in read if measure == "killed") == [262, 391, 653]
    assert {speakers for *_, speakers in read} == {"Ministry of Health"}
