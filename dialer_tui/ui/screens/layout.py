"""What is on the one screen, and where: status line, three panes, footer, sheets. What they say is in `telling.py`.

Details and help are sheets over the panes rather than screens of their own: what lies beneath lives on, so that nothing
old is ever to be seen beside them. The panes take no focus of Textual's (which repaints them); `pane` is the one that
keys go to.
"""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.screen import Screen

from dialer_tui.config import Settings
from dialer_tui.floor.query import complete
from dialer_tui.ui import sayings
from dialer_tui.ui.boardfacts import BoardFacts
from dialer_tui.ui.call_text import CallText
from dialer_tui.ui.filters import covered
from dialer_tui.ui.keymap import Keymap
from dialer_tui.ui.keys import Place
from dialer_tui.ui.panes.agents import AgentsPane
from dialer_tui.ui.panes.calls import CallsPane
from dialer_tui.ui.panes.campaigns import CampaignsPane
from dialer_tui.ui.screens.alertsheet import AlertSheet
from dialer_tui.ui.screens.columnsheet import ColumnSheet
from dialer_tui.ui.screens.commands import Commands
from dialer_tui.ui.screens.details import Details
from dialer_tui.ui.screens.diagnostics import Diagnostics
from dialer_tui.ui.screens.help import Help
from dialer_tui.ui.state import FloorState
from dialer_tui.ui.theme import Glyphs, Palette
from dialer_tui.ui.values import Values
from dialer_tui.ui.views import Views
from dialer_tui.ui.widgets.board import BoardSheet
from dialer_tui.ui.widgets.filterbar import FilterBar
from dialer_tui.ui.widgets.footer import ClockLine, Footer
from dialer_tui.ui.widgets.line import Line
from dialer_tui.ui.widgets.menu import Menu
from dialer_tui.ui.widgets.notice import Notice
from dialer_tui.ui.widgets.painted import Painted
from dialer_tui.ui.widgets.pathbar import PathSheet
from dialer_tui.ui.widgets.prompt import Prompt
from dialer_tui.ui.widgets.sheet import Sheet
from dialer_tui.ui.widgets.table import Table
from dialer_tui.ui.widgets.tabs import Tabs

WIDE = 120  # columns from which the three panes stand side by side
BROAD = 170  # columns from which the left ones get more room


