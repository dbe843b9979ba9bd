"""`dialer-tui figures`: the figures of the console's window or of a range, of all calls or by campaign and so on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from dialer_tui.api.protocol import iso
from dialer_tui.cli import asked, formats, out, ranges
from dialer_tui.cli.options import given, shared
from dialer_tui.export.sheet import Column
from dialer_tui.floor.figures import BY_NAME, FIGURES, Figure, Value, between, verdict, written
from dialer_tui.floor.grouping import Part, parts
from dialer_tui.floor.measured import BYS, QUARTER, By
from dialer_tui.floor.tally import Rules
from dialer_tui.text import UNKNOWN, mask_name

if TYPE_CHECKING:
    from dialer_tui.config import Settings
    from dialer_tui.oneshot import OneShot

Record = dict[str, Any]
_MARKS = {"meets": " ✓", "misses": " ▲", "": ""}
# Of a group, in a table: what there is little room for, by the order in which it goes.
_SHOWN = {
    "service_level": 0,
    "asa": 8,
    "longest_wait": 7,
    "unanswered_rate": 6,
    "aht": 9,
    "average_talk": 5,
    "average_hold": 2,
    "average_acw": 4,
    "outbound_connect_rate": 3,
    "agents_with_calls": 1,
}
_ALONE: tuple[Column, ...] = (
    Column("figure", "Figure"),
    Column("value", "Value", figure=True),
    Column("target", "Target", drop=3, figure=True),
    Column("n", "n", figure=True),
    Column("range", "May be", drop=4),
    Column("formula", "What it is", drop=1),
    Column("caveat", "", drop=2),
)


@click.command("figures")
@asked.options
@click.option("--by", type=click.Choice(BYS), help="A line a group, instead of all calls together.")
@formats.option
@shared
def command(since: int | None, begin: str | None, end: str | None, where: str, by: By | None, form: str) -> None:
    """The figures of the console's window, or of the calls dated in a range.

    A call counts when it ended [figures] settle ago; the others are in motion. In JSON and CSV, times are seconds and
    ratios from 0 to 1; unknown is null, or an empty cell. n is the number of calls that a figure rests on; ✓ and ▲ say
    whether it meets its target, from ten calls on.
    """
    from dialer_tui.cli import connect

    settings = connect.settings(given(own=asked.OWN))
    wanted = asked.Asked(settings, since, begin, end, where)
    found, first = connect.once(settings, lambda one: _ask(one, wanted, by, settings))
    formats.show(_listing(found, by, wanted, first, settings), form)


async def _ask(one: OneShot, wanted: asked.Asked, by: By | None, settings: Settings) -> tuple[list[Part], int]:
    """The groups, and the first second shown."""
    from dialer_tui.floor.people import People

    entries = await wanted.calls(one)
    people = await wanted.people(one, entries) if by == "agent" else People(settings.figures.not_agents)
    return parts(entries, by, people, settings.figures.rules(), one.clock.now()), one.first


def _listing(found: list[Part], by: By | None, wanted: asked.Asked, first: int, settings: Settings) -> formats.Listing:
    rules, zone = settings.figures.rules(), settings.timezone
    seconds = [first, *(int(part.key or 0) for part in found if by == "quarter")]
    offset = ranges.shifting(seconds, zone)
    calls, moving = sum(part.tally["calls"] for part in found), sum(part.in_motion for part in found)
    counted = formats.counted(calls, "call") + (f" and {moving:,} in motion" if moving else "")
    records = [_record(part, by, settings, offset=offset) for part in found]
    columns: tuple[Column, ...]
    if by is None:
        columns, readable = _ALONE, [_line(figure, found[0], rules) for figure in FIGURES]
    else:
        columns = _columns(by, rules)
        day = out.cells() is None or not ranges.one_day(seconds, zone)
        readable = [
            {**_readable(part, rules), "name": _name(part, by, settings, day=day, offset=offset)} for part in found
        ]
    return formats.Listing(
        title=wanted.shown(wanted.title(first, offset=offset), counted),
        columns=columns,
        names=[*_FLAT, *(name for figure in FIGURES for name in _cells(figure))],
        records=records,
        rows=[_flat(record) for record in records],
        readable=readable,
    )


# --- for programs -----------------------------------------------------------------------------------------------

_FLAT = ("by", "key", "name", "calls", "in_motion", "unclear")


def _record(part: Part, by: By | None, settings: Settings, *, offset: bool) -> Record:
    key, name = part.key, part.name
    if by == "quarter":
        key, name = iso(int(part.key or 0)), _name(part, by, settings, day=True, offset=offset)
    elif by == "type":
        name = str(key)
    elif by == "agent" and settings.mask and name:
        name = mask_name(name)
    return {
        "by": by,
        "key": key,
        "name": name,
        "calls": part.tally["calls"],
        "in_motion": part.in_motion,
        "unclear": part.tally["unclear"],
        "figures": {figure.name: _value(figure.read(part.tally)) for figure in FIGURES},
    }


def _value(value: Value) -> Record:
    spread = {"low": value.low, "high": value.high} if value.low is not None else {}
    return {"value": value.value, "n": value.n, **spread}


def _cells(figure: Figure) -> tuple[str, ...]:
    """The columns of a figure in CSV."""
    spread = (f"{figure.name}_low", f"{figure.name}_high") if figure.name == "service_level" else ()
    return figure.name, f"{figure.name}_n", *spread


def _flat(record: Record) -> Record:
    row = {name: record[name] for name in _FLAT}
    for name, value in record["figures"].items():
        row |= dict(zip(_cells(BY_NAME[name]), (value.get(key) for key in ("value", "n", "low", "high")), strict=False))
    return row


# --- for people -------------------------------------------------------------------------------------------------


def _columns(by: By, rules: Rules) -> tuple[Column, ...]:
    shown = [BY_NAME[name] for name in _SHOWN]
    return (
        Column("name", {"quarter": "Quarter hour"}.get(by, by.title())),
        *([Column("key", "ID", drop=10)] if by in ("campaign", "list", "agent") else []),
        Column("calls", "Calls", figure=True),
        *(Column(figure.name, _head(figure), _SHOWN[figure.name], figure=True) for figure in shown),
        Column("unclear", "Unclear", drop=1, figure=True),
    )


def _head(figure: Figure) -> str:
    return figure.short[0].upper() + figure.short[1:]


def _readable(part: Part, rules: Rules) -> Record:
    tally = part.tally
    texts = {name: _said(BY_NAME[name], BY_NAME[name].read(tally), rules) for name in _SHOWN}
    motion = f" +{part.in_motion:,}" if part.in_motion else ""
    return {"key": part.key, "calls": f"{tally['calls']:,}{motion}", "unclear": tally["unclear"] or None, **texts}


def _said(figure: Figure, value: Value, rules: Rules) -> str:
    return (
        UNKNOWN if value.value is None else written(figure, value.value, rules) + _MARKS[verdict(figure, value, rules)]
    )


def _name(part: Part, by: By, settings: Settings, *, day: bool, offset: bool) -> str:
    if by == "quarter":
        begin = int(part.key or 0)
        end = ranges.civil(begin + QUARTER, settings.timezone, day=False)[:5]
        whole = ranges.civil(begin, settings.timezone, day=day)
        return f"{whole[:-3]}–{end}" + (ranges.civil(begin, settings.timezone, offset=True)[19:] if offset else "")
    if by == "agent" and settings.mask and part.name:
        return mask_name(part.name) + part.apart
    nameless = {"agent": "no person named", "campaign": "no campaign", "list": "no list"}.get(by, "")
    return (part.name or str(part.key or "") or nameless) + part.apart


def _line(figure: Figure, part: Part, rules: Rules) -> Record:
    value = figure.read(part.tally)
    target = rules.targets.get(figure.name)
    return {
        "figure": figure.label[0].upper() + figure.label[1:],
        "value": _said(figure, value, rules),
        "target": "" if target is None else f"{'≥' if figure.better == 'up' else '≤'} {written(figure, target, rules)}",
        "n": f"{value.n:,}",
        "range": between(value),
        "formula": figure.formula,
        "caveat": figure.caveat,
    }
