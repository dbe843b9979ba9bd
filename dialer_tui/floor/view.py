"""A filtered, ordered, live view of the window's calls: rows by index and back. No widget, no cursor.

A filter looks from the first row on and stops when its time is up; `seek` goes on, so that a million calls block no
key. A filter whose verdict changes with time looks through them again now and then (`review`), in the same steps: rows
come and go one by one, and none is out of sight meanwhile.
"""

from __future__ import annotations

import time
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from math import inf
from operator import neg
from typing import Any

from dialer_tui.floor.changes import Changes, Entry
from dialer_tui.floor.query import Keep, fold
from dialer_tui.floor.ranks import find, pluck, weave
from dialer_tui.model import Call

_STEP = 256  # calls looked at between two looks at the time, at most
_FIRST_STEP = 16
_STEP_TIME = 0.002  # seconds: fewer calls of a filter that takes so long over them

Rank = tuple[Any, Any, int, str, Entry]
TEXTS = frozenset(
    {"type", "agent", "contact", "campaign", "campaignid", "list", "listid", "numberin", "numberout", "id"}
)
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


def _number(value: int | None) -> int:
    return -1 if value is None else value  # unknown below every known one


COLUMNS: dict[str, Callable[[Entry], Any]] = {
    "listed": lambda entry: entry.listed,
    "began": lambda entry: entry.call.began_at,
    "ended": lambda entry: entry.call.ended_at,
    "type": lambda entry: fold(entry.call.type),
    "agent": lambda entry: fold(entry.call.agent),
    "contact": lambda entry: fold(entry.call.contact),
    "campaign": lambda entry: fold(entry.call.campaign),
    "campaignid": lambda entry: entry.call.campaign_id,
    "list": lambda entry: fold(entry.call.list),
    "listid": lambda entry: entry.call.list_id,
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

    def __init__(
        self, column: str = "listed", descending: bool = True, person: Callable[[Call], str] | None = None
    ) -> None:
        """`person`: what orders calls by agent; "" where no person is named. It may change within `anew` alone."""
        self._columns = dict(COLUMNS)
        if person is not None:
            self._columns["agent"] = lambda entry: person(entry.call)
        self.column = column
        self.descending = descending
        self.second: Order | None = None
        self._keep: Keep | None = None
        self._entries: dict[str, Entry] = {}
        self._pending: dict[str, Entry | None] | None = None  # while frozen: what each call has become
        self._ranks: list[Rank] = []
        self._kept: list[Rank] = self._ranks  # the same list where nothing is filtered
        self._edge: tuple[Any, ...] | None = None  # while seeking: between the ranks looked at and the others
        self.seeking = False  # whether there are calls that the filter has not looked at yet
        self._many = _FIRST_STEP  # calls looked at between two looks at the time
        self.reviewing = False  # whether it looks at those again that it has looked at

    @property
    def total(self) -> int:
        """Calls in the window, kept by the filter or not."""
        return len(self._entries)

    def __len__(self) -> int:
        return len(self._kept)

    def __getitem__(self, row: int) -> Entry:
        if not 0 <= row < len(self._kept):
            raise IndexError(row)
        return self._kept[~row if self.descending else row][-1]

    def calls(self) -> list[Call]:
        """The calls of all rows, in order."""
        found = [rank[-1].call for rank in self._kept]
        return found[::-1] if self.descending else found

    def rows(self) -> list[Entry]:
        """The entries of all rows, in order."""
        found = [rank[-1] for rank in self._kept]
        return found[::-1] if self.descending else found

    def index(self, call_id: str) -> int | None:
        """The row of a call, None when the view does not show it."""
        entry = self._entries.get(call_id)
        at = None if entry is None else find(self._kept, self._ranked([entry])[0])
        return at if at is None or not self.descending else len(self._kept) - 1 - at

    def shows(self, call_id: str) -> bool:
        """Whether the filter keeps a call of the window; `index` says so only once `seek` has come to it."""
        entry = self._entries.get(call_id)
        if entry is None or self._has_looked_at(self._ranked([entry])[0]):
            return self.index(call_id) is not None
        return self._keep is None or self._keep(entry)

    def get(self, call_id: str) -> Entry | None:
        """A call of the window, kept by the filter or not; None when there is none."""
        return self._entries.get(call_id)

    def entries(self) -> list[Entry]:
        """All calls of the window, kept by the filter or not."""
        return list(self._entries.values())

    # --- what happens to the calls ------------------------------------------------------------------------------

    def apply(self, changes: Changes) -> None:
        """Fold what happened in the window."""
        become: dict[str, Entry | None] = {entry.call.id: entry for entry in (*changes.new, *changes.existing)}
        become |= {update.entry.call.id: update.entry for update in changes.updated}
        become |= {entry.call.id: entry for entry in changes.gone}
        become |= dict.fromkeys(entry.call.id for entry in changes.aged)
        if self._pending is None:
            self._become(become)
        else:
            self._pending |= become

    def drop(self, call_ids: Iterable[str]) -> None:
        """Take rows out, gone ones whose time is over."""
        self._become(dict.fromkeys(call_ids))

    def freeze(self) -> None:
        """Hold every call as it is now, whatever the window makes of it."""
        self._pending = {}

    def thaw(self) -> None:
        """Show the calls as they are now."""
        become, self._pending = self._pending, None
        self._become(become or {})

    def _become(self, become: dict[str, Entry | None]) -> None:
        """Put each call where it now belongs, None nowhere."""
        known, fresh = self._entries, list[Entry]()
        self._take_out([had for had in map(known.get, become) if had is not None])
        for call_id, entry in become.items():
            if entry is None:
                known.pop(call_id, None)
            else:
                known[call_id] = entry
                fresh.append(entry)
        self._put_in(fresh)

    @contextmanager
    def anew(self, call_ids: Iterable[str]) -> Iterator[None]:
        """Order and filter some calls anew, by what becomes known of them within."""
        entries = [entry for call_id in call_ids if (entry := self._entries.get(call_id)) is not None]
        self._take_out(entries)
        yield
        self._put_in(entries)

    def _take_out(self, entries: list[Entry]) -> None:
        left = self._ranked(entries)
        pluck(self._ranks, left)
        if self._kept is not self._ranks:
            pluck(self._kept, left)

    def _put_in(self, entries: list[Entry]) -> None:
        came = self._ranked(entries)
        weave(self._ranks, came)
        if self._kept is not self._ranks:
            weave(self._kept, [rank for rank in came if self._has_looked_at(rank) and self._keeps(rank)])

    # --- order --------------------------------------------------------------------------------------------------

    def sort(self, column: str, descending: bool, second: Order | None = None) -> None:
        """Order by a column of COLUMNS, equals by a second one. KeyError for any other."""
        for name in (column, *(second[:1] if second else ())):
            COLUMNS[name]
        self.column, self.descending, self.second = column, descending, second
        self._ranks = sorted(self._ranked(list(self._entries.values())))
        self.filter(self._keep)

    def _ranked(self, entries: list[Entry]) -> list[Rank]:
        """Entries with what they are ordered by. The whole order is turned where the first column descends."""
        first = self._columns[self.column]
        if self.second is None:
            return [(first(entry), 0, entry.call.date, entry.call.id, entry) for entry in entries]
        second, descending = self._columns[self.second[0]], self.second[1]
        if descending == self.descending:
            return [(first(entry), second(entry), entry.call.date, entry.call.id, entry) for entry in entries]
        turn: Callable[[Any], Any] = _Turned if self.second[0] in TEXTS else neg
        return [(first(entry), turn(second(entry)), entry.call.date, entry.call.id, entry) for entry in entries]

    # --- filter -------------------------------------------------------------------------------------------------

    def filter(self, keep: Keep | None) -> None:
        """Show only the calls that `keep` holds for, once `seek` has looked at them; None shows all."""
        self._keep, self._edge, self._many = keep, None, min(_FIRST_STEP, _STEP)
        self.seeking, self.reviewing = keep is not None and bool(self._ranks), False
        self._kept = self._ranks if keep is None else []

    def review(self) -> None:
        """Let `seek` look again at all calls, for what the filter asks may have come to be otherwise meanwhile."""
        if self._keep is not None and not self.seeking:
            self._edge, self.reviewing = None, bool(self._ranks)

    def recheck(self, call_ids: Iterable[str]) -> bool:
        """Look again at some calls; whether any has come or gone."""
        if self._keep is None:
            return False
        known = (self._entries.get(call_id) for call_id in call_ids)
        ranks = [rank for rank in self._ranked([one for one in known if one is not None]) if self._has_looked_at(rank)]
        was = [find(self._kept, rank) is not None for rank in ranks]
        keeps = [self._keeps(rank) for rank in ranks]
        if was != keeps:
            pluck(self._kept, [rank for rank, had, keep in zip(ranks, was, keeps, strict=True) if had and not keep])
            weave(self._kept, [rank for rank, had, keep in zip(ranks, was, keeps, strict=True) if keep and not had])
        return was != keeps

    def seek(self, seconds: float = inf) -> bool:
        """Go on looking for calls that the filter keeps, from the first row on, for so long.

        Whether any row has come or gone.
        """
        now = time.perf_counter()
        until = now + seconds
        changed = False
        while (self.seeking or self.reviewing) and (step := self._step()):
            kept, found = self._kept, [rank for rank in step if self._keeps(rank)]
            start, end = bisect_left(kept, step[0]), bisect_right(kept, step[-1])
            if kept[start:end] != found:
                kept[start:end] = found
                changed = True
            value, second, date, call_id, _ = step[0 if self.descending else -1]
            # No ID stands between one and the same with a NUL behind it.
            self._edge = value, second, date, call_id if self.descending else call_id + "\0"
            began, now = now, time.perf_counter()
            self._many = max(self._many // 2, 1) if now - began > _STEP_TIME else min(self._many * 2, _STEP)
            if now >= until:
                return changed
        self.seeking, self.reviewing, self._edge = False, False, None
        return changed

    def _step(self) -> list[Rank]:
        """The next ranks to look at, ascending."""
        ranks, edge = self._ranks, self._edge
        if self.descending:
            end = len(ranks) if edge is None else bisect_left(ranks, edge)
            return ranks[max(0, end - self._many) : end]
        start = 0 if edge is None else bisect_left(ranks, edge)
        return ranks[start : start + self._many]

    def _has_looked_at(self, rank: Rank) -> bool:
        if not self.seeking:
            return True
        return self._edge is not None and (rank < self._edge) != self.descending

    def _keeps(self, rank: Rank) -> bool:
        return self._keep is None or self._keep(rank[-1])
