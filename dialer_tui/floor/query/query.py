"""A filter in force: what it keeps, and its text."""

from __future__ import annotations

import msgspec

from dialer_tui.floor.query.errors import QueryError
from dialer_tui.floor.query.fields import FIELDS, TYPES
from dialer_tui.floor.query.ground import Ground
from dialer_tui.floor.query.keep import Keep, kept, timed
from dialer_tui.floor.query.parser import Parser
from dialer_tui.floor.query.read import leaf
from dialer_tui.floor.query.texts import dialled
from dialer_tui.floor.query.tokens import Token, tokens
from dialer_tui.floor.query.tree import And, Leaf, Node, Not, Or, Term, Word, leaf_text, quoted

_PART = 3  # digits from which on a word may be a part of a number


class Query(msgspec.Struct, frozen=True, eq=False):
    """A filter: its tree, its text as typed, and whether it keeps an entry: where it holds, not where it is unknown.

    `timed`: its verdict changes with time, though no call changes. Two are equal when they say the same.
    """

    tree: Node
    text: str
    keep: Keep
    timed: bool

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Query) and self.tree == other.tree

    def __hash__(self) -> int:
        return hash(self.tree)

    @staticmethod
    def of(tree: Node, text: str, ground: Ground) -> Query:
        """The filter of a tree."""
        return Query(tree, text, kept(tree, ground), timed(tree))


def parse(text: str, ground: Ground) -> Query | None:
    """The filter a text stands for; None when it is blank. QueryError where it stands for none.

    A time without a day is of the day that it is now, and stays so.
    """

    def closed(piece: Token) -> Leaf:
        if piece.open:
            quote = piece.at + piece.text.index('"')
            raise QueryError("this quote is not closed", quote, piece.end, lacks=True)
        return leaf(piece, ground)

    tree = Parser(tokens(text), closed).whole()
    return None if tree is None else Query.of(tree, text.strip(), ground)


def about_agents(node: Node) -> bool:
    """Whether a tree asks whose calls are: then the agent list must be known, for IDs and other spellings."""
    if isinstance(node, And | Or):
        return any(map(about_agents, node.parts))
    if isinstance(node, Not):
        return about_agents(node.of)
    field = FIELDS.get(node.name.lower()) if isinstance(node, Term) else None
    return field is not None and field.kind == "agent"


def measures(node: Node) -> frozenset[str]:
    """What a tree asks of a call that rows seldom have room for: numbers, times, when it was listed. By their names in
    `Call` and `Entry`; both numbers, where a word may be a part of one."""
    if isinstance(node, And | Or):
        return frozenset[str]().union(*map(measures, node.parts))
    if isinstance(node, Word):
        return frozenset(FIELDS["number"].of) if len(dialled(node.value)) >= _PART else frozenset()
    field = FIELDS.get(node.name.lower()) if isinstance(node, Term) else None
    if field is None or not (field.kind in ("number", "duration") or field.name == "listed"):
        return frozenset()
    return frozenset(field.of)


def odd_type(text: str) -> bool:
    """Whether a text asks for a type of call that is neither `in` nor `out`."""
    return any(piece.field.lower() == "type" and piece.value.lower() not in TYPES for piece in tokens(text))


def term(field: str, value: str, sign: str = "=") -> str:
    """One term as text, its value quoted where it must be: `agent="Ann Lee"`."""
    return leaf_text(Term(field, sign, value))


def exact(field: str, value: str) -> str:
    """One term for all of a value, in quotes: while it is typed too nobody takes it for the beginning of one."""
    return f"{field}={quoted(value)}"
