"""`report`: one page that says how the shift went, and whose figures are those of `figures`."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from dialer_tui.simulator.burning import Burn
from dialer_tui.simulator.server import Server
from dialer_tui.text import width
from tests.cli.test_figures import said, stopped
from tests.conftest import Dialer

SHIFT = ("--from", "2026-11-24T06:00", "--to", "2026-11-24T13:45")
MOST_LINES, WIDE = 66, 76


@pytest.fixture(scope="module")
def floor() -> Iterator[Server]:
    with stopped(4) as server:
        yield server


def report(dialer: Dialer, *arguments: str, **env: str) -> str:
    ran = dialer("report", *arguments, env=env)
    assert (ran.code, ran.err) == (0, "")
    lines = ran.out.splitlines()
    assert len(lines) <= MOST_LINES
    assert all(len(line) <= WIDE for line in lines)
    assert "\x1b" not in ran.out
    return ran.out


def test_its_words_and_figures_are_those_of_figures(floor: Server) -> None:
    dialer = Dialer(floor)
    text = report(dialer, *SHIFT)
    words = " ".join(text.split())
    assert "Calls dated from 2026-11-24 06:00:00 to before 2026-11-24 13:45:00, UTC" in words
    assert "Scope: all campaigns and agents" in words
    assert "Every part of the range was had." in words
    (whole,) = said(dialer, "figures", *SHIFT)
    assert f"{whole['calls']:,} calls: {whole['figures']['calls_in']['value']:,} inbound and" in words
    told = {line.split("  ")[0]: line for line in dialer("figures", *SHIFT).out.splitlines()}
    for label in ("Unanswered", "Longest wait", "Average handle time", "Outbound connected", "Agents with calls"):
        (line,) = [line for line in text.splitlines() if re.match(rf"{label}  ", line)]
        value = re.match(rf"{label} +(\S+(?: %)?(?: [✓▲])?)", told[label])
        assert value is not None
        assert value[1] in line, label
    level = whole["figures"]["service_level"]
    (line,) = [line for line in text.splitlines() if line.startswith("Service level, 20 s")]
    assert f" {level['n']:,} " in line
    assert "at least 80 %" in line


def test_the_five_longest_waits_are_the_longest_of_the_calls(floor: Server) -> None:
    dialer = Dialer(floor)
    text = report(dialer, *SHIFT)
    part = text.split("LONGEST WAITS")[1].split("\n\n")[0].splitlines()[1:]
    calls = json.loads(dialer("calls", *SHIFT, "--format", "json").out)
    waits = sorted((call["callQueueTime"] or 0 for call in calls if call["callType"] == "Inbound"), reverse=True)[:5]
    assert [line.split()[0] for line in part] == [f"{wait // 60}:{wait % 60:02}" for wait in waits]


def test_campaigns_come_worst_first_and_few_calls_carry_no_verdict(floor: Server) -> None:
    dialer = Dialer(floor)
    part = report(dialer, *SHIFT).split("CAMPAIGNS")[1].split("\n\n")[0].splitlines()[1:]
    groups = said(dialer, "figures", *SHIFT, "--by", "campaign")
    enough = [one for one in groups if one["figures"]["service_level"]["n"] >= 10]
    wanted = sorted(enough, key=lambda one: one["figures"]["service_level"]["value"])
    shown = [line[:23].strip().rstrip("…") for line in part]
    for name, group in zip(shown, wanted, strict=False):
        assert group["name"].startswith(name)
    few = {one["name"] for one in groups} - {one["name"] for one in enough}
    for line in part:
        if any(name.startswith(line[:23].strip()) for name in few):
            assert not re.search("[✓▲]", line[23:40])


def test_the_unclear_calls_are_those_of_figures(floor: Server) -> None:
    dialer = Dialer(floor)
    (whole,) = said(dialer, "figures", *SHIFT)
    words = " ".join(report(dialer, *SHIFT).split())
    assert whole["unclear"] > 0
    assert f"Unclear: {whole['unclear']:,} of {whole['calls']:,} calls" in words


def test_namesakes_among_the_longest_waits_are_told_apart() -> None:
    """On a floor where every agent shares a name, whoever took a call stands there with an ID."""
    with stopped(4, agents=12, namesakes=11) as server:
        dialer = Dialer(server)
        text = report(dialer, "--from", "2026-11-24T12:00", "--to", "2026-11-24T12:03")
        part = text.split("LONGEST WAITS")[1].split("\n\n")[0].splitlines()[1:]
        taken = [line for line in part if not line.endswith("unanswered")]
        ids = {agent["agentID"] for agent in said(dialer, "agents")}
    assert taken
    for line in taken:
        found = re.search(r" ·(\w+)( \(unclear\))?$", line)
        assert found, line
        assert found[1] in ids


def test_the_floor_of_the_demonstration_fills_one_page() -> None:
    """Its shift has nine campaigns and a queue on fire; nothing is left out but campaigns that cannot be judged."""
    with stopped(1, agents=80, campaigns=8, calls_per_hour=500, burning=[Burn("", -2 * 3_600, -3_600)]) as server:
        text = report(Dialer(server), *SHIFT)
    for section in ("SERVICE LEVEL BY HOUR", "CAMPAIGNS", "WORST QUARTER HOURS", "LONGEST WAITS", "FIGURES", "Also, "):
        assert f"\n{section}" in text
    part = text.split("WORST QUARTER HOURS")[1].split("\n\n")[0].splitlines()[1:]
    assert len(part) >= 3
    assert len(text.split("LONGEST WAITS")[1].split("\n\n")[0].splitlines()) == 6


def test_names_that_would_move_a_terminal_do_not() -> None:
    with stopped(4, hostile=True) as server:
        ran = Dialer(server)("report", *SHIFT)
    assert (ran.code, ran.err) == (0, "")
    assert all(char == "\n" or char.isprintable() for char in ran.out)
    assert not re.search("[\u200b-\u200f\u202a-\u202e\u2066-\u2069]", ran.out)
    assert max(map(width, ran.out.splitlines())) <= WIDE


def test_masked_it_holds_no_name_and_no_number(floor: Server, tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_text("[view]\nmask = true\n")
    text = report(Dialer(floor), *SHIFT, "--config", str(config))
    for agent in floor.world.roster.agents:
        assert f"{agent.first} {agent.last}" not in text
    for call in json.loads(Dialer(floor)("calls", *SHIFT, "--format", "json").out):
        for name in ("callContact", "callNumberInbound", "callNumberOutbound"):
            assert not call[name] or call[name] not in text


def test_it_is_ascii_where_the_locale_is(floor: Server) -> None:
    text = report(Dialer(floor), *SHIFT, LANG="C", LC_ALL="C")
    assert text.isascii()
    assert "+ meets its target, ! misses it" in text


def test_a_quiet_range_is_said_to_be_one(floor: Server) -> None:
    text = report(Dialer(floor), "--from", "2031-01-01", "--to", "2031-01-02")
    assert "No call of this range is over" in text
    assert "FIGURES" not in text


def test_what_cannot_be_had_whole_is_no_report(floor: Server) -> None:
    dialer = Dialer(floor)
    ran = dialer("report", "--own")
    assert ran.code == 2
    ran = dialer("report", env={"DIALER_TUI_URL": "http://127.0.0.1:9/dialer/"})
    assert (ran.code, ran.out) == (5, "")
