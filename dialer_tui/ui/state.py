"""What the panes show, folded once from what the feed publishes. Widgets keep a cursor and a scroll, nothing else."""

from __future__ import annotations

import time
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from dialer_tui.floor.changes import Changes, Entry, Fold, Update
from dialer_tui.floor.directories import Directory
from dialer_tui.floor.measured import By, Measured
from dialer_tui.floor.names import APART, Claims
from dialer_tui.floor.people import People
from dialer_tui.floor.query import Ground, Keep, Query, fold, parse
from dialer_tui.floor.tally import Rules
from dialer_tui.floor.tree import Tree
from dialer_tui.floor.view import TEXTS, View
from dialer_tui.model import EVERYTHING, Call, Campaign, Scope
from dialer_tui.ui.filters import Filters
from dialer_tui.ui.marks import Marks

if TYPE_CHECKING:
    from dialer_tui.floor.alerts import Alerts
    from dialer_tui.floor.past import Past

FIRST_LOOK, LOOK = 0.03, 0.008  # seconds for which a filter looks before a key, or the screen, may have its turn
_REST, _SHARE = 2.0, 20  # a filter that asks for times rests so many seconds, and so many times what it took
_MANY_LEFT = 1000  # calls
_GROUPED: tuple[By, ...] = ("campaign", "list", "agent", "quarter")


class _Held:
    """What happened `since` a pause, as far as marks want to know it: of each call the last, however long it lasts."""

    def __init__(self, since: float) -> None:
        self.since = since
        self.missed = 0
        self._new: dict[str, Entry] = {}
        self._updated: dict[str, Update] = {}
        self._gone: dict[str, Entry] = {}

    def take(self, changes: Changes) -> None:
        """Fold what happened in the window."""
        self.missed += len(changes.new)
        self._new |= {entry.call.id: entry for entry in changes.new}
        for update in changes.updated:
            self._gone.pop(update.entry.call.id, None)
            self._updated[update.entry.call.id] = update
        for entry in (*changes.gone, *changes.aged):
            for events in (self._new, self._updated, self._gone):
                events.pop(entry.call.id, None)
        self._gone |= {entry.call.id: entry for entry in changes.gone}

    def changes(self) -> Changes:
        """All of it as one."""
        return Changes(
            new=list(self._new.values()), updated=list(self._updated.values()), gone=list(self._gone.values())
        )


