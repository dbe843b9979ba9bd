"""A pseudo-terminal with somebody in front of it: the program's real bytes, drawn by pyte."""

from __future__ import annotations

import os
import select
import signal
import time
from collections.abc import Callable, Mapping, Sequence

import ptyprocess
import pyte

KEYS = {
    "down": "\x1b[B",
    "up": "\x1b[A",
    "right": "\x1b[C",
    "left": "\x1b[D",
    "home": "\x1b[H",
    "enter": "\r",
    "esc": "\x1b",
    "tab": "\t",
}


class Screen(pyte.Screen):
    """pyte drops the rest of a text after a character of no width; a terminal drops the character alone."""

    def draw(self, data: str) -> None:
        for char in data:
            super().draw(char)


class Terminal:
    """A process on a terminal of `columns` × `rows`. `raw` is every byte it sent."""

    def __init__(self, argv: Sequence[str], env: Mapping[str, str], columns: int = 80, rows: int = 24) -> None:
        self.screen = Screen(columns, rows)
        self._stream = pyte.ByteStream(self.screen)
        self.raw = b""
        self.process = ptyprocess.PtyProcess.spawn(list(argv), env=dict(env), dimensions=(rows, columns))

    def read(self, seconds: float) -> bool:
        """Draw what comes within so many seconds; False at the end of the output."""
        if not select.select([self.process.fd], [], [], seconds)[0]:
            return True
        try:
            data = os.read(self.process.fd, 65_536)
        except OSError:  # Linux says so when the other side is closed
            return False
        self.raw += data
        self._stream.feed(data)
        return bool(data)

    def settle(self, quiet: float = 0.3, limit: float = 10) -> None:
        """Read until nothing has come for a while."""
        end = time.monotonic() + limit
        while time.monotonic() < end:
            had = len(self.raw)
            if not self.read(quiet) or len(self.raw) == had:
                return

    def until(self, seen: Callable[[str], object], limit: float = 20) -> str:
        """Read until the screen's text meets a condition; fails with the screen when it does not."""
        end = time.monotonic() + limit
        while not seen(self.text):
            alive = self.read(0.1)
            if time.monotonic() > end or not alive:
                raise AssertionError(f"not seen within {limit} s; the screen was\n{self.text}")
        return self.text

    def send(self, *keys: str) -> None:
        """Press keys: names of KEYS, or text."""
        for key in keys:
            self.process.write(KEYS.get(key, key).encode())

    @property
    def lines(self) -> list[str]:
        """The screen's lines."""
        return [line.rstrip() for line in self.screen.display]

    @property
    def text(self) -> str:
        """The screen as text."""
        return "\n".join(self.lines)

    def resize(self, columns: int, rows: int) -> None:
        """Give it another size, as somebody does who pulls at its window's edge."""
        self.process.setwinsize(rows, columns)
        self.screen.resize(rows, columns)

    def kill(self, number: int) -> None:
        """Send the process a signal."""
        os.kill(self.process.pid, number)

    def end(self, limit: float = 10) -> int:
        """Read to the end; the exit code, or 128 + the signal that ended it."""
        end = time.monotonic() + limit
        while self.process.isalive():
            if time.monotonic() > end:
                raise AssertionError(f"still running after {limit} s; the screen was\n{self.text}")
            self.read(0.05)
        while self.read(0):
            if not select.select([self.process.fd], [], [], 0)[0]:
                break
        if self.process.signalstatus is not None:
            return 128 + int(self.process.signalstatus)
        return int(self.process.exitstatus)

    def close(self) -> None:
        """Make sure nothing is left of it."""
        if self.process.isalive():
            os.kill(self.process.pid, signal.SIGKILL)
        self.process.close(force=True)