class Layout(Screen[None], inherit_bindings=False):
    """The widgets that show the fold's state, side by side or one alone."""

    AUTO_FOCUS = None

    def __init__(self, state: FloorState, settings: Settings, keymap: Keymap, palette: Palette, glyphs: Glyphs) -> None:
        super().__init__()
        self._bindings = keymap.bindings()  # Textual takes them from the class, and these are a person's
        self.keymap = keymap
        self.state = state
        self.settings = settings
        self._first = settings.scope  # as it was asked for at the start
        self.palette = palette
        self.glyphs = glyphs
        self.place: Place = "calls"
        self.now = 0.0
        self._zoomed = False
        self.views = Views()
        self.text = text = CallText(settings.timezone, glyphs, state.people, settings.mask, settings.figures.settle)
        self.calls = CallsPane(state, text, keymap, palette, glyphs)
        self.agents = AgentsPane(state, text, palette, glyphs)
        self.campaigns = CampaignsPane(state, palette, glyphs)
        self.panes: dict[Place, Table] = {"calls": self.calls, "agents": self.agents, "campaigns": self.campaigns}
        self.pane: Place = "calls"
        self.status_line = Line(palette, glyphs, id="status")
        self.tabs = Tabs(palette, glyphs, id="tabs")
        self.footer = Footer(keymap, palette, glyphs)
        self.clock = ClockLine(settings.timezone, settings.clock == "minutes", palette, glyphs)
        self.notice = Notice(self.footer, palette, glyphs)
        self.filter = FilterBar(keymap, palette, glyphs)
        values = Values(state, text)
        self.filter.cover = lambda typed: covered(typed, state.ground) if text.mask else typed
        self.filter.complete = lambda typed, at: complete(typed, at, state.ground, values)
        self.prompt = Prompt(palette, glyphs)
        self.details = Details(text, keymap, palette, glyphs)
        self.help = Help(keymap, palette, glyphs)
        self.diagnostics = Diagnostics(keymap, palette, glyphs)
        self.commands = Commands(keymap, palette, glyphs)
        self.menu = Menu(keymap, palette, glyphs)
        self.arranged = ColumnSheet(keymap, palette, glyphs)
        self.board = BoardSheet(palette, glyphs, sayings.board(keymap))
        self.facts = BoardFacts(state.figures, settings.timezone, glyphs, state.campaigns_known)
        self.alerts = AlertSheet(text, keymap, palette, glyphs)
        self.path = PathSheet(keymap, palette, glyphs)
        self.sheets: dict[Place, Sheet] = {
            "details": self.details,
            "help": self.help,
            "diagnostics": self.diagnostics,
            "palette": self.commands,
            "menu": self.menu,
            "columns": self.arranged,
            "alerts": self.alerts,
            "path": self.path,
        }

    def compose(self) -> ComposeResult:
        self._shape()  # before there is anything whose styles would have to be found once more
        yield self.status_line
        yield self.tabs
        with Horizontal(id="body"):
            with Vertical(id="left"):
                yield self.campaigns
                yield self.agents
            yield self.calls
        with Horizontal(id="bottom"):
            yield self.footer
            yield self.notice
            yield self.filter
            yield self.prompt
            yield self.clock
        yield self.details
        yield self.help
        yield self.diagnostics
        yield self.commands
        yield self.menu
        yield self.arranged
        yield self.board
        yield self.alerts
        yield self.path

    def on_mount(self) -> None:
        self._arrange()

    def folded(self) -> None:
        """Bring everything up to date."""
        raise NotImplementedError

    def lay_sheets(self) -> None:
        """Bring the sheets that lie over the panes up to date: they have other edges now."""
        raise NotImplementedError

    def paint(self, palette: Palette) -> None:
        """Draw everything in other colours."""
        self.palette = palette
        for widget in self.query(Painted):
            widget.paint(palette)

    # --- layout ---------------------------------------------------------------------------------------------

    @property
    def _narrow(self) -> bool:
        return self.app.size.width < WIDE

    @property
    def list_pane(self) -> Table:
        """The pane that keys go to when no sheet lies over it."""
        return self.panes[self.pane]

    def _shape(self) -> None:
        """Say what the styles go by."""
        narrow = self._narrow
        self.set_class(narrow, "-narrow")
        self.set_class(narrow or self._zoomed, "-alone")
        self.set_class(self.app.size.width >= BROAD, "-broad")
        for name in self.panes:
            self.set_class(name == self.pane, f"-at-{name}")

    def _arrange(self) -> None:
        """Panes side by side or one alone, as the width and `z` say."""
        self._shape()
        narrow = self._narrow
        for name, pane in self.panes.items():
            pane.framed = not narrow
            pane.current = name == self.pane
        self.clock.tell(self.now, narrow)
        self._tell_keys()
        self.folded()

    def on_resize(self, event: events.Resize) -> None:
        self._arrange()
        for pane in self.panes.values():
            pane.forget()
        self.lay_sheets()
        self.call_after_refresh(self.lay_sheets)  # the panes beneath have their new edge only then

    def _tell_pin(self) -> None:
        """Say what the key does that pins a campaign, where there is one to pin or one that is pinned; and how to get
        back from a past range."""
        subject, pinned = self.state.filters.subject, self.settings.scope.campaigns != self._first.campaigns
        if subject is not None and subject.by == "campaign" and subject.key not in self.settings.scope.campaigns:
            word = "pin"
        else:
            word = "unpin" if pinned else ""
        back = "" if self.state.past is None else "back" if self.state.filters else "live"
        if self.footer.lead("pin", word) | self.footer.lead("back", back):
            self._tell_keys()

    def _tell_keys(self) -> None:
        without = {"zoom": self._narrow, "back": self.state.past is None}
        self.footer.of(self.place, frozenset(name for name, left_out in without.items() if left_out))

    def _go(self, place: Place) -> None:
        self.place = place
        self._tell_keys()
        if not self.calls.count():
            self.calls.sync()  # what it says then names keys, which are others while a filter is typed

    def _open_prompt(self, place: Place, label: str, text: str = "") -> None:
        """Let one thing be typed in the footer's place."""
        self.notice.end()
        self._go(place)
        self.footer.display = False
        self.prompt.open(label, text)

    def _close_prompt(self) -> None:
        self.prompt.close()
        self.footer.display = True
        self._go(self.pane)
