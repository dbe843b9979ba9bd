"""`[[alerts]]`: what a rule names is looked up, its filter read; rules are made of the tables once they are right."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from dialer_tui.config.errors import did_you_mean
from dialer_tui.config.file import ConfigFile
from dialer_tui.floor.alertrules import Rule
from dialer_tui.floor.alertrules import rules as made
from dialer_tui.floor.figures import BY_NAME
from dialer_tui.floor.query import Ground, Query, QueryError, parse
from dialer_tui.floor.query.fields import WATCHED
from dialer_tui.floor.query.tree import And, Node, Not, Or, Special, Term

_NARROWS = ("campaign", "list", "agent")
_LISTED = "listed_after_"  # only a console that has watched knows these, and of no part of the floor


def check(file: ConfigFile, tables: Sequence[Mapping[str, Any]], zone: ZoneInfo) -> None:
    """ConfigError where a rule means nothing: no such figure, a filter that is none, a name twice."""
    names: set[str] = set()
    for index, table in enumerate(tables):
        if table["name"] in names:
            raise file.refuse_alert(
                index, "name", table["name"], "is the name of another rule too", "name it otherwise"
            )
        names.add(table["name"])
        narrowed = [by for by in _NARROWS if table[by] is not None]
        if len(narrowed) > 1 or (narrowed and table["figure"] is None):
            why = "goes with a figure" if table["figure"] is None else f"does not go with {narrowed[0]}"
            hint = "a filter of calls names them itself" if table["calls"] else "allowed: one of the three, or none"
            raise file.refuse_alert(index, narrowed[-1], table[narrowed[-1]], why, hint)
        if table["figure"] is not None:
            _figure(file, index, table)
        if table["calls"] is not None:
            try:
                _read(table["calls"], Ground(zone, time.time, mark=_no_mark))
            except QueryError as error:
                allowed = f"allowed there: {error.allowed}" if error.allowed else "the words are those of the filter /"
                why = f"is no filter, at character {error.at + 1}: {error}"
                raise file.refuse_alert(index, "calls", table["calls"], why, allowed) from None
        _clear(file, index, table)


def rules(tables: Sequence[Mapping[str, Any]], ground: Ground) -> tuple[Rule, ...]:
    """The rules in force, of tables that have been checked; their filters read against a floor's ground."""
    laid = replace(ground, mark=_no_mark)
    return made(tables, [None if table["calls"] is None else _read(table["calls"], laid) for table in tables])


def _figure(file: ConfigFile, index: int, table: Mapping[str, Any]) -> None:
    names = [name for name in BY_NAME if not name.startswith(_LISTED)]
    if table["figure"] not in names:
        why = f"is no figure{did_you_mean(table['figure'], names)}"
        raise file.refuse_alert(index, "figure", table["figure"], why, f"figures: {', '.join(names)}")
    side = "below" if table["above"] is None else "above"
    if BY_NAME[table["figure"]].unit == "ratio" and not 0 <= table[side] <= 1:
        raise file.refuse_alert(index, side, table[side], "is no ratio", "allowed: a number from 0 to 1; 80 % is 0.8")
    if table[side] < 0:
        raise file.refuse_alert(index, side, table[side], "is below nothing", "allowed: a number from 0 on")


def _clear(file: ConfigFile, index: int, table: Mapping[str, Any]) -> None:
    """Where an alert ends must not be where it begins, or beyond."""
    clear = table["clear"]
    if clear is None:
        return
    if table["state"] is not None:
        raise file.refuse_alert(index, "clear", clear, "goes with figure and calls", "a state ends by itself")
    if table["below"] is not None:
        wrong, hint = clear < table["below"], f"allowed: a number from {table['below']:g} on"
    elif table["above"] is not None:
        wrong, hint = clear > table["above"], f"allowed: a number up to {table['above']:g}"
    else:
        wrong, hint = clear >= table["at_least"], f"allowed: a number below {table['at_least']}"
    if wrong:
        raise file.refuse_alert(index, "clear", clear, "is where the alert still stands", hint)


def _read(text: str, ground: Ground) -> Query:
    query = parse(text, ground)
    if query is None:
        raise QueryError("it is blank", 0, 1)
    if (found := _watched(query.tree)) is not None:
        message = f"is:{found} is a mark on the screen, which an alert cannot count; when: listed>-5m"
        raise QueryError(message, query.text.lower().find(found), len(text))
    return query


def _watched(node: Node) -> str | None:
    if isinstance(node, And | Or):
        return next((found for part in node.parts if (found := _watched(part))), None)
    if isinstance(node, Not):
        return _watched(node.of)
    if isinstance(node, Term) and node.name == "is" and isinstance(node.value, Special) and node.value.word in WATCHED:
        return node.value.word
    return None


def _no_mark(call_id: str) -> None:
    """No call carries a mark here; that one is asked for is refused before."""
