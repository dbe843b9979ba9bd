"""A worked example of each figure, in words and as the calls they are about: help says it, a test counts it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from dialer_tui.model import Call


class Example(msgspec.Struct, frozen=True):
    """`calls`: those that the words are about. `value`: what the figure is, as it is written."""

    words: str
    calls: tuple[Call, ...]
    value: str


def _calls(*fields: Mapping[str, Any]) -> tuple[Call, ...]:
    return tuple(
        Call(str(n), 0, **{"agent": "Ann", "type": "Inbound", "talk": 60, **one}) for n, one in enumerate(fields)
    )


_NOBODY = {"agent": "", "talk": 0, "handle": 0}
_OUT = {"type": "Outbound"}

EXAMPLES: Mapping[str, Example] = {
    "service_level": Example(
        "answered after 0:05, 0:12 and 0:40, unanswered after 0:08, within 20 s: 2 of 4",
        _calls({"queue": 5}, {"queue": 12}, {"queue": 40}, {**_NOBODY, "queue": 8}),
        "50 %",
    ),
    "asa": Example(
        "answered after 0:05 and 0:25, unanswered after 2:00: the two answered ones",
        _calls({"queue": 5}, {"queue": 25}, {**_NOBODY, "queue": 120}),
        "0:15",
    ),
    "longest_wait": Example(
        "answered after 0:25, unanswered after 2:00", _calls({"queue": 25}, {**_NOBODY, "queue": 120}), "2:00"
    ),
    "unanswered_wait_mean": Example(
        "unanswered after 0:30 and 1:30",
        _calls({**_NOBODY, "queue": 30}, {**_NOBODY, "queue": 90}, {"queue": 5}),
        "1:00",
    ),
    "unanswered_wait_max": Example(
        "unanswered after 0:30 and 1:30",
        _calls({**_NOBODY, "queue": 30}, {**_NOBODY, "queue": 90}, {"queue": 500}),
        "1:30",
    ),
    "unanswered_rate": Example(
        "3 answered, 1 unanswered, 1 unclear: 1 of 4",
        _calls({}, {}, {}, _NOBODY, {"talk": 0, "handle": 0}),
        "25 %",
    ),
    "aht": Example(
        "handle times 3:00 and 5:00, and one unknown: the two known ones",
        _calls({"handle": 180}, {"handle": 300}, {"handle": None}),
        "4:00",
    ),
    "average_talk": Example("talk times 2:00 and 4:00", _calls({"talk": 120}, {"talk": 240}), "3:00"),
    "average_hold": Example("hold times 0:00, 0:00 and 1:30", _calls({"hold": 0}, {"hold": 0}, {"hold": 90}), "0:30"),
    "average_acw": Example("after-call work 0:10 and 0:30", _calls({"acw": 10}, {"acw": 30}), "0:20"),
    "held_rate": Example(
        "hold times 0:00, 0:00, 0:20 and one unknown: 1 of 3",
        _calls({"hold": 0}, {"hold": 0}, {"hold": 20}, {"hold": None}),
        "33 %",
    ),
    "average_length": Example(
        "callTimes 4:00 and 2:00, answered or not", _calls({"total": 240}, {**_NOBODY, "total": 120}), "3:00"
    ),
    "calls": Example("3 calls that ended, 1 that ended just now: the three", _calls({}, {}, _NOBODY), "3"),
    "calls_in": Example("2 inbound, 1 outbound", _calls({}, {}, _OUT), "2"),
    "calls_out": Example("2 inbound, 1 outbound", _calls({}, {}, _OUT), "1"),
    "outbound_connect_rate": Example(
        "outbound: 1 answered, 3 not", _calls(_OUT, *[{**_OUT, **_NOBODY}] * 3, {}), "25 %"
    ),
    "outbound_talk": Example(
        "outbound, answered: talk times 1:00 and 2:00; inbound 9:00",
        _calls({**_OUT, "talk": 60}, {**_OUT, "talk": 120}, {"talk": 540}),
        "1:30",
    ),
    "agents_with_calls": Example(
        "calls of Ann, Ann, Bob and of nobody", _calls({}, {}, {"agent": "Bob"}, _NOBODY), "2"
    ),
}
