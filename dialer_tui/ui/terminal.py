"""Between Textual and the terminal: only the cells that differ from what it shows are sent, and never a backlog.

Textual sends again whatever was marked dirty, changed or not. It also trusts every terminal to draw a text as wide as
it reckons, which none does for every script: where they may part, the cursor is put where it should be.

This leans on names that Textual keeps to itself: the two kinds of update and what is in them, the driver's writer and
its queue, and those that `_missing` looks for at start. Should one be gone, frames go out as Textual makes them.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import textual
from rich.cells import cell_len
from rich.color import ColorSystem
from rich.console import COLOR_SYSTEMS, Console
from rich.style import Style
from textual import events
from textual._compositor import ChopsUpdate, CompositorUpdate, LayoutUpdate
from textual.app import App
from textual.drivers.linux_driver import LinuxDriver
from textual.screen import Screen
from textual.strip import Strip

from dialer_tui.text import sure
from dialer_tui.ui import pens
from dialer_tui.ui.lines import Move, Row, move

_KNOWN = ("8.",)
_INSTALLED = tuple(f"textual-{version}" for version in _KNOWN)
_BEHIND = 4_096  # characters waiting for the terminal: more, and it does not keep up
_LOOK_AGAIN = 0.02  # seconds until a terminal that was behind is looked at again
_SLOW = 0.5  # seconds for which a quick line never owes a frame
_GAP = 5  # unchanged cells that cost less to send than a cursor move


class Differ:
    """What the terminal shows, cell by cell."""

    def __init__(self) -> None:
        self._rows: dict[int, Row] = {}

    def forget(self) -> None:
        """Something else wrote on the terminal: nothing is known of it any more."""
        self._rows.clear()

    def render(self, update: ChopsUpdate | LayoutUpdate, console: Console) -> str:
        """The sequences that turn what the terminal shows into what the update says; "" when it shows it already."""
        colours = COLOR_SYSTEMS.get(console.color_system or "truecolor", ColorSystem.TRUECOLOR)
        changed: dict[int, Row] = {}
        for y, x, strip in _pieces(update):
            _lay(changed.setdefault(y, Row()), x, strip, colours)
        writer, known = _Writer(), bool(self._rows)
        if (moved := move(self._rows, changed)) is not None:
            for y in range(moved.top, moved.bottom + 1):
                changed[y] = self._rows[y].below(changed[y])
            writer.move(moved)
            moved.apply(self._rows)
        for y, new in changed.items():
            row = self._rows.setdefault(y, Row())
            for first, last in _runs(row.take(new), row):
                writer.run(y, first, last, row)
        return writer.text() if known else "\x1b[0m" + writer.text()


def _extent(update: ChopsUpdate | LayoutUpdate) -> tuple[int, int]:
    """Columns and rows of the screen that an update is of."""
    if isinstance(update, LayoutUpdate):
        return update.region.right, update.region.bottom
    return update.chop_ends[0][-1], len(update.chop_ends)


def _pieces(update: ChopsUpdate | LayoutUpdate) -> Iterator[tuple[int, int, Strip]]:
    """(y, x, strip) of everything that Textual would send, each strip whole."""
    if isinstance(update, LayoutUpdate):
        for y, line in enumerate(update.strips, update.region.y):
            x = update.region.x
            for strip in line:
                yield y, x, strip
                x += strip.cell_length
        return
    for y, left, right in update.spans:
        for end, (x, piece) in zip(update.chop_ends[y], update.chops[y].items(), strict=False):
            if piece is not None and x < right and end > left:
                yield y, x, piece  # to its end: a glyph that is half inside the span is drawn whole


def _lay(row: Row, x: int, strip: Strip, colours: ColorSystem) -> None:
    """Put a strip's cells into a row."""
    cells = row.cells
    for text, style, control in strip:
        if control or not text:
            continue
        sgr = _sgr(style, colours)
        row.starts.add(x)
        start = x
        blank = pens.bare(sgr), " "
        if text.isascii():
            for char in text:
                cells[x] = blank if char == " " else (sgr, char)
                x += 1
            continue
        for char, width in _clusters(text):
            if not width and x - 1 in cells:
                cells[x - 1] = cells[x - 1][0], cells[x - 1][1] + char
                continue
            cells[x] = blank if char == " " else (sgr, char)
            for tail in range(1, width):
                cells[x + tail] = sgr, ""
            x += width
        if not sure(text):
            row.unsure.update(range(start, x))


