"""What check says of a secured connection."""

from __future__ import annotations

import ssl
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import trustme

from dialer_tui import config
from dialer_tui.api.client import Client
from dialer_tui.check.probe import Probe
from dialer_tui.clock import Clock
from dialer_tui.floor.facts import Fact, Grade
from tests.api.server import ID, KEY, says, serving

NOW = datetime.now(UTC)


async def probed(authority: trustme.CA, trusted: str | None, days: float) -> dict[str, Fact]:
    """The facts of asking a server whose certificate is good for so many days more."""
    certificate = authority.issue_cert("127.0.0.1", not_after=NOW + timedelta(days=days, hours=1))
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(tls)
    async with serving(says(341), tls=tls) as server:
        account = {"url": server.url, "affiliate_id": ID, "affiliate_key": KEY}
        found = replace(config.load(environ={}, overrides=account), ca_file=trusted)
        clock = Clock()
        client = Client(found.url, ID, KEY, clock, ca_file=found.ca_file)
        try:
            return {fact.name: fact async for fact in Probe(client, clock, found, pause=0).facts()}
        finally:
            await client.close()


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def trusted(authority: trustme.CA, tmp_path: Path) -> str:
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    return str(tmp_path / "ca.pem")


@pytest.mark.parametrize(("days", "grade"), [(300, Grade.WELL), (5, Grade.REMARK)])
async def test_a_certificate_that_is_verified(authority: trustme.CA, trusted: str, days: int, grade: Grade) -> None:
    fact = (await probed(authority, trusted, days))["server"]
    assert fact.grade is grade
    assert ": TLSv1.3, certificate verified, good for " in fact.value
    assert f"good for {days} days (until {NOW + timedelta(days=days, hours=1):%Y-%m-%d})" in fact.value
    assert bool(fact.do) == (grade is Grade.REMARK)


async def test_a_certificate_that_nobody_here_trusts(authority: trustme.CA) -> None:
    facts = await probed(authority, None, 300)
    assert facts["server"].grade is Grade.UNKNOWN
    assert facts["getAgents"].code == 5
    assert "set [api] ca_file if you trust it" in facts["getAgents"].value
    assert facts["getCalls"].value == "not asked: see getAgents"
