"""`dialer-tui report`: how a shift went, on one page of plain text for the hand-over."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from dialer_tui.charset import ascii_only
from dialer_tui.cli import asked, out
from dialer_tui.cli.options import given, shared

if TYPE_CHECKING:
    from dialer_tui.config import Settings
    from dialer_tui.export.facts import Shift
    from dialer_tui.oneshot import OneShot


@click.command("report")
@asked.range_options
@shared
def command(since: int | None, begin: str | None, end: str | None) -> None:
    """Tell on one page of plain text how a shift went: the console's window, or the calls dated in a range.

    First in words; then hours, campaigns, the worst quarter hours, the longest waits and figures. A report is whole or
    it is not printed. With [view] mask = true names are initials. Where the locale is ASCII, so is the page.
    """
    from dialer_tui.cli import connect
    from dialer_tui.export.report import page

    settings = connect.settings(given(own=asked.OWN))
    wanted = asked.Asked(settings, since, begin, end, "")
    shift = connect.once(settings, lambda one: _shift(one, wanted, settings))
    out.write(page(shift, plain=ascii_only() or settings.glyphs == "ascii"))


async def _shift(one: OneShot, wanted: asked.Asked, settings: Settings) -> Shift:
    from dialer_tui.export.facts import Shift, longest
    from dialer_tui.floor.changes import Changes
    from dialer_tui.floor.measured import Measured
    from dialer_tui.floor.people import People

    entries = await wanted.calls(one)
    rules, people, now = settings.figures.rules(), People(settings.figures.not_agents), one.clock.now()
    figures = Measured(rules, people.key, ("campaign", "quarter"))
    figures.advance(now)
    figures.apply(Changes(existing=entries))
    figures.work()
    waits = longest((entry.call for entry in entries), int(now) - rules.settle)
    if any(people.human(call) for call in waits):
        agents = await one.directory("getAgents")
        people.agents(agents)
        people.learn(await one.claims(waits, agents))
    return Shift(
        profile=settings.profile,
        zone=settings.timezone,
        scope=settings.scope,
        start=one.first,
        end=wanted.range.end,
        window=wanted.range.whole_window,
        made=int(now),
        figures=figures,
        waits=waits,
        people=people,
        mask=settings.mask,
    )
