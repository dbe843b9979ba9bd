"""agents, campaigns and calls as processes, against the simulated floor's own list."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from dialer_tui.simulator.answers import Behaviour
from dialer_tui.simulator.faults import parse
from dialer_tui.simulator.server import Server
from dialer_tui.simulator.world import World
from tests.conftest import FLOOR_TIME, Dialer

HOUR = 3600


def iso(second: float) -> str:
    return datetime.fromtimestamp(second).astimezone().isoformat()


def ended(record: dict[str, str]) -> float:
    hours, minutes, seconds = map(int, (record["callTime"] or "0:0:0").split(":"))
    return datetime.fromisoformat(record["callDate"]).timestamp() + hours * 3600 + minutes * 60 + seconds


@pytest.fixture(scope="module")
def odd_floor() -> Iterator[Server]:
    """The table's shapes, edges that belong to no range, records that cannot be read, and hostile names."""
    world = World(
        seed=5, agents=20, campaigns=3, calls_per_hour=300, start=FLOOR_TIME, tick=lambda: 0.0, hostile=True
    )  # its clock stands: two commands see the same calls
    with Server(world, Behaviour(shape="table", edges="none", gzip=True), [parse("bad")]) as server:
        yield server


def test_agents_in_every_format(dialer: Dialer, still_floor: Server) -> None:
    found = json.loads(dialer("agents", "--format", "json").out)
    known = {agent.id for agent in still_floor.world.roster.agents}
    assert {agent["agentID"] for agent in found} == known
    assert all(tuple(agent) == ("agentID", "agentNameFirst", "agentNameLast") for agent in found)
    rows = list(csv.DictReader(io.StringIO(dialer("agents", "--format", "csv").out)))
    assert {row["agentID"] for row in rows} == known
    table = dialer("agents")
    assert table.out.splitlines()[0] == f"Agents · {len(known)}"
    assert len(table.out.splitlines()) == len(known) + 2
    assert (table.code, table.err) == (0, "")


def test_own_before_or_after_the_command(dialer: Dialer) -> None:
    every, before, after = (
        json.loads(dialer(*line, "--format", "json").out)
        for line in (("agents",), ("--own", "agents"), ("agents", "--own"))
    )
    assert before == after
    assert 0 < len(after) < len(every)
    assert dialer("agents", "--own").out.startswith("Own agents · ")


def test_campaigns_have_one_shape_whichever_the_api_used(dialer: Dialer, odd_floor: Server) -> None:
    for server, level in ((None, True), (odd_floor, False)):
        found = json.loads((dialer if server is None else Dialer(server))("campaigns", "--format", "json").out)
        assert found
        for campaign in found:
            assert tuple(campaign) == ("campaignID", "campaignName", "campaignProducts")
            for part in campaign["campaignProducts"]:
                assert tuple(part) == ("listID", "listName", "listMapping")
                assert (part["listID"] is not None) == level
                for one in part["listMapping"]:
                    assert tuple(one) == ("dialerID", "dialerName", "fields")


def test_campaigns_as_csv_have_a_line_a_dialer(dialer: Dialer) -> None:
    found = json.loads(dialer("campaigns", "--format", "json").out)
    rows = list(csv.DictReader(io.StringIO(dialer("campaigns", "--format", "csv").out)))
    dialers = [d["dialerID"] for c in found for p in c["campaignProducts"] for d in p["listMapping"]]
    assert [row["dialerID"] for row in rows if row["dialerID"]] == dialers
    assert list(rows[0]) == ["campaignID", "campaignName", "listID", "listName", "dialerID", "dialerName", "fields"]


def test_calls_without_a_range_are_the_consoles_window(dialer: Dialer, still_floor: Server) -> None:
    ran = dialer("calls", "--format", "json")
    assert (ran.code, ran.err) == (0, "")
    found = json.loads(ran.out)
    listed = still_floor.world.listed(FLOOR_TIME - 3 * HOUR, FLOOR_TIME + HOUR)
    # The floor's clock runs on while its calls stand still, so calls may leave the window between two looks.
    late, early = (
        {ident for ident, record in listed.items() if ended(record) >= now - HOUR}
        for now in (still_floor.world.now(), FLOOR_TIME)
    )
    assert late <= {call["callID"] for call in found} <= early
    assert len(late) > 100
    order = [(call["callDate"], call["callID"]) for call in found]
    assert order == sorted(order, reverse=True)


def test_a_range_holds_its_start_and_not_its_end(dialer: Dialer, still_floor: Server) -> None:
    dates = sorted(
        datetime.fromisoformat(record["callDate"]).timestamp()
        for record in still_floor.world.listed(FLOOR_TIME - HOUR, FLOOR_TIME).values()
    )
    start, end = dates[3], dates[-3]
    ran = dialer("calls", "--from", iso(start), "--to", iso(end), "--format", "json")
    assert {call["callID"] for call in json.loads(ran.out)} == set(still_floor.world.ids(start, end))
    assert still_floor.world.ids(start, start + 1)


