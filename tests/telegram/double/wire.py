"""HTTP/1.1 as the Bot API speaks it: forms with JSON inside, multipart uploads, JSON bodies; and broken connections."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from email.parser import BytesParser
from email.policy import HTTP
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

NESTED = {
    "reply_markup",
    "reply_parameters",
    "link_preview_options",
    "entities",
    "commands",
    "scope",
    "results",
    "result",
    "allowed_updates",
    "ephemeral_message_parameters",
    "rich_message",
    "button",
}


@dataclass(frozen=True)
class Request:
    """One call: its path, parameters (nested ones decoded), uploaded files by field name, and if the caller left."""

    path: str
    params: dict[str, Any]
    files: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    hung_up: Callable[[], bool] = lambda: False


@dataclass(frozen=True)
class Reply:
    """``body`` None means: close the connection without a word."""

    status: int
    body: bytes | None
    kind: str = "application/json"
    headers: dict[str, str] = field(default_factory=dict)


Handler = Callable[[Request], Awaitable[Reply]]


async def serve_connection(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, handler: Handler) -> None:
    """Answer the requests of one connection until either side closes it."""
    try:
        while request := await read_request(reader):
            reply = await handler(request)
            if reply.body is None:
                break
            head = f"HTTP/1.1 {reply.status} X\r\ncontent-type: {reply.kind}\r\ncontent-length: {len(reply.body)}\r\n"
            head += "".join(f"{name}: {value}\r\n" for name, value in reply.headers.items())
            writer.write(head.encode() + b"\r\n" + reply.body)
            await writer.drain()
    except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
        pass
    finally:
        writer.close()
        with contextlib.suppress(ConnectionError, asyncio.CancelledError):
            await writer.wait_closed()


async def read_request(reader: asyncio.StreamReader) -> Request | None:
    try:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    except asyncio.IncompleteReadError:
        return None
    first, *lines = head.strip().split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    body = await reader.readexactly(int(headers.get("content-length", 0)))
    target = urlsplit(first.split(" ")[1])
    params: dict[str, Any] = dict(parse_qsl(target.query, keep_blank_values=True))
    form, files = read_body(headers.get("content-type", ""), body)
    return Request(unquote(target.path), nested({**params, **form}), files, reader.at_eof)


def read_body(kind: str, body: bytes) -> tuple[dict[str, Any], dict[str, tuple[str, bytes]]]:
    if kind.startswith("application/json"):
        return (json.loads(body) if body else {}), {}
    if kind.startswith("multipart/form-data"):
        return read_multipart(kind, body)
    return dict(parse_qsl(body.decode(), keep_blank_values=True)), {}


def read_multipart(kind: str, body: bytes) -> tuple[dict[str, Any], dict[str, tuple[str, bytes]]]:
    message = BytesParser(policy=HTTP).parsebytes(f"content-type: {kind}\r\n\r\n".encode() + body)
    fields: dict[str, Any] = {}
    files: dict[str, tuple[str, bytes]] = {}
    for part in message.iter_parts():
        name, filename = part.get_param("name", header="content-disposition"), part.get_filename()
        content = part.get_payload(decode=True) or b""
        assert isinstance(name, str)
        assert isinstance(content, bytes)  # a part of a form has no parts of its own
        if filename is not None:
            files[name] = (filename, content)
        else:
            fields[name] = content.decode()
    return fields, files


def nested(params: dict[str, Any]) -> dict[str, Any]:
    return {
        name: json.loads(value) if name in NESTED and isinstance(value, str) else value
        for name, value in params.items()
    }
