"""Alerts on the screen: one line when one is raised or over, a count in the footer, and the sheet of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from dialer_tui.ui import filters
from dialer_tui.ui.keys import PANES, TYPED
from dialer_tui.ui.screens.working import Working

if TYPE_CHECKING:
    from dialer_tui.floor.alerts import Event


class Alerting(Working, inherit_bindings=False):
    """What is said of alerts, and done about them."""

    away = False

    def on_mount(self) -> None:
        super().on_mount()
        self._news: dict[str, Event] = {}  # by rule: what has not been said yet

    def alarmed(self, events: Iterable[Event]) -> None:
        """A second has passed, and this was raised or is over."""
        alerts = self.state.alerts
        for event in events:
            alert = alerts.of(event.rule.name) if alerts is not None else None
            hushed = alert is not None and event.state == "cleared" and alert.snoozed(self.now)
            if hushed or (event.state == "raised" and not event.rings):
                self._news.pop(event.rule.name, None)
            else:
                self._news[event.rule.name] = event
        self._say_news()
        self._tell_alerts()

    def _say_news(self) -> None:
        """Say what is to be said, not while a text is typed or on the board: afterwards. Several in one line."""
        if not self._news or self.away or self.place in (*TYPED, "board"):
            return
        from dialer_tui.ui.ringing import words

        raised = [one for one in self._news.values() if one.state == "raised"]
        over = [one for one in self._news.values() if one.state == "cleared"]
        self._news = {}
        said = [words(one.rule, one.found.value, one.found.at_least) for one in raised]
        ended = [f"over: {words(one.rule, one.found.value)}" for one in over]
        mark = f"{self.glyphs.trouble} " if raised else ""
        key = self.keymap.shown("alerts")
        counts = [
            f"{len(some)} alert{'s' if len(some) > 1 else ''} {what}"
            for some, what in ((raised, "raised"), (over, "over"))
            if some
        ]
        full = f" {self.glyphs.dot} ".join([*said, *ended])
        self.say(f"{mark}{full}", f"{mark}{', '.join(counts)}: {key} shows them", f"{mark}{', '.join(counts)}")

    def _tell_alerts(self) -> None:
        alerts = self.state.alerts
        if alerts is None:
            return
        wanted = alerts.wanted(self.now)
        known = "alerts" if alerts.raised() else ""  # acked, too: the way back to them keeps its room
        if self.footer.number("alerts", wanted) | self.footer.lead("alerts", known):
            self._tell_keys()
        if self.alerts.opened and self._status is not None:
            self.alerts.tell(alerts, alerts.withheld(self._status, past=self.past), self.now)

    @property
    def past(self) -> bool:
        """Whether a past range is shown, of which nothing is judged."""
        return self.state.past is not None

    # --- actions ------------------------------------------------------------------------------------------------

    def action_alerts(self) -> None:
        """What is raised, and what is watched."""
        self._go("alerts")
        self.alerts.open()
        self._tell_alerts()

    def action_ack(self) -> None:
        """Somebody knows of the alert under the cursor."""
        alert = self.alerts.chosen
        if alert is not None and alert.since is not None:
            alert.ack()
            self._tell_alerts()
        elif alert is not None:
            self.say("it is not raised: there is nothing to ack")

    def action_snooze(self) -> None:
        """Not a word of the rule under the cursor for ten minutes; again: no longer so."""
        alert = self.alerts.chosen
        if alert is None:
            return
        if alert.snoozed(self.now):
            alert.wake()
        else:
            alert.snooze(self.now)
            self._news.pop(alert.rule.name, None)
        self._tell_alerts()

    def action_about(self) -> None:
        """The calls that the rule under the cursor is about; of a state, the diagnostics."""
        alert = self.alerts.chosen
        if alert is None:
            return
        self.alerts.close()
        self._go(self.pane)
        if alert.rule.state:
            self.call_next(self.run_action, "diagnostics")
        elif terms := filters.of_rule(alert.rule):
            self._open_calls(terms)
        else:
            self.action_show(PANES[0])
