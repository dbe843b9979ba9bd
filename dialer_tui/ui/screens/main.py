"""The one screen: puts keys and clicks to what they are meant for. What each key does is the table in `keys.py`."""

from __future__ import annotations

from functools import partial

from dialer_tui.ui import sayings
from dialer_tui.ui.keys import PANES, PROMPTED, SHEETS, Place
from dialer_tui.ui.messages import AccountWanted, DiagnosticsWanted, RepaintWanted, ThemeWanted
from dialer_tui.ui.screens.alerting import Alerting
from dialer_tui.ui.screens.commands import Commands
from dialer_tui.ui.screens.exporting import Exporting
from dialer_tui.ui.screens.pinning import Pinning
from dialer_tui.ui.screens.replaying import Replaying
from dialer_tui.ui.screens.viewing import Viewing
from dialer_tui.ui.widgets.filterbar import FilterBar
from dialer_tui.ui.widgets.footer import Footer
from dialer_tui.ui.widgets.pathbar import PathSheet
from dialer_tui.ui.widgets.prompt import Prompt
from dialer_tui.ui.widgets.sheet import Sheet
from dialer_tui.ui.widgets.table import Table
from dialer_tui.ui.widgets.tabs import Tabs

_HELPED_ON: tuple[Place, ...] = ("filter", "columns")  # where what was being done goes on behind its help


