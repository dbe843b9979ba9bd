"""The road between console and terminal, calmer than Textual's own.

What differs: no report of every cell the mouse crosses, no end at bytes that are no text, no key out of pasted text,
and no key lost behind esc. Leans on names Textual keeps to itself; `test_guard.py` says when one of them is no more.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Iterable

from textual import events
from textual._xterm_parser import XTermParser
from textual.drivers import linux_driver
from textual.message import Message

_INTRODUCERS = frozenset("[]NOPX^_\\")  # behind esc they begin a longer sequence, or end one
_ESC, _START, _END = "\x1b", "\x1b[200~", "\x1b[201~"


class PasteParser(XTermParser):
    """Takes escapes out of pasted text before they are parsed: Textual's own parser runs them as keys."""

    alts: frozenset[str] = frozenset()  # the keys with alt that mean something
    _inside = False
    _tail = ""  # the last characters before a paste: its opening mark may come in two pieces
    _held = ""  # the first characters of what may become its closing mark

    def feed(self, data: str) -> Iterable[Message]:
        """Parse what the terminal sent; "" is its end."""
        calm = self.calm(data)
        if calm or not data:
            yield from super().feed(calm)

    def _sequence_to_key_events(self, sequence: str, alt: bool = False) -> Iterable[events.Key]:
        """The keys of a sequence. A letter typed right after esc looks like alt and that letter, or like what some
        terminal sends for a sign: where alt means nothing, it was two keys.
        """
        char = sequence[1:] if len(sequence) == 2 and sequence[0] == _ESC else sequence if alt else ""
        if len(char) == 1 and char not in _INTRODUCERS and char.isprintable() and f"alt+{char}" not in self.alts:
            yield events.Key("escape", _ESC)
            sequence, alt = char, False
        elif char and f"alt+{char}" in self.alts:
            sequence, alt = char, True
        yield from super()._sequence_to_key_events(sequence, alt)

    def calm(self, data: str) -> str:
        """What the terminal sent, without the escapes inside pasted text."""
        out: list[str] = []
        data, self._held = self._held + data, ""
        while data:
            data = self._pasted(data, out) if self._inside else self._typed(data, out)
        return "".join(out)

    def _typed(self, data: str, out: list[str]) -> str:
        joined = self._tail + data
        at = joined.find(_START)
        if at < 0:
            out.append(data)
            self._tail = joined[1 - len(_START) :]
            return ""
        end = at + len(_START) - len(self._tail)
        out.append(data[:end])
        self._inside, self._tail = True, ""
        return data[end:]

    def _pasted(self, data: str, out: list[str]) -> str:
        at = data.find(_END)
        if at >= 0:
            out.append(data[:at].replace(_ESC, "") + _END)
            self._inside = False
            return data[at + len(_END) :]
        kept = next((n for n in range(len(_END) - 1, 0, -1) if data.endswith(_END[:n])), 0)
        self._held = data[len(data) - kept :]
        out.append(data[: len(data) - kept].replace(_ESC, ""))
        return ""


vars(linux_driver)["XTermParser"] = PasteParser  # the driver offers no other way to choose its parser


class CalmDriver(linux_driver.LinuxDriver):
    """Asks for clicks, drags and the wheel, outlives bytes that are no UTF-8, and stops only where it can be woken."""

    _away = False

    def start_application_mode(self) -> None:
        """Take the terminal; where that fails halfway, give it back."""
        try:
            super().start_application_mode()  # type: ignore[no-untyped-call]  # Textual says no type of it
        except Exception:
            self.stop_application_mode()
            raise

    def _run_input_thread(self) -> None:
        """Read keys. An error is the app's to tell of: Textual's own hands on no more than a drawing of it."""
        try:
            self.run_input_thread()
        except Exception as error:  # noqa: BLE001
            self._app.call_later(self._app._handle_exception, error)

    def run_input_thread(self) -> None:
        """Read keys until the end. Bytes that are no UTF-8 are dropped, where Textual's own would end the app."""
        while not self.exit_event.is_set():
            try:
                super().run_input_thread()
            except UnicodeDecodeError:
                continue
            except OSError:
                return  # the terminal is gone; whoever watches it (`Guarded`) ends the app

    def _sigtstp_application(self, *_: object) -> None:
        """Stop with everybody who was started together with us, as the terminal's own ctrl+z would.

        By the signal's own default, which the kernel drops where no shell could wake us again: Textual's way would
        then leave a console that nobody can bring back.
        """
        if self._auto_restart:
            self.suspend_application_mode()
            self._must_signal_resume = self._away = True
        signal.signal(signal.SIGTSTP, signal.SIG_DFL)
        os.killpg(0, signal.SIGTSTP)
        signal.signal(signal.SIGTSTP, self._sigtstp_application)
        self._sigcont_application()

    def _sigcont_application(self, *_: object) -> None:
        """Come back once, however often it is said."""
        if self._away:
            super()._sigcont_application()
            self._away = self._must_signal_resume  # still away when put into the background, not the foreground

    def _enable_mouse_support(self) -> None:
        if self._mouse:
            self.write("\x1b[?1000h\x1b[?1002h\x1b[?1006h")

    def _disable_mouse_support(self) -> None:
        if self._mouse:
            self.write("\x1b[?1006l\x1b[?1002l\x1b[?1000l")
