"""Reports in a folder, for the commands to read."""

from __future__ import annotations

from pathlib import Path

import pytest
from commanding import TEXTS


@pytest.fixture
def books(tmp_path: Path) -> Path:
    for name, text in TEXTS.items():
        (tmp_path / f"{name}.txt").write_text(text, "utf8")
    return tmp_path
