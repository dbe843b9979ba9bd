"""A recording's clock, its index, the times people type for it, and the same states however fast it is played."""

from __future__ import annotations

import asyncio
import gzip
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec
import pytest

from dialer_tui.api.protocol import Fault, Kind
from dialer_tui.model import Ask
from dialer_tui.player import SPEEDS
from dialer_tui.replay import Replay, TapeClock
from dialer_tui.tape import read
from dialer_tui.tape.form import End, Line
from dialer_tui.tape.index import Index
from dialer_tui.tape.when import WhenError
from dialer_tui.tape.when import read as when
from tests import recordings
from tests.recordings import BEGAN, REFUSED, SECONDS, Trouble, quiet, word

BERLIN = ZoneInfo("Europe/Berlin")

# --- the clock --------------------------------------------------------------------------------------------------


def test_the_clock_keeps_its_place_whatever_its_pace_and_stands_while_held() -> None:
    real = [0.0]
    clock = TapeClock(1e9, 2.0, lambda: real[0])
    clock.until = 1000.0
    real[0] = 5.0
    assert clock.tick() == 10.0
    clock.pace(0.5)
    real[0] = 9.0
    assert clock.tick() == 12.0
    clock.hold()
    real[0] = 60.0
    assert clock.tick() == 12.0
    assert clock.now() == 1e9 + 12.0
    clock.go_on()
    real[0] = 62.0
    assert clock.tick() == 13.0


def test_who_leaps_stands_where_they_are_until_they_land() -> None:
    real = [0.0]
    clock = TapeClock(1e9, 1.0, lambda: real[0])
    clock.leap(100.0)
    real[0] = 50.0
    assert clock.tick() == 100.0
    clock.land()
    clock.until = 200.0
    real[0] = 51.0
    assert clock.tick() == 101.0


def test_the_clock_never_passes_what_has_not_been_played() -> None:
    real = [0.0]
    clock = TapeClock(1e9, 1000.0, lambda: real[0])
    clock.until = 7.0
    real[0] = 60.0
    assert clock.tick() == 7.0


# --- the index --------------------------------------------------------------------------------------------------


def test_ticks_and_moments_are_each_others() -> None:
    index = Index()
    for tick in (1.0, 6.0, 11.0):
        index.add(tick, 5000.0 + tick)
    index.close(13.0)
    assert index.span == (5000.0, 5013.0)
    for tick in (0.0, 3.5, 11.0, 13.0):
        assert index.tick(index.moment(tick)) == tick
    assert (index.tick(0.0), index.tick(9e9)) == (0.0, 13.0)


def test_where_the_servers_time_was_set_each_moment_is_still_one_of_the_recording() -> None:
    index = Index()
    index.add(1.0, 5001.0)
    index.add(6.0, 5066.0)  # a minute forward
    index.add(11.0, 5071.0)
    index.add(16.0, 5016.0)  # and back
    index.close(20.0)
    assert index.tick(5040.0) == 6.0, "it was never that time: the first that came after"
    assert index.span == (5000.0, 5020.0)
    assert 0.0 <= index.tick(5018.0) <= 20.0


def test_an_empty_one_has_no_times() -> None:
    assert (Index().span, Index().tick(5.0), Index().moment(5.0)) == ((0.0, 0.0), 0.0, 0.0)


def test_the_index_of_a_file_is_of_all_that_can_be_played(tmp_path: Path) -> None:
    path, cut = tmp_path / "tape", tmp_path / "cut"
    recordings.make(path, seconds=60.0)
    recordings.make(cut, seconds=60.0, ended=False)
    whole = read.index(path)
    lines = [line for line in read.lines(path) if isinstance(line, Line)]
    assert whole.end == 60.0
    assert [whole.moment(line.received) for line in lines] == [line.now for line in lines]
    assert read.index(cut).end == lines[-1].received
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    assert 0.0 < read.index(path).end < 60.0


# --- times as they are typed ------------------------------------------------------------------------------------


