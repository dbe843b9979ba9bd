"""Yesterday for whoever looks at quarter hours: asked for by a worker, once the window has been had."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from textual.app import App

from dialer_tui.feed import Feed
from dialer_tui.floor.link import Status

if TYPE_CHECKING:
    from dialer_tui.yesterday import Keeper


class Beside:
    """Asks when there is something to ask. `keeper` is there from the first look on: nobody who never looks asks."""

    def __init__(self, app: App[Any], feed: Feed, zone: ZoneInfo, done: Callable[[], None]) -> None:
        self.keeper: Keeper | None = None
        self._app, self._feed, self._zone, self._done = app, feed, zone, done

    def look(self, start: int, now: float, status: Status) -> Keeper:
        """Somebody looks at quarter hours of a window from `start` to now."""
        if self.keeper is None:
            from dialer_tui.yesterday import Keeper

            self.keeper = Keeper(self._feed, self._zone)
        span = self.keeper.wanted(start, now) if status.word == "LIVE" else None
        if span is not None:
            self.keeper.asking = True
            self._app.run_worker(self._ask(self.keeper, *span), name="yesterday", group="yesterday", exclusive=True)
        return self.keeper

    def stop(self) -> None:
        """Ask no more for now."""
        self._app.workers.cancel_group(self._app, "yesterday")
        if self.keeper is not None:
            self.keeper.asking = False

    async def _ask(self, keeper: Keeper, start: int, end: int) -> None:
        await keeper.ask(start, end)
        self._done()
