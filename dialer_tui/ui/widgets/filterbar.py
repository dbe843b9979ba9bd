"""The filter's line, in the footer's place while it is typed."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip

from dialer_tui.floor import query
from dialer_tui.floor.query import Completion, Draft, QueryError
from dialer_tui.text import fit, width
from dialer_tui.ui.editor import Editor
from dialer_tui.ui.history import History
from dialer_tui.ui.keymap import Keymap
from dialer_tui.ui.offers import Offers
from dialer_tui.ui.theme import Glyphs, Palette, Role
from dialer_tui.ui.widgets.line import measure
from dialer_tui.ui.widgets.oneline import OneLine
from dialer_tui.ui.widgets.painted import Painted, Part

MOST = 500  # characters
_TYPE = "type is in, out, or what the API says"
_LEAST = 12  # cells the text keeps, whatever else there is to say
_FAIR = 24  # the same, where that is too long to be said whole anyway
# The cells that what is offered has before the last of these keys may stand there too.
_ROOM = {"keep": 18, "back": 18, "language": 30, "complete": 40}


class FilterBar(Painted, OneLine):
    """ "/", a text with a cursor, what it may go on with, how many calls meet it, and what keys do.

    Says `Typed` at each change. `complete` says what may stand at a place in a text. `cover` says how a text that is
    brought back may be seen: it may name somebody, and is seen whole only once somebody works on it.
    """

    DEFAULT_CSS = "FilterBar { height: 1; width: 1fr; display: none; }"

    class Typed(Message):
        """The text changed."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    def __init__(self, keymap: Keymap, palette: Palette, glyphs: Glyphs) -> None:
        super().__init__(palette, glyphs, id="filter")
        self._keymap = keymap
        self._line = Editor(MOST)
        self._covered: Editor | None = None  # what is seen of a text that was brought back, where that is not itself
        self._history = History()
        self._said = self._enter = ""
        self._wrong: QueryError | None = None
        self._refused = False  # whether somebody would have kept it, and was told why not
        self._offers = Offers()
        self.complete: Callable[[str, int], Completion] = lambda text, at: Completion()
        self.cover: Callable[[str], str] = str

    def open(self, text: str) -> None:
        """Show the bar with a text."""
        self._history.begin()
        self.display = True
        self._bring(text)

    def close(self) -> None:
        """Take the bar away."""
        self.display = False

    def tell(self, draft: Draft, number: str, none: bool) -> None:
        """Say what is wrong with the text, or the `number` of calls that meet it (`none`?); and what enter does."""
        self._wrong = draft.wrong
        if draft.wrong is not None:
            # While the cursor is at a word that lacks something, what it may become says more than that it does.
            lacks = bool(self._offers) and self._marks() is None
            self._said, self._enter = (number if lacks else str(draft.wrong)), ""
        elif draft.field:
            self._said, self._enter = f"{draft.field}= {self.glyphs.ellipsis}", "search"
        else:
            self._said, self._enter = number, "exactly" if draft.open else "keep"
            if none and query.odd_type(self.text):
                self._said += f" {self.glyphs.dot} {_TYPE}"
        self.sync()

    def refuse(self, wrong: QueryError) -> None:
        """Say what is wrong with the text, and where, though it may be only that it is not all typed yet."""
        self._refused = True
        self._wrong, self._said = wrong, str(wrong)
        self.sync()

    def offer(self, by: int) -> None:
        """Put in the next of what the text may go on with, or the one before; of one alone, go on behind it."""
        if self._offers.step(by, self._line):
            self._refused = False
            self._history.begin()
            if not self._offers.going:
                self.moved()
            self.sync()
            self.post_message(self.Typed(self.text))

    def keep(self) -> None:
        """Remember the text, to be brought back."""
        self._history.add(self.text)

    def recall(self, by: int) -> None:
        """Bring back a text that was kept `by` steps earlier, or later where it is negative."""
        text = self._history.step(by, self.text)
        if text != self.text:
            self._bring(text)
            self.post_message(self.Typed(text))

    def lines(self, size: Size) -> list[Strip]:
        """The one line, the text scrolled so that its cursor is in sight.

        The keys go before a word of what is said, and for what is offered; that goes before the text.
        """
        most = max(size.width - 3, 1)
        apart = "  " if self._wrong else " "  # no key stands between it and the clock
        said = f" {self._said}{apart}" if self._said else ""
        if width(said) > most - _LEAST:
            least = max(min(width(self._seen.text) + 1, _FAIR, most // 2), _LEAST)
            said = fit(said, max(most - least, 0), ellipsis=self.glyphs.ellipsis)
        room = min(most - width(said), width(self._seen.text) + 1)
        spare = most - width(said) - room
        keys = next((keys for keys, least in self._keys() if width(keys) + least <= spare), "")
        offers = self._offers.parts(spare - width(keys), self.glyphs)
        blank = " " * (spare - measure(offers) - width(keys))
        parts: list[Part] = [*self._typed(room), *offers, (blank, "plain"), (said, "plain"), (keys, "dim")]
        return [self.strip([(" / ", "accent"), *parts], size.width)]

    @property
    def _seen(self) -> Editor:
        """The text as it may be seen."""
        return self._line if self._covered is None else self._covered

    def _bring(self, text: str) -> None:
        """Bring back a text."""
        self._line.set(text)
        self.moved()
        covered = self.cover(text)
        if covered != text:
            self._covered = Editor(len(covered), covered)
            self._offers.tell(Completion(), "")

    def _typed(self, cells: int) -> list[Part]:
        """The text around its cursor in exactly so many cells, what is wrong in it marked."""
        start = self._seen.first(cells)
        before, under, after = self._seen.seen(cells)
        cursor = start + len(before)
        parts: list[Part] = [*self._marked(before, start), (under or " ", "caret"), *self._marked(after, cursor + 1)]
        return [*parts, (" " * max(cells - measure(parts), 0), "plain")]

    def _marked(self, text: str, at: int) -> list[Part]:
        """Some of the text, from its character `at` on, in the roles of what is right and what is wrong."""
        if (wrong := self._marks()) is None:
            return [(text, "strong")]
        start, end = (min(max(one - at, 0), len(text)) for one in (wrong.at, wrong.end))
        pieces: list[tuple[str, Role]] = [
            (text[:start], "strong"),
            (text[start:end], "wrong"),
            (text[end:], "strong"),
        ]
        return [piece for piece in pieces if piece[0]]

    def _marks(self) -> QueryError | None:
        """What is wrong in the text, but for what lacks only what is about to be typed."""
        wrong, at = self._wrong if self._covered is None else None, self._line.at
        if wrong is None or not wrong.lacks or self._refused:
            return wrong
        return None if wrong.end <= at and not self.text[wrong.end : at].strip() else wrong

    def _keys(self) -> Iterator[tuple[str, int]]:
        """The keys and what they do, the same with fewer of them, and the cells that each leaves to what is offered."""
        does = [(key, it) for key, it in (("keep", self._enter), ("back", "off"), ("language", "help")) if it]
        if self._offers:
            does.append(("complete", "next"))
        while does and does[-1][0] != "keep":
            words = [f"{self.glyphs.key(self._keymap.shown(key))} {it}" for key, it in does]
            least = measure(self._offers.parts(_ROOM[does[-1][0]], self.glyphs))
            yield f" {f' {self.glyphs.dot} '.join(words)} ", least
            does.pop()

    def edited(self, had: str) -> None:
        """The text was `had`, and may be another."""
        self.moved()
        if self.text != had:
            self._history.begin()
            self.post_message(self.Typed(self.text))

    def moved(self) -> None:
        """The text or the cursor is another: so is what may stand there."""
        self._refused = False
        self._covered = None
        self._offers.tell(self.complete(self.text, self._line.at), self.text)
        self.sync()
