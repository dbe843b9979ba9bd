"""The set-up screen: an account is typed, tried, and only then written down.

Its keys are fixed and its own: whoever sees it may have no settings yet. They are taken in the order they were pressed,
as are the characters between them: what is typed fast is never lost, and never taken for a key.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from textual import events
from textual.app import ComposeResult
from textual.message import Message
from textual.screen import Screen

from dialer_tui.ui.form import Ending, Form, Verdict
from dialer_tui.ui.messages import RepaintWanted
from dialer_tui.ui.theme import Glyphs, Palette, Role
from dialer_tui.ui.widgets.formsheet import FormSheet

_REFRESH = 20.0  # seconds between two looks at whether what fields mean has changed: the time of day in a zone


class _Key(NamedTuple):
    """Textual's names of a key, what it does, and whether it also does it while a try is under way."""

    names: tuple[str, ...]
    does: Callable[[SetUpScreen], None]
    always: bool = False


class SetUpScreen(Screen[None], inherit_bindings=False):
    """One form on an otherwise empty screen. Says `Ended` once."""

    AUTO_FOCUS = None

    class Ended(Message):
        """The form is done with, one way or another."""

        def __init__(self, how: Ending) -> None:
            super().__init__()
            self.how = how

    def __init__(self, spec: Form, palette: Palette, glyphs: Glyphs) -> None:
        super().__init__()
        self.spec = spec
        self.sheet = FormSheet(spec, palette, glyphs)
        self._trying = False
        self._done = self._over = False

    def compose(self) -> ComposeResult:
        yield self.sheet

    def on_mount(self) -> None:
        self.sheet.row = next((at for at, field in enumerate(self.spec.fields) if not (field.value or field.kept)), 0)
        self.sheet.open()
        self._tell_keys()
        self.set_interval(_REFRESH, self.sheet.draw)

    def on_resize(self, event: events.Resize) -> None:
        self.sheet.draw()

    # --- keys -----------------------------------------------------------------------------------------------

    def on_key(self, event: events.Key) -> None:
        """A key, or a character of a text."""
        event.stop()
        event.prevent_default()
        key = _BY_NAME.get(event.key)
        if key is not None and (key.always or not self._trying):
            key.does(self)
        elif key is None and event.is_printable and event.character:
            self._insert(event.character)

    def on_paste(self, event: events.Paste) -> None:
        """Text from elsewhere: blanks around it, line breaks and control characters are no part of it."""
        event.stop()
        field, editor = self.sheet.field, self.sheet.editor
        if field is None or editor is None or self._trying or self._done:
            return
        text = event.text.strip()
        if field.secret:
            editor.set("")  # what cannot be seen is pasted whole, and once more when it was wrong
        else:
            for other in self.spec.fields:
                if other.secret and not self.spec.check(other.name, text):
                    name = other.label.lower()
                    self.sheet.say((f"This looks like the {name}: it was not put in here, to be seen.", "alert"))
                    return
        self._insert(text)

    def _insert(self, text: str) -> None:
        field, editor = self.sheet.field, self.sheet.editor
        if field is None or editor is None or self._trying or self._done:
            return
        editor.insert(text if field.blanks else "".join(text.split()))
        self._changed()

    def _changed(self) -> None:
        if self.sheet.field is not None:
            self.sheet.wrong.pop(self.sheet.field.name, None)
        self.sheet.tried = {}  # any field may be the one that mends it
        self.sheet.say()

    def erase(self, what: str) -> None:
        """Erase some of the field's text."""
        if self.sheet.editor is not None and not self._done:
            self.sheet.editor.erase(what)
            self._changed()

    def walk(self, by: int) -> None:
        """Move in the field's text; not in one that cannot be seen."""
        field, editor = self.sheet.field, self.sheet.editor
        if field is not None and editor is not None and not field.secret:
            editor.step(by)
            self.sheet.draw()

    def move(self, by: int) -> None:
        """Go to another row; what is left behind is checked."""
        if self._done:
            return
        sheet = self.sheet
        if sheet.field is not None and (sheet.editor is None or sheet.editor.text):
            sheet.check(sheet.field)
        sheet.row = (sheet.row + by) % sheet.rows
        self._tell_keys()

    def enter(self) -> None:
        """The next row, but not away from what is wrong; on a choice, do it; when all is done, go on."""
        sheet = self.sheet
        if self._done:
            self._end("done")
        elif sheet.field is not None:
            wrong = bool(sheet.editor is None or sheet.editor.text) and bool(sheet.check(sheet.field))
            self.move(0 if wrong else 1)  # a key typed blind would stand in the next field for all to read
        else:
            self.choose(self.spec.choices[self.sheet.row - len(self.spec.fields)][0])

    def choose(self, name: str) -> None:
        """Do what a choice says, where there is that choice."""
        if name not in dict(self.spec.choices) or self._done:
            return
        if name == "try":
            self._try()
        else:
            self._end("demo" if name == "demo" else "left")

    def leave(self) -> None:
        """Stop a try; else leave."""
        if self._trying:
            self.workers.cancel_node(self)
            self._stopped(("Stopped. Nothing was written.", "plain"))
        else:
            self._end("done" if self._done else "left")

    def interrupt(self) -> None:
        """Leave whatever is under way."""
        self._end("interrupted")

    def repaint(self) -> None:
        """Draw everything afresh."""
        self.post_message(RepaintWanted())

    def suspend(self) -> None:
        """Back to the shell."""
        self.app.action_suspend_process()

    def on_form_sheet_clicked(self, message: FormSheet.Clicked) -> None:
        message.stop()
        if self._trying or self._done:
            return
        self.move(message.row - self.sheet.row)
        if self.sheet.field is None:
            self.enter()

    # --- the try --------------------------------------------------------------------------------------------

    def _try(self) -> None:
        wrong = [at for at, field in enumerate(self.spec.fields) if self.sheet.check(field)]
        if wrong:
            self.sheet.row = wrong[0]
            self._tell_keys()
            self.sheet.say()
            return
        self._trying = True
        self.sheet.tried = {}
        self._tell_keys()
        self.sheet.say((self.spec.trying, "accent"))
        self.run_worker(self._attempt(), name="try", group="try", exclusive=True)

    async def _attempt(self) -> None:
        values = self.sheet.values()
        verdict = await self.spec.attempt(values)
        if verdict.well:
            written = self.spec.write(values)
            verdict = Verdict(written.well, (*written.words, *verdict.words), written.field)
        if not verdict.well:
            self._fail(verdict)
        elif verdict.words:
            self._trying, self._done = False, True
            self._tell_keys()
            self.sheet.say(*((sentence, "strong") for sentence in verdict.words))
        else:
            self._end("done")

    def _fail(self, verdict: Verdict) -> None:
        names, words = [field.name for field in self.spec.fields], " ".join(verdict.words)
        if verdict.field in names:
            self.sheet.row = names.index(verdict.field)
            self.sheet.tried = {verdict.field: words}
            self._stopped()
        else:
            self._stopped((words, "alert"))

    def _stopped(self, *words: tuple[str, Role]) -> None:
        self._trying = False
        self._tell_keys()
        self.sheet.say(*words)

    def _end(self, how: Ending) -> None:
        if not self._over:  # a key repeats faster than a screen goes
            self._over = True
            self.post_message(self.Ended(how))

    def _tell_keys(self) -> None:
        arrows = self.sheet.glyphs.key("↑↓")
        demo = "   ctrl+d demo" if "demo" in dict(self.spec.choices) else ""
        if self._trying:
            self.sheet.keys = "esc stop"
        elif self._done:
            self.sheet.keys = "enter go on"
        else:
            field = "enter next   ctrl+u empty" if self.sheet.field else "enter do it"
            self.sheet.keys = f"tab {arrows} move   {field}{demo}   esc leave"
        self.sheet.draw()


_KEYS = (
    _Key(("enter",), SetUpScreen.enter),
    _Key(("tab", "down"), lambda screen: screen.move(1)),
    _Key(("shift+tab", "up"), lambda screen: screen.move(-1)),
    _Key(("left",), lambda screen: screen.walk(-1)),
    _Key(("right",), lambda screen: screen.walk(1)),
    _Key(("home",), lambda screen: screen.walk(-1000)),
    _Key(("end",), lambda screen: screen.walk(1000)),
    _Key(("backspace", "ctrl+h"), lambda screen: screen.erase("back")),
    _Key(("delete",), lambda screen: screen.erase("ahead")),
    _Key(("ctrl+w",), lambda screen: screen.erase("word")),
    _Key(("ctrl+u",), lambda screen: screen.erase("all")),
    _Key(("ctrl+d",), lambda screen: screen.choose("demo")),
    _Key(("escape",), SetUpScreen.leave, True),
    _Key(("ctrl+c",), SetUpScreen.interrupt, True),
    _Key(("ctrl+l",), SetUpScreen.repaint, True),
    _Key(("ctrl+z",), SetUpScreen.suspend, True),
)
_BY_NAME = {name: key for key in _KEYS for name in key.names}
