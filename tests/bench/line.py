"""A program on a pseudo-terminal, with a watch: every chunk it sends is kept with the moment it came.

Nothing is drawn while a clock runs: pyte is slow, so the screen is made of the kept chunks when somebody asks for it.
"""

from __future__ import annotations

import os
import re
import select
import signal
import threading
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
    "pgup": b"\x1b[5~",
    "enter": b"\r",
    "esc": b"\x1b",
    "tab": b"\t",
    "ctrl+l": b"\x0c",
    "ctrl+p": b"\x10",
    "focus out": b"\x1b[O",
    "focus in": b"\x1b[I",
    "press": b"\x1b[<0;90;20M",
    "release": b"\x1b[<0;90;20m",
}
CONTROL = re.compile(rb"\x1b\[[0-9;?<>=]*[a-zA-Z]")
_GLANCE = 0.02  # seconds
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
    """A program on a terminal of its own, which is read all the time, as terminals are, unless it is `deaf`.

    `started` is when it was spawned, `chunks` all that it sent.
    """

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
        self.deaf = False
        self._screen = Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)
        self._taken = self._drawn = 0  # chunks that `read` has told of, and those that are on the screen
        self._came = threading.Condition()
        self.started = time.monotonic()
        self._process = ptyprocess.PtyProcess.spawn(
            list(argv), env=dict(env), dimensions=(rows, columns), pass_fds=tuple(pass_fds)
        )
        self.pid: int = self._process.pid
        self._closing = False
        self._reader = threading.Thread(target=self._keep, daemon=True)
        self._reader.start()

    def __enter__(self) -> Line:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # --- with the watch -----------------------------------------------------------------------------------------

    def _keep(self) -> None:
        """Keep what comes, until the end."""
        fd = self._process.fd
        while not self._closing:
            if self.deaf:
                time.sleep(_GLANCE)
                continue
            if not select.select([fd], [], [], _GLANCE)[0]:
                continue
            try:
                data = os.read(fd, 65_536)
            except OSError:  # Linux says so when the other side is closed
                data = b""
            with self._came:
                if data:
                    self.chunks.append(Chunk(time.monotonic(), data))
                else:
                    self.ended = self._closing = True
                self._came.notify_all()

    def read(self, seconds: float) -> bool:
        """Wait for the next chunk, so many seconds at most; whether there is one."""
        with self._came:
            self._came.wait_for(lambda: len(self.chunks) > self._taken or self.ended, max(seconds, 0))
            if len(self.chunks) == self._taken:
                return False
            self._taken += 1
            return True

    def listen(self, seconds: float) -> None:
        """Let so many seconds pass."""
        if self.ended:
            seconds = min(seconds, 0.05)
        time.sleep(seconds)
        self._taken = len(self.chunks)

    def quiet(self, seconds: float = 0.3, limit: float = 15) -> None:
        """Wait until nothing has come for so many seconds."""
        end = time.monotonic() + limit
        while self.read(seconds) and time.monotonic() < end:
            pass

    def press(self, key: str, quiet: float = 0.03, patience: float = 0.3) -> Pressed:
        """Press a key (a name of KEYS, or text) and wait for what it brings, until nothing has for `quiet` seconds.

        `patience`: how long the first byte is waited for.
        """
        had = self._taken = len(self.chunks)
        sent = time.monotonic()
        self.send(key)
        if self.read(patience):
            while self.read(quiet):
                pass
        came = self.chunks[had : self._taken]
        if not came:
            return Pressed(None, None, 0)
        return Pressed(came[0].at - sent, came[-1].at - sent, sum(len(chunk.data) for chunk in came))

    def send(self, key: str) -> None:
        """Press a key and wait for nothing."""
        os.write(self._process.fd, KEYS.get(key, key.encode()))

    def when(self, pattern: str, since: float, limit: float) -> float:
        """Seconds from `since` to the end of the frame that first shows a pattern on the screen.

        Nothing is drawn until the pattern is among what came, as far as that can be told from the bytes.
        """
        first = at = self._drawn
        raw, end, wanted = b"", time.monotonic() + limit, re.compile(pattern.encode())
        while not wanted.search(CONTROL.sub(b"", raw)):
            self.read(0.1)
            raw += b"".join(chunk.data for chunk in self.chunks[at : self._taken])
            at = self._taken
            if time.monotonic() > end or self.ended:
                raise AssertionError(f"{pattern} not seen within {limit} s; the screen was\n{self.text}")
        self.listen(0.25)
        return self._first(pattern, first) - since

    # --- without ------------------------------------------------------------------------------------------------

    def _first(self, pattern: str, start: int) -> float:
        """When the frame was whole that first shows a pattern, looking from chunk `start` on."""
        wanted = re.compile(pattern)
        for at in range(start, len(self.chunks)):
            if wanted.search("\n".join(self.drawn(at + 1))):
                while at + 1 < len(self.chunks) and self.chunks[at + 1].at - self.chunks[at].at < _BURST:
                    at += 1
                return self.chunks[at].at
        raise AssertionError(f"{pattern} never was on the screen:\n{self.text}")

    def drawn(self, chunks: int) -> list[str]:
        """The screen's lines after so many chunks, which are no fewer than have been drawn before."""
        for chunk in self.chunks[self._drawn : chunks]:
            self._stream.feed(chunk.data)
        self._drawn = max(self._drawn, chunks)
        # As `pyte.Screen.display` has it, which fails in the midst of a frame that halves a wide glyph.
        buffer, columns = self._screen.buffer, range(self._screen.columns)
        return ["".join(buffer[y][x].data for x in columns).rstrip() for y in range(self._screen.lines)]

    @property
    def lines(self) -> list[str]:
        """The screen's lines now."""
        return self.drawn(len(self.chunks))

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
        self._closing = True
        self._reader.join()
        if self._process.isalive():
            os.kill(self.pid, signal.SIGKILL)
        self._process.close(force=True)
