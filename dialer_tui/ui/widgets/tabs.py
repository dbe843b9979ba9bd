"""The line of panes on a narrow screen, where one is to be seen at a time."""

from __future__ import annotations

from collections.abc import Mapping

from textual import events
from textual.message import Message

from dialer_tui.ui.keys import PANES, Place
from dialer_tui.ui.panes.calls import CallsPane
from dialer_tui.ui.state import FloorState
from dialer_tui.ui.theme import Glyphs
from dialer_tui.ui.widgets.line import Line, measure
from dialer_tui.ui.widgets.painted import Part
from dialer_tui.ui.widgets.table import Table


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
    """[1 Calls 312]  2 Agents 42  3 Campaigns 6, and at the right what fits of position and counters."""
    left: list[Part] = []
    for number, name in enumerate(PANES, 1):
        label = f"{number} {name.title()} {panes[name].total():,}"
        left.append((f" [{label}]", "title") if name == current else (f"  {label} ", "dim"))
    pane = panes[current]
    dot = f" {glyphs.dot} "
    calls = panes["calls"]
    note = calls.note(cells - measure(left) - 2) if current == "calls" and isinstance(calls, CallsPane) else ""
    filtered: list[Part] = [(note, "accent")] if note else []
    position: list[Part] = [(pane.position(), "dim")] if pane.position() else []
    counters: list[Part] = [(panes["calls"].counters(), "accent")] if panes["calls"].counters() else []
    # That rows are kept from sight must be seen, whatever else is not.
    for wanted in ((filtered, position, counters), (filtered, counters), (filtered or counters,), ()):
        right: list[Part] = []
        for part in filter(None, wanted):
            right += [(dot, "dim"), *part] if right else part
        right.append((" ", "plain"))
        if measure(left) + measure(right) + 1 <= cells:
            return left, right
    return left, []
