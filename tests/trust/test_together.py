"""Several consoles of one user, and one that is killed in the midst of writing: files are whole or as they were."""

from __future__ import annotations

import json
import random
import re
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from dialer_tui.ui import remember, statefile
from tests.conftest import Dialer, Opened
from tests.ui.terminal import ESC, Terminal

CTRL_U = "\x15"
_WRITES = """
import itertools, os, signal, sys
from pathlib import Path
from dialer_tui.ui import statefile
path, dies = Path(sys.argv[1]), sys.argv[2]
if dies:
    setattr(os, dies, lambda *_: os.kill(os.getpid(), signal.SIGKILL))
for number in itertools.count():
    statefile.change(path, lambda found: found.update(number=number, much=[number] * 20_000))
    print(number, flush=True)
"""


def writer(path: Path, dies: str = "") -> subprocess.Popen[bytes]:
    """A process that writes the file again and again. `dies`: what of `os` it is killed instead of calling."""
    return subprocess.Popen([sys.executable, "-c", _WRITES, str(path), dies], stdout=subprocess.PIPE)


def whole(path: Path) -> dict[str, object]:
    """What the file holds: what was written at one time, all of it."""
    found, trouble = statefile.read(path)
    assert trouble == ""
    assert set(found["much"]) == {found["number"]}
    assert len(found["much"]) == 20_000
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    return found


def test_killed_at_any_moment_of_writing_the_file_is_whole(tmp_path: Path) -> None:
    path, dice = tmp_path / "state.json", random.Random(9)
    for _ in range(5):
        process = writer(path)
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(dice.random() / 10)
        process.kill()
        process.communicate()
        whole(path)


@pytest.mark.parametrize("step", ["fdopen", "fsync", "replace"])
def test_killed_at_a_step_of_writing_the_file_is_as_it_was_and_the_next_one_clears_up(
    tmp_path: Path, step: str
) -> None:
    path = tmp_path / "state.json"
    statefile.change(path, lambda found: found.update(number=7, much=[7] * 20_000))
    writer(path, step).communicate(timeout=60)
    assert whole(path)["number"] == 7
    assert len(list(tmp_path.iterdir())) == 2  # the part that was written
    editors = path.with_name(".state.json.swp")  # somebody has it open
    editors.touch()
    statefile.change(path, lambda found: found.update(number=8, much=[8] * 20_000))
    assert whole(path)["number"] == 8
    assert sorted(tmp_path.iterdir()) == [editors, path]


def live(terminal: Terminal) -> Terminal:
    terminal.until(lambda text: "● LIVE" in text, 60)
    terminal.still()
    return terminal


def test_consoles_that_are_left_at_the_same_moment_leave_one_whole_file(opened: Opened, dialer: Dialer) -> None:
    consoles = [opened(dialer, (80, 24)) for _ in range(4)]
    for console, keys in zip(consoles, ("1", "2", "3", "t"), strict=True):
        live(console).send(keys)
        console.still()
    for console in consoles:
        console.send("q")
    assert [console.end(20) for console in consoles] == [0] * 4
    path = remember.default_file()
    assert [one.name for one in path.parent.iterdir()] == ["state.json"]
    known = remember.load()
    assert known.trouble == ""
    assert (known.pane, known.type) in {("calls", ""), ("agents", ""), ("campaigns", ""), ("calls", "in")}


def test_of_two_exports_to_one_path_one_is_written_and_the_other_says_so(
    opened: Opened, dialer: Dialer, tmp_path: Path
) -> None:
    path = tmp_path / "x.ndjson"
    consoles = [live(opened(dialer, (120, 36))) for _ in range(2)]
    for console in consoles:
        console.send("e", "n")
        console.until(lambda text: "to be written to" in text)
        console.send(CTRL_U, str(path))
        console.still()
    for console in consoles:
        console.send("enter")
    for console in consoles:
        console.until(lambda text: re.search(r"\d calls(, | written)|nothing written|Replace", text))
    said = [re.search(r"\d calls(, | written)", console.text) is None for console in consoles]
    assert sorted(said) == [False, True]
    lines = path.read_text().splitlines()
    assert len({json.loads(line)["callID"] for line in lines}) == len(lines) > 100
    assert [one.name for one in tmp_path.iterdir()] == ["x.ndjson"]
    for console in consoles:
        console.send(ESC, ESC, "q")
        assert console.end() == 0
