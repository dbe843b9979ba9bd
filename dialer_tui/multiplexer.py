"""What stands between a program and the terminal: tmux, GNU screen, or neither."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

Multiplexer = Literal["", "tmux", "screen", "either"]


def multiplexer(environ: Mapping[str, str]) -> Multiplexer:
    """Which of them this environment is inside, as far as it tells.

    Each sets a variable of its own for its shells. Over SSH only TERM comes along, and tmux may call itself screen
    there, as it does by default: "either".
    """
    if environ.get("TMUX"):
        return "tmux"
    if environ.get("STY"):
        return "screen"
    term = environ.get("TERM", "")
    if term.startswith("tmux"):
        return "tmux"
    return "either" if term.startswith("screen") else ""
