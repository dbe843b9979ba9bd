"""What the console remembers by itself from run to run: columns, sort, type, pane, zoom, colours; never a filter.

It stands in state.json, beside the views that somebody has saved (`views.py`).
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from pathlib import Path
from typing import Any

import msgspec
from msgspec.structs import replace

from dialer_tui.floor.view import COLUMNS, Order
from dialer_tui.ui import columnset, statefile
from dialer_tui.ui.columnset import SHIPPED, ColumnSet
from dialer_tui.ui.keys import PANES, Place
from dialer_tui.ui.panes import agents, campaigns
from dialer_tui.ui.panes.agents import MOST_CALLS
from dialer_tui.ui.panes.campaigns import AS_LISTED
from dialer_tui.ui.statefile import Content
from dialer_tui.ui.views import TYPES

THEMES = ("", "dark", "light", "terminal")


class Remembered(msgspec.Struct, frozen=True):
    """How somebody left the console. `theme` is "" where it is the settings' own.

    `trouble`: one word for diagnostics where the file could not be read.
    """

    sort: Order = ("listed", True)
    second: Order | None = None
    type: str = ""
    pane: Place = "calls"
    zoomed: bool = False
    theme: str = ""
    agents: Order = MOST_CALLS
    campaigns: Order = AS_LISTED
    columns: ColumnSet = SHIPPED
    trouble: str = ""


def default_file() -> Path:
    """state.json in the user's state folder."""
    return statefile.default()


def load(path: Path | None = None) -> Remembered:
    """What is remembered; of a file that is broken, or another program's, nothing."""
    found, trouble = statefile.read(path or default_file())
    return Remembered(trouble=trouble) if trouble else _read(found)


def _read(found: Mapping[str, Any]) -> Remembered:
    """Each thing by itself: one that means nothing costs only itself."""
    known = Remembered()
    wrong = False
    order = found.get("sort")
    for name, allowed in (("type", TYPES), ("pane", PANES), ("zoomed", (True, False)), ("theme", THEMES)):
        value = found.get(name, getattr(known, name))
        if isinstance(value, (str, bool)) and value in allowed:
            said: dict[str, Any] = {name: value}
            known = replace(known, **said)
        else:
            wrong = True
    for name, columns in (("agents", agents.ORDERS), ("campaigns", campaigns.ORDERS)):
        if name in found and (one := _order(found[name], columns)):
            ordered: dict[str, Any] = {name: one}
            known = replace(known, **ordered)
        else:
            wrong = wrong or name in found
    if "columns" in found:
        arranged = columnset.read(found["columns"])
        known, wrong = replace(known, columns=arranged or SHIPPED), wrong or arranged is None
    orders = [known_one for one in order if (known_one := _order(one, COLUMNS))] if isinstance(order, list) else []
    if orders:
        known = replace(known, sort=orders[0], second=orders[1] if len(orders) > 1 else None)
    wrong = wrong or (order is not None and (not isinstance(order, list) or len(orders) != len(order)))
    return replace(known, trouble="odd" if wrong else "")


def _order(value: object, columns: Container[str]) -> Order | None:
    match value:
        case [str(column), bool(descending)] if column in columns:
            return column, descending
    return None


def save(what: Remembered, path: Path | None = None) -> None:
    """Write it whole or not at all, for the user alone; views, and what is not ours, stay as they are there.

    OSError where the disk or the folder will not have it, or the file is a newer version's.
    """
    statefile.change(path or default_file(), lambda found: _put(what, found))


def _put(what: Remembered, found: Content) -> None:
    orders = [what.sort, *([what.second] if what.second else [])]
    found |= {
        "sort": [list(order) for order in orders],
        "type": what.type,
        "pane": what.pane,
        "zoomed": what.zoomed,
        "theme": what.theme,
        "agents": list(what.agents),
        "campaigns": list(what.campaigns),
    }
    if what.columns == SHIPPED:
        found.pop("columns", None)
    else:
        found["columns"] = columnset.written(what.columns)
