"""`dialer-tui init` as a process: for scripts and on a terminal; what it writes, what it says, how it ends."""

from __future__ import annotations

import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from dialer_tui import config
from dialer_tui.simulator.faults import parse
from dialer_tui.simulator.server import Server
from dialer_tui.simulator.world import World
from tests.conftest import FLOOR_TIME, Dialer, Ran
from tests.ui.terminal import Terminal

WRONG = "0" * 32


@pytest.fixture
def place(home: Path) -> Path:
    """Where the settings file would be."""
    return home / ".config" / "dialer-tui" / "config.toml"


def init(dialer: Dialer, *arguments: str, key: str = "") -> Ran:
    """Run `init` with a key on standard input, and nothing of an account in the environment."""
    done = subprocess.run(
        dialer.argv("init", *arguments),
        input=f"{key}\nsecond line\n".encode() if key else b"",
        capture_output=True,
        env=Dialer(None).environ(),
        timeout=60,
        check=False,
    )
    return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())


def account(server: Server) -> tuple[str, ...]:
    return ("--url", server.url, "--affiliate-id", server.world.affiliate_id)


def test_a_script_sets_up_an_account_and_every_command_uses_it(
    dialer: Dialer, stranger: Dialer, still_floor: Server, place: Path
) -> None:
    key = still_floor.world.affiliate_key
    ran = init(dialer, *account(still_floor), "--timezone", "Asia/Tokyo", "--service-level-target", "75 %", key=key)
    agents = len(still_floor.world.roster.agents)
    assert (ran.code, ran.out) == (0, "")
    said = f"the API accepts it and lists {agents} agents; profile default is written to {place}\n"
    assert ran.err.endswith(f"dialer-tui: {said}")
    assert (stat.S_IMODE(place.stat().st_mode), stat.S_IMODE(place.parent.stat().st_mode)) == (0o600, 0o700)
    found = config.load(environ={})
    assert (found.profile, found.affiliate_key) == ("default", key)
    assert (found.timezone.key, found.figures.service_level_target) == ("Asia/Tokyo", 0.75)
    assert stranger("agents", "--format", "csv").out == dialer("agents", "--format", "csv").out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--url", "http://127.0.0.1:9/"], ["--affiliate-id is missing"]),
        (["--affiliate-id", "short"], ["--affiliate-id: the affiliate ID is 12", "this one has 5"]),
        (["--affiliate-id", "A" * 12, "--timezone", "Europe/Belrin"], ["--timezone", "did you mean Europe/Berlin?"]),
        (["--affiliate-id", "A" * 12, "--service-level-target", "180"], ["--service-level-target", "such as 80"]),
        (["--affiliate-id", "A" * 12, "--url", "http://api.example/"], ["--url", "https://"]),
        (["--affiliate-id", "A" * 12, "--url", "https://me:pw@api.example/"], ["--url", "user name"]),
        (["--affiliate-id", "A" * 12, "--window", "1h"], ["--window is not for init"]),
    ],
)
def test_what_is_wrong_on_the_command_line(
    stranger: Dialer, place: Path, arguments: list[str], words: list[str]
) -> None:
    ran = init(stranger, *arguments, key=WRONG)
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
    for word in words:
        assert word in ran.err
    assert "pw@" not in ran.err
    assert not place.parent.exists()


@pytest.mark.parametrize(("key", "words"), [("", "which holds none"), ("k" * 31, "32 letters and digits")])
def test_the_first_line_of_standard_input_must_be_a_key(stranger: Dialer, place: Path, key: str, words: str) -> None:
    ran = init(stranger, "--affiliate-id", "A" * 12, key=key)
    assert ran.code == 2
    assert words in ran.err
    assert not key or key not in ran.err
    assert not place.exists()


@pytest.mark.parametrize(
    ("fault", "code", "words"),
    [
        ("", 3, ["refused the affiliate ID and key", "Check both"]),
        ("404", 4, ["HTTP 404", "Check the URL"]),
        ("302", 4, ["no redirect is followed", "check the url"]),
        ("garbage", 5, []),
        ("900", 5, ["Try again in a minute"]),
        ("503", 5, ["Try again in a minute"]),
        ("80", 4, ["please report it"]),
    ],
)
def test_a_try_that_fails_writes_nothing(dialer: Dialer, place: Path, fault: str, code: int, words: list[str]) -> None:
    world = World(seed=4, agents=5, campaigns=1, calls_per_hour=60, start=FLOOR_TIME, freeze=0)
    with Server(world, faults=[parse(fault)] if fault else []) as server:
        key = world.affiliate_key if fault else WRONG
        ran = init(dialer, *account(server), key=key)
        assert (ran.code, ran.out) == (code, "")
        assert ran.err.endswith("Nothing was written.\n")
        for word in words:
            assert word in ran.err
        assert key not in ran.err
        assert not place.parent.exists()
        assert server.api.asked == (0 if fault else 1)  # it counts what its faults did not answer


