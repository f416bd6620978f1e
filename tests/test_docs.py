"""Documentation that fails the build when it is out of date."""
from __future__ import annotations

import doctest
import importlib
import importlib.util
import json
import re
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Callable
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import formats
import pytest
import reference
import warm
from typer.testing import CliRunner

import according
from according.agents.toolbox import TOOLS
from according.commands import cli
from according.exports.exchange.forms import FORMS
from according.exports.exchange.own_columns import TABLE_COLUMNS
from according.exports.words.traces import rule_sentence
from according.intake.kinds import INPUT_SUFFIXES
from according.intake.text import receive
from according.statement import MEASURES

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]
README = (ROOT / "README.md").read_text("utf8")
CHECKS = (ROOT / ".ci" / "run").read_text("utf8")
SOURCE = Path(according.__file__).parent
FILES = [path.as_posix() for part in ("src", "bench", "docs", "tests", "training") for path in (ROOT / part).rglob("*.*")]
BLOCKS = re.compile(r"^```.*?^```$", re.DOTALL | re.MULTILINE)
WITH_EXAMPLES = [
    ".".join(("according", *path.relative_to(SOURCE).with_suffix("").parts)).removesuffix(".__init__")
    for path in sorted(SOURCE.rglob("*.py"))
    if ">>>" in path.read_text("utf8")
]


