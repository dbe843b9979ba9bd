"""Which campaigns a filter leaves: what can be asked of the API itself instead of the calls."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dialer_tui.floor.changes import Entry
from dialer_tui.floor.query.fields import FIELDS
from dialer_tui.floor.query.ground import Ground
from dialer_tui.floor.query.keep import kept
from dialer_tui.floor.query.query import Query
from dialer_tui.floor.query.tree import And, Node, Not, Or, Term
from dialer_tui.model import Call

_OF_CAMPAIGN = {"campaign", "campaign_id"}


def about_campaigns(query: Query) -> bool:
    """Whether a filter asks for campaigns and for nothing else."""
    return all(map(_only, _parts(query.tree)))


def campaigns_left(
    queries: Iterable[Query], campaigns: Iterable[tuple[str, str]], ground: Ground
) -> tuple[str, ...] | None:
    """The IDs of those of some campaigns (ID, name) that filters leave; None where no filter is about campaigns.

    What a filter asks of a call besides is left aside: the campaigns left may have calls that it does not keep.
    """
    keeps = [kept(part, ground) for query in queries for part in _parts(query.tree) if _only(part)]
    if not keeps:
        return None
    return tuple(one for one, name in campaigns if one and all(keep(_call_of(one, name)) for keep in keeps))


def _call_of(campaign_id: str, campaign: str) -> Entry:
    return Entry(Call("", 0, campaign_id=campaign_id, campaign=campaign), 0.0, 0.0, new=False)


def _parts(node: Node) -> Iterator[Node]:
    """What must hold all together."""
    if isinstance(node, And):
        for part in node.parts:
            yield from _parts(part)
    else:
        yield node


def _only(node: Node) -> bool:
    if isinstance(node, And | Or):
        return all(map(_only, node.parts))
    if isinstance(node, Not):
        return _only(node.of)
    if not isinstance(node, Term):
        return False
    field = FIELDS.get(node.name.lower())
    return field is not None and set(field.of) <= _OF_CAMPAIGN and bool(field.of)
