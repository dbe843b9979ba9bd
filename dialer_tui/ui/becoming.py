"""Another time at once: what the panes show is made what it is then, and nothing else of it is touched.

A call that is there before and after keeps its row and its cursor. It goes in steps, so that no key waits.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial

import msgspec

from dialer_tui.floor.changes import Changes, Entry
from dialer_tui.floor.directories import Directory
from dialer_tui.floor.names import Claim, Claims
from dialer_tui.model import Call
from dialer_tui.ui.state import FloorState

_PIECE = 2_000  # calls compared in one step

Step = Callable[[], None]


class Then(msgspec.Struct, frozen=True):
    """How a floor is at a time, `now` in seconds since 1970 UTC: all that a feed knows of it.

    `claims`: whose calls of namesakes are, by call ID; `told`: the namesakes ever told apart, name keys and IDs.
    """

    now: float
    entries: tuple[Entry, ...]
    claims: Mapping[str, str | None]
    told: frozenset[tuple[str, str]]
    directory: Directory


class Becoming:
    """The steps that make a state what it is at another time. `ahead` takes steps that come before all others."""

    def __init__(self, state: FloorState, then: Then, ahead: Callable[[Iterable[Step]], None]) -> None:
        self._state, self._then, self._ahead = state, then, ahead
        self._left: dict[str, Entry] = {}  # what is shown and has not been met among what is to be
        self._came: list[Entry] = []
        self._went: list[Entry] = []

    def steps(self) -> Iterator[Step]:
        """All of them, to be taken in order."""
        yield self._begin
        for piece in _pieces(self._then.entries):
            yield partial(self._compare, piece)
        yield self._swap
        for piece in _pieces(self._then.entries):
            yield partial(self._claim, piece)
        yield self._end

    def _begin(self) -> None:
        self._state.turn(self._then.now)
        self._left = {entry.call.id: entry for entry in self._state.view.entries()}

    def _compare(self, entries: Iterable[Entry]) -> None:
        for entry in entries:
            had = self._left.pop(entry.call.id, None)
            if had is entry or had == entry:
                continue
            self._came.append(entry)
            if had is not None:
                self._went.append(had)

    def _swap(self) -> None:
        state = self._state
        changes = (Changes(aged=[*self._went, *self._left.values()]), Changes(existing=self._came))
        self._ahead(partial(state.changed, piece) for one in changes for piece in one.pieces())

    def _claim(self, entries: Iterable[Entry]) -> None:
        """Say of calls whose they are, where something else is held to be so."""
        claimed, claims = self._state.people.claimed, self._then.claims
        calls: Iterator[Call] = (entry.call for entry in entries)
        found = [Claim(call, claims.get(call.id)) for call in calls if claimed(call) != claims.get(call.id)]
        self._ahead(partial(self._state.claimed, piece) for piece in Claims(tuple(found)).pieces())

    def _end(self) -> None:
        self._state.people.recall(self._then.told)
        self._state.lists(self._then.directory)


def _pieces(entries: tuple[Entry, ...]) -> Iterator[tuple[Entry, ...]]:
    return (entries[at : at + _PIECE] for at in range(0, len(entries), _PIECE))
