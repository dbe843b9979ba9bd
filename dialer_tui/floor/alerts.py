"""Alerts: rules judged on the folds, what is raised and what is over. One alert a rule, never one a call.

Pure: the time, the link's status and the folds come from outside. Rules are judged when one of these has changed, or
when time alone may raise or ring something; a second in which nothing happened costs next to nothing. Nothing is
judged by figures or calls while there is no telling: the first fill, a mass of calls missing from an answer, data that
is old, a past range.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from math import inf
from typing import Literal

import msgspec

from dialer_tui.floor.alertrules import Rule
from dialer_tui.floor.changes import Changes
from dialer_tui.floor.counted import Counted
from dialer_tui.floor.figures import Value, Verdict, verdict
from dialer_tui.floor.link import WHOLE, Status
from dialer_tui.floor.measured import Measured
from dialer_tui.floor.tally import Tally

SNOOZE = 600.0  # seconds
Withheld = Literal["", "past", "filling", "doubted", "old", "behind"]
"""Why figures and calls are not judged; "" where they are. On a past range states are not either."""
_BLIND = ("past", "filling", "old")  # those that last, and in which nobody knows whether it was so all the time


class Finding(msgspec.Struct, frozen=True):
    """What a rule is judged by: a figure, a count, or the link's word, and the calls behind it (None for a state).

    `bad`: it would raise an alert; `good`: it would end one. `at_least`: not all calls were had.
    """

    value: float | str | None
    n: int | None
    bad: bool
    good: bool
    at_least: bool = False


class Event(msgspec.Struct, frozen=True):
    """An alert was raised or is over, `at` seconds since 1970 UTC. `rings`: nobody has asked not to be told."""

    rule: Rule
    state: Literal["raised", "cleared"]
    found: Finding
    at: float
    rings: bool = True


class Alert:
    """How one rule stands. `since`: when it was raised, None while it is not. `acked`: somebody knows of it.

    `found`: what it was judged by last, None before that.
    """

    def __init__(self, rule: Rule) -> None:
        self.rule = rule
        self.since: float | None = None
        self.found: Finding | None = None
        self.acked = False
        self.snoozed_until = 0.0
        self._pending: float | None = None  # since when it has been bad
        self._hushed = False  # whether it was raised, or rang last, without a ring
        self._known_until = 0.0  # if it is bad by then, it is still what somebody acked when other calls were asked for

    def judge(self, found: Finding, now: float) -> Event | None:
        """Take what was found; what came of it."""
        self.found = found
        if self.since is None:
            if not found.bad:
                self._pending, self._known_until = None, 0.0
                return None
            self._pending = now if self._pending is None else min(self._pending, now)
            if now - self._pending < self.rule.seconds:
                return None
            self._hushed, self.acked = self.snoozed(now), self._pending < self._known_until
            self.since, self._pending, self._known_until = now, None, 0.0
            return Event(self.rule, "raised", found, now, rings=not (self._hushed or self.acked))
        if not found.good:
            return None
        self.since, self.acked = None, False
        return Event(self.rule, "cleared", found, now, rings=False)

    def unseen(self) -> None:
        """Nobody can tell now: what it was like before counts no longer towards how long it must be so."""
        self._pending = None

    @property
    def due(self) -> float:
        """The server time at which time alone may make something of it: raise it, or let it ring again."""
        if self.since is None:
            return inf if self._pending is None else self._pending + self.rule.seconds
        return self.snoozed_until if self._hushed and not self.acked else inf

    def again(self, now: float) -> bool:
        """Whether it is to ring now: it was snoozed, that is over, and it still stands."""
        due = self.since is not None and self._hushed and not self.acked and not self.snoozed(now)
        if due:
            self._hushed = False
        return due

    def ack(self) -> None:
        """Somebody knows: it rings no more until it is raised anew."""
        self.acked = True

    def snooze(self, now: float) -> None:
        """Somebody does not want to know for ten minutes."""
        self.snoozed_until, self._hushed = now + SNOOZE, True

    def wake(self) -> None:
        """They want to know again. What is raised already does not ring for that: they have just seen it."""
        self.snoozed_until, self._hushed = 0.0, False

    def snoozed(self, now: float) -> bool:
        """Whether it is to be quiet now."""
        return now < self.snoozed_until

    def take_after(self, other: Alert, now: float) -> None:
        """Know what somebody has said of the same rule when other calls were asked for.

        What they acked may still be the same; not once it was seen not to be bad, nor where nobody could tell for long.
        """
        self.snoozed_until = other.snoozed_until
        self._known_until = now + SNOOZE if other.acked else other._known_until

    def wants(self, now: float) -> bool:
        """Whether it stands, and nobody has taken it up."""
        return self.since is not None and not self.acked and not self.snoozed(now)


class Alerts:
    """All rules on one floor. `meant`: the keys that calls of an agent are counted under (`People.meant`)."""

    def __init__(self, rules: Iterable[Rule], figures: Measured, meant: Callable[[str], Iterable[str]]) -> None:
        self.every = [Alert(rule) for rule in rules]
        self._figures = figures
        self._meant = meant
        self._counts = {id(one): Counted(one.rule.calls) for one in self.every if one.rule.calls is not None}
        self._reviews = 0
        self._known: tuple[object, ...] = ()  # what was judged last, and when
        self._judged = -inf

    def apply(self, changes: Changes) -> None:
        """Fold what happened in the window."""
        for count in self._counts.values():
            count.apply(changes)

    def review(self) -> None:
        """People are known by other names now: filters may keep other calls."""
        self._reviews += 1
        for count in self._counts.values():
            count.review()

    def start_over(self) -> None:
        """It is another time: nothing has been judged yet, and nobody has said anything of it. Counts stay."""
        fresh = [(Alert(one.rule), self._counts.get(id(one))) for one in self.every]
        self.every = [alert for alert, _ in fresh]
        self._counts = {id(alert): count for alert, count in fresh if count is not None}
        self._known = ()

    def take_after(self, others: Alerts, now: float) -> None:
        """Be quiet about what somebody wanted to hear nothing of before, or knew of."""
        for alert in self.every:
            if (other := others.of(alert.rule.name)) is not None:
                alert.take_after(other, now)

    def raised(self) -> list[Alert]:
        """The alerts that stand, the latest first."""
        standing = [alert for alert in self.every if alert.since is not None]
        return sorted(standing, key=lambda alert: -(alert.since or 0.0))

    def of(self, name: str) -> Alert | None:
        """The alert of a rule's name."""
        return next((alert for alert in self.every if alert.rule.name == name), None)

    def stands(self, alert: Alert) -> tuple[float | None, Verdict]:
        """The target of the figure that an alert is about, None for none, and how what was found stands against it."""
        figure, found, rules = alert.rule.figure, alert.found, self._figures.rules
        if figure is None or found is None or not isinstance(found.value, int | float):
            return None, ""
        return rules.targets.get(figure.name), verdict(figure, Value(found.value, found.n or 0), rules)

    def wanted(self, now: float) -> int:
        """How many stand that nobody has taken up."""
        return sum(alert.wants(now) for alert in self.every)

    def withheld(self, status: Status, *, past: bool = False) -> Withheld:
        """Why figures and calls are not judged at present."""
        if past:
            return "past"
        if status.filling or status.word in ("CONNECTING", "FILLING"):
            return "filling"
        if status.doubted:
            return "doubted"
        if status.word not in ("LIVE", "PARTIAL"):
            return "old"
        return "behind" if self._figures.behind else ""

    def judge(self, now: float, status: Status, *, past: bool = False) -> list[Event]:
        """Judge the rules at a server time; what was raised and what is over. `past`: a past range is looked at.

        For once a second: nothing is judged again while all is as it was, and no rule's time has come. A clock that
        was set back is a change.
        """
        withheld = self.withheld(status, past=past)
        if withheld in _BLIND:
            self._known = ()
            for alert in self.every:
                if past or not alert.rule.state:
                    alert.unseen()
        if past:
            return []
        for count in self._counts.values():
            count.look()
        told, partly = not withheld, status.coverage < WHOLE or bool(status.capped)
        counts = tuple(map(len, self._counts.values()))
        known = self._figures.version, self._reviews, counts, status.word, told, partly
        if known == self._known and self._judged <= now < min((alert.due for alert in self.every), default=inf):
            return []
        self._known, self._judged = known, now
        return list(self._judge(now, status, told, partly))

    def _judge(self, now: float, status: Status, told: bool, partly: bool) -> Iterator[Event]:
        for alert in self.every:
            count = self._counts.get(id(alert))
            if not (told or alert.rule.state):
                continue
            found = self._found(alert.rule, len(count) if count is not None else 0, status, partly)
            if (event := alert.judge(found, now)) is not None:
                yield event
            elif alert.again(now):
                yield Event(alert.rule, "raised", found, now)

    def _found(self, rule: Rule, count: int, status: Status, partly: bool) -> Finding:
        if rule.state:
            holds = rule.holds(status.word)
            return Finding(status.word, None, holds, not holds)
        if rule.calls is not None:
            return Finding(count, count, rule.bad(count), rule.good(count), partly)
        assert rule.figure is not None
        value, n, *_ = rule.figure.read(self._tally(rule))
        if value is None:  # nothing is left that could say so
            return Finding(None, n, False, True, partly)
        return Finding(value, n, rule.bad(value) and n >= rule.minimum, rule.good(value), partly)

    def _tally(self, rule: Rule) -> Tally:
        if rule.of is None:
            return self._figures.whole
        by, key = rule.of
        return self._figures.together(by, self._meant(key) if by == "agent" else (key,))
