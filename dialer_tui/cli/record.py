"""`dialer-tui record FILE`: what the API answers, to a file, until interrupted."""

from __future__ import annotations

import asyncio
import secrets
import sys
import time
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dialer_tui.cli import connect, ending, out
from dialer_tui.cli.lasting import Lasting
from dialer_tui.cli.options import given, shared
from dialer_tui.config import ConfigError
from dialer_tui.feed import Feed, Update
from dialer_tui.floor.link import Status
from dialer_tui.floor.people import NOT_AGENTS
from dialer_tui.model import Daily
from dialer_tui.tape.form import VERSION, Header
from dialer_tui.tape.others import Others
from dialer_tui.tape.recorder import Recorder
from dialer_tui.tape.write import Tape

if TYPE_CHECKING:
    from dialer_tui.config import Settings

_EVERY = 1.0  # seconds between two looks at how far it is


@click.command("record")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--anonymise/--no-anonymise",
    default=None,
    help="Names, numbers and IDs of people, campaigns and lists become consistent others before they are written; "
    "fields that the API's document does not know are dropped. Times stay. Default: where [view] mask is on.",
)
@click.option("--force", is_flag=True, help="Replace the file if there is one.")
@shared
def command(file: Path, anonymise: bool | None, force: bool) -> int:
    """Record what the API answers to FILE until interrupted, for a report of a fault.

    FILE is NDJSON in gzip, for its owner alone to read. Unless anonymised it holds the names and numbers of people.
    URL, affiliate ID and key are never in it.
    """
    settings = connect.settings(given())
    turned = settings.mask if anonymise is None else anonymise
    others = Others(secrets.token_bytes(32), NOT_AGENTS) if turned else None
    feed = connect.feed(settings)
    try:
        tape = Tape(file, replace=force)
    except FileExistsError:
        raise ConfigError("the file is there already", file, hint="--force replaces it") from None
    return ending.run(_record(feed, settings, tape, others, file))


def header(settings: Settings, others: Others | None) -> Header:
    """The first line of a recording under some settings."""
    from importlib.metadata import version

    poll, figures = settings.poll, asdict(settings.figures)
    if others is not None:
        figures["not_agents"] = [others.name(name) for name in settings.figures.not_agents]
    return Header(
        VERSION,
        version("dialer-tui"),
        others is not None,
        time.time(),
        settings.timezone.key or "UTC",
        settings.call_date,
        poll.interval,
        poll.window.at.strftime("%H:%M") if isinstance(poll.window, Daily) else poll.window,
        poll.look_back,
        poll.records_per_minute,
        settings.scope if others is None else others.scope(settings.scope),
        figures,
    )


async def _record(feed: Feed, settings: Settings, tape: Tape, others: Others | None, file: Path) -> int:
    """Record until a signal comes, the disk is full, or nothing more can come."""
    lasting = Lasting()

    def listen(update: Update) -> None:
        if isinstance(update, Status):
            lasting.heed(feed)

    recorder = Recorder(feed.client, feed.clock, tape, settings.scope, lasting.fail, others, connect.hidden(settings))
    feed.through(recorder)
    feed.subscribe(listen)
    progress = _Told(file, feed, recorder, tape)
    tape.write(header(settings, others))
    held = "names and numbers of people" if others is None else "other names and numbers than those of people"
    out.say(f"recording to {file}, until interrupted; it holds {held}")
    try:
        return await lasting.run(feed.run(), progress.run())
    finally:
        await recorder.close()
        progress.end()


class _Told:
    """How far it is, on stderr: a line that is drawn anew on a terminal, one at the end elsewhere."""

    def __init__(self, file: Path, feed: Feed, recorder: Recorder, tape: Tape) -> None:
        self._file, self._feed, self._recorder, self._tape = file, feed, recorder, tape
        self._line = out.Progress("")

    async def run(self) -> None:
        while True:
            await asyncio.sleep(_EVERY)
            if sys.stderr is not None and sys.stderr.isatty():
                self._line.show(f"{self._words()} · {self._feed.status().word}")

    def end(self) -> None:
        """The last word."""
        self._line.wipe()
        out.say(f"{self._file}: {self._words()}")

    def _words(self) -> str:
        minutes, seconds = divmod(int(self._recorder.passed), 60)
        answers = self._recorder.answers
        return (
            f"{answers:,} answer{'' if answers == 1 else 's'} in {minutes}:{seconds:02}, {self._tape.size / 1e6:.1f} MB"
        )