def test_nobody_there_is_told_and_need_not_be_tried(stranger: Dialer, place: Path) -> None:
    arguments = ("--url", "http://127.0.0.1:9/", "--affiliate-id", "A" * 12)
    ran = init(stranger, *arguments, key=WRONG)
    assert ran.code == 5
    assert "Cannot reach 127.0.0.1:9: it refused the connection" in ran.err
    assert not place.exists()
    assert init(stranger, *arguments, "--no-try", key=WRONG).code == 0
    assert config.load(environ={}).affiliate_id == "A" * 12


def test_a_name_that_is_not_found_is_told(stranger: Dialer) -> None:
    ran = init(stranger, "--url", "https://api.nowhere.invalid/", "--affiliate-id", "A" * 12, key=WRONG)
    assert ran.code == 5
    assert "its name could not be found: check the url" in ran.err


@pytest.mark.parametrize(("skew", "words"), [(-600, "10 minutes ahead of"), (600, "10 minutes behind")])
def test_a_clock_that_is_off_is_told(stranger: Dialer, skew: int, words: str) -> None:
    world = World(seed=4, agents=5, campaigns=1, calls_per_hour=60, start=int(time.time()) + skew)
    with Server(world) as server:
        ran = init(stranger, *account(server), key=world.affiliate_key)
    assert ran.code == 0
    assert f"this machine's clock is {words} the server's" in ran.err


def test_a_profile_that_is_there_is_replaced_only_by_force(stranger: Dialer, place: Path) -> None:
    place.parent.mkdir(parents=True)
    before = (
        f'# mine\n[profiles.acme]\naffiliate_id = "{"A" * 12}" # contract 7\naffiliate_key = "{"1" * 32}"\nown = true\n'
    )
    place.write_text(before)
    ran = init(stranger, "--no-try", key=WRONG)
    assert ran.code == 2
    assert "has a profile acme already: --force" in ran.err
    assert place.read_text() == before
    assert init(stranger, "--no-try", "--force", "--affiliate-id", "B" * 12, key=WRONG).code == 0
    after = before.replace("A" * 12, "B" * 12).replace("1" * 32, WRONG)
    assert place.read_text() == after + 'url = "https://api.infocu5.com/dialer/"\n'
    assert init(stranger, "--no-try", "--profile", "zeta", "--affiliate-id", "C" * 12, key=WRONG).code == 0
    assert config.load(environ={}).profile == "acme"
    assert config.load(profile="zeta", environ={}).affiliate_id == "C" * 12


def test_what_profiles_share_changes_only_when_it_is_said_and_that_is_told(stranger: Dialer, place: Path) -> None:
    def more(name: str, *arguments: str) -> str:
        ran = init(stranger, "--no-try", "--profile", name, "--affiliate-id", "A" * 12, *arguments, key=WRONG)
        assert ran.code == 0
        return ran.err

    assert "all profiles" not in more("acme", "--timezone", "Asia/Tokyo", "--service-level-target", "75")
    assert "all profiles" not in more("zeta", "--timezone", "Asia/Tokyo")
    assert config.load(profile="acme", environ={}).timezone.key == "Asia/Tokyo"
    said = more("beta", "--timezone", "Europe/Berlin", "--service-level-target", "90")
    assert "the time zone is now Europe/Berlin for all profiles\n" in said
    assert "the service-level target is now 90 % for all profiles\n" in said
    found = config.load(profile="acme", environ={})
    assert (found.timezone.key, found.figures.service_level_target) == ("Europe/Berlin", 0.9)


def test_on_a_terminal_too_a_second_profile_leaves_the_shared_settings(stranger: Dialer, place: Path) -> None:
    place.parent.mkdir(parents=True)
    place.write_text(f'[profiles.acme]\naffiliate_id = "{"A" * 12}"\naffiliate_key = "{"1" * 32}"\n')
    terminal = Terminal(stranger.argv("init", "--no-try", "--profile", "zeta"), stranger.environ(), 100, 30)
    try:
        terminal.until(lambda text: "URL of the API" in text)
        terminal.send("\r")
        terminal.until(lambda text: "Affiliate ID:" in text)
        terminal.send(f"{'B' * 12}\r")
        terminal.until(lambda text: "Affiliate key" in text)
        terminal.send(f"{WRONG}\r")
        assert terminal.end() == 0
    finally:
        terminal.close()
    assert "[view]" not in place.read_text()
    assert config.load(profile="zeta", environ={}).affiliate_id == "B" * 12


