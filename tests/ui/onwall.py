"""A board that hangs on a wall: it runs without a terminal, on a feed that says what a test wants."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import cast

from textual.pilot import Pilot

from dialer_tui.config import Settings
from dialer_tui.feed import Feed
from dialer_tui.ui.wall import Wall
from tests import frozen
from tests.conftest import FLOOR_TIME
from tests.ui import fakes
from tests.ui.fakes import FakeFeed


class Still(Wall):
    """A wall whose time stands still until it is told."""

    CSS_PATH = Path(__file__).parents[2] / "dialer_tui" / "ui" / str(Wall.CSS_PATH)

    def _beat(self) -> None:
        self.tick()


@asynccontextmanager
async def wall(
    size: tuple[int, int], *, empty: bool = False, settings: Settings | None = None
) -> AsyncIterator[tuple[Still, FakeFeed, Pilot[None]]]:
    """A board on the frozen floor."""
    feed = FakeFeed()
    feed.time = FLOOR_TIME + 0.5
    found = settings or replace(fakes.settings(TZ="Europe/Berlin"), profile="acme")
    app = Still(cast(Feed, feed), found)
    async with app.run_test(size=size) as pilot:
        if not empty:
            lists, found_there = frozen.floor()
            feed.say(lists, *found_there)
        await folded(app, pilot)
        yield app, feed, pilot


async def folded(app: Still, pilot: Pilot[None]) -> None:
    """Wait until all that the feed has said is counted and shown, however slow the machine."""
    await pilot.pause()
    while not app.settled or app.state.busy:
        await pilot.pause(0.005)
    app.tick()
    await pilot.pause()


def shown(app: Still) -> str:
    """What stands on it."""
    return "\n".join(fakes.text(app))
