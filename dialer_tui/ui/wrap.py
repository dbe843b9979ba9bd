"""Text on lines of so many cells."""

from __future__ import annotations

from dialer_tui.text import width


def wrap(text: str, cells: int) -> list[str]:
    """Cleaned text on lines of at most `cells` cells, broken at blanks; a longer word has a line of its own."""
    lines = [""]
    for word in text.split():
        joined = f"{lines[-1]} {word}".strip()
        if width(joined) > cells and lines[-1]:
            lines.append(word)
        else:
            lines[-1] = joined
    return lines