def test_what_a_replaced_profile_keeps_is_told(stranger: Dialer, place: Path) -> None:
    place.parent.mkdir(parents=True)
    place.write_text(
        f'[profiles.acme]\naffiliate_id = "{"A" * 12}"\naffiliate_key = "{"1" * 32}"\n'
        'campaigns = ["1111", "1112"]\nown = true\n'
    )
    ran = init(stranger, "--no-try", "--force", key=WRONG)
    assert "profile acme keeps what it had besides: campaigns 1111, 1112; own\n" in ran.err
    assert config.load(environ={}).scope.campaigns == ("1111", "1112")
    assert "its campaigns, agents and own stay" in " ".join(stranger("init", "--help").out.split())


def test_it_writes_where_it_is_told_to(stranger: Dialer, tmp_path: Path, home: Path) -> None:
    path = tmp_path / "new" / "my.toml"
    assert init(stranger, "--no-try", "--config", str(path), "--affiliate-id", "A" * 12, key=WRONG).code == 0
    assert config.load(path, environ={}).affiliate_id == "A" * 12
    assert list(home.rglob("*.toml")) == []


def test_a_place_that_takes_nothing_is_told(stranger: Dialer) -> None:
    path = "/proc/none/config.toml"
    ran = init(stranger, "--no-try", "--config", path, "--affiliate-id", "A" * 12, key=WRONG)
    assert (ran.code, ran.out, ran.err.count("\n")) == (1, "", 1)
    assert ran.err.startswith(f"dialer-tui: {path}: ")
    assert WRONG not in ran.err


def test_a_key_command_reads_nothing_that_is_meant_for_others(
    stranger: Dialer, still_floor: Server, place: Path
) -> None:
    key = still_floor.world.affiliate_key
    script = place.parent / "key.py"
    place.parent.mkdir(parents=True)
    script.write_text(f'import sys; print(sys.stdin.read() or "{key}"); sys.stderr.write("the key is {key}")')
    place.write_text(
        f'[profiles.acme]\nurl = "{still_floor.url}"\naffiliate_id = "{still_floor.world.affiliate_id}"\n'
        f"affiliate_key_command = '{sys.executable} {script}'\n"
    )
    done = subprocess.run(
        stranger.argv("agents"), input=b"one\ntwo\n", capture_output=True, env=stranger.environ(), check=False
    )
    assert (done.returncode, done.stderr) == (0, b"")


def test_on_a_terminal_it_asks_and_shows_no_key(stranger: Dialer, still_floor: Server, place: Path) -> None:
    world = still_floor.world
    terminal = Terminal(stranger.argv("init"), stranger.environ(), 100, 30)
    try:
        terminal.until(lambda text: "URL of the API [https://api.infocu5.com/dialer/]:" in text)
        terminal.send(f"{still_floor.url}\r")
        terminal.until(lambda text: "Affiliate ID:" in text)
        terminal.send("wrong\r")
        terminal.until(lambda text: "this one has 5 characters" in text)
        terminal.send(f"{world.affiliate_id}\r")
        terminal.until(lambda text: "Time zone [UTC]:" in text)
        terminal.send("berlin\r")
        terminal.until(lambda text: "did you mean Europe/Berlin?" in text)
        terminal.send("Europe/Berlin\r")
        terminal.until(lambda text: "Service-level target in % [80]:" in text)
        terminal.send("\r")
        terminal.until(lambda text: "Affiliate key (not shown):" in text)
        terminal.send(f"{world.affiliate_key}\r")
        terminal.until(lambda text: "Asking the API for its agents." in text)
        assert terminal.end() == 0
    finally:
        terminal.close()
    assert f"profile default is written to {place}" in terminal.text.replace("\n", "")
    assert world.affiliate_key.encode() not in terminal.raw
    found = config.load(environ={})
    assert (found.timezone.key, found.affiliate_key) == ("Europe/Berlin", world.affiliate_key)
    assert "[figures]" not in place.read_text()


def test_an_interrupt_at_a_question_writes_nothing(stranger: Dialer, place: Path) -> None:
    terminal = Terminal(stranger.argv("init"), stranger.environ(), 100, 30)
    try:
        terminal.until(lambda text: "URL of the API" in text)
        terminal.still()
        terminal.send("\x03")
        assert terminal.end() == 130
    finally:
        terminal.close()
    assert not place.parent.exists()
