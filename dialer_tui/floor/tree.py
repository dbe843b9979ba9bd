"""The campaign tree's counts: the window's calls by campaign and list, those not in the tree included."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

import msgspec

from dialer_tui.floor.changes import Fold
from dialer_tui.model import Call, Campaign


class Stray(msgspec.Struct, frozen=True):
    """Calls of a campaign, or of one of its lists: as `strays` has them, of those that getCampaigns does not name."""

    campaign_id: str
    list_id: str | None
    name: str
    calls: int


class Tree(Fold):
    """Folds the window's changes by campaign and list and lays them beside getCampaigns' answer.

    The counts of all campaigns and of all stray campaigns add up to the window's calls.
    """

    def __init__(self) -> None:
        self._known: dict[str, set[str | None]] = {}
        self._campaigns: Counter[str] = Counter()
        self._lists: Counter[tuple[str, str]] = Counter()
        self._names: dict[tuple[str, str | None], str] = {}

    def campaigns(self, campaigns: Iterable[Campaign]) -> None:
        """Take getCampaigns' answer."""
        self._known = {campaign.id: {part.id for part in campaign.lists} for campaign in campaigns}

    def put_on(self, call: Call) -> None:
        where = call.campaign_id, call.list_id
        self._campaigns[call.campaign_id] += 1
        self._lists[where] += 1
        self._names[call.campaign_id, None] = call.campaign
        self._names[where] = call.list

    def take_off(self, call: Call) -> None:
        where = call.campaign_id, call.list_id
        self._lists[where] -= 1
        if not self._lists[where]:
            del self._lists[where], self._names[where]
        self._campaigns[where[0]] -= 1
        if not self._campaigns[where[0]]:
            del self._campaigns[where[0]], self._names[where[0], None]

    def count(self, campaign_id: str) -> int:
        """Calls of a campaign in the window."""
        return self._campaigns[campaign_id]

    def count_list(self, campaign_id: str, list_id: str | None) -> int:
        """Calls of a list in the window. Without a list level (None): those of lists the campaign does not name."""
        if list_id is not None:
            return self._lists[campaign_id, list_id]
        named = self._known.get(campaign_id, set())
        return sum(n for (campaign, part), n in self._lists.items() if campaign == campaign_id and part not in named)

    def strays(self) -> list[Stray]:
        """What stands under "not in the list": whole campaigns first, then lists, most calls first."""
        campaigns = [
            Stray(campaign_id, None, self._names[campaign_id, None] or campaign_id, n)
            for campaign_id, n in self._campaigns.items()
            if n and campaign_id not in self._known
        ]
        lists = [
            Stray(campaign_id, list_id, self._names[campaign_id, list_id] or list_id, n)
            for (campaign_id, list_id), n in self._lists.items()
            if n and self._unnamed(campaign_id, list_id)
        ]
        return [
            *sorted(campaigns, key=lambda stray: (-stray.calls, stray.name)),
            *sorted(lists, key=lambda stray: (-stray.calls, stray.name)),
        ]

    def seen(self) -> Iterator[Stray]:
        """Every campaign and every list on the window's calls, in no order, those in the tree included."""
        for campaign_id, n in self._campaigns.items():
            if n:
                yield Stray(campaign_id, None, self._names[campaign_id, None], n)
        for (campaign_id, list_id), n in self._lists.items():
            yield Stray(campaign_id, list_id, self._names[campaign_id, list_id], n)

    def _unnamed(self, campaign_id: str, list_id: str) -> bool:
        named = self._known.get(campaign_id)
        return named is not None and None not in named and list_id not in named
