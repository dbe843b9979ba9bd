"""The pictures in screenshots/: `python -m tests.screenshots` makes them, and the snapshots of the tests, anew.

Every picture is of the frozen floor, so that it changes only when the program does. `tests/test_screenshots.py` says
when one no longer shows what the program shows. PNG needs rsvg-convert and the fonts Fira Code and DejaVu Sans.
"""

from __future__ import annotations

import asyncio
import dataclasses
import html
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from textual.app import App
from textual.pilot import Pilot

from dialer_tui import config
from dialer_tui.cli import account, setup
from dialer_tui.floor.changes import Changes
from dialer_tui.floor.link import Status
from dialer_tui.ui.app import Console
from dialer_tui.ui.setup import FirstRun
from tests import frozen, png
from tests.conftest import FLOOR_TIME
from tests.ui import fakes

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "screenshots"
WIDE, MIDDLE, NARROW = (160, 44), (120, 36), (80, 24)
OUTAGE = Status("OFFLINE", "next try in 12 s", 87.0, 1.0, 5.0, 0.0, True, "")
CELL = 12.2  # the width of a cell in the SVG
_TEXT = re.compile(
    r'<text(?P<rest>[^>]*?) x="(?P<x>[\d.]+)" y="(?P<y>[\d.]+)" textLength="[\d.]+"(?P<clip>[^>]*)>'
    r"(?P<said>[^<]*)</text>"
)
_ENVIRON = {"TERM": "xterm-256color", "COLORTERM": "", "LANG": "C.UTF-8", "TZ": "UTC", "LC_ALL": ""}
_DROPPED = ("NO_COLOR", "COLUMNS", "LINES", "TEXTUAL_THEME")


@dataclass(frozen=True)
class Picture:
    """A picture of the console: its size in cells, the keys pressed for it, and what else is to be true.

    `late`: how many of the floor's answers come only after the keys. `passed`: seconds that pass after them. `environ`:
    what the environment has besides.
    """

    size: tuple[int, int]
    keys: tuple[str, ...] = ()
    standing: Status = fakes.LIVE
    theme: str = "dark"
    empty: bool = False
    late: int = 0
    passed: int = 0
    environ: Mapping[str, str] = field(default_factory=dict)

    def app(self) -> App[None]:
        """What is drawn."""
        return Frozen(self)

    async def pose(self, app: Any, pilot: Pilot[Any]) -> None:
        """Bring it to what the picture shows."""
        found: Sequence[Changes] = ()
        if not self.empty:
            lists, found = frozen.floor()
            app.frozen_feed.say(lists, *found[: len(found) - self.late])
        app.frozen_feed.standing = self.standing
        await folded(app, pilot)
        app.tick()
        await pilot.pause()
        await press(pilot, self.keys)
        if self.late:
            app.frozen_feed.say(*found[-self.late :])
            await folded(app, pilot)
        for _ in range(self.passed):
            app.frozen_feed.time += 1
            app.tick()
        await folded(app, pilot)


async def folded(app: Any, pilot: Pilot[Any]) -> None:
    """Wait until all that the feed has said is folded and looked at: on a slow machine that takes turns."""
    await pilot.pause()
    while not app.settled or app.state.busy:
        await pilot.pause(0.01)
    await pilot.pause()


@dataclass(frozen=True)
class SetUp:
    """A picture of the set-up screen, with what is typed there. `file`: the settings whose account is to be changed."""

    size: tuple[int, int]
    keys: tuple[str, ...] = ()
    environ: Mapping[str, str] = field(default_factory=dict)
    file: str = ""

    def app(self) -> App[None]:
        """What is drawn."""
        path = Path.home() / ".config" / "dialer-tui" / "config.toml"
        if self.file:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch(0o600)
            path.write_text(self.file)
            form = setup.change(config.load(path, environ={}))
        else:
            form = setup.new(path, account.present(path, environ={"TZ": "Europe/Berlin"}))
        told = {"timezone": "it is 15:00 there now"}  # where else the time would not stand still
        return FirstRun(dataclasses.replace(form, about=lambda name, text: told.get(name) or form.about(name, text)))

    async def pose(self, app: Any, pilot: Pilot[Any]) -> None:
        """Bring it to what the picture shows."""
        await pilot.pause()
        await press(pilot, self.keys)


async def press(pilot: Pilot[Any], keys: tuple[str, ...]) -> None:
    """Press keys, one after the other has done what it does."""
    for key in keys:
        await pilot.press(key)
        for _ in range(100):
            await asyncio.sleep(0)
        await pilot.pause()


