"""`dialer-tui watch`: the feed's changes as JSON lines, until interrupted."""

from __future__ import annotations

import asyncio
import select
import sys
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import click

from dialer_tui.api.protocol import iso
from dialer_tui.cli import connect, ending, out
from dialer_tui.cli.lasting import Lasting
from dialer_tui.cli.options import given, shared
from dialer_tui.export import records
from dialer_tui.export.sheet import json_line
from dialer_tui.feed import Feed, Update
from dialer_tui.floor.changes import Changes
from dialer_tui.floor.link import Status
from dialer_tui.floor.people import People
from dialer_tui.model import Call

if TYPE_CHECKING:
    from dialer_tui.cli.alerting import Watcher

_OWN = "is for agents, campaigns and the console: getCalls has no such choice"
_ON_THE_WAY = frozenset({"CONNECTING", "FILLING"})
_LOOK = 1.0  # seconds between two looks at whether anybody still reads


@click.command("watch")
@click.option("--all", "present", is_flag=True, help='The calls that are there already too, as "existing".')
@click.option("--states", is_flag=True, help="A line for each change of the link's state too.")
@click.option("--alerts", is_flag=True, help="A line for each alert that is raised, and when it is over, too.")
@shared
def command(present: bool, states: bool, alerts: bool) -> int:
    """Print one JSON line an event: a call is new, updated or gone. It ends when it is interrupted."""
    settings = connect.settings(given(own=_OWN))
    # Events do not say whose the calls are, but a rule of [[alerts]] may be of one agent, and its filter ask for one.
    apart = alerts and any(rule["agent"] or "agent" in str(rule["calls"]).lower() for rule in settings.alerts)
    feed = connect.feed(settings, apart=apart)
    people = People(settings.figures.not_agents) if settings.mask else None
    watcher = None
    if alerts:
        from dialer_tui.cli.alerting import Watcher

        watcher = Watcher(feed, settings)
    return ending.run(_watch(feed, Events(feed, present=present, states=states, mask=people), watcher))


class Events:
    """What the feed publishes as JSON lines, each dated with server-now."""

    def __init__(self, feed: Feed, *, present: bool, states: bool, mask: People | None) -> None:
        self._feed = feed
        self._present = present
        self._states = states
        self._mask = mask

    def lines(self, update: Update) -> Iterator[str]:
        """The lines of one update, maybe none."""
        if isinstance(update, Changes):
            yield from self._changes(update)
        elif isinstance(update, Status) and self._states:
            age = None if update.age is None else round(update.age)
            # `view` is the console's word; nothing is paused or past here.
            yield json_line({"event": "state", "link": update.word, "view": "", "age": age, "at": self._now()})

    def _changes(self, changes: Changes) -> Iterator[str]:
        if self._present:
            yield from (self._line("existing", entry.call) for entry in changes.existing)
        yield from (self._line("new", entry.call) for entry in changes.new)
        for update in changes.updated:
            yield self._line("updated", update.entry.call, returned=update.returned)
        yield from (self._line("gone", entry.call) for entry in changes.gone)

    def _line(self, event: str, call: Call, *, returned: bool = False) -> str:
        more = {"returned": True} if returned else {}
        return json_line({"event": event, "at": self._now(), **more, "call": records.call(call, self._mask)})

    def _now(self) -> str:
        return iso(int(self._feed.now()))


class Words:
    """What is said on stderr of the link: when it is not well, and when it is again."""

    def __init__(self) -> None:
        self._ill = False
        self._said: set[str] = set()

    def heed(self, feed: Feed) -> None:
        """Say once what was left out of answers and why, and that the server does not tell its time."""
        notes = [f"left out: {reason}" for reason in feed.left_out.reasons]
        if feed.status().age is not None and not feed.clock.known:
            notes.append(connect.NO_DATE)
        for note in notes:
            if note not in self._said:
                out.say(note)
        self._said = set(notes)

    def say(self, status: Status) -> None:
        """Take a change of the state word."""
        if status.word in _ON_THE_WAY or (status.word == "LIVE" and not self._ill):
            return
        self._ill = status.word != "LIVE"
        state = ", ".join(filter(None, (status.word, status.detail)))
        out.say(f"{state}: {status.message}" if status.message else state)


async def _watch(feed: Feed, events: Events, watcher: Watcher | None) -> int:
    """Print until a signal comes, nobody reads, or nothing more can come: an exit code, or the error that it is."""
    lasting, words = Lasting(), Words()

    def write(lines: Iterable[str]) -> None:
        if lasting.over:
            return
        try:
            if written := list(lines):
                out.write("\n".join(written) + "\n")
        except (BrokenPipeError, out.OutputError) as error:
            lasting.fail(error)

    def listen(update: Update) -> None:
        if watcher is not None:
            watcher.take(update)
        write(events.lines(update))
        if lasting.over:
            return
        words.heed(feed)
        if isinstance(update, Status) and not lasting.heed(feed):
            words.say(update)

    feed.subscribe(listen)
    work = [feed.run(), _until_unread()]
    if watcher is not None:
        work.append(watcher.run(write))
    try:
        return await lasting.run(*work)
    finally:
        await feed.client.close()


async def _until_unread() -> None:
    """Wait until nobody reads stdout any more (BrokenPipeError): on a quiet floor no write would tell."""
    poll = select.poll()
    if sys.stdout is not None:
        poll.register(sys.stdout.fileno(), 0)
    while True:
        await asyncio.sleep(_LOOK)
        if any(event & select.POLLERR for _, event in poll.poll(0)):
            raise BrokenPipeError
