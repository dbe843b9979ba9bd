"""A recording on the screen: its controls, what the status line says of it, and being at another time of it at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dialer_tui.player import Player
from dialer_tui.replay import Played, Replay
from dialer_tui.ui import times
from dialer_tui.ui.messages import Arrived
from dialer_tui.ui.tapekeys import MINUTE

if TYPE_CHECKING:
    from dialer_tui.ui.app import Console
    from dialer_tui.ui.becoming import Then

_GROUP = "travel"
_LONG = 600  # seconds from which a recording is told in minutes


class Playing:
    """What of the console has to do with a recording that is played."""

    def __init__(self, app: Console, player: Player) -> None:
        self._app, self._player = app, player
        self._running = self._heard = player.feed
        self._said_trouble = False

    # --- what is said of it -------------------------------------------------------------------------------------

    @property
    def travelling(self) -> bool:
        """Whether it is on its way to another time: what is on the screen stays until it is there."""
        return self._player.travelling

    def words(self, *, wide: bool, seconds: bool = True) -> str:
        """For the status line: how it is played, what time it is in it, and how far that is. `wide`: all of it."""
        player, app = self._player, self._app
        zone = app.settings.timezone
        at = int(self._moment(player.position))
        clock = times.when(at, zone, times.day(at, zone), seconds=seconds)
        if player.travelling:
            return f"REPLAY {'going ' if wide else ''}to {clock}, {int(player.share * 100)} %"
        how = "at its end" if player.feed.over else "paused" if player.paused else ""
        if not how and player.speed != 1:
            how = f"x{player.speed:g}"
        far = self._far(player.position, " of " if wide else "/")
        if not wide:
            return " ".join(filter(None, ("REPLAY", how, far)))
        return f" {app.main.glyphs.dot} ".join(filter(None, (f"REPLAY {how}".rstrip(), clock, far)))

    def _far(self, tick: float, of: str) -> str:
        """How far a tick is in the recording; "" while it is not known how long that is."""
        index = self._player.index
        if index is None or not index.end:
            return ""
        if index.end < _LONG:
            return f"{times.length(int(tick))}{of}{times.length(int(index.end))}"
        return f"{int(tick) // MINUTE}{of}{int(index.end) // MINUTE} min"

    def _moment(self, tick: float) -> float:
        """The server's time at a tick."""
        index = self._player.index
        return self._player.feed.clock.at(tick) if index is None else index.moment(tick)

    def look(self) -> None:
        """A second has passed: say where it cannot be read any further."""
        feed = self._player.feed
        if feed.over and feed.trouble and not self._said_trouble and not self.travelling:
            self._said_trouble = True
            self._app.main.say(f"it can be read to here: {feed.trouble}", "it can be read to here only")

    # --- controls -----------------------------------------------------------------------------------------------

    def measure(self) -> None:
        """Look the file through while it is played."""
        self._app.run_worker(self._measure(), name="measure", group="measure")

    def _run(self) -> None:
        feed = self._player.feed
        if feed is not self._running:
            self._running = feed
            self._app.let_run(feed)

    async def _measure(self) -> None:
        await self._player.measure()
        if self._player.index is not None:
            self._app.main.span = self._player.index.span
        self._app.tick()

    def control(self, what: str) -> None:
        """Pause or go on, step, slower, faster."""
        player, main = self._player, self._app.main
        if what in ("slower", "faster"):
            player.pace(what == "faster")
            main.say(f"x{player.speed:g} as fast as it was")
        elif player.feed.over:
            main.say(f"the recording is at its end; {main.keymap.shown('jump_back')} goes back")
        elif what == "step":
            player.pause(True)
            self._app.run_worker(self._step(), name="step", group=_GROUP, exclusive=True)
        else:
            player.pause(not player.paused)
        self._app.tick()

    async def _step(self) -> None:
        if self.travelling:
            await self._arrive()
        feed = self._player.feed
        had = feed.last
        await feed.step()
        self._app.tick()
        if feed.last is not None and feed.last is not had:
            self._app.main.say(self._answer(feed.last))

    def _answer(self, played: Played) -> str:
        """What was asked and what came, in words."""
        zone, dot = self._app.settings.timezone, f" {self._app.main.glyphs.dot} "
        what: str = played.function
        if played.end:
            what += f" {times.between(played.start, played.end, zone)}"
        came = f"{played.count:,} record{'' if played.count == 1 else 's'}"
        if played.trouble:
            came = f"no answer: {played.trouble}"
        elif played.unchanged:
            came += ", unchanged"
        return dot.join(filter(None, (what, "about namesakes" if played.aside else "", came)))

    def jump(self, seconds: float) -> None:
        """So far on, or back."""
        self._travel(self._player.position + seconds)

    def go(self, moment: float) -> None:
        """To a server time, seconds since 1970 UTC."""
        if self._player.index is not None:
            self._travel(self._player.index.tick(moment))

    def _travel(self, tick: float) -> None:
        self._player.seek(tick)
        self._run()
        self._app.run_worker(self._arrive(), name="travel", group=_GROUP, exclusive=True)
        self._app.tick()

    async def _arrive(self) -> None:
        from dialer_tui.ui.becoming import Then

        await self._player.arrive()
        feed = self._player.feed
        if feed is not self._heard:
            self._heard = feed
            feed.subscribe(self._app.hear)
        changes, claims = feed.present()
        known = {claim.call.id: claim.agent_id for claim in claims.claims}
        then = Then(feed.now(), tuple(changes.existing), known, frozenset(feed.told_apart), feed.directory)
        self._app.post_message(Arrived(feed, then))  # in its turn: behind what was heard before, before what comes

    def arrived(self, feed: Replay, then: Then) -> None:
        """Show another time of it."""
        from dialer_tui.ui.becoming import Becoming

        app = self._app
        app.feed = feed
        app.folding.take([*Becoming(app.state, then, app.folding.next).steps(), app.tick])
