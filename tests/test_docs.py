"""Documentation that fails the build when it is out of date."""
from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

from according.statement import MEASURES

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]
README = (ROOT / "README.md").read_text("utf8")
CHECKS = (ROOT / ".ci" / "run").read_text("utf8")


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


@pytest.mark.model
def test_the_readme_shows_what_the_demo_prints(generate: ModuleType) -> None:
    assert generate.readme() == README, "run: python docs/generate.py"


@pytest.mark.model
def test_the_readme_s_python_does_what_it_says(capsys: pytest.CaptureFixture[str]) -> None:
    (code,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    exec(compile(code, "README.md", "exec"), {})
    assert [f"# {line}" for line in capsys.readouterr().out.splitlines()] == re.findall(r"^# .*", code, re.MULTILINE)


@pytest.mark.model
def test_the_tutorial_s_python_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    text = (ROOT / "docs" / "tutorial.md").read_text("utf8")
    (report,) = re.findall(r"```text\n(.*?)```", text, re.DOTALL)
    (code,) = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    (tmp_path / "report.txt").write_text(report, "utf8")
    monkeypatch.chdir(tmp_path)
    exec(compile(code.replace('open("report.txt", encoding="utf8").read()', repr(report)), "tutorial.md", "exec"), {})
    shown = capsys.readouterr().out.splitlines()
    assert shown[0] == "Convoy attacked near Harim 2024-03-03"
    assert "['the defence ministry'] 12.0 None killed asserted" in shown or "['the defence ministry'] 12 None killed asserted" in shown


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text("utf8"))
    assert [target for target in targets if not (page.parent / target).exists()] == []


@pytest.mark.parametrize("command", ["pip install . && according demo", 'pip install ".[test]" && pytest'])
def test_the_two_commands_are_on_the_first_screen_and_in_the_checks(command: str) -> None:
    assert command in README.splitlines()[:50]
    assert command.partition(" && ")[0].replace(".", "\\.").replace("[test\\.", "[test") in CHECKS.replace("\\[", "[").replace("\\]", "]")


def test_every_measure_is_in_the_tutorial() -> None:
    tutorial = (ROOT / "docs" / "tutorial.md").read_text("utf8")
    assert [measure for measure in MEASURES if measure not in tutorial] == []
