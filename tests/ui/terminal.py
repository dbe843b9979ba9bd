"""A pseudo-terminal with somebody in front of it: the program's real bytes, drawn by pyte."""

from __future__ import annotations

import os
import select
import signal
import time
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path

import ptyprocess
import pyte
from pyte.screens import Char
from wcwidth import wcwidth

KEYS = {
    "down": "\x1b[B",
    "up": "\x1b[A",
    "right": "\x1b[C",
    "left": "\x1b[D",
    "home": "\x1b[H",
    "end": "\x1b[F",
    "pgup": "\x1b[5~",
    "pgdn": "\x1b[6~",
    "del": "\x1b[3~",
    "bksp": "\x7f",
    "enter": "\r",
    "esc": "\x1b",
    "tab": "\t",
}


# A report of the terminal's focus behind it: esc is then no begin of anything longer, and need not be waited for.
ESC = "\x1b\x1b[I"
_POP = b"\x1b[<u"  # pyte, which does not know it, would write its last letter
_IDLE = 0.035  # seconds of rest after which a program has drawn all it has to: two frames of Textual's
_SILENT = 0.1  # the same, where nobody tells how a program's threads are
_UNDERWAY = 0.4  # the same, where it has written what has not come: to a file, or else it is on its way still


@cache
def _narrow(char: str) -> bool:
    """Whether a character takes one cell, whoever counts."""
    return char.isascii() or (wcwidth(char) == 1 and not unicodedata.category(char).startswith("M"))


@cache
def _cells(attributes: Char) -> dict[str, Char]:
    """Cells that have these attributes, by their character."""
    return {}


class Screen(pyte.Screen):
    """pyte drops the rest of a text after a character of no width; a terminal drops the character alone.

    `over`: how often something was written past the right edge.
    """

    over = 0

    def draw(self, data: str) -> None:
        end = self.cursor.x + len(data)
        # What pyte would do, without its care for what is not there.
        if end <= self.columns and all(map(_narrow, data)):
            line, attributes = self.buffer[self.cursor.y], self.cursor.attrs
            cells = _cells(attributes)
            for x, char in enumerate(data, self.cursor.x):
                line[x] = cells.get(char) or cells.setdefault(char, attributes._replace(data=char))
            self.cursor.x = end
            return
        for char in data:
            self.over += self.cursor.x >= self.columns
            super().draw(char)

    @property
    def display(self) -> list[str]:
        """The lines. In the midst of a frame half a wide glyph may be left over: a blank, where pyte's own fails."""
        lines = []
        for y in range(self.lines):
            line, text, wide = self.buffer[y], [], False
            for x in range(self.columns):
                char = line[x].data
                if not wide:
                    text.append(char or " ")
                wide = not wide and bool(char) and not char.isascii() and wcwidth(char[0]) == 2
            lines.append("".join(text))
        return lines


class Terminal:
    """A process on a terminal of `columns` × `rows`. `raw` is every byte it sent."""

    def __init__(self, argv: Sequence[str], env: Mapping[str, str], columns: int = 80, rows: int = 24) -> None:
        self.screen = Screen(columns, rows)
        self._stream = pyte.ByteStream(self.screen)
        self.raw = b""
        self._due = 0  # what the program will have read when it has taken all keys
        self._elsewhere = 0  # bytes that it has written to other places than the terminal
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
        self._stream.feed(data.replace(_POP, b""))
        return bool(data)

    def settle(self, quiet: float = 0.3, limit: float = 10) -> None:
        """Read until nothing has come for a while."""
        end = time.monotonic() + limit
        while time.monotonic() < end:
            had = len(self.raw)
            if not self.read(quiet) or len(self.raw) == had:
                return

    def still(self, idle: float = _IDLE, limit: float = 20) -> None:
        """Read until the program has taken every key and drawn what came of it, and its first thread rests.

        By the system's own account, which holds on a busy machine too, where it gives one; else by silence.
        """
        if not Path("/proc/self/schedstat").exists():
            self.settle(_SILENT, limit)
            return
        start = quiet = came = time.monotonic()
        before: str | None = None
        while time.monotonic() - start < limit:
            had = len(self.raw)
            if not self.read(idle / 4):
                return
            now, underway, tick = self._ran(), self._written() - len(self.raw), time.monotonic()
            if len(self.raw) != had:
                quiet = came = tick
            if now is None or now != before:
                before, quiet = now, tick
            # On a busy machine the system itself may still hold half a frame.
            if tick - quiet > idle and (underway == self._elsewhere or tick - came > _UNDERWAY):
                self._elsewhere = underway
                return
        raise AssertionError(f"not still within {limit} s; the screen was\n{self.text}")

    def taken(self, limit: float = 60) -> None:
        """Wait, without reading, until the program has taken every key and rests; without an account, a while."""
        end = time.monotonic() + (limit if Path("/proc/self/schedstat").exists() else _SILENT)
        while self._ran() is None and time.monotonic() < end:
            time.sleep(_IDLE / 4)

    def _ran(self) -> str | None:
        """How long the program's first thread has run; None while it has keys to take, or does not sleep."""
        proc = Path(f"/proc/{self.process.pid}")
        try:
            states = [(task / "stat").read_text().rpartition(")")[2].split()[0] for task in (proc / "task").iterdir()]
            resting = set(states) == {"S"} and self._read_so_far() >= self._due
            return (proc / "schedstat").read_text() if resting else None
        except (OSError, IndexError):  # a thread, or all of it, has just ended
            return None

    def _read_so_far(self) -> int:
        """Bytes that the program has ever read, keys among them; 0 where the system does not tell."""
        return self._moved(1)

    def _written(self) -> int:
        """Bytes that the program has ever written, to the terminal and elsewhere; 0 where the system does not tell."""
        return self._moved(3)

    def _moved(self, word: int) -> int:
        try:
            return int((Path(f"/proc/{self.process.pid}/io")).read_text().split()[word])
        except OSError:
            return 0

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
            data = KEYS.get(key, key).encode()
            self._due = max(self._due, self._read_so_far()) + len(data)
            self.process.write(data)

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