class FloorState:
    """The folds behind the panes: the ordered view, people, tree and marks, and the filters in force.

    Paused, the view and the marks stay as they are; counts, people and tree go on.
    """

    def __init__(self, not_agents: Iterable[str], rules: Rules | None = None, zone: ZoneInfo | None = None) -> None:
        self.people = People(not_agents)
        self.figures = Measured(rules or Rules(), self.people.key, _GROUPED)
        self.tree = Tree()
        self.folds: tuple[Fold, ...] = (self.people, self.tree, self.figures)
        self.view = View(person=self._person)
        self.marks = Marks()
        self.extras: set[str] = set()  # fields that the API's document does not know, seen on calls
        self.now = 0.0  # the server's time
        self.ground = Ground(
            zone or ZoneInfo("UTC"),
            lambda: self.now if self._held is None else self._held.since,
            self.people,
            self.marks.mark,
            (rules or Rules()).settle,
            self.extras,
        )
        self.scope = EVERYTHING  # whose calls are asked for
        self.past: Past | None = None  # the range that is shown instead of the window
        self.filters = Filters()
        self.type = ""  # "in", "out"; "" is all
        self.campaigns: tuple[Campaign, ...] | None = None
        self.agents_known = False
        self.agents_own = self.campaigns_own = False
        self.calls = 0  # calls in the window; rows that are gone but still shown are not counted
        self.version = 0  # grows with every fold: what a pane compares to know that it is out of date
        self.alerts: Alerts | None = None  # while nothing is watched
        self._held: _Held | None = None
        self._timed = False  # whether what the filters keep changes with time
        self._reviewed = 0.0  # when they were done with looking again, and how long that took
        self._took = 0.0
        self._new_rows: list[int] = []
        self._counted = (-1, -1)
        self._left: set[str] = set()

    def _person(self, call: Call) -> str:
        """What orders calls by agent: names, and those of one name by whose they are."""
        people = self.people
        return f"{fold(call.agent)}{APART}{people.claimed(call) or ''}" if people.human(call) else ""

    def watch(self, tables: Sequence[Mapping[str, Any]], scope: Scope) -> None:
        """Judge alerts from now on, by the tables of `[[alerts]]`: before any call of a scope is there.

        They know no pause. What is said of a campaign that is not asked for is not judged.
        """
        from dialer_tui.config.alerts import rules  # not before the first frame
        from dialer_tui.floor.alerts import Alerts

        ground = replace(self.ground, now=lambda: self.now)
        judged = [rule for rule in rules(tables, ground) if rule.within(scope)]
        self.scope = scope
        had, self.alerts = self.alerts, Alerts(judged, self.figures, self.people.meant)
        if had is not None:
            self.alerts.take_after(had, self.now)

    def changed(self, changes: Changes) -> None:
        """Fold what happened in the window."""
        for one in self.folds:
            one.apply(changes)
        if self.alerts is not None:
            self.alerts.apply(changes)
        self.figures.work(LOOK)
        came = len(changes.new) + len(changes.existing) + sum(update.before is None for update in changes.updated)
        self.calls += came - len(changes.gone) - len(changes.aged)
        for entry in (*changes.new, *changes.existing, *(update.entry for update in changes.updated)):
            if entry.call.extra:
                self.extras.update(name for name, _ in entry.call.extra)
        if self._held is None:
            self.marks.take(changes)  # before the filters look: they may ask for marks
        else:
            self._held.take(changes)
        self.view.apply(changes)
        self._remarked()
        self._left.update(entry.call.id for entry in (*changes.gone, *changes.aged))
        self._let_go()
        self.version += 1

    def claimed(self, claims: Claims) -> None:
        """Take what has become known of whose calls are: whoever counts by person counts these anew."""
        calls = [claim.call for claim in claims.claims]
        with self.view.anew(call.id for call in calls):
            for one in self.folds:
                for call in calls:
                    one.take_off(call)
            self.people.learn(claims.claims)
            for one in self.folds:
                for call in calls:
                    one.put_on(call)
        if self.alerts is not None:
            self.alerts.review()
        self.version += 1

    def _let_go(self) -> None:
        """Whose a call is need not be known any more once it is in no row: now and then those are forgotten."""
        if len(self._left) < _MANY_LEFT or self.paused or self.figures.behind:
            return
        here = {call_id: entry for call_id in self._left if (entry := self.view.get(call_id)) is not None}
        self.people.forget(self._left - here.keys())
        self._left = {call_id for call_id, entry in here.items() if entry.gone}

    def directory(self, directory: Directory) -> None:
        """Take the lists of agents and campaigns; one not had yet leaves the last one standing."""
        if directory.agents is not None:
            self.people.agents(directory.agents)
            self.agents_known, self.agents_own = True, directory.agents_own
        if directory.campaigns is not None:
            self.tree.campaigns(directory.campaigns)
            self.campaigns, self.campaigns_own = tuple(directory.campaigns), directory.campaigns_own
        self._renamed()

    def lists(self, directory: Directory) -> None:
        """The lists are these, and a list that has not been had is none."""
        self.people.agents(directory.agents or ())
        self.tree.campaigns(directory.campaigns or ())
        self.agents_known, self.agents_own = directory.agents is not None, directory.agents_own
        self.campaigns, self.campaigns_own = directory.campaigns, directory.campaigns_own
        self._renamed()

    def _renamed(self) -> None:
        if self.alerts is not None:
            self.alerts.review()
        if self.filters:
            self.view.review()  # a name may mean other spellings now
            self.seek(FIRST_LOOK)
        self.version += 1

    def campaigns_known(self) -> Mapping[str, str]:
        """Names of campaigns by ID: those listed, and those that calls came by."""
        return {**self.figures.campaigns(), **{one.id: one.name for one in self.campaigns or ()}}

    # --- something else ------------------------------------------------------------------------------------------

    def emptying(self) -> Changes:
        """What takes every call out again; rows that have gone already go at once."""
        entries = self.view.entries()
        gone = self._drop_gone(entries)
        self.marks.take(Changes(aged=gone))
        return Changes(aged=[entry for entry in entries if not entry.gone])

    def turn(self, now: float) -> None:
        """It is another time, to the second: nothing has just happened, and alerts are judged anew."""
        self._drop_gone(self.view.entries())
        self.marks.clear()
        self._remarked()
        self.now = now
        self.figures.turn(now)
        if self.alerts is not None:
            self.alerts.start_over()
        self.version += 1

    def _drop_gone(self, entries: Iterable[Entry]) -> list[Entry]:
        gone = [entry for entry in entries if entry.gone]
        self.view.drop(entry.call.id for entry in gone)
        return gone

    def look_back(self, past: Past | None) -> None:
        """The calls are those of a past range from now on, where nothing is new; or, None, the window's again."""
        self.past = past
        self.ground = replace(self.ground, past=past is not None)
        self.version += 1

    # --- what is shown --------------------------------------------------------------------------------------

    @property
    def narrowed(self) -> bool:
        """Whether anything but the window keeps calls from being shown."""
        return bool(self.filters or self.type)

    @property
    def none_meets(self) -> bool:
        """Whether filters are on, whole, and have looked at every call, and none of them meets them."""
        return bool(self.filters) and self.filters.whole and not self.view.seeking and not len(self.view)

    def queries(self) -> list[Query]:
        """What is asked of a call to be shown: by the type and the filters."""
        queries = self.filters.queries()
        if self.type and (kind := parse(f"type={self.type}", self.ground)):
            queries = [kind, *queries]
        return queries

    def refilter(self) -> None:
        """Show only what the filters and the type keep: they have changed."""
        queries = self.queries()
        keeps = [query.keep for query in queries]
        self._timed = any(query.timed for query in queries)
        self.view.filter(keeps[0] if len(keeps) == 1 else _all(keeps) if keeps else None)
        self.seek(FIRST_LOOK)

    def at(self, now: float) -> None:
        """It is `now` on the server: calls settle. Filters that ask for times look again, too seldom to cost much."""
        self.now = now
        if self.past is None:  # a range that was had stays as it was
            self.figures.advance(now)
        rest = max(_REST, _SHARE * self._took)
        if self._timed and not self.paused and not self.busy and abs(now - self._reviewed) >= rest:
            self._took = 0.0
            self.view.review()

    @property
    def busy(self) -> bool:
        """Whether there are calls that filters or figures have not looked at yet, or filters look at again."""
        return self.view.seeking or self.view.reviewing or self.figures.behind

    def seek(self, seconds: float = LOOK) -> bool:
        """Go on looking at calls, while `busy`: for filters and type, else for the figures. Whether it can be seen."""
        if not (self.view.seeking or self.view.reviewing):
            self.figures.work(seconds)
            return True
        began, again = time.perf_counter(), self.view.reviewing
        changed = self.view.seek(seconds)
        if again:
            self._took += time.perf_counter() - began
            self._reviewed = self.now
        if changed or not again:
            self.version += 1
        return changed

    def sort(self, column: str) -> None:
        """Order by a column: by the present one the other way round, by another with the present one second."""
        view = self.view
        if column == view.column:
            view.sort(column, not view.descending, view.second)
        else:
            view.sort(column, column not in TEXTS, (view.column, view.descending))
        self.seek(FIRST_LOOK)

    @property
    def paused(self) -> bool:
        """Whether the view stays as it is."""
        return self._held is not None

    @property
    def shown(self) -> int:
        """Calls of which the view shows those that filters and type keep: while paused, as many as there were."""
        return self.view.total if self.paused else self.calls

    def number(self) -> str:
        """How many calls the view shows, in words: "1,284", "12 of 1,284", "12+ of 1,284" while it looks for more."""
        more = "+" if self.view.seeking else ""
        return f"{len(self.view):,}{more} of {self.shown:,}" if self.narrowed else f"{self.shown:,}"

    @property
    def missed(self) -> int:
        """New calls since the pause."""
        return self._held.missed if self._held is not None else 0

    def pause(self) -> None:
        """Let view and marks stay as they are."""
        self.view.freeze()
        self._held = _Held(self.now)

    def resume(self) -> None:
        """Show everything that happened meanwhile."""
        held, self._held = self._held, None
        if held is not None:
            self.marks.take(held.changes())
        self.view.thaw()
        self._remarked()
        if self._timed:
            self.view.review()
            self.seek(FIRST_LOOK)
        self.version += 1

    # --- marks ----------------------------------------------------------------------------------------------

    def fade(self, seconds: float, visible: bool = True) -> None:
        """Let time pass, unless paused: marks fade, rows that have gone go. `visible`: the calls can be seen."""
        if self.paused:
            return
        over = self.marks.step(seconds, visible)
        if over:
            self.view.drop(over)
            self.version += 1
        self._remarked()

    def _remarked(self) -> None:
        """Marks have come or gone: filters may ask for them."""
        turned = self.marks.turned()
        if self._timed and self.view.recheck(turned):
            self.version += 1

    def new_rows(self) -> list[int]:
        """The rows marked new, ascending."""
        if self._counted != (self.version, self.marks.version):
            self._counted = (self.version, self.marks.version)
            rows = (self.view.index(call_id) for call_id in self.marks.new())
            self._new_rows = sorted(row for row in rows if row is not None)
        return self._new_rows

    def new_outside(self, top: int, end: int) -> tuple[int, int]:
        """How many rows marked new are above row `top`, and how many at or below row `end`."""
        rows = self.new_rows()
        return bisect_left(rows, top), len(rows) - bisect_left(rows, end)

    def next_new(self, row: int) -> int | None:
        """The next row marked new below `row`, else the first one; None when there is none."""
        rows = self.new_rows()
        if not rows:
            return None
        at = bisect_right(rows, row)
        return rows[at] if at < len(rows) else rows[0]


def _all(keeps: Sequence[Keep]) -> Keep:
    return lambda entry: all(keep(entry) for keep in keeps)
