"""How the console ends: crashes, signals, a terminal that is gone. Real processes on real pseudo-terminals."""

from __future__ import annotations

import os
import pty
import signal
import stat
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.app import App
from textual.drivers import linux_driver

from dialer_tui.ui import report
from dialer_tui.ui.driver import PasteParser
from tests.conftest import Dialer
from tests.ui.crashing import PLACES, Telling
from tests.ui.terminal import Terminal

RESTORED = (b"\x1b[?1049l", b"\x1b[?25h", b"\x1b[?2004l", b"\x1b[?1002l", b"\x1b[?1004l")


@pytest.fixture
def console(dialer: Dialer) -> Iterator[Terminal]:
    terminal = Terminal(dialer.argv(), dialer.environ(), 100, 30)
    yield terminal
    terminal.close()


def cpu_seconds(pid: int) -> float:
    """The processor time a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def settings_of(terminal: Terminal) -> list[object]:
    """The terminal's modes, as the line discipline has them."""
    return list(termios.tcgetattr(terminal.process.fd))


def test_quitting_leaves_the_terminal_as_it_was(console: Terminal) -> None:
    before = settings_of(console)
    console.until(lambda text: "LIVE" in text)
    assert settings_of(console) != before
    console.send("q")
    assert console.end() == 0
    assert settings_of(console) == before
    assert all(sequence in console.raw for sequence in RESTORED)
    assert b"\x1b[?1003h" not in console.raw  # not a byte up the line for a mouse that only moves


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_signal_ends_it_within_a_second_and_the_terminal_is_restored(
    console: Terminal, number: signal.Signals
) -> None:
    before = settings_of(console)
    console.until(lambda text: "LIVE" in text)
    asked = time.monotonic()
    console.kill(number)
    assert console.end() == 128 + number
    assert time.monotonic() - asked < 1.5  # of which half a second is this machine's to be busy in
    assert settings_of(console) == before
    assert all(sequence in console.raw for sequence in RESTORED)


def test_ctrl_c_is_a_key_that_leaves_even_from_a_filter(console: Terminal) -> None:
    console.until(lambda text: "LIVE" in text)
    console.send("/", "q")
    console.until(lambda text: "/ q" in text)
    console.send("\x03")
    assert console.end() == 0


@pytest.mark.parametrize("own_terminal", [True, False], ids=["with SIGHUP", "without SIGHUP"])
def test_a_closed_terminal_ends_it_without_a_spin(dialer: Dialer, own_terminal: bool) -> None:
    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (30, 100))

    def take_terminal() -> None:
        import fcntl

        fcntl.ioctl(0, termios.TIOCSCTTY, 0)

    process = subprocess.Popen(
        dialer.argv(),
        env=dialer.environ(),
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
        preexec_fn=take_terminal if own_terminal else None,
    )
    os.close(theirs)
    seen = b""
    while b"LIVE" not in seen:
        seen += os.read(ours, 65_536)
    before = cpu_seconds(process.pid)
    os.close(ours)
    closed = time.monotonic()
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 128 + signal.SIGHUP
    assert time.monotonic() - closed < 2
    assert used.ru_utime + used.ru_stime - before < 1


def test_bytes_that_are_no_text_do_not_end_it(console: Terminal) -> None:
    console.until(lambda text: "LIVE" in text)
    console.process.write(b"\xff\xfe\xc3")
    console.still()
    console.send("3")
    console.until(lambda text: "[3 Campaigns" in text)
    console.send("q")
    assert console.end() == 0


@pytest.mark.parametrize("place", PLACES)
def test_a_crash_is_one_line_a_report_and_exit_1(dialer: Dialer, home: Path, place: str) -> None:
    key = dialer.env["DIALER_TUI_AFFILIATE_KEY"]
    root = str(Path(__file__).parents[2])
    argv = [sys.executable, "-m", "tests.ui.crashing", place]
    terminal = Terminal(argv, dialer.environ(PYTHONPATH=root), 200, 30)
    before = settings_of(terminal)
    if PLACES[place][1] in ("action_refresh", "feed"):  # what a key does, and what takes keys
        terminal.until(lambda text: "LIVE" in text)
        terminal.send("r")
    try:
        assert terminal.end() == 1
        assert settings_of(terminal) == before
    finally:
        terminal.close()
    after = terminal.raw.rpartition(b"\x1b[?1049l")[2].decode()
    (said,) = [line for line in after.splitlines() if "dialer-tui" in line]
    assert "dialer-tui stopped, by an error of its own: " in said
    assert "Traceback" not in after
    (path,) = (home / ".local/state/dialer-tui").iterdir()
    assert str(path) in said
    written = path.read_text()
    assert "tests.ui.crashing" in written or "crashing.py" in written
    assert "builtins.ZeroDivisionError" in written
    assert "the key is" not in written
    assert key not in written
    assert key.encode() not in terminal.raw
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_report_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    assert report.write(ValueError("x"), blocked / "folder") is None


def test_a_report_has_types_and_places_of_the_whole_chain_and_no_words() -> None:
    try:
        try:
            raise KeyError("Ann Lee")
        except KeyError as error:
            raise ExceptionGroup("two", [Telling("secret"), ValueError("8885551212")]) from error
    except ExceptionGroup as group:
        lines, cause = list(report.lines(group)), report.cause(group)
    assert cause == "Telling"
    text = "\n".join(lines)
    for wanted in ("builtins.ExceptionGroup", "Telling", "builtins.ValueError", "builtins.KeyError", "test_guard.py:"):
        assert wanted in text
    for hidden in ("Ann Lee", "secret", "8885551212", "two", str(Path.home())):
        assert hidden not in text


def test_the_names_it_leans_on_are_still_there() -> None:
    for name in ("_fatal_error", "_handle_exception", "_close_messages_no_wait"):
        assert callable(getattr(App, name)), name
    app: App[None] = App()
    for name in ("_return_code", "_exception", "_exception_event", "_driver"):
        assert hasattr(app, name), name
    for name in ("_enable_mouse_support", "_disable_mouse_support", "_run_input_thread", "run_input_thread"):
        assert callable(getattr(linux_driver.LinuxDriver, name)), name
    assert linux_driver.XTermParser is PasteParser
    assert "XTermParser" in linux_driver.LinuxDriver.run_input_thread.__code__.co_names


@pytest.mark.parametrize("size", [1, 2, 3, 5, 7, 1000])
def test_escapes_in_pasted_text_are_taken_out_however_it_is_cut(size: int) -> None:
    sent = "a\x1b[Ab\x1b[200~q\x1bq\x1b[Aq\x1b[20\x1b]0;x\x07\x1b[201~\x1b[Bq\x1b[200~\x1b\x1b[201~\x1b"
    parser = PasteParser()
    calm = "".join(parser.calm(sent[at : at + size]) for at in range(0, len(sent), size))
    assert calm == "a\x1b[Ab\x1b[200~qq[Aq[20]0;x\x07\x1b[201~\x1b[Bq\x1b[200~\x1b[201~\x1b"
