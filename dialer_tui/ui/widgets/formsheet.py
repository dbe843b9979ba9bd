"""A form as a sheet: fields to fill in, choices below them, and what there is to say about it all."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.message import Message

from dialer_tui.text import clean, fit, width
from dialer_tui.ui.editor import Editor
from dialer_tui.ui.form import Field, Form
from dialer_tui.ui.theme import Glyphs, Palette, Role
from dialer_tui.ui.widgets.painted import Part
from dialer_tui.ui.widgets.sheet import Sheet
from dialer_tui.ui.wrap import wrap

WIDE = 84
_MARK = 2
_LABEL = 16
_VALUE = 50  # cells of a field, where there is room
_SAID = 3  # lines kept free for what there is to say, so that nothing moves when it is said


class FormSheet(Sheet):
    """Draws a task's form. `row` is where the cursor is: the fields first, then the choices."""

    class Clicked(Message):
        """A row was clicked."""

        def __init__(self, row: int) -> None:
            super().__init__()
            self.row = row

    def __init__(self, spec: Form, palette: Palette, glyphs: Glyphs) -> None:
        super().__init__(palette, glyphs, id="form")
        self.spec = spec
        self.row = 0
        self.wrong: dict[str, str] = {}  # why a field cannot be right
        self.tried: dict[str, str] = {}  # what the last try found wrong with a field
        self.keys = ""
        self._said: tuple[tuple[str, Role], ...] = ()
        self._editors = {field.name: Editor(field.most, field.value) for field in spec.fields}
        self._rows: list[int] = []  # the line of each row, for clicks

    # --- what it holds --------------------------------------------------------------------------------------

    @property
    def rows(self) -> int:
        """How many rows there are to go to."""
        return len(self.spec.fields) + len(self.spec.choices)

    @property
    def field(self) -> Field | None:
        """The field under the cursor, None on a choice."""
        return self.spec.fields[self.row] if self.row < len(self.spec.fields) else None

    @property
    def editor(self) -> Editor | None:
        """What edits the field under the cursor."""
        return self._editors[self.field.name] if self.field else None

    def values(self) -> dict[str, str]:
        """What the fields hold, without blanks around it."""
        return {name: editor.text.strip() for name, editor in self._editors.items()}

    def check(self, field: Field) -> str:
        """Why a field cannot be right; "" when it can. It is shown until the field is changed."""
        text = self._editors[field.name].text.strip()
        fine = not text and field.kept
        self.wrong[field.name] = "" if fine else self.spec.check(field.name, text)
        return self.wrong[field.name]

    def say(self, *words: tuple[str, Role]) -> None:
        """Say something below the form."""
        self._said = words
        self.draw()

    @property
    def page(self) -> int:
        """Lines that can be seen, as they will be once the sheet lies where it was told to."""
        return max(self._box[1] - 2, 1)

    # --- how it looks ---------------------------------------------------------------------------------------

    def draw(self) -> None:
        """Lay it out for the screen as it is now, the cursor's row in sight."""
        cells = max(min(WIDE, self.app.size.width - 4), 20)
        content: list[list[Part]] = []
        for words in self.spec.intro:
            content += [[(line, "plain")] for line in wrap(words, cells)]
        content.append([])
        self._rows = []
        for row, field in enumerate(self.spec.fields):
            self._rows.append(len(content))
            content += [self._field(field, row == self.row, cells), self._hint(field, cells)]
        content.append([])
        for row, (_, words) in enumerate(self.spec.choices, len(self.spec.fields)):
            self._rows.append(len(content))
            here = row == self.row
            content.append([self._mark(here), (words, "accent" if here else "plain")])
        content += [[], *self._below(cells)]
        self.show(self.spec.title, content, self.keys, cells)
        self._into_sight()

    def _into_sight(self) -> None:
        line, lines = self._rows[self.row], 2 if self.field else 1
        if self.row == 0 and self._rows[0] + lines <= self.page:
            line, lines = 0, self._rows[0] + lines
        elif self.row == self.rows - 1:
            lines += 1 + _SAID
        lines = min(lines, self.page)
        self.scroll_rows(min(line - self.top, 0) or max(line + lines - self.top - self.page, 0))

    def _mark(self, here: bool) -> Part:
        return (self.glyphs.closed.ljust(_MARK) if here else " " * _MARK, "accent")

    def _field(self, field: Field, here: bool, cells: int) -> list[Part]:
        room = min(_VALUE, cells - _MARK - _LABEL)
        label: Part = (field.label.ljust(_LABEL), "strong" if here else "plain")
        return [self._mark(here), label, *self._value(field, here, room)]

    def _value(self, field: Field, here: bool, room: int) -> Sequence[Part]:
        editor = self._editors[field.name]
        if field.secret:
            shown = self._hidden(field, len(editor.text))
            caret: list[Part] = [(" ", "caret")] if here else []
            text: Part = (clean(shown), "strong" if editor.text else "dim")
            used = width(text[0]) + len(caret)
            return [text, *caret, ("_" * max(room - used, 0), "dim")]
        if not here:
            over = width(editor.text) > room
            shown = fit(editor.text, room, ellipsis=self.glyphs.ellipsis) if over else editor.text
            return [(shown, "strong"), ("_" * max(room - width(shown), 0), "dim")]
        before, under, after = editor.seen(room)
        used = width(before) + width(under or " ") + width(after)
        return [(before, "strong"), (under or " ", "caret"), (after, "strong"), ("_" * max(room - used, 0), "dim")]

    @staticmethod
    def _hidden(field: Field, count: int) -> str:
        return f"{count} character{'' if count == 1 else 's'}, not shown" if count else field.kept

    def _hint(self, field: Field, cells: int) -> list[Part]:
        wrong = self._wrong_with(field)
        text = self._editors[field.name].text.strip()
        right = "" if wrong or field.secret or not text else self.spec.about(field.name, text)
        words = clean(f"{self.glyphs.trouble} {wrong}" if wrong else right or field.hint)
        room = cells - _MARK - _LABEL
        shown = fit(words, room, ellipsis=self.glyphs.ellipsis)
        return [(" " * (_MARK + _LABEL), "plain"), (shown, "alert" if wrong else "dim")]

    def _wrong_with(self, field: Field) -> str:
        return self.wrong.get(field.name) or self.tried.get(field.name, "")

    def _wrong_at_length(self, cells: int) -> tuple[tuple[str, Role], ...]:
        """What is wrong with the field under the cursor, where its own line is too short for that."""
        wrong = self._wrong_with(self.field) if self.field else ""
        return ((wrong, "alert"),) if width(wrong) > cells - 2 * _MARK - _LABEL else ()

    def _below(self, cells: int) -> list[list[Part]]:
        said = self._said or self._wrong_at_length(cells) or ((self.spec.promise, "dim"),)
        lines: list[list[Part]] = []
        for words, role in said:
            mark = f"{self.glyphs.trouble} " if role == "alert" else ""
            lines += [[(line, role)] for line in wrap(mark + clean(words, 600), cells)]
        return lines + [[]] * max(_SAID - len(lines), 0)

    def on_resize(self) -> None:
        if self.opened:
            self.draw()
        super().on_resize()

    def on_click(self, event: events.Click) -> None:
        line = event.y - 1 + self.top
        for row, at in enumerate(self._rows):
            if at <= line < at + (2 if row < len(self.spec.fields) else 1):
                self.post_message(self.Clicked(row))
