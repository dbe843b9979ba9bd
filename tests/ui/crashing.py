"""The console with a fault built in: `python -m tests.ui.crashing WHERE`, on the account of the environment."""

from __future__ import annotations

import asyncio
import os
import sys
import threading
from collections.abc import Callable
from typing import Any

from dialer_tui.cli import connect
from dialer_tui.feed import Feed
from dialer_tui.ui import app as ui
from dialer_tui.ui.driver import CalmDriver, PasteParser
from dialer_tui.ui.panes.calls import CallsPane
from dialer_tui.ui.screens.main import MainScreen
from dialer_tui.ui.state import FloorState


class Telling(Exception):
    """An exception whose words, and whose own way to draw itself, tell the key."""

    def __rich__(self) -> str:
        return str(self)


def fail(*_: Any, **__: Any) -> None:
    """Fail with the key in a local variable and in the message."""
    key = os.environ["DIALER_TUI_AFFILIATE_KEY"]
    number = 1.0
    try:
        number /= 0
    except ZeroDivisionError as error:
        raise Telling(f"the key is {key}") from error


async def fail_later(*_: Any, **__: Any) -> None:
    """Fail in a coroutine."""
    fail()


def in_task(screen: MainScreen) -> None:
    """Fail in a task that nobody waits for."""
    asyncio.get_running_loop().create_task(fail_later())


def in_thread(screen: MainScreen) -> None:
    """Fail in a thread of one's own."""
    threading.Thread(target=fail, daemon=True).start()


PLACES: dict[str, tuple[type, str, Callable[..., Any]]] = {
    "handler": (FloorState, "changed", fail),
    "drawing": (CallsPane, "parts", fail),
    "mount": (MainScreen, "on_mount", fail),
    "compose": (MainScreen, "compose", fail),
    "key": (MainScreen, "action_refresh", fail),
    "timer": (ui.Console, "tick", fail),
    "input": (PasteParser, "feed", fail),
    "taking": (CalmDriver, "_disable_line_wrap", fail),
    "worker": (Feed, "run", fail_later),
    "task": (MainScreen, "action_refresh", in_task),
    "thread": (MainScreen, "action_refresh", in_thread),
}

if __name__ == "__main__":
    owner, name, fault = PLACES[sys.argv[1]]
    setattr(owner, name, fault)
    settings = connect.settings({})
    sys.exit(ui.run(connect.feed(settings), settings))
