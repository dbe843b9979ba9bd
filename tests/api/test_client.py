"""The client against a real socket: what it sends, and what it makes of every kind of answer."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import msgspec
import pytest

from dialer_tui.api import decode
from dialer_tui.api.decode import CHUNK, Reading
from dialer_tui.api.protocol import Fault, Kind
from dialer_tui.clock import Clock
from dialer_tui.model import Agent, Answer, Ask, Oddities, Scope

from .server import DATE, DATE_SECONDS, ID, KEY, Asked, client_of, http, raw, says, serving

AGENTS = Ask("getAgents")
CALLS = Ask("getCalls", 1641038400, 1641042000)
ONE = {"C1": {"callDate": "2022-01-01T20:58:19+00:00"}}
GOOD = says(1, details=[{"agentID": "4711"}])


async def fault_of(*scripts: Any, ask: Ask = AGENTS, clock: Clock | None = None, **options: Any) -> Fault:
    """The fault that a scripted answer leads to."""
    async with serving(*scripts) as server, client_of(server.url, clock, **options) as client:
        with pytest.raises(Fault) as caught:
            await client.fetch(ask)
    return caught.value


async def answer_of(*scripts: Any, ask: Ask = AGENTS, **options: Any) -> Answer[Any]:
    async with serving(*scripts) as server, client_of(server.url, **options) as client:
        return await client.fetch(ask)


# --- what is sent -------------------------------------------------------------------------------------------------


async def test_a_question_is_one_post_of_json() -> None:
    async with serving(says(340)) as server, client_of(server.url) as client:
        await client.fetch(Ask("getCalls", 1641038400, 1641042000, Scope(("1111",)), known=b"not sent"))
    (asked,) = server.asked
    assert asked.line == "POST /dialer/ HTTP/1.1"
    assert asked.headers["content-type"] == "application/json"
    assert asked.headers["accept-encoding"] == "gzip"
    assert "cookie" not in asked.headers
    assert asked.fields == {
        "affiliateID": ID,
        "affiliateKey": KEY,
        "dialerFunction": "getCalls",
        "dateStart": "2022-01-01T11:59:58+00:00",
        "dateEnd": "2022-01-01T13:00:01+00:00",
        "filterCampaigns": ["1111"],
    }


async def test_connection_is_kept_and_cookies_are_not() -> None:
    async with serving(says(341, Set_Cookie="session=1; Path=/")) as server, client_of(server.url) as client:
        for _ in range(3):
            await client.fetch(AGENTS)
    assert server.connections == 1
    assert all("cookie" not in asked.headers for asked in server.asked)


async def test_connection_closed_while_idle_is_no_fault() -> None:
    async with serving(says(341, close=True), says(341)) as server, client_of(server.url) as client:
        await client.fetch(AGENTS)
        await asyncio.sleep(0.05)
        await client.fetch(AGENTS)
    assert (server.connections, len(server.asked)) == (2, 2)


async def test_connection_closed_at_the_moment_of_use_is_no_fault() -> None:
    async with serving(says(341), raw(b"", close=True), GOOD) as server, client_of(server.url) as client:
        await client.fetch(AGENTS)
        answer = await client.fetch(AGENTS)
        assert client.stats.requests == 3
    assert answer.records == [Agent("4711")]
    assert [asked.connection for asked in server.asked] == [1, 1, 2]


async def test_new_connection_closed_without_an_answer_is_a_fault_after_one_request() -> None:
    async with serving(raw(b"", close=True)) as server, client_of(server.url) as client:
        with pytest.raises(Fault) as caught:
            await client.fetch(AGENTS)
    assert caught.value.kind is Kind.BUSY
    assert len(server.asked) == 1


async def test_part_of_an_answer_on_a_kept_connection_is_not_asked_again() -> None:
    cut = raw(b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n{", close=True)
    async with serving(says(341), cut) as server, client_of(server.url) as client:
        await client.fetch(AGENTS)
        with pytest.raises(Fault):
            await client.fetch(AGENTS)
    assert len(server.asked) == 2


async def test_closed_client_opens_again() -> None:
    async with serving(says(341)) as server, client_of(server.url) as client:
        await client.fetch(AGENTS)
        await client.close()
        await client.close()
        await client.fetch(AGENTS)
    assert server.connections == 2


# --- good answers -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", [340, 341, "340", 341.0])
@pytest.mark.parametrize("details", [..., None, [], {}, "none", ONE])
async def test_empty_codes_are_empty_answers(code: Any, details: Any) -> None:
    answer = await answer_of(says(code, "No Calls found", details), ask=CALLS)
    assert (answer.records, answer.count, bool(answer.oddities)) == ([], 0, False)


async def test_answer_says_when_it_was_sent_and_received_and_how_large_it_was() -> None:
    clock = Clock()

    async def late(asked: Asked, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(0.1)
        await says(1, details=ONE)(asked, writer)

    before = clock.tick()
    async with serving(late) as server, client_of(server.url, clock) as client:
        answer = await client.fetch(CALLS)
        assert list(client.stats.round_trips) == [answer.received - answer.sent]
        assert (client.stats.requests, client.stats.received) == (1, answer.size)
    assert before <= answer.sent <= answer.received - 0.1
    assert answer.received <= clock.tick()
    assert answer.size == len(json.dumps({"responseCode": 1, "responseMessage": "Words", "responseDetails": ONE}))


async def test_bytes_that_are_known_are_not_read_again_and_others_are() -> None:
    odd = {**ONE, "C2": None}
    more = {**ONE, "C3": ONE["C1"]}
    scripts = [says(1, details=details) for details in (odd, odd, odd, more)]
    async with serving(*scripts) as server, client_of(server.url) as client:
        first = await client.fetch(CALLS)
        knowing = msgspec.structs.replace(CALLS, known=first.digest)
        same, again, changed = await client.fetch(knowing), await client.fetch(CALLS), await client.fetch(knowing)
    assert [answer.unchanged for answer in (first, same, again, changed)] == [False, True, False, False]
    assert (same.records, same.count, same.size, same.digest) == ([], 0, first.size, first.digest)
    assert (again.records, again.oddities) == (first.records, Oddities(("a record that is no object",)))
    assert [call.id for call in changed.records] == ["C1", "C3"]
    assert changed.digest != first.digest


async def test_long_answer_lets_the_loop_breathe(monkeypatch: pytest.MonkeyPatch) -> None:
    """After each chunk what was waiting on the loop has its turn."""
    waiting, rested = [], []

    class Watched(Reading):
        def __iter__(self) -> Iterator[None]:
            for _ in super().__iter__():
                waiting.append(len(rested))
                asyncio.get_running_loop().call_soon(rested.append, None)
                yield

    monkeypatch.setattr(decode, "Reading", Watched)
    answer = await answer_of(says(1, details={f"C{number}": ONE["C1"] for number in range(CHUNK * 3)}), ask=CALLS)
    assert len(answer.records) == CHUNK * 3
    assert waiting == [0, 1, 2]


async def test_two_at_once() -> None:
    async with serving(GOOD) as server, client_of(server.url) as client:
        first, second = await asyncio.gather(client.fetch(AGENTS), client.fetch(AGENTS))
    assert first.records == second.records == [Agent("4711")]


# --- codes and statuses -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [200, 302, 403, 500])
@pytest.mark.parametrize(
    ("code", "kind"),
    [(80, Kind.REQUEST), ("100", Kind.REFUSED), (800, Kind.REQUEST), (900, Kind.BUSY), (7, Kind.CODE)],
)
async def test_response_code_wins_over_the_status(status: int, code: Any, kind: Kind) -> None:
    fault = await fault_of(says(code, "Its words", status=status, Location="https://elsewhere.example/"))
    assert (fault.kind, fault.code, fault.status, fault.message) == (kind, int(code), status, "Its words")


@pytest.mark.parametrize("status", [201, 404, 500, 503])
async def test_good_answer_under_any_status(status: int) -> None:
    answer = await answer_of(says(1, details=[{"agentID": "4711"}], status=status))
    assert answer.records == [Agent("4711")]


@pytest.mark.parametrize("body", [b"", b"<h1>Sorry</h1>", b'{"error": "no"}', b"[]"])
@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (300, Kind.STATUS),
        (400, Kind.STATUS),
        (401, Kind.STATUS),
        (403, Kind.STATUS),
        (404, Kind.STATUS),
        (418, Kind.STATUS),
        (429, Kind.BUSY),
        (500, Kind.BUSY),
        (502, Kind.BUSY),
        (503, Kind.BUSY),
    ],
)
async def test_status_without_a_code(body: bytes, status: int, kind: Kind) -> None:
    fault = await fault_of(http(body, status))
    assert (fault.kind, fault.code, fault.status) == (kind, None, status)
    assert f"HTTP {status}" in str(fault)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_no_redirect_is_followed(status: int) -> None:
    async with serving(GOOD) as target, serving(http(b"", status, Location=target.url)) as server:
        async with client_of(server.url) as client:
            with pytest.raises(Fault) as caught:
                await client.fetch(AGENTS)
        assert (len(server.asked), target.connections) == (1, 0)
    assert (caught.value.kind, caught.value.status) == (Kind.STATUS, status)
    assert target.url in str(caught.value)


@pytest.mark.parametrize("details", [..., None, 0, 5, "text", True, False])
async def test_success_without_details_is_no_empty_floor(details: Any) -> None:
    fault = await fault_of(says(1, "Success", details), ask=CALLS)
    assert (fault.kind, fault.code, fault.exit_code) == (Kind.BUSY, None, 5)
    assert "without any details" in str(fault)


@pytest.mark.parametrize("code", [None, "", "one", [], True])
async def test_body_without_a_code_is_a_fault_that_may_pass(code: Any) -> None:
    fault = await fault_of(says(code, details=[]))
    assert (fault.kind, fault.code, fault.status) == (Kind.BUSY, None, 200)
    assert "no responseCode" in str(fault)


@pytest.mark.parametrize(
    "answer",
    [
        lambda **headers: http(b"", 429, **headers),
        lambda **headers: http(b"", 503, **headers),
        lambda **headers: says(900, **headers),
    ],
    ids=["429", "503", "900"],
)
@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("20", 20.0),
        ("0", 0.0),
        (" 7 ", 7.0),
        ("Sat, 01 Jan 2022 21:01:30 GMT", 90.0),
        ("Sat, 01 Jan 2022 20:00:00 GMT", 0.0),
        ("9" * 400, 86400.0),
        ("Fri, 31 Dec 9999 23:59:59 GMT", 86400.0),
        ("-5", None),
        ("soon", None),
        ("", None),
        ("1.5", None),
    ],
)
async def test_retry_after(answer: Any, header: str, seconds: float | None) -> None:
    fault = await fault_of(answer(Retry_After=header))
    assert (fault.kind, fault.retry_after) == (Kind.BUSY, seconds)


# --- the server's time --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "script",
    [
        says(341),
        says(100),
        http(b"", 503),
        http(b"not JSON"),
        http(b"", 302, Location="/"),
        raw(f"HTTP/1.1 200 OK\r\nDate: {DATE}\r\nContent-Length: 9\r\n\r\n{{".encode(), close=True),
        raw(f"HTTP/1.1 200 OK\r\nDate: {DATE}\r\nDate: Sun, 02 Jan 2022 21:00:00 GMT\r\n\r\n{{".encode(), close=True),
    ],
)
async def test_every_answer_teaches_the_clock(script: Any) -> None:
    clock = Clock()
    async with serving(script) as server, client_of(server.url, clock) as client:
        with suppress(Fault):
            await client.fetch(AGENTS)
    assert clock.known
    assert abs(clock.now() - DATE_SECONDS) < 5


@pytest.mark.parametrize(
    "date", [None, "", "yesterday", "Thu, 01 Jan 1970 00:00:00 GMT", "Sat, 99 Jan 2022 25:00:00 GMT"]
)
async def test_answer_without_a_usable_date_leaves_the_local_clock(date: str | None) -> None:
    clock = Clock()
    async with serving(says(341, date=date)) as server, client_of(server.url, clock) as client:
        await client.fetch(AGENTS)
    assert not clock.known
    assert abs(clock.now() - time.time()) < 5


def test_http_is_not_loaded_before_the_first_question() -> None:
    """The console paints its first screen before that."""
    code = "import sys, dialer_tui.api.client; sys.exit('httpx' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_http_comes_without_its_command_line() -> None:
    code = "import sys; from dialer_tui.api.lean import httpx; sys.exit(bool({'click', 'pygments'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
