"""The console on a floor that stands still: what happens, and when, is said over a socket. So its bytes can be counted.

Run as a program: `python -m tests.bench.still FD [calls]`. The floor is the simulated one, at one moment; only the feed
is replaced, and the clock with it. Each line read from FD is a thing to do; when it is done, it is said back.
"""

from __future__ import annotations

import asyncio
import os
import sys
import time
from collections.abc import Callable
from itertools import count, islice
from pathlib import Path

import msgspec

from dialer_tui.config import Settings
from dialer_tui.floor.changes import Changes, Entry, Update
from dialer_tui.ui import app
from dialer_tui.ui.app import Console
from tests import frozen
from tests.bench import settling
from tests.conftest import FLOOR_TIME
from tests.ui import fakes


class Still(Console):
    """A console that does what it is told by FD."""

    CSS_PATH = Path(app.__file__).with_name("screens") / "layout.tcss"  # Textual would look for it beside this file

    def __init__(self, control: int, calls: int | None, settings: Settings) -> None:
        self.fake = fakes.FakeFeed()
        super().__init__(self.fake, settings)  # type: ignore[arg-type]  # as the tests' own consoles have it
        self.driver_class = settling.Counting
        self._control = control
        self._rest = b""
        self._numbers = count()
        self._lists, found = frozen.floor()
        there = sorted(found[0].existing, key=lambda entry: -entry.listed)
        self._entries: list[Entry] = there[:calls]
        self._longest = 0.0
        self._does: dict[str, Callable[[int], object]] = {
            "calls": self._calls,
            "new": self._new,
            "change": self._change,
            "tick": self._tick,
            "watch": lambda _: self.run_worker(self._watch()),
            "longest": lambda _: self._longest,
        }

    def start_feed(self) -> None:
        super().start_feed()
        asyncio.get_running_loop().add_reader(self._control, self._told)
        os.write(self._control, b"ready\n")

    def _told(self) -> None:
        *lines, self._rest = (self._rest + os.read(self._control, 4096)).split(b"\n")
        for line in lines:
            name, number = line.decode().split()
            if name == "settle":
                self.run_worker(self._settle(int(number)))
                continue
            said = self._does[name](int(number))
            self.call_after_refresh(
                os.write, self._control, f"{said if isinstance(said, float) else 'done'}\n".encode()
            )

    async def _settle(self, heard: int) -> None:
        """Say how many bytes have been sent, once all has been that comes of so many keys and of what happened."""
        os.write(self._control, f"{await settling.settled(self, heard)}\n".encode())

    def _calls(self, _: int) -> None:
        self.fake.say(self._lists, Changes(existing=self._entries))

    def _new(self, many: int) -> None:
        """So many new calls, each listed now."""
        for _ in range(many):
            like = self._entries[next(self._numbers) % len(self._entries)].call
            call = msgspec.structs.replace(
                like, id=f"9{next(self._numbers):08}", date=int(self.fake.time) - (like.total or 0)
            )
            entry = Entry(call, self.fake.time, self.fake.time, True)
            self.fake.say(Changes(new=[entry]))

    def _change(self, nth: int) -> None:
        """The nth call that somebody took talked a second longer, which changes one digit."""
        taken = (entry for entry in map(self.state.view.__getitem__, count()) if 0 < (entry.call.talk or 0) % 10 < 8)
        entry = next(islice(taken, nth, None))
        after = entry.changed(msgspec.structs.replace(entry.call, talk=(entry.call.talk or 0) + 1))
        self.fake.say(Changes(updated=[Update(after, entry.call)]))

    def _tick(self, seconds: int) -> None:
        self.fake.time += seconds
        self.tick()

    async def _watch(self) -> None:
        """A timer of 20 ms, and the longest that it ever took."""
        while True:
            began = time.monotonic()
            await asyncio.sleep(0.02)
            self._longest = max(self._longest, time.monotonic() - began - 0.02)


def main() -> None:
    """Open it on this terminal."""
    fd, *calls = sys.argv[1:]
    environ = {"DIALER_TUI_CONFIG": os.environ.get("DIALER_TUI_CONFIG", "")}
    assert fakes.NOW == FLOOR_TIME
    settling.stop_watches()
    still = Still(int(fd), int(calls[0]) if calls else None, fakes.settings(**environ))
    still.run()
    if still.last_words:
        sys.exit(still.last_words)


if __name__ == "__main__":
    main()
