"""How many calls of the window a filter keeps: counted as they come and go, looked at again a little at a time."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from dialer_tui.floor.changes import Changes, Entry
from dialer_tui.floor.query import Query

_STEP = 2_000  # calls looked at again in one go: some milliseconds


class Counted:
    """The calls that a filter keeps. What it keeps may change with time, or with what is known of people: `look`."""

    def __init__(self, query: Query) -> None:
        self._query = query
        self._entries: dict[str, Entry] = {}
        self._kept: set[str] = set()
        self._round: Iterator[str] = iter(())
        self._again = False

    def __len__(self) -> int:
        return len(self._kept)

    def apply(self, changes: Changes) -> None:
        """Fold what happened in the window."""
        for entry in (*changes.new, *changes.existing, *(update.entry for update in changes.updated)):
            self._entries[entry.call.id] = entry
            self._judge(entry.call.id)
        for entry in (*changes.gone, *changes.aged):
            self._entries.pop(entry.call.id, None)
            self._kept.discard(entry.call.id)

    def review(self) -> None:
        """All calls are to be looked at again."""
        self._again = True

    def look(self) -> None:
        """Look at some calls again, if time or a review gives a reason to."""
        some = list(islice(self._round, _STEP))
        if not some and (self._again or self._query.timed):
            self._again, self._round = False, iter([*self._entries])
            some = list(islice(self._round, _STEP))
        for call_id in some:
            self._judge(call_id)

    def _judge(self, call_id: str) -> None:
        entry = self._entries.get(call_id)
        if entry is not None and self._query.keep(entry):
            self._kept.add(call_id)
        else:
            self._kept.discard(call_id)
