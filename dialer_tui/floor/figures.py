"""The figures, as one table: name, unit, which way is better, formula, what it is a share of, caveat, how it is read.

Header, panes, help, board, report, alerts and `dialer-tui figures` read it. A figure is read from a `Tally`; without a
denominator it is None, never 0 or 100 %.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from math import ceil
from typing import Literal, NamedTuple

import msgspec

from dialer_tui.floor.names import fewest
from dialer_tui.floor.tally import Rules, Tally

Unit = Literal["ratio", "seconds", "calls", "agents"]
Better = Literal["up", "down", ""]
Verdict = Literal["meets", "misses", ""]

ENOUGH = 10  # calls behind a figure: with fewer it is neither good nor bad
_POINT = 0.01  # a range is given where it is so far from the value


class Value(NamedTuple):
    """A figure: its value (a ratio from 0 to 1, seconds, or a number; None is unknown), and what it rests on.

    `low` and `high`: what it might be, had the API said of every call what it was; None where that is about the same.
    """

    value: float | None
    n: int
    low: float | None = None
    high: float | None = None


class Figure(msgspec.Struct, frozen=True):
    """One figure. `of`: its n in words. `short`: its name where there is little room."""

    name: str
    label: str
    short: str
    unit: Unit
    better: Better
    formula: str
    of: str
    read: Callable[[Tally], Value]
    caveat: str = ""


def _share(part: str, whole: str, tally: Tally, unsure: str = "") -> Value:
    """A sum over another: a ratio, or a mean. `unsure`: calls that might belong to it; then there is a range."""
    top, n = tally[part], tally[whole]
    if not n:
        return Value(None, 0)
    value = top / n
    spread = n + tally[unsure] if unsure else n
    low, high = top / spread, (top + spread - n) / spread
    if max(value - low, high - value) < _POINT:
        return Value(value, n)
    return Value(value, n, low, high)


def _count(name: str, tally: Tally) -> Value:
    return Value(tally[name], tally["calls"])


def _longest(tally: Tally) -> Value:
    return Value(max(tally.waits, default=None), tally["waits_known"])


def _longest_lost(tally: Tally) -> Value:
    return Value(max(tally.lost, default=None), tally["lost_known"])


def _people(tally: Tally) -> Value:
    return Value(fewest(tally.people), tally["calls"])


def _listed_after(share: float, tally: Tally) -> Value:
    known = sorted(tally.listed_after)
    return Value(known[ceil(share * len(known)) - 1] if known else None, len(known))


FIGURES: tuple[Figure, ...] = (
    Figure(
        "service_level",
        "service level",
        "SL",
        "ratio",
        "up",
        "inbound calls answered within the answer time, of all that were answered and of those unanswered that waited "
        "at least [figures] short_abandon",
        "inbound calls of known queue time, answered or unanswered",
        partial(_share, "hits", "level", unsure="unsure"),
        "calls of unknown queue time, and unclear ones, are in neither; where they matter, a range says how much",
    ),
    Figure(
        "asa",
        "average speed of answer",
        "ASA",
        "seconds",
        "down",
        "mean queue time of the inbound calls that were answered",
        "those whose queue time is known",
        partial(_share, "queue_seconds", "queue_known"),
    ),
    Figure(
        "longest_wait",
        "longest wait",
        "longest wait",
        "seconds",
        "down",
        "longest queue time of the listed inbound calls",
        "inbound calls whose queue time is known",
        _longest,
        "of calls that are over: the API does not say who waits at this moment",
    ),
    Figure(
        "unanswered_wait_mean",
        "unanswered wait, mean",
        "unans. wait",
        "seconds",
        "down",
        "mean queue time of the inbound calls that were not answered",
        "those whose queue time is known",
        partial(_share, "lost_seconds", "lost_known"),
        "hang-ups, overflows and transfers look alike",
    ),
    Figure(
        "unanswered_wait_max",
        "unanswered wait, longest",
        "unans. longest",
        "seconds",
        "down",
        "longest queue time of the inbound calls that were not answered",
        "those whose queue time is known",
        _longest_lost,
        "hang-ups, overflows and transfers look alike",
    ),
    Figure(
        "unanswered_rate",
        "unanswered",
        "unanswered",
        "ratio",
        "down",
        "inbound calls that were not answered, of those and the answered ones",
        "inbound calls, answered or unanswered",
        partial(_share, "lost", "told"),
        "hang-ups, overflows and transfers look alike; unclear calls are in neither",
    ),
    Figure(
        "aht",
        "average handle time",
        "AHT",
        "seconds",
        "",
        "mean handle time of the answered calls",
        "those whose handle time is known",
        partial(_share, "handle_seconds", "handle_known"),
        "as the API gives it, never a sum of its parts",
    ),
    Figure(
        "average_talk",
        "average talk",
        "talk",
        "seconds",
        "",
        "mean talk time of the answered calls",
        "those whose talk time is known",
        partial(_share, "talk_seconds", "talk_known"),
    ),
    Figure(
        "average_hold",
        "average hold",
        "hold",
        "seconds",
        "down",
        "mean hold time of the answered calls, those never held among them",
        "those whose hold time is known",
        partial(_share, "hold_seconds", "hold_known"),
    ),
    Figure(
        "average_acw",
        "average after-call work",
        "ACW",
        "seconds",
        "",
        "mean after-call work of the answered calls",
        "those whose after-call work is known",
        partial(_share, "acw_seconds", "acw_known"),
    ),
    Figure(
        "held_rate",
        "held",
        "held",
        "ratio",
        "down",
        "answered calls that were held",
        "answered calls whose hold time is known",
        partial(_share, "held", "hold_known"),
    ),
    Figure(
        "average_length",
        "average length",
        "length",
        "seconds",
        "",
        "mean callTime of all calls",
        "those whose callTime is known",
        partial(_share, "length_seconds", "length_known"),
    ),
    Figure("calls", "calls", "calls", "calls", "", "settled calls", "the same", partial(_count, "calls")),
    Figure(
        "calls_in",
        "inbound calls",
        "in",
        "calls",
        "",
        "settled inbound calls",
        "settled calls",
        partial(_count, "calls_in"),
    ),
    Figure(
        "calls_out",
        "outbound calls",
        "out",
        "calls",
        "",
        "settled outbound calls",
        "settled calls",
        partial(_count, "calls_out"),
    ),
    Figure(
        "outbound_connect_rate",
        "outbound connected",
        "connected",
        "ratio",
        "up",
        "outbound calls that were answered, of those and the unanswered ones",
        "outbound calls, answered or unanswered",
        partial(_share, "won", "tried"),
        "holds only if the API lists every attempt",
    ),
    Figure(
        "outbound_talk",
        "outbound talk",
        "out talk",
        "seconds",
        "",
        "mean talk time of the outbound calls that were answered",
        "those whose talk time is known",
        partial(_share, "won_seconds", "won_known"),
    ),
    Figure(
        "agents_with_calls",
        "agents with calls",
        "agents",
        "agents",
        "",
        "different names of people on calls, unclear ones too; namesakes apart where they have been told apart",
        "settled calls",
        _people,
        "two people of one name count once until then, one who is spelt in two ways twice",
    ),
    Figure(
        "listed_after_p50",
        "listed after, median",
        "listed after",
        "seconds",
        "down",
        "how long after its end half of the calls had been listed",
        "calls first seen while LIVE",
        partial(_listed_after, 0.5),
        "only a console that has watched knows it",
    ),
    Figure(
        "listed_after_p95",
        "listed after, 95 %",
        "listed after 95 %",
        "seconds",
        "down",
        "how long after its end 95 % of the calls had been listed",
        "calls first seen while LIVE",
        partial(_listed_after, 0.95),
        "only a console that has watched knows it",
    ),
)
BY_NAME: Mapping[str, Figure] = {figure.name: figure for figure in FIGURES}


def verdict(figure: Figure, value: Value, rules: Rules) -> Verdict:
    """Whether a figure meets its target; "" without a target, and where too few calls are behind it."""
    target = rules.targets.get(figure.name)
    if target is None or value.value is None or value.n < ENOUGH:
        return ""
    good = value.value >= target if figure.better == "up" else value.value <= target
    return "meets" if good else "misses"


def written(figure: Figure, value: float | None, rules: Rules) -> str:
    """A value of a figure in words: "84 %", "2:41", "1:05:00", "1,284"; — where it is unknown.

    Rounding never crosses the target: 79.96 % is 79.9 % against 80 %.
    """
    if value is None:
        return "—"
    if figure.unit == "ratio":
        return percent(value, rules.targets.get(figure.name))
    if figure.unit != "seconds":
        return f"{value:,.0f}"
    whole = _beside(value, rules.targets.get(figure.name), 0)
    minutes, second = divmod(int(whole), 60)
    return f"{minutes // 60}:{minutes % 60:02}:{second:02}" if minutes >= 60 else f"{minutes}:{second:02}"


def percent(value: float, target: float | None = None) -> str:
    """A ratio in per cent: whole from 10 % on, one decimal below, and where a whole one would cross the target.

    What is not all is never 100 %, and what is not nothing never 0 %.
    """
    hundred = 100 * value
    bound = None if target is None else 100 * target
    whole = _beside(hundred, bound, 0)
    if hundred >= 10 and whole == round(hundred) and not (whole == 100 and value < 1):
        return f"{whole:.0f} %"
    if hundred in (0.0, 100.0):
        return f"{hundred:.0f} %"
    return f"{min(max(_beside(hundred, bound, 1), 0.1), 99.9):.1f} %"


def between(value: Value) -> str:
    """What a ratio may be at least and at most, in words, "" where that is about the same: "80–86 %"."""
    if value.low is None or value.high is None:
        return ""
    return f"{100 * value.low:.0f}–{100 * value.high:.0f} %"


def _beside(value: float, bound: float | None, decimals: int) -> float:
    """A value rounded, but not to or over a bound that it does not reach."""
    rounded = round(value, decimals)
    step = 10.0**-decimals
    if bound is not None and value < bound <= rounded:
        return round(rounded - step, decimals)
    if bound is not None and value > bound >= rounded:
        return round(rounded + step, decimals)
    return rounded
