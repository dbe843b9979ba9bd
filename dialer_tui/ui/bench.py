"""The workbench: what stands above the calls of one agent, campaign or list. Figures, on two lines where one does not
hold them, and a line of quarter hours.

Of an agent: how many calls, how long they take beside the floor's median, when the last one ended, how busy at least,
calls by quarter hour. Of a campaign or a list: the header's figures, and the service level by quarter hour.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from dialer_tui.floor.figures import BY_NAME, Value, between
from dialer_tui.floor.lasting import Known, since
from dialer_tui.floor.measured import Measured
from dialer_tui.floor.people import AgentRow
from dialer_tui.floor.tally import Tally
from dialer_tui.floor.workbench import Subject, busy, by_quarter, medians
from dialer_tui.floor.yesterday import Yesterday
from dialer_tui.model import Call
from dialer_tui.text import clean, width
from dialer_tui.ui import times
from dialer_tui.ui.call_text import CallText
from dialer_tui.ui.headline import lasting, marked
from dialer_tui.ui.theme import Role
from dialer_tui.ui.widgets.line import measure
from dialer_tui.ui.widgets.painted import Part

_NAME = 32
_GAP: Part = ("   ", "plain")
_CLOSE: Part = ("  ", "plain")
_OF_AGENT = ("aht", "average_talk", "average_acw", "average_hold", "held_rate")
_OF_QUEUE = ("service_level", "asa", "longest_wait", "unanswered_rate", "aht", "outbound_connect_rate")

Piece = tuple[Part, ...]


class Bench:
    """Writes the lines."""

    def __init__(self, figures: Measured, text: CallText, person: Callable[[Call], str]) -> None:
        """`person`: whom a call names (`People.key`)."""
        self._person = person
        self._figures = figures
        self._text = text
        self._known = Known()

    def of_agent(
        self,
        row: AgentRow,
        keys: Sequence[str],
        name: str,
        known: Known,
        now: float,
        cells: int,
        past: Yesterday | None = None,
    ) -> tuple[Piece, ...]:
        """An agent's lines. `keys`: what their calls are counted under; `known`: the quarter hours.

        `past`: yesterday, to stand beside today's quarter hours.
        """
        self._known = known
        figures, glyphs = self._figures, self._text.glyphs
        tally, calls = figures.together("agent", keys), figures.calls_of(keys)
        many, aht = medians(figures)
        median = f" (median {many:g})" if many is not None else ""
        pieces: list[Piece] = [((f"{row.calls:,} call{'' if row.calls == 1 else 's'}", "strong"), (median, "dim"))]
        for figure in _OF_AGENT:
            value = BY_NAME[figure].read(tally)
            beside = f" (median {self._seconds(aht)})" if figure == "aht" and aht is not None else ""
            pieces.append((*self._piece(figure, tally), (self._n(value, row.calls) + beside, "dim")))
        last = glyphs.unknown if row.last_ended is None else times.minutes(now - row.last_ended)
        pieces.insert(2, (("last ended ", "dim"), (last if row.last_ended is None else f"{last} ago", "strong")))
        share = busy(calls, known.start, known.end)
        if share is not None:
            pieces.insert(3, (("busy at least ", "dim"), (f"{int(100 * share)} %", "strong")))
        counts = by_quarter(calls)
        before = None if past is None else past.of_people(keys, self._person, counts)
        label = "calls by quarter hour" + ("" if before is None else " (yesterday)")
        return self._lines(name, pieces, label, self._counted(counts, before), cells)

    def of_queue(self, subject: Subject, known: Known, cells: int) -> tuple[Piece, ...]:
        """A campaign's or a list's lines. `known`: the quarter hours."""
        self._known = known
        figures = self._figures
        tally = figures.tally(subject.by, subject.key)
        level = BY_NAME["service_level"]
        pieces: list[Piece] = []
        for name in _OF_QUEUE:
            value = BY_NAME[name].read(tally)
            if not value.n:
                continue
            pieces.append((*self._piece(name, tally), (self._n(value, tally["calls"]), "dim")))
            if name == "service_level":
                found = since(level, figures, subject.by, subject.key, known)
                pieces[-1] += ((lasting(found, self._text.zone, self._text.glyphs, known.newest)[0], "dim"),)
        tallies = figures.quarters(subject.by, subject.key)
        quarters = [
            self._quarter(at, *self._level(at, value)) for at, one in tallies.items() if (value := level.read(one)).n
        ]
        what = "SL by quarter hour"
        if not quarters:
            quarters, what = self._counted({at: one["calls"] for at, one in tallies.items()}), "calls by quarter hour"
        return self._lines(clean(subject.name, _NAME), pieces, what, quarters, cells)

    def _level(self, at: int, value: Value) -> tuple[str, Role]:
        """A quarter hour's service level; one that is known in part is neither good nor bad: those whom nobody
        answers are listed first, and before the window's start only the long calls are in it."""
        said, sign, role = marked(BY_NAME["service_level"], value, self._figures.rules, self._text.glyphs)
        return (f"{self._text.glyphs.hollow}{said}", "dim") if self._in_part(at) else (f"{said}{sign}", role)

    def _in_part(self, at: int) -> bool:
        return self._known.in_part(at, self._figures)

    def _counted(self, counts: Mapping[int, int], before: Mapping[int, int] | None = None) -> list[Piece]:
        """Numbers of calls by quarter hour, with a bar each, and behind it yesterday's number where that is known."""
        most = max(counts.values(), default=0)
        found = [self._quarter(at, f"{self._bar(at, n, most)}{n}", "strong") for at, n in counts.items()]
        if before is None:
            return found
        numbers = (before.get(at, self._text.glyphs.unknown) for at in counts)
        return [(*piece, (f" ({number})", "dim")) for piece, number in zip(found, numbers, strict=True)]

    def _piece(self, name: str, tally: Tally) -> Piece:
        figure = BY_NAME[name]
        value = figure.read(tally)
        said, sign, role = marked(figure, value, self._figures.rules, self._text.glyphs)
        spread = f" ({between(value)})" if between(value) else ""
        return ((f"{figure.short} ", "dim"), (f"{said}{spread} {sign}".rstrip(), role))

    def _n(self, value: Value, calls: int) -> str:
        """How many calls a figure rests on, where those are not all."""
        return f" n {value.n:,}" if value.n != calls and value.n else ""

    def _seconds(self, seconds: float) -> str:
        return times.length(round(seconds))

    def _quarter(self, at: int, said: str, role: Role) -> Piece:
        return ((f"{times.to_minute(at, self._text.zone, self._known.newest)} ", "dim"), (said, role))

    def _bar(self, at: int, n: int, most: int) -> str:
        glyphs = self._text.glyphs
        if self._in_part(at):
            return glyphs.hollow
        return glyphs.columns[max(n * len(glyphs.columns) - 1, 0) // most] if glyphs.columns and most else ""

    def _lines(
        self, name: str, pieces: Iterable[Piece], label: str, quarters: Sequence[Piece], cells: int
    ) -> tuple[Piece, ...]:
        above = _wrapped([((name, "title"),), *pieces], cells)
        hollow = self._text.glyphs.hollow
        explained = f"{label}, {hollow} in part"
        if any(hollow in said for one in quarters for said, _ in one):
            label = explained if measure([(explained, "dim"), *_spaced(*quarters)]) <= cells else label
        return *above, _newest(((label, "dim"),), quarters, ((self._text.glyphs.ellipsis, "dim"),), cells)


def _newest(head: Piece, quarters: Sequence[Piece], dots: Piece, cells: int) -> Piece:
    """The newest quarter hours that fit behind their head, closer together where not all do; dots for older ones."""
    if measure([*head, *_spaced(*quarters)]) <= cells:
        return _fitting([head, *quarters], cells)
    for many in range(len(quarters), 0, -1):
        kept = [*([dots] if many < len(quarters) else []), *quarters[-many:]]
        if measure([*head, *_spaced(*kept, gap=_CLOSE)]) <= cells:
            return _fitting([head, *kept], cells, _CLOSE)
    return _fitting([head, *quarters[-1:]], cells)


def _spaced(*pieces: Piece, gap: Part = _GAP) -> list[Part]:
    """Pieces with a gap before each."""
    return [part for piece in pieces for part in (gap, *piece)]


def _wrapped(pieces: Sequence[Piece], cells: int) -> list[Piece]:
    """Pieces in their order on one line, or on two; of those as many as fit."""
    many = len(pieces)
    while many > 1 and measure(_spaced(*pieces[:many])[1:]) > cells:
        many -= 1
    return [_fitting(some, cells) for some in (pieces[:many], pieces[many:]) if some]


def _fitting(pieces: Sequence[Piece], cells: int, gap: Part = _GAP) -> Piece:
    """As many pieces as fit, one after another, and blanks to the end."""
    parts: list[Part] = []
    for piece in pieces:
        more = [*([gap] if parts else []), *(part for part in piece if part[0])]
        if measure([*parts, *more]) <= cells:
            parts += more
    return (*parts, (" " * max(cells - sum(width(text) for text, _ in parts), 0), "plain"))
