"""The sheet of columns: every column there is, shown or not, in order, with its width. The table behind it follows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from textual import events

from dialer_tui.text import fit, width
from dialer_tui.ui.columnset import ColumnSet, Slot, column
from dialer_tui.ui.keymap import Keymap
from dialer_tui.ui.said import Said
from dialer_tui.ui.theme import Glyphs, Palette
from dialer_tui.ui.widgets.painted import Part
from dialer_tui.ui.widgets.sheet import Sheet

_WIDE = 50
_ABOVE = 7  # lines above it, in which heads and some rows of the table are seen
_MARK, _LABEL, _CELLS = 2, 20, 4


class ColumnSheet(Sheet):
    """A line a column; the cursor stays with its column, wherever that is moved to."""

    class Clicked(Said):
        """The column under the cursor was clicked."""

        name: str

    def __init__(self, keymap: Keymap, palette: Palette, glyphs: Glyphs) -> None:
        super().__init__(palette, glyphs, id="arranged")
        self._keymap = keymap
        self._slots: Sequence[Slot] = ()
        self._fitting: Mapping[str, int] = {}
        self._changed = False
        self.at = ""

    @property
    def cursor(self) -> int:
        """The line of the cursor."""
        return next((line for line, slot in enumerate(self._slots) if slot.name == self.at), 0)

    def tell(self, columns: ColumnSet, fitting: Mapping[str, int], edge: int, *, changed: bool) -> None:
        """Show a set. `fitting`: the columns that have room in the table, with their cells; `edge`: its left edge.

        `changed`: whether esc would take something back.
        """
        self._slots, self._fitting, self._changed = columns.slots, fitting, changed
        self.at = self._slots[self.cursor].name
        self.show(
            "Columns", [()] * len(self._slots), "", min(_WIDE, max(self.app.size.width - 4, 1)), edge, above=_ABOVE
        )
        self.move(0)

    def move(self, by: int) -> None:
        """Move the cursor by columns."""
        if not self._slots:
            return
        cursor = max(0, min(self.cursor + by, len(self._slots) - 1))
        self.at = self._slots[cursor].name
        self.top = max(min(self.top, cursor), cursor - self.page + 1, 0)
        self.sync()

    def scroll_rows(self, by: int) -> None:
        """The wheel moves the cursor."""
        self.move(by)

    def body(self, cells: int) -> Sequence[Sequence[Part]]:
        """The columns that are seen."""
        return [self._line(slot) for slot in self._slots[self.top : self.top + self.page]]

    def _line(self, slot: Slot) -> list[Part]:
        cells = self._fitting.get(slot.name)
        label = fit(column(slot.name).said, _LABEL, ellipsis=self.glyphs.ellipsis)
        if not slot.shown:
            return [(" " * _MARK, "plain"), (label, "dim")]
        own = slot.cells is not None
        said = "no room" if cells is None else "own width" if own else ""
        return [
            (fit(self.glyphs.good, _MARK), "accent"),
            (label, "plain" if cells else "dim"),
            (fit(str(cells or slot.column.least), _CELLS, right=True), "accent" if own else "dim"),
            (f"  {said}", "dim"),
        ]

    def position(self) -> str:
        """Which of the columns are seen."""
        many, last = len(self._slots), min(self.top + self.page, len(self._slots))
        return f"{self.top + 1}{self.glyphs.dash}{last} of {many}" if many > self.page else ""

    def foot(self, cells: int) -> str:
        """As many of the keys as fit."""
        back = "as before" if self._changed else "back"
        words = {"columns_anew": "as shipped", "columns_keep": "keep", "back": back}
        keys = [f"{self.glyphs.key(self._keymap.shown(name))} {word}" for name, word in words.items()]
        while len(keys) > 1 and width("   ".join(keys)) > cells:
            keys.pop(0)
        return "   ".join(keys)

    def on_cursor(self, line: int) -> bool:
        """The cursor's line."""
        return line + self.top == self.cursor

    def on_click(self, event: events.Click) -> None:
        line = self.top + event.y - 1
        if 1 <= event.y <= self.page and line < len(self._slots):
            again = line == self.cursor
            self.move(line - self.cursor)
            if again:
                self.post_message(self.Clicked(self.at))
