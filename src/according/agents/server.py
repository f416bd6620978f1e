"""The tools and the reports' texts, as a server of the Model Context Protocol."""

from __future__ import annotations

from functools import partial
from typing import Any

import mcp_types as types
from anyio import CapacityLimiter
from anyio.to_thread import run_sync
from mcp.server.lowlevel import Server
from mcp.shared.exceptions import MCPError

from according.agents.calls import call
from according.agents.keeper import Keeper
from according.agents.tool import Tool
from according.agents.toolbox import TOOLS
from according.agents.trimming import NOTICE, plain
from according.errors import AccordingError
from according.exports.words.readings import visible
from according.version import __version__

# So many calls are worked on at the same time; each may take two connections to the ledger.
_CALLS_AT_ONCE = 8
_REPORTS_A_PAGE = 50
_REPORT = "according://reports/"
_INSTRUCTIONS = (
    "According keeps the books on news reports of armed conflict and disaster: who says how many of whom, where, since when, how sure, and "
    "whether the numbers agree. It never attaches a number to someone who did not give it, and says not what is true. "
)
Context = Any


def make_server(keeper: Keeper) -> Server[Any]:
    """Return a server with the tools that a keeper allows; the keeper stays its caller's to close."""
    tools = {tool.name: tool for tool in TOOLS}
    offered = [_described(tool) for tool in TOOLS if keeper.may_file or not tool.files]
    limiter = CapacityLimiter(_CALLS_AT_ONCE)

    async def list_tools(_: Context, params: types.PaginatedRequestParams | None) -> types.ListToolsResult:
        return types.ListToolsResult(tools=offered)

    async def call_tool(_: Context, params: types.CallToolRequestParams) -> types.CallToolResult:
        tool = tools.get(params.name)
        if tool is None:
            raise MCPError(types.INVALID_PARAMS, f"there is no tool {plain(visible(params.name))[:60]!r}; there are {', '.join(tools)}")
        # A caller who has gone waits for no answer; but what is being filed is filed whole.
        work = partial(call, keeper, tool, params.arguments or {})
        done = await run_sync(work, limiter=limiter, abandon_on_cancel=not tool.files)
        text = types.TextContent(type="text", text=done.text)
        return types.CallToolResult(content=[text], structured_content=done.value, is_error=done.value is None)

    async def list_reports(_: Context, params: types.PaginatedRequestParams | None) -> types.ListResourcesResult:
        return await run_sync(partial(_list_reports, keeper, params.cursor if params else None), limiter=limiter, abandon_on_cancel=True)

    async def list_templates(_: Context, params: types.PaginatedRequestParams | None) -> types.ListResourceTemplatesResult:
        return types.ListResourceTemplatesResult(resource_templates=[_TEMPLATE])

    async def read_report(_: Context, params: types.ReadResourceRequestParams) -> types.ReadResourceResult:
        return await run_sync(partial(_read_report, keeper, str(params.uri)), limiter=limiter, abandon_on_cancel=True)

    server: Server[Any] = Server(
        "according", version=__version__, title="According", instructions=_INSTRUCTIONS + NOTICE, on_list_tools=list_tools,
        on_call_tool=call_tool, on_list_resources=list_reports, on_list_resource_templates=list_templates, on_read_resource=read_report,
    )  # fmt: skip
    # The first of them would give every call to whatever OpenTelemetry finds in the environment: what is asked here is told to nobody.
    server.middleware.clear()
    return server


def _described(tool: Tool) -> types.Tool:
    """Return how a tool is listed."""
    hints = types.ToolAnnotations(read_only_hint=not tool.files, destructive_hint=False, idempotent_hint=True, open_world_hint=False)
    return types.Tool(
        name=tool.name, title=tool.title, description=tool.about, input_schema=tool.given.model_json_schema(), output_schema=tool.gives,
        annotations=hints,
    )  # fmt: skip


_TEMPLATE = types.ResourceTemplate(
    name="report", title="A report's text", uri_template=_REPORT + "{id}", mime_type="text/plain",
    description=f"The text of a filed report as received, by its whole id: what offsets index. {NOTICE}",
)  # fmt: skip


def _list_reports(keeper: Keeper, cursor: str | None) -> types.ListResourcesResult:
    """Return a page of the filed reports, the one that was filed last first."""
    if cursor is not None and not cursor.isdecimal():
        raise MCPError(types.INVALID_PARAMS, "cursor: this is no place in the list; take the one that the page before gives")
    try:
        found = keeper.ledger.latest_filings(_REPORTS_A_PAGE + 1, before=None if cursor is None else int(cursor))
    except AccordingError as error:
        raise MCPError(types.INTERNAL_ERROR, plain(str(error))) from None
    shown = found[:_REPORTS_A_PAGE]
    resources = [
        types.Resource(
            uri=_REPORT + filing.id, name=filing.id, title=plain(visible(filing.title or filing.path or filing.id)), mime_type="text/plain"
        )
        for _, filing in shown
    ]
    return types.ListResourcesResult(resources=resources, next_cursor=str(shown[-1][0]) if len(found) > len(shown) else None)


def _read_report(keeper: Keeper, uri: str) -> types.ReadResourceResult:
    """Return a filed report's text, whole: offsets index it."""
    try:
        text = keeper.ledger.text(uri.removeprefix(_REPORT)) if uri.startswith(_REPORT) else None
    except AccordingError as error:
        raise MCPError(types.INTERNAL_ERROR, plain(str(error))) from None
    if text is None:
        what = f"no report of the ledger has this address; write {_REPORT}ID, the whole id"
        raise MCPError(types.INVALID_PARAMS, f"{plain(visible(uri))[:100]}: {what}")
    return types.ReadResourceResult(contents=[types.TextResourceContents(uri=uri, mime_type="text/plain", text=plain(text))])
