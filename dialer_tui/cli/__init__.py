"""The command line. Each command loads what it needs when it is called."""

from __future__ import annotations

import os
import sys


def main() -> None:
    """The console script: runs a command line and exits with its code."""
    from dialer_tui.cli.ending import guard

    sys.exit(guard(lambda: _run(sys.argv[1:])))


def _run(arguments: list[str]) -> int:
    if not arguments and "_DIALER_TUI_COMPLETE" not in os.environ:
        from dialer_tui.cli.console import show  # the console alone needs no click

        return show({})
    from dialer_tui.cli.group import run

    return run(arguments)
