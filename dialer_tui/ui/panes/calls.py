"""The calls pane: the window's calls as listed, the newest on top."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence

from msgspec.structs import replace
from textual.geometry import Size
from textual.strip import Strip

from dialer_tui.floor.changes import Entry
from dialer_tui.floor.view import Order
from dialer_tui.text import fit, fit_before, width
from dialer_tui.ui import times
from dialer_tui.ui.call_text import COLUMNS, OFFERED, CallText
from dialer_tui.ui.columns import Column, Placed, place
from dialer_tui.ui.columnset import SHIPPED, ColumnSet
from dialer_tui.ui.keymap import Keymap
from dialer_tui.ui.marks import Mark
from dialer_tui.ui.panes.sideways import Sideways
from dialer_tui.ui.state import FloorState
from dialer_tui.ui.theme import Glyphs, Palette, Role
from dialer_tui.ui.widgets.painted import Part
from dialer_tui.ui.widgets.table import Table

LABELS = {column.name.replace("_", ""): column.said for column in COLUMNS[1:]} | {"id": "Call ID"}
_ALL_LABELS = LABELS | {column.name.replace("_", ""): column.said for column in OFFERED}
AS_LISTED = ("listed", True)
_CELLS_KEPT = 4_000
_LEAST = 10  # cells in which a filter is still worth its words
AHEAD = 60  # seconds ahead of the server's clock from which a call is flagged: clocks differ a little


class CallsPane(Table):
    """Rows of `FloorState.view`. `now` is the server's time at the last whole minute."""

    def __init__(self, state: FloorState, text: CallText, keymap: Keymap, palette: Palette, glyphs: Glyphs) -> None:
        super().__init__(palette, glyphs, id="calls")
        self._keymap = keymap
        self.state = state
        self.text = text
        self.now = 0.0
        self._today = times.day(self.now, text.zone)
        # What may be done where a filter leaves no call; it is given what takes the filter off, in a sentence.
        self.offer: Callable[[tuple[str, ...]], tuple[str, ...]] = lambda off: off
        self.columns = SHIPPED
        self.pointed: str | None = None  # a column that is being arranged
        self.sideways = Sideways(SHIPPED.columns(), start="agent")
        self._names = SHIPPED.names()
        self._asked: frozenset[str] = frozenset()  # the numbers and times that a filter asks for
        self._placed: tuple[int | None, tuple[Placed, ...]] = (None, ())
        self._wider = False  # whether a text has come that needs more room than those before
        self._cells: dict[Hashable, dict[str, str]] = {}

    def tell(self, now: float) -> None:
        """Take the server's time at a whole minute. At midnight every row looks different: times show their day."""
        self.now = now
        today = times.day(now, self.text.zone)
        if today != self._today:
            self._today = today
            self._cells.clear()
            self.forget()

    def anew(self) -> None:
        """Forget how rows looked: calls of the same IDs are to be others now."""
        self._cells.clear()
        self.forget()

    def count(self) -> int:
        return len(self.state.view)

    def total(self) -> int:
        return self.state.calls

    def identity(self, row: int) -> str:
        return self.state.view[row].call.id

    def find(self, identity: Hashable) -> int | None:
        return self.state.view.index(str(identity))

    def has(self, identity: Hashable) -> bool:
        return self.state.view.shows(str(identity))

    def look(self, row: int) -> Hashable:
        entry = self.state.view[row]
        return *self._known(entry), self._mark(entry)

    def lines(self, size: Size) -> list[Strip]:
        if self._asked != self.state.filters.measures:
            self.take(self.columns)
            self.forget()
        lines = super().lines(size)
        if self._wider:  # than any text before: all rows once more, with the columns as they are now
            self._wider = False
            self._placed = None, ()
            self.forget()
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
        parts, gap = [glyph], roles[0]
        for at, role in zip(placed, roles, strict=True):
            if at is not placed[0]:
                parts.append((" ", gap))
            text = texts[at.column.name]
            self._wider |= self.sideways.needs.meet(at.column, text)
            tail = self.text.told(entry.call) if at.column.name == "agent" else ""
            if tail:
                said: tuple[str, ...] = fit_before(
                    text.removesuffix(tail), tail, at.cells, ellipsis=self.glyphs.ellipsis
                )
            else:
                said = (fit(text, at.cells, right=at.column.right, ellipsis=self.glyphs.ellipsis),)
            under = row == self.cursor and self.current and at.column.name == self.sideways.at
            parts += [(one, "cell" if under else role) for one in said]
            gap = role
        return parts

    def heads(self, cells: int) -> str:
        return "".join(text for text, _ in self.head_parts(cells))

    def head_parts(self, cells: int) -> list[Part]:
        """The heads, an arrow at the column that orders, the one under the column cursor marked."""
        view, parts = self.state.view, list[Part]()
        for at in self.placed(cells):
            column = at.column
            arrow = self.glyphs.down if view.descending else self.glyphs.up
            label = column.head + (arrow if column.name.replace("_", "") == view.column else "")
            under = self.current and column.name == (self.pointed or self.sideways.at)
            said = fit(label, at.cells, right=column.right, ellipsis=self.glyphs.ellipsis)
            parts += [(" ", "dim")] if parts else []
            parts.append((said, "caret" if under else "dim"))
        return parts

    def placed(self, cells: int) -> tuple[Placed, ...]:
        """The columns at a width."""
        if self._placed[0] != cells:
            self._placed = cells, self.sideways.seen(cells)
        return self._placed[1]

    def column(self, by: int) -> None:
        """Move the column cursor; the columns come along where they do not all fit."""
        self.sideways.move(by, self.inside)
        self._columns_changed()

    def take(self, columns: ColumnSet) -> None:
        """Have these columns from now on."""
        self.columns, self._names = columns, columns.names()
        self._asked = self.state.filters.measures
        self.sideways.take(self._all())
        self._placed = None, ()
        self._cells.clear()

    def _all(self) -> list[Column]:
        """The columns there are to be shown. What a filter asks for is seen, whatever has to go for it."""
        return [replace(one, goes=None) if one.name in self._asked else one for one in self.columns.columns()]

    def lay_out(self, columns: ColumnSet, pointed: str | None = None) -> None:
        """Show these columns. `pointed`: the one whose head is marked, None as ever."""
        self.pointed = pointed
        if columns != self.columns:
            self.take(columns)
        self._columns_changed()

    def fitting(self) -> dict[str, int]:
        """The columns for which there is room, whatever the column cursor is on, with their cells."""
        return {at.column.name: at.cells for at in place(self._all(), self.inside, self.sideways.needs)}

    @property
    def sorts(self) -> dict[str, str]:
        """What the calls can be ordered by: the columns there are anyway, and those that were chosen."""
        chosen = {name.replace("_", "") for name in self._names}
        return {name: label for name, label in _ALL_LABELS.items() if name in LABELS or name in chosen}

    def hide_column(self) -> None:
        """Put the column cursor away, and the columns back to where they were."""
        self.sideways.hide()
        self._columns_changed()

    def _columns_changed(self) -> None:
        self._placed = None, ()
        self.forget()
        self.sync()

    @property
    def inside(self) -> int:
        """The cells of a row."""
        return self.size.width - (4 if self.framed else 2)

    def titles(self) -> tuple[str, str]:
        count = self.state.number()
        room = self.inside - width(count) - 5  # blanks, and a bar of the frame between them
        return self._said(["Calls", self.state.type, self.order()], [], room), count

    def order(self) -> str:
        """How the rows are ordered, in words."""
        view = self.state.view
        return ordered((view.column, view.descending), view.second, self.glyphs)

    def note(self, room: int) -> str:
        """What of all that is not as it usually is, for where there is no title, in at most `room` cells."""
        view = self.state.view
        seen = {at.column.name.replace("_", "") for at in self.placed(self.inside)}
        usual = (view.column, view.descending) == AS_LISTED
        # Where its column is seen an arrow stands in the heads; how it is anyway is worth less than what narrows it.
        said = view.column not in seen and not (usual and self.state.narrowed)
        order = self.order().partition(",")[0] if said else ""
        return self._said([self.state.type], [order], room)

    def _said(self, before: Sequence[str], after: Sequence[str], room: int) -> str:
        """Words, between them the filters in force, which are shortened to the room the words leave."""
        dot, words = f" {self.glyphs.dot} ", [*filter(None, before)]
        rest = [*filter(None, after)]
        if self.state.filters:
            words.append(self.filtered(room - width(dot.join([*words, *rest, ""]))))
        return dot.join([*words, *rest])

    @property
    def newest(self) -> str:
        """The last term that was put on, "" where there is none."""
        return self.state.filters.newest(self.text.mask)

    def filtered(self, cells: int) -> str:
        """The filters in force, as much of them as `cells` hold, but never less than a few."""
        return "/ " + self.state.filters.within(max(cells, _LEAST) - 2, self.text.mask, self.glyphs.ellipsis)

    def counters(self) -> str:
        """ "↑ 9 new · ↓ 3 new": rows marked new that are out of sight; all of them when the pane itself is."""
        if not self.on_screen:
            waiting = len(self.state.new_rows())
            return f"{waiting} new" if waiting else ""
        above, below = self.state.new_outside(self.top, self.top + self.page)
        words = [f"{arrow} {n} new" for arrow, n in ((self.glyphs.up, above), (self.glyphs.down, below)) if n]
        return f" {self.glyphs.dot} ".join(words)

    def empty(self) -> Sequence[str]:
        state, back = self.state, self._keymap.shown("back")
        if state.view.seeking:
            return (f"Looking through {state.shown:,} calls {self.glyphs.ellipsis}",)
        if state.filters and state.calls:
            also = f" ({state.type} only)" if state.type else ""
            most = 2 * self.inside - 40  # two lines, the other words among them
            off = f"{back} takes the filter off."
            if state.type:
                off = f"{off[:-1]}, {self._keymap.shown('type')} shows all types."
            return f"No call meets {self.filtered(most)}{also}.", *self.offer((off,))
        if state.type and state.calls:
            return f"No call is {state.type}.", f"{self._keymap.shown('type')} shows the others."
        return (*super().empty(), *(self.offer(()) if state.filters else ()))

    def next_new(self) -> None:
        """Go to the next row marked new."""
        row = self.state.next_new(self.cursor)
        if row is not None:
            self.go(row)

    def _known(self, entry: Entry) -> tuple[Hashable, ...]:
        """What the texts of a row follow from, times aside."""
        on = "ended" in self._names and self.text.goes_on(entry)
        return entry.call.id, entry.version, entry.first_seen, self.text.told(entry.call), self.text.mask, on

    def _texts(self, entry: Entry) -> dict[str, str]:
        key = self._known(entry)
        texts = self._cells.get(key)
        if texts is None:
            if len(self._cells) > _CELLS_KEPT:
                self._cells.clear()
            texts = self._cells[key] = self.text.cells(entry, self.now, self._names)
        return texts


def ordered(first: Order, second: Order | None, glyphs: Glyphs) -> str:
    """An order in words: "as listed", "by Queue ↓, Agent ↑"."""
    if first == AS_LISTED:
        return "as listed"
    arrows = {True: glyphs.down, False: glyphs.up}
    orders = [first, *([second] if second else [])]
    return "by " + ", ".join(f"{_ALL_LABELS[column]} {arrows[descending]}" for column, descending in orders)


def _role(role: Role, mark: Mark | str | None) -> Role:
    """Bright where the call is new, dim where it is gone."""
    if mark == "gone":
        return "dim"
    return "strong" if mark == "new" and role == "plain" else role
