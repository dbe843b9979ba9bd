"""Which calls a command is about: --since, --from, --to and --where, and asking for them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypeVar

import click

from dialer_tui.cli import out, ranges
from dialer_tui.cli.options import kinded
from dialer_tui.cli.where import Where
from dialer_tui.cli.where import option as where_option
from dialer_tui.floor.people import People

if TYPE_CHECKING:
    from dialer_tui.config import Settings
    from dialer_tui.floor.changes import Entry
    from dialer_tui.oneshot import OneShot

Command = TypeVar("Command", bound=Callable[..., Any])

OWN = "is for agents, campaigns and the console: getCalls has no such choice"
_OPTIONS = (
    click.option("--since", type=kinded(ranges.SINCE), metavar="TIME", help="The last so long, such as 1h."),
    click.option("--from", "begin", metavar="ISO", help="From this time on, such as 2026-11-24T13:00."),
    click.option("--to", "end", metavar="ISO", help="Before this time."),
)


def options(command: Command) -> Command:
    """Give a command these options."""
    return range_options(where_option(command))


def range_options(command: Command) -> Command:
    """Give a command those that name a range."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


class Asked:
    """The calls that the options name. click.UsageError where they contradict each other or mean nothing."""

    def __init__(self, settings: Settings, since: int | None, begin: str | None, end: str | None, where: str) -> None:
        try:
            self.range = ranges.read(since, begin, end, settings.timezone)
        except ranges.RangeError as error:
            raise click.UsageError(str(error)) from None
        self._kept = Where(where, settings)
        self._settings = settings
        self._not_agents = settings.figures.not_agents
        self._people: People | None = None

    async def calls(self, one: OneShot) -> list[Entry]:
        """Ask for them: the newest first."""
        with out.Progress("calls") as progress:
            entries = await one.calls(self.range, progress)
        await _tell_strangers(one, entries)
        people = await self.people(one, entries) if self._kept.about_agents else People(self._not_agents)
        return self._kept.of(entries, one.clock.now(), people)

    async def people(self, one: OneShot, entries: Iterable[Entry]) -> People:
        """Who is who among the agents, and whose the calls of namesakes are: by the agent list, asked for once."""
        if self._people is None:
            self._people = People(self._not_agents)
            agents = await one.directory("getAgents")
            self._people.agents(agents)
            self._people.learn(await one.claims([entry.call for entry in entries], agents))
        return self._people

    def title(self, first: int, *, offset: bool) -> str:
        """Which calls they are, in words; `first`: the first second shown."""
        settings = self._settings
        return ranges.title(self.range, first, settings.poll.window, settings.timezone, offset=offset)

    def shown(self, title: str, counted: str) -> str:
        """A title, how many there are, and the filter where there is one."""
        said = self._kept.shown
        return " · ".join(filter(None, (title, counted, f"filter: {said}" if said else "")))


async def _tell_strangers(one: OneShot, entries: Sequence[Entry]) -> None:
    """Say which of the campaigns and agents that were asked for do not exist: without a call nothing else shows it."""
    campaigns = set(one.scope.campaigns) - {entry.call.campaign_id for entry in entries}
    await _tell_unlisted(one, "campaign", campaigns)
    await _tell_unlisted(one, "agent", set(one.scope.agents) if not entries else set())


async def _tell_unlisted(one: OneShot, what: Literal["campaign", "agent"], wanted: set[str]) -> None:
    from dialer_tui.api.protocol import Fault
    from dialer_tui.oneshot import Incomplete

    if not wanted:
        return
    try:
        known = {record.id for record in await one.directory("getAgents" if what == "agent" else "getCampaigns")}
    except (Fault, Incomplete):
        return  # the calls have been had: this would only have been a word beside them
    if unlisted := sorted(wanted - known):
        several = len(unlisted) > 1
        out.say(
            f"{what}{'s' if several else ''} {', '.join(unlisted)} {'are' if several else 'is'} not in the API's list: "
            f"dialer-tui {what}s shows those that are"
        )
