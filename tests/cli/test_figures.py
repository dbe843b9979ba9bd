"""`figures`: equal to a brute-force count over `calls --format json`, and to the console's header."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from dialer_tui.simulator.server import Server
from dialer_tui.simulator.world import World
from tests.conftest import FLOOR_TIME, Dialer, Opened
from tests.floor import oracle

SETTLE = 30
BERLIN = ZoneInfo("Europe/Berlin")
AMISS = 3  # seconds by which a command's idea of the server's time may be off, and go on


@contextmanager
def stopped(seed: int, **how: Any) -> Iterator[Server]:
    """A floor whose clock stands, at a second at which no call settles and none leaves the window."""
    how = {"agents": 30, "campaigns": 6, "calls_per_hour": 300, **how}
    floor = World(seed, start=FLOOR_TIME, **how)

    def quiet(now: int) -> bool:
        ends = [oracle.ended(one) for one in floor.listed(now - 4 * 3_600, now + 3_600, now).values()]
        return not any(abs(end - at) <= AMISS for end in ends for at in (now - SETTLE, now - 3_600))

    start = next(now for now in range(FLOOR_TIME - 3_600, FLOOR_TIME) if quiet(now))
    with Server(World(seed, start=start, tick=lambda: 0.0, **how)) as server:
        yield server


def said(dialer: Dialer, *arguments: str, env: dict[str, str] | None = None) -> Any:
    ran = dialer(*arguments, "--format", "json", env=env)
    assert (ran.code, ran.err) == (0, ""), arguments
    return json.loads(ran.out)


def same(found: dict[str, Any], wanted: dict[str, Any]) -> None:
    for key in ("calls", "in_motion", "unclear"):
        assert found[key] == wanted[key], (key, found["key"])
    assert found["figures"].keys() == wanted["figures"].keys()
    for name, figure in wanted["figures"].items():
        assert found["figures"][name] == pytest.approx(figure), (name, found["key"])


@pytest.mark.parametrize("seeds", [range(1, 6), range(6, 11)])
def test_by_campaign_it_equals_a_count_over_the_calls(seeds: range) -> None:
    def one(seed: int) -> int:
        with stopped(seed) as server:
            dialer, now = Dialer(server), server.world.now()
            wanted = oracle.groups(said(dialer, "calls"), now, "campaign", SETTLE)
            found = {one["key"]: one for one in said(dialer, "figures", "--by", "campaign")}
            assert found.keys() == wanted.keys()
            for key, group in found.items():
                same(group, wanted[key])
                assert group["by"] == "campaign"
            counts = [group["calls"] for group in found.values()]
            assert counts == sorted(counts, reverse=True)
            return sum(group["unclear"] for group in found.values())

    with ThreadPoolExecutor(3) as pool:
        assert sum(pool.map(one, seeds)) > 0, "unclear calls are among them"


@pytest.fixture(scope="module")
def floor() -> Iterator[Server]:
    with stopped(4) as server:
        yield server


def test_by_whatever_it_equals_a_count_and_adds_up(floor: Server) -> None:
    dialer, now = Dialer(floor), floor.world.now()
    calls = said(dialer, "calls")
    (whole,) = said(dialer, "figures")
    same(whole, oracle.groups(calls, now, None, SETTLE)[None])
    assert whole["by"] is whole["key"] is whole["name"] is None
    for by in ("list", "type", "quarter", "agent"):
        found = said(dialer, "figures", "--by", by)
        for key in ("calls", "in_motion", "unclear"):
            assert sum(one[key] for one in found) == whole[key], (by, key)
    quarters = said(dialer, "figures", "--by", "quarter")
    wanted = oracle.groups(calls, now, "quarter", SETTLE)
    assert [oracle.dated({"callDate": one["key"]}) for one in quarters] == sorted(wanted)
    for one in quarters:
        same(one, wanted[oracle.dated({"callDate": one["key"]})])
    agents = {one["key"] for one in said(dialer, "figures", "--by", "agent")}
    assert agents <= {None, *(agent.id for agent in floor.world.roster.agents)}
    assert len(agents) > 5


@pytest.mark.parametrize(
    ("day", "after", "hours"), [("2026-10-25", "2026-10-26", 25), ("2026-03-29", "2026-03-30", 23)]
)
def test_a_day_on_which_clocks_change_has_all_its_quarter_hours_each_once(day: str, after: str, hours: int) -> None:
    start, end = (int(datetime.fromisoformat(one).replace(tzinfo=BERLIN).timestamp()) for one in (day, after))
    with Server(World(3, start=end + 3_600, tick=lambda: 0.0, agents=8, calls_per_hour=60, campaigns=3)) as server:
        dialer, asked = Dialer(server), ("--from", day, "--to", after)
        calls = said(dialer, "calls", *asked, env={"TZ": "Europe/Berlin"})
        quarters = said(dialer, "figures", "--by", "quarter", *asked, env={"TZ": "Europe/Berlin"})
        wanted = oracle.groups(calls, server.world.now(), "quarter", SETTLE)
    keys = [oracle.dated({"callDate": one["key"]}) for one in quarters]
    assert (keys[0], keys[-1]) == (start, end - 900)
    assert keys == sorted(wanted) == [*range(start, end, 900)]
    assert len(keys) == hours * 4
    for key, one in zip(keys, quarters, strict=True):
        same(one, wanted[key])
    names = [one["name"] for one in quarters]
    assert len(set(names)) == len(names)
    assert sum(f"{day} 02:15–02:30" in name for name in names) == hours - 24 + 1


def test_namesakes_are_told_apart(floor: Server) -> None:
    found = [one for one in said(Dialer(floor), "figures", "--by", "agent") if one["key"]]
    twice = [one for one in found if sum(other["name"] == one["name"] for other in found) > 1]
    assert twice, "the floor has namesakes with calls"
    for one in twice:
        agent = next(agent for agent in floor.world.roster.agents if agent.id == one["key"])
        now = floor.world.now()
        his = floor.world.records(now - 3 * 3_600, now, agents=[agent.id])
        ended = [oracle.ended(json.loads(record.body)) for record in his]
        shown = [end for end in ended if end >= now - 3_600]
        assert one["calls"] + one["in_motion"] == len(shown)


def test_a_range_and_a_filter_narrow_it(floor: Server) -> None:
    dialer, now = Dialer(floor), floor.world.now()
    asked = ("--from", "2026-11-24T12:45", "--to", "2026-11-24T13:00", "--where", "type:in queue>10")
    calls = said(dialer, "calls", *asked)
    assert calls
    same(said(dialer, "figures", *asked)[0], oracle.groups(calls, now, None, SETTLE)[None])


def test_csv_has_a_line_a_group_and_numbers_as_json_has_them(floor: Server) -> None:
    dialer = Dialer(floor)
    ran = dialer("figures", "--by", "campaign", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(ran.out)))
    for row, group in zip(rows, said(dialer, "figures", "--by", "campaign"), strict=True):
        assert (row["key"], row["name"], int(row["calls"])) == (group["key"], group["name"], group["calls"])
        for name, figure in group["figures"].items():
            assert (float(row[name]) if row[name] else None) == figure["value"]
            assert int(row[f"{name}_n"]) == figure["n"]


def test_the_table_says_target_n_and_formula(floor: Server) -> None:
    lines = Dialer(floor)("figures").out.splitlines()
    assert re.match(r"Calls of the last 1h, begun or ended since .* · \d+ calls and \d+ in motion$", lines[0])
    level = next(line for line in lines if line.startswith("Service level"))
    assert re.match(r"Service level +[\d.]+ % [✓▲] +≥ 80 % +\d+ .*answered within the answer time", level)
    quarters = Dialer(floor)("figures", "--by", "quarter", env={"DIALER_TUI_CONFIG": ""}).out.splitlines()
    assert all(re.match(r"2026-11-24 \d\d:\d\d–\d\d:\d\d ", line) for line in quarters[2:])


def test_masked_names_are_initials(floor: Server, tmp_path: Any) -> None:
    config = tmp_path / "config.toml"
    config.write_text("[view]\nmask = true\n")
    found = said(Dialer(floor), "figures", "--by", "agent", "--config", str(config))
    names = {f"{agent.first} {agent.last}" for agent in floor.world.roster.agents}
    assert not names & {one["name"] for one in found}


def test_there_is_no_choice_of_ones_own(floor: Server) -> None:
    ran = Dialer(floor)("figures", "--own")
    assert ran.code == 2
    assert "getCalls has no such choice" in ran.err


def test_the_header_equals_figures_without_a_range(floor: Server, opened: Opened) -> None:
    dialer = Dialer(floor)
    table = {line.split("  ")[0]: line for line in dialer("figures").out.splitlines()}
    terminal = opened(dialer, (200, 40))
    terminal.until(lambda text: "LIVE" in text and "unanswered" in text)
    terminal.still()
    header = terminal.lines[0]
    for label, name in (
        ("SL 20 s", "Service level"),
        ("ASA", "Average speed of answer"),
        ("longest wait", "Longest wait"),
        ("unanswered", "Unanswered"),
    ):
        value = re.search(rf"{label} ([\d.:]+(?: %)?)", header)
        assert value is not None, header
        assert f" {value[1]} " in table[name], (header, table[name])
    level = said(dialer, "figures")[0]["figures"]["service_level"]
    assert f" n {level['n']} " in header
    worst = min(
        (one["figures"]["service_level"]["value"], one["name"])
        for one in said(dialer, "figures", "--by", "campaign")
        if one["figures"]["service_level"]["n"] >= 10
    )
    assert f"worst {worst[1][:18]}" in header
