"""What pictures and snapshots are of: a console on the frozen floor, or on a recording, brought to what is shown."""

from __future__ import annotations

import asyncio
import dataclasses
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from msgspec.structs import replace
from textual.app import App
from textual.pilot import Pilot

from dialer_tui import config
from dialer_tui.cli import account, setup
from dialer_tui.floor.changes import Changes, Entry
from dialer_tui.floor.link import Status
from dialer_tui.lookback import Had
from dialer_tui.ui.app import Console
from dialer_tui.ui.messages import PastHad, PastProgressed
from dialer_tui.ui.setup import FirstRun
from tests import frozen, recordings
from tests.conftest import FLOOR_TIME
from tests.ui import fakes

ROOT = Path(__file__).parent.parent
WIDE, MIDDLE, NARROW = (160, 44), (120, 36), (80, 24)
OUTAGE = Status("OFFLINE", "next try in 12 s", 87.0, 1.0, 5.0, 0.0, True, "")
RANGE = ("w", "p", *"yesterday 14-15", "enter")


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


@dataclass(frozen=True)
class LookedBack(Picture):
    """A picture of a past range that was asked for by its keys: had so far, or, `share` 1, shown; `then`: more keys."""

    share: float = 1.0
    then: tuple[str, ...] = ()

    async def pose(self, app: Any, pilot: Any) -> None:
        await super().pose(app, pilot)
        past = app.main.asking.past
        if self.share < 1:
            app.post_message(PastProgressed(self.share, 2 if past.only else None))
        else:
            _, found = frozen.floor()
            every = [entry for changes in found for entry in (*changes.existing, *changes.new)]
            ago = 43_200 if past.only else 86_400
            calls = [replace(entry.call, date=entry.call.date - ago) for entry in every]
            if past.only:
                calls = [replace(call, queue=1_201 + 7 * n) for n, call in enumerate(calls[:5])]
            entries = [Entry(call, FLOOR_TIME, call.ended_at, new=False) for call in calls]
            shown = [entry for entry in entries if past.start <= entry.call.date < past.end]
            app.post_message(PastHad(Had(past, shown, FLOOR_TIME)))
        await pilot.pause()
        await press(pilot, self.then)


@dataclass(frozen=True)
class Pinned(Picture):
    """A picture of a floor whose campaign was pinned by the keys: its calls alone have been asked for since."""

    async def pose(self, app: Any, pilot: Pilot[Any]) -> None:
        await super().pose(app, pilot)
        there, feed = app.state.view.entries(), app.frozen_feed
        (scope,) = feed.scopes
        theirs = [entry for entry in there if entry.call.campaign_id in scope.campaigns]
        feed.say(Changes(aged=there), scope, Changes(existing=theirs))
        await folded(app, pilot)


@dataclass(frozen=True)
class Taken(Picture):
    """A picture for which a file is in the way: calls.csv in the home folder."""

    async def pose(self, app: Any, pilot: Pilot[Any]) -> None:
        (Path.home() / "calls.csv").write_text("")
        await super().pose(app, pilot)


@dataclass(frozen=True)
class Played:
    """A picture of a console that plays a recording, which stands still: its size in cells, and the keys pressed."""

    size: tuple[int, int]
    keys: tuple[str, ...] = ()
    environ: Mapping[str, str] = field(default_factory=dict)

    def app(self) -> App[None]:
        """What is drawn."""
        path = Path(_recording().name) / "fault.gz"
        player = recordings.player(path)
        player.pause(True)
        return Console(player.feed, recordings.settings(path), replay=player)

    async def pose(self, app: Any, pilot: Pilot[Any]) -> None:
        """Bring it to what the picture shows."""
        player = app.playing._player
        while not player.index:
            await pilot.pause(0.01)
        for key in self.keys:
            await press(pilot, (key,))
            while app.playing.travelling or app.folding.busy or app.state.busy:
                await pilot.pause(0.01)
        app.tick()
        await folded(app, pilot)


@cache
def _recording() -> tempfile.TemporaryDirectory[str]:
    """Twelve minutes of a floor, in a folder that goes when all is drawn."""
    folder = tempfile.TemporaryDirectory()
    with frozen.drawn():
        recordings.make(Path(folder.name) / "fault.gz")
    return folder
