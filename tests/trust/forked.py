"""A program on a terminal without its start: forked from a process that has imported it already."""

from __future__ import annotations

import os
import pty
import sys
import termios
from collections.abc import Callable, Mapping, Sequence

import ptyprocess
import pyte

from tests.ui.terminal import Screen, Terminal

_STRANGE = 99  # the exit code where it did not even begin


class Forked(Terminal):
    """A body in a process of its own, as `dialer-tui ARGUMENT…` would be. The process that forks has no thread."""

    def __init__(
        self, body: Callable[[], object], arguments: Sequence[str], env: Mapping[str, str], columns: int, rows: int
    ) -> None:
        self.screen = Screen(columns, rows)
        self._stream = pyte.ByteStream(self.screen)
        self.raw = b""
        self._due = self._elsewhere = 0
        pid, fd = pty.fork()
        if pid == 0:
            _become(body, arguments, env, columns, rows)
        self.process = ptyprocess.PtyProcess(pid, fd)


def _become(
    body: Callable[[], object], arguments: Sequence[str], env: Mapping[str, str], columns: int, rows: int
) -> None:
    code = _STRANGE
    try:
        termios.tcsetwinsize(0, (rows, columns))
        os.environ.clear()
        os.environ.update(env)
        os.chdir(env["HOME"])  # what is written where somebody is
        sys.argv[1:] = arguments
        code = _run(body)
    finally:
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
        os._exit(code)


def _run(body: Callable[[], object]) -> int:
    """The exit code of a body, as the interpreter has it at its end."""
    try:
        body()
    except SystemExit as ending:
        return ending.code if isinstance(ending.code, int) else int(ending.code is not None)
    except Exception as error:  # noqa: BLE001
        sys.excepthook(type(error), error, error.__traceback__)
        return 1
    return 0
