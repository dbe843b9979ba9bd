"""Processor time of a console that is left alone."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import ExitStack

from tests.bench import desk
from tests.bench.floor import LOOK_BACK, Wanted
from tests.bench.run import Run, Scenario, Seen

_HOURS = 1 + LOOK_BACK // 3600  # what is asked for
RATES = {"cpu-1800": Wanted(1_800 * _HOURS), "cpu-100k": Wanted(100_000 * _HOURS)}


def measure(run: Run) -> Iterator[Seen]:
    """All at once, since what is taken of a core does not depend on who else takes of it, or hardly."""
    with ExitStack() as stack:
        wanted = {row: floor for row, floor in RATES.items() if run.wants(row)}
        for floor in wanted.values():
            run.draw(floor)
        lines = {row: stack.enter_context(desk.console(run.floor(floor))) for row, floor in wanted.items()}
        for line in lines.values():
            run.settle(line)
        time.sleep(run.many(60, 5))  # meanwhile namesakes are told apart, which a shift sees once
        used = {row: line.cpu() for row, line in lines.items()}
        began = time.monotonic()
        time.sleep(run.many(60, 10))
        took = time.monotonic() - began
        for row, line in lines.items():
            spent = line.cpu() - used[row]
            yield Seen(
                row, 100 * spent / took, f"{spent:.2f} s of {took:.0f} s, {run.floor(wanted[row]).calls:,} calls"
            )


SCENARIO = Scenario(tuple(RATES), measure)
