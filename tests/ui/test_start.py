"""What a start does before its first frame, counted rather than timed: what is imported for it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

_PROGRAM = """
import json, sys
from dialer_tui.cli import connect
import dialer_tui.cli.console

settings = connect.settings({})
feed = connect.feed(settings)
from dialer_tui.ui.app import Console

def painted(app):  # in the place of what is done once the first frame is out
    print(json.dumps(sorted(sys.modules)), file=sys.__stdout__)
    app.exit()

Console.start_feed = painted
Console(feed, settings, guarded=True).run(headless=True, size=(160, 50))
"""
LATER = [
    "anyio",
    "certifi",
    "click",
    "csv",
    "ctypes",
    "h11",
    "httpcore",
    "httpx",
    "importlib.metadata",
    "markdown_it",
    "pygments",
    "starlette",
    "uvicorn",
    "zipfile",
    *(
        f"dialer_tui.{name}"
        for name in (
            "cli.group",
            "config.alerts",
            "export",
            "floor.alerts",
            "floor.alertrules",
            "floor.effort",
            "floor.grouping",
            "floor.past",
            "heap",
            "lookback",
            "oneshot",
            "player",
            "replay",
            "simulator",
            "tape",
            "ui.form",
            "ui.playing",
            "ui.ringing",
            "ui.screens.setup",
            "ui.setup",
            "ui.wall",
            "ui.writing",
        )
    ),
]
"""Packages and modules that are for later: for the first request, for a key, for another command."""


def test_the_first_frame_is_out_before_anything_is_imported_that_it_does_not_show(tmp_path: Path) -> None:
    account = {
        "DIALER_TUI_URL": "http://127.0.0.1:9/",
        "DIALER_TUI_AFFILIATE_ID": "A1B2C3D4E5F6",
        "DIALER_TUI_AFFILIATE_KEY": "0123456789abcdefghijklmnopqrstuv",
        "HOME": str(tmp_path),
    }
    done = subprocess.run([sys.executable, "-c", _PROGRAM], env=account, stdout=subprocess.PIPE, check=True)
    loaded = json.loads(done.stdout)
    assert "dialer_tui.ui.panes.calls" in loaded
    assert not [name for name in loaded if any(name == late or name.startswith(f"{late}.") for late in LATER)]
