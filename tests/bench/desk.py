"""The console, or another program, opened on a terminal as somebody would, with nothing of this machine's settings."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from dialer_tui.model import Poll
from tests.bench.floor import Floor
from tests.bench.line import COLUMNS, ROWS, Line

ROW = r"\d\d:\d\d:\d\d (in|out) "
"""A call on the screen."""


def environ(home: Path, more: Mapping[str, str] | None = None) -> dict[str, str]:
    """What a program is told: truecolour, UTC, an empty home."""
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "LANG": "C.UTF-8",
        "TZ": "UTC",
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
        **(more or {}),
    }


@contextmanager
def opened(
    module: str, *arguments: str, env: Mapping[str, str] | None = None, size: tuple[int, int] = (COLUMNS, ROWS)
) -> Iterator[Line]:
    """A module run as a program on a terminal."""
    with (
        tempfile.TemporaryDirectory() as home,
        Line([sys.executable, "-m", module, *arguments], environ(Path(home), env), *size) as line,
    ):
        yield line


@contextmanager
def console(floor: Floor, config: str = "", size: tuple[int, int] = (COLUMNS, ROWS)) -> Iterator[Line]:
    """The console on a floor, with a settings file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "config.toml"
        path.write_text(config)
        path.chmod(0o600)
        asked = floor.wanted.window
        options = () if asked == Poll().window else ("--window", f"{asked}s")  # none, as somebody would start it
        env = {**floor.env, "DIALER_TUI_CONFIG": str(path)}
        with opened("dialer_tui", *options, env=env, size=size) as line:
            yield line
