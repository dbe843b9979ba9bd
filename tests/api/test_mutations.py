"""Valid bodies, damaged at random: only Fault leaves, and the records that were not touched survive."""

from __future__ import annotations

import asyncio
import gzip
import json
from contextlib import suppress
from typing import Any

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from dialer_tui.api.decode import Decoder, Reading, envelope
from dialer_tui.api.protocol import Fault
from dialer_tui.model import Ask, Function

from .server import client_of, raw, serving

FIELDS: dict[str, Any] = {
    "callDate": "2022-01-01T20:58:19+00:00",
    "callCampaignID": "1111",
    "callCampaignName": "Spring Sale",
    "callListID": "111000",
    "callListName": "Leads \u00e9\u05d0\U0001f600",
    "callAgentName": 'Ann "A" Lee\\',
    "callContact": None,
    "callType": "Inbound",
    "callNumberInbound": "8885551212",
    "callTime": "00:20:27",
    "callQueueTime": 109,
    "callAfterCallWorkTime": "3",
}
CALLS = {f"C{number}": {**FIELDS, "callQueueTime": number} for number in range(4)}
DETAILS: dict[str, tuple[Function, Any]] = {
    "object": ("getCalls", CALLS),
    "array": ("getCalls", [{"callID": key, **fields} for key, fields in CALLS.items()]),
    "agents": ("getAgents", [{"agentID": f"{n}", "agentNameFirst": "A", "agentNameLast": "L"} for n in range(4)]),
    "campaigns": (
        "getCampaigns",
        [
            {
                "campaignID": f"{n}",
                "campaignName": "C",
                "campaignProducts": [
                    {"listID": "1", "listName": "L", "listMapping": [{"dialerID": "D", "fields": ["leadZip"]}]}
                ],
            }
            for n in range(4)
        ],
    ),
}
shapes = st.sampled_from(list(DETAILS))
scalars = (
    st.none()
    | st.booleans()
    | st.integers(-(10**25), 10**25)
    | st.floats()
    | st.text(max_size=20)
    | st.sampled_from(["", " ", "-1", "00:00:61", "9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00+14:00", "\ud800"])
)
values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
)


def read(function: Function, body: bytes) -> Reading | None:
    """Everything that can be done with a body; None for a Fault. Any other error is a finding."""
    try:
        outer = envelope(body)
    except Fault:
        return None
    reading = Decoder().read(function, outer)
    for _ in reading:
        pass
    assert len(reading.records) + len(reading.oddities.bad) + reading.oddities.doubled == reading.count
    msgspec.json.encode(reading.records)
    return reading


def written(details: Any) -> bytes:
    return json.dumps({"responseCode": 1, "responseMessage": "Success", "responseDetails": details}).encode()


def pristine(shape: str) -> dict[str, Any]:
    function, details = DETAILS[shape]
    reading = read(function, written(details))
    assert reading is not None
    return {record.id: record for record in reading.records}


PRISTINE = {shape: pristine(shape) for shape in DETAILS}


@given(shapes, st.data())
@settings(max_examples=400, deadline=None)
def test_damaged_bytes(shape: str, data: st.DataObject) -> None:
    function, details = DETAILS[shape]
    body = bytearray(written(details))
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(body)))
        length = data.draw(st.sampled_from([0, 1, 1, 2, 8, len(body)]))
        body[start : start + length] = data.draw(
            st.binary(max_size=4)
            | st.sampled_from([b'"', b"{", b"]", b",", b"\\u", b"\xff", b"NaN", b"1e999", b"[" * 2000])
        )
    read(function, bytes(body))


@given(shapes, st.integers(0, 3), st.data())
@settings(max_examples=400, deadline=None)
def test_neighbours_of_a_damaged_record_survive(shape: str, place: int, data: st.DataObject) -> None:
    """One record's fields are replaced, renamed or dropped, or the record itself is; its place in the answer stays."""
    function, details = DETAILS[shape]
    keys = list(details) if isinstance(details, dict) else list(range(len(details)))
    victim = keys[place]
    fields: Any = dict(details[victim])
    for name in data.draw(st.lists(st.sampled_from(list(fields)), max_size=4, unique=True)):
        match data.draw(st.sampled_from(["replace", "rename", "drop"])):
            case "replace":
                fields[name] = data.draw(values)
            case "rename":
                fields[data.draw(st.text(max_size=6))] = fields.pop(name)
            case _:
                del fields[name]
    if data.draw(st.booleans()) and data.draw(st.booleans()):
        fields = data.draw(values)
    damaged = {**details, victim: fields} if isinstance(details, dict) else [*details]
    damaged[victim] = fields
    reading = read(function, written(damaged))
    assert reading is not None
    assert reading.count == len(keys)
    ids = list(PRISTINE[shape])
    taken = [record.id for record in reading.records].count
    for number, record_id in enumerate(ids):
        if number != place:
            assert taken(record_id) == 1
            kept = next(record for record in reading.records if record.id == record_id)
            assert reading.oddities.doubled or kept == PRISTINE[shape][record_id]


@given(shapes, st.integers(0, 2**32), st.data())
@settings(max_examples=200, deadline=None)
def test_cut_anywhere_is_a_fault(shape: str, at: int, data: st.DataObject) -> None:
    function, details = DETAILS[shape]
    body = written(details)
    assert read(function, body[: at % len(body)]) is None


@given(shapes, values)
@settings(max_examples=200, deadline=None)
def test_any_details(shape: str, details: Any) -> None:
    read(DETAILS[shape][0], written(details))


HEAD = b"HTTP/1.1 200 OK\r\nDate: Sat, 01 Jan 2022 21:00:00 GMT\r\nConnection: close\r\n"
BODY = written(CALLS)
ANSWERS = [
    HEAD + b"Content-Length: %d\r\n\r\n" % len(BODY) + BODY,
    HEAD + b"Transfer-Encoding: chunked\r\n\r\n%x\r\n" % len(BODY) + BODY + b"\r\n0\r\n\r\n",
    HEAD + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(BODY, mtime=0),
]


@given(st.sampled_from(ANSWERS), st.data())
@settings(max_examples=150, deadline=None)
def test_damaged_answers_on_the_wire(answer: bytes, data: st.DataObject) -> None:
    """Head and compression too: the client gives an answer or a Fault, and soon."""
    sent = bytearray(answer)
    reach = st.integers(0, len(HEAD) + 60) | st.integers(0, len(sent))
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(reach)
        sent[start : start + data.draw(st.sampled_from([0, 1, 3, 20]))] = data.draw(
            st.binary(max_size=4) | st.sampled_from([b"\r\n", b"\r\n\r\n", b": ", b"9", b"gzip", b"5", b"\x00"])
        )

    async def fetch() -> None:
        async with serving(raw(bytes(sent), close=True)) as server, client_of(server.url, deadline=5) as client:
            with suppress(Fault):
                await client.fetch(Ask("getCalls", 1641038400, 1641042000))

    asyncio.run(fetch())
