"""The wall board as an app of its own: the feed, the figures, one screen. It goes on whatever the API does."""

from __future__ import annotations

import gc
import os
from functools import partial

from textual import events
from textual.screen import Screen

from dialer_tui.config import Settings
from dialer_tui.feed import Feed, Update
from dialer_tui.floor.directories import Directory
from dialer_tui.floor.link import Status
from dialer_tui.floor.names import Claims
from dialer_tui.floor.window import Changes
from dialer_tui.ui import theme, thrift
from dialer_tui.ui.base import Calm
from dialer_tui.ui.beside import Beside
from dialer_tui.ui.boardfacts import BoardFacts
from dialer_tui.ui.folding import BREATH, Folding
from dialer_tui.ui.keymap import keymap
from dialer_tui.ui.messages import CallsClaimed, DirectoryRead, FloorChanged, LinkChanged
from dialer_tui.ui.screens.wall import WallScreen
from dialer_tui.ui.state import FloorState

_SETTLED = 3.0  # seconds after which a start is over


class Wall(Calm, inherit_bindings=False):
    """A board on a feed."""

    def __init__(self, feed: Feed, settings: Settings, *, guarded: bool = False) -> None:
        super().__init__(guarded=guarded)
        self.feed = feed
        self.settings = settings
        self.state = FloorState(settings.figures.not_agents, settings.figures.rules(), settings.timezone)
        glyphs = theme.glyphs(settings.glyphs)
        self.facts = BoardFacts(self.state.figures, settings.timezone, glyphs, self.state.campaigns_known)
        self.beside = Beside(self, feed, settings.timezone, self.tick)
        self.wall = WallScreen(keymap(settings), self.wear(settings.theme), glyphs)
        self.thrift = thrift.Thrift(settings.low_bandwidth)
        self._folding = Folding(self.set_timer, self._work)
        self._works = False
        self._draws = False  # whether the board is about to be drawn
        self._coming = 0  # changes that have been heard of and not been folded

    def get_default_screen(self) -> Screen[None]:
        """The one screen."""
        return self.wall

    def on_mount(self) -> None:
        self.feed.subscribe(self.hear)
        self._beat()
        self.set_timer(_SETTLED, self._look_after_memory)
        self.call_after_refresh(self._start_feed)

    def _look_after_memory(self) -> None:
        """What has been made so far stays to the end: it need not be looked through at each collection."""
        gc.freeze()
        gc.enable()

    def _start_feed(self) -> None:
        self.state.watch(self.settings.alerts)
        self.run_worker(self._run_feed(), name="feed", group="feed", exclusive=True)

    async def _run_feed(self) -> None:
        try:
            await self.feed.run()
        finally:
            await self.feed.client.close()

    # --- what the feed says -------------------------------------------------------------------------------------

    def hear(self, update: Update) -> None:
        """Take an update of the feed: post it as a message, touch nothing."""
        if isinstance(update, Changes):
            self._coming += 1
            self.post_message(FloorChanged(update))
        elif isinstance(update, Claims):
            self.post_message(CallsClaimed(update))
        elif isinstance(update, Directory):
            self.post_message(DirectoryRead(update))
        elif isinstance(update, Status):
            self.post_message(LinkChanged(update))

    def on_floor_changed(self, message: FloorChanged) -> None:
        self._coming -= 1
        self.state.at(self.feed.now())
        self._folding.take(partial(self.state.changed, piece) for piece in message.changes.pieces())

    def on_calls_claimed(self, message: CallsClaimed) -> None:
        self._folding.take([partial(self.state.claimed, message.claims)])

    def on_directory_read(self, message: DirectoryRead) -> None:
        self.state.directory(message.directory)

    def on_link_changed(self, _: LinkChanged) -> None:
        self.tick()

    def _work(self) -> None:
        """Go on with figures that have many calls to count, a little at a time; then show them."""
        self._works = False
        if self.state.busy:
            self.state.seek()
        if self.state.busy and not self._works:
            self._works = True
            self.set_timer(BREATH, self._work)
        else:
            self.tick()

    # --- what is shown ------------------------------------------------------------------------------------------

    def _beat(self) -> None:
        self.tick()
        # Just after the server's second turns, so that the clock turns with it.
        self.set_timer(1.02 - self.feed.now() % 1, self._beat)

    def tick(self) -> None:
        """See how things stand, and show it: once a second, and when something has come."""
        now = self.feed.now()
        self.state.at(now)
        status = self.feed.status()
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
        if self.state.alerts is None or self._coming or self._folding.busy:
            return
        found = self.state.alerts.judge(now, status)
        if found and self._driver is not None:
            from dialer_tui.ui.ringing import ring

            if sequence := ring(found, os.environ):
                self._driver.write(sequence)
                self._driver.flush()

    def on_key(self, event: events.Key) -> None:
        self.wall.unknown(event.key)


def run(feed: Feed, settings: Settings) -> int:
    """Run the board until it is left. The exit code: 0, 1 after a crash, 128 + signal."""
    return Wall(feed, settings, guarded=True).run_to_the_end()
