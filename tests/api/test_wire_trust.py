"""Where the key may go, and by whom: redirects, proxies, TLS; and what must not leak."""

from __future__ import annotations

import asyncio
import os
import ssl
import traceback
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import trustme

from dialer_tui.api.client import Client
from dialer_tui.api.protocol import Fault, Kind
from dialer_tui.clock import Clock
from dialer_tui.model import Agent

from .server import (
    AGENTS,
    BODY,
    HEAD,
    ID,
    KEY,
    Script,
    client_of,
    fault_of,
    http,
    never,
    raw,
    says,
    serving,
)

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
