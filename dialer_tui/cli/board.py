"""`dialer-tui board`: the wall board alone, for a screen that nobody sits at."""

from __future__ import annotations

import gc

import click

from dialer_tui.cli.options import given, shared


@click.command("board")
@shared
def command() -> int:
    """The wall board alone, for a screen that nobody sits at: figures of the window, no personal data, no dialogs.

    It goes on through outages, with the age of what it shows; q leaves it.
    """
    from dialer_tui.cli import connect, terminal

    settings = connect.settings(given())
    feed = connect.feed(settings, unattended=True)
    terminal.check()
    gc.disable()  # what is imported now stays; the board has memory looked after once its first calls are there
    from dialer_tui.ui.wall import run

    return run(feed, settings)
