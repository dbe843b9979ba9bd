"""What the one screen says: status line, tabs, what stands above the calls, and the sheets that follow the floor."""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable
from typing import TYPE_CHECKING

from dialer_tui.config import Settings
from dialer_tui.floor.figures import BY_NAME, written
from dialer_tui.floor.lasting import Known
from dialer_tui.floor.link import Status
from dialer_tui.floor.workbench import Subject
from dialer_tui.model import Window
from dialer_tui.text import width
from dialer_tui.ui import lateness, sayings, times
from dialer_tui.ui.bench import Bench
from dialer_tui.ui.headline import Piece, marked, pieces
from dialer_tui.ui.keymap import Keymap
from dialer_tui.ui.keys import LINES
from dialer_tui.ui.screens.layout import Layout
from dialer_tui.ui.state import FloorState
from dialer_tui.ui.theme import Glyphs, Palette
from dialer_tui.ui.widgets.painted import Part
from dialer_tui.ui.widgets.status import Standing, link_word, status_line

if TYPE_CHECKING:
    from dialer_tui.floor.past import Past
    from dialer_tui.ui.quest import Asked

_BREATH = 0.002  # seconds between two looks of a filter through the calls
_NEWS = 0.2  # seconds between two words on how far it is, once the pane is full
ROOMY = 20  # rows from which there is room for more than the calls


