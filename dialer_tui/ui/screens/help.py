"""The help page: keys of the pane in focus, marks, words, and what the API cannot say."""

from __future__ import annotations

from collections.abc import Callable

from dialer_tui.floor.figures import BY_NAME
from dialer_tui.ui.keymap import Keymap
from dialer_tui.ui.keys import Place
from dialer_tui.ui.theme import Glyphs, Palette
from dialer_tui.ui.widgets.painted import Part
from dialer_tui.ui.widgets.sheet import Sheet
from dialer_tui.ui.words import FIGURES, HONEST, LINK, MARKS, MEANINGS
from dialer_tui.ui.wrap import wrap

WIDE = 92
_LABEL = 14


class Help(Sheet):
    """The sheet of a place's help."""

    def __init__(self, keymap: Keymap, palette: Palette, glyphs: Glyphs) -> None:
        super().__init__(palette, glyphs, id="help")
        self.place: Place = "calls"
        self._keymap = keymap

    def tell(self, place: Place, late: str, now: Callable[[str], str]) -> None:
        """Show the help of a place. `late`: how late a call may appear, in words; `now`: a figure as it is now."""
        self.place = place
        cells = min(WIDE, self.app.size.width - 4)
        title = f"Help {self.glyphs.dot} {place}"
        steps, pages = self._keymap.both("up", "down"), self._keymap.both("page_up", "page_down")
        keys = f"{self.glyphs.key(steps)} {pages} scroll   {self._keymap.shown('back')} back"
        self.show(title, content(place, late, now, self._keymap, self.glyphs, cells), keys, cells)


def content(
    place: Place, late: str, now: Callable[[str], str], keymap: Keymap, glyphs: Glyphs, cells: int
) -> list[list[Part]]:
    """The lines of a place's help."""
    lines = [*_language(cells), []] if place == "filter" else []
    lines.append([("Keys", "strong")])
    for key in keymap.helped(place):
        lines += _entry(glyphs.key(key.shown), key.help, cells)
    if place in ("calls", "details"):
        lines += [[], [("Marks", "strong")]]
        for mark, words in MARKS:
            lines += _entry(getattr(glyphs, mark), words, cells)
    pane = "calls" if place == "details" else place
    meanings = MEANINGS.get(pane)
    if meanings:
        lines += [[], [("What is shown", "strong")]]
        for label, words in meanings:
            lines += _entry(label, words, cells)
    if pane in FIGURES:
        lines += [[], [("Figures", "strong")]]
        for name in FIGURES[pane]:
            lines += _entry(BY_NAME[name].short, explained(name, now(name)), cells)
    lines += [[], [("How true it is: the word at the top right", "strong")]]
    for word, link in LINK.items():
        lines += _entry(word, link.means, cells)
    lines += [[], *_text(f"{late} Ages and the clock are by the server's time.", cells), [], *_text(HONEST, cells)]
    return lines


def _language(cells: int) -> list[list[Part]]:
    """What a filter may say: examples, and the fields."""
    from dialer_tui.floor.query.examples import EXAMPLES, fields  # not before somebody looks at the help

    lines: list[list[Part]] = [[("What a filter may say", "strong")]]
    for text, words in EXAMPLES:
        lines += _entry(text, words, cells)
    lines += [[], [("Fields", "strong")]]
    for names, allowed in fields():
        lines += _entry(names, allowed, cells)
    return lines + _entry(
        "callContact", "and any field by the API's own name, those its document does not know too", cells
    )


def explained(name: str, now: str) -> str:
    """A figure in words: what it is now, its formula, what n is, what it does not say, and a worked example."""
    from dialer_tui.floor.examples import EXAMPLES  # not before somebody looks at the help

    figure, example = BY_NAME[name], EXAMPLES[name]
    caveat = f" {figure.caveat[0].upper()}{figure.caveat[1:]}." if figure.caveat else ""
    formula = f"{figure.formula[0].upper()}{figure.formula[1:]}; n: {figure.of}."
    return f"now {now}. {formula}{caveat} Example: {example.words} → {example.value}."


def _entry(label: str, words: str, cells: int) -> list[list[Part]]:
    """A label and its words, wrapped beside it; a long label has its own line."""
    wrapped = wrap(words, max(cells - _LABEL, 20))
    if len(label) < _LABEL:
        first: list[list[Part]] = [[(label.ljust(_LABEL), "accent"), (wrapped[0], "plain")]]
        rest = wrapped[1:]
    else:
        first, rest = [[(label, "accent")]], wrapped
    return first + [[(" " * _LABEL + text, "plain")] for text in rest]


def _text(words: str, cells: int) -> list[list[Part]]:
    return [[(line, "plain")] for line in wrap(words, cells)]
