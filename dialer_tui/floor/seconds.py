"""Call IDs by a second of theirs, for the window's two questions: who is dated in a range, and who has ended."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence


class BySecond:
    """IDs under seconds since 1970 UTC. Adding costs the same wherever it is in time, which filling backwards needs.

    Nothing is taken out of the middle: a call that has since moved or left stays under its old second, perhaps twice,
    and whoever reads asks the call itself.
    """

    def __init__(self) -> None:
        self._ids: dict[int, list[str]] = {}
        self._first = 0  # nothing is before it

    def add(self, seconds: Sequence[int], call_ids: Iterable[str]) -> None:
        """Put each ID under its second."""
        if not seconds:
            return
        earliest = min(seconds)
        self._first = min(self._first, earliest) if self._ids else earliest
        ids = self._ids
        for second, call_id in zip(seconds, call_ids, strict=True):
            there = ids.get(second)
            if there is None:
                ids[second] = [call_id]
            else:
                there.append(call_id)

    def at(self, second: int) -> list[str]:
        """The IDs under one second."""
        return self._ids.get(second, [])

    def first(self, start: int) -> int | None:
        """The first second from `start` on that holds an ID. It looks at all of them: not for every day."""
        return min((second for second in self._ids if second >= start), default=None)

    def between(self, first: int, end: int) -> list[tuple[int, str]]:
        """The seconds of [first, end) and the IDs under them, ascending by second."""
        return [(second, call_id) for second in self._seconds(first, end) for call_id in self._ids[second]]

    def without(self, first: int, end: int, known: Container[str]) -> list[tuple[int, str]]:
        """The same without the IDs in `known`."""
        ids = self._ids
        return [(at, one) for at in self._seconds(first, end) for one in ids[at] if one not in known]

    def pop_before(self, end: int) -> list[tuple[int, str]]:
        """Take out what is before a second, ascending."""
        if end <= self._first or not self._ids:
            return []
        found = [(second, call_id) for second in self._seconds(self._first, end) for call_id in self._ids.pop(second)]
        self._first = end
        return found

    def _seconds(self, first: int, end: int) -> Iterable[int]:
        """The seconds of [first, end) that hold IDs."""
        first = max(first, self._first)
        if end - first <= len(self._ids):
            return [second for second in range(first, end) if second in self._ids]
        return sorted(second for second in self._ids if first <= second < end)
