"""The command as a client starts it: what it offers over standard input and output, that it asks nobody, and ends with its client."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from mcp import Client
from mcp.shared.exceptions import MCPError
from talking import COMMAND, HOSTILE, Talk, talking, text_of

from according.agents.keeper import Keeper
from according.agents.server import make_server
from according.agents.toolbox import TOOLS
from according.agents.trimming import NOTICE, plain
from according.ledger.opening import open_ledger
from according.report import Report
from according.statement import Reading
from listening import WATCHING, telling

TEXT = "VELMAR, Jan 27, 2025 - The defence ministry said on Monday that 12 soldiers were killed and 30 wounded in Harim."
LOOKING = [tool.name for tool in TOOLS if not tool.files]
# What a client sends that knows no other protocol than this.
HELLO = {
    "jsonrpc": "2.0", "id": 0, "method": "initialize",
    "params": {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}},
}  # fmt: skip
WELCOMED = {"jsonrpc": "2.0", "method": "notifications/initialized"}


@pytest.fixture(scope="module")
def looking(filed: Path) -> Iterator[Talk]:
    """A client of a server that may only look."""
    with talking("--ledger", filed) as talk:
        yield talk


@pytest.mark.heavy
def test_a_client_is_offered_what_only_looks(looking: Talk) -> None:
    offered = looking.ask("list_tools").tools
    assert [tool.name for tool in offered] == LOOKING
    assert all(tool.annotations.read_only_hint and not tool.annotations.open_world_hint for tool in offered)
    assert all(tool.output_schema["required"] and tool.input_schema["additionalProperties"] is False for tool in offered)
    assert NOTICE in looking.client.instructions


@pytest.mark.heavy
def test_each_tool_answers_over_the_wire(looking: Talk, filed: Path) -> None:
    events = looking.call("list_events")
    event = looking.call("show_event", event="Kursk")
    [question, *_] = looking.call("list_questions", measure="killed")["items"]
    answer = looking.call("reckon", question=question["id"])
    figure = looking.call("show_figure", figure=answer["figures"][0]["id"])
    checked = looking.call("check_numbers", figures=[answer["figures"][0]["id"]])
    read = looking.call("read_text", text=TEXT)
    assert looking.call("search", words="soldiers")["reports"]
    assert (len(events["items"]) > 1, checked["agree"], len(event["quotations"])) == (True, None, 3)
    assert TEXT[read["statements"][0]["start"] : read["statements"][0]["end"]] == read["statements"][0]["text"]
    # Without objects the lines are enough to quote from.
    told = text_of(looking.ask("call_tool", "show_figure", {"figure": figure["figure"]["id"]}))
    assert told.startswith(NOTICE)
    assert f"“{figure['statement']['text']}”" in told


@pytest.mark.heavy
def test_reports_are_resources_whose_text_offsets_index(looking: Talk) -> None:
    listed = looking.ask("list_resources")
    assert (len(listed.resources), listed.next_cursor) == (3, None)
    assert [one.uri_template for one in looking.ask("list_resource_templates").resource_templates] == ["according://reports/{id}"]
    answer = looking.call("reckon", measure="wounded")["figures"][0]
    [content] = looking.ask("read_resource", f"according://reports/{answer['report']['id']}").contents
    assert content.text[answer["statement"]["start"] : answer["statement"]["end"]] == answer["statement"]["text"]
    # A lone surrogate cannot be sent; in its place stands one other character, so that offsets hold.
    assert any(looking.ask("read_resource", one.uri).contents[0].text.startswith(plain(HOSTILE)) for one in listed.resources)
    for address in ("according://reports/123456", "file:///etc/passwd", "according://reports/../../etc/passwd"):
        with pytest.raises(MCPError, match="no report of the ledger has this address"):
            looking.ask("read_resource", address)


@pytest.mark.heavy
def test_what_goes_wrong_is_told_and_the_next_call_is_answered(looking: Talk) -> None:
    assert looking.fail("reckon", measure="kiled").startswith("measure: 'kiled' is no measure; did you mean killed?")
    assert looking.fail("file_report", text=TEXT).endswith("allows it with --allow-filing")
    with pytest.raises(MCPError, match="there is no tool 'delete_everything'; there are read_text"):
        looking.ask("call_tool", "delete_everything", {})
    assert looking.call("search", words="soldiers")["statements"]


@pytest.mark.heavy
def test_two_calls_at_once_do_not_wait_for_one_another(looking: Talk) -> None:
    looking.call("read_text", text=TEXT)
    slow = looking.begin("read_text", text=" ".join([TEXT] * 150))
    quick = [looking.begin("list_events", limit=at) for at in (1, 2, 3)]
    assert [len(one.result(30).structured_content["items"]) for one in quick] == [1, 2, 2]
    assert not slow.done()
    assert len(slow.result(60).structured_content["statements"]) == 50


@pytest.mark.heavy
def test_a_report_is_filed_and_judged_where_that_is_allowed(tmp_path: Path) -> None:
    path = tmp_path / "new.db"
    with talking("--ledger", path, "--allow-filing") as talk:
        assert [tool.name for tool in talk.ask("list_tools").tools] == [tool.name for tool in TOOLS]
        filed = talk.call("file_report", text=TEXT, publisher="The Gazette")
        figure = filed["found"][0]["id"]
        [ruling] = talk.call("rule", kind="accept", figure=figure, who="ann", why="heard it")["rulings"]
        assert talk.call("undo", ruling=ruling["id"], who="ann", why="misheard")["rulings"][0]["undoes"] == ruling["id"]
    with open_ledger(str(path), read_only=True) as book:
        assert (book.text(filed["report"]), [ruling.who for ruling in book.rulings()]) == (TEXT, ["ann", "ann"])
        assert list(book.check()) == []


@pytest.mark.heavy
def test_nobody_else_is_asked_or_told(filed: Path, tmp_path: Path) -> None:
    started = WATCHING + "from according.commands.cli import main\nmain()\n"
    with open(tmp_path / "errors", "w+") as errors:
        command = [sys.executable, "-c", started, "mcp"]
        with talking("--ledger", filed, command=command, env=telling(tmp_path / "telling"), errors=errors) as talk:
            assert talk.call("list_events")["items"]
            assert talk.call("read_text", text=f"{TEXT} More: https://elsewhere.example/page")["statements"]
            assert "no measure" in talk.fail("reckon", measure="x")
            assert talk.ask("list_resources").resources
        errors.seek(0)
        assert errors.read() == ""


@pytest.mark.heavy
def test_what_would_tell_somebody_would_be_seen(tmp_path: Path) -> None:
    code = WATCHING + "import mcp.server.lowlevel\n"
    env = telling(tmp_path / "telling")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=env, timeout=60, check=False)
    assert "asked outside: socket.sendto" in done.stderr


@pytest.mark.heavy
@pytest.mark.parametrize("busy", [False, True])
def test_a_client_that_is_killed_ends_its_server(filed: Path, busy: bool) -> None:
    """The client is a process that holds the other ends of the server's pipes, and is killed, also while it waits for an answer."""
    to_server, from_client = os.pipe()
    to_client, from_server = os.pipe()
    sent = [HELLO, WELCOMED, *([_asked("read_text", text=" ".join([TEXT] * 150))] if busy else [])]
    code = (
        "import os, sys, time\n"
        f"os.write({from_client}, {''.join(json.dumps(one) + chr(10) for one in sent).encode()!r})\n"
        f"print(len(os.read({to_client}, 100000)), flush=True)\ntime.sleep(60)\n"
    )
    command = [*COMMAND, "--ledger", str(filed)]
    with subprocess.Popen(command, stdin=to_server, stdout=from_server, stderr=subprocess.PIPE, text=True) as server:
        ends = (from_client, to_client)
        with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, pass_fds=ends) as client:
            for end in (to_server, from_server, *ends):
                os.close(end)
            assert client.stdout is not None
            assert int(client.stdout.readline()) > 0
            time.sleep(0.5 if busy else 0)
            client.kill()
        assert server.wait(30) == 0
        assert server.stderr is not None
        assert server.stderr.read() == ""


