"""The console inside tmux, which draws it by its own rules: after each key the screen is whole."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest import mock

import pytest

from dialer_tui.simulator import names, roster
from dialer_tui.simulator.server import Server
from dialer_tui.simulator.world import World
from dialer_tui.text import sure, width
from dialer_tui.ui.keys import KEYS
from tests.conftest import FLOOR_TIME, Dialer
from tests.ui import rules
from tests.ui.rules import Look
from tests.ui.terminal import Screen

pytestmark = pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed")

LABELS = frozenset(f"{key.shown} {key.word}" for key in KEYS)
TMUX = ("tmux", "-u", "-L", f"dialer-tui-{os.getpid()}", "-f", "/dev/null")  # a server of its own
THERE = re.compile(r"LIVE[^~]*\d\d:\d\d:\d\d (in|out) ")
STILL = 0.12  # seconds without a change after which all is drawn that comes of a key
LOOKS = 0.03  # seconds between two looks

_NOTED = 'code=$0; "$@"; echo $? > "$code"'  # a shell's way of running a program and noting how it ended

Seen = Callable[[list[str]], bool]


def shown(words: str) -> Seen:
    """These words are on the screen."""
    return lambda lines: any(words in line for line in lines)


def hidden(words: str) -> Seen:
    """They are not."""
    return lambda lines: not any(words in line for line in lines)


def anything(_: list[str]) -> bool:
    """Colours alone tell what the key did."""
    return True


# What is pressed, as tmux calls it, and what comes of it.
WALK: tuple[tuple[str, Seen], ...] = (
    ("2", anything),
    ("3", anything),
    ("Enter", shown("/ campaign=")),
    ("Escape", hidden("/ campaign=")),
    ("/", lambda lines: lines[-1].startswith(" / ")),
    ("a", lambda lines: lines[-1].startswith(" / a")),
    ("Enter", lambda lines: "/ a" in lines[1] and not lines[-1].startswith(" / a")),
    ("Escape", lambda lines: "/ a" not in lines[1]),
    ("?", shown("─ Help")),
    ("Escape", hidden("─ Help")),
    ("C-p", shown("─ All keys")),
    ("Escape", hidden("─ All keys")),
    ("Space", shown("PAUSED")),
    ("Space", hidden("PAUSED")),
    ("1", anything),
    ("y", shown("─ Copy")),
    ("Escape", hidden("─ Copy")),
    ("d", shown("─ Diagnostics")),
    ("Escape", hidden("─ Diagnostics")),
)


def agreed(script: names.Script) -> bool:
    """Whether all agree how wide it is: of other characters nobody can tell from what tmux says where they are."""
    return all(sure(char) or width(char) == 2 for word in (*script.first, *script.last) for char in word)


class Tmux:
    """A tmux server of its own with one window, on which a program runs."""

    def __init__(self, folder: Path, argv: list[str], env: Mapping[str, str], size: tuple[int, int]) -> None:
        self.columns, self.rows = size
        self._env = env
        self._code = folder / "code"
        argv = ["sh", "-c", _NOTED, str(self._code), *argv]
        start = ("start-server", ";", "set", "-g", "status", "off", ";", "set", "-g", "remain-on-exit", "on", ";")
        self.tell(*start, "new-session", "-d", "-x", str(self.columns), "-y", str(self.rows), "--", *argv)

    def tell(self, *words: str) -> str:
        """Have tmux do something; what it says."""
        return subprocess.run(
            [*TMUX, *words], env=self._env, check=True, capture_output=True, text=True, timeout=10
        ).stdout

    @property
    def lines(self) -> list[str]:
        """The screen's lines as tmux has them."""
        return self.tell("capture-pane", "-p").split("\n")[: self.rows]

    @property
    def screen(self) -> Screen:
        """The same, cell by cell."""
        screen = Screen(self.columns, self.rows)
        for y, line in enumerate(self.lines):
            screen.over += width(line) > self.columns
            x = 0
            for char in line:
                for part in (char, "")[: width(char)]:
                    screen.buffer[y][x] = screen.default_char._replace(data=part)
                    x += 1
        return screen

    def until(self, seen: Seen, limit: float = 20) -> Look:
        """Wait until something is to be seen and nothing changes any more, the time aside."""
        end = time.monotonic() + limit
        before, since = Look(self), time.monotonic()
        while time.monotonic() < end:
            time.sleep(LOOKS)
            now = Look(self)
            if now.timeless != before.timeless or not seen(self.lines):
                before, since = now, time.monotonic()
            elif time.monotonic() - since > STILL:
                return now
        raise AssertionError(f"not seen within {limit} s; the screen was\n{before.text}")

    @property
    def ended(self) -> str:
        """The exit code once the program has ended, "" until then."""
        return self._code.read_text().strip() if self._code.exists() else ""


@pytest.fixture(scope="module")
def floor() -> Iterator[Server]:
    """A floor on which nothing happens."""
    with mock.patch.object(roster, "_SCRIPTS", list(filter(agreed, names.SCRIPTS))):
        world = World(seed=3, agents=40, campaigns=4, calls_per_hour=400, start=FLOOR_TIME, freeze=0)
        with Server(world) as server:
            yield server


@pytest.fixture(params=[(80, 24), (120, 36)], ids=lambda size: "x".join(map(str, size)))
def tmux(request: pytest.FixtureRequest, floor: Server) -> Iterator[Tmux]:
    """The console on that floor."""
    dialer = Dialer(floor)
    with TemporaryDirectory(prefix="tmux") as folder:  # a socket's path has to be short
        env = dialer.environ(TMUX_TMPDIR=folder)
        try:
            yield Tmux(Path(folder), dialer.argv(), env, request.param)
        finally:
            subprocess.run([*TMUX, "kill-server"], env=env, check=False, capture_output=True, timeout=10)


def test_after_each_key_the_screen_is_whole(tmux: Tmux) -> None:
    before = tmux.until(lambda lines: bool(THERE.search("\n".join(lines))))
    panes = before.frames
    assert len(panes) == (3 if tmux.columns == 120 else 0)
    pressed: list[str] = []
    for key, seen in WALK:
        pressed.append(key)
        tmux.tell("send-keys", key)
        look = tmux.until(seen)
        assert not tmux.ended, pressed
        faults = list(rules.faults(look, panes, LABELS, before))
        assert not faults, f"{'; '.join(faults)}, after {' '.join(pressed)}\n{look.text}"
        before = look
    tmux.tell("send-keys", "q")
    end = time.monotonic() + 10
    while not tmux.ended and time.monotonic() < end:
        time.sleep(LOOKS)
    assert tmux.ended == "0"
