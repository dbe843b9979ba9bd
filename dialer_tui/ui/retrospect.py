"""A past range on the screen: asked for beside the feed, which rests, and shown in the place of the live calls."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textual.worker import Worker

from dialer_tui.floor.window import Changes
from dialer_tui.text import clean
from dialer_tui.ui import times
from dialer_tui.ui.messages import CallsClaimed, PastFailed, PastHad, PastProgressed
from dialer_tui.ui.widgets.table import Spot

if TYPE_CHECKING:
    from dialer_tui.floor.past import Past
    from dialer_tui.lookback import Had
    from dialer_tui.ui.app import Console

_GROUP = "past"


class Retrospect:
    """What of the console has to do with past ranges. One is asked for at a time; while one is shown nothing polls."""

    def __init__(self, app: Console) -> None:
        self._app = app
        self._worker: Worker[None] | None = None
        self._spot: Spot | None = None  # where somebody was among the live calls

    def ask(self, past: Past) -> None:
        """Ask for a range in the background, unless it would take too much or the account is refused."""
        app = self._app
        if app.feed.status().word == "REFUSED":
            app.main.say("the API refuses the ID and key: no range can be had")
            return
        effort = app.feed.effort(past)
        if not effort.sensible:
            app.main.say(
                f"about {effort.requests:,} requests for {effort.calls:,} calls: too many, ask for a shorter range",
                f"about {effort.requests:,} requests: too many, ask for less",
            )
            return
        if app.state.paused:
            app.main.action_pause()
        app.beside.stop()  # nothing else is asked for meanwhile; it is asked again
        app.main.asked(past, 0.0)
        self._worker = app.run_worker(self._had(past), name="past", group=_GROUP, exclusive=True)

    async def _had(self, past: Past) -> None:
        from dialer_tui.lookback import LookBack, NotHad

        app, look = self._app, LookBack(self._app.feed)

        def tell(share: float) -> None:
            app.post_message(PastProgressed(share))

        try:
            had = await look.calls(past, tell)
            app.post_message(PastHad(had))
            if claims := await look.claims(had):
                app.post_message(CallsClaimed(claims))
        except NotHad as error:
            app.post_message(PastFailed(str(error)))

    def progressed(self, share: float) -> None:
        """A share of the range, 0 to 1, has been had."""
        if self._app.main.asking is not None:
            self._app.main.asked(self._app.main.asking[0], share)

    def had(self, had: Had) -> None:
        """Show a range that was had, in the place of what is shown."""
        app = self._app
        if app.main.asking is None:  # stopped meanwhile
            return
        if app.state.past is None:
            self._spot = app.main.calls.spot()
        app.main.asked(None)
        self._swap(Changes(existing=had.entries))
        app.folding.take([partial(self._show, had.past, had.at)])

    def failed(self, words: str) -> None:
        """It could not be had: what is shown stays."""
        self.stop()
        self._app.main.say(f"not had: {clean(words, 160)}")

    def stop(self) -> None:
        """Ask no more; back to what is shown."""
        if self._worker is not None:
            self._worker.cancel()
        self._app.main.asked(None)
        if self._app.state.past is None:
            self._app.feed.go_on()

    def leave(self) -> None:
        """Back to the live calls, and poll again: what came in meanwhile is new then."""
        app = self._app
        shown = app.state.past is not None
        if not (shown or app.main.asking):
            return
        if self._worker is not None:
            self._worker.cancel()
        app.main.asked(None)
        if shown:
            changes, claims = app.feed.present()
            self._swap(changes)
            app.folding.take([partial(app.state.claimed, claims), partial(self._show, None, 0.0)])
        app.feed.go_on()

    def _swap(self, changes: Changes) -> None:
        """Take every call out and put others in, a turn at a time."""
        app = self._app

        def empty() -> None:
            pieces = app.state.emptying().pieces()
            app.folding.next(partial(app.state.changed, piece) for piece in pieces)

        app.folding.take([empty, *(partial(app.state.changed, piece) for piece in changes.pieces())])

    def _show(self, past: Past | None, at: float) -> None:
        app = self._app
        app.state.look_back(past)
        app.main.looks_back(past, at)
        app.main.link(app.feed.status())
        if past is not None:
            app.main.calls.home()
        elif self._spot is not None:
            app.main.calls.return_to(self._spot)
            self._spot = None

    def words(self) -> str:
        """The range that is shown, in words, and that nothing is asked for; "" where none is."""
        past = self._app.state.past
        if past is None:
            return ""
        said = times.between(past.start, past.end, self._app.settings.timezone)
        return f"{said}, had whole; all else here is of the live calls, for which nothing is asked meanwhile"
