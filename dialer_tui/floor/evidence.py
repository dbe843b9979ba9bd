"""What answers say about what the API's document leaves open: a fold, so that check and diagnostics count alike.

Nothing here decides anything: the schedule and the window take either reading. It is for people to see.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from dialer_tui.floor.changes import CHUNK, Changes, Entry
from dialer_tui.model import Call

FRESH = 3600  # seconds: a call first seen later than so long after its callDate says nothing about it
_SLACK = 2.0  # seconds by which the estimate of server-now and the cut of whole seconds may be off
ENOUGH = 100  # calls that grew: more need not be told apart
_REMEMBERED = 2_000


class Edge(msgspec.Struct):
    """One edge of asked ranges: calls known to be dated at it, and how many of those such answers held."""

    known: int = 0
    came: int = 0

    @property
    def belongs(self) -> bool | None:
        """Whether the edge belongs to the range; None while no call was dated there."""
        return None if not self.known else self.came > 0

    def take(self, known: int, came: int) -> None:
        """Count an answer's."""
        self.known += max(known, came)
        self.came += came


class Evidence(msgspec.Struct):
    """Counts over all calls seen so far.

    `judged` calls with a callTime were first seen within an hour of their callDate, `sooner` of them sooner after it
    than they are long: those cannot have begun then and be over. `ahead` were dated after server-now. `grew`: IDs of
    calls whose callTime grew, the first hundred: calls are listed while they last; `watched` were seen long enough to
    have grown.
    `listed_after`: seconds from the end to the first sight of new calls first seen while LIVE, the last 2,000.
    `first` and `last` are dateStart and dateEnd. `size` bytes held `records` calls, the largest answer `largest`.
    """

    judged: int = 0
    sooner: int = 0
    ahead: int = 0
    dated_at_end: bool = False
    watched: int = 0
    grew: set[str] = msgspec.field(default_factory=set)
    listed_after: deque[float] = msgspec.field(default_factory=lambda: deque(maxlen=_REMEMBERED))
    first: Edge = msgspec.field(default_factory=Edge)
    last: Edge = msgspec.field(default_factory=Edge)
    size: int = 0
    records: int = 0
    largest: int = 0

    def answered(self, size: int, count: int) -> None:
        """A good answer to getCalls of so many bytes and records."""
        self.largest = max(self.largest, count)
        if count:
            self.size += size
            self.records += count

    def take(self, changes: Changes, seen: float, live: bool) -> Iterator[None]:
        """Fold what an answer changed, pausing every CHUNK records.

        `seen`: server-now when it had been received; `live`: whether the link's word was LIVE.
        """
        arrived = [*changes.new, *changes.existing]
        for at in range(0, len(arrived), CHUNK):
            self.sight([entry.call for entry in arrived[at : at + CHUNK]], seen)
            yield
        for update in changes.updated:
            if update.before is not None:
                self.compare(update.before, update.entry.call)
        self.watched += len(changes.new)
        if live:
            self.listed_after.extend(_listed_after(changes.new))

    def sight(self, calls: Sequence[Call], seen: float) -> None:
        """Calls seen for the first time, at a server second."""
        soon, since = seen + _SLACK, seen - FRESH
        for call in calls:
            if call.date < since:
                continue
            if call.date > soon:
                self.ahead += 1
            elif call.total is not None:
                self.judged += 1
                self.sooner += soon - call.date < call.total
        if calls:
            self.dated_at_end = calls[-1].dated_at_end

    def compare(self, before: Call, call: Call) -> None:
        """A record as it was, and as it is."""
        if len(self.grew) >= ENOUGH or before.total is None or call.total is None:
            return
        if call.total > before.total:
            self.grew.add(call.id)


def _listed_after(new: Iterable[Entry]) -> Iterable[float]:
    return (entry.first_seen - entry.call.ended_at for entry in new if entry.call.total is not None)


class Traffic(msgspec.Struct):
    """Requests sent and failed, bytes of bodies received (decompressed), seconds of the last round trips."""

    requests: int = 0
    failed: int = 0
    received: int = 0
    trips: deque[float] = msgspec.field(default_factory=lambda: deque(maxlen=60))

    def take(self, size: int, trip: float) -> None:
        """A good answer of so many bytes after so many seconds."""
        self.received += size
        self.trips.append(trip)
