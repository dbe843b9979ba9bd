"""Yesterday beside today: asked for when somebody looks, all of it or nothing, seldom, and within the budget."""

from __future__ import annotations

import asyncio
from typing import Any
from zoneinfo import ZoneInfo

from dialer_tui.api.protocol import Fault
from dialer_tui.feed import Feed
from dialer_tui.floor.yesterday import Yesterday, wanted
from dialer_tui.model import Answer, Ask, Scope
from dialer_tui.oneshot import Incomplete, OneShot, Range

SELDOM = 900.0  # seconds from a range that could not be had to the next try
_SHARE = 1 / 3  # of a minute's records, at most


class _Paced:
    """The feed's client for requests beside its own: they wait their turn, and what they bring is counted."""

    def __init__(self, feed: Feed) -> None:
        self._feed = feed

    async def fetch(self, ask: Ask) -> Answer[Any]:
        """One request, once the last minute's leave room for it. Raises Fault."""
        feed = self._feed
        await asyncio.sleep(feed.beside.wait(feed.clock.tick(), int(feed.poll.records_per_minute * _SHARE)))
        answer = await feed.client.fetch(ask)
        feed.beside.take(feed.clock.tick(), answer.count)
        return answer

    async def close(self) -> None:
        """The connection is the feed's."""


class Keeper:
    """What is known of yesterday, and when to ask for it. `failed`: the last try brought nothing."""

    def __init__(self, feed: Feed, zone: ZoneInfo) -> None:
        self._value: Yesterday | None = None
        self.failed = False
        self.asking = False
        self.version = 0
        self._feed = feed
        self._zone = zone
        self._scope: Scope | None = None
        self._not_before = 0.0

    @property
    def value(self) -> Yesterday | None:
        """Yesterday, as far as it was had of the calls that are asked for now."""
        return self._value if self._scope == self._feed.scope else None

    def wanted(self, start: int, now: float) -> tuple[int, int] | None:
        """What to ask for beside a window from `start` to now, [start, end); None: nothing, or not yet."""
        if self.asking or self._feed.clock.tick() < self._not_before:
            return None
        return wanted(start, now, self._zone, self.value)

    async def ask(self, start: int, end: int) -> None:
        """Ask for a range. What comes of it stands in `value` and `failed`; it raises nothing."""
        feed, scope = self._feed, self._feed.scope
        one = OneShot(_Paced(feed), feed.clock, feed.poll, scope)
        self.asking = True
        try:
            entries = await one.calls(Range(start=start, end=end))
        except (Fault, Incomplete):
            self._value, self.failed = None, True
            self._not_before = feed.clock.tick() + SELDOM
        else:
            self._value, self.failed, self._scope = (
                Yesterday((e.call for e in entries), start, end, self._zone),
                False,
                scope,
            )
        finally:
            self.asking = False
            self.version += 1
