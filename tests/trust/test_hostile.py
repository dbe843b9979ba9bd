"""Hostile text by every road: only the console's own sequences reach the terminal, and every cell stays put."""

from __future__ import annotations

import csv
import io
import itertools
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
import tomli_w

from dialer_tui import config
from dialer_tui.api.protocol import Fault, Kind
from dialer_tui.cli import ending
from dialer_tui.cli.group import run
from dialer_tui.config import ConfigError
from dialer_tui.simulator import hostile as floors_own
from dialer_tui.simulator import roster
from dialer_tui.simulator.names import Script
from dialer_tui.simulator.server import Server
from dialer_tui.simulator.world import World
from dialer_tui.text import clean
from dialer_tui.ui.copying import COPIES
from dialer_tui.ui.keys import KEYS, PANES
from tests.cli.test_record import recorded
from tests.conftest import FLOOR_TIME, Dialer, Opened
from tests.test_privacy import own, questions
from tests.trust.grammar import OWN, foreign
from tests.trust.grammar import own as sequences
from tests.trust.hostile import KINDS, texts
from tests.ui import rules
from tests.ui.rules import Look
from tests.ui.terminal import ESC, Terminal

SIZE = (120, 36)
RULES = 40
ALL = tuple(texts(broken=False))
SOME = ALL[::6]
CTRL_P, CTRL_U = "\x10", "\x15"
UNSAFE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
FORMULA = re.compile(r"[=+\-@\t\r]")
PHONE = re.compile(r"[\d ()+\-]+")


@pytest.fixture(scope="module")
def floor() -> Iterator[Server]:
    """A floor on which everybody and everything has such a name."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(roster, "_SCRIPTS", [Script(1, ALL, ALL)])
        patch.setattr(floors_own, "NAMES", ALL)
        patch.setattr(roster, "_named", lambda rng, _, __: rng.choice(ALL))
        world = World(seed=9, agents=90, campaigns=30, calls_per_hour=200, start=FLOOR_TIME, freeze=0, hostile=True)
        with Server(world) as server:
            yield server


@pytest.fixture
def settings(tmp_path: Path) -> Path:
    """Settings whose every text of one's own is hostile, with rules that ring for each."""
    rules = [
        {"name": text, "figure": "aht", "above": 1.0, "minimum": 1, "for": "1s", "bell": True, "notify": True}
        for text in {clean(text).strip()[:40]: text for text in ALL if clean(text).strip()}.values()
    ]
    path = tmp_path / "config.toml"
    path.write_bytes(tomli_w.dumps({"poll": {"interval": "1s"}, "alerts": rules[:RULES]}).encode("utf-8", "replace"))
    path.chmod(0o600)
    return path


@pytest.fixture
def account(floor: Server, monkeypatch: pytest.MonkeyPatch) -> Dialer:
    dialer = Dialer(floor)
    for name, value in dialer.env.items():
        monkeypatch.setenv(name, value)
    return dialer


# --- the screen -----------------------------------------------------------------------------------------------


class Seat:
    """Somebody at the console, who sees every screen whole."""

    def __init__(self, terminal: Terminal) -> None:
        self.terminal = terminal
        terminal.until(lambda text: "● LIVE" in text, 60)
        terminal.still()
        self.panes = Look(terminal).frames
        self.look = Look(terminal)
        assert len(self.panes) == 3

    def press(self, *keys: str) -> None:
        """Press keys; the screen then is sound: no frame is broken or moved, nothing is written past an edge."""
        self.terminal.send(*keys)
        self.terminal.still()
        look = Look(self.terminal)
        wrong = [one for one in rules.faults(look, self.panes, (), self.look) if "a key of the footer" not in one]
        assert not wrong, f"{wrong[:3]} after {keys!r}\n{look.text}"
        self.look = look


