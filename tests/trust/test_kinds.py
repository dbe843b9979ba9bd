"""Every kind and size of terminal, and what is done to one: the console is alive, sane, and leaves it as it was."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.conftest import Dialer, Opened
from tests.trust.grammar import foreign
from tests.trust.secret import Secret
from tests.ui.terminal import ESC, Terminal

RESTORED = ("\x1b[?1049l", "\x1b[?25h", "\x1b[?2004l", "\x1b[?1002l", "\x1b[?1004l", "\x1b[?7h")
_PASTED = 1_000_000  # characters


def live(terminal: Terminal) -> Terminal:
    terminal.until(lambda text: "LIVE" in text, 60)
    terminal.still()
    return terminal


def left(terminal: Terminal, before: list[object]) -> None:
    """Somebody leaves: all is as it was, and nothing strange has been sent."""
    terminal.send(ESC, ESC, ESC, "q")
    assert terminal.end(20) == 0
    assert termios.tcgetattr(terminal.process.fd) == before
    sent = terminal.raw.decode()
    assert all(mode in sent for mode in RESTORED)
    assert list(foreign(sent[: sent.rindex(RESTORED[0])].encode())) == []


@pytest.mark.parametrize(
    ("term", "env", "colours"),
    [
        ("linux", {}, r"3[0-7]"),
        ("vt100", {}, r"3[0-7]"),
        ("xterm-direct", {"COLORTERM": "truecolor"}, r"38;2;\d+;\d+;\d+"),
        ("screen-256color", {}, r"38;5;\d+"),
        ("unknown-to-all", {}, ""),
    ],
)
def test_each_kind_is_alive_sane_and_restored(
    opened: Opened, dialer: Dialer, term: str, env: dict[str, str], colours: str
) -> None:
    terminal = opened(dialer, (80, 24), TERM=term, **env)
    before = termios.tcgetattr(terminal.process.fd)
    live(terminal)
    assert re.search(rf"\x1b\[[0-9;]*{colours}[0-9;]*m", terminal.raw.decode())
    for keys, seen in (("2", "[2 Agents"), ("1", "[1 Calls"), ("?", "Help")):
        terminal.send(keys)
        terminal.until(lambda text, seen=seen: seen in text)
    left(terminal, before)


def test_a_dumb_terminal_is_told_before_anything_is_drawn(opened: Opened, dialer: Dialer) -> None:
    terminal = opened(dialer, (80, 24), TERM="dumb")
    assert terminal.end(20) == 2
    assert b"\x1b" not in terminal.raw
    assert terminal.raw.count(b"\n") == 1


@pytest.mark.parametrize(
    "size", [(500, 200), (40, 10), (1, 1), (2, 1), (1, 60)], ids=lambda size: "x".join(map(str, size))
)
def test_each_size_from_the_start(opened: Opened, dialer: Dialer, size: tuple[int, int]) -> None:
    terminal = opened(dialer, size)
    before = termios.tcgetattr(terminal.process.fd)
    if size[0] >= 40:
        live(terminal)
        assert terminal.screen.over == 0
    else:
        terminal.until(lambda _: b"\x1b[?1049h" in terminal.raw)
        terminal.still()
        terminal.resize(80, 24)
        live(terminal)
        terminal.resize(*size)
        terminal.still()
    left(terminal, before)


def test_a_million_characters_pasted_into_a_filter_are_cut_and_hold_up_nobody_for_long(
    opened: Opened, dialer: Dialer
) -> None:
    terminal = opened(dialer, (80, 24))
    before = termios.tcgetattr(terminal.process.fd)
    live(terminal)
    terminal.send("/")
    terminal.until(lambda text: "\n / " in text)
    data = f"\x1b[200~{'zq x' * (_PASTED // 4)}\x1b[201~".encode()
    began, sent = time.monotonic(), 0
    os.set_blocking(terminal.process.fd, False)
    while sent < len(data):
        try:
            sent += os.write(terminal.process.fd, data[sent : sent + 4_096])
        except BlockingIOError:
            terminal.read(0.01)
        assert time.monotonic() - began < 60
    os.set_blocking(terminal.process.fd, True)
    terminal.until(lambda text: "zq x" in text, 60)
    terminal.send(ESC)
    terminal.until(lambda text: "zq x" not in text, 60)
    left(terminal, before)


# --- tmux -----------------------------------------------------------------------------------------------------

_TMUX = ("tmux", "-u", "-L", f"dialer-tui-kinds-{os.getpid()}", "-f", "/dev/null")


@pytest.fixture
def session(dialer: Dialer) -> Iterator[dict[str, str]]:
    """The console in a tmux session that nobody is attached to."""
    with TemporaryDirectory(prefix="tmux") as folder:
        env = dialer.environ(TMUX_TMPDIR=folder)
        argv = [*_TMUX, "new-session", "-d", "-x", "120", "-y", "36", "--", *dialer.argv()]
        subprocess.run(argv, env=env, check=True)
        try:
            yield env
        finally:
            subprocess.run([*_TMUX, "kill-server"], env=env, check=False, capture_output=True)


def captured(env: dict[str, str]) -> str:
    return subprocess.run([*_TMUX, "capture-pane", "-p"], env=env, check=True, capture_output=True, text=True).stdout


def until(env: dict[str, str], words: str, limit: float = 30) -> str:
    end = time.monotonic() + limit
    while words not in (text := captured(env)):
        assert time.monotonic() < end, text
        time.sleep(0.1)
    return text


@pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed")
def test_detached_and_attached_at_another_size_it_goes_on(session: dict[str, str], terminals: list[Terminal]) -> None:
    until(session, "LIVE")
    for columns, rows in ((80, 24), (120, 36)):
        terminal = Terminal([*_TMUX, "attach"], session, columns, rows)
        terminals.append(terminal)
        terminal.until(lambda text: "LIVE" in text and "? help" in text, 30)
        terminal.still()
        assert len(terminal.lines[0].rstrip()) >= columns - 1
        terminal.process.write(b"\x02d")
        assert terminal.end(20) == 0
    assert "LIVE" in until(session, "LIVE")
    terminal = Terminal([*_TMUX, "attach"], session, 100, 30)
    terminals.append(terminal)
    terminal.until(lambda text: "LIVE" in text, 30)
    terminal.close()  # as a line that drops does
    until(session, "LIVE")
    subprocess.run([*_TMUX, "send-keys", "q"], env=session, check=True)
    end = time.monotonic() + 20
    while subprocess.run([*_TMUX, "has-session"], env=session, check=False, capture_output=True).returncode == 0:
        assert time.monotonic() < end
        time.sleep(0.1)


# --- what it starts -------------------------------------------------------------------------------------------


_TELLS = """#!{python}
import os, sys
with open({told!r}, "ab") as file:
    file.write(open("/proc/self/environ", "rb").read() + repr(sys.argv).encode())
