"""What the package is handed on as: a wheel, a container for a team, a citation."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
import venv
from pathlib import Path
from typing import Any

import pytest
import yaml

from according.ledger.opening import open_ledger
from according.services.people.accounts import add_account
from according.version import __version__

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf8"))["project"]
DOCKERFILE = (ROOT / "Dockerfile").read_text("utf8")
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text("utf8"))
PAGE = (ROOT / "docs" / "server.md").read_text("utf8")
# The port that the image serves at, and where the password of the database is.
PORT, SECRET = 8321, "/run/secrets/database-password"


def instructions() -> list[tuple[str, str]]:
    """The Dockerfile's instructions in order, each with what it is given on one line."""
    lines = "\n".join(line for line in DOCKERFILE.splitlines() if not line.startswith("#"))
    return [(word, rest.strip()) for word, rest in re.findall(r"^([A-Z]+) (.*)$", lines.replace("\\\n", " "), re.MULTILINE)]


def stages() -> list[list[tuple[str, str]]]:
    found: list[list[tuple[str, str]]] = []
    for word, rest in instructions():
        if word == "FROM":
            found.append([])
        if found:
            found[-1].append((word, " ".join(rest.split())))
    return found


def program(name: str) -> str:
    """A program that a package of the extra `test` installs beside the interpreter."""
    found = shutil.which(name, path=os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"])))
    return found or pytest.skip(f'no {name} here: pip install ".[test]"')


def checked(*command: str) -> None:
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout + done.stderr) == (0, done.stdout + done.stderr)


@pytest.mark.heavy
def test_a_linter_has_nothing_to_say_of_the_dockerfile() -> None:
    checked(program("hadolint"), "Dockerfile")


@pytest.mark.heavy
@pytest.mark.parametrize(("schema", "file"), [("compose-spec", "compose.yaml"), ("citation-file-format", "CITATION.cff")])
def test_files_that_have_a_schema_keep_it(schema: str, file: str) -> None:
    # The schemas are in the package: nothing is fetched.
    checked(program("check-jsonschema"), "--builtin-schema", f"vendor.{schema}", file)


def test_the_image_leaves_behind_what_builds_it_and_installs_from_wheels_alone() -> None:
    build, final = stages()
    assert not {word for word, _ in build} & {"USER", "ENTRYPOINT"}
    assert any(word == "RUN" and "pip install --no-index --find-links /wheels" in rest for word, rest in build)
    assert ("COPY", "--from=build /opt/according /opt/according") in final
    assert not any("pip install" in rest for _, rest in final)
    assert "ADD" not in {word for word, _ in instructions()}
    extras = {found for names in re.findall(r"according\[([\w,]+)\]|\"\.\[([\w,]+)\]", DOCKERFILE) for found in names if found}
    assert len(extras) == 1
    assert set(extras.pop().split(",")) <= set(PROJECT["optional-dependencies"])
    assert set(re.findall(r"^COPY (?!--)(.*) \S+$", DOCKERFILE, re.MULTILINE)) == {"pyproject.toml README.md LICENSE NOTICE", "src"}


def test_the_image_is_no_root_and_asks_who_comes() -> None:
    final = dict(stages()[1])
    user, group = map(int, final["USER"].split(":"))
    assert user >= 1000
    assert group >= 1000
    assert json.loads(final["ENTRYPOINT"]) == ["according"]
    assert json.loads(final["CMD"]) == ["serve", "--host", "0.0.0.0"]
    assert final["VOLUME"] == "/data"
    assert "sqlite:////data/" in final["ENV"]
    assert f"http://127.0.0.1:{PORT}/login" in final["HEALTHCHECK"]
    assert final["EXPOSE"] == str(PORT)


def test_the_builder_is_sent_what_it_copies_and_nothing_else() -> None:
    lines = [line for line in (ROOT / ".dockerignore").read_text("utf8").splitlines() if line and not line.startswith("#")]
    assert lines[0] == "*"
    copied = {name for names in re.findall(r"^COPY (?!--)(.*) \S+$", DOCKERFILE, re.MULTILINE) for name in names.split()}
    assert {line.removeprefix("!") for line in lines if line.startswith("!")} == copied


