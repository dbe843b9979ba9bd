"""A filter as a tree, and the tree as text again: `parse` reads what `written` writes."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time

import msgspec

from dialer_tui.text import duration

KEYWORDS = ("or", "and", "not")
RESERVED = frozenset({"none", "unknown", "in", "out"})  # what stands for more than itself behind a field
_BARE = re.compile(r"[0-9A-Za-z_.\-]+")


class Special(msgspec.Struct, frozen=True):
    """A value that stands for more than its text: `unknown`, `none`, a type, a state."""

    word: str


class Age(msgspec.Struct, frozen=True):
    """A moment by how long ago it is: `-5m`. In seconds."""

    seconds: int


Moment = Age | time | date | datetime  # naive ones are of the view's zone, times without a day of today
Value = str | int | Special | Moment  # a number is seconds


class _Typed(msgspec.Struct, frozen=True, eq=False):
    """What was typed: `said` so, from the character `at` on. Two are equal when they mean the same."""

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and self._meant() == other._meant()

    def __hash__(self) -> int:
        return hash(self._meant())

    def _meant(self) -> tuple[object, ...]:
        return tuple(getattr(self, name) for name in self.__struct_fields__ if name not in ("said", "at"))


class Word(_Typed, frozen=True, eq=False):
    """A text that any text of a call may have in it."""

    value: str
    said: str = ""
    at: int = 0


class Term(_Typed, frozen=True, eq=False):
    """A field, by its name as it is written, against a value."""

    name: str
    sign: str
    value: Value
    said: str = ""
    at: int = 0


class Not(msgspec.Struct, frozen=True):
    """What must not hold."""

    of: Node


class And(msgspec.Struct, frozen=True):
    """Two or more that must all hold."""

    parts: tuple[Node, ...]


class Or(msgspec.Struct, frozen=True):
    """Two or more of which one must hold."""

    parts: tuple[Node, ...]


Leaf = Word | Term
Node = Word | Term | Not | And | Or


def written(node: Node, leaf: Callable[[Leaf], str] | None = None) -> str:
    """A tree as text, its leaves as `leaf` writes them."""
    write = leaf or leaf_text
    if isinstance(node, Or):
        return " or ".join(_within(part, write, Or) for part in node.parts)
    if isinstance(node, And):
        return " ".join(_within(part, write, And, Or) for part in node.parts)
    if isinstance(node, Not):
        return f"not {_within(node.of, write, And, Or)}"
    return write(node)


def _within(node: Node, write: Callable[[Leaf], str], *looser: type[And | Or]) -> str:
    """A part of something that binds as fast as, or faster than, those `looser` ones."""
    text = written(node, write)
    return f"({text})" if isinstance(node, looser) else text


def leaf_text(leaf: Leaf) -> str:
    """A leaf as text, its value quoted where it must be: `agent="Ann Lee"`."""
    if isinstance(leaf, Word):
        bare = leaf.value.lower() not in KEYWORDS and not leaf.value.startswith("-")
        return _text(leaf.value, bare)
    value = value_text(leaf.value)
    within = leaf.sign == ":" and isinstance(leaf.value, Age)  # listed:5m is since five minutes ago
    return f"{leaf.name}{leaf.sign}{value.removeprefix('-') if within else value}"


def value_text(value: Value) -> str:
    """A value as it is written behind a sign."""
    if isinstance(value, Special):
        return value.word
    if isinstance(value, str):
        return _text(value, value.lower() not in RESERVED)
    if isinstance(value, int):
        return duration(value)
    return moment_text(value)


def moment_text(moment: Moment) -> str:
    """A moment as it is written."""
    if isinstance(moment, Age):
        minutes, seconds = divmod(moment.seconds, 60)
        hours, minutes = divmod(minutes, 60)
        parts = ((hours, "h"), (minutes, "m"), (seconds, "s"))
        return "-" + ("".join(f"{number}{unit}" for number, unit in parts if number) or "0s")
    if isinstance(moment, datetime | time) and not (moment.second or moment.microsecond):
        return moment.isoformat(timespec="minutes")
    return moment.isoformat()


def _text(text: str, bare: bool) -> str:
    return text if bare and _BARE.fullmatch(text) else quoted(text)


def quoted(text: str) -> str:
    """A value in quotes, which say that it is all of it."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
