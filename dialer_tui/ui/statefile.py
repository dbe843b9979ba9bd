"""state.json: one small file for all consoles of a user, changed by one at a time, written whole or not at all.

Each console changes only what is its own to change; what others have put there meanwhile stays.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from dialer_tui import disk

VERSION = 1
_PATIENCE, _PAUSE = 2.0, 0.02  # seconds to wait for another console, and between two looks whether it is done
_LONGEST = 1_000_000  # bytes: a file that is larger is nobody's state

Content = dict[str, Any]

# What is said, once, of a file that is of no use, by the word for it.
TROUBLE = {
    "unreadable": "state.json cannot be read: nothing is remembered from before",
    "broken": "state.json cannot be understood: nothing is remembered from before",
    "foreign": "state.json is not this program's: nothing is remembered from before",
    "newer": "state.json is a newer version's: nothing is remembered, and it stays as it is",
}


class Newer(OSError):
    """The file is of a newer version, whose state this one would destroy."""

    def __init__(self, path: Path) -> None:
        super().__init__(0, "state.json is a newer version's", str(path))


def default() -> Path:
    """state.json in the user's state folder."""
    import platformdirs

    return Path(platformdirs.user_state_dir("dialer-tui", appauthor=False)) / "state.json"


def read(path: Path) -> tuple[Content, str]:
    """What the file holds, and one word for what is wrong with it: a key of TROUBLE, "" where nothing is."""
    try:
        with path.open("rb") as file:
            data = file.read(_LONGEST + 1)
    except FileNotFoundError:
        return {}, ""
    except OSError:
        return {}, "unreadable"
    return _understood(data)


def _understood(data: bytes) -> tuple[Content, str]:
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return {}, "unreadable"
    try:
        found = json.loads(text) if len(data) <= _LONGEST else None
    except (ValueError, RecursionError):
        return {}, "broken"
    if not isinstance(found, dict):
        return {}, "foreign"
    version = found.get("version")
    if version == VERSION and not isinstance(version, bool):
        return found, ""
    return {}, "newer" if isinstance(version, int) and version > VERSION else "foreign"


def change(path: Path, change: Callable[[Content], None]) -> None:
    """Read it, change it, write it for the user alone, no other console doing so meanwhile.

    OSError where the disk or the folder will not have it, Newer where it is a newer version's: it is then as it was.
    A file that is broken is made anew.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _alone(path.parent) as alone:
        if alone:
            _clear_up(path)
        found, trouble = read(path)
        if trouble == "newer":
            raise Newer(path)
        change(found)
        disk.put(path, f"{json.dumps({'version': VERSION} | found, indent=1)}\n".encode())


def _clear_up(path: Path) -> None:
    """Take away what a console that was killed in the midst of writing has left."""
    for part in disk.parts(path):
        with suppress(OSError):
            part.unlink()


@contextmanager
def _alone(folder: Path) -> Iterator[bool]:
    """Hold the folder's lock, which leaves no file behind; False where others, or the file system, do not let go."""
    import fcntl

    descriptor = os.open(folder, os.O_RDONLY)
    held = False
    try:
        until = time.monotonic() + _PATIENCE
        while time.monotonic() < until:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                time.sleep(_PAUSE)
                continue
            except OSError:  # a file system without locks
                break
            held = True
            break
        yield held
    finally:
        with suppress(OSError):
            os.close(descriptor)
