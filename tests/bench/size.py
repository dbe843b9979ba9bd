"""Memory: with 100,000 calls, and after hours."""

from __future__ import annotations

import time
from collections.abc import Iterator

from tests.bench import desk, process
from tests.bench.run import Run, Scenario, Seen
from tests.bench.starting import LARGE

FILLED = 0.3  # of a core: below it the fill behind LIVE has ended


def settle(line: desk.Line, limit: float = 120) -> None:
    """Wait until the console has had all that it asks for: it is live, and does next to nothing."""
    line.until(lambda text: "● LIVE" in text, limit)
    end = time.monotonic() + limit
    while time.monotonic() < end:
        before = line.cpu()
        line.listen(1.0)
        if line.cpu() - before < FILLED:
            return


def measure(run: Run) -> Iterator[Seen]:
    """Resident, and with what is shared counted in parts."""
    with desk.console(run.floor(LARGE)) as line:
        settle(line)
        line.listen(run.many(15, 6))  # a few polls more
        size = process.resident(line.pid)
        yield Seen("memory-100k", size, f"PSS {process.proportional(line.pid):.0f} MB")


SCENARIO = Scenario(("memory-100k",), measure)
