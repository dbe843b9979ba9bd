"""One value off the wire at a time: text, durations, times; what cannot be read is None or "", never an error."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, TypeVar

import msgspec

_DURATION = re.compile(r"\s*(?:(\d{1,9}):([0-5]?\d):([0-5]?\d)|(\d{1,9})(?:\.0+)?)\s*", re.ASCII)
# Longer than ten years is no call. It also keeps every sum of a callDate and a duration inside datetime's range.
_LONGEST = 10 * 366 * 86_400
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LAST = int((datetime(9900, 1, 1, tzinfo=UTC) - _EPOCH).total_seconds())
_SHORTEST_TIME = len("20220101T000000")
_EXACT = 2**53


def text(value: Any) -> str:
    """A scalar as text: 1111 and 1111.0 are "1111", null is "", true is "true"; an array or object is ""."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float) and math.isfinite(value):
        return str(int(value)) if value.is_integer() and abs(value) < _EXACT else repr(value)
    return ""


def extra_text(value: Any) -> str:
    """A field that the document does not know: scalars as text, the rest as JSON."""
    return msgspec.json.encode(value).decode() if isinstance(value, dict | list) else text(value)


def seconds(value: Any) -> int | None:
    """A duration in whole seconds, from HH:MM:SS (hours may pass 24), a number or a numeric string.

    None for what is absent, unreadable, negative, not whole, longer than ten years, or has minutes or seconds over 59.
    """
    if isinstance(value, str):
        match = _DURATION.fullmatch(value)
        if match is None:
            return None
        hours, minutes, rest, plain = match.groups()
        whole = int(plain) if plain else int(hours) * 3600 + int(minutes) * 60 + int(rest)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        if not math.isfinite(value) or value != int(value):
            return None
        whole = int(value)
    else:
        return None
    return whole if 0 <= whole <= _LONGEST else None


def moment(value: Any) -> int | None:
    """A callDate as whole seconds since 1970 UTC ("Date & time of call in ISO format (in GMT)").

    With +00:00, another offset, Z, or none (then GMT). None for what cannot be read, for a date without a time, and
    for what lies outside the years 1970 to 9899.
    """
    if not isinstance(value, str):
        return None
    value = value.strip().upper()
    if len(value) < _SHORTEST_TIME:
        return None
    try:
        when = datetime.fromisoformat(value)
    except ValueError:
        return None
    if when.tzinfo is None:
        when = when.replace(tzinfo=UTC)
    since = (when - _EPOCH) // _SECOND
    return since if 0 <= since <= _LAST else None


_SECOND = datetime(1970, 1, 1, 0, 0, 1) - datetime(1970, 1, 1)

Value = TypeVar("Value")


class Memo(dict[Any, Value]):
    """Values already read, by what was on the wire: a floor repeats its names and durations all day.

    Equal texts also become one object. Keys are scalars, never a bool (which would equal 0 or 1).
    """

    def __init__(self, read: Callable[[Any], Value], most: int = 50_000) -> None:
        """`most`: how many are kept; then it begins anew."""
        super().__init__()
        self._read = read
        self._most = most

    def __missing__(self, key: Any) -> Value:
        if len(self) >= self._most:
            self.clear()
        value = self[key] = self._read(key)
        return value
