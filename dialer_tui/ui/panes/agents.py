"""The agents pane: every agent of the list, those without calls last."""

from __future__ import annotations

from collections.abc import Hashable
from datetime import UTC, datetime
from operator import itemgetter
from typing import Any

from msgspec.structs import replace

from dialer_tui.floor.figures import BY_NAME, Value, written
from dialer_tui.floor.names import APART
from dialer_tui.floor.people import AgentRow
from dialer_tui.floor.query import fold
from dialer_tui.floor.tally import Rules
from dialer_tui.floor.view import Order
from dialer_tui.text import fit, fit_before, width
from dialer_tui.ui import times
from dialer_tui.ui.call_text import CallText, told
from dialer_tui.ui.columns import Column, Placed, head, place
from dialer_tui.ui.state import FloorState
from dialer_tui.ui.theme import Glyphs, Palette
from dialer_tui.ui.widgets.painted import Part
from dialer_tui.ui.widgets.table import Table

COLUMNS: tuple[Column, ...] = (
    Column("name", "Name", 12, 60),
    Column("calls", "Calls", 6, right=True),
    Column("aht", "AHT", 6, right=True),
    Column("average_talk", "Talk", 6, right=True, goes=6, role="dim"),
    Column("average_acw", "ACW", 6, right=True, goes=5, role="dim"),
    Column("average_hold", "Hold", 6, right=True, goes=4, role="dim"),
    Column("held_rate", "Held", 6, right=True, goes=3, role="dim"),
    Column("asa", "ASA", 6, right=True, goes=2, role="dim"),
    Column("calls_in", "In", 5, right=True, goes=1, role="dim"),
    Column("calls_out", "Out", 5, right=True, goes=1, role="dim"),
    Column("last", "Last", 6, right=True, role="dim"),
)
_FIGURES = tuple(column.name for column in COLUMNS if column.name in BY_NAME and column.name != "calls")
ORDERS = {
    "name": "Name",
    "calls": "Calls",
    **{name: BY_NAME[name].label[0].upper() + BY_NAME[name].label[1:] for name in _FIGURES},
    "last": "Last ended",
}
MOST_CALLS: Order = ("calls", True)
_NO_TARGETS = Rules()
HEADING = "not in the agent list"
_NOT_OWN = "not your own"


