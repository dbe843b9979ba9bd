"""`dialer-tui` alone: the console."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def show(given: Mapping[str, Any]) -> int:
    """Open the console on the configured account; its exit code. ConfigError where there is no account or terminal."""
    from dialer_tui.cli import connect, terminal

    settings = connect.settings(given)
    feed = connect.feed(settings)
    terminal.check()
    from dialer_tui.ui.app import run

    return run(feed, settings)
