"""Start to first calls on screen, beside the bare app."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median

from tests.bench import bare, desk
from tests.bench.floor import Floor
from tests.bench.run import LARGE, SMALL, Run, Scenario, Seen, ms


def first_calls(floor: Floor) -> float:
    """Seconds from the start of the program to the frame with its first calls."""
    with desk.console(floor) as line:
        return line.when(desk.ROW, line.started, 30)


def first_paint() -> float:
    """The same of the bare app's label."""
    with desk.opened("tests.bench.bare") as line:
        return line.when(bare.WORD, line.started, 30)


def measure(run: Run) -> Iterator[Seen]:
    """In turns, so that whatever else the machine does hits all alike."""
    floors = {
        name: run.floor(wanted) for name, wanted in (("start-1k", SMALL), ("start-100k", LARGE)) if run.wants(name)
    }
    first_paint()  # from the disk
    bares: list[float] = []
    took: dict[str, list[float]] = {name: [] for name in floors}
    for _ in range(run.many(9, 3)):
        bares.append(first_paint())
        for name, floor in floors.items():
            took[name].append(first_calls(floor))
    for name, values in took.items():
        yield Seen(name, median(values) / median(bares), f"{ms(median(values))} / {ms(median(bares))}")


SCENARIO = Scenario(("start-1k", "start-100k"), measure)
