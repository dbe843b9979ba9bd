"""A clock that stands until it is moved, and a client that knows nothing but HTTP and the document."""

from __future__ import annotations

import http.client
import json
from contextlib import closing
from datetime import UTC, datetime
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from dialer_tui.simulator.server import Server
from dialer_tui.simulator.world import World

NOON = 1_795_608_000.0
"""2026-11-25 12:00 GMT."""

DURATIONS = ("callTime", "callQueueTime", "callTalkTime", "callHoldTime", "callHandleTime", "callAfterCallWorkTime")
NOBODY = {"", "VDAD", "VDCL", "[None]", "System"}


class Clock:
    """Stands until `at` is changed."""

    def __init__(self) -> None:
        self.at = 0.0

    def __call__(self) -> float:
        return self.at


class Heard(NamedTuple):
    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def said(self) -> Any:
        return json.loads(self.body)

    @property
    def code(self) -> int:
        return self.said["responseCode"]


def world(**parameters: Any) -> tuple[World, Clock]:
    """A floor at noon whose clock stands still."""
    clock = Clock()
    return World(**{"start": NOON, "tick": clock, **parameters}), clock


def iso(second: float) -> str:
    return datetime.fromtimestamp(int(second), UTC).isoformat()


def seconds(text: str) -> int:
    hours, minutes, rest = text.split(":")
    return int(hours) * 3600 + int(minutes) * 60 + int(rest)


def dated(record: dict[str, Any]) -> int:
    return int(datetime.fromisoformat(record["callDate"]).timestamp())


def send(server: Server, body: bytes | None, method: str = "POST", path: str | None = None, **headers: str) -> Heard:
    """One request on a connection of its own."""
    at = urlsplit(server.url)
    assert at.hostname
    with closing(http.client.HTTPConnection(at.hostname, at.port, timeout=10)) as connection:
        connection.request(method, path or at.path, body, {"Content-Type": "application/json", **headers})
        answer = connection.getresponse()
        return Heard(answer.status, answer.headers, answer.read())


def ask(server: Server, function: str, **variables: Any) -> Heard:
    """A request with the right credentials."""
    account = {"affiliateID": server.world.affiliate_id, "affiliateKey": server.world.affiliate_key}
    return send(server, json.dumps({**account, "dialerFunction": function, **variables}).encode())


def calls(server: Server, start: float, end: float, **variables: Any) -> Heard:
    return ask(server, "getCalls", dateStart=iso(start), dateEnd=iso(end), **variables)


def found(heard: Heard) -> dict[str, dict[str, Any]]:
    """The calls of an answer by ID, in either shape; empty for 340."""
    details = heard.said.get("responseDetails", {})
    if isinstance(details, list):
        return {record.pop("callID"): record for record in details}
    return details
