"""The alerts of `dialer-tui watch --alerts`: the figures that rules are judged by, and a JSON line an alert."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable

from dialer_tui.api.protocol import iso
from dialer_tui.config import Settings
from dialer_tui.config.alerts import rules
from dialer_tui.export.sheet import json_line
from dialer_tui.feed import Feed, Update
from dialer_tui.floor.alerts import Alerts, Event
from dialer_tui.floor.changes import Changes
from dialer_tui.floor.directories import Directory
from dialer_tui.floor.measured import Measured
from dialer_tui.floor.names import Claims
from dialer_tui.floor.people import People
from dialer_tui.floor.query import Ground

_EVERY = 1.0  # seconds
_FOLDING, _BREATH = 0.02, 0.001  # seconds in one go: nothing waits here but the next answer


class Watcher:
    """The folds behind the rules of a configuration, on a feed."""

    def __init__(self, feed: Feed, settings: Settings) -> None:
        self._feed = feed
        self._people = People(settings.figures.not_agents)
        figured = settings.figures.rules()
        self._figures = Measured(figured, self._people.key, ("campaign", "list", "agent"))
        ground = Ground(settings.timezone, feed.now, self._people, None, figured.settle)
        self._alerts = Alerts(rules(settings.alerts, ground), self._figures, self._people.meant)

    def take(self, update: Update) -> None:
        """Fold what the feed says."""
        if isinstance(update, Changes):
            self._people.apply(update)
            self._figures.apply(update)
            self._alerts.apply(update)
        elif isinstance(update, Claims):
            calls = [claim.call for claim in update.claims]
            for fold in (self._people, self._figures):
                for call in calls:
                    fold.take_off(call)
            self._people.learn(update.claims)
            for fold in (self._people, self._figures):
                for call in calls:
                    fold.put_on(call)
            self._alerts.review()
        elif isinstance(update, Directory) and update.agents is not None:
            self._people.agents(update.agents)
            self._alerts.review()

    async def run(self, write: Callable[[Iterable[str]], None]) -> None:
        """Judge once a second, until cancelled; lines go to `write`."""
        while True:
            await asyncio.sleep(_BREATH if self._figures.behind else _EVERY)
            self._figures.advance(self._feed.now())
            if self._figures.work(_FOLDING):
                continue  # not all calls are folded: there is nothing to judge yet
            write(map(_line, self._alerts.judge(self._feed.now(), self._feed.status())))


def _line(event: Event) -> str:
    """One alert. A ratio is from 0 to 1, a time in seconds, a state its word; n is null for a state."""
    found = event.found
    least = {"at_least": True} if found.at_least else {}
    said = {"event": "alert", "name": event.rule.name, "state": event.state, "value": found.value, "n": found.n}
    return json_line({**said, **least, "at": iso(int(event.at))})
