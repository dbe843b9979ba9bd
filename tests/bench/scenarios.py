"""Every scenario, in the order in which they run."""

from __future__ import annotations

from tests.bench import asking, export, finding, moving, reading, shift, size, starting, steady, wire, writing
from tests.bench.run import Scenario

ALL: tuple[Scenario, ...] = (
    starting.SCENARIO,
    wire.SCENARIO,
    size.SCENARIO,
    moving.KEYS,
    finding.SCENARIO,
    writing.SCENARIO,
    moving.MERGING,
    reading.SCENARIO,
    asking.SCENARIO,
    steady.SCENARIO,
    export.SCENARIO,
    moving.MILLION,
    finding.MILLION,
    shift.SCENARIO,
)
