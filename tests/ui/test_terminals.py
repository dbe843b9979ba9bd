"""Terminals of all kinds and sizes: what they are sent, sizes that change, ctrl+z and fg, the mouse. Real processes."""

from __future__ import annotations

import random
import re
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from dialer_tui.simulator.server import Server
from dialer_tui.simulator.world import World
from tests.conftest import FLOOR_TIME, Dialer, Opened
from tests.ui.terminal import ESC, Terminal

pytestmark = pytest.mark.alone

COLOURS = re.compile(rb"\x1b\[([0-9;]*)m")
WINDOW = ("--window", "6h")
CTRL_L, CTRL_P, CTRL_Z = "\x0c", "\x10", "\x1a"


@pytest.fixture(scope="module")
def quiet() -> Iterator[Server]:
    """A floor on which nothing happens, and so few calls that hardly one leaves the window during a test."""
    with Server(World(seed=3, agents=40, campaigns=4, calls_per_hour=25, start=FLOOR_TIME, freeze=0)) as server:
        yield server


@pytest.fixture
def dialer(quiet: Server) -> Dialer:
    """`dialer-tui` on that floor."""
    return Dialer(quiet)


@pytest.fixture
def console(opened: Opened, dialer: Dialer) -> Callable[..., Terminal]:
    """Opens the console on the still floor and waits until all of it is there."""

    def start(size: tuple[int, int] = (80, 24), **env: str) -> Terminal:
        terminal = opened(dialer, size, *WINDOW, **env)
        terminal.until(lambda text: re.search(r"LIVE[^~]*\d\d:\d\d:\d\d (in|out) ", text))
        terminal.until(lambda text: re.search(r"Agents .*[1-9]", text) and re.search(r"Campaig(ns .*[1-9]|…)", text))
        terminal.still()
        return terminal

    return start


def body(terminal: Terminal) -> list[str]:
    """The screen but for what tells the time."""
    clock, age = r"\d\d:\d\d:\d\d [A-Z].*$", r" +(< 1 m|\d+ [mdh]( \d\d)?)( [│|]|$)"
    return [re.sub(f"{clock}|{age}", "", line) for line in terminal.lines]


def codes(terminal: Terminal) -> set[str]:
    """Every style that was sent, "38;5" and "48;5" and the like without their number."""
    found = set()
    for match in COLOURS.findall(terminal.raw):
        found |= set(re.sub(r"\b([34]8;5);\d+", r"\1x", match.decode()).split(";"))
    return found


# --- kinds --------------------------------------------------------------------------------------------------

ATTRIBUTES = {"", "0", "1", "2", "4", "7"}
SIXTEEN = ATTRIBUTES | {"39", "49", "36", "33"}
CUBE = ATTRIBUTES | {"38", "5x", "48"}


@pytest.mark.parametrize(
    ("size", "env", "allowed"),
    [
        ((80, 24), {"TERM": "xterm-256color"}, CUBE),
        ((120, 36), {"TERM": "tmux-256color"}, CUBE),
        ((240, 70), {"TERM": "tmux-256color"}, CUBE),
        ((80, 24), {"TERM": "screen"}, SIXTEEN),
        ((120, 36), {"TERM": "xterm"}, SIXTEEN),
        ((80, 24), {"TERM": "tmux-256color", "NO_COLOR": "1"}, ATTRIBUTES | {"39", "49"}),
        ((120, 36), {"TERM": "xterm-256color", "LANG": "C"}, CUBE),
    ],
    ids=lambda value: "x".join(map(str, value)) if isinstance(value, tuple) else None,
)
def test_sheets_come_and_go_and_leave_the_screen_as_it_was(
    console: Callable[..., Terminal], size: tuple[int, int], env: dict[str, str], allowed: set[str]
) -> None:
    terminal = console(size, **env)
    before = body(terminal)
    for keys, said in (("?", "Help"), ("\r", "Call "), (CTRL_P, "All keys")):
        terminal.send(keys)
        terminal.until(lambda text, said=said: said in text.replace("Calls", ""))
        terminal.still()
        terminal.send("esc")
        terminal.until(lambda _: body(terminal)[1:-1] == before[1:-1])
    assert codes(terminal) <= allowed
    if env.get("LANG") == "C":
        own = "✦×»●○▲—…▾▸↑↓→←·–≤█╭╮╰╯─│"
        assert not set(terminal.text) & set(own)


