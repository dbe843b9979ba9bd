"""A tiny HTTP server on a loopback socket that answers with scripted bytes, and keeps what it was asked."""

from __future__ import annotations

import asyncio
import json
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest

from dialer_tui.api.client import Client
from dialer_tui.api.protocol import Fault
from dialer_tui.clock import Clock
from dialer_tui.model import Ask

ID, KEY = "Affiliate012", "KeyKeyKeyKeyKeyKey0123456789abcd"
DATE = "Sat, 01 Jan 2022 21:00:00 GMT"
DATE_SECONDS = 1641070800


@dataclass
class Asked:
    """One request as it came."""

    line: str
    headers: dict[str, str]
    body: bytes
    connection: int

    @property
    def fields(self) -> dict[str, Any]:
        return json.loads(self.body)


Script = Callable[[Asked, asyncio.StreamWriter], Awaitable[None]]


@dataclass
class Server:
    """Every request is answered by the next script, the last one again and again."""

    scripts: list[Script]
    tls: ssl.SSLContext | None = None
    asked: list[Asked] = field(default_factory=list)
    connections: int = 0
    url: str = ""

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        connection = self.connections
        try:
            while not writer.is_closing():
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
                line, *rest = head.strip().split("\r\n")
                headers = {name.lower(): value.strip() for name, _, value in (part.partition(":") for part in rest)}
                body = await reader.readexactly(int(headers.get("content-length", 0)))
                asked = Asked(line, headers, body, connection)
                self.asked.append(asked)
                script = self.scripts[min(len(self.asked), len(self.scripts)) - 1]
                await script(asked, writer)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()


@asynccontextmanager
async def serving(*scripts: Script, tls: ssl.SSLContext | None = None) -> AsyncIterator[Server]:
    """A listening server. Its connections are aborted at the end, the ones in mid-script too."""
    server = Server(list(scripts), tls)
    tasks: set[asyncio.Task[None]] = set()

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.ensure_future(server._serve(reader, writer))
        tasks.add(task)
        task.add_done_callback(tasks.discard)

    listening = await asyncio.start_server(connected, "127.0.0.1", 0, ssl=tls)
    port = listening.sockets[0].getsockname()[1]
    server.url = f"{'https' if tls else 'http'}://127.0.0.1:{port}/dialer/"
    try:
        yield server
    finally:
        listening.close()
        for task in list(tasks):
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


@asynccontextmanager
async def client_of(url: str, clock: Clock | None = None, **options: Any) -> AsyncIterator[Client]:
    """A client, closed at the end."""
    client = Client(url, ID, KEY, clock or Clock(), **options)
    try:
        yield client
    finally:
        await client.close()


def raw(data: bytes, *, close: bool = False) -> Script:
    """Exactly these bytes."""

    async def script(_: Asked, writer: asyncio.StreamWriter) -> None:
        writer.write(data)
        if close:
            await writer.drain()
            writer.close()

    return script


def http(body: bytes, status: int = 200, *, date: str | None = DATE, close: bool = False, **headers: str) -> Script:
    """An answer in good form; `_` in a header's name stands for `-`."""
    lines = [f"HTTP/1.1 {status} Whatever", f"Content-Length: {len(body)}"]
    if date is not None:
        lines.append(f"Date: {date}")
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return raw("\r\n".join(lines).encode() + b"\r\n\r\n" + body, close=close)


def says(code: Any, message: str = "Words", details: Any = ..., status: int = 200, **headers: str) -> Script:
    """An answer of the API."""
    body = {"responseCode": code, "responseMessage": message}
    if details is not ...:
        body["responseDetails"] = details
    return http(json.dumps(body).encode(), status, **headers)


# What the tests of the wire ask for, and what comes of it.
AGENTS = Ask("getAgents")
GOOD = {"responseCode": 1, "responseMessage": "Success", "responseDetails": [{"agentID": "4711"}]}
BODY = json.dumps(GOOD).encode()
HEAD = b"HTTP/1.1 200 OK\r\n"


async def never(_: Asked, writer: asyncio.StreamWriter) -> None:
    """A script that does not answer."""
    await asyncio.sleep(60)


async def fault_of(*scripts: Script, **options: Any) -> Fault:
    """The fault that asking a server of these scripts ends in."""
    async with serving(*scripts) as server, client_of(server.url, **options) as client:
        with pytest.raises(Fault) as caught:
            await client.fetch(AGENTS)
    return caught.value
