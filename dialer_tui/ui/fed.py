"""What the console and the wall board have in common: a feed, the folds behind the screen, and the second's beat."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from textual.message import Message

from dialer_tui.config import Settings
from dialer_tui.feed import Feed, Update
from dialer_tui.floor.changes import Changes
from dialer_tui.floor.directories import Directory
from dialer_tui.floor.link import Status
from dialer_tui.floor.names import Claims
from dialer_tui.model import Scope
from dialer_tui.ui.base import Calm
from dialer_tui.ui.folding import Folding
from dialer_tui.ui.messages import CallsClaimed, DirectoryRead, FloorChanged, LinkChanged, ScopeChanged
from dialer_tui.ui.state import FloorState

if TYPE_CHECKING:
    from dialer_tui.floor.alerts import Event

_SETTLED = 3.0  # seconds after which a start is over
_MESSAGES: dict[type[Update], Callable[[Any], Message]] = {
    Changes: FloorChanged,
    Claims: CallsClaimed,
    Directory: DirectoryRead,
    Scope: ScopeChanged,
    Status: LinkChanged,
}


class Fed(Calm, inherit_bindings=False):
    """An app on a feed: what the feed says is posted as messages and folded, a turn at a time."""

    def __init__(self, feed: Feed, settings: Settings, *, guarded: bool) -> None:
        super().__init__(guarded=guarded)
        self.feed = feed
        self.settings = settings
        self.state = FloorState(settings.figures.not_agents, settings.figures.rules(), settings.timezone)
        self.folding = Folding(self.set_timer, self.folded)
        self._coming = 0  # changes that have been heard of and have not come to be folded

    def folded(self) -> None:
        """What has come is folded: show it."""
        raise NotImplementedError

    def tick(self) -> None:
        """Once a second, just after the server's turns: clock, ages, fading marks."""
        raise NotImplementedError

    @property
    def settled(self) -> bool:
        """Whether all that the feed has said is folded."""
        return not (self._coming or self.folding.busy)

    def on_mount(self) -> None:
        self.feed.subscribe(self.hear)
        self._beat()
        self.set_timer(_SETTLED, self._look_after_memory)

    def on_ready(self) -> None:
        """The first frame is out, which does without what the feed imports."""
        self.start_feed()

    def _look_after_memory(self) -> None:
        """What has been made so far stays to the end: it need not be looked through at each collection."""
        from dialer_tui import heap

        gc.freeze()
        gc.enable()
        heap.settle()

    def start_feed(self) -> None:
        """Let the feed run, once something is to be seen, and alerts be judged before any call is there."""
        self.state.watch(self.settings.alerts, self.settings.scope)
        self.let_run(self.feed)

    def let_run(self, feed: Feed) -> None:
        """Let a feed run, in the place of the one that does."""
        self.run_worker(self._run_feed(feed), name="feed", group="feed", exclusive=True)

    async def _run_feed(self, feed: Feed) -> None:
        try:
            await feed.run()
        finally:
            await feed.client.close()

    def _beat(self) -> None:
        self.tick()
        self.set_timer(1.02 - self.feed.now() % 1, self._beat)

    def hear(self, update: Update) -> None:
        """Take an update of the feed: post it as a message, touch nothing."""
        self._coming += isinstance(update, Changes)
        self.post_message(_MESSAGES[type(update)](update))

    def on_floor_changed(self, message: FloorChanged) -> None:
        self._coming -= 1
        self.state.at(self.feed.now())
        self.folding.take(partial(self.state.changed, piece) for piece in message.changes.pieces())

    def on_calls_claimed(self, message: CallsClaimed) -> None:
        self.folding.take(partial(self.state.claimed, piece) for piece in message.claims.pieces())

    def on_directory_read(self, message: DirectoryRead) -> None:
        self.folding.take([partial(self.state.directory, message.directory)])

    def ring(self, found: Sequence[Event]) -> None:
        """Ring for alerts, where their rules ask for that."""
        if found:
            from dialer_tui.ui.ringing import ring

            self.send(ring(found, os.environ))

    def send(self, sequence: str) -> None:
        """Write a sequence that is no part of a frame."""
        if self._driver is not None and sequence:
            self._driver.write(sequence)
            self._driver.flush()
