"""How the console ends when it is not asked to: crashes, signals, a terminal that is gone.

Leans on names Textual keeps to itself; `test_guard.py` says when one of them is no more.
"""

from __future__ import annotations

import asyncio
import os
import select
import signal
import threading
from typing import Any

from textual.app import App
from textual.worker import WorkerFailed

from dialer_tui.ui import report

HANG_UP = 128 + signal.SIGHUP
_SIGNALS = (signal.SIGTERM, signal.SIGHUP, signal.SIGINT)
_STDIN = 0
_LOOKS = 0.5  # seconds between two looks at whether the terminal is there
_PATIENCE = 0.9  # seconds a leave may take before it is forced
# Leave the alternate screen, show the cursor, stop mouse, focus and paste reports, wrap lines again.
_RESTORE = b"\x1b[?1049l\x1b[?25h\x1b[?1000l\x1b[?1002l\x1b[?1003l\x1b[?1006l\x1b[?1004l\x1b[?2004l\x1b[<u\x1b[?7h"


class Guarded(App[None]):
    """An app that leaves the terminal as it found it and says in one line why it stopped.

    `last_words` is that line, for whoever ran it to print when the terminal is its own again.
    """

    guarded = False
    last_words = ""

    def guard(self) -> None:
        """Take signals, the terminal's end and the errors of tasks and threads. Call on the loop, once."""
        self.guarded = True
        loop = asyncio.get_running_loop()
        for number in _SIGNALS:
            loop.add_signal_handler(number, self.leave, 128 + number)
        loop.set_exception_handler(self._on_loop_error)

        def on_thread_error(args: threading.ExceptHookArgs) -> None:
            if not loop.is_closed():
                loop.call_soon_threadsafe(self._on_stray, args.exc_value)

        threading.excepthook = on_thread_error
        self._line = select.poll()
        self._line.register(_STDIN, 0)  # a hang-up and an error are always told
        self.set_interval(_LOOKS, self._look)

    def leave(self, code: int) -> None:
        """End with an exit code. What holds it up longer than a second is cut short."""
        threading.Thread(target=_cut_short, args=(code, self._attributes()), daemon=True).start()
        self.exit(return_code=code)

    def _look(self) -> None:
        if self._gone():
            self.leave(HANG_UP)

    def _gone(self) -> bool:
        return self.guarded and bool(self._line.poll(0))

    def _on_loop_error(self, loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        # A transport that complains of its peer is the client's business, which has its own way to say so.
        if "transport" not in context and "protocol" not in context:
            self._on_stray(context.get("exception"))

    def _on_stray(self, error: BaseException | None) -> None:
        if isinstance(error, Exception):
            self._handle_exception(error)

    def _handle_exception(self, error: Exception) -> None:
        if self._gone():  # writing to a terminal that is gone fails in many places
            self.leave(HANG_UP)
            return
        # Textual's own prints an exception that knows how to draw itself, whatever it holds.
        self._return_code = 1
        if self._exception is None:
            self._exception = error
            self._exception_event.set()
        self._fatal_error()

    def _fatal_error(self) -> None:
        # Textual's own prints every local variable, the key among them.
        error: BaseException | None = self._exception
        if error is None or self.last_words:
            return
        if isinstance(error, WorkerFailed):  # it says only that a worker did: what it failed of is inside
            error = error.error
        path = report.write(error)
        where = f"What is needed to mend it is in {path}" if path else "Its report could not be written"
        self.last_words = f"dialer-tui stopped, by an error of its own: {report.cause(error)}. {where}"
        self._close_messages_no_wait()

    def _attributes(self) -> list[Any] | None:
        return getattr(self._driver, "attrs_before", None)


def _cut_short(code: int, attributes: list[Any] | None) -> None:
    """Wait, then restore the terminal by hand and end the process."""
    import termios
    import time

    time.sleep(_PATIENCE)
    try:
        if attributes is not None:
            termios.tcsetattr(_STDIN, termios.TCSANOW, attributes)
        os.set_blocking(2, False)
        os.write(2, _RESTORE)
    except (OSError, termios.error):
        pass  # it is gone: nothing to restore
    os._exit(code)
