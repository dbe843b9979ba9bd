"""How true what is shown is, in figures: what was asked and came, how late, how much of it, what was odd."""

from __future__ import annotations

from collections.abc import Iterable

from dialer_tui.floor.facts import Fact, Grade
from dialer_tui.text import clean
from dialer_tui.ui.keymap import Keymap
from dialer_tui.ui.theme import Glyphs, Palette, Role
from dialer_tui.ui.widgets.painted import Part
from dialer_tui.ui.widgets.sheet import Sheet
from dialer_tui.ui.wrap import wrap

WIDE = 108
_MARK, _NAME = 2, 14


class Diagnostics(Sheet):
    """The sheet of facts. While it is open it does not become smaller: what is read stays where it is."""

    def __init__(self, keymap: Keymap, palette: Palette, glyphs: Glyphs) -> None:
        super().__init__(palette, glyphs, id="diagnostics")
        self._keymap = keymap
        self._facts: tuple[Fact, ...] = ()
        self._laid_for = self._tall = 0

    def open(self) -> None:
        """Lay it over the panes, from its first line on."""
        super().open()
        self._tall = 0

    def tell(self, facts: Iterable[Fact] | None = None) -> None:
        """Show facts; without any, the last ones again for the screen's size."""
        self._facts = self._facts if facts is None else tuple(facts)
        cells = min(WIDE, self.app.size.width - 4)
        lines = content(self._facts, self.glyphs, cells)
        self._tall = max(len(lines), self._tall if cells == self._laid_for else 0)
        self._laid_for = cells
        steps, pages = self._keymap.both("up", "down"), self._keymap.both("page_up", "page_down")
        keys = f"{self.glyphs.key(steps)} {pages} scroll   {self._keymap.shown('back')} back"
        lines += [[]] * (self._tall - len(lines))
        self.show("Diagnostics", lines, keys, cells)


def content(facts: Iterable[Fact], glyphs: Glyphs, cells: int) -> list[list[Part]]:
    """The lines of facts: mark, name, value; beneath it reasons, and what to do."""
    marks: dict[Grade, tuple[str, Role]] = {
        Grade.WELL: ("", "plain"),
        Grade.REMARK: (glyphs.trouble, "alert"),
        Grade.FAULT: (glyphs.gone, "alert"),
        Grade.UNKNOWN: (glyphs.unknown, "dim"),
    }
    room = max(cells - _MARK - _NAME, 20)
    beside = " " * (_MARK + _NAME)

    def said(text: str, less: int = 0) -> list[str]:
        return wrap(clean(text, None), room - less)

    lines: list[list[Part]] = []
    for fact in facts:
        mark, role = marks[fact.grade]
        first, *rest = said(fact.value)
        value: Role = "dim" if fact.grade is Grade.UNKNOWN else "plain"
        named: Role = "accent" if fact.grade is Grade.WELL else role
        lines.append([(mark.ljust(_MARK), role), (fact.name.ljust(_NAME), named), (first, value)])
        lines += [[(beside + line, value)] for line in rest]
        for reason in fact.more:
            for index, line in enumerate(said(reason, 2)):
                lines.append([(beside + ("  " if index else "- ") + line, "plain")])
        if fact.do:
            lines += [[(beside + line, "dim")] for line in said(f"what to do: {fact.do}")]
    return lines
