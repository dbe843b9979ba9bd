"""Every key of the table, pressed in every place where it works; every entry of palette and help. Real processes.

Whatever a key does, the screen must be sound (`rules.py`), and esc must lead back to where somebody was.
"""

from __future__ import annotations

import re
import string
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple, get_args

import pytest

from dialer_tui.simulator.server import Server
from dialer_tui.ui import keynames
from dialer_tui.ui.keymap import Keymap
from dialer_tui.ui.keys import KEYS, PANES, Key, Place
from dialer_tui.ui.screens.setup import _KEYS as SET_UP
from dialer_tui.ui.tapekeys import TAPE_KEYS, played
from tests import recordings
from tests.conftest import Dialer, lasting
from tests.ui import rules
from tests.ui.rules import Frame, Look
from tests.ui.terminal import ESC, Terminal

pytestmark = pytest.mark.alone

WINDOW = 6 * 3_600
KEYMAP = Keymap()
BY_ID = {key.id: key for key in (*TAPE_KEYS, *KEYS)}
LABELS = frozenset(f"{key.shown} {key.word}" for key in (*KEYS, *TAPE_KEYS))
LEAVING = ("quit", "interrupt")
LEAVING_SET_UP = ("escape", "ctrl+c", "ctrl+d")
SIZES = ((80, 24), (120, 36))
# With its share of the keys: text and layout are the same in all of them, so that the last two have one half each.
COLOURS: dict[str, tuple[dict[str, str], slice]] = {
    "256 colours": ({"TERM": "xterm-256color"}, slice(None)),
    "16 colours": ({"TERM": "xterm"}, slice(0, None, 2)),
    "no colour": ({"TERM": "xterm-256color", "NO_COLOR": "1"}, slice(1, None, 2)),
}


class Spot(NamedTuple):
    """A place, and the road there from a pane: names of keys, or else text that is typed. `out`: what leads back."""

    place: Place
    road: tuple[str, ...] = ()
    pane: Place = "calls"
    out: str = "back"


SPOTS = (
    *(Spot(pane, (), pane) for pane in PANES),
    Spot("details", ("open",)),
    Spot("help", ("help",)),
    Spot("diagnostics", ("diagnostics",)),
    Spot("alerts", ("alerts",)),
    Spot("filter", ("filter", "ann")),
    Spot("range", ("window", "p", "soon")),
    Spot("palette", ("palette", "sort")),
    Spot("menu", ("sort",)),
    Spot("menu", ("window",)),
    Spot("menu", ("copy",)),
    Spot("columns", ("columns",)),
    Spot("name", ("save_view", " ")),
    Spot("board", ("board",), out="board"),
    Spot("path", ("export", "c", "erase_all", "/none/x")),  # where nothing can be written: there is no such folder
)
PLAYED = (
    *(Spot(pane, (), pane) for pane in PANES),
    Spot("details", ("open",)),
    Spot("diagnostics", ("diagnostics",)),
    Spot("alerts", ("alerts",)),
    Spot("moment", ("moment", "soon")),
)
"""The places in which the keys of a recording work."""
STOOD = "14:13:02"  # where the recording stands while they are pressed
FRAMES = 200  # a second: more than usual, for less to wait for
IDLE = 3 / FRAMES
ANSWERED = 0.25  # seconds of silence after which the API has answered
LIVING = ("diagnostics",)  # where what is shown changes by itself
REST: dict[Place, tuple[str, ...]] = {pane: (pane, "home", "down", "down", "down") for pane in PANES}
# What esc does not take back, and what takes it back before somebody goes to where they were.
LASTING: dict[str, tuple[str, ...]] = {
    "type": ("type", "type", *REST["calls"]),
    "pause": ("pause",),
    "snooze": ("alerts", "snooze", "back"),
    "own": ("own",),
    "mask": ("mask",),
    "zoom": ("zoom",),
    "board": ("board",),
    "theme_light": ("theme_dark",),
    "theme_terminal": ("theme_dark",),
    "branch_open": ("branch_close",),
    **dict.fromkeys(("up", "down", "page_up", "page_down", "home", "end", "next_new"), ()),
    **dict.fromkeys(("calls", "agents", "campaigns", "next_pane"), ()),
}
CHOSEN = {("sort",): ("sort", "choose"), ("window",): (), ("copy",): ()}  # the same for a menu's choice, by its road
TAKEN = b"\x1b[?1049h"  # the terminal is taken
NAMED = {"pageup": "pgup", "pagedown": "pgdn", "delete": "del", "backspace": "bksp"}
NAMED |= {"escape": ESC, "shift+tab": "\x1b[Z", "f1": "\x1bOP"}
HELPS = {place: key.id for key in KEYS if key.id in ("help", "language") for place in key.where}
WAYS_OUT = ((), ("help",), ("open",), ("filter",), ("palette",), ("sort",))  # from where each console is left


