"""The status line: profile, window, counts, and how true and how old all that is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dialer_tui.floor.link import Status
from dialer_tui.model import Window
from dialer_tui.text import clean
from dialer_tui.ui import times
from dialer_tui.ui.theme import Glyphs, Role
from dialer_tui.ui.widgets.line import measure
from dialer_tui.ui.widgets.painted import Part
from dialer_tui.ui.words import LINK, LinkWord

_WHOLE = 0.995  # what is not had yet of the running second is no hole
SKEWED = 5.0  # seconds of skew from which it is said
_UNSURE = LinkWord("", trouble=True)


@dataclass(frozen=True)
class Standing:
    """What the status line says. `interval` in seconds is the step of ages; `counters` may be "".

    `retry`: the key that asks again; `account`: what a person can do about a refused account. `own`: only the account's
    own agents and campaigns are asked for.
    """

    profile: str
    window: Window
    calls: int
    counters: str
    status: Status
    interval: int
    view: str = ""
    retry: str = "r"
    account: str = "u changes the account"
    own: bool = False


def link_word(status: Status) -> LinkWord:
    """What is known of a state's word; "ERROR 80" is an ERROR."""
    return LINK.get(status.word.partition(" ")[0], _UNSURE)


def status_line(standing: Standing, cells: int, glyphs: Glyphs) -> tuple[list[Part], list[Part]]:
    """The parts at the left and at the right, the fullest that fit."""
    rights = list(_rights(standing, glyphs))
    lefts = list(_lefts(standing, glyphs))
    for right in rights:
        # A long message may not cost the window and the count; what to do may.
        for left in lefts[: 4 if right is rights[0] else None]:
            if measure(left) + measure(right) + 1 <= cells:
                return left, right
    return lefts[-1], rights[-1]


def _lefts(standing: Standing, glyphs: Glyphs) -> Sequence[list[Part]]:
    """From the fullest to the barest."""
    status = standing.status
    name: list[Part] = [(f" {clean(standing.profile, 24)}", "strong")]
    dot = f" {glyphs.dot} "
    own = f"{dot}own agents" if standing.own else ""
    window: Part = (f"{own}{dot}{times.window(standing.window)}", "dim")
    calls: Part = (f"{dot}{standing.calls:,} calls", "plain")
    counters: list[Part] = [(dot, "dim"), (standing.counters, "accent")] if standing.counters else []
    facts: list[str] = []
    if status.age is not None and status.word != "LIVE" and status.coverage < _WHOLE:
        facts.append(f"coverage {int(status.coverage * 100)} %")
    if status.age is not None and status.lateness > standing.interval:
        facts.append(f"up to {times.age(status.lateness)} late")
    if abs(status.skew) > SKEWED:
        way = "behind" if status.skew > 0 else "ahead"
        facts.append(f"this clock is {times.age(abs(status.skew))} {way}")
    elif status.age is not None and not status.clock_known:
        facts.append("by this clock: the API sends no Date")
    said: list[list[Part]] = [[(f"{dot}{fact}", "dim")] for fact in facts]
    every = [part for fact in said for part in fact]
    # A clock that is off and a window with holes outlive the rest: they say whether the rest is true.
    return (
        [*name, window, calls, *counters, *every],
        [*name, window, calls, *every],
        [*name, window, calls, *(every[:1])],
        [*name, window, calls],
        [*name, window],
        name,
    )


def _rights(standing: Standing, glyphs: Glyphs) -> Sequence[list[Part]]:
    """From the fullest to the barest."""
    status = standing.status
    word = link_word(status)
    role: Role = "alert" if word.trouble else "accent" if status.word == "LIVE" else "strong"
    glyph = glyphs.trouble if word.trouble else glyphs.live if status.word == "LIVE" else glyphs.working
    view: list[Part] = [(f"{standing.view}  ", "strong")] if standing.view else []
    head: Part = (f"{glyph} {status.word}", role)
    if status.word == "LIVE":
        return ([*view, head, (" ", "plain")],)
    age: list[Part] = []
    if status.age is not None:
        age = [(f" {times.age(status.age, standing.interval)} old", role)]
    detail: list[Part] = [(f" {glyphs.dot} {status.detail}", "plain")] if status.detail else []
    message: list[Part] = [(f" {glyphs.dot} {clean(status.message, 120)}", "plain")] if status.message else []
    said = word.do.format(retry=standing.retry, account=standing.account)
    do: list[Part] = [(f" {glyphs.dot} {said}", "plain")] if said else []
    end: Part = (" ", "plain")
    return (
        [*view, head, *age, *message, *detail, *do, end],
        [*view, head, *age, *detail, *do, end],
        [*view, head, *age, *do, end],
        [*view, head, *age, *detail, end],
        [*view, head, *age, end],
    )
