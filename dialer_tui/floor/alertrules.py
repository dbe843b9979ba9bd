"""What raises an alert, as values: `[[alerts]]` read, the rules that are there without it, and when each is over."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal

import msgspec

from dialer_tui.floor.figures import BY_NAME, Figure, written
from dialer_tui.floor.query import Query
from dialer_tui.floor.tally import Rules
from dialer_tui.model import Scope

GRAVITY = ("PARTIAL", "STALE", "OFFLINE", "ERROR", "REFUSED")
"""States of the link that a rule may name, or that are graver than one it may name: the gravest last."""
_PLAIN = Rules()
_POINTS, _SHARE = 0.03, 0.10  # how far on the good side a ratio, and anything else, must be to end an alert


class Rule(msgspec.Struct, frozen=True):
    """One rule: a figure beyond a bound, so many calls that a filter keeps, or a state of the link, for so long.

    `bound` and `clear` are in the figure's unit, or calls; `clear` is the value from which on an alert is over.
    `of`: what of the floor the figure is of, ("campaign", ID) and the like; None for all of it. `minimum`: with fewer
    calls behind the figure nothing is raised. `seconds`: how long it must be so.
    """

    name: str
    figure: Figure | None = None
    above: bool = False
    bound: float = 0.0
    clear: float = 0.0
    of: tuple[Literal["campaign", "list", "agent"], str] | None = None
    minimum: int = 20
    calls: Query | None = None
    state: str = ""
    seconds: int = 120
    bell: bool = False
    notify: bool = False

    def within(self, scope: Scope) -> bool:
        """Whether what it is about is asked for."""
        return self.of is None or self.of[0] != "campaign" or scope.asks_for(self.of[1])

    def bad(self, value: float) -> bool:
        """Whether a value is beyond the bound; of calls, as many as it."""
        if self.calls is not None:
            return value >= self.bound
        return value > self.bound if self.above else value < self.bound

    def good(self, value: float) -> bool:
        """Whether a value is far enough on the good side to end an alert."""
        return value <= self.clear if self.above else value >= self.clear

    def holds(self, word: str) -> bool:
        """Whether the link's word is the state of this rule, or a graver one."""
        word = word.partition(" ")[0]  # ERROR n
        return word in GRAVITY and GRAVITY.index(word) >= GRAVITY.index(self.state)

    def said(self, value: float | str | None, at_least: bool = False) -> str:
        """A value against the rule in words, without a name from anywhere: "service level 41 %, below 60 %"."""
        return ", ".join(filter(None, (self.measured(value, at_least), "" if self.state else self.limit)))

    def measured(self, value: float | str | None, at_least: bool = False) -> str:
        """A value in words: "service level 41 %", "3 calls", "the data is STALE"."""
        least = "at least " if at_least else ""
        if self.state:
            return f"the data is {value or self.state}"
        if self.calls is not None:
            return f"{least}{value or 0:,.0f} calls"
        assert self.figure is not None
        known = value if isinstance(value, (int, float)) else None
        return f"{self.figure.label} {least if self.above else ''}{written(self.figure, known, _PLAIN)}"

    @property
    def limit(self) -> str:
        """What raises it, in words: "below 60 %", "3 or more", "STALE or worse"."""
        if self.figure is not None:
            return f"{'above' if self.above else 'below'} {written(self.figure, self.bound, _PLAIN)}"
        return f"{self.state} or worse" if self.state else f"{self.bound:,.0f} or more"


def clear_of(figure: Figure | None, above: bool, bound: float) -> float:
    """From which value on an alert is over where its rule does not say: 3 points (of a ratio) or 10 % away, and of a
    ratio at most half of the way that there is."""
    if figure is None or figure.unit != "ratio":
        return bound * (1 - _SHARE if above else 1 + _SHARE)
    return max(bound - _POINTS, bound / 2) if above else min(bound + _POINTS, (1 + bound) / 2)


SHIPPED: tuple[Rule, ...] = (
    Rule("service level", BY_NAME["service_level"], False, 0.50, 0.53, seconds=60),
    Rule("longest wait", BY_NAME["longest_wait"], True, 600.0, 540.0, seconds=0),
    Rule("data stale", state="STALE", seconds=60),
)
"""The rules there are without a word in the file: alarms, so they are far from the targets, and seldom ring."""


def rules(tables: Iterable[Mapping[str, Any]], queries: Iterable[Query | None]) -> tuple[Rule, ...]:
    """The rules in force: those of `[[alerts]]`, checked, with the filters of their `calls`; and the shipped ones whose
    names they do not bear, first."""
    own = [_rule(table, query) for table, query in zip(tables, queries, strict=True)]
    names = {rule.name for rule in own}
    return (*(rule for rule in SHIPPED if rule.name not in names), *own)


def _rule(table: Mapping[str, Any], query: Query | None) -> Rule:
    figure = None if table["figure"] is None else BY_NAME[table["figure"]]
    above = query is not None or table["above"] is not None
    bound = 0.0
    if figure is not None:
        bound = table["above"] if above else table["below"]
    elif query is not None:
        bound = float(table["at_least"])
    of = next(((by, table[by]) for by in ("campaign", "list", "agent") if table[by] is not None), None)
    return Rule(
        table["name"],
        figure,
        above,
        bound,
        clear_of(figure, above, bound) if table["clear"] is None else table["clear"],
        of,  # type: ignore[arg-type]  # one of the three words above
        table["minimum"],
        query,
        table["state"] or "",
        table["for"],
        table["bell"],
        table["notify"],
    )
