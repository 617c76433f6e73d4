"""The server, on the official SDK: stdin and stdout carry the protocol alone."""

import json
from collections.abc import Callable
from typing import Any

import anyio
import mcp_types
from mcp.server.lowlevel import Server
from mcp.server.stdio import stdio_server
from mcp.shared.exceptions import MCPError

from achats_reseaux import __version__, api
from achats_reseaux.mcp.content import DATA, TOOLS, as_text, content_of
from achats_reseaux.model import Catalogue


def tools() -> list[mcp_types.Tool]:
    """The tools as clients see them, each with closed schemas of what it takes and returns."""
    found = []
    for tool in TOOLS.values():
        defined = {one: DATA["$defs"][one] for one in tool["defined"]}
        if "network" in tool:
            every = defined["network"]["properties"]
            defined["network"] = _closed({one: every[one] for one in tool["network"]}, ["id"])
        returned = _closed({one: DATA["output"][one] for one in tool["output"]}, ["status"])
        taken = _closed({one: DATA["input"][one] for one in tool["input"]}, tool["required"])
        schemas = {"inputSchema": taken, "outputSchema": {**returned, "$defs": defined}}
        shown = {one: tool[one] for one in ("name", "title", "description")}
        made = {**shown, **schemas, "annotations": DATA["annotations"]}
        found.append(mcp_types.Tool.model_validate(made))
    return found


def _closed(properties: dict[str, Any], required: list[str]) -> dict[str, Any]:
    schema = {"type": "object", "properties": properties, "additionalProperties": False}
    return schema | ({"required": required} if required else {})


def serve(catalogue: Catalogue, today: Callable[[], str]) -> None:
    """Answer the client on stdin and stdout until its input ends; ``today`` gives the ISO date."""

    async def list_tools(_context: Any, _params: Any) -> Any:
        return mcp_types.ListToolsResult(tools=tools())

    async def call_tool(_context: Any, params: Any) -> Any:
        if params.name not in TOOLS:
            raise MCPError(mcp_types.INVALID_PARAMS, f"Les outils : {', '.join(TOOLS)}.")
        content = content_of(catalogue, today(), params.name, params.arguments or {})
        text = mcp_types.TextContent(text=as_text(content))
        refused = content["status"] == "invalid"
        found = {"content": [text], "structuredContent": content, "isError": refused}
        return mcp_types.CallToolResult.model_validate(found)

    async def list_resources(_context: Any, _params: Any) -> Any:
        return mcp_types.ListResourcesResult(resources=DATA["resources"])

    async def read_resource(_context: Any, params: Any) -> Any:
        uri = str(params.uri)
        document: Any = api.networks(catalogue=catalogue, today=today()).to_dict()
        if uri == "reseaux://vocabulary":
            document = {
                namespace: {one.id: [one.label, *one.aliases] for one in words}
                for namespace, words in catalogue.words.items()
            }
        elif uri != "reseaux://catalogue":
            raise MCPError(mcp_types.INVALID_PARAMS, "reseaux://catalogue ou reseaux://vocabulary.")
        text = json.dumps(document, ensure_ascii=False)
        found = {"uri": uri, "mimeType": "application/json", "text": text}
        return mcp_types.ReadResourceResult.model_validate({"contents": [found]})

    async def run() -> None:
        async with stdio_server() as (incoming, outgoing):
            await server.run(incoming, outgoing, server.create_initialization_options())

    server = Server(
        "reseaux",
        version=__version__,
        instructions=" ".join(DATA["instructions"]),
        on_list_tools=list_tools,
        on_call_tool=call_tool,
        on_list_resources=list_resources,
        on_read_resource=read_resource,
    )
    anyio.run(run)
