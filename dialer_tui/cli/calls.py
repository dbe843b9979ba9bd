"""`dialer-tui calls`: the calls of the console's window, or of a range, whole or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from dialer_tui.cli import asked, formats, out, ranges
from dialer_tui.cli.options import given, shared
from dialer_tui.export import calljson, records
from dialer_tui.export.sheet import Column
from dialer_tui.floor.people import People

if TYPE_CHECKING:
    from dialer_tui.config import Settings
    from dialer_tui.model import Call
    from dialer_tui.oneshot import OneShot

_COLUMNS = (
    Column("callDate", "Call date"),
    Column("callType", "Type"),
    Column("callAgentName", "Agent"),
    Column("callContact", "Contact"),
    Column("callCampaignName", "Campaign", drop=8),
    Column("callListName", "List", drop=4),
    Column("callQueueTime", "Queue"),
    Column("callTalkTime", "Talk"),
    Column("callHoldTime", "Hold", drop=6),
    Column("callHandleTime", "Handle", drop=5),
    Column("callAfterCallWorkTime", "ACW", drop=9),
    Column("callTime", "Total", drop=7),
    Column("callNumberInbound", "Inbound no.", drop=1),
    Column("callNumberOutbound", "Outbound no.", drop=2),
    Column("callID", "Call ID", drop=3),
)


@click.command("calls")
@asked.options
@formats.option
@shared
def command(since: int | None, begin: str | None, end: str | None, where: str, form: str) -> None:
    """List the calls of the console's window, or those dated in a range; the newest first.

    Times without an offset are in the time zone of [view] timezone.
    """
    from dialer_tui.cli import connect

    settings = connect.settings(given(own=asked.OWN))
    wanted = asked.Asked(settings, since, begin, end, where)
    found, first = connect.once(settings, lambda one: _ask(one, wanted))
    mask = People(settings.figures.not_agents) if settings.mask else None
    if form == "json":
        out.pour(calljson.as_json(found, mask))
    else:
        formats.show(_listing(found, mask, wanted, first, settings), form)


async def _ask(one: OneShot, wanted: asked.Asked) -> tuple[list[Call], int]:
    """The calls, the newest first, and the first second shown."""
    return [entry.call for entry in await wanted.calls(one)], one.first


def _listing(
    calls: list[Call], mask: People | None, wanted: asked.Asked, first: int, settings: Settings
) -> formats.Listing:
    zone = settings.timezone
    shown = [first, *(call.date for call in (*calls[:1], *calls[-1:]))]
    offset = ranges.shifting(shown if wanted.range.end is None else [*shown, wanted.range.end], zone)
    # To a terminal, a day that the title names need not stand in every row.
    day = out.cells() is None or not ranges.one_day(shown, zone)
    dates = (ranges.civil(call.date, zone, day=day, offset=offset) for call in calls)
    found = [records.call(call, mask) for call in calls]
    return formats.Listing(
        title=wanted.shown(wanted.title(first, offset=offset), formats.counted(len(calls), "call")),
        columns=_COLUMNS,
        names=records.CALL,
        records=found,
        readable=({**record, "callDate": date} for record, date in zip(found, dates, strict=True)),
    )
