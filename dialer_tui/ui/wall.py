"""The wall board as an app of its own: the feed, the figures, one screen. It goes on whatever the API does."""

from __future__ import annotations

from textual import events
from textual.screen import Screen

from dialer_tui.config import Settings
from dialer_tui.feed import Feed
from dialer_tui.floor.link import Status
from dialer_tui.floor.measured import touched
from dialer_tui.ui import theme, thrift
from dialer_tui.ui.beside import Beside
from dialer_tui.ui.boardfacts import BoardFacts
from dialer_tui.ui.fed import Fed
from dialer_tui.ui.folding import BREATH
from dialer_tui.ui.keymap import keymap
from dialer_tui.ui.messages import LinkChanged
from dialer_tui.ui.screens.wall import WallScreen


class Wall(Fed, inherit_bindings=False):
    """A board on a feed."""

    def __init__(self, feed: Feed, settings: Settings, *, guarded: bool = False) -> None:
        super().__init__(feed, settings, guarded=guarded)
        glyphs = theme.glyphs(settings.glyphs)
        self.facts = BoardFacts(self.state.figures, settings.timezone, glyphs, self.state.campaigns_known)
        self.beside = Beside(self, feed, settings.timezone, self.tick)
        self.wall = WallScreen(keymap(settings), self.wear(settings.theme), glyphs)
        self.thrift = thrift.Thrift(settings.low_bandwidth)
        self._works = False
        self._draws = False  # whether the board is about to be drawn

    def get_default_screen(self) -> Screen[None]:
        """The one screen."""
        return self.wall

    def on_link_changed(self, _: LinkChanged) -> None:
        self.tick()

    def folded(self) -> None:
        """Go on with figures that have many calls to count, a little at a time; then show them."""
        self._works = False
        if self.state.busy:
            self.state.seek()
        if self.state.busy and not self._works:
            self._works = True
            self.set_timer(BREATH, self.folded)
        else:
            self.tick()

    # --- what is shown ------------------------------------------------------------------------------------------

    def tick(self) -> None:
        """See how things stand, and show it: once a second, and when something has come."""
        now = self.feed.now()
        self.state.at(now)
        status = self.feed.status()
        self.facts.lacking = touched(self.feed.missing())
        self.facts.keeper = self.beside.look(self.settings.poll.start(now), now, status)
        self._judge(now, status)
        if not self.thrift.on:
            self._draw()
        elif not self._draws:
            self._draws = True
            self.set_timer(thrift.EVERY, self._draw)

    def _draw(self) -> None:
        """Show how things stand now."""
        self._draws = False
        now, status = self.feed.now(), self.feed.status()
        self.wall.board.tell(self.facts.board(self.settings, status, now, alerts=self.state.alerts))

    def on_slow_line(self) -> None:
        """The terminal does not take what is sent: send less for a while."""
        self.thrift.slow()

    def on_caught_up(self) -> None:
        """The terminal takes something again: let it be the newest."""
        if self._draws:
            self._draw()

    def _judge(self, now: float, status: Status) -> None:
        """Judge alerts, once all that the feed has said is folded; ring what came of it, where a rule asks for that."""
        if self.state.alerts is not None and self.settled:
            self.ring(self.state.alerts.judge(now, status))

    def on_key(self, event: events.Key) -> None:
        self.wall.unknown(event.key)


def run(feed: Feed, settings: Settings) -> int:
    """Run the board until it is left. The exit code: 0, 1 after a crash, 128 + signal."""
    return Wall(feed, settings, guarded=True).run_to_the_end()
