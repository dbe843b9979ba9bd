"""A simulated floor whose asked range holds so many calls: a server process that has drawn them all when it is there."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from dataclasses import dataclass

from dialer_tui.simulator.load import CURVE, DAY
from dialer_tui.simulator.server import Server
from dialer_tui.simulator.world import World

HOUR = 3600
LOOK_BACK = 2 * HOUR


def per_hour(calls: int, asked: int, now: float) -> float:
    """Calls an hour, on the day's average, of a floor that had so many in the `asked` seconds before `now`."""
    end = int(now) // 60
    share = sum(CURVE[minute % DAY // 15] for minute in range(end - asked // 60, end)) / 60
    return calls / share


@dataclass(frozen=True)
class Wanted:
    """A floor: calls in the asked range, the window in seconds, how many times faster than ours its clock runs."""

    calls: int
    window: int = HOUR
    speed: float = 1.0
    still: bool = False


class Floor:
    """The server process of a floor. `calls` is how many it listed in the asked range when it began."""

    def __init__(self, wanted: Wanted) -> None:
        self.wanted = wanted
        argv = [sys.executable, "-m", "tests.bench.floor", str(wanted.calls), str(wanted.window), str(wanted.speed)]
        self._process = subprocess.Popen(
            [*argv, *(["--still"] if wanted.still else [])], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self.env: dict[str, str] = {}
        self.calls = 0

    def ready(self) -> Floor:
        """Wait until it serves."""
        if not self.env:
            assert self._process.stdout is not None
            said = json.loads(self._process.stdout.readline())
            self.env, self.calls = said["env"], said["calls"]
        return self

    def asked(self) -> int:
        """How many requests have come so far."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write("asked\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())

    def close(self) -> None:
        """End it."""
        self._process.terminate()
        self._process.wait()


def main() -> None:
    """Draw, serve, say for each line of stdin how many requests have come; end with stdin."""
    parser = argparse.ArgumentParser()
    parser.add_argument("calls", type=int)
    parser.add_argument("window", type=int)
    parser.add_argument("speed", type=float)
    parser.add_argument("--still", action="store_true")
    wanted = parser.parse_args()
    asked = wanted.window + LOOK_BACK
    now = time.time()
    world = World(
        seed=7,
        agents=120,
        calls_per_hour=per_hour(wanted.calls, asked, now),
        speed=wanted.speed,
        start=now,
        freeze=0 if wanted.still else float("inf"),
        kept=2 * wanted.calls + 100_000,
    )
    drawn = len(world.records(world.now() - asked, world.now() + 300))
    with Server(world) as server:
        env = {
            "DIALER_TUI_URL": server.url,
            "DIALER_TUI_AFFILIATE_ID": world.affiliate_id,
            "DIALER_TUI_AFFILIATE_KEY": world.affiliate_key,
        }
        print(json.dumps({"env": env, "calls": drawn}), flush=True)
        for _ in sys.stdin:
            print(server.api.asked, flush=True)


if __name__ == "__main__":
    main()