def at(text: str, zone: ZoneInfo = BERLIN) -> float:
    return datetime.fromisoformat(text).replace(tzinfo=zone).timestamp()


SPAN = at("2026-11-24T14:00:05"), at("2026-11-24T15:00:02")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("14:05", "2026-11-24T14:05"),
        ("14:05:30", "2026-11-24T14:05:30"),
        (" 14 ", "2026-11-24T14:00:05"),
        ("15", "2026-11-24T15:00"),
        ("14:00", "2026-11-24T14:00:05"),
        ("+5m", "2026-11-24T14:35"),
        ("- 90 s", "2026-11-24T14:28:30"),
        ("2026-11-24 14:05", "2026-11-24T14:05"),
        ("2026-11-24T14:05:07", "2026-11-24T14:05:07"),
        ("13:05Z", "2026-11-24T14:05"),
    ],
)
def test_times_are_read(text: str, wanted: str) -> None:
    assert when(text, BERLIN, at("2026-11-24T14:30"), SPAN) == at(wanted)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "unread"),
        ("soon", "unread"),
        ("14:65", "unread"),
        ("25", "unread"),
        ("+soon", "unread"),
        ("16:00", "outside"),
        ("13:59", "outside"),
        ("+2h", "outside"),
        ("-2h", "outside"),
        ("2026-11-23 14:05", "outside"),
        ("2026-11-24", "outside"),
    ],
)
def test_what_is_no_time_of_the_recording_is_refused_with_the_reason(text: str, why: str) -> None:
    with pytest.raises(WhenError) as refused:
        when(text, BERLIN, at("2026-11-24T14:30"), SPAN)
    assert refused.value.why == why


def test_of_a_recording_over_days_a_time_of_day_is_the_nearest() -> None:
    span = at("2026-11-24T14:00"), at("2026-11-26T13:00")
    assert when("15:00", BERLIN, at("2026-11-25T20:00"), span) == at("2026-11-25T15:00")
    assert when("12:00", BERLIN, at("2026-11-26T11:00"), span) == at("2026-11-26T12:00")
    assert when("13:30", BERLIN, at("2026-11-24T14:00"), span) == at("2026-11-25T13:30")


def test_a_time_that_comes_twice_is_asked_back_and_says_how_to_tell_them_apart() -> None:
    span = at("2026-10-25T00:30"), at("2026-10-25T06:00")
    with pytest.raises(WhenError, match=r"comes twice in Europe/Berlin.*\+02:00 or \+01:00"):
        when("02:30", BERLIN, span[0], span)
    assert when("02:30+01:00", BERLIN, span[0], span) - when("02:30+02:00", BERLIN, span[0], span) == 3600


# --- the pace ---------------------------------------------------------------------------------------------------


def test_the_pace_goes_from_step_to_step_and_no_further(tmp_path: Path) -> None:
    path = tmp_path / "tape"
    recordings.make(path, seconds=5.0)
    player = recordings.player(path, 3.0)
    found = []
    for faster in (True, False, False):
        player.pace(faster)
        found.append(player.speed)
    assert found == [5.0, 2.0, 1.0]
    for _ in SPEEDS:
        player.pace(True)
    assert player.speed == SPEEDS[-1]
    for _ in SPEEDS:
        player.pace(False)
    assert player.speed == SPEEDS[0]


# --- the same, however it is played -----------------------------------------------------------------------------


def refused(at: float, ask: Ask) -> Fault | None:
    """A key that is refused after three minutes, for two."""
    return REFUSED if 180 < at < 300 else None


def lists_refused(at: float, ask: Ask) -> Fault | None:
    """An account that may list calls, and neither agents nor campaigns."""
    return REFUSED if ask.function != "getCalls" else None


def busy(at: float, ask: Ask) -> Fault | None:
    """An API that is busy for a while."""
    return Fault(Kind.BUSY, "busy", code=900) if 240 < at < 330 else None


