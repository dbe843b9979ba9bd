"""`dialer-tui simulate`: the simulated floor as a server of its own."""

from __future__ import annotations

import click


@click.command("simulate")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8765, show_default=True, type=click.IntRange(0, 65535), help="Port (0: any free one).")
@click.option("--seed", default=1, show_default=True, help="Same seed, same floor.")
@click.option(
    "--agents",
    default=80,
    show_default=True,
    type=click.IntRange(0, 5000),
    help="Agents on the list; a third is on shift.",
)
@click.option("--campaigns", default=8, show_default=True, type=click.IntRange(0, 500))
@click.option(
    "--calls-per-hour", default=500.0, show_default=True, type=click.FloatRange(0, 200_000), help="The day's mean."
)
def command(host: str, port: int, seed: int, agents: int, campaigns: int, calls_per_hour: float) -> None:
    """Run a simulated floor as a server that speaks the Dialer API."""
    import signal
    import threading

    from dialer_tui.simulator.server import Server
    from dialer_tui.simulator.world import World

    world = World(seed, agents, campaigns, calls_per_hour)
    server = Server(world, host=host, port=port).start()
    click.echo(
        f"DIALER_TUI_URL={server.url} DIALER_TUI_AFFILIATE_ID={world.affiliate_id} "
        f"DIALER_TUI_AFFILIATE_KEY={world.affiliate_key} dialer-tui",
        err=True,
    )
    done = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: done.set())
    done.wait()
    server.stop()
