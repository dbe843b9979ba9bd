"""Memory of a console with 100,000 calls."""

from __future__ import annotations

from collections.abc import Iterator

from tests.bench import process
from tests.bench.run import LARGE, Run, Scenario, Seen


def measure(run: Run) -> Iterator[Seen]:
    """Resident, and with what is shared counted in parts."""
    line = run.console(LARGE)
    line.listen(run.many(15, 3))  # a few polls more
    size = process.resident(line.pid)
    yield Seen("memory-100k", size, f"PSS {process.proportional(line.pid):.0f} MB")


SCENARIO = Scenario(("memory-100k",), measure, works=(LARGE,))
