"""`dialer-tui check` as a process: what it prints, how it ends, what it says of the terminal."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from dialer_tui.cli.check import command
from dialer_tui.simulator.faults import parse
from dialer_tui.simulator.server import Server
from dialer_tui.simulator.world import World
from dialer_tui.text import width
from tests.cli.test_terminal import on_terminal
from tests.conftest import Dialer

ACCOUNT = ["configuration", "keys", "credentials", "server", "getAgents", "getCampaigns", "getCalls"]
NAMES = [*ACCOUNT, "requests", "callDate", "edges", "cut-off", "clock", "budget", "terminal"]
WIDEST = 13


@pytest.fixture(scope="module")
def floor() -> Iterator[Server]:
    """A floor on which there is nothing to wait for: no call to watch grow."""
    with Server(World(seed=4, agents=10, campaigns=2, calls_per_hour=0)) as server:
        yield server


@pytest.fixture
def ill(floor: Server) -> Iterator[Server]:
    """The floor, well again after the test."""
    yield floor
    floor.faults = []


@pytest.fixture(scope="module")
def busy() -> Iterator[Server]:
    with Server(World(seed=5, agents=12, campaigns=3, calls_per_hour=240, even=True)) as server:
        yield server


def line(out: str, name: str) -> str:
    """The line of a fact, and what is said below it, with single blanks."""
    found: list[str] = []
    for text in out.splitlines():
        begins = name in (text[2:].split(" ", 1)[0], text[3:].split(" ", 1)[0])
        if begins or (found and text.startswith("    ")):
            found.append(text)
        elif found:
            break
    return " ".join(" ".join(found).split())


def test_a_line_each_and_all_is_well(busy: Server) -> None:
    ran = Dialer(busy)("check")
    lines = ran.out.splitlines()
    assert (ran.code, ran.err) == (0, "")
    assert [text[2:].split(" ", 1)[0] for text in lines if text.startswith(("✓", "·"))][:7] == ACCOUNT
    assert all(line(ran.out, name) for name in NAMES)
    assert lines[-1] == "All is well."
    assert {text[0] for text in lines[:-1]} == {"✓", "·"}  # no terminal: nothing is known of it
    assert all(len(text) > WIDEST + 3 and text[WIDEST + 3] != " " for text in lines[:-1])
    assert busy.world.affiliate_id in line(ran.out, "credentials")
    assert busy.world.affiliate_key not in ran.out


def test_json_has_the_same_facts(ill: Server) -> None:
    ill.faults = [parse("100")]
    ran = Dialer(ill)("check", "--format", "json")
    facts = {fact["name"]: fact for fact in json.loads(ran.out)}
    assert (ran.code, ran.err) == (3, "")
    assert facts["getAgents"]["grade"] == "fault"
    assert facts["getAgents"]["exitCode"] == 3
    assert facts["getAgents"]["do"].startswith("check affiliate_id")
    assert facts["credentials"] == {
        "name": "credentials",
        "grade": "well",
        "value": facts["credentials"]["value"],
        "do": None,
        "more": [],
        "exitCode": 0,
    }


@pytest.mark.parametrize(
    ("fault", "code"), [("100", 3), ("80", 4), ("404", 4), ("code77", 4), ("900", 5), ("garbage", 5), ("340", 0)]
)
def test_the_exit_code_is_that_of_the_gravest(ill: Server, fault: str, code: int) -> None:
    ill.faults = [parse(fault)]
    ran = Dialer(ill)("check")
    assert (ran.code, ran.err) == (code, "")
    assert ("what to do: " in ran.out, "what to do is said with each" in ran.out) == (True, True)


def test_without_any_account_it_says_how_to_go_on(stranger: Dialer) -> None:
    ran = stranger("check")
    assert (ran.code, ran.err) == (2, "")
    said = line(ran.out, "configuration")
    assert said.startswith("× configuration no account is set up")
    assert "what to do: " in said
    assert "DIALER_TUI_AFFILIATE_KEY" in said
    assert line(ran.out, "terminal")


def test_a_mistake_in_the_file_is_told_with_its_line(dialer: Dialer, tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_text("[poll]\nintervall = '5s'\n")
    ran = dialer("check", "--config", str(config))
    assert (ran.code, ran.err) == (2, "")
    said = line(ran.out, "configuration")
    assert f"{config}, line 2: [poll] there is no setting intervall, did you mean interval?" in said
    assert "what to do: allowed here: interval" in said


@pytest.mark.parametrize(
    ("keys", "code", "says"),
    [
        ('sort = "j"\nzoom = ["x", "f5"]\n', 0, "✓ keys [keys] changes those of 2 actions"),
        ('sorted = "j"\n', 2, "line 2: [keys] there is no action sorted, did you mean sort?"),
        ('zoom = "ctrl+enter"\n', 2, 'line 2: [keys] zoom = "ctrl+enter": terminals cannot send it'),
        ('sort = "j"\nzoom = "r"\n', 2, 'line 3: [keys] zoom = "r": that key is refresh already'),
    ],
)
def test_keys_are_refused_as_the_console_refuses_them(
    floor: Server, tmp_path: Path, keys: str, code: int, says: str
) -> None:
    config = tmp_path / "config.toml"
    config.write_text(f"[keys]\n{keys}")
    ran = Dialer(floor)("check", "--config", str(config))
    said = line(ran.out, "keys")
    assert (ran.code, says in said, "what to do: " in said) == (code, True, code == 2)
    assert line(ran.out, "getAgents")  # the rest is looked at all the same


@pytest.mark.parametrize(
    ("env", "name", "says"),
    [
        (
            {"DIALER_TUI_AFFILIATE_KEY": "k" * 31},
            "credentials",
            "this one has 31 characters (from DIALER_TUI_AFFILIATE_ID",
        ),
        ({"DIALER_TUI_AFFILIATE_ID": "two words 12"}, "credentials", "this one holds other characters"),
        ({"DIALER_TUI_URL": "http://api.example/"}, "server", "must begin with https://"),
    ],
)
def test_what_cannot_be_right_is_not_sent(busy: Server, env: dict[str, str], name: str, says: str) -> None:
    asked = busy.api.asked
    ran = Dialer(busy)("check", env=env)
    assert ran.code == 2
    assert says in line(ran.out, name)
    assert "what to do: " in line(ran.out, name)
    assert "getAgents" not in ran.out
    assert busy.api.asked == asked
    assert "k" * 31 not in ran.out


@pytest.mark.parametrize(("mode", "mark"), [(0o600, "✓"), (0o640, "▲")])
def test_a_file_that_others_can_read_is_remarked(floor: Server, tmp_path: Path, mode: int, mark: str) -> None:
    config = tmp_path / "config.toml"
    config.touch(mode)
    account = Dialer(floor).env
    config.write_text(
        f'[profiles.acme]\nurl = "{floor.url}"\naffiliate_id = "{account["DIALER_TUI_AFFILIATE_ID"]}"\n'
        f'affiliate_key = "{account["DIALER_TUI_AFFILIATE_KEY"]}"\n'
    )
    config.chmod(mode)
    ran = Dialer(None)("check", "--config", str(config))
    said = line(ran.out, "configuration")
    assert (ran.code, ran.err) == (0, "")
    assert said.startswith(f"{mark} configuration {config}, profile acme, mode {mode:04o}")
    assert (f"chmod 600 {config}" in said) == (mode != 0o600)
    assert f"from {config}, line 3" in line(ran.out, "credentials")


def test_in_the_c_locale_all_is_ascii(ill: Server) -> None:
    ill.faults = [parse("bad"), parse("401")]
    ran = Dialer(ill)("check", env={"LANG": "C", "LC_ALL": "C"})
    assert ran.out.isascii()
    assert {text[:2] for text in ran.out.splitlines() if text[0] != " "} >= {"ok", "x ", "- "}


def test_on_a_terminal_lines_are_wrapped_beside_their_names(ill: Server) -> None:
    ill.faults = [parse("302")]
    code, shown = on_terminal(Dialer(ill), "check", columns=70)
    lines = shown.splitlines()
    assert code == 4
    assert max(map(width, lines)) <= 70
    assert all(text.startswith(("✓ ", "× ", "▲ ", "· ", " " * 16)) for text in lines[:-1])
    assert line(shown, "terminal").startswith("▲ terminal 70 columns, 24 rows, TERM=xterm-256color")
    assert "make it 80 by 24 at least" in line(shown, "terminal")


def test_progress_is_wiped_before_a_line_is_written(ill: Server) -> None:
    ill.faults = [parse("slow=0.6")]
    _, shown = on_terminal(Dialer(ill), "check")
    assert re.search(r"calls: \d+ %\r +\r▲ getCalls", shown)


def terminal_says(dialer: Dialer, name: str, **env: str) -> str:
    return line(on_terminal(dialer, "check", columns=240, **env)[1], name)


@pytest.mark.parametrize(
    ("env", "name", "says"),
    [
        ({}, "colours", "✓ colours 256"),
        ({"COLORTERM": "truecolor"}, "colours", "✓ colours 16 million"),
        ({"TERM": "xterm"}, "colours", "✓ colours 16"),
        ({"NO_COLOR": "1"}, "colours", "✓ colours none"),
        ({"TERM": "dumb"}, "terminal", "▲ terminal 240 columns, 24 rows, TERM=dumb: the console cannot draw"),
        ({"PYTHONIOENCODING": "latin-1"}, "terminal", "the console needs UTF-8"),
        ({"LANG": "C", "LC_ALL": "C"}, "characters", "drawn in ASCII, because of LC_ALL=C: names lose accents"),
        ({"LANG": "C"}, "characters", "drawn in ASCII, because of LANG=C: "),
        ({}, "characters", "drawn in Unicode"),
        ({"TERM": "linux"}, "characters", "lines and marks in ASCII, because of TERM=linux"),
        ({}, "copy", "✓ copy y copies by OSC 52"),
        ({"TERM": "screen", "STY": "7.tty"}, "copy", "✓ copy y copies by OSC 52"),
        ({"TERM": "screen-256color"}, "copy", "· copy y copies by OSC 52, which the terminal must allow; the tmux or"),
        ({"TERM": "tmux-256color"}, "copy", "· copy"),
    ],
)
def test_what_the_terminal_can_do(stranger: Dialer, env: dict[str, str], name: str, says: str) -> None:
    assert says in terminal_says(stranger, name, **env)


@pytest.mark.parametrize(
    ("clipboard", "passthrough", "mark"),
    [("on", "off", "✓"), ("external", "off", "▲"), ("off", "on", "✓"), ("off", "all", "✓"), ("off", "", "▲")],
)
def test_whether_a_copy_leaves_tmux(
    stranger: Dialer, tmp_path: Path, clipboard: str, passthrough: str, mark: str
) -> None:
    """A program in tmux's place, for what it answers depends on how somebody has set it."""
    fake = tmp_path / "tmux"
    fake.write_text(
        "#!/bin/sh\nfor last; do :; done\n"
        f'case "$last" in set-clipboard) echo {clipboard};; *) test -n "{passthrough}" && echo {passthrough};; esac\n'
    )
    fake.chmod(0o755)
    said = terminal_says(stranger, "copy", TMUX="/tmp/nowhere,1,0", PATH=f"{tmp_path}:{os.environ['PATH']}")
    assert said.startswith(f"{mark} copy")
    assert f"set-clipboard {clipboard}" in said
    assert ("tmux set -s set-clipboard on" in said) == (mark == "▲")


def test_a_tmux_that_cannot_be_asked(stranger: Dialer, tmp_path: Path) -> None:
    said = terminal_says(stranger, "copy", TMUX="/tmp/nowhere,1,0", PATH=str(tmp_path))
    assert said.startswith("· copy tmux does not say")


def test_the_help_says_what_it_checks() -> None:
    assert "what to do where it is not well" in (command.help or "")