def test_records_arrive_as_the_floor_has_them(dialer: Dialer, still_floor: Server) -> None:
    start, end = FLOOR_TIME - HOUR, FLOOR_TIME
    truth = still_floor.world.listed(start, end)
    row = {"callTime", "callQueueTime", "callTalkTime", "callHoldTime", "callHandleTime", "callAfterCallWorkTime"}
    rows = csv.DictReader(
        io.StringIO(dialer("calls", "--from", iso(start), "--to", iso(end), "--format", "csv").out, newline="")
    )
    count = 0
    for found in rows:
        sent = truth[found["callID"]]
        for name in row:
            assert found[name] == (sent[name] or ""), name
        assert found["callDate"] == sent["callDate"]
        count += 1
    assert count == len(truth)


def test_since_reaches_back_from_the_servers_now(dialer: Dialer, still_floor: Server) -> None:
    found = {call["callID"] for call in json.loads(dialer("calls", "--since", "1h", "--format", "json").out)}
    now = still_floor.world.now()
    assert set(still_floor.world.ids(now - HOUR, now)) <= found
    assert found <= set(still_floor.world.ids(now - HOUR - 30, now))


def test_where_takes_fields_and_says_what_is_none(dialer: Dialer) -> None:
    every = json.loads(dialer("calls", "--format", "json").out)
    wanted = [call["callID"] for call in every if call["callType"] == "Inbound" and call["callTalkTime"] == 0]
    kept = json.loads(dialer("calls", "--where", "type:in talk=0:00", "--format", "json").out)
    assert wanted
    assert [call["callID"] for call in kept] == wanted
    ran = dialer("calls", "--where", "type:in agnt=x")
    assert (ran.code, ran.out) == (2, "")
    assert "--where: agnt is no field; agent? (character 9)" in ran.err


def test_where_keeps_what_holds_every_word(dialer: Dialer) -> None:
    every = json.loads(dialer("calls", "--format", "json").out)
    contact = every[0]["callContact"]
    kept = json.loads(dialer("calls", "--where", f'"{contact}" {every[0]["callType"].lower()}', "--format", "json").out)
    assert every[0] in kept
    assert len(kept) < len(every)
    none = dialer("calls", "--where", "no-such-word")
    assert none.code == 0
    assert none.out.splitlines()[0].endswith("0 calls · filter: no-such-word")
    assert json.loads(dialer("calls", "--where", "no-such-word", "--format", "json").out) == []


def test_campaigns_and_agents_narrow_what_is_asked_for(dialer: Dialer) -> None:
    every = json.loads(dialer("calls", "--format", "json").out)
    first = every[0]["callCampaignID"]
    second = next(call["callCampaignID"] for call in every if call["callCampaignID"] != first)
    ran = dialer("--campaign", first, "calls", "--campaign", second, "--format", "json")
    assert {call["callCampaignID"] for call in json.loads(ran.out)} == {first, second}


def test_campaigns_and_agents_that_do_not_exist_are_told(dialer: Dialer, still_floor: Server) -> None:
    known, nobody = still_floor.world.roster.campaigns[0].id, still_floor.world.roster.agents[0].id
    told = "dialer-tui: campaign 99999 is not in the API's list: dialer-tui campaigns shows those that are\n"
    for command in (("calls",), ("figures",), ("report",)):
        ran = dialer(*command, "--campaign", "99999")
        assert (ran.code, ran.err) == (0, told)
        assert ran.out
    ran = dialer("calls", "--campaign", known, "--campaign", "99999", "--format", "json")
    assert (ran.code, ran.err) == (0, told)
    assert json.loads(ran.out)
    assert dialer("calls", "--campaign", known).err == ""
    ran = dialer("calls", "--agent", "nobody", "--agent", "no one")
    assert (ran.code, "agents no one, nobody are not in the API's list" in ran.err) == (0, True)
    assert dialer("calls", "--agent", nobody, "--from", "2031-01-01", "--to", "2031-01-02").err == ""


def test_records_that_cannot_be_read_are_counted_on_stderr(odd_floor: Server) -> None:
    ran = Dialer(odd_floor)("calls", "--format", "json")
    assert ran.code == 0
    assert json.loads(ran.out)
    assert " left out: getCalls: " in ran.err
    assert len(ran.err.splitlines()) == 1


def test_hostile_names_reach_no_terminal(odd_floor: Server) -> None:
    for form in ("table", "csv", "json"):
        out = Dialer(odd_floor)("calls", "--format", form).out
        bad = [c for c in out if c != "\n" and (ord(c) < 32 or 0x7F <= ord(c) < 0xA0 or c in "\u202e\u2066")]
        assert not bad, form
    table = Dialer(odd_floor)("calls").out.splitlines()
    found = json.loads(Dialer(odd_floor)("calls", "--format", "json").out)
    assert len(table) == len(found) + 2


