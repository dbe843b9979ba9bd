"""`dialer-tui demo`: the console on a simulated floor, over real HTTP on loopback in the same process."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

import click

from dialer_tui.cli.options import given, shared

_FIRE = -25 * 60, 15 * 60  # seconds between which a queue burns: a demo without any trouble shows little
_OWN_FLOOR = "cannot go with demo, which has a floor of its own"


@click.command("demo")
@click.option("--seed", default=1, show_default=True, help="Same seed, same floor.")
@click.option(
    "--agents", "people", default=80, show_default=True, type=click.IntRange(0, 5000), help="How many agents."
)
@click.option(
    "--campaigns", "queues", default=8, show_default=True, type=click.IntRange(0, 500), help="How many campaigns."
)
@click.option(
    "--calls-per-hour", default=1000.0, show_default=True, type=click.FloatRange(0, 1_000_000), help="How busy it is."
)
@shared
def command(seed: int, people: int, queues: int, calls_per_hour: float) -> int:
    """The console on a simulated floor. It needs no account and asks nobody but itself."""
    return show(given(url=_OWN_FLOOR, profile=_OWN_FLOOR), seed, people, queues, calls_per_hour)


def show(
    options: Mapping[str, Any], seed: int = 1, people: int = 80, queues: int = 8, calls_per_hour: float = 1000.0
) -> int:
    """Open the console on a simulated floor; its exit code. `options`: the shared ones, without url and profile."""
    from dialer_tui.cli import connect, terminal

    terminal.check()
    from dialer_tui.simulator.burning import Burn
    from dialer_tui.simulator.server import Server
    from dialer_tui.simulator.world import World

    burning = [Burn("", *_FIRE)] if calls_per_hour else []
    world = World(seed, people, queues, calls_per_hour, even=True, burning=burning)
    server = Server(world)
    server.start()
    try:
        account = {"url": server.url, "affiliate_id": world.affiliate_id, "affiliate_key": world.affiliate_key}
        settings = dataclasses.replace(connect.settings({**options, **account}), profile="demo")
        from dialer_tui.ui.app import run
        from dialer_tui.ui.form import told

        words = "This is a simulated floor, with an account of its own. To set up yours, leave and run dialer-tui."
        return run(connect.feed(settings), settings, demo=True, account=lambda: told("Account", words))
    finally:
        server.stop()
