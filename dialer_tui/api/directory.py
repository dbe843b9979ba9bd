"""Agents ("CALL FUNCTION: getAgents") and the campaign tree ("CALL FUNCTION: getCampaigns"), in either shape."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from dialer_tui.api.rows import Remarks, Row, rows
from dialer_tui.api.values import text
from dialer_tui.model import AGENT, Agent, Campaign, CampaignList, Dialer

_NO_AGENT_ID = "an agent without an agentID"
_NO_CAMPAIGN_ID = "a campaign without a campaignID"
# The example has lists with dialers in them, the table dialers alone. Either may come under either name.
_BRANCHES = ("campaignProducts", "campaignLists")
_TWIGS = "listMapping"
_IDS = ("listID", "dialerID")


def agents(keys: Sequence[str], raws: Sequence[msgspec.Raw], remarks: Remarks) -> list[Agent]:
    """The good agents of a chunk; bad only without an ID."""
    found = []
    for key, row in rows(keys, raws, remarks):
        agent_id, first, last = (text(row.get(name)) for name in AGENT)
        if (agent_id := agent_id or key).strip():
            found.append(Agent(agent_id, first, last))
        else:
            remarks.bad.append(_NO_AGENT_ID)
    return found


def campaigns(keys: Sequence[str], raws: Sequence[msgspec.Raw], remarks: Remarks) -> list[Campaign]:
    """The good campaigns of a chunk; bad only without an ID. An item of a tree that is no object is left out."""
    found = []
    for key, row in rows(keys, raws, remarks):
        if (campaign_id := text(row.get("campaignID")) or key).strip():
            found.append(Campaign(campaign_id, text(row.get("campaignName")), _lists(row)))
        else:
            remarks.bad.append(_NO_CAMPAIGN_ID)
    return found


def _lists(row: Row) -> tuple[CampaignList, ...]:
    """The lists of a campaign, and its dialers that belong to no list in one without an ID."""
    items = [item for branch in _BRANCHES for item in _objects(row.get(branch))]
    alone = tuple(_dialer(item) for item in items if _TWIGS not in item and "dialerID" in item)
    lists = tuple(
        CampaignList(
            text(item.get("listID")) or None,
            text(item.get("listName")),
            tuple(_dialer(dialer) for dialer in _objects(item.get(_TWIGS))),
        )
        for item in items
        if _TWIGS in item or "dialerID" not in item
    )
    return (*lists, CampaignList(None, "", alone)) if alone else lists


def _dialer(item: Row) -> Dialer:
    return Dialer(text(item.get("dialerID")), text(item.get("dialerName")), _fields(item.get("fields")))


def _fields(value: Any) -> tuple[str, ...]:
    """Names of lead fields: an array, an object numbered from 0, or one whose keys are the names."""
    if isinstance(value, dict):
        value = list(value.values() if all(key.isdigit() for key in value) else value)
    return tuple(name for item in value if (name := text(item))) if isinstance(value, list) else ()


def _objects(value: Any) -> list[Row]:
    """The objects of an array, of an object used as one, or the one object that stands for an array of one."""
    if isinstance(value, dict):
        value = [value] if any(name in value for name in _IDS) else list(value.values())
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []
