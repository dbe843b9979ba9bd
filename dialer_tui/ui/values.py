"""The names that calls of the window have, for the filter's line to offer: most calls first, masked as rows are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Literal

from dialer_tui.floor import query
from dialer_tui.floor.people import AgentRow
from dialer_tui.floor.query import Seen
from dialer_tui.text import clean
from dialer_tui.ui import filters
from dialer_tui.ui.call_text import CallText
from dialer_tui.ui.state import FloorState

_LONGEST = 80  # characters of a name worth offering


class Values:
    """What `complete` asks for, from the folds that know it already: no call is looked at.

    Agents are made anew when who is on the calls has changed, for there may be thousands.
    """

    def __init__(self, state: FloorState, text: CallText) -> None:
        self._state = state
        self._text = text
        self._agents: tuple[tuple[int, bool], Sequence[Seen]] | None = None
        self._made: Mapping[str, Callable[[], Sequence[Seen]]] = {
            "agent": self._of_agents,
            "campaign": lambda: self._named("campaign"),
            "list": lambda: self._named("list"),
        }

    def __call__(self, field: str) -> Sequence[Seen]:
        """The values of a field, by its name; none of one that nobody keeps count of."""
        made = self._made.get(field)
        return made() if made is not None else ()

    def _of_agents(self) -> Sequence[Seen]:
        known = self._state.people.version, self._text.mask
        if self._agents is None or self._agents[0] != known:
            rows = [row for row in self._state.people.rows() if row.calls]
            self._agents = known, [seen for row in rows if (seen := self._of_agent(row)) is not None]
        return self._agents[1]

    def _of_agent(self, row: AgentRow) -> Seen | None:
        """An agent as rows say it. Masked: by ID, for the term would tell the name; None where there is none."""
        subject = filters.of_agent(row, self._text.glyphs).subject
        assert subject is not None
        identity = row.agent_id or ""
        if self._text.mask:
            return Seen(query.exact("agent", identity), subject.masked, row.calls, identity) if identity else None
        shown = subject.name
        return Seen(query.exact("agent", shown), shown, row.calls, identity) if len(shown) <= _LONGEST else None

    def _named(self, field: Literal["campaign", "list"]) -> Sequence[Seen]:
        """Campaigns or lists by name; by ID where several bear one name, or it has none."""
        calls: Counter[str] = Counter()
        names: dict[str, str] = {}
        for one in self._state.tree.seen():
            if (one.list_id is None) == (field == "campaign"):
                identity = one.campaign_id if one.list_id is None else one.list_id
                calls[identity or one.name] += one.calls
                names[identity or one.name] = clean(one.name or identity)
        many = Counter(map(query.fold, names.values()))
        found = [self._of(field, identity, names[identity], many, n) for identity, n in calls.most_common()]
        return [seen for seen in found if 0 < len(seen.shown) <= _LONGEST]

    def _of(self, field: str, identity: str, name: str, many: Mapping[str, int], calls: int) -> Seen:
        if many[query.fold(name)] > 1:
            name_and_id = f"{name} {self._text.glyphs.dot}{clean(identity)}"
            return Seen(query.exact(field, clean(identity)), name_and_id, calls, clean(identity))
        return Seen(query.exact(field, name), name, calls, clean(identity))
