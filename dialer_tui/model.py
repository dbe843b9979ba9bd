"""The values everything else passes along: plain, immutable, integer seconds; None is unknown, "" is empty.

Names follow the document's own (`callCampaignID` is `Call.campaign_id`). Text is kept as it was sent: `text.py`
cleans it where it leaves for a terminal or a CSV file.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from typing import Generic, Literal, NamedTuple, TypeVar
from zoneinfo import ZoneInfo

import msgspec

Function = Literal["getAgents", "getCalls", "getCampaigns"]


class Agent(msgspec.Struct, frozen=True, gc=False):
    """One agent of getAgents: ID and names as sent."""

    id: str
    first: str = ""
    last: str = ""

    @property
    def name(self) -> str:
        """First and last name with one space; the ID where both are blank."""
        return f"{self.first} {self.last}".strip() or self.id


class Dialer(msgspec.Struct, frozen=True, gc=False):
    """One dialer of getCampaigns with the names of the lead fields it takes."""

    id: str
    name: str = ""
    fields: tuple[str, ...] = ()


class CampaignList(msgspec.Struct, frozen=True, gc=False):
    """One list of a campaign. `id` is None where the API has no list level (the document's table)."""

    id: str | None
    name: str = ""
    dialers: tuple[Dialer, ...] = ()


class Campaign(msgspec.Struct, frozen=True, gc=False):
    """One campaign of getCampaigns."""

    id: str
    name: str = ""
    lists: tuple[CampaignList, ...] = ()


class Call(msgspec.Struct, frozen=True, gc=False):
    """One call record of getCalls. `date` is callDate in whole seconds since 1970 UTC; durations are seconds.

    `gc=False`: a record holds strings and numbers only, so the cycle collector need not walk 100,000 of them.
    """

    id: str
    date: int
    campaign_id: str = ""
    campaign: str = ""
    list_id: str = ""
    list: str = ""
    agent: str = ""
    contact: str = ""
    type: str = ""
    number_in: str = ""
    number_out: str = ""
    total: int | None = None
    queue: int | None = None
    talk: int | None = None
    hold: int | None = None
    handle: int | None = None
    acw: int | None = None
    dated_at_end: bool = False
    extra: tuple[tuple[str, str], ...] | None = None

    @property
    def began_at(self) -> int:
        """When the call began, seconds since 1970 UTC, read from callDate as `[api] call_date` says."""
        return self.date - (self.total or 0) if self.dated_at_end else self.date

    @property
    def ended_at(self) -> int:
        """When the call ended, seconds since 1970 UTC; a call of unknown length counts as ended at its callDate."""
        return self.date if self.dated_at_end else self.date + (self.total or 0)


class Named(NamedTuple):
    """A field of a record: the document's own name, what it is of a `Call`, and what it holds."""

    name: str
    of: str
    kind: Literal["text", "number", "moment", "duration"] = "text"


# "responseDetails" of getCalls, in its order, which is that of a Call's own fields.
CALL = (
    Named("callID", "id"),
    Named("callDate", "date", "moment"),
    Named("callCampaignID", "campaign_id"),
    Named("callCampaignName", "campaign"),
    Named("callListID", "list_id"),
    Named("callListName", "list"),
    Named("callAgentName", "agent"),
    Named("callContact", "contact"),
    Named("callType", "type"),
    Named("callNumberInbound", "number_in", "number"),
    Named("callNumberOutbound", "number_out", "number"),
    Named("callTime", "total", "duration"),
    Named("callQueueTime", "queue", "duration"),
    Named("callTalkTime", "talk", "duration"),
    Named("callHoldTime", "hold", "duration"),
    Named("callHandleTime", "handle", "duration"),
    Named("callAfterCallWorkTime", "acw", "duration"),
)
AGENT = ("agentID", "agentNameFirst", "agentNameLast")
"""Those of getAgents, in the order of an Agent's."""


def ends(calls: Iterable[Call]) -> list[int]:
    """`ended_at` of each, for the places where a hundred thousand are merged."""
    return [call.date if call.dated_at_end else call.date + (call.total or 0) for call in calls]


class Scope(msgspec.Struct, frozen=True):
    """What the API is asked for: campaign and agent IDs (empty: all), `own` sends showAll "n"."""

    campaigns: tuple[str, ...] = ()
    agents: tuple[str, ...] = ()
    own: bool = False

    @property
    def calls(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Which calls are asked for: `own` is of the lists alone."""
        return self.campaigns, self.agents

    def asks_for(self, campaign_id: str) -> bool:
        """Whether the calls of a campaign are asked for."""
        return not self.campaigns or campaign_id in self.campaigns


EVERYTHING = Scope()


class Ask(msgspec.Struct, frozen=True):
    """One request. For getCalls the slice [start, end) in seconds since 1970 UTC, asked with a margin (see `asked`).

    `known`: the digest of an answer that need not be read again, should the same bytes come. It is not sent.
    """

    function: Function
    start: int = 0
    end: int = 0
    scope: Scope = EVERYTHING
    known: bytes = b""

    BEFORE = 2
    AFTER = 1

    @property
    def asked(self) -> tuple[int, int]:
        """dateStart and dateEnd as sent.

        Whether the server includes its edges is unknown, so both are widened. Two seconds before: a call dated at the
        slice's first second then has the two seconds to spare that an absence needs to count.
        """
        return self.start - self.BEFORE, self.end + self.AFTER


class Oddities(msgspec.Struct, frozen=True):
    """What was strange in an answer, for diagnostics and stderr. `bad`: a reason a record that was left out."""

    bad: tuple[str, ...] = ()
    doubled: int = 0
    repaired: bool = False

    def __bool__(self) -> bool:
        return bool(self.bad or self.doubled or self.repaired)


Record = TypeVar("Record")


class Answer(msgspec.Struct, Generic[Record], frozen=True, gc=False):
    """What came back for one Ask: good records, and what must be known to judge their absence.

    `count` is how many records the body held, bad and doubled ones too (a cap counts those). `sent` and `received` are
    monotonic seconds; `size` is the body's in bytes, `digest` tells it from others of this run. `unchanged`: its bytes
    are those of the answer that the ask says is known, so that nothing was read: there are no records, and no count.
    """

    ask: Ask
    records: list[Record]
    count: int
    sent: float
    received: float
    oddities: Oddities = Oddities()
    unchanged: bool = False
    size: int = 0
    digest: bytes = b""


class Daily(msgspec.Struct, frozen=True):
    """A window that begins at a time of day in a zone, anew each day: "today", or since a shift's start."""

    at: time
    zone: ZoneInfo

    def last(self, now: float) -> int:
        """When it began last: seconds since 1970 UTC, `now` at most.

        At a time that clocks skip it begins when they have; at one that comes twice, the first time.
        """
        day = datetime.fromtimestamp(now, self.zone).date() + timedelta(days=1)  # clocks may go back over midnight
        while (turn := datetime.combine(day, self.at, self.zone).timestamp()) > now:
            day -= timedelta(days=1)
        return int(turn)


Window = int | Daily


class Poll(msgspec.Struct, frozen=True):
    """`[poll]`: seconds between polls, what is shown, seconds asked for before that, records a minute at most.

    `window`: the last so many seconds, or what has been since a time of day.
    """

    interval: int = 5
    window: Window = 3600
    look_back: int = 7200
    records_per_minute: int = 24_000

    def start(self, now: float) -> int:
        """The first second shown when it is `now` on the server."""
        return int(now) - self.window if isinstance(self.window, int) else self.window.last(now)

    def horizon(self, now: float) -> int:
        """The first second asked for."""
        return self.start(now) - self.look_back

    def length(self, now: float) -> int:
        """Seconds from the window's first to now."""
        return int(now) - self.start(now)
