"""Masked, and anonymised, nothing that leaves the program has a name or a number of the floor in it. Real processes.

The commands and what they may be asked come from the command line's own tables, the keys from theirs.
"""

from __future__ import annotations

import gzip
import itertools
import re
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import click
import pytest

from dialer_tui.cli.group import COMMANDS, Lazy, run
from dialer_tui.cli.group import commands as root
from dialer_tui.simulator.server import Server
from dialer_tui.ui.copying import COPIES
from dialer_tui.ui.keys import KEYS, PANES, Key
from tests import private
from tests.cli.test_record import recorded
from tests.conftest import Dialer, Opened
from tests.private import Private
from tests.ui.terminal import ESC, Terminal
from tests.ui.test_every_key import characters

SIZE = (200, 50)
RULES = """\
[view]
mask = true
[poll]
interval = "1s"
[[alerts]]
name = "slow"
figure = "aht"
above = 1.0
minimum = 1
for = "1s"
bell = true
notify = true
[[alerts]]
name = "of one"
figure = "aht"
above = 1.0
minimum = 1
for = "1s"
agent = "{name}"
notify = true
[[alerts]]
name = "many"
calls = 'contact:"{name}" or number:{number} or type:in'
at_least = 1
for = "1s"
notify = true
"""


@pytest.fixture(scope="module")
def floor() -> Iterator[Server]:
    with private.floor() as server:
        yield server


@pytest.fixture(scope="module")
def people(floor: Server) -> Private:
    return Private(floor.world)


