"""How commands end: exit codes, and for every error one plain line without the key."""

from __future__ import annotations

import asyncio
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from dialer_tui.cli import ending, out
from dialer_tui.oneshot import Incomplete
from dialer_tui.simulator.faults import parse
from dialer_tui.simulator.server import Server
from dialer_tui.simulator.world import World
from tests.conftest import FLOOR_TIME, Dialer, Ran


@pytest.fixture(scope="module")
def moody() -> Iterator[Server]:
    """A floor whose faults a test chooses."""
    with Server(World(seed=4, agents=10, campaigns=2, calls_per_hour=60, start=FLOOR_TIME, freeze=0)) as server:
        yield server


@pytest.fixture
def ill(moody: Server) -> Iterator[Server]:
    """The moody floor, well again after the test."""
    yield moody
    moody.faults = []


def one_line(ran: Ran, code: int, *words: str) -> None:
    assert ran.code == code, ran.err
    assert ran.out == ""
    assert ran.err.startswith("dialer-tui: ")
    assert ran.err.count("\n") == 1
    for word in words:
        assert word in ran.err


@pytest.mark.parametrize("command", ["agents", "calls", "watch"])
@pytest.mark.parametrize(
    ("fault", "code", "words"),
    [
        ("100", 3, ["Invalid ID and Transaction Key combination", "Check affiliate_id and affiliate_key"]),
        ("80", 4, ["(code 80)", "Improperly formatted request"]),
        ("800", 4, ["(code 800)", "Invalid function"]),
    ],
)
def test_what_ends_every_command(ill: Server, command: str, fault: str, code: int, words: list[str]) -> None:
    ill.faults = [parse(fault)]
    one_line(Dialer(ill)(command), code, *words)


@pytest.mark.parametrize(
    ("fault", "code", "words"),
    [
        ("code77", 4, ["77"]),
        ("401", 4, ["401"]),
        ("302", 4, ["302", "no redirect is followed"]),
        ("900", 5, ["(code 900)", "Try again in a minute"]),
        ("503", 5, ["503"]),
        ("garbage", 5, []),
        ("refused", 5, ["Cannot reach 127.0.0.1:"]),
    ],
)
def test_what_ends_a_list(ill: Server, fault: str, code: int, words: list[str]) -> None:
    ill.faults = [parse(fault)]
    if fault == "refused":
        time.sleep(0.2)  # the server looks at its faults now and then
    one_line(Dialer(ill)("calls"), code, *words)


@pytest.mark.parametrize("fault", ["340", "341"])
def test_an_empty_answer_is_done(ill: Server, fault: str) -> None:
    ill.faults = [parse(fault)]
    ran = Dialer(ill)("calls" if fault == "340" else "agents", "--format", "json")
    assert (ran.code, ran.out, ran.err) == (0, "[]\n", "")


def test_a_fault_that_passes_is_survived(ill: Server) -> None:
    ill.faults = [parse(f"900@0s+{ill.elapsed() + 1:.1f}s")]
    ran = Dialer(ill)("agents")
    while ran.code == 5:  # all three tries may fall into the same second
        ran = Dialer(ill)("agents")
    assert ran.code == 0


def test_a_wrong_key_is_asked_with_once(ill: Server) -> None:
    dialer = Dialer(ill)
    before = ill.api.asked
    key = "0" * 32
    for command in ("calls", "watch"):
        ran = dialer(command, env={"DIALER_TUI_AFFILIATE_KEY": key})
        one_line(ran, 3, "refused the affiliate ID and key")
        assert key not in ran.err
    assert ill.api.asked - before == 2


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (["cals"], ["there is no command cals, did you mean calls?", "see dialer-tui --help"]),
        (["calls", "--sinc", "1h"], ["--sinc", "--since", "see dialer-tui calls --help"]),
        (["calls", "extra"], ["extra"]),
        (["calls", "--format", "xml"], ["xml", "json"]),
        (["calls", "--since", "soon"], ["“soon” is not allowed", "a length of time"]),
        (["calls", "--window", "1s"], ["from 1m to 31d"]),
        (["--interval", "0", "watch"], ["from 1s to 1h"]),
        (["calls", "--own"], ["--own is for agents, campaigns and the console"]),
        (["--own", "calls"], ["--own is for agents, campaigns and the console"]),
        (["watch", "--own"], ["--own is for"]),
        (["agents", "--campaign", "1"], ["--campaign is for calls, watch and the console"]),
        (["campaigns", "--agent", "1"], ["--agent is for calls, watch and the console"]),
        (["calls", "--to", "2026-11-24"], ["--to needs --from"]),
        (["calls", "--since", "1h", "--from", "2026-11-24"], ["--since cannot go with"]),
        (
            ["calls", "--config", "/nowhere/config.toml"],
            ["/nowhere/config.toml: there is no such file", "“dialer-tui init --config /nowhere/config.toml”"],
        ),
        (["agents", "--profile", "new"], ["there is no profile new", "“dialer-tui init --profile new”"]),
        (["calls", "--url", "http://api.example/"], ["--url", "https"]),
        (["calls", "--url", "https://me:secret@api.example/"], ["--url"]),
        (["demo"], ["the console needs a terminal"]),
        (["demo", "--url", "https://api.example/"], ["demo", "a floor of its own"]),
        ([], ["the console needs a terminal"]),
    ],
)
def test_usage_and_settings_that_are_wrong(dialer: Dialer, line: list[str], words: list[str]) -> None:
    ran = dialer(*line)
    one_line(ran, 2, *words)
    assert "secret" not in ran.err


