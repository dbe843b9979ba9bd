"""The report of a shift: one page of plain text, to be read by whoever takes over, and to be mailed."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from typing import NamedTuple

from dialer_tui.export.facts import Shift, campaigns, judged
from dialer_tui.export.lacks import lacks
from dialer_tui.export.sections import WIDE, by_campaign, by_figure, by_hour, by_quarter, by_wait, the_rest
from dialer_tui.export.stamps import Stamps
from dialer_tui.export.story import story
from dialer_tui.floor.figures import ENOUGH
from dialer_tui.floor.measured import Group
from dialer_tui.model import Scope
from dialer_tui.text import clean, fit, modest, within

LONG = 66  # lines of a page
_ENOUGH = 8  # lines of campaigns: before there are fewer, the rest is told more shortly
_LEAST = 4  # the same, before something is not told at all
_NAMED = 2  # campaigns, and agents, of a scope
_UNIT = re.compile(r"(?<=\d) (?=%|(?:h|min|s)\b)")
CANNOT = (
    "The API lists call records, not who waits or talks. A hang-up, an overflow and a transfer look alike: "
    "“unanswered” means that no person is named. Calls that it lists only later are not in here."
)


class _Told(NamedTuple):
    """What there is room for: quarter hours, spans of an outage, the figures that have no line of their own, and the
    hours where they are many."""

    quarters: int
    spans: int
    rest: bool = True
    day: bool = True


_TOLD = (
    _Told(5, 4),
    _Told(4, 4),
    _Told(3, 3),
    _Told(3, 1),
    _Told(3, 1, rest=False),
    _Told(3, 1, rest=False, day=False),
)


def page(shift: Shift, *, plain: bool = False) -> str:
    """The page: at most LONG lines of WIDE cells, ending with a line break. `plain`: ASCII alone, as wide as before.

    What is long is told more shortly, and the campaigns that were well are left out first.
    """
    at = Stamps(shift.start, shift.made if shift.end is None else shift.end, shift.zone)
    many = sum(judged(group.tally) for group in campaigns(shift.figures)) + 1  # and a line for those that are left out
    for told in _TOLD:
        before, after = _around(shift, at, told)
        left = LONG - len(before) - len(after) - 2
        if left >= min(many, _ENOUGH if told.rest else _LEAST):
            break
    groups = by_campaign(shift, max(left, 1))
    lines = [*before, *(["", *groups] if groups else []), *after]
    text = "".join(f"{fit(line, WIDE).rstrip()}\n" for line in lines)
    return within(modest(text)) if plain else text


def _around(shift: Shift, at: Stamps, told: _Told) -> tuple[list[str], list[str]]:
    """What stands before the campaigns, and behind them."""
    before = [*_head(shift, at), "", *_wrapped(" ".join(story(shift, at)))]
    if by_hours := by_hour(shift, at, 24 if told.day else 12):
        before += ["", by_hours[0], *_wrapped("   ".join(one.replace(" ", "\0") for one in by_hours[1:]))]
    after: list[str] = []
    figures = [*by_figure(shift), *(_wrapped(the_rest(shift), "  ") if told.rest else ())]
    for section in (by_quarter(shift, at, told.quarters), by_wait(shift, at), figures):
        after += ["", *section] if section else []
    after += ["", "OUTAGES OF OUR OWN DATA"]
    for paragraph in lacks(shift, at, told.spans):
        after += _wrapped(paragraph, "  ")
    return before, [*after, "", *_wrapped(f"What this cannot know: {CANNOT}")]


def _wrapped(text: str, indent: str = "") -> list[str]:
    """Running text in lines; a number and its unit stay together, as does what NULs join."""
    lines = textwrap.wrap(_UNIT.sub("\0", text), WIDE, subsequent_indent=indent, break_on_hyphens=False)
    return [line.replace("\0", " ") for line in lines]


def _head(shift: Shift, at: Stamps) -> Iterator[str]:
    figures = shift.figures
    end = shift.made if shift.end is None else shift.end
    which = "Calls begun or ended since" if shift.window else "Calls dated from"
    until = "up to" if shift.window or shift.end is None else "to before"
    yield f"REPORT {clean(shift.profile, 40)}".rstrip()
    yield from _wrapped(
        f"{which} {at.full(shift.start)} {until} {at.full(end)}, {shift.zone.key or 'local time'}", "  "
    )
    moving = f"; {figures.in_motion:,} not over yet, or only just, are in no figure" if figures.in_motion else ""
    yield from _wrapped(f"Scope: {_scope(shift.scope, figures.groups('campaign'))}{moving}", "  ")
    yield from _wrapped(f"Made {at.full(shift.made)}. ✓ meets its target, ▲ misses it (from {ENOUGH} calls on)", "  ")


def _scope(scope: Scope, groups: list[Group]) -> str:
    names = {str(group.key): group.name for group in groups}
    said = []
    if scope.campaigns:
        said.append("campaigns " + _few([f"{clean(names.get(one, ''), 24)} {one}" for one in scope.campaigns]))
    if scope.agents:
        said.append("agents " + _few(list(scope.agents)))
    return " and ".join(said) or "all campaigns and agents"


def _few(words: list[str]) -> str:
    named = ", ".join(clean(word, 48).strip() for word in words[:_NAMED])
    return f"{named} and {len(words) - _NAMED} more" if len(words) > _NAMED else named
