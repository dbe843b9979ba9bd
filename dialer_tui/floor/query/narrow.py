"""Which campaigns and agents a filter can keep calls of: what the API need be asked for, by ID."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Literal

from dialer_tui.floor.query.fields import FIELDS
from dialer_tui.floor.query.tree import And, Leaf, Node, Not, Or, Term, Word

Kind = Literal["agent", "campaign"]
Ids = Callable[[str], frozenset[str]]  # of what a value means; none where that may not be all


def only(node: Node, kind: Kind, ids: Ids) -> frozenset[str] | None:
    """The IDs outside of which the tree keeps no call; None where it may keep any.

    Only a term that says all of a value (`=`) tells.
    """
    if isinstance(node, And):
        known = [found for part in node.parts if (found := only(part, kind, ids)) is not None]
        return frozenset.intersection(*known) if known else None
    if isinstance(node, Or):
        each = [one for part in node.parts if (one := only(part, kind, ids)) is not None]
        return frozenset.union(*each) if len(each) == len(node.parts) else None
    value = _whole(node, kind)
    return None if value is None else ids(value) or None


def names_agents(node: Node) -> bool:
    """Whether any part of the tree may be about what tells namesakes apart: a word, or a term of agents."""
    return any(isinstance(leaf, Word) or _kind(leaf) == "agent" for leaf in _leaves(node))


def _kind(term: Term) -> str:
    field = FIELDS.get(term.name.lower())
    return "" if field is None else field.kind  # a field that the API's document does not know


def _leaves(node: Node) -> Iterator[Leaf]:
    if isinstance(node, And | Or):
        for part in node.parts:
            yield from _leaves(part)
    elif isinstance(node, Not):
        yield from _leaves(node.of)
    else:
        yield node


def _whole(node: Node, kind: Kind) -> str | None:
    """The value of a term that says all of an agent or a campaign; None of any other."""
    if not isinstance(node, Term) or node.sign != "=" or not isinstance(node.value, str):
        return None
    field = FIELDS.get(node.name.lower())
    return node.value if field is not None and _OF.get(field.of) == kind else None


_OF: dict[tuple[str, ...], Kind] = {
    ("agent",): "agent",
    ("campaign", "campaign_id"): "campaign",
    ("campaign_id",): "campaign",
}
