"""`python -m tests.trust.soak`: a week in virtual time and an hour of the real programs, while faults come and go.

The same seed, the same faults. Memory, descriptors and time of the processor must stay as they were, nothing may be
lost or told twice, and in the end what is shown must be what the floor lists.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median

from dialer_tui.simulator.faults import KINDS, Fault, parse
from tests import virtual
from tests.trust import trial
from tests.trust.causes import Nothing
from tests.trust.rows import Row
from tests.trust.stage import Stage
from tests.trust.week import Report, live

_LOOKS = 5.0  # seconds between two looks at what the programs use
_OFTEN, _SHORTEST, _LONGEST = 40.0, 1.0, 20.0  # seconds between two faults, and of one
_GROWS = {"console": (1.10, 0), "watch": (1.10, 0)}
_BUDGET = 0.25  # of a processor, for the console on a floor of 1,800 calls an hour that is asked each second
_CALM = 30.0  # seconds at the end without faults
_LEFT_OUT = ("huge", "100")  # 80 MB an answer; and a refusal, which ends `watch`
_PAGE = os.sysconf("SC_PAGE_SIZE")
_TICK = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Use:
    """What a process has in use: MB, descriptors, threads, seconds of the processor so far."""

    memory: float
    descriptors: int
    threads: int
    processor: float


def use(pid: int) -> Use:
    """By the system's own account."""
    proc = Path(f"/proc/{pid}")
    fields = (proc / "stat").read_text().rpartition(")")[2].split()
    resident = int((proc / "statm").read_text().split()[1]) * _PAGE / 2**20
    used = (int(fields[11]) + int(fields[12])) / _TICK
    return Use(resident, len(os.listdir(proc / "fd")), int(fields[17]), used)


def plan(seed: int, seconds: float) -> list[Fault]:
    """What goes wrong in real time."""
    dice, at, found = random.Random(seed), 10.0, list[Fault]()
    names = [name for name in KINDS if name not in _LEFT_OUT]
    while at < seconds - _CALM:
        lasts = _SHORTEST * (_LONGEST / _SHORTEST) ** dice.random()
        found.append(parse(f"{dice.choice(names)}@{at:.1f}s+{lasts:.1f}s"))
        at += lasts + dice.expovariate(1 / _OFTEN)
    return found


def real(seed: int, minutes: float) -> list[str]:
    """The console on a terminal and `watch` for so long; what was not as it should be, and the last line what was."""
    seconds = minutes * 60
    row = Row("soak", "", Nothing(), words=("LIVE",))
    out = trial.Outcome("soak", seed)
    uses: dict[str, list[Use]] = {"console": [], "watch": []}
    with tempfile.TemporaryDirectory() as folder, Stage(Path(folder), seed, floor={"hostile": True}) as stage:
        began, faults = stage.server.elapsed(), plan(seed, seconds)
        stage.server.faults = [
            Fault(one.name, one.kind, one.argument, one.start + began, one.duration) for one in faults
        ]
        pids = {"console": stage.console.process.pid, "watch": stage.watch.process.pid}
        keys, next_look = random.Random(seed), time.monotonic()
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            stage.console.read(0.2)
            if time.monotonic() >= next_look:
                next_look += _LOOKS
                for name, pid in pids.items():
                    uses[name].append(use(pid))
                stage.console.send(*keys.choices(["down", "up", "pgdn", "2", "1", "3", "s", "esc", "home", "r"], k=2))
                stage.console.raw = stage.console.raw[-1_000_000:]
        stage.console.send("esc", "esc", "esc", "r")
        try:
            trial._recover(row, stage, out)
            trial._count(row, stage, out)
            trial._leave(stage, out)
        except AssertionError as error:
            out.failed.append(str(error))
    wrong = [*out.failed, *_grown(uses)]
    told = "; ".join(
        f"{name}: {seen[0].memory:.0f} to {seen[-1].memory:.0f} MB, {seen[-1].descriptors} descriptors, "
        f"{_busy(seen):.1%} of a processor"
        for name, seen in uses.items()
    )
    print(f"{minutes:g} minutes of console and watch, {len(faults)} faults: {out.shown} calls, {out.lost} lost, "
          f"{out.doubled} told twice; {told}")  # fmt: skip
    return wrong


def _busy(seen: list[Use]) -> float:
    """The share of a processor, from the first look to the last."""
    return (seen[-1].processor - seen[0].processor) / (max(len(seen) - 1, 1) * _LOOKS)


def _grown(uses: dict[str, list[Use]]) -> list[str]:
    """What grew: between the second eighth of the time and the last."""
    wrong = []
    for name, seen in uses.items():
        part = max(len(seen) // 8, 1)
        early, late = seen[part : 2 * part] or seen, seen[-part:]
        for what in ("memory", "descriptors", "threads"):
            was, is_ = (median(getattr(one, what) for one in some) for some in (early, late))
            if is_ > was * (_GROWS[name][0] if what == "memory" else 1) + (2 if what != "memory" else 0):
                wrong.append(f"{name}: {what} grew from {was:.1f} to {is_:.1f}")
    if _busy(uses["console"]) > _BUDGET:
        wrong.append(f"the console took {_busy(uses['console']):.0%} of a processor")
    return wrong


def week(seed: int, hours: int, file: Path) -> None:
    """Live it, and write what was seen."""

    def each(report: Report, hour: int) -> None:
        if hour % 24 == 0:
            print(f"day {hour // 24}: {report.calls} calls; {report.wrong or 'well'}", file=sys.stderr, flush=True)

    file.write_text(json.dumps(asdict(virtual.run(live(seed, hours, each)))))


def main() -> int:
    """Both at once; a line each. 0 where all was as it should be."""
    parser = argparse.ArgumentParser(prog="python -m tests.trust.soak", description="A week of faults.")
    parser.add_argument("--seed", type=int, default=7, metavar="N", help="other faults, another floor (7)")
    parser.add_argument("--hours", type=int, default=168, metavar="N", help="of virtual time (168)")
    parser.add_argument("--minutes", type=float, default=60, metavar="N", help="of real time (60)")
    parser.add_argument("--week", type=Path, metavar="FILE", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.week:
        week(given.seed, given.hours, given.week)
        return 0
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "week"
        argv = [sys.executable, "-m", "tests.trust.soak", "--seed", str(given.seed), "--hours", str(given.hours)]
        process = subprocess.Popen([*argv, "--week", str(file)])
        try:
            wrong = real(given.seed, given.minutes)
            process.wait()
            report = Report(**json.loads(file.read_text()))
        finally:
            process.kill()
    day = min(24, report.hours // 3)
    print(f"{report.hours} virtual hours, {report.faults} faults: {report.calls} calls, each new once, "
          f"{report.looks} times equal to the floor's list; blocks of memory {median(report.blocks[day:2 * day]):,.0f} "
          f"to {median(report.blocks[-day:]):,.0f}, {report.descriptors[-1]} descriptors, "
          f"{median(report.seconds):.1f} s of the processor an hour")  # fmt: skip
    wrong += report.wrong
    print("\n".join(wrong) or "all as it should be")
    return min(len(wrong), 1)


if __name__ == "__main__":
    sys.exit(main())
