"""The sheet of alerts: the rules whose alert stands, then those that are quiet, so that one sees what is watched."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual import events

from dialer_tui.floor import query
from dialer_tui.floor.figures import written
from dialer_tui.floor.tally import Rules
from dialer_tui.text import clean, fit, width
from dialer_tui.ui import times
from dialer_tui.ui.call_text import CallText
from dialer_tui.ui.keymap import Keymap
from dialer_tui.ui.theme import Glyphs, Palette, Role
from dialer_tui.ui.widgets.painted import Part
from dialer_tui.ui.widgets.sheet import Sheet
from dialer_tui.ui.words import WITHHELD

if TYPE_CHECKING:
    from dialer_tui.floor.alerts import Alert, Alerts, Withheld

WIDE = 100
_MARK, _NAME = 2, 22
_PLAIN = Rules()


class AlertSheet(Sheet):
    """Two lines a rule; the cursor stays with its rule, wherever that comes to stand."""

    def __init__(self, text: CallText, keymap: Keymap, palette: Palette, glyphs: Glyphs) -> None:
        super().__init__(palette, glyphs, id="alerts")
        self._text = text
        self._keymap = keymap
        self._rows: list[Alert] = []
        self._at = ""

    def open(self) -> None:
        """Lay it over the panes, the cursor on the first rule."""
        super().open()
        self._at = ""

    @property
    def chosen(self) -> Alert | None:
        """The alert under the cursor."""
        return self._rows[self.cursor] if self._rows else None

    @property
    def cursor(self) -> int:
        """The row of the cursor."""
        return next((row for row, alert in enumerate(self._rows) if alert.rule.name == self._at), 0)

    def tell(self, alerts: Alerts, withheld: Withheld, now: float) -> None:
        """Show how the rules stand at a server time; `withheld`: why they are not judged."""
        raised = alerts.raised()
        self._rows = [*raised, *(alert for alert in alerts.every if alert.since is None)]
        cells = max(min(WIDE, self.app.size.width - 4), 1)
        lines: list[Sequence[Part]] = [line for alert in self._rows for line in self._told(alert, alerts, now)]
        reason = WITHHELD.get(withheld, "")
        lines += [[(reason, "alert" if reason else "plain")]]
        title = f"Alerts {self.glyphs.dot} {len(raised)} of {len(self._rows)} raised"
        self.show(title, lines, "", cells)

    def _told(self, alert: Alert, alerts: Alerts, now: float) -> tuple[list[Part], list[Part]]:
        rule, found = alert.rule, alert.found
        mark: Part = (fit(self.glyphs.trouble if alert.since is not None else "", _MARK), "alert")
        role: Role = "plain" if alert.since is None else "strong" if alert.acked else "alert"
        name = fit(clean(rule.name), max(_NAME, width(clean(rule.name))))
        said = "not judged yet" if found is None else rule.measured(found.value, found.at_least)
        rest = [said + self._against(alert, alerts), f"alert {'when ' if rule.state else ''}{rule.limit}"]
        if found is not None and found.n is not None and rule.calls is None:
            few = f", fewer than {rule.minimum}: not judged" if found.n < rule.minimum else ""
            rest.append(f"n {found.n:,}{few}")
        if rule.of is not None:
            by, whose = rule.of
            masked = by == "agent" and self._text.mask
            rest.append(f"{by} {query.person(whose) if masked else clean(whose)}")
        first: list[Part] = [mark, (f"{name} ", role), (self._standing(alert, now), "plain" if alert.since else "dim")]
        return first, [(" " * _MARK, "plain"), (f" {self.glyphs.dot} ".join(rest), "plain")]

    def _against(self, alert: Alert, alerts: Alerts) -> str:
        """The figure's target and how it stands against it, as in the top line: the bound of a rule is another."""
        target, stands = alerts.stands(alert)
        if alert.rule.figure is None or target is None or not stands:
            return ""
        mark = self.glyphs.good if stands == "meets" else self.glyphs.trouble
        return f" {mark} target {written(alert.rule.figure, target, _PLAIN)}"

    def _standing(self, alert: Alert, now: float) -> str:
        said = ["quiet" if alert.since is None else f"since {self._time(alert.since, now)}"]
        if alert.acked:
            said.append("acked")
        if alert.snoozed(now):
            said.append(f"snoozed until {self._time(alert.snoozed_until, now)}")
        return ", ".join(said)

    def _time(self, second: float, now: float) -> str:
        return times.when(int(second), self._text.zone, times.day(now, self._text.zone))

    def foot(self, cells: int) -> str:
        """As many of the keys as fit."""
        words = {"ack": "ack", "snooze": "snooze 10 m", "about": "open", "back": "back"}
        keys = [f"{self.glyphs.key(self._keymap.shown(name))} {word}" for name, word in words.items()]
        while len(keys) > 1 and width("   ".join(keys)) > cells:
            keys.pop(-2)
        return "   ".join(keys)

    def move(self, by: int) -> None:
        """Move the cursor by rules."""
        if not self._rows:
            return
        row = max(0, min(self.cursor + by, len(self._rows) - 1))
        self._at = self._rows[row].rule.name
        self.top = max(min(self.top, 2 * row), 2 * row + 2 - self.page, 0)
        self.sync()

    def scroll_rows(self, by: int) -> None:
        """The wheel and pages move the cursor; without a step only what is out of sight comes back."""
        self.move((by + 1) // 2 if by > 0 else by // 2)

    def on_cursor(self, line: int) -> bool:
        """The two lines of the cursor's rule."""
        return bool(self._rows) and (line + self.top) // 2 == self.cursor

    def on_click(self, event: events.Click) -> None:
        row = (self.top + event.y - 1) // 2
        if 1 <= event.y <= self.page and row < len(self._rows):
            self.move(row - self.cursor)
