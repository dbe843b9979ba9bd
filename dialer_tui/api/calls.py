"""Call records ("CALL FUNCTION: getCalls"), read by columns: a whole chunk's callTime at once, then its queue times.

The short road lets msgspec fill a struct with one slot a documented field. A chunk that holds anything else (a field
that the document does not know, a nested value, a record that is no strict JSON) takes the longer one, as dicts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from itertools import compress, repeat
from typing import Any, Literal

import msgspec
from msgspec.structs import astuple

from dialer_tui.api import values
from dialer_tui.api.rows import UNREADABLE, Remarks, Row, rows
from dialer_tui.model import Call

_NO_ID = "a record without a callID"
_NO_DATE = "a record without a readable callDate"

_Kind = Literal["name", "text", "duration"]
_ID, _DATE = "callID", "callDate"
# "responseDetails (array structure)", in the order of Call's fields. Names recur all day, texts hardly ever.
_FIELDS: dict[str, _Kind] = {
    "callCampaignID": "name",
    "callCampaignName": "name",
    "callListID": "name",
    "callListName": "name",
    "callAgentName": "name",
    "callContact": "text",
    "callType": "name",
    "callNumberInbound": "text",
    "callNumberOutbound": "text",
    "callTime": "duration",
    "callQueueTime": "duration",
    "callTalkTime": "duration",
    "callHoldTime": "duration",
    "callHandleTime": "duration",
    "callAfterCallWorkTime": "duration",
}
_NAMES = (_ID, _DATE, *_FIELDS)
_KNOWN = frozenset(_NAMES)

_Scalar = str | int | float | None
_Short: Any = msgspec.defstruct(
    "_Short", [(name, _Scalar, None) for name in _NAMES], gc=False, forbid_unknown_fields=True
)
_SHORT = msgspec.json.Decoder(_Short)

_Column = Sequence[Any]
_Reader = Callable[[_Column], Iterable[Any]]


def _texts(column: _Column) -> Iterable[Any]:
    """Texts that hardly ever come twice."""
    return column if set(map(type, column)) == {str} else map(values.text, column)


class Calls:
    """Reads chunks of call records. One serves a whole run: what it has read before it need not read again."""

    def __init__(self, dated_at_end: bool = False) -> None:
        self._dated_at_end = dated_at_end
        names = values.Memo(values.text).__getitem__
        durations = values.Memo(values.seconds).__getitem__
        self._moments = values.Memo(values.moment).__getitem__
        read: dict[_Kind, _Reader] = {
            "name": lambda column: map(names, column),
            "text": _texts,
            "duration": lambda column: map(durations, column),
        }
        self._readers = [read[kind] for kind in _FIELDS.values()]

    def __call__(self, keys: Sequence[str], raws: Sequence[msgspec.Raw], remarks: Remarks) -> list[Call]:
        """The good records of a chunk. A record is bad only without a callID (or key) or a readable callDate."""
        extras: Iterable[Any] = repeat(None)
        try:
            columns: list[_Column] = list(zip(*map(astuple, map(_SHORT.decode, raws)), strict=True))
        except UNREADABLE:
            found = rows(keys, raws, remarks)
            keys = [key for key, _ in found]
            columns = list(map(_scalars, zip(*(map(row.get, _NAMES) for _, row in found), strict=True)))
            extras = [_extra(row) for _, row in found]
        if not columns:
            return []
        inner, written, *rest = columns
        if inner.count(None) < len(inner):
            keys = [values.text(own) or key for own, key in zip(inner, keys, strict=True)]
        dates = list(map(self._moments, written))
        read = [reader(column) for reader, column in zip(self._readers, rest, strict=True)]
        if None in dates or not all(map(str.strip, keys)):
            good = [_is_good(call_id, date, remarks) for call_id, date in zip(keys, dates, strict=True)]
            read = [compress(column, good) for column in read]
            keys, dates = list(compress(keys, good)), list(compress(dates, good))
            extras = compress(extras, good)
        return list(map(Call, keys, dates, *read, repeat(self._dated_at_end), extras))


def _is_good(call_id: str, date: int | None, remarks: Remarks) -> bool:
    reason = _NO_ID if not call_id.strip() else _NO_DATE if date is None else None
    if reason:
        remarks.bad.append(reason)
    return reason is None


_SCALARS = frozenset({str, int, float, type(None)})


def _scalars(column: _Column) -> _Column:
    """A column whose values a Memo can take for keys."""
    if _SCALARS.issuperset(map(type, column)):
        return column
    return [value if type(value) in _SCALARS else values.text(value) for value in column]


@lru_cache
def _unknown(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted({*names} - _KNOWN))


def _extra(row: Row) -> tuple[tuple[str, str], ...] | None:
    """The fields that the document does not know, by name, so that their order on the wire is no change."""
    return tuple((name, values.extra_text(row[name])) for name in _unknown(tuple(row))) or None
