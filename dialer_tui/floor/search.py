"""What is looked for in a past range: what keeps a call, and the least that the API need be asked for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec
from msgspec.structs import replace

from dialer_tui.floor.names import spellings
from dialer_tui.floor.people import People
from dialer_tui.floor.query import Ground, Keep, Query, parse
from dialer_tui.floor.query.narrow import Ids, names_agents, only
from dialer_tui.floor.query.texts import plain
from dialer_tui.model import Campaign, Scope


class Search(msgspec.Struct, frozen=True):
    """`surely`: whether a call is one that is looked for. `keep`: or may be, as a namesake's that is not told apart.

    `scope`: what is to be asked for. `by_list`: that is agents by their IDs, so that somebody who is not in the agent
    list is not found.
    """

    surely: Keep
    keep: Keep
    scope: Scope
    by_list: bool = False


def search(texts: Sequence[str], ground: Ground, scope: Scope, campaigns: Iterable[Campaign] = ()) -> Search:
    """The search for the calls that all of some filters keep, in a scope.

    QueryError where a filter means nothing in a past range, as `is:new` does.
    """
    past, known = replace(ground, past=True), tuple(campaigns)
    queries = [query for text in texts if (query := parse(text, past)) is not None]
    agents, queues = scope.agents, scope.campaigns
    for query in queries:
        agents = _within(agents, only(query.tree, "agent", _agent_ids(ground.people)))
        queues = _within(queues, only(query.tree, "campaign", _campaign_ids(known)))
    surely = keep = _all(queries)
    if any(names_agents(query.tree) for query in queries):
        keep = _any(surely, _all([query for text in texts if (query := parse(text, replace(past, perhaps=True)))]))
    return Search(surely, keep, Scope(queues, agents, scope.own), agents != scope.agents)


def _all(queries: Sequence[Query]) -> Keep:
    keeps = [query.keep for query in queries]
    return keeps[0] if len(keeps) == 1 else lambda entry: all(keep(entry) for keep in keeps)


def _any(one: Keep, other: Keep) -> Keep:
    return lambda entry: one(entry) or other(entry)


def _within(asked: tuple[str, ...], wanted: frozenset[str] | None) -> tuple[str, ...]:
    """Of what is asked for (empty: all), what is wanted (None: all). Where that is nothing, what is asked for."""
    if wanted is None:
        return asked
    return tuple(one for one in asked if one in wanted) or asked if asked else tuple(sorted(wanted))


def _agent_ids(people: People) -> Ids:
    """The IDs of an agent of the list by ID, or of all by a name, in any spelling that a filter takes for it."""

    def ids(value: str) -> frozenset[str]:
        wanted = plain(value)
        return people.ids(value) | {one.id for one in people.listed if wanted in map(plain, spellings(one))}

    return ids


def _campaign_ids(known: Sequence[Campaign]) -> Ids:
    """A campaign's ID by a value that is one, and the name of none: others of that name may not be in the list."""
    names = {plain(campaign.name) for campaign in known}

    def ids(value: str) -> frozenset[str]:
        wanted = plain(value)
        return frozenset() if wanted in names else frozenset(one.id for one in known if plain(one.id) == wanted)

    return ids
