"""Views: columns, order, type and filter of the calls under a name, for all consoles of a user."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from dialer_tui.floor.view import COLUMNS, Order
from dialer_tui.text import clean
from dialer_tui.ui import columnset, statefile
from dialer_tui.ui.columnset import SHIPPED, ColumnSet
from dialer_tui.ui.statefile import Content

TYPES = ("", "in", "out")
LONGEST = 40  # characters of a name
MOST = 50
LONGEST_FILTER = 2_000  # characters
_KEY = "views"


class TooMany(Exception):
    """There are as many views as there may be."""


class SavedView(msgspec.Struct, frozen=True):
    """How the calls are looked at. `filter`: its text, "" for none."""

    name: str
    sort: Order
    second: Order | None = None
    type: str = ""
    filter: str = ""
    columns: ColumnSet = SHIPPED


def named(text: str) -> str:
    """A name as it is kept of what was typed: cleaned, blanks alike, not too long; "" where nothing is left."""
    return " ".join(clean(text).split())[:LONGEST].strip()


def written(view: SavedView) -> Content:
    """A view as state.json has it beneath its name."""
    orders = [view.sort, *([view.second] if view.second else [])]
    found: Content = {"sort": [list(order) for order in orders], "type": view.type, "filter": view.filter}
    if view.columns != SHIPPED:
        found["columns"] = columnset.written(view.columns)
    return found


def read(name: object, found: object) -> SavedView | None:
    """A view of the file; None where it means nothing, or not all of it: half a view would show something else."""
    if not isinstance(name, str) or not name or named(name) != name or not isinstance(found, dict):
        return None
    orders, kind, text = read_orders(found.get("sort")), found.get("type"), found.get("filter")
    columns = columnset.read(found["columns"]) if "columns" in found else SHIPPED
    if not orders or kind not in TYPES or not isinstance(text, str) or len(text) > LONGEST_FILTER or columns is None:
        return None
    return SavedView(name, orders[0], orders[1] if len(orders) > 1 else None, kind, clean(text, None), columns)


def read_orders(found: object) -> list[Order]:
    """One or two orders of the calls; none where any of them means nothing."""
    if not isinstance(found, list) or not 1 <= len(found) <= 2:
        return []
    orders: list[Order] = []
    for one in found:
        match one:
            case [str(column), bool(descending)] if column in COLUMNS:
                orders.append((column, descending))
    return orders if len(orders) == len(found) else []


class Views:
    """The views there are: in a file, where others may put some too; without one, for this run alone."""

    def __init__(self, file: Path | None = None) -> None:
        self._file = file
        self._own: Content = {}

    @property
    def lasting(self) -> bool:
        """Whether what is saved is there at the next start."""
        return self._file is not None

    def all(self) -> list[SavedView]:
        """Every view there is now that means something, by name."""
        found = _of(self._own if self._file is None else statefile.read(self._file)[0])
        views = (read(name, one) for name, one in found.items())
        return sorted((view for view in views if view is not None), key=lambda view: view.name.casefold())

    def keep(self, view: SavedView) -> None:
        """Save a view, in the place of one of its name. TooMany, OSError."""

        def put(found: Content) -> None:
            views = found[_KEY] = _of(found)
            if view.name not in views and len(views) >= MOST:
                raise TooMany
            views[view.name] = written(view)

        self._change(put)

    def drop(self, name: str) -> None:
        """Delete the view of a name. OSError."""

        def take(found: Content) -> None:
            views = found[_KEY] = _of(found)
            views.pop(name, None)
            if not views:
                del found[_KEY]

        self._change(take)

    def _change(self, how: Any) -> None:
        if self._file is None:
            how(self._own)
        else:
            statefile.change(self._file, how)


def _of(found: Mapping[str, Any]) -> Content:
    views = found.get(_KEY)
    return dict(views) if isinstance(views, dict) else {}