ACCOUNTS = """\
profile = "acme"
[profiles.acme]
affiliate_id = "ACME12345678"
affiliate_key = "0123456789abcdef0123456789abcdef"
[profiles.night]
affiliate_id = "ACME87654321"
affiliate_key = "fedcba9876543210fedcba9876543210"
[view]
timezone = "Europe/Berlin"
[figures]
service_level_target = 0.85
"""

PICTURES: dict[str, Picture | SetUp] = {
    "wide": Picture(WIDE),
    "narrow": Picture(NARROW),
    "light": Picture(MIDDLE, theme="light"),
    "details": Picture(MIDDLE, (*["down"] * 4, "enter")),
    "outage": Picture(MIDDLE, standing=OUTAGE),
    "board": Picture(MIDDLE, ("b",)),
    "help": Picture(MIDDLE, ("question_mark",)),
    "alerts": Picture(MIDDLE, ("a",)),
    "set-up": SetUp(NARROW, tuple("ACME12345678")),
    "account": SetUp(NARROW, file=ACCOUNTS),
}


class Frozen(Console):
    """A console on the frozen floor, shown as a picture wants it."""

    CSS_PATH = ROOT / "dialer_tui" / "ui" / str(Console.CSS_PATH)  # else looked for beside this file

    def __init__(self, picture: Picture) -> None:
        self.picture = picture
        self.frozen_feed = fakes.FakeFeed()
        self.frozen_feed.time = FLOOR_TIME + 0.5
        found = dataclasses.replace(fakes.settings(TZ="Europe/Berlin"), profile="acme", theme=picture.theme)
        super().__init__(self.frozen_feed, found)  # type: ignore[arg-type]

    def _beat(self) -> None:
        self.tick()  # once: its time stands still


def svg(name: str) -> str:
    """A picture as SVG, the same whenever the program shows the same."""
    return asyncio.run(_drawn(PICTURES[name]))


async def _drawn(picture: Picture | SetUp) -> str:
    app = picture.app()
    async with app.run_test(size=picture.size) as pilot:
        await picture.pose(app, pilot)
        return _patched(app.export_screenshot(title="dialer-tui"))


def _patched(drawn: str) -> str:
    """Textual's SVG as any renderer draws it: cells of the font's own width, fonts that are there, stable names."""
    drawn = re.sub(r"@font-face \{.*?\}\s*", "", drawn, flags=re.DOTALL)
    drawn = drawn.replace("font-size: 20px", "font-size: 20.3333px").replace(
        "font-family: arial", "font-family: DejaVu Sans"
    )
    drawn = drawn.replace("<svg ", '<svg xml:space="preserve" ', 1)
    drawn = re.sub(r"terminal-\d+-", "terminal-", drawn)
    return _TEXT.sub(_apart, drawn)


def _apart(text: re.Match[str]) -> str:
    """A run of text word by word, each in its own place: renderers do not agree how wide a long run is."""
    left, blank = float(text["x"]), "\N{NO-BREAK SPACE}"
    words = re.finditer(f"[^{blank}]{{1,8}}", html.unescape(text["said"]))
    spans = "".join(f'<tspan x="{left + word.start() * CELL:g}">{html.escape(word[0])}</tspan>' for word in words)
    return f'<text{text["rest"]} y="{text["y"]}"{text["clip"]}>{spans}</text>' if spans else ""


def calm() -> None:
    """Nothing of this machine's in the pictures."""
    for name in (*_DROPPED, *(name for name in os.environ if name.startswith("DIALER_TUI_"))):
        os.environ.pop(name, None)
    os.environ.update(_ENVIRON)


def main() -> int:
    """Make every picture and every snapshot anew."""
    calm()
    with tempfile.TemporaryDirectory() as home:
        os.environ["HOME"] = home
        FOLDER.mkdir(exist_ok=True)
        for name in PICTURES:
            path = FOLDER / f"{name}.svg"
            path.write_text(svg(name))
            drawn = path.with_suffix(".png")
            subprocess.run(["rsvg-convert", "--zoom", "1", "-o", str(drawn), str(path)], check=True)
            png.sign(drawn, path)
            print(path.relative_to(ROOT))
        taken = [sys.executable, "-m", "pytest", "tests/ui/test_snapshots.py", "--snapshot-update"]
        return subprocess.run(taken, cwd=ROOT, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
