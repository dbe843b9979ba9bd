"""What can go wrong on the way: time, size, compression, broken connections, proxies, TLS; and what must not leak."""

from __future__ import annotations

import asyncio
import gzip
import json
import os
import re
import socket
import ssl
import struct
import time
import traceback
import zlib
from collections import deque
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import trustme

from dialer_tui.api.client import Client
from dialer_tui.api.inflate import Inflater, TooLarge
from dialer_tui.api.protocol import Fault, Kind
from dialer_tui.api.sentences import unreachable
from dialer_tui.clock import Clock
from dialer_tui.model import Agent, Ask

from .server import ID, KEY, Asked, Script, client_of, http, raw, says, serving

AGENTS = Ask("getAgents")
GOOD = {"responseCode": 1, "responseMessage": "Success", "responseDetails": [{"agentID": "4711"}]}
BODY = json.dumps(GOOD).encode()


def _gzip(data: bytes) -> bytes:
    """The same bytes every time, so that a test has the same name in every process."""
    return gzip.compress(data, mtime=0)


HEAD = b"HTTP/1.1 200 OK\r\n"


async def fault_of(*scripts: Script, **options: Any) -> Fault:
    async with serving(*scripts) as server, client_of(server.url, **options) as client:
        with pytest.raises(Fault) as caught:
            await client.fetch(AGENTS)
    return caught.value


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


async def never(_: Asked, writer: asyncio.StreamWriter) -> None:
    await asyncio.sleep(60)


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


# --- where the key may go -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "url",
    [
        "https://api.infocu5.com/dialer/",
        "HTTPS://api.infocu5.com:8443/dialer/?x=1",
        "http://127.0.0.1:8765/dialer/",
        "http://127.9.9.9/",
        "http://localhost:8765/",
        "http://[::1]:8765/",
        "https://bücher.example/",
    ],
)
def test_urls_that_may_be_used(url: str) -> None:
    Client(url, ID, KEY, Clock())


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("", "empty"),
        ("http://api.infocu5.com/dialer/", "https://"),
        ("http://10.0.0.1/", "https://"),
        ("http://localhost.example/", "https://"),
        ("http://127.0.0.1.example/", "https://"),
        ("http://0.0.0.0/", "https://"),
        ("ftp://127.0.0.1/", "must look like"),
        ("api.infocu5.com/dialer/", "must look like"),
        ("https://", "must look like"),
        ("https:///dialer/", "must look like"),
        ("file:///etc/passwd", "must look like"),
        ("https://ann:secret@api.infocu5.com/", "user name or password"),
        ("https://@api.infocu5.com/", "user name or password"),
        ("http://127.0.0.1:80@evil.example/", "user name or password"),
        ("https://api.infocu5.com:port/", "not readable"),
        ("https://api.infocu5.com:99999/", "not readable"),
        ("https://[::1/", "not readable"),
        ("https://api.infocu5.com/#part", "#"),
        ("https://api.infocu5.com/ dialer", "blanks"),
        ("https://api.infocu5.com\n/", "blanks"),
        ("http://127.0.0.1\\@evil.example/", "blanks"),
    ],
)
def test_urls_that_may_not(url: str, says: str) -> None:
    with pytest.raises(ValueError, match=says) as refused:
        Client(url, ID, KEY, Clock())
    assert "secret" not in str(refused.value)


def test_credentials_are_checked_before_anything_is_sent() -> None:
    with pytest.raises(ValueError, match="affiliate key"):
        Client("https://api.infocu5.com/dialer/", ID, KEY[:-1], Clock())


@pytest.mark.parametrize(
    "script",
    [
        says(100, f"Invalid ID and Transaction Key combination {KEY}"),
        says(900, f"failed: {KEY.upper()}"),
        http(b"", 302, Location="https://elsewhere.example/"),
        raw(b"", close=True),
        raw(b"garbage\r\n", close=True),
        raw(HEAD + b"Content-Length: 99\r\n\r\n" + KEY.encode(), close=True),
        never,
    ],
    ids=["refused", "900", "redirect", "closed", "garbage", "cut", "never"],
)
async def test_key_is_in_no_message_and_in_nothing_that_a_fault_keeps(script: Script) -> None:
    fault = await fault_of(script, deadline=0.3)
    assert (fault.__cause__, fault.__context__) == (None, None)
    frames = traceback.TracebackException.from_exception(fault, capture_locals=True)
    own = [frame for frame in frames.stack if "/dialer_tui/" in frame.filename]
    assert own
    kept = [
        str(fault),
        repr(fault),
        fault.message,
        *(value for frame in own for value in (frame.locals or {}).values()),
    ]
    for text in kept:
        assert KEY.lower() not in text.lower()


def test_key_is_in_no_repr() -> None:
    client = Client("https://api.infocu5.com/dialer/", ID, KEY, Clock())
    assert KEY not in repr(client)
    assert not any(KEY in repr(value) for value in vars(client).values())


# --- proxies ------------------------------------------------------------------------------------------------------


