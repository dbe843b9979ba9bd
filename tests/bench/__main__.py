"""`python -m tests.bench [--quick] [--only NAME…] [--json FILE] [--record]`: measure, and print the table."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from pathlib import Path

from tests.bench import record, scenarios, table
from tests.bench.budgets import BUDGETS, BY_NAME
from tests.bench.run import Run, Seen


def main() -> int:
    """Run the scenarios. 0 when every budget is met, else 1."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description="How fast, large and chatty it is.")
    parser.add_argument("--quick", action="store_true", help="under a minute: fewer samples, no slow rows")
    parser.add_argument("--only", nargs="+", metavar="NAME", help="rows by name, or the begin of their names")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write what was seen there, too")
    parser.add_argument("--record", action="store_true", help="write it into README.md and beside the budgets, too")
    parser.add_argument(
        "--filter", default="", metavar="TEXT", help="with this filter on, where calls are there already"
    )
    parser.add_argument("--list", action="store_true", help="the rows and their budgets, nothing measured")
    given = parser.parse_args()
    if given.list:
        for budget in BUDGETS:
            print(f"{budget.name:<16} {budget.words} ({budget.unit}){' slow' * budget.slow}")
        return 0
    names = [budget.name for budget in BUDGETS]
    wanted = [name for name in names if any(name.startswith(begin) for begin in given.only or ())]
    if given.record and given.filter:
        parser.error("what is recorded is without a filter")
    if given.only and not wanted:
        parser.error(f"no such row; there are: {', '.join(names)}")
    found, failed = measure(Run(given.quick, wanted, given.filter))
    print(table.plain(found))
    if given.record:
        record.record(found)
    if given.json:
        given.json.write_text(json.dumps({name: [seen.value, seen.note] for name, seen in found.items()}, indent=1))
    return 0 if not failed and all(table.met(BY_NAME[name], seen) for name, seen in found.items()) else 1


def measure(run: Run) -> tuple[dict[str, Seen], int]:
    """What was seen, by the row's name; how many scenarios could not be played to their end."""
    found: dict[str, Seen] = {}
    failed = 0
    try:
        for scenario in scenarios.ALL:
            if not run.wants(*scenario.rows):
                continue
            run.keep(scenario.works)
            began = time.monotonic()
            try:
                for seen in scenario.measure(run):
                    if run.wants(seen.name):
                        found[seen.name] = seen
            except (AssertionError, subprocess.CalledProcessError) as error:
                failed += 1
                print(f"{scenario.rows[0]} …: {error}", file=sys.stderr)
            print(f"{scenario.rows[0]} …: {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)
    finally:
        run.close()
    return found, failed


if __name__ == "__main__":
    raise SystemExit(main())
