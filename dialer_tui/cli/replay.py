"""`dialer-tui replay FILE`: the console on a recording."""

from __future__ import annotations

import dataclasses
from datetime import time
from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec

from dialer_tui.cli.options import given, shared
from dialer_tui.config import ConfigError

if TYPE_CHECKING:
    from dialer_tui.config import Settings
    from dialer_tui.tape.form import Header

_LONGEST = 10_000_000  # seconds, or records
_OWN = "cannot go with replay: a recording holds what was asked for then"
_NOBODY = {"url": "http://127.0.0.1/", "affiliate_id": "0" * 12, "affiliate_key": "0" * 32}  # nobody is asked


@click.command("replay")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--speed",
    default=1.0,
    show_default=True,
    type=click.FloatRange(0.1, 1000),
    help="How many times as fast as it was recorded.",
)
@shared
def command(file: Path, speed: float) -> int:
    """Open the console on a recording, as it was then. Nobody is asked anything.

    Window, scope, time zone and targets are those of the recording. In the console space pauses it, "." plays its next
    answer, "[" and "]" go a minute back and on, "g" goes to a time (14:05, +5m), "<" and ">" play it slower and faster.
    """
    options = given(**dict.fromkeys(("url", "profile", "window", "interval", "campaigns", "agents", "own"), _OWN))
    from dialer_tui.cli import connect, terminal
    from dialer_tui.player import Player
    from dialer_tui.tape import read

    try:
        header = read.header(file)
        settings = of(header, connect.settings({**options, **_NOBODY}), file)
    except OSError as error:
        raise ConfigError(str(error.strerror or error), file) from None
    except (ValueError, TypeError) as error:
        said = str(error) if isinstance(error, read.Unreadable) else "its first line is not one of a recording"
        raise ConfigError(said, file) from None
    terminal.check()
    player = Player(file, header.wall, settings.poll, settings.scope, speed)
    from dialer_tui.ui.app import run
    from dialer_tui.ui.form import told

    words = "This is a recording: there is no account in it. To set up yours, leave and run dialer-tui."
    code = run(player.feed, settings, replay=player, account=lambda: told("Account", words))
    if player.feed.trouble and not code:
        raise ConfigError(player.feed.trouble, file)
    return code


def of(header: Header, mine: Settings, file: Path) -> Settings:
    """How a recording is shown: what is asked for and counted is its own, keys and colours are one's own.

    ValueError or TypeError where its header says what cannot be.
    """
    from dialer_tui import zones
    from dialer_tui.config import Figures
    from dialer_tui.model import Daily, Poll

    zone = zones.zone(header.timezone)
    window = header.window if isinstance(header.window, int) else Daily(time.fromisoformat(header.window), zone)
    lengths = (header.interval, header.window if isinstance(header.window, int) else 1, header.look_back + 1)
    if not all(1 <= length <= _LONGEST for length in (*lengths, header.records_per_minute)):
        raise ValueError
    return dataclasses.replace(
        mine,
        profile=file.name,
        url="",
        poll=Poll(header.interval, window, header.look_back, header.records_per_minute),
        scope=header.scope,
        call_date=header.call_date,
        timezone=zone,
        figures=msgspec.convert(header.figures, Figures),
    )