@pytest.mark.heavy
@pytest.mark.skipif(os.name == "nt", reason="there is no such signal")
def test_an_interrupt_ends_the_server_quietly(filed: Path) -> None:
    command = [*COMMAND, "--ledger", str(filed)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as server:
        assert server.stdin is not None
        assert server.stdout is not None
        server.stdin.write(json.dumps(HELLO) + "\n")
        server.stdin.flush()
        assert "result" in json.loads(server.stdout.readline())
        server.send_signal(signal.SIGINT)
        # Its client still holds the other ends: it ends all the same.
        server.wait(30)
        _, told = server.communicate()
    assert (server.returncode, told) == (130, "")


@pytest.mark.heavy
def test_what_is_no_message_does_not_end_the_server(filed: Path) -> None:
    lines = [HELLO, WELCOMED, "no JSON", '{"jsonrpc": "2.0"}', "[" * 10_000, _asked("read_text", text="\ud800"), _asked("list_events")]
    command = [*COMMAND, "--ledger", str(filed)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as server:
        assert server.stdin is not None
        assert server.stdout is not None
        assert server.stderr is not None
        server.stdin.write("".join((one if isinstance(one, str) else json.dumps(one)) + "\n" for one in lines))
        server.stdin.flush()
        answers = (json.loads(line) for line in server.stdout)
        listed = next(one for one in answers if one.get("id") == "list_events")
        assert listed["result"]["structuredContent"]["items"]
        server.stdin.close()
        assert server.wait(30) == 0
        assert "Traceback" not in server.stderr.read()


def _asked(tool: str, **arguments: Any) -> dict[str, Any]:
    params = {"name": tool, "arguments": arguments}
    return {"jsonrpc": "2.0", "id": tool, "method": "tools/call", "params": params}


@pytest.mark.heavy
def test_without_its_extra_the_command_says_how_to_get_it(tmp_path: Path) -> None:
    (tmp_path / "mcp.py").write_text("raise ImportError('none here')\n")
    env = {**os.environ, "PYTHONPATH": os.pathsep.join((str(tmp_path), *sys.path))}
    done = subprocess.run(COMMAND, capture_output=True, text=True, env=env, timeout=60, check=False)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == 'according: the server for agents needs the extra "mcp": pip install "according[mcp]"\n'


def test_many_reports_are_listed_page_by_page(tmp_path: Path) -> None:
    import anyio

    with open_ledger(str(tmp_path / "many.db")) as book:
        book.add_all((Reading(Report(f"Report {at}.", title=f"Report {at}")), None) for at in range(70))
    keeper = Keeper(str(tmp_path / "many.db"))

    async def every() -> list[str]:
        found, cursor = [], None
        async with Client(make_server(keeper)) as client:
            while True:
                page = await client.list_resources(cursor=cursor)
                found += [one.title for one in page.resources]
                cursor = page.next_cursor
                if cursor is None:
                    break
            with pytest.raises(MCPError, match="no place in the list"):
                await client.list_resources(cursor="x")
        return found

    titles = anyio.run(every)
    assert titles == [f"Report {at}" for at in reversed(range(70))]
    keeper.close()