@lru_cache(256)  # frames are drawn of the same few texts again and again; one takes some kilobytes
def _clusters(text: str) -> tuple[tuple[str, int], ...]:
    """The characters of a text with the cells each adds; the whole text where they do not add up to its width."""
    widths = [cell_len(char) for char in text]
    whole = cell_len(text)
    return tuple(zip(text, widths, strict=True)) if sum(widths) == whole else ((text, whole),)


def _sgr(style: Style | None, colours: ColorSystem) -> str:
    return "" if style is None else Strip.render_ansi(style, colours)


def _runs(xs: list[int], row: Row) -> Iterator[tuple[int, int]]:
    """First and last cell of each stretch worth one cursor move. A run with an unsure glyph goes to the line's end."""
    cells, at = row.cells, 0
    while at < len(xs):
        first = last = xs[at]
        at += 1
        while at < len(xs) and xs[at] - last <= _GAP and all(x in cells for x in range(last + 1, xs[at])):
            last = xs[at]
            at += 1
        while cells[first][1] == "" and first - 1 in cells:
            first -= 1
        while last + 1 in cells and cells[last + 1][1] == "":
            last += 1
        if not row.unsure.isdisjoint(range(first, last + 1)):
            while first not in row.starts and first - 1 in cells:
                first -= 1
            while last + 1 in cells:
                last += 1
            at = len(xs)
        yield first, last


class _Writer:
    """Writes runs of cells, from a terminal in its own style with its cursor anywhere."""

    def __init__(self) -> None:
        self._out: list[str] = []
        self._pen = ""
        self._place: tuple[int, int] | None = None  # where the cursor is, where that is sure

    def move(self, moved: Move) -> None:
        """Move lines, before anything else is written."""
        self._out.append(moved.sequence)

    def run(self, y: int, first: int, last: int, row: Row) -> None:
        """Write the cells of a run, segment by segment where a glyph's width is in doubt."""
        cells, x, doubt = row.cells, first, not row.unsure.isdisjoint(range(first, last + 1))
        self._go(y, first)
        while x <= last:
            end = x + 1
            while end <= last and end not in row.starts:
                end += 1
            clear = end
            if x in row.unsure:  # blank first, and the room behind it: it may be drawn narrower than reckoned, or wider
                blank = pens.bare(cells[x][0]), " "
                while clear <= last and cells[clear] == blank:
                    clear += 1
                self._turn(cells[x][0], True)
                self._out.append(" " * (clear - x) + f"\x1b[{y + 1};{x + 1}H")
            for at in range(x, end):
                sgr, text = cells[at]
                self._turn(sgr, text == " ")
                self._out.append(text)
            if x in row.unsure and clear <= last:
                self._out.append(f"\x1b[{y + 1};{clear + 1}H")
            x = clear
        # Behind the last column a terminal's cursor is nowhere in particular.
        self._place = None if doubt or last + 1 not in cells else (y, last + 1)

    def _go(self, y: int, x: int) -> None:
        if self._place is not None and self._place[0] == y:
            self._out.append(f"\x1b[{x + 1}G")
        else:
            self._out.append(f"\x1b[{y + 1};{x + 1}H")

    def _turn(self, sgr: str, blank: bool) -> None:
        sequence = pens.turn(self._pen, sgr, blank)
        if sequence:
            self._out.append(sequence)
            self._pen = sgr

    def text(self) -> str:
        """All of it; the terminal is left in its own style."""
        return "".join([*self._out, "\x1b[0m"] if self._pen else self._out)


class _Frame(CompositorUpdate):
    """An update that has been turned into sequences already."""

    def __init__(self, text: str) -> None:
        self.text = text

    def render_segments(self, console: Console) -> str:
        return self.text


