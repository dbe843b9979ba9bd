"""The console as an app: the feed's worker, the messages it posts, the second's tick."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import msgspec
from textual import events
from textual.screen import Screen

from dialer_tui.config import Settings
from dialer_tui.feed import Feed, Update
from dialer_tui.floor.facts import Fact, Grade, facts
from dialer_tui.floor.measured import touched
from dialer_tui.ui import clipboard, remember, theme, thrift, times
from dialer_tui.ui.beside import Beside
from dialer_tui.ui.driver import PasteParser
from dialer_tui.ui.fed import Fed
from dialer_tui.ui.keymap import keymap
from dialer_tui.ui.messages import (
    Arrived,
    CopyWanted,
    DiagnosticsWanted,
    ExportWanted,
    JumpWanted,
    LinkChanged,
    LiveWanted,
    MomentWanted,
    PastClaimed,
    PastFailed,
    PastHad,
    PastProgressed,
    PastWanted,
    ScopeChanged,
    ScopeWanted,
    SearchWanted,
    TapeWanted,
    ThemeWanted,
    ViewDropped,
    ViewKept,
    WindowWanted,
)
from dialer_tui.ui.remember import Remembered
from dialer_tui.ui.retrospect import Retrospect
from dialer_tui.ui.screens.layout import WIDE
from dialer_tui.ui.screens.main import MainScreen
from dialer_tui.ui.statefile import TROUBLE
from dialer_tui.ui.views import MOST, TooMany, Views

if TYPE_CHECKING:
    from dialer_tui.floor.link import Status
    from dialer_tui.player import Player
    from dialer_tui.ui.form import Form
    from dialer_tui.ui.playing import Playing
    from dialer_tui.ui.screens.setup import SetUpScreen

DEMO, REPLAY = "DEMO", "REPLAY"
RECORDED = "a recording: nobody is asked, and it holds what was asked for then"
RENEWED = -1  # no exit code: the account was changed, and the console is to be opened on it anew
RENEWED_MASKED = -2  # the same of a console that was masked, and is to stay so
_LATEST_STEP = 2.0  # seconds of visible time a tick may count: after a suspend nobody has seen the rest


class Console(Fed, inherit_bindings=False):
    """Three panes on a feed."""

    def __init__(
        self,
        feed: Feed,
        settings: Settings,
        demo: bool = False,
        account: Callable[[], Form] | None = None,
        *,
        guarded: bool = False,
        remembered: Remembered | None = None,
        replay: Player | None = None,
        views: Views | None = None,
    ) -> None:
        """`replay`: the recording that is played, whose feed it is; None for a floor.

        `views`: those that were saved; without them, what is saved is there for this run alone.
        """
        super().__init__(feed, settings, guarded=guarded)
        self._account = account
        self._recorded = settings.poll
        self.remembered = remembered or Remembered()
        self._chosen = self.remembered.theme
        palette = self.wear(self._chosen or settings.theme)
        self.main = MainScreen(
            self.state,
            settings,
            keymap(settings, replay=replay is not None),
            REPLAY if replay is not None else DEMO if demo else "",
            palette,
            theme.glyphs(settings.glyphs),
        )
        self.main.recall(self.remembered)
        self.main.views = views or Views()
        self.main.lacking = lambda: touched(self.feed.missing())
        self.beside = Beside(self, feed, settings.timezone, self.main.folded)
        PasteParser.alts = self.main.keymap.alts()  # the driver makes one by itself
        self.thrift = thrift.Thrift(settings.low_bandwidth)
        self._ticked = feed.now()
        self._unfaded = 0.0  # seconds of visible time that marks have not been told of
        self.retrospect = Retrospect(self)
        self.main.calls.offer = self.retrospect.offer
        self.playing = _playing(self, replay)
        self.main.recorded = self.recorded
        self._copied = False  # whether anything was: what that depends on has been said
        self._draws = False  # whether the floor is about to be drawn

    @property
    def recorded(self) -> bool:
        """Whether it is a recording that is played: nobody can be asked anything."""
        return self.playing is not None

    def get_default_screen(self) -> Screen[None]:
        """The one screen."""
        return self.main

    def on_mount(self) -> None:
        if words := TROUBLE.get(self.remembered.trouble):
            self.call_after_refresh(self.main.say, words, words.partition(":")[0])
        elif warnings := self.settings.warnings:  # what stderr said of it is out of sight
            self.call_after_refresh(self.main.say, *warnings, "others may read your key: see dialer-tui check")

    def start_feed(self) -> None:
        super().start_feed()
        if self.playing:
            self.playing.measure()

    def hear(self, update: Update) -> None:
        """Take an update of the feed, but not on the way to another time of a recording: see `Arrived`."""
        if not (self.playing and self.playing.travelling):
            super().hear(update)

    # Keys come back here when no binding of a widget took them; the app sees them in the order they were pressed.

    def on_key(self, event: events.Key) -> None:
        self.main.notice.end()
        self.main.unknown(event.key)
        if event.is_printable and event.character and self.main.pressed(event.character):
            event.prevent_default()  # Textual would go on to look for a binding of the same key

    def on_paste(self, event: events.Paste) -> None:
        self.main.typed(event.text)

    def folded(self) -> None:
        """Draw what was folded, on a slow line only now and then."""
        self.main.at(self.feed.now())  # the first answer may have set the clock: times show their day by it
        if not self.thrift.on:
            self.main.folded()
        elif not self._draws:
            self._draws = True
            self.set_timer(thrift.EVERY, self._draw)

    def _draw(self) -> None:
        self._draws = False
        self.main.folded()

    def on_slow_line(self) -> None:
        """The terminal does not take what is sent: send less for a while."""
        if self.thrift.slow():
            self.main.say("the line is slow: drawn less often for a minute")

    def on_caught_up(self) -> None:
        """The terminal takes something again: let it be the newest."""
        if self._draws:
            self.main.folded()

    def on_link_changed(self, message: LinkChanged) -> None:
        self.main.link(message.status)
        self.retrospect.linked(message.status)  # after it: what is on its way out is not put on the screen once more

    def tick(self) -> None:
        """Once a second: clock, ages, fading marks."""
        if self.playing and self._played(self.playing):
            return
        now = self.feed.now()
        passed, self._ticked = now - self._ticked, now
        minute = now // 60 != (now - passed) // 60
        self.main.clock.minutes = self.thrift.on or self.settings.clock == "minutes"
        status = self.feed.status()
        if self.main.beside and self.state.past is None and self.main.asking is None and not self.playing:
            self.main.facts.keeper = self.beside.look(self.settings.poll.start(now), now, status)
        self.main.tick(now, status)
        self._diagnose()
        self._judge(now, status)
        self._unfaded += max(0.0, min(passed, _LATEST_STEP))
        if self._unfaded and (minute or not self.thrift.on):
            self._fade()

    def _played(self, playing: Playing) -> bool:
        """Say how the recording is played. Whether it is on its way to another time, until when the screen stays."""
        playing.look()
        clock = self.main.clock
        clock.minutes = self.thrift.on or self.settings.clock == "minutes"
        self.main.looks_at(playing.words(wide=self.size.width >= WIDE, seconds=not clock.minutes))
        return playing.travelling

    def _judge(self, now: float, status: Status) -> None:
        """Judge alerts, once all that the feed has said is folded; say and ring what came of it."""
        if (alerts := self.state.alerts) is not None:
            found = alerts.judge(now, status, past=self.main.past) if self.settled else []
            self.main.alarmed(found)
            self.ring(found)

    def _fade(self) -> None:
        seconds, self._unfaded = self._unfaded, 0.0
        marked = self.state.marks.version
        self.state.fade(seconds, self.main.calls.on_screen and not self.main.board.opened)
        if marked != self.state.marks.version:
            self.main.folded()

    def on_refresh_wanted(self) -> None:
        if self.playing:
            self.main.say(RECORDED)
        elif self.state.past is not None and not self.retrospect.leaving:
            self.retrospect.again()
        else:
            self.feed.refresh()

    def on_account_wanted(self) -> None:
        if self._account is None:
            self.main.away = False
        elif self.screen is self.main:
            from dialer_tui.ui.screens.setup import SetUpScreen

            self.push_screen(SetUpScreen(self._account(), self.main.calls.palette, self.main.glyphs))

    def on_set_up_screen_ended(self, message: SetUpScreen.Ended) -> None:
        if message.how == "left":
            self.pop_screen()
        else:
            renewed = RENEWED_MASKED if self.main.text.mask else RENEWED
            self.exit(return_code=renewed if message.how == "done" else 0)

    def on_diagnostics_wanted(self, _: DiagnosticsWanted) -> None:
        self._diagnose()

    def _diagnose(self) -> None:
        if self.main.diagnostics.opened:
            self.main.diagnostics.tell([*facts(self.feed.diagnostics()), *self._own_facts()])

    def _own_facts(self) -> Iterator[Fact]:
        """A word on a past range that is shown, and on the file of what is remembered where it was of no use."""
        if past := self.retrospect.words():
            yield Fact("past range", Grade.WELL, past)
        if self.remembered.trouble:
            stays = "it stays as it is" if self.remembered.trouble == "newer" else "it is written anew when you leave"
            yield Fact("state.json", Grade.REMARK, self.remembered.trouble, stays)

    def on_theme_wanted(self, message: ThemeWanted) -> None:
        self._chosen = "" if message.name == self.settings.theme else message.name
        self.main.paint(self.wear(message.name))

    def leaving(self) -> Remembered:
        """What is to be remembered of how somebody leaves it."""
        return msgspec.structs.replace(self.main.remembered(), theme=self._chosen)

    def on_past_wanted(self, message: PastWanted) -> None:
        if self.playing:
            self.main.say(RECORDED)
        else:
            self.retrospect.ask(message.past)

    def on_search_wanted(self, _: SearchWanted) -> None:
        self.retrospect.search()

    def on_past_progressed(self, message: PastProgressed) -> None:
        self.retrospect.progressed(message.share, message.found)

    def on_past_had(self, message: PastHad) -> None:
        self.retrospect.had(message.had)

    def on_past_claimed(self, message: PastClaimed) -> None:
        self.retrospect.claimed(message.had, message.claims)

    def on_past_failed(self, message: PastFailed) -> None:
        self.retrospect.failed(message.words)

    def on_live_wanted(self, message: LiveWanted) -> None:
        if message.only:
            self.retrospect.stop()
        else:
            self.retrospect.leave()

    def on_tape_wanted(self, message: TapeWanted) -> None:
        if self.playing:
            self.playing.control(message.what)

    def on_jump_wanted(self, message: JumpWanted) -> None:
        if self.playing:
            self.playing.jump(message.seconds)

    def on_moment_wanted(self, message: MomentWanted) -> None:
        if self.playing:
            self.playing.go(message.moment)

    def on_arrived(self, message: Arrived) -> None:
        if self.playing:
            self.playing.arrived(message.feed, message.then)

    def on_window_wanted(self, message: WindowWanted) -> None:
        now = self.feed.now()
        longer = msgspec.structs.replace(self.settings.poll, window=message.window).length(now)
        if self.playing and longer > self._recorded.length(now):
            self.main.say(RECORDED)
            return
        self.retrospect.leave()
        poll = msgspec.structs.replace(self.settings.poll, window=message.window)
        self._change(replace(self.settings, poll=poll))
        self.feed.set_window(message.window)
        self.main.link(self.feed.status())
        older = self.main.paused_window
        rows = f"; the paused rows are {times.within(older, 'of')}" if older else ""
        self.main.say(f"window: {times.within(message.window)}{rows}")

    def on_scope_wanted(self, message: ScopeWanted) -> None:
        if self.playing:
            self.main.say(RECORDED)
            return
        self._change(replace(self.settings, scope=message.scope))
        self.feed.set_scope(message.scope)
        self.main.link(self.feed.status())
        self.main.say(f"asked for from now on: {message.said}")

    def on_scope_changed(self, message: ScopeChanged) -> None:
        self.folding.take([partial(self.state.watch, self.settings.alerts, message.scope), self.main.aimed])

    def _change(self, settings: Settings) -> None:
        """What a person has changed for this run."""
        self.settings = self.main.settings = settings

    def on_export_wanted(self, message: ExportWanted) -> None:
        from dialer_tui.ui.writing import Writing

        self.run_worker(Writing(self, message).run(), name="export", group="export")

    def on_view_kept(self, message: ViewKept) -> None:
        name = message.view.name
        self._on_disk(partial(self.main.views.keep, message.view), f"view {name} saved", f"view {name} is not saved")

    def on_view_dropped(self, message: ViewDropped) -> None:
        name = message.name
        self._on_disk(partial(self.main.views.drop, name), f"view {name} deleted", f"view {name} is not deleted")

    def _on_disk(self, change: Callable[[], None], done: str, failed: str) -> None:
        self.run_worker(self._changed_on_disk(change, done, failed), name="views", group="views")

    async def _changed_on_disk(self, change: Callable[[], None], done: str, failed: str) -> None:
        """Change the views, out of the way of the keys, and say what came of it."""
        try:
            await asyncio.to_thread(change)
        except TooMany:
            self.main.say(f"{failed}: there are {MOST} already")
        except OSError as error:
            self.main.say(f"{failed}: {error.strerror}")
        else:
            self.main.say(done)

    def on_copy_wanted(self, message: CopyWanted) -> None:
        try:
            sequence = clipboard.sequence(message.text, os.environ)
        except clipboard.TooLong:
            self.main.say("too long for a terminal's clipboard: nothing was copied")
            return
        self.send(sequence)
        self.main.say(*clipboard.said(message.what, message.text, os.environ, again=self._copied))
        self._copied = True


def _playing(app: Console, player: Player | None) -> Playing | None:
    if player is None:
        return None
    from dialer_tui.ui.playing import Playing

    return Playing(app, player)


def run(
    feed: Feed,
    settings: Settings,
    demo: bool = False,
    account: Callable[[], Form] | None = None,
    replay: Player | None = None,
) -> int:
    """Run the console on a feed until it is left. The exit code: 0, 1 after a crash, 128 + signal.

    `account` makes the form that changes the account; once it has, the answer is RENEWED, or RENEWED_MASKED.
    """
    # A demonstration leaves no trace in how somebody works, nor does a recording.
    demo = demo or replay is not None
    loaded = None if demo else remember.load()
    views = None if demo else Views(remember.default_file())
    app = Console(feed, settings, demo, account, guarded=True, remembered=loaded, replay=replay, views=views)
    code = app.run_to_the_end()
    if not demo and code != 1:
        with suppress(OSError):  # a convenience, not worth a word at the end
            remember.save(app.leaving())
    return code
