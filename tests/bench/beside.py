"""`python -m tests.bench.beside`: the console beside VisiData and lnav, for information; those that are installed.

The same 100,000 calls: the console has them from a simulated floor, the others from a file, CSV for VisiData and JSON
lines for lnav, as is usual with each. lnav begins at the end of its file: the newest call stands there, and its keys go
up. Keys are measured as the console's are (moving.py).
"""

from __future__ import annotations

import csv
import json
import shutil
import tempfile
import time
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from random import Random
from statistics import median
from typing import Any

from dialer_tui.simulator.world import World
from tests.bench import desk, process
from tests.bench.floor import per_hour
from tests.bench.line import Line
from tests.bench.moving import press
from tests.bench.run import FILLED, LARGE, QUIET, Run, ms, percentile
from tests.conftest import FLOOR_TIME

_ASKED = 3 * 3600
_STEPS, _PAGES = 120, 30


@dataclass(frozen=True)
class Viewer:
    """A program: how it is called, and its keys."""

    name: str
    argv: tuple[str, ...]
    step: str
    page: str


VIEWERS = (
    Viewer("VisiData", ("vd", "--motd-url=", "calls.csv"), "j", "pgdn"),
    Viewer("lnav", ("lnav", "-q", "calls.jsonl"), "k", "pgup"),
)


def records() -> list[dict[str, Any]]:
    """100,000 calls of a floor, the newest first, as the console shows them."""
    world = World(
        seed=7, agents=120, calls_per_hour=per_hour(LARGE.calls, _ASKED, FLOOR_TIME), start=FLOOR_TIME, kept=200_000
    )
    found = world.records(FLOOR_TIME - _ASKED, FLOOR_TIME, FLOOR_TIME)
    return [{"callID": record.id, **json.loads(record.body)} for record in reversed(found)]


def write(folder: Path) -> str:
    """The two files; what the first call's ID is."""
    made = records()
    with (folder / "calls.csv").open("w", newline="") as file:
        writer = csv.DictWriter(file, made[0].keys())
        writer.writeheader()
        writer.writerows(made)
    (folder / "calls.jsonl").write_text(
        "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in reversed(made))
    )
    return str(made[0]["callID"])


def measured(line: Line, step: str, page: str) -> dict[str, str]:
    """Cursor steps and pages of a program that has loaded everything, and its memory."""
    end = time.monotonic() + 120
    while time.monotonic() < end:
        used = line.cpu()
        line.listen(1.0)
        if line.cpu() - used < FILLED:
            break
    dice, steps, pages = Random(1), list[float](), list[float]()
    for _ in range(_STEPS):
        press(line, step, dice, steps)
    for _ in range(_PAGES):
        press(line, page, dice, pages)
    return {
        "step p50": ms(median(steps)),
        "step p99": ms(percentile(steps, 99)),
        "page p50": ms(median(pages)),
        "memory": f"{process.resident(line.pid):.0f} MB",
    }


def viewer(what: Viewer, folder: Path, first: str) -> dict[str, str] | None:
    """One of the others; None where it is not installed."""
    program = shutil.which(what.argv[0])
    if program is None:
        return None
    argv = [program, *(str(folder / word) if word.startswith("calls.") else word for word in what.argv[1:])]
    starts = []
    for _ in range(3):
        with Line(argv, desk.environ(folder)) as line:
            starts.append(line.when(first, line.started, 60))
    with Line(argv, desk.environ(folder)) as line:
        return {"start": ms(median(starts)), **measured(line, what.step, what.page)}


def console(run: Run) -> dict[str, str]:
    """Ours."""
    floor, starts = run.floor(LARGE), []
    for _ in range(3):
        with desk.console(floor) as line:
            starts.append(line.when(desk.ROW, line.started, 60))
    with desk.console(floor, QUIET) as line:
        return {"start": ms(median(starts)), **measured(line, "down", "pgdn")}


def main() -> None:
    """Measure those that are there, and print them side by side."""
    run = Run()
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        stack.callback(run.close)
        first = write(Path(folder))
        found: dict[str, Mapping[str, str]] = {"dialer-tui": console(run)}
        for what in VIEWERS:
            seen = viewer(what, Path(folder), first)
            if seen is not None:
                found[what.name] = seen
    heads = list(found["dialer-tui"])
    print("| | " + " | ".join(heads) + " |\n|" + "---|" * (len(heads) + 1))
    for name, seen in found.items():
        print(f"| {name} | " + " | ".join(seen[head] for head in heads) + " |")


if __name__ == "__main__":
    main()
