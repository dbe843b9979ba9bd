"""`dialer-tui agents`: getAgents as a list, in the API's order."""

from __future__ import annotations

import click

from dialer_tui.cli import formats
from dialer_tui.cli.options import given, shared
from dialer_tui.export import records
from dialer_tui.export.sheet import Column

_COLUMNS = (Column("agentID", "Agent ID"), Column("agentNameFirst", "First name"), Column("agentNameLast", "Last name"))
_UNFIT = "is for calls, watch and the console: getAgents has no such filter"


@click.command("agents")
@formats.option
@shared
def command(form: str) -> None:
    """List the agents; with --own, those of the own affiliate alone."""
    from dialer_tui.cli import connect

    settings = connect.settings(given(campaigns=_UNFIT, agents=_UNFIT))
    agents = connect.once(settings, lambda one: one.directory("getAgents"))
    which = "Own agents" if settings.scope.own else "Agents"
    listing = formats.Listing(
        title=f"{which} · {len(agents):,}",
        columns=_COLUMNS,
        names=records.AGENT,
        records=[records.agent(agent, settings.mask) for agent in agents],
    )
    formats.show(listing, form)
