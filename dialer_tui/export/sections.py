"""The tables of a report: lines that begin with their heading. A section without anything to say has none."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dialer_tui.export.facts import (
    LEVEL,
    Shift,
    Span,
    called,
    campaigns,
    hours,
    judged,
    latest,
    name,
    quarters,
    taker,
    worst,
)
from dialer_tui.export.stamps import Stamps
from dialer_tui.floor.figures import BY_NAME, ENOUGH, FIGURES, Figure, Value, between, verdict, written
from dialer_tui.floor.tally import Tally, outcome
from dialer_tui.model import Call
from dialer_tui.text import clean, duration, fit, fit_before, width

WIDE = 76  # cells: a mail quotes it twice without breaking a line of 80
_HEADS = {
    "service_level": "SL",
    "asa": "ASA",
    "longest_wait": "Longest",
    "unanswered_rate": "Unansw.",
    "aht": "AHT",
}
_MARK = {"meets": " ✓", "misses": " ▲", "": "  "}
_OF_GROUP = ("service_level", "asa", "longest_wait", "unanswered_rate", "aht")
_GROUP, _CELLS = 23, (6, 10, 8, 10, 10, 9)
_OF_QUARTER = ("service_level", "longest_wait", "unanswered_rate")
_QUARTER, _COUNTS = 20, (6, 9, 9, 9)
_LABEL, _VALUE, _N, _TARGET = 26, 9, 9, 15
_WAIT = 14
_WHO, _WHERE = 0.3, 0.34  # of the room there is
_FIRST = (*_OF_GROUP, "unanswered_wait_mean", "outbound_connect_rate", "agents_with_calls")  # have a line of their own


def _said(figure: Figure, value: Value, shift: Shift) -> str:
    rules = shift.figures.rules
    return written(figure, value.value, rules) + _MARK[verdict(figure, value, rules)]


def by_figure(shift: Shift) -> list[str]:
    """The figures that matter most, a line each with target and n."""
    if not shift.figures.whole["calls"]:
        return []
    head = f"{fit('FIGURES', _LABEL)}{fit('Value', _VALUE - 2, right=True)}    {fit('n', _N)}Target"
    return [head, *(line for figure in FIGURES if figure.name in _FIRST and (line := _figure(figure, shift)))]


def the_rest(shift: Shift) -> str:
    """All other figures, in a sentence, n in brackets; calls are counted in words already."""
    found = [
        f"{figure.label} {written(figure, value.value, shift.figures.rules)} ({value.n:,})"
        for figure in FIGURES
        if figure.name not in _FIRST and figure.unit != "calls"
        if (value := figure.read(shift.figures.whole)).value is not None
    ]
    return f"Also, with n in brackets: {', '.join(one.replace(', ', ' ') for one in found)}." if found else ""


def _figure(figure: Figure, shift: Shift) -> str:
    rules, value = shift.figures.rules, figure.read(shift.figures.whole)
    if value.value is None and figure is not LEVEL:
        return ""
    target = rules.targets.get(figure.name)
    bound = "at least" if figure.better == "up" else "at most"
    side = "" if target is None else f"{bound} {written(figure, target, rules)}"
    spread = f"may be {between(value)}" if between(value) else ""
    if figure.unit == "agents":
        spread = "at least: names can be shared"
    label = figure.label[0].upper() + figure.label[1:]
    if figure is LEVEL:
        label += f", {rules.answer_within} s"
    row = f"{fit(label, _LABEL)}{fit(_said(figure, value, shift), _VALUE, right=True)}  {fit(f'{value.n:,}', _N)}"
    return f"{row}{fit(side, _TARGET) if side else ''}{spread}"


def _cells(tally: Tally, names: Sequence[str], shift: Shift) -> list[str]:
    """How many calls, and figures of them."""
    return [f"{tally['calls']:,}", *(_said(BY_NAME[name], BY_NAME[name].read(tally), shift) for name in names)]


def _row(head: str, wide: int, cells: Iterable[str], wides: Iterable[int]) -> str:
    return fit(head, wide) + "".join(fit(cell, wide, right=True) for cell, wide in zip(cells, wides, strict=True))


def _heads(names: Sequence[str]) -> list[str]:
    return ["Calls", *(f"{_HEADS[name]}  " for name in names)]


def by_campaign(shift: Shift, room: int) -> list[str]:
    """A line a campaign, in at most `room` lines beneath the heading."""
    found = campaigns(shift.figures)
    if not found:
        return []
    shown = found if len(found) <= room else found[: room - 1]
    lines = [_row("CAMPAIGNS, worst first", _GROUP, _heads(_OF_GROUP), _CELLS)]
    for group in shown:
        lines.append(_row(called(group), _GROUP, _cells(group.tally, _OF_GROUP, shift), _CELLS))
    if rest := found[len(shown) :]:
        calls = sum(group.tally["calls"] for group in rest)
        lines.append(f"and {len(rest)} more, with {calls:,} calls: none worse, or too few inbound to judge")
    return lines


def by_hour(shift: Shift, at: Stamps, most: int) -> list[str]:
    """The service level hour by hour, to be written one after another beneath the heading, of `most` hours at most.

    Behind them, since when calls are in no hour: what goes on at the end is not to be taken for quiet.
    """
    found = hours(shift)
    if not 1 < len(found) <= most or not any(judged(span.tally) for span in found):
        return []
    tallies = [span.tally for span in found]
    levels = (_said(LEVEL, LEVEL.read(tally), shift).strip() if judged(tally) else "few" for tally in tallies)
    stamps = at.hours((span.start, span.end) for span in found)
    notes = [] if all(map(judged, tallies)) else [f"few: under {ENOUGH} inbound calls"]
    notes += ["hours had in part are left out"] if shift.missing else []
    end, last = shift.made if shift.end is None else shift.end, found[-1].end
    rest = [f"from {at.clock(last)} on in the totals alone: not known whole yet"] if last < end else []
    return [
        "SERVICE LEVEL BY HOUR" + (f" ({'; '.join(notes)})" if notes else ""),
        *map(" ".join, zip(stamps, levels, strict=True)),
        *rest,
    ]


def by_quarter(shift: Shift, at: Stamps, most: int) -> list[str]:
    """The worst quarter hours, each with the campaign that had most of the calls that were late."""
    found = worst(quarters(shift))
    if len(found) < 2:
        return []
    head = _row("WORST QUARTER HOURS", _QUARTER, _heads(_OF_QUARTER), _COUNTS)
    return [f"{head}  Late calls, most in", *(_quarter(one, shift, at) for one in found[:most])]


def _quarter(one: Span, shift: Shift, at: Stamps) -> str:
    row = _row(at.part(one.start, one.end), _QUARTER, _cells(one.tally, _OF_QUARTER, shift), _COUNTS)
    where = latest(shift, one)
    if where is None:
        return row
    many = f"  {where.calls:,} of {where.of:,}"
    return f"{row}  {''.join(fit_before(where.campaign, many, WIDE - width(row) - 2))}"


def by_wait(shift: Shift, at: Stamps) -> list[str]:
    """The calls that waited longest: since when, who, for whom, and what became of them."""
    if not shift.waits:
        return []
    begun = [at.clock(call.began_at, seconds=True) for call in shift.waits]
    wide = max(map(width, begun)) + 1
    room = WIDE - _WAIT - wide
    who, where = round(room * _WHO), round(room * _WHERE)
    lines = [f"{fit('LONGEST WAITS', _WAIT)}{fit('Began', wide)}{fit('Contact', who)}{fit('Campaign', where)}Taken by"]
    for call, when in zip(shift.waits, begun, strict=True):
        wait = f"{fit(duration(call.queue), _WAIT - 1, right=True)} {fit(when, wide)}"
        contact, campaign = name(shift, call.contact), clean(call.campaign or call.campaign_id)
        cells = f"{fit(contact, who - 1)} {fit(campaign, where - 1)} "
        lines.append(f"{wait}{cells}{_taken(call, shift, room - who - where)}")
    return lines


def _taken(call: Call, shift: Shift, cells: int) -> str:
    """Who took it, or what is known instead: what tells namesakes apart is not cut."""
    named = taker(shift, call)
    became = outcome(call, bool(named.name))
    if became == "unanswered":
        return became
    apart = f"{named.apart}{' (unclear)' if became == 'unclear' else ''}"
    return "".join(fit_before(named.name, apart, cells)).strip()
