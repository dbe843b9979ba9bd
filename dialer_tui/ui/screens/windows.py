"""Which calls are shown: a window that moves with time, or a past range, typed in plain words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dialer_tui.model import Window
from dialer_tui.ui import times
from dialer_tui.ui.messages import LiveWanted, PastWanted, RefreshWanted, SearchWanted, WindowWanted
from dialer_tui.ui.screens.working import Working
from dialer_tui.ui.widgets.menu import Choice

if TYPE_CHECKING:
    from dialer_tui.floor.past import Past

WINDOWS = (900, 3_600, 14_400)  # seconds
_NOW, _SHIFT = "now", "the shift"
_PAST = "past"


class Windows(Working, inherit_bindings=False):
    """The actions that choose a window or a range, and leave it."""

    def action_window(self) -> None:
        """Choose what is shown: the last so many hours, or the day, or the shift; or a past range."""
        past = self.state.past
        now = self.settings.poll.window
        lengths = sorted({*WINDOWS, now} if isinstance(now, int) else WINDOWS)
        windows: dict[Window, str] = dict.fromkeys((*lengths, *self.settings.dailies.values()), "")
        found = {str(n): window for n, window in enumerate(windows, 1)}
        said = {self.settings.dailies["shift"]: _SHIFT} | ({now: _NOW} if past is None else {})
        choices = [Choice(name, times.within(window), said.get(window, ""), name) for name, window in found.items()]
        choices.append(Choice(_PAST, f"a past range{self.glyphs.ellipsis}", _NOW if past is not None else "", "p"))
        at = _PAST if past is not None else next(name for name, window in found.items() if window == now)
        self._ask("Window", choices, lambda name: self._chosen_window(found.get(name)), at)

    def _chosen_window(self, window: Window | None) -> None:
        if window is None:
            self._type_range()
        elif self.state.past is not None or self.asking or window != self.settings.poll.window:
            self.post_message(WindowWanted(window))

    # --- the line in which a range is typed ------------------------------------------------------------------------

    def _type_range(self) -> None:
        self._open_prompt("range", "past range")
        self.tell_range()

    def tell_range(self) -> None:
        """Say what the range that is typed means, or why it means nothing."""
        from dialer_tui.floor.past import EXAMPLES, PastError, read

        back = f"{self.keymap.shown('back')} off"
        few = [" · ".join(EXAMPLES[:many]) for many in range(len(EXAMPLES), 0, -1)]
        if not self.prompt.text.strip():
            self.prompt.tell(*(f"{examples} · {back}" for examples in few), back)
            return
        try:
            past = read(self.prompt.text, self.settings.timezone, self.now)
        except PastError as error:
            ends = "" if str(error).endswith("?") else ";"
            more = [f"{error}{ends} such as {examples}" for examples in few] if error.unread else []
            self.prompt.tell(*more, str(error), error.brief)
            return
        said = times.between(past.start, past.end, self.settings.timezone)
        asks = self.keymap.shown("ask_range")
        self.prompt.tell(f"{said} · {asks} asks · {back}", f"{said} · {asks} asks", said, f"{asks} asks")

    def action_ask_range(self) -> None:
        """Ask for the range that is typed; while it means nothing the line says why."""
        from dialer_tui.floor.past import PastError, read

        try:
            past = read(self.prompt.text, self.settings.timezone, self.now)
        except PastError:
            self.tell_range()
            return
        self._close_prompt()
        self.post_message(PastWanted(past))

    def _take_off(self) -> None:
        """First what is being typed or asked for, then what narrows the calls, a past range last."""
        if self.place == "range":
            self._close_prompt()
        elif self.asking and self.place != "filter":
            self.post_message(LiveWanted(only=True))
        elif self.place != "filter" and self.state.past is not None and self._leaves(self.state.past):
            self.post_message(LiveWanted())
        else:
            super()._take_off()

    def _leaves(self, past: Past) -> bool:
        """Whether a past range is what came last: what was found by a filter came after it, any other before all."""
        if past.only:
            return past.only == self.state.filters.texts
        return not (self.state.filters or self.calls.sideways.at)

    # --- looking further back -----------------------------------------------------------------------------------

    def action_open(self) -> None:
        """What is under the cursor; where a filter leaves no call, look further back for one."""
        if self.list_pane is self.calls and self.state.none_meets:
            self.post_message(SearchWanted())
        else:
            super().action_open()

    # --- what has no meaning in a range that is over ------------------------------------------------------------

    def action_refresh(self) -> None:
        """Ask the API again now: for the past range, where one is shown."""
        if self.asking is None:
            self.post_message(RefreshWanted())
        else:
            self.say(f"it is asked for already: {self.keymap.shown('back')} stops")

    def action_pause(self) -> None:
        """Let the calls stay as they are; those of a past range do."""
        if not self._refused():
            super().action_pause()