class Telling(Layout, inherit_bindings=False):
    """Puts the fold's state to the widgets."""

    recorded = False  # whether it is a recording that is shown

    def __init__(
        self, state: FloorState, settings: Settings, keymap: Keymap, view: str, palette: Palette, glyphs: Glyphs
    ) -> None:
        super().__init__(state, settings, keymap, palette, glyphs)
        self.view = view
        self._seeks = False  # whether a filter is about to look on
        self._told = 0.0
        self._unsaid = False  # whether it has found anything that is not on the screen yet
        self._held: Window | None = None  # what the window was when the calls were paused
        self._live: Status | None = None
        self._status: Status | None = None  # what is said of it, or of a past range that is shown
        self.asking: Asked | None = None  # a past range that is asked for
        self._past_status: Status | None = None  # while one is shown
        self._past_had = 0.0
        self.bench = Bench(state.figures, self.text, state.people.key)
        self._headed: tuple[Hashable, tuple[Piece, ...]] = (None, ())
        self._benched: tuple[Hashable, tuple[tuple[Part, ...], ...]] = (None, ())
        self.calls.above_heads = self._bench_lines
        self.lacking: Callable[[], frozenset[int]] = frozenset  # the quarter hours of which not all was had

    # --- what the app tells ---------------------------------------------------------------------------------

    def at(self, now: float) -> bool:
        """Take the server's time. What steps once a minute takes it at a minute's turn, which is then said."""
        minute = now // 60 != self.now // 60
        self.now = now
        self.state.at(now)
        self.clock.tell(now, self._narrow)
        if minute:
            self.agents.now = now
            self.calls.tell(now)
        return minute

    def tick(self, now: float, status: Status) -> None:
        """A second has passed. Ages in minutes step in one pass a minute."""
        minute = self.at(now)
        self.link(status)
        if minute:
            self.folded()
        self._seek_on()

    def link(self, status: Status) -> None:
        """How things stand now."""
        self._live = status
        if self._past_status is not None:
            self.text.had, status = self._past_had, self._past_status
        elif status.age is not None:
            self.text.had = self.now - status.age
        self.text.late = status.late
        old = link_word(status).old
        words = sayings.empty(status, self.settings, self.keymap, self._range(), recorded=self.recorded)
        changed = [pane for pane in self.panes.values() if pane.old != old]
        for pane in self.panes.values():
            pane.old = old
        for pane, said in zip((self.calls, self.agents, self.campaigns), words, strict=True):
            if pane.said != said:
                pane.said = said
                if not pane.count():
                    changed.append(pane)
        self._status = sayings.located(status, self.settings, self.now)
        for pane in changed:
            pane.sync()
        self._tell_status()
        self._tell_board()

    def folded(self) -> None:
        """Something was folded, or marks faded: bring everything up to date that it shows in."""
        for pane in self.panes.values():
            pane.sync()
        self._tell_status()
        self._tell_tabs()
        self._tell_pin()
        if self.details.opened:
            self._tell_details()
        if self.place == "filter":
            self._tell_found()
        self._tell_board()
        self._told, self._unsaid = time.perf_counter(), False
        self._seek_on()

    def _seek_on(self) -> None:
        """Filters and figures may have many calls to look at: a little at a time, the keys and the feed between."""
        if self.state.busy and not self._seeks:
            self._seeks = True
            self.set_timer(_BREATH, self._seek)

    def _seek(self) -> None:
        self._seeks = False
        view = self.state.view
        had, sought = len(view), view.seeking
        self._unsaid |= self.state.seek()
        unfilled = had < self.calls.page and len(view) > had
        over = not view.seeking if sought else self._unsaid and not self.state.busy
        if unfilled or over or (self._unsaid and time.perf_counter() - self._told > _NEWS):
            self.folded()
        else:
            self._seek_on()

    # --- a past range ---------------------------------------------------------------------------------------

    def asked(self, asked: Asked | None) -> None:
        """A past range is asked for, and this is how far it is; or, None, none is any more."""
        self.asking = asked
        self._tell_status()
        self.calls.sync()

    def looks_at(self, view: str) -> None:
        """What is looked at, in words for the status line: a demonstration, a recording and how it is played."""
        if view != self.view:
            self.view = view
            self._tell_status()

    def looks_back(self, past: Past | None, at: float) -> None:
        """A past range is shown, had at a server time; or, None, what is live."""
        self.calls.anew()
        self._past_status, self._past_had = None, at
        if past is not None:
            zone = self.settings.timezone
            had = f"had {times.when(int(at), zone, times.day(at, zone), seconds=False)}"
            self._past_status = Status("PAST", had, 0.0, 1.0, 0.0, 0.0, True, "")

    def _range(self) -> str:
        """The past range that is shown, in words."""
        past = self.state.past
        if past is None:
            return ""
        said = times.between(past.start, past.end, self.settings.timezone)
        return f"found in {said}" if past.only else said

    @property
    def _found(self) -> bool:
        """Whether only the calls that a filter keeps are there: figures of them would be figures of nothing."""
        return self.state.past is not None and bool(self.state.past.only)

    def _asks(self) -> str:
        return "" if self.asking is None else self.asking.words(self.settings.timezone, self.keymap.shown("back"))

    # --- what the lines say ---------------------------------------------------------------------------------

    def _tell_status(self) -> None:
        if self._status is None:
            return
        standing = Standing(
            profile=self.settings.profile or sayings.host(self.settings),
            window=self.settings.poll.window,
            calls=self.state.calls if not self._narrow and self._uncounted else None,
            counters="" if self._narrow or self.calls.on_screen else self.calls.counters(),
            status=self._status,
            interval=self.settings.poll.interval,
            figures=() if self._status.age is None or self._found else self._headline(),
            wide=not self._narrow,
            view="  ".join(filter(None, (self.view, self._masked(), self._paused(), self._asks()))),
            past=self._range(),
            scope=sayings.scope(self.settings.scope, self.state.campaigns_known),
            retry="" if self.recorded else self.keymap.shown("refresh"),
            account=sayings.account(self.settings, self.keymap, brief=True),
        )
        self.status_line.show(*status_line(standing, self.app.size.width, self.glyphs))

    @property
    def _uncounted(self) -> bool:
        """Whether no pane says how many calls there are now."""
        return self.state.paused or not self.calls.on_screen

    def _headline(self) -> tuple[Piece, ...]:
        """The header's figures; the status line is told at every key, and they change with a poll or a minute."""
        figures, quarters = self.state.figures, self._quarters()
        known = figures.version, int(self.now) // 60, quarters.lacking, self.state.past
        if self._headed[0] != known:
            self._headed = known, tuple(pieces(figures, self.text, quarters))
        return self._headed[1]

    def _quarters(self) -> Known:
        """Which quarter hours are known whole, of the window or of the past range that is shown."""
        if (past := self.state.past) is not None:
            return Known(past.start, past.end)
        return Known(self.settings.poll.start(self.now), self.now, self.lacking())

    def _bench_lines(self, cells: int) -> tuple[tuple[Part, ...], ...]:
        """Above the calls of one agent, campaign or list, what there is to say of them, where there is room."""
        subject, figures = self.state.filters.subject, self.state.figures
        if subject is None or self._found or self.app.size.height < ROOMY:
            return ()
        past = self.facts.keeper.version if self.facts.keeper is not None else 0
        quarters = self._quarters()
        people, now = self.state.people.version, self.calls.now
        known = subject, cells, figures.version, people, now, past, quarters.lacking, self.text.mask
        if self._benched[0] != known:
            self._benched = known, self._of_subject(subject, cells, quarters)
        return self._benched[1]

    @property
    def beside(self) -> bool:
        """Whether quarter hours are looked at that yesterday's may stand beside."""
        subject = self.state.filters.subject
        return self.board.opened or (subject is not None and subject.by == "agent")

    def _of_subject(self, subject: Subject, cells: int, quarters: Known) -> tuple[tuple[Part, ...], ...]:
        if subject.by != "agent":
            return self.bench.of_queue(subject, quarters, cells)
        row = self.agents.row_of(subject.key)
        if row is None:
            return ()
        keys = self.agents.keys_of(row)
        past = self.facts.keeper.value if self.facts.keeper is not None and self.state.past is None else None
        name = subject.masked if self.text.mask else subject.name
        return self.bench.of_agent(row, keys, name, quarters, self.now, cells, past)

    def _tell_tabs(self) -> None:
        if self._narrow:
            self.tabs.tell(self.state, self.pane, self.panes, self.app.size.width)

    # --- sheets ---------------------------------------------------------------------------------------------

    def lay_sheets(self) -> None:
        """Bring the sheets that lie over the panes up to date: they have other edges now."""
        if self.details.opened:
            self._tell_details()
        if self.commands.opened:
            self.commands.tell()
        if self.menu.opened:
            self.menu.tell()
        if self.arranged.opened:
            self.tell_columns()
        if self.alerts.opened:
            self._tell_alerts()
        if self.path.opened:
            self.path.tell()
        if self.diagnostics.opened:
            self.diagnostics.tell()
        if self.help.opened:
            self.help.tell(self.help.place, self._late(), self._figure_now)

    def tell_columns(self) -> None:
        """Bring to the screen how the columns are arranged."""
        raise NotImplementedError

    def _tell_alerts(self) -> None:
        """Bring to the screen how the alerts stand."""
        raise NotImplementedError

    def _tell_details(self) -> None:
        entry = self.details.entry
        if entry is not None:
            view = self.state.view
            row = view.index(entry.call.id)
            position = f"{row + 1:,} of {len(view):,}" if row is not None else ""
            edge = self.calls.region.x if self.calls.on_screen else 0
            self.details.tell(view.get(entry.call.id) or entry, self.calls.now, position, edge)

    def _tell_board(self) -> None:
        if self.board.opened and self._status is not None:
            self.facts.lacking = self.lacking()
            self.board.tell(self.facts.board(self.settings, self._status, self.now, self.view, self.state.alerts))

    def _tell_found(self) -> None:
        state = self.state
        none = not state.view and not state.view.seeking
        self.filter.tell(state.filters.draft, state.number() if state.filters else "", none)

    @property
    def paused_window(self) -> Window | None:
        """What the window of the paused rows was, where it is another now."""
        return self._held if self.state.paused and self._held != self.settings.poll.window else None

    def _masked(self) -> str:
        return "masked" if self.text.mask else ""

    def _paused(self) -> str:
        held = self.paused_window
        rows = f", rows {times.within(held, 'of').replace('the last ', '')}" if held else ""
        return f"PAUSED +{self.state.missed:,}{rows}" if self.state.paused else ""

    def say(self, *wordings: str) -> None:
        """Say something in the place of the keys until the next one; not over a text that is being typed.

        Of several wordings, the fullest first, the one that fits.
        """
        if self.place not in LINES:
            room = self.app.size.width - self.clock.size.width - 2  # a blank on either side
            self.notice.say(next((words for words in wordings if width(words) <= room), wordings[-1]))

    def _figure_now(self, name: str) -> str:
        """A figure of all calls as it is now, in words."""
        figure, figures = BY_NAME[name], self.state.figures
        value = figure.read(figures.whole)
        said, sign, _ = marked(figure, value, figures.rules, self.glyphs)
        target = figures.rules.targets.get(name)
        against = "" if target is None else f" against a target of {written(figure, target, figures.rules)}"
        return f"{said} {sign}".rstrip() + f"{against}, n {value.n:,}"

    def _late(self) -> str:
        if self._live is None or self._live.age is None:
            return ""
        return lateness.sentence(self._live, self.settings.poll.interval)
