"""A filtered, ordered, live view of the window's calls: rows by index and back. No widget, no cursor."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Callable, Iterable
from copy import copy
from typing import Any

from dialer_tui.floor.query import fold
from dialer_tui.floor.window import Changes, Entry
from dialer_tui.model import Call

_FEW = 32  # below so many at once, single insertions beat a sort

Key = tuple[Any, Any, int, str]
Order = tuple[str, bool]  # a column, and whether the greatest comes first


class _Turned:
    """A value that sorts the other way round, for a second key against the first one's direction."""

    __slots__ = ("value",)

    def __init__(self, value: Any) -> None:
        self.value = value

    def __lt__(self, other: _Turned) -> bool:
        return bool(other.value < self.value)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Turned) and self.value == other.value

    __hash__ = None  # type: ignore[assignment]


def _number(value: int | None) -> int:
    return -1 if value is None else value  # unknown below every known one


COLUMNS: dict[str, Callable[[Entry], Any]] = {
    "listed": lambda entry: entry.listed,
    "began": lambda entry: entry.call.began_at,
    "type": lambda entry: fold(entry.call.type),
    "agent": lambda entry: fold(entry.call.agent),
    "contact": lambda entry: fold(entry.call.contact),
    "campaign": lambda entry: fold(entry.call.campaign),
    "list": lambda entry: fold(entry.call.list),
    "queue": lambda entry: _number(entry.call.queue),
    "talk": lambda entry: _number(entry.call.talk),
    "hold": lambda entry: _number(entry.call.hold),
    "handle": lambda entry: _number(entry.call.handle),
    "acw": lambda entry: _number(entry.call.acw),
    "total": lambda entry: _number(entry.call.total),
    "numberin": lambda entry: entry.call.number_in,
    "numberout": lambda entry: entry.call.number_out,
    "id": lambda entry: entry.call.id,
}


class View:
    """The shown calls that a filter keeps, in order of a column, a second one, then callDate and callID.

    While it is frozen it shows the calls as they were, sorted and filtered as anybody likes. Gone calls stay as rows
    (`Entry.gone`) until they are dropped, so that a person sees them go.
    """

    def __init__(self, column: str = "listed", descending: bool = True) -> None:
        self.column = column
        self.descending = descending
        self.second: Order | None = None
        self._live: dict[str, Entry] | None = None
        self._keep: Callable[[Call], bool] | None = None
        self._entries: dict[str, Entry] = {}
        self._keys: dict[str, Key] = {}
        self._order: list[Key] = []

    @property
    def total(self) -> int:
        """Calls in the window, kept by the filter or not."""
        return len(self._entries)

    def __len__(self) -> int:
        return len(self._order)

    def __getitem__(self, row: int) -> Entry:
        if not 0 <= row < len(self._order):
            raise IndexError(row)
        return self._entries[self._order[~row if self.descending else row][-1]]

    def index(self, call_id: str) -> int | None:
        """The row of a call, None when the view does not show it."""
        key = self._keys.get(call_id)
        if key is None:
            return None
        at = bisect_left(self._order, key)
        return len(self._order) - 1 - at if self.descending else at

    def apply(self, changes: Changes) -> None:
        """Fold what happened in the window."""
        placed = [*changes.new, *changes.existing, *(update.entry for update in changes.updated)]
        left = [entry.call.id for entry in changes.aged]
        entries = self._entries if self._live is None else self._live
        for entry in placed:
            entries[entry.call.id] = entry
        for call_id in left:
            entries.pop(call_id, None)
        if self._live is not None:
            return  # it is shown once thawed
        self._remove([entry.call.id for entry in placed] + left)
        self._insert(placed)

    def drop(self, call_ids: Iterable[str]) -> None:
        """Take rows out, gone ones whose time is over."""
        call_ids = list(call_ids)
        for call_id in call_ids:
            self._entries.pop(call_id, None)
        self._remove(call_ids)

    def get(self, call_id: str) -> Entry | None:
        """A call of the window, kept by the filter or not; None when there is none."""
        return self._entries.get(call_id)

    def freeze(self) -> None:
        """Hold every call as it is now, whatever the window makes of it."""
        self._live, self._entries = self._entries, {key: copy(entry) for key, entry in self._entries.items()}

    def thaw(self) -> None:
        """Show the calls as they are now."""
        if self._live is not None:
            self._entries, self._live = self._live, None
            self._rebuild()

    def sort(self, column: str, descending: bool, second: Order | None = None) -> None:
        """Order by a column of COLUMNS, equals by a second one. KeyError for any other."""
        for name in (column, *(second[:1] if second else ())):
            COLUMNS[name]
        self.column, self.descending, self.second = column, descending, second
        self._rebuild()

    def filter(self, keep: Callable[[Call], bool] | None) -> None:
        """Show only the calls that `keep` holds for; None shows all."""
        self._keep = keep
        self._rebuild()

    def _rebuild(self) -> None:
        self._order, self._keys = [], {}
        self._insert(list(self._entries.values()))

    def _insert(self, entries: list[Entry]) -> None:
        keep, column, second = self._keep, COLUMNS[self.column], self._second()
        keys = [
            (column(entry), second(entry), entry.call.date, entry.call.id)
            for entry in entries
            if keep is None or keep(entry.call)
        ]
        for key in keys:
            self._keys[key[-1]] = key
        if len(keys) > _FEW:
            self._order += keys
            self._order.sort()
        else:
            for key in keys:
                insort(self._order, key)

    def _second(self) -> Callable[[Entry], Any]:
        """What stands second in a key. The whole order is turned where the first column descends."""
        if self.second is None:
            return lambda entry: 0
        column, descending = COLUMNS[self.second[0]], self.second[1]
        return column if descending == self.descending else lambda entry: _Turned(column(entry))

    def _remove(self, call_ids: list[str]) -> None:
        keys = [key for key in (self._keys.pop(call_id, None) for call_id in call_ids) if key is not None]
        if len(keys) > _FEW:
            gone = {key[-1] for key in keys}
            self._order = [key for key in self._order if key[-1] not in gone]
        else:
            for key in keys:
                del self._order[bisect_left(self._order, key)]
