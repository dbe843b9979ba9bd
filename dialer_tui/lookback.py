"""A past range for somebody who looks at a live floor: had whole beside a feed that meanwhile polls no more."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Container
from dataclasses import dataclass

from msgspec.structs import replace

from dialer_tui.api.protocol import Fault
from dialer_tui.feed import Feed
from dialer_tui.floor.changes import Changes, Entry
from dialer_tui.floor.names import Claims
from dialer_tui.floor.past import Past
from dialer_tui.floor.schedule import Schedule
from dialer_tui.floor.search import Search
from dialer_tui.model import Scope
from dialer_tui.oneshot import Heard, Incomplete, OneShot, Progress, Range

UNTOLD = Claims()


class NotHad(Exception):
    """The range could not be had; `str()` says why."""


@dataclass(frozen=True, slots=True)
class Had:
    """A range that was had whole: its calls, the newest first, or of a search those that were found.

    `at`: when it began to be asked for, in server seconds: how the calls stood then is surely known, no later.
    `claims`: whose the calls of namesakes are, as far as that was asked for.
    """

    past: Past
    entries: list[Entry]
    at: float
    claims: Claims = UNTOLD


class LookBack:
    """Asks for past ranges in the feed's scope. The feed is held by whoever asks; `Feed.go_on` lets it poll again."""

    def __init__(self, feed: Feed) -> None:
        self._feed = feed
        self._one: OneShot | None = None
        self._found: dict[str, Entry] = {}
        self._at = 0.0

    async def calls(self, past: Past, progress: Progress) -> Had:
        """All of a range. NotHad where it cannot be had whole; whoever cancels has asked for nothing more."""
        return Had(past, await self._had(past, self._feed.scope, progress), self._at)

    async def search(self, past: Past, wanted: Search, told: Callable[[float, int], None]) -> Had:
        """Of a range the calls that a search keeps, namesakes told apart. NotHad as for `calls`.

        `told` hears the share that was had, 0 to 1, and how many have been found.
        """
        self._found = found = {}

        async def heard(changes: Changes) -> None:
            for piece in changes.pieces():
                for entry in (*piece.new, *piece.existing, *(update.entry for update in piece.updated)):
                    if wanted.keep(entry):
                        found[entry.call.id] = entry
                    else:
                        found.pop(entry.call.id, None)
                await asyncio.sleep(0)

        entries = await self._had(past, wanted.scope, lambda share: told(share, len(found)), heard, found)
        had = Had(past, entries, self._at)
        return Had(had.past, had.entries, had.at, await self.claims(had))

    def so_far(self, past: Past, wanted: Search) -> Had | None:
        """Of a search that is under way, what it has found and the part of the range that was had; None: nothing yet.

        Calls of namesakes that have not been told apart are left out.
        """
        if self._one is None or self._one.schedule is None:
            return None
        start = _had_from(self._one.schedule, past)
        entries = [one for one in self._found.values() if one.call.date >= start and wanted.surely(one)]
        entries.sort(key=lambda entry: (entry.call.date, entry.call.id), reverse=True)
        return Had(replace(past, start=start), entries, self._at) if entries else None

    async def claims(self, had: Had) -> Claims:
        """Whose the calls of namesakes are, where the agent list is known. NotHad where the API does not say."""
        agents = self._feed.directory.agents
        if self._one is None or not agents:
            return Claims()
        try:
            return Claims(await self._one.claims([entry.call for entry in had.entries], agents))
        except (Fault, Incomplete) as error:
            raise NotHad(str(error)) from None

    async def _had(
        self,
        past: Past,
        scope: Scope,
        progress: Progress,
        heard: Heard | None = None,
        among: Container[str] | None = None,
    ) -> list[Entry]:
        feed = self._feed
        asks = await feed.hold()
        self._at = feed.now()
        self._one = one = OneShot(asks, feed.clock, feed.poll, scope, left_out=feed.left_out)
        try:
            return await one.calls(Range(start=past.start, end=past.end), progress, heard, among)
        except (Fault, Incomplete) as error:
            raise NotHad(str(error)) from None


def _had_from(schedule: Schedule, past: Past) -> int:
    """The second from which on all of a range has been had: it is asked for from its end on."""
    start = past.end
    for piece in reversed(schedule.slices):
        if not piece.filled:
            break
        start = piece.start
    return start
