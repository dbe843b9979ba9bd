"""What the panes show, folded once from what the feed publishes. Widgets keep a cursor and a scroll, nothing else."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable

from dialer_tui.feed import Directory
from dialer_tui.floor.people import People
from dialer_tui.floor.query import Query
from dialer_tui.floor.tree import Tree
from dialer_tui.floor.view import View
from dialer_tui.floor.window import Changes
from dialer_tui.model import Campaign
from dialer_tui.ui.marks import Marks


class FloorState:
    """The folds behind the panes: the ordered view, people, tree and marks, and the filter in force."""

    def __init__(self, not_agents: Iterable[str]) -> None:
        self.view = View()
        self.people = People(not_agents)
        self.tree = Tree()
        self.marks = Marks()
        self.query: Query | None = None
        self.campaigns: tuple[Campaign, ...] | None = None
        self.agents_known = False
        self.version = 0  # grows with every fold: what a pane compares to know that it is out of date
        self._new_rows: list[int] = []
        self._counted = (-1, -1)

    @property
    def calls(self) -> int:
        """Calls in the window; rows that are gone but still shown are not counted."""
        return self.view.total - self.marks.many("gone")

    def changed(self, changes: Changes) -> None:
        """Fold what happened in the window."""
        self.view.apply(changes)
        self.people.apply(changes)
        self.tree.apply(changes)
        self.marks.take(changes)
        self.version += 1

    def directory(self, directory: Directory) -> None:
        """Take the lists of agents and campaigns; one not had yet leaves the last one standing."""
        if directory.agents is not None:
            self.people.agents(directory.agents)
            self.agents_known = True
        if directory.campaigns is not None:
            self.tree.campaigns(directory.campaigns)
            self.campaigns = tuple(directory.campaigns)
        self.version += 1

    def filter(self, query: Query | None) -> None:
        """Show only what a query keeps."""
        self.query = query
        self.view.filter(query.keep if query else None)
        self.version += 1

    def fade(self, seconds: float) -> None:
        """Let visible time pass: marks fade, rows that have gone go."""
        over = self.marks.step(seconds)
        if over:
            self.view.drop(over)
            self.version += 1

    def new_rows(self) -> list[int]:
        """The rows marked new, ascending."""
        if self._counted != (self.version, self.marks.version):
            self._counted = (self.version, self.marks.version)
            rows = (self.view.index(call_id) for call_id in self.marks.new())
            self._new_rows = sorted(row for row in rows if row is not None)
        return self._new_rows

    def new_outside(self, top: int, end: int) -> tuple[int, int]:
        """How many rows marked new are above row `top`, and how many at or below row `end`."""
        rows = self.new_rows()
        return bisect_left(rows, top), len(rows) - bisect_left(rows, end)

    def next_new(self, row: int) -> int | None:
        """The next row marked new below `row`, else the first one; None when there is none."""
        rows = self.new_rows()
        if not rows:
            return None
        at = bisect_right(rows, row)
        return rows[at] if at < len(rows) else rows[0]
