"""Looking further back for what no shown call meets: for what, how far, what that would take, and all that in words."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import msgspec

from dialer_tui.floor.past import Past
from dialer_tui.floor.query import QueryError
from dialer_tui.floor.search import Search, search
from dialer_tui.ui import times

if TYPE_CHECKING:
    from dialer_tui.feed import Feed
    from dialer_tui.floor.effort import Effort
    from dialer_tui.ui.keymap import Keymap
    from dialer_tui.ui.state import FloorState

BACK = 86_400  # seconds
_BACK, _MINUTE = "24 h", 60


class Quest(msgspec.Struct, frozen=True):
    """A search through a past range for what filters of such texts keep, and what it takes."""

    texts: tuple[str, ...]
    past: Past
    search: Search
    effort: Effort

    @property
    def too_much(self) -> tuple[str, ...]:
        """Why it is not begun, the fullest wording first; none where it may be."""
        if self.effort.sensible:
            return ()
        about = f"about {self.effort.requests:,} requests"
        return (
            f"searching back {_BACK} takes {about}: too many, filter by one agent or campaign too",
            f"{about}: too many, filter by an agent too",
        )

    @property
    def in_vain(self) -> tuple[str, ...]:
        """That nothing was found, the fullest wording first."""
        if self.search.by_list:
            return (
                f"no call of the last {_BACK} meets this; only agents of the agent list were asked for",
                f"no call of the last {_BACK} meets this, by the agent list",
            )
        return (f"no call of the last {_BACK} meets this",)

    def offered(self, keymap: Keymap, typing: bool, in_vain: str = "") -> tuple[str, ...]:
        """What begins it, in sentences; while the filter is still typed, what does after that.

        `in_vain`: when it was last done and found nothing, "" where it was not.
        """
        if self.too_much:
            said = self.too_much[0]
            return (f"{said[0].upper()}{said[1:]}.",)
        opens = keymap.shown("open")
        opens = f"{keymap.shown('keep')} keeps the filter, {opens} again" if typing else opens
        many = self.effort.requests
        about = f"(about {many:,} request{'' if many == 1 else 's'})"
        if in_vain:
            return f"None in the last {_BACK} either, as of {in_vain}.", f"{opens}: search once more {about}."
        return (f"{opens}: search back {_BACK} {about}.",)


class Asked(msgspec.Struct, frozen=True):
    """A range that is asked for: the share that was had, 0 to 1; `found`: of a search, how many calls so far."""

    past: Past
    share: float = 0.0
    found: int | None = None

    def words(self, zone: ZoneInfo, back: str) -> str:
        """How far it is, and what stops it."""
        done = f"{int(self.share * 100)} %"
        if self.found is None:
            return f"asking for {times.between(self.past.start, self.past.end, zone)}: {done}, {back} stops"
        return f"searching: {done}, {self.found:,} found, {back} stops"

    def sentences(self, back: str) -> tuple[str, ...]:
        """The same of a search, for the place where its calls are to be; none for any other."""
        if self.found is None:
            return ()
        stops = f"{back} stops and shows them" if self.found else f"{back} stops"
        return (f"Searching back {_BACK}: {int(self.share * 100)} %, {self.found:,} found so far. {stops}.",)


def quest(state: FloorState, feed: Feed, end: int, now: float) -> Quest | None:
    """The search for what the filters keep, back from `end`: all after it is had and shown.

    None where that is further back already, or a filter means nothing there.
    """
    past = Past((int(now) - BACK) // _MINUTE * _MINUTE, -(-end // _MINUTE) * _MINUTE, state.filters.texts)
    if past.seconds <= 0:
        return None
    texts = tuple(query.text for query in state.queries())
    try:
        wanted = search(texts, state.ground, feed.scope, state.campaigns or ())
    except QueryError:
        return None
    return Quest(texts, past, wanted, feed.effort(past, _share(state, wanted, feed)))


def _share(state: FloorState, wanted: Search, feed: Feed) -> float:
    """About which share of the calls such a search is answered with, by those that are shown."""
    campaigns, agents, shares = wanted.scope.campaigns, wanted.scope.agents, [1.0]
    if campaigns != feed.scope.campaigns:
        shares.append(_of(sum(map(state.tree.count, campaigns)), state.calls))
    if agents != feed.scope.agents:
        shares.append(_of(sum(row.calls for row in state.people.rows() if row.agent_id in agents), state.calls))
    return min(shares)


def _of(part: int, whole: int) -> float:
    return (part + 1) / (whole + 1)  # one more: where none is shown there may be some all the same
