"""The header's figures, of the whole scope: what can trigger an action, and the worst campaign, which a total hides.

Each is a piece of the status line, written for a wide screen and for a narrow one; the line takes those that fit.
"""

from __future__ import annotations

from collections.abc import Iterator
from zoneinfo import ZoneInfo

import msgspec

from dialer_tui.floor.figures import BY_NAME, Figure, Value, between, verdict, written
from dialer_tui.floor.lasting import Known, Since, since
from dialer_tui.floor.measured import Group, Measured
from dialer_tui.floor.tally import Rules
from dialer_tui.text import clean, fit, width
from dialer_tui.ui import times
from dialer_tui.ui.call_text import CallText
from dialer_tui.ui.theme import Glyphs, Role
from dialer_tui.ui.widgets.painted import Part

FORMS, GRAVE = 4, 1  # up to which rank pieces are what is to be known first
INBOUND = "in"  # before the first figure: all of them are of inbound calls
_NAME, _BRIEF = 18, 14  # cells of a campaign's name, at most, and where there is little room


class Piece(msgspec.Struct, frozen=True):
    """A piece of the status line, with the gap before it. `rank`: the lower, the later it gives way.

    `forms`: FORMS wordings, the fullest first; the last one for where not all pieces fit. The worst campaign gives way
    early where it is good, else late.
    """

    rank: int
    forms: tuple[tuple[Part, ...], ...]


def marked(figure: Figure, value: Value, rules: Rules, glyphs: Glyphs) -> tuple[str, str, Role]:
    """A figure's value in words, the mark of its target, "" for none, and the role of both."""
    mark: dict[str, tuple[str, Role]] = {"meets": (glyphs.good, "strong"), "misses": (glyphs.trouble, "alert")}
    sign, role = mark.get(verdict(figure, value, rules), ("", "strong"))
    return glyphs.unknown if value.value is None else written(figure, value.value, rules), sign, role


def lasting(found: Since | None, zone: ZoneInfo, glyphs: Glyphs, now: float) -> tuple[str, str]:
    """Since when, or until when, a target has been missed, in words, and where there is little room: " until 14:30",
    " since 14:00 or earlier" and " since ≤14:00"; "" where nobody knows."""
    if found is None:
        return "", ""
    at = times.to_minute(found.at, zone, now)
    if found.over:
        return (f" until {at}",) * 2
    return (f" since {at}",) * 2 if found.exact else (f" since {at} or earlier", f" since {glyphs.most}{at}")


def _named(group: Group, cells: int, glyphs: Glyphs) -> Part:
    """A campaign's name, or its ID, in so many cells at most."""
    name = clean(group.name or str(group.key))
    return f"{fit(name, min(width(name), cells), ellipsis=glyphs.ellipsis).rstrip()} ", "plain"


def _worst(called: Part, value: Part) -> tuple[Part, ...]:
    """The worst campaign where there is little room."""
    return ("  worst ", "dim"), called, value


def pieces(figures: Measured, text: CallText, known: Known) -> Iterator[Piece]:
    """The header's figures, in the order in which they stand. `known`: the quarter hours."""
    rules, glyphs, whole = figures.rules, text.glyphs, figures.whole

    def piece(rank: int, name: str, label: str, brief: str, after: str = "", before: str = "") -> Piece:
        figure = BY_NAME[name]
        value = figure.read(whole)
        said, sign, role = marked(figure, value, rules, glyphs)
        spread = f" ({between(value)})" if between(value) else ""
        lead = f" {glyphs.dot} {before}" if before else ""
        plain: tuple[Part, ...] = ((f"{lead}   {label} ", "dim"), (f"{said}{spread} {sign}".rstrip(), role))
        full = (*plain, (f" {after}", "dim")) if after else plain
        narrow: tuple[Part, ...] = ((f"{lead}  {brief} ", "dim"), (said + sign, role))
        return Piece(rank, (full, plain, narrow, narrow))

    level = BY_NAME["service_level"].read(whole)
    within = f"SL {times.span(rules.answer_within)}"
    yield piece(1, "service_level", within, "SL", f"n {level.n:,}" if level.n else "", INBOUND)
    yield piece(3, "asa", "ASA", "ASA")
    longest = figures.longest()
    at = times.to_minute(longest.began_at, text.zone, known.newest) if longest is not None else ""
    yield piece(4, "longest_wait", "longest wait", "longest", at)
    yield piece(5, "unanswered_rate", "unanswered", "unans.")
    if (worst := figures.worst()) is not None:
        figure = BY_NAME["service_level"]
        said, sign, role = marked(figure, figure.read(worst.tally), rules, glyphs)
        called, short = (_named(worst, cells, glyphs) for cells in (_NAME, _BRIEF))
        wide: tuple[Part, ...] = (("   worst ", "dim"), called, (f"{said} {sign}".rstrip(), role))
        narrow, narrower = (_worst(name, (said + sign, role)) for name in (called, short))
        yield Piece(1 if role == "alert" else 6, (wide, wide, narrow, narrower))
        full, brief = lasting(since(figure, figures, "campaign", worst.key, known), text.zone, glyphs, known.newest)
        if full:
            most: tuple[Part, ...] = ((full, "plain"),)
            least: tuple[Part, ...] = ((brief, "plain"),)
            yield Piece(2, (most, most, least, least))
