"""`dialer-tui calls`: the calls of the console's window, or of a range, whole or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from dialer_tui.cli import calljson, formats, out, ranges, records
from dialer_tui.cli.options import given, kinded, shared
from dialer_tui.cli.sheet import Column
from dialer_tui.cli.where import Where
from dialer_tui.cli.where import option as where_option
from dialer_tui.floor.people import People

if TYPE_CHECKING:
    from dialer_tui.config import Settings
    from dialer_tui.model import Call
    from dialer_tui.oneshot import OneShot, Range

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
_OWN = "is for agents, campaigns and the console: getCalls has no such choice"


@click.command("calls")
@click.option("--since", type=kinded(ranges.SINCE), metavar="TIME", help="The last so long, such as 1h.")
@click.option("--from", "begin", metavar="ISO", help="From this time on, such as 2026-11-24T13:00.")
@click.option("--to", "end", metavar="ISO", help="Before this time.")
@where_option
@formats.option
@shared
def command(since: int | None, begin: str | None, end: str | None, where: str, form: str) -> None:
    """List the calls of the console's window, or those dated in a range; the newest first.

    Times without an offset are in the time zone of [view] timezone.
    """
    from dialer_tui.cli import connect

    settings = connect.settings(given(own=_OWN))
    try:
        asked = ranges.read(since, begin, end, settings.timezone)
    except ranges.RangeError as error:
        raise click.UsageError(str(error)) from None
    kept = Where(where, settings)
    found, first = connect.once(settings, lambda one: _ask(one, asked, kept))
    mask = People(settings.figures.not_agents) if settings.mask else None
    if form == "json":
        out.pour(calljson.as_json(found, mask))
    else:
        formats.show(_listing(found, mask, asked, first, where, settings), form)


async def _ask(one: OneShot, asked: Range, kept: Where) -> tuple[list[Call], int]:
    """The calls, the newest first, and the first second shown."""
    with out.Progress("calls") as progress:
        entries = await one.calls(asked, progress)
    return [entry.call for entry in kept.of(entries, one.clock.now())], one.first


def _listing(
    calls: list[Call], mask: People | None, asked: Range, first: int, where: str, settings: Settings
) -> formats.Listing:
    zone = settings.timezone
    shown = [first, *(call.date for call in (*calls[:1], *calls[-1:]))]
    offset = ranges.shifting(shown if asked.end is None else [*shown, asked.end], zone)
    # To a terminal, a day that the title names need not stand in every row.
    day = out.cells() is None or not ranges.one_day(shown, zone)
    dates = (ranges.civil(call.date, zone, day=day, offset=offset) for call in calls)
    found = [records.call(call, mask) for call in calls]
    words = ranges.title(asked, first, settings.poll.window, zone, offset=offset)
    parts = [words, formats.counted(len(calls), "call"), f"filter: {where.strip()}" if where.strip() else ""]
    return formats.Listing(
        title=" · ".join(filter(None, parts)),
        columns=_COLUMNS,
        names=records.CALL,
        records=found,
        readable=({**record, "callDate": date} for record, date in zip(found, dates, strict=True)),
    )
