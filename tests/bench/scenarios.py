"""Every scenario, in the order in which they run."""

from __future__ import annotations

from tests.bench import finding, moving, size, starting, wire
from tests.bench.run import Scenario

ALL: tuple[Scenario, ...] = (
    starting.SCENARIO,
    size.SCENARIO,
    wire.SCENARIO,
    moving.KEYS,
    finding.SCENARIO,
    moving.MERGING,
    moving.MILLION,
)
