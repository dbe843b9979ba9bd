"""A sheet with one line to type a path in."""

from __future__ import annotations

from collections.abc import Sequence

from dialer_tui.text import clean
from dialer_tui.ui.editor import Editor
from dialer_tui.ui.keymap import Keymap
from dialer_tui.ui.theme import Glyphs, Palette
from dialer_tui.ui.widgets.oneline import OneLine
from dialer_tui.ui.widgets.painted import Part
from dialer_tui.ui.widgets.sheet import Sheet

WIDE = 100
_MOST = 1_000  # characters


class PathSheet(Sheet, OneLine):
    """What is to be written, and the path, with a cursor in it; beneath it what is wrong with it."""

    def __init__(self, keymap: Keymap, palette: Palette, glyphs: Glyphs) -> None:
        super().__init__(palette, glyphs, id="path")
        self._keymap = keymap
        self._line = Editor(_MOST)
        self._asked = self._wrong = ""

    def ask(self, title: str, text: str) -> None:
        """Open with a path."""
        self._asked, self._wrong = title, ""
        self._line.set(clean(text, None))
        self.open()
        self.tell()

    def refuse(self, why: str) -> None:
        """Say why it cannot be that path."""
        self._wrong = clean(why, None)
        self.sync()

    def tell(self) -> None:
        """Lay it out for the screen's size."""
        write, back = (self.glyphs.key(self._keymap.shown(key)) for key in ("write", "back"))
        self.show(self._asked, [(), ()], f"{write} write   {back} back", min(WIDE, self.app.size.width - 4))

    def edited(self, had: str) -> None:
        """What was wrong with the path before need not be wrong with this one."""
        self.refuse("")

    def body(self, cells: int) -> Sequence[Sequence[Part]]:
        """The path, and what is wrong with it."""
        return [[("> ", "accent"), *self.written(max(cells - 2, 1))], [(self._wrong, "alert")]]
