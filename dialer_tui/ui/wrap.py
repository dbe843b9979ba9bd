"""Text on lines of so many cells."""

from __future__ import annotations

from rich.cells import chop_cells

from dialer_tui.text import width


def wrap(text: str, cells: int) -> list[str]:
    """Cleaned text on lines of at most `cells` cells (2 at least), broken at blanks; a longer word is broken too."""
    cells = max(cells, 2)  # as many as one wide character takes
    lines = [""]
    for word in text.split():
        joined = f"{lines[-1]} {word}".strip()
        if width(joined) <= cells:
            lines[-1] = joined
            continue
        pieces = chop_cells(word, cells) if width(word) > cells else [word]
        lines[-1:] = [lines[-1], *pieces] if lines[-1] else pieces
    return lines
