"""What an import costs, in processes of its own."""
from __future__ import annotations

import subprocess
import sys
from datetime import date, datetime
from typing import Any

import pytest

import according


def run(code: str, *flags: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, *flags, "-c", code], capture_output=True, text=True, timeout=60, check=True)


def test_the_import_loads_no_library() -> None:
    done = run("import sys, according; print(sorted({name.partition('.')[0] for name in sys.modules} - sys.stdlib_module_names))")
    loaded = set(eval(done.stdout)) - {"__main__", "sitecustomize", "usercustomize"}
    # what an editable install or a site's own start-up file brings is not ours
    assert not {"spacy", "thinc", "numpy", "typer", "rich", "pydantic", "ahocorasick", "py3langid", "charset_normalizer", "sqlalchemy",
                "alembic", "platformdirs", "highspy", "rensa", "rapidfuzz"} & loaded  # fmt: skip
    assert "according" in loaded


def test_the_import_is_quick() -> None:
    """It costs less than six times what a module of the standard library of much the same kind does (`bench/run.py` says how long)."""
    code = "import time; start = time.process_time(); import {}; print(time.process_time() - start)"
    ours, theirs = (min(float(run(code.format(name)).stdout) for _ in range(5)) for name in ("according", "dataclasses, inspect, datetime"))
    assert ours < 6 * theirs


@pytest.mark.parametrize("name", according.__all__)
def test_every_public_name_is_there_and_says_what_it_is(name: str) -> None:
    value = getattr(according, name)
    assert name == "__version__" or (value.__doc__ or "").strip()


def test_the_version_is_the_package_s() -> None:
    from importlib.metadata import version

    assert according.__version__ == version("according")


@pytest.mark.parametrize("published", ["2025-13-01", "3/4/2018", "soon", "", 20250127])
def test_a_date_that_is_none_is_told(published: Any) -> None:
    with pytest.raises(ValueError, match="is not a date; write it as 2025-01-27"):
        according.read("", published=published)


@pytest.mark.parametrize("published", ["2025-01-27", "27 January 2025", date(2025, 1, 27), datetime(2025, 1, 27, 12, 30)])
def test_every_way_to_give_a_date_is_the_same(published: date | str) -> None:
    report = according.read("", published=published).report
    assert type(report.published) is date
    assert report.published == date(2025, 1, 27)


@pytest.mark.parametrize("text", [None, b"12 killed"])
def test_what_is_no_text_is_told(text: Any) -> None:
    with pytest.raises(TypeError, match=r"a text is a str, not (NoneType|bytes); decode bytes and read files first"):
        according.read(text)
