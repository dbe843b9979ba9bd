"""Requests and records a minute, by the size of the floor: the schedule alone, in its own time."""

from __future__ import annotations

from collections.abc import Iterator

from dialer_tui.model import Poll
from tests.bench.run import Run, Scenario, Seen
from tests.floor.test_schedule import Steady

_HOUR, _DAY = Poll(), Poll(window=86_400)
FLOORS: dict[str, tuple[int, Poll]] = {
    "100": (100, _HOUR),
    "10k": (10_000, _HOUR),
    "100k": (100_000, _HOUR),
    "1m": (1_000_000, _DAY),
}
_FILL, _MEASURED = 300, 900  # seconds


def steady(calls: int, poll: Poll) -> tuple[float, float, Steady]:
    """Requests and records a minute of a floor with so many calls in the range, and what asked."""
    asked = Steady(poll, calls * 3600 / (poll.window + poll.look_back))
    asked.run(_FILL)
    tick = asked.tick
    asked.run(_MEASURED)
    return *asked.per_minute(tick), asked


def measure(run: Run) -> Iterator[Seen]:
    """Each floor for a quarter of an hour after its first fill."""
    for name, (calls, poll) in FLOORS.items():
        if not run.wants(f"records-{name}", f"requests-{name}"):
            continue
        requests, records, asked = steady(calls, poll)
        late = asked.schedule.wait(float(poll.window))
        yield Seen(
            f"records-{name}",
            records,
            f"k = {asked.schedule.k:.2f}, a call of the window's age up to {late:.0f} s late",
        )
        yield Seen(f"requests-{name}", requests)


SCENARIO = Scenario(tuple(f"{what}-{name}" for what in ("records", "requests") for name in FLOORS), measure)
