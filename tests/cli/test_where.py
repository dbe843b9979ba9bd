"""`--where`: the filter language on a command line, with the server's time, and its mistakes shown at their place."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest

from dialer_tui.cli.where import Where, WrongFilter
from dialer_tui.floor.changes import Entry
from dialer_tui.floor.people import People
from dialer_tui.model import Call
from dialer_tui.simulator.server import Server
from tests.cli.test_figures import stopped
from tests.conftest import FLOOR_TIME, Dialer
from tests.ui.fakes import settings

NOBODY = ("VDAD", "VDCL", "[None]", "System")


def kept(dialer: Dialer, where: str) -> list[dict[str, Any]]:
    ran = dialer("calls", "--where", where, "--format", "json")
    assert (ran.code, ran.err) == (0, "")
    found: list[dict[str, Any]] = json.loads(ran.out)
    return found


@pytest.fixture
def floor() -> Iterator[Server]:
    """A floor whose clock stands: one command and the next speak of the same calls."""
    with stopped(4) as server:
        yield server


def test_it_keeps_what_the_language_says(floor: Server) -> None:
    dialer = Dialer(floor)
    every = kept(dialer, "")
    human = [call for call in every if call["callAgentName"].strip() and call["callAgentName"] not in NOBODY]
    name = human[0]["callAgentName"]
    now = floor.world.now()
    wanted = {
        "queue>0:10 type:in": lambda c: c["callType"] == "Inbound" and (c["callQueueTime"] or 0) > 10,
        "queue:unknown or not queue<=10": lambda c: c["callQueueTime"] is None or c["callQueueTime"] > 10,
        f'-agent="{name}"': lambda c: c["callAgentName"] != name,
        "callTime>=2m (type:out or callHoldTime>0)": lambda c: (
            (c["callTime"] or 0) >= 120 and (c["callType"] == "Outbound" or (c["callHoldTime"] or 0) > 0)
        ),
        "began>-10m": lambda c: datetime.fromisoformat(c["callDate"]).timestamp() > now - 600,
        "is:unanswered": lambda c: c not in human and not c["callTalkTime"] and not c["callHandleTime"],
    }
    for where, holds in wanted.items():
        these = [call for call in every if holds(call)]
        assert 0 < len(these) < len(every), where
        assert kept(dialer, where) == these, where


def test_an_agent_goes_by_id_and_by_any_spelling_as_in_the_console(floor: Server) -> None:
    """For that the agent list is asked, and whose the calls of namesakes are."""
    dialer = Dialer(floor)
    told = json.loads(dialer("figures", "--by", "agent", "--format", "json").out)
    names = Counter(part["name"] for part in told)
    several = next(part for part in told if part["key"] and names[part["name"]] == 2)
    alone = next(part for part in told if part["key"] and names[part["name"]] == 1 and part["calls"] > 2)
    for part in (several, alone):
        assert len(kept(dialer, f"agent={part['key']}")) == part["calls"] + part["in_motion"] > 0
    assert kept(dialer, f'agent="{alone["name"]}"') == kept(dialer, f"agent={alone['key']}")


def test_a_mistake_is_shown_under_its_place(dialer: Dialer) -> None:
    ran = dialer("calls", "--where", "Zoë\ttype:in (queue>soon or x)")
    assert (ran.code, ran.out) == (2, "")
    first, *beneath = ran.err.splitlines()
    assert first.startswith("dialer-tui: --where: queue wants a time: 90, 1:30, 1m30s or unknown (character 14)")
    assert beneath == ["  Zoë type:in (queue>soon or x)", "               ^^^^^^^^^^"]


def test_what_is_wide_or_unsafe_stands_over_its_mark() -> None:
    with pytest.raises(WrongFilter) as raised:
        Where("日本 \x1b[31m agnt:x", settings())
    filter_text, marks, allowed = raised.value.beneath
    assert filter_text == "  日本 [31m agnt:x"
    assert marks == "  " + " " * len("日本xx [31m ") + "^^^^"
    assert allowed.startswith("  allowed: agent, campaign, list, contact")


@pytest.mark.parametrize("where", ["is:new", "is:changed", "is:gone", "listed>-5m"])
def test_what_only_a_watcher_knows_is_a_usage_error(dialer: Dialer, where: str) -> None:
    ran = dialer("calls", "--where", where)
    assert (ran.code, ran.out) == (2, "")
    assert "only the console and watch know" in ran.err
    assert ran.err.splitlines()[1:] == [f"  {where}", f"  {'^' * len(where)}"]


def test_a_mistake_is_found_before_anything_is_asked_for(stranger: Dialer) -> None:
    account = {"DIALER_TUI_URL": "http://127.0.0.1:9/", "DIALER_TUI_AFFILIATE_ID": "A" * 12}
    ran = stranger("calls", "--where", "agnt:x", env={**account, "DIALER_TUI_AFFILIATE_KEY": "a" * 32})
    assert ran.code == 2


def test_a_field_that_only_the_calls_know_is_told_by_them() -> None:
    def entry(call_id: str, **extra: str) -> Entry:
        return Entry(Call(call_id, FLOOR_TIME, extra=tuple(extra.items()) or None), FLOOR_TIME, FLOOR_TIME, False)

    sold, other, without = entry("1", dispositionCode="Sale"), entry("2", dispositionCode="none"), entry("3")
    found = Where("dispositioncode:sale", settings()).of([sold, other, without], FLOOR_TIME, People())
    assert found == [sold]
    assert Where('not callAgentID=""', settings()).of([], FLOOR_TIME, People()) == []
    with pytest.raises(WrongFilter, match="blurb is no field"):
        Where("blurb:sale", settings()).of([sold], FLOOR_TIME, People())
