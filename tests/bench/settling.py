"""When a console has sent all that it is going to send: it says so itself, and how many bytes that were.

Nobody listens for silence then, which on a busy machine may fall in the midst of a frame. And what the console does by
the watch (so much folded in a turn) it does here as if no time passed: a frame holds the same every time.
"""

from __future__ import annotations

import asyncio
import sys
import time
from typing import Any

from textual import events
from textual.app import App
from textual.drivers.linux_driver import LinuxDriver
from textual.message import Message

from dialer_tui.ui.driver import CalmDriver

QUIET = 0.05
"""Seconds of the loop's own time in which nothing more is sent: three frames, and longer than any timer that draws."""
_ROUNDS = 3  # a message may lead to another, and that to a third
_HEARD = (events.InputEvent, events.AppFocus, events.AppBlur)
_OURS = ("dialer_tui.ui.", "dialer_tui.floor.")


class Counting(CalmDriver):
    """The console's driver, with a count of what came from the terminal and what was sent to it."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.heard = 0
        self.sent = 0
        self.came = asyncio.Event()

    def process_message(self, message: Message) -> None:
        super().process_message(message)
        if isinstance(message, _HEARD):
            self._loop.call_soon_threadsafe(self._count)  # behind the message itself

    def _count(self) -> None:
        self.heard += 1
        self.came.set()

    def write(self, data: str) -> None:
        self.sent += len(data.encode())
        super().write(data)


async def settled(app: App[Any], heard: int, quiet: float = QUIET) -> int:
    """Wait until a console has sent all that comes of so many keys, and of all else so far: how many bytes in all.

    Timers go off in the order in which they are due, however late: what is due within `quiet` seconds has been done
    when those are over.
    """
    driver = app._driver
    assert isinstance(driver, Counting)
    while driver.heard < heard:
        driver.came.clear()
        await driver.came.wait()
    sent = -1
    while sent != driver.sent or _waiting(driver):
        sent = driver.sent
        await _rounds(app)
        await asyncio.sleep(quiet)
        await _rounds(app)
    return sent


async def _rounds(app: App[Any]) -> None:
    """Let the app, its screens and their widgets handle what they have been told, and what comes of that."""
    for _ in range(_ROUNDS):
        pumps = [app, *(node for screen in app.screen_stack for node in screen.walk_children(with_self=True))]
        handled = []
        for pump in pumps:
            done = asyncio.Event()
            if pump.call_later(done.set):
                handled.append(done)
        for done in handled:
            await done.wait()


def _waiting(driver: LinuxDriver) -> bool:
    """Whether the terminal has yet to take something."""
    writer = driver._writer_thread
    return writer is not None and not writer._queue.empty()


class _Stopped:
    """The module `time` as those see it who measure how long they have been at work."""

    def __getattr__(self, name: str) -> Any:
        return (lambda: 0.0) if name == "perf_counter" else getattr(time, name)


def stop_watches() -> None:
    """Nothing of the console's own takes any time from now on."""
    for name, module in list(sys.modules.items()):
        if name.startswith(_OURS) and getattr(module, "time", None) is time:
            vars(module)["time"] = _Stopped()
