"""A filter as a tree, and the tree as text again: `parse` reads what `written` writes."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time

from dialer_tui.text import duration

KEYWORDS = ("or", "and", "not")
RESERVED = frozenset({"none", "unknown", "in", "out"})  # what stands for more than itself behind a field
_BARE = re.compile(r"[0-9A-Za-z_.\-]+")


@dataclass(frozen=True, slots=True)
class Special:
    """A value that stands for more than its text: `unknown`, `none`, a type, a state."""

    word: str


@dataclass(frozen=True, slots=True)
class Age:
    """A moment by how long ago it is: `-5m`. In seconds."""

    seconds: int


Moment = Age | time | date | datetime  # naive ones are of the view's zone, times without a day of today
Value = str | int | Special | Moment  # a number is seconds


@dataclass(frozen=True, slots=True)
class Word:
    """A text that any text of a call may have in it."""

    value: str
    said: str = field(default="", compare=False)
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Term:
    """A field, by its name as it is written, against a value. `said`: as it was typed, from the character `at` on."""

    name: str
    sign: str
    value: Value
    said: str = field(default="", compare=False)
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Not:
    """What must not hold."""

    of: Node


@dataclass(frozen=True, slots=True)
class And:
    """Two or more that must all hold."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
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
