"""Bytes by gesture: a console on a still floor, a gesture, and what came. The same every time."""

from __future__ import annotations

import socket
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.bench import desk
from tests.bench.line import COLUMNS, ROWS, Line

_PATIENCE = 10.0


class Scripted(Line):
    """The console on a still floor. `first`: the bytes until all its calls were on the screen."""

    def __init__(
        self,
        control: socket.socket,
        theirs: socket.socket,
        env: dict[str, str],
        size: tuple[int, int],
        calls: int | None,
    ) -> None:
        argv = [sys.executable, "-m", "tests.bench.still", str(theirs.fileno()), *([str(calls)] if calls else [])]
        super().__init__(argv, env, *size, pass_fds=[theirs.fileno()])
        theirs.close()  # so that its end is heard of
        control.settimeout(_PATIENCE)
        self._control = control.makefile("rw")
        self._pressed = 0
        self._heard()
        self.settle()
        self.say("calls")
        self.first = self.size

    def say(self, what: str, number: int = 1) -> int:
        """Something happens on the floor; how many bytes that sent."""
        had = self.size
        self.ask(what, number)
        return self.settle() - had

    def settle(self) -> int:
        """Wait until all has come that the console is going to send; how many bytes it has sent since its start."""
        sent, end = int(self.ask("settle", self._pressed)), time.monotonic() + _PATIENCE
        while self.size < sent and time.monotonic() < end:
            self.read(0.1)
        if self.size != sent:
            raise AssertionError(f"{sent} bytes were sent, {self.size} came")
        return sent

    def ask(self, what: str, number: int = 1) -> str:
        """Something happens; what is said back."""
        self._control.write(f"{what} {number}\n")
        self._control.flush()
        return self._heard()

    def _heard(self) -> str:
        try:
            said = self._control.readline().strip()
        except TimeoutError:
            said = ""
        if not said:
            self.listen(1)
            raise AssertionError(f"the console does not answer; the screen is\n{self.text}")
        return said

    def key(self, *keys: str) -> int:
        """Keys are pressed, one after the other; how many bytes that sent."""
        had = self.size
        for key in keys:
            self.send(key)
            self._pressed += 1
            self.settle()
        return self.size - had


@contextmanager
def still(config: str = "", size: tuple[int, int] = (COLUMNS, ROWS), calls: int | None = None) -> Iterator[Scripted]:
    """The console on a still floor with so many calls (None: 600)."""
    mine, theirs = socket.socketpair()
    with tempfile.TemporaryDirectory() as home, mine, theirs:
        path = Path(home) / "config.toml"
        path.write_text(config)
        theirs.set_inheritable(True)
        env = desk.environ(Path(home), {"DIALER_TUI_CONFIG": str(path)})
        with Scripted(mine, theirs, env, size, calls) as scripted:
            yield scripted
