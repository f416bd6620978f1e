"""What an import costs, in processes of its own."""
from __future__ import annotations

import subprocess
import sys

import pytest

import according


def run(code: str, *flags: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, *flags, "-c", code], capture_output=True, text=True, timeout=60, check=True)


def test_the_import_loads_no_library() -> None:
    done = run("import sys, according; print(sorted({name.partition('.')[0] for name in sys.modules} - sys.stdlib_module_names))")
    loaded = set(eval(done.stdout)) - {"__main__", "sitecustomize", "usercustomize"}
    # what an editable install or a site's own start-up file brings is not ours
    assert not {"spacy", "thinc", "numpy", "typer", "rich", "pydantic", "ahocorasick", "py3langid", "charset_normalizer"} & loaded
    assert "according" in loaded


def test_the_import_is_quick() -> None:
    code = "import time; start = time.perf_counter(); import according; print(time.perf_counter() - start)"
    assert min(float(run(code).stdout) for _ in range(3)) < 0.15  # seconds; 0.02 where this was written


@pytest.mark.parametrize("name", according.__all__)
def test_every_public_name_is_there_and_says_what_it_is(name: str) -> None:
    value = getattr(according, name)
    assert name == "__version__" or (value.__doc__ or "").strip()


def test_the_version_is_the_package_s() -> None:
    from importlib.metadata import version

    assert according.__version__ == version("according")
