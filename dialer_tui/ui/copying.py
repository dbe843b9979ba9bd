"""What of a call can be copied, as a table: a letter, a label, the text, and how it is shown before it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime

import msgspec
from msgspec.structs import replace

from dialer_tui.floor.changes import Entry
from dialer_tui.model import Call
from dialer_tui.text import clean, csv_cell, duration
from dialer_tui.ui.call_text import EXTRA, CallText

Made = Callable[[Call, CallText], str]


class Copy(msgspec.Struct, frozen=True):
    """One thing to copy. `text` is masked where the view is, cleaned, and never shortened."""

    id: str
    letter: str
    label: str
    text: Made

    def shown(self, call: Call, text: CallText) -> str:
        """The text on one short line."""
        return clean(self.text(call, text), 60)


def _whole(value: str, shown: Callable[[str], str], text: CallText) -> str:
    """A value as it may be seen, but not cut."""
    return shown(value) if text.mask else clean(value, None)


def _moment(second: int, text: CallText) -> str:
    return datetime.fromtimestamp(second, text.zone).isoformat(" ")


def _text(name: str, how: Callable[[CallText], Callable[[str], str]]) -> Made:
    """A field that is masked as `how` says."""
    return lambda call, text: _whole(getattr(call, name), how(text), text)


def _length(name: str) -> Made:
    return lambda call, text: duration(getattr(call, name))


_ROW: Mapping[str, Made] = {
    "began": lambda call, text: _moment(call.began_at, text),
    "type": lambda call, text: call.type,
    "agent": lambda call, text: text.agent(call, lambda name: _whole(name, text.name, text)),
    "contact": _text("contact", lambda text: text.name),
    "campaign": lambda call, text: call.campaign,
    "list": lambda call, text: call.list,
    "number_in": _text("number_in", lambda text: text.number),
    "number_out": _text("number_out", lambda text: text.number),
    **{name: _length(name) for name in ("queue", "talk", "hold", "handle", "acw", "total")},
    "id": lambda call, text: call.id,
}
_MORE: Mapping[str, Made] = {
    "ended": lambda call, text: text.glyphs.unknown if call.total is None else _moment(call.ended_at, text),
    "campaign_id": lambda call, text: call.campaign_id,
    "list_id": lambda call, text: call.list_id,
}


def row(call: Call, text: CallText, columns: Iterable[str] = tuple(_ROW), listed: int | None = None) -> str:
    """The call as one line of cells with tabs between, as spreadsheets take it; no cell is a formula.

    `columns`: what of it, in which order. `listed`: when it was listed, seconds since 1970 UTC.
    """
    return "\t".join(csv_cell(_cell(name, call, text, listed)) for name in columns)


def _cell(name: str, call: Call, text: CallText, listed: int | None) -> str:
    if name == "listed":
        return text.glyphs.unknown if listed is None else _moment(listed, text)
    if (made := _ROW.get(name) or _MORE.get(name)) is not None:
        return made(call, text)
    return text.extra(call, name.removeprefix(EXTRA), None)


def copies(entry: Entry, columns: Sequence[str] | None) -> tuple[Copy, ...]:
    """What of a call can be copied. `columns`: those that somebody chose, of which its row then is; None as shipped."""
    if columns is None:
        return COPIES
    return (*COPIES[:-1], replace(COPIES[-1], text=lambda call, text: row(call, text, columns, int(entry.listed))))


COPIES: tuple[Copy, ...] = (
    Copy("number_in", "n", "number in", lambda call, text: _whole(call.number_in, text.number, text)),
    Copy("number_out", "o", "number out", lambda call, text: _whole(call.number_out, text.number, text)),
    Copy("contact", "c", "contact", lambda call, text: _whole(call.contact, text.name, text)),
    Copy("id", "i", "call ID", lambda call, text: clean(call.id, None)),
    Copy("row", "r", "row", row),
)
