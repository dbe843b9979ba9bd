"""Records under the API's own names, as JSON, CSV and tables show them: "responseDetails" of each function.

Durations are whole seconds, unknown is None. With a mask, names are initials, numbers their last four digits, and
fields the document does not know are left out: nobody can say what they hold.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from operator import attrgetter
from typing import Any

import msgspec

from dialer_tui import model
from dialer_tui.api.protocol import iso
from dialer_tui.floor.people import People
from dialer_tui.model import Agent, Call, Campaign
from dialer_tui.text import mask_name, mask_number

Record = dict[str, Any]

DURATIONS = frozenset(field.name for field in model.CALL if field.kind == "duration")
_MASKS: dict[str, Callable[[str], str]] = {
    "callAgentName": mask_name,
    "callContact": mask_name,
    "callNumberInbound": mask_number,
    "callNumberOutbound": mask_number,
    "agentNameFirst": mask_name,
    "agentNameLast": mask_name,
}
CALL = tuple(field.name for field in model.CALL)
AGENT = model.AGENT
CAMPAIGN = ("campaignID", "campaignName", "listID", "listName", "dialerID", "dialerName", "fields")

Line: Any = msgspec.defstruct("Line", [(name, Any) for name in CALL], gc=False)
"""A call's fields that the document knows, by its names and in its order: what JSON is made of without a dict."""
_VALUES = attrgetter(*(field.of for field in model.CALL))
_DATE = CALL.index("callDate")
_MASKED = tuple((at, _MASKS[name], name == "callAgentName") for at, name in enumerate(CALL) if name in _MASKS)


def values(one: Call, mask: People | None) -> list[Any]:
    """What stands in the fields of a call that the document knows, in its order. `mask`: as for `call`."""
    found = list(_VALUES(one))
    found[_DATE] = iso(one.date)
    if mask is not None:
        human = mask.human(one)
        for at, masked, agents in _MASKED:
            if human or not agents:
                found[at] = masked(found[at])
    return found


def line(one: Call, mask: People | None = None) -> Any:
    """A call as a `Line`. `mask`: as for `call`."""
    return Line(*values(one, mask))


def call(one: Call, mask: People | None) -> Record:
    """A call; the fields that the document does not know stand at the end. `mask`: who is a person, to be masked."""
    record: Record = dict(zip(CALL, values(one, mask), strict=True))
    if mask is None and one.extra:
        record |= {name: text for name, text in one.extra if name not in record}
    return record


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
