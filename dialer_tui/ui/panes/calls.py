"""The calls pane: the window's calls as listed, the newest on top."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from textual.geometry import Size
from textual.strip import Strip

from dialer_tui.floor.window import Entry
from dialer_tui.text import clean, fit
from dialer_tui.ui.call_text import COLUMNS, CallText
from dialer_tui.ui.columns import Placed, head, place
from dialer_tui.ui.keymap import Keymap
from dialer_tui.ui.marks import Mark
from dialer_tui.ui.state import FloorState
from dialer_tui.ui.theme import Glyphs, Palette, Role
from dialer_tui.ui.widgets.painted import Part
from dialer_tui.ui.widgets.table import Table

_CELLS_KEPT = 4_000
AHEAD = 60  # seconds ahead of the server's clock from which a call is flagged: clocks differ a little


class CallsPane(Table):
    """Rows of `FloorState.view`. `now` is the server's time at the last whole minute."""

    def __init__(self, state: FloorState, text: CallText, keymap: Keymap, palette: Palette, glyphs: Glyphs) -> None:
        super().__init__(palette, glyphs, id="calls")
        self._keymap = keymap
        self.state = state
        self.text = text
        self.now = 0.0
        self._placed: tuple[int | None, tuple[Placed, ...]] = (None, ())
        self._cells: dict[tuple[str, int, float], dict[str, str]] = {}

    def count(self) -> int:
        return len(self.state.view)

    def total(self) -> int:
        return self.state.calls

    def identity(self, row: int) -> str:
        return self.state.view[row].call.id

    def find(self, identity: Hashable) -> int | None:
        return self.state.view.index(str(identity))

    def look(self, row: int) -> Hashable:
        entry = self.state.view[row]
        return entry.call.id, entry.version, entry.first_seen, self._mark(entry)

    def lines(self, size: Size) -> list[Strip]:
        lines = super().lines(size)
        if self.following:
            self.state.marks.seen_all()
        else:
            self.state.marks.seen(map(str, self._shown))
        return lines

    def _mark(self, entry: Entry) -> Mark | str | None:
        mark = self.state.marks.mark(entry.call.id)
        return mark or ("future" if entry.call.date > self.now + AHEAD else None)

    def parts(self, row: int, cells: int) -> list[Part]:
        entry = self.state.view[row]
        mark = self._mark(entry)
        texts = self._texts(entry)
        placed = self.placed(cells)[1:]
        roles = [_role(at.column.role, mark) for at in placed]
        glyph: Part = (f"{getattr(self.glyphs, mark)} ", "accent") if mark else ("  ", roles[0])
        parts = [glyph]
        for at, role in zip(placed, roles, strict=True):
            if at is not placed[0]:
                parts.append((" ", parts[-1][1]))
            text = texts[at.column.name]
            parts.append((fit(text, at.cells, right=at.column.right, ellipsis=self.glyphs.ellipsis), role))
        return parts

    def heads(self, cells: int) -> str:
        return head(self.placed(cells), self.glyphs.ellipsis)

    def placed(self, cells: int) -> tuple[Placed, ...]:
        """The columns at a width."""
        if self._placed[0] != cells:
            self._placed = cells, place(COLUMNS, cells)
        return self._placed[1]

    def titles(self) -> tuple[str, str]:
        query = self.state.query
        if query is None:
            return f"Calls {self.glyphs.dot} as listed", f"{self.state.calls:,}"
        return (
            f"Calls {self.glyphs.dot} as listed {self.glyphs.dot} / {clean(query.text, 40)}",
            f"{len(self.state.view):,} of {self.state.calls:,}",
        )

    def counters(self) -> str:
        """ "↑ 9 new · ↓ 3 new": rows marked new that are out of sight; all of them when the pane itself is."""
        if not self.on_screen:
            waiting = len(self.state.new_rows())
            return f"{waiting} new" if waiting else ""
        above, below = self.state.new_outside(self.top, self.top + self.page)
        words = [f"{arrow} {n} new" for arrow, n in ((self.glyphs.up, above), (self.glyphs.down, below)) if n]
        return f" {self.glyphs.dot} ".join(words)

    def empty(self) -> Sequence[str]:
        query = self.state.query
        if query is not None and self.state.calls:
            return (f"No call meets / {clean(query.text, 60)}.", f"{self._keymap.shown('back')} takes the filter off.")
        return super().empty()

    def next_new(self) -> None:
        """Go to the next row marked new."""
        row = self.state.next_new(self.cursor)
        if row is not None:
            self.go(row)

    def _texts(self, entry: Entry) -> dict[str, str]:
        key = entry.call.id, entry.version, entry.first_seen
        texts = self._cells.get(key)
        if texts is None:
            if len(self._cells) > _CELLS_KEPT:
                self._cells.clear()
            texts = self._cells[key] = self.text.cells(entry)
        return texts


def _role(role: Role, mark: Mark | str | None) -> Role:
    """Bright where the call is new, dim where it is gone."""
    if mark == "gone":
        return "dim"
    return "strong" if mark == "new" and role == "plain" else role
