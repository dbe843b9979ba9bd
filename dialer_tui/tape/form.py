"""The lines of a recording: what it is of, an answer each, its end. Times are seconds; ticks count from its begin."""

from __future__ import annotations

from typing import Any

import msgspec

from dialer_tui.model import Agent, Call, Campaign, Function, Scope

VERSION = 1


class Header(msgspec.Struct, tag="recording", tag_field="line", omit_defaults=True):
    """The first line. No account is in it: no URL, no ID, no key.

    `wall`: this machine's time at the begin, since 1970 UTC. `window`: seconds, or a time of day such as "06:00".
    `figures`: what `[figures]` says, for the same records are to make the same figures.
    """

    version: int
    program: str
    anonymised: bool
    wall: float
    timezone: str
    call_date: str
    interval: int
    window: int | str
    look_back: int
    records_per_minute: int
    scope: Scope
    figures: dict[str, Any]


class Trouble(msgspec.Struct, omit_defaults=True):
    """Why a question had no answer: the name of its Kind, and what came with it."""

    kind: str
    message: str = ""
    code: int | None = None
    status: int | None = None
    retry_after: float | None = None


class Line(msgspec.Struct, tag="answer", tag_field="line", omit_defaults=True):
    """A question and what came: records as they were read, why others could not be, or a trouble.

    `scope`: where it is not the recording's own, as in questions about namesakes. `now`: the server's time at
    `received`, `known` whether the server has told it; `wall` is this machine's. `unchanged`: the same bytes as the
    answer to the same question before.
    """

    function: Function
    sent: float
    received: float
    now: float
    wall: float
    known: bool = True
    start: int = 0
    end: int = 0
    scope: Scope | None = None
    unchanged: bool = False
    size: int = 0
    count: int = 0
    bad: tuple[str, ...] = ()
    doubled: int = 0
    repaired: bool = False
    calls: list[Call] = []
    agents: list[Agent] = []
    campaigns: list[Campaign] = []
    trouble: Trouble | None = None


class End(msgspec.Struct, tag="end", tag_field="line"):
    """The last line, where the recording was ended and not cut off."""

    at: float


LISTS: dict[Function, str] = {"getCalls": "calls", "getAgents": "agents", "getCampaigns": "campaigns"}
"""Where the records of a function's answer stand in a Line."""