def _known() -> bool:
    """Whether this is a version we know, as a rule by the folder that pip names after it.

    To list what lies beside the package takes a fiftieth of what it takes to import the reader of metadata.
    """
    folder = Path(textual.__file__).parent.parent
    if any(name.startswith(_INSTALLED) for name in os.listdir(folder)):
        return True
    return str(textual.__version__).startswith(_KNOWN)


def _missing() -> str:
    """The first private name that this module leans on and Textual no longer has, "" when all are there."""
    if not _known():
        return f"textual {textual.__version__}"
    needed: tuple[tuple[Any, str], ...] = (
        (App, "_display"),
        (Strip, "render_ansi"),
        (Strip, "crop"),
        (LinuxDriver, "_get_terminal_size"),
    )
    for owner, name in needed:
        if not hasattr(owner, name) and name not in getattr(owner, "__annotations__", ()):
            return f"{owner.__name__}.{name}"
    return ""


class Sparing(App[None]):
    """An app that sends its terminal only what changed, and drops frames while the terminal does not keep up."""

    differ: Differ | None = None
    _owes_since: float | None = None

    def on_load(self) -> None:
        """Find out whether this Textual is one we know."""
        if not _missing():
            self.differ = Differ()

    def _display(self, screen: Screen[Any], renderable: Any) -> None:
        if self.differ is not None and isinstance(renderable, (ChopsUpdate, LayoutUpdate)):
            try:
                if self._frugal:
                    renderable = self._spare(renderable)
            except AttributeError:  # a Textual that keeps its frames in another way
                self.differ = None
        if renderable is None:
            self.post_display_hook()
        else:
            super()._display(screen, renderable)

    def _spare(self, update: ChopsUpdate | LayoutUpdate) -> CompositorUpdate | None:
        """What is left to send of an update, None for nothing."""
        if self._outgrown(update):
            return None
        if self._behind() > _BEHIND:
            self._owe()
            return None
        assert self.differ is not None
        text = self.differ.render(update, self.console)
        return _Frame(text) if text else None

    @property
    def _frugal(self) -> bool:
        driver = self._driver
        ready = self.differ is not None and driver is not None and self._running and not self._closed
        return ready and not (self.is_headless or self._batch_count or (driver is not None and driver.is_inline))

    def _outgrown(self, update: ChopsUpdate | LayoutUpdate) -> bool:
        """Whether an update was laid out for a size that the terminal no longer has.

        What is cut off at the new edge, nobody could know afterwards. The resize that is under way sends everything.
        """
        driver = self._driver
        return isinstance(driver, LinuxDriver) and driver._get_terminal_size() != _extent(update)

    def _behind(self) -> int:
        """Characters that the terminal has not begun to take yet."""
        writer = getattr(self._driver, "_writer_thread", None)
        return sum(len(text or "") for text in list(writer._queue.queue)) if writer is not None else 0

    def _owe(self) -> None:
        """The newest state is sent whole once the terminal has caught up; what lies between is never sent."""
        if self._owes_since is None:
            self._owes_since = time.monotonic()
            self.set_timer(_LOOK_AGAIN, self._pay)

    def _pay(self) -> None:
        if self._behind():
            if self._owes_since is not None and time.monotonic() - self._owes_since > _SLOW:
                self.on_slow_line()
            self.set_timer(_LOOK_AGAIN, self._pay)
            return
        self._owes_since = None
        self.on_caught_up()
        self.screen.refresh()

    def on_slow_line(self) -> None:
        """A frame has been owed for long, and again each time that is looked at: for the app to hear."""

    def on_caught_up(self) -> None:
        """What is owed is sent now: for the app to put in what it has held back, or another frame would follow."""

    def repaint(self) -> None:
        """Send everything again: after a resume, or when something else wrote on the terminal."""
        if self.differ is not None:
            self.differ.forget()
        self.screen.refresh()

    def on_resize(self, event: events.Resize) -> None:
        """A terminal that changes its size moves what it shows as it likes, and cuts it.

        Where it has its old size again by the time it is asked, Textual does nothing.
        """
        if self.screen_stack and event.size == self.size:
            self.repaint()
        elif self.differ is not None:
            self.differ.forget()
