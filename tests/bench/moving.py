"""Keys that move: keystroke to last byte, beside the bare table, idle and while answers are merged."""

from __future__ import annotations

import time
from collections.abc import Iterator
from random import Random
from statistics import median

from tests.bench import desk
from tests.bench.line import Line
from tests.bench.run import FILLED, HUGE, LARGE, QUIET, SMALL, Run, Scenario, Seen, ms, percentile

BUSY = QUIET + '[poll]\ninterval = "1s"\nrecords_per_minute = 120_000\n'
_PAUSE = 0.01  # seconds behind a key's frame: what comes later is a poll's, or the clock's
_STEPS = 40  # rows that can be stepped without scrolling
KINDS = ("down", "scroll", "page", "jump")
Times = dict[str, list[float]]


def press(line: Line, key: str, dice: Random, into: list[float]) -> None:
    """One key at some moment, and how long until its last byte."""
    line.listen(0.02 + dice.random() * 0.02)
    if (last := line.press(key, quiet=_PAUSE).last) is not None:
        into.append(last)


def moves(line: Line, dice: Random, into: Times) -> None:
    """A round of each kind of move: cursor steps within the page, scrolling steps, pages, end and home."""
    line.press("home")
    for _ in range(_STEPS):
        press(line, "down", dice, into["down"])
    line.press("pgdn")
    for _ in range(10):
        press(line, "down", dice, into["scroll"])
    for _ in range(5):
        press(line, "pgdn", dice, into["page"])
    for _ in range(3):
        press(line, "end", dice, into["jump"])
        press(line, "home", dice, into["jump"])


def by_turns(rounds: int, *lines: Line) -> list[Times]:
    """Rounds on each in turn, so that whatever else the machine does hits all alike."""
    dice, found = Random(rounds), [{kind: list[float]() for kind in KINDS} for _ in lines]
    for _ in range(rounds):
        for line, times in zip(lines, found, strict=True):
            moves(line, dice, times)
    return found


def against_bare(run: Run) -> Iterator[Seen]:
    """100,000 calls beside the bare table."""
    with desk.opened("tests.bench.baretable", str(LARGE.calls)) as table:
        table.quiet(1.0)
        bare, ours = by_turns(run.many(8, 2), table, run.console(LARGE))
    for kind in KINDS:
        yield _ratio(f"{kind}-p50", median(ours[kind]), median(bare[kind]))
    yield _ratio("down-p99", percentile(ours["down"], 99), percentile(bare["down"], 99))


def against_small(run: Run) -> Iterator[Seen]:
    """A million calls beside a thousand."""
    small, huge = by_turns(8, run.console(SMALL), run.console(HUGE))
    for kind in KINDS:
        yield _ratio(f"{kind}-1m", median(huge[kind]), median(small[kind]))


def _ratio(name: str, ours: float, unit: float) -> Seen:
    return Seen(name, ours / unit, f"{ms(ours)} / {ms(unit)}")


# --- while answers are merged --------------------------------------------------------------------------------------


def _steps(line: Line, dice: Random, many: int) -> list[float]:
    """Cursor steps within the page."""
    took: list[float] = []
    for at in range(many):
        if at % _STEPS == 0:
            line.press("home")
        press(line, "down", dice, took)
    return took


def _while_filling(line: Line, dice: Random) -> list[float]:
    """Cursor steps until the console has next to nothing to do any more."""
    took: list[float] = []
    while len(took) < 2_000:
        began, used = time.monotonic(), line.cpu()
        took += _steps(line, dice, 20)
        if line.cpu() - used < FILLED * (time.monotonic() - began):
            return took
    return took


def merging(run: Run) -> Iterator[Seen]:
    """Steps while the first fill comes in, then idle, then with a merge of 2,000 records every second."""
    dice, floor = Random(1), run.floor(LARGE)
    filling: list[float] = []
    for _ in range(run.many(4, 1)):
        with desk.console(floor, QUIET) as line:
            line.when(desk.ROW, line.started, 30)
            filling += _while_filling(line, dice)
            run.settle(line)
            calm = percentile(_steps(line, dice, run.many(200, 80)), 99)
    yield _beyond("filling-p99", filling, calm)
    if not run.wants("merging-p99"):
        return
    with desk.console(floor, BUSY) as line:
        line.until(lambda text: "● LIVE" in text, 60)
        line.listen(5)
        run.narrow(line)
        end = time.monotonic() + run.many(20, 6)
        busy: list[float] = []
        while time.monotonic() < end:
            busy += _steps(line, dice, _STEPS)
    yield _beyond("merging-p99", busy, calm)


def _beyond(name: str, took: list[float], calm: float) -> Seen:
    found = percentile(took, 99)
    return Seen(name, (found - calm) * 1000, f"{ms(found)}, idle {ms(calm)}, {len(took)} keys")


KEYS = Scenario(("down-p50", "down-p99", "scroll-p50", "page-p50", "jump-p50"), against_bare, works=(LARGE,))
MILLION = Scenario(("down-1m", "scroll-1m", "page-1m", "jump-1m"), against_small, works=(SMALL, HUGE))
MERGING = Scenario(("filling-p99", "merging-p99"), merging)
