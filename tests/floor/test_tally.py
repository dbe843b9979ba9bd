"""What one call adds to the sums, at the bounds of the rules, and tallies of several groups as one."""

from __future__ import annotations

import pytest

from dialer_tui.floor.tally import Rules, Tally, score
from dialer_tui.model import Call

RULES = Rules(answer_within=20, short_abandon=5)


def tally(*calls: Call, persons: str = "ann") -> Tally:
    found = Tally()
    for call in calls:
        found.put_on(score(call, persons if call.talk else "", RULES))
    return found


def inbound(queue: int | None, talk: int | None = 60, **what: int) -> Call:
    return Call("x", 0, type="Inbound", queue=queue, talk=talk, **what)


@pytest.mark.parametrize(
    ("call", "sums"),
    [
        (inbound(20), {"hits": 1, "level": 1}),
        (inbound(21), {"hits": 0, "level": 1}),
        (inbound(0), {"hits": 1, "level": 1, "queue_seconds": 0, "queue_known": 1}),
        (inbound(5, talk=0), {"hits": 0, "level": 1, "lost": 1, "lost_seconds": 5, "lost_known": 1}),
        (inbound(4, talk=0), {"hits": 0, "level": 0, "lost": 1, "lost_seconds": 4, "lost_known": 1}),
        (inbound(None), {"hits": 0, "level": 0, "unsure": 1, "waits_known": 0}),
        (inbound(1, hold=1), {"hold_seconds": 1, "hold_known": 1, "held": 1}),
        (inbound(1, hold=0), {"hold_seconds": 0, "hold_known": 1, "held": 0}),
        (
            inbound(1, hold=2, handle=70, acw=8, total=90),
            {"handle_seconds": 70, "talk_seconds": 60, "hold_seconds": 2, "acw_seconds": 8, "length_seconds": 90}
            | dict.fromkeys(("handle_known", "talk_known", "hold_known", "acw_known", "length_known"), 1),
        ),
    ],
)
def test_what_a_call_adds(call: Call, sums: dict[str, int]) -> None:
    found = tally(call)
    assert {name: found[name] for name in sums} == sums


def test_tallies_as_one_have_the_sums_the_waits_and_the_people_of_all() -> None:
    one = tally(inbound(5), inbound(9), inbound(7, talk=0))
    other = tally(inbound(5), inbound(12), inbound(7, talk=0), inbound(8, talk=0))
    third = tally(inbound(3), persons="bob")
    whole = Tally()
    for part in (one, other, third):
        whole.merge(part)
    assert whole.sums == one.sums + other.sums + third.sums
    assert whole["calls"] == 8
    assert whole.waits == {5: 2, 9: 1, 7: 2, 12: 1, 8: 1, 3: 1}
    assert whole.lost == {7: 2, 8: 1}
    assert whole.people == {"ann": 4, "bob": 1}
    assert one["calls"] == 3, "and those stay what they were"
