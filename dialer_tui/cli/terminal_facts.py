"""Facts of the terminal this runs in: its size, colours, characters, and whether a copy leaves tmux."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping

from dialer_tui.charset import ascii_only, locale
from dialer_tui.cli import terminal
from dialer_tui.config.errors import ConfigError
from dialer_tui.config.table import ACCOUNT
from dialer_tui.floor.facts import Fact, Grade
from dialer_tui.multiplexer import multiplexer

_SMALLEST = (80, 24)
_COLOURS = {"standard": "16", "256": "256", "truecolor": "16 million"}
_LIMIT = 2.0  # seconds that tmux may take to say how it is set
# What may keep a copy to itself and cannot be asked: it runs where one came from by SSH.
_ELSEWHERE = {"": "", "screen": "", "tmux": "tmux", "either": "tmux or screen"}
_PASSES = {"set-clipboard": ("on",), "allow-passthrough": ("on", "all")}


def facts(glyphs: str, environ: Mapping[str, str] = os.environ) -> Iterator[Fact]:
    """The facts, the terminal being that of stderr and stdin. `glyphs`: as `[view] glyphs` says."""
    if not any(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr)):
        yield Fact("terminal", Grade.UNKNOWN, "none here: run this where the console is to be used")
        return
    yield _terminal(environ)
    yield _colours(environ)
    yield _glyphs(glyphs, environ)
    yield _clipboard(environ)


def _terminal(environ: Mapping[str, str]) -> Fact:
    columns, rows = shutil.get_terminal_size()
    value = f"{columns} columns, {rows} rows, TERM={environ.get('TERM', '')}"
    try:
        terminal.check()
    except ConfigError as error:
        return Fact("terminal", Grade.REMARK, f"{value}: {error.message}", error.hint)
    if columns < _SMALLEST[0] or rows < _SMALLEST[1]:
        return Fact("terminal", Grade.REMARK, value, f"make it {_SMALLEST[0]} by {_SMALLEST[1]} at least")
    return Fact("terminal", Grade.WELL, value)


def _colours(environ: Mapping[str, str]) -> Fact:
    if "NO_COLOR" in environ:
        return Fact("colours", Grade.WELL, "none, as NO_COLOR asks: marks and words stand for them")
    from rich.console import Console

    found = Console(file=sys.stderr, force_terminal=True).color_system
    return Fact("colours", Grade.WELL, _COLOURS.get(found or "", "none"))


def _glyphs(setting: str, environ: Mapping[str, str]) -> Fact:
    encoding = getattr(sys.stderr, "encoding", None) or "unknown"
    if ascii_only(environ):
        names = "=".join(locale(environ))
        do = "for lines and marks of Unicode set LANG to a UTF-8 locale, such as C.UTF-8"
        value = f"drawn in ASCII, because of {names}: names lose accents, and ? stands for other scripts"
        return Fact("characters", Grade.REMARK, value, do)
    if setting == "ascii":
        return Fact("characters", Grade.WELL, f'{encoding}; lines and marks in ASCII, as [view] glyphs = "ascii" says')
    if environ.get("TERM") == "linux":
        return Fact("characters", Grade.WELL, f"{encoding}; lines and marks in ASCII, because of TERM=linux")
    do = 'if lines and marks look wrong, set [view] glyphs = "ascii"'
    return Fact("characters", Grade.WELL, f"{encoding}; drawn in Unicode: ╭─╮ ✦ ▲ × █; {do}")


def _clipboard(environ: Mapping[str, str]) -> Fact:
    name = "copy"
    if environ.get("TMUX"):
        return _tmux(name)
    value = "y copies by OSC 52, which the terminal must allow"
    elsewhere = _ELSEWHERE[multiplexer(environ)]
    if elsewhere:
        return Fact(name, Grade.UNKNOWN, f"{value}; the {elsewhere} it is in runs elsewhere", _set_on())
    return Fact(name, Grade.WELL, value)


def _tmux(name: str) -> Fact:
    """Whether the tmux this is in passes copies on."""
    found = {
        "set-clipboard": _option("-sv", "set-clipboard"),
        "allow-passthrough": _option("-Apv", "allow-passthrough"),
    }
    said = ", ".join(f"{option} {value}" for option, value in found.items() if value)
    if not said:
        return Fact(name, Grade.UNKNOWN, "tmux does not say whether it passes copies (OSC 52)", _set_on())
    if any(found[option] in passes for option, passes in _PASSES.items()):
        return Fact(name, Grade.WELL, f"y copies by OSC 52; tmux passes it ({said})")
    return Fact(name, Grade.REMARK, f"y copies by OSC 52, which tmux keeps to itself ({said})", _set_on())


def _set_on() -> str:
    return "in tmux: tmux set -s set-clipboard on; to keep it so, write set -s set-clipboard on into ~/.tmux.conf"


def _option(flags: str, option: str) -> str:
    """How tmux is set; "" where it does not say."""
    try:
        done = subprocess.run(
            ["tmux", "show-options", flags, option],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_LIMIT,
            check=False,
            env={name: value for name, value in os.environ.items() if name != ACCOUNT["affiliate_key"]},
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.decode(errors="replace").strip() if done.returncode == 0 else ""
