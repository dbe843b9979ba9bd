"""Call records ("CALL FUNCTION: getCalls"), a chunk at a time.

The short road lets msgspec fill a struct with one slot a documented field. A chunk that holds anything else (a field
that the document does not know, a nested value, a record that is no strict JSON) takes the longer one, as dicts.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import compress, repeat
from operator import attrgetter
from typing import Any

import msgspec

from dialer_tui.api import values
from dialer_tui.api.rows import UNREADABLE, Remarks, Row, rows
from dialer_tui.model import CALL, Call

_NO_ID = "a record without a callID"
_NO_DATE = "a record without a readable callDate"

FIELDS = tuple(field.name for field in CALL)
_KNOWN = frozenset(FIELDS)

_Scalar = str | int | float | None
_Short: Any = msgspec.defstruct(
    "_Short", [(name, _Scalar, None) for name in FIELDS], gc=False, forbid_unknown_fields=True
)
_SHORT = msgspec.json.Decoder(_Short)
_DATES_KEPT = 4_096  # neighbours share their callDate, the others hardly ever

_id, _date = attrgetter("id"), attrgetter("date")


class Calls:
    """Reads chunks of call records. One serves a whole run: what it has read before it need not read again."""

    def __init__(self, dated_at_end: bool = False) -> None:
        self._dated_at_end = dated_at_end
        # Names and durations recur all day; contacts and numbers hardly ever.
        self._names = values.Memo(values.text)
        self._durations = values.Memo(values.seconds)
        self._moments = values.Memo(values.moment, _DATES_KEPT)

    def __call__(self, keys: Sequence[str], raws: Sequence[msgspec.Raw], remarks: Remarks) -> list[Call]:
        """The good records of a chunk. A record is bad only without a callID (or key) or a readable callDate."""
        extras: Iterable[Any] = repeat(None)
        try:
            read = list(map(_SHORT.decode, raws))
        except UNREADABLE:
            found = rows(keys, raws, remarks)
            keys = [key for key, _ in found]
            read = [_Short(*map(_scalar, map(row.get, FIELDS))) for _, row in found]
            extras = [_extra(row) for _, row in found]
        calls = self._calls(keys, read, extras)
        if None in map(_date, calls) or not all(map(str.strip, map(_id, calls))):
            return list(compress(calls, [_is_good(call, remarks) for call in calls]))
        return calls

    def _calls(self, keys: Iterable[str], read: Iterable[Any], extras: Iterable[Any]) -> list[Call]:
        """One expression a record: this is where the time of a long answer goes."""
        name, seconds, moment, at_end = self._names, self._durations, self._moments, self._dated_at_end
        return [
            Call(
                key if (own := short.callID) is None else values.text(own) or key,
                moment[short.callDate],  # type: ignore[arg-type]  # None: `_is_good` tells
                name[short.callCampaignID],
                name[short.callCampaignName],
                name[short.callListID],
                name[short.callListName],
                name[short.callAgentName],
                contact if type(contact := short.callContact) is str else values.text(contact),
                name[short.callType],
                number if type(number := short.callNumberInbound) is str else values.text(number),
                number if type(number := short.callNumberOutbound) is str else values.text(number),
                seconds[short.callTime],
                seconds[short.callQueueTime],
                seconds[short.callTalkTime],
                seconds[short.callHoldTime],
                seconds[short.callHandleTime],
                seconds[short.callAfterCallWorkTime],
                at_end,
                extra,
            )
            for key, short, extra in zip(keys, read, extras, strict=False)  # `extras` may be endless
        ]


def _is_good(call: Call, remarks: Remarks) -> bool:
    dated: int | None = call.date
    reason = _NO_ID if not call.id.strip() else _NO_DATE if dated is None else None
    if reason:
        remarks.bad.append(reason)
    return reason is None


_SCALARS = frozenset({str, int, float, type(None)})


def _scalar(value: Any) -> Any:
    """A value that a Memo can take for a key."""
    return value if type(value) in _SCALARS else values.text(value)


@lru_cache
def _unknown(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted({*names} - _KNOWN))


def _extra(row: Row) -> tuple[tuple[str, str], ...] | None:
    """The fields that the document does not know, by name, so that their order on the wire is no change."""
    return tuple((name, values.extra_text(row[name])) for name in _unknown(tuple(row))) or None
