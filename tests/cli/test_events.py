"""The lines of watch, one by one; and what it says on stderr of answers that are not as they should be."""

from __future__ import annotations

import json
import time
from typing import Any, cast

import pytest

from dialer_tui.cli.watch import Events
from dialer_tui.feed import Feed
from dialer_tui.floor.changes import Changes, Update
from dialer_tui.floor.people import People
from dialer_tui.simulator.answers import Behaviour
from dialer_tui.simulator.faults import parse
from dialer_tui.simulator.server import Server
from dialer_tui.simulator.world import World
from tests.conftest import Dialer
from tests.ui import fakes


def lines(changes: Changes, *, present: bool = False, mask: People | None = None) -> list[dict[str, Any]]:
    events = Events(cast(Feed, fakes.FakeFeed()), present=present, states=True, mask=mask)
    return [json.loads(line) for line in events.lines(changes)]


ONE, TWO, THREE = (fakes.entry(fakes.call(number)) for number in (1, 2, 3))


def test_each_change_is_a_line_with_its_time_and_call() -> None:
    changes = Changes(new=[ONE], existing=[TWO], updated=[Update(THREE, THREE.call)], gone=[TWO], aged=[ONE])
    found = lines(changes)
    assert [(line["event"], line["call"]["callID"]) for line in found] == [
        ("new", "C1"),
        ("updated", "C3"),
        ("gone", "C2"),
    ]
    assert {line["at"] for line in found} == {"2026-11-24T14:00:00+00:00"}
    assert not any("returned" in line for line in found)
    assert [line["event"] for line in lines(changes, present=True)] == ["existing", "new", "updated", "gone"]


def test_a_call_back_from_gone_says_so() -> None:
    (found,) = lines(Changes(updated=[Update(ONE, ONE.call, returned=True)]))
    assert found["returned"] is True


def test_a_mask_covers_the_lines() -> None:
    (found,) = lines(Changes(new=[ONE]), mask=People())
    assert found["call"]["callAgentName"] == "A. L."
    assert "8885551212" not in json.dumps(found)


@pytest.mark.parametrize(
    ("behaviour", "fault", "said"),
    [(Behaviour(date="none"), None, "carry no usable Date"), (Behaviour(), "bad", "left out: getCalls: ")],
)
def test_it_says_on_stderr_what_is_not_as_it_should_be_and_says_it_once(
    behaviour: Behaviour, fault: str | None, said: str
) -> None:
    world = World(seed=3, agents=40, campaigns=4, calls_per_hour=400, even=True, freeze=0)
    with Server(world, behaviour, [parse(fault)] if fault else []) as server:
        process = Dialer(server).start("watch", "--interval", "1s")
        time.sleep(5)
        process.terminate()
        _, err = process.communicate(timeout=10)
    words = err.decode().splitlines()
    assert any(said in line for line in words), words
    assert len(words) == len(set(words))
