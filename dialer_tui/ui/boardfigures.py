"""Figures of a board side by side: what each is, its value as large as may be, and what stands beneath it. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from dialer_tui.text import fit, width
from dialer_tui.ui import bigtext
from dialer_tui.ui.theme import Glyphs, Role
from dialer_tui.ui.widgets.line import measure
from dialer_tui.ui.widgets.painted import Part

Parts = Sequence[Part]
_FIGURE = 10  # cells of a figure with its mark, as text


class Said(msgspec.Struct, frozen=True):
    """A figure in words with what it is, and what stands beneath it: its target, how many calls.

    `brief`: what it is where there is little room. `lasts`: since when it misses its target, "" where nobody knows.
    """

    label: str
    text: str
    sign: str = ""
    role: Role = "strong"
    note: str = ""
    brief: str = ""
    lasts: str = ""

    def named(self, cells: int) -> str:
        """What it is, in so many cells if it can be said in them."""
        return self.brief if self.brief and width(self.label) > cells else self.label


def cut(parts: Parts, cells: int, glyphs: Glyphs) -> Iterator[Part]:
    """As much of a line as so many cells hold."""
    for text, role in parts:
        said = text if width(text) <= cells else fit(text, cells, ellipsis=glyphs.ellipsis)
        cells -= width(said)
        if said:
            yield said, role


def drawing(text: str, scale: int, cells: int, glyphs: Glyphs) -> list[str]:
    """A text as large as it fits, or as it is."""
    scale = bigtext.fitting(text, cells, scale, glyphs)
    return list(bigtext.big(text, scale, glyphs)) if scale else [fit(text, min(cells, width(text)))]


def noted(said: Said, *, drawn: bool = False) -> str:
    """What stands beneath a figure, its mark before it unless that is drawn apart."""
    return said.note if drawn or not said.sign else f"{said.sign} {said.note}"


def abreast(row: Sequence[Said], scale: int, cells: int, glyphs: Glyphs, *, even: bool = False) -> list[Parts]:
    """Figures in columns: what each is, its value, what stands beneath. Without a scale, two or more a line.

    `even`: columns of one width, whatever stands in them; else as far apart as may be, or two large figures look from
    afar like one.
    """
    if not row:
        return []
    if not scale:
        return _written(row, cells, glyphs)
    room = cells // len(row) - 2
    found = [_column(said, scale if even else 1, room, room, scale, glyphs) for said in row]
    if not even:
        _enlarge(found, row, scale, cells, glyphs)
    wide = [room if even else _wide(column) for column in found]
    gap = 2 if even else (cells - sum(wide)) // max(len(row) - 1, 1)
    wide = [*(one + gap for one in wide[:-1]), wide[-1]]
    return [
        [(fit(text, many), role) for (text, role), many in zip(line, wide, strict=True)]
        for line in zip(*found, strict=True)
    ]


def _enlarge(columns: list[list[Part]], row: Sequence[Said], scale: int, cells: int, glyphs: Glyphs) -> None:
    """Draw figures as large as may be, the first ones first: those that have a target, and may need somebody."""
    room = cells // len(row) - 2
    left = cells - sum(map(_wide, columns)) - 2 * scale * (len(row) - 1)
    for at, said in enumerate(row):
        if left > 0:
            before = _wide(columns[at])
            columns[at] = _column(said, scale, before + left, room, scale, glyphs)
            left -= _wide(columns[at]) - before


def _wide(column: list[Part]) -> int:
    return max(width(text) for text, _ in column)


def _column(said: Said, scale: int, cells: int, room: int, high: int, glyphs: Glyphs) -> list[Part]:
    """A figure of `cells` at most, as high as one of scale `high`; above and beneath it words of `room` at most."""
    drawn = drawing(said.text, scale, cells, glyphs)
    drawn += [""] * (bigtext.rows(high) - len(drawn))
    notes = fit(_notes(said, room), room, ellipsis=glyphs.ellipsis).rstrip()
    label = fit(said.named(room), room, ellipsis=glyphs.ellipsis).rstrip()
    return [(label, "title"), *((line, said.role) for line in drawn), (notes, _under(said))]


def _notes(said: Said, cells: int) -> str:
    """What stands beneath a figure, in one line: as much of it as fits whole."""
    first, *more = noted(said).split("\n")
    for note in more:
        first = f"{first}  {note}" if width(f"{first}  {note}") <= cells else first
    return first


def _under(said: Said) -> Role:
    return said.role if said.role == "alert" else "dim"


def _written(row: Sequence[Said], cells: int, glyphs: Glyphs) -> list[Parts]:
    """Figures as text, as many a line as fit."""
    lines: list[list[Part]] = [[]]
    for said in row:
        figure: list[Part] = [
            (f"{said.named(cells - _FIGURE)} ", "dim"),
            (f"{said.text} {said.sign}".rstrip(), said.role),
        ]
        gap: list[Part] = [("   ", "plain")] if lines[-1] else []
        if lines[-1] and measure([*lines[-1], *gap, *figure]) > cells:
            lines.append([])
            gap = []
        lines[-1] += [*gap, *cut(figure, cells, glyphs)]
    return list(lines)
