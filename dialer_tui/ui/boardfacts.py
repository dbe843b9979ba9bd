"""What stands on the wall board, from the figures and the link: the same figures and marks as in the header.

Campaigns have names there; agents and contacts have none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import msgspec

from dialer_tui.config import Settings
from dialer_tui.floor.figures import BY_NAME, Value, between, written
from dialer_tui.floor.lasting import Known, since
from dialer_tui.floor.link import Status
from dialer_tui.floor.measured import QUARTER, Measured
from dialer_tui.floor.tally import Kind, Tally
from dialer_tui.text import clean
from dialer_tui.ui import boardalerts, sayings, times
from dialer_tui.ui.board import Board, Chart, Slot
from dialer_tui.ui.boardfigures import Said
from dialer_tui.ui.headline import INBOUND, lasting, marked
from dialer_tui.ui.theme import Glyphs
from dialer_tui.ui.widgets.painted import Part
from dialer_tui.ui.widgets.status import link_word

if TYPE_CHECKING:
    from dialer_tui.floor.alerts import Alerts
    from dialer_tui.yesterday import Keeper

_FIGURES = ("longest_wait", "unanswered_rate", "asa", "aht")
_QUEUES = 4  # of the worst
_BESIDE, _NOT_HAD = "dim: yesterday", "yesterday not had"
_NAME = 24  # cells of a campaign's name, at most


class BoardFacts:
    """Turns figures into boards. It counts anew only what may have changed since the last one."""

    def __init__(
        self, figures: Measured, zone: ZoneInfo, glyphs: Glyphs, campaigns: Callable[[], Mapping[str, str]]
    ) -> None:
        """`campaigns`: names by ID, as far as they are known."""
        self.keeper: Keeper | None = None  # what is known of yesterday
        self.lacking: frozenset[int] = frozenset()  # the quarter hours of which not all was had
        self._figures = figures
        self._campaigns = campaigns
        self._zone = zone
        self._glyphs = glyphs
        self._known: tuple[object, tuple[Said, tuple[Said, ...], tuple[Chart, ...], tuple[Said, ...]]] | None = None

    def board(
        self, settings: Settings, status: Status, now: float, view: str = "", alerts: Alerts | None = None
    ) -> Board:
        """The board at a server time. `view`: a word that stands beside the link's, such as DEMO."""
        past = self.keeper and self.keeper.version
        known = self._figures.version, int(now) // 60, settings.poll, past, self.lacking
        if self._known is None or self._known[0] != known:
            self._known = known, self._counted(settings, now)
        alarms = boardalerts.standing(alerts, now, self._zone)
        word: Part = (f"{self._glyphs.live} LIVE", "accent")
        live = Board(self._head(settings, view), self._clock(now), word, *self._known[1], alarms=alarms)
        return live if status.word == "LIVE" else self._not_live(live, settings, status, now)

    def _clock(self, now: float) -> str:
        """The time, and the zone's last name."""
        return f"{self._time(now, now)} {times.zone_name(self._zone).rpartition('/')[2].replace('_', ' ')}"

    def _time(self, second: float, now: float) -> str:
        """A server time without its seconds: a board is read for minutes."""
        return times.when(int(second), self._zone, times.day(now, self._zone), seconds=False)

    def _head(self, settings: Settings, view: str) -> tuple[Part, ...]:
        dot = f" {self._glyphs.dot} "
        calls = msgspec.structs.replace(settings.scope, own=False)  # there are no lists on a board
        said = sayings.scope(calls, self._campaigns)
        scope = f"{dot}{said}" if said else ""
        shown = f"  {view}" if view else ""
        return (
            (clean(settings.profile, 24) or sayings.host(settings), "strong"),
            (f"{dot}{times.window(settings.poll.window)}{dot}{INBOUND}{scope}", "plain"),
            (shown, "strong"),
        )

    def _not_live(self, board: Board, settings: Settings, status: Status, now: float) -> Board:
        """The same board with the state, since when, what that means, and what to write largest."""
        glyphs, meant = self._glyphs, link_word(status)
        glyph = glyphs.trouble if meant.trouble else glyphs.working
        word: Part = (f"{glyph} {status.word}", "alert" if meant.trouble else "strong")
        if not meant.aged:  # a past range has no age: its figures are what is to be read
            return msgspec.structs.replace(board, word=word)
        said = meant.means if meant.wall is None else meant.wall
        return msgspec.structs.replace(
            board,
            word=word,
            loud=status.word if status.age is None else times.age(status.age, settings.poll.interval),
            briefly="" if status.age is None else times.briefly(status.age),
            words=f" {glyphs.dot} ".join(filter(None, (said, status.detail))) or meant.means,
            since="" if status.since is None else f"since {self._time(status.since, now)}",
        )

    # --- figures ------------------------------------------------------------------------------------------------

    def _counted(
        self, settings: Settings, now: float
    ) -> tuple[Said, tuple[Said, ...], tuple[Chart, ...], tuple[Said, ...]]:
        figures = tuple(self._said(name, self._figures.whole) for name in _FIGURES)
        people = BY_NAME["agents_with_calls"].read(self._figures.whole)
        level = self._level()
        many = f"{people.value:,.0f}" if people.n and people.value else self._glyphs.unknown
        level = msgspec.structs.replace(level, note=f"{level.note}\n{many} agents with calls")
        return level, figures, tuple(self._charts(settings, now)), tuple(self._queues(settings, now))

    def _level(self) -> Said:
        within = times.span(self._figures.rules.answer_within)
        said = self._said("service_level", self._figures.whole, f"service level {within}", counted=True)
        return msgspec.structs.replace(said, brief=f"SL {within}")

    def _said(self, name: str, tally: Tally, label: str = "", *, counted: bool = False) -> Said:
        figure, rules = BY_NAME[name], self._figures.rules
        value = figure.read(tally)
        text, sign, role = marked(figure, value, rules, self._glyphs)
        target = rules.targets.get(name)
        notes = [] if target is None else [f"target {written(figure, target, rules)}"]
        if counted:
            notes.append(self._number(value))
        return Said(label or figure.short, text, sign, role, "\n".join(filter(None, notes)))

    def _number(self, value: Value) -> str:
        spread = f" {self._glyphs.dot} {between(value)}" if between(value) else ""
        return f"n {value.n:,}{spread}"

    def _queues(self, settings: Settings, now: float) -> Iterator[Said]:
        level, rules = BY_NAME["service_level"], self._figures.rules
        known = Known(settings.poll.start(now), now, self.lacking)
        for group in self._figures.worst_ones(_QUEUES):
            value = level.read(group.tally)
            text, sign, role = marked(level, value, rules, self._glyphs)
            found = since(level, self._figures, "campaign", group.key, known)
            lasts = lasting(found, self._zone, self._glyphs, now)[1].strip()
            note = "\n".join(filter(None, (f"n {value.n:,}", lasts)))
            yield Said(clean(group.name or str(group.key), _NAME), text, sign, role, note, lasts=lasts)

    # --- quarter hours --------------------------------------------------------------------------------------------

    def _charts(self, settings: Settings, now: float) -> Iterator[Chart]:
        known = self._figures.quarters()
        quarters = list(whole_quarters(settings.poll.start(now), now))
        young = {at for at in quarters if at in self.lacking or self._figures.young(at)}
        keeper = self.keeper
        said = "" if keeper is None else _NOT_HAD if keeper.failed else _BESIDE if keeper.value else ""
        beside = f" {self._glyphs.dot} {said}" if said else ""
        kinds: tuple[tuple[str, Kind, str], ...] = ((INBOUND, "in", "calls_in"), ("out", "out", "calls_out"))
        for label, kind, name in kinds:
            counts = {at: known[at][name] for at in quarters if at in known}
            yield Chart(label, tuple(self._slot(at, counts.get(at), kind, at in young) for at in quarters), beside)

    def _slot(self, at: int, calls: int | None, kind: Kind, young: bool) -> Slot:
        past = None if self.keeper is None else self.keeper.value
        label = times.stamp(at, self._zone, times.day(at, self._zone))[:5]
        return Slot(label, calls or None, young, None if past is None else past.of_kind(kind, at))


def whole_quarters(start: int, now: float) -> range:
    """The quarter hours of UTC that begin in a window: one that began before it would lack the calls from then."""
    return range(-(-start // QUARTER) * QUARTER, int(now) + 1, QUARTER)
