"""Bytes by gesture: a console on a still floor, a gesture, and what came. The same every time."""

from __future__ import annotations

import socket
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.bench import desk
from tests.bench.line import COLUMNS, ROWS, Line

_QUIET = 0.15  # seconds: a frame is at most 17 ms after its cause, a second one as much later
_SOON = 0.05  # the same where it has been said that the frame is on its way
_SILENT = 1.0  # a key that has sent nothing by then sends nothing
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
        self._heard()
        self.quiet(_QUIET)
        self.say("calls")
        self.first = self.size

    def say(self, what: str, number: int = 1) -> int:
        """Something happens on the floor; how many bytes that sent."""
        had = self.size
        self.ask(what, number)
        self.quiet(_SOON if what == "tick" else _QUIET)
        return self.size - had

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
        """Keys are pressed; how many bytes that sent."""
        return sum(self.press(key, quiet=_QUIET, patience=_SILENT).size for key in keys)


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
