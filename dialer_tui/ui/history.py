"""Filters kept before, for their line to bring back. In memory alone: they hold names and numbers."""

from __future__ import annotations

_MOST = 100


class History:
    """Texts, each once, the one kept last first; and a place among them, below which is what is being typed."""

    def __init__(self) -> None:
        self._texts: list[str] = []
        self._typed = ""
        self._at = -1  # -1: at what is being typed

    def add(self, text: str) -> None:
        """Remember a text that was kept, above all others; a blank one is none."""
        text = text.strip()
        if text:
            self._texts = [text, *(had for had in self._texts if had != text)][:_MOST]

    def begin(self) -> None:
        """A text begins to be typed, or was changed: it is what `step` comes back to."""
        self._at = -1

    def step(self, by: int, text: str) -> str:
        """The text `by` steps earlier, or later where it is negative, than `text`, which stands in the line now.

        At either end it is `text` itself. One that the line has already is passed over.
        """
        if self._at < 0:
            self._typed = text
        at = self._at + by
        while 0 <= at < len(self._texts) and self._texts[at] == text:
            at += by
        if not -1 <= at < len(self._texts):
            return text
        self._at = at
        return self._typed if at < 0 else self._texts[at]
