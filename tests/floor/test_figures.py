"""The figures read from their sums, and in words: where a value, its range or its rounding would turn."""

from __future__ import annotations

import pytest

from dialer_tui.floor.figures import BY_NAME, Value, between, percent, verdict, written
from dialer_tui.floor.tally import Rules, Tally, score
from dialer_tui.model import Call

RULES = Rules(targets={"service_level": 0.8, "asa": 60, "unanswered_rate": 0.05})
HIT, LATE, UNKNOWN = (Call(str(queue), 0, type="Inbound", queue=queue, talk=9) for queue in (5, 60, None))


def tally(*calls: tuple[int, Call]) -> Tally:
    """The sums of so many of each call, Ann on all of them."""
    found = Tally()
    for many, call in calls:
        for _ in range(many):
            found.put_on(score(call, "ann", RULES))
    return found


@pytest.mark.parametrize(
    ("hits", "late", "unknown", "value"),
    [
        (0, 0, 0, Value(None, 0)),
        (0, 0, 5, Value(None, 0)),
        (3, 1, 0, Value(0.75, 4)),
        (3, 1, 1, Value(0.75, 4, 0.6, 0.8)),
        (98, 2, 1, Value(0.98, 100)),  # 97 to 98 %: about the same
        (99, 0, 1, Value(1.0, 99, 0.99, 1.0)),  # a whole point: no more about the same
        (0, 99, 1, Value(0.0, 99, 0.0, 0.01)),
    ],
)
def test_calls_that_might_belong_to_it_make_a_range_from_a_point_on(
    hits: int, late: int, unknown: int, value: Value
) -> None:
    found = BY_NAME["service_level"].read(tally((hits, HIT), (late, LATE), (unknown, UNKNOWN)))
    assert found == pytest.approx(value)


def test_a_figure_without_doubts_has_no_range() -> None:
    assert BY_NAME["asa"].read(tally((1, HIT), (1, LATE), (9, UNKNOWN))) == Value(32.5, 2, None, None)


def test_calls_are_counted_of_all_calls() -> None:
    found = tally((2, HIT), (1, Call("out", 0, type="Outbound")))
    assert [BY_NAME[name].read(found) for name in ("calls", "calls_in", "calls_out")] == [
        Value(3, 3),
        Value(2, 3),
        Value(1, 3),
    ]


@pytest.mark.parametrize(
    ("after", "half", "most"),
    [((), None, None), ((7.0,), 7.0, 7.0), ((4.0, 1.0, 3.0, 2.0), 2.0, 4.0), (range(40, 0, -1), 20, 38)],
)
def test_half_of_the_calls_and_nearly_all_had_been_listed_by_then(
    after: tuple[float, ...], half: float | None, most: float | None
) -> None:
    found = Tally()
    found.listed_after = after
    assert BY_NAME["listed_after_p50"].read(found) == Value(half, len(after))
    assert BY_NAME["listed_after_p95"].read(found) == Value(most, len(after))


def test_a_target_is_met_where_it_is_reached() -> None:
    assert [verdict(BY_NAME["asa"], Value(value, 10), RULES) for value in (59, 60, 61)] == ["meets", "meets", "misses"]


@pytest.mark.parametrize(
    ("name", "value", "text"),
    [
        ("service_level", 0.7996, "79.9 %"),
        ("unanswered_rate", 0.0501, "5.1 %"),
        ("asa", 59.7, "0:59"),
        ("asa", 60.2, "1:01"),
        ("asa", 3_599.0, "59:59"),
        ("asa", 3_600.0, "1:00:00"),
        ("asa", 3_660.0, "1:01:00"),
        ("asa", 216_000.0, "60:00:00"),
        ("aht", 59.7, "1:00"),
    ],
)
def test_what_is_written_never_crosses_its_target(name: str, value: float, text: str) -> None:
    assert written(BY_NAME[name], value, RULES) == text


@pytest.mark.parametrize(
    ("value", "text"), [(0.0996, "10.0 %"), (0.1, "10 %"), (0.104, "10 %"), (1.0, "100 %"), (0.9951, "99.5 %")]
)
def test_a_ratio_is_whole_from_ten_per_cent_on(value: float, text: str) -> None:
    assert percent(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Value(0.75, 4, 0.6, 0.8), "60–80 %"),
        (Value(0.75, 4), ""),
        (Value(0.75, 4, 0.6), ""),
        (Value(0.75, 4, None, 0.8), ""),
    ],
)
def test_a_range_is_said_with_both_its_ends(value: Value, text: str) -> None:
    assert between(value) == text
