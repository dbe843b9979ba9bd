"""Records as a careless server writes them. Which are hit, and how, follows from the call ID alone."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, NamedTuple
from zlib import crc32

_EVERY = 7


class Damage(NamedTuple):
    """One way to break a record. `lost`: nothing useful is left, since its callDate or all of it is unreadable."""

    name: str
    lost: bool
    break_: Callable[[str, dict[str, Any]], Any]


def _with(**fields: Any) -> Callable[[str, dict[str, Any]], Any]:
    return lambda _, record: {**record, **fields}


def _without(*fields: str) -> Callable[[str, dict[str, Any]], Any]:
    return lambda _, record: {name: value for name, value in record.items() if name not in fields}


def _numeric(ident: str, record: dict[str, Any]) -> Any:
    """Every ID and number as a JSON number."""
    numbers = ("callCampaignID", "callListID", "callNumberInbound", "callNumberOutbound")
    return {"callID": int(ident), **record, **{name: int(record[name]) for name in numbers if record[name]}}


DAMAGES: tuple[Damage, ...] = (
    Damage("a duration in words", False, _with(callTalkTime="about five minutes")),
    Damage("a negative duration", False, _with(callHoldTime="-00:00:05", callQueueTime=-3)),
    Damage("seconds over 59", False, _with(callHandleTime="00:03:75")),
    Damage("a number that is not finite", False, _with(callQueueTime=float("nan"), callHoldTime=float("inf"))),
    Damage("a lone surrogate", False, _with(callContact="Lone \ud800 surrogate")),
    Damage("IDs as numbers", False, _numeric),
    Damage(
        "optional fields missing or null",
        False,
        lambda ident, record: {**_without("callListID", "callListName")(ident, record), "callContact": None},
    ),
    Damage("an unknown field", False, _with(callRecording="yes", callScore=7)),
    Damage("no callDate", True, _without("callDate")),
    Damage("a callDate in words", True, _with(callDate="yesterday")),
    Damage("a callDate that is no day", True, _with(callDate="2026-02-31T25:61:00+00:00")),
    Damage("null for a record", True, lambda ident, record: None),
    Damage("text for a record", True, lambda ident, record: "record"),
)


def damage(ident: str) -> Damage | None:
    """How the fault `bad` breaks the record of a call ID, if it does."""
    place, hit = divmod(crc32(ident.encode()), _EVERY)
    return DAMAGES[place % len(DAMAGES)] if hit == 0 else None


def broken(records: list[tuple[str, bytes]]) -> list[tuple[str, bytes]]:
    """The records, one in seven of them broken. Order and number stay."""
    out = []
    for ident, body in records:
        hit = damage(ident)
        out.append((ident, json.dumps(hit.break_(ident, json.loads(body))).encode() if hit else body))
    return out


def doubled(records: list[tuple[str, bytes]]) -> list[tuple[str, bytes]]:
    """The records, one in seven of them twice: half of the copies the same, half with another callHoldTime."""
    out = []
    for ident, body in records:
        out.append((ident, body))
        place, hit = divmod(crc32(ident.encode()), _EVERY)
        if hit == 1:
            altered = place % 2 and body.startswith(b"{")
            copy = json.dumps({**json.loads(body), "callHoldTime": "00:59:59"}).encode() if altered else body
            out.append((ident, copy))
    return out
