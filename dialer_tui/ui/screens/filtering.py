"""What narrows the calls and widens them again: `/`, `f`, `enter` on an agent or a campaign, and `esc`, one by one."""

from __future__ import annotations

from dialer_tui.floor.changes import Entry
from dialer_tui.floor.query import Draft, Query, QueryError, draft, parse
from dialer_tui.ui import filters
from dialer_tui.ui.call_text import MOMENTS
from dialer_tui.ui.filters import Filter, Kind, Term
from dialer_tui.ui.keys import PANES, Place
from dialer_tui.ui.screens.telling import Telling
from dialer_tui.ui.widgets.table import Table

_START = "agent"  # what f filters by while no column has been chosen


class Filtering(Telling, inherit_bindings=False):
    """The actions that put filters on and take them off. Each remembers where somebody was, and esc goes back there."""

    _came_from: Place = "calls"  # where somebody was when a filter began to be typed
    _moves = 0  # how often they had moved among the calls by then

    def action_show(self, name: str) -> None:
        """Give the keys to a pane."""
        place = next(place for place in PANES if place == name)
        if place != self.pane:
            self.pane = place
            self._go(place)
            self._arrange()

    # --- open: a call, or the calls of what is under the cursor ------------------------------------------------

    def action_open(self) -> None:
        """All there is of the call under the cursor, or the calls of the agent, campaign or list under it."""
        pane = self.list_pane
        if not pane.count():
            return
        if pane is self.calls:
            self._open(pane)
        elif pane is self.agents:
            row = self.agents.called(self.agents.cursor)
            if row is not None:
                self._open_calls((filters.of_agent(row, self.glyphs),))
        else:
            self._open_node()

    def _open_node(self) -> None:
        node = self.campaigns.node
        if node is not None and node.campaign is not None:
            self._open_calls(filters.of_campaign(*node.campaign, node.list))
        elif node is not None and node.branch:
            self.campaigns.toggle()
            if node.calls is None:
                self.say("calls do not say which dialer they came by")

    def _open_calls(self, terms: tuple[Term, ...]) -> None:
        self.list_pane.go(self.list_pane.cursor)  # who is on the first row stays with it, not with the first row
        self._put_made(terms, "opened")
        self.action_show("calls")
        self.calls.home()

    def _open(self, table: Table) -> None:
        if table is self.campaigns:
            self.campaigns.toggle()
        elif table is self.agents:
            self.action_open()
        elif self.calls.count():
            self._go("details")
            self.details.open()
            self._show_details()

    def _show_details(self) -> None:
        if self.calls.count():
            self.details.entry = self.state.view[self.calls.cursor]
            self._tell_details()

    # --- f: by what is under the cursor --------------------------------------------------------------------------

    def action_cell(self) -> None:
        """Only calls with what stands in the cell under the cursor."""
        entry = self.current_call()
        if entry is None:
            return
        column = self.calls.sideways.at if self.place == "calls" else None
        term = filters.of_cell(entry.call, column or _START, self.glyphs, self.state.people)
        if self.place == "details":
            self.details.close()
            self._go(self.pane)
        if term is None:
            what = "a time" if column in MOMENTS else "this column"
            self.say(f"no filter by {what}: choose another column with ← →")
        elif self.state.filters.has(term.text):
            self.say("that filter is on already")
        else:
            self._put_made((term,), "cell")

    def current_call(self) -> Entry | None:
        """The call whose details are open, else the one under the cursor."""
        if self.place == "details":
            return self.details.entry
        return self.state.view[self.calls.cursor] if self.calls.count() else None

    def action_column(self, by: int) -> None:
        """Move the column cursor."""
        self.calls.column(by)

    # --- /: what is typed ----------------------------------------------------------------------------------------

    def action_filter(self) -> None:
        """Type a filter. It is for calls, so they are what is seen."""
        self._came_from, self._moves = self.pane, self.calls.moves
        self.action_show("calls")
        typed = self.state.filters.typed
        self._go("filter")
        self.footer.display = False
        self.filter.open(typed.query.text if typed else "")
        self._tell_found()

    def action_keep(self) -> None:
        """The filter stays, its line goes; not while a part of it means nothing, which the line says."""
        try:
            query = parse(self.filter.text, self.state.ground)
        except QueryError as error:
            self._type(self.filter.text)
            self.filter.refuse(error)
        else:
            self._put_typed(query)
            self.filter.keep()
            self._close_filter()

    def action_complete(self, by: int) -> None:
        """Put in what the text may go on with, the next or the one before."""
        self.filter.offer(by)

    def action_earlier(self, by: int) -> None:
        """Bring back a filter that was kept before."""
        self.filter.recall(by)

    def _type(self, text: str) -> None:
        """Put on what of a text that is being typed is right already."""
        self.state.filters.draft = found = draft(text, self.state.ground)
        self._put_typed(found.query)
        self._tell_found()

    def _put_typed(self, query: Query | None) -> None:
        had = self.state.filters.typed
        if query is None:
            self._drop_typed()
        elif had is None or had.query.text != query.text:
            self._put(Filter(query, (filters.typed(query),), "typed", self._came_from, self.calls.spot()))

    def _drop_typed(self) -> None:
        last = self.state.filters.last
        had = self.state.filters.drop_typed()
        if had is not None:
            self.state.refilter()
            if had is last:
                self._return(had)
            self.folded()

    def _return(self, had: Filter) -> bool:
        """Back to where somebody was; but who has looked for a call with `/` and moved to it stays there: False."""
        if had.kind == "typed" and self.calls.moves != had.spot.moves:
            return False
        self.calls.return_to(had.spot)
        return True

    def _close_filter(self) -> None:
        self.state.filters.draft = Draft()
        self.filter.close()
        self.footer.display = True
        self._go(self.pane)

    # --- esc -----------------------------------------------------------------------------------------------------

    def _take_off(self) -> None:
        """Take off what was put on last, and go back to where that was; then put the column cursor away."""
        if self.place == "filter":
            moved = self.calls.moves != self._moves
            self._close_filter()
            self._drop_typed()
            if not moved:
                self.action_show(self._came_from)
            return
        had = self.state.filters.pop()
        if had is None:
            self.calls.hide_column()
            return
        self.state.refilter()
        if self._return(had) and had.kind != "cell":
            self.action_show(had.pane)
        self.folded()

    def _put_made(self, terms: tuple[Term, ...], kind: Kind) -> None:
        query = parse(" ".join(term.text for term in terms), self.state.ground)
        assert query is not None  # a term is never blank
        self._put(Filter(query, terms, kind, self.pane, self.calls.spot()))

    def _put(self, new: Filter) -> None:
        self.state.filters.put(new)
        self.state.refilter()
        self.folded()