@pytest.fixture
def config(floor: Server, people: Private, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Settings with a mask, and with rules that name somebody."""
    config = tmp_path_factory.mktemp("settings") / "config.toml"
    agent = floor.world.roster.agents[0].name
    config.write_text(RULES.format(name=agent, number=min(people.numbers)))
    config.chmod(0o600)
    return config


@pytest.fixture
def masked(floor: Server, config: Path) -> Dialer:
    """The program on that floor, masked."""
    dialer = Dialer(floor)
    dialer.env["DIALER_TUI_CONFIG"] = str(config)
    return dialer


@dataclass
class Floor:
    """The program on that floor."""

    dialer: Dialer
    people: Private
    opened: Opened
    folder: Path
    printed: pytest.CaptureFixture[str]

    def run(self, *line: str) -> tuple[int, str]:
        """Run a command here, as to start a process for each takes longer than all of them do; what it printed."""
        self.printed.readouterr()
        code = run(line)
        return code, "".join(self.printed.readouterr())


@pytest.fixture
def on(
    masked: Dialer,
    people: Private,
    opened: Opened,
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> Floor:
    for name, value in masked.env.items():
        monkeypatch.setenv(name, value)
    return Floor(masked, people, opened, tmp_path, capfd)


def command(name: str) -> click.Command:
    found = cast(Lazy, root).get_command(click.Context(root), name)
    assert found is not None
    return found


def own(name: str) -> list[click.Option]:
    """The options of a command that not every command has."""
    shared = {param.name for param in root.params}
    return [one for one in command(name).params if isinstance(one, click.Option) and one.name not in shared]


def questions(name: str) -> list[list[str]]:
    """Every way to ask a command by its choices, as arguments."""
    ways = [
        [*([] if one.default in one.type.choices else [[]]), *([one.opts[0], str(said)] for said in one.type.choices)]
        for one in own(name)
        if isinstance(one.type, click.Choice)
    ]
    return [[name, *itertools.chain(*way)] for way in itertools.product(*ways)]


# --- every command --------------------------------------------------------------------------------------------


def listed(name: str, on: Floor) -> str:
    """A command that ends by itself: every form of it, and with a filter that names somebody where it takes one."""
    asked = questions(name)
    if any(one.name == "where" for one in own(name)):
        someone = next(one for one in sorted(on.people.people) if one.isascii())
        where = f'agent:"{someone}" or "{someone}" or number:{min(on.people.numbers)} or type:in'
        asked += [[*one, "--where", where] for one in asked if "--by" not in one]
    said = ""
    for line in asked:
        code, out = on.run(*line)
        assert code == 0, (line, out)
        assert len(out) > 100, line
        said += out
    return said


def lasting(name: str, on: Floor) -> str:
    """A command that prints until it is interrupted, with all its flags."""
    flags = [one.opts[0] for one in own(name) if one.is_flag]
    process = on.dialer.start(name, *flags, "--interval", "1s", stdout=(on.folder / "out").open("wb"))
    wanted = ('"event":"existing"', '"event":"alert"', '"event":"state"')
    end = time.monotonic() + 60
    while not all(word in (on.folder / "out").read_text().replace(" ", "") for word in wanted):
        assert time.monotonic() < end
        time.sleep(0.1)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=30)
    return (on.folder / "out").read_text() + err.decode()


def written(name: str, on: Floor) -> str:
    """An account is tried and written."""
    line = [
        name,
        "--url",
        on.dialer.env["DIALER_TUI_URL"],
        "--affiliate-id",
        on.dialer.env["DIALER_TUI_AFFILIATE_ID"],
        "--profile",
        "new",
    ]
    key = on.dialer.env["DIALER_TUI_AFFILIATE_KEY"]
    environ = {k: v for k, v in on.dialer.environ().items() if not k.startswith("DIALER_TUI_AFF")}
    argv = on.dialer.argv(*line, "--config", str(on.folder / "new.toml"))
    ran = subprocess.run(argv, input=key.encode(), capture_output=True, env=environ, timeout=60, check=False)
    assert (on.folder / "new.toml").exists(), ran.stderr
    return (ran.stdout + ran.stderr).decode() + (on.folder / "new.toml").read_text()


def boarded(name: str, on: Floor) -> str:
    """The board on its wall."""
    terminal = on.opened(on.dialer, (120, 36), name)
    terminal.until(lambda text: "● LIVE" in text and "target" in text, 60)
    terminal.still()
    terminal.send("q")
    assert terminal.end() == 0
    assert not on.people.sent(terminal.raw)
    return terminal.text


def replayed(name: str, on: Floor) -> str:
    """A recording with all names in it, in a console that is masked."""
    tape = on.folder / "tape.gz"
    recorded(on.dialer, tape, "--no-anonymise")
    assert on.people.found(gzip.decompress(tape.read_bytes()).decode())
    terminal = on.opened(on.dialer, SIZE, name, str(tape))
    terminal.until(lambda text: re.search(r"REPLAY.*masked", text) and re.search(r"\d\d:\d\d:\d\d (in|out) ", text), 60)
    terminal.still()
    seen = terminal.text
    terminal.send("2", "enter")
    terminal.still()
    seen += terminal.text
    terminal.send("q")
    assert terminal.end() == 0
    assert not on.people.sent(terminal.raw)
    return seen


def anonymised(name: str, on: Floor) -> str:
    """What is recorded without a name. Without --anonymise it has all of them: that is what it is for."""
    tape = on.folder / "tape.gz"
    code, err = recorded(on.dialer, tape, "--anonymise")
    assert code == 130, err
    text = gzip.decompress(tape.read_bytes()).decode()
    assert '"anonymised":true' in text
    assert text.count('"number_in":') > 10
    assert not on.people.encoded(text)
    assert not [place for place in on.people.places if place in text]
    assert not [ident for ident in on.people.ids if ident in text]
    return err  # what was drawn in the place of names and numbers may be like a part of one


def ours(*_: Any) -> str:
    """A floor of the program's own making: its names are nobody's."""
    return ""


HOW: dict[str, Callable[[str, Floor], str]] = {
    "init": written,
    "demo": ours,
    "board": boarded,
    "check": listed,
    "agents": listed,
    "campaigns": listed,
    "calls": listed,
    "figures": listed,
    "report": listed,
    "watch": lasting,
    "record": anonymised,
    "replay": replayed,
    "simulate": ours,
}


def test_every_command_is_asked() -> None:
    assert set(HOW) == set(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_no_command_says_a_name_or_a_number(name: str, on: Floor) -> None:
    assert not on.people.found(HOW[name](name, on))


def test_unmasked_they_are_found(on: Floor, config: Path) -> None:
    """What is searched for is there to be found: in every form of the lists that have people in them."""
    config.write_text("")
    for line in (*questions("agents"), *questions("calls"), *questions("figures")):
        if line[0] != "figures" or "agent" in line:
            code, out = on.run(*line)
            assert code == 0
            assert len(on.people.found(out)) > 5, line
    terminal = on.opened(on.dialer, SIZE)
    terminal.until(lambda text: len(on.people.found(text)) > 5, 60)
    terminal.still()
    terminal.send("y", "c")
    terminal.until(lambda text: "copied contact" in text)
    (copied,) = re.findall(rb"\x1b\]52;c;[^\x07]*\x07", terminal.raw)
    assert on.people.sent(copied)
    assert len(on.people.sent(terminal.raw)) > 5


# --- the console ----------------------------------------------------------------------------------------------

# What ends it, and what takes the mask off.
NOT_PRESSED = {"quit", "interrupt", "suspend", "mask"}


class Seen:
    """Somebody at a masked console, and everything that was ever on the screen."""

    def __init__(self, terminal: Terminal, people: Private) -> None:
        self.terminal = terminal
        self.people = people
        self.screens = 0

    def press(self, *keys: str) -> str:
        """Press keys; the screen then, which names nobody."""
        self.terminal.send(*keys)
        self.terminal.still()
        found = self.people.found(self.terminal.text)
        assert not found, f"{found} after {keys}:\n{self.terminal.text}"
        self.screens += 1
        return self.terminal.text

    def press_all(self, place: str, *road: str) -> None:
        """Do all that can be done in a place, each time anew from the end of a road; without a key by the palette."""
        for key in keys_of(place):
            first = key.keys.partition(",")[0]
            self.press(ESC, ESC, *road, *([characters(first)] if first else ["\x10", key.help, "enter"]))
        self.press(ESC, ESC)


def keys_of(place: str) -> Sequence[Key]:
    return [key for key in KEYS if place in key.where and key.id not in NOT_PRESSED]


@pytest.fixture
def seat(masked: Dialer, people: Private, opened: Opened, tmp_path: Path, home: Path) -> Iterator[Seen]:
    terminal = opened(masked, SIZE, TEXTUAL_FPS="200", TERM="foot")
    terminal.until(lambda text: "LIVE" in text and "masked" in text and re.search(r"Agents .*[1-9]", text), 60)
    terminal.until(lambda text: re.search(r"\d\d:\d\d:\d\d (in|out) ", text), 60)
    seat = Seen(terminal, people)
    yield seat
    terminal.send(ESC, ESC, ESC, "q")
    assert terminal.end() == 0
    assert b"Traceback" not in terminal.raw
    found = people.sent(terminal.raw) | people.written(tmp_path, home)
    assert not found


def test_wherever_somebody_goes_in_the_console_it_names_nobody(seat: Seen) -> None:
    assert re.search(r"…\d{4} +…\d{4}", seat.press("z"))
    seat.press("z")
    for pane in PANES:
        number = next(key.keys for key in KEYS if key.id == pane)
        seat.press_all(pane, number, "home", "down")
    seat.press_all("details", "1", "home", "enter")
    seat.press_all("alerts", "1", "a")
    assert seat.screens > 100


def there(path: Path) -> Callable[[str], bool]:
    """Whether a file has been written, whatever is on the screen."""
    return lambda _: path.exists() and path.stat().st_size > 200


def test_nothing_taken_out_of_the_console_names_anybody(seat: Seen, tmp_path: Path) -> None:
    terminal = seat.terminal
    for copy in COPIES:
        seat.press("1", "home", "y", copy.letter)
    terminal.until(lambda _: terminal.raw.count(b"\x1b]52;c;") == len(COPIES))
    for pane, letter in itertools.product("123", "cjnr"):
        path = tmp_path / f"{pane}{letter}"
        seat.press(pane, "e", letter, "\x15", str(path), "enter")
        terminal.until(there(path))
    terminal.until(lambda _: b"\x1b]777;notify;" in terminal.raw)
    # A filter made of a cell names somebody; the file's name must not, nor the words of a filter kept before.
    seat.press("1", "home", "f", "right", "f", "e", "c")
    seat.press(ESC, ESC, ESC, ESC)
