"""What can go wrong on the way: time, size, compression, broken connections."""

from __future__ import annotations

import asyncio
import gzip
import re
import socket
import struct
import time
import zlib
from collections import deque

import pytest

from dialer_tui.api.inflate import Inflater, TooLarge
from dialer_tui.api.protocol import Fault, Kind
from dialer_tui.api.sentences import unreachable
from dialer_tui.model import Agent

from .server import (
    AGENTS,
    BODY,
    HEAD,
    Asked,
    Script,
    client_of,
    fault_of,
    http,
    never,
    raw,
    serving,
)


def _gzip(data: bytes) -> bytes:
    """The same bytes every time, so that a test has the same name in every process."""
    return gzip.compress(data, mtime=0)


# --- time ---------------------------------------------------------------------------------------------------------


def slowly(data: bytes, pause: float, at_once: int = 0) -> Script:
    """A byte at a time after the first ones: no pause is ever long enough for a time-out of reads."""

    async def script(_: Asked, writer: asyncio.StreamWriter) -> None:
        writer.write(data[:at_once])
        for byte in data[at_once:]:
            writer.write(bytes([byte]))
            await writer.drain()
            await asyncio.sleep(pause)

    return script


DRIPPED = HEAD + b"Content-Length: %d\r\n\r\n" % len(BODY) + BODY


@pytest.mark.parametrize(
    "script",
    [never, slowly(DRIPPED, 0.02), slowly(DRIPPED, 0.02, DRIPPED.index(b"{")), raw(DRIPPED[:-1])],
    ids=["silence", "dripping head", "dripping body", "stalled"],
)
async def test_whole_request_has_one_deadline_by_the_clock(script: Script) -> None:
    began = time.monotonic()
    fault = await fault_of(script, deadline=0.3)
    assert 0.29 < time.monotonic() - began < 1.5
    assert (fault.kind, fault.exit_code) == (Kind.BUSY, 5)
    assert re.fullmatch(r"127\.0\.0\.1:\d+ did not answer within 0\.3 s\.", str(fault))


async def test_slow_answer_within_the_deadline_is_good() -> None:
    async with serving(slowly(DRIPPED, 0.001)) as server, client_of(server.url, deadline=5) as client:
        assert (await client.fetch(AGENTS)).records == [Agent("4711")]


async def test_cancelled_request_leaves_the_client_usable() -> None:
    async with serving(never, http(BODY)) as server, client_of(server.url) as client:
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(client.fetch(AGENTS), 0.1)
        assert (await client.fetch(AGENTS)).records == [Agent("4711")]


# --- broken answers -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (HEAD + b"Content-Length: 999\r\n\r\n" + BODY, "cut short"),
        (HEAD + b"Content-Length: 999\r\nContent-Encoding: gzip\r\n\r\n" + _gzip(BODY), "cut short"),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\n%x\r\n" % len(BODY) + BODY, "cut short"),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n" + BODY, "cut short"),
        (HEAD + b"Content-Length: 9\r\n\r\n" + BODY, "not JSON"),
        (HEAD + b"\r\n" + BODY[:-9], "not JSON"),
        (HEAD + b"Content-Length: 0\r\n\r\n", "is empty"),
        (b"HTTP/1.1 204 No Content\r\n\r\n", "is empty"),
        (b"", "closed the connection, or"),
        (HEAD + b"Content-Le", "closed the connection, or"),
        (b"SSH-2.0-OpenSSH_9.2\r\n", "is no HTTP"),
        (b"\x00\xff\xfe\x80" * 100, "is no HTTP"),
        (HEAD + b"X: " + b"x" * 300_000 + b"\r\n\r\n", "is no HTTP"),
        (HEAD + b"Content-Length: twelve\r\n\r\n" + BODY, "is no HTTP"),
    ],
    ids=[
        "short of its length",
        "compressed, short of its length",
        "chunks without an end",
        "a chunk of no length",
        "longer than its length",
        "ends in mid-JSON",
        "no bytes",
        "no content",
        "no answer",
        "half a head",
        "another protocol",
        "binary",
        "a head without an end",
        "a length in words",
    ],
)
async def test_broken_answers(data: bytes, says: str) -> None:
    fault = await fault_of(raw(data, close=True), deadline=5)
    assert (fault.kind, fault.code, fault.exit_code) == (Kind.BUSY, None, 5)
    assert says in str(fault)


