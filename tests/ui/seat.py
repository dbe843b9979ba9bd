"""Somebody at the console: it runs without a terminal, on a feed that says what a test wants."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from textual.pilot import Pilot

from dialer_tui.config import Settings
from dialer_tui.ui.app import Console
from dialer_tui.ui.form import Form
from dialer_tui.ui.remember import Remembered
from tests.ui import fakes
from tests.ui.fakes import FakeFeed

WIDE, NARROW = (120, 36), (80, 24)


class Seat:
    """Somebody at the console."""

    def __init__(self, app: Console, feed: FakeFeed, pilot: Pilot[None]) -> None:
        self.app, self.feed, self.pilot = app, feed, pilot

    async def press(self, *keys: str) -> None:
        """Press keys and wait until what they do is drawn."""
        await self.pilot.press(*keys)
        for _ in range(100):  # a key goes to the screen and comes back, which the pilot does not wait for
            await asyncio.sleep(0)
        await self.pilot.pause()

    async def say(self, *updates: object) -> None:
        """The feed publishes; wait until it is drawn."""
        self.feed.say(*updates)  # type: ignore[arg-type]
        await self.pilot.pause()

    async def pass_time(self, seconds: int) -> None:
        """So many seconds of the server's clock, one tick each."""
        for _ in range(seconds):
            self.feed.time += 1
            self.app.tick()
        await self.pilot.pause()

    @property
    def lines(self) -> list[str]:
        return fakes.text(self.app)

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    def left(self, wanted: str) -> str:
        """The one line of the panes at the left that begins with a text."""
        (found,) = [line[2:36] for line in self.lines if line[2:].startswith(wanted)]
        return found

    def line(self, wanted: str) -> int:
        """The one line that holds a text."""
        (found,) = [y for y, line in enumerate(self.lines) if wanted in line]
        return found

    @property
    def under_cursor(self) -> str:
        """The ID of the call under the cursor."""
        return self.app.state.view[self.app.main.calls.cursor].call.id


@asynccontextmanager
async def seated(
    size: tuple[int, int] = WIDE,
    *,
    empty: bool = False,
    settings: Settings | None = None,
    remembered: Remembered | None = None,
    at: float = fakes.NOW,
    account: Callable[[], Form] | None = None,
) -> AsyncIterator[Seat]:
    """Somebody at a console of a size, with 100 calls on it unless it is to be empty. `at`: the server's time."""
    feed = FakeFeed()
    feed.time = float(at)
    app = fakes.console(feed, settings, remembered, account)
    async with app.run_test(size=size) as pilot:
        seat = Seat(app, feed, pilot)
        await pilot.pause()
        if not empty:
            await seat.say(fakes.directory(), fakes.existing(100))
        yield seat
