"""stdout is data alone; words and progress go to stderr. Both may be closed, full, or a pipe that nobody reads."""

from __future__ import annotations

import codecs
import os
import shutil
import sys
import time
from collections.abc import Iterable
from typing import TextIO

from dialer_tui.charset import ascii_only
from dialer_tui.text import clean, within

_PATIENCE = 1.0  # seconds before progress is shown
_STEP = 0.2  # seconds between two steps of it


class OutputError(Exception):
    """stdout cannot be written to. Exit code 1."""

    exit_code = 1


def write(data: str) -> None:
    """Data to stdout, at once. OutputError where it cannot be written; BrokenPipeError where nobody reads any more.

    UTF-8 for programs and files; a terminal gets what it has characters for.
    """
    pour((within(data, "utf-8").encode(),))


def pour(pieces: Iterable[bytes]) -> None:
    """The same with data that comes in pieces of UTF-8."""
    if sys.stdout is None:
        raise OutputError("standard output is closed")
    encoding = _encoding(sys.stdout) if sys.stdout.isatty() else "utf-8"
    if codecs.lookup(encoding).name != "utf-8":
        pieces = (within(b"".join(pieces).decode(), encoding).encode(encoding),)
    try:
        for piece in pieces:
            sys.stdout.buffer.write(piece)
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputError(f"standard output cannot be written: {error.strerror}") from None


def hush() -> None:
    """Send what stdout may still hold nowhere: the interpreter would complain about it at its end."""
    if sys.stdout is not None:
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, sys.stdout.fileno())
        os.close(null)


def say(words: str) -> None:
    """One line to stderr; nothing where there is none."""
    lay(f"dialer-tui: {words}")


def lay(line: str) -> None:
    """A line to stderr as it stands, such as one that shows a place in another."""
    if sys.stderr is None:
        return
    try:
        sys.stderr.write(within(f"{clean(line, None)}\n", _encoding(sys.stderr)))
        sys.stderr.flush()
    except OSError:
        pass  # there is nobody left to tell


def _encoding(stream: TextIO) -> str:
    """The encoding of what a stream can show."""
    encoding = stream.encoding or "utf-8"
    # Under LANG=C Python writes UTF-8 all the same; a terminal there shows its bytes.
    doubtful = stream.isatty() and ascii_only() and codecs.lookup(encoding).name == "utf-8"
    return "ascii" if doubtful else encoding


def cells() -> int | None:
    """The width of the terminal that stdout is; None for a pipe or a file."""
    if sys.stdout is None or not sys.stdout.isatty():
        return None
    return shutil.get_terminal_size().columns


class Progress:
    """A percentage on stderr, when that is a terminal and the work lasts. Use it as a context manager."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._shown = 0
        self._on = sys.stderr is not None and sys.stderr.isatty() and os.environ.get("TERM") != "dumb"
        self._next = time.monotonic() + _PATIENCE

    def __call__(self, share: float) -> None:
        """How much is done: 0 to 1."""
        now = time.monotonic()
        if self._on and now >= self._next:
            self._next = now + _STEP
            self._draw(f"{self._what}: {int(share * 100)} %")

    def show(self, words: str) -> None:
        """Put words there now, where it is a terminal that can take them back."""
        if self._on:
            self._draw(words)

    def _draw(self, words: str) -> None:
        sys.stderr.write(f"\r{words.ljust(self._shown)}")
        sys.stderr.flush()
        self._shown = len(words)

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *_: object) -> None:
        self.wipe()

    def wipe(self) -> None:
        """Take what is shown away, so that something else can be written there."""
        if self._shown:
            self._draw("")
            sys.stderr.write("\r")
            sys.stderr.flush()
