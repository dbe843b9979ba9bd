"""A line of text with a cursor, edited by keys: the filter's line and the fields of a form."""

from __future__ import annotations

from bisect import bisect_left

from dialer_tui.text import clean, width


class Editor:
    """At most `most` characters and the place of the cursor among them."""

    def __init__(self, most: int, text: str = "") -> None:
        self.most = most
        self.text = text
        self.at = len(text)

    def set(self, text: str) -> None:
        """Another text, the cursor at its end."""
        self.text, self.at = text, len(text)

    def insert(self, text: str) -> None:
        """Put text in at the cursor; of a pasted one the line breaks and control characters are gone."""
        text = clean(text, max(self.most - len(self.text), 0))
        self.text = self.text[: self.at] + text + self.text[self.at :]
        self.at += len(text)

    def erase(self, what: str) -> None:
        """Erase `back` or `ahead` one character, the `word` before the cursor, or `all` before it."""
        before, after = self.text[: self.at], self.text[self.at :]
        if what == "ahead":
            after = after[1:]
        elif what == "word":
            before = before[: before.rstrip().rfind(" ") + 1]
        else:
            before = before[:-1] if what == "back" else ""
        self.text, self.at = before + after, len(before)

    def go(self, where: int) -> None:
        """Move the cursor to a place in the text."""
        self.at = max(0, min(where, len(self.text)))

    def step(self, by: int) -> None:
        """Move the cursor by characters."""
        self.go(self.at + by)

    def put(self, start: int, end: int, text: str) -> bool:
        """Put text in the place of some, the cursor behind it; whether there was room for it."""
        if len(self.text) - (end - start) + len(text) > self.most:
            return False
        self.text, self.at = self.text[:start] + text + self.text[end:], start + len(text)
        return True

    def first(self, cells: int) -> int:
        """The first character that is seen, so that in so many cells the cursor is in sight."""
        return bisect_left(range(self.at), True, key=lambda start: width(self.text[start : self.at]) < cells)

    def seen(self, cells: int) -> tuple[str, str, str]:
        """What of the text is before, under and after the cursor, so far as `cells` hold it, the cursor in sight.

        "" under the cursor means that it stands behind the text.
        """
        start = self.first(cells)
        before, under, after = self.text[start : self.at], self.text[self.at : self.at + 1], self.text[self.at + 1 :]
        used = width(before) + width(under or " ")
        end = bisect_left(range(len(after)), True, key=lambda last: used + width(after[: last + 1]) > cells)
        return before, under, after[:end]
