"""`watch`: lines, ends, and what stderr says meanwhile."""

from __future__ import annotations

import json
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from queue import Empty, Queue
from threading import Thread
from typing import Any

import pytest

from dialer_tui.export import records
from dialer_tui.floor.alertrules import SHIPPED
from dialer_tui.simulator.burning import Burn
from dialer_tui.simulator.faults import parse
from dialer_tui.simulator.server import Server
from dialer_tui.simulator.world import World
from tests.conftest import FLOOR_TIME, Dialer

Event = dict[str, Any]


class Watch:
    """A running watch and the lines it has printed so far."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self.process = process
        self.events: list[Event] = []
        self._lines: Queue[bytes] = Queue()
        Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._lines.put(line)

    def until(self, holds: Callable[[Event], bool], timeout: float = 20) -> Event:
        """The next event that is so."""
        deadline = time.monotonic() + timeout
        while True:
            try:
                line = self._lines.get(timeout=max(0.0, deadline - time.monotonic()))
            except Empty:
                raise AssertionError(f"nothing like that came; last: {self.events[-3:]}") from None
            event = json.loads(line)
            self.events.append(event)
            if holds(event):
                return event

    def end(self, number: int = signal.SIGINT) -> tuple[int, str]:
        """Send a signal; the exit code and stderr."""
        self.process.send_signal(number)
        assert self.process.stderr is not None
        errors = self.process.stderr.read().decode()
        return self.process.wait(5), errors


@contextmanager
def watching(dialer: Dialer, *arguments: str) -> Iterator[Watch]:
    process = dialer.start("watch", "--interval", "1s", *arguments)
    try:
        yield Watch(process)
    finally:
        process.kill()
        process.wait()


def is_live(event: Event) -> bool:
    return event["event"] == "state" and bool(event["link"] == "LIVE")


@pytest.fixture(scope="module")
def busy() -> Iterator[Server]:
    """A floor where several calls a second are listed, grow and are done."""
    with Server(World(seed=6, agents=1500, campaigns=4, calls_per_hour=20_000, even=True)) as server:
        yield server


def test_all_prints_what_is_there_and_the_states_tell_how_true_it_is(dialer: Dialer, still_floor: Server) -> None:
    with watching(dialer, "--all", "--states") as watch:
        live = watch.until(is_live)
        # Calls dated before the window and ended in it are still being asked for then.
        missing = set(still_floor.world.window()) - {
            event["call"]["callID"] for event in watch.events if "call" in event
        }
        while missing:
            missing.discard(watch.until(lambda event: "call" in event)["call"]["callID"])
        assert watch.end() == (130, "")
    assert (live["view"], live["age"]) == ("", 0)
    words = [event["link"] for event in watch.events if event["event"] == "state"]
    assert words == ["CONNECTING", "FILLING", "LIVE"]
    calls = [event["call"] for event in watch.events if event["event"] == "existing"]
    assert len({call["callID"] for call in calls}) == len(calls)
    assert all(set(call) >= set(records.CALL) for call in calls)
    assert {event["event"] for event in watch.events} == {"existing", "state"}
    dated = [datetime.fromisoformat(event["at"]).timestamp() for event in watch.events[1:]]
    assert all(
        abs(at - still_floor.world.now()) < 600 for at in dated
    )  # the first came before any answer said the time
    assert all(event["at"].endswith("+00:00") for event in watch.events)


def test_new_calls_are_printed_as_they_are_listed_and_once(busy: Server) -> None:
    with watching(Dialer(busy)) as watch:
        for _ in range(5):
            watch.until(lambda event: event["event"] == "new")
        watch.until(lambda event: event["event"] == "updated")
        assert watch.end(signal.SIGTERM) == (143, "")
    now = busy.world.now()
    listed = set(busy.world.ids(now - 3 * 3600, now + 600))
    new = [event["call"]["callID"] for event in watch.events if event["event"] == "new"]
    assert len(new) == len(set(new))
    assert set(new) <= listed
    assert {event["event"] for event in watch.events} == {"new", "updated"}


def test_a_reader_that_leaves_ends_it_silently(dialer: Dialer) -> None:
    process = dialer.start("watch", "--all")
    assert process.stdout is not None
    assert process.stderr is not None
    assert json.loads(process.stdout.readline())["event"] == "existing"
    process.stdout.close()
    assert process.wait(10) == 0  # though on this floor there is nothing more to write
    assert process.stderr.read() == b""


def test_head_takes_one_line(busy: Server) -> None:
    dialer = Dialer(busy)
    shell = f"{' '.join(dialer.argv('watch', '--all'))} | head -1; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", shell], capture_output=True, env=dialer.environ(), timeout=60, check=True)
    first, code = done.stdout.splitlines()
    assert json.loads(first)["event"] == "existing"
    assert (code, done.stderr) == (b"0", b"")


def test_a_link_that_is_down_is_told_and_told_when_it_is_up_again() -> None:
    world = World(seed=7, agents=10, campaigns=2, calls_per_hour=60, start=FLOOR_TIME, freeze=0)
    with Server(world) as server, watching(Dialer(server), "--states") as watch:
        watch.until(is_live)
        server.faults = [parse("503")]
        watch.until(lambda event: event.get("link") == "OFFLINE")
        server.faults = []
        watch.until(is_live, timeout=30)
        code, said = watch.end()
    assert code == 130
    lines = said.splitlines()
    assert lines[0].startswith("dialer-tui: OFFLINE")
    assert "503" in lines[0]
    assert lines[-1] == "dialer-tui: LIVE"


def test_a_refusal_in_mid_shift_does_not_end_it() -> None:
    world = World(seed=7, agents=10, campaigns=2, calls_per_hour=60, start=FLOOR_TIME, freeze=0)
    with Server(world) as server, watching(Dialer(server), "--states") as watch:
        watch.until(is_live)
        server.faults = [parse("100")]
        time.sleep(4)
        assert watch.process.poll() is None
        assert watch.end()[0] == 130


def test_a_request_that_is_not_understood_from_the_first_ends_it() -> None:
    world = World(seed=7, agents=10, campaigns=2, calls_per_hour=60, start=FLOOR_TIME, freeze=0)
    with Server(world, faults=[parse("80")]) as server, watching(Dialer(server), "--states") as watch:
        assert watch.process.wait(20) == 4


def test_a_request_that_was_understood_before_is_tried_again() -> None:
    world = World(seed=7, agents=10, campaigns=2, calls_per_hour=60, start=FLOOR_TIME, freeze=0)
    with Server(world) as server, watching(Dialer(server), "--states") as watch:
        watch.until(is_live)
        server.faults = [parse("80")]
        watch.until(lambda line: line.get("link") == "ERROR 80")
        assert watch.process.poll() is None
        assert watch.end()[0] == 130


def test_alerts_are_lines_of_their_own_as_the_rules_of_the_file_say(dialer: Dialer, tmp_path: Path) -> None:
    rules = tmp_path / "rules.toml"
    rules.write_text(
        '[[alerts]]\nname = "long"\nfigure = "longest_wait"\nabove = 600\nminimum = 1\nfor = "1s"\ncampaign = "1111"\n'
        '[[alerts]]\nname = "other"\nfigure = "longest_wait"\nabove = 600\nfor = "0s"\ncampaign = "1113"\n'
        '[[alerts]]\nname = "waits"\ncalls = "queue>10:00 is:unanswered"\nat_least = 3\nfor = "0s"\n'
        '[[alerts]]\nname = "stale"\nstate = "STALE"\nfor = "0s"\n'
    )
    burning = World(seed=1, calls_per_hour=200, even=True, burning=[Burn("1111", -600)])
    with Server(burning) as server, watching(Dialer(server), "--alerts", "--config", str(rules)) as watch:
        watch.until(lambda event: event.get("name") == "waits")
        watch.until(lambda event: event.get("name") == "long")
        assert watch.end() == (130, "")
    alerts = {event["name"]: event for event in watch.events if event["event"] == "alert"}
    assert {"long", "waits"} <= alerts.keys() <= {"long", "waits", *(rule.name for rule in SHIPPED)}
    assert [*alerts["long"]] == ["event", "name", "state", "value", "n", "at"]
    assert alerts["long"]["state"] == alerts["waits"]["state"] == "raised"
    assert alerts["long"]["value"] > 600
    assert alerts["waits"]["value"] == alerts["waits"]["n"] >= 3
    assert abs(datetime.fromisoformat(alerts["long"]["at"]).timestamp() - burning.now()) < 60
