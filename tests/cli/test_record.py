"""`record` and `replay` as processes: a floor to a file, and the console on it."""

from __future__ import annotations

import gzip
import json
import re
import shlex
import signal
import time
from pathlib import Path

import pytest

from dialer_tui.cli.examples import EXAMPLES
from dialer_tui.tape import read
from dialer_tui.tape.form import End, Line
from tests.conftest import Dialer, Opened

HEADER = (
    b'{"line":"recording","version":1,"program":"0","anonymised":false,"wall":1e9,"timezone":"UTC","call_date":"start",'
    b'"interval":5,"window":3600,"look_back":0,"records_per_minute":1,"scope":{},"figures":%s}\n'
)


def recorded(
    dialer: Dialer, path: Path, *options: str, number: int = signal.SIGINT, where: Path | None = None
) -> tuple[int, str]:
    """Record until some answers are there; the exit code and stderr. `where`: the folder it runs in."""
    process = dialer.start("record", path.name if where else str(path), *options, cwd=where)
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and not (path.exists() and _calls(path)):
        time.sleep(0.1)
    process.send_signal(number)
    _, err = process.communicate(timeout=30)
    return process.returncode, err.decode()


def _calls(path: Path) -> int:
    """How many calls are in answers so far, once the agents and campaigns are."""
    lines = [line for line in read.lines(path) if isinstance(line, Line)] if path.stat().st_size > 100 else []
    return sum(len(line.calls) for line in lines) if any(line.campaigns for line in lines) else 0


def test_what_is_recorded_names_neither_the_account_nor_where_the_api_is(dialer: Dialer, tmp_path: Path) -> None:
    path = tmp_path / "tape.gz"
    code, err = recorded(dialer, path)
    assert code == 130
    assert "it holds names and numbers of people" in err
    assert re.search(r"\d+ answers in \d+:\d\d, 0\.\d MB", err)
    text = gzip.decompress(path.read_bytes()).decode()
    for secret in dialer.env.values():
        assert secret not in text
    assert path.stat().st_mode & 0o777 == 0o600
    assert isinstance(list(read.lines(path))[-1], End)
    again = dialer("record", str(path))
    assert again.code == 2
    assert "--force replaces it" in again.err
    assert len(again.err.splitlines()) == 1


MASKED = "[view]\nmask = true\n"


def test_under_a_mask_nobody_is_named_in_a_recording_unless_that_is_asked_for(dialer: Dialer, tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_text(MASKED)
    config.chmod(0o600)
    told = json.loads(dialer("calls", "--format", "json").out)
    names = {call["callContact"] for call in told if len(call["callContact"]) > 5}
    assert names
    path = tmp_path / "tape.gz"
    code, err = recorded(dialer, path, "--config", str(config))
    assert code == 130
    assert "it holds other names and numbers than those of people" in err
    assert read.header(path).anonymised
    text = gzip.decompress(path.read_bytes()).decode()
    assert not [name for name in names if name in text]
    path = tmp_path / "named.gz"
    _, err = recorded(dialer, path, "--no-anonymise", "--config", str(config))
    assert "it holds names and numbers of people" in err
    assert not read.header(path).anonymised


def test_the_example_of_the_help_records(dialer: Dialer, tmp_path: Path) -> None:
    ((line, _),) = EXAMPLES["record"]
    path = tmp_path / "fault.gz"
    code, _ = recorded(dialer, path, *shlex.split(line)[3:], where=tmp_path)
    assert code == 130
    assert read.header(path).anonymised


def test_a_killed_recording_can_be_read(dialer: Dialer, tmp_path: Path) -> None:
    path = tmp_path / "tape.gz"
    code, _ = recorded(dialer, path, "--anonymise", number=signal.SIGKILL)
    assert code == -signal.SIGKILL
    assert _calls(path)
    assert read.header(path).anonymised


def test_a_full_disk_and_a_refused_account_are_one_line(dialer: Dialer, tmp_path: Path) -> None:
    full = dialer("record", "/dev/full", "--force")
    assert full.code == 1
    assert "/dev/full: No space left on device" in full.err
    assert "Traceback" not in full.err
    refused = dialer("record", str(tmp_path / "tape.gz"), env={"DIALER_TUI_AFFILIATE_KEY": "0" * 32})
    assert refused.code == 3


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
def test_the_console_on_a_recording(
    dialer: Dialer, stranger: Dialer, opened: Opened, size: tuple[int, int], tmp_path: Path
) -> None:
    path = tmp_path / "tape.gz"
    recorded(dialer, path, "--anonymise")
    terminal = opened(stranger, size, "replay", str(path), "--speed", "10")
    terminal.until(lambda text: "REPLAY" in text and "2026-11-24" not in text and re.search(r"in |out ", text))
    terminal.until(lambda text: "REPLAY at its end" in text)
    terminal.send("r")
    terminal.until(lambda text: "a recording: nobody is asked" in text)
    terminal.send("f5")
    terminal.until(lambda text: "a recording: nobody is asked" not in text)
    terminal.send("w", "p", "yesterday 9-10", "enter")
    terminal.until(lambda text: "past range" not in text and "a recording: nobody is asked" in text)
    terminal.send("/", "qqq", "enter")
    terminal.until(lambda text: "No call meets" in text)
    assert "search back" not in terminal.text, "there is nobody to ask"
    terminal.send("enter", "q")
    assert terminal.end() == 0


def test_what_is_no_recording_is_said_in_one_line(stranger: Dialer, tmp_path: Path) -> None:
    path = tmp_path / "tape.gz"
    good = HEADER % b'{"settle":30,"not_agents":[],"answer_within":20,"short_abandon":0}'
    for data in (b"garbage", gzip.compress(b"{}\n"), gzip.compress(HEADER % b"{}"), gzip.compress(good)):
        path.write_bytes(data)
        ran = stranger("replay", str(path))
        assert (ran.code, len(ran.err.splitlines())) == (2, 1)
        assert str(path) in ran.err
    assert stranger("replay", str(tmp_path / "none")).code == 2
    assert stranger("replay", str(path), "--own").code == 2