def characters(name: str) -> str:
    """What a terminal sends for a key of Textual's name, or its name in `terminal.KEYS`."""
    if name.startswith("ctrl+"):
        return chr(ord(name[-1]) & 31)
    signs = {keynames.read(char).textual: char for char in string.punctuation + " "}
    return signs.get(name) or NAMED.get(name, name)


class Walker:
    """Somebody who presses keys and looks at what comes of each."""

    def __init__(self, terminal: Terminal) -> None:
        self.terminal = terminal
        self.pressed: list[str] = []
        self.panes: list[Frame] = []
        self.look = Look(terminal)

    def send(self, *names: str) -> None:
        """Press the keys of these names, without waiting; text that is no key's name is typed."""
        for name in names:
            key = BY_ID.get(name)
            if key is not None and not key.keys:
                self.send("palette", key.help, "run")
                continue
            self.pressed.append(name)
            self.terminal.send(characters(key.keys.partition(",")[0]) if key else name)

    def press(self, *names: str, does: str = "") -> Look:
        """Press keys and wait for all that comes of them; the screen then, which must be sound.

        `does`: the name of what the last key does, where that is not its own.
        """
        done = (*names, does)
        taken = self.terminal.raw.count(TAKEN) if "suspend" in done else 0
        self.send(*names)
        if "suspend" in done:  # it sleeps until the thread that reads keys has looked up, and loses what is typed then
            self.terminal.until(lambda _: self.terminal.raw.count(TAKEN) > taken)
        if "own" in done:
            self.terminal.settle(ANSWERED)
        self.terminal.still(IDLE)
        return self.sound()

    def sound(self) -> Look:
        """What is on the screen now, which must be sound."""
        assert self.terminal.process.isalive(), self.told("it is no longer there")
        look = Look(self.terminal)
        found = list(rules.faults(look, self.panes, LABELS, self.look))
        assert not found, self.told("; ".join(found[:5]))
        self.look = look
        return look

    def told(self, words: str, wanted: Look | None = None) -> str:
        """What a failed test says. `wanted`: a screen that was to be there instead."""
        now = Look(self.terminal)
        other = f"not as before: {now.differing(wanted)}\n" if wanted else ""
        return f"{words}, after {' '.join(self.pressed[-12:])}\n{other}{now.text}"

    def rest(self, pane: Place) -> Look:
        """A row of a pane, with nothing before it."""
        self.send("back", *REST[pane])
        self.terminal.still(IDLE)
        if not self.panes:
            self.panes = Look(self.terminal).frames
        return self.sound()

    def comes(self, wanted: Look, limit: float) -> bool:
        """Whether a screen comes to be there."""
        end, had = time.monotonic() + limit, -1
        while time.monotonic() < end:
            if len(self.terminal.raw) != had:
                had = len(self.terminal.raw)
                if Look(self.terminal).same(wanted):
                    return True
            self.terminal.read(0.01)
        return False

    def back(self, base: Look, out: str = "back", most: int = 3) -> bool:
        """Whether esc, or another key, leads back to a screen, pressed at most so often."""
        return any(self.press(out).same(base) for _ in range(most)) or self.comes(base, 3)

    def rests(self, pane: Place, base: Look) -> bool:
        """Whether a pane comes to be as it was, its lists perhaps asked for anew."""
        roads = (REST[pane], *[(*REST["calls"], *REST["agents"], *REST["campaigns"], *REST[pane])] * 3)
        return any(self.send("back", *road) or self.comes(base, 1) for road in roads)

    def undo(self, key: Key, spot: Spot, base: Look) -> None:
        """Go back to where somebody was before a key: by esc, but for what is lasting."""
        done = CHOSEN[spot.road] if key.id == "choose" else LASTING.get(key.id)
        if key.id == spot.out:  # it led out already
            done = ()
        if done is None:
            assert self.back(base, spot.out), self.told("esc did not lead back", base)
        else:
            self.send("back", "back", *done)
            if "own" in done:
                self.terminal.settle(ANSWERED)
            assert self.rests(spot.pane, base), self.told("it could not be undone", base)