def test_the_mask_covers_every_output(dialer: Dialer, tmp_path: Path) -> None:
    plain = json.loads(dialer("calls", "--format", "json").out)
    config = tmp_path / "config.toml"
    config.write_text("[view]\nmask = true\n")
    for line in (["calls"], ["calls", "--format", "csv"], ["calls", "--format", "json"]):
        out = dialer(*line, "--config", str(config)).out
        for call in plain:
            assert call["callNumberOutbound"] == "" or call["callNumberOutbound"] not in out
            assert len(call["callContact"].split()) < 2 or call["callContact"] not in out
    assert "agentNameFirst" in dialer("agents", "--format", "csv", "--config", str(config)).out


def test_the_views_zone_dates_a_table(dialer: Dialer, tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_text('[view]\ntimezone = "Asia/Tokyo"\n')
    start = "2026-11-24T22:00:00"
    ran = dialer("calls", "--from", start, "--to", "2026-11-24T22:30", "--config", str(config))
    lines = ran.out.splitlines()
    assert lines[0].startswith("Calls dated from 2026-11-24 22:00:00 to before 2026-11-24 22:30:00, Asia/Tokyo · ")
    assert len(lines) > 3
    assert all("2026-11-24 22:" in line for line in lines[2:])


def test_times_carry_their_offset_on_a_day_when_clocks_change(dialer: Dialer, still_floor: Server) -> None:
    # On the floor's very day: at three in the afternoon, 13:00 GMT, it is two again.
    before = int(still_floor.world.now())
    ran = dialer("calls", "--since", "2h", env={"TZ": "ONE-1TWO,M3.5.0,M11.4.2/15"})
    after = int(still_floor.world.now())
    title, _, *rows = ran.out.splitlines()
    said = re.match(r"Calls dated from (2026-11-24 14:\d\d:\d\d \+02:00) on, ONE-1TWO", title)
    assert said
    assert before <= datetime.fromisoformat(said[1]).timestamp() + 2 * HOUR <= after + 1
    dates = [re.match(r"2026-11-24 (\d\d):\d\d:\d\d (\+\d\d:00)  ", row) for row in rows]
    assert all(dates)
    assert {date.groups() for date in dates if date} >= {("14", "+02:00"), ("14", "+01:00")}


def test_the_account_may_come_from_a_profile(dialer: Dialer, stranger: Dialer, home: Path) -> None:
    folder = home / ".config" / "dialer-tui"
    folder.mkdir(parents=True)
    file = folder / "config.toml"
    url, ident, key = dialer.env.values()
    file.write_text(f'[profiles.a]\nurl = "{url}"\naffiliate_id = "{ident}"\naffiliate_key = "{key}"\n')
    ran = stranger("agents", "--format", "json")
    assert ran.code == 0
    assert f"chmod 600 {file}" in ran.err
    file.chmod(0o600)
    assert stranger("agents", "--profile", "a").err == ""
    assert stranger("agents", "--profile", "b").code == 2


def test_a_pipe_that_is_closed_is_no_error(dialer: Dialer) -> None:
    line = " ".join(dialer.argv("calls", "--format", "csv"))
    shell = f"{line} | head -1; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", shell], capture_output=True, env=dialer.environ(), timeout=60, check=True)
    assert done.stdout.decode().splitlines()[1] == "0"
    assert done.stderr == b""


@pytest.mark.parametrize(
    ("to", "words"), [(">/dev/full", "No space left on device"), (">&-", "standard output is closed")]
)
@pytest.mark.parametrize("command", ["calls", "watch --all", "--version"])
def test_output_that_cannot_be_written_is_one_line_and_1(dialer: Dialer, command: str, to: str, words: str) -> None:
    line = " ".join([*dialer.argv(*command.split()), to])
    done = subprocess.run(["bash", "-c", line], capture_output=True, env=dialer.environ(), timeout=60, check=False)
    assert done.returncode == 1
    assert words in done.stderr.decode()
    assert done.stderr.count(b"\n") == 1


def test_the_help_loads_nothing_heavy() -> None:
    program = """
import sys
from dialer_tui.cli import main
sys.argv = ["dialer-tui", "--help"]
try:
    main()
except SystemExit as done:
    assert done.code == 0
heavy = ("httpx", "msgspec", "textual", "starlette", "asyncio")
print([name for name in heavy if name in sys.modules], file=sys.stderr)
"""
    began = time.monotonic()
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert time.monotonic() - began < 5
    assert done.stderr == b"[]\n"
    for name in ("demo", "simulate", "agents", "campaigns", "calls", "watch"):
        assert f"\n  {name}" in done.stdout.decode()
