"""What is fuzzed: bytes from outside, and all that the program makes of them. Any error but its own is a finding."""

from __future__ import annotations

import asyncio
import gzip
import json
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

import msgspec

from dialer_tui import config
from dialer_tui.api.decode import Decoder, envelope
from dialer_tui.api.protocol import Fault
from dialer_tui.cli.replay import of
from dialer_tui.config import ConfigError
from dialer_tui.floor.changes import Entry
from dialer_tui.floor.query import Ground, QueryError, draft, parse, written
from dialer_tui.model import Call, Function
from dialer_tui.replay import Replay, TapeClock
from dialer_tui.tape import read

_ROOT = Path(__file__).parent.parent.parent
_NOW = 1_795_528_800.0
_FUNCTIONS: tuple[Function, ...] = ("getCalls", "getAgents", "getCampaigns")
_NOBODY = {"url": "https://api.example/", "affiliate_id": "0" * 12, "affiliate_key": "0" * 32}
_CALL = {
    "callDate": "2026-11-24T13:58:19+00:00",
    "callCampaignID": "1111",
    "callCampaignName": "Spring Sale",
    "callListID": None,
    "callAgentName": 'Ann "A" Lee\\',
    "callContact": "א\u0301😀",
    "callType": "Inbound",
    "callTime": "00:20:27",
    "callQueueTime": 109,
    "callAfterCallWorkTime": "3",
}


class Target(NamedTuple):
    """`take` is given bytes; `seeds` are some that it takes."""

    take: Callable[[bytes], None]
    seeds: Callable[[], Iterator[bytes]]


def decode(data: bytes) -> None:
    """The first byte says which function answers, the rest is the body."""
    try:
        outer = envelope(data[1:])
    except Fault:
        return
    reading = Decoder().read(_FUNCTIONS[data[0] % 3] if data else "getCalls", outer)
    for _ in reading:
        pass
    assert len(reading.records) + len(reading.oddities.bad) + reading.oddities.doubled == reading.count
    msgspec.json.encode(reading.records)


def _bodies() -> Iterator[bytes]:
    agent = {"agentID": "4711", "agentNameFirst": "Ann", "agentNameLast": "Lee"}
    dialer = {"dialerID": "D", "dialerName": "North", "fields": ["leadZip"]}
    mapping = {"listID": "1", "listName": "L", "listMapping": [dialer]}
    campaign = {"campaignID": "1111", "campaignName": "Spring", "campaignProducts": [mapping]}
    for first, details in enumerate(({"C1": _CALL, "C2": _CALL}, [agent], [campaign])):
        said = {"responseCode": 1, "responseMessage": "Success", "responseDetails": details}
        yield bytes([first]) + json.dumps(said).encode()
    yield b'\x00{"responseCode":1,"responseDetails":' + json.dumps([{"callID": "C1", **_CALL}]).encode() + b"}"
    yield b'\x00{"responseCode":"340","responseMessage":"No Calls found"}'


_GROUND = Ground(ZoneInfo("Europe/Berlin"), lambda: _NOW, mark=lambda _: None)
_ENTRY = Entry(Call("C1", int(_NOW), agent="Ann Lee", contact="Bob", queue=90, total=300), _NOW, _NOW, False)


def filter_(data: bytes) -> None:
    """A filter as typed. Wrong is said at a place in it; what is read can be written and read again."""
    text = data.decode(errors="replace")
    draft(text, _GROUND)
    query, wrong = None, None
    try:
        query = parse(text, _GROUND)
    except QueryError as error:
        wrong = error
    assert wrong is None or 0 <= wrong.at <= min(wrong.end, len(text))
    if query is not None:
        query.keep(_ENTRY)
        assert parse(written(query.tree), _GROUND) == query


def _filters() -> Iterator[bytes]:
    for text in (
        "agent:lee queue>1:30",
        'not (type:in or "Ann Lee")',
        "talk:unknown -agent:none",
        "age<5m is:unanswered",
        "agent=4711 number:555",
    ):
        yield text.encode()


def settings(data: bytes) -> None:
    """A config.toml."""
    with tempfile.NamedTemporaryFile(suffix=".toml") as file:
        file.write(data)
        file.flush()
        with suppress(ConfigError):
            config.load(Path(file.name), environ={}, overrides=_NOBODY)
        with suppress(ConfigError):
            config.load(Path(file.name), environ={})


def _settings() -> Iterator[bytes]:
    yield (_ROOT / "config.example.toml").read_bytes()
    yield b'[[alerts]]\nname = "a"\nfigure = "service_level"\nbelow = 0.5\nfor = "1m"\n[keys]\nquit = "ctrl+q"\n'
    yield b'profile = "a"\n[profiles.a]\naffiliate_id = "ACME12345678"\naffiliate_key = "' + b"k" * 32 + b'"\n'


def replay(data: bytes) -> None:
    """A recording, plain where it does not begin as gzip does, and the console's feed on it."""
    packed = data if data[:2] == b"\x1f\x8b" else gzip.compress(data, 1)
    with tempfile.NamedTemporaryFile(suffix=".rec") as file:
        file.write(packed)
        file.flush()
        path = Path(file.name)
        try:
            header = read.header(path)
            shown = of(header, config.load(environ={}, overrides=_NOBODY), path)
        except (ValueError, TypeError):  # the command says so, in a sentence
            return
        clock = TapeClock(header.wall, 1000.0)
        feed = Replay(lambda: read.lines(path), clock, shown.poll, shown.scope)
        asyncio.run(_play(feed))


async def _play(feed: Replay) -> None:
    tasks = asyncio.create_task(feed.run()), asyncio.create_task(feed.reach(1e9))
    await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for task in tasks:
        task.cancel()
    for error in await asyncio.gather(*tasks, return_exceptions=True):
        if isinstance(error, Exception):
            raise error


def _recordings() -> Iterator[bytes]:
    head = {
        "line": "recording", "version": 1, "program": "0.1.0", "anonymised": False, "wall": _NOW, "timezone": "UTC",
        "call_date": "start", "interval": 5, "window": 3600, "look_back": 7200, "records_per_minute": 24000,
        "scope": {}, "figures": {
            "settle": 30, "not_agents": [], "answer_within": 20, "short_abandon": 0, "service_level_target": 0.8,
            "longest_wait_target": 120, "unanswered_target": 0.05,
        },
    }  # fmt: skip
    times = {"sent": 1.0, "received": 1.2, "now": _NOW + 1.2, "wall": _NOW + 1.2}
    call = msgspec.to_builtins(_ENTRY.call)
    asked = {"line": "answer", "function": "getCalls", **times, "start": int(_NOW) - 60, "end": int(_NOW) + 60}
    lines = [head, {**asked, "count": 1, "calls": [call]}, {"line": "end", "at": 2.0}]
    refused = {**asked, "trouble": {"kind": "BUSY", "message": "busy", "code": 900, "retry_after": 3.0}}
    agents = {"line": "answer", "function": "getAgents", **times, "count": 1, "agents": [{"id": "1", "first": "A"}]}
    for every in (lines, [head, refused, agents], [{**head, "window": "06:00"}, {**asked, "unchanged": True}]):
        yield "".join(f"{json.dumps(line)}\n" for line in every).encode()


TARGETS: dict[str, Target] = {
    "decode": Target(decode, _bodies),
    "filter": Target(filter_, _filters),
    "config": Target(settings, _settings),
    "replay": Target(replay, _recordings),
}
