"""Shared by every test: an empty home, nothing of the machine's settings; a simulated floor, and commands run on it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from dialer_tui.simulator.server import Server
from dialer_tui.simulator.world import World
from tests.ui.terminal import Terminal

FLOOR_TIME = 1_795_528_800  # 2026-11-24T14:00:00+00:00
_SETTLE = 30  # seconds after its end from which a call counts
_FOREIGN = ("DIALER_TUI_", "XDG_", "TEXTUAL", "PYTHONDEVMODE")
_OURS = "TEXTUAL_SNAPSHOT"  # the snapshots' own
_SINGLE = ("NO_COLOR", "COLUMNS", "LINES", "TERM", "TMUX", "STY", "http_proxy", "https_proxy", "all_proxy", "no_proxy")


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty HOME, UTC, UTF-8, and nothing else of the machine's own settings."""
    for name in list(os.environ):
        foreign = name.startswith(_FOREIGN) and not name.startswith(_OURS)
        if foreign or name in _SINGLE or name.lower() in _SINGLE:
            monkeypatch.delenv(name)
    home = tmp_path_factory.mktemp("home")
    for name, value in {"HOME": str(home), "TZ": "UTC", "LANG": "C.UTF-8", "TERM": "xterm-256color"}.items():
        monkeypatch.setenv(name, value)
    return home


@dataclass
class Ran:
    """What a command did."""

    code: int
    out: str
    err: str


class Dialer:
    """Runs `dialer-tui` as a process of its own, on the account of a simulated floor, or on none."""

    def __init__(self, server: Server | None) -> None:
        self.env: dict[str, str] = {}
        if server is not None:
            self.env = {
                "DIALER_TUI_URL": server.url,
                "DIALER_TUI_AFFILIATE_ID": server.world.affiliate_id,
                "DIALER_TUI_AFFILIATE_KEY": server.world.affiliate_key,
            }

    def argv(self, *arguments: str) -> list[str]:
        """The command line: the module is the console script's own entrance."""
        return [sys.executable, "-m", "dialer_tui", *arguments]

    def environ(self, **env: str) -> dict[str, str]:
        """The environment it runs in."""
        return {**os.environ, **self.env, **env}

    def __call__(self, *arguments: str, timeout: float = 60, env: dict[str, str] | None = None) -> Ran:
        """Run it to its end; stdin is empty, stdout and stderr are pipes."""
        done = subprocess.run(
            self.argv(*arguments),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            env=self.environ(**(env or {})),
            timeout=timeout,
            check=False,
        )
        return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())

    def start(self, *arguments: str, env: dict[str, str] | None = None, **how: Any) -> subprocess.Popen[bytes]:
        """Start it and let it run."""
        how = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE} | how
        return subprocess.Popen(self.argv(*arguments), env=self.environ(**(env or {})), **how)


Opened = Callable[..., Terminal]


@pytest.fixture
def terminals() -> Iterator[list[Terminal]]:
    """Terminals of a test; nothing is left of them afterwards."""
    terminals: list[Terminal] = []
    yield terminals
    for terminal in terminals:
        terminal.close()


@pytest.fixture
def opened(terminals: list[Terminal]) -> Opened:
    """Starts `dialer-tui` on a terminal, as somebody's."""

    def start(dialer: Dialer, size: tuple[int, int] = (80, 24), *arguments: str, **env: str) -> Terminal:
        terminals.append(Terminal(dialer.argv(*arguments), dialer.environ(**env), *size))
        return terminals[-1]

    return start


@pytest.fixture(scope="session")
def still_floor() -> Iterator[Server]:
    """A floor on which nothing happens any more: what its API lists is the same in every test."""
    with Server(World(seed=3, agents=40, campaigns=4, calls_per_hour=400, start=FLOOR_TIME, freeze=0)) as server:
        yield server


def lasting(window: int, seconds: int, **how: Any) -> World:
    """A floor on which nothing happens: for so many seconds none of its calls leaves a window (seconds), or settles."""
    floor = World(start=FLOOR_TIME, freeze=0, **how)

    def stay(start: int) -> bool:
        now, then = (floor.window(length, 7_200, start) for length in (window + 5, window - seconds))
        return len(now) == len(then) and not floor.window(_SETTLE + 5, 7_200, start)

    start = next(start for start in range(FLOOR_TIME - 6 * 3_600, FLOOR_TIME, 30) if stay(start))
    return World(start=start, freeze=0, **how)


@pytest.fixture
def dialer(still_floor: Server) -> Dialer:
    """`dialer-tui` on the still floor's account."""
    return Dialer(still_floor)


@pytest.fixture
def stranger() -> Dialer:
    """`dialer-tui` without any account."""
    return Dialer(None)
