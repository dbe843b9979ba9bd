"""The report of a shift: one page of plain text, to be read by whoever takes over, and to be mailed."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from dialer_tui.export.facts import LEVEL, QUARTERS, Shift, campaigns, hours, judged, quarters
from dialer_tui.export.stamps import Stamps
from dialer_tui.export.story import story
from dialer_tui.floor.figures import BY_NAME, FIGURES, Figure, Value, between, verdict, written
from dialer_tui.floor.measured import Group
from dialer_tui.floor.tally import Tally, outcome
from dialer_tui.model import Call, Scope
from dialer_tui.text import clean, duration, fit, modest, within

WIDE = 76
LONG = 62  # lines
_LEAST = 6  # campaigns that are told, however long the rest is
_MARK = {"meets": " ✓", "misses": " ▲", "": "  "}
_NAME, _VALUE = 26, 9
_OF_GROUP = ("service_level", "asa", "longest_wait", "unanswered_rate", "aht")
_MOST_HOURS, _MOST_OUTAGES = 24, 4
CANNOT = (
    "The API lists call records, not who waits or talks. A hang-up, an overflow and a transfer look alike: "
    "“unanswered” means that no person is named. Calls that it lists only later are not in here."
)


def page(shift: Shift, *, plain: bool = False) -> str:
    """The page: at most WIDE cells a line, ending with a line break. `plain`: ASCII alone, as wide as before."""
    at = Stamps(shift.start, shift.made if shift.end is None else shift.end, shift.zone)
    before = [*_head(shift, at), "", *_wrapped(" ".join(story(shift, at)))]
    after: list[str] = []
    for section in (_figures(shift), _hours(shift, at), _quarters(shift, at), _waits(shift, at)):
        after += ["", *section] if section else []
    last = ["", *_lacks(shift, at), "", *_wrapped(f"What this cannot know: {CANNOT}")]
    room = LONG - len(before) - len(after) - len(last) - 3
    groups = _campaigns(shift, max(room, _LEAST))
    lines = [*before, *(["", *groups] if groups else []), *after, *last]
    text = "".join(f"{fit(line, WIDE).rstrip()}\n" for line in lines)
    return within(modest(text)) if plain else text


def _wrapped(text: str, indent: str = "") -> list[str]:
    """Running text in lines; a number and its % stay together."""
    lines = textwrap.wrap(text.replace(" %", "\0%"), WIDE, subsequent_indent=indent, break_on_hyphens=False)
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
    moving = f"; {figures.in_motion:,} in motion are in no figure" if figures.in_motion else ""
    yield from _wrapped(f"Scope: {_scope(shift.scope, figures.groups('campaign'))}{moving}", "  ")
    yield f"Made {at.full(shift.made)}. ✓ meets its target, ▲ misses it (from 10 calls on)"


def _scope(scope: Scope, groups: list[Group]) -> str:
    names = {str(group.key): group.name for group in groups}
    said = []
    if scope.campaigns:
        named = (f"{clean(names.get(one, ''), 24)} {clean(one, 24)}".strip() for one in scope.campaigns)
        said.append("campaigns " + ", ".join(named))
    if scope.agents:
        said.append("agents " + ", ".join(clean(one, 24) for one in scope.agents))
    return " and ".join(said) or "all campaigns and agents"


def _said(figure: Figure, value: Value, shift: Shift) -> str:
    rules = shift.figures.rules
    return written(figure, value.value, rules) + _MARK[verdict(figure, value, rules)]


def _figures(shift: Shift) -> list[str]:
    """Every figure that rests on a call, with its target and n; numbers of calls are told in words already."""
    rules, lines = shift.figures.rules, []
    for figure in FIGURES:
        value = figure.read(shift.figures.whole)
        if figure.unit == "calls" or (value.value is None and figure is not LEVEL):
            continue
        target = rules.targets.get(figure.name)
        bound = "at least" if figure.better == "up" else "at most"
        side = "" if target is None else f"{bound} {written(figure, target, rules)}"
        spread = f"may be {between(value)}" if between(value) else ""
        label = figure.label[0].upper() + figure.label[1:]
        if figure is LEVEL:
            label += f", {rules.answer_within} s"
        row = f"{fit(label, _NAME)}{fit(_said(figure, value, shift), _VALUE, right=True)}  "
        lines.append(f"{row}{fit(f'{value.n:,}', 9)}{fit(side, 15)}{spread}")
    head = f"{fit('FIGURES', _NAME)}{fit('Value', _VALUE - 2, right=True)}    {fit('n', 9)}Target"
    return [head, *lines] if shift.figures.whole["calls"] else []


def _group(name: str, tally: Tally, shift: Shift) -> str:
    cells = [f"{tally['calls']:,}"]
    for key in _OF_GROUP:
        cells.append(_said(BY_NAME[key], BY_NAME[key].read(tally), shift))
    return _row(name, cells)


def _row(name: str, cells: list[str]) -> str:
    widths = (6, 10, 8, 10, 10, 9)
    return fit(name, 23) + "".join(fit(cell, wide, right=True) for cell, wide in zip(cells, widths, strict=True))


def _heads(name: str) -> str:
    heads = ["Calls", *(f"{BY_NAME[key].short}  " for key in ("service_level", "asa"))]
    return _row(name, [*heads, "Longest  ", "Unansw.  ", "AHT  "])


def _campaigns(shift: Shift, room: int) -> list[str]:
    found = campaigns(shift.figures)
    if not found:
        return []
    shown = found if len(found) <= room else found[: room - 1]
    lines = [_heads("CAMPAIGNS, worst first")]
    for group in shown:
        lines.append(_group(clean(group.name or str(group.key) or "no campaign", 60), group.tally, shift))
    if rest := found[len(shown) :]:
        calls = sum(group.tally["calls"] for group in rest)
        lines.append(f"and {len(rest)} more, with {calls:,} calls: none worse, or too few calls to judge")
    return lines


def _hours(shift: Shift, at: Stamps) -> list[str]:
    """The service level hour by hour, as running text."""
    found = hours(shift.figures, shift.zone)
    if not 1 < len(found) <= _MOST_HOURS or not any(judged(tally) for _, tally in found):
        return []
    said = []
    for begin, tally in found:
        value = LEVEL.read(tally)
        level = _said(LEVEL, value, shift).strip() if judged(tally) else "few"
        said.append(f"{at.clock(begin)} {level}".replace(" ", "\0"))
    return ["SERVICE LEVEL BY HOUR", *(line.replace("\0", " ") for line in _wrapped("   ".join(said)))]


def _quarters(shift: Shift, at: Stamps) -> list[str]:
    found = quarters(shift.figures)
    if len(found) < 2:
        return []
    return [_heads("WORST QUARTER HOURS"), *(_group(at.quarter(one), tally, shift) for one, tally in found[:QUARTERS])]


def _waits(shift: Shift, at: Stamps) -> list[str]:
    if not shift.waits:
        return []
    lines = [f"{fit('LONGEST WAITS', 14)}{fit('Began', 22)}{fit('Campaign', 20)}Taken by"]
    for call in shift.waits:
        when = at.clock(call.began_at, seconds=True)
        campaign = clean(call.campaign or call.campaign_id)
        lines.append(
            f"{fit(duration(call.queue), 12, right=True)}  {fit(when, 22)}{fit(campaign, 19)} {_taker(call, shift)}"
        )
    return lines


def _taker(call: Call, shift: Shift) -> str:
    name = shift.agent(call)
    return {"answered": name, "unanswered": "unanswered"}.get(outcome(call, bool(name)), f"{name} (unclear)".strip())


def _lacks(shift: Shift, at: Stamps) -> list[str]:
    """What was not had, and what the records do not say."""
    lines = ["OUTAGES OF OUR OWN DATA"]
    if shift.missing:
        seconds = sum(end - start for start, end in shift.missing)
        spans = ", ".join(_span(start, end, at) for start, end in shift.missing[:_MOST_OUTAGES])
        more = f" and {len(shift.missing) - _MOST_OUTAGES} more" if len(shift.missing) > _MOST_OUTAGES else ""
        lines += _wrapped(f"Not had: {spans}{more}, {duration(seconds)} in all.", "  ")
    else:
        lines.append("Every part of the range was had.")
    if shift.watched is not None:
        spans = "; ".join(f"{one.word} {_span(one.start, one.end, at)}" for one in shift.outages[-_MOST_OUTAGES:])
        since = f"since {at.clock(shift.watched)}, when this console began to watch"
        had = "" if shift.missing else " What it had missed then has been had since."
        told = (
            f"The link failed {_times(len(shift.outages))} {since}: {spans}.{had}"
            if spans
            else f"The link held {since}."
        )
        lines += _wrapped(told, "  ")
    tally = shift.figures.whole
    unknown = tally["calls_in"] - tally["waits_known"]
    said = f"Unclear: {tally['unclear']:,} of {tally['calls']:,} calls, where it is not said whether anybody answered"
    return [*lines, *_wrapped(f"{said}. Unknown queue time: {unknown:,} inbound calls.", "  ")]


def _span(start: int, end: int, at: Stamps) -> str:
    return f"{at.clock(start, seconds=True)}–{at.clock(end, seconds=True)}"


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"
