"""Views: how the calls are looked at, saved under a name and had back, all from the palette."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from dialer_tui.floor.query import QueryError, parse
from dialer_tui.text import clean
from dialer_tui.ui import filters, views
from dialer_tui.ui.columnset import SHIPPED
from dialer_tui.ui.filters import Filter, Kind
from dialer_tui.ui.keys import PANES, Key
from dialer_tui.ui.messages import ViewDropped, ViewKept
from dialer_tui.ui.panes.calls import ordered
from dialer_tui.ui.screens.arranging import Arranging
from dialer_tui.ui.views import SavedView
from dialer_tui.ui.widgets.menu import Choice

_LASTING, _PASSING = "columns, order, type, filter go to state.json", "columns, order, type, filter: until you leave"
_NONE = "no view has been saved yet"


class Viewing(Arranging, inherit_bindings=False):
    """The actions that save views, show them, and delete them."""

    _viewed = ""  # the view that was shown or saved last
    _there: frozenset[str] = frozenset()  # the views that were there when one began to be named

    # --- in the palette ------------------------------------------------------------------------------------------

    def view_keys(self) -> list[Key]:
        """An entry of the palette for each view that there is, and one to delete it."""
        there = self.views.all()
        shows = [
            Key(f"view {view.name}", "", "", "view", self._said(view), f"view({view.name!r})", PANES) for view in there
        ]
        drops = [
            Key(f"drop {view.name}", "", "", "delete view", view.name, f"drop_view({view.name!r})", PANES)
            for view in there
        ]
        return [*shows, *drops]

    def _said(self, view: SavedView) -> str:
        return f" {self.glyphs.dot} ".join((view.name, *self._parts(view)))

    def _parts(self, view: SavedView) -> Iterator[str]:
        """What there is to a view, in words; a filter is not shown where names are masked."""
        if view.type:
            yield view.type
        yield ordered(view.sort, view.second, self.glyphs)
        if view.columns != SHIPPED:
            yield "own columns"
        if view.filter:
            yield "/ filtered" if self.text.mask else f"/ {clean(view.filter)}"

    # --- show ------------------------------------------------------------------------------------------------------

    def action_view(self, name: str = "") -> None:
        """Look at the calls as a view has them; without a name, choose one."""
        there = {view.name: view for view in self.views.all()}
        if name in there:
            self._view(there[name])
        elif name:
            self.say(f"view {name} is there no more")
        elif there:
            choices = [
                Choice(one.name, one.name, f" {self.glyphs.dot} ".join(self._parts(one))) for one in there.values()
            ]
            self._ask("View", choices, lambda chosen: self._view(there[chosen]), self._viewed)
        else:
            self.say(f"{_NONE}: “save view” in the palette ({self.keymap.shown('palette')}) does", _NONE)

    def _view(self, view: SavedView) -> None:
        """Show a view, all of it or, where its filter means nothing now, nothing of it."""
        try:
            found = parse(view.filter, self.state.ground)
        except QueryError as error:
            self.say(f"view {view.name} is not shown: in its filter, {error}", f"not shown: in its filter, {error}")
            return
        spot, came_from = self.calls.spot(), self.pane
        self.action_show("calls")
        self.calls.home()
        spot = replace(spot, moves=self.calls.moves)  # home is the view's, not a move away from it
        self.state.filters.clear()
        if found is not None:
            # As if it were typed, but where names are masked: / would then show what may be one.
            kind: Kind = "opened" if self.text.mask else "typed"
            self.state.filters.put(Filter(found, (filters.typed(found),), kind, came_from, spot))
        self.state.type = view.type
        self.calls.lay_out(view.columns)
        self.state.view.sort(*view.sort, view.second)
        self.state.refilter()
        self.folded()
        self._viewed = view.name
        self.say(f"view {view.name}")

    # --- save ------------------------------------------------------------------------------------------------------

    def action_save_view(self) -> None:
        """Type the name under which the calls are to be had so again."""
        self._there = frozenset(view.name for view in self.views.all())
        self._open_prompt("name", "name of the view", self._viewed if self._viewed in self._there else "")
        self.tell_name()

    def tell_name(self) -> None:
        """Say what saving does under the name that is typed."""
        name = views.named(self.prompt.text)
        save, back = (self.keymap.shown(key) for key in ("name_view", "back"))
        does = "replaces the one of that name" if name in self._there else "saves"
        keys = f"{save} {does} · {back} off"
        saves = _LASTING if self.views.lasting else _PASSING
        self.prompt.tell(f"{saves} · {keys}", keys, f"{save} {does}")

    def action_name_view(self) -> None:
        """Save how the calls are looked at."""
        name, view = views.named(self.prompt.text), self.state.view
        if not name:
            self.prompt.tell("a view needs a name")
            return
        text = self.state.filters.text
        self._close_prompt()
        if len(text) > views.LONGEST_FILTER:
            self.say("the filter is too long to be kept")
            return
        self._viewed = name
        columns = self.calls.columns.kept()
        order = view.column, view.descending
        self.post_message(ViewKept(SavedView(name, order, view.second, self.state.type, text, columns)))

    def _take_off(self) -> None:
        if self.place == "name":
            self._close_prompt()
        else:
            super()._take_off()

    # --- delete ----------------------------------------------------------------------------------------------------

    def action_drop_view(self, name: str = "") -> None:
        """Delete a view, once it is said again; without a name, choose one."""
        there = self.views.all()
        if name:
            choices = (Choice("no", "keep it", "", "k"), Choice("yes", "delete it", "", "d"))
            self._ask(f"Delete view {name}?", choices, lambda chosen: self._drop(name, chosen))
        elif there:
            self._ask("Delete a view", [Choice(one.name, one.name) for one in there], self.action_drop_view)
        else:
            self.say(_NONE)

    def _drop(self, name: str, chosen: str) -> None:
        if chosen == "yes":
            self.post_message(ViewDropped(name))