class Seat:
    """Somebody with a player, whose tape stands wherever they go."""

    def __init__(self, path: Path) -> None:
        self.player = recordings.player(path)
        self.player.pause(True)
        self._running: Replay | None = None
        self._task: asyncio.Task[None] | None = None

    async def go(self, tick: float) -> Replay:
        """Be at a tick; the feed that is there."""
        feed = self.player.seek(tick)
        if feed is not self._running:
            self.leave()
            self._running, self._task = feed, asyncio.create_task(feed.run())
        await self.player.arrive()
        return feed

    def leave(self) -> None:
        """Play no more."""
        if self._task is not None:
            self._task.cancel()


@pytest.mark.parametrize(
    ("trouble", "cap", "words"),
    [
        (None, None, {"LIVE"}),
        (refused, None, {"LIVE", "STALE", "REFUSED"}),
        (busy, None, {"LIVE", "OFFLINE"}),
        (lists_refused, None, {"LIVE"}),
        (None, 3, {"PARTIAL"}),
    ],
)
async def test_a_state_is_as_it_was_and_at_the_same_time_though_it_is_leapt_over(
    trouble: Trouble | None, cap: int | None, words: set[str], tmp_path: Path
) -> None:
    path = tmp_path / "tape"
    never: Trouble = lambda at, ask: None  # noqa: E731
    told = await asyncio.to_thread(recordings.make, path, seconds=420, trouble=trouble or never, cap=cap)
    seat, found = Seat(path), set[str]()
    for after in (100.0, 200.0, 270.0, 315.0, 400.0):
        tick = await asyncio.to_thread(quiet, path, after)
        feed = await seat.go(tick)
        assert feed.status().word == word(told, tick), f"at {tick}"
        found.add(feed.status().word)
    seat.leave()
    assert found >= words


def ending(path: Path, tick: float) -> Path:
    """A recording of which its last line says that it ended at a tick."""
    recordings.make(path, seconds=20)
    *lines, _ = gzip.decompress(path.read_bytes()).splitlines()
    path.write_bytes(gzip.compress(b"\n".join([*lines, msgspec.json.encode(End(tick)), b""])))
    return path


async def test_where_years_passed_without_an_answer_they_are_leapt_over_in_a_moment(tmp_path: Path) -> None:
    years = 9 * 366 * 86_400.0
    seat = Seat(await asyncio.to_thread(ending, tmp_path / "tape", years))
    async with asyncio.timeout(30):
        feed = await seat.go(years)
    assert feed.over
    assert feed.status().word == "STALE"
    seat.leave()


async def test_on_is_the_same_feed_and_back_another_one_that_has_the_persons_window(tmp_path: Path) -> None:
    path = tmp_path / "tape"
    await asyncio.to_thread(recordings.make, path, seconds=60.0)
    seat = Seat(path)
    first = await seat.go(20.0)
    assert await seat.go(40.0) is first
    first.set_window(300)
    second = await seat.go(30.0)
    assert second is not first
    assert (second.clock.tick(), second.poll.window, seat.player.position) == (30.0, 300, 30.0)
    await seat.go(1e9)
    assert second.over
    assert seat.player.position == 60.0
    seat.leave()


async def test_an_outage_is_dated_the_same_whether_it_is_played_or_leapt_over(tmp_path: Path) -> None:
    path = tmp_path / "tape"
    await asyncio.to_thread(recordings.make, path, seconds=420, trouble=refused)
    found = []
    for ticks in ([410.0], [150.0, 190.0, 200.0, 310.0, 410.0]):
        seat = Seat(path)
        for tick in ticks:
            feed = await seat.go(tick)
        found.append(feed.outages.since(0, BEGAN + SECONDS))
        seat.leave()
    assert found[0] == found[1]
    (outage,) = found[0]
    good = [line for line in read.lines(path) if isinstance(line, Line) and line.trouble is None]
    assert abs(outage.start - BEGAN - good[-1].sent) <= 1, "since the last answer"
