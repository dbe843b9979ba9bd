"""The short form of the soak: hours of virtual time, and how it tells what is wrong. `python -m tests.trust.soak`."""

from __future__ import annotations

from tests import virtual
from tests.trust.week import HOUR, Report, live, plan

HOURS = 6


def test_hours_of_faults_lose_nothing_tell_nothing_twice_and_do_not_grow() -> None:
    report = virtual.run(live(7, HOURS))
    assert report.wrong == []
    assert report.faults > HOURS
    assert report.looks > 1
    assert report.calls > 100 * HOURS
    assert report.shown > 10


def test_a_plan_of_faults_is_the_same_each_time_and_ends_in_calm() -> None:
    week = 7 * 24 * HOUR
    assert plan(7, week) == plan(7, week)
    assert len({fault.name for fault in plan(7, week)}) > 15
    assert all(fault.start + fault.duration <= week - HOUR / 2 for fault in plan(7, week))


def test_what_grows_is_said() -> None:
    days = 3
    steady = [100] * 24 * days
    report = Report(24 * days, blocks=[*steady[:-24], *[120] * 24], descriptors=steady, seconds=[1.0] * 24 * days)
    report.judge()
    assert report.wrong == ["blocks of memory an hour grew from 100.0 to 120.0"]
