"""Records under the API's own names, as JSON, CSV and tables show them: "responseDetails" of each function.

Durations are whole seconds, unknown is None. With a mask, names are initials, numbers their last four digits, and
fields the document does not know are left out: nobody can say what they hold.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from dialer_tui.api.protocol import iso
from dialer_tui.floor.people import People
from dialer_tui.model import Agent, Call, Campaign
from dialer_tui.text import mask_name, mask_number

Record = dict[str, Any]

DURATIONS = (
    "callTime",
    "callQueueTime",
    "callTalkTime",
    "callHoldTime",
    "callHandleTime",
    "callAfterCallWorkTime",
)
_CALL: dict[str, Callable[[Call], Any]] = {
    "callID": lambda call: call.id,
    "callDate": lambda call: iso(call.date),
    "callCampaignID": lambda call: call.campaign_id,
    "callCampaignName": lambda call: call.campaign,
    "callListID": lambda call: call.list_id,
    "callListName": lambda call: call.list,
    "callAgentName": lambda call: call.agent,
    "callContact": lambda call: call.contact,
    "callType": lambda call: call.type,
    "callNumberInbound": lambda call: call.number_in,
    "callNumberOutbound": lambda call: call.number_out,
    "callTime": lambda call: call.total,
    "callQueueTime": lambda call: call.queue,
    "callTalkTime": lambda call: call.talk,
    "callHoldTime": lambda call: call.hold,
    "callHandleTime": lambda call: call.handle,
    "callAfterCallWorkTime": lambda call: call.acw,
}
_MASKS: dict[str, Callable[[str], str]] = {
    "callAgentName": mask_name,
    "callContact": mask_name,
    "callNumberInbound": mask_number,
    "callNumberOutbound": mask_number,
    "agentNameFirst": mask_name,
    "agentNameLast": mask_name,
}
CALL = tuple(_CALL)
AGENT = ("agentID", "agentNameFirst", "agentNameLast")
CAMPAIGN = ("campaignID", "campaignName", "listID", "listName", "dialerID", "dialerName", "fields")


def call(one: Call, mask: People | None) -> Record:
    """A call; the fields that the document does not know stand at the end. `mask`: who is a person, to be masked."""
    record = {name: read(one) for name, read in _CALL.items()}
    if mask is not None:
        return _masked(record) | ({} if mask.human(one) else {"callAgentName": one.agent})
    return record | {name: text for name, text in one.extra or () if name not in record}


def agent(one: Agent, mask: bool) -> Record:
    """An agent."""
    record = dict(zip(AGENT, (one.id, one.first, one.last), strict=True))
    return _masked(record) if mask else record


def campaign(one: Campaign) -> Record:
    """A campaign in the shape of the document's example, whichever the API used; listID None without a list level."""
    return {
        "campaignID": one.id,
        "campaignName": one.name,
        "campaignProducts": [
            {
                "listID": part.id,
                "listName": part.name,
                "listMapping": [
                    {"dialerID": dialer.id, "dialerName": dialer.name, "fields": list(dialer.fields)}
                    for dialer in part.dialers
                ],
            }
            for part in one.lists
        ],
    }


def dialers(one: Campaign) -> Iterator[Record]:
    """A campaign as flat rows, one a dialer; a list without dialers and a campaign without lists are one row each."""
    for part in one.lists or (None,):
        for dialer in (part.dialers if part else ()) or (None,):
            values = (
                one.id,
                one.name,
                part and part.id,
                part and part.name,
                dialer and dialer.id,
                dialer and dialer.name,
                dialer and ", ".join(dialer.fields),
            )
            yield dict(zip(CAMPAIGN, values, strict=True))


def _masked(record: Record) -> Record:
    return {name: _MASKS[name](value) if name in _MASKS else value for name, value in record.items()}
