"""`dialer-tui simulate`: the simulated floor as a server of its own."""

from __future__ import annotations

import math
import signal
import time
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any

import click

from dialer_tui.cli import completing

if TYPE_CHECKING:
    from dialer_tui.simulator.faults import Fault
    from dialer_tui.simulator.server import Server
    from dialer_tui.simulator.world import World

_INTERRUPTED = 130


class Seconds(click.ParamType[float]):
    """A time such as 90, 30s, 5m or 1h, as seconds. A sign is allowed where `signed`."""

    name = "TIME"

    def __init__(self, *, signed: bool = False) -> None:
        self.signed = signed

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """Read the text of an option."""
        from dialer_tui.simulator.faults import seconds

        if not isinstance(value, str):
            return float(value)
        sign, text = (-1.0, value[1:]) if self.signed and value.startswith("-") else (1.0, value)
        try:
            return sign * seconds(text)
        except ValueError as error:
            self.fail(str(error), param, ctx)


def _list_faults(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
    if not wanted:
        return
    from dialer_tui.simulator.faults import described

    for name, does in described():
        click.echo(f"{name:<9} {does}")
    ctx.exit()


def fault_names() -> list[str]:
    """The faults there are."""
    from dialer_tui.simulator.faults import described

    return [name for name, _ in described()]


@click.command("simulate")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8765, show_default=True, type=click.IntRange(0, 65535), help="Port (0: any free one).")
@click.option("--seed", default=1, show_default=True, help="Same seed, same floor.")
@click.option("--agents", default=80, show_default=True, type=click.IntRange(0, 5000), help="A third are on shift.")
@click.option("--namesakes", type=click.IntRange(0), help="How many bear another one's name; every ninth if not given.")
@click.option("--campaigns", default=8, show_default=True, type=click.IntRange(0, 500), help="How many campaigns.")
@click.option(
    "--calls-per-hour",
    default=500.0,
    show_default=True,
    type=click.FloatRange(0, 200_000),
    help="On the day's average; nights have half of it, peaks half as many again.",
)
@click.option(
    "--speed", default=1.0, show_default=True, type=click.FloatRange(0.01, 3600), help="Of the floor's clock."
)
@click.option(
    "--shape",
    default="example",
    show_default=True,
    type=click.Choice(["example", "table"]),
    help="Of answers: as the document's examples or as its tables.",
)
@click.option(
    "--edges",
    default="both",
    show_default=True,
    type=click.Choice(["both", "start", "end", "none"]),
    help="Which of dateStart and dateEnd belong to the range.",
)
@click.option("--cap", type=click.IntRange(1), help="An answer holds the newest N calls at most, silently.")
@click.option("--lag", default=0.0, type=Seconds(), help="Half of the answers come from a replica so far behind.")
@click.option("--late", is_flag=True, help="Some calls are listed seconds to minutes after their end.")
@click.option("--moved", is_flag=True, help="Some calls change their callDate after they were listed.")
@click.option("--vanish", is_flag=True, help="Some calls disappear for good after they were listed.")
@click.option("--skew", default=0.0, type=Seconds(signed=True), help="How far the floor's clock is ahead of this one.")
@click.option(
    "--date",
    default="server",
    show_default=True,
    type=click.Choice(["server", "none"]),
    help="The Date header: the floor's clock, or missing.",
)
@click.option("--gzip", is_flag=True, help="Compress answers for clients that accept it.")
@click.option(
    "--hostile", is_flag=True, help="Some names carry escapes, markup, bidirectional overrides, floods of marks."
)
@click.option(
    "--fault",
    "faults",
    multiple=True,
    shell_complete=completing.faults,
    metavar="NAME[=N][@START[+FOR]]",
    help="A fault and when, in real time from the start: 900@30s+10s. Can be given again. See --faults.",
)
@click.option(
    "--faults",
    "names",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_list_faults,
    help="List the faults and exit.",
)
@click.option("--freeze", default=math.inf, type=Seconds(), help="After so long nothing is listed or changed any more.")
@click.option("--list", "listing", is_flag=True, help="At the end print the IDs the floor lists then, one a line.")
@click.option(
    "--list-window",
    default=3600.0,
    type=Seconds(),
    help="With --list: calls that started or ended in this time before the end (1h), dated at most 2h earlier still.",
)
def command(
    host: str,
    port: int,
    seed: int,
    agents: int,
    namesakes: int | None,
    campaigns: int,
    calls_per_hour: float,
    speed: float,
    shape: str,
    edges: str,
    cap: int | None,
    lag: float,
    late: bool,
    moved: bool,
    vanish: bool,
    skew: float,
    date: str,
    gzip: bool,
    hostile: bool,
    faults: tuple[str, ...],
    freeze: float,
    listing: bool,
    list_window: float,
) -> None:
    """Run a simulated floor as a server that speaks the Dialer API.

    It prints the line that connects a console to it, and runs until interrupted.
    """
    from dialer_tui.simulator.answers import Behaviour
    from dialer_tui.simulator.faults import burning, parse
    from dialer_tui.simulator.server import Server
    from dialer_tui.simulator.world import World

    try:
        misbehaviour = [parse(text) for text in faults]
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--fault") from error
    world = World(
        seed,
        agents,
        campaigns,
        calls_per_hour,
        speed,
        namesakes=namesakes,
        late=late,
        moved=moved,
        vanish=vanish,
        hostile=hostile,
        skew=skew,
        freeze=freeze,
        burning=burning(misbehaviour),
    )
    _refuse_other_campaigns(world, misbehaviour)
    server = Server(world, Behaviour(shape, edges, cap, lag, date, gzip), misbehaviour, host, port)
    ended = _signals()
    try:
        server.start()
    except OSError as error:
        click.echo(f"Cannot listen on {host} port {port}: {error.strerror}. Try another with --port.", err=True)
        raise SystemExit(1) from error
    _introduce(server)
    code = ended.get()
    now = world.now()
    server.stop()
    if listing:
        _print_ids(world, list_window, now)
    raise SystemExit(code)


