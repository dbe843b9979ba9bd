"""The agents pane: every agent of the list, those without calls last."""

from __future__ import annotations

from collections.abc import Hashable

from dialer_tui.floor.people import AgentRow
from dialer_tui.text import clean, fit, fit_before, mask_name, width
from dialer_tui.ui import times
from dialer_tui.ui.call_text import told
from dialer_tui.ui.columns import Column, Placed, head, place
from dialer_tui.ui.state import FloorState
from dialer_tui.ui.theme import Glyphs, Palette
from dialer_tui.ui.widgets.painted import Part
from dialer_tui.ui.widgets.table import Table

COLUMNS: tuple[Column, ...] = (
    Column("name", "Name", 12, 60),
    Column("calls", "Calls", 5, right=True),
    Column("aht", "AHT", 6, right=True),
    Column("last", "Last", 6, right=True, role="dim"),
)
HEADING = "not in the agent list"
_NOT_OWN = "not your own"


class AgentsPane(Table):
    """Rows of `FloorState.people`. Ages are those of `now`, which steps once a minute."""

    def __init__(self, state: FloorState, palette: Palette, glyphs: Glyphs, mask: bool = False) -> None:
        super().__init__(palette, glyphs, id="agents")
        self._written = mask_name if mask else clean
        self.state = state
        self.now = 0.0
        self._read: tuple[int, bool] | None = None
        self._rows: list[AgentRow | None] = []
        self._index: dict[Hashable, int] = {}
        self._busy = self._all = 0

    def read(self) -> None:
        """Read the rows again where anything was folded. None in the list is the heading before unlisted names."""
        version = self.state.people.version, self.state.agents_known
        if self._read == version:
            return
        self._read = version
        rows = self.state.people.rows()
        listed: list[AgentRow | None] = [row for row in rows if row.listed]
        others = [row for row in rows if not row.listed]
        # While the agent list has not come, nobody can be said not to be in it.
        heading: list[AgentRow | None] = [None] if others and self.state.agents_known else []
        self._rows = [*listed, *heading, *others]
        self._index = {row.key if row else HEADING: at for at, row in enumerate(self._rows)}
        counted = [row for row in rows if (row.listed or not self.state.agents_known) and not row.rest]
        self._all, self._busy = sum(max(row.agents, 1) for row in counted), sum(row.calls > 0 for row in counted)

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
        return entry.name, entry.claimed, entry.agents, entry.calls, entry.aht, self._last(entry)

    def parts(self, row: int, cells: int) -> list[Part]:
        entry = self._rows[row]
        if entry is None:
            return [(fit(self._heading(), cells, ellipsis=self.glyphs.ellipsis), "dim")]
        texts = {
            "name": self._written(entry.name),
            "calls": f"{entry.calls:,}" if entry.calls else self.glyphs.unknown,
            "aht": self.glyphs.unknown if entry.aht is None else times.length(round(entry.aht)),
            "last": self._last(entry),
        }
        parts: list[Part] = []
        for at in self.placed(cells):
            role = at.column.role if entry.calls else "dim"
            if parts:
                parts.append((" ", parts[-1][1]))
            text = texts[at.column.name]
            if at.column.name == "name":
                tail = self._behind(entry, at.cells - width(text))
                said = fit_before(text, tail, at.cells, ellipsis=self.glyphs.ellipsis)
            else:
                said = fit(text, at.cells, right=at.column.right, ellipsis=self.glyphs.ellipsis)
            parts.append((said, role))
        return parts

    def _heading(self) -> str:
        """What those are that the agent list does not name, and how many names."""
        others = sum(row is not None and not row.listed for row in self._rows)
        return f"{_NOT_OWN if self.state.agents_own else HEADING} {self.glyphs.dot} {others}"

    def placed(self, cells: int) -> tuple[Placed, ...]:
        """The columns at a width."""
        return place(COLUMNS, cells)

    def total(self) -> int:
        self.read()
        return self._all

    def heads(self, cells: int) -> str:
        return head(self.placed(cells), self.glyphs.ellipsis)

    def titles(self) -> tuple[str, str]:
        self.read()
        whose = "Own agents" if self.state.agents_own else "Agents"
        return whose, f"{self._busy} of {self._all} with calls" if self._all else ""

    def called(self, row: int) -> AgentRow | None:
        """The agents whose row it is, None for the heading."""
        return self._rows[row]

    def _behind(self, row: AgentRow, room: int) -> str:
        """What stands behind a name that several agents bear, however little room there is: whose row it is."""
        if row.claimed is not None or row.agents < 2:
            return told(row.claimed, self.glyphs)
        whole = f" {self.glyphs.dot} {row.agents} agents"
        return whole if width(whole) <= room else f" {self.glyphs.dot} {row.agents}"

    def _last(self, row: AgentRow) -> str:
        return self.glyphs.unknown if row.last_ended is None else times.minutes(self.now - row.last_ended)
