"""What stays known when other calls are asked for: a call that is listed again is not met for the first time.

Pure. It shows nothing: only an answer does, and then the call is as it was known.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from dialer_tui.floor.changes import Entry
from dialer_tui.floor.seconds import BySecond
from dialer_tui.floor.spans import Spans
from dialer_tui.model import Call, Scope

_Campaigns = frozenset[str] | None  # None: all


class Memory:
    """Entries by ID, and the seconds that were answered for without the calls that are in no entry."""

    def __init__(self) -> None:
        self._entries: dict[str, Entry] = {}
        self._dates = BySecond()
        self._answered: dict[_Campaigns, Spans] = {}  # by the campaigns that were asked for all the time since

    def __bool__(self) -> bool:
        return bool(self._entries or self._answered)

    def __len__(self) -> int:
        return len(self._entries)

    def take(
        self, entries: Mapping[str, Entry], answered: Iterable[tuple[int, int]], had: Scope, wanted: Scope
    ) -> None:
        """Keep what is known of the calls of `had`; those of `wanted` are asked for from now on.

        `answered`: the seconds of which a call of `had` that is not known would be new.
        """
        self._entries |= entries
        self._dates = BySecond()
        self._dates.add([_until(entry) for entry in self._entries.values()], self._entries)
        asked: _Campaigns = frozenset(had.campaigns) or None
        before, self._answered = self._answered, {}
        if had.agents and not (wanted.agents and set(wanted.agents) <= set(had.agents)):
            return  # a call does not say by ID whose it is, so nobody knows which of them were asked for
        for campaigns, spans in [*before.items(), (asked, answered)]:
            both = asked if campaigns is None else campaigns if asked is None else campaigns & asked
            for span in spans if both is None or both else ():  # what was not asked for may have come at any time
                self._answered.setdefault(both, Spans()).add(*span)

    def recall(self, call: Call) -> Entry | None:
        """What was known of a call that is listed again, as it is now; from then on it is known elsewhere."""
        had = self._entries.pop(call.id, None)
        return had if had is None or (had.call == call and not had.gone) else had.changed(call)

    def lacked(self, call: Call) -> bool:
        """Whether a call that is in no entry was surely not there when its second was answered for."""
        return any(
            call.date in spans and (campaigns is None or call.campaign_id in campaigns)
            for campaigns, spans in self._answered.items()
        )

    def retract(self, start: int, end: int) -> None:
        """[start, end) may not have been answered for whole."""
        for spans in self._answered.values():
            spans.remove(start, end)

    def forget(self, horizon: int) -> None:
        """Let go of what is older than anybody asks for."""
        for second, call_id in self._dates.pop_before(horizon):
            if (entry := self._entries.get(call_id)) is None:
                continue
            if (until := _until(entry)) < horizon:
                del self._entries[call_id]
            elif until != second:
                self._dates.add([until], [call_id])
        self.retract(0, horizon)
        self._answered = {campaigns: spans for campaigns, spans in self._answered.items() if any(spans)}


def _until(entry: Entry) -> int:
    """Until when it is remembered: what was said to be new lately, and has moved since, is not to be new again."""
    return max(entry.call.date, int(entry.first_seen)) if entry.new else entry.call.date
