"""Commands on a real pseudo-terminal: widths, progress, and terminals on which no screen can be drawn."""

from __future__ import annotations

import contextlib
import subprocess
import time
from collections.abc import Iterator

import pyte
import pytest
from ptyprocess import PtyProcess

from dialer_tui.simulator.faults import parse
from dialer_tui.simulator.server import Server
from dialer_tui.simulator.world import World
from dialer_tui.text import width
from tests.conftest import FLOOR_TIME, Dialer


def on_terminal(dialer: Dialer, *arguments: str, columns: int = 80, **env: str) -> tuple[int, str]:
    """Run a command with a terminal for everything: its exit code, and what the terminal was sent."""
    process = PtyProcess.spawn(dialer.argv(*arguments), dimensions=(24, columns), env=dialer.environ(**env))
    got = b""
    while True:
        try:
            got += process.read(65536)
        except EOFError:
            break
    process.wait()
    code = process.exitstatus
    return -1 if code is None else code, got.decode()


@pytest.mark.parametrize("columns", [60, 80, 120, 200])
@pytest.mark.parametrize("command", ["calls", "campaigns"])
def test_a_table_is_fitted_to_the_terminal(dialer: Dialer, command: str, columns: int) -> None:
    code, shown = on_terminal(dialer, command, columns=columns)
    lines = shown.splitlines()
    assert code == 0
    assert len(lines) > 10
    assert max(map(width, lines)) <= columns
    assert "\x1b" not in shown


def test_at_80_columns_no_essential_column_is_missing(dialer: Dialer) -> None:
    header = on_terminal(dialer, "calls")[1].splitlines()[1]
    for title in ("Call date", "Type", "Agent", "Contact", "Queue", "Talk"):
        assert title in header
    assert "Inbound no." not in header


def test_wide_enough_it_shows_what_a_pipe_gets(dialer: Dialer) -> None:
    shown = on_terminal(dialer, "campaigns", columns=1000)[1].replace("\r\n", "\n")
    assert shown == dialer("campaigns").out


def test_json_and_csv_are_the_same_on_a_terminal(dialer: Dialer) -> None:
    for form in ("json", "csv"):
        shown = on_terminal(dialer, "agents", "--format", form)[1].replace("\r\n", "\n")
        assert shown == dialer("agents", "--format", form).out


def test_under_lang_c_a_terminal_gets_ascii_and_a_pipe_every_letter(dialer: Dialer) -> None:
    shown = on_terminal(dialer, "agents", LANG="C")[1].replace("\r\n", "\n")
    piped = dialer("agents", env={"LANG": "C"}).out
    assert shown.isascii()
    assert not piped.isascii()
    assert piped == dialer("agents").out
    assert [width(line) for line in shown.splitlines()] == [width(line) for line in piped.splitlines()]
    wrong = ("calls", "--since", "soon")
    assert '"soon" is not allowed' in on_terminal(dialer, *wrong, LANG="C")[1]
    assert "“soon” is not allowed" in dialer(*wrong, env={"LANG": "C"}).err


@pytest.fixture
def slow() -> Iterator[Server]:
    world = World(seed=4, agents=10, campaigns=2, calls_per_hour=60, start=FLOOR_TIME, freeze=0)
    with Server(world, faults=[parse("slow=0.6")]) as server:
        yield server


def test_progress_is_shown_when_it_lasts_and_wiped(slow: Server, dialer: Dialer) -> None:
    code, shown = on_terminal(Dialer(slow), "calls", "--since", "1h")
    assert code == 0
    assert "calls: " in shown.split("Calls dated")[0]
    assert shown.split("Calls dated")[0].endswith("\r")
    assert on_terminal(Dialer(slow), "calls", "--since", "1h", TERM="dumb")[1].startswith("Calls dated")
    assert on_terminal(dialer, "calls")[1].startswith("Calls of")


def test_progress_is_not_for_pipes(slow: Server) -> None:
    assert Dialer(slow)("calls", "--since", "1h").err == ""


@pytest.mark.parametrize("line", [[], ["demo"]])
@pytest.mark.parametrize(
    ("env", "words"),
    [
        ({"TERM": "dumb"}, "TERM=dumb"),
        ({"TERM": ""}, "TERM="),
        ({"PYTHONIOENCODING": "latin-1"}, "the console needs UTF-8"),
    ],
)
def test_where_no_screen_can_be_drawn_it_says_so(
    dialer: Dialer, line: list[str], env: dict[str, str], words: str
) -> None:
    code, shown = on_terminal(dialer, *line, **env)
    assert code == 2
    assert words in shown
    assert len(shown.splitlines()) == 1


def test_ctrl_c_on_the_terminal_ends_a_watch(dialer: Dialer) -> None:
    process = PtyProcess.spawn(dialer.argv("watch", "--states"), dimensions=(24, 80), env=dialer.environ())
    got = b""
    while b'"LIVE"' not in got:
        got += process.read(65536)
    process.sendintr()
    began = time.monotonic()
    process.wait()
    assert process.exitstatus == 130
    assert time.monotonic() - began < 3


def test_a_terminal_that_closes_ends_a_watch(dialer: Dialer) -> None:
    process = PtyProcess.spawn(dialer.argv("watch", "--states"), dimensions=(24, 80), env=dialer.environ())
    got = b""
    while b'"LIVE"' not in got:
        got += process.read(65536)
    process.fileobj.close()
    deadline = time.monotonic() + 5
    while process.isalive() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not process.isalive()


def test_the_console_needs_a_terminal_to_read_from(dialer: Dialer) -> None:
    done = subprocess.run(
        dialer.argv("demo"), stdin=subprocess.DEVNULL, capture_output=True, env=dialer.environ(), check=False
    )
    assert done.returncode == 2
    assert b"standard input is none" in done.stderr


def screen_until(process: PtyProcess, screen: pyte.Screen, words: str, timeout: float = 30) -> None:
    """Feed the screen until it shows these words."""
    stream = pyte.ByteStream(screen)
    deadline = time.monotonic() + timeout
    while words not in "\n".join(screen.display):
        assert time.monotonic() < deadline, "\n".join(screen.display)
        stream.feed(process.read(65536))


@pytest.mark.parametrize("size", [(24, 80), (36, 120)])
def test_the_demo_is_live_within_seconds_and_q_leaves_it(stranger: Dialer, size: tuple[int, int]) -> None:
    process = PtyProcess.spawn(stranger.argv("demo", "--agents", "30"), dimensions=size, env=stranger.environ())
    screen = pyte.Screen(size[1], size[0])
    screen_until(process, screen, "LIVE")
    assert "DEMO" in "\n".join(screen.display)
    process.write(b"q")
    with contextlib.suppress(EOFError):
        while True:
            process.read(65536)
    process.wait()
    assert process.exitstatus == 0


def test_the_console_opens_on_the_configured_account(dialer: Dialer) -> None:
    process = PtyProcess.spawn(dialer.argv(), dimensions=(24, 80), env=dialer.environ())
    screen_until(process, pyte.Screen(80, 24), "LIVE")
    process.write(b"q")
    with contextlib.suppress(EOFError):
        while True:
            process.read(65536)
    process.wait()
    assert process.exitstatus == 0