print("0" * 32)
"""


def test_no_program_that_it_starts_has_the_key_in_its_environment_or_its_arguments(
    opened: Opened, dialer: Dialer, tmp_path: Path
) -> None:
    """Two programs are ever started: the one that prints the key, and tmux to ask how it is set. Both tell here."""
    told, folder = tmp_path / "told", tmp_path / "bin"
    folder.mkdir()
    for name in ("tmux", "prints"):
        (folder / name).write_text(_TELLS.format(python=sys.executable, told=str(told)))
        (folder / name).chmod(0o700)
    config = tmp_path / "config.toml"
    config.write_text('[profiles.a]\naffiliate_key_command = "prints $HOME; x `id` | y"\n')
    config.chmod(0o600)
    secret = Secret(dialer.env["DIALER_TUI_AFFILIATE_KEY"])
    more = {"PATH": f"{folder}:{os.environ['PATH']}", "DIALER_TUI_CONFIG": str(config), "TMUX": "x,1,0"}
    terminal = opened(dialer, (120, 36), "check", **more)
    terminal.end(60)
    assert b"show-options" in told.read_bytes()
    assert not secret.within(told.read_bytes())
    dialer("calls", env={**more, "DIALER_TUI_AFFILIATE_KEY": ""})
    assert b"'$HOME;', 'x', '`id`', '|', 'y'" in told.read_bytes()  # no shell has read it
