"""A filter as text without names and numbers of people, for where those are masked. What it keeps stays the same."""

from __future__ import annotations

import re

from msgspec.structs import replace

from dialer_tui.floor.query.fields import FIELDS
from dialer_tui.floor.query.tree import Leaf, Node, Term, Word, leaf_text, written
from dialer_tui.text import mask_name, mask_number

_NUMBER = re.compile(r"[\d ()+./\-]+")
_AGENT, _CONTACT = ("agent", "callagentname"), ("contact", "callcontact")


def masked(node: Node) -> str:
    """A filter's tree as text: names by their initials, numbers by their last four digits.

    Words may be part of a name, and nobody knows what a field holds that the document does not: both are masked too.
    """
    return written(node, _leaf)


def person(text: str) -> str:
    """What names an agent: a name by its initials; an ID, which is digits alone, as it is."""
    return text if text.isdigit() else mask_name(text)


def _leaf(leaf: Leaf) -> str:
    if isinstance(leaf, Word):
        return leaf_text(Word(_text(leaf.value)))
    value = _value(leaf, leaf.value) if isinstance(leaf.value, str) else leaf.value
    return leaf.said or leaf_text(leaf) if value == leaf.value else leaf_text(replace(leaf, value=value))


def _value(term: Term, value: str) -> str:
    name = term.name.lower()
    if name not in FIELDS:
        return "…"
    if FIELDS[name].kind == "number":
        return mask_number(value)
    return person(value) if name in _AGENT else _text(value) if name in _CONTACT else value


def _text(value: str) -> str:
    return mask_number(value) if _NUMBER.fullmatch(value) else mask_name(value)
