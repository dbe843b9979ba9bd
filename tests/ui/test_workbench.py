"""Figures of one agent, campaign or list: in their panes, and above their calls."""

from __future__ import annotations

import re

import pytest

from dialer_tui.floor.changes import Changes
from dialer_tui.floor.examples import EXAMPLES
from dialer_tui.floor.figures import BY_NAME, written
from dialer_tui.floor.workbench import busy
from dialer_tui.model import Call
from dialer_tui.ui.keys import PANES, Place
from dialer_tui.ui.words import FIGURES
from tests.ui import fakes
from tests.ui.seat import NARROW, WIDE, Seat, seated

START = int(fakes.NOW) - 3_600


async def floor(seat: Seat) -> None:
    """Three agents with calls of their own, one campaign that is slow to answer since a quarter of an hour."""
    await seat.say(fakes.directory())
    for n in range(24):
        late = n < 12
        fields = {"agent": "Bob Ray", "queue": 60 if late and n % 2 else 5, "handle": 300, "talk": 200, "total": 320}
        await seat.say(fakes.new(1_000 + n, ended=(200 if late else 2_000) + n, **fields))
    for n in range(3):
        await seat.say(fakes.new(2_000 + n, ended=400 + n, agent="Cy Poe", handle=10, talk=9, total=30, queue=1))
    await seat.pass_time(40)


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_enter_on_an_agent_shows_their_figures_above_their_calls(size: tuple[int, int]) -> None:
    async with seated(size) as seat:
        await floor(seat)
        await seat.press("2", "down", "enter")
        top = 2
        assert re.search(r"Bob Ray   24 calls \(median 24\)   AHT 5:00   last ended 4 m ago", seat.lines[top])
        more = r"busy at least 18 %   talk 3:20   ACW 0:15   hold 0:05   held 100 %"
        assert re.search(more, seat.lines[top + 1]), "what one line does not hold"
        assert re.search(r"calls by quarter hour, ░ in part   13:15 .*\d", seat.lines[top + 2])
        assert "Began" in seat.lines[top + 3]
        assert seat.under_cursor == "C1000"
        await seat.press("escape")
        assert "by quarter hour" not in seat.text
        await seat.press("1")
        assert "Began" in seat.lines[top]


async def test_enter_on_a_campaign_says_since_when_it_is_slow() -> None:
    async with seated((160, 40)) as seat:
        await floor(seat)
        await seat.press("3", "enter")
        lines = [line[39:] for line in seat.lines]
        assert re.search(r"Spring Sale   SL 95 % ✓   ASA", lines[2]), lines[2]
        quarters = re.findall(r"(\d\d:\d\d) ░?([\d.]+) %", lines[3].partition("by quarter hour")[2])
        assert [at for at, _ in quarters] == sorted(at for at, _ in quarters)
        assert len(quarters) >= 2


async def test_a_quarter_hour_that_is_known_in_part_is_neither_good_nor_bad() -> None:
    """Of one that began before the window only the calls that ended in it are there: the long ones, and the late."""
    now = fakes.NOW + 420  # 14:07, the window begins at 13:07
    async with seated((170, 40), at=now, empty=True) as seat:
        await seat.say(fakes.directory())
        for ago, queue in {62: 60, 52: 60, 36: 5, 20: 60, 4: 60}.items():  # minutes ago, and how long they wait
            total = 400 if ago > 60 else 90
            calls = [fakes.call(ago * 100 + n, date=now - ago * 60, total=total, queue=queue) for n in range(20)]
            await seat.say(Changes(existing=[fakes.entry(call) for call in calls]))
        await seat.pass_time(1)
        await seat.press("3", "enter")
        (line,) = [line for line in seat.lines if "by quarter hour" in line]
        assert "SL by quarter hour, ░ in part" in line
        said = re.findall(r"(\d\d:\d\d) (░?[\d.]+ %[✓▲]?)", line)
        whole = [("13:15", "0 %▲"), ("13:30", "100 %✓"), ("13:45", "0 %▲")]
        assert said == [("13:00", "░0 %"), *whole, ("14:00", "░0 %")]
        assert "worst Spring Sale 20 % ▲ since 13:45 " in seat.lines[0]
        assert " Spring Sale   SL 20 % ▲ since 13:45   ASA" in seat.text, "in the head as in the top line"


async def test_a_quarter_hour_of_which_part_was_not_had_is_known_in_part() -> None:
    now = fakes.NOW + 420  # 14:07
    async with seated((170, 40), at=now, empty=True) as seat:
        await seat.say(fakes.directory())
        for ago, queue in {52: 60, 36: 5, 20: 60}.items():  # minutes ago, and how long they wait
            calls = [fakes.call(ago * 100 + n, date=now - ago * 60, total=90, queue=queue) for n in range(20)]
            await seat.say(Changes(existing=[fakes.entry(call) for call in calls]))
        seat.feed.lacked = [(fakes.NOW - 3_180, fakes.NOW - 1_740)]  # 13:07–13:31
        await seat.pass_time(1)
        await seat.press("3", "enter")

        def said() -> list[tuple[str, str]]:
            (line,) = [line for line in seat.lines if "SL by quarter hour" in line]
            return re.findall(r"(\d\d:\d\d) (░?[\d.]+ %[✓▲]?)", line)

        assert said() == [("13:15", "░0 %"), ("13:30", "░100 %"), ("13:45", "0 %▲")]
        assert "worst Spring Sale 33 % ▲ since 13:45 or earlier " in seat.lines[0]
        seat.feed.lacked = []
        await seat.pass_time(60)
        assert said() == [("13:15", "0 %▲"), ("13:30", "100 %✓"), ("13:45", "0 %▲")]
        assert "worst Spring Sale 33 % ▲ since 13:45 " in seat.lines[0]
        assert "or earlier" not in seat.text


