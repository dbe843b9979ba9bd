"""The wall board as lines: what stands on it, laid out for a size. Pure; no name of an agent or a contact gets here.

While the link is not LIVE its age is the largest thing on the board, and the service level one figure among others.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import msgspec

from dialer_tui.text import fit, width
from dialer_tui.ui import bigtext, boardalerts
from dialer_tui.ui.boardalerts import Alarm
from dialer_tui.ui.boardfigures import Parts, Said, abreast, cut, drawing, noted
from dialer_tui.ui.theme import Glyphs, Role
from dialer_tui.ui.widgets.line import measure
from dialer_tui.ui.widgets.painted import Part

_MARGIN = 2  # cells at the left and at the right
_APART = 4  # cells between a large figure and what is beside it
_SLOT = 6  # cells of a quarter hour, at least: its time and a gap
_WIDEST = 12  # and at most
_QUEUED = 4  # parts of a queue in a line of them


class Slot(msgspec.Struct, frozen=True):
    """The calls of a quarter hour; None where there are none. `young`: it may still lack its long ones.

    `before`: the calls of yesterday's same one; None where they are not known.
    """

    time: str
    calls: int | None
    young: bool = False
    before: int | None = None


class Chart(msgspec.Struct, frozen=True):
    """Calls of one direction by quarter hour, in time. `beside`: what there is to say of yesterday."""

    label: str
    slots: tuple[Slot, ...]
    beside: str = ""

    @property
    def paired(self) -> bool:
        """Whether anything of yesterday is known."""
        return any(slot.before is not None for slot in self.slots)


class Board(msgspec.Struct, frozen=True):
    """All that stands on a board. `loud`: what is to be read first while the link is not LIVE, its age if there is one;
    `briefly`: that age where there is little room.

    `word`: the link's state, `words`: what it means, `since`: "since 14:02", or "". `queues`: the worst ones.
    `alarms`: the alerts that stand.
    """

    head: tuple[Part, ...]
    clock: str
    word: Part
    level: Said
    figures: tuple[Said, ...]
    charts: tuple[Chart, ...]
    queues: tuple[Said, ...]
    loud: str = ""
    briefly: str = ""
    words: str = ""
    since: str = ""
    alarms: tuple[Alarm, ...] = ()


class Plan(NamedTuple):
    """What a board of at least so many columns and rows is like: scales of figures, rows of bars."""

    columns: int
    rows: int
    level: int
    figures: int
    bars: int
    queues: int


PLANS = (
    Plan(200, 60, 8, 4, 9, 3),
    Plan(150, 44, 5, 3, 6, 2),
    Plan(116, 34, 4, 2, 4, 1),
    Plan(76, 24, 3, 1, 2, 0),
    Plan(76, 18, 2, 0, 1, 0),
    Plan(0, 0, 1, 0, 0, 0),
)


def laid(board: Board, columns: int, rows: int, glyphs: Glyphs, hint: str = "", way_back: str = "") -> list[Parts]:
    """The lines of a board, `rows` of them at most, none wider than `columns`. The last one is for `hint`, or else says
    dimly how to leave it."""
    plan = next((one for one in PLANS if columns >= one.columns and rows >= one.rows), PLANS[-1])
    cells = max(columns - 2 * _MARGIN, 1)
    blocks = [
        _first(board, plan, cells, glyphs),
        abreast(_figures(board), plan.figures, cells, glyphs),
        _charts(board.charts, plan.bars, cells, glyphs),
        _queues(board.queues, plan.queues, cells, glyphs),
    ]
    alarms = [(boardalerts.line(board.alarms, cells, glyphs),)] if board.alarms else []
    room = rows - 2 - len(alarms)  # the head, and the line of hints
    while len(blocks) > 1 and sum(map(len, blocks)) > room:
        blocks.pop()
    gap, more = divmod(max(room - sum(map(len, blocks)), 0), len(blocks) + 1)
    spread: list[Parts] = []
    for at, block in enumerate(blocks):
        spread += [()] * (gap + (at < more))
        spread += block
    spread = spread[: max(room, 0)]
    lines = [*alarms, *spread, *[()] * (room - len(spread))]
    body = [((" " * _MARGIN, "plain"), *line) if line else () for line in lines]
    last: Parts = ((" " * _MARGIN + (hint or way_back), "accent" if hint else "dim"),) if hint or way_back else ()
    whole = [_head(board, columns, glyphs), *body, last][:rows]
    return [tuple(cut(line, columns, glyphs)) for line in whole]


# --- the head ----------------------------------------------------------------------------------------------------


def _head(board: Board, columns: int, glyphs: Glyphs) -> Parts:
    """Whose floor it is and what is counted; the time, and how the link stands."""
    right: list[Part] = [(board.clock, "strong"), ("   ", "plain"), board.word, (" ", "plain")]
    if measure(right) > columns // 2:
        right = [board.word, (" ", "plain")]
    room = max(columns - measure(right) - 1, 0)
    left = [(" ", "plain"), *cut(board.head, max(room - 1, 0), glyphs)]
    return [*left, (" " * max(columns - measure(left) - measure(right), 0), "plain"), *right]


# --- what is read first ------------------------------------------------------------------------------------------


def _first(board: Board, plan: Plan, cells: int, glyphs: Glyphs) -> list[Parts]:
    return _aged(board, plan, cells, glyphs) if board.loud else _level(board.level, plan, cells, glyphs)


def _level(level: Said, plan: Plan, cells: int, glyphs: Glyphs) -> list[Parts]:
    """The service level, and beside it what it is, its target and how it meets it."""
    figure = drawing(level.text, plan.level, cells, glyphs)
    mark = drawing(level.sign, plan.figures, cells, glyphs) if level.sign and plan.figures else []
    notes: list[Part] = [(line, "plain") for line in noted(level, drawn=bool(mark)).split("\n")]
    label = level.named(cells - max(map(width, figure)) - _APART)
    beside: list[Part] = [(label, "title")]
    blank: Part = ("", "plain")
    if len(figure) > len(notes) + 1:
        apart = [blank] * (bool(mark) and len(mark) + len(notes) + 3 <= len(figure))
        beside += [blank, *((line, level.role) for line in mark), *apart, *notes]
    else:
        beside = [*beside, *notes][: len(figure)]
    return _side_by_side(figure, level.role, beside, cells, glyphs)


def _aged(board: Board, plan: Plan, cells: int, glyphs: Glyphs) -> list[Parts]:
    """How old all of it is, as large as may be; above it the state, and what that means."""
    high = bigtext.rows(plan.level)
    word, role = board.word
    old: list[Part] = [("old", role)] * (board.loud not in word)
    if high <= bigtext.rows(1):
        room = cells - _APART - len("old")
        loud = board.loud if bigtext.fitting(board.loud, room, 1, glyphs) else board.briefly or board.loud
        figure = _side_by_side(drawing(loud, plan.level, cells, glyphs), role, old, cells, glyphs)
        meant = [(f"{board.since}   ", role), (board.words, "dim")]
        return [*figure, [*cut(meant, cells, glyphs)]] if board.since else figure
    scale = next(scale for scale in range(plan.level, 0, -1) if bigtext.rows(scale) <= high - 2)
    large = drawing(board.loud, scale, cells - _APART - len("old"), glyphs)
    state = [(f"{word} ", role), (f"{board.since}   " if board.since else "  ", role), (board.words, "plain")]
    said: Parts = [*cut(state, cells, glyphs)]
    foot: list[Part] = [("", "plain")] * (len(large) - 1)
    return [said, (), *_side_by_side(large, role, [*foot, *old], cells, glyphs)]


def _side_by_side(figure: Sequence[str], role: Role, beside: Parts, cells: int, glyphs: Glyphs) -> list[Parts]:
    """Lines, and others to the right of them, as far as there is room."""
    wide = max(map(width, figure))
    room = cells - wide - _APART
    many = max(len(figure), len(beside) if room > 0 else 0)
    lines: list[Parts] = []
    for y in range(many):
        line: list[Part] = [((figure[y] if y < len(figure) else "").ljust(wide), role)]
        if y < len(beside) and room > 0 and beside[y][0]:
            line += [(" " * _APART, "plain"), *cut([beside[y]], room, glyphs)]
        lines.append(line)
    return lines


# --- figures side by side ----------------------------------------------------------------------------------------


def _figures(board: Board) -> Sequence[Said]:
    return (board.level, *board.figures[:-1]) if board.loud else board.figures


# --- quarter hours -----------------------------------------------------------------------------------------------


def _charts(charts: Sequence[Chart], high: int, cells: int, glyphs: Glyphs) -> list[Parts]:
    """Calls by quarter hour, one direction beside the other on one scale; without rows for bars in one line."""
    slots = [slot for chart in charts for slot in chart.slots]
    most = max((max(slot.calls or 0, slot.before or 0) for slot in slots), default=0)
    if not high:
        return [_small(charts, most, cells, glyphs)]
    room = cells // max(len(charts), 1) - 2
    drawn = [_chart(chart, most, high, room, glyphs) for chart in charts]
    return [[part for chart in drawn for part in (*chart[y], ("  ", "plain"))] for y in range(len(drawn[0]))]


def _chart(chart: Chart, most: int, high: int, cells: int, glyphs: Glyphs) -> list[Parts]:
    """One direction, `cells` wide: its name, bars, their numbers, their times."""
    many = max(cells // _SLOT, 1)
    slots = chart.slots[-many:]
    wide = min(cells // max(len(slots), 1), _WIDEST)
    bar = max(wide - (3 if chart.paired else 2), 1)

    def line(cells_of: Sequence[Parts]) -> Parts:
        parts = [part for parts in cells_of for part in _cell(parts, wide)]
        return [*parts, (" " * max(cells - measure(parts), 0), "plain")]

    def column(slot: Slot, y: int) -> Parts:
        today: Part = (_piece(slot.calls, slot.young, most, high, y, glyphs) * bar, "dim" if slot.young else "accent")
        return [today, (_piece(slot.before, False, most, high, y, glyphs), "dim")] if chart.paired else [today]

    def number(calls: int | None) -> str:
        return glyphs.unknown if calls is None else f"{calls:,}"

    title = fit(f"{chart.label} by quarter hour{chart.beside}", cells, ellipsis=glyphs.ellipsis)
    before = line([[(number(slot.before), "dim")] for slot in slots])
    return [
        [(title, "title")],
        *(line([column(slot, y) for slot in slots]) for y in range(high)),
        line([[(number(slot.calls), "strong")] for slot in slots]),
        *[before] * chart.paired,
        line([[(slot.time, "dim")] for slot in slots]),
    ]


def _cell(parts: Parts, cells: int) -> Iterator[Part]:
    """Parts with blanks behind them, so many cells in all."""
    yield from parts
    yield " " * max(cells - measure(parts), 0), "plain"


def _piece(calls: int | None, young: bool, most: int, high: int, y: int, glyphs: Glyphs) -> str:
    """A cell of a bar in row `y` from the top."""
    if not calls or not most:
        return " "
    steps = len(glyphs.columns) or 1
    full = max(round(calls * high * steps / most), 1) - steps * (high - 1 - y)
    if full <= 0:
        return " "
    if young:
        return glyphs.hollow
    return glyphs.columns[min(full, steps) - 1] if glyphs.columns else glyphs.bar


def _small(charts: Sequence[Chart], most: int, cells: int, glyphs: Glyphs) -> Parts:
    """Bars of one line, a cell a quarter hour; numbers where a terminal has no bars."""
    parts: list[Part] = []
    room = cells // max(len(charts), 1)
    for chart in charts:
        texts: list[str] = []
        for slot in reversed(chart.slots):
            said = (
                _piece(slot.calls, slot.young, most, 1, 0, glyphs)
                if glyphs.columns
                else f" {glyphs.hollow * slot.young}{slot.calls or 0}"
            )
            if sum(map(len, texts)) + len(said) + len(chart.label) + 4 > room:
                break
            texts.insert(0, said)
        parts += [(f"{chart.label} ", "dim"), ("".join(texts) + "   ", "accent")]
    return parts


# --- the worst queues --------------------------------------------------------------------------------------------


def _queues(queues: Sequence[Said], scale: int, cells: int, glyphs: Glyphs) -> list[Parts]:
    title: Part = ("worst queues", "title")
    if scale and queues:
        return [[title], *abreast(queues, scale, cells, glyphs, even=True)]
    lines = [_queued(title, queues, many) for many in range(len(queues), -1, -1)]
    parts = next((line for line in lines if measure(line) <= cells), lines[-1])
    while measure(parts) > cells and len(parts) > 1:
        del parts[-_QUEUED:]
    return [parts] if queues else [[title, (f"   {glyphs.unknown}", "plain")]]


def _queued(title: Part, queues: Sequence[Said], many: int) -> list[Part]:
    """Queues in one line, the first `many` of them with since when."""
    parts: list[Part] = [title]
    for at, said in enumerate(queues):
        figure = f"{said.text} {said.sign}".rstrip()
        lasts = f" {said.lasts}" if said.lasts and at < many else ""
        parts += [("   ", "plain"), (f"{said.label} ", "plain"), (figure, said.role), (lasts, "plain")]
    return parts
