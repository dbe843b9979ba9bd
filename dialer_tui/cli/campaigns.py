"""`dialer-tui campaigns`: getCampaigns as a list, in the API's order."""

from __future__ import annotations

import click

from dialer_tui.cli import formats
from dialer_tui.cli.options import given, shared
from dialer_tui.export import records
from dialer_tui.export.sheet import Column

_COLUMNS = (
    Column("campaignID", "Campaign ID"),
    Column("campaignName", "Campaign"),
    Column("listID", "List ID", drop=2),
    Column("listName", "List"),
    Column("dialerID", "Dialer ID", drop=3),
    Column("dialerName", "Dialer"),
    Column("fields", "Fields", drop=1),
)
_UNFIT = "is for calls, watch and the console: getCampaigns has no such filter"


@click.command("campaigns")
@formats.option
@shared
def command(form: str) -> None:
    """List the campaigns with their lists, dialers and lead fields; with --own, those of the own affiliate alone.

    A table and CSV have a line a dialer; JSON has the shape of the API's own example.
    """
    from dialer_tui.cli import connect

    settings = connect.settings(given(campaigns=_UNFIT, agents=_UNFIT))
    campaigns = connect.once(settings, lambda one: one.directory("getCampaigns"))
    which = "Own campaigns" if settings.scope.own else "Campaigns"
    listing = formats.Listing(
        title=f"{which} · {len(campaigns):,}",
        columns=_COLUMNS,
        names=records.CAMPAIGN,
        records=[records.campaign(campaign) for campaign in campaigns],
        rows=[row for campaign in campaigns for row in records.dialers(campaign)],
        indent=2,
    )
    formats.show(listing, form)