def walk(walker: Walker, spot: Spot, share: slice) -> None:
    """Press the keys of a place, or a share of them."""
    base = walker.rest(spot.pane)
    there = walker.press(*spot.road) if spot.road else base
    for key in [key for key in KEYS if spot.place in key.where and key.keys and key.id not in LEAVING][share]:
        if walker.press(key.id).same(there):
            continue
        walker.undo(key, spot, base)
        if spot.road:
            now = walker.press(*spot.road)
            same = now.frames == there.frames if spot.place in LIVING else now.same(there)
            assert same, walker.told("the same road led elsewhere", there)
    assert walker.back(base, spot.out), walker.told("esc did not lead back", base)


def choose(walker: Walker, share: slice) -> None:
    """Choose the entries of the palette, or a share of them."""
    base = walker.rest("calls")
    for key in [key for key in KEYMAP.commands("calls") if key.id not in LEAVING][share]:
        said = f"{key.word} {key.help}"
        walker.press("palette", f"\x1b[200~{said}\x1b[201~")
        (sheet,) = (frame for frame in walker.look.frames if frame not in walker.panes)
        first = re.sub(" +", " ", walker.look.inside(sheet)[1])
        assert first.startswith(f"{key.shown} {said}".strip()[: len(first) - 1]), walker.told(said)
        if walker.press("run", does=key.id).same(base):
            continue
        if "calls" in key.where:
            walker.undo(key, Spot("palette", ("palette",)), base)
        else:
            walker.send(*LASTING.get(key.id, ()))
            assert walker.rests("calls", base), walker.told("it could not be undone", base)


def read_help(walker: Walker, spot: Spot, keys: Sequence[Key] = KEYS) -> None:
    """Scroll through the help of a place: every key of it must come into sight."""
    base = walker.rest(spot.pane)
    look = walker.press(*spot.road, HELPS[spot.place])
    read: dict[str, None] = {}
    for _ in range(20):
        before = look
        (sheet,) = (frame for frame in look.frames if frame not in walker.panes)
        read |= dict.fromkeys(look.inside(sheet))
        look = walker.press("page_down")
        if look.same(before):
            break
    said = re.sub(r"\s+", " ", " ".join(read))
    for key in Keymap(keys).helped(spot.place):
        assert f"{key.shown} {key.help}" in said, f"{key.id} is not in the help of {spot.place}:\n{said}"
    assert walker.back(base), walker.told("esc did not lead back", base)


@pytest.fixture(scope="module")
def quiet() -> Iterator[Server]:
    """A floor on which nothing happens, and of whose calls none leaves the window for ten minutes."""
    with Server(lasting(WINDOW, 600, seed=3, agents=40, campaigns=6, calls_per_hour=8, namesakes=0)) as server:
        yield server


@pytest.fixture
def terminals(quiet: Server) -> Iterator[list[tuple[str, Terminal, slice]]]:
    """The console on that floor, on terminals of each size and of each kind of colours."""
    dialer = Dialer(quiet)
    opened = []
    for columns, rows in SIZES:
        for name, (env, share) in COLOURS.items():
            environ = dialer.environ(TEXTUAL_FPS=str(FRAMES), **env)
            terminal = Terminal(dialer.argv("--window", "6h"), environ, columns, rows)
            opened.append((f"{columns}×{rows}, {name}", terminal, share))
    yield opened
    for _, terminal, _ in opened:
        terminal.close()


