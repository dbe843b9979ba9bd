"""What the filter's line offers to go on with: which of it `tab` has put in, and how it is said beside the text."""

from __future__ import annotations

from collections.abc import Sequence

from dialer_tui.floor.query import Candidate, Completion
from dialer_tui.text import fit, width
from dialer_tui.ui.editor import Editor
from dialer_tui.ui.theme import Glyphs
from dialer_tui.ui.widgets.line import measure
from dialer_tui.ui.widgets.painted import Part

_GAP = 2
_LEAST = 8  # cells in which a candidate that is too long is still worth its beginning


class Offers:
    """A completion, and which of its candidates stands in the text: -1 while it is as it was typed.

    `tab` goes through them and then to what was typed, and so on round.
    """

    def __init__(self) -> None:
        self._completion = Completion()
        self._typed = ""
        self._chosen = -1

    def tell(self, completion: Completion, text: str) -> None:
        """Take what may stand in a text."""
        self._completion, self._typed, self._chosen = completion, text[completion.at : completion.end], -1

    def __bool__(self) -> bool:
        return bool(self._completion.candidates)

    @property
    def going(self) -> bool:
        """Whether there are others to go on to: one alone is taken once it stands in the text."""
        return len(self._completion.candidates) > 1

    def step(self, by: int, line: Editor) -> bool:
        """Put another candidate into a line, in the place of the one before; whether there was one to put."""
        candidates = self._completion.candidates
        if not candidates:
            return False
        end = self._completion.at + len(self._standing(line))
        chosen = (self._chosen + 1 + by) % (len(candidates) + 1) - 1
        text = candidates[chosen].text if chosen >= 0 else self._typed
        if line.text[end : end + 1].isspace():
            text = text.rstrip()
        if not line.put(self._completion.at, end, text):
            return False
        self._chosen = chosen
        return True

    def _standing(self, line: Editor) -> str:
        """What stands in the text now: what was typed, or a candidate, up to the cursor."""
        return self._typed if self._chosen < 0 else line.text[self._completion.at : line.at]

    def parts(self, cells: int, glyphs: Glyphs) -> list[Part]:
        """The candidates in at most `cells` cells, the one in the text among them; or what is allowed, in words."""
        completion = self._completion
        if not completion.candidates:
            if not completion.allowed or cells < _GAP + _LEAST:
                return []
            said = fit(completion.allowed, min(width(completion.allowed), cells - _GAP), ellipsis=glyphs.ellipsis)
            return [(" " * _GAP, "plain"), (said, "dim")]
        for start in range(max(self._chosen, 0) + 1):
            parts, end = self._row(start, cells, glyphs)
            if end > self._chosen:
                return parts
        return []

    def _row(self, start: int, cells: int, glyphs: Glyphs) -> tuple[list[Part], int]:
        """The candidates from one on, as many as fit, and the number of the first that did not."""
        candidates = self._completion.candidates
        more: Part = (" " * _GAP + glyphs.ellipsis, "dim")
        parts: list[Part] = [more] if start else []
        for at in range(start, len(candidates)):
            room = cells - measure(parts) - (measure([more]) if at + 1 < len(candidates) else 0)
            one = self._one(at, candidates)
            if measure(one) > room:
                if at > start or room < _GAP + _LEAST:
                    return ([*parts, more] if at > start else []), at
                one = [one[0], (fit(one[1][0], room - _GAP, ellipsis=glyphs.ellipsis), one[1][1])]
            parts += one
        return parts, len(candidates)

    def _one(self, at: int, candidates: Sequence[Candidate]) -> list[Part]:
        one = candidates[at]
        parts: list[Part] = [(" " * _GAP, "plain"), (one.shown, "accent" if at == self._chosen else "dim")]
        return parts if one.calls is None else [*parts, (f" {one.calls:,}", "dim")]
