"""What is remembered from run to run: written whole or not at all, for the user alone, and never a name."""

from __future__ import annotations

import json
import os
import re
import stat
import threading
from pathlib import Path

import pytest

from dialer_tui.ui import remember
from dialer_tui.ui.remember import Remembered
from tests.ui.seat import NARROW, seated

LEFT = Remembered(("queue", True), ("agent", False), "in", "agents", True, "light")


def test_what_was_saved_is_what_is_loaded(home: Path) -> None:
    remember.save(LEFT)
    assert remember.load() == LEFT
    path = remember.default_file()
    assert path.is_relative_to(home)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert [one.name for one in path.parent.iterdir()] == ["state.json"]


def test_it_says_nothing_of_a_file_that_is_not_there() -> None:
    assert remember.load() == Remembered()


@pytest.mark.parametrize(
    ("content", "trouble"),
    [
        (b"", "broken"),
        (b'{"version": 1, "sort": [["que', "broken"),
        (b"[" * 100_000, "broken"),
        (b"\xff\xfe\x00", "unreadable"),
        (b"[1, 2]", "foreign"),
        (b'{"version": 2, "sort": [["queue", true]]}', "newer"),
        (b'{"version": true, "sort": [["queue", true]]}', "foreign"),
        (b'{"version": "1"}', "foreign"),
        (b'{"version": 1, "sort": "queue", "type": 7, "pane": {}, "zoomed": "yes"}', "odd"),
        (b'{"version": 1, "sort": [["nothing", true]]}', "odd"),
        (b'{"version": 1, "sort": [["queue", 1]], "pane": "details"}', "odd"),
    ],
)
def test_a_file_that_means_nothing_is_as_none_but_for_a_word(content: bytes, trouble: str) -> None:
    path = remember.default_file()
    path.parent.mkdir(parents=True)
    path.write_bytes(content)
    assert remember.load() == Remembered(trouble=trouble)


def test_what_is_odd_costs_only_itself(tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    path.write_text('{"version": 1, "sort": [["talk", false], ["x", true]], "type": "out", "pane": 3, "more": 1}')
    assert remember.load(path) == Remembered(sort=("talk", False), type="out", trouble="odd")


def test_a_folder_that_takes_nothing_leaves_the_file_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "state.json"
    remember.save(LEFT, path)

    def fails(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fails)
    with pytest.raises(OSError, match="No space"):
        remember.save(Remembered(), path)
    assert remember.load(path) == LEFT
    assert [one.name for one in tmp_path.iterdir()] == ["state.json"]


def test_whoever_reads_while_others_write_reads_a_whole_file(tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    remember.save(LEFT, path)
    done = threading.Event()

    def write() -> None:
        for at in range(50):
            remember.save(LEFT if at % 2 else Remembered(), path)
        done.set()

    writer = threading.Thread(target=write)
    writer.start()
    while not done.is_set():
        assert remember.load(path) in (LEFT, Remembered())
    writer.join()


async def test_diagnostics_have_a_word_for_a_file_of_no_use() -> None:
    async with seated(remembered=Remembered(trouble="broken")) as seat:
        assert "broken" not in seat.text
        await seat.press("d", "end")
        assert re.search(r"state\.json +broken", seat.text)
    async with seated() as seat:
        await seat.press("d", "end")
        assert "state.json" not in seat.text


async def test_the_console_is_as_it_was_left_and_holds_no_name() -> None:
    async with seated() as seat:
        await seat.press("s", "down", "down", "down", "enter", "t", "f", "slash", *"smith", "enter", "2", "z")
        left = seat.app.main.remembered()
    assert left == Remembered(("agent", False), ("listed", True), "in", "agents", True)
    remember.save(left)
    said = remember.default_file().read_text()
    assert "mith" not in said
    assert "Ann" not in said
    assert json.loads(said)["type"] == "in"
    async with seated(remembered=remember.load()) as seat:
        assert seat.app.main.place == "agents"
        assert "Contact 1 " not in seat.text  # zoomed
        await seat.press("z")
        assert "Calls · in · by Agent ↑, Listed ↓" in seat.text
        assert seat.app.main.remembered() == Remembered(left.sort, left.second, "in", "agents", False)
    async with seated(NARROW, remembered=remember.load()) as seat:
        assert "[2 Agents" in seat.lines[1]


async def test_colours_chosen_on_the_screen_are_remembered_until_they_are_the_settings_again() -> None:
    async with seated() as seat:
        assert seat.app.leaving().theme == ""
        await seat.press("ctrl+p", *"light", "enter")
        assert seat.app.leaving().theme == "light"
    async with seated(remembered=Remembered(theme="light")) as seat:
        assert seat.app.theme == "floor-light"
        await seat.press("ctrl+p", *"dark colours", "enter")
        assert (seat.app.theme, seat.app.leaving().theme) == ("floor-dark", "")