class MainScreen(Viewing, Replaying, Alerting, Exporting, Pinning, inherit_bindings=False):
    """The screen with its keys.

    `away`: another screen was asked for. It takes a moment to come up, in which keys are no longer for this one.
    """

    def on_screen_resume(self) -> None:
        self.away = False

    # --- messages -------------------------------------------------------------------------------------------

    def on_table_moved(self, message: Table.Moved) -> None:
        message.stop()
        self._tell_tabs()
        self._tell_status()

    def on_table_picked(self, message: Table.Picked) -> None:
        message.stop()
        if self.place == "filter":
            self.action_keep()
        if self.place in PROMPTED:
            self._close_prompt()
        if self.place in PANES:
            self.action_show(str(message.table.id))
            if message.row is not None:
                message.table.go(message.row)
            if message.opened:
                self._open(message.table)

    def on_tabs_picked(self, message: Tabs.Picked) -> None:
        message.stop()
        if self.place == "filter":
            self.action_keep()
        if self.place in PROMPTED:
            self._close_prompt()
        if self.place in PANES:
            self.action_show(message.place)

    def on_footer_clicked(self, message: Footer.Clicked) -> None:
        message.stop()
        self.call_next(partial(self.run_action, message.key.action))

    async def on_commands_chosen(self, message: Commands.Chosen) -> None:
        message.stop()
        await self.action_run()

    def on_filter_bar_typed(self, message: FilterBar.Typed) -> None:
        message.stop()
        if self.place == "filter":
            self._type(message.text)

    # --- actions: the table in keys.py ----------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Whether a key means anything where the keyboard is now."""
        return not self.away and self.keymap.works(action, self.place)

    def action_next_pane(self) -> None:
        """Give the keys to the next pane."""
        self.action_show(PANES[(PANES.index(self.pane) + 1) % len(PANES)])

    def action_zoom(self) -> None:
        """One pane alone, or all again."""
        if not self._narrow:
            self._zoomed = not self._zoomed
            self._arrange()

    def action_step(self, by: int) -> None:
        """A row up or down; with a call's details open, the call above or below."""
        if self.place in SHEETS:
            self.sheets[self.place].scroll_rows(by)
            return
        for sheet in (self.commands, self.menu, self.alerts, self.arranged):
            if sheet is self._sheet():
                sheet.move(by)
                self._repoint()
                return
        pane = self.calls if self.place in ("details", "filter") else self.list_pane
        row = None
        if self.place == "details" and self.details.entry is not None:
            row = self.state.view.index(self.details.entry.call.id)  # newer calls may have come above it
        pane.go((pane.cursor if row is None else row) + by)
        if self.place == "details":
            self._show_details()

    def action_page(self, by: int) -> None:
        """A page up or down."""
        sheet = self._sheet()
        if self.place == "palette":
            self.commands.move(by * self.commands.page)
        elif sheet is not None:
            sheet.scroll_rows(by * sheet.page)
            self._repoint()
        else:
            pane = self.calls if self.place == "filter" else self.list_pane
            pane.move(by * max(pane.page - 1, 1))

    def action_home(self) -> None:
        """The first row; the pane follows again."""
        sheet = self._sheet()
        if sheet is self.alerts or sheet is self.arranged:
            sheet.scroll_rows(-(10**9))
            self._repoint()
        elif sheet is not None:
            sheet.scroll_rows(-sheet.top)
        else:
            self.list_pane.home()

    def action_end(self) -> None:
        """The last row."""
        sheet = self._sheet()
        if sheet is not None:
            sheet.scroll_rows(10**9)
            self._repoint()
        else:
            self.list_pane.go(self.list_pane.count() - 1)

    def action_next_new(self) -> None:
        """The next call marked new."""
        self.calls.next_new()

    def action_branch(self, opening: bool) -> None:
        """Open or close a branch of the tree."""
        self.campaigns.branch(opening)

    def action_erase(self, what: str) -> None:
        """Erase some of the text that is being typed."""
        if line := self._typed_in():
            line.erase(what)
            self._retell()

    def action_text_step(self, by: int) -> None:
        """Move in the text that is being typed."""
        if line := self._typed_in():
            line.step(by)

    def action_text_go(self, where: int) -> None:
        """Go to a place in the text that is being typed."""
        if line := self._typed_in():
            line.go(where)

    def action_back(self) -> None:
        """One step back: a sheet, a filter being typed, a filter in force."""
        sheet = self._sheet()
        if sheet is self.menu:
            self._close_menu()
        elif sheet is self.arranged:
            self.drop_columns()
        elif sheet is not None:
            sheet.close()
            self._go(self._under(sheet))
            if under := self._sheet():
                under.cover(False)
        else:
            self._take_off()

    def action_help(self) -> None:
        """Help for where the keyboard is."""
        place = self.place
        self.details.close()
        self.diagnostics.close()
        self.alerts.close()
        self.arranged.cover(True)
        self._go("help")
        self.help.open()
        self.help.tell(place, self._late(), self._figure_now)

    def action_language(self) -> None:
        """Help for the filter that is typed, where ? is a character of it."""
        self.action_help()

    def action_board(self) -> None:
        """The wall board, or back to the panes."""
        if self.place == "board":
            self.board.close()
            self._go(self.pane)
        elif not self._refused():
            self._go("board")
            self.board.open()
            self._tell_board()

    def action_diagnostics(self) -> None:
        """How true what is shown is."""
        self._go("diagnostics")
        self.diagnostics.open()
        self.post_message(DiagnosticsWanted())

    def action_palette(self) -> None:
        """Every action, to be found by its words."""
        place = self.place
        if sheet := self._sheet():
            sheet.cover(True)
        self._go("palette")
        self.commands.call(place, self.view_keys())

    async def action_run(self) -> None:
        """Do the palette's action under the cursor, where the palette was called or where it can be done.

        At once: a key right behind this one is for the place that the action leads to.
        """
        key = self.commands.chosen
        if key is None:
            return
        place = self.keymap.home_of(key, self.commands.place) or self.pane
        self.action_back()
        if place != self.place:
            if self.place not in PANES:
                self.action_back()  # out of a sheet, never off with a filter
            if self.place == "filter":
                self.action_keep()
            elif self.place == "columns":
                self.action_columns_keep()
            if self.place not in PANES:
                return  # what is typed cannot be kept, which its line says
            self.action_show(place)
        await self.run_action(key.action)

    def action_theme(self, name: str) -> None:
        """Other colours."""
        self.post_message(ThemeWanted(name))

    def action_suspend(self) -> None:
        """Back to the shell that started it, which brings it back with fg."""
        self.notice.end()
        self.app.action_suspend_process()

    def action_account(self) -> None:
        """See the account, and change it."""
        self.away = True
        self.post_message(AccountWanted())

    def action_quit(self) -> None:
        """Leave."""
        self.app.exit()

    def action_interrupt(self) -> None:
        """Leave, whatever is being typed."""
        self.app.exit()

    def action_repaint(self) -> None:
        """Draw everything afresh, for when something else wrote on the terminal."""
        self.notice.end()
        self.post_message(RepaintWanted())

    def unknown(self, name: str) -> None:
        """A key that means nothing where it was pressed, by Textual's name for it: the board says which do."""
        if self.place == "board" and not self.keymap.takes(name, "board"):
            self.board.hint(sayings.board(self.keymap))

    # --- steps of actions -----------------------------------------------------------------------------------

    def _sheet(self) -> Sheet | None:
        return self.sheets.get(self.place)

    def _under(self, sheet: Sheet) -> Place:
        """Where the keyboard goes when a sheet goes."""
        if sheet is self.commands:
            return self.commands.place
        return self.help.place if sheet is self.help and self.help.place in _HELPED_ON else self.pane

    def _typed_in(self) -> FilterBar | Commands | PathSheet | Prompt | None:
        """What takes the characters that are typed."""
        if self.place == "palette":
            return self.commands
        if self.place == "path":
            return self.path
        if self.place in PROMPTED:
            return self.prompt
        return self.filter if self.place == "filter" else None

    def typed(self, text: str) -> None:
        """Take text that was typed or pasted."""
        if line := self._typed_in():
            line.insert(text)
            self._retell()

    def _retell(self) -> None:
        if self.place == "range":
            self.tell_range()
        elif self.place == "name":
            self.tell_name()
        elif self.place == "moment":
            self.tell_moment()
