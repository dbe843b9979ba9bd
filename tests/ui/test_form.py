"""The set-up screen through its pilot: order of try and write, what is shown, the mouse, crashes."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest
from textual import events
from textual.pilot import Pilot
from textual.worker import WorkerFailed

from dialer_tui.text import width
from dialer_tui.ui import report
from dialer_tui.ui.editor import Editor
from dialer_tui.ui.form import Field, Form, Values, Verdict
from dialer_tui.ui.screens.setup import SetUpScreen
from dialer_tui.ui.setup import FirstRun

SECRET = "0123456789abcdefghijklmnopqrstuv"
WELL = Verdict(True)


class Doing:
    """Stands in for whoever brings the form along, and keeps what it was asked to do."""

    def __init__(self, verdict: Verdict = WELL, written: Verdict = WELL) -> None:
        self.verdict = verdict
        self.written = written
        self.did: list[tuple[str, dict[str, str]]] = []
        self.go = asyncio.Event()
        self.go.set()
        self.fails: Exception | None = None

    async def attempt(self, values: Values) -> Verdict:
        self.did.append(("try", dict(values)))
        await self.go.wait()
        if self.fails:
            raise self.fails
        return self.verdict

    def write(self, values: Values) -> Verdict:
        self.did.append(("write", dict(values)))
        return self.written

    @property
    def steps(self) -> list[str]:
        return [step for step, _ in self.did]

    def form(self) -> Form:
        def check(name: str, text: str) -> str:
            if name == "key":
                return "" if len(text) == 32 else "32 letters and digits"
            return "" if text.startswith("x") else f"{name} must start with x"

        return Form(
            title="A form",
            intro=("What it is about.",),
            fields=(
                Field("one", "One", "the first", 100, "x1"),
                Field("key", "Key", "hidden", 100, secret=True),
                Field("two", "Two", "the second", 100, kept="nothing", blanks=True),
            ),
            choices=(("try", "Try it"), ("demo", "Play")),
            promise="It will be written.",
            trying="Trying it.",
            check=check,
            about=lambda name, text: f"means {text}",
            attempt=self.attempt,
            write=self.write,
        )


async def pasted(app: FirstRun, pilot: Pilot[None]) -> None:
    """Paste the secret into the field under the cursor, which is its own from the start."""
    app.post_message(events.Paste(SECRET))
    await pilot.pause()


def text(app: FirstRun) -> str:
    strips = app.screen._compositor.render_strips()
    return "\n".join(strip.text.rstrip() for strip in strips)


def row_of(app: FirstRun, words: str) -> tuple[int, int]:
    """Where words stand on the screen."""
    for y, line in enumerate(text(app).splitlines()):
        if words in line:
            return line.index(words), y
    raise AssertionError(f"{words} is not on the screen:\n{text(app)}")


async def test_it_tries_then_writes_then_ends() -> None:
    doing = Doing()
    app = FirstRun(doing.form())
    async with app.run_test(size=(80, 24)) as pilot:
        await pasted(app, pilot)
        await pilot.press("tab", "tab", "enter")
        await pilot.pause()
        assert SECRET not in text(app)
    assert doing.steps == ["try", "write"]
    assert doing.did[0] == ("try", {"one": "x1", "key": SECRET, "two": ""})
    assert app.ending == "done"


async def test_enter_does_not_leave_a_field_that_is_wrong() -> None:
    """A key typed blind must not end in the next field, for all to read."""
    app = FirstRun(Doing().form())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("shift+tab", "ctrl+u", "y", "enter", "z")
        at, y = row_of(app, "One ")
        assert "yz" in text(app).splitlines()[y][at:]
        await pilot.press("tab", "enter")
        assert "▲" in text(app), "tab moves on all the same"


async def test_nothing_is_tried_while_a_field_is_wrong() -> None:
    doing = Doing()
    app = FirstRun(doing.form())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("shift+tab", "ctrl+u", "y", "up", "up", "enter")
        await pilot.pause()
        assert "▸ One" in text(app)
        assert "▲ one must start with x" in text(app)
        assert "▲ 32 letters and digits" in text(app)
        assert "▲ two" not in text(app)
        await pilot.press("x")
        assert "▲ one" not in text(app)
    assert doing.steps == []
    assert app.ending is None


async def test_what_went_wrong_is_said_where_it_is_to_be_mended() -> None:
    doing = Doing(Verdict(False, ("No such thing.", "Look again."), "two"))
    app = FirstRun(doing.form())
    async with app.run_test(size=(80, 24)) as pilot:
        await pasted(app, pilot)
        await pilot.press("tab", "tab", "enter")
        await pilot.pause()
        column, row = row_of(app, "▲ No such thing. Look again.")
        assert row == row_of(app, "▸ Two")[1] + 1
        assert text(app).count("No such thing") == 1
        await pilot.press("tab")
        assert row_of(app, "▲ No such thing. Look again.") == (column, row)
        await pilot.press("up", "x")
        assert "No such thing" not in text(app)
        doing.verdict = Verdict(False, ("Much is wrong with it. " * 5,), "two")
        await pilot.press("tab", "enter")
        await pilot.pause()
        assert row_of(app, "▲ Much is wrong with it. Much")[1] == row
        assert text(app).count("Much is wrong with it.") > 5  # and at length below
    assert doing.steps == ["try", "try"]


async def test_what_cannot_be_written_is_said_and_can_be_tried_again() -> None:
    doing = Doing(written=Verdict(False, ("The disk is full.",)))
    app = FirstRun(doing.form())
    async with app.run_test(size=(80, 24)) as pilot:
        await pasted(app, pilot)
        await pilot.press("tab", "tab", "enter")
        await pilot.pause()
        assert "▲ The disk is full." in text(app)
        doing.written = WELL
        await pilot.press("enter")
        await pilot.pause()
    assert doing.steps == ["try", "write", "try", "write"]
    assert app.ending == "done"


async def test_a_remark_is_read_before_it_goes_on() -> None:
    doing = Doing(Verdict(True, ("The clock is off.",)))
    app = FirstRun(doing.form())
    async with app.run_test(size=(80, 24)) as pilot:
        await pasted(app, pilot)
        await pilot.press("tab", "tab", "enter")
        await pilot.pause()
        assert "The clock is off." in text(app)
        assert "enter go on" in text(app)
        assert app.ending is None
        await pilot.press("x", "backspace", "tab", "ctrl+d", "enter")
        await pilot.pause()
    assert doing.steps == ["try", "write"]
    assert app.ending == "done"


async def test_keys_pressed_during_a_try_change_nothing_and_esc_stops_it() -> None:
    doing = Doing()
    doing.go.clear()
    app = FirstRun(doing.form())
    async with app.run_test(size=(80, 24)) as pilot:
        await pasted(app, pilot)
        await pilot.press("tab", "tab", "enter")
        await pilot.press("tab", "tab", "x", "enter", "ctrl+d")
        assert "Trying it." in text(app)
        assert app.ending is None
        await pilot.press("escape")
        await pilot.pause()
        assert "Stopped. Nothing was written." in text(app)
        doing.go.set()
        await pilot.pause()
        assert doing.steps == ["try"]
        await pilot.press("escape")
        await pilot.pause()
    assert app.ending == "left"


async def test_the_mouse_goes_to_fields_and_does_choices() -> None:
    doing = Doing()
    app = FirstRun(doing.form())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.click(offset=row_of(app, "the second"))
        assert "▸ Two" in text(app)
        await pilot.click(offset=row_of(app, "Try it"))
        await pilot.pause()
        assert "▸ Key" in text(app)
        assert doing.steps == []
        await pilot.click(offset=row_of(app, "Play"))
        await pilot.pause()
    assert app.ending == "demo"


async def test_a_secret_is_edited_blind_and_a_paste_replaces_it() -> None:
    doing = Doing()
    app = FirstRun(doing.form())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("a", "b", "left", "c", "backspace", "home", "d")
        assert "3 characters, not shown" in text(app)
        assert app.form.sheet.values()["key"] == "abd"
        await pilot.press("ctrl+u")
        assert "not shown" not in text(app)


async def test_a_form_that_only_says_something_says_it_on_a_small_screen() -> None:
    words = "This is a simulated floor, with an account of its own. To set up yours, leave."
    app = FirstRun(replace(Doing().form(), intro=(words,), fields=(), choices=(("left", "Back"),)))
    async with app.run_test(size=(40, 10)) as pilot:
        await pilot.pause()
        for word in (*words.split(), "Back"):
            assert word in text(app)


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (240, 70), (40, 10), (30, 8)])
async def test_it_is_drawn_at_every_size_with_the_cursor_in_sight(size: tuple[int, int]) -> None:
    app = FirstRun(Doing().form())
    async with app.run_test(size=size) as pilot:
        for _ in range(5):
            assert "▸" in text(app)
            assert max(map(len, text(app).splitlines())) <= size[0]
            await pilot.press("tab")


async def test_a_crash_of_a_try_tells_no_value(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[str] = []

    def kept(error: BaseException, folder: Path | None = None) -> Path | None:
        written.extend(report.lines(error))
        return None

    monkeypatch.setattr(report, "write", kept)
    doing = Doing()
    doing.fails = RuntimeError(SECRET)
    app = FirstRun(doing.form())

    async def crash() -> None:
        async with app.run_test(size=(80, 24)) as pilot:
            await pasted(app, pilot)
            await pilot.press("tab", "tab", "enter")
            await pilot.pause()

    with pytest.raises(WorkerFailed):
        await crash()
    assert app.return_code == 1
    assert "RuntimeError" in app.last_words
    assert SECRET not in app.last_words
    assert written
    assert SECRET not in "\n".join(written)


@pytest.mark.parametrize(
    ("at", "cells", "seen"),
    [
        (0, 10, ("", "a", "bcdef")),
        (6, 10, ("abcdef", "", "")),
        (6, 4, ("def", "", "")),
        (3, 4, ("abc", "d", "")),
        (0, 3, ("", "a", "bc")),
    ],
)
def test_the_cursor_of_a_line_is_always_in_sight(at: int, cells: int, seen: tuple[str, str, str]) -> None:
    editor = Editor(100, "abcdef")
    editor.go(at)
    assert editor.seen(cells) == seen


def test_a_long_line_is_measured_seldom_at_each_key(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where it is not ASCII its width is looked up letter by letter."""
    measured: list[str] = []
    monkeypatch.setattr("dialer_tui.ui.editor.width", lambda text: measured.append(text) or width(text))
    editor = Editor(500, "agent:lee or " * 37 + "agent:žižková")
    assert editor.seen(40) == ((editor.text)[-39:], "", "")
    editor.go(0)
    assert editor.seen(40) == ("", "a", editor.text[1:40])
    assert len(measured) < 50


async def test_it_ends_once_however_often_a_key_repeats(monkeypatch: pytest.MonkeyPatch) -> None:
    app = FirstRun(Doing().form())
    ended: list[str] = []
    monkeypatch.setattr(type(app), "on_set_up_screen_ended", lambda self, message: ended.append(message.how))
    async with app.run_test(size=(80, 24)) as pilot:
        screen = app.screen
        assert isinstance(screen, SetUpScreen)
        screen.leave()
        screen.leave()
        await pilot.pause()
        assert ended == ["left"]
