"""A feed that says what a test wants, and calls made by hand: the console without clock, network or chance."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from math import inf
from pathlib import Path
from typing import Any, cast

from dialer_tui import config
from dialer_tui.clock import Clock
from dialer_tui.config import Settings
from dialer_tui.feed import Feed, Update
from dialer_tui.floor import changes
from dialer_tui.floor.budget import Spent
from dialer_tui.floor.changes import Changes, Entry
from dialer_tui.floor.directories import Directory
from dialer_tui.floor.effort import Effort
from dialer_tui.floor.facts import Diagnostics
from dialer_tui.floor.link import Status
from dialer_tui.floor.names import Claims
from dialer_tui.floor.past import Past
from dialer_tui.intake import LeftOut
from dialer_tui.model import EVERYTHING, Agent, Answer, Ask, Call, Campaign, CampaignList, Dialer, Poll, Scope
from dialer_tui.ui import app
from dialer_tui.ui.app import Console
from dialer_tui.ui.form import Form
from dialer_tui.ui.remember import Remembered

NOW = 1_795_528_800  # 2026-11-24T14:00:00+00:00
SECRET = "0123456789abcdefghijklmnopqrstuv"
LIVE = Status("LIVE", "", 1.0, 1.0, 5.0, 0.0, True, "")


def status(word: str, detail: str = "", age: float | None = 1.0, message: str = "") -> Status:
    """A status with a word."""
    return Status(word, detail, age, 1.0, 5.0, 0.0, True, message)


def call(number: int, *, ended: int = 0, **fields: Any) -> Call:
    """Call `C{number}`, which ended so many seconds ago; every field has a value."""
    known: dict[str, Any] = {
        "id": f"C{number}",
        "campaign_id": "1111",
        "campaign": "Spring Sale",
        "list_id": "111000",
        "list": "Leads A",
        "agent": "Ann Lee",
        "contact": f"Contact {number}",
        "type": "Inbound",
        "number_in": "8885551212",
        "number_out": "8885551313",
        "total": 100,
        "queue": 12,
        "talk": 61,
        "hold": 5,
        "handle": 81,
        "acw": 15,
    }
    known |= fields
    known.setdefault("date", NOW - ended - (known["total"] or 0))
    return Call(**known)


def entry(made: Call, *, new: bool = False, seen: float = NOW) -> Entry:
    """A window's entry for a call: listed at its end, or when seen if new."""
    return Entry(made, seen, seen if new else float(made.ended_at), new)


def existing(count: int, first: int = 1) -> Changes:
    """Calls that were there at the start: C1 is the newest, each next one ended a second earlier."""
    return Changes(existing=[entry(call(first + n, ended=10 + n)) for n in range(count)])


def new(number: int, at: float = NOW, **fields: Any) -> Changes:
    """One new call."""
    return Changes(new=[entry(call(number, **fields), new=True, seen=at)])


def updated(which: Entry, **fields: Any) -> Changes:
    """A call whose record changed."""
    return Changes(updated=[changes.Update(which.changed(call(int(which.call.id[1:]), **fields)), which.call)])


def gone(which: Entry) -> Changes:
    """A call that the API no longer lists."""
    return Changes(gone=[which.changed(which.call, gone=True)])


AGENTS = (Agent("4711", "Ann", "Lee"), Agent("4802", "Bob", "Ray"), Agent("4803", "Cy", "Poe"))
CAMPAIGNS = (
    Campaign(
        "1111",
        "Spring Sale",
        (
            CampaignList("111000", "Leads A", (Dialer("D-01", "Dialer North", ("leadNameFirst", "leadPhone")),)),
            CampaignList("111001", "Leads B"),
        ),
    ),
    Campaign("1112", "Renewals"),
)


class FakeClient:
    """What the console closes at its end."""

    closed = False

    async def fetch(self, ask: Ask) -> Answer[Any]:
        """No answer ever comes."""
        await asyncio.Event().wait()
        raise AssertionError

    async def close(self) -> None:
        self.closed = True


class FakeFeed:
    """Stands in for `Feed`: publishes what it is told to."""

    def __init__(self) -> None:
        self.client = FakeClient()
        self.clock = Clock()
        self.poll = Poll()
        self.scope = EVERYTHING
        self.beside = Spent()
        self.time = float(NOW)
        self.standing = LIVE
        self.lacked: list[tuple[int, int]] = []
        self.refreshed = 0
        self.measured = Diagnostics(Poll(), requests=12, failed=0, received=1_200_000, trips=(0.08,), known=100, k=inf)
        self.diagnosed = 0
        self.windows: list[int] = []
        self.scopes: list[Scope] = []
        self.needed = Effort(9, 12_000)
        self.held = False
        self.directory = Directory()
        self.left_out = LeftOut()
        self.fails: Exception | None = None
        self._listeners: list[Callable[[Update], None]] = []

    def subscribe(self, listener: Callable[[Update], None]) -> None:
        self._listeners.append(listener)

    def now(self) -> float:
        return self.time

    def status(self) -> Status:
        return self.standing

    def missing(self) -> list[tuple[int, int]]:
        return self.lacked

    def refresh(self) -> None:
        self.refreshed += 1

    def diagnostics(self) -> Diagnostics:
        self.diagnosed += 1
        return self.measured

    def set_window(self, seconds: int) -> None:
        self.windows.append(seconds)

    def set_scope(self, scope: Scope) -> None:
        self.scope = scope
        self.scopes.append(scope)

    def effort(self, past: Past, share: float = 1.0) -> Effort:
        return self.needed

    async def hold(self) -> FakeClient:
        self.held = True
        return self.client

    def go_on(self) -> None:
        self.held = False

    def present(self) -> tuple[Changes, Claims]:
        return existing(100), Claims()

    async def run(self) -> None:
        if self.fails:
            raise self.fails
        await asyncio.Event().wait()

    def say(self, *updates: Update) -> None:
        """Publish."""
        for update in updates:
            for listener in self._listeners:
                listener(update)


def settings(**environ: str) -> Settings:
    """Settings of an account that is nobody's."""
    account = {
        "DIALER_TUI_URL": "http://127.0.0.1:9/dialer/",
        "DIALER_TUI_AFFILIATE_ID": "A1B2C3D4E5F6",
        "DIALER_TUI_AFFILIATE_KEY": SECRET,
        "TZ": "UTC",
    }
    return config.load(environ=account | environ)


class Unhurried(Console):
    """A console whose seconds pass when a test says so, however long the machine takes."""

    CSS_PATH = Path(app.__file__).parent / str(Console.CSS_PATH)  # else looked for beside this file

    def _beat(self) -> None:
        self.tick()


def console(
    feed: FakeFeed,
    found: Settings | None = None,
    remembered: Remembered | None = None,
    account: Callable[[], Form] | None = None,
) -> Console:
    """A console on a fake feed."""
    return Unhurried(cast(Feed, feed), found or settings(), account=account, remembered=remembered)


def directory(agents: Iterable[Agent] = AGENTS, campaigns: Iterable[Campaign] = CAMPAIGNS) -> Directory:
    """Both lists."""
    return Directory(tuple(agents), tuple(campaigns))


def text(app: Console) -> list[str]:
    """The screen as lines of text."""
    strips = app.screen._compositor.render_strips()
    return [strip.text.rstrip() for strip in strips]
