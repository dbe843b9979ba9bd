"""`e`: what is shown, in a file. The real program on a terminal, and files that are read back."""

from __future__ import annotations

import asyncio
import csv
import json
import os
import re
import stat
from pathlib import Path

import pytest

from dialer_tui import disk
from dialer_tui.export import files
from dialer_tui.simulator.faults import parse
from dialer_tui.simulator.server import Server
from dialer_tui.simulator.world import World
from dialer_tui.ui.panes.calls import LABELS
from tests.conftest import FLOOR_TIME, Dialer, Opened
from tests.ui.seat import seated
from tests.ui.terminal import ESC, Terminal

WIDE = (140, 40)


def ready(opened: Opened, dialer: Dialer, *arguments: str, **env: str) -> Terminal:
    terminal = opened(dialer, WIDE, *arguments, **env)
    terminal.until(lambda text: "LIVE" in text and "unanswered" in text)
    terminal.still()
    return terminal


def export(terminal: Terminal, letter: str, path: Path | str) -> None:
    terminal.send("e")
    terminal.until(lambda text: "shown as" in text)
    terminal.send(letter)
    terminal.until(lambda text: "to be written to" in text)
    terminal.send("\x15", str(path), "enter")


def written(terminal: Terminal) -> None:
    terminal.until(lambda text: re.search(r"\d \w+ written|report written", text))


def test_the_calls_shown_are_the_ones_of_the_command_in_every_form(
    opened: Opened, dialer: Dialer, tmp_path: Path
) -> None:
    terminal = ready(opened, dialer)
    terminal.send(" ")  # while it is paused, no call leaves
    terminal.until(lambda text: "PAUSED" in text)
    for letter, name in (("c", "c.csv"), ("j", "j.json"), ("n", "n.ndjson")):
        export(terminal, letter, tmp_path / name)
        written(terminal)
        terminal.send(ESC)
    known = {call["callID"]: call for call in json.loads(dialer("calls", "--format", "json").out)}
    found = json.loads((tmp_path / "j.json").read_text())
    assert len(found) > 100
    assert [json.loads(line) for line in (tmp_path / "n.ndjson").read_text().splitlines()] == found
    both = [call for call in found if call["callID"] in known]
    assert len(both) > 0.9 * len(found)
    assert all(known[call["callID"]] == call for call in both)
    rows = list(csv.DictReader((tmp_path / "c.csv").open()))
    assert [row["callID"] for row in rows] == [call["callID"] for call in found]
    assert stat.S_IMODE((tmp_path / "c.csv").stat().st_mode) == 0o600
    assert sorted(one.name for one in tmp_path.iterdir()) == ["c.csv", "j.json", "n.ndjson"]


def test_only_what_the_filter_keeps_in_the_order_shown_and_the_name_says_so(
    opened: Opened, dialer: Dialer, tmp_path: Path
) -> None:
    terminal = ready(opened, dialer)
    terminal.send("/", "type:in", "enter", "s")
    terminal.until(lambda text: "Sort the calls" in text)
    terminal.send("\x1b[H", "enter")
    terminal.still()
    terminal.send("e")
    terminal.until(lambda text: "shown as" in text)
    terminal.send("n")
    text = terminal.until(lambda text: "to be written to" in text)
    assert "type-in.ndjson" in text
    terminal.send("\x15", str(tmp_path / "in.ndjson"), "enter")
    written(terminal)
    found = [json.loads(line) for line in (tmp_path / "in.ndjson").read_text().splitlines()]
    assert found
    assert {call["callType"] for call in found} == {"Inbound"}


