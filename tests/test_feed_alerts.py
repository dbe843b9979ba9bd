"""Alerts through pins and back, on a real feed: nothing rings for what is only not known yet, or known already."""

from __future__ import annotations

import asyncio
from typing import Any

from dialer_tui.feed import Update
from dialer_tui.floor.alerts import Alert, Event
from dialer_tui.floor.changes import Changes
from dialer_tui.model import Poll, Scope
from dialer_tui.ui.state import FloorState
from tests.floor.test_alerts import NO_RULE
from tests.floor.world import BASE, call
from tests.staged import Api, Stage, staged

HOUR = 3_600
POLL = Poll(interval=5, window=HOUR, look_back=600)
ALL, ONE, TWO = Scope(), Scope(campaigns=("1",)), Scope(campaigns=("2",))
FEW = {**NO_RULE, "name": "few", "figure": "calls_in", "below": 50.0, "minimum": 0, "for": 1}
SLOW = {**NO_RULE, "name": "slow", "figure": "service_level", "below": 0.8, "minimum": 5, "for": 2}


class Watch:
    """Somebody's screen on a feed: what it hears is folded, and alerts are judged each second."""

    def __init__(self, stage: Stage, *rules: dict[str, Any]) -> None:
        self.stage, self.rules = stage, rules
        self.state = FloorState(("VDAD",))
        self.state.watch(rules, ALL)
        self.events: list[Event] = []
        stage.feed.subscribe(self.hear)

    def hear(self, update: Update) -> None:
        if isinstance(update, Changes):
            self.state.changed(update)
        elif isinstance(update, Scope):
            self.state.watch(self.rules, update)

    async def pass_time(self, seconds: int) -> None:
        for _ in range(seconds):
            await asyncio.sleep(1)
            self.state.at(self.stage.feed.now())
            self.state.figures.work()
            assert self.state.alerts is not None
            self.events += self.state.alerts.judge(self.stage.feed.now(), self.stage.feed.status())

    @property
    def alert(self) -> Alert:
        """The one rule, as it stands."""
        assert self.state.alerts is not None
        return self.state.alerts.every[-1]

    @property
    def rung(self) -> list[str]:
        return [event.rule.name for event in self.events if event.state == "raised" and event.rings]


def floor(stage: Stage, **queues: int) -> None:
    """A call of each campaign every half minute, listed at its end, which waited so long."""
    for at in range(-2 * HOUR, HOUR, 30):
        for campaign, queue in queues.items():
            known = {"type": "Inbound", "agent": "Ann Lee", "talk": 20, "handle": 20, "queue": queue}
            one = call(f"{campaign}.{at}", BASE + at, total=queue + 20, campaign_id=campaign[1:], **known)
            stage.api.world.put(one, max(BASE - 1.0, float(one.ended_at)))


@staged
async def test_nothing_rings_while_a_pinned_window_or_the_whole_one_fills() -> None:
    stage = Stage(Api(), POLL)
    stage.api.took = 2.0  # many seconds in which only some of the calls are there
    floor(stage, c1=5, c2=5)
    watch = Watch(stage, FEW, SLOW)
    await watch.pass_time(90)
    for scope in (ONE, ALL, TWO, ONE, ALL):
        stage.feed.set_scope(scope)
        await watch.pass_time(2)
        stage.feed.set_scope(ALL if scope == ONE else scope)  # somebody changes their mind at once
        await watch.pass_time(90)
        assert stage.word == "LIVE"
    assert not watch.events


@staged
async def test_what_somebody_has_acked_does_not_ring_again_for_a_pin() -> None:
    stage = Stage(Api(), POLL)
    floor(stage, c1=5, c2=60)
    watch = Watch(stage, SLOW)
    await watch.pass_time(30)
    assert watch.rung == ["slow"]
    watch.alert.ack()
    for scope in (TWO, ALL):
        stage.feed.set_scope(scope)
        await watch.pass_time(60)
        assert watch.rung == ["slow"]
        assert watch.alert.since is not None
        assert watch.alert.acked, "it is still the same"
    stage.feed.set_scope(ONE)
    await watch.pass_time(60)
    stage.feed.set_scope(ALL)
    await watch.pass_time(60)
    assert watch.rung == ["slow", "slow"], "where it was seen to be well, it is told anew"
