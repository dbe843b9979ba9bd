"""A small world of calls on a fake clock, and an API on it that takes every liberty window.md grants."""

from __future__ import annotations

import random
from collections.abc import Coroutine
from dataclasses import dataclass, field
from typing import Any, TypeVar

import msgspec

from dialer_tui.floor.changes import Changes
from dialer_tui.floor.schedule import Schedule
from dialer_tui.floor.window import RollingWindow
from dialer_tui.intake import merge, question
from dialer_tui.model import Answer, Ask, Call, Poll

BASE = 1_700_000_000
EDGES = {"both": (True, True), "start": (True, False), "end": (False, True), "none": (False, False)}

T = TypeVar("T")


def drive(coroutine: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine that only breathes (`asyncio.sleep(0)`) to its end, without a loop."""
    while True:
        try:
            coroutine.send(None)
        except StopIteration as stop:
            return stop.value  # type: ignore[no-any-return]


@dataclass
class World:
    """Calls with the times from which, and until which, the API lists each version of them."""

    edges: str = "both"
    cap: int | None = None
    lag: float = 0.0
    blind: bool = False
    rng: random.Random = field(default_factory=lambda: random.Random(1))
    versions: dict[str, list[tuple[float, Call | None]]] = field(default_factory=dict)

    def put(self, call: Call, now: float) -> None:
        self.versions.setdefault(call.id, []).append((now, call))

    def take(self, call_id: str, now: float) -> None:
        self.versions[call_id].append((now, None))

    def present(self, call_id: str, now: float) -> Call | None:
        found = None
        for since, call in self.versions[call_id]:
            if since <= now:
                found = call
        return found

    def calls(self, now: float) -> list[Call]:
        return [call for call in (self.present(call_id, now) for call_id in self.versions) if call is not None]

    def answer(self, ask: Ask, now: float, tick: float, took: float) -> Answer[Call]:
        seen_at = now - self.lag if self.lag and self.rng.random() < 0.5 else now
        low, high = ask.asked
        first, last = EDGES[self.edges]
        low, high = low + (not first), high - (not last)
        records = [] if self.blind else [call for call in self.calls(seen_at) if low <= call.date <= high]
        if only := ask.scope.campaigns:
            records = [call for call in records if call.campaign_id in only]
        records.sort(key=lambda call: call.date, reverse=True)
        records = records[: self.cap]
        digest = repr(records).encode()
        if digest == ask.known:
            return Answer(ask, [], 0, tick, tick + took, unchanged=True, digest=digest)
        return Answer(ask, records, len(records), tick, tick + took, digest=digest)


@dataclass
class Watcher:
    """Schedule and window fed from a world, one request after another, as the feed does; checks at each step."""

    world: World
    poll: Poll = field(default_factory=lambda: Poll(interval=5, window=600, look_back=600))
    now: float = BASE + 0.25
    tick: float = 0.0
    took: float = 0.05
    requests: list[tuple[float, int]] = field(default_factory=list)
    unchanged: int = 0
    folded: dict[str, Call] = field(default_factory=dict)
    new: list[str] = field(default_factory=list)
    existing: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    returned: list[str] = field(default_factory=list)
    first_seen: dict[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.schedule = Schedule(self.poll, self.now)
        self.window = RollingWindow(self.poll, self.now)

    def sleep(self, seconds: float) -> None:
        self.now += seconds
        self.tick += seconds

    def poll_once(self, failing: bool = False) -> None:
        """One poll, to the end of what is due."""
        began = self.tick
        self.schedule.begin(self.now, self.tick)
        while True:
            self.fold(self.window.advance(self.now))
            span = self.schedule.next(self.now, self.tick)
            if span is None or failing:
                break
            answer = self.world.answer(question(self.window, *span), self.now, self.tick, self.took)
            sent = self.now
            self.requests.append((self.tick, answer.count))
            self.unchanged += answer.unchanged
            self.sleep(self.took)
            self.fold(drive(merge(self.schedule, self.window, answer, sent)))
        self.sleep(max(1.0, self.poll.interval - (self.tick - began)))

    def run(self, seconds: float) -> None:
        end = self.tick + seconds
        while self.tick < end:
            self.poll_once()

    def fold(self, changes: Changes) -> None:
        for entry in changes.new:
            self.new.append(entry.call.id)
        self.existing += [entry.call.id for entry in changes.existing]
        for entry in (*changes.new, *changes.existing):
            assert entry.call.id not in self.folded
            self.folded[entry.call.id] = entry.call
            self.first_seen.setdefault(entry.call.id, entry.first_seen)
        for update in changes.updated:
            self.folded[update.entry.call.id] = update.entry.call
            if update.returned:
                self.returned.append(update.entry.call.id)
        for entry in changes.gone:
            assert self.world.present(entry.call.id, self.now) is None, f"{entry.call.id} gone, but the world has it"
            self.gone.append(entry.call.id)
        for entry in (*changes.gone, *changes.aged):
            del self.folded[entry.call.id]
        shown = {entry.call.id: entry.call for entry in self.window.shown()}
        wrong = {key for key in self.folded.keys() | shown.keys() if self.folded.get(key) != shown.get(key)}
        assert not wrong, [(key, self.folded.get(key), shown.get(key)) for key in wrong]

    def expected(self) -> dict[str, Call]:
        """What the world would have the window show."""
        start, horizon = self.window.start(self.now), self.window.horizon(self.now)
        return {
            call.id: call for call in self.world.calls(self.now) if call.ended_at >= start and call.date >= horizon + 2
        }


def call(call_id: str, date: int, total: int | None = 30, **more: Any) -> Call:
    return Call(id=call_id, date=date, total=total, **more)


def grown(one: Call, by: int) -> Call:
    return msgspec.structs.replace(one, total=(one.total or 0) + by)


def moved(one: Call, to: int) -> Call:
    return msgspec.structs.replace(one, date=to)