def test_the_rows_are_in_the_order_shown(opened: Opened, dialer: Dialer, tmp_path: Path) -> None:
    terminal = ready(opened, dialer)
    terminal.send(" ", "1", "z", "s")
    terminal.until(lambda text: "Sort the calls" in text)
    terminal.send(*["\x1b[B"] * list(LABELS).index("queue"), "enter")
    terminal.still()
    for turn in ("Queue ↓", "Queue ↑"):
        terminal.until(lambda text, turn=turn: turn in text)
        export(terminal, "c", tmp_path / "c.csv")
        if "↑" in turn:
            terminal.until(lambda text: "is there already" in text)
            terminal.send("r")
        written(terminal)
        rows = list(csv.DictReader((tmp_path / "c.csv").open()))
        queues = [row["callQueueTime"] for row in rows if row["callQueueTime"]]
        assert len(set(queues)) > 10
        assert queues == sorted(queues, reverse="↓" in turn)
        shown = [row for row in rows if row["callContact"]][:3]
        places = [[y for y, line in enumerate(terminal.lines) if row["callContact"][:12] in line] for row in shown]
        assert all(places), "the file's first rows are the screen's"
        assert sorted(min(ys) for ys in places) == [min(ys) for ys in places]
        terminal.send("s")
        terminal.until(lambda text: "Sort the calls" in text)
        terminal.send("s")
        terminal.still()


def test_what_is_written_is_of_the_pane_that_was_asked_about(opened: Opened, dialer: Dialer, tmp_path: Path) -> None:
    terminal = ready(opened, dialer)
    export(terminal, "j", tmp_path / "x.json")
    terminal.send("2")
    written(terminal)
    assert "callID" in json.loads((tmp_path / "x.json").read_text())[0]


async def test_a_file_that_appears_after_the_question_is_not_overwritten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody else's file comes to be there while ours is being written: that one stays, and nothing else is left."""
    path = tmp_path / "calls.csv"
    writes = disk.Draft.write

    def write(draft: disk.Draft, data: bytes) -> None:
        path.write_text("theirs")
        writes(draft, data)

    monkeypatch.setattr(disk.Draft, "write", write)
    async with seated() as seat:
        await seat.press("e", "c", "ctrl+u")
        seat.app.main.typed(str(path))
        await seat.press("enter")
        for _ in range(400):
            if "written" in seat.text:
                break
            await asyncio.sleep(0.05)
        assert "nothing written: calls.csv has come to be there meanwhile" in seat.text
    assert path.read_text() == "theirs"
    assert os.listdir(tmp_path) == ["calls.csv"]


def test_a_folder_that_may_not_be_written_into_is_said_before_anything_is_asked(
    opened: Opened, dialer: Dialer, tmp_path: Path
) -> None:
    locked = tmp_path / "locked"
    locked.mkdir(mode=0o500)
    terminal = ready(opened, dialer)
    export(terminal, "c", (Path("/proc/self") if os.access(locked, os.W_OK) else locked) / "x.csv")
    terminal.until(lambda text: "nothing may be written into" in text or "nothing written to" in text)
    assert not list(locked.iterdir())


def test_a_file_is_replaced_only_when_that_is_said(opened: Opened, dialer: Dialer, tmp_path: Path) -> None:
    there = tmp_path / "there.csv"
    there.write_text("mine")
    terminal = ready(opened, dialer)
    export(terminal, "c", there)
    terminal.until(lambda text: "is there already" in text)
    terminal.send("enter")
    terminal.until(lambda text: "to be written to" in text)
    assert there.read_text() == "mine"
    terminal.send("enter")
    terminal.until(lambda text: "is there already" in text)
    terminal.send("r")
    written(terminal)
    assert there.read_text().startswith("callID,")


def test_what_is_in_the_way_is_said_and_nothing_is_left(opened: Opened, dialer: Dialer, tmp_path: Path) -> None:
    terminal = ready(opened, dialer)
    for path, why in (
        (tmp_path, "is a folder"),
        (Path("/dev/full"), "is no ordinary file"),
        (tmp_path / "none" / "x.csv", "there is no folder"),
    ):
        export(terminal, "c", path)
        terminal.until(lambda text, why=why: why in text)
        terminal.send(ESC)
        terminal.still()
    assert not list(tmp_path.iterdir())


