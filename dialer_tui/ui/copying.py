"""What of a call can be copied, as a table: a letter, a label, the text, and how it is shown before it is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import msgspec

from dialer_tui.model import Call
from dialer_tui.text import clean, csv_cell, duration
from dialer_tui.ui.call_text import CallText

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


def row(call: Call, text: CallText) -> str:
    """The call as one line of cells with tabs between, as spreadsheets take it; no cell is a formula."""
    began = datetime.fromtimestamp(call.began_at, text.zone).isoformat(" ")
    who = text.agent(call, lambda name: _whole(name, text.name, text))
    names = (_whole(call.contact, text.name, text), call.campaign, call.list)
    numbers = (_whole(number, text.number, text) for number in (call.number_in, call.number_out))
    lengths = (call.queue, call.talk, call.hold, call.handle, call.acw, call.total)
    cells = (began, call.type, who, *names, *numbers, *map(duration, lengths), call.id)
    return "\t".join(csv_cell(cell) for cell in cells)


COPIES: tuple[Copy, ...] = (
    Copy("number_in", "n", "number in", lambda call, text: _whole(call.number_in, text.number, text)),
    Copy("number_out", "o", "number out", lambda call, text: _whole(call.number_out, text.number, text)),
    Copy("contact", "c", "contact", lambda call, text: _whole(call.contact, text.name, text)),
    Copy("id", "i", "call ID", lambda call, text: clean(call.id, None)),
    Copy("row", "r", "row", row),
)
