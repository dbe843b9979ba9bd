"""Working in the list: order, type, pause, window, whose agents, copying. Choices are asked in one small menu."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from dialer_tui.floor.changes import Entry
from dialer_tui.ui import copying
from dialer_tui.ui.copying import Copy
from dialer_tui.ui.keys import Place
from dialer_tui.ui.messages import CopyWanted
from dialer_tui.ui.panes.agents import AgentsPane
from dialer_tui.ui.panes.campaigns import CampaignsPane
from dialer_tui.ui.remember import Remembered
from dialer_tui.ui.screens.filtering import Filtering
from dialer_tui.ui.views import TYPES
from dialer_tui.ui.widgets.menu import Choice, Menu

_MARKED = "now"


class Working(Filtering, inherit_bindings=False):
    """The actions of a person who works in the list."""

    _asked_in: Place = "calls"
    _chosen: Callable[[str], None]

    # --- the menu ------------------------------------------------------------------------------------------------

    def _ask(
        self, title: str, choices: Sequence[Choice], then: Callable[[str], None], at: str = "", again: str = ""
    ) -> None:
        """Lay a menu over where the keyboard is. `then` is called with the ID of what is chosen."""
        self._asked_in, self._chosen = self.place, then
        self._go("menu")
        self.menu.ask(title, choices, at, again)

    def action_choose(self) -> None:
        """Take the menu's choice under the cursor."""
        self._choose(self.menu.chosen)

    def on_menu_chosen(self, message: Menu.Chosen) -> None:
        message.stop()
        self._choose(message.choice)

    def _choose(self, choice: Choice) -> None:
        if self.place == "menu":
            self._close_menu()
            self._chosen(choice.id)

    def _close_menu(self) -> None:
        self.menu.close()
        self._go(self._asked_in)

    def pressed(self, char: str) -> bool:
        """Take a character that was pressed: a letter of the menu, or text. True: it is no key besides."""
        if self.place != "menu":
            self.typed(char)
            return False
        if choice := self.menu.letter(char):
            self._choose(choice)
        return True

    def typed(self, text: str) -> None:
        """Take text that was typed or pasted."""
        raise NotImplementedError

    # --- order and type ------------------------------------------------------------------------------------------

    def action_sort(self) -> None:
        """Choose what to order the pane by; the same again turns the order. Of calls, the column before is second."""
        if self.pane != "calls":
            self._ask_order(self.agents if self.pane == "agents" else self.campaigns)
            return
        view = self.state.view
        arrow = {True: self.glyphs.down, False: self.glyphs.up}
        said = {view.column: f"{arrow[view.descending]} {_MARKED}"}
        if view.second is not None and view.second[0] not in said:
            said[view.second[0]] = f"{arrow[view.second[1]]} second"
        choices = [Choice(column, label, said.get(column, "")) for column, label in self.calls.sorts.items()]
        at = (self.calls.sideways.at or view.column).replace("_", "")
        self._ask("Sort the calls by", choices, self._sort, at, self.keymap.shown("sort"))

    def _sort(self, column: str) -> None:
        self.state.sort(column)
        self.folded()

    def _ask_order(self, pane: AgentsPane | CampaignsPane) -> None:
        column, descending = pane.order
        arrow = f"{self.glyphs.down if descending else self.glyphs.up} {_MARKED}"
        choices = [Choice(name, label, arrow if name == column else "") for name, label in pane.orders.items()]
        self._ask(f"Sort the {self.pane} by", choices, pane.sort, column, self.keymap.shown("sort"))

    def action_type(self) -> None:
        """All calls, inbound ones, outbound ones."""
        self.state.type = TYPES[(TYPES.index(self.state.type) + 1) % len(TYPES)]
        self.state.refilter()
        self.folded()

    # --- pause ---------------------------------------------------------------------------------------------------

    def action_pause(self) -> None:
        """Let the calls stay as they are, or show what has happened meanwhile."""
        if self.state.paused:
            self.state.resume()
        else:
            self._held = self.settings.poll.window
            self.state.pause()
        self.folded()

    def _refused(self) -> bool:
        """Say that something is not done on a past range, where one is shown or asked for."""
        away = self.state.past is not None or self.asking is not None
        if away:
            self.say(f"not on a past range: {self.keymap.shown('back')} goes back to the live calls")
        return away

    # --- mask -----------------------------------------------------------------------------------------------------

    def action_mask(self) -> None:
        """Names by initials, numbers by their last four digits, in all that is shown or taken out; or both whole."""
        self.text.mask = not self.text.mask
        self.folded()
        self._tell_alerts()
        masked = "masked: names by initials, numbers by their last four digits"
        self.say(masked if self.text.mask else "names and numbers in full again")

    # --- copy ----------------------------------------------------------------------------------------------------

    def action_copy(self) -> None:
        """Choose what of the call to copy."""
        entry = self.current_call()
        if entry is None:
            return
        columns = self.calls.columns
        copies = {one.id: one for one in copying.copies(entry, columns.names() if columns.own else None)}
        choices = [
            Choice(copy.id, copy.label, copy.shown(entry.call, self.text) or self.glyphs.unknown, copy.letter)
            for copy in copies.values()
        ]
        self._ask("Copy", choices, lambda name: self._copy(copies[name], entry))

    def _copy(self, copy: Copy, entry: Entry) -> None:
        if text := copy.text(entry.call, self.text):
            self.post_message(CopyWanted(text, copy.label))
        else:
            self.say(f"nothing to copy: the call has no {copy.label}")

    # --- from run to run -----------------------------------------------------------------------------------------

    def remembered(self) -> Remembered:
        """How somebody leaves the console."""
        view = self.state.view
        return Remembered(
            (view.column, view.descending),
            view.second,
            self.state.type,
            self.pane,
            self._zoomed,
            agents=self.agents.order,
            campaigns=self.campaigns.order,
            columns=self.calls.columns,
        )

    def recall(self, what: Remembered) -> None:
        """Be as somebody left it; before anything is shown."""
        self.state.view.sort(*what.sort, what.second)
        self.state.type = what.type
        self.state.refilter()
        self.agents.order, self.campaigns.order = what.agents, what.campaigns
        self.calls.take(what.columns)
        self.pane = self.place = what.pane
        self._zoomed = what.zoomed
