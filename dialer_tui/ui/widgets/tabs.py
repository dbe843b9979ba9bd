"""The line of panes on a narrow screen, where one is to be seen at a time."""

from __future__ import annotations

from collections.abc import Mapping

from textual import events
from textual.message import Message

from dialer_tui.text import width
from dialer_tui.ui.keys import PANES, Place
from dialer_tui.ui.panes.calls import CallsPane
from dialer_tui.ui.state import FloorState
from dialer_tui.ui.theme import Glyphs
from dialer_tui.ui.widgets.line import Line, measure
from dialer_tui.ui.widgets.painted import Part
from dialer_tui.ui.widgets.table import Table

_ENOUGH = 16  # cells of a filter's text that give way to nothing
_ANY = 10_000  # cells no screen has


class Tabs(Line):
    """The tabs; a click on one says so."""

    class Picked(Message):
        """A tab was clicked."""

        def __init__(self, place: Place) -> None:
            super().__init__()
            self.place = place

    def tell(self, state: FloorState, current: Place, panes: Mapping[Place, Table], cells: int) -> None:
        """Show how the panes stand."""
        self.show(*tab_line(state, current, panes, cells, self.glyphs))

    def on_click(self, event: events.Click) -> None:
        end = 0
        for place, part in zip(PANES, self._left, strict=True):
            start, end = end, end + measure([part])
            if start <= event.x < end:
                self.post_message(self.Picked(place))


def tab_line(
    state: FloorState, current: Place, panes: Mapping[Place, Table], cells: int, glyphs: Glyphs
) -> tuple[list[Part], list[Part]]:
    """[1 Calls 12 of 312]  2 Agents 42  3 Campaigns 6, and at the right what fits of filters, position and counters."""
    left: list[Part] = []
    for number, name in enumerate(PANES, 1):
        many = state.number() if name == "calls" and state.narrowed else f"{panes[name].total():,}"
        label = f"{number} {name.title()} {many}"
        left.append((f" [{label}]", "title") if name == current else (f"  {label} ", "dim"))
    return left, _right(current, panes, cells - measure(left) - 2, glyphs)


def _right(current: Place, panes: Mapping[Place, Table], room: int, glyphs: Glyphs) -> list[Part]:
    """What fits of filters, position and counters. Where rows are is worth less than which ones they are."""
    pane, calls = panes[current], panes["calls"]
    noted = calls if current == "calls" and isinstance(calls, CallsPane) else None
    dot: Part = (f" {glyphs.dot} ", "dim")
    position: Part = (pane.position(), "dim")
    counters: Part = (calls.counters(), "accent")
    full, most = (noted.note(_ANY), noted.note(room)) if noted else ("", "")
    newest = noted.newest if noted and noted.newest in most else ""  # said whole where it can be
    for extras in ((position, counters), (counters,), ()):
        beside = [part for extra in extras if extra[0] for part in (dot, extra)]
        note = noted.note(room - measure(beside)) if noted else ""
        parts = [(note, "accent"), *beside] if note else beside[1:]
        readable = note == full or (width(note) >= _ENOUGH and newest in note) or not extras
        if parts and readable and measure(parts) <= room:
            return [*parts, (" ", "plain")]
    return []
