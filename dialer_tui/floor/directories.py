"""The lists of agents and campaigns: when to ask for them, and what was had last. Pure: no clock, no network."""

from __future__ import annotations

from collections.abc import Iterator
from math import inf
from typing import Any

import msgspec
from msgspec.structs import replace

from dialer_tui.model import Agent, Answer, Ask, Campaign, Function, Scope

EVERY = 300.0  # seconds between two looks
_AGAIN = 60.0  # seconds after one that failed
_PARTS: dict[Function, str] = {"getAgents": "agents", "getCampaigns": "campaigns"}


class Directory(msgspec.Struct, frozen=True):
    """The agents and campaigns as last had; None while they have not been. Own: only the account's (showAll "n")."""

    agents: tuple[Agent, ...] | None = None
    campaigns: tuple[Campaign, ...] | None = None
    agents_own: bool = False
    campaigns_own: bool = False


class Directories:
    """Both lists. `directory` is what was had last. Times are monotonic seconds."""

    def __init__(self) -> None:
        self.directory = Directory()
        self._due = dict.fromkeys(_PARTS, -inf)
        self._failed: dict[Function, int] = {}
        self._read: dict[Function, bytes] = {}

    def hurry(self) -> None:
        """Both are due now."""
        self._due = dict.fromkeys(_PARTS, -inf)

    def forget(self) -> None:
        """Both are due now, and to be read even if the same bytes come: they will be of another scope."""
        self._read.clear()
        self.hurry()

    def due(self, tick: float) -> Iterator[Function]:
        """What to ask for, one after the other."""
        for function in _PARTS:
            if tick >= self._due[function]:
                yield function

    def ask(self, function: Function, scope: Scope) -> Ask:
        """The request for a list."""
        return Ask(function, scope=scope, known=self._read.get(function, b""))

    def failed(self, function: Function, tick: float) -> None:
        """A request came to nothing: the next one waits longer, up to the time between two looks."""
        failures = self._failed[function] = self._failed.get(function, 0) + 1
        self._due[function] = tick + min(EVERY, _AGAIN * 2 ** (failures - 1))

    def answered(self, answer: Answer[Any], scope: Scope, tick: float) -> bool:
        """Take what came, unless it was asked in another scope than the present one. Whether it was read."""
        ask = answer.ask
        self._failed.pop(ask.function, None)
        if ask.scope != scope:
            return False
        self._due[ask.function] = tick + EVERY
        if answer.unchanged:
            return False
        self._read[ask.function] = answer.digest
        part = _PARTS[ask.function]
        records = answer.records
        if part == "campaigns" and scope.campaigns:  # of others nothing is known: not even that they have no calls
            records = [one for one in records if one.id in scope.campaigns]
        had: dict[str, Any] = {part: tuple(records), f"{part}_own": scope.own}
        self.directory = replace(self.directory, **had)
        return True
