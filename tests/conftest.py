"""Shared by every test: an empty home, no settings from outside."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

_FOREIGN = ("DIALER_TUI_", "XDG_", "TEXTUAL")
_PROXIES = ("http_proxy", "https_proxy", "all_proxy", "no_proxy")


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty HOME; nothing of the machine's own settings reaches a test."""
    for name in list(os.environ):
        if name.startswith(_FOREIGN) or name.lower() in _PROXIES or name in ("NO_COLOR", "COLUMNS", "LINES"):
            monkeypatch.delenv(name)
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("TZ", "UTC")
    return home