class AgentsPane(Table):
    """Rows of `FloorState.people`. Ages are those of `now`, which steps once a minute."""

    orders = ORDERS

    def __init__(self, state: FloorState, text: CallText, palette: Palette, glyphs: Glyphs) -> None:
        super().__init__(palette, glyphs, id="agents")
        self.state = state
        self.text = text
        self.now = 0.0
        self.order: Order = MOST_CALLS
        self._read: Hashable = None
        self._keys: dict[str, list[str]] = {}  # by row: what its calls are counted under
        self._rows: list[AgentRow | None] = []
        self._index: dict[Hashable, int] = {}
        self._busy = self._all = 0
        self._more = False  # whether more of them may have calls

    def read(self) -> None:
        """Read the rows again where anything was folded. None in the list is the heading before unlisted names."""
        people, figures = self.state.people, self.state.figures
        version = people.version, figures.version, self.state.agents_known, self.order
        if self._read == version:
            return
        self._read = version
        self._keys.clear()
        for key in figures.people():
            self._keys.setdefault(people.row(key), []).append(key)
        rows = self._ordered(people.rows())
        listed: list[AgentRow | None] = [row for row in rows if row.listed]
        others = [row for row in rows if not row.listed]
        # While the agent list has not come, nobody can be said not to be in it.
        heading: list[AgentRow | None] = [None] if others and self.state.agents_known else []
        self._rows = [*listed, *heading, *others]
        self._index = {row.key if row else HEADING: at for at, row in enumerate(self._rows)}
        counted = [row for row in rows if (row.listed or not self.state.agents_known) and not row.rest]
        self._all, self._busy = sum(max(row.agents, 1) for row in counted), sum(row.calls > 0 for row in counted)
        self._more = _perhaps_more(counted, rows)

    def _ordered(self, rows: list[AgentRow]) -> list[AgentRow]:
        """Rows that come with most calls first, in the order that is wanted; those of whom it is unknown last.

        Before these those that agents share, but by name: what all of them have together says of none that it is most.
        """
        column, descending = self.order
        values = [(self._value(row, column), row) for row in rows]
        if self.order != MOST_CALLS:
            known = sorted((pair for pair in values if pair[0] is not None), key=itemgetter(0), reverse=descending)
            values = [*known, *(pair for pair in values if pair[0] is None)]
        if column != "name":
            values.sort(key=lambda pair: (pair[0] is None, pair[1].shared))
        return [row for _, row in values]

    def _value(self, row: AgentRow, column: str) -> Any:
        """What orders a row by a column; None where it is unknown."""
        if column == "name":
            return fold(row.name)
        if column == "last":
            return row.last_ended
        return row.calls or None if column == "calls" else self._figure(row, column).value

    def _figure(self, row: AgentRow, name: str) -> Value:
        return BY_NAME[name].read(self.state.figures.together("agent", self._keys.get(row.key, ())))

    def keys_of(self, row: AgentRow) -> list[str]:
        """What the calls of a row are counted under."""
        self.read()
        return self._keys.get(row.key, [])

    def row_of(self, key: str) -> AgentRow | None:
        """The row of a key, None where there is none."""
        self.read()
        at = self._index.get(key)
        return None if at is None else self._rows[at]

    def sort(self, column: str) -> None:
        """Order by a column of ORDERS; by the present one the other way round."""
        now, descending = self.order
        self.order = column, not descending if column == now else column != "name"
        self.sync()

    def count(self) -> int:
        self.read()
        return len(self._rows)

    def above(self, row: int) -> int:
        return row - (self._index.get(HEADING, row) < row)

    def identity(self, row: int) -> str:
        entry = self._rows[row]
        return entry.key if entry else HEADING

    def find(self, identity: Hashable) -> int | None:
        self.read()
        return self._index.get(identity)

    def look(self, row: int) -> Hashable:
        entry = self._rows[row]
        if entry is None:
            return self._heading()
        tally = self.state.figures.together("agent", self._keys.get(entry.key, ()))
        known = entry.name, entry.claimed, entry.agents, entry.calls, tally.sums, self._last(entry), self.order[0]
        return *known, self.text.mask

    def parts(self, row: int, cells: int) -> list[Part]:
        entry = self._rows[row]
        if entry is None:
            return [(fit(self._heading(), cells, ellipsis=self.glyphs.ellipsis), "dim")]
        texts = {
            "name": self.text.name(entry.name),
            "calls": f"{entry.calls:,}" if entry.calls else self.glyphs.unknown,
            **{name: self._said(entry, name) for name in _FIGURES},
            "last": self._last(entry),
        }
        parts: list[Part] = []
        for at in self.placed(cells):
            role = at.column.role if entry.calls and not entry.shared else "dim"
            if parts:
                parts.append((" ", parts[-1][1]))
            text = texts[at.column.name]
            if at.column.name == "name":
                tail = self._behind(entry, at.cells - width(text))
                said: tuple[str, ...] = fit_before(text, tail, at.cells, ellipsis=self.glyphs.ellipsis)
            else:
                said = (fit(text, at.cells, right=at.column.right, ellipsis=self.glyphs.ellipsis),)
            parts += [(one, role) for one in said]
        return parts

    def _said(self, row: AgentRow, name: str) -> str:
        figure, value = BY_NAME[name], self._figure(row, name).value
        if value is None or not row.calls:
            return self.glyphs.unknown
        return times.length(round(value)) if figure.unit == "seconds" else written(figure, value, _NO_TARGETS)

    def _heading(self) -> str:
        """What those are that the agent list does not name, and how many names."""
        others = sum(row is not None and not row.listed for row in self._rows)
        return f"{_NOT_OWN if self.state.agents_own else HEADING} {self.glyphs.dot} {others}"

    def placed(self, cells: int) -> tuple[Placed, ...]:
        """The columns at a width."""
        return place([replace(one, goes=None) if one.name == self.order[0] else one for one in COLUMNS], cells)

    def total(self) -> int:
        self.read()
        return self._all

    def heads(self, cells: int) -> str:
        return head([self._headed(at) for at in self.placed(cells)], self.glyphs.ellipsis)

    def _headed(self, at: Placed) -> Placed:
        """The column that orders, with its arrow."""
        if at.column.name != self.order[0]:
            return at
        arrow = self.glyphs.down if self.order[1] else self.glyphs.up
        return replace(at, column=replace(at.column, head=at.column.head + arrow))

    def titles(self) -> tuple[str, str]:
        self.read()
        whose = "Own agents" if self.state.agents_own else "Agents"
        more = "+" if self._more else ""
        return whose, f"{self._busy}{more} of {self._all} with calls" if self._all else ""

    def units(self) -> str:
        self.read()
        return "" if self.above(len(self._rows)) == self._all else "rows "

    def called(self, row: int) -> AgentRow | None:
        """The agents whose row it is, None for the heading."""
        return self._rows[row]

    fields = ("agentID", "agentName", "listed", "calls", *_FIGURES, "lastEnded")

    def records(self) -> list[dict[str, Any]]:
        """The rows in their order, for a file: times are seconds, ratios from 0 to 1, unknown is None."""
        self.read()
        return [self._record(row) for row in self._rows if row is not None]

    def _record(self, row: AgentRow) -> dict[str, Any]:
        name = self.text.name(row.name) if self.text.mask else row.name
        last = None if row.last_ended is None else f"{datetime.fromtimestamp(row.last_ended, UTC).isoformat()}"
        values = {figure: self._figure(row, figure).value for figure in _FIGURES}
        return {
            "agentID": row.claimed or row.agent_id,
            "agentName": name,
            "listed": row.listed,
            "calls": row.calls,
            **values,
            "lastEnded": last,
        }

    def _behind(self, row: AgentRow, room: int) -> str:
        """What stands behind a name that several agents bear, however little room there is: whose row it is."""
        if row.claimed is not None or row.agents < 2:
            return told(row.claimed, self.glyphs)
        whole = f" {self.glyphs.dot} {row.agents} agents"
        return whole if width(whole) <= room else f" {self.glyphs.dot} {row.agents}"

    def _last(self, row: AgentRow) -> str:
        return self.glyphs.unknown if row.last_ended is None else times.minutes(self.now - row.last_ended)


def _perhaps_more(counted: list[AgentRow], rows: list[AgentRow]) -> bool:
    """Whether calls that agents share may be of some who are not counted as having any."""
    free = {row.key.partition(APART)[0] for row in counted if not row.calls}
    alone = any(row.calls > 1 and row.shared for row in counted)
    return alone or any(row.calls and row.key.partition(APART)[0] in free for row in rows if row.rest)
