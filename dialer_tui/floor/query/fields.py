"""The fields a filter may name, as one table: what each holds, how it is written, what may stand behind it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import msgspec

from dialer_tui.model import CALL

Kind = Literal["text", "agent", "type", "number", "duration", "moment", "state", "extra"]

TYPES: Mapping[str, str] = {"in": "inbound", "out": "outbound"}
STATES = ("new", "changed", "gone", "answered", "unanswered", "unclear", "settled")
WATCHED = frozenset({"new", "changed", "gone"})  # states of a call that only somebody who watches the floor knows


class Field(msgspec.Struct, frozen=True):
    """A field: its name as it is written, its kind, and what of an entry it is, for those that are just that."""

    name: str
    kind: Kind
    of: tuple[str, ...] = ()


class Rule(msgspec.Struct, frozen=True):
    """What may stand behind the fields of a kind: signs (the usual one first), and values in words.

    `specials`: values that stand for more than their text.
    """

    signs: tuple[str, ...]
    allowed: str
    specials: tuple[str, ...] = ()


_TEXT, _ORDER = (":", "="), (">", ">=", "<", "<=")
RULES: Mapping[Kind, Rule] = {
    "text": Rule(_TEXT, "a text"),
    "agent": Rule(_TEXT, "a name, or none", ("none",)),
    "type": Rule(_TEXT, "in, out, or what the API says", tuple(TYPES)),
    "number": Rule(_TEXT, "a number"),
    "duration": Rule((*_ORDER, ":", "="), "a time: 90, 1:30, 1m30s or unknown", ("unknown",)),
    "moment": Rule(
        (*_ORDER, ":", "="), "a moment: 14:00, 2026-11-24T13:00, -5m; or :5m, the last five minutes", ("unknown",)
    ),
    "state": Rule(_TEXT, ", ".join(STATES), STATES),
    "extra": Rule(_TEXT, "a text"),
}

_SHORT = (
    Field("agent", "agent", ("agent",)),
    Field("campaign", "text", ("campaign", "campaign_id")),
    Field("list", "text", ("list", "list_id")),
    Field("contact", "text", ("contact",)),
    Field("number", "number", ("number_in", "number_out")),
    Field("numberin", "number", ("number_in",)),
    Field("numberout", "number", ("number_out",)),
    Field("type", "type", ("type",)),
    Field("is", "state"),
    Field("queue", "duration", ("queue",)),
    Field("talk", "duration", ("talk",)),
    Field("hold", "duration", ("hold",)),
    Field("handle", "duration", ("handle",)),
    Field("acw", "duration", ("acw",)),
    Field("total", "duration", ("total",)),
    Field("began", "moment", ("call.began_at",)),
    Field("ended", "moment", ("call.ended_at",)),
    Field("listed", "moment", ("listed",)),
    Field("id", "text", ("id",)),
)
_API = tuple(
    Field(field.name, field.kind, (f"call.{field.of}" if field.kind == "moment" else field.of,)) for field in CALL
)
ALSO: Mapping[str, str] = {  # what fields are called by who does not know their names: the fields
    "last": "listed",
    "recent": "listed",
    "since": "began",
    "start": "began",
    "wait": "queue",
    "length": "total",
    "duration": "total",
    "phone": "number",
    "caller": "contact",
    "customer": "contact",
    "direction": "type",
    "status": "is",
}
FIELDS: Mapping[str, Field] = {field.name.lower(): field for field in (*_SHORT, *_API)}
SHORT = tuple(field.name for field in _SHORT)