def test_a_time_that_comes_twice_names_both(dialer: Dialer, tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_text('[view]\ntimezone = "Europe/Berlin"\n')
    ran = dialer("calls", "--config", str(config), "--from", "2026-10-25T02:30")
    one_line(ran, 2, "--from 2026-10-25T02:30 comes twice", "+02:00 or +01:00")


@pytest.mark.parametrize("line", [[], ["calls"], ["watch"], ["agents"]])
def test_without_an_account_it_says_how_to_go_on(stranger: Dialer, line: list[str]) -> None:
    one_line(stranger(*line), 2, "no account is set up", "DIALER_TUI_AFFILIATE_KEY", "dialer-tui demo")


def test_credentials_of_the_wrong_form_are_not_sent(dialer: Dialer, still_floor: Server) -> None:
    asked = still_floor.api.asked
    for variable, value in (("DIALER_TUI_AFFILIATE_KEY", "k" * 31), ("DIALER_TUI_AFFILIATE_ID", "two words12")):
        ran = dialer("calls", env={variable: value})
        one_line(ran, 2, variable, "letters and digits")
        assert value not in ran.err
    assert still_floor.api.asked == asked


def test_an_interrupt_ends_at_once(ill: Server) -> None:
    ill.faults = [parse("slow=30")]
    process = Dialer(ill).start("calls")
    time.sleep(1.5)  # by now it waits for its answer
    assert process.poll() is None
    process.send_signal(signal.SIGINT)
    output, errors = process.communicate(timeout=5)
    assert (process.returncode, output, errors) == (130, b"", b"")


def test_an_incomplete_range_ends_with_5(capsys: pytest.CaptureFixture[str]) -> None:
    def fail() -> int:
        raise Incomplete("at least 500 began at 14:03:07 alone")

    assert ending.guard(fail) == 5
    assert capsys.readouterr().err == "dialer-tui: at least 500 began at 14:03:07 alone\n"


def test_a_mistake_of_ours_is_one_line_without_values(capsys: pytest.CaptureFixture[str]) -> None:
    secret = "0" * 32
    try:
        out.write(int(secret + "x"))  # type: ignore[arg-type]  # the mistake
    except ValueError as error:
        ending.crashed(type(error), ExceptionGroup("", [error]), error.__traceback__)
    said = capsys.readouterr().err
    assert "a mistake of dialer-tui itself: ValueError" in said
    assert secret not in said
    assert said.count("\n") == 1


def test_a_mistake_in_a_thread_and_one_that_python_cannot_raise_are_such_lines_too(
    capsys: pytest.CaptureFixture[str],
) -> None:
    secret = "0" * 32

    class Failing:
        def __del__(self) -> None:
            int(secret + "x")

    def body() -> int:
        thread = threading.Thread(target=lambda: int(secret + "x"))
        thread.start()
        thread.join()
        Failing()
        return 0

    assert ending.guard(body) == 0
    lines = capsys.readouterr().err.splitlines()
    assert [line.partition(";")[0] for line in lines] == [
        "dialer-tui: this is a mistake of dialer-tui itself: ValueError"
    ] * 2


def test_a_mistake_on_the_loop_that_nobody_waits_for_is_such_a_line_too(capsys: pytest.CaptureFixture[str]) -> None:
    secret = "0" * 32

    async def work() -> int:
        asyncio.get_running_loop().call_soon(lambda: int(secret + "x"))
        await asyncio.sleep(0)
        return 0

    assert ending.guard(lambda: ending.run(work())) == 0
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("dialer-tui: this is a mistake of dialer-tui itself: ValueError")
