"""`dialer-tui` alone: the console, and before there is an account the set-up screen."""

from __future__ import annotations

import dataclasses
import gc
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from dialer_tui.config.errors import ConfigError, NoAccount

if TYPE_CHECKING:
    from dialer_tui.config import Settings
    from dialer_tui.ui.form import Form


def show(given: Mapping[str, Any]) -> int:
    """Open the console on the configured account; its exit code. ConfigError where there is no account or terminal."""
    gc.disable()  # what is imported now stays; the console has memory looked after once its first calls are there
    from dialer_tui.cli import connect

    try:
        settings = connect.settings(given)
    except NoAccount:
        gc.enable()  # somebody may sit over the set-up for long
        if not _can_ask(given):
            raise
        code = _ask(given)
        if code is not None:
            return code
        settings = connect.settings(given)
    while not isinstance(again := _open(settings, given), int):
        settings = again
        gc.unfreeze()  # the console that has ended froze itself, and all its calls
        gc.collect()
    return again


def _open(settings: Settings, given: Mapping[str, Any]) -> int | Settings:
    """Run the console; its exit code, or the settings to open it with anew where the account was changed."""
    from dialer_tui.cli import connect, terminal

    feed = connect.feed(settings)
    terminal.check()
    gc.disable()  # again, after a set-up or another console
    from dialer_tui.ui.app import RENEWED, RENEWED_MASKED, run

    def account() -> Form:
        from dialer_tui.cli import setup
        from dialer_tui.ui.form import told

        try:
            return setup.change(settings)
        except ConfigError as error:  # somebody is at the file meanwhile: no reason to end a shift
            return told("Account", str(error))

    code = run(feed, settings, account=account)
    if code not in (RENEWED, RENEWED_MASKED):
        return code
    found = connect.settings(given)
    return dataclasses.replace(found, mask=found.mask or code == RENEWED_MASKED)


def _can_ask(given: Mapping[str, Any]) -> bool:
    """Whether somebody sits there who could be asked, and nothing says anything of an account yet.

    What is named on the command line, a profile or a file, need not be there: it is what is to be set up.
    """
    if not all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stderr)):
        return False
    from dialer_tui.cli import setup

    return setup.wanted(given)


def _ask(given: Mapping[str, Any]) -> int | None:
    """Ask for an account. None: there is one now; else the exit code of whoever left, or of the demo."""
    from dialer_tui.cli import setup, terminal

    terminal.check()
    ending, code = setup.first_run(given)
    if ending == "demo":
        from dialer_tui.cli import demo

        return demo.show({key: value for key, value in given.items() if key not in ("url", "profile")})
    return None if ending == "done" else code
