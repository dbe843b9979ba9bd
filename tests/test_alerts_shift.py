"""Eight hours of a simulated floor against the real feed and the shipped rules, and a queue on fire; virtual time."""

from __future__ import annotations

import asyncio
import json
import random
from collections.abc import Iterable
from typing import Any

import pytest
from msgspec.structs import replace

from dialer_tui import config
from dialer_tui.cli.alerting import Watcher
from dialer_tui.clock import Clock
from dialer_tui.feed import Feed
from dialer_tui.model import Poll
from dialer_tui.simulator.answers import Api, Behaviour
from dialer_tui.simulator.burning import Burn
from dialer_tui.simulator.world import World
from tests import virtual
from tests.bench import inside
from tests.conftest import FLOOR_TIME

POLL = Poll(interval=15, window=3600, look_back=3600)
HOUR = 3600


async def alerts(seconds: int, *burning: Burn, seed: int = 1, poll: Poll = POLL) -> list[dict[str, Any]]:
    """The lines of `watch --alerts` in so many seconds of the floor of a seed, `at` counted from the start."""
    loop = asyncio.get_running_loop()
    world = World(seed=seed, start=FLOOR_TIME, tick=loop.time, burning=burning)
    api = Api(world, Behaviour())
    world.affiliate_id, world.affiliate_key = inside.ACCOUNT

    def answer(body: bytes) -> bytes:
        found = api.answer(body)
        return found if isinstance(found, bytes) else api.calls((record.id, record.body) for record in found)

    clock = Clock(wall=lambda: FLOOR_TIME + loop.time(), tick=loop.time)
    feed = Feed(inside.client(answer, clock), clock, poll, rng=random.Random(1))
    account = {"url": "http://127.0.0.1/", "affiliate_id": inside.ACCOUNT[0], "affiliate_key": inside.ACCOUNT[1]}
    watcher = Watcher(feed, config.load(environ={}, overrides=account))
    feed.subscribe(watcher.take)
    said: list[dict[str, Any]] = []

    def write(lines: Iterable[str]) -> None:
        said.extend(json.loads(line) | {"at": round(loop.time())} for line in lines)

    tasks = [asyncio.create_task(feed.run()), asyncio.create_task(watcher.run(write))]
    await asyncio.sleep(seconds)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    return said


# Of the seeds 1 to 6 two have a call that waited longer than ten minutes, 4 and 5, and no alert but that for it.
@pytest.mark.parametrize(("seed", "interval", "waited"), [(1, 15, None), (2, 60, None), (4, 60, 642)])
def test_the_shipped_rules_ring_once_at_most_on_a_normal_day_of_eight_hours(
    seed: int, interval: int, waited: int | None
) -> None:
    said = virtual.run(alerts(8 * HOUR, seed=seed, poll=replace(POLL, interval=interval)))
    rung = [(line["name"], line["value"]) for line in said if line["state"] == "raised"]
    assert rung == ([] if waited is None else [("longest wait", waited)])


def test_a_queue_on_fire_is_one_alert_within_two_minutes_and_over_an_hour_after_it() -> None:
    said = virtual.run(alerts(2 * HOUR, Burn("1111", 900, 1_200)))
    waits = [line for line in said if line["name"] == "longest wait"]
    assert [line["state"] for line in waits] == ["raised", "cleared"]
    raised, cleared = waits
    assert 900 <= raised["at"] <= 1_020
    assert raised["value"] > 600
    assert raised["n"] >= 20
    assert 1_200 + HOUR - 60 <= cleared["at"] <= 1_200 + HOUR + 60
