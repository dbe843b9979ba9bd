"""Every scenario, in the order in which they run."""

from __future__ import annotations

from tests.bench import moving, size, starting, wire
from tests.bench.run import Scenario

ALL: tuple[Scenario, ...] = (
    starting.SCENARIO,
    size.SCENARIO,
    wire.SCENARIO,
    moving.KEYS,
    moving.MERGING,
    moving.MILLION,
)
