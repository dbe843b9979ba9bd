"""The console as a process on a pseudo-terminal, against the simulated API over a real socket."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from dialer_tui.simulator.server import Server
from dialer_tui.simulator.world import World
from tests.conftest import Dialer, Opened, lasting
from tests.ui.terminal import Terminal

SIZES = [(80, 24), (120, 36)]
ROW = re.compile(r"(\d\d:\d\d:\d\d) (?:in|out) ")
COLOURS = re.compile(rb"\x1b\[[0-9;]*m")


def began(lines: list[str]) -> list[str]:
    """When the calls on the screen began, as written there."""
    return [match[1] for line in lines if (match := ROW.search(line))]


def dates(world: World) -> set[str]:
    """The times of all calls the floor lists."""
    now = world.now()
    return {record["callDate"][11:19] for record in world.listed(now - 4 * 3600, now + 300).values()}


@pytest.fixture
def busy() -> Iterator[Server]:
    """A floor on which a call ends every second or so."""
    with Server(World(seed=5, agents=60, campaigns=4, calls_per_hour=4000, even=True)) as server:
        yield server


@pytest.fixture
def lasting_floor() -> Iterator[Server]:
    """A floor that is the same for two minutes: a server tells its time in whole seconds alone."""
    with Server(lasting(3_600, 120, seed=3, agents=40, campaigns=4, calls_per_hour=40)) as server:
        yield server


@pytest.mark.parametrize("size", SIZES)
def test_agents_tree_and_calls_are_there_and_true(opened: Opened, lasting_floor: Server, size: tuple[int, int]) -> None:
    world = lasting_floor.world
    terminal = opened(Dialer(lasting_floor), size)
    terminal.until(lambda text: "● LIVE" in text)
    terminal.still()
    said = re.search(r"Calls ([\d,]+)|([\d,]+) ─╮$", terminal.lines[1])
    assert said is not None
    assert int((said[1] or said[2]).replace(",", "")) == len(world.window())
    assert began(terminal.text.splitlines())[0] in dates(world)
    if size[0] < 120:
        terminal.send("2")
        terminal.until(lambda text: "[2 Agents" in text)
    names = [f"{agent.first} {agent.last}" for agent in world.roster.agents]
    terminal.until(lambda text: sum(name in text for name in names) > 9)
    terminal.send("3", "right")
    terminal.until(lambda text: "▾" in text)
    terminal.send("q")
    assert terminal.end() == 0


@pytest.mark.parametrize("size", SIZES)
def test_a_new_call_comes_on_top_with_its_mark(opened: Opened, busy: Server, size: tuple[int, int]) -> None:
    terminal = opened(Dialer(busy), size, "--interval", "1s")
    terminal.until(lambda text: "● LIVE" in text)
    text = terminal.until(lambda text: "✦" in text, limit=15)
    rows = [line for line in text.splitlines() if ROW.search(line)]
    first = next(at for at, line in enumerate(rows) if "✦" in line)
    # A call that was there at the start and still grows ends now, and may stand above: it says that it changed.
    assert all("~" in line for line in rows[:first])
    assert began([rows[first]])[0] in dates(busy.world)


@pytest.mark.parametrize("size", SIZES)
def test_details_filter_and_help(opened: Opened, dialer: Dialer, size: tuple[int, int]) -> None:
    terminal = opened(dialer, size)
    terminal.until(lambda text: "● LIVE" in text)
    terminal.send("down", "enter")
    text = terminal.until(lambda text: "↑↓ next call" in text)
    for label in ("Contact", "Inbound number", "Campaign", "queue", "talk", "handle"):
        assert label in text
    assert "█" in text or "▏" in text
    terminal.send("esc")
    terminal.until(lambda text: "↑↓ next call" not in text)
    terminal.send("/", "zzzz")
    terminal.until(lambda text: "No call meets / zzzz." in text)
    terminal.send("esc")
    terminal.until(lambda text: "zzzz" not in text)
    terminal.send("?")
    terminal.until(lambda text: "Help · calls" in text and "show only the calls with these words" in text)
    terminal.send("esc")
    terminal.until(lambda text: "Help" not in text)
    terminal.send("q")
    assert terminal.end() == 0


def test_a_pasted_text_runs_no_key(opened: Opened, dialer: Dialer) -> None:
    terminal = opened(dialer, (80, 24))
    terminal.until(lambda text: "● LIVE" in text)
    terminal.send("\x1b[200~q?\rq/qq\x1b[201~")
    terminal.still()
    assert terminal.process.isalive()
    assert "Help" not in terminal.text
    terminal.send("/", "\x1b[200~q\nz\x1b]0;evil\x07\x1bq\x1b[201~")
    terminal.until(lambda text: "/ q z]0;evilq" in text)
    assert b"\x1b]0;evil" not in terminal.raw


def test_a_key_right_behind_esc_is_not_lost(opened: Opened, dialer: Dialer) -> None:
    """To a terminal that is one key with alt."""
    terminal = opened(dialer, SIZES[0])
    terminal.until(lambda text: "● LIVE" in text)
    for _ in range(3):
        terminal.send("?")
        terminal.until(lambda text: "esc back" in text)
        terminal.send("\x1b2")
        terminal.until(lambda text: "[2 Agents" in text and "esc back" not in text)
        terminal.send("1")
        terminal.until(lambda text: "[1 Calls" in text)


def test_hostile_names_are_literal_and_every_line_keeps_its_columns(opened: Opened) -> None:
    with Server(World(seed=2, agents=60, campaigns=6, calls_per_hour=900, even=True, hostile=True)) as server:
        terminal = opened(Dialer(server), (120, 36))
        terminal.until(lambda text: "● LIVE" in text)
        terminal.still()
        for _ in range(4):
            for y in range(2, 34):
                cells = [terminal.screen.buffer[y][x].data for x in (0, 37, 38, 119)]
                assert set(cells) <= set("│╭╮╰╯"), terminal.screen.display[y]
            terminal.send("\x1b[6~")
            terminal.still()
    assert b"\x1b[31m" not in terminal.raw
    assert set(re.findall(rb"\x1b[\]PX^_]..", terminal.raw)) <= {b"\x1b]22"}  # the pointer's shape, Textual's own
    hidden = "[\u0080-\u009f\u200b\u200c\u200e\u200f\u202a-\u202e\u2066-\u2069]"
    assert not re.search(hidden, terminal.raw.decode())


def test_when_the_api_is_gone_rows_stay_and_the_age_is_said(opened: Opened) -> None:
    server = Server(World(seed=4, agents=20, campaigns=3, calls_per_hour=500, even=True)).start()
    terminal = opened(Dialer(server), (120, 36), "--interval", "1s")
    terminal.until(lambda text: "● LIVE" in text)
    rows = [line[40:] for line in terminal.lines[3:30]]
    server.stop()
    terminal.until(lambda text: re.search(r"▲ OFFLINE \d+ s old", text))
    assert {row[10:30] for row in rows[:10]} & {line[50:70] for line in terminal.lines[3:30]}


def test_a_refused_key_is_said_and_asked_with_no_more(opened: Opened, still_floor: Server) -> None:
    dialer = Dialer(still_floor)
    dialer.env["DIALER_TUI_AFFILIATE_KEY"] = "0" * 32
    terminal = opened(dialer, (80, 24))
    text = terminal.until(lambda text: "▲ REFUSED" in text and "The API refused the ID and key." in text)
    assert "Invalid ID and Transaction Key combination" in text
    asked = still_floor.api.asked
    time.sleep(1.5)
    assert still_floor.api.asked == asked
    assert b"0" * 32 not in terminal.raw


def test_no_color_sends_no_colour(opened: Opened, dialer: Dialer) -> None:
    terminal = opened(dialer, (120, 36), NO_COLOR="1")
    terminal.until(lambda text: "● LIVE" in text)
    terminal.still()
    codes = {code for match in COLOURS.findall(terminal.raw) for code in match[2:-1].split(b";")}
    assert codes <= {b"", b"0", b"1", b"2", b"4", b"7", b"39", b"49"}
    assert {b"1", b"7"} <= codes


@pytest.mark.parametrize(("term", "allowed"), [("xterm", "16"), ("xterm-256color", "256")])
def test_colours_are_those_the_terminal_has(opened: Opened, dialer: Dialer, term: str, allowed: str) -> None:
    terminal = opened(dialer, (80, 24), TERM=term)
    terminal.until(lambda text: "● LIVE" in text)
    terminal.still()
    assert b"38;2;" not in terminal.raw
    assert (b"38;5;" in terminal.raw) == (allowed == "256")


MARKS = "✦×»●○▲—…▾▸↑↓·–≤█╭╮╰╯─│“”"


def look_around(terminal: Terminal) -> None:
    """At the panes, the help, the diagnostics and a call."""
    back = ("esc", "/ filter")
    steps = (("", "o LIVE"), ("?", "Help |"), back, ("d", "Diagnostics"), back, ("enter", "Call "))
    for key, seen in steps:
        terminal.send(key)
        terminal.until(lambda text, seen=seen: seen in text)
        terminal.still()


def test_no_byte_beyond_ascii_under_lang_c(opened: Opened, dialer: Dialer) -> None:
    terminal = opened(dialer, (120, 36), LANG="C")
    look_around(terminal)
    assert terminal.raw.isascii()


def test_with_ascii_glyphs_names_keep_their_letters(opened: Opened, dialer: Dialer, tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_text('[view]\nglyphs = "ascii"\n')
    terminal = opened(dialer, (120, 36), DIALER_TUI_CONFIG=str(config))
    look_around(terminal)
    beyond = {char for char in terminal.raw.decode() if not char.isascii()}
    assert any(char.isalpha() for char in beyond)
    assert not beyond & set(MARKS)


def test_nothing_is_written_but_how_it_was_left(opened: Opened, dialer: Dialer, home: Path) -> None:
    terminal = opened(dialer, (80, 24))
    terminal.until(lambda text: "● LIVE" in text)
    assert [path for path in home.rglob("*") if path.is_file()] == []
    terminal.send("q")
    assert terminal.end() == 0
    (path,) = [path for path in home.rglob("*") if path.is_file()]
    assert path.name == "state.json"
    assert set(json.loads(path.read_text())) == {
        *("version", "sort", "type", "pane", "zoomed", "theme"),
        *("agents", "campaigns"),
    }
