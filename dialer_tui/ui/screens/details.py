"""A call in full: who, when, where, and its durations as bars on one scale."""

from __future__ import annotations

from datetime import UTC, datetime

from dialer_tui.floor.window import Entry
from dialer_tui.model import Call
from dialer_tui.text import clean, fit
from dialer_tui.ui import times
from dialer_tui.ui.call_text import CallText
from dialer_tui.ui.keymap import Keymap
from dialer_tui.ui.theme import Glyphs, Palette, Role
from dialer_tui.ui.widgets.painted import Part
from dialer_tui.ui.widgets.sheet import Sheet

WIDE = 74
_DURATIONS = (
    ("total", "total"),
    ("queue", "queue"),
    ("talk", "talk"),
    ("hold", "hold"),
    ("handle", "handle"),
    ("acw", "acw"),
)
_LABEL, _VALUE, _NAME = 8, 8, 16


class Details(Sheet):
    """The sheet of one call. It stays with its call; what changes in the record changes here."""

    def __init__(self, text: CallText, keymap: Keymap, palette: Palette, glyphs: Glyphs) -> None:
        super().__init__(palette, glyphs, id="details")
        self.text = text
        self._keymap = keymap
        self.entry: Entry | None = None

    def tell(self, entry: Entry, now: float, position: str) -> None:
        """Show a call. `now`: the server's time, in whole minutes; `position`: its place in the list, in words."""
        self.entry = entry
        cells = min(WIDE, self.app.size.width - 4)
        copy, cell, back = (self.glyphs.key(self._keymap.shown(name)) for name in ("copy", "cell", "back"))
        steps = self.glyphs.key(self._keymap.both("up", "down"))
        keys = f"{copy} copy   {cell} this agent's calls   {steps} next call   {back} back"
        title = f"Call {clean(entry.call.id, 40)}" + (f" {self.glyphs.dot} {position}" if position else "")
        self.show(title, content(entry, self.text, now, cells), keys, cells)


def content(entry: Entry, text: CallText, now: float, cells: int) -> list[list[Part]]:
    """The lines of a call's sheet."""
    call, glyphs = entry.call, text.glyphs
    dot = f" {glyphs.dot} "
    began = datetime.fromtimestamp(call.began_at, text.zone)
    gmt = datetime.fromtimestamp(call.began_at, UTC)
    when = f"began {began:%Y-%m-%d %H:%M:%S %Z} ({gmt:%H:%M:%S} GMT)"
    listed = times.clock(int(entry.listed), text.zone)
    seen = (
        f"listed {listed}, {times.minutes(now - entry.listed)} ago"
        if entry.new
        else f"there at the start{dot}end {times.clock(call.ended_at, text.zone)}"
    )
    lines: list[list[Part]] = [
        [(clean(call.type) or "type unknown", "strong"), (dot + when, "plain")],
        [((f"{glyphs.gone} no longer listed{dot}" if entry.gone else "") + seen, "alert" if entry.gone else "dim")],
        [],
        _row(cells, glyphs, ("Contact", text.name(call.contact)), ("Agent", text.agent(call))),
        _row(
            cells,
            glyphs,
            ("Inbound number", text.number(call.number_in)),
            ("Outbound number", text.number(call.number_out)),
        ),
        _row(cells, glyphs, ("Campaign", _named(call.campaign, call.campaign_id))),
        _row(cells, glyphs, ("List", _named(call.list, call.list_id))),
        [],
        *bars(call, text, cells),
        [],
        [("Durations as the API gives them; they need not add up.", "dim")],
    ]
    for name, value in call.extra or ():
        # Nobody knows what a field is that the document does not name: a mask hides it whole.
        shown = glyphs.ellipsis if text.mask else clean(value)
        lines.append([(f"{clean(name, 30)}  ", "dim"), (shown, "plain")])
    return lines


def bars(call: Call, text: CallText, cells: int) -> list[list[Part]]:
    """The durations as bars, all on the scale of the longest."""
    longest = max((getattr(call, field) or 0 for _, field in _DURATIONS), default=0)
    room = cells - _LABEL - _VALUE - 2
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
    name, identity = clean(name), clean(identity)
    return f"{name} ({identity})" if name and identity and name != identity else name or identity


def _row(cells: int, glyphs: Glyphs, *values: tuple[str, str]) -> list[Part]:
    """Labelled values side by side, each with its share of the cells."""
    room = cells // len(values)
    parts: list[Part] = []
    for label, value in values:
        role: Role = "strong" if value else "dim"
        said = fit(value or glyphs.unknown, room - _NAME - 1, ellipsis=glyphs.ellipsis)
        parts += [(fit(label, _NAME), "dim"), (said, role), (" ", "plain")]
    return parts
