"""`dialer-tui simulate` as a process."""

from __future__ import annotations

import json
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from dialer_tui.simulator.faults import FIRES, KINDS
from dialer_tui.simulator.world import World
from tests.simulator.floor import iso

_COMMAND = [sys.executable, "-c", "from dialer_tui.cli.simulate import command; command(prog_name='simulate')"]


@contextmanager
def simulate(*options: str) -> Iterator[tuple[subprocess.Popen[str], dict[str, str]]]:
    """The process, and the settings of the line that it prints for the console."""
    process = subprocess.Popen(
        [*_COMMAND, "--port", "0", *options], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    try:
        assert process.stderr
        for line in process.stderr:
            if line.startswith("DIALER_TUI_URL="):
                assert line.rstrip().endswith(" dialer-tui")
                yield process, dict(part.split("=", 1) for part in line.split()[:-1])
                break
        else:
            pytest.fail("it never said where it is")
    finally:
        process.kill()
        process.communicate()


def ask(said: dict[str, str], **variables: str) -> Any:
    account = {"affiliateID": said["DIALER_TUI_AFFILIATE_ID"], "affiliateKey": said["DIALER_TUI_AFFILIATE_KEY"]}
    request = urllib.request.Request(said["DIALER_TUI_URL"], json.dumps({**account, **variables}).encode())
    with urllib.request.urlopen(request, timeout=10) as answer:
        return json.load(answer)


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 0), (signal.SIGINT, 130)])
def test_it_serves_until_it_is_told_to_end_and_lists_its_calls(number: int, code: int) -> None:
    with simulate("--list", "--list-window", "10m", "--freeze", "0s", "--seed", "3") as (process, said):
        assert len(said["DIALER_TUI_AFFILIATE_ID"]) == 12
        assert len(said["DIALER_TUI_AFFILIATE_KEY"]) == 32
        now = World().now()
        heard = ask(said, dialerFunction="getCalls", dateStart=iso(now - 3 * 3600), dateEnd=iso(now + 60))
        process.send_signal(number)
        out, err = process.communicate(timeout=10)
        assert process.returncode == code
        ids = out.split()
        assert out == "".join(f"{ident}\n" for ident in ids)
        assert len(ids) > 10
        assert set(ids) <= heard["responseDetails"].keys()
        assert re.search(rf"^{len(ids)} calls started or ended from \S+ to \S+$", err, re.MULTILINE)


def test_stdout_is_data_alone() -> None:
    with simulate() as (process, said):
        assert ask(said, dialerFunction="getAgents", showAll="y")["responseCode"] == 1
        process.send_signal(signal.SIGTERM)
        assert process.communicate(timeout=10) == ("", "")


def test_its_options_reach_the_floor() -> None:
    options = "--agents 7 --campaigns 3 --calls-per-hour 9000 --shape table --cap 50 --skew -1h --fault 900@1h --seed 4"
    with simulate(*options.split()) as (_, said):
        assert len(ask(said, dialerFunction="getAgents", showAll="y")["responseDetails"]) == 7
        campaigns = ask(said, dialerFunction="getCampaigns", showAll="y")["responseDetails"]
        assert [len(campaigns), "campaignLists" in campaigns[0]] == [3, True]
        now = World().now() - 3600
        heard = ask(said, dialerFunction="getCalls", dateStart=iso(now - 3600), dateEnd=iso(now + 1800))
        assert len(heard["responseDetails"]) == 50
        assert all("callID" in record and record["callDate"] <= iso(now + 60) for record in heard["responseDetails"])
        assert said["DIALER_TUI_AFFILIATE_KEY"] == World(4).affiliate_key
        assert said["DIALER_TUI_AFFILIATE_KEY"] != World(5).affiliate_key


def test_a_port_in_use_is_one_clear_line() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = subprocess.run([*_COMMAND, "--port", port], capture_output=True, text=True, timeout=20, check=False)
    assert done.returncode == 1
    assert done.stdout == ""
    assert re.fullmatch(rf"Cannot listen on 127\.0\.0\.1 port {port}: .* --port\.\n", done.stderr)


@pytest.mark.parametrize(
    ("options", "word"),
    [
        (["--fault", "nonsense"], "nonsense"),
        (["--lag", "long"], "long"),
        (["--edges", "left"], "left"),
        (["--cap", "0"], "cap"),
        (["--skew", "-x"], "x"),
    ],
)
def test_wrong_options_are_usage_errors(options: list[str], word: str) -> None:
    done = subprocess.run([*_COMMAND, *options], capture_output=True, text=True, timeout=20, check=False)
    assert done.returncode == 2
    assert done.stdout == ""
    assert word in done.stderr


def test_it_lists_its_faults() -> None:
    done = subprocess.run([*_COMMAND, "--faults"], capture_output=True, text=True, timeout=20, check=True)
    assert {line.split()[0] for line in done.stdout.splitlines()} > (KINDS | FIRES).keys()