@pytest.fixture
def proxied(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    def use(url: str) -> None:
        for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
            monkeypatch.setenv(name, url)

    return use


async def test_loopback_ignores_proxies(proxied: Callable[[str], None]) -> None:
    async with serving(http(BODY)) as server, serving(http(b"", 502)) as proxy, client_of(server.url) as client:
        proxied(proxy.url)
        assert (await client.fetch(AGENTS)).records == [Agent("4711")]
    assert proxy.connections == 0


async def test_other_hosts_go_by_the_proxy_and_its_refusal_is_said(proxied: Callable[[str], None]) -> None:
    async with serving(http(b"", 407)) as proxy, client_of("https://api.dialer.example/dialer/") as client:
        proxied(proxy.url)
        with pytest.raises(Fault, match="the proxy") as caught:
            await client.fetch(AGENTS)
    assert [asked.line for asked in proxy.asked] == ["CONNECT api.dialer.example:443 HTTP/1.1"]
    assert proxy.asked[0].body == b""
    assert caught.value.kind is Kind.BUSY


@pytest.mark.parametrize("url", ["socks5://127.0.0.1:1080", "gopher://127.0.0.1:70", "http://[::1"])
async def test_proxy_of_a_kind_that_cannot_be_used(proxied: Callable[[str], None], url: str) -> None:
    proxied(url)
    async with client_of("https://api.dialer.example/dialer/") as client:
        with pytest.raises(Fault, match="proxy variables"):
            await client.fetch(AGENTS)


# --- TLS ----------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def ca_file(authority: trustme.CA, tmp_path: Path) -> str:
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    return str(tmp_path / "ca.pem")


def speaking_tls(certificate: trustme.LeafCert) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    return context


async def test_private_authority_is_trusted_by_its_file(authority: trustme.CA, ca_file: str) -> None:
    tls = speaking_tls(authority.issue_cert("127.0.0.1"))
    async with serving(http(BODY), tls=tls) as server, client_of(server.url, ca_file=ca_file) as client:
        for _ in range(2):
            assert (await client.fetch(AGENTS)).records == [Agent("4711")]
    assert server.connections == 1


LONG_AGO = datetime(2001, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("issued", "trusted", "says"),
    [
        (lambda ca: ca.issue_cert("127.0.0.1"), False, "an authority that is not trusted here"),
        (lambda ca: ca.issue_cert("elsewhere.example"), True, "is for another"),
        (lambda ca: ca.issue_cert("127.0.0.1", not_after=LONG_AGO), True, "has expired"),
        (
            lambda ca: ca.issue_cert(
                "127.0.0.1", not_before=datetime(2900, 1, 1, tzinfo=UTC), not_after=datetime(2901, 1, 1, tzinfo=UTC)
            ),
            True,
            "not valid yet",
        ),
    ],
    ids=["unknown", "other host", "expired", "early"],
)
async def test_certificates_that_are_not_good_enough(
    authority: trustme.CA, ca_file: str, issued: Callable[[trustme.CA], trustme.LeafCert], trusted: bool, says: str
) -> None:
    tls = speaking_tls(issued(authority))
    trust = ca_file if trusted else None
    async with serving(http(BODY), tls=tls) as server, client_of(server.url, ca_file=trust) as client:
        with pytest.raises(Fault) as caught:
            await client.fetch(AGENTS)
    assert (caught.value.kind, caught.value.exit_code) == (Kind.BUSY, 5)
    assert f"Cannot reach {urlsplit(server.url).netloc}: its certificate" in str(caught.value)
    assert says in str(caught.value)
    assert server.asked == []


async def test_server_that_speaks_no_tls() -> None:
    async def plain(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")
        writer.close()

    listening = await asyncio.start_server(plain, "127.0.0.1", 0)
    async with listening, client_of(f"https://127.0.0.1:{listening.sockets[0].getsockname()[1]}/") as client:
        with pytest.raises(Fault, match="speaks TLS") as caught:
            await client.fetch(AGENTS)
    assert caught.value.kind is Kind.BUSY


@pytest.mark.parametrize(
    ("content", "says"),
    [(None, "cannot be read"), ("", "holds no certificate"), ("-----BEGIN", "holds no certificate")],
)
def test_ca_file_that_cannot_be_used(tmp_path: Path, content: str | None, says: str) -> None:
    path = tmp_path / "ca.pem"
    if content is not None:
        path.write_text(content)
    with pytest.raises(ValueError, match=says):
        Client("https://api.infocu5.com/", ID, KEY, Clock(), ca_file=str(path))


def test_ca_file_that_is_a_folder(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="cannot be read"):
        Client("https://api.infocu5.com/", ID, KEY, Clock(), ca_file=str(tmp_path))


async def test_ca_file_that_is_gone_when_it_is_needed(ca_file: str) -> None:
    async with client_of("https://127.0.0.1:9/", ca_file=ca_file) as client:
        os.unlink(ca_file)
        with pytest.raises(Fault, match="certificates to trust cannot be read"):
            await client.fetch(AGENTS)