def _refuse_other_campaigns(world: World, faults: list[Fault]) -> None:
    """A queue that is to burn must be there."""
    known = [campaign.id for campaign in world.roster.campaigns]
    for fault in faults:
        if fault.kind.names and fault.argument and f"{fault.argument:.0f}" not in known:
            message = f"there is no campaign {fault.argument:.0f}; there are {', '.join(known)}"
            raise click.BadParameter(message, param_hint="--fault")


def _introduce(server: Server) -> None:
    world = server.world
    for line in (
        f"The simulated floor answers at {server.url}",
        f"affiliate ID   {world.affiliate_id}",
        f"affiliate key  {world.affiliate_key}",
        "To open the console on it:",
        f"DIALER_TUI_URL={server.url} DIALER_TUI_AFFILIATE_ID={world.affiliate_id} "
        f"DIALER_TUI_AFFILIATE_KEY={world.affiliate_key} dialer-tui",
    ):
        click.echo(line, err=True)


def _signals() -> SimpleQueue[int]:
    """A queue that gets the exit code when a signal asks to end: 0 for SIGTERM, 130 for an interrupt."""
    codes: SimpleQueue[int] = SimpleQueue()
    signal.signal(signal.SIGTERM, lambda *_: codes.put(0))
    signal.signal(signal.SIGINT, lambda *_: codes.put(_INTERRUPTED))
    return codes


def _print_ids(world: World, window: float, now: float) -> None:
    """The floor's own list on stdout, and on stderr what it covers."""
    since = math.floor(now - window)
    ids = world.window(now - since, now=now)
    click.echo("".join(f"{ident}\n" for ident in ids), nl=False)
    first, last = (time.strftime("%Y-%m-%dT%H:%M:%S+00:00", time.gmtime(at)) for at in (since, now))
    click.echo(f"{len(ids)} calls started or ended from {first} to {last}", err=True)