@pytest.fixture(scope="module")
def generate() -> ModuleType:
    spec = importlib.util.spec_from_file_location("generate", ROOT / "docs" / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_command_reference_is_the_command_s(generate: ModuleType) -> None:
    assert (ROOT / "docs" / "commands.md").read_text("utf8") == generate.commands(), "run: python docs/generate.py"


@pytest.mark.parametrize(("name", "make"), [("python.md", reference.python_page), ("api.md", reference.api_page)])
def test_the_pages_of_python_and_of_the_api_are_the_code_s(name: str, make: Callable[[], str]) -> None:
    page = (ROOT / "docs" / name).read_text("utf8")
    assert make() == page, "run: python docs/generate.py"
    assert re.findall(r":\w+:`.*|``.*", BLOCKS.sub("", page)) == [], "signs of a docstring's own"
    assert re.findall(r".*\| *\|$|.*`: *$", page, re.MULTILINE) == [], "nothing is said of it"


def test_all_that_is_exported_is_on_the_page_of_python() -> None:
    page = (ROOT / "docs" / "python.md").read_text("utf8")
    assert [name for name in according.__all__ if not re.search(rf"`(?:according\.)?{name}`", page)] == []
    fields = re.findall(r"^    \w+: (.*?)(?: = .*)?,?$", page, re.MULTILINE)
    named = {name for field in fields for name in re.findall(r"\b[A-Z]\w+", field)} - {"Iterable", "Literal", "None", "Path"}
    assert {name for name in named if f"`{name}`" not in page} == set(), "say what is in a field"


def test_the_page_of_columns_is_the_forms() -> None:
    page = (ROOT / "docs" / "columns.md").read_text("utf8")
    assert page == formats.columns_page(), "run: python docs/generate.py"
    others = [form.name for form in FORMS if form.columns and form.columns != TABLE_COLUMNS]
    assert others == re.findall(r", as `(\w+)`$", page, re.MULTILINE)


def test_the_pages_of_forms_say_what_each_cannot_hold() -> None:
    pages = {name: (ROOT / "docs" / name).read_text("utf8") for name in ("exchange.md", "exchange-graphs.md")}
    assert pages == {name: formats.exchange_page(name) for name in pages}, "run: python docs/generate.py"
    sections = {name: re.findall(r"^## `?(\w+)`?(?:$|:)", page, re.MULTILINE) for name, page in pages.items()}
    assert sections == {name: re.findall(r"<!-- lacks: (\S+) -->", page) for name, page in pages.items()}
    assert [name for found in sections.values() for name in found] == [form.name for form in FORMS]
    assert re.findall(r"^\| \[`(\w+)`\]", pages["exchange.md"], re.MULTILINE) == [form.name for form in FORMS]


def test_the_pages_of_rules_and_words_are_the_program_s(generate: ModuleType) -> None:
    for name, page in (("rules.md", generate.rules_page()), ("words.md", generate.words_page())):
        assert (ROOT / "docs" / name).read_text("utf8") == page, "run: python docs/generate.py"


def test_the_package_has_the_sentence_of_every_rule(generate: ModuleType) -> None:
    assert (SOURCE / "data" / "rules.tsv").read_text("utf8") == generate.rules_file(), "run: python docs/generate.py"
    assert [rule for rule in generate.rules() if rule_sentence(rule.replace("*", "object")) is None] == []


def test_every_rule_has_a_sentence_and_no_sentence_lost_its_rule(generate: ModuleType) -> None:
    rules = generate.rules()
    assert [rule for rule, (sentence, _) in rules.items() if not sentence] == [], "write one in docs/rules.toml"
    assert set(generate.SENTENCES) - set(rules) == set(), "take it out of docs/rules.toml"


def test_every_rule_and_every_reason_has_an_example_and_a_counter_example(generate: ModuleType) -> None:
    assert set(generate.examples()) == {*generate.rules(), *generate.REASONS}, "write them in docs/examples.toml"


def test_a_rule_without_a_counter_example_is_refused(generate: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = tmp_path / "examples.toml"
    rows.write_text('[[rule]]\nid = "speakers.told-of"\nfires = "The mayor warned of 12 deaths."\n', "utf8")
    monkeypatch.setattr(generate, "EXAMPLES", rows)
    with pytest.raises(ValueError, match=r"speakers\.told-of needs one row"):
        generate.examples.__wrapped__()


@pytest.mark.model
def test_the_examples_of_kinds_are_read_as_the_page_says(generate: ModuleType) -> None:
    assert (ROOT / "docs" / "how-it-decides.md").read_text("utf8") == generate.kinds_page(), "run: python docs/generate.py"


@pytest.mark.model
def test_every_rule_that_a_trace_names_is_on_the_page(generate: ModuleType) -> None:
    texts = [path.read_text("utf8") for path in sorted(generate.DEMO.glob("*.txt"))]
    fired = {step.rule for text in texts for statement in according.read(text).statements for step in statement.trace}
    assert {re.sub(r"\.light-.*", ".light-*", rule) for rule in fired} - set(generate.rules()) == set()


@pytest.mark.model
def test_the_readme_shows_what_the_demo_prints(generate: ModuleType) -> None:
    assert generate.readme() == README, "run: python docs/generate.py"


@pytest.mark.model
@pytest.mark.parametrize("name", warm.SESSIONS)
def test_the_pages_that_show_commands_show_what_they_print(name: str, generate: ModuleType) -> None:
    assert generate.session(name) == (ROOT / "docs" / name).read_text("utf8"), "run: python docs/generate.py"


@pytest.mark.model
def test_the_page_of_tools_shows_what_they_answer(generate: ModuleType) -> None:
    page = (ROOT / "docs" / "mcp.md").read_text("utf8")
    assert generate.mcp_page() == page, "run: python docs/generate.py"
    assert {name for name, _ in generate.CALL.findall(page)} == {tool.name for tool in TOOLS}


@pytest.mark.model
def test_the_readme_s_python_does_what_it_says(capsys: pytest.CaptureFixture[str]) -> None:
    (code,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    exec(compile(code, "README.md", "exec"), {})
    assert [f"# {line}" for line in capsys.readouterr().out.splitlines()] == re.findall(r"^# .*", code, re.MULTILINE)


def tutorial() -> tuple[str, str]:
    """The tutorial's report, and all its Python as one program."""
    text = (ROOT / "docs" / "tutorial.md").read_text("utf8")
    (report,) = re.findall(r'```text title="report.txt"\n(.*?)```', text, re.DOTALL)
    return report, "\n".join(re.findall(r"```python\n(.*?)```", text, re.DOTALL))


@pytest.mark.model
def test_the_tutorial_s_python_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    report, code = tutorial()
    (tmp_path / "report.txt").write_text(report, "utf8")
    monkeypatch.chdir(tmp_path)
    exec(compile(code, "tutorial.md", "exec"), {})
    assert [f"# {line}" for line in capsys.readouterr().out.splitlines()] == re.findall(r"^# .*", code, re.MULTILINE)


@pytest.mark.model
def test_the_page_of_inputs_does_what_it_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = (ROOT / "docs" / "inputs.md").read_text("utf8")
    (report,) = re.findall(r"```text\n(.*?)```", page, re.DOTALL)
    (table,) = re.findall(r"```csv\n(.*?)```", page, re.DOTALL)
    body = report.rpartition("---\n\n")[2]
    for name, text in (("report.txt", body), ("harim 2024-03-03.txt", body), ("dates.csv", table), ("front.md", report)):
        (tmp_path / name).write_text(text, "utf8")
    monkeypatch.chdir(tmp_path)
    commands = [shlex.split(command) for command in re.findall(r"```sh\naccording (.*?)\n```", page)]
    assert len(commands) == 2
    for command in (*commands, ["read", "front.md"]):
        [line] = CliRunner().invoke(cli.app, [*command, "--json"]).stdout.splitlines()
        read = json.loads(line)
        assert (read["report"]["published"], read["problems"]) == ("2024-03-03", [])
        assert read["statements"][0]["figures"][0]["time"]["from"] == "2024-03-02"
    assert (read["report"]["title"], read["report"]["publisher"]) == ("Convoy attacked near Harim", "Example News")
    assert read["report"]["url"] == "https://example.org/convoy"
    (code,) = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    done: dict[str, Any] = {}
    exec(compile(code.replace('open("report.txt", encoding="utf8").read()', repr(body)), "inputs.md", "exec"), done)
    assert (done["reading"].report.published, done["reading"].problems) == (date(2024, 3, 3), ())
    assert [receipt.outcome for receipt in done["receipts"]] == ["new"]
    with according.open_ledger("ledger.db") as ledger:
        [[figure]] = [reckoning.figures for reckoning in ledger.questions()]
    assert (figure.filed.filing.published, figure.filed.filing.publisher) == (date(2024, 3, 3), "Example News")


def test_the_dates_on_the_page_of_inputs_are_found() -> None:
    page = (ROOT / "docs" / "inputs.md").read_text("utf8")
    (told,) = re.findall(r"a line of its own \((.*?)\)\nor from a dateline \((.*?)\)", page)
    found = re.findall(r'"(.*?)"|`(.*?)`', ", ".join(told))
    texts = ["".join(pair) for pair in found]
    assert len(texts) == 5
    body = "At least 12 soldiers were killed when their convoy was attacked on Saturday, the defence ministry said."
    for text, gap in zip(texts, ("\n\n", "\n\n", "\n\n", "\n\n", " "), strict=True):
        assert receive(f"{text}{gap}{body}").report.published == date(2024, 3, 3), text
    assert receive(f"{body}\n\n{texts[0]}").report.published == date(2024, 3, 3)
    keys = re.findall(r"^\| `(\w+)`(?: or `(\w+)`)? \|", page, re.MULTILINE)
    values = {"title": "T", "date": "3 March 2024", "publisher": "P", "url": "U"}
    for names in keys:
        for name in filter(None, names):
            report = receive(f"---\n{name}: {values[names[0]]}\n---\n\n{body}").report
            assert {"title": report.title, "date": report.published, "publisher": report.publisher, "url": report.url} == {
                **dict.fromkeys(values), names[0]: date(2024, 3, 3) if names[0] == "date" else values[names[0]]
            }, name
    assert len(keys) == 4


def test_the_page_of_inputs_names_every_kind() -> None:
    page = (ROOT / "docs" / "inputs.md").read_text("utf8")
    assert [suffix for suffix in INPUT_SUFFIXES if f"`{suffix}`" not in page] == []


@pytest.mark.types
def test_the_tutorial_s_python_is_typed(tmp_path: Path) -> None:
    """A user's type checker finds the package's types (``py.typed``) and nothing to say of the tutorial."""
    (tmp_path / "tutorial.py").write_text(tutorial()[1], "utf8")
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--follow-imports=silent", "tutorial.py"],
        cwd=tmp_path, capture_output=True, text=True, timeout=600, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (0, "Success: no issues found in 1 source file\n")


@pytest.mark.model
def test_the_page_of_your_own_words_does_what_it_says(capsys: pytest.CaptureFixture[str]) -> None:
    page = (ROOT / "docs" / "your-words.md").read_text("utf8")
    (code,) = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    names: dict[str, Any] = {}
    exec(compile(code, "your-words.md", "exec"), names)
    assert [f"# {line}" for line in capsys.readouterr().out.splitlines()] == re.findall(r"^# .*", code, re.MULTILINE)
    first, joined = (tomllib.loads(block) for block in re.findall(r"```toml\n(.*?)```", page, re.DOTALL))
    assert first == names["words"]
    assert [made.stance for made in according.read("The army disavowed the attack.", words=joined).statements] == ["denies"]


def test_the_lists_of_the_page_of_sides_and_origins_load(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = (ROOT / "docs" / "sides-and-origins.md").read_text("utf8")
    lists, programs = (re.findall(rf"```{kind}\n(.*?)```", page, re.DOTALL) for kind in ("toml", "python"))
    monkeypatch.chdir(tmp_path)
    loaded = []
    for text, code in zip(lists, programs, strict=True):
        (name,) = re.findall(r'Path\("(.*?)"\)', code)
        (tmp_path / name).write_text(text, "utf8")
        done: dict[str, Any] = {}
        exec(compile(code, "sides-and-origins.md", "exec"), done)
        loaded.append(done.get("mine") or done["held"])
    wars, offices, publishers = loaded
    assert "utopia-river" in {conflict.id for conflict in wars.conflicts}
    assert offices.offices["sd-river-governor"].holders[0].names[0] == "Jane Doe"
    assert publishers.family_of("The Harim Gazette") == "harim-press"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_files_that_a_page_names_are_there(page: Path) -> None:
    named = set(re.findall(r"`([\w./-]+\.(?:py|tsv))`", page.read_text("utf8")))
    # "reading/skim.py" is inside the package; "fills.py" alone is somewhere in it.
    assert [name for name in sorted(named) if not any(path.endswith(f"/{name}") for path in FILES)] == []


@pytest.mark.parametrize("path", sorted((SOURCE / "data").rglob("*.toml")), ids=lambda path: path.name)
def test_files_that_a_list_names_are_there(path: Path) -> None:
    comments = [line for line in path.read_text("utf8").splitlines() if line.startswith("#")]
    named = re.findall(r"[\w./-]+\.py\b", "\n".join(comments))
    assert [name for name in named if not any(file.endswith(f"/{name}") for file in FILES)] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text("utf8"))
    assert [target for target in targets if not (page.parent / target).exists()] == []


def test_comparisons_have_the_numbers_of_the_pages_they_link() -> None:
    page = (ROOT / "docs" / "compared.md").read_text("utf8")
    rows = re.findall(r"^\| (?!with|-)(.*?) \| (.*?) \| (.*?) \| (.*?) \|$", page, re.MULTILINE)
    assert rows
    for told, command, came_out, pages in rows:
        there = " ".join((ROOT / "docs" / name).read_text("utf8") for name in re.findall(r"\]\(([\w-]+\.md)", pages))
        numbers = re.findall(r"\d[\d.,]*\d|\d", came_out)
        assert [number for number in numbers if not re.search(rf"(?<![\d.]){re.escape(number)}(?!\d)", there)] == [], told
        assert command == "the same" or f"bench/{command.strip('`').partition('bench/')[2].split()[0]}" in there, told


@pytest.mark.parametrize("command", ["pip install . && according demo", 'pip install ".[test]" && pytest'])
def test_the_two_commands_are_on_the_first_screen_and_in_the_checks(command: str) -> None:
    assert command in README.splitlines()[:50]
    assert command.partition(" && ")[0].replace(".", "\\.").replace("[test\\.", "[test") in CHECKS.replace("\\[", "[").replace("\\]", "]")


def test_every_measure_is_in_the_tutorial() -> None:
    tutorial = (ROOT / "docs" / "tutorial.md").read_text("utf8")
    assert [measure for measure in MEASURES if measure not in tutorial] == []


@pytest.mark.parametrize("module", WITH_EXAMPLES)
def test_the_examples_of_docstrings_hold(module: str) -> None:
    found = doctest.testmod(importlib.import_module(module))
    assert found.attempted
    assert not found.failed
