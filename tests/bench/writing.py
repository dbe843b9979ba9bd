"""`e` in a console with 100,000 calls: how long a file takes, how long a key waits meanwhile, and how much it grows."""

from __future__ import annotations

import csv
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from tests.bench import process
from tests.bench.floor import Wanted
from tests.bench.line import Line
from tests.bench.run import Run, Scenario, Seen, ms

_LIMIT = 60.0  # seconds
_DAY = Wanted(108_000, window=24 * 3600, still=True)  # 100,000 of them in the window


def ours(line: Line, path: Path) -> tuple[float, float, float]:
    """Seconds until a file is there, what the longest key meanwhile took beyond the longest without it, and MB that the
    process grew at most."""
    idle = max(one_key(line) for _ in range(20))
    line.press("e", quiet=0.2)
    line.press("c", quiet=0.2)
    line.press("\x15", quiet=0.1)  # ctrl+u
    for char in str(path):
        line.send(char)
    line.quiet(0.2)
    before, keys, most = process.resident(line.pid), list[float](), 0.0
    began = time.monotonic()
    line.send("enter")
    while not path.exists():
        assert time.monotonic() < began + _LIMIT, line.text
        keys.append(one_key(line))
        most = max(most, process.resident(line.pid))
    took = time.monotonic() - began
    line.press("home", quiet=0.3)
    return took, max(max(keys) - idle, 0.0), most - before


def one_key(line: Line) -> float:
    """Seconds from a key to the first of what it brings; as fast as a key that is held down."""
    time.sleep(0.03)
    return line.press("down", quiet=0.005, patience=5).first or 0.0


def theirs(path: Path, copy: Path) -> float:
    """Seconds that csv.writer takes for the same rows, which are there already as texts."""
    with path.open(newline="") as file:
        rows = list(csv.reader(file))
    began = time.monotonic()
    with copy.open("w", newline="") as out:
        csv.writer(out, lineterminator="\n").writerows(rows)
    took = time.monotonic() - began
    assert copy.read_bytes() == path.read_bytes(), "the rows are not the same"
    return took


def measure(run: Run) -> Iterator[Seen]:
    """In turns, medians; keys are pressed all the while."""
    line, times, plain, keys, grown = run.console(_DAY), list[float](), list[float](), list[float](), list[float]()
    with tempfile.TemporaryDirectory() as folder:
        for turn in range(run.many(3, 1)):
            path = Path(folder) / f"{turn}.csv"
            took, key, more = ours(line, path)
            times.append(took)
            keys.append(key)
            grown.append(more)
            plain.append(theirs(path, Path(folder) / "copy.csv"))
        calls = path.read_bytes().count(b"\n") - 1
    note = f"{median(times):.2f} s / {median(plain):.2f} s, {calls:,} calls"
    yield Seen("export-csv", median(times) / median(plain), note)
    yield Seen("export-csv-key", max(keys) * 1000, ", ".join(map(ms, keys)))
    yield Seen("export-csv-memory", max(grown), ", ".join(f"{more:.1f} MB" for more in grown))


SCENARIO = Scenario(("export-csv", "export-csv-key", "export-csv-memory"), measure, works=(_DAY,))
