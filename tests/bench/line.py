"""A program on a pseudo-terminal, with a watch: every chunk it sends is kept with the moment it came.

Nothing is drawn while a clock runs: pyte is slow, so the screen is made from the kept chunks when somebody asks for it.
"""

from __future__ import annotations

import os
import re
import select
import signal
import time
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import ptyprocess
import pyte

from tests.bench import process
from tests.ui.terminal import Screen

COLUMNS, ROWS = 160, 50
KEYS = {
    "down": b"\x1b[B",
    "up": b"\x1b[A",
    "home": b"\x1b[H",
    "end": b"\x1b[F",
    "pgdn": b"\x1b[6~",
    "enter": b"\r",
    "esc": b"\x1b",
    "tab": b"\t",
    "ctrl+p": b"\x10",
    "focus out": b"\x1b[O",
    "focus in": b"\x1b[I",
    "press": b"\x1b[<0;90;20M",
    "release": b"\x1b[<0;90;20m",
}
CONTROL = re.compile(rb"\x1b\[[0-9;?<>=]*[a-zA-Z]")
_BURST = 0.005  # seconds: chunks that follow each other faster belong to one frame


class Chunk(NamedTuple):
    """What one read brought, and when (monotonic seconds)."""

    at: float
    data: bytes


class Pressed(NamedTuple):
    """What a key did: seconds to the first and the last byte, None when nothing came; and how many bytes."""

    first: float | None
    last: float | None
    size: int


class Line:
    """A program on a terminal of its own. `started` is when it was spawned, `chunks` all that it sent."""

    def __init__(
        self,
        argv: Sequence[str],
        env: Mapping[str, str],
        columns: int = COLUMNS,
        rows: int = ROWS,
        pass_fds: Sequence[int] = (),
    ) -> None:
        self.chunks: list[Chunk] = []
        self.ended = False
        self._screen = Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)
        self._drawn = 0
        self.started = time.monotonic()
        self._process = ptyprocess.PtyProcess.spawn(
            list(argv), env=dict(env), dimensions=(rows, columns), pass_fds=tuple(pass_fds)
        )
        self.pid: int = self._process.pid

    def __enter__(self) -> Line:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # --- with the watch -----------------------------------------------------------------------------------------

    def read(self, seconds: float) -> bool:
        """Keep the next chunk if one comes within so many seconds; whether one came."""
        if self.ended:
            time.sleep(min(seconds, 0.05))
            return False
        if not select.select([self._process.fd], [], [], max(seconds, 0))[0]:
            return False
        try:
            data = os.read(self._process.fd, 65_536)
        except OSError:  # Linux says so when the other side is closed
            data = b""
        if not data:
            self.ended = True
            return False
        self.chunks.append(Chunk(time.monotonic(), data))
        return True

    def listen(self, seconds: float) -> int:
        """Keep what comes for so many seconds; how many bytes."""
        had, end = len(self.chunks), time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            self.read(left)
        return sum(len(chunk.data) for chunk in self.chunks[had:])

    def quiet(self, seconds: float = 0.3, limit: float = 15) -> int:
        """Keep what comes until nothing has for so many seconds; how many bytes."""
        had, end = len(self.chunks), time.monotonic() + limit
        while self.read(seconds) and time.monotonic() < end:
            pass
        return sum(len(chunk.data) for chunk in self.chunks[had:])

    def press(self, key: str, quiet: float = 0.03, patience: float = 0.3) -> Pressed:
        """Press a key (a name of KEYS, or text) and keep what it brings, until nothing has come for `quiet` seconds.

        `patience`: how long the first byte is waited for.
        """
        had = len(self.chunks)
        sent = time.monotonic()
        os.write(self._process.fd, KEYS.get(key, key.encode()))
        if self.read(patience):
            while self.read(quiet):
                pass
        came = self.chunks[had:]
        if not came:
            return Pressed(None, None, 0)
        return Pressed(came[0].at - sent, came[-1].at - sent, sum(len(chunk.data) for chunk in came))

    def send(self, key: str) -> None:
        """Press a key and wait for nothing."""
        os.write(self._process.fd, KEYS.get(key, key.encode()))

    def when(self, pattern: str, since: float, limit: float) -> float:
        """Seconds from `since` to the end of the frame that first shows a pattern on the screen.

        What comes is only kept until the pattern is among it, as far as that can be told without drawing.
        """
        first, raw = self._drawn, b""
        at, end, wanted = first, time.monotonic() + limit, re.compile(pattern.encode())
        while not wanted.search(CONTROL.sub(b"", raw)):
            self.read(0.1)
            raw += b"".join(chunk.data for chunk in self.chunks[at:])
            at = len(self.chunks)
            if time.monotonic() > end or self.ended:
                raise AssertionError(f"{pattern} not seen within {limit} s; the screen was\n{self.text}")
        self.listen(0.25)
        return self._first(pattern, first) - since

    # --- without ------------------------------------------------------------------------------------------------

    def _first(self, pattern: str, start: int) -> float:
        """When the frame was whole that first shows a pattern, looking from chunk `start` on."""
        wanted = re.compile(pattern)
        for at in range(start, len(self.chunks)):
            self._stream.feed(self.chunks[at].data)
            self._drawn = at + 1
            if wanted.search("\n".join(self._shown())):
                while at + 1 < len(self.chunks) and self.chunks[at + 1].at - self.chunks[at].at < _BURST:
                    at += 1
                return self.chunks[at].at
        raise AssertionError(f"{pattern} never was on the screen:\n{self.text}")

    @property
    def lines(self) -> list[str]:
        """The screen's lines now."""
        for chunk in self.chunks[self._drawn :]:
            self._stream.feed(chunk.data)
        self._drawn = len(self.chunks)
        return self._shown()

    def _shown(self) -> list[str]:
        """As `pyte.Screen.display` has it, which fails in the midst of a frame that halves a wide glyph."""
        buffer, columns = self._screen.buffer, range(self._screen.columns)
        return ["".join(buffer[y][x].data for x in columns).rstrip() for y in range(self._screen.lines)]

    @property
    def text(self) -> str:
        """The screen now."""
        return "\n".join(self.lines)

    def until(self, seen: Callable[[str], object], limit: float = 30) -> None:
        """Keep what comes until the screen meets a condition; AssertionError with the screen when it does not."""
        end = time.monotonic() + limit
        while not seen(self.text):
            self.listen(0.1)
            if time.monotonic() > end or self.ended:
                why = "it has ended" if self.ended else f"not seen within {limit} s"
                raise AssertionError(f"{why}; the screen was\n{self.text}")

    @property
    def size(self) -> int:
        """All bytes so far."""
        return sum(len(chunk.data) for chunk in self.chunks)

    def cpu(self) -> float:
        """Seconds of processor time used so far."""
        return process.cpu(self.pid)

    def close(self) -> None:
        """End it, at once."""
        if self._process.isalive():
            os.kill(self.pid, signal.SIGKILL)
        self._process.close(force=True)