async def test_after_midnight_the_quarter_hours_of_before_are_still_told_apart() -> None:
    now = fakes.NOW + 10 * 3_600 + 120  # 00:02
    async with seated((170, 40), at=now, empty=True) as seat:
        await seat.say(fakes.directory())
        for ago in (45, 30, 15):
            calls = [fakes.call(ago * 100 + n, date=now - ago * 60, total=90, queue=5) for n in range(20)]
            await seat.say(Changes(existing=[fakes.entry(call) for call in calls]))
        await seat.pass_time(1)
        await seat.press("3", "enter")
        (line,) = [line for line in seat.lines if "by quarter hour" in line]
        assert re.findall(r"24 23:\d\d", line) == ["24 23:15", "24 23:30", "24 23:45"]


async def test_agents_are_ordered_by_any_figure_and_it_is_remembered() -> None:
    async with seated() as seat:
        await floor(seat)
        await seat.press("2", "s")
        assert "Average handle time" in seat.text
        await seat.press(*["down"] * 1, "enter")
        names = [line[2:12].strip() for line in seat.lines if re.match(r"│ (Ann Lee|Bob Ray|Cy Poe) ", line)]
        assert names[0] == "Bob Ray"
        assert re.search(r"AHT↓", seat.text)
        await seat.press("s", "enter")
        names = [line[2:12].strip() for line in seat.lines if re.match(r"│ (Ann Lee|Bob Ray|Cy Poe) ", line)]
        assert names[0] == "Cy Poe"
        assert seat.app.main.remembered().agents == ("aht", False)


async def test_campaigns_show_their_service_level_and_are_ordered_by_it() -> None:
    async with seated() as seat:
        await floor(seat)
        fields = {"campaign_id": "1112", "campaign": "Renewals", "queue": 60}
        await seat.say(*(fakes.new(3_000 + n, ended=900 + n, **fields) for n in range(12)))
        assert re.search(r"Spring Sale +1111 +\d+ +95 %✓", seat.text)
        assert re.search(r"Renewals +1112 +12 +0 %▲", seat.text)

        def order() -> list[str]:
            return re.findall(r"│ [▸ ] (Spring Sale|Renewals) ", seat.text)

        assert order() == ["Spring Sale", "Renewals"]
        await seat.press("3", "s", "down", "down", "enter")
        assert order() == ["Renewals", "Spring Sale"]
        assert seat.app.main.remembered().campaigns == ("level", False)
        await seat.press("s", "up", "enter")
        assert order() == ["Spring Sale", "Renewals"], "most calls first"


async def test_without_a_service_level_it_is_unknown_not_nothing() -> None:
    async with seated() as seat:
        await seat.say(fakes.new(500, campaign_id="1112", campaign="Renewals", type="Outbound"))
        await seat.pass_time(40)
        assert re.search(r"Renewals +1112 +1 +—", seat.text)


def test_busy_at_least_counts_two_calls_at_once_once_and_unknown_ones_not_at_all() -> None:
    now = START + 1_000.0
    calls = [
        Call("1", START, queue=100, handle=200, total=300),
        Call("2", START + 200, queue=0, handle=200, total=200),
        Call("3", START + 500, queue=None, handle=300, total=300),
        Call("4", START + 950, queue=0, handle=500, total=500),
        Call("5", START - 100, queue=0, handle=150, total=150),
    ]
    assert busy(calls, START, now) == (50 + 300 + 50) / 1_000
    assert busy([], START, now) == 0
    assert busy([], START, float(START)) is None


@pytest.mark.parametrize("pane", ["calls", "agents", "campaigns"])
async def test_help_says_of_each_figure_what_it_is_now_its_formula_n_caveat_and_an_example(pane: Place) -> None:
    async with seated(NARROW) as seat:
        await floor(seat)
        await seat.press(str(PANES.index(pane) + 1), "question_mark")
        read: list[str] = []
        for _ in range(10):
            read += [said for line in seat.lines[2:-2] if (said := line.strip("│ ")) not in read[-25:]]
            await seat.press("pagedown")
        said = re.sub(r"\s+", " ", " ".join(read))
        for name in FIGURES[pane]:
            figure, example = BY_NAME[name], EXAMPLES[name]
            value = figure.read(seat.app.state.figures.whole)
            now = written(figure, value.value, seat.app.state.figures.rules)
            for words in (f"now {now}", f"n {value.n:,}", figure.formula[1:], figure.of, figure.caveat[1:]):
                assert words in said, (name, words)
            assert f"Example: {example.words} → {example.value}" in said