@pytest.mark.parametrize("name", ["desk", "database"])
def test_each_service_may_do_no_more_than_it_must(name: str) -> None:
    service = COMPOSE["services"][name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert "cap_add" not in service
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert "privileged" not in service
    assert service["secrets"] == ["database-password"]
    assert not any("PASSWORD" in key and not key.endswith("_FILE") for key in service["environment"])
    # The image's own user, or one that is named: never root.
    assert service.get("user", "") not in ("root", "0")
    assert service.get("user") or "build" in service


def test_the_database_is_reached_by_the_desk_alone_and_its_password_is_in_a_file() -> None:
    desk, database = COMPOSE["services"]["desk"], COMPOSE["services"]["database"]
    assert "ports" not in database
    assert database["networks"] == ["back"]
    assert COMPOSE["networks"]["back"] == {"internal": True}
    assert desk["ports"] == [f"127.0.0.1:{PORT}:{PORT}"]
    assert desk["depends_on"] == {"database": {"condition": "service_healthy"}}
    assert database["healthcheck"]["test"][:2] == ["CMD", "pg_isready"]
    assert database["volumes"] == ["ledger:/var/lib/postgresql/data"]
    assert database["environment"]["POSTGRES_PASSWORD_FILE"] == SECRET
    assert "@" in desk["environment"]["ACCORDING_LEDGER"]
    assert ":" not in desk["environment"]["ACCORDING_LEDGER"].partition("://")[2]
    assert COMPOSE["secrets"] == {"database-password": {"file": "./secrets/database-password"}}
    assert "secrets/" in (ROOT / ".gitignore").read_text("utf8").splitlines()


@pytest.mark.skipif(os.name != "posix", reason="a shell of the image's kind")
def test_the_desk_s_password_is_read_where_it_starts_and_its_words_are_passed_on(tmp_path: Path) -> None:
    desk = COMPOSE["services"]["desk"]
    (tmp_path / "password").write_text("a secret, with $signs\n")
    shown = tmp_path / "according"
    shown.write_text('#!/bin/sh\nprintf "%s|" "$PGPASSWORD" "$@"\n')
    shown.chmod(0o755)
    # Compose writes one "$" for two.
    command = [word.replace("$$", "$").replace(SECRET, str(tmp_path / "password")) for word in desk["entrypoint"]]
    env = {**os.environ, "PATH": os.pathsep.join((str(tmp_path), os.environ["PATH"]))}
    done = subprocess.run([*command, *desk["command"][:3], "two words"], env=env, capture_output=True, text=True, check=True)
    assert done.stdout == "a secret, with $signs|serve|--host|0.0.0.0|two words|"


@pytest.mark.heavy
def test_the_image_s_health_is_that_of_its_desk(tmp_path: Path) -> None:
    """The check's own program, against a desk that asks who comes: well while it serves, not well after it."""
    path = tmp_path / "ledger.db"
    with open_ledger(str(path)) as book:
        add_account(book, "ann", "editor", "a long password of hers")
    asked = json.loads(dict(stages()[1])["HEALTHCHECK"].partition("CMD ")[2])
    serve = [sys.executable, "-m", "according", "serve", "--ledger", str(path), "--login", "--port", "0"]
    with subprocess.Popen(serve, stdout=subprocess.PIPE, text=True) as desk:
        assert desk.stdout is not None
        found = re.search(r"http://127\.0\.0\.1:(\d+)/", desk.stdout.readline())
        assert found is not None
        check = [sys.executable, *(word.replace(str(PORT), found[1]) for word in asked[1:])]
        well = subprocess.run(check, capture_output=True, timeout=30, check=False)
        desk.terminate()
        desk.wait(30)
    unwell = subprocess.run(check, capture_output=True, timeout=30, check=False)
    assert (well.returncode, well.stderr, unwell.returncode) == (0, b"", 1)


@pytest.mark.heavy
def test_the_wheel_installs_without_a_network_and_has_all_that_it_needs(tmp_path: Path) -> None:
    pytest.importorskip("hatchling", reason='no hatchling here: pip install ".[test]"')
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--no-input"]
    offline = {**os.environ, "PIP_NO_INDEX": "1"}
    built = [*pip, "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--wheel-dir", str(tmp_path), str(ROOT)]
    subprocess.run(built, env=offline, check=True, timeout=300)
    [wheel] = tmp_path.glob("according-*.whl")
    assert wheel.name == f"according-{__version__}-py3-none-any.whl"
    venv.create(tmp_path / "venv", with_pip=False)
    python = tmp_path / "venv" / "bin" / "python"
    into = [*pip, "--python", str(python), "install", "--quiet", "--no-index", "--no-deps", str(wheel)]
    subprocess.run(into, env=offline, check=True, timeout=300)
    # The libraries are those of the tests' own environment; the package itself is the wheel's.
    [site] = (tmp_path / "venv" / "lib").glob("python*/site-packages")
    (site / "libraries.pth").write_text("\n".join(path for path in sys.path if path.endswith("site-packages")))
    alone = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    command = [str(python.parent / "according")]
    done = subprocess.run([*command, "--version"], env=alone, cwd=tmp_path, capture_output=True, text=True, timeout=120, check=True)
    assert done.stdout.startswith(f"according {__version__}, model ")
    where = [str(python), "-c", "import according; print(according.__file__)"]
    assert subprocess.run(where, env=alone, cwd=tmp_path, capture_output=True, text=True, check=True).stdout.startswith(str(site))
    read = subprocess.run([*command, "demo", "--json"], env=alone, cwd=tmp_path, capture_output=True, text=True, timeout=300, check=True)
    assert json.loads(read.stdout.splitlines()[-1])["measures"]


def test_the_citation_is_of_this_version_and_of_its_makers() -> None:
    cited = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf8"))
    assert (cited["title"], cited["version"], cited["type"]) == ("According", __version__, "software")
    [author] = cited["authors"]
    assert author["name"].removeprefix("The ") in (ROOT / "NOTICE").read_text("utf8")


def test_the_page_of_the_server_names_what_the_files_ask_for() -> None:
    assert "ACCORDING_NAME" in PAGE
    assert COMPOSE["secrets"]["database-password"]["file"].removeprefix("./") in PAGE
    assert f"127.0.0.1:{PORT}" in PAGE
