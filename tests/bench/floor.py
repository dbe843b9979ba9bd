"""A simulated floor whose asked range holds so many calls: a server process that has drawn them before it serves."""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass

from dialer_tui.simulator.answers import Api, Behaviour
from dialer_tui.simulator.load import CURVE, DAY
from dialer_tui.simulator.server import Server
from dialer_tui.simulator.world import Listed, World

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
    """The server process of a floor. `calls` is how many it listed in the asked range when it began.

    `word` is one that a call in 50 has in its texts, or nearly: a share `share` of them.
    """

    def __init__(self, wanted: Wanted) -> None:
        self.wanted = wanted
        argv = [sys.executable, "-m", "tests.bench.floor", str(wanted.calls), str(wanted.window), str(wanted.speed)]
        self._process = subprocess.Popen(
            [*argv, *(["--still"] if wanted.still else [])], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self.env: dict[str, str] = {}
        self.calls = 0
        self.word, self.share = "", 0.0

    def ready(self) -> Floor:
        """Wait until it serves."""
        if not self.env:
            assert self._process.stdout is not None
            said = json.loads(self._process.stdout.readline())
            self.env, self.calls = said["env"], said["calls"]
            self.word, self.share = said["word"], said["share"]
        return self

    def asked(self) -> int:
        """How many requests have come so far."""
        return len(self._tell("all"))

    def bodies(self) -> list[str]:
        """The bodies of the requests that have come since this was last asked."""
        return self._tell("new")

    def _tell(self, which: str) -> list[str]:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{which}\n")
        self._process.stdin.flush()
        said: list[str] = json.loads(self._process.stdout.readline())
        return said

    def close(self) -> None:
        """End it."""
        self._process.terminate()
        self._process.wait()


class Noted(Api):
    """The API, and what it was asked."""

    def __init__(self, world: World, behaviour: Behaviour) -> None:
        super().__init__(world, behaviour)
        self._bodies: list[str] = []
        self._told = 0

    def answer(self, body: bytes) -> bytes | list[Listed]:
        """Note and answer."""
        self._bodies.append(body.decode())
        return super().answer(body)

    def tell(self, which: str) -> list[str]:
        """The bodies of "all" requests so far, or of the "new" ones since it was told last."""
        told, self._told = self._told, len(self._bodies)
        return self._bodies[told if which == "new" else 0 :]


def _rare(drawn: Sequence[Listed]) -> tuple[str, float]:
    """The word, or begin of one, of the names that comes nearest to being in a call of 50, and in how many it is."""
    sample = [record.body.decode() for record in drawn[:: max(len(drawn) // 5_000, 1)]]
    whole = {word for body in sample for word in re.findall(r'Name":"[^"]*\b([A-Z][a-z]{2,})', body)}
    words = {word[:length] for word in whole for length in range(3, len(word) + 1)}
    sample = [body.casefold() for body in sample]
    shares = {word.casefold(): sum(word.casefold() in body for body in sample) / len(sample) for word in words}
    return min(shares.items(), key=lambda pair: (abs(pair[1] - 0.02), pair[0]), default=("", 0.0))


def main() -> None:
    """Draw, serve, say for each line of stdin what was asked; end with stdin."""
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
    drawn = world.records(world.now() - asked, world.now() + 300)
    word, share = _rare(drawn)
    server = Server(world)
    server.api = noted = Noted(world, server.behaviour)
    with server:
        env = {
            "DIALER_TUI_URL": server.url,
            "DIALER_TUI_AFFILIATE_ID": world.affiliate_id,
            "DIALER_TUI_AFFILIATE_KEY": world.affiliate_key,
        }
        print(json.dumps({"env": env, "calls": len(drawn), "word": word, "share": share}), flush=True)
        for line in sys.stdin:
            print(json.dumps(noted.tell(line.strip())), flush=True)


if __name__ == "__main__":
    main()
