"""Files written whole or not at all, whatever comes between."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path
from typing import NoReturn

import pytest

from dialer_tui import disk


def listed(folder: Path) -> list[str]:
    return sorted(one.name for one in folder.iterdir())


@pytest.fixture(params=["with links", "without"])
def links(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """A file system with hard links, and one that refuses them."""

    def refuse(*_: object) -> NoReturn:
        raise OSError(errno.EPERM, "Operation not permitted")

    if request.param == "without":
        monkeypatch.setattr(os, "link", refuse)
    return str(request.param)


@pytest.mark.parametrize("replace", [True, False])
def test_it_is_there_once_it_is_settled_and_for_its_owner_alone(tmp_path: Path, links: str, replace: bool) -> None:
    path = tmp_path / "new" / "x.csv"
    with disk.Draft(path) as draft:
        draft.write(b"one ")
        draft.write(b"two")
        assert not path.exists()
        draft.settle(replace=replace)
    assert path.read_bytes() == b"one two"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert listed(path.parent) == ["x.csv"]


def test_what_has_come_to_be_there_is_not_overwritten_unless_that_is_wished(tmp_path: Path, links: str) -> None:
    path = tmp_path / "x.csv"
    with disk.Draft(path) as draft:
        draft.write(b"ours")
        path.write_bytes(b"theirs")
        with pytest.raises(FileExistsError) as found:
            draft.settle(replace=False)
    assert found.value.filename == str(path)
    assert path.read_bytes() == b"theirs"
    assert listed(tmp_path) == ["x.csv"]
    disk.put(path, b"ours")
    assert path.read_bytes() == b"ours"


def test_a_link_that_leads_nowhere_is_something_that_is_there(tmp_path: Path, links: str) -> None:
    path = tmp_path / "x.csv"
    path.symlink_to(tmp_path / "nowhere")
    with pytest.raises(FileExistsError), disk.Draft(path) as draft:
        draft.settle(replace=False)
    assert listed(tmp_path) == ["x.csv"]


def test_left_in_the_middle_nothing_stays(tmp_path: Path) -> None:
    with disk.Draft(tmp_path / "x.csv") as draft:
        draft.write(b"half")
    assert not listed(tmp_path)


def test_a_name_as_long_as_names_can_be(tmp_path: Path) -> None:
    path = tmp_path / ("é" * 126 + "x")
    disk.put(path, b"x")
    assert path.read_bytes() == b"x"


def test_a_full_disk_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> NoReturn:
        raise OSError(errno.ENOSPC, "No space left on device")

    path = tmp_path / "x.csv"
    disk.put(path, b"mine")
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left on device") as found:
        disk.put(path, b"more")
    assert found.value.filename == str(path)
    assert path.read_bytes() == b"mine"
    assert listed(tmp_path) == ["x.csv"]
