"""Arranging the columns of the calls, in a sheet over them: what is done shows at once, and esc takes it back."""

from __future__ import annotations

from msgspec.structs import replace

from dialer_tui.ui.columnset import SHIPPED, ColumnSet
from dialer_tui.ui.remember import Remembered
from dialer_tui.ui.screens.columnsheet import ColumnSheet
from dialer_tui.ui.screens.working import Working


class Arranging(Working, inherit_bindings=False):
    """The actions of the sheet of columns."""

    _columns_before = SHIPPED

    def action_columns(self) -> None:
        """Choose, order and widen the columns."""
        self._columns_before = self.calls.columns
        columns = self.calls.columns.with_fields(self.state.extras)
        names = columns.names()
        self._go("columns")
        self.arranged.open()
        self.arranged.at = self.calls.sideways.at or names[0]
        self._arranged(columns)

    def action_column_show(self) -> None:
        """Show the column under the cursor, or no longer."""
        columns = self.calls.columns.toggled(self.arranged.at)
        if columns == self.calls.columns:
            self.say("one column stays")
        self._arranged(columns)

    def on_column_sheet_clicked(self, message: ColumnSheet.Clicked) -> None:
        message.stop()
        if self.place == "columns":
            self.action_column_show()

    def action_column_move(self, by: int) -> None:
        """Move it among the others."""
        self._arranged(self.calls.columns.moved(self.arranged.at, by))

    def action_column_width(self, by: int) -> None:
        """Give it a width of its own, a cell more or less than it has now."""
        name, columns = self.arranged.at, self.calls.columns
        slot = columns.slots[columns.at(name)]
        cells = slot.cells or self.calls.fitting().get(name, slot.column.least)
        self._arranged(columns.sized(name, cells + by))

    def action_columns_anew(self) -> None:
        """All columns as they are shipped."""
        self._arranged(SHIPPED.with_fields(self.state.extras))

    def action_columns_keep(self) -> None:
        """Leave the sheet, the columns as they are now."""
        self._close_columns(self.calls.columns.kept())

    def drop_columns(self) -> None:
        """Leave the sheet, the columns as they were before it."""
        changed = self._columns_changed
        self._close_columns(self._columns_before)
        if changed:
            keep = self.keymap.shown("columns_keep")
            self.say(f"the columns are as they were before: {keep} keeps changes", "the columns are as before")

    @property
    def _columns_changed(self) -> bool:
        """Whether the columns are others than before the sheet."""
        return self.calls.columns.kept() != self._columns_before.kept()

    def _close_columns(self, columns: ColumnSet) -> None:
        self.arranged.close()
        self.calls.lay_out(columns)
        self._go(self.pane)

    def _arranged(self, columns: ColumnSet) -> None:
        """These are the columns now."""
        self.calls.lay_out(columns, self.arranged.at)
        self.tell_columns()

    def _repoint(self) -> None:
        """The cursor of the sheet may have moved: the head of its column is the one that is marked."""
        if self.place == "columns":
            self.calls.lay_out(self.calls.columns, self.arranged.at)

    def tell_columns(self) -> None:
        """Bring the sheet up to date."""
        edge = self.calls.region.x if self.calls.on_screen else 0
        self.arranged.tell(self.calls.columns, self.calls.fitting(), edge, changed=self._columns_changed)

    def remembered(self) -> Remembered:
        """How somebody leaves the console: of columns, what was kept."""
        found = super().remembered()
        return replace(found, columns=self._columns_before) if self.arranged.opened else found