def test_on_the_screen_they_are_text_and_every_cell_stays_in_its_place(
    account: Dialer, opened: Opened, settings: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    terminal = opened(account, SIZE, DIALER_TUI_CONFIG=str(settings), TERM="foot", TEXTUAL_FPS="200")
    seat = Seat(terminal)
    for pane in PANES:
        number = next(key.keys for key in KEYS if key.id == pane)
        seat.press(number, "home")
        for key in ("pgdn", "pgdn", "right", "right", "down", "z", "pgdn", "z"):
            seat.press(key)
        seat.press(ESC)
    seat.press("1", "home")
    for _ in range(6):  # a call in full, and what its cells make of a filter
        seat.press("enter")
        seat.press(ESC, "down", "f")
        seat.press("right", "f")
        seat.press(ESC, ESC)
    for text in ALL[::14]:  # pasted, taken, and found again above
        seat.press("/", f"\x1b[200~{text}\x1b[201~")
        seat.press("enter", "/", "up")
        seat.press(ESC, ESC, ESC)
    for copy in COPIES:
        seat.press("1", "home", "down", "y", copy.letter)
    for number, text in enumerate(ALL[::18]):
        seat.press("e", "c", CTRL_U, f"\x1b[200~{tmp_path}/x{number}{text[:60]}\x1b[201~", "enter")
        seat.press(ESC, ESC, ESC)
    for road in (("a",), ("d",), (CTRL_P, "campaign"), ("s",), ("c",), ("w", "p"), ("e",)):
        seat.press(*road)
        seat.press(ESC, ESC, ESC)
    terminal.send("b")
    terminal.still()
    terminal.send("b", ESC, "q")
    assert terminal.end() == 0
    assert list(foreign(_screen(terminal.raw))) == []
    assert list(foreign(terminal.raw, lines=True)) == []
    # What is the console's own could still be somebody else's: it is there as often as the console says it.
    said = [*sequences(terminal.raw)]
    times = Counter(what for what, _ in said)
    assert times["a notification"] == times["the bell"] == RULES
    assert times["the clipboard"] == len(COPIES)
    assert [mode for what, mode in said if what == "a mode" and "1049" in mode] == ["\x1b[?1049h", "\x1b[?1049l"]
    assert b"\x1b]52;c;b3duZWQ=\x07" not in terminal.raw


def _screen(raw: bytes) -> bytes:
    """What was sent while the screen was taken."""
    return raw[raw.index(b"\x1b[?1049h") : raw.rindex(b"\x1b[?1049l")]


def test_a_recording_of_them_is_played_in_the_same_way(account: Dialer, opened: Opened, tmp_path: Path) -> None:
    tape = tmp_path / "tape\u202e\x1b]0;x\x07漢.gz"
    code, err = recorded(account, tape)
    assert code == 130
    assert list(foreign(err.encode(), lines=True)) == []
    terminal = opened(account, SIZE, "replay", str(tape), TEXTUAL_FPS="200")
    terminal.until(lambda text: "REPLAY" in text and re.search(r"\d\d:\d\d:\d\d (in|out) ", text), 60)
    terminal.send("2", "pgdn", "3", "pgdn", "1", "enter")
    terminal.still()
    terminal.send(ESC, ESC, "q")
    assert terminal.end() == 0
    assert list(foreign(_screen(terminal.raw))) == []


# --- commands -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["agents", "campaigns", "calls", "figures", "report", "check"])
def test_what_commands_print_is_text(name: str, account: Dialer, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    asked = questions(name)
    if any(one.name == "where" for one in own(name)):
        asked += [[*asked[0], "--where", json.dumps(text)] for text in ALL[::60]]
    for line in asked:
        code = run(line)
        out, err = capfdbinary.readouterr()
        assert code in (0, 2), err
        assert list(foreign(err, lines=True)) == [], line
        if "json" in line:
            assert not UNSAFE.search(out.decode()), line
            json.loads(out)
            continue
        assert list(foreign(out, lines=True)) == [], line
        if "csv" in line:
            cells = [*itertools.chain(*csv.reader(io.StringIO(out.decode())))]
            formulas = [cell for cell in cells if FORMULA.match(cell) and not PHONE.fullmatch(cell)]
            assert formulas == [], line
            assert not any("\n" in cell for cell in cells)


def one_line(err: bytes) -> None:
    assert list(foreign(err, lines=True)) == []
    assert err.count(b"\n") == 1


@pytest.mark.parametrize("make", [
    lambda text: Fault(Kind.BUSY, text, code=900),
    lambda text: ConfigError(text, Path(f"/nowhere/{text}")),
    lambda text: OSError(2, "No such file or directory", text),
], ids=["of the API", "of settings", "of the system"])  # fmt: skip
def test_errors_are_one_line_whatever_they_hold(
    make: object, capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ending.out, "hush", lambda: None)

    def fail(text: str) -> int:
        raise make(text)  # type: ignore[operator]

    for text in texts():
        assert ending.guard(lambda text=text: fail(text)) in (1, 2, 5)  # type: ignore[misc]
        one_line(capfdbinary.readouterr()[1])


@pytest.mark.parametrize(
    "place",
    [
        *(("profile",), ("profiles", "x", "url"), ("view", "timezone"), ("view", "theme"), ("keys", "quit")),
        *(("api", "ca_file"), ("poll", "window"), ("figures", "not_agents"), ("odd",)),
    ],
    ids=".".join,
)
def test_settings_that_are_wrong_are_one_line(
    place: tuple[str, ...], account: Dialer, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    for text in (*ALL[::3], "null\0byte", "~nobody/x"):
        if "\r" in text or len(text) > 1_000:
            continue
        value: object = text
        for name in reversed(place):
            value = {name: value}
        path = tmp_path / "config.toml"
        path.write_text(tomli_w.dumps(value))  # type: ignore[arg-type]
        path.chmod(0o600)
        code = ending.guard(lambda path=path: bool(config.load(path)) and 0)  # type: ignore[misc]
        err = capfdbinary.readouterr()[1]
        assert code in (0, 2)
        if code:
            one_line(err)


def test_words_on_the_command_line_are_said_as_text(account: Dialer, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    for text in SOME:
        for line in ([text], ["calls", f"--{text}"], ["calls", "--format", text], ["calls", "--config", text],
                     ["replay", text], ["calls", "--where", text], ["agents", "--profile", text]):  # fmt: skip
            if "\0" in text or text.startswith("-") or not text.strip() or len(text) > 1_000 or text[0] in "\r\n":
                continue
            ending.guard(lambda line=line: run(line))  # type: ignore[misc]
            out, err = capfdbinary.readouterr()
            assert list(foreign(err, lines=True)) == [], line
            if line[-2:] != ["--where", text]:
                assert out == b""


# --- the tests' own tools -------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["controls", "sequences", "turns", "nothing", "breaks", "marks", "broken"])
def test_the_grammar_takes_none_of_them(kind: str) -> None:
    own = re.compile("|".join(re.sub("[?]P<.*?>", "", form) for form in OWN.values()))
    for piece in KINDS[kind]:
        taken = own.fullmatch(piece) or (kind == "nothing" and unicodedata.category(piece) == "Mn")
        assert taken or list(foreign(f"a{piece}b".encode(errors="surrogatepass"))), repr(piece)
    assert list(foreign(b"\x1b[1;2H\x1b[0;38;5;244ma\xe6\xbc\xa2\x1b[0m\x07")) == []