@pytest.mark.parametrize(
    ("theme", "grounds"), [("dark", {b"233", b"236"}), ("light", {b"254", b"251"}), ("terminal", set())]
)
def test_the_theme_of_the_settings(
    console: Callable[..., Terminal], tmp_path: Path, theme: str, grounds: set[bytes]
) -> None:
    config = tmp_path / "config.toml"
    config.write_text(f'[view]\ntheme = "{theme}"\n')
    terminal = console((120, 36), DIALER_TUI_CONFIG=str(config))
    assert set(re.findall(rb"48;5;(\d+)", terminal.raw)) == grounds
    if not grounds:
        assert codes(terminal) <= SIXTEEN


def test_the_palette_is_opened_and_closed_for_little(console: Callable[..., Terminal]) -> None:
    terminal = console((120, 36))
    had = len(terminal.raw)
    terminal.send(CTRL_P)
    terminal.until(lambda text: "All keys" in text)
    terminal.still()
    opened = len(terminal.raw) - had
    terminal.send("esc")
    terminal.until(lambda text: "All keys" not in text)
    terminal.still()
    assert opened < 12_000  # of 34,000 for the whole screen
    assert len(terminal.raw) - had - opened < 12_000


# --- typing, pasting, pointing ------------------------------------------------------------------------------


def test_text_pasted_into_the_palette_runs_nothing(console: Callable[..., Terminal]) -> None:
    terminal = console()
    terminal.send(CTRL_P)
    terminal.until(lambda text: "All keys" in text)
    terminal.send("\x1b[200~quit\r\x1b\x03zz\x1b[201~")
    terminal.until(lambda text: "> quit zz" in text and "No action has these words." in text)
    assert terminal.process.isalive()
    terminal.send("\x15", "quit", "\r")
    assert terminal.end() == 0


def click(x: int, y: int, button: int = 0) -> str:
    """A click as a terminal reports it; 64 and 65 are the wheel."""
    press = f"\x1b[<{button};{x + 1};{y + 1}M"
    return press if button else press + f"\x1b[<0;{x + 1};{y + 1}m"


def test_clicks_and_the_wheel(console: Callable[..., Terminal]) -> None:
    terminal = console((80, 24))
    rows = terminal.lines[3:23]
    terminal.send(click(20, 2, 65))
    terminal.until(lambda _: terminal.lines[3:20] == rows[3:20])
    terminal.send(click(20, 8))
    terminal.still()
    terminal.send(click(20, 8), click(20, 8))
    text = terminal.until(lambda text: "next call" in text)
    assert rows[8][3:11] in text  # when the call of that line began
    terminal.send("esc")
    terminal.until(lambda text: "next call" not in text)
    terminal.send(click(terminal.lines[1].index("Agents"), 1))
    terminal.until(lambda text: "[2 Agents" in text)
    terminal.still()
    terminal.send(click(terminal.lines[-1].index("? help"), 23))
    terminal.until(lambda text: "Help" in text)


