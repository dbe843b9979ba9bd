"""What a person reads beside the link's word: how late calls may be, how long is waited, and what is passed on."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from dialer_tui.floor.link import Facts, status
from dialer_tui.model import Poll

POLL = Poll(interval=5)
LIVE = Facts(sent=2.0, coverage=1.0, filling=False)


@pytest.mark.parametrize(
    ("age", "late"), [(0, 5.0), (60, 5.0), (300, 10.0), (3_000, 100.0), (3_600, 120.0), (9_000, 120.0)]
)
def test_a_call_may_be_the_later_the_longer_ago_it_is_dated_but_no_sooner_than_the_newest(
    age: float, late: float
) -> None:
    said = status(replace(LIVE, lateness=120.0, newest=5.0, far=3_600), POLL)
    assert said.late(age) == pytest.approx(late)
    assert status(replace(LIVE, lateness=120.0, newest=5.0), POLL).late(age) == 120.0


def test_what_the_feed_knows_is_passed_on() -> None:
    facts = Facts(
        sent=2.0,
        coverage=0.5,
        lateness=120.0,
        newest=5.0,
        far=3_600,
        skew=-7.5,
        clock_known=False,
        message="Interface error",
        capped=((7, 500),),
        filling=True,
        doubted=1,
    )
    said = status(facts, POLL)
    assert (said.coverage, said.lateness, said.newest, said.far) == (0.5, 120.0, 5.0, 3_600)
    assert (said.skew, said.clock_known, said.message) == (-7.5, False, "Interface error")
    assert (said.capped, said.filling, said.doubted, said.age) == (((7, 500),), True, True, 2.0)
    assert not status(replace(facts, doubted=0), POLL).doubted
    assert status(replace(facts, had=False), POLL).age is None, "it was asked for other calls"


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(-3.0, "0 s"), (0.2, "0 s"), (12.5, "12 s"), (120.0, "120 s"), (121.0, "3 min"), (180.0, "3 min"), (181, "4 min")],
)
def test_a_long_wait_is_told_in_minutes(seconds: float, said: str) -> None:
    facts = replace(LIVE, failures=2, next_try=seconds)
    assert status(facts, POLL).detail == f"next try in {said}"
    assert status(replace(facts, refused=True), POLL).detail == f"ID and key are not accepted, next try in {said}"
