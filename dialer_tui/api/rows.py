"""One record off the wire as a dict, however odd, and what went wrong on the way."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from dialer_tui.api.mend import Broken, mend

Row = dict[str, Any]
UNREADABLE = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)
NOT_AN_OBJECT = "a record that is no object"
_NOT_READABLE = "a record that is not readable"

_ANY = msgspec.json.Decoder()


class Remarks:
    """What was strange in one answer: a reason for each record left out, and whether bytes were replaced."""

    def __init__(self, repaired: bool = False) -> None:
        self.bad: list[str] = []
        self.repaired = repaired


def row(raw: msgspec.Raw, remarks: Remarks) -> Row | None:
    """One record as a dict, or None with a remark. What strict parsing refuses is mended and tried again."""
    try:
        value = _ANY.decode(raw)
    except UNREADABLE:
        try:
            mended, repaired = mend(bytes(raw))
            value = _ANY.decode(mended)
        except (Broken, *UNREADABLE):
            remarks.bad.append(_NOT_READABLE)
            return None
        remarks.repaired |= repaired
    if isinstance(value, dict):
        return value
    remarks.bad.append(NOT_AN_OBJECT)
    return None


def rows(keys: Sequence[str], raws: Sequence[msgspec.Raw], remarks: Remarks) -> list[tuple[str, Row]]:
    """The records that are objects, each with the key it came under ("" in an array)."""
    pairs = zip(keys, raws, strict=True)
    return [(key, fields) for key, raw in pairs if (fields := row(raw, remarks)) is not None]
