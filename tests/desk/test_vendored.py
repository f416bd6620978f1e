"""Other people's files that the desk serves are those that their packages hold, and the licences are told."""

from __future__ import annotations

import json
from hashlib import sha256
from importlib.resources import files
from pathlib import Path

import according

VENDOR = files("according.desk") / "static" / "vendor"
REPOSITORY = Path(__file__).parents[2]
ASSETS = REPOSITORY / "assets"


def test_files_are_those_that_were_copied() -> None:
    told = json.loads((VENDOR / "vendor.json").read_text("utf8"))
    held = {found.name: found for found in VENDOR.iterdir() if found.name not in ("vendor.json", "README.md")}
    assert held.keys() == told.keys()
    hashes = {name: sha256(found.read_bytes()).hexdigest() for name, found in held.items()}
    assert hashes == {name: of["sha256"] for name, of in told.items()}


def test_versions_are_those_that_are_pinned() -> None:
    told = json.loads((VENDOR / "vendor.json").read_text("utf8"))
    pinned = json.loads((ASSETS / "package.json").read_text("utf8"))["dependencies"]
    assert {of["package"]: of["version"] for of in told.values()} == pinned


def test_every_package_is_credited() -> None:
    notice = (REPOSITORY / "NOTICE").read_text("utf8")
    told = json.loads((VENDOR / "vendor.json").read_text("utf8"))
    assert [name for name, of in told.items() if of["package"] not in notice or of["licence"] not in notice] == []


def test_no_file_of_the_desk_names_an_address_elsewhere() -> None:
    """Beside namespaces, which nothing asks for."""
    root = Path(according.__file__).parent / "desk"
    texts = {path.relative_to(root): path.read_text("utf8") for kind in ("*.html", "*.css") for path in root.rglob(kind)}
    assert [str(path) for path, text in texts.items() if "http://" in text or "https://" in text.replace("https://…", "")] == []
