"""The command line: a table of commands, each loaded only when it is called."""

from __future__ import annotations

import importlib
import os
from collections.abc import Sequence
from typing import Any

import click

from dialer_tui.cli import out
from dialer_tui.cli.ending import INTERRUPTED
from dialer_tui.cli.examples import epilog
from dialer_tui.cli.options import given, shared
from dialer_tui.config.errors import did_you_mean

NAME = "dialer-tui"
_COMPLETE = "_DIALER_TUI_COMPLETE"
USAGE = 2

# Command → (module:attribute, what the list of commands says of it). Listing them imports none of them.
COMMANDS = {
    "init": ("dialer_tui.cli.init:command", "Set up an account: try it, and write config.toml."),
    "demo": ("dialer_tui.cli.demo:command", "The console on a simulated floor; no account needed."),
    "board": ("dialer_tui.cli.board:command", "The wall board alone, unattended; no personal data."),
    "check": ("dialer_tui.cli.check:command", "Is everything well? A line each, and what to do."),
    "agents": ("dialer_tui.cli.agents:command", "List the agents."),
    "campaigns": ("dialer_tui.cli.campaigns:command", "List the campaigns, their lists and dialers."),
    "calls": ("dialer_tui.cli.calls:command", "List the calls of the window, or of a range."),
    "figures": ("dialer_tui.cli.figures:command", "Service level, waits, handle times and so on, of calls or groups."),
    "report": ("dialer_tui.cli.report:command", "How the shift went: one page of plain text."),
    "watch": ("dialer_tui.cli.watch:command", "Print one JSON line an event, until interrupted."),
    "record": ("dialer_tui.cli.record:command", "What the API answers to a file, for a report of a fault."),
    "replay": ("dialer_tui.cli.replay:command", "The console on a recording."),
    "simulate": ("dialer_tui.cli.simulate:command", "A simulated floor as a server."),
}


class Lazy(click.Group):
    """A group that imports a command when it is called, not to list it."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a name, loaded."""
        if cmd_name not in COMMANDS:
            return None
        module, _, attribute = COMMANDS[cmd_name][0].partition(":")
        found: click.Command = getattr(importlib.import_module(module), attribute)
        found.epilog = epilog(cmd_name)
        return found

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does it, with the nearest name for one there is not."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            known = ", ".join(COMMANDS)
            ctx.fail(f"there is no command {args[0]}{did_you_mean(args[0], COMMANDS)}; there are {known}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands in the help, from the table alone."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in COMMANDS.items()])


def _version(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        from importlib.metadata import version

        out.write(f"{NAME} {version('dialer-tui')}\n")
        ctx.exit()


@click.group(
    NAME,
    cls=Lazy,
    invoke_without_command=True,
    epilog=epilog(""),
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.option(
    "--version", is_flag=True, expose_value=False, is_eager=True, callback=_version, help="Say which this is."
)
@shared
@click.pass_context
def commands(ctx: click.Context) -> int | None:
    """A live console for call-centre floor supervisors on the INFOCU5 Dialer API 3.1.

    Without a command it opens the console. Options may stand before or after a command. The key is never an option:
    it comes from config.toml or from DIALER_TUI_AFFILIATE_KEY.
    """
    if ctx.invoked_subcommand is not None:
        return None
    from dialer_tui.cli.console import show

    return show(given())


@commands.result_callback()
def _code(code: Any, **_: Any) -> int:
    """A command's result is its exit code; None is 0."""
    return int(code or 0)


def run(arguments: Sequence[str]) -> int:
    """Run a command line. Its exit code; a usage error is one line and 2."""
    if _COMPLETE in os.environ:
        commands.main(list(arguments), NAME)
    try:
        with commands.make_context(NAME, list(arguments)) as ctx:
            return int(commands.invoke(ctx) or 0)
    except click.exceptions.Exit as ending:
        return ending.exit_code
    except click.Abort:
        return INTERRUPTED
    except click.ClickException as error:
        context = getattr(error, "ctx", None)
        path = context.command_path if context is not None else NAME
        out.say(f"{error.format_message().rstrip('.')}; see {path} --help")
        for line in getattr(error, "beneath", ()):
            out.lay(line)
        return USAGE
