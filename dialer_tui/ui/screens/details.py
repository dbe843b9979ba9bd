"""A call in full: who, when, where, and its durations as bars on one scale."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from dialer_tui.floor.changes import Entry
from dialer_tui.model import Call
from dialer_tui.text import clean, fit, width
from dialer_tui.ui import times
from dialer_tui.ui.call_text import CallText
from dialer_tui.ui.keymap import Keymap
from dialer_tui.ui.theme import Glyphs, Palette
from dialer_tui.ui.widgets.line import measure
from dialer_tui.ui.widgets.painted import Part
from dialer_tui.ui.widgets.sheet import Sheet
from dialer_tui.ui.wrap import wrap

GMT = ZoneInfo("UTC")
LEAST, MOST = 74, 120  # cells inside the frame, where the screen has them
LONGEST = 2_000  # characters of a name: what is longer is no name, and may not cost seconds to draw
_DURATIONS = (
    ("total", "total"),
    ("queue", "queue"),
    ("talk", "talk"),
    ("hold", "hold"),
    ("handle", "handle"),
    ("acw", "acw"),
)
_LABEL, _VALUE, _FIELD = 8, 8, 17


class Details(Sheet):
    """The sheet of one call. It stays with its call; what changes in the record changes here."""

    def __init__(self, text: CallText, keymap: Keymap, palette: Palette, glyphs: Glyphs) -> None:
        super().__init__(palette, glyphs, id="details")
        self.text = text
        self._keymap = keymap
        self.entry: Entry | None = None

    def tell(self, entry: Entry, now: float, position: str, edge: int) -> None:
        """Show a call. `now`: the server's time, in whole minutes; `position`: its place in the list, in words.

        `edge`: the column where two panes beneath it meet. Textual cuts lines there, and of a character two cells wide
        nothing would be left: no name crosses it.
        """
        self.entry = entry
        room = self.app.size
        cells = max(min(room.width - 4, max(room.width * 2 // 3, LEAST), MOST), 1)
        dot = f" {self.glyphs.dot} {position}" if position else ""
        ident = clean(entry.call.id)
        ident = fit(ident, max(min(width(ident), cells - width(f"Call {dot}") - 2), 1), ellipsis=self.glyphs.ellipsis)
        self.show(f"Call {ident}{dot}", content(entry, self.text, now, cells), "", cells, edge - _FIELD - 2)

    def foot(self, cells: int) -> str:
        """As many of the keys as fit, the least needed leaving first."""
        name = {name: self.glyphs.key(self._keymap.shown(name)) for name in ("copy", "cell", self._further, "back")}
        steps = self.glyphs.key(self._keymap.both("up", "down"))
        keys = {
            "copy": f"{name['copy']} copy",
            "cell": f"{name['cell']} this agent's calls",
            "steps": f"{steps} next call",
            "more": f"{name[self._further]} more" if self.position() else "",
            "back": f"{name['back']} back",
        }
        for leaving in ("", "cell", "copy", "steps", "more"):
            keys.pop(leaving, None)
            said = "   ".join(filter(None, keys.values()))
            if width(said) <= cells:
                break
        return said

    @property
    def _further(self) -> str:
        """The key that shows more of the sheet."""
        return "page_up" if self.at_end else "page_down"


def content(entry: Entry, text: CallText, now: float, cells: int) -> list[list[Part]]:
    """The lines of a call's sheet; what a line does not hold goes on in the next. `now`: the server's time."""
    call, glyphs, zone = entry.call, text.glyphs, text.zone
    today = times.day(now, zone)
    began = times.when(call.began_at, zone, today)
    gmt = times.when(call.began_at, GMT, times.day(call.began_at, zone))
    on = entry.grew and text.goes_on(entry)
    seen = (
        [f"listed {times.when(int(entry.listed), zone, today)}, {times.minutes(now - entry.listed)} ago"]
        if entry.new
        else ["there at first sight"]
    )
    if on or not entry.new:
        seen.append(_end(entry, text, today))

    def whole(value: str) -> str:
        said = clean(value, LONGEST + 1)
        return said if len(said) <= LONGEST else said[:LONGEST] + glyphs.ellipsis

    name, number = (text.name, text.number) if text.mask else (whole, whole)
    lines: list[list[Part]] = [
        *_said(cells, glyphs, (whole(call.type) or "type unknown", "strong"), (f"began {began} ({gmt} GMT)", "plain")),
        *(
            _said(cells, glyphs, *((one, "alert") for one in (f"{glyphs.gone} no longer listed", *seen)))
            if entry.gone
            else _said(cells, glyphs, *((one, "dim") for one in seen))
        ),
        [],
    ]
    for label, value in (
        ("Contact", name(call.contact)),
        ("Agent", text.agent(call, name)),
        ("Inbound number", number(call.number_in)),
        ("Outbound number", number(call.number_out)),
        ("Campaign", _named(whole(call.campaign), whole(call.campaign_id))),
        ("List", _named(whole(call.list), whole(call.list_id))),
    ):
        lines += _field(label, value, cells, glyphs)
    lines += [[], *bars(call, text, cells), []]
    so_far = "Durations so far, as" if on else "Durations as"
    lines += _said(cells, glyphs, (f"{so_far} the API gives them; they need not add up.", "dim"))
    for label, value in call.extra or ():
        # Nobody knows what a field is that the document does not name: a mask hides it whole.
        lines += _field(whole(label), glyphs.ellipsis if text.mask else whole(value), cells, glyphs)
    return lines


def _end(entry: Entry, text: CallText, today: date) -> str:
    """When a call ended, as far as its record says."""
    if entry.call.total is None:
        return "when it ended is not said"
    end = times.when(entry.call.ended_at, text.zone, today)
    if not text.goes_on(entry):
        return f"ended {end}"
    return f"still going on at {end}" if entry.grew else f"ended {end}, or still going on"


def bars(call: Call, text: CallText, cells: int) -> list[list[Part]]:
    """The durations as bars, all on the scale of the longest."""
    longest = max((getattr(call, field) or 0 for _, field in _DURATIONS), default=0)
    room = max(cells - _LABEL - _VALUE - 2, 0)
    lines: list[list[Part]] = []
    for label, field in _DURATIONS:
        seconds: int | None = getattr(call, field)
        value = fit(text.duration(seconds), _VALUE, right=True)
        lines.append(
            [(fit(label, _LABEL), "dim"), (f"{value} ", "plain"), (bar(seconds, longest, room, text.glyphs), "accent")]
        )
    return lines


def bar(value: int | None, longest: int, cells: int, glyphs: Glyphs) -> str:
    """A bar of at most `cells` cells, in eighths of a cell where the glyphs have them; never nothing for something."""
    if not value or not longest:
        return ""
    steps = len(glyphs.bars) + 1
    eighths = max(round(value / longest * cells * steps), 1)
    whole, part = divmod(eighths, steps)
    return glyphs.bar * whole + (glyphs.bars[part - 1] if part else "")


def _named(name: str, identity: str) -> str:
    """A name with its ID, each where there is one."""
    return f"{name} ({identity})" if name and identity and name != identity else name or identity


def _said(cells: int, glyphs: Glyphs, *said: Part) -> list[list[Part]]:
    """Things said on one line, or each on lines of its own where one does not hold them."""
    together: list[Part] = []
    for text, role in said:
        together.append((f" {glyphs.dot} {text}" if together else text, role))
    if measure(together) <= cells:
        return [together]
    return [[(line, role)] for text, role in said for line in wrap(text, cells)]


def _field(label: str, value: str, cells: int, glyphs: Glyphs) -> list[list[Part]]:
    """A labelled value on as many lines as it takes; a long label has lines of its own."""
    room = max(cells - _FIELD, 2)
    values = [value or glyphs.unknown] if width(value) <= room else wrap(value, room)
    lines: list[list[Part]] = [[(" " * _FIELD, "dim"), (line, "strong" if value else "dim")] for line in values]
    if width(label) < _FIELD:
        lines[0][0] = (fit(label, _FIELD), "dim")
        return lines
    above: list[list[Part]] = [[(line, "dim")] for line in wrap(label, cells)]
    return above + lines
