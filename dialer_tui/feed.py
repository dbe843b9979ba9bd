"""The only loop: schedule → client → window, and what came of it to whoever listens."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from dialer_tui.api.protocol import Fault
from dialer_tui.clock import SKEWED, Clock
from dialer_tui.floor.backoff import Backoff
from dialer_tui.floor.budget import Spent
from dialer_tui.floor.changes import Changes
from dialer_tui.floor.directories import Directories, Directory
from dialer_tui.floor.evidence import Evidence
from dialer_tui.floor.facts import Apart, Diagnostics
from dialer_tui.floor.link import Status, status
from dialer_tui.floor.names import Claims
from dialer_tui.floor.namesakes import EVERY, Namesakes, Question
from dialer_tui.floor.outages import Outages
from dialer_tui.floor.schedule import Schedule
from dialer_tui.floor.window import RollingWindow
from dialer_tui.gate import Gate
from dialer_tui.intake import Asks, Counted, LeftOut, about, measured, merge, question
from dialer_tui.model import EVERYTHING, Answer, Function, Poll, Scope, Window
from dialer_tui.pulse import Pulse

if TYPE_CHECKING:
    from dialer_tui.floor.effort import Effort
    from dialer_tui.floor.memory import Memory
    from dialer_tui.floor.past import Past

_REST = 1.0  # seconds between two polls, at least

Update = Changes | Claims | Directory | Scope | Status
Listener = Callable[[Update], None]


class Feed:
    """Keeps a rolling window true, on one event loop, and publishes what changes.

    Owns the mutable things of the program, `window`, `schedule` and `namesakes`. Faults never leave `run`: `status`
    tells them.
    """

    def __init__(
        self,
        client: Asks,
        clock: Clock,
        poll: Poll,
        scope: Scope = EVERYTHING,
        rng: random.Random | None = None,
        *,
        apart: bool = True,
        unattended: bool = False,
    ) -> None:
        """`apart`: namesakes are told apart, which takes requests of its own.

        `unattended`: nobody is there who could ask again, so that it never stops asking by itself.
        """
        self.client = client
        self.clock = clock
        self.poll = poll
        self.scope = scope
        self.directories = Directories()
        self.left_out = LeftOut()
        self.evidence = Evidence()
        self.namesakes = Namesakes()
        self.beside = Spent()  # what others have asked this client for, which the budget counts
        self._apart = apart
        self._counted = Counted(client)
        self._rng = rng or random.Random()
        self.pulse = Pulse(clock, Backoff(poll.interval, self._rng, unattended=unattended))
        self._listeners: list[Listener] = []
        self._wake = asyncio.Event()
        self._anchored = False
        self._word = ""
        self._word_since = clock.now()
        self._wanted: Poll | None = None
        self._aimed: Scope | None = None
        self._merging = False
        self._gate = Gate()  # shut while somebody looks at something else
        self._anchor(clock.now())
        self._began = clock.tick()
        self.outages = Outages(clock.now())

    def _anchor(self, now: float, memory: Memory | None = None) -> None:
        """Start over at a server-now."""
        self.schedule = Schedule(self.poll, now)
        self.window = RollingWindow(self.poll, now, memory=memory)

    # --- outside ------------------------------------------------------------------------------------------------

    def subscribe(self, listener: Listener) -> None:
        """Call `listener` on the loop with each update, in order.

        With a Status whenever its word changes; with a Scope when from then on other calls are asked for.
        """
        self._listeners.append(listener)

    def through(self, client: Asks) -> None:
        """Ask another client from now on; before `run`."""
        self.client = client
        self._counted = Counted(client)

    def now(self) -> float:
        """Server-now, seconds since 1970 UTC."""
        return self.clock.now()

    def refresh(self) -> None:
        """Ask again now: agents, campaigns, and the newest calls that a minute's budget holds.

        Credentials that are refused are not tried more often than once a minute, whoever asks.
        """
        if self.pulse.hopeless:
            return
        self.directories.hurry()
        self.schedule.hurry()
        self._wake.set()

    async def hold(self) -> Asks:
        """Poll no more until `go_on`; once the request that is under way is over, whom to ask meanwhile."""
        if not self.held:
            self._gate.close()
            self.outages.rest(self.clock.now())
        await self._gate.empty()
        return self._counted

    def go_on(self) -> None:
        """Poll again, at once unless a fault is being waited out. What came in meanwhile is new."""
        if self.held:
            self._tell()  # by now it may be stale: what comes next was not waited for
            self._gate.open()
            self.outages.wake(self._word, self.clock.now())
            self._hasten()

    @property
    def held(self) -> bool:
        """Whether nothing is asked until `go_on`."""
        return self._gate.shut

    def effort(self, past: Past, share: float = 1.0) -> Effort:
        """What it would take to have a past range, or a share of its calls, as calls have come lately."""
        from dialer_tui.floor.effort import effort

        return effort(self.schedule, past, self.clock.now(), share)

    def present(self) -> tuple[Changes, Claims]:
        """All that is shown now, as if it had just been found there: for who has shown something else meanwhile."""
        return Changes(existing=self.window.shown()), Claims(self.namesakes.known())

    def set_window(self, window: Window) -> None:
        """Show another window. What is known of it stays; the rest is asked for at once."""
        self._wanted = replace(self.poll, window=window)
        self._resize()

    def set_scope(self, scope: Scope) -> None:
        """Ask for other agents and campaigns, at once. Where other calls are asked for, the window starts over.

        A call that is listed again then is as it was known before, and no call is said to be new twice.
        """
        self._aimed = scope
        self._rescope()

    def _hasten(self) -> None:
        """Poll now, unless a fault is being waited out."""
        if self.pulse.fault is None:
            self._wake.set()

    def _settle(self) -> None:
        """Take the scope and the window that were wanted."""
        self._rescope()
        self._resize()

    def _rescope(self) -> None:
        """Take the scope that was wanted, but not in the midst of an answer: its changes must come first."""
        if self._aimed is None or self._merging:
            return
        had, self.scope, self._aimed = self.scope, self._aimed, None
        self.directories.forget()
        if had.calls != self.scope.calls:
            self._publish(Changes(aged=self.window.shown()))
            now = self.clock.now()
            caps = self.schedule.caps.elsewhere()
            self._anchor(now, self.window.leave(had, self.scope, now) if self._anchored else None)
            self.schedule.caps = caps
            self.schedule.begin(now, self.clock.tick())
            self.pulse.anew()
            self._publish(self.scope)
        self._hasten()
        self._tell()

    def _resize(self) -> None:
        """Take the window that was wanted, in the same way."""
        if self._wanted is None or self._merging:
            return
        self.poll, self._wanted = self._wanted, None
        self.schedule.resize(self.poll, self.clock.now())
        self._publish(self.window.resize(self.poll))
        self._hasten()
        self._tell()

    @property
    def directory(self) -> Directory:
        """The agents and campaigns as last had."""
        return self.directories.directory

    def status(self) -> Status:
        """How things stand; cheap enough for every second."""
        said = status(self.pulse.facts(self.window, self.schedule, self.poll), self.poll)
        since = self._word_since if said.word == self._word else self.clock.now()
        return replace(said, since=since)

    def missing(self) -> list[tuple[int, int]]:
        """The parts of the window that have not been had whole, as far as they could be."""
        return self.pulse.missing(self.window, self.poll)

    def diagnostics(self) -> Diagnostics:
        """Everything there is to know about how true the window is; for once a second while somebody looks."""
        now, schedule, pulse = self.clock.now(), self.schedule, self.pulse
        edge, far = self.poll.length(now), int(now) - self.poll.horizon(now)
        stands = self.status()
        return replace(
            measured(self.poll, self._counted, self.left_out, self.evidence, schedule, self.clock),
            known=len(self.window.entries),
            coverage=stands.coverage,
            lateness=(pulse.lateness(schedule, edge), pulse.lateness(schedule, far)),
            ago=(edge, far),
            k=schedule.k,
            next_poll=None if pulse.due is None else max(0.0, pulse.due),
            stopped=pulse.stopped,
            capped=stands.capped,
            apart=Apart(self.namesakes.names, *self.namesakes.counts) if self._apart else None,
        )

    # --- the loop -----------------------------------------------------------------------------------------------

    async def run(self) -> None:
        """Poll until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._announce())
            tasks.create_task(self._polls())

    async def _announce(self) -> None:
        """A state can change though no answer comes: an age grows."""
        while True:
            self._tell()
            await asyncio.sleep(_REST)

    async def _polls(self) -> None:
        """Start to start on a grid with a random phase; missed polls are skipped."""
        grid = self.clock.tick() + self._rng.uniform(0, self.poll.interval)
        while True:
            await self._gate.opened()
            self._wake.clear()
            try:
                with self._gate.passing():
                    await self._poll()
            except Fault as fault:
                await self._pause(self._failed(fault))
                continue
            tick = self.clock.tick()
            while grid < tick + _REST:
                grid += self.poll.interval
            self.pulse.next_poll = grid
            await self._pause(grid - tick)

    async def _poll(self) -> None:
        """Everything that is due, one request after another, unless it is held."""
        self.clock.look()
        began = self.clock.tick()
        self.schedule.beside = self.namesakes.spent(began) + self.beside.within(began)
        self.schedule.begin(self.clock.now(), self.clock.tick())
        while not self.held:
            await self._advance()
            span = self.schedule.next(self.clock.now(), self.clock.tick())
            if span is not None:
                await self._calls(*span)
                if self.pulse.sent is None or not (self.window.entries or self.directory.agents):
                    continue  # asked for the wrong time, or nobody called: the newest calls come before anything else
            await self._directories()
            if self.held:
                return
            await self._ask_apart()
            if span is None:
                self.pulse.took = self.clock.tick() - began
                return

    async def _advance(self) -> None:
        """Let what has left the window go, breathing where that is much."""
        for changes in self.window.move(self.clock.now()):
            self._publish(changes)
            await asyncio.sleep(0)

    async def _calls(self, start: int, end: int) -> None:
        window = self.window
        answer = await self._counted.fetch(question(window, start, end, self.scope))
        self._well(answer)
        if window is not self.window:  # it has started over meanwhile: this is of calls that are not asked for now
            return
        now = self.clock.at(answer.sent)
        if not self._anchored:
            self._anchored = True
            self.outages.began = now - (answer.sent - self._began)
            if abs(now - self.window.began) > SKEWED:  # that was a question about the wrong time
                self._anchor(now)
                self.schedule.begin(now, self.clock.tick())
                return
            self.window.began = now
        self.pulse.sent = answer.sent
        live = self._word == "LIVE"
        self._merging = True
        changes = await merge(self.schedule, self.window, answer, now, self.evidence, live)
        self._merging = False
        self._publish(changes)
        self._settle()
        self._tell()

    async def _directories(self) -> None:
        for function in self.directories.due(self.clock.tick()):
            if self.held:
                return
            await self._list(function)

    async def _list(self, function: Function) -> None:
        """Ask for the agents, or for the campaigns."""
        try:
            answer = await self._counted.fetch(self.directories.ask(function, self.scope))
        except Fault as fault:  # the calls have just been had: whatever this is, it is no reason to stop them
            self.directories.failed(function, self.clock.tick())
            self.left_out.note(function, str(fault))
            return
        self._well(answer)
        had = self.directory
        if self.directories.answered(answer, self.scope, self.clock.tick()):
            if self.directory != had:
                self._publish(self.directory)
            if function == "getAgents" and self._apart:
                await self._regroup()

    # --- namesakes ----------------------------------------------------------------------------------------------

    async def _regroup(self) -> None:
        """The agent list may name other namesakes."""
        calls = [entry.call for entry in self.window.shown()]
        await self._claim(self.namesakes.agents(self.directory.agents or (), calls, self.scope.agents))

    async def _ask_apart(self) -> None:
        """Ask whose the calls of namesakes are, once the window has been had."""
        if self.schedule.unfilled(self.window.start(self.clock.now())):
            return
        asked = self.namesakes.next(self.clock.tick(), self.schedule.aside(EVERY))
        if asked is not None:
            await self._tell_apart(asked)

    async def _tell_apart(self, asked: Question) -> None:
        window = self.window
        try:
            answer = await self._counted.fetch(about(asked, self.scope))
        except Fault as fault:  # whose the calls are is no reason to stop asking for them
            self.namesakes.failed(self.clock.tick(), fault.retry_after)
            self.left_out.note("getCalls", str(fault))
            return
        self._well(answer)
        if window is self.window:
            await self._claim(self.namesakes.answered(asked, answer, self.schedule.caps.cap))

    async def _claim(self, steps: Iterable[None]) -> None:
        """Take in, step by step, what tells namesakes apart, and say whose calls have become known."""
        self._merging = True
        for _ in steps:
            self._publish(Claims(self.namesakes.told()))
            await asyncio.sleep(0)
        self._merging = False
        self._publish(Claims(self.namesakes.told()))
        self._settle()

    # --- faults -------------------------------------------------------------------------------------------------

    def _well(self, answer: Answer[Any]) -> None:
        self.pulse.good(answer)
        self.left_out.take(answer)

    def _failed(self, fault: Fault) -> float | None:
        """Take a fault; how long to wait, None: until a person asks."""
        pause = self.pulse.failed(fault)
        self._tell()
        return pause

    async def _pause(self, seconds: float | None) -> None:
        """Sleep, for ever when None, unless a person asks for a refresh."""
        try:
            async with asyncio.timeout(seconds):
                await self._wake.wait()
        except TimeoutError:
            pass
        self._wake.clear()

    def _publish(self, update: Update) -> None:
        if update:
            for listener in self._listeners:
                listener(update)
        if isinstance(update, Changes):
            self.namesakes.apply(update)
            self._publish(Claims(self.namesakes.told()))

    def _tell(self) -> None:
        now = self.status()
        if now.word != self._word:
            self._word, self._word_since = now.word, self.clock.now()
            if not self.held:
                self.outages.take(now.word, self._word_since, now.age)
            self._publish(self.status())
