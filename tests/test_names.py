"""One word, one meaning: what module-level names stand for, and where things go."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from pathlib import Path

import pytest

from sources import ROOT, tree

REPOSITORY = Path(__file__).parent.parent  # the package itself may be installed elsewhere
CONTRIBUTING = (REPOSITORY / "CONTRIBUTING.md").read_text("utf8")
HEADINGS = ("reporting frame", "word", "measure", "input kind", "export format", "rule-set", "page", "tool", "second language")


def constants() -> dict[str, dict[str, set[str]]]:
    """Every constant of the package without its underscore: the values it has, each with the modules and spellings that give it that."""
    found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for path in sorted(ROOT.rglob("*.py")):
        if "migrations" in path.parts:  # Alembic reads its names from each of them
            continue
        for node in tree(path).body:
            assigned = isinstance(node, ast.AnnAssign) and node.value is not None
            targets = node.targets if isinstance(node, ast.Assign) else [node.target] if assigned else []
            for target in targets:
                if isinstance(target, ast.Name) and target.id.isupper():
                    assert isinstance(node, ast.Assign | ast.AnnAssign)
                    assert node.value is not None
                    found[target.id.lstrip("_")][ast.unparse(node.value)].add(f"{path.relative_to(ROOT)}: {target.id}")
    return found


def test_no_constant_stands_for_two_things() -> None:
    """A name that other modules may import has one value; names that are private to their modules may return in them."""
    twice = {
        name: sorted(place for places in values.values() for place in places)
        for name, values in constants().items()
        if len(values) > 1 and any(not place.partition(": ")[2].startswith("_") for places in values.values() for place in places)
    }
    assert twice == {}


def test_no_module_is_called_as_one_in_another_room() -> None:
    """Modules of one name are the faces of one thing: its values, its object, its words, its command."""
    held: dict[str, list[str]] = defaultdict(list)
    for path in sorted(ROOT.rglob("*.py")):
        # A page is called by what it shows.
        if path.stem not in ("__init__", "__main__", "env") and path.relative_to(ROOT).parts[0] != "desk":
            held[path.stem].append(str(path.relative_to(ROOT).parent))
    assert {name: folders for name, folders in held.items() if len(folders) > 1} == FACES


FACES = {
    "add": ["commands", "services"], "ask": ["commands", "services"], "judge": ["commands", "services"], "read": ["commands", "services"],
    "pull": ["commands/sharing", "services/sharing"],
    "evidence": ["exports/objects", "exports/words", "services"], "readings": ["api", "exports/objects", "exports/words", "ledger/writing"],
    "reckonings": ["exports/objects", "exports/words"], "rulings": ["exports/objects", "exports/words", "ledger/writing", "reckoning"],
    "watch": ["commands", "services"], "watched": ["exports/objects", "exports/words", "ledger/finding"],
    "acled": ["exports/exchange", "reckoning/rulesets"], "ucdp": ["exports/exchange", "reckoning/rulesets"],
    "parquet": ["exports/exchange", "intake/tables"], "gkg": ["exports/exchange/graphs", "intake/archives"],
    "language": ["intake", "reading"], "events": ["commands", "exports/objects", "exports/words", "reading/settings", "services"],
}  # fmt: skip


@pytest.mark.parametrize("what", HEADINGS)
def test_where_it_goes_is_answered_with_files_that_are_there(what: str) -> None:
    answer = re.search(rf"^\*\*An? {what}\*\*(.*?)(?=^\*\*|\Z)", CONTRIBUTING, re.MULTILINE | re.DOTALL)
    assert answer is not None
    paths = [path for path in re.findall(r"`([\w./-]+)`", answer[1]) if "/" in path or path.endswith((".toml", ".md"))]
    assert len(paths) >= 2
    assert [path for path in paths if not (REPOSITORY / path).exists()] == []


def test_nothing_cites_what_is_not_in_the_repository() -> None:
    cited = re.compile(r"\bcodebook\b|\barchitecture\.md|\bhouse\.md|\bmethodology\b|\bthe contract\b|\bissue \d", re.IGNORECASE)
    lines = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
        for path in sorted(ROOT.rglob("*.py"))
        for number, line in enumerate(path.read_text("utf8").splitlines(), 1)
        if cited.search(line)
    ]
    assert lines == []
