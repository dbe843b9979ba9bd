"""A past range for somebody who looks at a live floor: had whole beside a feed that meanwhile polls no more."""

from __future__ import annotations

from dataclasses import dataclass

from dialer_tui.api.protocol import Fault
from dialer_tui.feed import Feed
from dialer_tui.floor.names import Claims
from dialer_tui.floor.past import Past
from dialer_tui.floor.window import Entry
from dialer_tui.oneshot import Incomplete, OneShot, Progress, Range


class NotHad(Exception):
    """The range could not be had; `str()` says why."""


@dataclass(frozen=True, slots=True)
class Had:
    """A range that was had whole, at a server time: its calls, the newest first."""

    past: Past
    entries: list[Entry]
    at: float


class LookBack:
    """Asks for past ranges in the feed's scope. The feed is held by `calls`; `Feed.go_on` lets it poll again."""

    def __init__(self, feed: Feed) -> None:
        self._feed = feed
        self._one: OneShot | None = None

    async def calls(self, past: Past, progress: Progress) -> Had:
        """All of a range. NotHad where it cannot be had whole; whoever cancels has asked for nothing more."""
        feed = self._feed
        asks = await feed.hold()
        self._one = one = OneShot(asks, feed.clock, feed.poll, feed.scope, left_out=feed.left_out)
        try:
            entries = await one.calls(Range(start=past.start, end=past.end), progress)
        except (Fault, Incomplete) as error:
            raise NotHad(str(error)) from None
        return Had(past, entries, feed.now())

    async def claims(self, had: Had) -> Claims:
        """Whose the calls of namesakes are, where the agent list is known. NotHad where the API does not say."""
        agents = self._feed.directory.agents
        if self._one is None or not agents:
            return Claims()
        try:
            return Claims(await self._one.claims([entry.call for entry in had.entries], agents))
        except (Fault, Incomplete) as error:
            raise NotHad(str(error)) from None
