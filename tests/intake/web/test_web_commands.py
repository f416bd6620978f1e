"""Addresses and saved pages through the commands, from a real server to the ledger; and no socket where no address was given."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from servers import Request, Server, serving

CASES = Path(__file__).parents[2] / "cases" / "intake" / "pages"
SPLIT = str(Path(__file__).parents[2] / "commands")


def news(request: Request) -> None:
    request.give((CASES / "news.html").read_bytes(), content_type="text/html; charset=utf-8")


@pytest.fixture
def server() -> Iterator[Server]:
    with serving({"/news": news, "/old": lambda request: request.give(b"", 301, location="/news"),
                  "/trap": lambda request: request.give(b"", 302, location="http://169.254.169.254/")}) as running:  # fmt: skip
        yield running


def run(*args: str, text: bytes = b"", **more: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "according", *args]
    return subprocess.run(command, input=text, capture_output=True, env={**os.environ, **more}, timeout=120, check=False)


@pytest.mark.model
def test_pages_are_read_from_addresses_folders_and_standard_input(server: Server, tmp_path: Path) -> None:
    (tmp_path / "saved.htm").write_bytes((CASES / "ministry.html").read_bytes())
    allowed = {"ACCORDING_ALLOWED_HOSTS": f"127.0.0.1:{server.server_port}"}
    inputs = [server.url("/old"), str(tmp_path), "-", server.url("/trap"), server.url("/none"), "ftp://127.0.0.1/x"]
    done = run("read", "--json", *inputs, text=(CASES / "news.html").read_bytes(), **allowed)
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 1
    first, saved, typed, trap, lost, other = rows
    for row in (first, typed):
        report = row["report"]
        assert (report["published"], report["author"], report["dated_by"]) == ("2024-03-03", "Lina Odeh, Jonas Field", "JSON-LD")
        figures = {(figure["low"], figure["measure"]) for statement in row["statements"] for figure in statement["figures"]}
        assert {(12, "killed"), (30, "wounded")} <= figures
        assert max(low for low, _ in figures) < 900
    assert saved["report"]["title"] == "Situation update of the Ministry of Health"
    for row, why in ((trap, "169.254.169.254 is a link-local address"), (lost, "no such page"), (other, "only http and https are")):
        assert why in row["problems"][0]["what"]


@pytest.mark.model
def test_a_page_is_filed_with_its_bytes(server: Server, tmp_path: Path) -> None:
    settings = {"ACCORDING_ALLOWED_HOSTS": f"127.0.0.1:{server.server_port}", "ACCORDING_LEDGER": str(tmp_path / "ledger.db")}
    for outcome in ("new", "known"):
        done = run("add", "--json", server.url("/news"), **settings)
        assert done.returncode == 0, done.stderr
        receipt = json.loads(done.stdout)
        assert receipt["outcome"] == outcome
    found = json.loads(run("questions", "--json", **settings).stdout.splitlines()[0])
    raw = run("ledger", "show", "--raw", found["figures"][0]["id"], **settings)
    assert raw.stdout == (CASES / "news.html").read_bytes()
    assert run("ledger", "check", **settings).returncode == 0


def test_a_dry_run_fetches_and_files_nothing(server: Server, tmp_path: Path) -> None:
    settings = {"ACCORDING_ALLOWED_HOSTS": f"127.0.0.1:{server.server_port}", "ACCORDING_LEDGER": str(tmp_path / "ledger.db")}
    done = run("add", "--dry-run", server.url("/news"), **settings)
    assert done.stdout.decode().startswith("2024-03-03 http://127.0.0.1")
    assert "a web page, by trafilatura" in done.stdout.decode()
    assert not (tmp_path / "ledger.db").exists()


# Run before the package is loaded: a command that asks where a host is, or connects or sends to one, ends at once. Sockets that lead
# nowhere are let be: urllib3, which spaCy brings along, opens one when it is loaded, to see whether this machine knows IPv6.
FORBIDDING = """
import os, sys
ASKING = ("socket.connect", "socket.getaddrinfo", "socket.gethostby", "socket.getnameinfo", "socket.sendto", "socket.sendmsg")
def forbid(event, args):
    if event.startswith(ASKING):
        os.write(2, b"a socket was asked for")
        os._exit(77)
sys.addaudithook(forbid)
"""
RUNNING = FORBIDDING + """
from according.commands.cli import main
sys.argv[0] = "according"
main()
"""
# Each command of a list is split off from this process, which has loaded all under the same watch.
SPLITTING = FORBIDDING + """
import json
from splitting import load_all, split_off
load_all()
for command in json.load(sys.stdin):
    _, status = os.waitpid(split_off(command, lambda: None), 0)
    print(command, os.waitstatus_to_exitcode(status), file=sys.stderr)
"""


@pytest.mark.model
@pytest.mark.skipif(not hasattr(os, "fork"), reason="commands are split off from a process that has loaded all")
def test_without_an_address_no_command_opens_a_socket(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_bytes((CASES / "news.html").read_bytes())
    (tmp_path / "report.txt").write_text("KABUL, Jan. 25, 2013 - The army said 12 soldiers were killed on Monday. See https://example.org/a.\n")
    commands = [
        ["--version"], ["read", str(tmp_path)], ["add", str(tmp_path)], ["add", "--dry-run", str(tmp_path)], ["questions"],
        ["reckon", "--measure", "killed"], ["events"], ["rulings"], ["list", "measures"], ["ledger", "check"],
        ["ledger", "backup", str(tmp_path / "backup.db")], ["demo"],
    ]  # fmt: skip
    settings = {**os.environ, "ACCORDING_LEDGER": str(tmp_path / "ledger.db"), "PYTHONPATH": os.pathsep.join((SPLIT, *sys.path))}
    program = [sys.executable, "-c", SPLITTING]
    done = subprocess.run(program, input=json.dumps(commands).encode(), capture_output=True, env=settings, timeout=300, check=True)
    assert [word for word in (b"a socket was asked for", b"Traceback") if word in done.stderr] == [], done.stderr
    assert [command for command in commands if f"{command} 0".encode() not in done.stderr] == [], done.stderr


def test_with_an_address_the_forbidden_socket_is_asked_for() -> None:
    """The test above would see one."""
    command = [sys.executable, "-c", RUNNING, "read", "https://93.184.216.34/"]
    done = subprocess.run(command, capture_output=True, timeout=120, check=False, env={**os.environ})
    assert done.returncode == 77
