"""The floor: its clock, and what its API lists at any moment. A pure function of seed, parameters and time."""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from collections.abc import Callable, Container, Iterable, Iterator
from random import Random
from string import ascii_letters, digits
from typing import Any, NamedTuple

import msgspec

from dialer_tui.simulator.burning import Burn
from dialer_tui.simulator.calls import Call, Switchboard, grown, moved
from dialer_tui.simulator.load import Load
from dialer_tui.simulator.roster import build

MOST_MOVED = 2
"""Minutes a callDate may move by, rounded up."""

_KEPT = 350_000
_TAKEN = 0.6  # share of calls that an agent takes
_ALPHANUMERIC = ascii_letters + digits


class Listed(NamedTuple):
    """A record as it is listed: call ID, callDate in seconds since 1970 UTC, and the record's JSON without the ID."""

    id: str
    date: int
    body: bytes


class _Minute(NamedTuple):
    calls: list[Call]
    settled: float


class World:
    """A floor that exists at all times, past days too. Same seed, parameters and start: same floor, byte for byte.

    `speed` is how fast its clock runs; `start` is where that clock starts (seconds since 1970 UTC), by default the
    local time plus `skew`. `wall` and `tick` are the wall and the monotonic clock. `namesakes`: so many
    agents bear the name of another, by default every ninth. `late`, `moved`, `vanish`: some records are listed late,
    change their callDate, disappear. After `freeze` seconds (of real time) nothing is listed
    or changed any more, though the clock runs on. `burning`: queues on fire, in real seconds from the start. `kept`:
    records of drawn minutes that are kept, about 700 bytes each. `even`: see Load.
    """

    def __init__(
        self,
        seed: int = 1,
        agents: int = 80,
        campaigns: int = 8,
        calls_per_hour: float = 500,
        speed: float = 1.0,
        start: float | None = None,
        *,
        namesakes: int | None = None,
        late: bool = False,
        moved: bool = False,
        vanish: bool = False,
        hostile: bool = False,
        skew: float = 0.0,
        freeze: float = math.inf,
        burning: Iterable[Burn] = (),
        kept: int = _KEPT,
        even: bool = False,
        wall: Callable[[], float] = time.time,
        tick: Callable[[], float] = time.monotonic,
    ) -> None:
        self.seed = seed
        self.speed = speed
        self.tick = tick
        self.roster = build(seed, agents, campaigns, namesakes=namesakes, with_hostile=hostile)
        self._began = tick()
        self.start = (wall() if start is None else start) + skew
        self._load = Load(seed, calls_per_hour, self.roster.agents, _TAKEN, even)
        self._switchboard = Switchboard(
            seed,
            self.roster,
            self._load,
            with_hostile=hostile,
            late=late,
            moving=moved,
            vanishing=vanish,
            burning=[
                Burn(burn.campaign, self.start + burn.start * speed, self.start + burn.end * speed) for burn in burning
            ],
        )
        self._reach = MOST_MOVED if moved else 0
        self._minutes: OrderedDict[int, _Minute] = OrderedDict()
        self._kept = kept
        self._held = 0
        rng = Random(f"account {seed}")
        self.affiliate_id = "".join(rng.choices(_ALPHANUMERIC, k=12))
        self.affiliate_key = "".join(rng.choices(_ALPHANUMERIC, k=32))
        self._frozen = self.start + freeze * speed

    def now(self) -> float:
        """The floor's time, seconds since 1970 UTC."""
        return self.start + (self.tick() - self._began) * self.speed

    def effort(self, start: float, end: float) -> float:
        """Roughly how many records there are to draw for a range; empty minutes cost as much as a record each."""
        first, last = int(start // 60), int(min(end, self.now() + 3600) // 60)
        return max(0, last - first) + max(0, self._load.first(last) - self._load.first(first))

    def records(
        self,
        start: float,
        end: float,
        now: float | None = None,
        *,
        first: bool = True,
        last: bool = False,
        campaigns: Container[str] | None = None,
        agents: Container[str] | None = None,
    ) -> list[Listed]:
        """What is listed at `now` with a callDate between start and end, in order of callDate.

        `first` and `last` say whether the two edges belong to the range; `campaigns` and `agents` filter by ID.
        """
        now = min(self.now() if now is None else now, self._frozen)
        lowest = math.ceil(start) if first else math.floor(start) + 1
        highest = math.floor(end) if last else math.ceil(end) - 1
        if lowest > highest or lowest > now + 3600:
            return []
        highest = min(highest, int(now) + 3600)
        found = list(self._within(lowest, highest, now, campaigns, agents))
        if self._reach:
            found.sort(key=lambda record: record.date)
        return found

    def listed(self, start: float, end: float, now: float | None = None) -> dict[str, dict[str, Any]]:
        """The truth: the records listed at `now` with start ≤ callDate < end by call ID, whatever an API would hide."""
        return {record.id: msgspec.json.decode(record.body) for record in self.records(start, end, now)}

    def ids(self, start: float, end: float, now: float | None = None) -> list[str]:
        """The IDs of `listed`, in order of callDate."""
        return [record.id for record in self.records(start, end, now)]

    def window(self, window: float = 3600, look_back: float = 7200, now: float | None = None) -> list[str]:
        """The IDs listed at `now` of calls that started or ended in the last `window` seconds.

        Calls dated more than `window` + `look_back` seconds ago are left out.
        """
        now = self.now() if now is None else now
        ids = []
        for record in self.records(now - window - look_back, now + 3600, now):
            total = msgspec.json.decode(record.body)["callTime"].split(":")
            ends = record.date + 3600 * int(total[0]) + 60 * int(total[1]) + int(total[2])
            if ends >= now - window:
                ids.append(record.id)
        return ids

    def _within(
        self, lowest: int, highest: int, now: float, campaigns: Container[str] | None, agents: Container[str] | None
    ) -> Iterator[Listed]:
        everything = campaigns is None and agents is None
        for minute in range(lowest // 60 - self._reach, highest // 60 + 1 + self._reach):
            known = self._minute(minute)
            if everything and known.settled <= now and lowest <= minute * 60 and minute * 60 + 59 <= highest:
                for call in known.calls:
                    yield Listed(call.id, call.start, call.body)
                continue
            for call in known.calls:
                if not call.listed_at <= now < call.gone_at:
                    continue
                if campaigns is not None and call.campaign not in campaigns:
                    continue
                if agents is not None and call.agent not in agents:
                    continue
                date = call.start + (call.moved_by if call.moved_at <= now else 0)
                if lowest <= date <= highest:
                    yield Listed(call.id, date, _body(call, now))

    def _minute(self, minute: int) -> _Minute:
        """A minute's calls, drawn when first asked for. The least recently asked are forgotten, to be drawn again."""
        known = self._minutes.get(minute)
        if known is not None:
            self._minutes.move_to_end(minute)
            return known
        calls = self._switchboard.minute(minute)
        fates = any(call.moved_by or call.gone_at < math.inf for call in calls)
        settled = math.inf if fates else max((max(call.listed_at, call.end) for call in calls), default=0.0)
        self._minutes[minute] = known = _Minute(calls, settled)
        self._held += len(calls)
        while self._held > self._kept and len(self._minutes) > 1:
            self._held -= len(self._minutes.popitem(last=False)[1].calls)
        return known


def _body(call: Call, now: float) -> bytes:
    if call.live is not None and now < call.end:
        return grown(call, now)
    return moved(call) if call.moved_at <= now else call.body