def everything(terminal: Terminal, share: slice, way_out: tuple[str, ...]) -> None:
    """All there is to do at one terminal."""
    terminal.until(lambda text: re.search(r"LIVE[^~]*\d\d:\d\d:\d\d (in|out) ", text), 60)
    terminal.until(lambda text: re.search(r"Agents .*[1-9]", text))
    terminal.send("end", "home")  # a column is as wide as the widest text so far, which is in sight once
    terminal.still()
    terminal.send("b")  # yesterday is asked for once, when it is first wanted, and stays
    terminal.until(lambda text: "yesterday" in text)
    terminal.send("b")
    terminal.settle()
    walker = Walker(terminal)
    for spot in SPOTS:
        walk(walker, spot, share)
        if spot.place in HELPS and share == slice(None):
            read_help(walker, spot)
    if share != slice(None):
        choose(walker, share)
    walker.press(*way_out)
    walker.send("interrupt" if way_out and way_out[0] in ("filter", "palette", "sort") else "quit")
    assert terminal.end() == 0
    assert b"Traceback" not in terminal.raw


def test_there_is_a_way_to_every_place() -> None:
    assert {spot.place for spot in (*SPOTS, *PLAYED)} == set(get_args(Place))


def test_every_key_in_every_place(terminals: list[tuple[str, Terminal, slice]]) -> None:
    # All at once: what takes long is to wait until a screen is still.
    with ThreadPoolExecutor(len(terminals)) as pool:
        ways = zip(terminals, WAYS_OUT, strict=True)
        walks = {name: pool.submit(everything, terminal, share, way) for (name, terminal, share), way in ways}
    failed = {name: walk.exception() for name, walk in walks.items() if walk.exception()}
    assert not failed, "\n\n".join(f"{name}: {error}" for name, error in failed.items())


def stand(walker: Walker) -> None:
    """Go to where the recording is to stand, and wait until it does."""
    walker.send("back", "back", "moment", STOOD, "go_to")
    walker.terminal.until(lambda text: "REPLAY paused" in text and f"{STOOD} UTC" in text)
    walker.terminal.still(IDLE)
    for pane in PANES:  # each has a cursor of its own, which stays on what it is on
        walker.send(*REST[pane])


def watch(walker: Walker, spot: Spot) -> None:
    """Press the keys of a recording in a place; the same time of it must always be the same screen."""
    stand(walker)
    base = walker.rest(spot.pane)
    there = walker.press(*spot.road) if spot.road else base
    every = played() if spot.place == "moment" else TAPE_KEYS
    for key in [key for key in every if spot.place in key.where and key.keys and key.id not in LEAVING]:
        if walker.press(key.id).same(there):
            continue
        walker.send(*(["pause"] if key.id == "pause" else []))
        stand(walker)
        walker.send(*REST[spot.pane])
        assert walker.comes(base, 20), walker.told(f"{key.id} in {spot.place}: not as it was then", base)
        if spot.road:
            walker.press(*spot.road)
    assert walker.back(base), walker.told("esc did not lead back", base)


@pytest.mark.parametrize("size", SIZES)
def test_every_key_of_a_recording(stranger: Dialer, size: tuple[int, int], tmp_path: Path) -> None:
    path = tmp_path / "fault.gz"
    recordings.make(path)
    argv = stranger.argv("replay", str(path))
    terminal = Terminal(argv, stranger.environ(TEXTUAL_FPS=str(FRAMES)), *size)
    try:
        terminal.until(lambda text: "of 12 min" in text or "/12 min" in text)
        terminal.send(" ")
        terminal.until(lambda text: "REPLAY paused" in text)
        walker = Walker(terminal)
        for spot in PLAYED:
            watch(walker, spot)
        read_help(walker, Spot("diagnostics", ("diagnostics",)), played())
        walker.send("quit")
        assert terminal.end() == 0
        assert b"Traceback" not in terminal.raw
    finally:
        terminal.close()


@pytest.mark.parametrize("size", SIZES)
def test_every_key_of_the_set_up_screen(stranger: Dialer, size: tuple[int, int]) -> None:
    terminal = Terminal(stranger.argv(), stranger.environ(TEXTUAL_FPS=str(FRAMES)), *size)
    try:
        walker = Walker(terminal)
        terminal.until(lambda text: "Set up an account" in text)
        for name in [name for key in SET_UP for name in key.names if name not in LEAVING_SET_UP]:
            walker.pressed.append(name)
            terminal.send("x", characters(name))
            if name == "ctrl+z":
                terminal.settle(ANSWERED)
            terminal.still(IDLE)
            assert walker.sound().frames
            assert "Set up an account" in terminal.text
        terminal.send(ESC)
        terminal.end()
        assert b"Traceback" not in terminal.raw
    finally:
        terminal.close()
