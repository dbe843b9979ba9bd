"""`python -m tests.trust.faults`: every fault against the console and `watch`, as a Markdown table.

Each trial is a process of its own. What is done is kept in a folder, and not done again: it can be stopped and resumed.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from tests.trust import markdown
from tests.trust.rows import ROWS, Row
from tests.trust.trial import Outcome

_LIMIT = 400  # seconds of a trial
_OWN_MOUNTS = ["unshare", "--mount"]


@dataclass(frozen=True)
class Trial:
    """A row with a seed, and the file that holds what came of it."""

    row: Row
    seed: int
    file: Path

    def play(self) -> Outcome:
        """Play it in a process of its own, unless that was done before."""
        if not self.file.exists():
            argv = [sys.executable, "-m", "tests.trust.trial", self.row.name, str(self.seed), str(self.file)]
            try:
                done = subprocess.run(
                    [*(_OWN_MOUNTS if self.row.mounts else ()), *argv], capture_output=True, timeout=_LIMIT, check=False
                )
                why = done.stderr.decode()[-2_000:]
            except subprocess.TimeoutExpired:
                why = f"it was not over within {_LIMIT} s"
            if not self.file.exists():
                return Outcome(self.row.name, self.seed, failed=[f"it broke off: {why}"])
        return Outcome(**json.loads(self.file.read_text()))


def mounts_allowed() -> bool:
    """Whether a process may have mounts of its own here, which some rows need."""
    try:
        return subprocess.run([*_OWN_MOUNTS, "true"], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def run(trials: Iterable[Trial], at_once: int) -> list[Outcome]:
    """Play so many at once; a line each as it is over."""

    def play(trial: Trial) -> Outcome:
        outcome = trial.play()
        said = "; ".join(outcome.failed) or "as it should be"
        print(f"{trial.row.name} {trial.seed}: {said} ({outcome.seconds:.0f} s)", file=sys.stderr, flush=True)
        return outcome

    pool = ThreadPoolExecutor(at_once)
    try:
        return list(pool.map(play, trials))
    finally:
        pool.shutdown(cancel_futures=True)


def main() -> int:
    """Play what is asked for and print the table: 0 when every trial went as its row says, else 1."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.trust.faults", description="Each fault, and what comes of it."
    )
    parser.add_argument("--seeds", type=int, default=5, metavar="N", help="trials of each fault (5)")
    parser.add_argument("--only", nargs="+", metavar="NAME", help="faults by name, or the begin of their names")
    parser.add_argument("--at-once", type=int, default=2, metavar="N", help="trials at a time (2)")
    parser.add_argument("--folder", type=Path, help="where results are kept, for the next time too")
    parser.add_argument("--again", action="store_true", help="also those that were not as they should be")
    parser.add_argument("--record", action="store_true", help="write the table into README.md, too")
    parser.add_argument("--list", action="store_true", help="the faults, nothing done")
    given = parser.parse_args()
    if given.list:
        print("".join(f"{row.name:<16} {row.how}\n" for row in ROWS), end="")
        return 0
    wanted = [row for row in ROWS if not given.only or any(row.name.startswith(name) for name in given.only)]
    if not wanted:
        parser.error("no such fault; --list names them")
    left_out = [] if mounts_allowed() else [row for row in wanted if row.mounts]
    folder: Path = given.folder or Path(tempfile.gettempdir()) / "dialer-tui-faults"
    folder.mkdir(parents=True, exist_ok=True)
    trials = [
        Trial(row, seed, folder / f"{row.name}-{seed}.json")
        for seed in range(1, given.seeds + 1)
        for row in wanted
        if row not in left_out
    ]
    if given.again:
        forget(trials)
    began = time.monotonic()
    outcomes = run(trials, given.at_once)
    for row in left_out:
        print(f"{row.name}: not done, it needs mounts of its own", file=sys.stderr)
    table = markdown.table(outcomes)
    print(table)
    took = time.monotonic() - began
    print(f"{len(outcomes)} trials, {given.at_once} at a time, in {took / 60:.0f} min", file=sys.stderr)
    if given.record:
        markdown.record(table)
    return 0 if not any(outcome.failed for outcome in outcomes) else 1


def forget(trials: Iterable[Trial]) -> None:
    """Those that failed are to be played again."""
    for trial in trials:
        if trial.file.exists() and trial.play().failed:
            trial.file.unlink()


if __name__ == "__main__":
    raise SystemExit(main())