async def test_cut_body_of_an_http_error_counts_by_its_status() -> None:
    fault = await fault_of(raw(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 999\r\n\r\n<h1>", close=True))
    assert (fault.kind, fault.status) == (Kind.STATUS, 403)


async def test_connection_reset() -> None:
    async def reset(_: Asked, writer: asyncio.StreamWriter) -> None:
        sock = writer.get_extra_info("socket")
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        writer.transport.abort()

    fault = await fault_of(reset)
    assert fault.kind is Kind.BUSY
    assert "connection" in str(fault)


async def test_connection_refused() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    async with client_of(f"http://127.0.0.1:{port}/") as client:
        with pytest.raises(Fault, match="refused the connection") as caught:
            await client.fetch(AGENTS)
    assert caught.value.kind is Kind.BUSY


def test_name_that_is_not_found_has_its_sentence() -> None:
    """The resolver's own error, had without a network."""
    with pytest.raises(socket.gaierror) as caught:
        socket.getaddrinfo("nowhere", 443, flags=socket.AI_NUMERICHOST)
    assert unreachable(caught.value, "nowhere") == (
        "Cannot reach nowhere: its name could not be found: check the url and the network"
    )


async def test_name_that_cannot_be_one() -> None:
    async with client_of(f"https://{'x' * 70}.example/") as client:
        with pytest.raises(Fault) as caught:
            await client.fetch(AGENTS)
    assert caught.value.kind is Kind.BUSY


# --- compression and size -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("gzip", _gzip(BODY)),
        ("GZIP", _gzip(BODY)),
        ("x-gzip", _gzip(BODY)),
        ("gzip", _gzip(BODY[:40]) + _gzip(BODY[40:])),
        ("identity", BODY),
        ("", BODY),
    ],
)
@pytest.mark.parametrize("piecemeal", [False, True])
async def test_compressed_answers(encoding: str, body: bytes, piecemeal: bool) -> None:
    data = HEAD + b"Content-Encoding: %s\r\nContent-Length: %d\r\n\r\n" % (encoding.encode(), len(body)) + body
    script = slowly(data, 0.0001, len(data) - len(body)) if piecemeal else raw(data)
    async with serving(script) as server, client_of(server.url) as client:
        answer = await client.fetch(AGENTS)
    assert (answer.records, answer.size) == ([Agent("4711")], len(BODY))


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("gzip", BODY),
        ("gzip", _gzip(BODY)[:-9]),
        ("gzip", _gzip(BODY)[:-8] + b"\x00" * 8),
        ("gzip", _gzip(BODY) + b"more"),
        ("gzip", zlib.compress(BODY)),
        ("br", BODY),
        ("gzip, gzip", _gzip(_gzip(BODY))),
    ],
)
async def test_broken_compression(encoding: str, body: bytes) -> None:
    fault = await fault_of(http(body, Content_Encoding=encoding))
    assert fault.kind is Kind.BUSY
    assert "cannot be decompressed" in str(fault)


def bomb(megabytes: int) -> bytes:
    packer = zlib.compressobj(9, wbits=31)
    return b"".join(packer.compress(b" " * 2**20) for _ in range(megabytes)) + packer.flush()


@pytest.mark.parametrize("part", [1, 7, 100, 10**6])
@pytest.mark.parametrize("size", [2**18 - 1, 2**18, 2**18 + 1, 2**19 + 100])
def test_body_comes_out_whole_however_it_is_cut(size: int, part: int) -> None:
    inflater, body = Inflater("gzip", 2**20), b" " * size
    packed = _gzip(body)
    for start in range(0, len(packed), part):
        deque(inflater.feed(packed[start : start + part]), maxlen=0)
    assert b"".join(inflater.parts()) == body


async def test_bomb_is_left_before_it_has_come_whole() -> None:
    """Its last bytes never come: only a client that stops early ends before the deadline."""
    body = bomb(200)
    data = HEAD + b"Content-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(body) + body[: len(body) * 3 // 4]
    fault = await fault_of(raw(data), limit=8 * 2**20, deadline=20)
    assert (fault.kind, fault.exit_code) == (Kind.BUSY, 5)
    assert str(fault) == "The server's answer is larger than 8 MB."


def test_bomb_takes_no_more_memory_than_the_limit() -> None:
    inflater = Inflater("gzip", 2**20)
    with pytest.raises(TooLarge):
        deque(inflater.feed(bomb(50)), maxlen=0)
    assert sum(map(len, inflater._parts)) <= 2**20


@pytest.mark.parametrize("length", ["Content-Length: 99999999", "Transfer-Encoding: chunked"])
async def test_plain_body_past_the_limit_is_left_too(length: str) -> None:
    part = b"%x\r\n" % 5000 + b" " * 5000 + b"\r\n" if "chunked" in length else b" " * 5000
    fault = await fault_of(raw(HEAD + length.encode() + b"\r\n\r\n" + part), limit=4096, deadline=20)
    assert "is larger than" in str(fault)


async def test_body_of_exactly_the_limit_is_good() -> None:
    async with serving(http(BODY)) as server, client_of(server.url, limit=len(BODY)) as client:
        assert (await client.fetch(AGENTS)).records == [Agent("4711")]
    assert "is larger than" in str(await fault_of(http(BODY), limit=len(BODY) - 1))
