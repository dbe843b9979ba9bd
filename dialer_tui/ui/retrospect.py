"""A past range on the screen: asked for beside the feed, which rests, and shown in the place of the live calls."""

from __future__ import annotations

import dataclasses
from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from msgspec.structs import replace
from textual.worker import Worker

from dialer_tui.floor.changes import Changes
from dialer_tui.text import clean
from dialer_tui.ui import times
from dialer_tui.ui.messages import PastClaimed, PastFailed, PastHad, PastProgressed
from dialer_tui.ui.widgets.table import Spot

if TYPE_CHECKING:
    from dialer_tui.floor.link import Status
    from dialer_tui.floor.names import Claims
    from dialer_tui.floor.past import Past
    from dialer_tui.lookback import Had, LookBack
    from dialer_tui.ui.app import Console
    from dialer_tui.ui.quest import Asked, Quest

_GROUP = "past"
_PATIENCE = 0.7  # seconds for which a range that is left stays on the screen, until the live calls are live again
_KNOWN = ("LIVE", "STALE", "PARTIAL")  # states of the link in which it is known that no shown call meets a filter


class Retrospect:
    """What of the console has to do with past ranges. One is asked for at a time; while one is shown nothing polls.

    `leaving`: the range that is shown still is as good as left, and the live calls are asked for.
    """

    def __init__(self, app: Console) -> None:
        self._app = app
        self._worker: Worker[None] | None = None
        self._look: LookBack | None = None
        self._shown: Had | None = None  # what is shown, or about to be
        self._spot: Spot | None = None  # where somebody was among the live calls
        self._quest: Quest | None = None  # what was searched for last
        self._vain: tuple[tuple[str, ...], float] = ((), 0.0)  # what was last searched for in vain, and when
        self._thought: tuple[object, Quest | None] = (None, None)
        self.leaving = False

    # --- asking -------------------------------------------------------------------------------------------------

    def ask(self, past: Past) -> None:
        """Ask for a range in the background, unless it would take too much or the account is refused."""
        from dialer_tui.ui.quest import Asked

        app = self._app
        effort = app.feed.effort(past)
        if not effort.sensible:
            app.main.say(
                f"about {effort.requests:,} requests for {effort.calls:,} calls: too many, ask for a shorter range",
                f"about {effort.requests:,} requests: too many, ask for less",
            )
        else:
            self._begin(Asked(past), partial(self._had, past))

    def search(self) -> None:
        """Look further back for what no shown call meets, unless that would take too much."""
        if (quest := self._quest_now()) is not None:
            self._seek(quest)

    def again(self) -> None:
        """Ask once more for the range that is shown, or for one that is searched for the same."""
        past = self._app.state.past
        if past is not None and not past.only:
            self.ask(past)
        elif past is not None and self._quest is not None:
            self._seek(self._quest)

    def _seek(self, quest: Quest) -> None:
        from dialer_tui.ui.quest import Asked

        if quest.too_much:
            self._app.main.say(*quest.too_much)
            return
        self._quest = quest
        self._begin(Asked(quest.past, found=0), partial(self._sought, quest))

    def _begin(self, asked: Asked, work: Callable[[LookBack], Awaitable[None]]) -> None:
        from dialer_tui.lookback import LookBack

        app = self._app
        self.arrive()
        if app.feed.status().word == "REFUSED":
            app.main.say("the API refuses the ID and key: no range can be had")
            return
        if app.state.paused:
            app.main.action_pause()
        app.beside.stop()  # nothing else is asked for meanwhile; it is asked again
        app.main.asked(asked)
        self._look = look = LookBack(app.feed)
        self._worker = app.run_worker(self._work(work(look)), name="past", group=_GROUP, exclusive=True)

    async def _work(self, work: Awaitable[None]) -> None:
        from dialer_tui.lookback import NotHad

        try:
            await work
        except NotHad as error:
            self._app.post_message(PastFailed(str(error)))

    async def _had(self, past: Past, look: LookBack) -> None:
        from dialer_tui.lookback import NotHad

        app = self._app
        had = await look.calls(past, lambda share: _tell(app, share))
        app.post_message(PastHad(had))
        with suppress(NotHad):  # whose some calls are then stays unknown, and is shown so
            if claims := await look.claims(had):
                app.post_message(PastClaimed(had, claims))

    async def _sought(self, quest: Quest, look: LookBack) -> None:
        app = self._app
        had = await look.search(quest.past, quest.search, lambda share, found: _tell(app, share, found))
        people, view = app.state.people, app.state.view
        # Whose they are may be learned of calls that are counted nowhere yet.
        people.learn(claim for claim in had.claims.claims if view.get(claim.call.id) is None)
        found = [entry for entry in had.entries if quest.search.surely(entry)]
        app.post_message(PastHad(dataclasses.replace(had, entries=found)))

    def progressed(self, share: float, found: int | None) -> None:
        """A share of the range, 0 to 1, has been had, and of what is searched for so many calls were found."""
        if (asked := self._app.main.asking) is not None:
            self._app.main.asked(replace(asked, share=share, found=found))

    # --- shown --------------------------------------------------------------------------------------------------

    def had(self, had: Had) -> None:
        """Show a range that was had, in the place of what is shown."""
        main = self._app.main
        if main.asking is None:  # stopped meanwhile
            return
        if had.past.only and had.past.only != self._app.state.filters.texts:
            self._end()
            main.say("the filter has changed since the search began: nothing is shown of it")
        elif had.past.only and not had.entries and self._quest is not None:
            self._vain = self._quest.texts, had.at
            self._end()
            main.say(*self._quest.in_vain)
        else:
            self._open(had)

    def claimed(self, had: Had, claims: Claims) -> None:
        """It is known whose some calls of a range are: of no use once it is left."""
        if had is self._shown:
            self._app.folding.take(partial(self._app.state.claimed, piece) for piece in claims.pieces())

    def _open(self, had: Had) -> None:
        app = self._app
        self._shown = had
        if app.state.past is None:
            self._spot = app.main.calls.spot()
        self._swap(Changes(existing=had.entries))
        # Asked for until it is there: nothing that is of the live calls may come between.
        app.folding.take([partial(self._answered, app.main.asking), partial(self._show, had.past, had.at)])

    @property
    def _coming(self) -> bool:
        """Whether a range was had and is on its way to the screen."""
        return self._shown is not None and self._app.state.past is None

    def _answered(self, asked: Asked | None) -> None:
        if self._app.main.asking is asked:
            self._app.main.asked(None)

    def failed(self, words: str) -> None:
        """It could not be had: what is shown stays, or what a search has found by then is."""
        if self._coming:
            return
        self.stop()
        self._app.main.say(f"not had: {clean(words, 160)}")

    def stop(self) -> None:
        """Ask no more; back to what is shown, or to what a search has found so far."""
        if self._coming:
            self.leave()
            return
        asked, had = self._app.main.asking, None
        if asked is not None and asked.found and self._look is not None and self._quest is not None:
            had = self._look.so_far(self._quest.past, self._quest.search)
        if had is None:
            self._end()
        else:
            self._halt()
            self._open(had)

    def leave(self) -> None:
        """Back to the live calls, and poll again: what came in meanwhile is new then."""
        app = self._app
        shown = self._shown is not None
        if not (shown or app.main.asking):
            return
        self._cancel()
        self._shown = None
        if shown:
            app.folding.halt()  # what has been live is old by now: the range stays until an answer says how it is
            self.leaving = True
            changes, claims = app.feed.present()
            self._swap(changes)
            known = (partial(app.state.claimed, piece) for piece in claims.pieces())
            app.folding.take([*known, partial(self._show, None, 0.0)])
        app.feed.go_on()
        if shown:
            app.set_timer(_PATIENCE, self.arrive)
            self.linked(app.feed.status())

    def linked(self, status: Status) -> None:
        """How things stand has been said."""
        if status.word != "STALE":
            self.arrive()

    def arrive(self) -> None:
        """Where a range is about to be left, leave it now."""
        if self.leaving:
            self.leaving = False
            self._app.folding.go_on()

    def _end(self) -> None:
        """Ask no more, and poll again unless a past range is shown, or about to be."""
        self._cancel()
        if self._shown is None:
            self._app.feed.go_on()

    def _cancel(self) -> None:
        self._halt()
        self._app.main.asked(None)

    def _halt(self) -> None:
        if self._worker is not None:
            self._worker.cancel()

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
            for pane in app.main.panes.values():
                pane.home()
        elif self._spot is not None:
            app.main.calls.return_to(self._spot)
            self._spot = None

    # --- in words -----------------------------------------------------------------------------------------------

    def words(self) -> str:
        """The range that is shown, in words, and that nothing is asked for; "" where none is."""
        past = self._app.state.past
        if past is None:
            return ""
        said = times.between(past.start, past.end, self._app.settings.timezone)
        what = "the calls that were searched for" if past.only else "had whole"
        return f"{said}, {what}; all else here is of the live calls, for which nothing is asked meanwhile"

    def offer(self, off: tuple[str, ...]) -> tuple[str, ...]:
        """What a pane of calls says of looking further back, when a filter leaves it without any.

        `off`: what takes the filter off, in a sentence, which nothing does while it is looked for.
        """
        main = self._app.main
        if main.asking is not None:
            return main.asking.sentences(main.keymap.shown("back"))
        quest = self._quest_now()
        if quest is None:
            return off
        return *off, *quest.offered(main.keymap, main.place == "filter", self._in_vain(quest))

    def _in_vain(self, quest: Quest) -> str:
        """When the same was searched for and not found, in words; "" where it was not."""
        texts, at = self._vain
        if texts != quest.texts:
            return ""
        zone = self._app.settings.timezone
        return times.when(int(at), zone, times.day(self._app.feed.now(), zone), seconds=False)

    def _quest_now(self) -> Quest | None:
        """What may be searched for now; None where nothing may."""
        app = self._app
        state, status, now = app.state, app.feed.status(), app.feed.now()
        if not state.none_meets or state.past is not None or app.main.asking is not None or app.recorded:
            return None
        if status.word.partition(" ")[0] not in _KNOWN:
            return None
        texts = tuple(query.text for query in state.queries())
        known = texts, state.version, status.word, now // 60
        if self._thought[0] != known:
            from dialer_tui.ui.quest import quest

            end = app.settings.poll.start(now) if status.word == "LIVE" else int(now)
            self._thought = known, quest(state, app.feed, end, now)
        return self._thought[1]


def _tell(app: Console, share: float, found: int | None = None) -> None:
    app.post_message(PastProgressed(share, found))
