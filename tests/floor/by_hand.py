"""A window, and answers to it by hand."""

from __future__ import annotations

from dialer_tui.floor.changes import Changes
from dialer_tui.floor.window import RollingWindow
from dialer_tui.model import Answer, Ask, Call, Oddities, Poll
from tests.floor.world import BASE, call

POLL = Poll(interval=5, window=600, look_back=300)


class Floor:
    """A window and answers to it by hand. Seconds count from BASE."""

    def __init__(self) -> None:
        self.window = RollingWindow(POLL, BASE)

    def hear(
        self, *calls: Call, at: float = 0, start: int = -900, end: int = 300, complete: bool = True, bad: int = 0
    ) -> Changes:
        answer = Answer(
            Ask("getCalls", BASE + start, BASE + end),
            list(calls),
            len(calls) + bad,
            sent=at,
            received=at + 0.1,
            oddities=Oddities(bad=("unreadable",) * bad),
        )
        assert not self.window.advance(BASE + at).gone
        return self.window.apply(answer, complete, BASE + at)

    def ids(self) -> set[str]:
        return {entry.call.id for entry in self.window.shown()}


A, B, C, D = (call(name, BASE - 100 - at) for at, name in enumerate("ABCD"))


def names(entries: list[object]) -> list[str]:
    return [entry.call.id for entry in entries]  # type: ignore[attr-defined]
