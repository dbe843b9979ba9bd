"""JSON that a strict parser refuses, made into JSON that it takes: the slow road, for what is odd only."""

from __future__ import annotations

import json
import math
import re
from typing import Any

from dialer_tui.api.values import text

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_BOM = b"\xef\xbb\xbf"
_DETAILS, _ID = "responseDetails", "callID"
_MOST_DIGITS = 18  # more do not fit a 64-bit number; as text an ID keeps every digit


class Broken(ValueError):
    """Not JSON, whatever is tried."""


class _Doubled(dict[str, Any]):
    """An object some of whose keys came more than once; plain parsing keeps the last of them only."""

    pairs: list[tuple[str, Any]]


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    plain = dict(pairs)
    if len(plain) == len(pairs):
        return plain
    doubled = _Doubled(plain)
    doubled.pairs = pairs
    return doubled


def _integer(digits: str) -> int | str:
    return int(digits) if len(digits) <= _MOST_DIGITS else digits


def _float(number: str) -> float | None:
    value = float(number)
    return value if math.isfinite(value) else None


def mend(raw: bytes) -> tuple[bytes, bool]:
    """Strict JSON with the same content, and whether bytes had to be dropped or replaced (a BOM, invalid UTF-8).

    Lone surrogates become U+FFFD, numbers that are not finite null, integers past 64 bits text, and a
    `responseDetails` object with doubled keys an array, each record with its key as callID. Raises Broken.
    """
    try:
        document, repaired = raw.removeprefix(_BOM).decode(), raw.startswith(_BOM)
    except UnicodeDecodeError:
        document, repaired = raw.removeprefix(_BOM).decode(errors="replace"), True
    try:
        value = json.loads(
            document,
            strict=False,
            object_pairs_hook=_object,
            parse_constant=lambda _: None,
            parse_int=_integer,
            parse_float=_float,
        )
        if isinstance(value, dict) and isinstance(details := value.get(_DETAILS), _Doubled):
            value[_DETAILS] = [
                {**record, _ID: text(record.get(_ID)) or key} if isinstance(record, dict) else None
                for key, record in details.pairs
            ]
        mended = json.dumps(value, ensure_ascii=False, allow_nan=False)
    except (ValueError, RecursionError) as error:
        raise Broken(str(error)) from None
    return _LONE_SURROGATE.sub("\ufffd", mended).encode(), repaired