def test_a_disk_without_room_is_one_line_and_leaves_nothing(
    opened: Opened, dialer: Dialer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A limit on the size of files stands in for a full disk: the system refuses in the midst of the file."""
    argv = dialer.argv()
    monkeypatch.setattr(dialer, "argv", lambda *_: ["bash", "-c", 'ulimit -f 8 && exec "$@"', "-", *argv])
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    terminal = ready(opened, dialer)
    export(terminal, "j", tmp_path / "big.json")
    terminal.until(lambda text: "nothing written" in text and "File too large" in text)
    assert not list(tmp_path.iterdir())
    terminal.send("q")
    assert terminal.end() == 0


@pytest.mark.parametrize("pane", ["2", "3"])
def test_agents_and_campaigns_are_exported_as_shown(opened: Opened, dialer: Dialer, tmp_path: Path, pane: str) -> None:
    terminal = ready(opened, dialer)
    terminal.send(pane)
    terminal.still()
    export(terminal, "j", tmp_path / "x.json")
    written(terminal)
    found = json.loads((tmp_path / "x.json").read_text())
    if pane == "2":
        ids = {agent["agentID"] for agent in json.loads(dialer("agents", "--format", "json").out)}
        assert {one["agentID"] for one in found} & ids
        assert sum(one["calls"] for one in found) > 50
        assert any(one["aht"] for one in found)
    else:
        campaigns = json.loads(dialer("campaigns", "--format", "json").out)
        assert {one["campaignID"] for one in campaigns} <= {one["campaignID"] for one in found}
        assert sum(one["calls"] or 0 for one in found) > 50


@pytest.mark.parametrize("letter", ["c", "j", "n", "r"])
def test_masked_no_file_holds_a_name_or_a_number(
    opened: Opened, dialer: Dialer, still_floor: Server, tmp_path: Path, letter: str
) -> None:
    config = tmp_path / "config.toml"
    config.write_text("[view]\nmask = true\n")
    terminal = ready(opened, dialer, "--config", str(config))
    export(terminal, letter, tmp_path / "out")
    written(terminal)
    text = (tmp_path / "out").read_text()
    assert len(text) > 1_000
    for agent in still_floor.world.roster.agents:
        assert f"{agent.first} {agent.last}" not in text
    for call in json.loads(dialer("calls", "--format", "json").out):
        for name in ("callContact", "callNumberInbound", "callNumberOutbound"):
            assert not call[name] or call[name] not in text


def test_the_report_tells_what_was_watched(opened: Opened, dialer: Dialer, tmp_path: Path) -> None:
    terminal = ready(opened, dialer)
    export(terminal, "r", tmp_path / "shift.txt")
    written(terminal)
    lines = (tmp_path / "shift.txt").read_text().splitlines()
    assert len(lines) <= 66
    assert max(map(len, lines)) <= 76
    words = " ".join(" ".join(lines).split())
    assert "The link held since" in words
    assert "Every part of the range was had." in words


def test_the_report_names_an_outage_and_what_it_means(opened: Opened, tmp_path: Path) -> None:
    """The floor's port is closed for a while, and open again."""
    with Server(World(seed=3, agents=40, campaigns=4, calls_per_hour=400, start=FLOOR_TIME)) as floor:
        terminal = ready(opened, Dialer(floor), "--interval", "1s")
        closed = floor.world.now()
        floor.faults.append(parse("refused"))
        terminal.until(lambda text: "OFFLINE" in text)
        floor.faults.clear()
        terminal.until(lambda text: "LIVE" in text, 90)
        back = floor.world.now()
        terminal.send("\x10", "report", "enter")  # from the palette
        terminal.until(lambda text: "The report, to be written to" in text)
        terminal.send("\x15", str(tmp_path / "shift.txt"), "enter")
        written(terminal)
        text = (tmp_path / "shift.txt").read_text()
    assert text.count("\n") <= 66
    words = " ".join(text.split())
    assert "This console was blind for" in words.partition("CAMPAIGNS")[0]
    assert "its calls have been had since." in words
    assert "Every part of the range was had." in words
    found = re.search(r"The link failed once since .*: (\S+)–(\S+) OFFLINE\. Then nothing new was seen", words)
    assert found
    day = FLOOR_TIME - FLOOR_TIME % 86_400
    start, end = (
        day + sum(int(n) * unit for n, unit in zip(at.split(":"), (3600, 60, 1), strict=True)) for at in found.groups()
    )
    assert closed - 10 <= start <= closed + 1, "from the newest answer before it"
    assert start < end <= back + 1


def test_a_proposed_name_has_safe_characters_only() -> None:
    made = files.name(["calls", "", "acme/../x", "$(rm) \x1b[31m`a` “é”", "agent:lee"], "csv")
    assert made == "calls-acme-..-x-rm-31m-a-agent-lee.csv"
