"""When the link failed: its words, as the feed tells them, folded into times."""

from __future__ import annotations

import pytest

from dialer_tui.floor.outages import RESTED, Outage, Outages

NOON = 1_795_521_600.0


def test_an_outage_starts_with_the_newest_good_request_and_ends_when_it_is_well() -> None:
    heard = Outages(NOON)
    heard.take("LIVE", NOON + 1, 0.5)
    heard.take("OFFLINE", NOON + 100, 37.0)
    heard.take("LIVE", NOON + 160, 0.0)
    assert heard.since(int(NOON), NOON + 200) == (Outage(int(NOON) + 63, int(NOON) + 160, "OFFLINE"),)


def test_from_one_failure_to_another_it_is_one_outage_under_its_first_word() -> None:
    heard = Outages(NOON)
    for at, word, age in ((20, "STALE", 16.0), (30, "ERROR 503", 26.0), (40, "OFFLINE", 36.0), (50, "FILLING", 0.1)):
        heard.take(word, NOON + at, age)
    assert heard.since(int(NOON), NOON + 60) == (Outage(int(NOON) + 4, int(NOON) + 50, "STALE"),)


@pytest.mark.parametrize("word", ["LIVE", "FILLING", "CONNECTING"])
def test_what_is_well_is_no_outage(word: str) -> None:
    heard = Outages(NOON)
    heard.take(word, NOON + 10, 1.0)
    assert heard.since(int(NOON), NOON + 60) == ()


@pytest.mark.parametrize("word", ["STALE", "OFFLINE", "PARTIAL", "REFUSED", "ERROR 900"])
def test_one_that_lasts_is_told_as_such(word: str) -> None:
    heard = Outages(NOON)
    heard.take(word, NOON + 60, 20.0)
    assert heard.since(int(NOON), NOON + 90) == (Outage(int(NOON) + 40, int(NOON) + 90, word, lasts=True),)


def test_before_any_answer_it_has_lasted_since_it_began_whatever_the_server_says_of_the_time() -> None:
    heard = Outages(NOON)
    heard.take("OFFLINE", NOON + 5, None)
    assert heard.since(0, NOON + 9) == (Outage(int(NOON), int(NOON) + 9, "OFFLINE", lasts=True),)
    heard.began = NOON + 3_600  # the first answer says that the local clock is an hour behind
    heard.take("FILLING", NOON + 3_660, 0.0)
    assert heard.since(0, NOON + 4_000) == (Outage(int(NOON) + 3_600, int(NOON) + 3_660, "OFFLINE"),)


def test_those_that_reached_into_a_time_are_told_and_earlier_ones_are_not() -> None:
    heard = Outages(NOON)
    for at in (0, 1_000, 2_000):
        heard.take("OFFLINE", NOON + at + 30, 30.0)
        heard.take("LIVE", NOON + at + 100, 0.0)
    starts = [one.start - int(NOON) for one in heard.since(int(NOON) + 1_050, NOON + 3_000)]
    assert starts == [1_000, 2_000]
    assert len(heard.since(int(NOON) + 100, NOON + 3_000)) == 2, "one that ended with the start did not reach into it"


def test_a_past_range_that_was_shown_is_no_failure_of_the_link() -> None:
    heard = Outages(NOON)
    heard.rest(NOON + 100)
    heard.wake("STALE", NOON + 400)
    heard.take("LIVE", NOON + 401, 0.0)
    assert heard.since(0, NOON + 500) == (Outage(int(NOON) + 100, int(NOON) + 400, RESTED),)


def test_a_link_that_fails_before_and_after_a_past_range_is_two_outages() -> None:
    heard = Outages(NOON)
    heard.take("OFFLINE", NOON + 50, 20.0)
    heard.rest(NOON + 100)
    heard.wake("OFFLINE", NOON + 400)
    heard.take("LIVE", NOON + 460, 0.0)
    found = [(one.start - int(NOON), one.end - int(NOON), one.word) for one in heard.since(0, NOON + 500)]
    assert found == [(30, 100, "OFFLINE"), (100, 400, RESTED), (400, 460, "OFFLINE")]


def test_of_what_was_not_asked_for_nothing_is_said_to_have_failed() -> None:
    """The newest good request was long ago, but nobody asked: an outage starts where it was asked again."""
    heard = Outages(NOON)
    heard.rest(NOON + 100)
    heard.wake("STALE", NOON + 400)
    heard.take("OFFLINE", NOON + 430, 330.0)
    assert heard.since(0, NOON + 500)[-1] == Outage(int(NOON) + 400, int(NOON) + 500, "OFFLINE", lasts=True)


def test_a_shift_of_many_hiccups_keeps_the_latest() -> None:
    heard = Outages(NOON)
    for at in range(0, 3_000, 10):
        heard.take("ERROR 900", NOON + at + 2, 2.0)
        heard.take("LIVE", NOON + at + 5, 0.0)
    found = heard.since(0, NOON + 4_000)
    assert len(found) == 200
    assert found[-1].start == int(NOON) + 2_990
