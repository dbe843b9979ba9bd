"""The status line: profile, window, counts, and how true and how old all that is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import msgspec

from dialer_tui.floor.link import Status
from dialer_tui.model import Window
from dialer_tui.text import clean
from dialer_tui.ui import lateness, times
from dialer_tui.ui.headline import FORMS, GRAVE, Piece
from dialer_tui.ui.theme import Glyphs, Role
from dialer_tui.ui.widgets.line import measure
from dialer_tui.ui.widgets.painted import Part
from dialer_tui.ui.words import LINK, LinkWord

_WHOLE = 0.995  # what is not had yet of the running second is no hole
SKEWED = 5.0  # seconds of skew from which it is said
_UNSURE = LinkWord("", trouble=True)
# In what order pieces give way: a clock that is off and a window with holes, which say whether the rest is true, last.
_FACTS, _COUNTERS = -1, 0
_MUCH = 60.0  # seconds by which calls may be late, above which that goes before figures
_LEAST = 1_000  # where there is little room, before all others what the help says too


class Standing(msgspec.Struct, frozen=True):
    """What the status line says. `interval` in seconds is the step of ages; `counters` may be "".

    `calls`: how many there are, None where that stands elsewhere on the screen. `figures`: the header's, in order; none
    while nothing is known. `wide`: whether to write the window in full.

    `retry`: the key that asks again, "" where nobody can be asked; `account`: what a person can do about a refused
    account. `scope`: what alone is asked for, in words, "" where all is. `past`: the past range that is shown instead
    of the window, in words.
    """

    profile: str
    window: Window
    calls: int | None
    counters: str
    status: Status
    interval: int
    view: str = ""
    retry: str = "r"
    account: str = "u changes the account"
    scope: str = ""
    figures: tuple[Piece, ...] = ()
    wide: bool = True
    past: str = ""


class _Ranked(NamedTuple):
    """A piece, and a fuller wording of it for where there is room left; () for none."""

    rank: int
    parts: tuple[Part, ...]
    fuller: tuple[Part, ...] = ()


def link_word(status: Status) -> LinkWord:
    """What is known of a state's word; "ERROR 80" is an ERROR."""
    return LINK.get(status.word.partition(" ")[0], _UNSURE)


def status_line(standing: Standing, cells: int, glyphs: Glyphs) -> tuple[list[Part], list[Part]]:
    """The parts at the left and at the right, the fullest that fit."""
    name: list[Part] = [(f" {clean(standing.profile, 24)}", "strong")]
    window = _window(standing, glyphs)
    rights = _rights(standing, glyphs)
    rooms = [cells - measure([*right, *name, *window]) - 1 for right in rights]
    fitting = [(right, room) for right, room in zip(rights, rooms, strict=True) if room >= 0]
    if not fitting:
        return name, rights[-1]
    right, room = fitting[0]
    if standing.past:  # when it was had is worth less than which campaign was bad
        grave = sum(measure(one.forms[-1]) for one in standing.figures if one.rank <= GRAVE)
        right, room = next((one for one in fitting if grave <= one[1]), fitting[0])
    return [*name, *window, *_filled(standing, room, glyphs)], right


def _window(standing: Standing, glyphs: Glyphs) -> list[Part]:
    dot = f" {glyphs.dot} " if standing.wide else " "
    scope = f" {glyphs.dot} {standing.scope}" if standing.scope else ""
    last = standing.past or times.window(standing.window)
    if not standing.wide:
        last = last.removeprefix("last ")
    return [(f"{scope}{dot}{last}", "dim")]


def _filled(standing: Standing, room: int, glyphs: Glyphs) -> list[Part]:
    """What fits of figures and facts, in their order; the figures in the fullest form in which all fit."""
    dot = f" {glyphs.dot} "
    rest = [_Ranked(_FACTS, ((f"{dot}{fact}", "dim"),)) for fact in _facts(standing)]
    if late := lateness.briefly(standing.status, standing.interval):
        much = standing.wide and standing.status.lateness > _MUCH
        rest.append(_Ranked(_FACTS if much else _LEAST, ((f"{dot}{late}", "dim"),)))
    if standing.calls is not None:
        rest.append(_Ranked(_COUNTERS, ((f"{dot}{standing.calls:,} calls", "dim"),)))
    if standing.counters:
        rest.append(_Ranked(_COUNTERS, ((dot, "dim"), (standing.counters, "accent"))))
    every = rest
    for form in range(FORMS):
        fuller = form - 1 if form == FORMS - 1 else form
        every = [*(_Ranked(one.rank, one.forms[form], one.forms[fuller]) for one in standing.figures), *rest]
        if sum(measure(one.parts) for one in every) <= room:
            break
    kept: dict[_Ranked, tuple[Part, ...]] = {}
    for one in sorted(every, key=lambda one: one.rank):
        if measure(one.parts) <= room:
            kept[one] = one.parts
            room -= measure(one.parts)
        elif one.rank > _COUNTERS:
            break  # no lesser figure in the place of a greater one: the first says that all are of inbound calls
    for one in kept:
        if one.fuller and (more := measure(one.fuller) - measure(one.parts)) <= room:
            kept[one], room = one.fuller, room - more
    return [part for one in every for part in kept.get(one, ())]


def _facts(standing: Standing) -> Iterator[str]:
    """What says whether the rest is true and whole."""
    status = standing.status
    if status.age is not None and status.word != "LIVE" and status.coverage < _WHOLE:
        yield f"coverage {int(status.coverage * 100)} %"
    if abs(status.skew) > SKEWED:
        way = "behind" if status.skew > 0 else "ahead"
        yield f"this clock is {times.age(abs(status.skew))} {way}"
    elif status.age is not None and not status.clock_known:
        yield "by this clock: the API sends no Date"


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
    if status.age is not None and word.aged:
        age = [(f" {times.age(status.age, standing.interval)} old", role)]
    message = clean(status.message, 120)
    said = word.do.format(retry=standing.retry, account=standing.account) if standing.retry else ""

    def part(text: str) -> list[Part]:
        return [(f" {glyphs.dot} {text}", "plain")] if text else []

    detail, why, do = part(status.detail), part(_why(message)), part(said)
    end: Part = (" ", "plain")
    return (
        [*view, head, *age, *part(message), *detail, *do, end],
        [*view, head, *age, *why, *detail, *do, end],
        *([[*view, head, *age, *why, *detail, end]] if "{retry}" in word.do else []),  # which is in the help, too
        [*view, head, *age, *detail, *do, end],
        [*view, head, *age, *do, end],
        [*view, head, *age, *detail, end],
        [*view, head, *age, end],
    )


def _why(message: str) -> str:
    """Of "Cannot reach HOST: why: what to do about it" the why; of what anybody else says all of it."""
    why = message.partition(": ")[2].partition(": ")[0] if message.startswith("Cannot reach ") else ""
    return why or message
