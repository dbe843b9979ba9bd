"""Since when a campaign misses its target: walked back over quarter hours in a row, against a naive recount."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dialer_tui.floor.figures import BY_NAME
from dialer_tui.floor.lasting import Known, Since, since
from dialer_tui.floor.measured import QUARTER, Measured
from dialer_tui.floor.people import People
from dialer_tui.floor.tally import Rules
from dialer_tui.model import Call

LEVEL = BY_NAME["service_level"]
NOW = 1_795_528_800 + 400  # 14:06:40
NEWEST = NOW - NOW % QUARTER  # 14:00, which holds short calls alone so far
GOOD, BAD, FEW, NONE = (12, 5), (12, 60), (4, 60), (0, 0)  # calls of a quarter hour, and how long each waits


def told(*newest_first: tuple[int, int], known: Known | None = None, now: int = NOW) -> Since | None:
    """Since when: of quarter hours from the one before the newest back."""
    figures = Measured(Rules(targets={"service_level": 0.8}), People().key)
    figures.advance(now)
    for back, (many, queue) in enumerate(newest_first, 1):
        for n in range(many):
            figures.put_on(Call(f"{back}.{n}", NEWEST - back * QUARTER + n, total=90, queue=queue, **CAMPAIGN))
    figures.work()
    return since(LEVEL, figures, "campaign", "R", known or Known(NOW - 7_200, NOW))


CAMPAIGN = {"campaign_id": "R", "campaign": "Renewals", "type": "Inbound", "agent": "Ann Lee", "talk": 60, "handle": 60}


def ago(quarters: int) -> int:
    return NEWEST - quarters * QUARTER


def test_the_row_begins_after_the_last_quarter_hour_that_met_the_target() -> None:
    assert told(BAD, BAD, GOOD, BAD) == Since(ago(2), exact=True)
    assert told(BAD, GOOD, BAD, BAD) == Since(ago(1), exact=True)


def test_it_is_over_where_the_newest_one_that_is_judged_met_it() -> None:
    assert told(GOOD, BAD, BAD, BAD) == Since(ago(1), exact=True, over=True)
    assert told(FEW, GOOD, NONE, GOOD, FEW, BAD, BAD) == Since(ago(4), exact=True, over=True)
    assert told(GOOD, (9, 60), (9, 60)) is None, "none that missed it can be judged"
    assert told(BAD, GOOD, BAD, now=NEWEST + 89) is None, "it may be bad again: that one is known in part"
    assert told(FEW, GOOD, BAD, now=NEWEST + 89) == Since(ago(2), exact=True, over=True)
    hole = Known(NOW - 7_200, NOW, frozenset({ago(2)}))
    assert told(GOOD, BAD, BAD, BAD, known=hole) is None, "nobody knows where it ended"


def test_there_is_none_where_all_in_all_the_target_is_met() -> None:
    assert told(BAD, *[GOOD] * 6) is None


def test_a_row_that_reaches_the_beginning_may_be_older() -> None:
    assert told(*[BAD] * 7) == Since(ago(7), exact=False)
    assert told(*[BAD] * 9) == Since(ago(7), exact=False), "14:06 less two hours: what began before has no verdict"
    assert told(BAD, BAD, NONE, FEW) == Since(ago(2), exact=False)


def test_quarter_hours_with_few_calls_or_none_are_passed_over() -> None:
    assert told(FEW, BAD, NONE, FEW, BAD, FEW, GOOD) == Since(ago(5), exact=True)
    assert told(FEW, FEW, FEW) is None, "nothing is judged"


def test_one_that_was_not_had_whole_ends_what_is_known() -> None:
    for known in (GOOD, BAD, FEW, NONE):
        hole = Known(NOW - 7_200, NOW, frozenset({ago(3)}))
        assert told(BAD, BAD, known, BAD, GOOD, known=hole) == Since(ago(2), exact=False)
    newest = Known(NOW - 7_200, NOW, frozenset({ago(1)}))
    assert told(GOOD, BAD, BAD, BAD, GOOD, known=newest) == Since(ago(4), exact=True), "how it is now nobody knows"


def test_one_that_may_lack_its_long_calls_is_not_judged_yet() -> None:
    assert told(GOOD, BAD, BAD, GOOD, BAD, BAD, now=NEWEST + 89) == Since(ago(3), exact=True)
    assert told(GOOD, BAD, BAD, GOOD, BAD, BAD, now=NEWEST + 90) == Since(ago(1), exact=True, over=True)


def test_of_a_past_range_all_quarter_hours_within_are_judged() -> None:
    span = Known(ago(4), ago(1))
    assert told(GOOD, BAD, GOOD, BAD, BAD, known=span) == Since(ago(2), exact=True)
    assert told(GOOD, BAD, BAD, BAD, BAD, known=span) == Since(ago(4), exact=False)
    assert told(GOOD, BAD, BAD, BAD, BAD, known=Known(ago(4) + 1, ago(1))) == Since(ago(3), exact=False)


@given(st.lists(st.sampled_from([GOOD, BAD, FEW, NONE]), max_size=7), st.sets(st.integers(1, 7)))
def test_it_is_what_reading_the_quarter_hours_from_right_to_left_says(
    quarters: list[tuple[int, int]], holes: set[int]
) -> None:
    found = told(*quarters, known=Known(ago(7), NOW, frozenset(map(ago, holes))))
    signs = ["?" if at in holes else "+-.."[[GOOD, BAD, FEW, NONE].index(one)] for at, one in enumerate(quarters, 1)]
    signs += ["?" if at in holes else "." for at in range(len(quarters) + 1, 8)]
    judged = "".join(signs).lstrip("?.")
    ends = "-?" if judged.startswith("+") else "+?"
    row = judged[: next((at for at, sign in enumerate(judged) if sign in ends), len(judged))].rstrip(".")
    bad = sum(many for many, queue in quarters if queue > 20)
    if bad <= 0.2 * sum(many for many, _ in quarters) or sum(many for many, _ in quarters) < 10 or not row:
        assert found is None
    else:
        first = 8 - len(judged) + len(row) - 1
        after = judged[len(row) :].lstrip(".")[:1]
        if row[0] == "+":
            again = any(one is BAD for one in quarters[: 7 - len(judged)])
            assert found == (Since(ago(first), exact=True, over=True) if after == "-" and not again else None)
        else:
            assert found == Since(ago(first), exact=after == "+")
