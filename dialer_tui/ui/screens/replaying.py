"""The controls of a recording that is played, and the line in which a time of it is typed."""

from __future__ import annotations

from dialer_tui.ui import times
from dialer_tui.ui.keys import Place
from dialer_tui.ui.messages import JumpWanted, MomentWanted, TapeWanted
from dialer_tui.ui.screens.windows import Windows

_UNKNOWN = "the recording is being looked through still"


class Replaying(Windows, inherit_bindings=False):
    """The actions of `tapekeys.py`. `span`: the recording's begin and end, seconds since 1970 UTC, once known."""

    span: tuple[float, float] = (0.0, 0.0)
    _typed_over: Place = "calls"

    def action_tape(self, what: str) -> None:
        """Pause or go on, step, slower, faster."""
        self.post_message(TapeWanted(what))

    def action_jump(self, seconds: int) -> None:
        """So far on in the recording, or back."""
        self.post_message(JumpWanted(seconds))

    def action_moment(self) -> None:
        """Type a time to go to."""
        self._typed_over = self.place
        self._open_prompt("moment", "go to")
        self.tell_moment()

    def action_go_to(self) -> None:
        """Go to the time that is typed; while it means nothing the line says why."""
        if (moment := self._typed_moment()) is not None:
            self._close_prompt()
            self.post_message(MomentWanted(moment))

    def tell_moment(self) -> None:
        """Say what the time that is typed means, or why it means nothing."""
        moment = self._typed_moment()
        if moment is not None:
            said = self._written(moment)
            goes, back = (self.keymap.shown(key) for key in ("go_to", "back"))
            self.prompt.tell(f"{said} · {goes} goes · {back} off", f"{said} · {goes} goes", said)

    def _typed_moment(self) -> float | None:
        """The moment that is typed; None, which the line then says, where it is none of the recording."""
        from dialer_tui.tape.when import EXAMPLES, WhenError, read

        begin, end = self.span
        if not end:
            self.prompt.tell(_UNKNOWN, "not known yet")
            return None
        span = times.between(int(begin), int(end), self.settings.timezone)
        few = [" · ".join(EXAMPLES[:many]) for many in range(len(EXAMPLES), 1, -1)]
        if not self.prompt.text.strip():
            self.prompt.tell(*(f"{examples}; of {span}" for examples in few), *few)
            return None
        try:
            return read(self.prompt.text, self.settings.timezone, self.now, self.span)
        except WhenError as error:
            wordings = {
                "unread": [*(f"that is no time; such as {examples}" for examples in few), "that is no time"],
                "outside": [f"not in the recording, which is of {span}", f"it is of {span} only", "not in it"],
                "none": [str(error), "there is no such time"],
            }
            self.prompt.tell(*wordings[error.why])
            return None

    def _written(self, moment: float) -> str:
        zone = self.settings.timezone
        return times.when(int(moment), zone, times.day(self.now, zone))

    def _take_off(self) -> None:
        if self.place == "moment":
            self._close_prompt()
        else:
            super()._take_off()

    def _close_prompt(self) -> None:
        typed = self.place
        super()._close_prompt()
        if typed == "moment":
            self._go(self._typed_over)  # a sheet may lie open there