def test_a_wrong_key_is_told_before_the_screen_is_taken(opened: Opened, dialer: Dialer, tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_text('[view]\nmask = true\n\n[keys]\nzoom = "s"\n')
    terminal = opened(dialer, (200, 10), DIALER_TUI_CONFIG=str(config))
    assert terminal.end() == 2
    assert b"\x1b[?1049h" not in terminal.raw
    assert f'{config}, line 5: [keys] zoom = "s": that key is sort already (calls, agents, campaigns)' in terminal.text


# --- ctrl+z -------------------------------------------------------------------------------------------------


def test_ctrl_z_gives_the_shell_back_and_fg_the_whole_console(
    terminals: list[Terminal], dialer: Dialer, home: Path
) -> None:
    env = dialer.environ(PS1="shell> ", HISTFILE="")
    terminal = Terminal(["bash", "--norc", "--noprofile", "-i"], env, 100, 30)
    terminals.append(terminal)
    terminal.until(lambda text: "shell>" in text)
    terminal.send(" ".join(dialer.argv(*WINDOW)) + "\r")
    terminal.until(lambda text: "● LIVE" in text)
    terminal.settle()
    before = body(terminal)
    for command in ("fg\r", "bg\r"):
        had = len(terminal.raw)
        terminal.send(CTRL_Z)
        terminal.until(lambda text: "shell>" in text)
        sent = terminal.raw[had:]
        for sequence in (b"\x1b[?1049l", b"\x1b[?25h", b"\x1b[?1002l", b"\x1b[?2004l"):
            assert sequence in sent
        terminal.send("printf 'x%.0s' {1..2900}\r")  # over everything it had drawn
        terminal.until(lambda text: text.count("x") > 2000)
        if command == "bg\r":  # it may not draw there, and waits for its turn
            terminal.send(command)
            terminal.settle(1)
            terminal.send("jobs\r")
            terminal.until(lambda text: "Stopped" in text)
        terminal.send("fg\r")
        terminal.until(lambda text: "● LIVE" in text and "xxx" not in text)
        terminal.settle()
        assert body(terminal)[1:] == before[1:]
        terminal.send("/", "a")
        terminal.until(lambda text: "/ a " in text)
        terminal.send("esc")
        terminal.until(lambda text: "/ a " not in text)
    terminal.send("q")
    terminal.until(lambda text: "shell>" in text)


def test_ctrl_z_without_a_shell_to_come_back_from_stops_nothing(console: Callable[..., Terminal]) -> None:
    terminal = console()
    before = body(terminal)
    terminal.send(CTRL_Z)
    terminal.settle()
    terminal.send("2")
    terminal.until(lambda text: "[2 Agents" in text)
    terminal.send("1")
    terminal.until(lambda text: "[1 Calls" in text)
    terminal.settle()
    assert body(terminal)[1:] == before[1:]


def test_being_continued_without_having_stopped_doubles_no_key(console: Callable[..., Terminal]) -> None:
    terminal = console()
    for _ in range(3):
        terminal.kill(signal.SIGCONT)
    terminal.settle()
    terminal.send("/", "a")
    terminal.until(lambda text: "/ a" in text)
    terminal.settle()
    assert "/ aa" not in terminal.text


# --- sizes that change --------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [(40, 10), (120, 36)])
def test_after_a_storm_of_sizes_the_screen_is_as_if_started_there(
    console: Callable[..., Terminal], size: tuple[int, int]
) -> None:
    dice = random.Random(7)
    stormy = console((130, 30))
    stormy.send("z")
    stormy.still()
    for step in range(100):
        wide, high = (1, 1) if step % 10 == 5 else (dice.randint(1, 240), dice.randint(1, 70))
        stormy.resize(wide, high)
        if step % 4 == 0:
            stormy.send(*dice.choices([*"?dy/3 ", "down", "\t", ESC, "\r", CTRL_P, CTRL_L], k=2))
        stormy.read(dice.choice([0, 0, 0.02]))
    assert stormy.process.isalive()
    stormy.resize(*size)
    for _ in range(10):  # whatever lies over the panes, and filters
        stormy.send(ESC)
        stormy.still()
    stormy.send(*[" "] * ("PAUSED" in stormy.text), *["z"] * (size[0] >= 120), "1")
    calm = console(size)
    for terminal in (stormy, calm):  # a column is as wide as the widest text so far
        terminal.send("end")
        terminal.still()
        terminal.send("home")
    for _ in range(75):  # a busy machine draws a hundred sizes for long
        stormy.settle(0.2)
        calm.settle(0.2)
        if body(stormy)[1:] == body(calm)[1:]:
            break
    assert body(stormy)[1:-1] == body(calm)[1:-1]
    assert "LIVE" in stormy.lines[0]
    stormy.send(CTRL_L)
    stormy.still()
    assert body(stormy)[1:-1] == body(calm)[1:-1]
    stormy.send("q")
    assert stormy.end() == 0
