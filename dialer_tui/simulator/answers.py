"""What the API says: a request in good form → the body of its answer, in the manner that was chosen."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from random import Random
from typing import Any

import msgspec

from dialer_tui.simulator import requests
from dialer_tui.simulator.requests import MESSAGES, Request
from dialer_tui.simulator.roster import Agent, Campaign
from dialer_tui.simulator.world import Listed, World

EDGES: dict[str, tuple[bool, bool]] = {
    "both": (True, True),
    "start": (True, False),
    "end": (False, True),
    "none": (False, False),
}
"""Whether dateStart and dateEnd belong to the range they name."""

_TOO_MUCH = 2_000_000
"""Records: a range of more is answered with code 900, as a database that gives up would."""

_HEAD = b'{"responseCode":1,"responseMessage":"Success","responseDetails":'


def _keyed(ident: bytes, body: bytes) -> bytes:
    return b'"%b":%b' % (ident, body)


def _row(ident: bytes, body: bytes) -> bytes:
    """A record of the array. A body that is no object, or says its own callID, stays as it is: it was broken so."""
    if body[:1] != b"{" or body.startswith(b'{"callID"'):
        return body
    return b'{"callID":"%b",%b' % (ident, body[1:])


_SHAPES = {"example": (b"{", _keyed, b"}}"), "table": (b"[", _row, b"]}")}
SHAPES = tuple(_SHAPES)


@dataclass(frozen=True)
class Behaviour:
    """How the API answers where the document leaves it open.

    shape: "example" (calls keyed by ID, campaignProducts with listMapping) or "table" (array with callID,
    campaignLists straight to dialers). cap: an answer holds the newest so many records, silently. lag: each getCalls is
    answered, with a probability of one half, as of so many seconds ago. date: "none" leaves out the Date header. gzip:
    bodies are compressed for those who accept it.
    """

    shape: str = "example"
    edges: str = "both"
    cap: int | None = None
    lag: float = 0.0
    date: str = "server"
    gzip: bool = False


class Api:
    """Answers requests from a world. Counts them: `asked` is how many came, `served` how many records went out."""

    def __init__(self, world: World, behaviour: Behaviour) -> None:
        self.world = world
        self.behaviour = behaviour
        self.asked = 0
        self.served = 0
        self.refused: list[str] = []
        self._replica = Random(f"replica {world.seed}")

    def answer(self, body: bytes) -> bytes | list[Listed]:
        """The body of an answer; for calls that were found their records, to be written by `calls`."""
        self.asked += 1
        try:
            request = requests.parse(body, self.world.affiliate_id, self.world.affiliate_key)
        except requests.Refusal as refusal:
            self.refused = [*self.refused[-99:], refusal.why]
            return said(refusal.code)
        match request.function:
            case "getAgents":
                return self._agents(request)
            case "getCampaigns":
                return self._campaigns(request)
            case _:
                return self._calls(request)

    def calls(self, records: Iterable[tuple[str, bytes]]) -> bytes:
        """Records (call ID, JSON without it) as the body of a successful getCalls, in the chosen shape."""
        opens, write, closes = _SHAPES[self.behaviour.shape]
        return _HEAD + opens + b",".join(write(ident.encode(), body) for ident, body in records) + closes

    def _calls(self, request: Request) -> bytes | list[Listed]:
        now = self.world.now()
        if self.world.effort(request.start, request.end) > _TOO_MUCH:
            return said(requests.BROKEN)
        if self.behaviour.lag and self._replica.random() < 0.5:
            now -= self.behaviour.lag
        first, last = EDGES[self.behaviour.edges]
        found = self.world.records(
            request.start,
            request.end,
            now,
            first=first,
            last=last,
            campaigns=request.campaigns,
            agents=request.agents,
        )
        if self.behaviour.cap is not None:
            found = found[max(0, len(found) - self.behaviour.cap) :]
        self.served += len(found)
        return found or said(requests.NO_CALLS)

    def _agents(self, request: Request) -> bytes:
        agents = [_agent(agent) for agent in self.world.roster.agents if agent.own or request.everything]
        return success(agents) if agents else said(requests.NO_AGENTS)

    def _campaigns(self, request: Request) -> bytes:
        write = _campaign_example if self.behaviour.shape == "example" else _campaign_table
        campaigns = [write(it) for it in self.world.roster.campaigns if it.own or request.everything]
        return success(campaigns) if campaigns else said(requests.NO_CAMPAIGNS, "No Campaigns available")


def said(code: int, message: str | None = None) -> bytes:
    """An answer without details."""
    text = message if message is not None else MESSAGES.get(code, f"Code {code}")
    return msgspec.json.encode({"responseCode": code, "responseMessage": text})


def success(details: list[dict[str, Any]]) -> bytes:
    """A successful answer with a list of details."""
    return msgspec.json.encode({"responseCode": 1, "responseMessage": "Success", "responseDetails": details})


def _agent(agent: Agent) -> dict[str, Any]:
    return {"agentID": agent.id, "agentNameFirst": agent.first, "agentNameLast": agent.last}


def _campaign_example(campaign: Campaign) -> dict[str, Any]:
    return {
        "campaignID": campaign.id,
        "campaignName": campaign.name,
        "campaignProducts": [
            {
                "listID": dialled.id,
                "listName": dialled.name,
                "listMapping": [
                    {"dialerID": dialer.id, "dialerName": dialer.name, "fields": list(dialer.fields)}
                    for dialer in dialled.dialers
                ],
            }
            for dialled in campaign.lists
        ],
    }


def _campaign_table(campaign: Campaign) -> dict[str, Any]:
    dialers = {dialer.id: dialer for dialled in campaign.lists for dialer in dialled.dialers}
    return {
        "campaignID": campaign.id,
        "campaignName": campaign.name,
        "campaignLists": [
            {"dialerID": dialer.id, "dialerName": dialer.name, "fields": list(dialer.fields)}
            for dialer in dialers.values()
        ],
    }
