"""Bytes to records: the outer level first, then chunk by chunk; one bad record never costs the others."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from operator import attrgetter
from typing import Any

import msgspec

from dialer_tui.api import values
from dialer_tui.api.calls import Calls
from dialer_tui.api.directory import agents, campaigns
from dialer_tui.api.mend import Broken, mend
from dialer_tui.api.protocol import Fault, Kind
from dialer_tui.api.rows import UNREADABLE, Remarks
from dialer_tui.model import Call, Function, Oddities

CHUNK = 200  # half a millisecond, and small enough to stay in the processor's cache

_DETAILS = b'"responseDetails":{'
_DATED = b'"callDate"'
_LEAST = len(b'"":{"callDate":0},')  # a record takes at least so many bytes

_Raws = dict[str, msgspec.Raw] | list[msgspec.Raw]


class Envelope(msgspec.Struct):
    """The outer level of a body. `code` is None unless it is a number; `details` unless an array or an object."""

    code: int | None
    message: str
    details: _Raws | None
    repaired: bool


class _Outer(msgspec.Struct):
    responseCode: Any = None
    responseMessage: Any = None
    responseDetails: _Raws | str | int | float | bool | None = None


_OUTER = msgspec.json.Decoder(_Outer)


def envelope(body: bytes) -> Envelope:
    """Read the outer level ("Response" of each function). Raises Fault (BUSY) where it is no JSON object.

    Two calls under one key of `responseDetails` would be one after parsing; where more callDates than keys say so, the
    slow road tells them apart.
    """
    try:
        outer, repaired = _OUTER.decode(body), False
    except UNREADABLE:
        outer, repaired = _mended(body)
    details = outer.responseDetails
    if isinstance(details, dict) and not repaired and _lacks(body, details):
        outer, repaired = _mended(body)
        details = outer.responseDetails
    return Envelope(
        code=_code(outer.responseCode),
        message=values.text(outer.responseMessage),
        details=details if isinstance(details, dict | list) else None,
        repaired=repaired,
    )


def _lacks(body: bytes, details: dict[str, msgspec.Raw]) -> bool:
    """Whether a body of calls holds more records than came out of it.

    As a rule its length alone says no: without blanks, what comes out adds up to the body. Counting is five times as
    slow.
    """
    pairs = sum(map(len, details)) + sum(map(len, details.values())) + len('"":,') * len(details)
    rest = len(body) - body.find(_DETAILS) - len(_DETAILS) - pairs
    return not 0 <= rest < _LEAST and body.count(_DATED) > len(details)


def _mended(body: bytes) -> tuple[_Outer, bool]:
    try:
        mended, repaired = mend(body)
        return _OUTER.decode(mended), repaired
    except (Broken, *UNREADABLE):
        pass
    content = body.strip()
    what = "is not JSON that can be read" if content else "is empty"
    if content.startswith(b"<"):
        what = "is not JSON but HTML"
    raise Fault(Kind.BUSY, f"The server's answer {what}")


def _code(value: Any) -> int | None:
    """A responseCode: a number or a numeric string."""
    code = values.text(value).strip()
    return int(code) if code.isascii() and code.isdigit() and len(code) < 10 else None


Chunk = Callable[[Sequence[str], Sequence[msgspec.Raw], Remarks], Sequence[Any]]
"""Keys ("" in an array), as many records as they came, and where to put remarks → the good records."""


class Reading:
    """An answer being read, in steps of at most CHUNK records: iterate to the end, resting between as you like.

    Then `records` holds the good ones, one an ID, in the body's order; `count` is how many the body held, and
    `oddities` says what was left out of it.
    """

    def __init__(self, chunk: Chunk, envelope: Envelope) -> None:
        self._chunk = chunk
        self._details = envelope.details or []
        self._remarks = Remarks(envelope.repaired)
        self._doubled = 0
        self.count = len(self._details)
        self.records: list[Any] = []

    def __iter__(self) -> Iterator[None]:
        details = self._details
        keys = list(details) if isinstance(details, dict) else [""] * self.count
        raws = list(details.values()) if isinstance(details, dict) else details
        for start in range(0, self.count, CHUNK):
            part = slice(start, start + CHUNK)
            self.records += self._chunk(keys[part], raws[part], self._remarks)
            yield
        ids = list(map(_record_id, self.records))
        if ids != keys and len(set(ids)) < len(ids):  # keys of an object are different
            self._settle()

    def _settle(self) -> None:
        """Keep one record an ID, the same whatever the order: the longest call, then the greatest as text."""
        kept: dict[str, Any] = {}
        for record in self.records:
            other = kept.setdefault(record.id, record)
            if _weight(record) > _weight(other):
                kept[record.id] = record
        self._doubled = len(self.records) - len(kept)
        self.records = list(kept.values())

    @property
    def oddities(self) -> Oddities:
        """What was left out, and whether bytes had to be replaced."""
        return Oddities(tuple(self._remarks.bad), self._doubled, self._remarks.repaired)


_record_id = attrgetter("id")


def _weight(record: Any) -> tuple[int, bytes]:
    total = record.total if isinstance(record, Call) else None
    return -1 if total is None else total, msgspec.json.encode(record)


class Decoder:
    """Reads the answers of one run, and remembers the names and durations it has read."""

    def __init__(self, dated_at_end: bool = False) -> None:
        self._chunks: dict[Function, Chunk] = {
            "getAgents": agents,
            "getCampaigns": campaigns,
            "getCalls": Calls(dated_at_end),
        }

    def read(self, function: Function, envelope: Envelope) -> Reading:
        """The records of a function's answer, still to be read."""
        return Reading(self._chunks[function], envelope)
